"""Least squares with fixed effects, against explicit dummies and figures worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import DataError, ParameterError
from corcyra.measures.mobilisation.fixed_effects import (
    event_study,
    least_squares,
    nested,
    triple_difference,
    two_way,
    within,
)


def dummies(*groups: np.ndarray) -> np.ndarray:
    return np.column_stack([(group[:, None] == np.unique(group)).astype(float) for group in groups])


def naive(y: np.ndarray, x: np.ndarray, groups: list[np.ndarray], weights: np.ndarray) -> np.ndarray:
    """Coefficients of x in weighted least squares with a dummy for every level."""
    root = np.sqrt(weights)[:, None]
    design = np.column_stack([x, dummies(*groups)])
    return np.linalg.lstsq(design * root, y * root[:, 0], rcond=None)[0][: x.shape[1]]


def panel(seed: int, states: int = 9, years: int = 7) -> tuple[np.ndarray, ...]:
    """An unbalanced panel in which some states become allies."""
    rng = np.random.default_rng(seed)
    state, year = (each.ravel() for each in np.meshgrid(np.arange(states), np.arange(years), indexing="ij"))
    kept = rng.random(state.size) < 0.8
    kept |= (year == 0) | (state == 0)
    start = rng.integers(2, years + 3, states)
    ally = (year >= start[state]).astype(float)
    ally[state == 1] = year[state == 1] >= 3
    return state[kept], year[kept], rng.normal(size=state.size)[kept], ally[kept], rng.uniform(0.5, 3, state.size)[kept]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_two_way_equals_explicit_dummies(seed: int) -> None:
    state, year, y, ally, weights = panel(seed)
    fit = two_way(state, year, y, ally, weights=weights)
    assert fit.estimate[0] == pytest.approx(naive(y, ally[:, None], [state, year], weights)[0], abs=1e-8)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_controls_and_their_covariance_equal_explicit_dummies(seed: int) -> None:
    state, year, y, ally, weights = panel(seed)
    control = np.random.default_rng(seed + 1).normal(size=y.size)
    fit = two_way(state, year, y, ally, controls=control[:, None], weights=weights)
    x = np.column_stack([ally, control])
    assert fit.estimate == pytest.approx(naive(y, x, [state, year], weights), abs=1e-8)
    design = np.column_stack([x, dummies(state, year)])
    root = np.sqrt(weights)[:, None]
    beta = np.linalg.lstsq(design * root, y * root[:, 0], rcond=None)[0]
    residual = y - design @ beta
    bread = np.linalg.pinv((design * weights[:, None]).T @ design)
    scores = np.stack(
        [(design * (weights * residual)[:, None])[state == each].sum(axis=0) for each in np.unique(state)]
    )
    clusters, years = len(np.unique(state)), len(np.unique(year))
    factor = clusters / (clusters - 1) * (y.size - 1) / (y.size - 2 - years)
    sandwich = factor * bread @ scores.T @ scores @ bread
    assert fit.covariance == pytest.approx(sandwich[:2, :2], abs=1e-8)
    assert fit.names == ("ally", "control 1")


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_triple_difference_equals_explicit_dummies(seed: int) -> None:
    state, year, _, ally, _ = panel(seed)
    rng = np.random.default_rng(seed)
    s, t, d = (np.repeat(each, 2) for each in (state, year, ally))
    kind = np.tile([0, 1], len(state))
    kept = rng.random(len(s)) < 0.9
    s, t, d, kind = s[kept], t[kept], d[kept], kind[kept]
    y = rng.normal(size=len(s))
    groups = [s * 100 + t, s * 100 + kind, t * 100 + kind]
    want = naive(y, (d * kind)[:, None], groups, np.ones(len(s)))[0]
    assert triple_difference(s, t, kind, y, d).estimate[0] == pytest.approx(want, abs=1e-7)


def test_the_clustered_error_worked_by_hand() -> None:
    """Mean of four values in two clusters: 0, 2 | 3, 5. Residuals sum to -3 and 3; the bread is 1/4; CR1 is 2/1 · 3/3 · (9 + 9)/16."""
    y, cluster = np.array([0.0, 2.0, 3.0, 5.0]), np.array([7, 7, 8, 8])
    fit = least_squares(y, np.ones((4, 1)), [], cluster, names=["mean"])
    assert fit.estimate[0] == pytest.approx(2.5)
    assert fit.covariance[0, 0] == pytest.approx(2.25)
    assert (fit.rows, fit.clusters, fit.r2) == (4, 2, pytest.approx(0.0))


def test_levels_that_cross_clusters_cost_freedom() -> None:
    """With two years that every state has, K is 1 + 2: the factor falls from 3/3 by (N - 1)/(N - K)."""
    state, year = np.repeat([1, 2, 3], 2), np.tile([1, 2], 3)
    y, x = np.array([0.0, 1.0, 0.0, 3.0, 1.0, 1.5]), np.array([0.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    both = least_squares(y, x[:, None], [state, year], state, names=["x"])
    change, moved = np.array([1.0, 3.0, 0.5]), np.array([0.0, 1.0, 0.0])
    centred = moved - moved.mean()
    slope = centred @ change / (centred @ centred)
    residual = change - change.mean() - slope * centred
    # One difference a state: the scores of the two rows of a state add up to half of residual times regressor.
    meat = ((residual * centred / 2) ** 2).sum()
    want = 3 / 2 * 5 / 3 * meat / (centred @ centred / 2) ** 2
    assert both.estimate[0] == pytest.approx(slope)
    assert both.covariance[0, 0] == pytest.approx(want)


def test_nested_levels_are_seen() -> None:
    assert nested(np.array([1, 1, 2, 3]), np.array([5, 5, 5, 6]))
    assert not nested(np.array([1, 1, 2, 3]), np.array([5, 6, 5, 6]))


def test_an_absorbed_regressor_is_missing_not_nought() -> None:
    state, year = np.repeat([1, 2], 3), np.tile([1, 2, 3], 2)
    fit = two_way(state, year, np.arange(6.0), (state == 2).astype(float))
    assert np.isnan(fit.estimate).all()
    assert np.isnan(fit.covariance).all()


def test_an_effect_that_was_put_in_comes_out() -> None:
    state, year, _, ally, _ = panel(3)
    y = 0.3 * state - 0.1 * year + 0.25 * ally
    fit = two_way(state, year, y, ally)
    assert fit.estimate[0] == pytest.approx(0.25)
    assert fit.se[0] == pytest.approx(0, abs=1e-9)


def test_intervals_cover_a_known_effect() -> None:
    """95 % intervals of 300 simulated panels of 40 states, with errors that last: between 91 and 98 % cover (binomial 3.5 sd)."""
    rng = np.random.default_rng(5)
    state, year = np.repeat(np.arange(40), 8), np.tile(np.arange(8), 40)
    ally = ((state < 20) & (year >= 4)).astype(float)
    hits = 0
    for _ in range(300):
        lasting = np.cumsum(rng.normal(size=(40, 8)), axis=1).ravel()
        fit = two_way(state, year, lasting + 0.5 * ally, ally)
        hits += abs(fit.estimate[0] - 0.5) <= 1.96 * fit.se[0]
    assert 0.91 <= hits / 300 <= 0.98


def test_the_event_study_finds_the_path() -> None:
    state, year = np.repeat(np.arange(6), 9), np.tile(np.arange(9), 6)
    switch = np.array([np.nan, np.nan, 3, 5, 5, np.nan])[state]
    since = year - switch
    y = (
        state * 0.1
        + year * 0.02
        + np.where(since >= 2, 0.5, np.where(since >= 0, 0.2, 0.0))
        + np.where(since <= -2, 0.1, 0)
    )
    fit = event_study(state, year, y, since, [(-99, -2), (0, 1), (2, 99), (40, 50)])
    assert fit.estimate[:3] == pytest.approx([0.1, 0.2, 0.5])
    assert np.isnan(fit.estimate[3])
    assert fit.names == ("-99..-2", "0..1", "2..99", "40..50")


def test_one_cluster_is_no_cluster() -> None:
    with pytest.raises(DataError) as caught:
        two_way(np.array([1, 1]), np.array([1, 2]), np.array([0.1, 0.2]), np.array([0.0, 1.0]))
    assert str(caught.value) == "clustered errors need two states or more, not 1. Take more states or years."


def test_a_weight_of_nought_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        within(np.ones((2, 1)), [np.array([0, 1])], np.array([1.0, 0.0]))
    assert str(caught.value) == "weights must be above 0. Leave rows without weight out."
