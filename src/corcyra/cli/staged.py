"""A folder of results that appears, or changes, only when all of it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import corcyra

__all__ = ["staged"]

LAST = "study.lock.json"
"""Moved after all others, so that a lock never stands beside files that it does not describe."""


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A new folder to write in; when the work is done its files move to ``folder``, and when it fails nothing does.

    It is made at once, on the same disk, so that a folder that cannot be written is known before long work starts. Raises
    `CorcyraError` then.
    """
    try:
        work = TemporaryDirectory(dir=standing(folder), prefix=".corcyra-", suffix=".part")
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise corcyra.CorcyraError(f"cannot write in the folder {folder}: {reason}. Choose another with --out.") from problem
    with work as place:
        new = Path(place) / "new"
        yield new
        move(new, folder)


def standing(folder: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def move(new: Path, folder: Path) -> None:
    """Move a finished folder into place; files of an earlier run are replaced, others stay."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        os.replace(new, folder)
        return
    for file in sorted((each for each in new.rglob("*") if each.is_file()), key=lambda each: (each.name == LAST, each)):
        target = folder / file.relative_to(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(file, target)
