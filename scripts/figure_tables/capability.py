"""National material capabilities, and who counts as a major power."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from figure_tables.reading import read_columns
from figure_tables.table import Download, Request, Table

__all__ = ["TABLE"]

COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop")

NMC = Download(
    "nmc",
    ("NMC-70-abridged.csv", "cow_nmc.csv.gz"),
    "COW National Material Capabilities 7.0 (NMC-70-abridged.csv)",
    "https://correlatesofwar.org/data-sets/national-material-capabilities/",
)
MAJORS = Download(
    "majors",
    ("majors2024.csv",),
    "COW major powers, list of 2024 (majors2024.csv)",
    "https://correlatesofwar.org/data-sets/state-system-membership/",
)


def compile_capability(request: Request, paths: Mapping[str, Path]) -> pl.DataFrame:
    """One row per state and year of the publisher; -9, the publisher's mark for unknown, becomes empty."""
    figures = read_columns(paths["nmc"], [["ccode"], ["year"], ["cinc"], *([name] for name in COMPONENTS)])
    known = [pl.when(pl.col(name) >= 0).then(pl.col(name)).alias(name) for name in ("cinc", *COMPONENTS)]
    kept = figures.with_columns(known).filter(
        pl.col("ccode").is_in(request.states) & pl.col("year").is_between(request.years.first, request.years.last)
    )
    spells = read_columns(paths["majors"], [["ccode"], ["styear"], ["endyear"]]).rows()
    major = [
        int(any(code == state and first <= year <= last for code, first, last in spells))
        for state, year in kept.select("ccode", "year").iter_rows()
    ]
    return kept.rename({"ccode": "state"}).with_columns(pl.Series("major", major))


TABLE = Table(
    name="capability",
    keys=("state", "year"),
    decimals={"cinc": 7, **dict.fromkeys(COMPONENTS, 0), "major": 0},
    downloads=(NMC, MAJORS),
    dataset="Correlates of War: National Material Capabilities; State System Membership (major powers)",
    version="7.0; major powers 2024",
    citations=("singer1972capability", "singer1987reconstructing", "cow2024majors"),
    licence="free to use with citation (terms of the Correlates of War Project)",
    address="https://correlatesofwar.org/data-sets/national-material-capabilities/",
    done="Rows of the named states and years; -9 made empty; cinc rounded to 7 decimals; major is 1 when the state was on "
    "the list of major powers on any day of the year. The project's values for the successor states in 1991 are kept beside "
    "the value for Russia (USSR) in that year.",
    compile=compile_capability,
)
