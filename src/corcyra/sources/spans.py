"""From spells to years: which years a spell counts in, by the day that decides.

A state of affairs that changes in mid-year (a border moves, a treaty ends) belongs to the year by one of the rules of
`corcyra.world.dyads.RULES`: ``any-day`` when it touched the year at all, or when it stood on ``jan-1``, ``jul-1`` or
``dec-31``. The rule is an argument of every dataset of spells, never a silent choice.
"""

from __future__ import annotations

import polars as pl

from corcyra.sources.raw import number
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["day", "yearly"]


def day(year: str, month: str | None = None, of_month: str | None = None, *, end: bool = False) -> pl.Expr:
    """A date from columns of year, month and day, as early as it can be, or as late with ``end``.

    A month or day that is null or outside the calendar is taken as unknown; what is no number raises `DataError`.

    >>> frame = pl.DataFrame({"y": [1990, 1990], "m": [2, None], "d": [None, None]})
    >>> frame.select(day("y", "m", "d"), late=day("y", "m", "d", end=True)).rows()
    [(datetime.date(1990, 2, 1), datetime.date(1990, 2, 28)), (datetime.date(1990, 1, 1), datetime.date(1990, 12, 31))]
    """
    known = pl.lit(None, pl.Int64) if month is None else number(month, kind=pl.Int64)
    known = pl.when(known.is_between(1, 12)).then(known)
    first = pl.date(number(year, kind=pl.Int64), known.fill_null(12 if end else 1), 1)
    exact = pl.lit(None, pl.Int64) if of_month is None else number(of_month, kind=pl.Int64)
    length = first.dt.month_end().dt.day().cast(pl.Int64)
    exact = pl.when(known.is_not_null() & exact.is_between(1, length)).then(exact)
    named = first + pl.duration(days=exact.fill_null(length if end else pl.lit(1)) - 1)
    return named.alias(year)


def yearly(frame: pl.DataFrame, rule: str, covers: Years, *, start: str = "start", end: str = "end") -> pl.DataFrame:
    """Every spell once for each year that it counts in, with a column ``year``; a null end lasts to the last year covered.

    ``start`` and ``end`` are columns of dates, both days included. Raises `ParameterError` for an unknown rule.

    >>> from datetime import date
    >>> spells = pl.DataFrame({"start": [date(1990, 3, 1)], "end": [date(1992, 5, 1)]})
    >>> yearly(spells, "jul-1", Years(1816, 2000))["year"].to_list()
    [1990, 1991]
    >>> yearly(spells, "any-day", Years(1816, 2000))["year"].to_list()
    [1990, 1991, 1992]
    """
    check_word("rule", rule, tuple(RULES))
    first = pl.max_horizontal(pl.col(start).dt.year().cast(pl.Int64), pl.lit(covers.first, pl.Int64))
    last = pl.min_horizontal(pl.col(end).dt.year().cast(pl.Int64).fill_null(covers.last), pl.lit(covers.last, pl.Int64))
    spread = frame.filter(first <= last).with_columns(year=pl.int_ranges(first, last + 1)).explode("year")
    decides = RULES[rule]
    if decides is None:
        return spread
    on = pl.date(pl.col("year"), *decides)
    return spread.filter((pl.col(start) <= on) & (pl.col(end).is_null() | (pl.col(end) >= on)))
