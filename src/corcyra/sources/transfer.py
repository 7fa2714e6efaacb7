"""One address into one file over HTTP: resumed, tried again, polite. Only `corcyra.sources.fetch` uses it.

What goes wrong is of two kinds. A cut, a timeout, an overloaded server pass: wait, and go on where it stopped. A file that
is not there, or a door that is locked, stays so: `FetchError` at once, and the caller adds what a person can do instead.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import shutil
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import BaseHandler, HTTPRedirectHandler, OpenerDirector, Request, build_opener

from corcyra.errors import FetchError, OutputError

__all__ = ["Address", "Manners", "Part", "length_of", "megabytes", "room_for", "transfer"]

CHUNK = 1 << 16
"""Bytes read at once (ours: small enough for a bar that moves, large enough to cost nothing)."""


@dataclass(frozen=True)
class Manners:
    """How patient a download is, and with which clock.

    ``timeout`` is the seconds without a byte after which a connection counts as cut, ``tries`` how many failures in a row
    that bring no new byte end it. Waits double from ``first_wait`` to ``longest_wait`` seconds, which also caps what a
    server asks for. The numbers are ours: patient with a busy server, short enough that a person does not walk away.
    ``handlers`` are further handlers of `urllib.request`.
    """

    timeout: float = 30.0
    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    handlers: tuple[BaseHandler, ...] = ()

    def wait(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row.

        >>> [Manners().wait(failures) for failures in (1, 2, 3, 20)]
        [1.0, 2.0, 4.0, 120.0]
        """
        return min(self.first_wait * 2.0 ** (failures - 1), self.longest_wait)


@dataclass(frozen=True)
class Address:
    """Where a file is, and the key of the user there: ``variable`` is the name of the environment variable that holds it."""

    url: str
    variable: str = ""
    key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Part:
    """What has come so far: a folder with the bytes and with what the server calls this version of them."""

    folder: Path

    @property
    def data(self) -> Path:
        """The file of the bytes."""
        return self.folder / "data"

    @property
    def about(self) -> Path:
        """The file that says from where the bytes come, and in which version."""
        return self.folder / "about.json"

    def size(self) -> int:
        """How many bytes have come."""
        return self.data.stat().st_size if self.data.exists() else 0

    def validator(self, url: str) -> str:
        """What the server calls the version of these bytes; empty when they cannot be resumed from this address."""
        try:
            told = json.loads(self.about.read_text(encoding="utf-8"))
            return str(told["validator"]) if told["url"] == url else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def begin(self, url: str, validator: str) -> None:
        """Forget earlier bytes, and note what comes now."""
        self.clear()
        self.about.write_text(json.dumps({"url": url, "validator": validator}), encoding="utf-8")

    def clear(self) -> None:
        """Delete what has come."""
        self.data.unlink(missing_ok=True)
        self.about.unlink(missing_ok=True)


