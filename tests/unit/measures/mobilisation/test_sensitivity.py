"""Bounds under violations: the closed form against a linear programme, and figures worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from corcyra.errors import DataError, ParameterError
from corcyra.measures.mobilisation.sensitivity import (
    breakdown,
    largest_step,
    oster_delta,
    relative_magnitude,
    smoothness,
    steps,
)

values = st.lists(st.floats(-0.2, 0.2), min_size=1, max_size=4)


def programme(before: np.ndarray, after: np.ndarray, share: np.ndarray, limit: float) -> tuple[float, float]:
    """The same set by linear programming over the drifts: |δ_k − δ_(k−1)| ≤ limit, δ_(−1) = 0."""
    size = len(after)
    step = np.eye(size) - np.eye(size, k=-1)
    drifts = [
        sign
        * linprog(sign * share, A_ub=np.vstack([step, -step]), b_ub=np.full(2 * size, limit), bounds=(None, None)).fun
        for sign in (-1.0, 1.0)
    ]
    centre = float(share @ after)
    return centre - drifts[0], centre - drifts[1]


@settings(max_examples=25, deadline=None)
@given(values, values, st.floats(0, 3), st.integers(0, 10_000))
def test_relative_magnitudes_equal_the_programme(
    before: list[float], after: list[float], factor: float, seed: int
) -> None:
    share = np.random.default_rng(seed).uniform(-1, 1, len(after))
    path, effect = np.array(before), np.array(after)
    want = programme(path, effect, share, factor * largest_step(path))
    assert relative_magnitude(path, effect, share, factor) == pytest.approx(want, abs=1e-6)


@given(values, values)
def test_at_the_breakdown_the_set_reaches_nought(before: list[float], after: list[float]) -> None:
    path, effect, share = np.array(before), np.array(after), np.full(len(after), 1 / len(after))
    factor = breakdown(path, effect, share)
    if 0 < factor < 1e6:
        low, high = relative_magnitude(path, effect, share, factor)
        assert min(abs(low), abs(high)) == pytest.approx(0.0, abs=1e-9)


def test_the_breakdown_by_hand() -> None:
    """Steps .02 and .03 to the reference; two years after, mean .06; drift up to 1.5 steps of .03 on average: .06 / .045."""
    before, after, share = np.array([0.05, 0.03]), np.array([0.04, 0.08]), np.array([0.5, 0.5])
    assert largest_step(before) == pytest.approx(0.03)
    assert breakdown(before, after, share) == pytest.approx(4 / 3)
    assert breakdown(before, after, share, se=0.02) == pytest.approx((0.06 - 0.0391993) / 0.045, abs=1e-6)
    assert breakdown(before, after, share, se=0.05) == 0.0
    assert breakdown(np.zeros(2), after, share) == float("inf")


def test_a_straight_line_is_carried_on() -> None:
    """−.02, −.01, 0 goes on to .01, .02, .03: three effects of .05 are .04, .03, .02."""
    found = smoothness(np.array([-0.02, -0.01]), np.full(3, 0.05), np.full(3, 1 / 3), 0.0)
    assert found == pytest.approx((0.03, 0.03))


def test_bends_widen_the_set() -> None:
    """One year after: a bend of .01 moves it by .01; two years after, .01 · (2 + 1)."""
    before = np.array([-0.01])
    assert smoothness(before, np.array([0.05]), np.array([1.0]), 0.01) == pytest.approx((0.03, 0.05))
    low, high = smoothness(before, np.array([0.0, 0.05]), np.array([0.0, 1.0]), 0.01)
    assert (low, high) == pytest.approx((0.0, 0.06))


def test_oster_by_hand() -> None:
    """.02 · (.6 − .2) / (.06 · (.78 − .6))."""
    assert oster_delta(0.08, 0.2, 0.02, 0.6) == pytest.approx(0.008 / 0.0108)
    assert oster_delta(0.08, 0.2, 0.02, 0.6, r_max=1.0) == pytest.approx(0.008 / 0.024)
    assert oster_delta(0.02, 0.2, 0.02, 0.6) == float("inf")
    assert oster_delta(0.08, 0.2, 0.02, 1.0) == float("inf")
    assert oster_delta(0.01, 0.2, 0.02, 0.6) < 0


def test_years_are_parted_at_the_reference() -> None:
    before, after = steps([0, -2, 1, -3], np.array([5.0, 2.0, 6.0, 1.0]))
    assert (before.tolist(), after.tolist()) == ([1.0, 2.0], [5.0, 6.0])


def test_settings_that_cannot_be() -> None:
    before, after, share = np.array([0.1]), np.array([0.1]), np.array([1.0])
    with pytest.raises(ParameterError) as caught:
        relative_magnitude(before, after, share, -1.0)
    assert str(caught.value) == "the factor is 0 or more, not -1.0. 1 means: as much as before the switch."
    with pytest.raises(ParameterError) as caught:
        relative_magnitude(before, after, np.ones(2), 1.0)
    assert str(caught.value) == "1 effects and 2 shares do not fit. Give one share an effect."
    with pytest.raises(ParameterError) as caught:
        smoothness(before, after, share, -0.1)
    assert str(caught.value) == "the bend is 0 or more, not -0.1."
    with pytest.raises(ParameterError) as caught:
        oster_delta(0.1, 1.2, 0.1, 0.5)
    assert str(caught.value) == "R² lies between 0 and 1, not at 1.2."
    with pytest.raises(DataError) as caught:
        largest_step(np.empty(0))
    assert str(caught.value) == "the years before the switch are too few, or some are missing. Take earlier years."
