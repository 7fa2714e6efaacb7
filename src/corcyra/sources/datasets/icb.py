"""International crises of the International Crisis Behavior project, one row a crisis."""

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

__all__ = ["Icb"]

FILE = Download(
    "icb1v13.csv",
    url="https://raw.githubusercontent.com/joshuaalley/us-alliances-milex/dcf00271d8d6ed319c59983bf5cdea81a02a985a/data/icb1v13.csv",
    sha256="75c021a6616088e8221051d9e4505e35339024485e8a4342e51c92d97d73d9d8",
    size=104961,
    others=("icb1v14.csv", "icb1v15.csv", "icb1v16.csv"),
    page="https://sites.duke.edu/icbdata/data-collections/",
)
BOOK = "code of the publisher's codebook"
LARGEST_DAY = 31


@dataclass(frozen=True)
class Icb(Dataset):
    """ICB crises at the level of the system, version 13 (Brecher and Wilkenfeld 1997), 1918-2016.

    A crisis begins when a state's leaders see a threat to basic values, little time and a high chance of war. One row a
    crisis, 33 of the 94 columns under their official names. The table does not say which states were the crisis actors
    (their number is ``noactr``), so that nothing here joins a panel; the project's table of actors does. Days of 66, 77, 88 and 99
    are parts of a month, not days, and are missing, as is -99. One crisis (474) has a name and nothing else in version 13.

    >>> Icb().record_keys, Icb().columns[1].name
    (('crisno',), 'break')
    """

    key = "icb"
    title = "International crises (ICB), by crisis"
    version = "13"
    citations = ("brecher1997study",)
    licence = "free with citation"
    access: ClassVar[Access] = "fetch"
    covers = Years(1918, 2016)
    unit: ClassVar[Unit] = "records"
    record_keys = ("crisno",)
    downloads = (FILE,)
    columns = (
        Field("crisname", "name of the crisis", "text", family="conflicts"),
        Field("break", "trigger: 1 verbal to 9 violent act", "code", 1, 9, "conflicts"),
        Field("trigent", f"the entity that triggered the crisis: {BOOK}", "identifier", family="conflicts"),
        Field("yrtrig", "year of the trigger", "year", 1918, 2016, "conflicts"),
        Field("motrig", "month of the trigger", "month", 1, 12, "conflicts"),
        Field("datrig", "day of the trigger", "day", 1, 31, "conflicts"),
        Field("yrterm", "year of the end", "year", 1918, 2017, "conflicts"),
        Field("moterm", "month of the end", "month", 1, 12, "conflicts"),
        Field("daterm", "day of the end", "day", 1, 31, "conflicts"),
        Field("brexit", "duration from trigger to end", "days", 1, None, "conflicts"),
        Field("gravcr", f"gravity of the gravest threat: {BOOK}", "code", 0, 7, "conflicts"),
        Field("crismg", f"main technique of crisis management: {BOOK}", "code", 1, 8, "conflicts"),
        Field(
            "cenviosy",
            "centrality of violence: 1 none, 2 minor, 3 important, 4 pre-eminent",
            "scale",
            1,
            4,
            "conflicts",
        ),
        Field(
            "sevviosy",
            "violence as a technique: 1 none, 2 minor clashes, 3 serious clashes, 4 full war",
            "scale",
            1,
            4,
            "conflicts",
        ),
        Field(
            "viol",
            "violence in the crisis: 1 none, 2 minor clashes, 3 serious clashes, 4 full war",
            "scale",
            1,
            4,
            "conflicts",
        ),
        Field("noactr", "crisis actors", "states", 1, None, "conflicts"),
        Field("gpinv", f"involvement of great powers: {BOOK}", "code", 1, 7, "conflicts"),
        Field("usinv", f"involvement of the United States: {BOOK}", "code", 1, 4, "conflicts"),
        Field("suinv", f"involvement of the Soviet Union or Russia: {BOOK}", "code", 1, 4, "conflicts"),
        Field("globorg", f"involvement of the global organisation: {BOOK}", "code", 0, 10, "conflicts"),
        Field("regorg", f"involvement of a regional organisation: {BOOK}", "code", 0, 15, "conflicts"),
        Field("subout", "outcome: 1 ambiguous, 2 definite", "code", 1, 2, "conflicts"),
        Field("forout", f"form of the outcome: {BOOK}", "code", 1, 7, "conflicts"),
        Field("exsat", f"satisfaction of the parties with the outcome: {BOOK}", "code", 1, 7, "conflicts"),
        Field(
            "outesr",
            "tension afterwards: 1 crisis between the parties within five years, 2 none, 3 too recent",
            "code",
            1,
            3,
            "conflicts",
        ),
        Field("geostr", f"geostrategic salience: {BOOK}", "code", 1, 5, "conflicts"),
        Field(
            "hetero",
            f"differences between the parties in arms, economy, rule and culture: {BOOK}",
            "code",
            1,
            5,
            "conflicts",
        ),
        Field("issues", f"kinds of issue: {BOOK}", "code", 1, 5, "conflicts"),
        Field("geog", f"place of the crisis: {BOOK}", "code", 9, 43, "conflicts"),
        Field("protrac", "1 outside a protracted conflict, 2 within, 3 within a long war", "code", 1, 3, "conflicts"),
        Field("pcid", f"the protracted conflict: {BOOK}", "identifier", family="conflicts"),
        Field("ethnic", f"relation to ethnic conflict: {BOOK}", "code", 1, 3, "conflicts"),
        Field("mediate", f"mediation: {BOOK}", "code", 1, 4, "conflicts"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a crisis."""
        path = files[FILE.name]
        table = records(read_csv(path), path, self.record_keys, self.columns, known="13", missing=(-99,))
        return table.with_columns(
            pl.when(pl.col(name) <= LARGEST_DAY).then(pl.col(name)) for name in ("datrig", "daterm")
        )