class Passing(Exception):
    """A failure that may pass; ``wait`` is what the server asks for in seconds, `None` when it does not say."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(reason)


class Redirects(HTTPRedirectHandler):
    """Redirects of the web only, never from https down to http, and a key goes to no other host."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Request | None:
        """The request for the new address; raises `FetchError` for one that is not safe."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if new.scheme not in ("http", "https") or (old.scheme, new.scheme) == ("https", "http"):
            fp.close()
            raise FetchError(
                f"{req.full_url} leads to {newurl}, which is not safe: only http and https, and never down to http."
            )
        request = super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
        if request is not None:
            request.method = req.get_method()
            key = req.unredirected_hdrs.get("Authorization")
            if key and (old.hostname, old.port) == (new.hostname, new.port):
                request.add_unredirected_header("Authorization", key)
        return request


def transfer(
    address: Address, part: Part, manners: Manners, tell: Callable[[int, int], None], *, page: bool = False
) -> None:
    """Bring the file at an address into a part, which may hold its beginning.

    ``tell`` is given the bytes so far and all of them, 0 when the server does not say; ``page`` allows a web page as answer.
    Raises `FetchError` that says what happened, `OutputError` when the disk is full.
    """
    failures, farthest = 0, part.size()
    while True:
        try:
            return attempt(address, part, manners, tell, page)
        except Passing as problem:
            reached = part.size()
            failures = 1 if reached > farthest else failures + 1
            farthest = max(farthest, reached)
            if failures >= manners.tries:
                told = "once, because" if failures == 1 else f"{failures} times in a row, the last time because"
                raise FetchError(f"{address.url} failed {told} {problem}.") from None
            wait = manners.wait(failures) if problem.wait is None else min(problem.wait, manners.longest_wait)
        if wait > 0:
            manners.sleep(wait)


def attempt(address: Address, part: Part, manners: Manners, tell: Callable[[int, int], None], page: bool) -> None:
    """One connection; raises `Passing` when another may do better."""
    validator = part.validator(address.url)
    start = part.size() if validator else 0
    asked = {"Range": f"bytes={start}-", "If-Range": validator} if start else {}
    try:
        with connect(address, manners, asked) as response:
            receive(response, address.url, part, start, tell, page)
    except HTTPError as answer:
        with answer:
            if answer.code == 416 and start:
                part.clear()
                raise Passing("the server has no such piece of the file", wait=0.0) from None
            judge(answer, address, manners)


def connect(address: Address, manners: Manners, asked: dict[str, str], method: str = "GET") -> Any:
    """The answer of the server to one request; raises `HTTPError`, `Passing` or `FetchError`."""
    host = urlsplit(address.url)
    if host.scheme not in ("http", "https"):
        raise FetchError(f"{address.url} is no address of the web: it begins with neither http nor https.")
    request = Request(
        address.url, headers={"User-Agent": agent(), "Accept-Encoding": "identity", **asked}, method=method
    )
    if address.key:
        request.add_unredirected_header("Authorization", f"Bearer {address.key}")
    try:
        return opener(manners).open(request, timeout=manners.timeout)
    except (HTTPError, FetchError):
        raise
    except URLError as problem:
        raise unreachable(problem.reason, host.hostname or address.url) from None
    except (OSError, http.client.HTTPException) as problem:
        raise unreachable(problem, host.hostname or address.url) from None


def opener(manners: Manners) -> OpenerDirector:
    """The way out: proxies as the environment says, redirects as `Redirects` says."""
    return build_opener(Redirects, *manners.handlers)


def agent() -> str:
    """What the program calls itself before servers: its name and version, nothing of the user."""
    return f"corcyra/{version('corcyra')}"


def unreachable(reason: object, host: str) -> Exception:
    """What to raise when no answer came."""
    if isinstance(reason, socket.gaierror):
        return FetchError(f"the host {host} was not found. Is this machine online?")
    if isinstance(reason, ssl.SSLCertVerificationError):
        return FetchError(f"the certificate of {host} cannot be trusted: {reason.verify_message}.")
    return Passing(cut(reason))


def cut(reason: object) -> str:
    """Why a connection broke, in words."""
    if isinstance(reason, TimeoutError):
        return "the server was silent for too long"
    if isinstance(reason, ConnectionRefusedError):
        return "the server refused the connection"
    return "the connection was cut"


def judge(answer: HTTPError, address: Address, manners: Manners) -> None:
    """Raise `Passing` for an answer that may change, else `FetchError`."""
    told = f"{answer.code} ({http.client.responses.get(answer.code, 'unknown')})"
    if answer.code in (408, 425, 429) or answer.code >= 500:
        raise Passing(
            f"the server answered {told}", retry_after(answer.headers.get("Retry-After", ""), manners)
        ) from None
    if answer.code in (404, 410):
        raise FetchError(f"{address.url} answered {told}: the publisher has moved or removed the file.") from None
    if answer.code in (401, 403):
        raise FetchError(f"{address.url} answered {told}: {locked(address)}") from None
    if 300 <= answer.code < 400:
        raise FetchError(f"{address.url} leads from address to address without an end.") from None
    raise FetchError(f"{address.url} answered {told}.") from None


def locked(address: Address) -> str:
    """What a door that stays closed means for the user's key."""
    if not address.variable:
        return "the publisher does not let programs have the file."
    if not address.key:
        return f"the publisher asks for a key. Set the environment variable {address.variable} to yours."
    return f"the publisher does not accept the key in the environment variable {address.variable}. Check it."


def retry_after(text: str, manners: Manners) -> float | None:
    """Seconds to wait, from a header that has seconds or a date; `None` when it has neither."""
    if text.strip().isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - manners.now())
    except (ValueError, TypeError):
        return None


