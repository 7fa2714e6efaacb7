from __future__ import annotations

import math
import time

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import MissingColumn, ParameterError
from corcyra.measures.alignment import Alignment
from corcyra.measures.latent_alignment import (
    OWN,
    STILL,
    Items,
    LatentAlignment,
    fit,
    leave_one_out,
    principal,
    smooth,
)
from corcyra.measures.measure import apply
from corcyra.panel.panels import Panels
from corcyra.panel.table import Column, Panel
from corcyra.study.build import fact_panels

ITEMS = Items(np.array([0.2, -0.1, 0.0]), np.array([0.9, 0.5, -0.4]), np.array([0.3, 0.6, 0.8]), 0.15)


def draw(seed: int, series: int = 6, years: int = 12, missing: float = 0.2) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=(series, 1)) + np.cumsum(rng.normal(scale=0.4, size=(series, years)), axis=1)
    noise = rng.normal(size=(series, years, 3)) * np.sqrt(ITEMS.error)
    y = ITEMS.intercept + trait[..., None] * ITEMS.loading + noise
    y[rng.random(y.shape) < missing] = np.nan
    return y, trait


def brute(y: np.ndarray, items: Items) -> tuple[np.ndarray, np.ndarray, float]:
    """Condition the joint Gaussian of one series, trait and indicators together, on what is observed."""
    known = ~np.isnan(y)
    start = int(np.flatnonzero(known.any(axis=1))[0])
    years = len(y) - start
    prior = np.array([[1.0 + items.move * min(a, b) for b in range(years)] for a in range(years)])
    cells = [(t, m) for t in range(years) for m in range(y.shape[1]) if known[t + start, m]]
    load = np.array([[items.loading[m] * (t == s) for s in range(years)] for t, m in cells])
    joint = load @ prior @ load.T + np.diag([items.error[m] for _, m in cells])
    gap = np.array([y[t + start, m] - items.intercept[m] for t, m in cells])
    gain = prior @ load.T @ np.linalg.inv(joint)
    _, volume = np.linalg.slogdet(2 * math.pi * joint)
    likelihood = -0.5 * (volume + gap @ np.linalg.solve(joint, gap))
    return gain @ gap, np.diag(prior - gain @ load @ prior), float(likelihood)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 0.7))
def test_smoother_agrees_with_conditioning_the_joint_gaussian(seed: int, missing: float) -> None:
    y, _ = draw(seed, series=3, years=6, missing=missing)
    found = smooth(y, ITEMS)
    total = 0.0
    for s, series in enumerate(y):
        if np.isnan(series).all():
            continue
        mean, variance, likelihood = brute(series, ITEMS)
        np.testing.assert_allclose(found.mean[s, -len(mean) :], mean, atol=1e-8)
        np.testing.assert_allclose(found.variance[s, -len(mean) :], variance, atol=1e-8)
        total += likelihood
    assert found.likelihood == pytest.approx(total, abs=1e-8)


def plain_smooth(y: np.ndarray, items: Items) -> tuple[np.ndarray, ...]:
    """Filter and smoother, series by series and year by year: mean, variance, covariance with the year before."""
    found = np.zeros((3, *y.shape[:2]))
    for s, series in enumerate(y):
        known = ~np.isnan(series)
        if not known.any():
            found[:, s] = [[0.0], [1.0], [0.0]]
            continue
        start = int(np.flatnonzero(known.any(axis=1))[0])
        steps, m, v = [], 0.0, 1.0
        for t in range(start, len(series)):
            guess, spread = (m, v + items.move) if t > start else (0.0, 1.0)
            load, error = items.loading[known[t]], items.error[known[t]]
            v = 1.0 / (1.0 / spread + float((load**2 / error).sum()))
            m = guess + v * float(
                (load / error * (series[t, known[t]] - items.intercept[known[t]] - load * guess)).sum()
            )
            steps.append((guess, spread, m, v))
        found[:2, s, -1] = m, v
        for t in range(len(series) - 2, start - 1, -1):
            guess, spread = steps[t + 1 - start][:2]
            back = steps[t - start][3] / spread
            found[0, s, t] = steps[t - start][2] + back * (found[0, s, t + 1] - guess)
            found[1, s, t] = steps[t - start][3] + back**2 * (found[1, s, t + 1] - spread)
            found[2, s, t + 1] = back * found[1, s, t + 1]
    return tuple(found)


