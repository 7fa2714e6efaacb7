"""Inter-state wars of the Correlates of War project, one row a state on a side of a war."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._records import records
from corcyra.sources.raw import read_csv
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["INTER", "WARS_PAGE", "WarsInter", "blocks", "lowered"]

WARS_PAGE = "https://correlatesofwar.org/data-sets/cow-war/"
ENCODING = "cp1252"
"""Names with marks outside ASCII are in the code page of Windows (Extra- and Intra-State); ASCII reads the same."""

INTER = Download(
    "Inter-StateWarData_v4.0.csv",
    url="https://correlatesofwar.org/wp-content/uploads/Inter-StateWarData_v4.0.csv",
    sha256="2535e30b145141c331a07d12d91e498ad8bdd3db32ba8d3bd88c4fda54817731",
    size=31698,
    page=WARS_PAGE,
)


def lowered(path: Path) -> pl.DataFrame:
    """A table of wars with names of columns in lower case; their capitals and blanks differ between the four tables."""
    raw = read_csv(path, encoding=ENCODING)
    return raw.rename({name: name.strip().lower() for name in raw.columns})


def blocks(count: int, month: str = "month", day: str = "day", year: str = "year") -> tuple[Field, ...]:
    """The columns of up to ``count`` periods of fighting, each with start and end."""
    parts = ((month, "month", 1, 12), (day, "day", 1, 31), (year, "year", 1816, 2014))
    return tuple(
        Field(f"{edge}{name}{block}", f"{word} of the {edge} of period {block}", word, low, high, "conflicts")
        for block in range(1, count + 1)
        for edge in ("start", "end")
        for name, word, low, high in parts
    )


@dataclass(frozen=True)
class WarsInter(Dataset):
    """COW inter-state wars, version 4.0 (Sarkees and Wayman 2010), 1816-2007: a thousand battle deaths within twelve months.

    One row a state on a side of a war; a state that changed sides has a row for each. A war, or a state's part in it, may
    stop and begin again: up to two periods. -8 (does not apply) and -9 (not known) are missing. The official CSV has lines
    that end in a bare carriage return. `Wars` has the same wars by dyad and year.

    >>> [field.name for field in WarsInter().columns][3:6]
    ['startmonth1', 'startday1', 'startyear1']
    """

    key = "wars_inter"
    title = "Inter-state wars (COW), by participant"
    version = "4.0"
    citations = ("sarkees2010wars",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2007)
    unit: ClassVar[Unit] = "records"
    record_keys = ("warnum", "ccode", "side")
    downloads = (INTER,)
    columns = (
        Field("warname", "name of the war", "text", family="conflicts"),
        Field("wartype", "type of war: 1 inter-state", "code", 1, 1, "conflicts"),
        Field("statename", "name of the state", "text", family="conflicts"),
        *blocks(2),
        Field("transfrom", "number of the war of another type that it grew out of", "text", family="conflicts"),
        Field("wherefought", "region of the fighting", "code", 1, 19, "conflicts"),
        Field("initiator", "1 the state began the war, 2 it did not", "code", 1, 2, "conflicts"),
        Field("outcome", "1 winner, 2 loser, 3 compromise, 4 became another type, 5 ongoing, 6 stalemate, 7 below war, 8 changed sides", "code", 1, 8, "conflicts"),
        Field("transto", "number of the war of another type that it became", "identifier", family="conflicts"),
        Field("batdeath", "battle deaths of the state", "deaths", 0, None, "conflicts"),
    )  # fmt: skip

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state on a side of a war."""
        path = files[INTER.name]
        return records(lowered(path), path, self.record_keys, self.columns, known="4.0")
