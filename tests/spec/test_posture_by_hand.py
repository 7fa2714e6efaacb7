"""Posture worked by hand: each row states alignment and threat, and the arithmetic that leads to the answer."""

from __future__ import annotations

import math

import numpy as np
import pytest

from corcyra.measures.posture import POSTURES, classify, engagement, hedging

NAN = math.nan

CASES = [
    # ē = (.30 + .10)/2 = .20 < .25.
    ("neutral", [0.30, 0.10], [0.0, 0.0]),
    # ē = (.30 + .20)/2 = .25, not below; h = 1 − .10/.50 = .80 ≥ .70.
    ("hedge", [0.30, 0.20], [2.0, 0.0]),
    # h = 1 − .30/1.70 = .82: high on both sides is hedging too.
    ("hedge", [1.0, 0.70], [0.0, 2.0]),
    # ē = .45, h = 1 − .70/.90 = .22: aligned with the first; the second threatens most, alignment with it .10 < .25.
    ("balance", [0.80, 0.10], [-0.5, 1.5]),
    # As above, but alignment with the most threatening is .25, not below.
    ("align for profit", [0.80, 0.25], [-0.5, 1.5]),
    # The pole joined threatens most, by 1.5 − (−.5) = 2 > .5.
    ("bandwagon", [0.80, 0.10], [1.5, -0.5]),
    # The pole joined threatens most, but only by .5, not more.
    ("align for profit", [0.80, 0.10], [0.5, 0.0]),
    # Equal threats: no pole threatens more than the one joined, so nothing is balanced.
    ("align for profit", [0.80, 0.10], [0.5, 0.5]),
    # Three poles: the top two are .80 and .20, ē = .50; the third threatens most, alignment with it .00.
    ("balance", [0.80, 0.20, 0.00], [0.0, 0.1, 2.0]),
    # The second and third threaten equally; alignment with the second is .30, so it does not keep away from both.
    ("align for profit", [0.90, 0.30, 0.00], [0.0, 1.0, 1.0]),
    # All zero: no tie at all, and no division by zero.
    ("neutral", [0.0, 0.0], [1.0, 0.0]),
    # A pole that is the state itself is missing in both and does not count.
    ("balance", [NAN, 0.80, 0.10], [NAN, -0.5, 1.5]),
    # One pole known: engagement with the top two cannot be told.
    ("unknown", [0.80, NAN], [0.0, 0.0]),
    # Aligned, but the threat of a pole is missing.
    ("unknown", [0.80, 0.10], [0.0, NAN]),
    # Neutral and hedge need no threat.
    ("neutral", [0.10, 0.10], [NAN, NAN]),
    ("hedge", [0.50, 0.50], [NAN, NAN]),
]


@pytest.mark.parametrize(("posture", "alignment", "threat"), CASES)
def test_posture(posture: str, alignment: list[float], threat: list[float]) -> None:
    assert POSTURES[classify(np.array(alignment), np.array(threat))] == posture


def test_engagement_and_hedging_of_the_second_case() -> None:
    assert engagement(np.array([0.30, 0.20])) == pytest.approx(0.25)
    assert hedging(np.array([0.30, 0.20])) == pytest.approx(0.80)
