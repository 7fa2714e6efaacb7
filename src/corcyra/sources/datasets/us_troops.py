"""United States troops in other states, by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import read_table, wants
from corcyra.sources.source import Field
from corcyra.world.dyads import state_years
from corcyra.world.time import Years

__all__ = ["UsTroops"]

KNOWN = "troopdata.csv of 2026 (countryname, ccode, year, troops)"
USA = 2

SLIPS = {
    ("Ethiopia", 529): 530,
    ("Montenegro", 1010): 341,
    ("Taiwan", 1012): 713,
    ("Cabo Verde", 1015): 402,
    ("South Sudan", 1020): 626,
}
"""Names that stand beside a code that is none of COW's, though COW has the state: its code."""


@dataclass(frozen=True)
class UsTroops(Dataset):
    """Active-duty United States troops stationed in a state, 1950-2023 (package troopdata, after the Department of Defense).

    Universe: the states that the reports list in a year, toward the United States (``other`` 2); 0 means listed without troops. The
    table is complete for the COW system to 2021; in 2022 and 2023 states that the report does not list (about 35, mostly
    small) have no row and are missing. Pairs whose other state is not the United States have no row. Rows of the
    United States themselves, of territories (codes above 1000, such as Guam or Hong Kong), afloat, unknown, and of states
    before or after their time in the COW system (the Soviet republics before 1991 stand there with 0) are left out. Five
    states have a code in some years that is none of COW's (Ethiopia, Montenegro, Taiwan, Cape Verde, South Sudan), mostly
    beside a row of 0 under their own: they are put right by name, and the greater number is the one reported.

    Layouts: ``troopdata.csv`` (read here). The other table of the package, ``troopdata-rebuild-country-year.csv``, is refused: its
    numbers differ in a sixth of the rows, its first years are thin, and it has states twice. Source: Allen, Flynn and Machain (2022).

    >>> UsTroops().columns[0].unit
    'persons'
    """

    key = "us_troops"
    title = "United States troops abroad"
    version = "2026-06"
    citations = ("allen2022troopdata",)
    licence = "GPL-3 (package troopdata)"
    access = "fetch"
    covers = Years(1950, 2023)
    unit = "directed-dyad-year"
    downloads = (
        Download(
            "troopdata.csv",
            url="https://raw.githubusercontent.com/meflynn/troopdata/3946bcf89a6d72de8abace812dc557f1f249f5f7/data-raw/troopdata.csv",
            sha256="e4bf988cdc6a9ed361f0238059cbcacff08e6c87bee447a4b841a17d9e27a45b",
            size=948_386,
            page="https://github.com/meflynn/troopdata",
        ),
    )
    columns = (Field("us_troops", "active-duty troops of the other in the state", "persons", 0, None, "presence"),)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state and year. Raises `DataError` for another layout or a state and year twice."""
        path = files["troopdata.csv"]
        raw = read_table(path).with_row_index("row", offset=2)
        wants(raw, ("countryname", "ccode", "year", "troops"), path, known=KNOWN)
        members = state_years(self.covers)
        system = pl.DataFrame(
            {"state": np.ascontiguousarray(members[:, 0]), "year": np.ascontiguousarray(members[:, 1])}
        )
        whole = raw.with_columns(pl.col("ccode", "year", "troops").cast(pl.Int64), state=righted())
        there = whole.filter(pl.col("state") != USA).join(system, on=["state", "year"], how="semi")
        twice = there.filter(pl.struct("ccode", "year").is_duplicated()).sort("row")
        if twice.height:
            told = f"state {twice['ccode'][0]} in {twice['year'][0]} is there more than once. Get the publisher's file again."
            raise DataError(told, file=path, line=twice["row"][0])
        counted = there.group_by("state", pl.lit(USA, pl.Int64).alias("other"), "year").agg(
            us_troops=pl.col("troops").max()
        )
        return counted.sort("state", "other", "year")


def righted() -> pl.Expr:
    """The code of a row, those in `SLIPS` put right."""
    code = pl.col("ccode").cast(pl.Int64)
    for (name, wrong), right in SLIPS.items():
        code = pl.when((pl.col("countryname") == name) & (pl.col("ccode") == wrong)).then(right).otherwise(code)
    return code
