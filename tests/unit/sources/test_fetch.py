"""The downloader against a server of its own on this machine; clocks and waits are arguments, so nothing is slow."""

from __future__ import annotations

import errno
import hashlib
import http.client
import io
import os
import re
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.request import ProxyHandler, Request

import polars as pl
import pytest

from corcyra.errors import FetchError, OutputError
from corcyra.sources import fetch as fetching
from corcyra.sources import transfer
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.fetch import Manners, fetch, sizes
from corcyra.sources.library import Library

DATA = b"ccode,year,mm\n" + b"".join(b"371,%d,277\n" % year for year in range(1000, 9000))
ETAG = {"ETag": '"v1"'}
PAGE = "https://example.org/rain"


@dataclass(frozen=True)
class Reply:
    """One answer of the server: ``sent`` bytes of the body go out (all by default), then the line stops or stalls."""

    body: bytes = DATA
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    sent: int | None = None
    stall: bool = False
    length: bool = True


@dataclass
class Served:
    """The server: what it answers at each path (the last answer again and again), and what it was asked."""

    root: str
    end: threading.Event = field(default_factory=threading.Event)
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, str, Message]] = field(default_factory=list)

    def at(self, path: str, *replies: Reply) -> str:
        self.replies[path] = list(replies)
        return self.root + path

    def next(self, path: str) -> Reply:
        waiting = self.replies.get(path, [Reply(b"", 404)])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def header(self, name: str) -> list[str | None]:
        return [headers.get(name) for _, _, headers in self.asked]


def resumed(reply: Reply, headers: Message) -> Reply:
    """The answer to a request for the rest of a file, when the server knows ranges and has the same version still."""
    asked = re.fullmatch(r"bytes=(\d+)-", headers.get("Range", ""))
    known = reply.headers.get("ETag") or reply.headers.get("Last-Modified")
    if asked is None or known is None or headers.get("If-Range") != known or reply.status != 200:
        return reply
    start, size = int(asked[1]), len(reply.body)
    there = {**reply.headers, "Content-Range": f"bytes {start}-{size - 1}/{size}"}
    return replace(reply, body=reply.body[start:], status=206, headers=there)


@pytest.fixture
def server() -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.command, self.path, self.headers))
            reply = resumed(served.next(self.path), self.headers)
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.length:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(reply.body[: reply.sent])
                self.wfile.flush()
            if reply.stall:
                served.end.wait(5)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *words: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = Served(f"http://127.0.0.1:{listening.server_address[1]}")
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.end.set()
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def manners(slept: list[float]) -> Manners:
    return Manners(timeout=5.0, sleep=slept.append, now=lambda: 1_000_000_000.0, handlers=(ProxyHandler({}),))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home")


def toy(*downloads: Download, way: str = "fetch") -> Dataset:
    """A dataset with some files."""

    class Rainfall(Dataset):
        key = "rainfall"
        title = "Rainfall, a toy"
        access = way  # type: ignore[assignment]

        def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
            return pl.read_csv(files["rain.csv"])

    Rainfall.downloads = downloads
    return Rainfall()


def rain(url: str, **more: object) -> Dataset:
    return toy(Download("rain.csv", url=url, page=PAGE, **more))  # type: ignore[arg-type]


def content(library: Library) -> dict[str, bytes]:
    """Every file of the library by its path."""
    found = (path for path in sorted(library.home.rglob("*")) if path.is_file())
    return {path.relative_to(library.home).as_posix(): path.read_bytes() for path in found}


WHOLE = {"files/rainfall/rain.csv": DATA}
BY_HAND = f"Download it from {PAGE} in a browser, then: corcyra sources add rainfall FILE"


def refused(dataset: Dataset, library: Library, manners: Manners, **more: object) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(dataset, library, manners=manners, environment={}, **more)  # type: ignore[arg-type]
    return str(caught.value)


def test_a_file_comes_whole_and_its_progress_is_told(server: Served, library: Library, manners: Manners) -> None:
    told: list[tuple[str, int, int]] = []
    url = server.at("/rain.csv", Reply(headers=ETAG))
    paths = fetch(rain(url), library, manners=manners, tell=lambda *words: told.append(words))
    assert paths == (library.home / "files" / "rainfall" / "rain.csv",)
    assert content(library) == WHOLE
    assert told[-1] == ("rain.csv", len(DATA), len(DATA))
    assert [done for _, done, _ in told] == sorted({done for _, done, _ in told})
    assert re.fullmatch(r"corcyra/[\w.]+", str(server.header("User-Agent")[0]))
    assert server.header("Authorization") == [None]


