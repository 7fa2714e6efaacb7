"""Incidents within the militarised interstate disputes of the Correlates of War project, one row a participant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets._records import records
from corcyra.sources.datasets.mid import mid_download
from corcyra.sources.raw import read_table
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["MidIncidents"]

FILE = replace(mid_download("MIDIP 5.0.csv", 600511), others=("MIDIP_5.01.csv",))


@dataclass(frozen=True)
class MidIncidents(Dataset):
    """Every state in every incident of COW MID 5.0 (Palmer et al. 2022): the official table ``MIDIP 5.0.csv``.

    Incidents are recorded from 1992 to 2014 only; those of earlier disputes were never coded, so that their absence says
    nothing. Columns keep their official names; -9 is missing. The key is the incident and the state. The project also gives
    a corrected ``MIDIP_5.01.csv`` in an archive of its own, Incident_Level_5.01.zip (not opened here); a user may bring it.

    >>> MidIncidents().covers.first
    1992
    """

    key = "mid_incidents"
    title = "Incidents in militarised disputes (COW), by participant"
    version = "5.0"
    citations = ("palmer2022mid",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1992, 2014)
    unit: ClassVar[Unit] = "records"
    record_keys = ("incidnum", "ccode")
    downloads = (FILE,)
    columns = (
        Field("dispnum", "the dispute", "identifier", family="conflicts"),
        Field("stabb", "abbreviation of the state", "text", family="conflicts"),
        Field("stday", "day of the start", "day", 1, 31, "conflicts"),
        Field("stmon", "month of the start", "month", 1, 12, "conflicts"),
        Field("styear", "year of the start", "year", 1992, 2014, "conflicts"),
        Field("endday", "day of the end", "day", 1, 31, "conflicts"),
        Field("endmon", "month of the end", "month", 1, 12, "conflicts"),
        Field("endyear", "year of the end", "year", 1992, 2014, "conflicts"),
        Field("insidea", "on the side that took the first action in the incident", "0/1", 0, 1, "conflicts"),
        Field("sidea", "on side A of the dispute", "0/1", 0, None, "conflicts"),
        Field(
            "fatality", "deaths: 0 none, 1 to 25, 26-100, 101-250, 251-500, 501-999, 6 more", "scale", 0, 6, "conflicts"
        ),
        Field("fatalpre", "deaths where exactly known", "deaths", 0, None, "conflicts"),
        Field("action", "its action, 0 none to 21 war", "code", 0, 21, "conflicts"),
        Field(
            "hostlev", "its hostility: 1 no action, 2 threat, 3 show, 4 use of force, 5 war", "scale", 1, 5, "conflicts"
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state in an incident."""
        path = files[FILE.name]
        return records(read_table(path), path, self.record_keys, self.columns, known="5.0")
