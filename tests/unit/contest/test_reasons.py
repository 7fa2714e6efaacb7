"""Sentences are made from the mean terms, and name the one that matters most."""

import polars as pl
import pytest

from corcyra.contest.reasons import Means, percent, prediction
from corcyra.contest.verdict import Computed

TERMS = pl.DataFrame(
    [
        ("t", 371, "fear", "russia", 1.0),
        ("t", 371, "fear", "russia", 3.0),
        ("t", 371, "fear", "west", -1.0),
        ("t", 371, "kin", "russia", 0.5),
        ("t", 373, "fear", "russia", 1.8),
        ("t", 373, "kin", "russia", -0.5),
    ],
    schema=["theory", "state", "meaning", "pole", "value"],
    orient="row",
)


@pytest.fixture
def means():
    return Means(
        TERMS, {"russia": "Russia", "west": "The West", "none": "no pole"}, {371: "Armenia", 373: "Azerbaijan"}
    )


def test_the_leading_term_is_that_of_the_widest_mean_gap(means):
    assert means.lead("t", 371, "russia", "west") == ("fear", 3.0)
    assert means.lead("t", 371, "west", "russia") == ("kin", -0.5)


def test_non_alignment_has_the_value_nought(means):
    assert means.lead("t", 371, "none", "west") == ("fear", 1.0)


def test_no_terms_give_no_reason(means):
    assert means.lead("u", 371, "russia", "west") is None
    assert means.divides("u", [371, 373], ["russia"]) is None


def test_what_divides_states_is_the_term_with_the_widest_spread(means):
    assert means.divides("t", [371, 373], ["russia"]) == "kin"


def test_names_and_shares_are_spelt_out(means):
    assert means.listed([371, 373]) == "Armenia and Azerbaijan"
    assert [percent(each) for each in (None, 0.0, 0.996)] == ["no known share", "0 %", "100 %"]


def test_a_term_that_speaks_against_the_computed_partner_is_no_reason_for_it(means):
    said = {"theory": "t", "state": 371, "partner": "russia"}
    found = Computed("west", 0.75, 0.0, "", "west", 1.0, 0.75, 0.75, 4)
    assert prediction(said, found, False, "Armenia", means) == (
        "The text expects Russia; the computation expects The West in 75 % of the years."
    )
