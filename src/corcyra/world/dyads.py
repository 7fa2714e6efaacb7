"""State-years and dyad-years: who was in the system, and which pairs existed together on at least one common day.

A dyad-year counted from two yearly lists can pair states that never met: East Germany and united Germany in 1990.
Such false dyads are never made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from corcyra.errors import ParameterError, SpanError
from corcyra.world.spells import check_word, join, membership, states
from corcyra.world.time import Span

__all__ = ["RULES", "coexisted", "dyad_columns", "dyad_years", "state_days", "state_years"]

Whole = NDArray[np.int64]
RULES = {"any-day": None, "jan-1": (1, 1), "jul-1": (7, 1), "dec-31": (12, 31)}
"""The day that decides whether a state counts in a year; ``any-day`` is COW's own rule for its yearly list."""


def coexisted(first: int, second: int, system: str = "cow") -> tuple[Span, ...]:
    """The spans of days on which both numbers were in the system, in order; empty when they never were.

    Raises `UnknownName` for a number that the system never had.

    >>> coexisted(260, 255), coexisted(678, 680)[0].end
    ((), datetime.date(1990, 5, 21))
    """
    common = []
    for one in membership(first, system):
        for other in membership(second, system):
            if one.meets(other):
                ends = [end for end in (one.end, other.end) if end is not None]
                common.append(Span(max(one.start, other.start), min(ends, default=None)))
    return tuple(sorted(common, key=lambda span: span.start))


def state_years(
    years: Iterable[int], states: Sequence[int] | None = None, *, system: str = "cow", rule: str = "any-day"
) -> Whole:
    """Rows ``(state, year)`` of membership, sorted; all states of the system when none are named.

    Raises `UnknownName` for a number that the system never had, `ParameterError` for an unknown rule or system.

    >>> state_years([1990, 1991, 1992], [371]).tolist(), len(state_years([1990], [255, 260, 265]))
    ([[371, 1991], [371, 1992]], 3)
    >>> state_years([1990], [255, 260, 265], rule="jul-1").tolist()
    [[260, 1990], [265, 1990]]
    """
    codes, starts, ends = intervals(states, system)
    wanted = np.array(sorted(set(years)), dtype=np.int64)
    first, last = windows(wanted, rule)
    inside = (starts[:, None] <= last[None, :]) & (ends[:, None] >= first[None, :])
    which, when = np.nonzero(inside)
    return unique(np.stack([codes[which], wanted[when]], axis=1))


