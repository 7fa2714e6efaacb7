"""Sinking costs and tying hands against enumeration and against the exact solver."""

from __future__ import annotations

import re

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.games.form.mixed import mixed_equilibria
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.refinements import refine
from corcyra.games.form.tree import Game, signalling
from corcyra.games.models.costly_signals import CostlySignals

DRAWS = 2000
SIGNALS = ("sunk", "sunk_low", "tie", "tie_low")


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1997)
    made: list[dict[str, float]] = []
    while len(made) < DRAWS:
        low, win = rng.uniform(0.3, 2), rng.uniform(0.1, 0.9)
        high = low * rng.uniform(1.2, 4)
        cost = win * (low + (high - low) * rng.uniform(0.02, 0.98))
        room = ((high - low) * (1 - win) + cost - win * low) / low
        gains = (rng.uniform(0, 0.99), min(0.99, room) * rng.uniform(0, 1)) if rng.random() < 0.4 else (0.0, 0.0)
        if room < 0.1:
            continue  # the messages that only the resolute would send lie too close together for the first grid
        eta = rng.uniform(0.01, 0.99)
        if gains[0] and 0.9 < (cost - win * low) / gains[0] / ((1 - eta) * low) < 1.1:
            continue  # so close to the border of two regions that the first grid has nothing between them
        values = (low, high, win, cost, rng.uniform(0.2, 0.95), rng.uniform(0.02, 0.9), eta, *gains)
        made.append(dict(zip(CostlySignals.knobs(), values, strict=True)))
    return {name: np.array([each[name] for each in made]) for name in CostlySignals.knobs()}


def test_the_closed_form_is_what_enumeration_finds(draws: dict[str, np.ndarray]) -> None:
    found = CostlySignals.closed_form(draws)
    worst: dict[str, float] = {}
    for place in range(DRAWS):
        game = CostlySignals(**{name: float(each[place]) for name, each in draws.items()})
        twin = game.numeric(points=31, rounds=1)
        assert twin["region"] == found["region"][place]
        scale = game.value_low + game.war_cost
        for name, value in twin.items():
            worst[name] = max(worst.get(name, 0.0), abs(value - found[name][place]) / scale)
    assert worst["sunk_war"] < 1e-12
    assert worst["tie_war"] < 1e-12
    assert max(worst[name] for name in SIGNALS) < 0.05  # the step of the grid
    assert max(worst.values()) < 0.05
    assert np.bincount(found["region"].astype(int), minlength=4).min() > 100


def test_looking_closer_the_numbers_agree_too(draws: dict[str, np.ndarray]) -> None:
    found = CostlySignals.closed_form(draws)
    for place in range(0, DRAWS, 40):
        game = CostlySignals(**{name: float(each[place]) for name, each in draws.items()})
        for name, value in game.numeric().items():
            assert value == pytest.approx(float(found[name][place]), abs=1e-4), name


def test_every_certificate_holds(draws: dict[str, np.ndarray]) -> None:
    for place in range(0, DRAWS, 20):
        found = CostlySignals(**{name: float(each[place]) for name, each in draws.items()}).solve()
        assert found.holds, found.certificate
        assert len(found.certificate) >= 6


def test_tying_is_better_for_the_leader_and_risks_no_less_war(draws: dict[str, np.ndarray]) -> None:
    found = CostlySignals.closed_form(draws)
    quiet = found["region"] == 0
    assert (found["advantage"][~quiet] > 0).all()
    assert (found["advantage"][quiet] == 0).all()
    plain = draws["gain_low"] == 0
    assert (found["more_war"][plain] >= 0).all()
    assert (found["more_war"][plain & (found["region"] == 1)] > 0).all()


def bluffs(game: CostlySignals, tied: bool) -> list[float]:
    """The signals that an irresolute leader sends, in some intuitive equilibrium, although it would yield."""
    m = np.linspace(0, 1.5 * game.value_low, 121)
    sent = np.array([m[each.low] for each in game.outcomes(m, tied=tied)])
    return [float(each) for each in sent if each > 0 and not game.fights(np.array(each), resolute=False, tied=tied)]


@pytest.mark.parametrize("tied", [False, True])
def test_nobody_bluffs_when_the_prior_does_not_deter(tied: bool, draws: dict[str, np.ndarray]) -> None:
    kinds = CostlySignals.closed_form(draws)["region"]
    for place in np.flatnonzero(kinds > 0)[:150]:
        game = CostlySignals(**{name: float(each[place]) for name, each in draws.items()})
        assert bluffs(game, tied) == []


