"""Floor 1. Writing whole files: to a temporary name first, then moved, so that a failed run leaves earlier results whole."""

from __future__ import annotations

import hashlib
import lzma
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from corcyra.errors import OutputError

__all__ = ["UNREADABLE_ZIP", "check_folder", "digest", "digest_files", "write_folder", "write_whole"]

UNREADABLE_ZIP = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError)
"""What `zipfile` raises for an archive that is cut, damaged, locked by a password, or packed in a way that it does not know."""


def write_whole(path: str | Path, data: bytes | str) -> Path:
    """Write a file so that it appears whole or not at all; text is written as UTF-8 with ``\\n`` line ends.

    Raises `OutputError` when the folder is missing, full or read-only; an earlier file of that name then stays as it was.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "note.txt", "Κέρκυρα").read_text(encoding="utf-8")
    'Κέρκυρα'
    """
    target = Path(path)
    raw = data.encode("utf-8") if isinstance(data, str) else data
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(raw)
        os.chmod(temporary, 0o644)
        os.replace(temporary, target)
    except BaseException as problem:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
        if isinstance(problem, OSError):
            reason = problem.strerror or str(problem)
            raise OutputError(f"cannot write {target}: {reason}. Choose another folder or make room.") from problem
        raise
    return target


def check_folder(folder: str | Path) -> None:
    """Prove that a folder can be written, or made and written, before long work starts; nothing stays behind.

    Raises `OutputError` when it is a file, lies below one, or is read-only.

    >>> check_folder("."), check_folder("not/yet/there")
    (None, None)
    """
    with stage(Path(folder)):
        pass


def stage(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """A temporary folder on the folder's own disk: inside it, or inside the nearest above it that is there."""
    standing = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    try:
        return tempfile.TemporaryDirectory(dir=standing, prefix=".corcyra-", suffix=".part")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise OutputError(f"cannot write in the folder {folder}: {reason}. Choose another with --out.") from problem


def digest(data: bytes) -> str:
    """SHA-256 of some bytes, in hexadecimal.

    >>> digest(b"")[:12]
    'e3b0c44298fc'
    """
    return hashlib.sha256(data).hexdigest()


def digest_files(paths: Iterable[Path]) -> str:
    """SHA-256 over several files in order of their names; the empty string when there are none."""
    ordered = sorted(paths, key=lambda path: path.name)
    if not ordered:
        return ""
    return digest(b"".join(path.name.encode() + b"\0" + path.read_bytes() for path in ordered))


def write_folder(folder: str | Path, contents: Iterable[tuple[str, bytes | str]]) -> tuple[Path, ...]:
    """Write many files so that all appear or none: first whole in a temporary folder, then moved.

    ``contents`` gives names relative to the folder, in the order in which they are to appear; it may be a generator whose
    failure, or an interrupt, leaves everything as it was. An interrupt during the moves is raised when they are done.
    Other files of the folder stay. Raises `OutputError` when the folder cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [path.name for path in write_folder(Path(place) / "new", [("a/b.txt", "b"), ("c.txt", b"c")])]
    ['b.txt', 'c.txt']
    """
    place = Path(folder)
    with stage(place) as temporary:
        staged: list[tuple[Path, Path]] = []
        for name, data in contents:
            waiting = Path(temporary) / name
            waiting.parent.mkdir(parents=True, exist_ok=True)
            staged.append((write_whole(waiting, data), place / name))
        move_all(staged)
    return tuple(target for _, target in staged)


def move_all(staged: list[tuple[Path, Path]]) -> None:
    """Move every file into place; an interrupt waits until all have moved."""
    interrupted: KeyboardInterrupt | None = None
    for waiting, target in staged:
        while waiting.exists():
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(waiting, target)
            except KeyboardInterrupt as problem:
                interrupted = problem
            except OSError as problem:
                raise OutputError(f"cannot write {target}: {problem.strerror}. Choose another folder.") from problem
    if interrupted is not None:
        raise interrupted
