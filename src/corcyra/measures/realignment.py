"""Did a state realign at an event, by how much, compared with whom, since when, and away from or toward whom (SCIENCE F6)?

Pure computation on ideal points of any kind: a table of ``state``, ``session`` and ``point``. A session of the United Nations
General Assembly opens in September of 1945 + its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import DataError, ParameterError
from corcyra.measures.realignments.grid import Grid, agreement, banded, grid_of, opened, spread
from corcyra.measures.realignments.meaning import meaning

__all__ = ["FIRST", "Realignment", "opens", "realignment", "windows"]

Floats = NDArray[np.float64]
FIRST = 1945
"""Session n opens in the autumn of 1945 + n (the publisher's reading; Bailey, Strezhnev and Voeten 2017)."""
AROUND = 5
"""Sessions shown before and after the windows. Ours: enough to see whether the state had been on its way."""
NOTHING = 1e-12
"""A change of distance below this is rounding."""
BEFORE, AFTER = 4, 3
"""Sessions of the windows that `windows` chooses. Ours: the windows of SCIENCE F6."""


@dataclass(frozen=True, eq=False)
class Realignment:
    """What the votes say of a turn. All intervals are the central 90 %, missing where the points came without deviations or draws.

    ``path``: ``state``, ``session``, ``role`` (state, compared, power), ``point``, ``low``, ``high``.
    ``change``: for each state with votes in both windows the mean ``before`` and ``after``, their difference ``change``, and ``rank``
    (1 is the largest move in the direction of the state studied) among ``n`` states.
    ``did``: the change less the mean change of the compared states; the first row uses all, each other leaves one (``without``) out.
    ``timing``: the ``step`` of each session from the last before the event's windows on; shares of the move up to the first session
    of the window after (``share_first``) and up to its last (``share_last``). Shares add up to 1, and one can lie outside 0 to 1.
    ``predates``: the ``share`` of each of the two moves (``move``, its interval, and the part ``before_event``) in sessions that
    opened before the event.
    ``distance``: the distance to each power by session, and ``gap``, the state's point less the power's.
    ``direction``: mean distance to each power in both windows and its ``change``; ``moved`` away or toward; ``crossed`` where the
    state's mean was above the power's in one window and below it in the other; the same between the two sessions nearest the event
    (``last_before``, ``first_after``, ``step``); the share of identical votes in both windows (``agree_before``, ``agree_after``) where
    the points come with it. Null where the power has no votes.
    ``meaning``: sentences made from these tables. ``left_out``: sessions of the windows in which the state has no point.
    """

    state: int
    event: date
    before: tuple[int, ...]
    after: tuple[int, ...]
    compare: tuple[int, ...]
    toward: tuple[int, ...]
    left_out: tuple[int, ...]
    path: pl.DataFrame
    change: pl.DataFrame
    did: pl.DataFrame
    timing: pl.DataFrame
    predates: pl.DataFrame
    distance: pl.DataFrame
    direction: pl.DataFrame
    meaning: tuple[str, ...]

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table by name, in the order in which one reads them."""
        names = ("change", "did", "predates", "timing", "direction", "distance", "path")
        return {name: getattr(self, name) for name in names}

    def __repr__(self) -> str:
        return f"<Realignment: {self.meaning[0]}>"


def opens(session: int) -> date:
    """The day on which a session opens, taken as 15 September (ours: the true day is between the 5th and the 21st in most years).

    >>> opens(60)
    datetime.date(2005, 9, 15)
    """
    return date(FIRST + session, 9, 15)


def windows(event: date) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Sessions before and after an event: the session under way is in neither; four before it, three after it.

    Raises `ParameterError` for an event before the Assembly has four sessions behind it.

    >>> windows(date(2005, 5, 13))
    ((55, 56, 57, 58), (60, 61, 62))
    """
    under_way = event.year - FIRST - (event <= opens(event.year - FIRST))
    if under_way <= BEFORE:
        raise ParameterError(
            f"the event {event} has fewer than {BEFORE} sessions before it. Give the sessions of both windows."
        )
    return tuple(range(under_way - BEFORE, under_way)), tuple(range(under_way + 1, under_way + 1 + AFTER))


def realignment(
    points: Any,
    state: int,
    *,
    before: Sequence[int],
    after: Sequence[int],
    compare: Sequence[int] = (),
    event: date,
    toward: Sequence[int] = (365, 2, 710),
) -> Realignment:
    """Measure a turn: the state's move between two windows of sessions, against all states, compared states and powers.

    ``points`` is a dataframe with ``state``, ``session``, ``point`` and, for intervals, ``sd`` or ``draws`` (a list of as many numbers in
    each row, the n-th of all rows from one draw). Columns ``agree_NUMBER`` are the shares of votes identical with that state's. Rows
    without a point are left out.

    1. Keep, for all states, those sessions of each window in which the state has a point.
    2. Mean of each window, their difference, and its rank among all states with both windows.
    3. Subtract the mean change of the compared states, of all and without each in turn.
    4. Split the state's own move by session. A session counts as before the event when it opened before it.
    5. Compare distances to each power; a power that is the state itself is left out.

    With ``sd`` the sessions count as independent; they are smoothed, so that intervals of changes are too wide rather than too narrow
    where neighbouring sessions are compared, and too narrow for means. Draws have neither fault. Raises `ParameterError` for windows
    that are empty, meet or stand on the wrong side of the event, and for a state compared with itself; `DataError` for a state without
    points where they are needed, a state-session twice, and bad numbers; `MissingColumn` for a table without the columns.

    >>> table = pl.DataFrame({"state": [1, 1, 1, 2, 2, 2], "session": [58, 59, 60] * 2, "point": [1.0, 0.5, 0, 2, 2, 2.5]})
    >>> found = realignment(table, 1, before=[58], after=[60], event=date(2005, 5, 13), compare=[2], toward=[2])
    >>> found.did["did"].to_list(), found.predates["share"].to_list(), found.direction["moved"].to_list()
    ([-1.5], [0.5, 0.5], ['away'])
    """
    early, late = sessions(before, "before"), sessions(after, "after")
    check(state, early, late, tuple(compare), event)
    powers = tuple(each for each in dict.fromkeys(toward) if each != state)
    table = opened(points)
    check_states(table, state, (*compare, *powers))
    voted = set(table.filter(pl.col("state") == state)["session"])
    kept, later = tuple(s for s in early if s in voted), tuple(s for s in late if s in voted)
    check_windows(state, early, late, kept, later)
    grid = grid_of(table.filter(pl.col("session").is_between(kept[0], later[-1])))
    change, moves = changes(grid, state, kept, later)
    distance, direction = directions(grid, state, kept, later, powers)
    shares = [[agreement(table, state, power, window) for power in powers] for window in (kept, later)]
    for name, values in zip(("agree_before", "agree_after"), shares, strict=True):
        direction = direction.with_columns(pl.Series(name, values, dtype=pl.Float64))
    timing, predates = timings(grid, state, kept[-1], later, event)
    found = {
        "path": path(table, state, tuple(compare), powers, (kept[0] - AROUND, later[-1] + AROUND)),
        "change": change,
        "did": differences(change, moves, state, tuple(compare)),
        "timing": timing,
        "predates": predates,
        "distance": distance,
        "direction": direction,
    }
    left_out = tuple(s for s in (*early, *late) if s not in voted)
    told = meaning(state, event, kept, later, tuple(compare), powers, found)
    return Realignment(state, event, kept, later, tuple(compare), powers, left_out, **found, meaning=told)


def sessions(given: Sequence[int], name: str) -> tuple[int, ...]:
    """The sessions of a window, ascending."""
    if not len(given) or any(not isinstance(each, int | np.integer) or each < 1 for each in given):
        raise ParameterError(
            f"{name} wants session numbers from 1 on, given {list(given)!r}. Session = year of opening - {FIRST}."
        )
    return tuple(sorted({int(each) for each in given}))


def check(state: int, before: tuple[int, ...], after: tuple[int, ...], compare: tuple[int, ...], event: date) -> None:
    """Raise `ParameterError` where the settings contradict each other."""
    if before[-1] >= after[0]:
        raise ParameterError(
            f"the windows meet: before ends with session {before[-1]}, after begins with {after[0]}. Let before end first."
        )
    if not isinstance(event, date):
        raise ParameterError(f"event wants a date, given {event!r}. Give datetime.date(year, month, day).")
    if not opens(before[-1]) < event <= opens(after[0]):
        raise ParameterError(
            f"the event {event} is not between the windows: session {before[-1]} opens on {opens(before[-1])}, session "
            f"{after[0]} on {opens(after[0])}. Move the windows, or correct the date."
        )
    if state in compare:
        raise ParameterError(f"the state {state} is compared with itself. Take it out of compare.")
    if len(set(compare)) < len(compare):
        raise ParameterError(f"compare has a state twice: {list(compare)}. Give each once.")


def check_states(table: pl.DataFrame, state: int, others: Sequence[int]) -> None:
    """Raise `DataError` for a state that has no point at all."""
    known = set(table["state"])
    for each in (state, *others):
        if each not in known:
            raise DataError(f"the points have no state {each}. Check the code (COW numbers in the official estimates).")


def check_windows(
    state: int, early: Sequence[int], late: Sequence[int], kept: Sequence[int], later: Sequence[int]
) -> None:
    """Raise `DataError` where the state has no point in a whole window."""
    for wanted, there in ((early, kept), (late, later)):
        if not there:
            listed = ", ".join(map(str, wanted))
            raise DataError(f"the state {state} has no point in session {listed}. Choose another window.")


def path(
    table: pl.DataFrame, state: int, compare: tuple[int, ...], powers: tuple[int, ...], span: tuple[int, int]
) -> pl.DataFrame:
    """Points and intervals of the state, the compared states and the powers; who is two things has the first role."""
    roles = {**dict.fromkeys(powers, "power"), **dict.fromkeys(compare, "compared"), state: "state"}
    chosen = table.filter(pl.col("state").is_in(list(roles)), pl.col("session").is_between(*span)).sort(
        "state", "session"
    )
    role = pl.col("state").replace_strict(roles, return_dtype=pl.String).alias("role")
    return banded(chosen).with_columns(role).select("state", "session", "role", "point", "low", "high")


def changes(grid: Grid, state: int, before: Sequence[int], after: Sequence[int]) -> tuple[pl.DataFrame, Floats]:
    """The table of changes, and the changes as an array (states of the table, 1 + draws): the estimate first."""
    early, late = grid.mean(before), grid.mean(after)
    both = ~np.isnan(early[:, 0]) & ~np.isnan(late[:, 0])
    moves = (late - early)[both]
    states = np.array(grid.states)[both]
    sign = -1.0 if moves[states.tolist().index(state), 0] < 0 else 1.0
    ranks = ranked(sign * moves)
    low, high = spread(moves)
    rank_low, rank_high = spread(ranks)
    whole = pl.DataFrame({"state": states, "before": early[both, 0], "after": late[both, 0], "change": moves[:, 0]})
    return whole.with_columns(
        low=low,
        high=high,
        rank=pl.Series(ranks[:, 0], dtype=pl.Int64),
        rank_low=rank_low.round().cast(pl.Int64),
        rank_high=rank_high.round().cast(pl.Int64),
        n=pl.lit(len(states)),
    ), moves


def ranked(moves: Floats) -> Floats:
    """The rank of each row in each column, the largest 1; equal ones share the better rank.

    >>> ranked(np.array([[1.0], [3.0], [3.0]])).ravel().tolist()
    [3.0, 1.0, 1.0]
    """
    ordered = np.sort(moves, axis=0)
    columns = range(moves.shape[1])
    above = [len(moves) - np.searchsorted(ordered[:, each], moves[:, each], side="right") for each in columns]
    return np.asarray(np.stack(above, axis=1) + 1, dtype=np.float64)


def differences(change: pl.DataFrame, moves: Floats, state: int, compare: tuple[int, ...]) -> pl.DataFrame:
    """The state's change less the mean change of the compared states, and without each of them."""
    schema = dict.fromkeys(("change", "compared", "did", "low", "high"), pl.Float64)
    place = {each: row for row, each in enumerate(change["state"])}
    for each in compare:
        if each not in place:
            raise DataError(f"the compared state {each} has no point in both windows. Compare with another.")
    out: list[tuple[Any, ...]] = []
    for without in (None, *(compare if len(compare) > 1 else ())) if compare else ():
        others = np.mean([moves[place[each]] for each in compare if each != without], axis=0)
        own = moves[place[state]]
        low, high = spread((own - others)[None])
        out.append((without, own[0], others[0], own[0] - others[0], low[0], high[0]))
    return pl.DataFrame(out, schema={"without": pl.Int64, **schema}, orient="row")


def timings(grid: Grid, state: int, start: int, after: Sequence[int], event: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The state's move by session, and the share of it that predates the event."""
    own = {each: grid.at(state, each) for each in grid.sessions if start <= each <= after[-1]}
    there = [each for each, point in own.items() if not np.isnan(point[0])]
    steps = {now: own[now] - own[last] for last, now in pairwise(there)}
    rows: list[dict[str, Any]] = []
    for last, now in pairwise(there):
        low, high = spread(steps[now][None])
        row = {"session": now, "since": last, "opens": opens(now), "before_event": opens(now) < event}
        row |= {"point": own[now][0], "step": steps[now][0], "low": low[0], "high": high[0]}
        for name, end in (("share_first", after[0]), ("share_last", after[-1])):
            total = own[end][0] - own[start][0]
            row[name] = float(steps[now][0] / total) if now <= end and total else None
        rows.append(row)
    early = np.sum([step for each, step in steps.items() if opens(each) < event], axis=0) + 0 * own[start]
    shares = [predated(start, end, early, own[end] - own[start]) for end in (after[0], after[-1])]
    return pl.DataFrame(
        rows, schema_overrides=dict.fromkeys(("share_first", "share_last", "low", "high"), pl.Float64)
    ), (
        pl.DataFrame(
            shares, schema_overrides=dict.fromkeys(("move_low", "move_high", "share", "low", "high"), pl.Float64)
        )
    )


def predated(start: int, end: int, early: Floats, total: Floats) -> dict[str, Any]:
    """The part of a move that lies before the event; without a move there is no share."""
    share = np.divide(early, total, out=np.full_like(total, np.nan), where=total != 0)
    low, high = spread(share[None])
    least, most = spread(total[None])
    known = None if np.isnan(share[0]) else float(share[0])
    return {
        "first": start, "last": end, "move": float(total[0]), "move_low": least[0], "move_high": most[0],
        "before_event": float(early[0]), "share": known, "low": low[0], "high": high[0],
    }  # fmt: skip


def directions(
    grid: Grid, state: int, before: Sequence[int], after: Sequence[int], powers: tuple[int, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distances to each power by session, and how they changed between the windows."""
    distance: list[dict[str, Any]] = []
    direction: list[dict[str, Any]] = []
    for power in powers:
        gaps = {each: grid.at(state, each) - grid.at(power, each) for each in grid.sessions}
        for each, gap in gaps.items():
            if not np.isnan(gap[0]):
                low, high = spread(np.abs(gap)[None])
                here = {"power": power, "session": each, "distance": float(abs(gap[0])), "gap": float(gap[0])}
                distance.append({**here, "low": low[0], "high": high[0]})
        direction.append({"power": power, **turned(gaps, before, after)})
    numbers = dict.fromkeys(("distance", "gap", "low", "high"), pl.Float64)
    measured = dict.fromkeys(("before", "after", "change", "low", "high"), pl.Float64)
    near = dict.fromkeys(("last_before", "first_after", "step"), pl.Float64)
    words = {"moved": pl.String, "crossed": pl.Boolean}
    return (
        pl.DataFrame(distance, schema={"power": pl.Int64, "session": pl.Int64, **numbers}),
        pl.DataFrame(direction, schema={"power": pl.Int64, **measured, **words, **near}),
    )


def turned(gaps: dict[int, Floats], before: Sequence[int], after: Sequence[int]) -> dict[str, Any]:
    """Away from a power or toward it: nothing where it has no point in one of the windows."""
    early, late = ([gaps[each] for each in window if not np.isnan(gaps[each][0])] for window in (before, after))
    if not early or not late:
        return {}
    near, far = np.abs(early).mean(axis=0), np.abs(late).mean(axis=0)
    low, high = spread((far - near)[None])
    change = float(far[0] - near[0])
    last, first = (float(abs(gaps[each][0])) for each in (before[-1], after[0]))
    sides = np.sign(np.mean(early, axis=0)[0]), np.sign(np.mean(late, axis=0)[0])
    found = {
        "before": float(near[0]), "after": float(far[0]), "change": change, "low": low[0], "high": high[0],
        "moved": "neither" if abs(change) < NOTHING else "away" if change > 0 else "toward", "crossed": bool(sides[0] * sides[1] < 0),
        "last_before": last, "first_after": first, "step": first - last,
    }  # fmt: skip
    return {key: None if isinstance(value, float) and np.isnan(value) else value for key, value in found.items()}
