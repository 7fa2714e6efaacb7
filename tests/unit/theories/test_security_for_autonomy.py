"""Morrow by hand: the theory's number is the game's."""

from __future__ import annotations

import numpy as np
import pytest

from corcyra.games.bargain import Client, Patron, trade
from corcyra.theories.security_for_autonomy import SecurityForAutonomy, gains
from corcyra.theories.theory import Expectation, Silence

nan = None
BASE = {
    "threat": [[nan, 0, 0, 0], [0, nan, 0, 0], [-1, 0, nan, 1], [-1, 0, 1, nan]],
    "autonomy": [1.0, 1.0, 0.8, 0.05],
    "patron_benefit": [[nan, 0.1, 0, 0], [0.1, nan, 0, 0], [0.2, 0.6, nan, 0], [0.2, 0.0, 0, nan]],
    "patron_cost": [[nan, 0.5, 0, 0], [0.5, nan, 0, 0], [0.3, 0.1, nan, 0], [0.3, 0.0, 0, nan]],
}
POWER = [0.2, 0.1, 0.001, 0.001]


def test_the_worth_of_a_pole_is_the_surplus_of_the_game(view, poles) -> None:
    worth = SecurityForAutonomy().worth(view(**BASE, power=POWER), poles)
    log = np.log(POWER)
    strength = np.exp((log - log.mean()) / log.std())
    theta = (np.exp(-1) + np.e) / 2  # everyone but Russia: the West and the neighbour
    deal = trade(Client(theta, 0.8, strength[2] / theta), Patron(0.6, 0.1))
    assert deal.struck
    assert worth[2, 0] == pytest.approx(0.8 * deal.surplus)


def test_floors_keep_the_game_within_its_domain(view, poles) -> None:
    worth = SecurityForAutonomy().worth(view(**BASE, power=POWER), poles)
    log = np.log(POWER)
    theta = (1 + np.e) / 2  # everyone but the West
    strength = np.exp((log - log.mean()) / log.std())
    assert worth[3, 0] == 0  # Russia gets nothing out of it
    assert worth[3, 1] == pytest.approx(0.1 * trade(Client(theta, 0.1, strength[3] / theta), Patron(0.2, 0.3)).surplus)


def test_no_guarantee_is_free(view, poles) -> None:
    cost = [*BASE["patron_cost"][:2], [0.3, 0.01, nan, 0], BASE["patron_cost"][3]]
    worth = SecurityForAutonomy().worth(view(**{**BASE, "patron_cost": cost}, power=POWER), poles)
    log = np.log(POWER)
    theta, strength = (np.exp(-1) + np.e) / 2, np.exp((log - log.mean()) / log.std())
    assert worth[2, 0] == pytest.approx(0.8 * trade(Client(theta, 0.8, strength[2] / theta), Patron(0.6, 0.05)).surplus)


def test_it_joins_the_patron_with_more_to_trade(view, poles) -> None:
    answer = SecurityForAutonomy().expect(view(**BASE, power=POWER), 371, poles)
    assert isinstance(answer, Expectation)
    assert answer.partner == "russia"


def test_a_state_as_strong_as_the_poles_has_nothing_to_buy(view, poles) -> None:
    answer = SecurityForAutonomy().expect(view(**BASE, power=[0.2, 0.1, 0.2, 0.001]), 371, poles)
    reason = "no pole is stronger than the state, so there is no security to be had for autonomy."
    assert answer == Silence("security_for_autonomy", 371, 2001, "out of scope", reason)


def test_a_pole_that_is_no_stronger_is_worth_nothing(view, poles) -> None:
    worth = SecurityForAutonomy().worth(view(**BASE, power=[0.2, 0.1, 0.15, 0.001]), poles)
    assert worth[2, 0] == 0


def test_a_pole_of_unknown_power_is_missing_and_not_worthless(view, poles) -> None:
    answer = SecurityForAutonomy().expect(view(**BASE, power=[0.2, nan, 0.001, 0.001]), 371, poles)
    reason = "no value before 2001 within 3 years for: gain from trading security for autonomy with the pole (russia)."
    assert answer == Silence("security_for_autonomy", 371, 2001, "missing data", reason)


def test_missing_inputs_stay_missing_even_where_the_patron_gains_nothing() -> None:
    one = np.ones((1, 2))
    found = gains(np.array([[4.0, np.nan]]), one, np.array([[0.0, 0.0]]), one, one)
    np.testing.assert_array_equal(found, [[0.0, np.nan]])
