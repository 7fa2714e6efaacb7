"""The compiled kernels against slow twins in numpy and scipy, and against exact moments."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import log_ndtr, ndtr, ndtri
from scipy.stats import kstest, truncnorm
from scipy.stats._continuous_distns import _log_gauss_mass

from corcyra.measures.ideal_points import group_moves, kernels, truncated

INF = np.inf
KEY = np.uint64(12345)
INTERVALS = [
    (-INF, -36.0), (-INF, -34.0), (-50.0, -49.9), (-36.0, -34.9), (3.0, 3.0000001), (-1.0, 2.0), (37.0, INF), (5.0, 8.0),
    (0.0, INF), (-INF, INF), (-INF, 9.0),
]  # fmt: skip


def test_uniform_numbers_are_uniform_and_belong_to_their_place() -> None:
    drawn = [truncated.uniform(KEY, place) for place in range(5000)]
    assert kstest(drawn, "uniform").pvalue > 0.001
    assert 0 < min(drawn) < max(drawn) < 1
    assert truncated.uniform(KEY, 17) == drawn[17] != truncated.uniform(np.uint64(12346), 17)
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 0.05


def test_splitmix_by_published_value() -> None:
    """The first number of SplitMix64 seeded with 0 is 0xE220A8397B1DCDAF (its 52 upper bits here)."""
    assert truncated.uniform(np.uint64(0), 0) == ((0xE220A8397B1DCDAF >> 12) + 0.5) / 2**52


def test_quantile() -> None:
    shares = np.concatenate([10.0 ** -np.arange(1, 300, 7), np.linspace(0.01, 0.99, 50), 1 - 10.0 ** -np.arange(1, 15)])
    assert np.allclose([truncated.quantile(each) for each in shares], ndtri(shares), rtol=1e-14, atol=1e-15)
    assert truncated.quantile(0.0) == -INF
    assert truncated.quantile(1.0) == INF


@pytest.mark.parametrize(("low", "high"), INTERVALS)
def test_log_interval_and_truncated_quantile(low: float, high: float) -> None:
    wanted = float(np.ravel(_log_gauss_mass(low, high))[0])
    assert np.isclose(truncated.log_interval(low, high), wanted, rtol=1e-10, atol=2e-9)
    for share in (1e-9, 0.3, 0.999):
        drawn = truncated.truncated(low, high, share)
        assert low <= drawn <= high
        assert np.isclose(drawn, truncnorm.ppf(share, low, high), rtol=1e-11, atol=1e-12)


def log_likelihood(x: np.ndarray, points: np.ndarray, vote: np.ndarray) -> float:
    beta, low, high = x
    chance = np.stack([ndtr(low - beta * points), ndtr(high - beta * points) - ndtr(low - beta * points), ndtr(beta * points - high)])
    return float(np.log(chance[vote - 1, np.arange(vote.size)]).sum() - beta**2 / 2)


def test_posterior_gradient_and_second_derivatives() -> None:
    rng = np.random.default_rng(2)
    points, vote = rng.normal(size=30), rng.integers(1, 4, 30).astype(np.int8)
    cell, x, step = np.arange(30), np.array([0.7, -0.4, 0.5]), 1e-4
    got = kernels.posterior(*x, 0, 30, cell, vote, points, False)
    assert np.isclose(got[0], log_likelihood(x, points, vote))
    unit = np.eye(3) * step
    f = log_likelihood
    slope = [(f(x + e, points, vote) - f(x - e, points, vote)) / (2 * step) for e in unit]
    assert np.allclose(got[1:4], slope, rtol=1e-5)
    bend = [
        -(f(x + a + b, points, vote) - f(x + a - b, points, vote) - f(x - a + b, points, vote) + f(x - a - b, points, vote))
        / (4 * step**2)
        for i, a in enumerate(unit) for b in unit[: i + 1]
    ]  # fmt: skip
    assert np.allclose(got[4:], bend, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("codes", [(1, 2, 3), (1, 2), (2, 3), (1, 3)])
def test_item_update_draws_from_the_posterior_on_a_grid(codes: tuple[int, ...]) -> None:
    """Long runs for one item against its posterior summed over a fine grid."""
    points = np.linspace(-1.5, 1.5, 12)
    vote = np.array([codes[min(int(rank * len(codes) / 12), len(codes) - 1)] for rank in range(12)], np.int8)
    vote[[0, 4, 11]] = vote[[5, 11, 0]]
    kind = 0 if len(codes) == 3 else (1 if 2 in codes else 2)
    beta, low, high = (np.array([each]) for each in (0.1, -0.3, 0.3))
    low[:] = low if 1 in codes else -INF
    high[:] = high if 3 in codes else INF
    moved, pointer, draws = np.zeros(1, np.int64), np.array([0, 12]), np.empty((20000, 3))
    for turn in range(len(draws)):
        kernels.update_items(
            0, 1, pointer, np.arange(12), vote, np.array([kind], np.int8), points, beta, low, high,
            np.uint64(turn * 7919 + 1), False, moved,
        )  # fmt: skip
        draws[turn] = beta[0], low[0], high[0]
    b = np.linspace(-3.5, 3.5, 61)[:, None, None]
    lo = np.linspace(-4, 4, 81)[:, None] if 1 in codes else np.array([[-INF]])
    gap = (np.arange(70) + 0.5) * 0.07
    hi = lo + gap if kind != 1 else (np.linspace(-4, 4, 81) if 3 in codes else np.array([INF]))
    value = -(b**2) / 2
    for t, y in zip(points, vote, strict=True):
        up, down = ndtr(hi - b * t), ndtr(lo - b * t)
        value = value + np.log(np.maximum({1: down, 2: up - down, 3: 1 - up}[int(y)], 1e-300))
    weight = np.exp(value - value.max())
    weight /= weight.sum()
    for column, grid in enumerate((b, lo, hi)):
        if not np.isfinite(grid).all():
            continue
        mean = float((weight * grid).sum())
        sd = float(np.sqrt((weight * (grid - mean) ** 2).sum()))
        assert abs(draws[:, column].mean() - mean) < 0.06 * sd
        assert abs(draws[:, column].std() / sd - 1) < 0.06
    assert moved[0] > 6000


def test_paths_have_the_moments_of_the_exact_joint_normal() -> None:
    rng = np.random.default_rng(3)
    pointer, precision, weight = np.array([0, 4, 5]), rng.uniform(0.5, 3, 5), rng.normal(size=5)
    step, start = rng.uniform(0.1, 0.5, 5), np.array([1.0, 2.0])
    prior = np.zeros((5, 5))
    for c in range(5):
        if c in (0, 4):
            prior[c, c] += 1 / start[0 if c == 0 else 1]
        else:
            prior[np.ix_([c - 1, c], [c - 1, c])] += np.array([[1, -1], [-1, 1]]) / step[c]
    covariance = np.linalg.inv(prior + np.diag(precision))
    draws, room = np.zeros((20000, 5)), np.empty((2, 5))
    for turn in range(len(draws)):
        kernels.draw_paths(0, 2, pointer, precision, weight, step, start, 0.0, np.uint64(turn * 101), draws[turn], *room)
    assert np.allclose(draws.mean(axis=0), covariance @ weight, atol=0.02)
    assert np.allclose(np.cov(draws.T), covariance, atol=0.02)


def test_latent_votes_of_a_cell() -> None:
    """Sums by kind of item, and the mean of many draws, against the truncated normal's."""
    beta, low, high = np.array([0.8, -1.2]), np.array([-0.5, 0.1]), np.array([0.4, 0.9])
    item, vote = np.array([0, 1, 0]), np.array([1, 2, 3], np.int8)
    home, theta, total = np.array([0, -1]), np.array([0.6]), np.zeros((2, 1))
    precision, weight = np.empty((2, 2, 1))
    for turn in range(20000):
        kernels.latent_sums(
            0, 1, np.array([0, 3]), item, vote, theta, beta, low, high, home, np.uint64(turn * 31), precision, weight
        )  # fmt: skip
        total += weight / 20000
    mean = [truncnorm.mean(-INF, -0.98, 0.48), truncnorm.mean(0.82, 1.62, -0.72), truncnorm.mean(-0.08, INF, 0.48)]
    assert precision[:, 0].tolist() == [2 * 0.8**2, 1.2**2]
    assert np.allclose(total[:, 0], [0.8 * (mean[0] + mean[2]), -1.2 * mean[1]], atol=0.02)


