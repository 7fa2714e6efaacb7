"""The four tests as regions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.tracing.evidence import WORDS, Likelihoods
from corcyra.tracing.van_evera import TESTS, clue_tests, van_evera
from corcyra.tracing.weigh import weigh

SHARE = st.floats(0.001, 0.999)


@given(SHARE, SHARE, st.floats(1.5, 50))
def test_the_regions_are_those_of_the_two_ratios(p: float, q: float, tau: float) -> None:
    plus, minus = p / q, (1 - p) / (1 - q)
    assume(abs(plus / tau - 1) > 1e-6)
    assume(abs(minus * tau - 1) > 1e-6)
    expected = {(True, True): 0, (True, False): 1, (False, True): 2, (False, False): 3}[plus >= tau, minus <= 1 / tau]
    assert van_evera(p, q, tau=tau).name == TESTS[expected]


@pytest.mark.parametrize(
    ("p", "q", "name"),
    [
        (0.3, 0.03, "smoking gun"),
        (0.95, 0.5, "hoop"),
        (0.8, 0.08, "smoking gun"),
        (0.99, 0.9, "hoop"),
        (0.0999, 0.01, "straw in the wind"),
    ],
)
def test_the_edge_belongs_to_the_stronger_test(p: float, q: float, name: str) -> None:
    assert van_evera(p, q).name == name


def test_the_five_words_reach_all_four_tests() -> None:
    assert {van_evera(p, q).name for p in WORDS.values() for q in WORDS.values()} == set(TESTS)


def test_certainties_are_flagged() -> None:
    assert [van_evera(p, q).certain for p, q in ((1.0, 0.5), (0.5, 0.0), (0.5, 0.4))] == [True, True, False]
    assert van_evera(0.5, 0.0).lr_plus == math.inf
    assert math.isnan(van_evera(0.0, 0.0).lr_plus)
    assert van_evera(0.0, 0.0).name == "straw in the wind"
    assert str(van_evera(1.0, 0.5)) == "hoop: found, the odds change by 2; not found, by 0, with a certainty"


def test_bad_input_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"^a clue's probability of 1\.2 must lie between 0 and 1\.$"):
        van_evera(1.2, 0.5)
    with pytest.raises(
        ParameterError, match=r"^tau is 1\.0: the ratio from which a test is decisive must be above 1, as 10 is\.$"
    ):
        van_evera(0.5, 0.5, tau=1.0)


def test_each_clue_tests_each_hypothesis_against_the_rest_by_their_priors() -> None:
    values = np.array([[0.9, 0.02, 0.1], [0.99, 0.2, 0.9], [0.5, 0.5, 0.5]])
    found = clue_tests(
        weigh(
            Likelihoods(("a", "b", "c"), ("h", "k", "m"), ("",), values, (True, False, True)),
            {"h": 0.5, "k": 0.4, "m": 0.1},
        )
    )
    assert len(found) == 9
    assert found[0].test.lr_plus == pytest.approx(0.9 / ((0.4 * 0.02 + 0.1 * 0.1) / 0.5))
    assert str(found[0]) == "a: for h smoking gun, found: all but proves it"
    assert str(found[3]) == "b: for h hoop, not found: all but refutes it"
    assert str(found[6]) == "c: for h straw in the wind, found: slightly for neither"
