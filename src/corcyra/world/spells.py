"""States through time: their codes in two systems, ISO-3, names, and the days on which each held.

A `State` is one spell: a row of days on which its name and its codes did not change. Germany has five: Prussia, Germany
to 1945, the Federal Republic before and after COW lists it, Germany since 1990. So a code is read off a spell, and the
code you get depends on the date.

The two lists are Correlates of War, State System Membership v2016 (Correlates of War Project 2017), and Gleditsch and
Ward (1999) with later updates and their list of microstates. Both stop at a day (2016-12-31; 2020-12-31): that
is a release, not the end of a state. Rule (ours): members on the last day of a list are taken to continue.

>>> [(state.name, state.cow) for state in spells() if state.gw == 340]
[('Serbia', 345), ('Serbia', 345)]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

from corcyra.errors import ParameterError, SpanError, UnknownName
from corcyra.world.rows import TABLES, Row, read_rows
from corcyra.world.time import Span

__all__ = ["State", "System", "When", "membership", "spells", "states"]

System = Literal["cow", "gw", "gw+micro"]
When = date | int | None
"""A day; or a year, which means any day in it and, where that is ambiguous, the latest; or `None`, the latest of all."""

SYSTEMS = ("cow", "gw", "gw+micro")
COLUMNS = ("state", "cow", "gw", "microstate", "iso3", "abbreviation", "name", "start", "end", "note")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class State:
    """One spell of a state.

    ``number`` names the state whatever the list and day: its COW number, or the Gleditsch-Ward number of the few that
    COW never listed. ``cow`` and ``gw`` are its numbers in the two systems during this spell, `None` while a system does not list
    it. ``iso3`` is `None` where ISO 3166 gives none; a present code is carried back to earlier spells of the same
    state, but not to a predecessor of another name and extent (Prussia, Sardinia). ``abbreviation`` is COW's.
    ``microstate`` marks numbers from Gleditsch and Ward's separate list of microstates.
    """

    number: int
    cow: int | None
    gw: int | None
    iso3: str | None
    name: str
    abbreviation: str
    span: Span
    microstate: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if self.cow is None and self.gw is None:
            raise ParameterError(f"{self.name} has neither a COW nor a Gleditsch-Ward number. Give at least one.")

    def __str__(self) -> str:
        end = "" if self.span.end is None else self.span.end
        return f"{self.name} (COW {self.cow or 'none'}, GW {self.gw or 'none'}, {self.iso3 or 'no ISO-3'}; {self.span.start} to {end})"

    def code(self, system: str = "cow") -> int | None:
        """The number in a system during this spell, or `None`. Raises `ParameterError` for an unknown system.

        >>> serbia = next(state for state in spells() if state.gw == 340)
        >>> serbia.code("cow"), serbia.code("gw")
        (345, 340)
        """
        check_word("system", system, SYSTEMS)
        if system == "cow":
            return self.cow
        return None if self.microstate and system == "gw" else self.gw


def check_word(what: str, given: str, wanted: Sequence[str]) -> None:
    """Raise `ParameterError` when a word is none of those wanted."""
    if given not in wanted:
        raise ParameterError(f"unknown {what} {given!r}. Use one of: {', '.join(wanted)}.")


@cache
def spells() -> tuple[State, ...]:
    """Every spell of every state, sorted by number and first day."""
    return tuple(map(spell, read_rows(TABLES / "states.csv", COLUMNS)))


def spell(row: Row) -> State:
    """One row of the table."""
    return State(
        number=row.whole("state") or 0,
        cow=row.whole("cow"),
        gw=row.whole("gw"),
        iso3=row["iso3"] or None,
        name=row["name"],
        abbreviation=row["abbreviation"],
        span=row.span(),
        microstate=row["microstate"] == "1",
        note=row["note"],
    )


def fits(span: Span, on: When) -> bool:
    """Does the span cover the day, or share a day with the year? Always, for `None`."""
    if on is None:
        return True
    return span.covers(on) if isinstance(on, date) else span.touches(on)


def states(on: When = None, system: str = "cow") -> tuple[State, ...]:
    """The states in a system on a day, or in any part of a year; without a date, every spell; sorted by code and day.

    ``system`` is ``cow``, ``gw`` (independent states) or ``gw+micro`` (with the microstates).
    Raises `ParameterError` for an unknown system.

    >>> len(states(date(1816, 1, 1))), len(states(date(2016, 12, 31)))
    (23, 195)
    """
    found = [(code, state) for state in spells() if (code := state.code(system)) is not None and fits(state.span, on)]
    return tuple(state for _, state in sorted(found, key=lambda pair: (pair[0], pair[1].span.start)))


@cache
def membership(code: int, system: str = "cow") -> tuple[Span, ...]:
    """The spans of days on which a number was in a system, in order; adjoining spells are joined.

    Raises `UnknownName` for a number that the system never had.

    >>> [str(span.start) for span in membership(210)], membership(260)[0].end
    (['1816-01-01', '1945-06-26'], datetime.date(1990, 10, 2))
    """
    found = [state.span for state in states(system=system) if state.code(system) == code]
    if not found:
        known = sorted({each for state in states(system=system) if (each := state.code(system)) is not None})
        near = sorted(known, key=lambda each: (abs(each - code), each))[:3]
        raise UnknownName(f"number in the system {system!r}", code, tuple(map(str, sorted(near))))
    return join(found)


def join(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that adjoin or overlap made one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        last = joined[-1] if joined else None
        if last is not None and (last.end is None or span.start <= last.end + DAY):
            ends = (last.end, span.end)
            joined[-1] = Span(last.start, None if None in ends else max(end for end in ends if end is not None))
        else:
            joined.append(span)
    return tuple(joined)


def check_when(on: When) -> None:
    """Raise `SpanError` for a date that is neither a day nor a year."""
    if isinstance(on, bool | datetime) or not (on is None or isinstance(on, date | int)):
        raise SpanError(f"{on!r} is neither a day nor a year. Give a datetime.date or a whole number.")
