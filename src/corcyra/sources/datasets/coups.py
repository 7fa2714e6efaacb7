"""Coups: attempts and successes by state and year (Powell and Thyne)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.dyads import state_years
from corcyra.world.time import Years

__all__ = ["Coups"]

KNOWN = "the country-year table to 2025, and the list of events with ccode_gw"
EVENT = {1: "failed", 2: "succeeded"}
"""Powell and Thyne's codes of an event."""


@dataclass(frozen=True)
class Coups(Dataset):
    """Attempts to seize power from within the state, by state and year, 1950-2025, and how many held for seven days.

    The universe is every independent state of Gleditsch and Ward, so 0 is no attempt; a state-year outside it has no
    row. Codes are Gleditsch-Ward numbers (Germany 260, Yemen 678, Serbia 345 to 2006 and 340 since; Vietnam 816).

    Layouts: the country-year table that the V-Dem Institute makes from the list (``gwcode, year, pt_attempt,
    pt_attempt_num, pt_coup_num`` …); and the publisher's own list of events, tab-separated (``ccode_gw, year, month,
    day, coup`` with 1 failed and 2 succeeded), which is read by its documentation. From the list every state-year up
    to the year of its last event gets a row, with 0 where nothing happened.

    >>> [field.name for field in Coups().columns]
    ['coup_attempts', 'coup_successes', 'coup_any']
    """

    key: ClassVar[str] = "coups"
    title: ClassVar[str] = "Coups (Powell and Thyne)"
    version: ClassVar[str] = "1950-2025"
    citations: ClassVar[tuple[str, ...]] = ("powell2011coups",)
    licence: ClassVar[str] = "free with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1950, 2025)
    unit: ClassVar[Unit] = "state-year"
    codes: ClassVar[str] = "gw"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "ptcoups.csv",
            url="https://raw.githubusercontent.com/vdeminstitute/demspaces/1012a66d590d2315c292f2ec745f168abbf84d05/create-data/input/ptcoups.csv",
            sha256="d25ac8dc10729d947e6aeb16b13ca3a7d42f8c0da2a35a21e516513d0de91a13",
            size=583095,
            others=("demspaces_ptcoups.csv", "powell_thyne_coups_final.txt"),
            page="https://www.uky.edu/~clthyn2/coup_data/home.htm",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("coup_attempts", "attempts, successful or not", "attempts", 0, None, "regime_threats"),
        Field("coup_successes", "attempts that succeeded", "attempts", 0, None, "regime_threats"),
        Field("coup_any", "at least one attempt", "0 or 1", 0, 1, "regime_threats"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        path = files["ptcoups.csv"]
        tabs = path.suffix.lower() == ".txt"
        raw = read_table(path, separator="\t" if tabs else ",")
        table = self.counted(raw, path) if "coup" in raw.columns else yearly_table(raw, path)
        counts = table.with_columns(coup_any=(pl.col("coup_attempts") > 0).cast(pl.Int64))
        return once(of_system(counts, ("state",), "gw+micro"), ("state", "year"), path)

    def counted(self, raw: pl.DataFrame, path: Path) -> pl.DataFrame:
        """Events as counts, for every state-year up to the last event."""
        wants(raw, ("ccode_gw", "year", "coup"), path, known=KNOWN)
        events = coded(raw, path, {"ccode_gw": "state", "year": "year", "coup": "coup"})
        odd = events["coup"].is_in(list(EVENT)).not_().arg_true()
        if odd.len():
            told = f"{events['coup'][odd[0]]} in the column coup is neither 1 (failed) nor 2 (succeeded)"
            raise DataError(f"{told}. Get the publisher's file again.", file=path, line=odd[0] + 2)
        last = int(events["year"].to_numpy().max())
        universe = pl.DataFrame(
            state_years(range(self.covers.first, last + 1), system="gw"), schema=["state", "year"], orient="row"
        )
        counts = events.group_by("state", "year").agg(
            coup_attempts=pl.len().cast(pl.Int64), coup_successes=(pl.col("coup") == 2).sum().cast(pl.Int64)
        )
        full = universe.join(counts, on=["state", "year"], how="full", coalesce=True)
        return full.with_columns(pl.col("coup_attempts", "coup_successes").fill_null(0))


def yearly_table(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The country-year table under our names."""
    wants(raw, ("gwcode", "year", "pt_attempt_num", "pt_coup_num"), path, known=KNOWN)
    return coded(raw, path, {"gwcode": "state", "year": "year"}).select(
        "state",
        "year",
        number("pt_attempt_num", kind=pl.Int64).alias("coup_attempts"),
        number("pt_coup_num", kind=pl.Int64).alias("coup_successes"),
    )
