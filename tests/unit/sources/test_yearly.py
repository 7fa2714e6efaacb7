"""From dated facts to yearly rows: who is in the universe, and when a spell counts."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.sources.yearly import both_ways, checked, complete, dyads, in_force, share_of_year, states, touches
from corcyra.world.time import moment


def spell(start: str, end: str, *years: int) -> pl.DataFrame:
    first, last = moment(start), moment(end) if end else None
    return pl.DataFrame(
        {
            "year": list(years),
            "start_first": first.first,
            "start_last": first.last,
            "end_first": last and last.first,
            "end_last": last and last.last,
        },
        schema_overrides={"end_first": pl.Date, "end_last": pl.Date},
    )


CASES = [
    ("2001-10", "2005-11-21", "dec-31", [False, True, True, False]),
    ("2001-10", "2005-11-21", "jul-1", [False, False, True, True]),
    ("2001-10", "2005-11-21", "any-day", [False, True, True, True]),
    ("2001-12-31", "2005-12-31", "dec-31", [False, True, True, True]),
    ("2001", "2005", "dec-31", [False, True, True, False]),
    ("2001", "", "dec-31", [False, True, True, True]),
    ("2001", "2005-12", "dec-31", [False, True, True, False]),
]


@pytest.mark.parametrize(("start", "end", "rule", "wanted"), CASES)
def test_the_rule_for_spells(start: str, end: str, rule: str, wanted: list[bool]) -> None:
    frame = spell(start, end, 2000, 2001, 2003, 2005)
    assert frame.select(in_force(checked(rule))).to_series().to_list() == wanted


@given(
    st.dates(date(1990, 1, 1), date(2024, 12, 31)),
    st.dates(date(1990, 1, 1), date(2024, 12, 31)),
    st.integers(1990, 2024),
)
def test_a_spell_touches_a_year_exactly_when_it_has_a_share_of_it(one: date, two: date, year: int) -> None:
    frame = spell(min(one, two).isoformat(), max(one, two).isoformat(), year)
    touched, share = frame.select(touches().alias("touches"), share_of_year().alias("share")).row(0)
    assert touched == (share > 0)
    assert 0.0 <= share <= 1.0


def test_the_share_of_a_leap_year() -> None:
    assert spell("2020-02-01", "2020-02-29", 2020).select(share_of_year()).item() == pytest.approx(29 / 366)


def test_an_unknown_rule() -> None:
    with pytest.raises(ParameterError) as caught:
        checked("may-1")
    assert str(caught.value) == "rule 'may-1' does not exist. Use one of dec-31, any-day, jul-1."


def test_the_universe_is_every_state_and_every_directed_dyad_of_every_year() -> None:
    assert states().height == 19 * 33
    frame = dyads()
    assert frame.height == 19 * 18 * 33
    assert frame.filter(pl.col("state") == pl.col("other")).height == 0


def test_both_ways_is_symmetric_and_complete_fills_zero_only_in_the_universe() -> None:
    one = pl.DataFrame({"state": [371, 1], "other": [365, 2], "year": [2000, 2000], "n": [3, 9]})
    frame = complete(dyads(), both_ways(one), {"n": 0})
    assert frame.height == dyads().height
    assert frame["n"].sum() == 6
    assert frame.filter(pl.col("n") > 0).select("state", "other").rows() == [(365, 371), (371, 365)]
