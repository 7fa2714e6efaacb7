"""From votes and treaties to cells: how far each state agrees with a patron on contested roll calls, and who is its ally when.

The estimand (SCIENCE E1) is about *contested* roll calls: a roll call on which all who voted did the same shows nobody's
influence. Contested here means that at least one vote differs from the others (yes, abstain or no; absences are no votes).
Higher thresholds are an option; under this one the figures of SCIENCE E4 come out to the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from corcyra.errors import DataError, MissingColumn, ParameterError, UnknownName
from corcyra.panel.panels import Floats
from corcyra.sources.datasets.un_roll_calls import ISSUES, UnRollCalls
from corcyra.sources.datasets.un_votes import UnVotes
from corcyra.sources.datasets.un_votes_package import UnVotesPackage
from corcyra.sources.library import Library
from corcyra.world.time import Years

__all__ = [
    "Cells",
    "agreement",
    "ballots",
    "cells",
    "joined",
    "read_ballots",
    "switchers",
]

DISSENT = 1
"""Fewest votes unlike the commonest one that make a roll call contested. Ours: non-unanimity; the rule under which E4 comes out."""
FIRST_SESSION = 1945
"""Session s meets in the autumn of 1945 + s; used only where a roll call has no day."""


def ballots(
    votes: pl.DataFrame, roll_calls: pl.DataFrame | None, years: Years, *, dissent: int = DISSENT
) -> pl.DataFrame:
    """Contested votes cast in the years: roll_call, state, year, vote (1 yes, 2 abstain, 3 no), important and six issues.

    ``votes`` in the layout of `UnVotes`, ``roll_calls`` in that of `UnRollCalls`. Steps:

    1. Votes cast only: 8 absent and 9 not a member are left out.
    2. The year is the calendar year of the day of the roll call (from ``roll_calls``, else the day most of its votes have, else
       1945 + session).
    3. A roll call stays when at least ``dissent`` votes differ from its commonest vote; the patron's own vote counts.
    4. ``important`` (the list of the United States Department of State) and ``un_me`` … are null where not known.

    A roll call with no contrast is left out here. Raises `MissingColumn`, `ParameterError` for a ``dissent`` below 1, `DataError`
    for an unknown vote or a state that votes twice in a roll call.

    >>> votes = pl.DataFrame({"roll_call": [1, 1, 2, 2], "state": [2, 200, 2, 200], "un_vote": [1, 3, 1, 1],
    ...     "un_vote_session": [50] * 4, "un_vote_date": [None] * 4})
    >>> ballots(votes, None, Years(1995, 1995)).select("roll_call", "state", "year", "vote").rows()
    [(1, 2, 1995, 1), (1, 200, 1995, 3)]
    """
    if type(dissent) is not int or dissent < 1:
        raise ParameterError(
            f"dissent is a whole number of votes from 1 up, not {dissent!r}. 1 leaves unanimous roll calls out."
        )
    check_votes(votes)
    cast = votes.filter(pl.col("un_vote") <= 3)
    kept = cast.group_by("roll_call").agg((pl.col("un_vote") == code).sum().alias(f"n{code}") for code in (1, 2, 3))
    counts = pl.sum_horizontal("n1", "n2", "n3") - pl.max_horizontal("n1", "n2", "n3")
    contested = kept.filter(counts >= dissent).select("roll_call")
    dated = contested.join(described(cast, roll_calls), on="roll_call").filter(
        pl.col("year").is_between(years.first, years.last)
    )
    return (
        cast.select("roll_call", "state", vote=pl.col("un_vote").cast(pl.Int8))
        .join(dated, on="roll_call")
        .sort("roll_call", "state")
    )


def check_votes(votes: pl.DataFrame) -> None:
    """Raise for a table of votes that cannot be used."""
    lacking = [
        name
        for name in ("roll_call", "state", "un_vote", "un_vote_session", "un_vote_date")
        if name not in votes.columns
    ]
    if lacking:
        raise MissingColumn(f"the votes lack {', '.join(lacking)}. Give the table of the dataset un_votes.")
    odd = votes.filter(~pl.col("un_vote").is_in([1, 2, 3, 8, 9]).fill_null(False))
    if odd.height:
        value = odd["un_vote"][0]
        raise DataError(
            f"a vote is {value!r}, none of 1 yes, 2 abstain, 3 no, 8 absent, 9 not a member. Correct or drop it."
        )
    twice = votes.filter(votes.select("roll_call", "state").is_duplicated())
    if twice.height:
        call, state = twice.select("roll_call", "state").sort("roll_call", "state").row(0)
        raise DataError(f"the state {state} votes twice in the roll call {call}. Keep one vote.")


def described(cast: pl.DataFrame, roll_calls: pl.DataFrame | None) -> pl.DataFrame:
    """Year, importance and issues of every roll call."""
    issues = [f"un_{key}" for key in ISSUES]
    day = pl.col("un_vote_date").cast(pl.Date).drop_nulls()
    own = cast.group_by("roll_call").agg(day=day.mode().min(), session=pl.col("un_vote_session").first())
    if roll_calls is None or numbered_by_session(cast):
        numbers = ["importantvote", *issues]
        known = pl.DataFrame(schema={"rcid": pl.Int64, "un_date": pl.Date} | dict.fromkeys(numbers, pl.Float64))
    else:
        known = roll_calls.select("rcid", "un_date", "importantvote", *issues)
    table = own.join(known, left_on="roll_call", right_on="rcid", how="left")
    year = pl.coalesce(pl.col("un_date").dt.year(), pl.col("day").dt.year(), pl.col("session") + FIRST_SESSION)
    return table.select(
        "roll_call",
        year=year.cast(pl.Int64),
        important=pl.col("importantvote").cast(pl.Int8),
        **{name: pl.col(name).cast(pl.Int8) for name in issues},
    )


def numbered_by_session(cast: pl.DataFrame) -> bool:
    """Are the roll calls numbered session * 1000 + number, so that they cannot be matched with their descriptions?

    Some such numbers are also publisher's numbers of other roll calls: a match would be false.
    """
    if "un_resid" not in cast.columns:
        return False
    return bool((cast["roll_call"] == cast["un_resid"]).fill_null(False).all())


def read_ballots(
    library: Library, years: Years, *, votes: pl.DataFrame | None = None, dissent: int = DISSENT
) -> pl.DataFrame:
    """`ballots` of the library's datasets; ``votes`` takes their place. Raises `MissingSource`.

    The votes are those whose numbers the table of roll calls knows (un_votes_package); without them, un_votes.
    """
    known = UnVotesPackage() if library.has(UnVotesPackage()) or not library.has(UnVotes()) else UnVotes()
    given = library.table(known) if votes is None else votes
    calls = library.table(UnRollCalls()) if library.has(UnRollCalls()) else None
    return ballots(given, calls, years, dissent=dissent)


def agreement(cast: pl.DataFrame, patron: int) -> pl.DataFrame:
    """Every other state's agreement with the patron on the roll calls on which the patron voted: the rows with ``agreement``.

    1 the same vote, .5 an abstention against yes or no, 0 yes against no (SCIENCE E1). Raises `UnknownName` when the patron never voted.

    >>> cast = pl.DataFrame({"roll_call": [1, 1, 1], "state": [2, 20, 200], "vote": [1, 2, 3]})
    >>> agreement(cast, 2).select("state", "agreement").rows()
    [(20, 0.5), (200, 0.0)]
    """
    own = cast.filter(pl.col("state") == patron).select("roll_call", own="vote")
    if own.is_empty():
        raise UnknownName(
            "voter",
            patron,
            remedy="It cast no vote in a contested roll call of these years; name another patron, or other years.",
        )
    apart = (pl.col("vote").cast(pl.Float64) - pl.col("own")).abs()
    return (
        cast.filter(pl.col("state") != patron)
        .join(own, on="roll_call")
        .with_columns(agreement=1 - apart / 2)
        .drop("own")
        .sort("roll_call", "state")
    )


def cells(rows: pl.DataFrame, *more: str) -> pl.DataFrame:
    """Mean agreement and number of votes by state, year and further columns, sorted: one row a cell.

    >>> rows = pl.DataFrame({"state": [20, 20], "year": [1995, 1995], "agreement": [1.0, 0.5]})
    >>> cells(rows).rows()
    [(20, 1995, 0.75, 2)]
    """
    keys = ["state", "year", *more]
    return rows.group_by(keys).agg(pl.col("agreement").mean(), votes=pl.len().cast(pl.Int64)).sort(keys)


def joined(table: pl.DataFrame, allies: pl.DataFrame) -> pl.DataFrame:
    """The cells with ``ally``, 1 or 0; treaties cover every state, so no row there is no alliance.

    >>> joined(pl.DataFrame({"state": [20, 40], "year": [1995, 1995]}), pl.DataFrame({"state": [20], "year": [1995]})).rows()
    [(20, 1995, 1.0), (40, 1995, 0.0)]
    """
    marked = allies.select("state", "year", ally=pl.lit(1.0))
    return table.join(marked, on=["state", "year"], how="left", maintain_order="left").with_columns(
        pl.col("ally").fill_null(0.0)
    )


@dataclass(frozen=True, eq=False)
class Cells:
    """A panel of cells as grids: ``outcome`` (states, years), NaN where nobody voted; ``ally`` (states, years), 1 or 0.

    Years run without gaps. Between a state's first and last vote ``ally`` is what the treaties say; outside it is NaN.
    """

    states: tuple[int, ...]
    years: tuple[int, ...]
    outcome: Floats
    ally: Floats

    @classmethod
    def of(cls, table: pl.DataFrame, allies: pl.DataFrame) -> Cells:
        """From one row a state and year (``agreement``) and the state-years of alliance.

        >>> table = pl.DataFrame({"state": [20, 20, 40], "year": [1995, 1997, 1996], "agreement": [0.5, 0.7, 0.1]})
        >>> grid = Cells.of(table, pl.DataFrame({"state": [20, 20], "year": [1996, 1997]}))
        >>> grid.outcome.tolist(), grid.ally.tolist()
        ([[0.5, nan, 0.7], [nan, 0.1, nan]], [[0.0, 1.0, 1.0], [nan, 0.0, nan]])
        """
        states, year = table["state"].unique().sort().to_numpy(), table["year"].to_numpy()
        if not len(states):
            raise DataError("no state shares a contested roll call with the patron. Take other years.")
        years = np.arange(year.min(), year.max() + 1)
        outcome, ally = (np.full((len(states), len(years)), np.nan) for _ in range(2))
        outcome[np.searchsorted(states, table["state"].to_numpy()), year - years[0]] = table["agreement"].to_numpy()
        seen = ~np.isnan(outcome)
        inside = (np.cumsum(seen, axis=1) > 0) & (np.cumsum(seen[:, ::-1], axis=1)[:, ::-1] > 0)
        ally[inside] = 0.0
        within = allies.filter(
            pl.col("state").is_in(states.tolist()) & pl.col("year").is_between(int(years[0]), int(years[-1]))
        )
        row, column = np.searchsorted(states, within["state"].to_numpy()), within["year"].to_numpy() - years[0]
        ally[row, column] = np.where(inside[row, column], 1.0, np.nan)
        return cls(tuple(states.tolist()), tuple(years.tolist()), outcome, ally)


def switchers(grid: Cells) -> pl.DataFrame:
    """Every change of alliance between a state's first and last vote: state, year (the first of the new standing), event.

    ``event`` is ``entry`` or ``exit``. An alliance that holds in a state's first year is no entry.
    """
    rows: list[tuple[int, int, str]] = []
    for state, standing in zip(grid.states, grid.ally, strict=True):
        step = np.diff(standing)
        rows += [
            (state, grid.years[k + 1], "entry" if step[k] > 0 else "exit") for k in np.flatnonzero(np.nan_to_num(step))
        ]
    schema = {"state": pl.Int64, "year": pl.Int64, "event": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("state", "year")


def first_switch(grid: Cells, event: str) -> np.ndarray:
    """The year of each state's first switch of that kind; 0 never, −1 not at risk: allied at first (entry), or never an ally (exit)."""
    found = np.zeros(len(grid.states), dtype=np.int64)
    start, end = (0.0, 1.0) if event == "entry" else (1.0, 0.0)
    for k, standing in enumerate(grid.ally):
        known = np.flatnonzero(~np.isnan(standing))
        at_risk = known[:1] if event == "entry" else known[standing[known] == start][:1]
        if not len(at_risk) or standing[at_risk[0]] != start:
            found[k] = -1
            continue
        after = known[(known > at_risk[0]) & (standing[known] == end)]
        found[k] = grid.years[after[0]] if len(after) else 0
    return found


def censored(grid: Cells, event: str, switch: np.ndarray | Sequence[int]) -> Floats:
    """The outcome with the years left out in which a state's standing is not what the first switch says.

    Entry: the years after a later exit. Exit: the years before the alliance, and those after a re-entry.
    """
    years = np.array(grid.years)
    treated = (np.asarray(switch)[:, None] > 0) & (years >= np.asarray(switch)[:, None])
    wanted = treated if event == "entry" else ~treated
    wrong = (grid.ally == 1) != wanted
    late = np.cumsum(wrong & treated, axis=1) > 0
    return np.where(wrong | late | (np.asarray(switch) < 0)[:, None], np.nan, grid.outcome)