def test_shift_is_the_exact_conditional() -> None:
    """Its matrix and pull against the log density of the shifted points, differenced numerically."""
    rng = np.random.default_rng(4)
    session, previous = np.array([0, 1, 2, 0, 2, 1]), np.array([-1, 0, 1, -1, 3, -1])
    step, theta = rng.uniform(0.2, 1, 6), rng.normal(size=6)
    precision, weight = rng.uniform(0, 2, 6), rng.normal(size=6)
    groups = group_moves.Groups.of(session, previous, step, np.array([0, 1, -1]), 3)

    def density(amount: np.ndarray) -> float:
        x = theta + amount[session]
        gap = x - np.where(previous >= 0, x[previous], 0.0)
        return float((-(gap**2) / (2 * step) + weight * x - precision * x**2 / 2).sum())

    matrix, pull = group_moves.shift_normal(groups, theta, precision, weight)
    for _ in range(5):
        amount = rng.normal(size=3)
        assert np.isclose(density(amount) - density(np.zeros(3)), pull @ amount - amount @ matrix @ amount / 2)


def test_shift_moves_items_along_and_draws_from_its_normal() -> None:
    session, previous = np.array([0, 1, 0]), np.array([-1, 0, -1])
    groups = group_moves.Groups.of(session, previous, np.array([1.0, 0.3, 1.0]), np.array([0, 1, -1]), 2)
    start = np.array([0.5, -0.2, 1.0])
    beta, precision, weight = np.array([2.0, -1.0, 0.7]), np.ones((2, 3)), np.full((2, 3), 0.4)
    matrix, pull = group_moves.shift_normal(groups, start, precision[1], weight[1])
    amounts = np.empty((8000, 2))
    for turn in range(len(amounts)):
        theta, low, high, sums = start.copy(), np.zeros(3), np.array([1.0, INF, 1.0]), weight.copy()
        group_moves.shift(groups, 0.0, np.uint64(turn * 13), theta, beta, low, high, precision, sums)
        amounts[turn] = theta[:2] - start[:2]
    assert np.isclose(theta[2] - start[2], amounts[-1, 0])
    assert np.allclose(low, [2 * amounts[-1, 0], -amounts[-1, 1], 0])
    assert high[1] == INF
    assert np.allclose(sums, weight + np.outer([1, 0], amounts[-1][session]))
    assert np.allclose(amounts.mean(axis=0), np.linalg.solve(matrix, pull), atol=0.03)
    assert np.allclose(np.cov(amounts.T), np.linalg.inv(matrix), atol=0.03)


