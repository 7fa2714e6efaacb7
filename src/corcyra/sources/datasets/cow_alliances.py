"""COW Formal Alliances, from a file that the user brings: directed dyad-years of four kinds of alliance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import read_table, wants
from corcyra.sources.source import Field
from corcyra.sources.spans import day, yearly
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["CowAlliances"]

KINDS = {"defense": "cow_defense", "neutrality": "cow_neutral", "nonaggression": "cow_nonagg", "entente": "cow_entente"}
KNOWN = "4.1 (alliance_v4.1_by_member, by_dyad, by_directed, by_directed_yearly, by_dyad_yearly)"
CENSUS = 2012
"""The file lists what stood on 2012-12-31 without an end."""


@dataclass(frozen=True)
class CowAlliances(Dataset):
    """Correlates of War Formal Alliances 4.1: defence pacts, neutrality and non-aggression pacts and ententes.

    The maintainer of this dataset asks software not to facilitate its use otherwise than from the publisher, so it is never
    downloaded or bundled: the user gets the file from the publisher, under its terms, and hands it over. `Atop` is the default.

    Universe: ordered pairs of states of the COW system, 1816-2012; a pair without a row had no alliance, so its columns are 0.
    The state has the obligation toward the other; one-sided guarantees differ by direction in the ``by_directed`` files alone.
    An alliance counts in a year by ``rule``; a day that the file does not know (blank or -9) is taken as early as it can be at
    the start and as late at the end, a null end as still in force at the end of 2012. Several alliances of a pair are joined.

    Layouts, told apart by header (the columns as scripts in public use show them: likely; no file was opened here):
    ``by_directed`` and ``by_dyad`` (``dyad_st_day`` …; the pair once is mirrored), ``by_member`` (``mem_st_day`` …; members of one
    ``version4id`` are paired, and the promises are the first's), ``by_directed_yearly`` and ``by_dyad_yearly`` (``year``; no days, so
    only the rule ``any-day``). Source: Gibler (2009).

    >>> CowAlliances().access, CowAlliances().downloads[0].url
    ('bring', '')
    """

    rule: str = "any-day"

    key = "cow_alliances"
    title = "COW Formal Alliances, directed dyad-years"
    version = "4.1"
    citations = ("gibler2009alliances",)
    licence = "COW: the user's own copy, under the publisher's terms; software is asked not to pass it on, and Corcyra does not"
    access = "bring"
    covers = Years(1816, CENSUS)
    unit = "directed-dyad-year"
    downloads = (
        Download(
            "alliance_v4.1_by_directed.csv",
            others=(
                "alliance_v4.1_by_member.csv",
                "alliance_v4.1_by_dyad.csv",
                "alliance_v4.1_by_directed_yearly.csv",
                "alliance_v4.1_by_dyad_yearly.csv",
            ),
            page="https://correlatesofwar.org/data-sets/formal-alliances/",
        ),
    )
    columns = (
        Field("cow_defense", "defence pact (type I)", "0 or 1", 0, 1, "commitments"),
        Field("cow_neutral", "neutrality pact (type II)", "0 or 1", 0, 1, "commitments"),
        Field("cow_nonagg", "non-aggression pact (type II)", "0 or 1", 0, 1, "commitments"),
        Field("cow_entente", "entente (type III)", "0 or 1", 0, 1, "commitments"),
    )
    fills: ClassVar[Mapping[str, float]] = {"cow_defense": 0, "cow_neutral": 0, "cow_nonagg": 0, "cow_entente": 0}

    def __post_init__(self) -> None:
        check_word("rule", self.rule, tuple(RULES))

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row an ordered pair and year with an alliance.

        Raises `DataError` for another layout, or for a yearly file when the rule needs days.
        """
        path = files["alliance_v4.1_by_directed.csv"]
        raw = read_table(path, missing=("", "NA", "."))
        wants(raw, KINDS, path, known=KNOWN)
        if "year" in raw.columns:
            years = self.listed(raw, path)
        else:
            spells = paired(raw, path) if "mem_st_year" in raw.columns else dated(raw, path, "dyad")
            years = yearly(spells, self.rule, self.covers)
        kinds = [pl.col(name).cast(pl.Int64).max().alias(column) for name, column in KINDS.items()]
        return years.group_by("state", "other", "year").agg(kinds).sort("state", "other", "year")

    def listed(self, raw: pl.DataFrame, path: Path) -> pl.DataFrame:
        """A yearly file as it is, the pairs listed once in both directions."""
        wants(raw, ("ccode1", "ccode2", "year"), path, known=KNOWN)
        if self.rule != "any-day":
            told = f"has years and no days, so the rule {self.rule!r} cannot be used. Bring alliance_v4.1_by_directed.csv, or use 'any-day'."
            raise DataError(told, file=path, line=1)
        known = raw.filter(pl.col("year").is_between(self.covers.first, self.covers.last))
        return both(known.rename({"ccode1": "state", "ccode2": "other"}))


def dated(raw: pl.DataFrame, path: Path, prefix: str) -> pl.DataFrame:
    """Columns ``start`` and ``end`` from those of the file; pairs that are listed once in both directions."""
    names = [f"{prefix}_{which}_{part}" for which in ("st", "end") for part in ("year", "month", "day")]
    who = ("ccode1", "ccode2") if prefix == "dyad" else ("version4id", "ccode")
    wants(raw, (*who, *names), path, known=KNOWN)
    whole = raw.with_columns(pl.col(names).cast(pl.Int64))
    last = pl.when(pl.col(names[3]) > 0).then(names[3]).alias(names[3])
    spells = whole.with_columns(last).with_columns(start=day(*names[:3]), end=day(*names[3:], end=True))
    bad = spells.with_row_index("row", offset=2).filter(pl.col("start").is_null() | (pl.col("end") < pl.col("start")))
    if bad.height:
        told = f"an alliance from {bad['start'][0]} to {bad['end'][0]}. Correct the dates, or get the publisher's file."
        raise DataError(told, file=path, line=bad["row"][0])
    return both(spells.rename({"ccode1": "state", "ccode2": "other"})) if prefix == "dyad" else spells


def paired(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Members of one alliance in ordered pairs, with the days that they share and the promises of the first."""
    spells = dated(raw, path, "mem").select("version4id", "ccode", "start", "end", *KINDS)
    met = spells.join(spells.select("version4id", "ccode", "start", "end"), on="version4id", suffix="_other")
    shared = met.filter(pl.col("ccode") != pl.col("ccode_other")).with_columns(
        start=pl.max_horizontal("start", "start_other"), end=pl.min_horizontal("end", "end_other")
    )
    together = shared.filter(pl.col("end").is_null() | (pl.col("start") <= pl.col("end")))
    return together.rename({"ccode": "state", "ccode_other": "other"})


def both(frame: pl.DataFrame) -> pl.DataFrame:
    """Both directions: a file that has the lower code first in every row lists each pair once."""
    once = bool((frame["state"] < frame["other"]).all())
    return (
        pl.concat([frame, frame.rename({"state": "other", "other": "state"}).select(frame.columns)]) if once else frame
    )
