"""Where a file of a dataset lies: in the library's own folder, or in a mirror folder that is looked through once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from corcyra.sources.dataset import Download

__all__ = ["ENDINGS", "Mirror", "ending", "names", "own_file"]

ENDINGS = (".csv", ".txt", ".tsv", ".tab", ".parquet", ".xlsx", ".xls", ".dta", ".rda", ".rdata", ".rds", ".zip")
"""Endings of the formats that `corcyra.sources.raw` reads; each may be followed by ``.gz``."""


class Mirror:
    """A folder with all its subfolders, by the names of its files. It is only read, and looked through at the first question.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a").mkdir()
    ...     _ = (Path(folder) / "a" / "x.csv").write_text("y", encoding="utf-8")
    ...     mirror = Mirror(Path(folder))
    ...     mirror.find("x.csv").name, mirror.find("a/x.csv").name, mirror.find("b/x.csv")
    ('x.csv', 'x.csv', None)
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    @cached_property
    def files(self) -> dict[str, list[Path]]:
        """Every file by its name, those nearest to the top first; hidden folders are left out."""
        found: dict[str, list[Path]] = {}
        for top, folders, files in os.walk(self.folder) if self.folder is not None else ():
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for name in files:
                found.setdefault(name, []).append(Path(top, name))
        return {name: sorted(paths, key=lambda path: (len(path.parts), path)) for name, paths in found.items()}

    def find(self, name: str) -> Path | None:
        """The file of that name; a name with folders must be the end of the path. `None` when there is none."""
        wanted = Path(name).parts
        fits = (path for path in self.files.get(wanted[-1], ()) if path.parts[-len(wanted) :] == wanted)
        return next((path for path in fits if path.is_file()), None)


def names(download: Download) -> tuple[str, ...]:
    """The names under which a file is known, the publisher's first."""
    return (download.name, *download.others)


def ending(name: str) -> str:
    """The ending of a name that a reader goes by, ``.gz`` included; empty for one that no reader knows.

    >>> ending("Trade.v4.CSV.gz"), ending("notes.pdf")
    ('.csv.gz', '')
    """
    low = name.lower()
    packed = ".gz" if low.endswith(".gz") else ""
    return next((each + packed for each in ENDINGS if low.removesuffix(".gz").endswith(each)), "")


def own_file(folder: Path, download: Download) -> Path | None:
    """A download's file in the library's folder of its dataset: under one of its names, or its name with an ending added."""
    return next((path for path in candidates(folder, download) if path.is_file()), None)


def candidates(folder: Path, download: Download) -> Iterator[Path]:
    """Where a download's file may lie in the library's folder, in the order in which they count."""
    yield from (folder / Path(name).name for name in names(download))
    own = Path(download.name).name
    yield from (folder / (own + each + packed) for each in ENDINGS for packed in ("", ".gz"))
