"""Codes: one state's, or a whole column's, from any code or name to another, by date; what fails is reported, not dropped.

`code` and `convert` take anything and go one by one; `crosswalk` turns numbers of one system into those of another for whole
years at once, as joins of long tables need it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from corcyra.errors import JoinError, UnknownName
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word, spells
from corcyra.world.states import State, When, find
from corcyra.world.time import Span, Years

__all__ = ["Conversion", "Crosswalk", "Failure", "code", "convert", "crosswalk"]

TARGETS = ("cow", "gw", "iso3", "name")
CODES = 1000
"""Numbers of states have at most three digits in both systems."""

Whole = NDArray[np.int64]


def code(query: str | int, to: str = "cow", on: When = None, *, by: str = "any") -> int | str:
    """A state's ``cow`` or ``gw`` number, ``iso3`` or ``name`` on a day, in a year (its latest spell), or at the latest.

    Raises `UnknownName` when there is no such state, or when it has no such code on that date.

    >>> code("Serbia", "gw", 2010), code("Serbia", "cow", 2010), code(260, "name", 2010, by="gw")
    (340, 345, 'Germany')
    >>> code("Netherlands", "cow", date(1942, 1, 1))
    Traceback (most recent call last):
        ...
    corcyra.errors.UnknownName: unknown cow code of Netherlands on 1942-01-01. Netherlands (COW none, GW 210, NLD;
    1940-07-15 to 1945-06-25) has none then. Ask for another date or system.
    """
    check_word("target", to, TARGETS)
    state = find(query, on, by=by)
    found = read(state, to)
    if found is None:
        when = "" if on is None else f" on {on}" if isinstance(on, date) else f" in {on}"
        remedy = f"{state} has none then. Ask for another date or system."
        raise UnknownName(f"{to} code of", Bare(f"{state.name}{when}"), remedy=remedy)
    return found


@dataclass(frozen=True)
class Bare:
    """Text that an error shows without quotes."""

    text: str

    def __repr__(self) -> str:
        return self.text


def read(state: State, to: str) -> int | str | None:
    """One code of a spell."""
    return {"cow": state.cow, "gw": state.gw, "iso3": state.iso3, "name": state.name}[to]


@dataclass(frozen=True)
class Failure:
    """What could not be converted: its place in the input (from 0), the value, and why."""

    place: int
    given: str | int
    reason: str


@dataclass(frozen=True)
class Conversion:
    """A converted column: ``values`` in the order given, `None` where it failed, and the ``failures``."""

    values: tuple[int | str | None, ...]
    failures: tuple[Failure, ...]

    def whole(self) -> tuple[int | str, ...]:
        """The values when nothing failed.

        Raises `JoinError` that counts the failures and names the first five.
        """
        if self.failures:
            first = " | ".join(failure.reason for failure in self.failures[:5])
            raise JoinError(f"{len(self.failures)} of {len(self.values)} values have no such code: {first}")
        return tuple(value for value in self.values if value is not None)


def convert(
    queries: str | int | Iterable[str | int], to: str = "cow", on: When | Sequence[When] = None, *, by: str = "any"
) -> Conversion:
    """Convert a column, or one value; ``on`` is one date for all, or one for each value.

    Raises `JoinError` when the dates are not as many as the values, `ParameterError` for an unknown ``to`` or ``by``.

    >>> done = convert([255, 260, 816, 9999], "iso3", [1900, 1980, 1970, 1970])
    >>> done.values
    ('DEU', 'DEU', 'VNM', None)
    >>> done.failures[0].reason
    'unknown state 9999 in 1970. Nearest: 990, 987, 986. Use one of these.'
    """
    given = (queries,) if isinstance(queries, str | int) else tuple(queries)
    dates = tuple(on) if isinstance(on, Sequence) else (on,) * len(given)
    if len(dates) != len(given):
        raise JoinError(f"{len(given)} values but {len(dates)} dates. Give one date for all, or one for each value.")
    known: dict[tuple[str | int, When], int | str | UnknownName] = {}
    for pair in zip(given, dates, strict=True):
        if pair not in known:
            known[pair] = attempt(*pair, to, by)
    found = [known[pair] for pair in zip(given, dates, strict=True)]
    values = tuple(None if isinstance(each, UnknownName) else each for each in found)
    failures = tuple(
        Failure(place, given[place], str(each)) for place, each in enumerate(found) if isinstance(each, UnknownName)
    )
    return Conversion(values, failures)


def attempt(query: str | int, on: When, to: str, by: str) -> int | str | UnknownName:
    """The code, or the error instead of raising it."""
    try:
        return code(query, to, on, by=by)
    except UnknownName as problem:
        return problem


@dataclass(frozen=True, eq=False)
class Crosswalk:
    """From (code, year) to code: two tables of shape (1000, years), read-only.

    ``codes`` holds the number in the other system, -1 where there is none; ``until`` the last day of the year (proleptic
    ordinal) on which the two numbers meant the same state, 0 where there was none.
    """

    years: Years
    codes: Whole
    until: Whole

    def find(self, codes: Whole, years: Whole) -> Whole:
        """The number of each code in its year, -1 where there is none or the year is outside ``years``."""
        return self._read(self.codes, codes, years, -1)

    def last_day(self, codes: Whole, years: Whole) -> Whole:
        """The last day on which each conversion held in its year (ordinal), 0 where there is none."""
        return self._read(self.until, codes, years, 0)

    def _read(self, table: Whole, codes: Whole, years: Whole, absent: int) -> Whole:
        inside = (codes >= 0) & (codes < CODES) & (years >= self.years.first) & (years <= self.years.last)
        found = table[np.where(inside, codes, 0), np.where(inside, years - self.years.first, 0)]
        return np.where(inside, found, absent)


@cache
def crosswalk(source: str, target: str, years: Years, rule: str = "dec-31") -> Crosswalk:
    """Numbers of the system ``source`` as those of ``target``, year by year.

    1. Two numbers mean the same state on the days on which one spell of a `State` has both.
    2. Of a year with several such spells, the one decides that stands on the rule's day; where none does, and for
       ``any-day``, the latest of the year.

    So a number may be that of two others within a year, and two may become one. Gleditsch and Ward's 260 is COW's 255 in
    1990 (260 until 2 October), and both of these are 260. Their Yemen 678 is COW's 679 from 22 May 1990, Serbia's 340 is
    345 throughout. COW's 816 and theirs agree; South Vietnam has 817 in both. Where the lists disagree on whether there was a state at all,
    there is no number: Canada 1867 to 1919 is on Gleditsch and Ward's list alone.

    Raises `ParameterError` for an unknown system or rule.

    >>> walk = crosswalk("gw", "cow", Years(1989, 1990))
    >>> walk.find(np.array([260, 260, 678, 396]), np.array([1989, 1990, 1990, 1990])).tolist()
    [260, 255, 679, -1]
    """
    check_word("rule", rule, tuple(RULES))
    codes = np.full((CODES, len(years)), -1, dtype=np.int64)
    until = np.zeros((CODES, len(years)), dtype=np.int64)
    ends = np.array([date(year, 12, 31).toordinal() for year in years], dtype=np.int64)
    ordered = sorted(spells(), key=lambda each: each.span.start)
    for day in (None, RULES[rule]):  # the latest of the year first, then over it what stands on the rule's day
        for state in ordered:
            one, other = state.code(source), state.code(target)
            if one is not None and other is not None:
                place = run(state.span, years, day)
                codes[one, place] = other
                until[one, place] = np.minimum(ends[place], (state.span.end or date.max).toordinal())
    codes.flags.writeable = until.flags.writeable = False
    return Crosswalk(years, codes, until)


def run(span: Span, years: Years, day: tuple[int, int] | None) -> slice:
    """The places of the years that a span touches, or in which it covers the day."""
    end = span.end or date.max
    low, high = span.start.year, end.year
    if day is not None:
        low += span.start > date(low, *day)
        high -= end < date(high, *day)
    low, high = max(low, years.first), min(high, years.last)
    return slice(low - years.first, max(low, high + 1) - years.first)
