"""Codes: one state's, or a whole column's, from any code or name to another, by date; what fails is reported, not dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corcyra.errors import JoinError, UnknownName
from corcyra.world.spells import check_word
from corcyra.world.states import State, When, find

__all__ = ["Conversion", "Failure", "code", "convert"]

TARGETS = ("cow", "gw", "iso3", "name")


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