def state_days(
    first: date, last: date, states: Sequence[int] | None = None, *, system: str = "cow"
) -> tuple[Whole, Whole]:
    """Columns of states and of days (proleptic ordinals) of membership from the first day to the last, sorted.

    Raises `SpanError` when the days are reversed, `UnknownName` for a number that the system never had.

    >>> code, day = state_days(date(1990, 10, 2), date(1990, 10, 3), [255, 260])
    >>> list(zip(code.tolist(), map(str, map(date.fromordinal, day.tolist()))))
    [(255, '1990-10-03'), (260, '1990-10-02')]
    """
    if last < first:
        raise SpanError(f"the days {first} to {last} are reversed. Give the first day first: {last} to {first}.")
    codes, starts, ends = intervals(states, system)
    low, high = np.maximum(starts, first.toordinal()), np.minimum(ends, last.toordinal())
    length = np.maximum(high - low + 1, 0)
    offset = np.repeat(low - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    return np.repeat(codes, length), np.arange(offset.size) + offset


def dyad_years(
    years: Iterable[int],
    states: Sequence[int] | None = None,
    *,
    directed: bool = False,
    system: str = "cow",
    rule: str = "any-day",
) -> Whole:
    """Rows ``(state1, state2, year)`` of pairs with a common day in the year, sorted by pair and year.

    1. Clip every span of membership to the year (or to the rule's day).
    2. A pair is kept when some span of the one and some span of the other overlap.
    3. Undirected: lower code first, once. Directed: both orders, ``(state, other, year)``.

    Raises as `state_years`.

    >>> dyad_years([1990], [255, 260, 265, 290]).tolist()
    [[255, 290, 1990], [260, 265, 1990], [260, 290, 1990], [265, 290, 1990]]
    >>> len(dyad_years([1990], [255, 260, 265, 290], directed=True))
    8
    """
    return np.stack(dyad_columns(years, states, directed=directed, system=system, rule=rule), axis=1)


def dyad_columns(
    years: Iterable[int],
    states: Sequence[int] | None = None,
    *,
    directed: bool = False,
    system: str = "cow",
    rule: str = "any-day",
) -> tuple[Whole, Whole, Whole]:
    """The rows of `dyad_years` as three columns, all years at once.

    1. Every two spans of two numbers, in the order of their numbers and days, with their common days.
    2. Of the years wanted, those with a deciding day among the common days are one run, from ``low`` to ``high``.
    3. Two spans of a pair may end and begin in one year: the later run then starts after the earlier one.
    4. Write every run out.

    Raises as `state_years`.

    >>> [column.tolist() for column in dyad_columns([1990, 1991], [255, 260, 290])]
    [[255, 255, 260], [290, 290, 290], [1990, 1991, 1990]]
    """
    codes, starts, ends = intervals(states, system)
    wanted = np.array(sorted(set(years)), dtype=np.int64)
    first, last = windows(wanted, rule)
    one, other = meetings(codes, starts, ends, directed)
    low = np.searchsorted(last, np.maximum(starts[one], starts[other]), "left")
    high = np.searchsorted(first, np.minimum(ends[one], ends[other]), "right")
    again = (codes[one][1:] == codes[one][:-1]) & (codes[other][1:] == codes[other][:-1])
    low[1:] = np.where(again, np.maximum(low[1:], high[:-1]), low[1:])
    length = np.maximum(high - low, 0)
    offset = np.repeat(low - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
    return np.repeat(codes[one], length), np.repeat(codes[other], length), wanted[np.arange(offset.size) + offset]


def meetings(codes: Whole, starts: Whole, ends: Whole, directed: bool) -> tuple[Whole, Whole]:
    """Which two spans of different numbers share a day: their places, sorted by the two numbers and the first day."""
    meet = np.maximum(starts[:, None], starts) <= np.minimum(ends[:, None], ends)
    one, other = np.nonzero(meet & (codes[:, None] != codes if directed else codes[:, None] < codes))
    order = np.lexsort((np.maximum(starts[one], starts[other]), codes[other], codes[one]))
    return one[order], other[order]


def intervals(chosen: Sequence[int] | None, system: str) -> tuple[Whole, Whole, Whole]:
    """Codes, first and last days (proleptic ordinals) of all spans of membership."""
    if chosen is not None:
        spans = [(code, span) for code in sorted(set(chosen)) for span in membership(code, system)]
    else:  # all at once: asking for the membership of each code walks through the whole list each time
        held: dict[int, list[Span]] = {}
        for state in states(system=system):
            held.setdefault(state.code(system) or 0, []).append(state.span)
        spans = [(code, span) for code in sorted(held) for span in join(held[code])]
    ends = [(span.end or date.max).toordinal() for _, span in spans]
    columns = ([code for code, _ in spans], [span.start.toordinal() for _, span in spans], ends)
    one, two, three = (np.array(column, dtype=np.int64) for column in columns)
    return one, two, three


def windows(years: Whole, rule: str) -> tuple[Whole, Whole]:
    """First and last deciding day of each year, as ordinals.

    Raises `ParameterError` for an unknown rule or a year outside 1 to 9999.
    """
    check_word("rule", rule, tuple(RULES))
    if years.size and (years[0] < 1 or years[-1] > date.max.year):
        raise ParameterError(f"the years {years[0]} to {years[-1]} are no calendar years. Give years from 1 to 9999.")
    day = RULES[rule]
    first = [date(year, *(day or (1, 1))).toordinal() for year in years.tolist()]
    last = [date(year, *(day or (12, 31))).toordinal() for year in years.tolist()]
    return np.array(first, dtype=np.int64), np.array(last, dtype=np.int64)


def unique(rows: Whole) -> Whole:
    """The rows sorted, each once."""
    return np.unique(rows, axis=0)
