"""Ambiguity against a walk of the tree and against all pure strategies, and the pivotal window."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.games.models.ambiguity import CLIENTS, WORDS, Ambiguity

DRAWS = 2000


@pytest.fixture(scope="module")
def draws() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(2011)
    tops = {"prize": (0.2, 2), "cost": (0.05, 1.5), "strength": (0.51, 1), "occasion": (0, 1), "harm": (0, 2), "side_cost": (0, 1)}
    return {name: rng.uniform(*top, DRAWS) for name, top in tops.items()}


def game(draws: dict[str, np.ndarray], place: int) -> Ambiguity:
    return Ambiguity(**{name: float(each[place]) for name, each in draws.items()})


def test_the_closed_form_is_what_a_walk_of_the_tree_finds(draws: dict[str, np.ndarray]) -> None:
    found = Ambiguity.closed_form(draws)
    for place in range(DRAWS):
        for name, value in game(draws, place).numeric().items():
            assert value == pytest.approx(found[name][place], abs=1e-12), name
    assert np.bincount(found["region"].astype(int)).min() > 100


def test_of_all_pure_strategies_only_the_solution_survives_every_deviation(draws: dict[str, np.ndarray]) -> None:
    """All 3 × 2⁶ profiles: the one that no player wants to leave anywhere is the solution's (chance makes no ties)."""
    sets = [(word, client) for word in WORDS for client in CLIENTS]
    for place in range(60):
        one = game(draws, place)
        shares = dict(zip(CLIENTS, (one.occasion, 1 - one.occasion), strict=True))
        kept = []
        for acts in product((False, True), repeat=6):
            plan = dict(zip(sets, acts, strict=True))
            if any(one.payoff(*each, not plan[each])[1] > one.payoff(*each, plan[each])[1] for each in sets):
                continue
            worth = {word: sum(shares[who] * one.payoff(word, who, plan[word, who])[0] for who in CLIENTS) for word in WORDS}
            kept += [(word, plan) for word in WORDS if worth[word] >= max(worth.values()) - 1e-12]
        solved = one.solve()
        says = {each: solved.strategies[f"{each[1]} after {each[0]}"] == "escalates" for each in sets}
        assert all(plan == says for _, plan in kept)
        assert solved.strategies["patron"] in {word for word, _ in kept}


def test_the_window_of_science_d4(draws: dict[str, np.ndarray]) -> None:
    found = Ambiguity.closed_form(draws)
    g, c, pi = (draws[name] for name in ("prize", "cost", "strength"))
    np.testing.assert_array_equal(found["region"] == 2, (g / 2 < c) & (c <= pi * g))
    window = found["region"] == 2
    assert (found["escalation_ambiguous"][window] == 0).all()
    np.testing.assert_array_equal(found["escalation_unconditional"][window], draws["occasion"][window])
    assert (found["escalation_ambiguous"][c <= g / 2] == 1).all()
    assert (found["escalation_unconditional"][c > pi * g] == 0).all()


def test_a_conditional_word_never_emboldens_and_never_restrains_less_than_ambiguity(draws: dict[str, np.ndarray]) -> None:
    found = Ambiguity.closed_form(draws)
    assert (found["escalation_conditional"] <= found["escalation_ambiguous"]).all()
    assert (found["escalation_conditional"] <= found["escalation_unconditional"]).all()


def test_the_patron_takes_a_side_only_where_ambiguity_fails(draws: dict[str, np.ndarray]) -> None:
    found = Ambiguity.closed_form(draws)
    sides = found["word"] > 0
    assert sides.sum() > 50
    assert (found["region"][sides] == 1).all()
    np.testing.assert_array_equal(sides, draws["side_cost"] < found["tipping_side_cost"])


def test_dearer_escalation_is_never_more_escalation(draws: dict[str, np.ndarray]) -> None:
    before, after = Ambiguity.closed_form(draws), Ambiguity.closed_form({**draws, "cost": draws["cost"] * 1.3})
    for word in WORDS:
        assert (after[f"escalation_{word}"] <= before[f"escalation_{word}"]).all()
    stronger = Ambiguity.closed_form({**draws, "strength": (draws["strength"] + 1) / 2})
    assert (stronger["escalation_conditional"] <= before["escalation_conditional"]).all()


def test_the_borders_belong_to_the_side_that_escalates() -> None:
    keys = [Ambiguity(cost=c, strength=0.75).solve().region.key for c in (0.25, 0.5, 0.75, 0.7500001)]
    assert keys == ["futile", "ambiguity-fails", "pivotal", "dormant"]


def test_the_explanation_reads_well_in_each_region() -> None:
    games = [Ambiguity(cost=c) for c in (0.2, 0.4, 0.6, 0.9)]
    told = {each.solve().region.key: each.solve().explanation for each in games}
    assert told["ambiguity-fails"] == (
        "Escalating costs 0.4, and it is worth 0.25 against the patron, 0.5 at even chances, 0.75 with its backing. An even chance is enough "
        "to escalate: ambiguity deters nobody, a side taken deters only the client that is not backed. The chance of an escalation is "
        "1 if it is ambiguous, 0.5 if it is conditional, 0.5 if it is unconditional. The patron pays least, 0.8, by being conditional; "
        "ambiguity would be better if taking a side cost 0.5 or more instead of 0.3."
    )
    for key in ("futile", "pivotal", "dormant"):
        assert told[key].endswith("by being ambiguous; no cost of taking a side, however small, would make that better.")
    dear = Ambiguity(cost=0.4, side_cost=0.8).solve().explanation
    assert dear.endswith("by being ambiguous; taking a side would pay if it cost less than 0.5.")


def test_an_invalid_quarrel_cannot_be_built() -> None:
    told = "strength of ambiguity (chance of winning with the patron's backing, π) is above 0.5 and at most 1, given 0.5."
    with pytest.raises(ParameterError, match=f"^{re.escape(told)}$"):
        Ambiguity(strength=0.5)
