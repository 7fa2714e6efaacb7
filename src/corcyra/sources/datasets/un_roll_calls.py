"""What each roll call of the United Nations General Assembly was about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.un_votes import PAGE, UNVOTES, dated
from corcyra.sources.raw import numbers, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["UnRollCalls"]

KNOWN = "un_roll_calls and un_roll_call_issues of unvotes 0.3, descriptions1-70"
ISSUES = {
    "me": "the Palestinian conflict",
    "nu": "nuclear weapons and nuclear material",
    "di": "arms control and disarmament",
    "hr": "human rights",
    "co": "colonialism",
    "ec": "economic development",
}
FLAGS = ("importantvote", "amend", "para")
TEXTS = ("unres", "short", "descr")
BOTH = "descriptions1-70latestversion.xls"


@dataclass(frozen=True)
class UnRollCalls(Dataset):
    """One row per roll call: session, day, resolution, texts, and the six issues of the publisher (Bailey et al. 2017).

    Records, no panel; ``rcid`` is the ``roll_call`` of `corcyra.sources.datasets.un_votes.UnVotes` in its files with ``rcid``.
    Issues come from words in the descriptions and may overlap: 0 is a roll call without these words. ``importantvote`` is
    the list of the United States Department of State; it is missing for the latest sessions of the R package (605 roll
    calls), and earlier than the list itself (1983) its 0 says nothing.

    Two layouts: the pair of tables of the R package unvotes (Robinson 2021), and the publisher's workbook of
    descriptions, which has the issues in itself and then serves for both files.

    >>> [name for name in ISSUES]
    ['me', 'nu', 'di', 'hr', 'co', 'ec']
    """

    key: ClassVar[str] = "un_roll_calls"
    title: ClassVar[str] = "United Nations General Assembly roll calls"
    version: ClassVar[str] = "unvotes 0.3 (sessions 1-74)"
    citations: ClassVar[tuple[str, ...]] = ("voeten2024unvotes", "bailey2017estimating", "robinson2021unvotes")
    licence: ClassVar[str] = "CC0-1.0; the R package MIT"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1946, 2020)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("rcid",)
    columns: ClassVar[tuple[Field, ...]] = (
        Field("un_session", "session of the General Assembly", "session", 1),
        Field("un_date", "day of the vote", "date"),
        Field(
            "importantvote",
            "1 when the United States Department of State lists the vote as important",
            "0/1",
            0,
            1,
            "un_votes",
        ),
        Field("amend", "1 when the vote was on an amendment", "0/1", 0, 1),
        Field("para", "1 when the vote was on a paragraph", "0/1", 0, 1),
        Field("unres", "number of the resolution; unreliable before 1985", "text"),
        Field("short", "short description", "text"),
        Field("descr", "description", "text"),
        *(
            Field(f"un_{key}", f"1 when the vote was about {what}", "0/1", 0, 1, "un_votes")
            for key, what in ISSUES.items()
        ),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "un_roll_calls.rda",
            url=UNVOTES + "data/un_roll_calls.rda",
            sha256="ff2070ae600cfd32176c6d149637306b9b677d6b910f48bec59a15357d673b4b",
            size=212_577,
            others=("un_roll_calls.csv.gz", BOTH),
            page=PAGE,
        ),
        Download(
            "un_roll_call_issues.rda",
            url=UNVOTES + "data/un_roll_call_issues.rda",
            sha256="eec1b509ebce692c242b842837d5d861b52b65b2868a7c66f573d4a87d2eb0be",
            size=8_512,
            others=("un_roll_call_issues.csv.gz", BOTH),
            page=PAGE,
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The roll calls, sorted; raises `DataError` for another layout or a roll call twice."""
        path = files[self.downloads[0].name]
        raw = read_table(path)
        wants(raw, ("rcid", "session", "importantvote", "date", *TEXTS), path, known=KNOWN)
        if "me" not in raw.columns:
            raw = raw.join(issues(files[self.downloads[1].name]), on="rcid", how="left")
            raw = raw.with_columns(pl.col(key).fill_null(0) for key in ISSUES)
        check_once(raw, path)
        table = raw.select(
            pl.col("rcid").cast(pl.Int64),
            pl.col("session").cast(pl.Int64).alias("un_session"),
            dated(raw).alias("un_date"),
            *(whole(name) if name in raw.columns else pl.lit(None, pl.Int64).alias(name) for name in FLAGS),
            *(pl.col(name).cast(pl.String) for name in TEXTS),
            *(whole(key).alias(f"un_{key}") for key in ISSUES),
        )
        return table.sort("rcid")


def whole(name: str) -> pl.Expr:
    """A flag as 0 or 1; what is neither (a stray quotation mark in one cell of the workbook's ``ec``) keeps its digit."""
    digit = pl.col(name).cast(pl.String).str.replace(r"^([01])\D*$", "$1")
    return digit.map_batches(numbers, return_dtype=pl.Float64).cast(pl.Int64).alias(name)


def issues(path: Path) -> pl.DataFrame:
    """One row per roll call with an issue, six columns of 0 and 1."""
    raw = read_table(path)
    wants(raw, ("rcid", "short_name"), path, known=KNOWN)
    wide = [(pl.col("short_name").cast(pl.String) == key).any().cast(pl.Int64).alias(key) for key in ISSUES]
    return raw.group_by("rcid").agg(wide)


def check_once(raw: pl.DataFrame, path: Path) -> None:
    """Raise `DataError` for a roll call twice, with the line of the second."""
    twice = raw.with_row_index("line", 2).filter(~pl.col("rcid").is_first_distinct())
    if twice.height:
        told = f"has the roll call {twice['rcid'][0]} more than once. Keep one row per rcid."
        raise DataError(told, file=path, line=twice["line"][0])
