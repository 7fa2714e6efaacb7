"""Make empty panels: which states, or which dyads, existed in which years, and which states on which days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import numpy as np
import polars as pl

from corcyra.errors import ParameterError, SpanError
from corcyra.panel.table import Panel
from corcyra.world import dyads
from corcyra.world.time import Years

__all__ = ["dyad_years", "state_days", "state_years"]

EPOCH = date(1970, 1, 1).toordinal()


def state_years(years: Years, states: Sequence[int] | None = None, *, system: str = "cow", rule: str = "any-day") -> Panel:
    """One row per state and year in which the state was in the system; all states when none are named.

    ``rule`` is the day that decides (``any-day``, ``jan-1``, ``jul-1``, ``dec-31``); years are inclusive.

    >>> state_years(Years(1990, 1993), [371]).frame["year"].to_list()
    [1991, 1992, 1993]
    """
    check(years, states)
    rows = dyads.state_years(years, states, system=system, rule=rule)
    frame = pl.DataFrame({"state": rows[:, 0], "year": rows[:, 1]}, schema={"state": pl.Int64, "year": pl.Int64})
    return Panel(frame, "state-year", system=system)


def state_days(first: date, last: date, states: Sequence[int] | None = None, *, system: str = "cow") -> Panel:
    """One row per state and day on which the state was in the system, from the first day to the last, both included.

    A table by year, or of states, joins by the day's year; a table by day joins by the day. Raises `SpanError` for what
    is no day, or for days reversed.

    >>> from datetime import date
    >>> state_days(date(1990, 10, 2), date(1990, 10, 3), [255, 260]).frame.rows()
    [(255, datetime.date(1990, 10, 3)), (260, datetime.date(1990, 10, 2))]
    """
    for day in (first, last):
        if not isinstance(day, date) or isinstance(day, datetime):
            raise SpanError(f"state_days wants days, given {day!r}. Write datetime.date(1992, 5, 15).")
    check_states(states)
    codes, days = dyads.state_days(first, last, states, system=system)
    when = pl.Series("day", (days - EPOCH).astype(np.int32)).cast(pl.Date)
    return Panel(pl.DataFrame([pl.Series("state", codes, dtype=pl.Int64), when]), "state-day", system=system)


def dyad_years(
    years: Years, states: Sequence[int] | None = None, *, directed: bool = False, system: str = "cow"
) -> Panel:
    """One row per pair of states and year in which both existed on at least one common day (false dyads removed).

    Undirected dyads put the lower code first; directed ones list each pair twice.

    >>> dyad_years(Years(1992, 1992), [371, 373]).frame.rows()
    [(371, 373, 1992)]
    >>> dyad_years(Years(1992, 1992), [371, 373], directed=True).height
    2
    """
    check(years, states)
    found = dyads.dyad_columns(years, states, directed=directed, system=system)
    names = ("state", "other", "year") if directed else ("state1", "state2", "year")
    frame = pl.DataFrame([pl.Series(name, each, dtype=pl.Int64) for name, each in zip(names, found, strict=True)])
    return Panel(frame, "directed-dyad-year" if directed else "dyad-year", system=system)


def check(years: object, states: Sequence[int] | None) -> None:
    """Raise `SpanError` unless the years are `Years`, `ParameterError` unless the states are numbers.

    A pair such as ``(1992, 2000)`` would otherwise be taken for two years, where a study's file takes it for nine.
    """
    if not isinstance(years, Years):
        raise SpanError(f"years wants a span, given {years!r}. Write corcyra.Years(1992, 2000).")
    check_states(states)


def check_states(states: Sequence[int] | None) -> None:
    """Raise `ParameterError` unless the states are numbers."""
    if states is None:
        return
    listed: Iterable[object] = [states] if isinstance(states, str) or not isinstance(states, Iterable) else states
    wrong = [states] if listed is not states else [each for each in listed if not isinstance(each, int | np.integer)]
    if wrong:
        raise ParameterError(
            f"states wants a list of numbers such as [371, 373], given {wrong[0]!r}. "
            "Convert names with corcyra.find_state(...).cow."
        )
