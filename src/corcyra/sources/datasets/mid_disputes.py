"""Militarised interstate disputes of the Correlates of War project, one row a dispute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets._records import records
from corcyra.sources.datasets.mid import MID_A
from corcyra.sources.raw import read_table
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["MidDisputes"]


@dataclass(frozen=True)
class MidDisputes(Dataset):
    """Every dispute of COW MID 5.0 (Palmer et al. 2022), 1816-2014: the official table ``MIDA 5.0.csv``.

    Columns keep their official names; -9 is missing. Days that are not known are missing, months and years always known.
    Disputes that went on when the data end have ``ongo2014`` 1 and the last day of 2014 or nearly so as their end.

    >>> MidDisputes().record_keys, MidDisputes().columns[6].name
    (('dispnum',), 'outcome')
    """

    key = "mid_disputes"
    title = "Militarised interstate disputes (COW), by dispute"
    version = "5.0"
    citations = ("palmer2022mid",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2014)
    unit: ClassVar[Unit] = "records"
    record_keys = ("dispnum",)
    downloads = (MID_A,)
    columns = (
        Field("stday", "day of the start", "day", 1, 31, "conflicts"),
        Field("stmon", "month of the start", "month", 1, 12, "conflicts"),
        Field("styear", "year of the start", "year", 1816, 2014, "conflicts"),
        Field("endday", "day of the end", "day", 1, 31, "conflicts"),
        Field("endmon", "month of the end", "month", 1, 12, "conflicts"),
        Field("endyear", "year of the end", "year", 1816, 2014, "conflicts"),
        Field(
            "outcome",
            "1 victory A, 2 victory B, 3 yield A, 4 yield B, 5 stalemate, 6 compromise, 7 released, 8 unclear, 9 joins war",
            "code",
            1,
            9,
            "conflicts",
        ),
        Field("settle", "settlement: 1 negotiated, 2 imposed, 3 none, 4 unclear", "code", 1, 4, "conflicts"),
        Field(
            "fatality", "deaths: 0 none, 1 to 25, 26-100, 101-250, 251-500, 501-999, 6 more", "scale", 0, 6, "conflicts"
        ),
        Field("fatalpre", "deaths where exactly known", "deaths", 0, None, "conflicts"),
        Field("maxdur", "greatest duration that fits the dates", "days", 1, None, "conflicts"),
        Field("mindur", "least duration that fits the dates", "days", 0, None, "conflicts"),
        Field("hiact", "highest action of any side, 1 threat of force to 21 war", "code", 0, 21, "conflicts"),
        Field(
            "hostlev",
            "highest hostility: 1 no action, 2 threat, 3 show, 4 use of force, 5 war",
            "scale",
            1,
            5,
            "conflicts",
        ),
        Field("recip", "a state on side B answered with a militarised action", "0/1", 0, 1, "conflicts"),
        Field("numa", "states on side A", "states", 1, None, "conflicts"),
        Field("numb", "states on side B", "states", 1, None, "conflicts"),
        Field("ongo2014", "still went on at the end of 2014", "0/1", 0, 1, "conflicts"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a dispute."""
        path = files[MID_A.name]
        return records(read_table(path), path, self.record_keys, self.columns, known="5.0")
