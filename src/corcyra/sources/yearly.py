"""From dated facts to yearly rows: the universe of states and dyads, and the rule for spells.

A status column (member, in force, stationed) speaks for one day of the year, by default 31 December, so that a row of year
t tells what was so when t ended. ``rule`` changes it: ``jul-1`` for the middle of the year, ``any-day`` for every spell
that touches the year. Event columns (fighting, an appeal, an exercise) count whatever touches the year.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from corcyra.errors import ParameterError
from corcyra.sources.facts import file_of, load
from corcyra.sources.source import Access
from corcyra.world.time import Years

__all__ = ["LEADS", "SPAN", "FactSource", "Rule", "both_ways", "checked", "complete", "dyads", "in_force", "on_span",
           "share_of_year", "states", "touches"]  # fmt: skip

Rule = Literal["dec-31", "any-day", "jul-1"]

SPAN = Years(1992, 2024)
"""All fifteen successor states were in the state system by 26 December 1991; the facts end on 31 December 2024."""

LEADS: Mapping[str, str] = {
    "X-NATO": "USA", "X-EU": "USA", "X-WEST": "USA", "X-CIS": "RUS", "X-CSTO": "RUS",
}  # fmt: skip
"""The power that stands for an organisation: the leader of its pole, as in ``world/tables/poles.csv``. Ours: the European
Union counts for the West and so for the United States, though the two can differ."""

LAST_DAY = date(SPAN.last, 12, 31)


class FactSource:
    """What every source made from the curated facts shares."""

    version = "2024-12-31"
    licence = "MIT"
    access: Access = "bundled"
    covers = SPAN
    codes = "cow"
    tables: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The tables that the source reads."""
        return tuple(file_of(name) for name in self.tables)


def checked(rule: str) -> Rule:
    """The rule itself, or `ParameterError`.

    >>> checked("june")
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: rule 'june' does not exist. Use one of dec-31, any-day, jul-1.
    """
    for known in get_args(Rule):
        if rule == known:
            return known  # type: ignore[no-any-return]
    raise ParameterError(f"rule {rule!r} does not exist. Use one of {', '.join(get_args(Rule))}.")


def on_span(frame: pl.DataFrame) -> pl.DataFrame:
    """Every row once for each year of `SPAN`, with a column ``year``."""
    years = pl.DataFrame({"year": list(SPAN)}, schema={"year": pl.Int64})
    return frame.join(years, how="cross")


def touches(start: str = "start", end: str = "end") -> pl.Expr:
    """Does the spell share a day with ``year``? An empty end lasts."""
    return (pl.col(f"{start}_first").dt.year() <= pl.col("year")) & (
        pl.col(f"{end}_last").is_null() | (pl.col(f"{end}_last").dt.year() >= pl.col("year"))
    )


def in_force(rule: Rule, start: str = "start", end: str = "end") -> pl.Expr:
    """Is the spell in force in ``year`` under the rule?

    A start known only to the month or year counts from the last day that fits. An end counts as the last day in force
    when it is known to the day; one known only to the month or year is over by the last day that fits it.

    >>> spell = pl.DataFrame({"year": [2011, 2012], "start_first": date(2002, 1, 1), "start_last": date(2002, 1, 1),
    ...     "end_first": date(2012, 1, 1), "end_last": date(2012, 12, 31)})
    >>> spell.select(in_force("dec-31").alias("end of year"), touches().alias("any day")).rows()
    [(True, True), (False, True)]
    """
    if rule == "any-day":
        return touches(start, end)
    day = pl.date(pl.col("year"), 12, 31) if rule == "dec-31" else pl.date(pl.col("year"), 7, 1)
    first, last = pl.col(f"{end}_first"), pl.col(f"{end}_last")
    lasts = first.is_null() | (last > day) | ((last == day) & (first == last))
    return (pl.col(f"{start}_last") <= day) & lasts


def share_of_year(start: str = "start", end: str = "end") -> pl.Expr:
    """The share of the days of ``year`` that the spell covers, 0 to 1, at its widest reading."""
    first = pl.max_horizontal(pl.col(f"{start}_first"), pl.date(pl.col("year"), 1, 1))
    last = pl.min_horizontal(pl.col(f"{end}_last").fill_null(LAST_DAY), pl.date(pl.col("year"), 12, 31))
    length = (pl.date(pl.col("year"), 12, 31) - pl.date(pl.col("year"), 1, 1)).dt.total_days() + 1
    return (((last - first).dt.total_days() + 1) / length).clip(0.0, 1.0)


@lru_cache(maxsize=1)
def _codes() -> pl.DataFrame:
    frame = on_span(load("states").select("iso3", "cow", "role", "system_start_first"))
    return frame.filter(pl.col("system_start_first").dt.year() <= pl.col("year")).sort("cow", "year")


def states() -> pl.DataFrame:
    """The universe of state-years: each state of the facts in each year of `SPAN` that saw it in the state system.

    >>> states().height
    627
    """
    return _codes().select(state="cow", year="year")


def dyads(other_is_power: bool = False) -> pl.DataFrame:
    """The universe of directed dyad-years among them; both states in the system that year.

    >>> dyads().height, dyads(other_is_power=True).height
    (11286, 2970)
    """
    one = _codes().select(state="cow", year="year")
    powers = _codes().filter((pl.col("role") == "power") | (pl.col("iso3") == "RUS"))
    two = (powers if other_is_power else _codes()).select(other="cow", year="year")
    frame = one.join(two, on="year").filter(pl.col("state") != pl.col("other"))
    return frame.select("state", "other", "year").sort("state", "other", "year")


def both_ways(frame: pl.DataFrame) -> pl.DataFrame:
    """Each row once as it stands and once with ``state`` and ``other`` exchanged."""
    turned = frame.with_columns(state=pl.col("other"), other=pl.col("state"))
    return pl.concat([frame, turned.select(frame.columns)])


def complete(universe: pl.DataFrame, counted: pl.DataFrame, zero: Mapping[str, float | int]) -> pl.DataFrame:
    """The universe with what was counted, and the zero given where nothing was recorded."""
    keys = universe.columns
    frame = universe.join(counted, on=keys, how="left")
    return frame.with_columns(pl.col(name).fill_null(value) for name, value in zero.items()).sort(keys)
