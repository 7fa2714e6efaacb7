"""Armed conflict inside a state: over territory, over government, and whether outsiders took part."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import polars as pl

from corcyra.world import dyads, states
from figure_tables.reading import read_columns
from figure_tables.table import Download, Request, Table

__all__ = ["TABLE"]

ACD = Download(
    "acd",
    ("UcdpPrioConflict_v25_1.csv", "ucdp_acd.csv.gz"),
    "UCDP/PRIO Armed Conflict Dataset 25.1 (UcdpPrioConflict_v25_1.csv)",
    "https://ucdp.uu.se/downloads/",
)

LAST_YEAR = 2024
"""The last year of version 25.1; a later year has no row."""

TERRITORY, GOVERNMENT = ("territory", "1", "both", "3"), ("government", "2", "both", "3")
INTRASTATE, INTERNATIONALISED = ("intrastate", "3"), ("II", "4")


def compile_armed_conflict(request: Request, paths: Mapping[str, Path]) -> pl.DataFrame:
    """One row per state and year of the state system; no conflict recorded is a true 0, since the dataset covers all states."""
    wanted = [["gwno_a"], ["year"], ["incompatibility"], ["intensity_level"], ["type_of_conflict"]]
    conflicts = read_columns(paths["acd"], wanted).with_columns(
        pl.col("gwno_a").cast(pl.String).str.split(",").list.first().str.strip_chars().cast(pl.Float64).cast(pl.Int64),
        pl.col("incompatibility", "type_of_conflict").cast(pl.String),
    )
    internal = conflicts.filter(
        pl.col("type_of_conflict").is_in([*INTRASTATE, *INTERNATIONALISED])
        & pl.col("year").is_between(request.years.first, request.years.last)
    )
    coded = internal.with_columns(
        pl.Series("state", [cow(*row) for row in internal.select("gwno_a", "year").iter_rows()])
    )
    by_year = coded.group_by("state", "year").agg(
        highest(TERRITORY).alias("conflict_territory"),
        highest(GOVERNMENT).alias("conflict_government"),
        pl.col("type_of_conflict").is_in(INTERNATIONALISED).any().cast(pl.Int64).alias("conflict_internationalised"),
    )
    universe = dyads.state_years(request.years, list(request.states), system="cow", rule="any-day")
    frame = pl.DataFrame({"state": universe[:, 0], "year": universe[:, 1]}).cast(pl.Int64)
    return frame.filter(pl.col("year") <= LAST_YEAR).join(by_year, on=["state", "year"], how="left").fill_null(0)


@cache
def cow(gleditsch_ward: int, year: int) -> int | None:
    """The COW number of a state that the dataset gives by its Gleditsch-Ward number.

    >>> cow(260, 2000), cow(371, 2000)
    (255, 371)
    """
    return states.find(gleditsch_ward, year, by="gw").cow


def highest(kinds: tuple[str, ...]) -> pl.Expr:
    """The highest intensity among conflicts over one kind of incompatibility."""
    return pl.col("intensity_level").filter(pl.col("incompatibility").is_in(kinds)).max().fill_null(0)


TABLE = Table(
    name="armed_conflict",
    keys=("state", "year"),
    decimals={"conflict_territory": 0, "conflict_government": 0, "conflict_internationalised": 0},
    downloads=(ACD,),
    dataset="UCDP/PRIO Armed Conflict Dataset",
    version="25.1",
    citations=("gleditsch2002armed", "davies2025organized"),
    licence="CC-BY-4.0",
    address="https://ucdp.uu.se/downloads/",
    done="Conflicts between the government of the state and organised groups (intrastate and internationalised intrastate): "
    "highest intensity of the year, 1 for 25-999 and 2 for 1000 and more battle deaths, over territory and over government; "
    "a conflict over both counts in both; internationalised is 1 when an outside state's troops took part in any of them. "
    "Every state-year of the system has a row, and 0 means that UCDP records none. For the United States the conflict with "
    "al-Qaida counts as one over government, as UCDP codes it, wherever it was fought.",
    compile=compile_armed_conflict,
)
