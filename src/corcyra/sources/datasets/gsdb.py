"""Sanctions of all kinds between states by year, in the Global Sanctions Data Base that the user brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.coded import coded, failed
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Gsdb"]

KINDS = ("trade", "arms", "military", "financial", "travel", "other")
KNOWN = "the dyadic files of releases 3 and 4"
SIDES = {"sanctioned_state": "target", "sanctioning_state": "sender"}
"""The file's sides and our columns of numbers; ``other`` is one of its kinds until the end."""


@dataclass(frozen=True)
class Gsdb(Dataset):
    """Sanctions that each state faces from each other, by kind (Felbermayr et al. 2020; Syropoulos et al. 2024).

    ``state`` is sanctioned, ``other`` sanctions. Registered users get the file from the publisher and bring it. A pair
    without a row in 1950-2022, the years of release 3, is 0: the data claim to have all publicly traceable sanctions.
    The later years of release 4 are left out, so that no year is filled with zeros that the file at hand does not cover.

    Read: the dyadic file, as Stata, CSV or Excel, with ``case_id, sanctioned_state, sanctioning_state, year``, the six kinds
    as 0 and 1, and, where there, the two ``…_iso3`` columns, which are preferred to names. Several cases of a pair in a year may
    stand in one cell of ``case_id``. The other file of a release, one row a case with ``begin`` and ``end``, is refused: there
    groups stand for their members. The columns are those that public code reads from releases 3 and 4; no copy of the
    file was at hand when this was written. Senders and targets that are no states (the European Union, the United
    Nations, armed groups) have no dyad; `dropped` counts them.

    >>> Gsdb().access, Gsdb().columns[0].name
    ('bring', 'gsdb_cases')
    """

    key: ClassVar[str] = "gsdb"
    title: ClassVar[str] = "Global Sanctions Data Base: dyads by year"
    version: ClassVar[str] = "3 or 4"
    citations: ClassVar[tuple[str, ...]] = ("felbermayr2020gsdb", "syropoulos2024gsdb")
    licence: ClassVar[str] = "free for research on request to the publisher; no redistribution"
    access: ClassVar[Access] = "bring"
    covers: ClassVar[Years] = Years(1950, 2022)
    unit: ClassVar[Unit] = "directed-dyad-year"
    columns: ClassVar[tuple[Field, ...]] = (
        Field("gsdb_cases", "cases in which the other sanctions the state", "cases", 0, family="stigma"),
        *(
            Field(f"gsdb_{kind}", f"1 when one of them is of the kind {kind}", "0/1", 0, 1, family="stigma")
            for kind in KINDS
        ),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "GSDB_V4_Dyadic.dta",
            others=(
                "GSDB_V4_dyadic.dta",
                "GSDB_V4_dyadic.csv",
                "GSDB_V4_Dyadic.csv",
                "GSDB_V3_Dyadic.dta",
                "GSDB_V3_Dyadic.csv",
            ),
            page="https://www.globalsanctionsdatabase.com/",
        ),
    )
    fills: ClassVar[Mapping[str, float]] = {"gsdb_cases": 0} | {f"gsdb_{kind}": 0 for kind in KINDS}

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair and year with a sanction, sorted; raises `DataError` for another layout."""
        table = converted(files[self.downloads[0].name])
        real = table.filter(pl.col("target").is_not_null() & pl.col("sender").is_not_null())
        covered = pl.col("year").is_between(self.covers.first, self.covers.last)
        real = real.filter(covered & (pl.col("target") != pl.col("sender")))
        counted = real.group_by(pl.col("target").alias("state"), pl.col("sender"), "year").agg(
            listed("case_id").n_unique().cast(pl.Int64).alias("gsdb_cases"),
            *(pl.col(kind).max().alias(f"gsdb_{kind}") for kind in KINDS),
        )
        return counted.rename({"sender": "other"}).sort("state", "other", "year")

    def dropped(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The names or codes that are no states, and their rows (pair and year), both sides together."""
        table = converted(files[self.downloads[0].name])
        lost = pl.concat([failed(table, f"name_{to}", to) for to in SIDES.values()])
        return lost.group_by("name").agg(pl.col("rows").sum()).sort("rows", "name", descending=[True, False])


def listed(name: str) -> pl.Expr:
    """The numbers in the cells of a column, each a row: a pair and year with several cases has them in one cell, with commas.

    >>> pl.DataFrame({"case_id": ["7, 12", "12"]}).select(listed("case_id").n_unique()).item()
    2
    """
    return pl.col(name).cast(pl.String).str.split(",").explode().str.strip_chars()


def converted(path: Path) -> pl.DataFrame:
    """Every case, pair and year with the numbers of both states, null where a side is no state."""
    raw = read_table(path)
    wants(raw, ("case_id", *SIDES, *KINDS), path, known=KNOWN)
    if "year" not in raw.columns and "begin" in raw.columns:
        told = "is the table of cases, in which a group such as the European Union stands for its members"
        raise DataError(f"{told}. Bring the dyadic file of the same release.", file=path, line=1)
    wants(raw, ("year",), path, known=KNOWN)
    # Stata may hold the year as a date, which is read as the first day of the year.
    year = pl.col("year").dt.year() if raw["year"].dtype.is_temporal() else pl.col("year")
    table = raw.with_columns(
        year.cast(pl.Int64),
        *(number(kind, kind=pl.Int64).fill_null(0) for kind in KINDS),
    )
    for side, to in SIDES.items():
        table = table.with_columns(named(table, side).alias(f"name_{to}"))
        table = coded(table, f"name_{to}", to, year="year")
    return table


def named(table: pl.DataFrame, side: str) -> pl.Expr:
    """The three-letter code where the file has one, else the name."""
    name = pl.col(side).cast(pl.String)
    if f"{side}_iso3" not in table.columns:
        return name
    code = pl.col(f"{side}_iso3").cast(pl.String)
    return pl.when(code.str.len_chars() == 3).then(code).otherwise(name)
