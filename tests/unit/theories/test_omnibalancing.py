"""David by hand: what ω does, and whom the theory is not about."""

from __future__ import annotations

import numpy as np
import pytest

from corcyra.theories.omnibalancing import Omnibalancing, inner_share
from corcyra.theories.theory import Expectation, Silence

nan = None
BASE = {
    "regime_support": [[nan, 0.5, 0, 0], [0.5, nan, 0, 0], [0.1, 0.9, nan, 0], [0.1, 0.9, 0, nan]],
    "threat": [[nan, 0, 0, 0], [0, nan, 0, 0], [-1, 2, nan, 0], [-1, 2, 0, nan]],
    "projected_power": [[nan, 0.03, 0, 0], [0.03, nan, 0, 0], [0.03, 0.03, nan, 0], [0.03, 0.03, 0, nan]],
}


def test_threats_within_lead_to_the_keeper_and_threats_without_away_from_the_foe(view, poles) -> None:
    """Russia would keep the rulers and threatens the state; the West does neither."""
    answers = {}
    for inner in (0.0, 1.0):
        seen = view(**BASE, internal_threat=[0, 0, inner, inner], v2x_polyarchy=[0.9, 0.3, 0.3, 0.3])
        answer = Omnibalancing().expect(seen, 371, poles)
        assert isinstance(answer, Expectation)
        answers[inner] = dict(zip(answer.poles, answer.value, strict=True))
    assert answers[0.0]["west"] > answers[0.0]["russia"]
    assert answers[1.0]["russia"] > answers[1.0]["west"]


def test_with_no_threat_within_only_the_foreign_term_speaks(view, poles) -> None:
    seen = view(**BASE, internal_threat=[0, 0, 0, 0], v2x_polyarchy=[0.9, 0.3, 0.3, 0.3])
    answer = Omnibalancing().expect(seen, 371, poles)
    assert isinstance(answer, Expectation)
    assert answer.terms[0].values == (0, 0)
    assert answer.value == pytest.approx(answer.terms[1].values)


def test_the_mix_is_not_standardised_again(view, poles) -> None:
    seen = view(**BASE, internal_threat=[0, 0, 1, 0], v2x_polyarchy=[0.9, 0.3, 0.3, 0.3])
    answer = Omnibalancing().expect(seen, 371, poles)
    assert isinstance(answer, Expectation)
    share = 1 / (1 + 1 / (1 + np.exp(-2)))
    assert answer.terms[0].values == pytest.approx((share * 1.5**0.5, -share * 1.5**0.5))


def test_a_settled_democracy_is_out_of_scope(view, poles) -> None:
    seen = view(**BASE, internal_threat=[0.5] * 4, v2x_polyarchy=[0.9, 0.3, 0.75, 0.69])
    reason = (
        "a settled democracy (electoral democracy 0.75, line 0.70): the theory is about rulers who fear overthrow."
    )
    assert Omnibalancing().expect(seen, 371, poles) == Silence("omnibalancing", 371, 2001, "out of scope", reason)
    assert isinstance(Omnibalancing().expect(seen, 372, poles), Expectation)
    at_the_line = view(**BASE, internal_threat=[0.5] * 4, v2x_polyarchy=[0.9, 0.3, 0.7, 0.69])
    assert isinstance(Omnibalancing().expect(at_the_line, 371, poles), Silence)


def test_the_share_is_david_s_fraction_and_missing_stays_missing() -> None:
    threat = np.array([[np.nan, -1.0, 2.0], [0.0, np.nan, np.nan], [np.nan] * 3])
    found = inner_share(np.array([0.4, 0.0, 0.4]), threat)
    assert found[0] == pytest.approx(0.4 / (0.4 + 1 / (1 + np.exp(-2))))
    assert found[1] == 0
    assert np.isnan(found[2])
