"""The games' probabilities: closed forms, integration over the private information by brute force, exact slopes."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.strategic import EGAME12, EGAME122, EGAME123, STRATEGIC, StrategicGame
from corcyra.games.strategic.graded import start
from corcyra.games.strategic.likelihood import Likelihood

Numbers = npt.NDArray[np.float64]
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(48)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def chance(mean: float, spreads: list[float]) -> float:
    """P(mean + Σ spread·shock + shock > 0), by quadrature over each of the shocks but the last."""
    grid = np.array([mean])
    weight = np.array([1.0])
    for each in spreads:
        grid = (grid[:, None] + each * NODES).ravel()
        weight = (weight[:, None] * WEIGHTS).ravel()
    return float(weight @ norm.cdf(grid))


def by_quadrature(game: StrategicGame, u: Numbers) -> list[float]:
    """The outcomes' probabilities with private information, by integrating over the players' shocks."""
    if game is EGAME12:
        u11, u13, u14, u24 = u
        p4 = chance(u24, [1.0])
        p2 = chance((1 - p4) * u13 + p4 * u14 - u11, [1 - p4, p4])
        return [1 - p2, p2 * (1 - p4), p2 * p4]
    if game is EGAME122:
        u11, u12, u13, u14, u22, u24 = u
        q, p = chance(u22, [1.0]), chance(u24, [1.0])
        # The shock to the larger of left's two branches is rescaled to be the last one.
        gain = (1 - p) * u13 + p * u14 - (1 - q) * u11 - q * u12
        last = max(q, 1 - q)
        right = chance(gain / last, [(1 - p) / last, p / last, min(q, 1 - q) / last])
        return [(1 - right) * (1 - q), (1 - right) * q, right * (1 - p), right * p]
    u11, u13, u15, u16, u23, u25, u26, u36 = u
    p6 = chance(u36, [1.0])
    p4 = chance((1 - p6) * u25 + p6 * u26 - u23, [1 - p6, p6])
    p2 = chance((1 - p4) * u13 + p4 * ((1 - p6) * u15 + p6 * u16) - u11, [1 - p4, p4 * (1 - p6), p4 * p6])
    return [1 - p2, p2 * (1 - p4), p2 * p4 * (1 - p6), p2 * p4 * p6]


@pytest.mark.parametrize("game", STRATEGIC, ids=lambda game: game.key)
def test_probabilities_agree_with_integration_over_private_information(game: StrategicGame) -> None:
    for u in np.random.default_rng(5).normal(0, 1.2, (6, len(game.keys))):
        found = [float(p) for p in game.probabilities(dict(zip(game.keys, u, strict=True))).values()]
        np.testing.assert_allclose(found, by_quadrature(game, u), atol=1e-7)


def test_probabilities_agree_with_a_million_plays_with_private_shocks() -> None:
    u11, u13, u14, u24 = 0.3, 0.5, -0.4, 0.6
    shock = np.random.default_rng(7).normal(size=(5, 1_000_000))
    p4 = np.mean(
        np.random.default_rng(8).normal(size=1_000_000) < u24 - np.random.default_rng(9).normal(size=1_000_000)
    )
    right = (1 - p4) * (u13 + shock[1]) + p4 * (u14 + shock[2]) > u11 + shock[0]
    resist = u24 + shock[4] > shock[3]
    played = [np.mean(~right), np.mean(right & ~resist), np.mean(right & resist)]
    found = EGAME12.probabilities({"u11": u11, "u13": u13, "u14": u14, "u24": u24})
    np.testing.assert_allclose(played, [float(p) for p in found.values()], atol=0.002)  # four standard errors


def test_egame12_in_closed_form() -> None:
    u11, u13, u14, u24 = 0.3, -0.2, 0.7, -0.5
    p4 = norm.cdf(u24 / np.sqrt(2))
    gain = (1 - p4) * u13 + p4 * u14 - u11
    for information, spread in (("private", np.sqrt((1 - p4) ** 2 + p4**2 + 1)), ("agent", np.sqrt(2))):
        p2 = norm.cdf(gain / spread)
        found = EGAME12.probabilities({"u11": u11, "u13": u13, "u14": u14, "u24": u24}, information)  # type: ignore[arg-type]
        np.testing.assert_allclose(list(found.values()), [1 - p2, p2 * (1 - p4), p2 * p4], rtol=1e-13)


def test_the_second_game_within_the_four_outcome_game_is_egame12() -> None:
    u = {"u13": 0.4, "u14": -0.8, "u24": 0.3}
    three = EGAME12.probabilities({"u11": 0.25, **u}, "agent")
    four = EGAME122.probabilities({"u11": 0.25, "u12": 0.25, "u22": 1.0, **u}, "agent")
    assert float(four["right, right"]) == pytest.approx(float(three["right, right"]), rel=1e-13)
    assert float(four["left, left"] + four["left, right"]) == pytest.approx(float(three["left"]), rel=1e-13)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STRATEGIC), st.sampled_from(["private", "agent"]), st.integers(0, 2**32 - 1), st.floats(0.1, 8))
def test_probabilities_sum_to_one_and_slopes_are_the_derivatives(
    game: StrategicGame, information: str, seed: int, size: float
) -> None:
    u = np.random.default_rng(seed).normal(0, size, (len(game.keys), 1))
    logged, slopes = game.log_probabilities(u, information)  # type: ignore[arg-type]
    assert np.exp(logged).sum() == pytest.approx(1.0, abs=1e-12)
    np.testing.assert_allclose((np.exp(logged)[..., None] * slopes).sum(axis=1), 0.0, atol=1e-9)
    for place in range(len(u)):
        step = np.zeros_like(u)
        step[place] = 1e-5 * max(1.0, abs(u[place, 0]))
        up, down = (game.log_probabilities(u + sign * step, information)[0] for sign in (1, -1))  # type: ignore[arg-type]
        np.testing.assert_allclose(slopes[:, :, place], (up - down) / (2 * step[place]), rtol=2e-4, atol=2e-4)


@pytest.mark.parametrize("game", STRATEGIC, ids=lambda game: game.key)
def test_gradient_and_hessian_of_the_likelihood_agree_with_differences(game: StrategicGame) -> None:
    rng = np.random.default_rng(3)
    designs = tuple(np.column_stack([np.ones(40), rng.normal(size=(40, 1))]) for _ in game.keys)
    of = Likelihood(
        partial(game.log_probabilities, information="private"), designs, rng.integers(0, len(game.outcomes), 40)
    )
    theta = rng.normal(0, 0.4, 2 * len(game.keys))
    gradient, hessian = of.each(theta)[1].sum(axis=0), of.hessian(theta)
    basis = np.eye(len(theta)) * 1e-4
    slope = [(of.total(theta + e) - of.total(theta - e)) / 2e-4 for e in basis]
    np.testing.assert_allclose(gradient, slope, rtol=1e-5, atol=1e-5)
    bend = [(of.total(theta + e) - 2 * of.total(theta) + of.total(theta - e)) / 1e-8 for e in basis]
    np.testing.assert_allclose(np.diag(hessian), bend, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("game", STRATEGIC, ids=lambda game: game.key)
def test_a_regressor_in_all_of_a_players_utilities_changes_nothing(game: StrategicGame) -> None:
    u = dict.fromkeys(game.keys, 0.2) | {game.keys[0]: -0.5}
    for together in game.whole:
        before, after = game.probabilities(u), game.probabilities(u | {key: u[key] + 1.7 for key in together})
        np.testing.assert_allclose(list(before.values()), list(after.values()), rtol=1e-12)


def test_far_utilities_stay_finite() -> None:
    logged, slopes = EGAME12.log_probabilities(np.array([[40.0], [0.0], [-30.0], [25.0]]), "private")
    assert np.isfinite(logged).all()
    assert np.isfinite(slopes).all()
    assert logged[0, 1] < -300


def test_graded_numbers_follow_the_rules() -> None:
    x, y = start(np.array([[1.3], [0.7]]))
    found = (2.0 - x) / (y + 1.0) - x.log() * y.root() * np.array([3.0])
    assert float(found.value[0]) == pytest.approx(0.7 / 1.7 - 3 * np.log(1.3) * np.sqrt(0.7))
    by_x, by_y = -1 / 1.7 - 3 * np.sqrt(0.7) / 1.3, -0.7 / 1.7**2 - 1.5 * np.log(1.3) / np.sqrt(0.7)
    np.testing.assert_allclose(found.slopes, [[by_x, by_y]], rtol=1e-13)


def test_unknown_names() -> None:
    with pytest.raises(UnknownName) as name:
        EGAME12.probabilities({"u12": 1.0})
    assert str(name.value) == "unknown utility of egame12 'u12'. Nearest: u11, u13, u14, u24. Use one of these."
    with pytest.raises(ParameterError) as kind:
        EGAME123.probabilities({}, "public")  # type: ignore[arg-type]
    assert str(kind.value) == "information is private or agent, given 'public'."


def test_comparative_statics_of_the_textbook_page() -> None:
    u = np.random.default_rng(21).normal(0, 1.5, (4, 2000))
    for information in ("private", "agent"):
        logged, slopes = EGAME12.log_probabilities(u, information)  # type: ignore[arg-type]
        acts = -slopes[:, 0] * np.exp(logged[:, [0]])  # p2 = 1 − p(left)
        assert (acts[:, 0] < 0).all()
        assert (acts[:, 1:3] > 0).all()
        assert (slopes[:, 2, 0] < 0).all()
        assert (slopes[:, 2, 1:3] > 0).all()
        by_answer = np.sign(acts[:, 3]) == np.sign(u[2] - u[1])
        assert by_answer.all() == (information == "agent")
        assert 0 < (slopes[:, 2, 3] > 0).mean() < 1  # readier to resist: more wars or fewer