def test_a_held_shift_leaves_its_density_as_it_is() -> None:
    """A long run of shifts of two sessions against the density summed over a grid."""
    session, previous = np.array([0, 1, 0, 1]), np.array([-1, 0, -1, 2])
    groups = group_moves.Groups.of(session, previous, np.array([1.0, 0.4, 1.0, 0.4]), np.array([0, 1, -1]), 2)
    begin = np.array([0.5, 0.9, -0.6, -1.0])
    theta, precision, weight, drawn = begin.copy(), np.ones((2, 4)), np.full((2, 4), 0.2), np.empty((20000, 2))
    for turn in range(len(drawn)):
        parts = [np.ones(3), np.zeros(3), np.ones(3)]
        group_moves.shift(groups, 60.0, np.uint64(turn * 19), theta, *parts, precision, weight)
        drawn[turn] = theta[:2] - begin[:2]
    x, y = np.linspace(-4, 4, 321)[:, None], np.linspace(-4, 4, 321)
    p = [x + 0.5, y + 0.9, x - 0.6, y - 1.0]
    s2 = sum(each**2 for each in p) / 4 - (sum(p) / 4) ** 2
    value = -(p[0] ** 2 + p[2] ** 2) / 2 - ((p[1] - p[0]) ** 2 + (p[3] - p[2]) ** 2) / 0.8
    value = value + 0.2 * sum(p) - sum(each**2 for each in p) / 2 - 60.0 * (0.5 * np.log(s2)) ** 2 / 2
    chance = np.exp(value - value.max())
    chance /= chance.sum()
    for column, grid in enumerate((x, y)):
        wanted = float((chance * grid).sum())
        sd = float(np.sqrt((chance * (grid - wanted) ** 2).sum()))
        assert abs(drawn[:, column].mean() - wanted) < 0.1 * sd
        assert abs(drawn[:, column].std() / sd - 1) < 0.1


