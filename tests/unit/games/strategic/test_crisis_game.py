"""The crisis game: equilibria against plays by brute force, several of them found, utilities recovered."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.strategic import equilibria, fit_crisis
from corcyra.games.strategic.crisis import PAYOFFS, crossings, far_tail, log_outcomes, log_tail, roots, tail
from corcyra.games.strategic.crisis_fit import CRISIS
from corcyra.games.strategic.graded import start

Numbers = npt.NDArray[np.float64]
KEYS = [each.key for each in PAYOFFS]
SEVERAL = {"V_A": 1.0, "W_A": -1.9, "W_B": -2.85, "a": -1.2, "V_B": 1.0}
FORMULAS = {"S_A": [], "V_A": ["1"], "C_B": [], "W_A": ["1", "x"], "W_B": ["1", "z"], "a": ["1"], "V_B": []}
TRUTH = np.array([1.0, -0.8, 0.6, 0.2, 0.7, -1.0])


def play(payoffs: Numbers, resist: Numbers, seed: int) -> tuple[npt.NDArray[np.bool_], ...]:
    """Who challenges, resists and stands firm, by drawing the shocks; B believes what A's challenges show."""
    s, v, c, w, b, a, u = payoffs
    shock = np.random.default_rng(seed).normal(size=(3, len(s)))
    firm = w + shock[0] > a + shock[1]
    challenge = resist * np.maximum(w + shock[0], a + shock[1]) + (1 - resist) * v > s
    fight = firm[challenge].mean()
    return challenge, fight * (b + shock[2]) + (1 - fight) * u > c, firm


@pytest.mark.parametrize(
    "payoffs", [SEVERAL, {}, {"S_A": 0.5, "V_A": 1.0, "C_B": -0.4, "W_A": -0.5, "W_B": -0.7, "a": -0.9}]
)
def test_every_equilibrium_reproduces_itself_when_played(payoffs: dict[str, float]) -> None:
    n = 400_000
    table = np.repeat([[payoffs.get(key, 0.0)] for key in KEYS], n, axis=1)
    for seed, row in enumerate(equilibria(payoffs).iter_rows(named=True)):
        challenge, resist, firm = play(table, np.full(n, row["resist"]), seed)
        assert challenge.mean() == pytest.approx(row["challenge"], abs=0.004)
        assert firm[challenge].mean() == pytest.approx(row["fight"], abs=0.006)
        assert resist.mean() == pytest.approx(row["resist"], abs=0.03)  # the error of fight, enlarged by 1/p_F
        assert row["standing firm"] == pytest.approx(row["challenge"] * row["resist"] * row["fight"])


def test_several_equilibria_are_found_and_the_middle_one_is_unstable() -> None:
    assert equilibria(SEVERAL)["stable"].to_list() == [True, False, True]
    assert equilibria(SEVERAL | {"W_B": -2.2}).height == 1


def test_there_is_always_an_odd_number_of_equilibria() -> None:
    drawn = np.random.default_rng(1).normal(0, 2, (7, 60))
    found = [len(roots(each, 401)) for each in drawn.T]
    assert {count % 2 for count in found} == {1}
    assert crossings(drawn, 401).tolist() == found


def test_the_tail_by_three_roads() -> None:
    t, b = np.random.default_rng(2).normal(0, 2, (2, 200))
    t[:2], b[1:3] = 0.0, 0.0
    np.testing.assert_allclose(tail(t, b), np.exp(far_tail(t, b)), atol=1e-13)
    for x, y in zip(t[:8], b[:8], strict=True):
        assert tail(np.array([x]), np.array([y]))[0] == pytest.approx(
            quad(lambda z, y: norm.pdf(z) * norm.cdf(z + y), x, 12, args=(y,))[0], abs=1e-8
        )


def test_slopes_are_the_derivatives() -> None:
    rng = np.random.default_rng(6)
    u, r, f = rng.normal(size=(7, 30)), rng.uniform(0.1, 0.9, 30), rng.uniform(0.1, 0.9, 30)
    found = log_outcomes(start(u), r, f)
    assert np.exp(sum_logs(found)) == pytest.approx(1.0)
    for place in range(7):
        step = np.zeros_like(u)
        step[place] = 1e-5
        ends = [log_outcomes(start(u + sign * step), r, f) for sign in (1, -1)]
        for j in range(4):
            slope = (ends[0][j].value - ends[1][j].value) / 2e-5
            np.testing.assert_allclose(found[j].slopes[:, place], slope, rtol=1e-5, atol=1e-5)
    far = log_tail(*start(np.array([[8.0], [-3.0]])))
    assert np.isfinite(far.value).all()
    assert far.slopes[0, 0] == pytest.approx(-8, abs=4)


def sum_logs(found: tuple) -> float:  # type: ignore[type-arg]
    return float(np.logaddexp.reduce(np.stack([each.value for each in found]), axis=0)[0])


@pytest.fixture(scope="module")
def table() -> pl.DataFrame:
    rng = np.random.default_rng(12)
    x, z = rng.choice([-1.0, 0.0, 1.0], size=(2, 1500))
    y = np.zeros(1500, dtype=int)
    for each in np.unique(np.stack([x, z]), axis=1).T:
        here = (x == each[0]) & (z == each[1])
        payoffs = np.array([0.0, 1.0, 0.0, -0.8 + 0.6 * each[0], 0.2 + 0.7 * each[1], -1.0, 0.0])
        resist = roots(payoffs, 401)[0]
        many = np.repeat(payoffs[:, None], 200_000, axis=1)
        challenge, resists, firm = play(many, np.full(200_000, resist), int(10 * each[0] + each[1] + 20))
        ends = np.where(~challenge, 1, np.where(~resists, 2, np.where(firm, 4, 3)))
        y[here] = rng.choice(ends, here.sum())
    return pl.DataFrame({"y": y, "x": x, "z": z})


def test_utilities_of_the_crisis_game_are_recovered(table: pl.DataFrame) -> None:
    found = fit_crisis(table, outcome="y", formulas=FORMULAS, starts=1)
    assert found.converged
    assert (found.several, found.notes) == (0, ())
    assert np.abs((found.estimates - TRUTH) / found.table()["se"].to_numpy()).max() < 3
    assert found.table()["se"].max() < 0.25
    ends = found.equilibria(table[:3])
    assert ends["row"].to_list() == [0, 1, 2]
    np.testing.assert_allclose(ends["resist"], found.resist[:3], atol=1e-6)
    assert str(found).startswith(
        "Model: crisis signalling, nested pseudo-likelihood\nStandard errors: robust\nRows: 1500\n"
    )
    assert "<td>W_A</td>" in found._repr_html_()
    assert found.latex().count("W\\_A") == 2


def test_bad_input() -> None:
    with pytest.raises(ParameterError) as shift:
        fit_crisis(pl.DataFrame({"y": [1, 2, 3, 4]}), outcome="y", formulas={key: ["1"] for key in CRISIS.keys})
    assert str(shift.value) == (
        "the constant '1' is in all of S_A, V_A, W_A, a: it would shift every choice of player A alike and cannot be estimated. "
        "Leave it out of one of them (usually the one that is 0: [])."
    )
    with pytest.raises(UnknownName) as name:
        equilibria({"W": 1.0})
    assert str(name.value) == (
        "unknown payoff of the crisis game 'W'. Nearest: S_A, V_A, C_B, W_A, W_B, a, V_B. Use one of these."
    )
    with pytest.raises(ParameterError) as finite:
        equilibria({"W_A": float("nan")})
    assert str(finite.value) == "the payoff W_A is a finite number, given nan."
