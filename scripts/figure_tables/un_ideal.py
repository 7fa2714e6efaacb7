"""Ideal points from roll calls of the UN General Assembly."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from figure_tables.reading import read_columns
from figure_tables.table import Download, Request, Table

__all__ = ["FIRST_SESSION_YEAR", "TABLE", "WIDTH_90"]

FIRST_SESSION_YEAR = 1945
"""Session 1 opened in January 1946 and belongs to 1946; session s opens in September of 1945 + s."""

WIDTH_90 = 2 * 1.6448536269514722
"""Standard deviations between the 5 % and the 95 % quantile of a normal distribution."""

IDEAL = Download(
    "ideal",
    ("IdealpointestimatesAll_Jun2024.csv",),
    "UN General Assembly ideal points, all votes, release of June 2024 (IdealpointestimatesAll_Jun2024.csv)",
    "https://doi.org/10.7910/DVN/LEJUQZ",
)


def compile_un_ideal(request: Request, paths: Mapping[str, Path]) -> pl.DataFrame:
    """One row per state and session year; the standard deviation is the normal one that fits the 5 and 95 % quantiles."""
    wanted = [["ccode"], ["session"], ["IdealPointAll"], ["Q5%All"], ["Q95%All"], ["NVotesAll"]]
    points = read_columns(paths["ideal"], wanted).select(
        pl.col("ccode").alias("state"),
        (pl.col("session") + FIRST_SESSION_YEAR).alias("year"),
        pl.col("IdealPointAll").alias("ideal_point"),
        pl.col("Q5%All").alias("ideal_point_low"),
        pl.col("Q95%All").alias("ideal_point_high"),
        ((pl.col("Q95%All") - pl.col("Q5%All")) / WIDTH_90).alias("ideal_point_sd"),
        pl.col("NVotesAll").alias("ideal_point_votes"),
    )
    return points.filter(
        pl.col("state").is_in(request.states) & pl.col("year").is_between(request.years.first, request.years.last)
    )


TABLE = Table(
    name="un_ideal",
    keys=("state", "year"),
    decimals={
        "ideal_point": 4,
        "ideal_point_low": 4,
        "ideal_point_high": 4,
        "ideal_point_sd": 4,
        "ideal_point_votes": 0,
    },
    downloads=(IDEAL,),
    dataset="United Nations General Assembly ideal points, all votes",
    version="June 2024 (sessions 1-78)",
    citations=("bailey2017estimating", "voeten2024unvotes"),
    licence="CC0-1.0",
    address="https://doi.org/10.7910/DVN/LEJUQZ",
    done="year = session + 1945, the year in which the session opens; low and high are the publisher's 5 and 95 % posterior "
    "quantiles; ideal_point_sd is (high - low) / 3.29, the normal standard deviation with that 90 % interval (ours: the "
    "release gives no standard deviation).",
    compile=compile_un_ideal,
)