def test_stretch_density_against_the_log_density_written_out() -> None:
    """Differences of `stretch_density` along one session's factor are those of the whole log density with its Jacobian."""
    rng = np.random.default_rng(8)
    session, previous = np.array([0, 1, 2, 0, 1, 2]), np.array([-1, 0, 1, -1, 3, 4])
    step, theta, home = rng.uniform(0.2, 1, 6), rng.normal(size=6), np.array([1, 1, -1, 0])
    precision, weight, beta, hold = rng.uniform(0, 2, 6), rng.normal(size=6), rng.normal(size=4), 30.0

    def density(x: float) -> float:
        points = np.where(session == 1, np.exp(x), 1.0) * theta
        slopes = np.where(home == 1, np.exp(-x), 1.0) * beta
        gap = points - np.where(previous >= 0, points[previous], 0.0)
        value = -(gap**2 / (2 * step)).sum() + (weight * points - precision * points**2 / 2).sum() - (slopes**2).sum() / 2
        return float(value + (2 - 2) * x - hold * np.log(points.std()) ** 2 / 2)

    a = b = 0.0
    for i in (1, 4):
        t, p, f = theta[i], theta[i - 1], theta[i + 1]
        a -= t * t * (1 / step[i] + precision[i] + 1 / step[i + 1]) / 2
        b += t * (weight[i] + p / step[i] + f / step[i + 1])
    c, own = -(beta[:2] ** 2).sum() / 2, theta[[1, 4]]
    rest = ((theta.sum() - own.sum()) / 6, own.sum() / 6, ((theta**2).sum() - (own**2).sum()) / 6, (own**2).sum() / 6)
    form = (a, b, c, 0.0)
    for x in (-0.7, 0.2, 0.9):
        got = group_moves.stretch_density(x, form, rest, hold)[0] - group_moves.stretch_density(0.0, form, rest, hold)[0]
        assert np.isclose(got, density(x) - density(0.0))
        near = [group_moves.stretch_density(x + h, form, rest, hold)[0] for h in (-1e-5, 1e-5)]
        assert np.isclose(group_moves.stretch_density(x, form, rest, hold)[1], (near[1] - near[0]) / 2e-5, rtol=1e-4)


def test_stretch_leaves_its_density_as_it_is() -> None:
    """A long run of stretches of one session against the density summed over a grid."""
    groups = group_moves.Groups.of(
        np.array([0, 1, 0, 1]), np.array([-1, 0, -1, 2]), np.array([1.0, 0.4, 1.0, 0.4]), np.array([-1, 0, 1, 1]), 2
    )  # fmt: skip
    theta, beta = np.array([0.5, 0.9, -0.6, -1.0]), np.array([0.3, 0.5, 1.0, -0.8])
    precision, weight, drawn = np.ones((2, 4)), np.full((2, 4), 0.2), np.empty((20000, 2))
    begin = theta.copy()
    for turn in range(len(drawn)):
        group_moves.stretch(groups, 2.0, np.uint64(turn * 17), theta, beta, precision, weight)
        drawn[turn] = np.log(theta[0] / begin[0]), np.log(theta[1] / begin[1])
    x, y = np.linspace(-4, 2, 241)[:, None], np.linspace(-4, 2, 241)
    p = [np.exp(x) * 0.5, np.exp(y) * 0.9, np.exp(x) * -0.6, np.exp(y) * -1.0]
    mean = sum(p) / 4
    s2 = sum(each**2 for each in p) / 4 - mean**2
    value = -(p[0] ** 2 + p[2] ** 2) / 2 - ((p[1] - p[0]) ** 2 + (p[3] - p[2]) ** 2) / 0.8
    value = value + 0.2 * sum(p) - sum(each**2 for each in p) / 2 - (0.5 * np.exp(-x)) ** 2 / 2
    value = value - (1 + 0.8**2) * np.exp(-2 * y) / 2 + (2 - 1) * x + (2 - 2) * y - 2.0 * (0.5 * np.log(s2)) ** 2 / 2
    chance = np.exp(value - value.max())
    chance /= chance.sum()
    for column, grid in enumerate((x, y)):
        wanted = float((chance * grid).sum())
        sd = float(np.sqrt((chance * (grid - wanted) ** 2).sum()))
        assert abs(drawn[:, column].mean() - wanted) < 0.1 * sd
        assert abs(drawn[:, column].std() / sd - 1) < 0.1


