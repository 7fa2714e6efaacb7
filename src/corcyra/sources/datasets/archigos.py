"""Archigos: who led each state, from which day to which, how they came and how they went."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.raw import calendar, number, read_csv, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["DOWNLOAD", "Archigos"]

DOWNLOAD = Download(
    "Archigos_4.1_stata14.dta",
    url="https://raw.githubusercontent.com/globalgov/manystates/23d119a10b997c2d5ddbd6a665dc816146c20db7/data-raw/leaders/archigos/Archigos_4.1_stata14.dta",
    sha256="3e3b4092a7ac5a7e78cd86df6e6287c69027bf6fe60c9396adf136a39b1943ad",
    size=2905898,
    others=("archigos.csv.gz", "archigos.rda", "arch_annual.txt", "arch_annual.txt.gz"),
    page="https://www.rochester.edu/college/faculty/hgoemans/data.htm",
)
KNOWN = "4.1"
BEFORE, AFTER = "(p_year)", "(n_year)"
"""What the annual file writes for how a leader came, or went, where that lies in another year."""
TEXTS = ("leadid", "leader", "entry", "exit", "exitcode", "gender")


@dataclass(frozen=True)
class Archigos(Dataset):
    """One row per spell of a leader in office, 1840-2015 (those in office from 1875 on), in all states above 500,000
    people.

    Both days are in office. ``archigos_exit`` is ``Still in Office`` where the release ends (31 December 2015): that
    day is no exit. ``archigos_born`` is missing where Archigos writes -999. The column that Archigos calls ``ccode``
    holds Gleditsch-Ward numbers (Germany 260 from 1949, Yemen 678, Serbia 340 from 2006), so ``codes`` is ``gw``.

    Layouts: the Stata file of version 4.1; the annual text (``arch_annual.txt``, tab-separated, Latin-1, one row per
    leader and year), from which the spells are put together again; and ``archigos`` of the R package peacesciencer.

    >>> Archigos().unit, Archigos().record_keys, Archigos().codes
    ('records', ('obsid',), 'gw')
    """

    key: ClassVar[str] = "archigos"
    title: ClassVar[str] = "Archigos political leaders"
    version: ClassVar[str] = "4.1"
    citations: ClassVar[tuple[str, ...]] = ("goemans2009archigos",)
    licence: ClassVar[str] = "free with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1840, 2015)
    unit: ClassVar[Unit] = "records"
    codes: ClassVar[str] = "gw"
    record_keys: ClassVar[tuple[str, ...]] = ("obsid",)
    downloads: ClassVar[tuple[Download, ...]] = (DOWNLOAD,)
    columns: ClassVar[tuple[Field, ...]] = (
        Field("state", "state led (Gleditsch-Ward number)", "code", family="leaders"),
        Field("archigos_leadid", "the leader, over all spells", "text", family="leaders"),
        Field("archigos_leader", "name", "text", family="leaders"),
        Field("archigos_start", "first day in office", "date", family="leaders"),
        Field("archigos_end", "last day in office, or of the release", "date", family="leaders"),
        Field("archigos_entry", "how the leader came", "text", family="leaders"),
        Field("archigos_exit", "how the leader went", "text", family="leaders"),
        Field("archigos_exitcode", "by whom the leader was removed", "text", family="leaders"),
        Field("archigos_gender", "M or F", "text", family="leaders"),
        Field("archigos_born", "year of birth", "year", family="leaders"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per spell in office."""
        path = files[DOWNLOAD.name]
        raw = read(path)
        code = "gwcode" if "gwcode" in raw.columns else "ccode"
        wants(raw, ("obsid", code, *TEXTS, "startdate", "enddate", "yrborn"), path, known=KNOWN)
        frame = coded(joined(raw) if is_annual(path) else raw, path, {code: "state"})
        spells = frame.select(
            "obsid",
            "state",
            *(words(name) for name in TEXTS[:2]),
            calendar("startdate").alias("archigos_start"),
            calendar("enddate").alias("archigos_end"),
            *(words(name) for name in TEXTS[2:]),
            number("yrborn", missing=(-999, -888, -777), kind=pl.Int64).alias("archigos_born"),
        )
        return once(of_system(spells, ("state",), "gw+micro"), self.record_keys, path)


def is_annual(path: Path) -> bool:
    """Is it the text with a row per leader and year?"""
    return path.name.removesuffix(".gz").lower().endswith(".txt")


def read(path: Path) -> pl.DataFrame:
    """Any of the layouts, as the file has it."""
    if is_annual(path):
        return read_csv(path, encoding="latin-1", separator="\t", missing=("", "NA", "."))
    with warnings.catch_warnings():
        # The Stata file mixes encodings, of which pandas warns before it reads the names correctly.
        warnings.simplefilter("ignore", UnicodeWarning)
        return read_table(path, missing=("", "NA"))


def joined(annual: pl.DataFrame) -> pl.DataFrame:
    """The spells of the annual text: the first day and entry, the last day and exit of each."""
    return (
        annual.sort("obsid", "startdate")
        .group_by("obsid", maintain_order=True)
        .agg(
            pl.col("startdate").min(),
            pl.col("enddate").max(),
            pl.col("entry").filter(pl.col("entry") != BEFORE).first(),
            pl.col("exit").filter(pl.col("exit") != AFTER).last(),
            pl.col("exitcode").drop_nulls().last(),
            pl.col("ccode", "leadid", "leader", "gender", "yrborn").first(),
        )
    )


def words(name: str) -> pl.Expr:
    """Text under our name, without blanks around it; nothing is missing."""
    text = pl.col(name).cast(pl.String).str.strip_chars()
    return pl.when(text.is_in(["", "NA"]).not_()).then(text).alias(f"archigos_{name}")
