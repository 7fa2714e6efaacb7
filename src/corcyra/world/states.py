"""Finding states: by number, ISO-3 code, abbreviation or name in any script, on a day or in a year.

>>> find("Germany", date(1980, 6, 1)).cow, find("Germany", date(1990, 10, 3)).cow, find("Russia", 1980).name
(260, 255, 'Soviet Union')
>>> find("Հայաստան") is find("Ermənistan") is find("ermenistan") is find("ARM") is find(371)
True
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from corcyra.errors import UnknownName
from corcyra.world.names import aliases, fold
from corcyra.world.spells import State, System, When, check_when, check_word, fits, join, membership, spells, states
from corcyra.world.time import Span

__all__ = ["By", "State", "System", "When", "find", "membership", "nearest", "search", "spells", "states"]

By = Literal["any", "cow", "gw", "iso3", "abbreviation", "name"]
WAYS = ("any", "cow", "gw", "iso3", "abbreviation", "name")
LAST = 9
"""The rank of an abbreviation that is another state's ISO-3 code: found only when asked for."""
CLOSE = 0.6
"""Least similarity of a suggested name; the default of difflib, kept."""


@dataclass(frozen=True)
class Entry:
    """One way to a spell: the days on which it leads there, how (`By`), and its rank among ways (lower first)."""

    state: State
    span: Span
    by: str
    rank: int


def overlap(one: Span, other: Span) -> Span | None:
    """The common days of two spans."""
    if not one.meets(other):
        return None
    ends = [end for end in (one.end, other.end) if end is not None]
    return Span(max(one.start, other.start), min(ends, default=None))


@cache
def index() -> dict[str, tuple[Entry, ...]]:
    """From a folded name or code in letters to the spells it may mean."""
    found: dict[str, list[Entry]] = {}
    owners: dict[str, set[int]] = {}
    by_number: dict[int, list[State]] = {}
    for state in spells():
        by_number.setdefault(state.number, []).append(state)
        found.setdefault(fold(state.name), []).append(Entry(state, state.span, "name", 1))
        if state.iso3:
            owners.setdefault(fold(state.iso3), set()).add(state.number)
            found.setdefault(fold(state.iso3), []).append(Entry(state, state.span, "iso3", 0))
    letters = [(state.abbreviation, "abbreviation", state, state.span) for state in spells()]
    for alias in aliases():
        for state in by_number[alias.state]:
            common = overlap(state.span, alias.span)
            if common is not None:
                letters.append((alias.text, alias.tag, state, common))
    for text, tag, state, span in letters:
        key = fold(text)
        way = "abbreviation" if tag == "abbreviation" else "iso3" if tag == "iso3-former" else "name"
        taken = way == "abbreviation" and state.number not in owners.get(key, {state.number})
        found.setdefault(key, []).append(Entry(state, span, way, LAST if taken else 3 if way == "abbreviation" else 2))
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def numbers() -> dict[tuple[str, int], tuple[Entry, ...]]:
    """From a system and a number to its spells."""
    found: dict[tuple[str, int], list[Entry]] = {}
    for state in spells():
        for system, code in (("cow", state.cow), ("gw", state.gw)):
            if code is not None:
                found.setdefault((system, code), []).append(Entry(state, state.span, system, 0))
    return {key: tuple(entries) for key, entries in found.items()}


def ways(query: str | int, by: str) -> tuple[Entry, ...]:
    """All entries for a query, whatever the date. A number, also in text, is COW's unless ``by`` says ``gw``."""
    text = str(query).strip()
    if isinstance(query, int) or (text.isascii() and text.isdigit()):
        return numbers().get(("gw" if by == "gw" else "cow", int(text)), ()) if by in {"any", "cow", "gw"} else ()
    entries = index().get(fold(text), ())
    if by == "any":
        return tuple(entry for entry in entries if entry.rank < LAST)
    return tuple(entry for entry in entries if entry.by == by)


def find(query: str | int, on: When = None, *, by: str = "any") -> State:
    """The state meant by a number, an ISO-3 code, an abbreviation or a name in any script.

    1. A number is COW's; pass ``by="gw"`` for Gleditsch and Ward's. Letters are looked up as ISO-3, then as the name
       of a spell, then as an alias, then as COW's abbreviation. Case, accents and punctuation do not matter.
    2. An abbreviation that is another state's ISO-3 code (AUS, MNG, SLV, SWZ …) is read as ISO-3 alone; pass
       ``by="abbreviation"`` for COW's.
    3. Only spells of the day or year ``on`` count. In a year, and without a date, the latest wins.

    Raises `UnknownName` with the nearest names; when the name is known but not for that date, it says when it held;
    `ParameterError` for an unknown ``by``.

    >>> find("AUS").name, find("AUS", by="abbreviation").name, find("DRV").cow
    ('Australia', 'Austria', 816)
    >>> find("USSR", date(2000, 1, 1))
    Traceback (most recent call last):
        ...
    corcyra.errors.UnknownName: unknown state 'USSR' on 2000-01-01. Nearest: Russia. It means Soviet Union
    (1922-12-30 to 1991-12-25). Change the date or the name.
    """
    check_word("by", by, WAYS)
    check_when(on)
    fitting = [entry for entry in ways(query, by) if fits(entry.span, on)]
    if not fitting:
        raise unknown(query, on, by)
    if isinstance(on, date):
        return min(fitting, key=lambda entry: (entry.rank, -entry.span.start.toordinal())).state
    return max(fitting, key=lambda entry: ((entry.span.end or date.max), -entry.rank, entry.span.start)).state