def test_what_is_there_is_left_alone(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply())
    dataset = rain(url, sha256=hashlib.sha256(DATA).hexdigest().upper())
    first = fetch(dataset, library, manners=manners)
    assert fetch(dataset, library, manners=manners) == first
    assert len(server.asked) == 1


def test_a_file_that_is_there_with_another_hash_is_got_again(
    server: Served, library: Library, manners: Manners
) -> None:
    dataset = rain(server.at("/rain.csv", Reply()), sha256=hashlib.sha256(DATA).hexdigest())
    folder = library.home / "files" / "rainfall"
    folder.mkdir(parents=True)
    (folder / "rain.csv").write_bytes(b"damaged")
    fetch(dataset, library, manners=manners)
    assert content(library) == WHOLE


@pytest.mark.parametrize("version", [ETAG, {"Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT"}], ids=["etag", "date"])
def test_a_cut_connection_is_resumed(
    server: Served, library: Library, manners: Manners, slept: list[float], version: dict[str, str]
) -> None:
    url = server.at("/rain.csv", Reply(headers=version, sent=5000), Reply(headers=version))
    fetch(rain(url), library, manners=manners)
    assert content(library) == WHOLE
    assert server.header("Range") == [None, "bytes=5000-"]
    assert server.header("If-Range") == [None, *version.values()]
    assert slept == [1.0]


def test_a_file_that_has_changed_meanwhile_is_got_from_its_start(
    server: Served, library: Library, manners: Manners
) -> None:
    url = server.at("/rain.csv", Reply(b"x" * 9000, headers={"ETag": '"v0"'}, sent=5000), Reply(headers=ETAG))
    fetch(rain(url), library, manners=manners)
    assert server.header("If-Range") == [None, '"v0"']
    assert content(library) == WHOLE


def test_without_a_version_nothing_is_resumed(server: Served, library: Library, manners: Manners) -> None:
    weak = {"ETag": 'W/"v1"'}
    url = server.at("/rain.csv", Reply(sent=5000, headers=weak), Reply())
    fetch(rain(url), library, manners=manners)
    assert server.header("Range") == [None, None]
    assert content(library) == WHOLE


def test_another_piece_than_was_asked_for_is_not_glued_on(server: Served, library: Library, manners: Manners) -> None:
    odd = Reply(DATA[9:], 206, {"Content-Range": f"bytes 9-{len(DATA) - 1}/{len(DATA)}", **ETAG})
    url = server.at("/rain.csv", Reply(headers=ETAG, sent=5000), odd, Reply(headers=ETAG))
    fetch(rain(url), library, manners=manners)
    assert server.header("Range") == [None, "bytes=5000-", None]
    assert content(library) == WHOLE


def test_a_piece_that_is_not_there_is_got_from_the_start_at_once(
    server: Served, library: Library, manners: Manners, slept: list[float]
) -> None:
    url = server.at("/rain.csv", Reply(headers=ETAG, sent=5000), Reply(b"", 416), Reply(headers=ETAG))
    fetch(rain(url), library, manners=manners)
    assert server.header("Range") == [None, "bytes=5000-", None]
    assert slept == [1.0]
    assert content(library) == WHOLE


def test_a_server_that_always_cuts_is_left_with_the_manual_route(
    server: Served, library: Library, manners: Manners, slept: list[float]
) -> None:
    url = server.at("/rain.csv", Reply(sent=5000))
    told = refused(rain(url), library, manners)
    reason = f"the connection was cut after 5000 of {len(DATA)} bytes"
    assert told == f"{url} failed 5 times in a row, the last time because {reason}. {BY_HAND}"
    assert slept == [1.0, 2.0, 4.0, 8.0]  # the first failure had brought bytes; the others brought none beyond them


def test_progress_gives_new_patience(server: Served, library: Library, manners: Manners) -> None:
    cuts = [Reply(headers=ETAG, sent=100) for _ in range(20)]
    url = server.at("/rain.csv", *cuts, Reply(headers=ETAG))
    fetch(rain(url), library, manners=replace(manners, tries=2))
    assert server.header("Range")[1:3] == ["bytes=100-", "bytes=200-"]
    assert content(library) == WHOLE


