"""Roll calls of the United Nations General Assembly, chosen and bridged as Bailey, Strezhnev and Voeten (2017) do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from corcyra.errors import UnknownName
from corcyra.measures.ideal_points.rolls import RollCalls, roll_calls
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.un_roll_calls import ISSUES, UnRollCalls
from corcyra.sources.datasets.un_votes import PAGE, UNVOTES, UnVotes
from corcyra.sources.library import Library
from corcyra.sources.raw import read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["NumberedVotes", "UnMatches", "un_rolls"]

Matrix = NDArray[np.int64]
SAME = 0.9
"""The share of equal votes above which two roll calls of a session are one. Ours: of all 5,784 pairs in the files of 2020 and 2024 the
lowest share is .927, in sessions before 1950 whose copies differ in how they code Ukraine and Belarus."""
NO_SESSION, ZANZIBAR, SOUTH_AFRICA = 19, 511, (560, 48)
LAST_WITH_PARTS = 1989


@dataclass(frozen=True)
class UnMatches(Dataset):
    """Pairs of resolutions with the same text in different sessions, by ``rcid``, as matched by the authors of the ideal points.

    >>> UnMatches().record_keys
    ('rcid1', 'rcid2')
    """

    key: ClassVar[str] = "un_matches"
    title: ClassVar[str] = "United Nations General Assembly resolutions that were voted on again"
    version: ClassVar[str] = "April 2020 (sessions 1-74)"
    citations: ClassVar[tuple[str, ...]] = ("bailey2017estimating",)
    licence: ClassVar[str] = "MIT"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1946, 2020)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("rcid1", "rcid2")
    columns: ClassVar[tuple[Field, ...]] = ()
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "Matches.csv",
            url="https://raw.githubusercontent.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points/"
            "ce6ce6553dc44a58f09ef5740794d3662977e93e/Data/Matches.csv",
            page=PAGE,
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The pairs, each once; raises `DataError` for another layout."""
        path = files[self.downloads[0].name]
        raw = read_csv(path)
        wants(raw, self.record_keys, path, known="the file of April 2020")
        return raw.select(pl.col(key).cast(pl.Int64) for key in self.record_keys).unique().sort(self.record_keys)


@dataclass(frozen=True)
class NumberedVotes(UnVotes):
    """The votes in a copy that has ``rcid``, the number by which issues and matches are listed."""

    key: ClassVar[str] = "un_votes_rcid"
    title: ClassVar[str] = "United Nations General Assembly votes, numbered by rcid"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "un_votes.rda",
            url=UNVOTES + "data/un_votes.rda",
            others=("un_votes.parquet", "UNVotesPublished.parquet", "UNVotesPublished-2016.RData"),
            page=PAGE,
        ),
    )


def un_rolls(
    library: Library,
    *,
    sessions: Iterable[int] | None = None,
    issue: str | None = None,
    calls: Collection[int] | None = None,
    bridge: bool = True,
    min_votes: int = 1,
) -> RollCalls:
    """The General Assembly's votes from the user's library.

    All sessions, or ``sessions``; all issues, or one: ``me``, ``nu``, ``di``, ``hr``, ``co``, ``ec`` (see
    `corcyra.sources.datasets.un_roll_calls.UnRollCalls`), or ``important``, the list of the United States Department of State, which
    starts with session 38; all roll calls, or those numbered in ``calls``. As published:

    1. left out: absences, session 19, Zanzibar, South Africa's one vote in session 48, votes on paragraphs and amendments after
       1989, and, once bridged, what was unanimous;
    2. resolutions that were voted on again share their parameters (``bridge``), by the authors' list of pairs.

    An item's number is its ``rcid``. A copy of the votes that has only ``resid`` (the longest one does) gets it from a copy with
    ``rcid``: in each session, roll calls are paired by how states voted, so that the most votes are equal, and at least nine in
    ten. What finds no partner (sessions after the numbered copy's last) keeps its ``resid``, negative below 10,000 lest it be
    taken for an ``rcid``; roll calls that only the numbered copy has are taken from it. What has no ``rcid`` cannot be bridged and has no issue. `RollCalls.dropped` counts these under ``roll calls without
    rcid, not bridged``; their votes are kept.

    Raises `MissingSource` with the command that gets what lacks, `UnknownName` for another issue, `DataError` when no vote is left.
    """
    if issue is not None and issue not in (*ISSUES, "important"):
        raise UnknownName("issue", issue, (*ISSUES, "important"))
    dropped: dict[str, int] = {}
    told = library.table(UnRollCalls())
    votes = sorted_out(numbered(library, told, dropped), told, dropped)
    if issue is not None:
        column = "importantvote" if issue == "important" else f"un_{issue}"
        votes = votes.join(told.filter(pl.col(column) == 1).select(item="rcid"), on="item", how="semi")
    if sessions is not None:
        votes = votes.filter(pl.col("session").is_in(list(sessions)))
    if calls is not None:
        votes = votes.filter(pl.col("item").is_in(list(calls)))
    links = library.table(UnMatches()).rows() if bridge else ()
    rolls = roll_calls(votes, links=links, min_votes=min_votes)
    return replace(rolls, dropped={**dropped, **rolls.dropped})