@pytest.mark.parametrize("tied", [False, True])
def test_some_intuitive_equilibria_have_bluffs_when_the_prior_deters(tied: bool) -> None:
    assert len(bluffs(CostlySignals(prior=0.7), tied)) > 5


def exact(game: CostlySignals, messages: list[str], tied: bool) -> Game:
    """The crisis on a few messages as a tree for the exact solver; the fight is decided within the payoffs."""

    def payoff(kind: str, message: str, act: str) -> tuple[float, float]:
        m, resolute = np.array(float(message)), kind == "resolute"
        safe = np.array(float(act == "refrain"))
        gain = game.threshold - float(game.fights(m, resolute=resolute, tied=tied))
        return float(game.payoff(m, resolute=resolute, tied=tied, safe=safe)), 0.0 if act == "refrain" else gain

    prior = [game.prior, 1 - game.prior]
    return signalling(["resolute", "irresolute"], prior, messages, ["attack", "refrain"], payoff)


def test_the_exact_solver_finds_the_same_outcomes_mixed_ones_among_them() -> None:
    sunk = exact(CostlySignals(), ["0", "0.5", "0.86"], tied=False)
    for found in (pure_equilibria(sunk), mixed_equilibria(sunk)):
        kept = refine(found, "intuitive")
        assert {(each.strategies["resolute"], each.strategies["irresolute"]) for each in kept} <= {("0.86", "0")}
    assert len(refine(pure_equilibria(sunk), "intuitive")) > 0
    tied = exact(CostlySignals(), ["0", "0.2", "0.3"], tied=True)
    assert {(each.strategies["resolute"], each.strategies["irresolute"]) for each in pure_equilibria(tied)} == {
        ("0.3", "0.3")
    }


def test_comparative_statics(draws: dict[str, np.ndarray]) -> None:
    def moved(name: str, by: float = 1e-6) -> dict[str, np.ndarray]:
        return CostlySignals.closed_form({**draws, name: draws[name] + by})

    base = CostlySignals.closed_form(draws)
    inside = np.isin(base["region"], (1, 2)) & (moved("determined")["region"] == base["region"])
    inside &= (moved("value_low")["region"] == base["region"]) & (moved("war_cost")["region"] == base["region"])
    change = {
        name: (moved(name)["sunk"] - base["sunk"])[inside] / 1e-6
        for name in ("determined", "value_low", "prior", "war_cost")
    }
    np.testing.assert_allclose(change["determined"], -draws["value_low"][inside], atol=1e-4)
    np.testing.assert_allclose(change["value_low"], 1 - draws["determined"][inside], atol=1e-4)
    assert (change["prior"] == 0).all()
    assert (change["war_cost"] == 0).all()
    assert ((moved("war_cost")["border"] - base["border"])[inside] < 0).all()
    assert ((moved("win")["border"] - base["border"])[inside] > 0).all()


def test_gains_in_war_that_make_the_resolute_welcome_attack_are_refused() -> None:
    told = "gain_high = 0.9 is too large: above 0.16 the resolute may like being attacked. Lower gain_high."
    with pytest.raises(ParameterError, match=f"^{re.escape(told)}$"):
        CostlySignals(
            value_high=1.2, war_cost=0.56, gain_high=0.9, gain_low=0.1, win=0.5, value_low=1.0, prior=0.3
        ).solve()
    assert np.isnan(
        CostlySignals.closed_form({k: np.array(v) for k, v in {**CostlySignals().values, "war_cost": 5.0}.items()})[
            "region"
        ]
    )


@pytest.mark.parametrize(
    ("game", "words"),
    [
        (CostlySignals(), "With tied hands both types stake 0.3 and would then fight"),
        (CostlySignals(prior=0.7), "Signals would start to matter if the prior fell below 0.6."),
        (CostlySignals(determined=0.9), "only the resolute stakes its name, 0.111, and never has to pay"),
        (
            CostlySignals(gain_low=0.6, gain_high=0.6),
            "An alliance that costs 0.5 in peace makes even the irresolute fight",
        ),
    ],
)
def test_the_explanation_names_what_happens(game: CostlySignals, words: str) -> None:
    found = game.solve()
    assert words in found.explanation
    assert 2 <= found.explanation.count(". ") + 1 <= 6