def test_published_items_against_a_slow_twin() -> None:
    """One step of the published code, written out in numpy with the same random numbers."""
    rng = np.random.default_rng(6)
    points, vote = rng.normal(size=20), rng.integers(1, 4, 20).astype(np.int8)
    beta, low, high, latent = np.array([0.4]), np.array([-0.6]), np.array([0.3]), np.zeros(20)
    moved, accepted = np.zeros(1, np.int64), 0
    for turn in range(50):
        key, other = np.uint64(turn), np.uint64(turn + 1000)
        u = [truncated.uniform(key, place) for place in range(4)]
        b, g1, g2, s = beta[0], low[0], high[0], 0.2 / 3
        c1 = g1 + s * ndtri(u[0] * ndtr((g2 - g1) / s) + ndtr((-7 - g1) / s) * (1 - u[0]))
        c2 = g2 + s * ndtri(u[1] * ndtr((7 - g2) / s) + ndtr((c1 - g2) / s) * (1 - u[1]))
        mean = b * points
        down, up = np.choose(vote - 1, [-99, g1, g2]), np.choose(vote - 1, [g1, g2, 99])
        new_down, new_up = np.choose(vote - 1, [-99, c1, c2]), np.choose(vote - 1, [c1, c2, 99])
        ratio = np.prod((ndtr(new_up - mean) - ndtr(new_down - mean)) / (ndtr(up - mean) - ndtr(down - mean)))
        ratio *= (1 - ndtr((c1 - g2) / s)) / (1 - ndtr((g1 - c2) / s))
        if u[2] < ratio:
            accepted, g1, g2, down, up = accepted + 1, c1, c2, new_down, new_up
        share = np.array([truncated.uniform(other, place) for place in range(20)])
        z = np.clip(mean + ndtri(ndtr(down - mean) + share * (ndtr(up - mean) - ndtr(down - mean))), -9, 9)
        total = 1 + (points**2).sum()
        wanted = (points * z).sum() / total + ndtri(u[3]) / np.sqrt(total)
        kernels.published_items(
            0, 1, np.array([0, 20]), np.arange(20), vote, points, beta, low, high, latent, key, other, moved
        )  # fmt: skip
        assert np.allclose([low[0], high[0], beta[0]], [g1, g2, wanted], atol=1e-8)
        assert np.allclose(latent, z, atol=1e-8)
    assert 5 < accepted == moved[0] < 50


def test_published_paths_use_the_old_means_and_stop_at_five() -> None:
    before, precision, weight = np.array([1, 0, 1]), np.array([2.0, 2.0, 1e6]), np.array([1.0, 0.5, 9e6])
    step, old, mean, theta = np.array([0.25, 0.25, 0.3]), np.array([0.4, -0.2, 9.0]), np.empty(3), np.empty(3)
    kernels.published_paths(0, 3, before, precision, weight, step, old, KEY, theta, mean)
    noise = np.array([truncated.normal(KEY, place) for place in range(3)])
    width = 1 / (precision + 1 / step)
    wanted = width * (weight + old[before] / step)
    assert np.allclose(mean, wanted)
    assert np.allclose(theta, np.clip(wanted + np.sqrt(width) * noise, -5, 5))
    assert theta[2] == 5.0


def test_stored_sums() -> None:
    precision, weight = np.empty((2, 2))
    kernels.stored_sums(
        0, 2, np.array([0, 2, 3]), np.array([0, 1, 1]), np.array([2, 0, 1]), np.array([2.0, -1.0]),
        np.array([0.1, 0.2, 0.3]), precision, weight,
    )  # fmt: skip
    assert np.allclose(precision, [5, 1])
    assert np.allclose(weight, [2 * 0.3 - 0.1, -0.2])
    assert np.isclose(log_ndtr(-40.0), truncated.log_interval(-INF, -40.0))
