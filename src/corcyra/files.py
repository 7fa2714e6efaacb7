"""Floor 1. Writing whole files: to a temporary name first, then moved, so that a failed run leaves earlier results whole."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from corcyra.errors import OutputError

__all__ = ["digest", "digest_files", "writable_folder", "write_whole"]


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
