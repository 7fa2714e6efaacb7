"""Non-state wars of the Correlates of War project, one row a war."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._records import records
from corcyra.sources.datasets.wars_inter import WARS_PAGE, lowered
from corcyra.sources.raw import wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["WarsNon"]

FILE = Download(
    "Non-StateWarData_v4.0.csv",
    url="https://correlatesofwar.org/wp-content/uploads/Non-StateWarData_v4.0.csv",
    sha256="99d3d9df70a54fd2372fe05e2085216fc85ce1d3a72a7cb9e5c86f3bae4c9b9a",
    size=7267,
    page=WARS_PAGE,
)
SIDES = ("sidea1", "sidea2", "sideb1", "sideb2", "sideb3", "sideb4", "sideb5")
DATES = tuple(
    Field(f"{edge}{part}", f"{part} of the {edge}", part, low, high, "conflicts")
    for edge in ("start", "end")
    for part, low, high in (("year", 1816, 2007), ("month", 1, 12), ("day", 1, 31))
)


@dataclass(frozen=True)
class WarsNon(Dataset):
    """COW non-state wars, version 4.0 (Sarkees and Wayman 2010), 1816-2007: wars between bodies that are no system members.

    One row a war, with up to two bodies on side A and five on side B. -8 (does not apply) and -9 (not known) are missing.
    One total is written with a comma for thousands; it is read as a number.

    >>> WarsNon().columns[3].name
    'sidea1'
    """

    key = "wars_non"
    title = "Non-state wars (COW)"
    version = "4.0"
    citations = ("sarkees2010wars",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2007)
    unit: ClassVar[Unit] = "records"
    record_keys = ("warnum",)
    downloads = (FILE,)
    columns = (
        Field("warname", "name of the war", "text", family="conflicts"),
        Field("wartype", "8 in a territory that is no state, 9 across borders", "code", 8, 9, "conflicts"),
        Field("wherefought", "region of the fighting", "code", 1, 19, "conflicts"),
        *(Field(name, f"body {name[-1]} on side {name[4].upper()}", "text", family="conflicts") for name in SIDES),
        *DATES,
        Field("initiator", "the side that began the war", "text", family="conflicts"),
        Field("transfrom", "number of the war of another type that it grew out of", "identifier", family="conflicts"),
        Field("transto", "number of the war of another type that it became", "identifier", family="conflicts"),
        Field("outcome", "1 side A won, 2 side B, 3 compromise, 4 became another type, 5 ongoing, 6 stalemate, 7 below war", "code", 1, 7, "conflicts"),
        Field("sideadeaths", "battle deaths of side A", "deaths", 0, None, "conflicts"),
        Field("sidebdeaths", "battle deaths of side B", "deaths", 0, None, "conflicts"),
        Field("totalcombatdeaths", "battle deaths of all", "deaths", 0, None, "conflicts"),
    )  # fmt: skip

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a war."""
        path = files[FILE.name]
        raw = lowered(path)
        wants(raw, ("totalcombatdeaths",), path, known="4.0")
        plain = raw.with_columns(pl.col("totalcombatdeaths").cast(pl.String).str.replace_all(",", "", literal=True))
        return records(plain, path, self.record_keys, self.columns, known="4.0")
