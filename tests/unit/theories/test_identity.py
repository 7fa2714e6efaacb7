"""Constructivism by hand: three terms, each one z-score up or down."""

from __future__ import annotations

import pytest

from corcyra.measures.measure import with_parameters
from corcyra.theories.identity import Identity
from corcyra.theories.theory import Expectation

nan = None


def pairs(russia: float, west: float) -> list:
    """Both clients alike, and the leaders at the mean, so that the clients' z-scores are ±√1.5."""
    middle = (russia + west) / 2
    return [[nan, middle, 0, 0], [middle, nan, 0, 0], [west, russia, nan, 0], [west, russia, 0, nan]]


def test_kin_and_friend_attract_and_foe_repels(view, poles) -> None:
    seen = view(identity=pairs(0.8, 0.2), amity=pairs(0.1, 0.3), enmity=pairs(0.9, 0.1))
    answer = Identity().expect(seen, 371, poles)
    assert isinstance(answer, Expectation)
    z = 1.5**0.5
    assert {term.key: term.values for term in answer.terms} == {
        "likeness": pytest.approx((z, -z)),
        "friendship": pytest.approx((-z, z)),
        "hostility": pytest.approx((-z, z)),
    }
    assert answer.partner == "west"


def test_weights_scale_the_terms(view, poles) -> None:
    seen = view(identity=pairs(0.8, 0.2), amity=pairs(0.1, 0.3), enmity=pairs(0.9, 0.1))
    answer = with_parameters(Identity(), {"likeness": 3.0, "hostility": 0.0}).expect(seen, 371, poles)
    assert isinstance(answer, Expectation)
    assert answer.value == pytest.approx((2 * 1.5**0.5, -2 * 1.5**0.5))
