"""The user's library: the publishers' files on disk, and every parsed table once more as Parquet, by content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Library", "Shelved"]


@dataclass(frozen=True, eq=False)
class Shelved:
    """A dataset with its files: what a panel adds. It is a `corcyra.sources.source.Source`."""

    dataset: Dataset
    library: Library

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def citations(self) -> tuple[str, ...]: ...
    @property
    def licence(self) -> str: ...
    @property
    def access(self) -> Access: ...
    @property
    def covers(self) -> Years: ...
    @property
    def codes(self) -> str: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def columns(self) -> tuple[Field, ...]: ...
    @property
    def files(self) -> tuple[Path, ...]: ...
    @property
    def digest(self) -> str:
        """SHA-256 of the files, known without reading them again while size and time of change stay."""
        ...

    def read(self) -> pl.DataFrame:
        """The table, from the cache when the files are those it was made from, else parsed and cached."""
        ...


class Library:
    """Where the publishers' files are kept, and where else they may be found.

    ``home`` holds ``files/KEY/NAME`` and ``tables/DIGEST.parquet``; ``mirror`` is a folder (of a class, of a project) that is
    searched, with all its subfolders, for a file's ``name`` and ``others``, and only read.
    """

    def __init__(self, home: Path, mirror: Path | None = None) -> None:
        self.home = home
        self.mirror = mirror

    @classmethod
    def default(cls, environment: Mapping[str, str] | None = None) -> Library:
        """The library of this user: ``CORCYRA_HOME`` or the platform's data folder, mirror ``CORCYRA_MIRROR``."""
        ...

    def find(self, download: Download, key: str) -> Path | None:
        """The file in the library or in the mirror; `None` when it is in neither."""
        ...

    def files(self, dataset: Dataset) -> dict[str, Path]:
        """Every file of a dataset by the name of its `Download`.

        Raises `MissingSource` that names what lacks and the one command (``corcyra sources fetch KEY``, or ``corcyra sources
        add KEY FILE`` with the publisher's page) that gets it.
        """
        ...

    def has(self, dataset: Dataset) -> bool:
        """Are all files there?"""
        ...

    def open(self, dataset: Dataset) -> Shelved:
        """The dataset with its files; raises as `files`."""
        ...
