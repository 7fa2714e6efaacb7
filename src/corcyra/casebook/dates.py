"""The dates of clues: a year, a month, a day, a span; what a spreadsheet makes of them is read where it is certain, else refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from corcyra.errors import SpanError
from corcyra.world.time import moment

__all__ = ["ORDERS", "When", "when"]

ORDERS = ("", "day first", "month first")
"""What ``dates`` in case.toml may say of dates such as 03.05.2005."""
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MIDNIGHT = re.compile(r"[T ]0{1,2}:00(:00(\.0+)?)?$")
BACKWARD = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})")
FORWARD = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
SERIAL = re.compile(r"\d{5}(\.0+)?")
EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets whose calendar has a 29 February 1900; right from March 1900 on."""
WAYS = "Write YYYY, YYYY-MM, YYYY-MM-DD, or two of these with a slash between: 2003/2005."


@dataclass(frozen=True)
class When:
    """First and last day; ``text`` as the ledger writes it."""

    text: str
    first: date
    last: date


def when(text: str, order: str = "") -> When:
    """Read ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or a span ``first/last``; also a day as spreadsheets write it, where only one reading is possible.

    ``order`` says of 03.05.2005 whether the day or the month stands first. Raises `SpanError` for anything else, and for a span that ends before it begins.

    >>> when("2005-05").last, when("2003/2005-05-13").first, when("13.05.2005").text, when("3/5/2005", "day first").text
    (datetime.date(2005, 5, 31), datetime.date(2003, 1, 1), '2005-05-13', '2005-05-03')
    >>> when("03.05.2005")
    Traceback (most recent call last):
        ...
    corcyra.errors.SpanError: the date '03.05.2005' may be 2005-05-03 or 2005-03-05. Write one of these; or put dates = "day first" in \
case.toml if all are so.
    """
    found = MIDNIGHT.sub("", text.strip())
    day = spreadsheet(found, order)
    if day is not None:
        return When(day.isoformat(), day, day)
    start, slash, end = found.partition("/")
    if not ISO.fullmatch(start.strip()) or (slash and not ISO.fullmatch(end.strip())):
        raise SpanError(f"{text!r} is no date. {WAYS}")
    one, two = moment(start), moment(end if slash else start)
    if two.last < one.first or (slash and two.first < one.first):
        raise SpanError(f"the span {found} ends before it begins. Swap the two dates: {end.strip()}/{start.strip()}.")
    return When(f"{start.strip()}/{end.strip()}" if slash else found, one.first, two.last)


def spreadsheet(text: str, order: str) -> date | None:
    """A day as spreadsheets write it; None for what is none."""
    if SERIAL.fullmatch(text):
        day = EPOCH + timedelta(days=int(float(text)))
        raise SpanError(f"{text!r} looks like the number by which a spreadsheet stores {day}. Write {day}, and format the column as text.")
    turned = BACKWARD.fullmatch(text)
    if turned:
        return exact(text, int(turned[1]), int(turned[2]), int(turned[3]))
    found = FORWARD.fullmatch(text)
    if not found:
        return None
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    if order == "day first" or (not order and (one > 12 or one == two)):
        return exact(text, year, two, one)
    if order == "month first" or two > 12:
        return exact(text, year, one, two)
    first, second = exact(text, year, two, one), exact(text, year, one, two)
    raise SpanError(
        f'the date {text!r} may be {first} or {second}. Write one of these; or put dates = "day first" in case.toml if all are so.'
    )


def exact(text: str, year: int, month: int, day: int) -> date:
    """A day that the calendar has."""
    try:
        return date(year, month, day)
    except ValueError:
        raise SpanError(f"{text!r} is no day of the calendar. {WAYS}") from None
