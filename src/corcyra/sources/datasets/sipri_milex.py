"""Military spending by state and year, in SIPRI's database that the user brings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.coded import coded, failed
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.sipri_arms import SPELLED, after_preamble
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["SipriMilex"]


@dataclass(frozen=True)
class SipriMilex(Dataset):
    """Military spending in million US dollars at constant prices (SIPRI Military Expenditure Database).

    The price year is that of the user's file: the sheet "Constant (…) US$" saved as CSV. ``. .`` (not available), ``xxx``
    (no such state then) and empty cells are missing; there is no 0 that stands for unknown. Names are converted for
    each year; regions and headings have no state, and `dropped` names them.

    Read: a CSV with a column ``Country`` and one column a year, lines of text above the header allowed.

    >>> SipriMilex().columns[0].name
    'sipri_milex'
    """

    key: ClassVar[str] = "sipri_milex"
    title: ClassVar[str] = "SIPRI Military Expenditure Database"
    version: ClassVar[str] = "as saved by the user"
    citations: ClassVar[tuple[str, ...]] = ("sipri2024milex",)
    licence: ClassVar[str] = "SIPRI's own terms: free for research, no redistribution without permission"
    access: ClassVar[Access] = "bring"
    covers: ClassVar[Years] = Years(1949, 2024)
    unit: ClassVar[Unit] = "state-year"
    columns: ClassVar[tuple[Field, ...]] = (
        Field(
            "sipri_milex",
            "military spending",
            "million US dollars, constant prices of the file",
            0.0,
            family="capability",
        ),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download("sipri-milex.csv", others=("sipri-milex-data.csv",), page="https://www.sipri.org/databases/milex"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year with a figure, sorted.

        Raises `DataError` for another layout, or for two figures of one state in one year.
        """
        path = files[self.downloads[0].name]
        table = spending(path).filter(pl.col("state").is_not_null())
        table = table.filter(pl.col("year").is_between(self.covers.first, self.covers.last)).sort("state", "year")
        twice = table.filter(table.select("state", "year").is_duplicated())
        if twice.height:
            names = " and ".join(twice.filter(pl.col("year") == twice["year"][0])["Country"].to_list()[:2])
            raise DataError(
                f"has two figures of the state {twice['state'][0]} in {twice['year'][0]}: {names}.", file=path
            )
        return table.select("state", "year", "sipri_milex")

    def dropped(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The names that are no states, and their years with a figure."""
        return failed(spending(files[self.downloads[0].name]), "Country", "state")


def spending(path: Path) -> pl.DataFrame:
    """One row per name and year with a figure, and the number of the state."""
    raw = after_preamble(path, ("Country",))
    years = [name for name in raw.columns if re.fullmatch(r"\d{4}(\.0)?", name)]
    if "Country" not in raw.columns or not years:
        told = (
            "lacks the column Country or columns of years. Save the sheet of constant US$ as CSV, years in the header."
        )
        raise DataError(told, file=path, line=1)
    cells = [pl.col(name).cast(pl.String).str.strip_chars().cast(pl.Float64, strict=False) for name in years]
    long = raw.select(pl.col("Country").cast(pl.String).str.strip_chars(), *cells).unpivot(
        index="Country", variable_name="year", value_name="sipri_milex"
    )
    known = long.filter(pl.col("sipri_milex").is_not_null()).with_columns(pl.col("year").str.slice(0, 4).cast(pl.Int64))
    return coded(known, "Country", "state", year="year", known=SPELLED)
