"""Ill-treatment and torture: the level of torture that Amnesty International alleges, by state and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.datasets.pts import LHRV
from corcyra.sources.raw import read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["LEVELS", "Itt"]

LEVELS = ("No Allegations", "Infrequent", "Several", "Routinely", "Widespread", "Systematic")
"""Levels of torture in rising order; the place in the list, from 0, is the number given."""
OTHERS = ("Allegation, No LoT", "Improved", "Continued", "Increased/Worsening", "-777", "-999")
"""Allegations without a level of their own, and codes for no information: missing."""


@dataclass(frozen=True)
class Itt(Dataset):
    """Alleged torture, 0 (no allegations) to 5 (systematic), and whether the state shut Amnesty out, 1995-2005.

    The numbers 0 to 5 are ours, in the order of the publisher's six levels. An allegation without a level (or one
    said only to be better, worse or unchanged) is missing. The universe is the publisher's: states of more than a
    million people. Codes are COW numbers.

    Quirk: lines end as on old Macintoshes.

    Layout: ``ITT_CY.csv`` (``cowccode, iso3numeric, iso3alpha, year, LoT, RstrctAccess``).

    >>> [field.name for field in Itt().columns]
    ['itt_level', 'itt_restricted']
    """

    key: ClassVar[str] = "itt"
    title: ClassVar[str] = "Ill-Treatment and Torture, country-years"
    version: ClassVar[str] = "country-year"
    citations: ClassVar[tuple[str, ...]] = ("conrad2013torture",)
    licence: ClassVar[str] = "free with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1995, 2005)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "ITT_CY.csv",
            url=LHRV + "LHRS-V5/data_raw/ITT_CY.csv",
            sha256="cb5178dc3993aa001ee70ffd921785afa09bd4dd0c2307f781b86195fbf50dc4",
            size=54213,
            page="https://doi.org/10.1111/j.1528-3585.2012.00471.x",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("itt_level", "alleged level of torture", "level", 0, 5, "stigma"),
        Field("itt_restricted", "Amnesty's access was restricted", "0 or 1", 0, 1, "stigma"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        path = files["ITT_CY.csv"]
        raw = read_csv(path)
        wants(raw, ("cowccode", "year", "LoT", "RstrctAccess"), path, known="the country-year file")
        odd = (raw["LoT"].is_in([*LEVELS, *OTHERS]).not_() & raw["LoT"].is_not_null()).arg_true()
        if odd.len():
            told = f"{raw['LoT'][odd[0]]!r} in the column LoT is no level of torture. Known: {', '.join((*LEVELS, *OTHERS))}"
            raise DataError(f"{told}. Get the publisher's file again.", file=path, line=odd[0] + 2)
        level = {name: place for place, name in enumerate(LEVELS)}
        table = coded(raw, path, {"cowccode": "state", "year": "year"}).select(
            "state",
            "year",
            pl.col("LoT").replace_strict(level, default=None, return_dtype=pl.Int64).alias("itt_level"),
            (pl.col("RstrctAccess") == "Yes").cast(pl.Int64).alias("itt_restricted"),
        )
        return once(of_system(table, ("state",)), ("state", "year"), path)