def plain_improve(y: np.ndarray, mean: np.ndarray, variance: np.ndarray, lagged: np.ndarray) -> Items:
    """One indicator after the other; the moves over all pairs of years of a series that has begun."""
    begun = np.logical_or.accumulate((~np.isnan(y)).any(axis=2), axis=1)
    rows = []
    for m in range(y.shape[2]):
        known = ~np.isnan(y[..., m])
        x, value, doubt = mean[known], y[..., m][known], variance[known]
        slope = (value @ x - x.sum() * value.sum() / x.size) / (x @ x + doubt.sum() - x.sum() ** 2 / x.size)
        level = (value.sum() - slope * x.sum()) / x.size
        rows.append((level, slope, max(OWN, float(((value - level - slope * x) ** 2 + slope**2 * doubt).mean()))))
    moves = [
        variance[s, t] + variance[s, t - 1] - 2 * lagged[s, t] + (mean[s, t] - mean[s, t - 1]) ** 2
        for s, t in zip(*np.nonzero(begun[:, 1:] & begun[:, :-1]), strict=True) for t in (t + 1,)
    ]  # fmt: skip
    return Items(*np.array(rows).T, move=max(float(np.mean(moves)), STILL))


def check_against_plain(y: np.ndarray) -> None:
    """As many rounds as the fit took, in the plain way, end at the same factor."""
    found = fit(y)
    z = (y - np.nanmean(y, axis=(0, 1))) / np.nanstd(y, axis=(0, 1))
    items = Items(np.zeros(y.shape[2]), np.full(y.shape[2], 0.7), np.full(y.shape[2], 0.5), 0.1)
    for _ in range(len(found.path) - 1):
        items = plain_improve(z, *plain_smooth(z, items))
    mean, variance, _ = plain_smooth(z, items)
    after = ~np.isnan(found.mean)
    scale = mean[after].std() * np.sign(items.loading[0])
    np.testing.assert_allclose(found.mean[after], ((mean - mean[after].mean()) / scale)[after], atol=1e-10)
    np.testing.assert_allclose(found.sd[after], (np.sqrt(variance) / abs(scale))[after], atol=1e-10)


@pytest.mark.parametrize(("seed", "missing"), [(21, 0.0), (22, 0.3), (23, 0.8)])
def test_fit_agrees_with_series_by_series_rounds(seed: int, missing: float) -> None:
    y = draw(seed, series=4, years=9, missing=missing)[0]
    y[0, :3] = math.nan
    y[1] = math.nan
    check_against_plain(y)


def test_fit_of_the_facts_agrees_with_series_by_series_rounds() -> None:
    series = LatentAlignment().series(apply(fact_panels(), Alignment()))
    check_against_plain(series[::12, ::4])