def unknown(query: str | int, on: When, by: str) -> UnknownName:
    """The error for a query without a state: the nearest names, or when the name did hold."""
    entries = ways(query, by)
    given = Given(query, on)
    if not entries:
        other = by in {"any", "cow"} and ways(query, "gw")
        if other:
            remedy = f"It is Gleditsch and Ward's number of {listed(other)}; pass by='gw' for these."
            return UnknownName("state", given, remedy=remedy)
        return UnknownName("state", given, nearest(query, on=on))
    here = [
        state.name
        for state in spells()
        if fits(state.span, on) and state.number in {entry.state.number for entry in entries}
    ]
    remedy = f"It means {listed(entries)}. Change the date or the name."
    return UnknownName("state", given, tuple(dict.fromkeys(here)), remedy=remedy)


@dataclass(frozen=True)
class Given:
    """A query with its date, as an error shows it."""

    query: str | int
    on: When

    def __repr__(self) -> str:
        if self.on is None:
            return repr(self.query)
        return f"{self.query!r} {'on' if isinstance(self.on, date) else 'in'} {self.on}"


def listed(entries: Iterable[Entry]) -> str:
    """``Netherlands (1816-01-01 to 1940-07-14, since 1945-06-26)``: names with the days on which they hold."""
    days: dict[str, list[Span]] = {}
    for entry in entries:
        days.setdefault(entry.state.name, []).append(entry.span)
    return "; ".join(f"{name} ({', '.join(map(told, join(spans)))})" for name, spans in days.items())


def told(span: Span) -> str:
    """A span in words."""
    return f"since {span.start}" if span.end is None else f"{span.start} to {span.end}"


# --- near and like ---------------------------------------------------------------------------------------------------


def nearest(query: str | int, n: int = 3, *, on: When = None) -> tuple[str, ...]:
    """Up to ``n`` names of states nearest to a query that names none; numbers that are nearest, for a number.

    >>> nearest("Armennia")[0], nearest(374, 2)
    ('Armenia', ('373', '375'))
    """
    text = str(query).strip()
    if text.isascii() and text.isdigit():
        codes = {code for system, code in numbers() if system == "cow"}
        return tuple(str(code) for code in sorted(codes, key=lambda code: (abs(code - int(text)), code))[:n])
    keys = [key for key, entries in index().items() if any(fits(entry.span, on) for entry in entries)]
    close = difflib.get_close_matches(fold(text), keys, n=4 * n, cutoff=CLOSE)
    return tuple(dict.fromkeys(latest(entry for entry in index()[key] if fits(entry.span, on)).name for key in close))[
        :n
    ]


def latest(entries: Iterable[Entry]) -> State:
    """The state of the entry that holds last."""
    return max(entries, key=lambda entry: (entry.span.end or date.max, -entry.rank)).state


def search(query: str | int, on: When = None) -> tuple[State, ...]:
    """Every spell of every state that a query may mean, best first: exact, beginning, anywhere inside, or nearly spelt.

    A near spelling is only tried for a query that is no name at all; of one that is, but not on that day, nothing is
    given (`find` then says when it held). Empty when nothing is near.

    >>> [(state.name, state.span.start.year) for state in search("Germany")][:2]
    [('Germany', 1990), ('German Federal Republic', 1955)]
    >>> [state.name for state in search("Арм", 2000)], search("qqqq"), search("Armenia", 1900)
    (['Armenia'], (), ())
    """
    check_when(on)
    key = fold(str(query))
    if not key:
        return ()
    scored: dict[State, int] = {}
    for text, entries in (*index().items(), *((str(code), found) for (_, code), found in numbers().items())):
        for entry in entries:
            score = grade(key, text, entry.rank)
            if score is not None and fits(entry.span, on):
                scored[entry.state] = min(score, scored.get(entry.state, score))
    if not scored and not key.isdigit() and key not in index():
        for order, text in enumerate(difflib.get_close_matches(key, index(), n=12, cutoff=CLOSE)):
            for entry in index()[text]:
                if fits(entry.span, on):
                    scored.setdefault(entry.state, 3 + order)
    return tuple(sorted(scored, key=lambda state: (scored[state], -last_day(state), len(state.name), state.number)))


def last_day(state: State) -> int:
    """The last day of a spell as a number; the far future while it lasts."""
    return (state.span.end or date.max).toordinal()


def grade(key: str, text: str, rank: int) -> int | None:
    """0 exact, 1 beginning, 2 inside, `None` no match; a number must match whole, and two letters must begin."""
    if key == text:
        return 0 if rank < LAST else 1
    if key.isdigit() or text.isdigit():
        return None
    if text.startswith(key):
        return 1
    return 2 if len(key) > 2 and key in text else None