def test_a_silent_server_counts_as_cut(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(headers=ETAG, sent=5000, stall=True), Reply(headers=ETAG))
    fetch(rain(url), library, manners=replace(manners, timeout=0.7))
    assert server.header("Range") == [None, "bytes=5000-"]
    assert content(library) == WHOLE


def test_a_server_silent_from_the_start_is_named(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(sent=0, stall=True))
    told = refused(rain(url), library, replace(manners, timeout=0.7, tries=1))
    reason = f"the server was silent for too long after 0 of {len(DATA)} bytes"
    assert told == f"{url} failed once, because {reason}. {BY_HAND}"


def test_no_length_is_no_obstacle(server: Served, library: Library, manners: Manners) -> None:
    told: list[int] = []
    url = server.at("/rain.csv", Reply(length=False))
    fetch(rain(url), library, manners=manners, tell=lambda _, done, total: told.append(total))
    assert content(library) == WHOLE
    assert set(told) == {0}


@pytest.mark.parametrize("status", [500, 503, 429, 408])
def test_a_busy_server_is_asked_again(
    server: Served, library: Library, manners: Manners, slept: list[float], status: int
) -> None:
    url = server.at("/rain.csv", Reply(b"", status), Reply(b"", status), Reply())
    fetch(rain(url), library, manners=manners)
    assert slept == [1.0, 2.0]
    assert content(library) == WHOLE


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("7", 7.0),
        ("0", None),
        ("86400", 120.0),
        ("Sun, 09 Sep 2001 01:47:10 GMT", 30.0),
        ("Sat, 08 Sep 2001 01:47:10 GMT", None),
        ("soon", 1.0),
    ],
)
def test_the_wait_that_a_server_asks_for_is_kept_within_reason(
    server: Served, library: Library, manners: Manners, slept: list[float], asked: str, waited: float | None
) -> None:
    url = server.at("/rain.csv", Reply(b"", 429, {"Retry-After": asked}), Reply())
    fetch(rain(url), library, manners=manners)
    assert slept == ([] if waited is None else [waited])


def test_a_server_that_stays_busy_is_named(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(b"", 503))
    told = refused(rain(url), library, manners)
    reason = "the server answered 503 (Service Unavailable)"
    assert told == f"{url} failed 5 times in a row, the last time because {reason}. {BY_HAND}"


@pytest.mark.parametrize(("status", "words"), [(404, "Not Found"), (410, "Gone")])
def test_a_file_that_has_moved_is_not_asked_for_again(
    server: Served, library: Library, manners: Manners, status: int, words: str
) -> None:
    url = server.at("/rain.csv", Reply(b"", status))
    told = refused(rain(url), library, manners)
    assert told == f"{url} answered {status} ({words}): the publisher has moved or removed the file. {BY_HAND}"
    assert len(server.asked) == 1
    assert content(library) == {}


def test_a_closed_door_says_which_key_it_wants(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(b"", 403), Reply(b"", 401), Reply(b"", 401))
    plain = refused(rain(url), library, manners)
    assert plain == f"{url} answered 403 (Forbidden): the publisher does not let programs have the file. {BY_HAND}"
    without = refused(rain(url, token="RAIN_KEY"), library, manners)
    wanted = "the publisher asks for a key. Set the environment variable RAIN_KEY to yours."
    assert without == f"{url} answered 401 (Unauthorized): {wanted} {BY_HAND}"
    with pytest.raises(FetchError) as caught:
        fetch(rain(url, token="RAIN_KEY"), library, manners=manners, environment={"RAIN_KEY": "s3cret"})
    wrong = "the publisher does not accept the key in the environment variable RAIN_KEY. Check it."
    assert str(caught.value) == f"{url} answered 401 (Unauthorized): {wrong} {BY_HAND}"
    assert server.header("Authorization") == [None, None, "Bearer s3cret"]


def test_a_key_follows_to_the_same_host_only(server: Served, library: Library, manners: Manners) -> None:
    elsewhere = server.at("/data.csv", Reply()).replace("127.0.0.1", "localhost")
    server.at("/near.csv", Reply(b"", 302, {"Location": elsewhere}))
    url = server.at("/rain.csv", Reply(b"", 302, {"Location": server.root + "/near.csv"}))
    fetch(rain(url, token="RAIN_KEY"), library, manners=manners, environment={"RAIN_KEY": "s3cret"})
    assert [path for _, path, _ in server.asked] == ["/rain.csv", "/near.csv", "/data.csv"]
    assert server.header("Authorization") == ["Bearer s3cret", "Bearer s3cret", None]
    assert content(library) == WHOLE