def numbered(library: Library, told: pl.DataFrame, dropped: dict[str, int]) -> pl.DataFrame:
    """The votes with their session and, as item, their ``rcid`` or what stands for it."""
    votes = library.table(UnVotes())
    sessions = told.select(roll_call="rcid", told="un_session")
    if (votes["roll_call"] != votes["un_resid"]).fill_null(True).any():
        votes = votes.join(sessions, on="roll_call", how="left")
        votes = votes.with_columns(session=pl.coalesce("un_vote_session", "told"), item="roll_call")
    else:
        other = library.table(NumberedVotes()).join(sessions, on="roll_call", how="left")
        other = other.with_columns(session=pl.coalesce("un_vote_session", "told"))
        votes = votes.rename({"un_vote_session": "session"})
        pairs = paired(votes, other)
        own = pl.when(pl.col("roll_call") < 10_000).then(-pl.col("roll_call")).otherwise("roll_call")
        votes = votes.join(pairs, on="roll_call", how="left")
        lacking = votes.filter(pl.col("rcid").is_null())["roll_call"].n_unique()
        dropped.update({"roll calls without rcid, not bridged": lacking} if lacking else {})
        votes = votes.with_columns(item=pl.coalesce("rcid", own))
        more = other.join(pairs, left_on="roll_call", right_on="rcid", how="anti").with_columns(item="roll_call")
        names = ["state", "session", "item", "un_vote"]
        votes = pl.concat([votes.select(names), more.select(names)])
    return votes.select("state", "session", "item", vote="un_vote")


def sorted_out(votes: pl.DataFrame, told: pl.DataFrame, dropped: dict[str, int]) -> pl.DataFrame:
    """The votes that the published estimates use; see `un_rolls`."""
    late = pl.col("un_date").dt.year() > LAST_WITH_PARTS
    parts = told.filter(late & ((pl.col("amend") == 1) | (pl.col("para") == 1)))["rcid"].to_list()
    cast = pl.col("vote").is_between(1, 3)
    reasons = {
        "votes without a session": pl.col("session").is_null(),
        "votes of session 19": cast & (pl.col("session") == NO_SESSION),
        "votes of Zanzibar": cast & (pl.col("state") == ZANZIBAR),
        "votes of South Africa in session 48": cast
        & (pl.col("state") == SOUTH_AFRICA[0])
        & (pl.col("session") == SOUTH_AFRICA[1]),
        "votes on paragraphs and amendments after 1989": cast & pl.col("item").is_in(parts),
    }
    for reason, which in reasons.items():
        kept = votes.filter(~which.fill_null(False))
        if kept.height < votes.height:
            dropped[reason] = votes.height - kept.height
        votes = kept
    return votes


def paired(votes: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """``roll_call`` of the one copy and ``rcid`` of the other, for roll calls of a session that are the same."""
    found: list[tuple[int, int]] = []
    there = other.filter(pl.col("un_vote").is_between(1, 3)).partition_by("session", as_dict=True)
    for session, mine in votes.filter(pl.col("un_vote").is_between(1, 3)).partition_by("session", as_dict=True).items():
        if session in there:
            found += same(mine, there[session])
    return pl.DataFrame(found, schema={"roll_call": pl.Int64, "rcid": pl.Int64}, orient="row")


def same(mine: pl.DataFrame, theirs: pl.DataFrame) -> list[tuple[int, int]]:
    """The pairs of one session with the most equal votes in all; of equal ones, those nearest in order."""
    states = np.union1d(mine["state"], theirs["state"])
    (one, first), (two, second) = tabled(mine, states), tabled(theirs, states)
    equal = sum((first == vote).astype(float) @ (second == vote).T for vote in (1, 2, 3))
    share = equal / np.maximum((first > 0).sum(1)[:, None], (second > 0).sum(1))
    order = np.abs(np.arange(one.size)[:, None] - np.arange(two.size))
    rows, columns = linear_sum_assignment(share - 1e-6 * order, maximize=True)
    good = share[rows, columns] >= SAME
    return list(zip(one[rows[good]].tolist(), two[columns[good]].tolist(), strict=True))


def tabled(votes: pl.DataFrame, states: Matrix) -> tuple[Matrix, Matrix]:
    """The roll calls, and a table of them by state: 1, 2, 3, or 0 for no vote."""
    calls, row = np.unique(votes["roll_call"].to_numpy(), return_inverse=True)
    table = np.zeros((calls.size, states.size), np.int64)
    table[row.ravel(), np.searchsorted(states, votes["state"].to_numpy())] = votes["un_vote"].to_numpy()
    return calls, table
