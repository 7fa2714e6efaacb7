"""Historical index of ethnic fractionalisation, for COW states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._fractions import HIEF, hief, hief_field
from corcyra.sources.datasets._renumber import KEEPS
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["Hief"]


@dataclass(frozen=True)
class Hief(Dataset):
    """How likely two people drawn at random belong to different ethnic groups, by state and year, 1945-2013.

    The universe is HIEF's: 162 states above 250,000 people, most of them from 1945; rows before membership stay.
    Microstates and the years before a state's first estimate have no row and are missing.

    Codes are COW numbers. As packaged, Germany is 255 and Yemen 678 throughout; here West Germany is 260 to 1989 and
    united Yemen 679 from 1990, so that a year has the number that the state held at its end.

    Where the table gives a year twice it does so with the same number, but for 1991, when the Soviet Union (0.691) and
    Russia (0.286) stand side by side: ``keep="new"`` takes the second, ``"old"`` the first.

    Layout: ``hief`` of the R package peacesciencer (``ccode, gwcode, year, efindex``).

    >>> Hief().columns[0].name, Hief(keep="old").keep
    ('hief_efindex', 'old')
    """

    keep: str = "new"

    key: ClassVar[str] = "hief"
    title: ClassVar[str] = "Historical ethnic fractionalisation, COW states"
    version: ClassVar[str] = "2020"
    citations: ClassVar[tuple[str, ...]] = ("drazanova2020hief", "miller2022peacesciencer")
    licence: ClassVar[str] = "free with citation; the package GPL-2"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1945, 2013)
    unit: ClassVar[Unit] = "state-year"
    codes: ClassVar[str] = "cow"
    downloads: ClassVar[tuple[Download, ...]] = (HIEF,)
    columns: ClassVar[tuple[Field, ...]] = (hief_field(""),)

    def __post_init__(self) -> None:
        check_word("keep", self.keep, KEEPS)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        return hief(files[HIEF.name], "cow", self.keep, self.columns[0].name)