def test_a_key_is_not_shown_by_what_holds_it() -> None:
    assert "s3cret" not in repr(transfer.Address("https://example.org", "RAIN_KEY", "s3cret"))


def test_a_piece_is_asked_for_beyond_a_redirect(server: Served, library: Library, manners: Manners) -> None:
    server.at("/data.csv", Reply(headers=ETAG, sent=5000), Reply(headers=ETAG))
    url = server.at("/rain.csv", Reply(b"", 301, {"Location": server.root + "/data.csv"}))
    fetch(rain(url), library, manners=manners)
    assert server.header("Range") == [None, None, "bytes=5000-", "bytes=5000-"]
    assert content(library) == WHOLE


def test_redirects_without_end_are_left(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(b"", 302, {"Location": server.root + "/rain.csv"}))
    assert refused(rain(url), library, manners) == f"{url} leads from address to address without an end. {BY_HAND}"
    assert len(server.asked) < 12


def test_a_redirect_to_what_is_no_web_address_is_refused(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(b"", 302, {"Location": "ftp://example.org/rain.csv"}))
    unsafe = "which is not safe: only http and https, and never down to http."
    assert refused(rain(url), library, manners) == f"{url} leads to ftp://example.org/rain.csv, {unsafe} {BY_HAND}"


@pytest.mark.parametrize(
    ("old", "new", "safe"), [("https", "http", False), ("http", "https", True), ("https", "https", True)]
)
def test_a_redirect_never_leads_down_to_http(old: str, new: str, safe: bool) -> None:
    headers = Message()
    request = Request(f"{old}://example.org/a", headers={"Range": "bytes=1-"}, method="HEAD")
    words = (request, io.BytesIO(), 302, "Found", headers, f"{new}://example.org/b")
    if safe:
        got = transfer.Redirects().redirect_request(*words)
        assert got is not None
        assert (got.full_url, got.get_method(), got.headers) == (
            f"{new}://example.org/b",
            "HEAD",
            {"Range": "bytes=1-"},
        )
    else:
        with pytest.raises(FetchError):
            transfer.Redirects().redirect_request(*words)


def test_a_wrong_hash_is_not_kept(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(headers=ETAG))
    told = refused(rain(url, sha256="0" * 64), library, manners)
    got = hashlib.sha256(DATA).hexdigest()
    other = f"{url} gave another file than the one this version of Corcyra knows"
    assert told == f"{other}: SHA-256 wanted {'0' * 64}, got {got}. It was not kept. {BY_HAND}"
    assert content(library) == {}
    assert list((library.home / "parts").iterdir()) == []


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/octet-stream"])
def test_a_web_page_is_no_data(server: Served, library: Library, manners: Manners, kind: str) -> None:
    page = b"\xef\xbb\xbf\n<!DOCTYPE HTML><html><body>Please log in</body></html>"
    url = server.at("/rain.csv", Reply(page, headers={"Content-Type": kind}))
    how = "answered with" if kind.startswith("text") else "gave"
    assert refused(rain(url), library, manners) == f"{url} {how} a web page instead of the file. {BY_HAND}"
    assert content(library) == {}


