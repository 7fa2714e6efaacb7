"""The test of path dependence: fits against numpy's own, and what it can and cannot tell apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.errors import ParameterError
from corcyra.measures.path_dependence import path_dependence, r_squared
from corcyra.panel.panels import Floats

NONE = np.zeros((8, 0))


@given(arrays(np.float64, (12, 2), elements=st.floats(-5, 5), unique=True))
def test_one_predictor_is_the_squared_correlation(data: Floats) -> None:
    wanted = np.corrcoef(data[:, 0], data[:, 1])[0, 1] ** 2
    assert r_squared(data[:, 0], data[:, 1:]) == pytest.approx(wanted, abs=1e-6)


def test_a_constant_is_not_explained() -> None:
    assert r_squared(np.ones(5), np.arange(5.0)[:, None]) == 0.0


def test_events_that_feed_on_themselves_are_told_from_events_that_do_not() -> None:
    rng = np.random.default_rng(7)
    habit, chance = np.zeros((30, 8)), (rng.random((30, 8)) < 0.3).astype(float)
    for year in range(1, 30):
        habit[year] = rng.random(8) < 0.05 + 0.85 * habit[year - 1]
    lasting = path_dependence(habit, NONE, half_life=2, rng=3, permutations=99)
    fleeting = path_dependence(chance, NONE, half_life=2, rng=3, permutations=99)
    assert lasting.p <= 0.02 < 0.1 < fleeting.p
    assert lasting.stock_lag_share == pytest.approx(1.0)


def test_background_takes_its_share_from_the_lag() -> None:
    hostile = np.array([1.0, 1, 1, 1, 0, 0, 0, 0])
    flow = np.tile(hostile, (10, 1)) + np.random.default_rng(1).normal(0, 0.05, (10, 8))
    alone = path_dependence(flow, NONE, half_life=5, rng=1, permutations=9)
    known = path_dependence(flow, hostile[:, None], half_life=5, rng=1, permutations=9)
    assert alone.event_lag_share > 0.9
    assert known.event_lag_share < 0.1


def test_one_seed_one_answer_and_generators_are_taken() -> None:
    flow = np.random.default_rng(2).random((6, 8))
    one, two = (
        path_dependence(flow, NONE, half_life=3, rng=rng, permutations=19) for rng in (5, np.random.default_rng(5))
    )
    assert one == two
    assert one.rows == 40


def test_too_little_is_refused() -> None:
    with pytest.raises(ParameterError) as error:
        path_dependence(np.ones((2, 3)), np.zeros((3, 0)), half_life=5, rng=1)
    assert str(error.value) == "2 years and 199 permutations; the test needs 3 and 1 at least."
    with pytest.raises(ParameterError) as error:
        path_dependence(np.full((4, 3), np.nan), np.zeros((3, 0)), half_life=5, rng=1)
    assert str(error.value) == "no dyad-year has inflow, lagged stock and background. Give years that all three cover."
