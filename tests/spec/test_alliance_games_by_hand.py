"""The worked numbers of SCIENCE D1, D2, D4 and D5, from parameters to equilibrium, as one would write them on a board."""

from __future__ import annotations

from math import log

import pytest

from corcyra.games.bargain import exchange_pays
from corcyra.games.models.ambiguity import Ambiguity
from corcyra.games.models.commitment import Commitment
from corcyra.games.models.security_autonomy import SecurityAutonomy
from corcyra.games.models.selection import Selection


def test_d1_a_guarantee_of_three_for_autonomy() -> None:
    """θ = 4, a = b = κ = S0 = 1: g* = 4 − 1, worth 4 ln 4; τ = ½ splits the surplus 4 ln 4 − 3."""
    found = SecurityAutonomy(rival_benefit=0.0).solve()
    assert found.numbers["patron_benefit"] == 4 * 0.25
    assert found.numbers["patron_cost"] == 0.5 + 0.25 + 0.25
    assert found.numbers["guarantee"] == 3
    assert found.numbers["price"] == pytest.approx(0.5 * 3 + 0.5 * 4 * log(4))
    assert found.payoffs["client"] == pytest.approx((4 * log(4) - 3) / 2)
    assert found.payoffs["patron"] == pytest.approx((4 * log(4) - 3) / 2)


def test_d1_the_ledger_weighs_its_entries() -> None:
    """b = 2 · .3 + .5 · .4 + 0 · .9 + 1 · .2 = 1, κ = .1 + .2 + .5 = .8: g* = 4 · 1 / .8 − 1 = 4."""
    entries = {"projection": 0.3, "legitimation": 0.4, "denial": 0.9, "stabilisation": 0.2}
    weights = {"weight_projection": 2.0, "weight_legitimation": 0.5, "weight_denial": 0.0, "weight_stabilisation": 1.0}
    found = SecurityAutonomy(**entries, **weights, direct=0.1, opportunity=0.2, risk=0.5).outcome()
    assert found["patron_benefit"] == pytest.approx(1)
    assert found["patron_cost"] == pytest.approx(0.8)
    assert found["guarantee"] == pytest.approx(4)


def test_d1_the_runner_up_caps_the_price() -> None:
    """A rival with b = .9: g = 2.6, surplus 4 ln 3.6 − 2.6/.9; the client keeps that much, whoever serves it."""
    found = SecurityAutonomy(rival_benefit=0.9, base_share=0.5, policy_share=0.25).solve()
    second = 4 * log(3.6) - 2.6 / 0.9
    assert found.region.key == "capped"
    assert found.payoffs["client"] == pytest.approx(second)
    assert found.numbers["price"] == pytest.approx(4 * log(4) - second)
    assert found.numbers["votes"] == pytest.approx(found.numbers["price"] / 4)


def test_d1_who_needs_no_guarantee_buys_none() -> None:
    """θb = 4 is not above aκS0 = 4: the border itself has no trade."""
    assert SecurityAutonomy(own_security=4.0, rival_benefit=0.0).solve().region.key == "no-trade"
    assert SecurityAutonomy(own_security=3.99, rival_benefit=0.0).solve().region.key == "bargain"


def test_d1_identical_states_do_not_trade() -> None:
    assert not exchange_pays(0.6, 0.4)
    assert exchange_pays(0.6, 0.5)


def test_d2_commitment_is_the_share_of_abandonment() -> None:
    """A = 2, E = 1: m* = 2/3 at the cost 2/3; with η = 1 it is 2/4 at the cost 2 · 2/4, and no longer firm."""
    alone, watched = Commitment(2.0, 1.0, 0.0).solve(), Commitment(2.0, 1.0, 1.0).solve()
    assert (alone.numbers["commitment"], alone.numbers["cost"]) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (watched.numbers["commitment"], watched.numbers["cost"]) == (0.5, 1.0)
    assert (alone.region.key, watched.region.key) == ("firm", "provocation")
    assert watched.numbers["adversary_cost"] == pytest.approx(1 - 2 / 3)


def test_d4_the_pivotal_window_is_open_below_and_closed_above() -> None:
    """g = 2, π = ¾: the window is 1 < c ≤ 1.5, and up to (1 − ¾) · 2 = .5 no word helps."""
    ends = {0.5: "futile", 0.51: "ambiguity-fails", 1.0: "ambiguity-fails", 1.01: "pivotal", 1.5: "pivotal", 1.51: "dormant"}
    assert {cost: Ambiguity(prize=2.0, strength=0.75, cost=cost).solve().region.key for cost in ends} == ends


def test_d4_in_the_window_ambiguity_holds_both_and_backing_emboldens_one() -> None:
    found = Ambiguity(prize=2.0, strength=0.8, cost=1.5, occasion=0.7).solve()
    rises = {name for name, act in found.strategies.items() if act == "escalates"}
    assert rises == {"favoured after unconditional"}
    assert (found.numbers["escalation_ambiguous"], found.numbers["escalation_unconditional"]) == (0, 0.7)
    assert found.strategies["patron"] == "ambiguous"


def test_d5_the_attacked_are_less_reliable_than_the_rest() -> None:
    """.7 · .2 / (.7 · .2 + .3 · .8) = .14 / .38."""
    found = Selection(prior=0.7, accuracy=0.8).solve()
    assert found.numbers["honour_attacked"] == pytest.approx(0.14 / 0.38)
    assert round(found.numbers["honour_attacked"], 3) == 0.368
    assert found.numbers["honour"] == 0.7
    assert found.numbers["attack_rate"] == pytest.approx(0.38)
