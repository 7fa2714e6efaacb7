"""Polity5: autocracy to democracy in one score, state by year, with the years that have none told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.datasets._renumber import KEEPS, Renumber, newest, renumber
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import day, yearly
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["NUMBERS", "Polity"]

NUMBERS = (
    Renumber(305, 300, last=1918),  # Austria and Austria-Hungary
    Renumber(324, 325),  # Sardinia
    Renumber(341, 347),  # Kosovo, where COW's 341 is Montenegro
    Renumber(342, 345),  # Serbia, to 1920 and from 2006
    Renumber(347, 345),  # Yugoslavia, and Serbia and Montenegro, 1991-2006, where COW's 347 is Kosovo
    Renumber(348, 341),  # Montenegro
    Renumber(364, 365),  # the Soviet Union
    Renumber(525, 626),  # South Sudan
    Renumber(529, 530),  # Ethiopia from 1993
    Renumber(626, 625),  # Sudan from 2011, where COW's 626 is South Sudan
    Renumber(769, 770),  # Pakistan to 1971
    Renumber(818, 816),  # Vietnam from 1976
)
"""Polity's numbers that are not COW's, found by comparing names and years with COW's list."""
SPECIAL = (-66, -77, -88)
PARTS = ("democ", "autoc", "xconst")
OPEN_END = 9999
CODED_TO = 2018


@dataclass(frozen=True)
class Polity(Dataset):
    """The Polity score (-10 to 10) and its parts. The universe is Polity's: independent states above 500,000 people.

    The publisher's ``polity`` is called ``polity_score`` here: on pairs its second side would else be ``polity2``.

    A year of foreign occupation (-66), of collapse (-77) or of transition (-88) has no score: ``polity_score``, ``democ``,
    ``autoc`` and ``xconst`` are missing there and ``polity_special`` says which of the three it was. ``polity2`` is
    as published: 0 for -77, interpolated for -88, missing for -66. Rows before membership in the system stay (Polity
    begins in 1776).

    Codes: Polity calls its numbers COW's, but twelve differ (see ``NUMBERS``): its 341 is Kosovo, its 626 Sudan after
    the split, its 345 ends in 1991, its 816 in 1976, its 530 in 1993. They are made COW's here. Gran Colombia, the
    United Provinces of Central America and the Orange Free State are in no list and are left out.

    ``keep`` decides the years with two rows, one for the state that ends and one for the one that begins (Yugoslavia
    1991, Serbia 2006, the Soviet Union 1922, Ethiopia 1993, Italy 1861, Vietnam 1976, Sudan 2011): ``new``, since
    Polity describes a year by its last day, or ``old``. ``rule`` is the day that decides when the file is the one of
    cases; with ``any-day`` the case that began last counts.

    Layouts: the annual file of Polity5 (2018) and Polity IV (2015), also as democracyData gives it; and the case file
    ``p5v2018d``, which has neither ``polity2`` nor ``durable``, and whose cases still open are taken to last to the
    end of 2018 (the United States: 2020).

    >>> [field.name for field in Polity().columns]
    ['polity_score', 'polity2', 'polity_special', 'democ', 'autoc', 'xconst', 'durable']
    """

    keep: str = "new"
    rule: str = "dec-31"

    key: ClassVar[str] = "polity"
    reader: ClassVar[int] = 2
    title: ClassVar[str] = "Polity5 regime scores"
    version: ClassVar[str] = "5 (2018)"
    citations: ClassVar[tuple[str, ...]] = ("marshall2020polity5",)
    licence: ClassVar[str] = "free for non-commercial research with citation (Center for Systemic Peace)"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1776, 2020)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "p5v2018.xls",
            url="https://www.systemicpeace.org/inscr/p5v2018.xls",
            others=("p5v2018.csv", "polity5.csv.gz", "polity5.rda", "p4v2018.xls", "polity4v2015.csv", "p5v2018d.xls"),
            page="https://www.systemicpeace.org/inscrdata.html",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("polity_score", "combined score, missing in special years", "score", -10, 10, "regime"),
        Field("polity2", "combined score made continuous by the publisher", "score", -10, 10, "regime"),
        Field("polity_special", "-66 occupation, -77 collapse, -88 transition", "code", -88, -66, "regime"),
        Field("democ", "institutionalised democracy", "score", 0, 10, "regime"),
        Field("autoc", "institutionalised autocracy", "score", 0, 10, "regime"),
        Field("xconst", "constraints on the executive", "score", 1, 7, "regime"),
        Field("durable", "years since the last change of three points or more", "years", 0, None, "regime"),
    )

    def __post_init__(self) -> None:
        check_word("keep", self.keep, KEEPS)
        check_word("rule", self.rule, tuple(RULES))

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year, after the numbers are COW's."""
        path = files["p5v2018.xls"]
        raw = read_table(path, missing=("", "NA", "."))
        code = "polity_annual_ccode" if "polity_annual_ccode" in raw.columns else "ccode"
        wants(raw, (code, "polity", *PARTS), path, known="Polity5 (2018), Polity IV (2015)")
        if {"year", "polity2"} & set(raw.columns):
            wants(raw, ("year", "polity2", "durable"), path, known="Polity5 (2018), Polity IV (2015)")
            frame = coded(raw, path, {code: "given", "year": "year"})
        else:
            frame = self.cases(coded(raw, path, {code: "given"}), path)
        scored = frame.select("year", "given", pl.col("given").alias("state"), *scores())
        ours = scored.with_columns(renumber("state", "year", NUMBERS))
        names = [field.name for field in self.columns]
        kept = newest(ours, "given", self.keep, ["polity_score", "polity_special"])
        return once(of_system(kept, ("state",)).select("state", "year", *names), ("state", "year"), path)

    def cases(self, raw: pl.DataFrame, path: Path) -> pl.DataFrame:
        """The file of cases, from a first to a last day, as years."""
        wants(raw, ("bmonth", "bday", "byear", "emonth", "eday", "eyear"), path, known="p5v2018d")
        first = day("byear", "bmonth", "bday").alias("start")
        known = pl.when(pl.col("eyear") != OPEN_END).then(pl.col("eyear"))
        last = known.fill_null(pl.max_horizontal(pl.lit(CODED_TO), pl.col("byear")))
        spells = raw.with_columns(eyear=last.cast(pl.Int64)).with_columns(
            first, day("eyear", "emonth", "eday", end=True).alias("end")
        )
        years = yearly(spells, self.rule, self.covers).sort("given", "year", "start")
        single = years.unique(["given", "year"], keep="last", maintain_order=True)
        empty = pl.lit(None, pl.Int64)
        return single.with_columns(polity2=empty, durable=empty)


def scores() -> list[pl.Expr]:
    """The columns of scores: special codes as missing, and once more as a column of their own."""
    special = number("polity", kind=pl.Int64)
    return [
        number("polity", missing=SPECIAL, kind=pl.Int64).alias("polity_score"),
        *(number(name, missing=SPECIAL, kind=pl.Int64) for name in PARTS),
        number("polity2", missing=SPECIAL, kind=pl.Int64),
        pl.when(special.is_in(list(SPECIAL))).then(special).alias("polity_special"),
        number("durable", kind=pl.Int64),
    ]