def receive(response: Any, url: str, part: Part, start: int, tell: Callable[[int, int], None], page: bool) -> None:
    """Write what the server sends; raises `Passing` when less came than was announced."""
    offset = placed(response, part, start)
    length = announced(response.headers)
    refuse_disguise(response.headers, url, page)
    room_for(length or 0, part.folder)
    if not offset:
        part.begin(url, strong(response.headers))
    total = None if length is None else offset + length
    done = offset
    with open(part.data, "ab") as out:
        while chunk := piece(response, done, total):
            keep(out, chunk, part.folder, (total or 0) - done)
            done += len(chunk)
            tell(done, total or 0)
    if part.size() != done:
        part.clear()
        raise Passing("another program wrote into the same file")
    if total is not None and done != total:
        raise Passing(f"the connection was cut after {done} of {total} bytes")


def placed(response: Any, part: Part, start: int) -> int:
    """Where the bytes that come belong: at ``start``, or at 0 when the server sends the whole file again."""
    if response.status == 200:
        return 0
    if response.status == 206 and str(response.headers.get("Content-Range", "")).startswith(f"bytes {start}-"):
        return start
    part.clear()
    raise Passing(f"the server answered {response.status} with something else than was asked for")


def announced(headers: Message) -> int | None:
    """How many bytes are to come; `None` when the server does not say."""
    told = str(headers.get("Content-Length", "")).strip()
    return int(told) if told.isdecimal() and "Transfer-Encoding" not in headers else None


def strong(headers: Message) -> str:
    """What may stand in If-Range: a strong ETag, else the date of change, else nothing."""
    etag = str(headers.get("ETag", ""))
    return etag if etag.startswith('"') else str(headers.get("Last-Modified", ""))


def refuse_disguise(headers: Message, url: str, page: bool) -> None:
    """Raise `FetchError` for a web page in place of data, and for a packing that was not asked for."""
    if headers.get_content_type() == "text/html" and "Content-Type" in headers and not page:
        raise FetchError(f"{url} answered with a web page instead of the file.")
    packing = str(headers.get("Content-Encoding", "identity")).lower()
    if packing != "identity" and not (packing == "gzip" and urlsplit(url).path.endswith("gz")):
        raise FetchError(f"{url} answered with a file packed as {packing}, which was not asked for.")


def piece(response: Any, done: int, total: int | None) -> bytes:
    """The next bytes, empty at the end; raises `Passing` when the connection breaks."""
    try:
        return bytes(response.read1(CHUNK))
    except (OSError, http.client.HTTPException, ValueError) as problem:
        of = "" if total is None else f" of {total}"
        raise Passing(f"{cut(problem)} after {done}{of} bytes") from None


def keep(out: IO[bytes], chunk: bytes, folder: Path, wanted: int) -> None:
    """Write to the disk; raises `OutputError` when it is full."""
    try:
        out.write(chunk)
        out.flush()
    except OSError as problem:
        with contextlib.suppress(OSError):
            room_for(max(wanted, len(chunk)), folder)
        reason = problem.strerror or str(problem)
        raise OutputError(
            f"cannot write in {folder.parent}: {reason}. Make room, or choose another folder with CORCYRA_HOME."
        ) from None


def room_for(wanted: int, folder: Path) -> None:
    """Raise `OutputError` when the disk of a folder has less room than is wanted, in bytes."""
    free = shutil.disk_usage(folder).free
    if wanted > free:
        told = f"the disk of {folder.parent} has {megabytes(free)} free, and {megabytes(wanted)} are wanted"
        raise OutputError(f"{told}. Make room, or choose another folder with CORCYRA_HOME.")


def megabytes(size: int) -> str:
    """A size in words.

    >>> megabytes(0), megabytes(900), megabytes(41_140_000)
    ('0.0 MB', '0.1 MB', '41.1 MB')
    """
    return f"{max(size / 1e6, 0.1 if size else 0.0):.1f} MB"


def length_of(address: Address, manners: Manners) -> int | None:
    """The size of the file at an address in bytes, asked without getting it; `None` when the server does not say."""
    try:
        with connect(address, manners, {}, method="HEAD") as response:
            return announced(response.headers) if response.headers.get_content_type() != "text/html" else None
    except HTTPError as answer:
        answer.close()
    except (FetchError, Passing):
        pass
    return None
