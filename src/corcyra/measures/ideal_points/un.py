"""Roll calls of the United Nations General Assembly, chosen and bridged as Bailey, Strezhnev and Voeten (2017) do."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from corcyra.errors import ParameterError, UnknownName
from corcyra.measures.ideal_points.rolls import RollCalls, roll_calls
from corcyra.sources.datasets.un_matches import UnMatches
from corcyra.sources.datasets.un_roll_calls import ISSUES, UnRollCalls
from corcyra.sources.datasets.un_votes import UnVotes
from corcyra.sources.datasets.un_votes_package import UnVotesPackage
from corcyra.sources.library import Library

__all__ = ["UN_ISSUES", "un_rolls"]

Matrix = NDArray[np.int64]
SAME = 0.9
"""The share of equal votes above which two roll calls of a session are one. Ours: of all 5,784 pairs in the files of 2020 and 2024 the
lowest share is .927, in sessions before 1950 whose copies differ in how they code Ukraine and Belarus."""
NO_SESSION, ZANZIBAR, SOUTH_AFRICA = 19, 511, (560, 48)
LAST_WITH_PARTS = 1989
UN_ISSUES = {**ISSUES, "important": "votes that the United States Department of State lists as important"}
"""What ``issue`` may be, in words: the publisher's six issues, and an annual list."""


def un_rolls(
    library: Library,
    *,
    sessions: Iterable[int] | None = None,
    issue: str | None = None,
    calls: Collection[int] | None = None,
    where: str | pl.Expr | None = None,
    bridge: bool = True,
    min_votes: int = 1,
) -> RollCalls:
    """The General Assembly's votes from the user's library.

    All sessions, or ``sessions``; all issues, or one: ``me``, ``nu``, ``di``, ``hr``, ``co``, ``ec`` (see
    `corcyra.sources.datasets.un_roll_calls.UnRollCalls`), or ``important``, the list of the United States Department of State, which
    starts with session 38; all roll calls, those numbered in ``calls``, or those of the table of roll calls for which ``where`` is true: a
    condition in SQL or of polars, such as ``"un_date >= '1990-01-01' and descr like '%sanctions%'"``. As published:

    1. left out: absences, session 19, Zanzibar, South Africa's one vote in session 48, votes on paragraphs and amendments after
       1989, and, once bridged, what was unanimous;
    2. resolutions that were voted on again share their parameters (``bridge``), by the authors' list of pairs.

    An item's number is its ``rcid``. Votes come from the dataset ``un_votes``; roll calls that only ``un_votes_package`` has are taken
    from there. A copy of the votes that has only ``resid`` (the longest one does) comes second: the package's roll calls first, with all
    its voters (the longer copy leaves out Belarus and Ukraine before 1991), then those that only the copy has. They are told apart by
    pairing the roll calls of each session by how states voted, so that the most votes are equal, and at least nine in ten. What finds
    no partner (sessions after the package's last) keeps its ``resid``, negative below 10,000 lest it be taken for an ``rcid``; it cannot
    be bridged and has no issue. `RollCalls.dropped` counts these under ``roll calls without rcid, not bridged``; their votes are kept.

    Raises `MissingSource` with the command that gets what lacks, `UnknownName` for another issue, `ParameterError` for a condition
    that cannot be read, `DataError` when no vote is left.
    """
    if issue is not None and issue not in UN_ISSUES:
        raise UnknownName("issue", issue, tuple(UN_ISSUES))
    dropped: dict[str, int] = {}
    told = library.table(UnRollCalls())
    votes = numbered(library, told, None if sessions is None else list(sessions), dropped)
    # Chosen first, so that what is told as left out is of this choice.
    if issue is not None or where is not None:
        votes = votes.join(about(told, issue, where).select(item="rcid"), on="item", how="semi")
    if calls is not None:
        votes = votes.filter(pl.col("item").is_in(list(calls)))
    votes = sorted_out(votes, told, dropped)
    links = library.table(UnMatches()).select(UnMatches.record_keys).rows() if bridge else ()
    rolls = roll_calls(votes, links=links, min_votes=min_votes)
    return replace(rolls, dropped={**dropped, **rolls.dropped})


def about(told: pl.DataFrame, issue: str | None, where: str | pl.Expr | None) -> pl.DataFrame:
    """The roll calls of an issue for which a condition is true."""
    if issue is not None:
        told = told.filter(pl.col("importantvote" if issue == "important" else f"un_{issue}") == 1)
    if where is None:
        return told
    try:
        return told.filter(pl.sql_expr(where) if isinstance(where, str) else where)
    except pl.exceptions.PolarsError as problem:
        reason = str(problem).splitlines()[0]
        raise ParameterError(
            f"where cannot be read: {reason}. The columns are: {', '.join(told.columns)}."
        ) from problem


def numbered(
    library: Library, told: pl.DataFrame, chosen: Collection[int] | None, dropped: dict[str, int]
) -> pl.DataFrame:
    """The votes of the chosen sessions with, as item, their ``rcid`` or what stands for it."""
    names = ["state", "session", "item", "vote"]
    packaged = library.has(UnVotesPackage())
    if packaged and not library.has(UnVotes()):
        return dated(library.table(UnVotesPackage()), told, chosen).select(names)
    votes = library.table(UnVotes())
    alone = (votes["roll_call"] == votes["un_resid"]).fill_null(False).all()
    if not alone and not packaged:
        return dated(votes, told, chosen).select(names)
    other = dated(library.table(UnVotesPackage()), told, chosen)  # raises when it lacks, for resid alone does not serve
    votes = dated(votes, told, chosen)
    first, then = (other, matched(votes, other, dropped)) if alone else (votes, other)
    more = then.join(first.select("item").unique(), on="item", how="anti")
    return pl.concat([first.select(names), more.select(names)])


def dated(votes: pl.DataFrame, told: pl.DataFrame, chosen: Collection[int] | None) -> pl.DataFrame:
    """The votes under our names; the session is that of the votes or, where they have none, that of the roll call."""
    table = votes.join(told.select(roll_call="rcid", told="un_session"), on="roll_call", how="left")
    table = table.select(
        "roll_call", "state", pl.coalesce("un_vote_session", "told").alias("session"), item="roll_call", vote="un_vote"
    )
    return table if chosen is None else table.filter(pl.col("session").is_in(list(chosen)))


def matched(votes: pl.DataFrame, other: pl.DataFrame, dropped: dict[str, int]) -> pl.DataFrame:
    """Votes numbered by ``resid`` with the ``rcid`` of the other copy as item, where it has the roll call."""
    own = pl.when(pl.col("roll_call") < 10_000).then(-pl.col("roll_call")).otherwise("roll_call")
    votes = votes.join(paired(votes, other), on="roll_call", how="left")
    lacking = votes.filter(pl.col("rcid").is_null())["roll_call"].n_unique()
    dropped.update({"roll calls without rcid, not bridged": lacking} if lacking else {})
    return votes.with_columns(item=pl.coalesce("rcid", own))


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
    there = other.filter(pl.col("vote").is_between(1, 3)).partition_by("session", as_dict=True)
    for session, mine in votes.filter(pl.col("vote").is_between(1, 3)).partition_by("session", as_dict=True).items():
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
    table[row.ravel(), np.searchsorted(states, votes["state"].to_numpy())] = votes["vote"].to_numpy()
    return calls, table
