from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.errors import ParameterError, UnknownName
from corcyra.world.distance import EARTH_RADIUS, Capital, capital, capital_distance, capitals, great_circle
from corcyra.world.spells import spells
from corcyra.world.time import Span

lats, lons = some.floats(-90, 90), some.floats(-180, 180)


@given(lats, lons, lats, lons)
def test_symmetric_and_bounded(a: float, b: float, c: float, d: float) -> None:
    there, back = great_circle(a, b, c, d), great_circle(c, d, a, b)
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 3.14159265359 * EARTH_RADIUS


@given(lats, lats)
def test_along_a_meridian_it_is_the_arc(a: float, b: float) -> None:
    assert great_circle(a, 20, b, 20) == pytest.approx(abs(a - b) * 111.19508, rel=1e-6, abs=1e-6)


def test_no_place_on_earth() -> None:
    with pytest.raises(
        ParameterError,
        match=r"^\(91, 0\) is no place on Earth\. Give degrees: latitude -90 to 90, longitude -180 to 180\.$",
    ):
        great_circle(91, 0, 0, 0)
    with pytest.raises(ParameterError):
        Capital(1, "Nowhere", Span(date(1900, 1, 1)), 0.0, 181.0)


@pytest.mark.parametrize("state", spells(), ids=lambda state: f"{state.number}-{state.span.start}")
def test_every_spell_has_a_capital_on_its_first_and_last_day(state: object) -> None:
    for day in (state.span.start, state.span.end or date(2024, 12, 31)):  # type: ignore[attr-defined]
        assert capital(state, day).state == state.number  # type: ignore[arg-type, attr-defined]


def test_a_state_has_one_capital_at_a_time() -> None:
    for one in capitals():
        for other in capitals():
            assert one is other or one.state != other.state or not one.span.meets(other.span), (one, other)


def test_capitals_move() -> None:
    assert [capital("Turkey", day).name for day in (date(1923, 10, 12), date(1923, 10, 13))] == [
        "Constantinople",
        "Ankara",
    ]
    assert capital("Germany", 1970).name == "Bonn"
    assert capital("USSR").name == "Moscow"
    assert capital_distance("Armenia", "Armenia") == 0
    assert capital_distance("RUS", "CHN", 2020) == pytest.approx(5793, abs=10)


def test_a_state_that_did_not_exist_has_no_capital() -> None:
    with pytest.raises(UnknownName) as caught:
        capital_distance("Armenia", "Turkey", 1950)
    assert (
        str(caught.value)
        == "unknown state 'Armenia' in 1950. It means Armenia (since 1991-12-21). Change the date or the name."
    )
    montenegro = next(state for state in spells() if state.number == 341)
    with pytest.raises(UnknownName) as caught:
        capital(montenegro, date(1950, 1, 1))
    assert (
        str(caught.value) == "unknown capital of 'Montenegro'. The table has none for 1950-01-01. Ask for another date."
    )
