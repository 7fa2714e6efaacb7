"""A dataset: a source whose files the user's library holds, downloaded from the publisher or brought by the user.

Class attributes first, one act last: `Dataset.parse` turns the publisher's own files into one table keyed as its ``unit``
says. Choices (which day of the year decides, which of several disputes is kept) are fields of a frozen dataclass, so that
they are part of what the cache and the lock remember. A toy dataset, complete:

>>> from dataclasses import dataclass
>>> from corcyra.sources.raw import read_csv, wants
>>> @dataclass(frozen=True)
... class Rainfall(Dataset):
...     "Rain in the capital, a toy."
...     key = "rainfall"
...     title = "Rainfall, a toy"
...     version = "1.0"
...     citations = ("corcyra",)
...     licence = "CC0-1.0"
...     access = "fetch"
...     covers = Years(1992, 1993)
...     unit = "state-year"
...     downloads = (Download("rain-1.0.csv", url="https://example.org/rain-1.0.csv"),)
...     columns = (Field("rain", "rain in the capital", "mm a year", low=0.0),)
...
...     def parse(self, files):
...         raw = read_csv(files["rain-1.0.csv"])
...         wants(raw, ("ccode", "year", "mm"), files["rain-1.0.csv"], known="1.0")
...         return raw.select(state="ccode", year="year", rain=pl.col("mm").cast(pl.Float64))
>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     file = Path(folder) / "rain-1.0.csv"
...     _ = file.write_text("ccode,year,mm\\n371,1992,277\\n", encoding="utf-8")
...     Rainfall().parse({"rain-1.0.csv": file}).rows()
[(371, 1992, 277.0)]
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Dataset", "Download"]


@dataclass(frozen=True)
class Download:
    """One file of a dataset.

    ``name`` is what the publisher calls it and what the library keeps it as; ``url`` the publisher's address, empty when only
    the user can bring the file. ``sha256`` is given where the address is pinned to one version. ``others`` are names under
    which the same table is known too, in other formats or in mirrors; the first that is found is read. ``inside`` names a
    member of the archive when the file at ``url`` is a ZIP. ``page`` is where a person gets the file by hand, ``token`` the
    environment variable that holds a key when the publisher asks for one, ``size`` the bytes as last seen (0: unknown).
    """

    name: str
    url: str = ""
    sha256: str = ""
    size: int = 0
    others: tuple[str, ...] = ()
    inside: str = ""
    page: str = ""
    token: str = ""


class Dataset(ABC):
    """What every dataset is; see the module's docstring for a toy.

    ``unit`` is that of the table: ``state-year``, ``dyad-year``, ``directed-dyad-year``, ``state``, ``dyad``, or ``records``
    for tables that are no panel (disputes, roll calls, spells), whose key columns are ``record_keys``. ``codes`` is the state
    system of the key columns, ``cow`` or ``gw``. ``reader`` is raised when `parse` changes what it gives, so that cached
    tables are made anew. ``fills`` names the columns that are 0 where the table has no row although every state of the unit was
    in the system in a year that ``covers`` has (no dispute, no treaty); other columns are missing there. The contract of the table is that of `corcyra.sources.source.check_source`.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    version: ClassVar[str]
    citations: ClassVar[tuple[str, ...]]
    licence: ClassVar[str]
    access: ClassVar[Access]
    covers: ClassVar[Years]
    unit: ClassVar[Unit]
    columns: ClassVar[tuple[Field, ...]]
    downloads: ClassVar[tuple[Download, ...]]
    codes: ClassVar[str] = "cow"
    record_keys: ClassVar[tuple[str, ...]] = ()
    reader: ClassVar[int] = 1
    fills: ClassVar[Mapping[str, float]] = {}

    @abstractmethod
    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The table from the files, which are given by the ``name`` of their `Download`.

        Raises `DataError` with file and line for what is not the publisher's layout.
        """
