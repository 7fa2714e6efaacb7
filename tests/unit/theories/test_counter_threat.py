"""Help against everyone else, against a naive twin with loops."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.theories.counter_threat import counter_threat, mean_known, menace_of_others


def naive(threat: np.ndarray, i: int, j: int) -> float:
    known = [math.exp(threat[i, k]) for k in range(len(threat)) if k not in (i, j) and not math.isnan(threat[i, k])]
    return sum(known) / len(known) if known and i != j else math.nan


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), holes=st.floats(0, 0.9))
def test_it_agrees_with_the_loop(seed: int, holes: float) -> None:
    rng = np.random.default_rng(seed)
    threat = np.where(rng.random((5, 5)) < holes, np.nan, rng.normal(size=(5, 5)))
    np.fill_diagonal(threat, np.nan)
    projected = rng.random((5, 5))
    leaders = [3, 0]
    expected = [[naive(threat, i, j) for j in leaders] for i in range(5)]
    np.testing.assert_allclose(menace_of_others(threat, leaders), expected)
    np.testing.assert_allclose(counter_threat(threat, projected, leaders), projected[:, leaders] * np.array(expected))


def test_a_missing_third_state_is_left_out_and_not_counted_as_harmless() -> None:
    full = np.log(np.array([[np.nan, 1.0, 6.0, 2.0]] * 4))
    np.fill_diagonal(full, np.nan)
    holed = full.copy()
    holed[0, 3] = np.nan
    assert menace_of_others(full, [1])[0, 0] == np.float64(np.exp(np.log([6.0, 2.0])).mean())
    np.testing.assert_allclose(menace_of_others(holed, [1])[0, 0], 6.0)


def test_the_mean_of_nothing_is_missing() -> None:
    assert np.isnan(mean_known(np.full((2, 3), np.nan))).all()
