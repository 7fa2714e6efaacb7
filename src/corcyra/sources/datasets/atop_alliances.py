"""ATOP, alliances: obligations, years and size of each treaty, with umbrella treaties marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.errors import ParameterError
from corcyra.sources.commitments import UMBRELLA
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.atop import OBLIGATIONS
from corcyra.sources.datasets.atop_members import MEMBERS, member_spells
from corcyra.sources.raw import read_table, wants
from corcyra.sources.source import Field
from corcyra.sources.spans import day
from corcyra.world.time import Years

__all__ = ["AtopAlliances", "check_threshold"]

KNOWN = "4.01 (alliance level: atopid, begyr …, mem1 …), 5.0 and 5.1 (the same columns)"


def check_threshold(threshold: int) -> None:
    """Raise `ParameterError` unless the threshold is a whole number of 3 or more.

    >>> check_threshold(2)
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: an umbrella treaty of 2 or more members would make every treaty one. Give a threshold of 3 or
    more; the default is 8.
    """
    if type(threshold) is not int or threshold < 3:
        raise ParameterError(
            f"an umbrella treaty of {threshold} or more members would make every treaty one. "
            f"Give a threshold of 3 or more; the default is {UMBRELLA}."
        )


@dataclass(frozen=True)
class AtopAlliances(Dataset):
    """Alliance Treaty Obligations and Provisions 4.01, alliance level: one row a treaty.

    An obligation is 1 when any member has it. ``members_signed`` counts the members on the first day, ``members_most`` the greatest
    number on any one day (from the member-level file), ``members_ever`` all that the alliance-level file lists.
    ``umbrella`` marks treaties of ``threshold`` members or more on one day: 8 by default (ours: at that size treaties bind
    states at war with each other, such as the CIS instruments of 1993, which bind Armenia and Azerbaijan).
    A null ``end_year`` means in force when the version was made (0 in the file).

    Layouts: 4.01 (read here); 5.0 and 5.1 by the same columns (likely; not opened here). Source: Leeds et al. (2002).

    >>> AtopAlliances().threshold
    8
    """

    threshold: int = UMBRELLA

    key = "atop_alliances"
    title = "ATOP alliances, with umbrella treaties marked"
    version = "4.01"
    citations = ("leeds2002atop",)
    licence = "ATOP: free to use with citation; the archives that hold these copies state no licence"
    access = "fetch"
    covers = Years(1815, 2016)
    unit = "records"
    record_keys = ("atopid",)
    downloads = (
        Download(
            "atop-alliance-level.csv",
            url="https://raw.githubusercontent.com/joshuaalley/us-alliances-milex/dcf00271d8d6ed319c59983bf5cdea81a02a985a/data/atop-alliance-level.csv",
            sha256="c5f9ea6adf97b626cd63df54ca2aacce7dd808d0090b8c54610d95c8824410ec",
            size=173_582,
            others=("atop5_1a.csv", "atop5_0a.csv", "atop4_01a.csv", "atop4_01_alliance-level.csv"),
            page="http://www.atopdata.org/data.html",
        ),
        MEMBERS,
    )
    columns = (
        Field("start_year", "year in which it began", "year", family="commitments"),
        Field("end_year", "year in which it ended; missing while in force", "year", family="commitments"),
        Field("start", "first day, as early as it can be", "day", family="commitments"),
        Field("end", "last day, as late as it can be; missing while in force", "day", family="commitments"),
        Field("bilateral", "two members only", "0 or 1", 0, 1, "commitments"),
        Field("defense", "some member promises defence", "0 or 1", 0, 1, "commitments"),
        Field("offense", "some member promises to join in attack", "0 or 1", 0, 1, "commitments"),
        Field("neutral", "some member promises neutrality", "0 or 1", 0, 1, "commitments"),
        Field("nonagg", "some member promises not to attack", "0 or 1", 0, 1, "commitments"),
        Field("consul", "some member promises to consult", "0 or 1", 0, 1, "commitments"),
        Field("members_signed", "members on the first day", "count", 1, None, "commitments"),
        Field("members_most", "greatest number of members on one day", "count", 1, None, "commitments"),
        Field("members_ever", "states that were ever members", "count", 1, None, "commitments"),
        Field("umbrella", "the threshold of members or more on one day", "0 or 1", 0, 1, "commitments"),
    )

    def __post_init__(self) -> None:
        check_threshold(self.threshold)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row an alliance. Raises `DataError` for another layout."""
        sizes = sized(member_spells(files[MEMBERS.name]))
        table = alliances(files["atop-alliance-level.csv"]).join(sizes, on="atopid", how="left")
        umbrella = (pl.col("members_most") >= self.threshold).cast(pl.Int64)
        return (
            table.with_columns(umbrella=umbrella).select("atopid", *(each.name for each in self.columns)).sort("atopid")
        )


def alliances(path: Path) -> pl.DataFrame:
    """The alliance-level file: dates, obligations and the number of states ever in it."""
    raw = read_table(path, missing=("", "NA", "."))
    raw = raw.rename({name: name.lower() for name in raw.columns if name != name.lower()})
    dates = ("begyr", "begmo", "begday", "endyr", "endmo", "endday")
    wants(raw, ("atopid", *dates, "bilat", *OBLIGATIONS, "mem1", "mem2"), path, known=KNOWN)
    listed = [name for name in raw.columns if name.startswith("mem") and name[3:].isdigit()]
    whole = raw.select(pl.col("atopid", *dates, "bilat", *OBLIGATIONS, *listed).cast(pl.Int64))
    known = whole.with_columns(endyr=pl.when(pl.col("endyr") > 0).then("endyr"))
    return known.select(
        "atopid",
        pl.col("begyr").alias("start_year"),
        pl.col("endyr").alias("end_year"),
        day("begyr", "begmo", "begday").alias("start"),
        day("endyr", "endmo", "endday", end=True).alias("end"),
        pl.col("bilat").alias("bilateral"),
        *OBLIGATIONS,
        members_ever=pl.concat_list(listed).list.drop_nulls().list.n_unique().cast(pl.Int64),
    )


def sized(spells: pl.DataFrame) -> pl.DataFrame:
    """Members on the first day and the greatest number on any day, for each alliance.

    The number of members can only grow on a day on which someone enters, so the days of entry are all that need counting.
    """
    days = spells.select("atopid", on="start").unique()
    there = days.join(spells.select("atopid", "member", "start", "end"), on="atopid").filter(
        (pl.col("start") <= pl.col("on")) & (pl.col("end").is_null() | (pl.col("end") >= pl.col("on")))
    )
    counts = there.group_by("atopid", "on").agg(n=pl.col("member").n_unique().cast(pl.Int64))
    return counts.group_by("atopid").agg(
        members_signed=pl.col("n").sort_by("on").first(), members_most=pl.col("n").max()
    )
