"""Stigma by hand."""

from __future__ import annotations

import numpy as np
import pytest

from corcyra.measures.measure import with_parameters
from corcyra.theories.ontological_security import OntologicalSecurity, shelter
from corcyra.theories.theory import Expectation, Silence

nan = None


def columns(*burden: float | None) -> dict[str, list]:
    return {
        "ontological_insecurity": list(burden),
        "identity_regime": [[nan, 0.3, 0, 0], [0.3, nan, 0, 0], [0.4, 0.9, nan, 0], [0.4, 0.9, 0, nan]],
        "power": [0.16, 0.04, 0.001, 0.001],
        "stigmatised_by": [[nan, 0, 0, 0], [0.2, nan, 0, 0], [0.5, 0, nan, 0], [0.5, 0, 0, nan]],
    }


def test_the_shamed_turn_to_their_like_and_the_more_so_the_heavier_the_burden(view, poles) -> None:
    seen = view(**columns(0.01, 0.01, 1.0, 0.1))
    lead, shelters = {}, {}
    for state in (371, 372):
        answer = OntologicalSecurity().expect(seen, state, poles)
        assert isinstance(answer, Expectation)
        lead[state] = answer.value[0] - answer.value[1]
        shelters[state] = answer.terms[0].values
    assert lead[371] > lead[372] > 0
    assert shelters[371][0] > shelters[372][0]


def test_main_effects_are_there_and_weigh_nothing_until_asked(view, poles) -> None:
    seen = view(**columns(0.01, 0.01, 1.0, 0.1))
    answer = OntologicalSecurity().expect(seen, 371, poles)
    fitted = with_parameters(OntologicalSecurity(), {"shelter_alone": 0.5, "shaming_alone": 0.5}).expect(seen, 371, poles)
    assert isinstance(answer, Expectation)
    assert isinstance(fitted, Expectation)
    assert [term.values for term in answer.terms[2:]] == [(0, 0), (0, 0)]
    assert fitted.value[0] > answer.value[0]


@pytest.mark.parametrize("burden", [0.0, 0.009])
def test_without_stigma_it_is_out_of_scope(view, poles, burden: float) -> None:
    answer = OntologicalSecurity().expect(view(**columns(0, 0, burden, 0.1)), 371, poles)
    reason = "the state carried no stigma to speak of before 2001, so there is no self to make secure."
    assert answer == Silence("ontological_security", 371, 2001, "out of scope", reason)


def test_a_hundredth_of_stigma_is_enough_to_speak(view, poles) -> None:
    assert isinstance(OntologicalSecurity().expect(view(**columns(0, 0, 0.01, 0.1)), 371, poles), Expectation)


def test_unknown_insecurity_is_missing_data(view, poles) -> None:
    answer = OntologicalSecurity().expect(view(**columns(0, 0, None, 0.1)), 371, poles)
    reason = "no value before 2001 within 3 years for: ontological insecurity of the state."
    assert answer == Silence("ontological_security", 371, 2001, "missing data", reason)


def test_shelter_rises_with_likeness_and_with_power() -> None:
    low, high = np.array([[0.2]]), np.array([[0.4]])
    assert shelter(high, low) > shelter(low, low)
    assert shelter(low, high) > shelter(low, low)
