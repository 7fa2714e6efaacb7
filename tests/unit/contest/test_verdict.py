"""The parts of the verdict: modal partners, equal stands, and the three words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.contest.verdict import Computed, alike_share, judge, modal, same_prediction, stand

OPTIONS = ["russia", "west", "none"]


def test_modal_ties_go_to_the_earlier_option():
    assert modal(["west", "russia"], ["russia", "west", "none"]) == ("russia", 0.5)
    assert modal([None], ["russia"]) == (None, None)


def test_alike_needs_every_state_to_speak():
    assert alike_share({(1, 2000): "russia", (2, 2000): None}, [1, 2], ["russia"]) is None
    assert alike_share({(1, 2000): "none", (2, 2000): "west"}, [1, 2], ["russia"]) == 0.0


@given(
    some.dictionaries(some.tuples(some.sampled_from([1, 2]), some.integers(0, 5)), some.sampled_from([*OPTIONS, None]))
)
def test_alike_share_agrees_with_pairwise_counting(chosen):
    pairs = [(chosen.get((1, year)), chosen.get((2, year))) for year in range(6)]
    known = [pair for pair in pairs if None not in pair]
    same = [a == b or (a != "none" and b != "none" and "russia" not in (a, b)) for a, b in known]
    assert alike_share(chosen, [1, 2], ["russia"]) == (pytest.approx(sum(same) / len(same)) if same else None)


def test_a_stand_is_one_of_three():
    assert [stand(each, "russia") for each in OPTIONS] == ["with", "another", "none"]


@pytest.mark.parametrize(
    ("partner", "observed", "lenient", "verdict"),
    [
        ("west", "west", 0.2, "holds"),
        ("west", "russia", 0.6, "partly"),
        ("west", "russia", 0.5, "fails"),
        (None, "russia", None, None),
        ("west", None, None, None),
    ],
)
def test_the_verdict_on_a_partner(partner, observed, lenient, verdict):
    assert judge(Computed(partner, 1.0, 0.0, "", observed, 1.0, 0.0, lenient, 4)) == verdict


@pytest.mark.parametrize(("alike", "happened"), [*itertools.product((0.2, 0.9), repeat=2)])
def test_the_verdict_on_a_pattern(alike, happened):
    computed = Computed("west", 1.0, 0.0, "", "west", 1.0, 0.0, 1.0, 4, alike, happened)
    assert judge(computed) == ("holds" if alike < 0.5 or happened > 0.5 else "fails")
    assert same_prediction({"alike": [1, 2], "partner": None}, computed) == (alike > 0.5)


def test_half_of_the_years_is_no_majority_of_a_pattern():
    halves = Computed("west", 1.0, 0.0, "", "west", 1.0, 1.0, 1.0, 4, alike=0.5, observed_alike=1.0)
    assert (halves.pattern, judge(halves)) == (False, "holds")
    made = Computed("west", 1.0, 0.0, "", "west", 1.0, 1.0, 1.0, 4, alike=0.75, observed_alike=0.5)
    assert (made.pattern, judge(made)) == (True, "fails")
