"""The worked numbers of SCIENCE D3, D6 and D7: costly signals, the patron with two clients, reputation."""

from __future__ import annotations

import numpy as np
import pytest

from corcyra.games.belief_path import Evidence, Record, belief_path, likelihood_ratio, record_belief
from corcyra.games.cadence import decayed, longest_silence, repeated_signal
from corcyra.games.models.costly_signals import CostlySignals
from corcyra.games.models.reassurance import Reassurance
from corcyra.games.models.reputation import Reputation


@pytest.mark.parametrize(
    ("eta", "sunk", "values", "wars"),
    [
        (0.05, 0.95, (0.6772, 1.6175), (0.0175, 0.05)),
        (0.15, 0.85, (0.6317, 1.4525), (0.0525, 0.15)),
        (0.40, 0.60, (0.5180, 1.0400), (0.14, 0.40)),
    ],
)
def test_sinking_costs_and_tying_hands(
    eta: float, sunk: float, values: tuple[float, float], wars: tuple[float, float]
) -> None:
    # .35 (.95·3 + .05·.7 − .95) = .67725; .35·2.885 + .65 (.95 − .05·.3) = 1.6175; and so on.
    told = CostlySignals(value_low=1, value_high=3, win=0.5, war_cost=0.8, threshold=0.6, prior=0.35, determined=eta)
    for found in (told.solve().numbers, told.numeric()):
        assert found["sunk"] == pytest.approx(sunk, abs=1e-4)
        assert (found["sunk_value"], found["tie_value"]) == pytest.approx(values, abs=1e-4)
        assert (found["sunk_war"], found["tie_war"]) == pytest.approx(wars, abs=1e-9)
    assert told.solve().numbers["border"] == pytest.approx(0.7692, abs=5e-5)


def test_beyond_the_border_tying_separates_for_nothing() -> None:
    # η = .9: tie (1 − .9)·1/.9 = .1111; value .35 (.1·3 + .9·.7) = .3255; wars .9·.35 = .315 with either instrument.
    found = CostlySignals(determined=0.9).solve()
    assert found.region.key == "tying-separates"
    assert found.numbers["tie"] == pytest.approx(0.1 / 0.9)
    assert found.numbers["tie_value"] == pytest.approx(0.3255)
    assert found.numbers["sunk_war"] == found.numbers["tie_war"] == pytest.approx(0.315)


def test_the_resolute_always_has_something_to_win_from_separating() -> None:
    # v_H (1 − p) + c ≥ v_L follows from c > p v_L: 3·.5 + .8 = 2.3 ≥ 1.
    assert CostlySignals().value_high * 0.5 + CostlySignals().war_cost == 2.3


def test_thresholds_signal_and_the_border_of_taking_sides() -> None:
    game = Reassurance(
        value_unreliable=1, value_reliable=1.6, prior=0.45, shock=0.5, loss=4, autonomy=0.5, outside=0.7, tilt=0.5
    )
    found = game.solve().numbers
    assert [found[name] for name in ("threshold", "threshold_favoured", "threshold_disfavoured")] == pytest.approx(
        [0.6, 0.35, 0.85]
    )
    assert found["signal"] == 2.0
    assert found["tip"] == pytest.approx(0.73)
    assert game.numeric()["tip"] == pytest.approx(0.73)
    # W(N) = 2·.45·.6 = .54; W(T) = .45·1.6 + .55 − k = 1.27 − k.
    assert found["value_ambiguity"] == pytest.approx(0.54)
    assert found["value_sides"] + game.entanglement == pytest.approx(1.27)
    assert [Reassurance(entanglement=k).solve().region.key for k in (0.72, 0.74)] == ["sides", "reassured"]


def test_with_signals_under_sides_the_fixture_has_no_border() -> None:
    # μ*_- = .85 ≤ 1: the disfavoured client can be won too, so silence under sides is not intuitive; W(T) = .54 − k.
    for k in (0.0, 0.1, 0.72):
        found = Reassurance(signal_with_sides=1, entanglement=k).solve()
        assert found.region.key == "reassured"
        assert found.numbers["value_ambiguity"] - found.numbers["value_sides"] == pytest.approx(k)
    # With d = .9, μ*_- = 1.05 > 1: it cannot be won at any belief, and the border is .73 again.
    assert Reassurance(signal_with_sides=1, tilt=0.9).solve().numbers["tip"] == pytest.approx(0.73)


def test_the_window_of_an_intervention_for_a_third_client() -> None:
    # Informative iff 2·1 < c − b ≤ 2·1.6.
    told = [Reassurance(rescue_cost=c, rescue_benefit=0.2).solve().numbers["rescue"] for c in (2.2, 2.3, 3.4, 3.5)]
    assert told == [0.0, 1.0, 1.0, 2.0]


def test_how_often_it_must_prove_itself() -> None:
    assert longest_silence(np.array(0.6), np.array(0.2), np.array([0.1, 0.2, 0.3, 0.5])).tolist() == [
        6.0,
        3.0,
        1.0,
        1.0,
    ]
    # .2 + .8·.9^6 = .6252 ≥ .6 > .2 + .8·.9^7 = .5826.
    assert decayed(1.0, 6, base_rate=0.2, turnover=0.1) == pytest.approx(0.6252, abs=5e-5)
    assert decayed(1.0, 7, base_rate=0.2, turnover=0.1) == pytest.approx(0.5826, abs=5e-5)
    # 2 (1 − .9^6)/(1 − .9) = 9.3712.
    assert float(repeated_signal(np.array(1.0), np.array(2.0), np.array(0.9), np.array(6.0))) == pytest.approx(
        9.3712, abs=5e-5
    )


def test_what_silence_and_absence_reveal() -> None:
    # Odds .45/.55 = .8182; silence in the clients' dispute leaves them, absence under attack takes .2/.8 of them: .2045 → .1698.
    found = Reassurance().solve().numbers
    assert found["after_silence"] == 0.45
    assert found["after_absence"] == pytest.approx(0.1698, abs=5e-5)
    events = [Evidence(2021, "silent inside", 1.0), Evidence(2022, "absent under attack", likelihood_ratio(0.2, 0.8))]
    assert belief_path(events, prior=0.45, start=2020, end=2022).belief == pytest.approx((0.45, 0.45, 9 / 53))


def test_the_beta_belief_with_memory() -> None:
    # α = 1 + .9^5 + .4 = 1.99049, β = 1 + .9^2 = 1.81: 1.99049/3.80049 = .52375.
    a, b = record_belief([Record(2015, "", 1.0), Record(2018, "", 0.0), Record(2020, "", 1.0, weight=0.4)], 2020)
    assert (a, b) == pytest.approx((1.99049, 1.81))
    assert a / (a + b) == pytest.approx(0.52375, abs=5e-6)


def test_the_bound_of_honest_talk() -> None:
    # .9 (1 − .9^5)/.1 = 3.68559.
    assert Reputation(gain=3.685, discount=0.9, rounds=5, stake=1).solve().region.key == "honest"
    assert Reputation(gain=3.686, discount=0.9, rounds=5, stake=1).solve().region.key == "too-short"
    assert Reputation(gain=9.1, discount=0.9).solve().region.key == "never"