def test_lagged_covariance_agrees_with_the_joint_gaussian() -> None:
    y, _ = draw(3, series=1, years=5, missing=0.0)
    prior = np.array([[1.0 + ITEMS.move * min(a, b) for b in range(5)] for a in range(5)])
    load = np.kron(np.eye(5), ITEMS.loading[:, None])
    joint = load @ prior @ load.T + np.kron(np.eye(5), np.diag(ITEMS.error))
    posterior = prior - prior @ load.T @ np.linalg.solve(joint, load @ prior)
    np.testing.assert_allclose(smooth(y, ITEMS).lagged[0, 1:], np.diag(posterior, 1), atol=1e-8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_log_likelihood_rises_in_every_round(seed: int) -> None:
    path = fit(draw(seed)[0]).path
    assert len(path) > 5
    assert min(np.diff(path)) > -1e-8 * abs(path[-1])


def test_recovers_the_trait_that_made_the_data() -> None:
    y, trait = draw(5, series=60, years=30)
    found = fit(y)
    assert np.corrcoef(found.mean.ravel(), trait.ravel())[0, 1] > 0.9
    inside = np.abs(found.mean - (trait - trait.mean()) / trait.std()) < 2 * found.sd
    assert 0.88 < inside.mean() < 1.0
    assert found.items.loading[0] > 0 > found.items.loading[2]


def test_mean_zero_variance_one_over_the_reference() -> None:
    y, _ = draw(8)
    reference = np.zeros(y.shape[:2], dtype=bool)
    reference[:, 3] = True
    found = fit(y, reference=reference)
    assert found.mean[:, 3].mean() == pytest.approx(0.0, abs=1e-12)
    assert found.mean[:, 3].std() == pytest.approx(1.0)


def test_sign_follows_the_first_indicator() -> None:
    y, _ = draw(9)
    turned = fit(y * np.array([-1.0, -1.0, -1.0]))
    np.testing.assert_allclose(turned.mean, -fit(y).mean, atol=1e-6)
    step = np.repeat([0.0, 1.0], 8)
    outvoted = np.stack([1 - step, step, step], axis=-1) + np.random.default_rng(1).normal(scale=0.1, size=(4, 16, 3))
    found = fit(outvoted)
    assert found.items.loading[0] > 0 > max(found.items.loading[1:])
    assert np.corrcoef(found.mean.ravel(), outvoted[:, :, 0].ravel())[0, 1] > 0.9


def test_units_of_an_indicator_do_not_matter() -> None:
    y, _ = draw(10)
    np.testing.assert_allclose(fit(y * np.array([1.0, 100.0, 0.01]) + 7).mean, fit(y).mean, atol=1e-6)


def test_before_the_first_observation_nothing_is_known() -> None:
    y, _ = draw(11)
    y[0, :4] = np.nan
    found = fit(y)
    assert np.isnan(found.mean[0, :4]).all()
    assert np.isnan(found.sd[0, :4]).all()
    assert not np.isnan(found.mean[0, 4:]).any()


def test_doubt_grows_where_a_series_falls_silent() -> None:
    y, _ = draw(12, missing=0.0)
    y[0, 6:] = np.nan
    sd = fit(y).sd[0]
    assert (np.diff(sd[5:]) > 0).all()


def test_an_indicator_that_never_varies_tells_nothing() -> None:
    y, _ = draw(13)
    with_flat = np.concatenate([y, np.full((*y.shape[:2], 1), 0.5)], axis=2)
    found = fit(with_flat)
    assert found.items.loading[3] == 0.0
    np.testing.assert_allclose(found.mean, fit(y).mean)


def test_nothing_observed_gives_nothing() -> None:
    found = fit(np.full((2, 3, 4), np.nan))
    assert np.isnan(found.mean).all()
    assert found.path == ()


def test_reference_without_data_is_refused() -> None:
    y, _ = draw(14)
    with pytest.raises(ParameterError) as caught:
        fit(y, reference=np.zeros(y.shape[:2], dtype=bool))
    assert str(caught.value) == ("the reference holds no observed cell. Choose years in which some state is observed.")


def test_leave_one_out_never_sees_what_it_leaves_out() -> None:
    y, _ = draw(15)
    changed = y.copy()
    changed[..., 1] = np.random.default_rng(0).normal(size=y.shape[:2])
    before, after = leave_one_out(y, "abc"), leave_one_out(changed, "abc")
    np.testing.assert_array_equal(before["b"].mean, after["b"].mean)
    assert np.abs(before["a"].mean - after["a"].mean).max() > 0.01


def test_leave_one_out_wants_a_name_each() -> None:
    with pytest.raises(ParameterError) as caught:
        leave_one_out(draw(1)[0], ["a"])
    assert str(caught.value) == "1 names for 3 indicators. Give one name each, and two or more."


def test_quick_proxy_is_the_first_principal_component_when_nothing_is_missing() -> None:
    y, _ = draw(16, missing=0.0)
    z = (y - y.mean(axis=(0, 1))) / y.std(axis=(0, 1))
    score = np.linalg.svd(z.reshape(-1, 3), full_matrices=False)[0][:, 0]
    score = score * np.sign(np.corrcoef(score, z[..., 0].ravel())[0, 1])
    np.testing.assert_allclose(principal(y).ravel(), score / score.std(), atol=1e-9)


def test_quick_proxy_and_factor_tell_the_same_story() -> None:
    y, _ = draw(17, series=40, years=20)
    both = np.isfinite(principal(y)) & np.isfinite(fit(y).mean)
    assert np.corrcoef(principal(y)[both], fit(y).mean[both])[0, 1] > 0.8


def test_fast_enough_for_nineteen_states_and_five_powers() -> None:
    rng = np.random.default_rng(1)
    trait = rng.normal(size=(90, 1)) + np.cumsum(rng.normal(scale=0.3, size=(90, 34)), axis=1)
    y = trait[..., None] * np.array([0.8, 0.7, 0.5, 0.4]) + rng.normal(scale=0.5, size=(90, 34, 4))
    began = time.perf_counter()
    assert fit(y).converged
    assert time.perf_counter() - began < 2.0


def cube_panels(codes: list[int]) -> Panels:
    rng = np.random.default_rng(4)
    rows = [(a, b, t) for t in range(2000, 2008) for a in codes for b in codes if a != b]
    dyads = pl.DataFrame(rows, schema=["state", "other", "year"], orient="row")
    trait = {(a, b): rng.random() for a, b, _ in rows}
    values = {
        name: [trait[a, b] + 0.1 * rng.random() for a, b, _ in rows]
        for name in ("align_pact", "align_org", "align_exercise", "align_un")
    }
    states = pl.DataFrame([(a, t) for t in range(2000, 2008) for a in codes], schema=["state", "year"], orient="row")
    columns = {name: Column(name, name, "index") for name in values}
    return Panels(
        Panel(states, "state-year"),
        Panel(dyads.with_columns(**{k: pl.Series(v) for k, v in values.items()}), "directed-dyad-year", columns),
    )


def test_measure_fills_powers_only() -> None:
    found = apply(cube_panels([2, 365, 371, 372]), LatentAlignment(powers=(365, 2)))
    latent = found.array("alignment_latent")
    assert np.isfinite(latent[:, 2, [0, 1]]).all()
    assert np.isnan(latent[:, :, [2, 3]]).all()
    assert np.isnan(latent[:, 0, 0]).all()
    direct = LatentAlignment(powers=(365, 2)).fitted(found).mean
    np.testing.assert_allclose(latent[:, 2, 1], direct[2 * 2 + 0])
    np.testing.assert_allclose(latent[:, 3, 0], direct[3 * 2 + 1])


def test_measure_names_a_power_that_the_panels_lack() -> None:
    with pytest.raises(MissingColumn) as caught:
        apply(cube_panels([2, 365, 371]), LatentAlignment())
    assert str(caught.value) == "the panels have no state 640. They have: 2, 365, 371."


def test_without_leaves_an_indicator_out() -> None:
    assert LatentAlignment().without("align_un").needs == ("align_pact", "align_org", "align_exercise")


def test_an_indicator_that_seldom_moves_does_not_become_the_trait() -> None:
    rng = np.random.default_rng(6)
    steps = (rng.random((40, 1)) > 0.5) + (np.arange(20) > rng.integers(5, 15, size=(40, 1))).astype(float)
    trait = steps + np.cumsum(rng.normal(scale=0.2, size=(40, 20)), axis=1)
    y = np.stack([steps, *(trait + rng.normal(scale=0.7, size=(40, 20)) for _ in range(3))], axis=-1)
    free, bound = fit(y, own=1e-4), fit(y)
    assert free.items.error[0] < 0.02
    assert bound.items.error.min() >= 0.25
    assert np.corrcoef(bound.mean.ravel(), trait.ravel())[0, 1] > np.corrcoef(free.mean.ravel(), trait.ravel())[0, 1]
