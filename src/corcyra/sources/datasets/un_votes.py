"""How each state voted in each roll call of the United Nations General Assembly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.coded import coded, failed
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import calendar, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["UnVotes"]

PAGE = "https://doi.org/10.7910/DVN/LEJUQZ"
UNVOTES = "https://raw.githubusercontent.com/dgrtwo/unvotes/7eb7034314ff79c49c9e0785fcd9d216fa04cf14/"
KNOWN = "the Dataverse file (rcid or resid, ccode, vote), its release of 2016, and un_votes of the R package unvotes"
WORDS = {"yes": 1, "abstain": 2, "no": 3}
BONN = "Federal Republic of Germany"
SPELLED = {BONN: 260, "St. Vincent & Grenadines": 57}
"""Names of the R package that our table of states lacks, or that would turn into another number."""
UNITED = (3501, 3586)
"""The roll calls of autumn 1990 (session 45): the package still says Federal Republic, the publisher codes united Germany, 255."""


@dataclass(frozen=True)
class UnVotes(Dataset):
    """One row per roll call and state: 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member (Bailey, Strezhnev and Voeten 2017).

    Records, no panel. ``roll_call`` is the publisher's ``rcid`` where the file has it (ids above 9000 are emergency special
    sessions) and else its ``resid``, which is session * 1000 + number; ``un_resid`` is the latter where it is known. The
    session is taken from ``resid``, never from a column ``year``, which is wrong for session 78 in one copy in circulation.
    A vote given twice is kept once, with the day that most votes of the roll call have; two different votes are an error.
    A state is not a panel's state-year: Ukraine and Belarus vote from 1945, long before the state system lists them.

    The publisher's R file holds a million rows of text and takes minutes to read, once; then the cache serves.

    Three layouts are read, told apart by their header:

    1. the publisher's table, with ``ccode``, ``vote`` and ``rcid``, ``resid`` or both, plus ``date`` and ``session`` (read:
       the release of 2016; the newer ``UNVotes.csv`` is known from its codebook);
    2. a table with ``resid``, ``ccode``, ``date``, ``vote`` that leaves out absences and non-members;
    3. ``un_votes`` of the R package unvotes (Robinson 2021): names and words. Names are converted, `dropped` says which
       could not be; its two-letter code is not used, since Namibia's is NA. It has no dates and no sessions; they are in
       `corcyra.sources.datasets.un_roll_calls.UnRollCalls`. Absences are left out, so an absence and not being a member
       are both no row there.

    >>> UnVotes().record_keys, UnVotes().columns[0].name
    (('roll_call', 'state'), 'un_vote')
    """

    key: ClassVar[str] = "un_votes"
    title: ClassVar[str] = "United Nations General Assembly votes"
    version: ClassVar[str] = "sessions 1-70 by download; later releases by hand"
    citations: ClassVar[tuple[str, ...]] = ("voeten2024unvotes", "bailey2017estimating", "robinson2021unvotes")
    licence: ClassVar[str] = "CC0-1.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1946, 2025)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("roll_call", "state")
    columns: ClassVar[tuple[Field, ...]] = (
        Field("un_vote", "1 yes, 2 abstain, 3 no, 8 absent, 9 not a member", "code", 1, 9, "un_votes"),
        Field("un_vote_session", "session of the General Assembly", "session", 1),
        Field("un_vote_date", "day of the vote", "date"),
        Field("un_resid", "the publisher's newer number of the roll call: session * 1000 + number", "code", 1001),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "UNVotesPublished-2016.RData",
            url=UNVOTES + "data-raw/UNVotesPublished.RData",
            sha256="7cf08a10ceb316711f94e6c16889be49a5400f84fcb015801b5c2b9116c572f6",
            size=3_157_053,
            others=(
                "UNVotes.csv",
                "completeVotes.csv",
                "UNGA_votes_1946-2022_from_fpsim.parquet",
                "UNVotesPublished.parquet",
                "UNVotesPublished.RData",
                "un_votes.parquet",
                "un_votes.rda",
            ),
            page=PAGE,
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The votes, sorted by roll call and state; raises `DataError` for another layout or an unknown vote."""
        path = files[self.downloads[0].name]
        raw = opened(path)
        table = packaged(raw) if "country_code" in raw.columns else published(raw, path)
        check_votes(table, path)
        table = once(table, path)
        names = [*self.record_keys, *(field.name for field in self.columns)]
        return table.filter(pl.col("state").is_not_null()).select(names).sort(self.record_keys)

    def dropped(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The names that no state number could be found for, and their rows; empty for files with numbers."""
        raw = opened(files[self.downloads[0].name])
        if "country_code" not in raw.columns:
            return pl.DataFrame(schema={"name": pl.String, "rows": pl.Int64})
        return failed(numbered(raw), "country", "state")


def opened(path: Path) -> pl.DataFrame:
    """The file with its layout checked."""
    raw = read_table(path)
    raw = raw.rename({name: name.lower() for name in raw.columns})
    if "country_code" in raw.columns and "ccode" not in raw.columns:
        wants(raw, ("rcid", "country", "vote"), path, known=KNOWN)
    else:
        wants(raw, ("ccode", "vote", "rcid" if "resid" not in raw.columns else "resid"), path, known=KNOWN)
    return raw


def packaged(raw: pl.DataFrame) -> pl.DataFrame:
    """The layout of the R package: names and words."""
    return numbered(raw).select(
        pl.col("rcid").cast(pl.Int64).alias("roll_call"),
        "state",
        pl.col("vote").replace_strict(WORDS, default=-1, return_dtype=pl.Int64).alias("un_vote"),
        pl.lit(None, pl.Int64).alias("un_vote_session"),
        pl.lit(None, pl.Date).alias("un_vote_date"),
        pl.lit(None, pl.Int64).alias("un_resid"),
    )


def numbered(raw: pl.DataFrame) -> pl.DataFrame:
    """The layout of the R package with a column of state numbers."""
    united = (pl.col("country") == BONN) & pl.col("rcid").is_between(*UNITED)
    table = coded(raw, "country", "state", known=SPELLED)
    return table.with_columns(pl.when(united).then(pl.lit(255, pl.Int64)).otherwise("state").alias("state"))


def published(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The publisher's layout: numbers."""
    resid = pl.col("resid").cast(pl.Int64) if "resid" in raw.columns else pl.lit(None, pl.Int64)
    call = pl.col("rcid").cast(pl.Int64) if "rcid" in raw.columns else resid
    session = pl.col("session").cast(pl.Int64) if "session" in raw.columns else resid // 1000
    return raw.select(
        call.alias("roll_call"),
        pl.col("ccode").cast(pl.Int64).alias("state"),
        pl.col("vote").cast(pl.Int64).alias("un_vote"),
        session.alias("un_vote_session"),
        dated(raw).alias("un_vote_date"),
        resid.alias("un_resid"),
    )


def dated(raw: pl.DataFrame) -> pl.Expr:
    """The day: a date already, days since 1970 (R), or text as year-month-day or month/day/year."""
    if "date" not in raw.columns:
        return pl.lit(None, pl.Date)
    return calendar("date", "%Y-%m-%d", "%m/%d/%Y")


def check_votes(table: pl.DataFrame, path: Path) -> None:
    """Raise `DataError` for a vote that the codebook does not have, with its line."""
    bad = table.with_row_index("line", 2).filter(~pl.col("un_vote").is_in([1, 2, 3, 8, 9]).fill_null(False))
    if bad.height:
        told = "has a vote that is none of 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member. Get the publisher's file."
        raise DataError(told, file=path, line=bad["line"][0])


def once(table: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The table with each state once in a roll call, with the commonest day.

    Raises `DataError` when a state has two different votes in one roll call.
    """
    keys = ["roll_call", "state"]
    twice = table.select(keys).is_duplicated() & table["state"].is_not_null()
    if not twice.any():
        return table
    again = table.filter(twice)
    torn = again.filter(pl.col("un_vote").n_unique().over(keys) > 1).sort(keys)
    if torn.height:
        call, state = torn.select(keys).row(0)
        raise DataError(
            f"has two votes of the state {state} in the roll call {call}. Get the publisher's file.", file=path
        )
    days = table.group_by("roll_call", "un_vote_date").agg(pl.len().alias("votes"))
    ranked = again.join(days, on=["roll_call", "un_vote_date"], nulls_equal=True).sort("votes", descending=True)
    kept = ranked.unique(keys, keep="first", maintain_order=True).select(table.columns)
    return pl.concat([table.filter(~twice), kept])
