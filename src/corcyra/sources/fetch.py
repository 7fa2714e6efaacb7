"""The publishers' files, brought into the user's library: from the mirror, else over the network. Nothing else goes out.

A file appears in the library whole and checked, or not at all. What a failed or interrupted download has brought stays
aside, in the folder ``parts``, and the next one goes on from there. When an address fails, the message says how a person
gets the file in a browser and hands it over.

Several processes may fetch the same file at once: each takes what was left aside by renaming it to a name of its own, which
only one can do, works there, and moves the whole file into place.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from corcyra.errors import CorcyraError, FetchError, OutputError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.library import Library
from corcyra.sources.transfer import Address, Manners, Part, length_of, room_for, transfer

__all__ = ["Manners", "Tell", "fetch", "sizes"]

Tell = Callable[[str, int, int], None]
"""Told of every piece that comes: the name of the file, the bytes so far, and all of them (0: the server does not say)."""

LARGEST = 2_000_000_000
"""The most bytes a member of a ZIP archive may have (ours: the largest file in use has half of that)."""
ABANDONED = 15 * 60.0
"""Seconds without a new byte after which a part belongs to nobody (ours: far longer than any wait of `Manners`)."""
ASKED_AT_ONCE = 8
"""How many servers are asked for sizes at the same time (ours)."""


def silent(name: str, done: int, total: int) -> None:
    """Tell nobody."""


def fetch(
    dataset: Dataset,
    library: Library,
    *,
    siblings: Iterable[Dataset] = (),
    tell: Tell = silent,
    environment: Mapping[str, str] | None = None,
    manners: Manners | None = None,
) -> tuple[Path, ...]:
    """Bring every file of a dataset into the library and give the paths, in the order of ``dataset.downloads``.

    1. A file that is there, with the pinned hash if there is one, is left alone. 2. One that the mirror has is copied.
    3. Else it is downloaded, resumed where an earlier download stopped, and tried again as ``manners`` says. 4. What came
    is checked: its length, its hash, that it is no web page. 5. It is moved into place.

    ``environment`` holds the keys that some publishers ask for (default: that of the process).

    Raises `FetchError` with the way to get the file by hand, and for what the publisher does not let programs download;
    `OutputError` when the library cannot be written or has too little room.

    >>> import tempfile
    >>> from corcyra.sources.dataset import Download
    >>> class Rainfall(Dataset):
    ...     key, access = "rainfall", "fetch"
    ...     downloads = (Download("rain.csv", url="https://example.org/rain.csv"),)
    ...
    ...     def parse(self, files):
    ...         ...
    >>> with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as mirror:
    ...     _ = Path(mirror, "rain.csv").write_text("ccode,year,mm", encoding="utf-8")
    ...     for path in fetch(Rainfall(), Library(Path(home), Path(mirror))):
    ...         print(path.relative_to(home).as_posix())
    files/rainfall/rain.csv
    """
    keys = os.environ if environment is None else environment
    others = tuple(siblings)
    return tuple(one(dataset, each, library, others, tell, keys, manners or Manners()) for each in dataset.downloads)


def one(
    dataset: Dataset,
    download: Download,
    library: Library,
    siblings: tuple[Dataset, ...],
    tell: Tell,
    keys: Mapping[str, str],
    manners: Manners,
) -> Path:
    """One file: where it is in the library when it is there."""
    folder = library.folder(dataset.key)
    try:
        found = local(dataset, download, library, siblings)
        if found is not None:
            return found if found.parent == folder else copied(found, folder)
        if dataset.access != "fetch" or not download.url:
            raise FetchError(
                f"{download.name}: the publisher lets no program download it. {by_hand(dataset, download)}"
            )
        return downloaded(
            dataset, download, library, lambda done, total: tell(download.name, done, total), keys, manners
        )
    except CorcyraError:
        raise
    except OSError as problem:
        reason = problem.strerror or str(problem)
        told = f"cannot write in {library.home}: {reason}. Make room, or choose another folder with CORCYRA_HOME."
        raise OutputError(told) from problem


def local(dataset: Dataset, download: Download, library: Library, siblings: tuple[Dataset, ...]) -> Path | None:
    """The file where this machine has it and it is right: in the library, in the mirror, or with a sibling."""
    found = library.find(download, dataset.key)
    if found is not None and not differs(found, download):
        return found
    same = (download.url, download.inside, download.name)
    for sibling in siblings if download.url else ():
        for each in sibling.downloads:
            path = library.folder(sibling.key) / Path(each.name).name
            if (each.url, each.inside, each.name) == same and path.is_file() and not differs(path, download):
                return path
    return None


def differs(path: Path, download: Download) -> str:
    """The SHA-256 of a file when it is not the pinned one, else nothing; only the file of that very name is pinned."""
    if not download.sha256 or path.name != Path(download.name).name:
        return ""
    with open(path, "rb") as stream:
        got = hashlib.file_digest(stream, "sha256").hexdigest()
    return "" if got == download.sha256.lower() else got


def copied(found: Path, folder: Path) -> Path:
    """A file of the mirror, now in the library."""
    folder.mkdir(parents=True, exist_ok=True)
    room_for(found.stat().st_size, folder)
    waiting = folder / f".{found.name}.{uuid.uuid4().hex}.part"
    try:
        shutil.copyfile(found, waiting)
        os.replace(waiting, folder / found.name)
    finally:
        waiting.unlink(missing_ok=True)
    return folder / found.name


def by_hand(dataset: Dataset, download: Download) -> str:
    """What a person can do when the program cannot."""
    page = download.page or download.url
    where = f"from {page} in a browser" if page else "from its publisher"
    return f"Download it {where}, then: corcyra sources add {dataset.key} FILE"


def downloaded(
    dataset: Dataset,
    download: Download,
    library: Library,
    tell: Callable[[int, int], None],
    keys: Mapping[str, str],
    manners: Manners,
) -> Path:
    """A file from the network, now in the library."""
    address = Address(download.url, download.token, keys.get(download.token, "").strip() if download.token else "")
    stem = f"{dataset.key}--{Path(download.name).name}"
    part = claim(library.home / "parts", stem, manners.now())
    try:
        transfer(address, part, manners, tell, page=names_page(download.name))
        for each in (each for each in packed_together(dataset, download) if not local(dataset, each, library, ())):
            shelve(part, each, library.folder(dataset.key))
        part.clear()
        return library.folder(dataset.key) / Path(download.name).name
    except FetchError as problem:
        raise FetchError(f"{problem} {by_hand(dataset, download)}") from None
    finally:
        release(part, library.home / "parts" / stem)


def packed_together(dataset: Dataset, download: Download) -> list[Download]:
    """The downloads of a dataset that come in one archive, so that it is got once; else the download alone."""
    if not download.inside:
        return [download]
    return [each for each in dataset.downloads if each.inside and each.url == download.url]


def claim(parts: Path, stem: str, now: float) -> Part:
    """A folder for one download that no other process has, with what an earlier one left when there is something."""
    parts.mkdir(parents=True, exist_ok=True)
    mine = parts / f"{stem}~{uuid.uuid4().hex}"
    for left in (parts / stem, *abandoned(parts, stem, now)):
        try:
            os.utime(left, (now, now))  # so that it is not abandoned under its new name
            os.rename(left, mine)
            return Part(mine)
        except OSError:
            continue  # not there, or another process was quicker
    mine.mkdir()
    return Part(mine)


def abandoned(parts: Path, stem: str, now: float) -> list[Path]:
    """Parts whose process ended without giving them back."""
    found = []
    for folder in sorted(parts.iterdir()):
        if folder.name.startswith(f"{stem}~"):
            try:
                last = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
            except OSError:
                continue  # moved while we looked
            if now - last > ABANDONED:
                found.append(folder)
    return found


def release(part: Part, left: Path) -> None:
    """Leave what has come for the next download; delete the folder when it is empty or another left as much."""
    if part.size():
        try:
            os.rename(part.folder, left)
            return
        except OSError:
            pass  # another process has left its part there
    shutil.rmtree(part.folder, ignore_errors=True)


def names_page(name: str) -> bool:
    """Is the file meant to be a web page?"""
    return name.lower().endswith((".html", ".htm"))


def shelve(part: Part, download: Download, folder: Path) -> None:
    """Check what came and move it into place; what is wrong is deleted."""
    try:
        refuse_page(part.data, download)
        ready = member(part, download.inside, download.url) if download.inside else part.data
        refuse_other(ready, download)
    except FetchError:
        part.clear()
        raise
    folder.mkdir(parents=True, exist_ok=True)
    os.replace(ready, folder / Path(download.name).name)


def refuse_page(path: Path, download: Download) -> None:
    """Raise `FetchError` when the bytes are nothing, or a web page."""
    if not path.exists() or not path.stat().st_size:
        raise FetchError(f"{download.url} gave an empty file.")
    with open(path, "rb") as stream:
        begins = stream.read(512).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if begins.startswith((b"<!doctype html", b"<html")) and not names_page(download.name):
        raise FetchError(f"{download.url} gave a web page instead of the file.")


def refuse_other(path: Path, download: Download) -> None:
    """Raise `FetchError` when the file is not the pinned one."""
    with open(path, "rb") as stream:
        got = hashlib.file_digest(stream, "sha256").hexdigest()
    if download.sha256 and got != download.sha256.lower():
        told = f"{download.url} gave another file than the one this version of Corcyra knows"
        raise FetchError(f"{told}: SHA-256 wanted {download.sha256.lower()}, got {got}. It was not kept.")


def member(part: Part, inside: str, url: str) -> Path:
    """A member of the ZIP archive that came, wherever it lies in it and in whatever case it is written, as a file beside it."""
    target = part.folder / "member"
    try:
        with zipfile.ZipFile(part.data) as archive:
            wanted = inside.rpartition("/")[2].lower()
            entries = [each for each in archive.infolist() if each.filename.rpartition("/")[2].lower() == wanted]
            if not entries:
                raise FetchError(f"the archive at {url} lacks {inside}. It has: {', '.join(archive.namelist()[:8])}.")
            if entries[0].file_size > LARGEST:
                raise FetchError(
                    f"the archive at {url} has {inside} with more than {LARGEST:,} bytes, which is refused."
                )
            room_for(entries[0].file_size, part.folder)
            with archive.open(entries[0]) as source, open(target, "wb") as out:
                shutil.copyfileobj(source, out)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as problem:
        raise FetchError(f"{url} gave no whole ZIP archive: {problem}.") from None
    return target


def sizes(datasets: Iterable[Dataset], *, manners: Manners | None = None) -> dict[tuple[str, str], int | None]:
    """How many bytes each download has, by the key of its dataset and its name; `None` when nobody says.

    The servers are asked, without getting the files, each once; a size that is written down stands in for an answer, and
    for the question where the file is pinned. No error is raised: a download that fails says so itself.

    >>> class Rainfall(Dataset):
    ...     key, downloads = "rainfall", (Download("rain.csv", url="https://example.org/rain.csv", sha256="0" * 64, size=13),)
    ...
    ...     def parse(self, files):
    ...         ...
    >>> sizes([Rainfall()])
    {('rainfall', 'rain.csv'): 13}
    """
    short = manners or Manners(timeout=10.0)
    asked = [(each.key, download) for each in datasets for download in each.downloads]

    def size(download: Download) -> int | None:
        known = download.size or None
        if (known and download.sha256) or not download.url:
            return known
        return length_of(Address(download.url), short) or known

    with ThreadPoolExecutor(ASKED_AT_ONCE) as pool:
        found = list(pool.map(size, [download for _, download in asked]))
    return {(key, download.name): each for (key, download), each in zip(asked, found, strict=True)}
