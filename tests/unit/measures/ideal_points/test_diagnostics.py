"""Diagnostics of draws against closed forms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from corcyra.measures.ideal_points import diagnostics as d

Floats = npt.NDArray[np.float64]


def autoregressive(rho: float, chains: int, draws: int, quantities: int, seed: int = 1) -> Floats:
    noise = np.random.default_rng(seed).normal(size=(chains, draws, quantities))
    out = noise / np.sqrt(1 - rho**2)
    for t in range(1, draws):
        out[:, t] = rho * out[:, t - 1] + noise[:, t]
    return out


@pytest.mark.parametrize("rho", [-0.3, 0.0, 0.5, 0.9])
def test_effective_size_of_an_autoregression(rho: float) -> None:
    """The integrated time of AR(1) is (1 + rho) / (1 - rho)."""
    draws = autoregressive(rho, 4, 5000, 20)
    wanted = 20000 * (1 - rho) / (1 + rho)
    for act in (d.ess_mean, d.ess_bulk):
        assert np.isclose(act(draws).mean(), wanted, rtol=0.06)


def test_effective_size_of_a_quantile() -> None:
    """The indicator below the median of AR(1) has autocorrelation 2/pi * asin(rho**lag) (Sheppard 1899)."""
    draws = autoregressive(0.8, 4, 5000, 20)
    time = 1 + 2 * sum(2 / np.pi * np.arcsin(0.8**lag) for lag in range(1, 200))
    assert np.isclose(d.ess_quantile(draws, 0.5).mean(), 20000 / time, rtol=0.06)
    assert np.array_equal(d.ess_tail(draws), np.minimum(d.ess_quantile(draws, 0.05), d.ess_quantile(draws, 0.95)))


def test_split_rhat_by_hand() -> None:
    """Two chains that differ by a constant: total over within variance."""
    rng = np.random.default_rng(3)
    chain = rng.normal(size=4000)
    draws = np.stack([chain, chain + 3])
    halves = d.split(d.shaped(draws))
    within = np.mean([np.var(half, ddof=1) for half in halves[:, :, 0]])
    between = np.var([half.mean() for half in halves[:, :, 0]], ddof=1)
    assert np.isclose(d.plain_rhat(halves)[0], np.sqrt(1999 / 2000 + between / within))
    assert d.rhat(draws) > 1.5


def test_rhat_sees_location_spread_and_drift() -> None:
    rng = np.random.default_rng(4)
    good = rng.normal(size=(4, 1000, 50))
    assert d.rhat(good).max() < 1.01
    assert d.rhat(good * np.array([1, 1, 1, 3])[:, None, None]).min() > 1.05
    assert d.rhat(good + np.linspace(0, 2, 1000)[:, None]).min() > 1.05
    heavy = rng.standard_cauchy(size=(4, 1000, 50))
    assert d.rhat(heavy).max() < 1.02


def test_rank_normalised_measures_ignore_monotone_changes() -> None:
    draws = autoregressive(0.5, 2, 500, 3)
    assert np.allclose(d.ess_bulk(draws), d.ess_bulk(np.exp(draws)))
    assert np.allclose(d.ess_tail(draws), d.ess_tail(draws**3))


def test_monte_carlo_errors_of_an_autoregression() -> None:
    """The error of the mean is known; that of the median is root of time(indicator) / n / 4 over the density."""
    draws = autoregressive(0.6, 2, 4000, 200)
    deviation = 1 / np.sqrt(1 - 0.36)
    assert np.isclose(d.mcse_mean(draws).mean(), deviation * np.sqrt(4 / 8000), rtol=0.05)
    time = 1 + 2 * sum(2 / np.pi * np.arcsin(0.6**lag) for lag in range(1, 100))
    density = 1 / (deviation * np.sqrt(2 * np.pi))
    assert np.isclose(d.mcse_quantile(draws, 0.5).mean(), np.sqrt(0.25 * time / 8000) / density, rtol=0.08)


def test_no_answer_where_there_is_none() -> None:
    draws = np.random.default_rng(5).normal(size=(2, 100, 3))
    draws[:, :, 1] = 7.0
    draws[0, 3, 2] = np.nan
    for act in (d.rhat, d.ess_bulk, d.ess_tail, d.ess_mean):
        assert np.isnan(act(draws)).tolist() == [False, True, True]
    assert np.isnan(d.ess_bulk(draws[:, :3, 0]))


def test_summary_is_block_by_block_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = autoregressive(0.3, 2, 100, 7)
    whole = d.summary(draws)
    monkeypatch.setattr(d, "BLOCK", 3)
    assert all(np.array_equal(values, whole[name]) for name, values in d.summary(draws).items())
