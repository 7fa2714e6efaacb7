"""Walt by hand, and his exception."""

from __future__ import annotations

import numpy as np

from corcyra.measures.measure import with_parameters
from corcyra.theories.balance_of_threat import BalanceOfThreat, cornered
from corcyra.theories.theory import Expectation

nan = None
THREAT = [[nan, 0, 0, 0], [0, nan, 0, 0], [-1, 2, nan, 0], [-1, 2, 0, nan]]
POWER = [[nan, 0.01, 0, 0], [0.01, nan, 0, 0], [0.02, 0.06, nan, 0], [0.02, 0.06, 0, nan]]
EXCEPTION = with_parameters(BalanceOfThreat(), {"bandwagon": 1.0})


def terms(answer) -> dict[str, tuple[float, ...]]:
    assert isinstance(answer, Expectation)
    return {term.key: term.values for term in answer.terms}


def test_it_shuns_the_threat_and_seeks_help_against_it(view, poles) -> None:
    found = terms(BalanceOfThreat().expect(view(threat=THREAT, projected_power=POWER), 371, poles))
    assert found["threat_from_pole"][0] < 0 < found["threat_from_pole"][1]
    # help: 0.06·mean(e⁻¹, 1) from Russia against 0.02·mean(e², 1) from the West
    aid = {"russia": 0.06 * (np.exp(-1) + 1) / 2, "west": 0.02 * (np.exp(2) + 1) / 2}
    assert (found["help_against_others"][0] < found["help_against_others"][1]) == (aid["russia"] < aid["west"])


def test_a_threat_from_a_neighbour_that_is_no_pole_counts(view, poles) -> None:
    calm = terms(BalanceOfThreat().expect(view(threat=THREAT, projected_power=POWER), 371, poles))
    feud = [*THREAT[:2], [-1, 2, nan, 4], THREAT[3]]
    fearful = terms(BalanceOfThreat().expect(view(threat=feud, projected_power=POWER), 371, poles))
    assert fearful["help_against_others"][0] > calm["help_against_others"][0]


def test_the_exception_turns_the_sign_for_a_cornered_state(view, poles) -> None:
    seen = view(threat=THREAT, projected_power=POWER, power=[0.3, 0.2, 0.001, 0.1])
    ordinary = {state: terms(BalanceOfThreat().expect(seen, state, poles))["threat_from_pole"] for state in (371, 372)}
    exception = {state: terms(EXCEPTION.expect(seen, state, poles))["threat_from_pole"] for state in (371, 372)}
    assert ordinary[371] == ordinary[372]
    assert ordinary[371][0] < 0 < exception[371][0]
    assert exception[372][0] < 0


def test_needs_grow_with_the_exception() -> None:
    assert BalanceOfThreat().needs == ("threat", "projected_power")
    assert EXCEPTION.needs == ("threat", "projected_power", "power")


def test_a_state_with_another_ally_at_hand_is_not_cornered() -> None:
    own, power = np.array([0.001]), np.array([0.2, 0.3])
    menace = np.array([[2.0, 1.0]])
    assert cornered(own, power, np.array([[0.05, 0.01]]), menace, 0.05).tolist() == [[1.0, 0.0]]
    assert cornered(own, power, np.array([[0.01, 0.05]]), menace, 0.05).tolist() == [[0.0, 0.0]]


def test_what_is_missing_corners_nobody() -> None:
    hole = np.full((1, 2), np.nan)
    full = np.array([[0.05, 0.01]])
    one, two = np.array([0.001]), np.array([0.2, 0.3])
    assert not cornered(one, two, full, hole, 0.05).any()
    assert not cornered(one, two, hole, full, 0.05).any()
    assert not cornered(np.array([np.nan]), two, full, full, 0.05).any()


def test_a_state_at_the_line_is_not_weak() -> None:
    one = np.ones((1, 1))
    found = [cornered(np.array([own]), np.array([1.0]), one, one, 0.5)[0, 0] for own in (0.5, 0.49)]
    assert found == [0.0, 1.0]
