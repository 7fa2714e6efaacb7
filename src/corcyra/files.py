"""Floor 1. Writing whole files: to a temporary name first, then moved, so that a failed run leaves earlier results whole."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from corcyra.errors import OutputError

__all__ = ["digest", "digest_files", "writable_folder", "write_folder", "write_whole"]


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


def writable_folder(path: str | Path) -> Path:
    """Make the folder if need be and prove that a file can be written in it, before long work starts.

    Raises `OutputError` when it is a file, or cannot be made or written.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise OutputError(f"cannot write in the folder {folder}: {reason}. Choose another with --out.") from problem
    return folder


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
    """Write many files so that all appear or none: first whole under a temporary name inside the folder, then moved.

    ``contents`` gives names relative to the folder, in the order in which they are to appear; it may be a generator whose
    failure, or an interrupt, leaves everything as it was. An interrupt during the moves is raised when they are done.
    Other files of the folder stay. Raises `OutputError` when the folder cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     [path.name for path in write_folder(place, [("a/b.txt", "b"), ("c.txt", b"c")])]
    ['b.txt', 'c.txt']
    """
    place = writable_folder(folder)
    with tempfile.TemporaryDirectory(dir=place, prefix=".corcyra-") as stage:
        staged: list[tuple[Path, Path]] = []
        for name, data in contents:
            target, waiting = place / name, Path(stage) / name
            writable_folder(waiting.parent)
            writable_folder(target.parent)
            staged.append((write_whole(waiting, data), target))
        move_all(staged)
    return tuple(target for _, target in staged)


def move_all(staged: list[tuple[Path, Path]]) -> None:
    """Move every file into place; an interrupt waits until all have moved."""
    interrupted: KeyboardInterrupt | None = None
    for waiting, target in staged:
        try:
            os.replace(waiting, target)
        except KeyboardInterrupt as problem:
            interrupted = problem
            os.replace(waiting, target) if waiting.exists() else None
        except OSError as problem:
            raise OutputError(f"cannot write {target}: {problem.strerror}. Choose another folder.") from problem
    if interrupted is not None:
        raise interrupted
