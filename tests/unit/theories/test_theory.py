"""The act that all theories share: weigh the terms, or say what is lacking."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.panel.as_of import AsOf
from corcyra.theories.identity import Identity
from corcyra.theories.theory import NONE, Expectation, Silence, Term, against, choose, decide, toward

nan = None
PAIRS = [[nan, 1, 2, 3], [4, nan, 5, 6], [7, 8, nan, 9], [10, 11, 12, nan]]


def test_toward_gives_each_state_toward_each_leader_and_no_leader_toward_itself(view, poles) -> None:
    expected = [[1, np.nan], [np.nan, 4], [8, 7], [11, 10]]
    np.testing.assert_array_equal(toward(view(x=PAIRS), "x", poles), expected)


def test_against_gives_the_leaders_own_value_to_every_state_but_the_leader(view, poles) -> None:
    expected = [[6, np.nan], [np.nan, 5], [6, 5], [6, 5]]
    np.testing.assert_array_equal(against(view(x=[5, 6, 7, 8]), "x", poles), expected)


def test_decide_weighs_z_scores_over_the_years_pairs(view: Callable[..., AsOf], poles) -> None:
    table = np.array([[0, np.nan], [np.nan, 0], [3.0, 1.0], [1.0, 1.0]])  # mean 1, variance (4·... )/6 = 1
    answer = decide(Identity(), view(), 371, poles, {"x": ("a toy", 2.0, table)})
    assert isinstance(answer, Expectation)
    assert answer.value == pytest.approx((4.0, 0.0))
    assert answer.probability == pytest.approx(tuple(np.exp([4, 0, 0]) / np.exp([4, 0, 0]).sum()))
    assert (answer.partner, answer.poles) == ("russia", ("russia", "west"))
    assert answer.terms == (Term("x", "a toy", answer.value),)


def test_decide_takes_scaled_tables_as_they_are(view: Callable[..., AsOf], poles) -> None:
    table = np.array([[0, np.nan], [np.nan, 0], [3.0, 1.0], [1.0, 1.0]])
    answer = decide(Identity(), view(), 371, poles, {"x": ("a toy", 2.0, table)}, scaled=True)
    assert isinstance(answer, Expectation)
    assert answer.value == (6.0, 2.0)


def test_decide_names_the_terms_poles_and_columns_that_lack_data(view: Callable[..., AsOf], poles) -> None:
    seen = view(identity=PAIRS, amity=[[nan] * 4] * 4, enmity=PAIRS)
    terms = {
        "x": ("friendship", 1.0, toward(seen, "amity", poles)),
        "y": ("likeness", 1.0, np.array([[0, np.nan], [np.nan, 0], [1, np.nan], [1, 1.0]])),
    }
    assert decide(Identity(), seen, 371, poles, terms) == Silence(
        "identity",
        371,
        2001,
        "missing data",
        "no value before 2001 within 3 years for: friendship (russia, west); likeness (west). "
        "Nothing at all is known of: amity.",
    )


def test_the_leader_of_the_only_pole_has_none_to_join(view: Callable[..., AsOf], poles) -> None:
    assert decide(Identity(), view(), 365, poles[:1], {}) == Silence(
        "identity", 365, 2001, "out of scope", "the state leads the only pole, so it has none to join."
    )


def test_none_is_chosen_when_every_pole_repels(view: Callable[..., AsOf]) -> None:
    answer = choose(Identity(), view(), 371, ("a", "b"), (Term("x", "a toy", (-1.0, -2.0)),))
    assert answer.partner == NONE


def test_huge_values_do_not_overflow(view: Callable[..., AsOf]) -> None:
    answer = choose(Identity(), view(), 371, ("a", "b"), (Term("x", "a toy", (900.0, -900.0)),))
    assert answer.probability == (1.0, 0.0, 0.0)


def test_an_expectation_that_does_not_sum_to_one_cannot_be_made() -> None:
    message = "an expectation needs a probability for each pole and for none, summing to 1."
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        Expectation("identity", 371, 2001, ("a",), (0.0,), (0.5, 0.4), ())
