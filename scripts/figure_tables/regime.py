"""Regime scores: V-Dem's electoral and liberal democracy indices with their bounds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from figure_tables.reading import read_columns
from figure_tables.table import Download, Request, Table

__all__ = ["TABLE"]

INDICES = (
    "v2x_polyarchy",
    "v2x_polyarchy_codelow",
    "v2x_polyarchy_codehigh",
    "v2x_libdem",
    "v2x_libdem_codelow",
    "v2x_libdem_codehigh",
)

VDEM = Download(
    "vdem",
    ("V-Dem-CY-Core-v15.csv", "V-Dem-CY-Full+Others-v15.csv", "vdem_simple.csv.gz"),
    "V-Dem country-year, version 15 (V-Dem-CY-Core-v15.csv)",
    "https://www.v-dem.net/data/the-v-dem-dataset/",
)


def compile_regime(request: Request, paths: Mapping[str, Path]) -> pl.DataFrame:
    """One row per state and year that V-Dem scores, keyed by the COW code that V-Dem itself assigns."""
    scores = read_columns(paths["vdem"], [["COWcode", "vdem_cowcode"], ["year"], *([name] for name in INDICES)])
    coded = scores.with_columns(pl.col("COWcode").cast(pl.Int64).alias("state"))
    return coded.filter(
        pl.col("state").is_in(request.states) & pl.col("year").is_between(request.years.first, request.years.last)
    )


TABLE = Table(
    name="regime",
    keys=("state", "year"),
    decimals=dict.fromkeys(INDICES, 3),
    downloads=(VDEM,),
    dataset="Varieties of Democracy (V-Dem) country-year dataset",
    version="15 (March 2025)",
    citations=("coppedge2025vdem", "pemstein2025measurement"),
    licence="CC-BY-SA-4.0",
    address="https://www.v-dem.net/data/the-v-dem-dataset/",
    done="Rows of the named states and years, columns chosen, codes are V-Dem's own COW codes. The table is an extract of "
    "V-Dem and stays under CC BY-SA 4.0: share it and what is adapted from it under the same licence, naming V-Dem.",
    compile=compile_regime,
)
