"""From spells to years under each rule, held against the plain loop over days."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.sources.spans import day, yearly
from corcyra.world.dyads import RULES
from corcyra.world.time import Years

COVERS = Years(1990, 1993)
FIRST = date(1988, 1, 1)


def naive(start: date, end: date | None, rule: str) -> list[int]:
    """The years in which the spell stood on the deciding day, or on any day."""
    last = end or date(COVERS.last, 12, 31)
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    decides = RULES[rule]
    return sorted({each.year for each in days if each.year in COVERS and decides in (None, (each.month, each.day))})


@given(st.integers(0, 2500), st.none() | st.integers(0, 1200), st.sampled_from(sorted(RULES)))
def test_the_years_of_a_spell_are_those_of_its_days(begin: int, length: int | None, rule: str) -> None:
    start = FIRST + timedelta(days=begin)
    end = None if length is None else start + timedelta(days=length)
    frame = pl.DataFrame({"start": [start], "end": [end]}, schema={"start": pl.Date, "end": pl.Date})
    assert yearly(frame, rule, COVERS)["year"].to_list() == naive(start, end, rule)


def test_a_date_is_as_early_or_as_late_as_it_can_be() -> None:
    frame = pl.DataFrame({"y": [1992, 1992, 1992, None], "m": [2, 13, -9, 1], "d": [30, 5, None, 1]})
    told = frame.select(early=day("y", "m", "d"), late=day("y", "m", "d", end=True), year=day("y", end=True))
    first, last = date(1992, 1, 1), date(1992, 12, 31)
    assert told["early"].to_list() == [date(1992, 2, 1), first, first, None]
    assert told["late"].to_list() == [date(1992, 2, 29), last, last, None]
    assert told["year"].to_list() == [last, last, last, None]


def test_an_unknown_rule_is_told() -> None:
    frame = pl.DataFrame({"start": [FIRST], "end": [FIRST]})
    with pytest.raises(ParameterError) as told:
        yearly(frame, "noon", COVERS)
    assert str(told.value) == "unknown rule 'noon'. Use one of: any-day, jan-1, jul-1, dec-31."