def test_a_web_page_that_is_wanted_comes(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/codes.html", Reply(b"<html>codes</html>", headers={"Content-Type": "text/html"}))
    fetch(toy(Download("codes.html", url=url)), library, manners=manners)
    assert content(library) == {"files/rainfall/codes.html": b"<html>codes</html>"}


def test_an_empty_file_and_an_unasked_packing_are_refused(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(b""), Reply(headers={"Content-Encoding": "gzip"}))
    assert refused(rain(url), library, manners) == f"{url} gave an empty file. {BY_HAND}"
    packed = f"{url} answered with a file packed as gzip, which was not asked for. {BY_HAND}"
    assert refused(rain(url), library, manners) == packed


def test_a_host_that_is_not_there_is_named(library: Library, manners: Manners, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*words: object, **more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    dataset = rain("http://no-such-host.invalid/rain.csv")
    told = refused(dataset, library, manners)
    assert told == f"the host no-such-host.invalid was not found. Is this machine online? {BY_HAND}"
    assert refused(rain("file:///etc/hosts"), library, manners) == (
        f"file:///etc/hosts is no address of the web: it begins with neither http nor https. {BY_HAND}"
    )


def test_a_closed_port_is_tried_again(server: Served, library: Library, manners: Manners, slept: list[float]) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        url = f"http://127.0.0.1:{closed.server_address[1]}/rain.csv"
    told = refused(rain(url), library, manners)
    assert told == f"{url} failed 5 times in a row, the last time because the server refused the connection. {BY_HAND}"
    assert slept == [1.0, 2.0, 4.0, 8.0]


def zipped(*members: tuple[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return raw.getvalue()


def test_one_member_of_an_archive_is_kept_under_the_name(server: Served, library: Library, manners: Manners) -> None:
    body = zipped(("readme.txt", b"hello"), ("../../v1/Rain 1.CSV", DATA))
    url = server.at("/rain.zip", Reply(body, headers=ETAG))
    fetch(rain(url, inside="Rain 1.csv", sha256=hashlib.sha256(DATA).hexdigest()), library, manners=manners)
    assert content(library) == WHOLE
    assert list((library.home / "parts").iterdir()) == []


def test_several_members_of_one_archive_come_with_one_download(
    server: Served, library: Library, manners: Manners
) -> None:
    url = server.at("/all.zip", Reply(zipped(("a.csv", b"a"), ("b.csv", b"b"), ("c.csv", b"c"))))
    fetch(toy(*(Download(name, url=url, inside=name) for name in ("b.csv", "a.csv"))), library, manners=manners)
    assert content(library) == {"files/rainfall/a.csv": b"a", "files/rainfall/b.csv": b"b"}
    assert len(server.asked) == 1


def test_an_archive_without_the_member_or_cut_off_is_refused(
    server: Served, library: Library, manners: Manners
) -> None:
    body = zipped(("readme.txt", b"hello"), ("other.csv", DATA))
    url = server.at("/rain.zip", Reply(body), Reply(body[:-30]), Reply(body.replace(b"hello", b"hullo")))
    lacks = f"the archive at {url} lacks rain.csv. It has: readme.txt, other.csv. {BY_HAND}"
    assert refused(rain(url, inside="rain.csv"), library, manners) == lacks
    broken = f"{url} gave no whole ZIP archive: File is not a zip file. {BY_HAND}"
    assert refused(rain(url, inside="other.csv"), library, manners) == broken
    assert content(library) == {}


def test_a_damaged_member_is_refused(server: Served, library: Library, manners: Manners) -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        archive.writestr("rain.csv", DATA)
    url = server.at("/rain.zip", Reply(raw.getvalue().replace(b"371,1000,", b"372,1000,")))
    told = refused(rain(url, inside="rain.csv"), library, manners)
    assert told == f"{url} gave no whole ZIP archive: Bad CRC-32 for file 'rain.csv'. {BY_HAND}"
    assert content(library) == {}


def test_a_member_that_would_fill_the_disk_is_refused(
    server: Served, library: Library, manners: Manners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    url = server.at("/rain.zip", Reply(zipped(("rain.csv", DATA))))
    told = refused(rain(url, inside="rain.csv"), library, manners)
    assert told == f"the archive at {url} has rain.csv with more than 1,000 bytes, which is refused. {BY_HAND}"


def test_the_mirror_comes_before_the_network(server: Served, tmp_path: Path, manners: Manners) -> None:
    mirror = tmp_path / "mirror" / "deep"
    mirror.mkdir(parents=True)
    (mirror / "rain.csv").write_bytes(DATA)
    library = Library(tmp_path / "home", tmp_path / "mirror")
    paths = fetch(
        rain(server.at("/rain.csv", Reply()), sha256=hashlib.sha256(DATA).hexdigest()), library, manners=manners
    )
    assert paths == (library.home / "files" / "rainfall" / "rain.csv",)
    assert content(library) == WHOLE
    assert server.asked == []


def test_a_file_that_a_sibling_has_from_the_same_address_is_copied(
    server: Served, library: Library, manners: Manners
) -> None:
    class Storms(Dataset):
        key, access = "storms", "fetch"

        def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
            return pl.read_csv(files["rain.csv"])

    url = server.at("/rain.csv", Reply())
    Storms.downloads = (Download("rain.csv", url=url), Download("other.csv", url=url))
    fetch(rain(url), library, manners=manners)
    fetch(Storms(), library, manners=manners, siblings=[rain(url)])
    assert content(library) == WHOLE | {"files/storms/rain.csv": DATA, "files/storms/other.csv": DATA}
    assert len(server.asked) == 2


def test_a_wrong_file_in_the_mirror_is_passed_over(server: Served, tmp_path: Path, manners: Manners) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "rain.csv").write_bytes(b"another version")
    library = Library(tmp_path / "home", mirror)
    fetch(rain(server.at("/rain.csv", Reply()), sha256=hashlib.sha256(DATA).hexdigest()), library, manners=manners)
    assert content(library) == WHOLE
    assert (mirror / "rain.csv").read_bytes() == b"another version"


def test_what_only_the_user_can_bring_is_never_asked_for(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply())
    told = refused(toy(Download("rain.csv", url=url, page=PAGE), way="bring"), library, manners)
    assert told == f"rain.csv: the publisher lets no program download it. {BY_HAND}"
    nowhere = refused(toy(Download("rain.csv")), library, manners)
    by_hand = "Download it from its publisher, then: corcyra sources add rainfall FILE"
    assert nowhere == f"rain.csv: the publisher lets no program download it. {by_hand}"
    assert server.asked == []


def test_what_only_the_user_can_bring_is_copied_from_the_mirror(tmp_path: Path, manners: Manners) -> None:
    mirror = tmp_path / "mirror"
    mirror.mkdir()
    (mirror / "rain.csv").write_bytes(DATA)
    library = Library(tmp_path / "home", mirror)
    fetch(toy(Download("rain.csv", page=PAGE), way="bring"), library, manners=manners)
    assert content(library) == WHOLE


def test_an_interrupt_leaves_what_came_for_the_next_time(server: Served, library: Library, manners: Manners) -> None:
    url = server.at("/rain.csv", Reply(headers=ETAG, sent=5000, stall=True), Reply(headers=ETAG))

    def interrupt(name: str, done: int, total: int) -> None:
        if done >= 5000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(rain(url), library, manners=manners, tell=interrupt)
    assert not (library.home / "files").exists()
    assert [path.name for path in (library.home / "parts").iterdir()] == ["rainfall--rain.csv"]
    fetch(rain(url), library, manners=manners)
    assert server.header("Range") == [None, "bytes=5000-"]
    assert content(library) == WHOLE


def test_what_came_from_another_address_is_not_resumed(server: Served, library: Library, manners: Manners) -> None:
    old = server.at("/old.csv", Reply(headers=ETAG, sent=5000))
    refused(rain(old), library, replace(manners, tries=1))
    fetch(rain(server.at("/new.csv", Reply(headers=ETAG))), library, manners=manners)
    assert server.header("Range") == [None, None]
    assert content(library) == WHOLE


def test_a_full_disk_is_seen_before_a_byte_comes(
    server: Served, library: Library, manners: Manners, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer.shutil, "disk_usage", lambda folder: SimpleNamespace(free=50_000))
    url = server.at("/rain.csv", Reply(DATA * 10))
    with pytest.raises(OutputError) as caught:
        fetch(rain(url), library, manners=manners)
    room = f"the disk of {library.home / 'parts'} has 0.1 MB free, and 1.0 MB are wanted"
    assert str(caught.value) == f"{room}. Make room, or choose another folder with CORCYRA_HOME."
    assert content(library) == {}


class Full(io.BytesIO):
    """A disk on which nothing more fits."""

    def write(self, data: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_fills_meanwhile_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        transfer.keep(Full(), b"x", tmp_path / "part", 1)
    told = (
        f"cannot write in {tmp_path}: No space left on device. Make room, or choose another folder with CORCYRA_HOME."
    )
    assert str(caught.value) == told


def test_a_library_that_cannot_be_written_is_named(server: Served, tmp_path: Path, manners: Manners) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        fetch(rain(server.at("/rain.csv", Reply())), Library(tmp_path / "home"), manners=manners)
    reason = "Not a directory. Make room, or choose another folder with CORCYRA_HOME."
    assert str(caught.value) == f"cannot write in {tmp_path / 'home'}: {reason}"


def test_what_was_left_is_taken_by_one_only(tmp_path: Path) -> None:
    left = tmp_path / "a--b"
    left.mkdir()
    (left / "data").write_bytes(b"half")
    first, second = (fetching.claim(tmp_path, "a--b", 0.0) for _ in range(2))
    assert (first.size(), second.size()) == (4, 0)
    fetching.release(second, left)
    fetching.release(first, left)
    assert [path.name for path in tmp_path.iterdir()] == ["a--b"]


@pytest.mark.parametrize(("age", "size"), [(60.0, 0), (3600.0, 4)])
def test_a_part_that_nobody_writes_is_taken_over(tmp_path: Path, age: float, size: int) -> None:
    lost = tmp_path / "a--b~1234"
    lost.mkdir()
    (lost / "data").write_bytes(b"half")
    for path in (lost / "data", lost):
        os.utime(path, (1000.0, 1000.0))
    first = fetching.claim(tmp_path, "a--b", 1000.0 + age)
    assert first.size() == size
    os.utime(first.folder, (1000.0 + age, 1000.0 + age))
    assert fetching.claim(tmp_path, "a--b", 1001.0 + age).size() == 0


def test_a_part_that_another_writes_too_is_thrown_away(server: Served, library: Library, manners: Manners) -> None:
    def meddle(name: str, done: int, total: int) -> None:
        if len(server.asked) == 1:
            for data in (library.home / "parts").glob("*/data"):
                with open(data, "ab") as out:
                    out.write(b"meddled")

    fetch(rain(server.at("/rain.csv", Reply(headers=ETAG))), library, manners=manners, tell=meddle)
    assert len(server.asked) == 2
    assert content(library) == WHOLE


PROCESS = """
import sys
from pathlib import Path
from urllib.request import ProxyHandler
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.fetch import Manners, fetch
from corcyra.sources.library import Library
class Rainfall(Dataset):
    key, access, downloads = "rainfall", "fetch", (Download("rain.csv", url=sys.argv[1]),)
    def parse(self, files):
        raise AssertionError
print("ready", flush=True)
sys.stdin.readline()
manners = Manners(first_wait=0.01, handlers=(ProxyHandler({}),))
print(*fetch(Rainfall(), Library(Path(sys.argv[2])), manners=manners))
"""


def test_two_processes_at_once_get_one_whole_file(server: Served, library: Library) -> None:
    body = DATA * 20
    url = server.at(
        "/rain.csv",
        Reply(body, headers=ETAG, sent=300_000),
        Reply(body, headers=ETAG, sent=700_000),
        Reply(body, headers=ETAG),
    )
    command = [sys.executable, "-c", PROCESS, url, str(library.home)]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    told = [process.communicate(timeout=30) for process in both]
    path = library.home / "files" / "rainfall" / "rain.csv"
    assert told == [(f"{path}\n", "")] * 2
    assert content(library) == {"files/rainfall/rain.csv": body}
    assert list((library.home / "parts").iterdir()) == []


def test_sizes_are_asked_for_without_getting_the_files(server: Served, manners: Manners) -> None:
    server.at("/far.csv", Reply())
    dataset = toy(
        Download("a.csv", url=server.at("/a.csv", Reply())),
        Download("b.csv", url=server.at("/b.csv", Reply(length=False))),
        Download("c.csv", url=server.at("/c.csv", Reply(b"", 403)), size=7),
        Download("d.csv", url=server.at("/d.csv", Reply(b"", 302, {"Location": server.root + "/far.csv"}))),
        Download("e.csv", url="http://no-such-host.invalid/", sha256="0" * 64, size=9),
        Download("f.csv"),
    )
    names = {name: size for (_, name), size in sizes([dataset], manners=manners).items()}
    assert names == {"a.csv": len(DATA), "b.csv": None, "c.csv": 7, "d.csv": len(DATA), "e.csv": 9, "f.csv": None}
    assert {method for method, _, _ in server.asked} == {"HEAD"}


def test_a_silent_server_does_not_hold_up_the_sizes(monkeypatch: pytest.MonkeyPatch, manners: Manners) -> None:
    def hang(*words: object, **more: object) -> object:
        raise http.client.RemoteDisconnected

    monkeypatch.setattr(transfer, "opener", lambda manners: SimpleNamespace(open=hang))
    dataset = toy(Download("a.csv", url="http://example.org/a.csv"))
    assert sizes([dataset], manners=manners) == {("rainfall", "a.csv"): None}


def test_every_wait_is_real_by_default() -> None:
    defaults: Callable[[float], None] = Manners().sleep
    assert (defaults.__name__, Manners().now.__name__) == ("sleep", "time")
