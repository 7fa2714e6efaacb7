"""The Political Terror Scale: how much violence a state does to its own people, by three readers' reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.datasets._renumber import KEEPS, newest
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["LHRV", "UNNUMBERED", "Pts"]

LHRV = (
    "https://raw.githubusercontent.com/CJFariss/Human-Rights-Latent-Variable/2f1892e748998fea0c5f1d39995e4e3d07085308/"
)
"""The repository of the latent scores at one commit, so that hashes hold; it keeps the tables that the scores are made from."""
UNNUMBERED = {"Serbia": 345, "Soviet Union": 365}
"""States whose rows the publisher leaves without a COW number."""
REPORTS = {"A": "Amnesty International", "H": "Human Rights Watch", "S": "the US State Department"}


@dataclass(frozen=True)
class Pts(Dataset):
    """Political terror from 1 (rule of law) to 5 (terror against all), 1976-2021, read from three yearly reports.

    The table is filled up to one row per country and year. ``pts_a_status`` and its sisters say why a score is
    missing, as published: 0 it is not, 77 stands for years in which there was no such state, 88 for years without a
    report, 66 for territories, 99 for a report that was not coded (our reading of the rows; the publisher's codebook
    decides). Rows without any score are kept only for years in which the publisher does not say 77. In four cells
    score and status disagree; both are as published.

    Codes are COW numbers; Serbia (from 2006) and the Soviet Union, which have none, are 345 and 365. Western Sahara,
    Palestine, Crimea, the European Union, Israel in its parts (Israel as a whole stays) and other rows without a
    number are left out. Yugoslavia has two rows in 1991 and 1992, and 2006 one with Serbia's: ``keep`` takes the
    ``new`` or the ``old`` state.

    Layout: ``PTS-2022.csv`` and later releases with the same 14 columns (``Country, Year, COW_Code_N, PTS_A, PTS_H,
    PTS_S, NA_Status_A`` …), as CSV in UTF-8 or latin-1 or as Excel; the newest known is ``PTS-2025``, to 2024.

    >>> [field.name for field in Pts().columns]
    ['pts_a', 'pts_h', 'pts_s', 'pts_a_status', 'pts_h_status', 'pts_s_status']
    """

    keep: str = "new"

    key: ClassVar[str] = "pts"
    title: ClassVar[str] = "Political Terror Scale"
    version: ClassVar[str] = "2022"
    citations: ClassVar[tuple[str, ...]] = ("gibney2022pts", "wood2010pts")
    licence: ClassVar[str] = "free for academic use with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1976, 2024)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "PTS-2022.csv",
            url=LHRV + "LHRS-V5/data_raw/PTS-2022.csv",
            sha256="113d2a2639a723ff65b9cc21cbf6a2751e50c123be8fda4fba35fb1fc539246c",
            size=612469,
            others=("PTS-2025.csv", "PTS-2025.xlsx", "PTS-2024.csv", "PTS-2023.csv", "PTS-2023.xlsx", "PTS-2022.xlsx"),
            page="https://www.politicalterrorscale.org/Data/Download.html",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = tuple(
        Field(f"pts_{report.lower()}", f"political terror by the reports of {by}", "level", 1, 5, "stigma")
        for report, by in REPORTS.items()
    ) + tuple(
        Field(
            f"pts_{report.lower()}_status", f"why the score by {by} is missing; 0: it is not", "code", 0, 99, "stigma"
        )
        for report, by in REPORTS.items()
    )

    def __post_init__(self) -> None:
        check_word("keep", self.keep, KEEPS)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        path = files["PTS-2022.csv"]
        raw = read_table(path, encoding="latin-1")  # only ASCII names are read, so that UTF-8 gives the same
        given = [f"PTS_{report}" for report in REPORTS] + [f"NA_Status_{report}" for report in REPORTS]
        wants(raw, ("Country", "Year", "COW_Code_N", *given), path, known="2022 to 2025")
        names = [field.name for field in self.columns]
        named = pl.col("Country").replace_strict(UNNUMBERED, default=None, return_dtype=pl.Int64)
        frame = coded(raw, path, {"Year": "year"}).select(
            pl.coalesce(number("COW_Code_N", kind=pl.Int64), named).alias("state"),
            "year",
            "Country",
            *(number(old, kind=pl.Int64).alias(new) for old, new in zip(given, names, strict=True)),
        )
        gone = pl.all_horizontal(pl.col(name).is_null() for name in names[:3]) & (pl.col(names[5]) == 77)
        members = of_system(frame.filter(gone.not_()), ("state",))
        return once(
            newest(members, "Country", self.keep, names[:3]).select("state", "year", *names), ("state", "year"), path
        )
