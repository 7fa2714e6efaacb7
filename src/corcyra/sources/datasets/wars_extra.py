"""Extra-state wars of the Correlates of War project, one row a participant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._records import records
from corcyra.sources.datasets.wars_inter import WARS_PAGE, blocks, lowered
from corcyra.sources.raw import wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["WarsExtra"]

FILE = Download(
    "Extra-StateWarData_v4.0.csv",
    url="https://correlatesofwar.org/wp-content/uploads/Extra-StateWarData_v4.0.csv",
    sha256="529c325fdf0355ea4e09ce1c0d13d3cb474eaffcfebe13576b7a56207b264104",
    size=23068,
    page=WARS_PAGE,
)


@dataclass(frozen=True)
class WarsExtra(Dataset):
    """COW extra-state wars, version 4.0 (Sarkees and Wayman 2010), 1816-2007: a state against a body outside the system.

    One row a participant on side A (``ccode1``) or side B (``ccode2``); where the other side of a row is no state, or another
    row's, its code is missing. ``participant`` numbers the rows of a war in the order of the file. -7 (goes on), -8 (does not
    apply) and -9 (not known) are missing: an end that is missing may mean that the war went on in 2007.

    >>> WarsExtra().record_keys
    ('warnum', 'participant')
    """

    key = "wars_extra"
    title = "Extra-state wars (COW), by participant"
    version = "4.0"
    citations = ("sarkees2010wars",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2007)
    unit: ClassVar[Unit] = "records"
    record_keys = ("warnum", "participant")
    downloads = (FILE,)
    columns = (
        Field("warname", "name of the war", "text", family="conflicts"),
        Field("wartype", "2 colonial, 3 imperial", "code", 2, 3, "conflicts"),
        Field("ccode1", "COW code of the state on side A", "identifier", family="conflicts"),
        Field("sidea", "name on side A", "text", family="conflicts"),
        Field("ccode2", "COW code of the state on side B", "identifier", family="conflicts"),
        Field("sideb", "name on side B", "text", family="conflicts"),
        *blocks(2),
        Field("initiator", "the participant began the war", "0/1", 0, 1, "conflicts"),
        Field("interven", "the state intervened in the war of others", "0/1", 0, 1, "conflicts"),
        Field("transfrom", "number of the war of another type that it grew out of", "identifier", family="conflicts"),
        Field("outcome", "1 side A won, 2 side B, 3 compromise, 4 became another type, 5 ongoing, 6 stalemate, 7 below war", "code", 1, 7, "conflicts"),
        Field("transto", "number of the war of another type that it became", "identifier", family="conflicts"),
        Field("wherefought", "region of the fighting", "code", 1, 19, "conflicts"),
        Field("batdeath", "battle deaths of the state", "deaths", 0, None, "conflicts"),
        Field("nonstatedeaths", "battle deaths of the side that is no state", "deaths", 0, None, "conflicts"),
    )  # fmt: skip

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a participant."""
        path = files[FILE.name]
        raw = lowered(path)
        wants(raw, ("warnum",), path, known="4.0")
        numbered = raw.with_columns(participant=pl.int_range(1, pl.len() + 1).over("warnum"))
        return records(numbered, path, self.record_keys, self.columns, known="4.0")
