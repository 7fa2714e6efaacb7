"""The clever kernel against plain loops, and the messages of its errors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.errors import ParameterError
from corcyra.measures.stocks import decay, inflow, saturate, stock, stock_coverage
from corcyra.panel.panels import Floats

FLOWS = arrays(np.float64, (6, 3), elements=st.one_of(st.floats(0, 10), st.just(math.nan)))
SHARES = arrays(np.float64, (6, 3), elements=st.one_of(st.floats(0, 1), st.just(math.nan)))
ALIVE = arrays(np.bool_, (6, 3))
BEFORE = arrays(np.float64, (3,), elements=st.one_of(st.floats(0, 10), st.just(math.nan)))


def naive(flow: Floats, half_life: float, before: Floats, floor: Floats, alive: np.ndarray) -> Floats:
    """One cell after the other, as the four steps say."""
    years, cells = flow.shape
    found = np.full(flow.shape, math.nan)
    for cell in range(cells):
        level, peak = None, 0.0
        for year in range(years):
            if not alive[year, cell]:
                continue
            start = level * 2 ** (-1 / half_life) if level is not None else before[cell]
            known = [float(part) for part in (start, flow[year, cell]) if not math.isnan(part)]
            if not known:
                continue
            value = sum(known)
            if level is not None and not math.isnan(floor[year, cell]):
                value = max(value, floor[year, cell] * peak)
            level, peak = value, max(peak, value)
            found[year, cell] = value
    return found


@given(FLOWS, BEFORE, SHARES, ALIVE, st.floats(0.5, 40))
def test_stock_agrees_with_plain_loops(
    flow: Floats, before: Floats, floor: Floats, alive: np.ndarray, half_life: float
) -> None:
    found = stock(flow, half_life=half_life, before=before, floor=floor, alive=alive)
    np.testing.assert_allclose(found, naive(flow, half_life, before, floor, alive), rtol=1e-12)


def test_a_dead_spell_leaves_the_stock_as_it_was() -> None:
    alive = np.array([True, False, True])
    found = stock(np.array([8.0, 99.0, 0.0]), half_life=1, alive=alive)
    assert found[[0, 2]].tolist() == [8.0, 4.0]
    assert math.isnan(found[1])


def test_inheritance_enters_whole_in_the_first_living_year() -> None:
    alive = np.array([False, True, True])
    found = stock(np.zeros(3), half_life=1, before=np.array(6.0), alive=alive)
    assert math.isnan(found[0])
    assert found[1:].tolist() == [6.0, 3.0]


def test_nothing_observed_is_missing_not_zero() -> None:
    assert np.isnan(stock(np.full((3, 1), math.nan), half_life=5)).all()


def test_missing_events_add_nothing_and_lower_the_coverage() -> None:
    total, seen = inflow({"a": np.array([2.0, math.nan]), "b": np.array([math.nan, math.nan])}, {"a": 1.0, "b": 3.0})
    assert total[0] == 2.0
    assert math.isnan(total[1])
    assert seen.tolist() == [0.25, 0.0]


@given(arrays(np.float64, (2, 4), elements=st.floats(0, 5)), arrays(np.float64, (2, 4), elements=st.floats(0, 5)))
def test_inflow_agrees_with_plain_sums(one: Floats, two: Floats) -> None:
    total, seen = inflow({"one": one, "two": two}, {"one": 2.0, "two": 0.5})
    for place in np.ndindex(one.shape):
        assert total[place] == pytest.approx(2.0 * one[place] + 0.5 * two[place])
        assert seen[place] == 1.0


def test_stock_coverage_weights_the_past_like_the_stock() -> None:
    left = decay(2)
    seen = np.array([1.0, 0.5, 0.0])
    assert stock_coverage(seen, half_life=2)[2] == pytest.approx((left**2 + 0.5 * left) / (left**2 + left + 1))


def test_errors_say_what_to_do() -> None:
    with pytest.raises(ParameterError) as error:
        decay(0)
    assert str(error.value) == "a half-life of 0 years is not above 0. Give years, for example 25."
    with pytest.raises(ParameterError) as error:
        saturate(np.ones(1), -1.0)
    assert str(error.value) == "a scale of -1.0 is not above 0. Give the stock at which the index is 0.632."
    with pytest.raises(ParameterError) as error:
        inflow({"war": np.ones(1)}, {"war": 0.0})
    assert str(error.value) == "every event weight is 0. Give at least one event a weight above 0."
