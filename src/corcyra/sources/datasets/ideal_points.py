"""Ideal points of states in the United Nations General Assembly, and how often each agrees with six others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.un_votes import PAGE
from corcyra.sources.raw import number, read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["IdealPoints", "points"]

KNOWN = "IdealpointestimatesAll of April 2020, July 2023 and June 2024"
FIRST = 1945
"""Session n opens in the autumn of 1945 + n: the publisher's own reading of year."""
MEASURES = {
    "": ("IdealPoint", "ideal point: posterior mean; higher is nearer to the United States"),
    "_q5": ("Q5%", "5 % quantile of the posterior of the ideal point"),
    "_q10": ("Q10%", "10 % quantile of the posterior of the ideal point"),
    "_q50": ("Q50%", "median of the posterior of the ideal point"),
    "_q90": ("Q90%", "90 % quantile of the posterior of the ideal point"),
    "_q95": ("Q95%", "95 % quantile of the posterior of the ideal point"),
}
PARTNERS = {
    "us_agree": ("USAgree", "the United States"),
    "russia_agree": ("RUSSAgree", "Russia"),
    "brazil_agree": ("BrazilAgree", "Brazil"),
    "china_agree": ("ChinaAgree", "China"),
    "india_agree": ("IndiaAgree", "India"),
    "israel_agree": ("IsraelAgree", "Israel"),
}


@dataclass(frozen=True)
class IdealPoints(Dataset):
    """Where each state stands in all votes of a session (Bailey, Strezhnev and Voeten 2017); mean 0, deviation 1 a session.

    A row is a state that voted in a session; there is no row, and so no value, for others. ``year`` is session + 1945, the
    year in which the session opens: votes of the following spring belong to it. Session 19 (1964) had almost no roll calls.
    Codes are COW numbers; Ukraine and Belarus have rows from 1946, before the state system lists them, and a panel leaves
    these unused. The ``…_agree`` columns are the share of identical votes in the roll calls on which both voted; they are in
    the release of 2024 only and missing in others, and where the other state did not vote.

    Read in three layouts: April 2020 (latin-1, ``IdealPoint``), July 2023 and June 2024 (UTF-8, ``IdealPointAll``). The
    publisher writes the 0 % quantile with the letter O; it and the 100 % quantile are left out.

    >>> IdealPoints().columns[0].name, len(IdealPoints().columns)
    ('idealpoint', 13)
    """

    key: ClassVar[str] = "ideal_points"
    title: ClassVar[str] = "Ideal points in the United Nations General Assembly, all votes"
    version: ClassVar[str] = "June 2024 (sessions 1-78)"
    citations: ClassVar[tuple[str, ...]] = ("bailey2017estimating", "voeten2024unvotes")
    licence: ClassVar[str] = "CC0-1.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1946, 2023)
    unit: ClassVar[Unit] = "state-year"
    columns: ClassVar[tuple[Field, ...]] = (
        *(
            Field(f"idealpoint{end}", what, "standard deviations", family="un_votes")
            for end, (_, what) in MEASURES.items()
        ),
        Field("idealpoint_nvotes", "roll calls on which the state voted", "votes", 0, family="un_votes"),
        *(
            Field(name, f"share of votes identical with {who}", "share", 0.0, 1.0, "un_votes")
            for name, (_, who) in PARTNERS.items()
        ),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "IdealpointestimatesAll_Jun2024.csv",
            url="https://raw.githubusercontent.com/tongyu03/DSE3101-Predictive-Modelling-of-Global-Trade-Flows/"
            "98ab7b673cf2c6415f6e86ba2e63eee0b51f07ae/data/IdealpointestimatesAll_Jun2024.csv",
            sha256="adaeca9a9d617afaf463f892a868fbfe17b33bbd6bdb613688d67f1b8dd6887d",
            size=1_921_465,
            others=("IdealpointestimatesAll_Jul2023.csv", "IdealpointestimatesAll_Apr2020.csv"),
            page=PAGE,
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The estimates, sorted by state and year; raises `DataError` for another layout or a state-session twice."""
        path = files[self.downloads[0].name]
        raw = opened(path)
        table = points(raw, path, "All", KNOWN)
        unknown = pl.Series([None] * raw.height, dtype=pl.Float64)
        agreed = [
            (raw.select(number(column)).to_series() if column in raw.columns else unknown).alias(name)
            for name, (column, _) in PARTNERS.items()
        ]
        return table.hstack(agreed).sort("state", "year")


def opened(path: Path) -> pl.DataFrame:
    """The file in UTF-8 or, in the releases of 2020, latin-1."""
    try:
        return read_csv(path)
    except DataError:
        return read_csv(path, encoding="latin-1")


def points(raw: pl.DataFrame, path: Path, suffix: str, known: str, name: str = "idealpoint") -> pl.DataFrame:
    """Keys and estimates of one file; its columns end in ``suffix``, or in nothing in the oldest release of all votes."""
    end = suffix if f"IdealPoint{suffix}" in raw.columns or "IdealPoint" not in raw.columns else ""
    wants(raw, ("ccode", "session", f"NVotes{end}", *(each + end for each, _ in MEASURES.values())), path, known=known)
    twice = raw.with_row_index("line", 2).filter(raw.select("ccode", "session").is_duplicated())
    if twice.height:
        told = f"has the state {twice['ccode'][0]} in session {twice['session'][0]} more than once. Get the file again."
        raise DataError(told, file=path, line=twice["line"][0])
    return raw.select(
        pl.col("ccode").cast(pl.Int64).alias("state"),
        (pl.col("session").cast(pl.Int64) + FIRST).alias("year"),
        *(number(column + end).alias(name + part) for part, (column, _) in MEASURES.items()),
        number(f"NVotes{end}", kind=pl.Int64).alias(f"{name}_nvotes"),
    )
