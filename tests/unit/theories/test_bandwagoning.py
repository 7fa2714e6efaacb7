"""Schweller by hand."""

from __future__ import annotations

import pytest

from corcyra.theories.bandwagoning import Bandwagoning
from corcyra.theories.theory import Expectation, Silence


def test_the_revisionist_rises_with_the_rising_and_the_satisfied_resists(view, poles) -> None:
    seen = view(revisionism=[0.5, 0.5, 0.8, -0.8], power_growth=[-0.1, 0.2, 0.0, 0.0])
    partner = {}
    for state in (371, 372):
        answer = Bandwagoning().expect(seen, state, poles)
        assert isinstance(answer, Expectation)
        partner[state] = max(answer.poles, key=dict(zip(answer.poles, answer.value, strict=True)).__getitem__)
    assert partner == {371: "russia", 372: "west"}


@pytest.mark.parametrize("own", [0.02, -0.049])
def test_it_is_silent_about_a_state_with_nothing_to_gain_or_keep(view, poles, own: float) -> None:
    seen = view(revisionism=[0.5, 0.5, own, -0.8], power_growth=[-0.1, 0.2, 0.0, 0.0])
    reason = (
        f"the state's revisionism is {own:.3f}, too near zero to say whether it seeks gain: "
        "the theory gives it no reason to prefer a rising or a declining pole."
    )
    assert Bandwagoning().expect(seen, 371, poles) == Silence("bandwagoning", 371, 2001, "out of scope", reason)


def test_unknown_revisionism_is_missing_data(view, poles) -> None:
    seen = view(revisionism=[0.5, 0.5, None, -0.8], power_growth=[-0.1, 0.2, 0.0, 0.0])
    reason = "no value before 2001 within 3 years for: revisionism of the state."
    assert Bandwagoning().expect(seen, 371, poles) == Silence("bandwagoning", 371, 2001, "missing data", reason)
