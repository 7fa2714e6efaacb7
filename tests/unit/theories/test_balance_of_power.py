"""Waltz by hand: with power 3 against 1, the weaker side is better by two z-scores in each term."""

from __future__ import annotations

import numpy as np
import pytest

from corcyra.theories.balance_of_power import BalanceOfPower, imbalance
from corcyra.theories.theory import Expectation, Silence

nan = None


def test_it_joins_the_weaker_side(view, poles) -> None:
    power = [[nan, 0.02, 0, 0], [0.02, nan, 0, 0], [0.01, 0.03, nan, 0], [0.01, 0.03, 0, nan]]
    answer = BalanceOfPower().expect(view(projected_power=power), 371, poles)
    assert isinstance(answer, Expectation)
    assert answer.partner == "west"
    assert answer.value == pytest.approx((-2.0, 2.0))
    assert answer.probability == pytest.approx(tuple(np.exp([-2, 2, 0]) / np.exp([-2, 2, 0]).sum()))


def test_neighbours_of_like_place_choose_alike(view, poles) -> None:
    power = [[nan, 0.02, 0, 0], [0.02, nan, 0, 0], [0.01, 0.03, nan, 0], [0.01, 0.03, 0, nan]]
    seen = view(projected_power=power)
    one, two = (BalanceOfPower().expect(seen, state, poles) for state in (371, 372))
    assert isinstance(one, Expectation)
    assert isinstance(two, Expectation)
    assert one.value == two.value


def test_a_leader_with_one_other_pole_has_no_weaker_side(view, poles) -> None:
    answer = BalanceOfPower().expect(view(projected_power=[[nan, 1, 1, 1]] * 4), 365, poles)
    reason = "fewer than two poles are open to the state, so there is no weaker side to join."
    assert answer == Silence("balance_of_power", 365, 2001, "out of scope", reason)


def test_three_poles_a_tie_and_a_missing_one() -> None:
    ratio, strongest = imbalance(np.array([[0.2, 0.2, 0.1], [0.2, np.nan, 0.1], [0.2, 0.0, 0.1]]), [7, 8, 9])
    np.testing.assert_allclose(ratio[0], np.log([2 / 3, 2 / 3, 1 / 4]))
    assert strongest[0].tolist() == [1, 1, 0]
    assert np.isnan(ratio[1:]).all()
    assert np.isnan(strongest[1:]).all()


def test_a_leader_compares_the_others_only() -> None:
    ratio, strongest = imbalance(np.array([[np.nan, 0.3, 0.1]]), [0, 8, 9])
    np.testing.assert_allclose(ratio, [[np.nan, np.log(3), -np.log(3)]])
    np.testing.assert_array_equal(strongest, [[np.nan, 1, 0]])
