"""Militarised interstate disputes of the Correlates of War project, one row a state's spell in a dispute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets._records import records
from corcyra.sources.datasets.mid import MID_B
from corcyra.sources.raw import read_table
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["MidParticipants"]

AIMS = "0 none, 1 territory, 2 policy, 3 regime, 4 other"


@dataclass(frozen=True)
class MidParticipants(Dataset):
    """Every state's spell in every dispute of COW MID 5.0 (Palmer et al. 2022): the official table ``MIDB 5.0.csv``.

    Columns keep their official names; -9 is missing. A state that left and came back has a row for each spell, so the key is
    dispute, state and the month in which the spell starts.

    >>> MidParticipants().record_keys
    ('dispnum', 'ccode', 'styear', 'stmon')
    """

    key = "mid_participants"
    title = "Militarised interstate disputes (COW), by participant"
    version = "5.0"
    citations = ("palmer2022mid",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2014)
    unit: ClassVar[Unit] = "records"
    record_keys = ("dispnum", "ccode", "styear", "stmon")
    downloads = (MID_B,)
    columns = (
        Field("stabb", "abbreviation of the state", "text", family="conflicts"),
        Field("stday", "day of the start", "day", 1, 31, "conflicts"),
        Field("endday", "day of the end", "day", 1, 31, "conflicts"),
        Field("endmon", "month of the end", "month", 1, 12, "conflicts"),
        Field("endyear", "year of the end", "year", 1816, 2014, "conflicts"),
        Field("sidea", "on side A, which took the first militarised action", "0/1", 0, 1, "conflicts"),
        Field("revstate", "sought to change the status quo before the dispute", "0/1", 0, 1, "conflicts"),
        Field("revtype1", f"what it sought to change: {AIMS}", "code", 0, 4, "conflicts"),
        Field("revtype2", f"what else it sought to change: {AIMS}", "code", 0, 4, "conflicts"),
        Field(
            "fatality", "deaths: 0 none, 1 to 25, 26-100, 101-250, 251-500, 501-999, 6 more", "scale", 0, 6, "conflicts"
        ),
        Field("fatalpre", "deaths where exactly known", "deaths", 0, None, "conflicts"),
        Field("hiact", "its highest action, 0 none to 21 war", "code", 0, 21, "conflicts"),
        Field(
            "hostlev", "its hostility: 1 no action, 2 threat, 3 show, 4 use of force, 5 war", "scale", 1, 5, "conflicts"
        ),
        Field("orig", "there on the first day of the dispute", "0/1", 0, 1, "conflicts"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state's spell in a dispute."""
        path = files[MID_B.name]
        return records(read_table(path), path, self.record_keys, self.columns, known="5.0")
