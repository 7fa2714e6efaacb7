"""Numbers that follow from the formulas alone: stocks of enmity and amity, and projected power (SCIENCE A1, A3)."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.measures.amity import Amity
from corcyra.measures.capability import adjusted, growth, projected
from corcyra.measures.enmity import Enmity
from corcyra.measures.stocks import decay, inflow, saturate, steady_state, stock
from corcyra.measures.weakness import both


@given(st.floats(0.01, 50), st.floats(0.5, 60))
def test_a_constant_inflow_ends_at_x_over_one_minus_delta(yearly: float, half_life: float) -> None:
    target = yearly / (1 - 2 ** (-1 / half_life))
    assert steady_state(yearly, half_life) == pytest.approx(target, rel=1e-12)
    resting = stock(np.array([yearly, yearly]), half_life=half_life, before=np.array(target - yearly))
    assert resting.tolist() == pytest.approx([target, target], rel=1e-12)


def test_a_constant_inflow_comes_near_its_steady_state() -> None:
    path = stock(np.ones(600), half_life=25)
    assert path[-1] == pytest.approx(steady_state(1.0, 25), rel=1e-6)
    assert np.all(np.diff(path) > 0)


@given(st.floats(0.1, 100), st.integers(1, 40))
def test_the_half_life_is_exact(level: float, half_life: int) -> None:
    path = stock(np.concatenate([[level], np.zeros(2 * half_life)]), half_life=half_life)
    assert path[half_life] == pytest.approx(level / 2, rel=1e-12)
    assert path[2 * half_life] == pytest.approx(level / 4, rel=1e-12)


def test_defaults_are_twenty_five_and_twenty_years() -> None:
    assert decay(Enmity().half_life.value) == pytest.approx(0.9726549474122856, rel=1e-12)
    assert decay(Amity().half_life.value) == pytest.approx(0.9659363289248456, rel=1e-12)


def test_the_order_of_events_of_one_year_does_not_matter() -> None:
    events = {"war": np.array([1.0, 0.0]), "claim": np.array([1.0, 1.0]), "rebels": np.array([0.0, 1.0])}
    weights = {"war": 5.0, "claim": 0.5, "rebels": 1.5}
    totals = [inflow({name: events[name] for name in order}, weights)[0].tolist() for order in permutations(events)]
    assert all(total == [5.5, 2.0] for total in totals)


@given(st.lists(st.floats(0, 5), min_size=2, max_size=12), st.integers(0, 11), st.floats(0.01, 5), st.floats(0, 1))
def test_the_stock_rises_with_every_event(flow: list[float], place: int, more: float, share: float) -> None:
    year = place % len(flow)
    floor = np.full(len(flow), share)
    less = stock(np.array(flow), half_life=10, floor=floor)
    grown = np.array(flow)
    grown[year] += more
    rise = stock(grown, half_life=10, floor=floor) - less
    assert np.all(rise >= -1e-12)
    assert rise[year] > 0 or share > 0


def test_a_memory_never_falls_below_a_fifth_of_its_peak() -> None:
    flow = np.zeros(200)
    flow[0] = 10.0
    kept = stock(flow, half_life=5, floor=np.full(200, 0.2))
    assert kept.min() == pytest.approx(2.0)
    assert stock(flow, half_life=5)[-1] < 1e-8


def test_an_event_on_top_of_a_memory_adds_to_the_memory() -> None:
    flow = np.array([10.0, 0.0, 0.0, 0.0, 3.0])
    assert stock(flow, half_life=1, floor=np.full(5, 0.2)).tolist() == [10.0, 5.0, 2.5, 2.0, 4.0]


def test_the_index_is_two_thirds_at_the_scale() -> None:
    scale = steady_state(1.0, 25)
    assert saturate(np.array([0.0, scale, 2 * scale]), scale).tolist() == pytest.approx(
        [0.0, 1 - math.exp(-1), 1 - math.exp(-2)]
    )


def test_projected_power_halves_every_693_kilometres() -> None:
    power = np.array([[0.2, 0.1]])
    for steps in range(4):
        distance = np.array([[[math.nan, steps * 1000 * math.log(2)], [0.0, math.nan]]])
        arrives = projected(power, distance)
        assert arrives[0, 0, 1] == pytest.approx(0.1 / 2**steps)
        assert arrives[0, 1, 0] == pytest.approx(0.2)


def test_a_longer_gradient_brings_more_power() -> None:
    power, distance = np.array([[0.2, 0.1]]), np.array([[[math.nan, 500.0], [500.0, math.nan]]])
    short, far = (projected(power, distance, gradient=each)[0, 0, 1] for each in (500.0, 2000.0))
    assert (short, far) == pytest.approx((0.1 * math.exp(-1), 0.1 * math.exp(-0.25)))


def test_the_travel_day_form_falls_with_distance() -> None:
    power, distance = np.array([[0.2, 0.1]]), np.array([[[math.nan, 804.672 * math.e], [0.0, math.nan]]])
    arrives = adjusted(power, distance)
    assert arrives[0, 0, 1] == pytest.approx(0.1)  # d/r + (10 - e) = 10, and c^log10(10) = c
    assert arrives[0, 1, 0] == pytest.approx(0.2 ** math.log10(10 - math.e))


def test_growth_of_a_doubling_is_the_logarithm_of_two() -> None:
    path = growth(np.array([[0.1], [0.1], [0.1], [0.1], [0.1], [0.2]]))
    assert np.isnan(path[:5]).all()
    assert path[5, 0] == pytest.approx(math.log(2))


def test_composite_weakness_is_weak_in_either_way() -> None:
    assert both(np.array([0.0, 1.0, 0.3]), np.array([0.4, 0.2, 0.5])).tolist() == pytest.approx([0.4, 1.0, 0.65])
