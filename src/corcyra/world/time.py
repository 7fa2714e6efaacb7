"""Spans of days and years, and dates known to a day, a month or a year.

A fact's date may be known only to the month or the year. `Moment` keeps that: it is the first and the last day on
which the event may have happened. Years are inclusive at both ends.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corcyra.errors import SpanError

__all__ = ["Moment", "Span", "Years", "moment"]

_DATE = re.compile(r"^(\d{3,4})(?:-(\d{2})(?:-(\d{2}))?)?$")


@dataclass(frozen=True)
class Moment:
    """A date as precisely as it is known: ``first`` and ``last`` day that fit what is written.

    >>> moment("1992-05").first, moment("1992-05").last
    (datetime.date(1992, 5, 1), datetime.date(1992, 5, 31))
    """

    first: date
    last: date

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``.

        >>> moment("1999").precision
        'year'
        """
        days = (self.last - self.first).days
        return "day" if days == 0 else "month" if days < 31 else "year"


def moment(text: str, *, file: str | Path | None = None, line: int | None = None) -> Moment:
    """Read ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.

    Raises `SpanError` on anything else, with the file and line when given.

    >>> moment("2005-05-13").precision
    'day'
    """
    found = _DATE.match(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = int(found[1]), found[2], found[3]
        if day is not None:
            exact = date(year, int(month), int(day))
            return Moment(exact, exact)
        if month is not None:
            last = calendar.monthrange(year, int(month))[1]
            return Moment(date(year, int(month), 1), date(year, int(month), last))
        return Moment(date(year, 1, 1), date(year, 12, 31))
    except (ValueError, calendar.IllegalMonthError):
        raise SpanError(f"{text!r} is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY.", file=file, line=line) from None


@dataclass(frozen=True)
class Years:
    """Years from ``first`` to ``last``, both included. Cannot be built reversed.

    >>> len(Years(1992, 2024)), 2005 in Years(1992, 2024)
    (33, True)
    >>> Years(2024, 1992)
    Traceback (most recent call last):
        ...
    corcyra.errors.SpanError: years 2024 to 1992 are reversed. Give the first year first: 1992 to 2024.
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        if not all(type(year) is int for year in (self.first, self.last)):
            raise SpanError(f"years are whole numbers, not {self.first!r} and {self.last!r}. Write Years(1992, 2024).")
        if self.last < self.first:
            raise SpanError(
                f"years {self.first} to {self.last} are reversed. Give the first year first: {self.last} to {self.first}."
            )

    def __len__(self) -> int:
        return self.last - self.first + 1

    def __contains__(self, year: object) -> bool:
        return isinstance(year, int) and self.first <= year <= self.last

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.first, self.last + 1))

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Span:
    """Days from ``start`` to ``end``, both included; ``end=None`` means not ended yet.

    >>> Span(date(1991, 12, 21), None).covers(date(2005, 1, 1))
    True
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise SpanError(f"the span starts on {self.start} and ends on {self.end}. Swap the two dates.")

    def covers(self, day: date) -> bool:
        """Is the day inside?"""
        return self.start <= day and (self.end is None or day <= self.end)

    def meets(self, other: Span) -> bool:
        """Do the two spans share at least one day? States that never coexisted on one day are no dyad.

        >>> Span(date(1990, 1, 1), date(1990, 5, 1)).meets(Span(date(1990, 5, 2)))
        False
        """
        return (other.end is None or self.start <= other.end) and (self.end is None or other.start <= self.end)

    def touches(self, year: int) -> bool:
        """Does the span share at least one day with the calendar year?"""
        return self.start.year <= year and (self.end is None or self.end.year >= year)
