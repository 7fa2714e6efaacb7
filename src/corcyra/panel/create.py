"""Make empty panels: which states, or which dyads, existed in which years."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from corcyra.panel.table import Panel
from corcyra.world import dyads
from corcyra.world.time import Years

__all__ = ["dyad_years", "state_years"]


def state_years(years: Years, states: Sequence[int] | None = None, *, system: str = "cow", rule: str = "any-day") -> Panel:
    """One row per state and year in which the state was in the system; all states when none are named.

    ``rule`` is the day that decides (``any-day``, ``jan-1``, ``jul-1``, ``dec-31``); years are inclusive.

    >>> state_years(Years(1990, 1993), [371]).frame["year"].to_list()
    [1991, 1992, 1993]
    """
    rows = dyads.state_years(years, states, system=system, rule=rule)
    frame = pl.DataFrame({"state": rows[:, 0], "year": rows[:, 1]}, schema={"state": pl.Int64, "year": pl.Int64})
    return Panel(frame, "state-year")


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
    rows = dyads.dyad_years(years, states, directed=directed, system=system)
    names = ("state", "other", "year") if directed else ("state1", "state2", "year")
    frame = pl.DataFrame({name: rows[:, place] for place, name in enumerate(names)}, schema=dict.fromkeys(names, pl.Int64))
    return Panel(frame, "directed-dyad-year" if directed else "dyad-year")
