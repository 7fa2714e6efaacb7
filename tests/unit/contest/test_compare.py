"""The text's truth table beside the computation: computed, not typed."""

import polars as pl
import pytest

from corcyra.casebook.case import case
from corcyra.contest.compare import compare
from corcyra.contest.run import Expectations
from corcyra.errors import DataError
from corcyra.measures.measure import Parameter
from corcyra.world.time import Years

YEARS = Years(2000, 2003)
NAMES = {371: "Armenia", 372: "Georgia", 373: "Azerbaijan"}


def said(theory, state, partner=None, verdict=None, alike=(), toward=()):
    return {
        "theory": theory,
        "state": state,
        "partner": partner,
        "alike": list(alike),
        "toward": list(toward),
        "verdict": verdict,
        "prediction_basis": "explicit",
        "verdict_basis": "explicit",
        "paraphrase": "",
    }


def expected(theory, state, partners, terms=()):
    rows = [
        {
            "theory": theory,
            "state": state,
            "year": 2000 + place,
            "partner": partner,
            "silent": partner is None,
            "reason": "no data" if partner is None else None,
        }
        for place, partner in enumerate(partners)
    ]
    parts = [
        {
            "theory": theory,
            "state": state,
            "year": 2000,
            "term": meaning,
            "meaning": meaning,
            "pole": pole,
            "value": value,
        }
        for meaning, pole, value in terms
    ]
    return rows, parts


def seen(state, partners, seconds=(None,) * 4):
    return [
        {"state": state, "year": 2000 + place, "partner": partner, "second": second}
        for place, (partner, second) in enumerate(zip(partners, seconds, strict=True))
    ]


def run(poles, text, expectations, observed, names=NAMES, **settings):
    rows = [row for rows, _ in expectations for row in rows]
    parts = [part for _, parts in expectations for part in parts]
    text_frame = pl.DataFrame(
        text,
        schema_overrides={
            "alike": pl.List(pl.Int64),
            "toward": pl.List(pl.String),
            "verdict": pl.String,
            "partner": pl.String,
        },
    )
    frame = pl.DataFrame(rows, schema_overrides={"reason": pl.String, "partner": pl.String})
    schema = {
        "theory": pl.String,
        "state": pl.Int64,
        "year": pl.Int64,
        "term": pl.String,
        "meaning": pl.String,
        "pole": pl.String,
        "value": pl.Float64,
    }
    found = Expectations(frame, pl.DataFrame(parts, schema=schema))
    happened = pl.DataFrame(
        [row for each in observed for row in each], schema_overrides={"second": pl.String, "partner": pl.String}
    )
    return compare(text_frame, found, happened, poles, YEARS, names=names, **settings).to_dicts()


def test_agreement_on_prediction_and_verdict(poles):
    (row,) = run(
        poles,
        [said("t", 371, "russia", "holds")],
        [expected("t", 371, ["russia"] * 3 + ["west"])],
        [seen(371, ["russia"] * 4)],
    )
    assert (row["computed_partner"], row["computed_share"], row["hit_share"]) == ("russia", 0.75, 0.75)
    assert (row["same_prediction"], row["computed_verdict"], row["agree"]) == (True, "holds", True)
    assert row["why"] == "Both expect Russia (in 75 % of the years)."


def test_disagreement_names_the_term_that_parts_them(poles):
    terms = [("amity", "russia", -1.0), ("amity", "west", 0.5), ("power", "russia", 0.4), ("power", "west", 0.6)]
    (row,) = run(
        poles,
        [said("t", 372, "russia", "fails")],
        [expected("t", 372, ["west"] * 4, terms)],
        [seen(372, ["west"] * 4)],
    )
    assert (row["same_prediction"], row["computed_verdict"], row["agree"]) == (False, "holds", False)
    assert row["why"] == (
        "The text expects Russia; the computation expects the West in 100 % of the years, above all for amity "
        "(+1.50 against Russia). By the text it fails, by the computation it holds: "
        "the measured alignment has Georgia closest to the West in 100 % of the years."
    )


def test_states_are_called_as_the_study_calls_them(poles):
    (row,) = run(poles, [said("t", 371, "russia")], [expected("t", 371, [None] * 4)], [seen(371, ["russia"] * 4)], names={371: "Hayastan"})
    assert row["why"] == "The computation is silent on Hayastan throughout: no data."


def test_the_same_prediction_may_meet_another_record(poles):
    (row,) = run(
        poles,
        [said("t", 371, "russia", "holds")],
        [expected("t", 371, ["russia"] * 4)],
        [seen(371, ["west"] * 3 + ["russia"])],
    )
    assert (row["same_prediction"], row["computed_verdict"], row["agree"], row["hit_share"]) == (
        True,
        "fails",
        False,
        0.25,
    )
    assert row["why"] == (
        "Both expect Russia (in 100 % of the years). By the text it holds, by the computation it fails: "
        "the measured alignment has Armenia closest to the West in 75 % of the years."
    )


def test_the_other_pole_of_a_hedge_is_partly_right(poles):
    seconds = ["west", "west", "west", None]
    (row,) = run(
        poles,
        [said("t", 373, "west", "partly")],
        [expected("t", 373, ["west"] * 4)],
        [seen(373, ["turkey"] * 4, seconds)],
    )
    assert (row["computed_verdict"], row["agree"], row["hit_share"]) == ("partly", True, 0.0)


def test_a_pattern_that_is_computed_fails_when_the_record_differs(poles):
    three = (371, 372, 373)
    rows = run(
        poles,
        [said("t", state, verdict="fails", alike=three, toward=["russia"]) for state in three],
        [
            expected("t", state, [first, "russia", "russia", "russia"])
            for state, first in zip(three, ["west", "russia", "russia"], strict=True)
        ],
        [seen(371, ["russia"] * 4), seen(372, ["west"] * 4), seen(373, ["turkey"] * 4)],
    )
    for row in rows:
        assert (row["alike_share"], row["observed_alike_share"]) == (0.75, 0.0)
        assert (row["same_prediction"], row["computed_verdict"], row["agree"]) == (True, "fails", True)
    assert (
        rows[0]["why"]
        == "Both expect the same stand toward Russia from Armenia, Georgia and Azerbaijan (in 75 % of the years)."
    )


def test_a_pattern_that_is_not_computed_is_judged_state_by_state(poles):
    two = (371, 373)
    rows = run(
        poles,
        [said("t", state, verdict="fails", alike=two, toward=["russia", "west"]) for state in two],
        [
            expected("t", 371, ["russia"] * 4, [("fear", "russia", 2.0), ("kin", "russia", 0.1)]),
            expected("t", 373, ["turkey"] * 4, [("fear", "russia", -1.0), ("kin", "russia", 0.2)]),
        ],
        [seen(371, ["russia"] * 4), seen(373, ["west"] * 4)],
    )
    assert [row["computed_verdict"] for row in rows] == ["holds", "fails"]
    assert [row["same_verdict"] for row in rows] == [False, True]
    assert [row["agree"] for row in rows] == [False, False]
    assert rows[1]["why"] == (
        "The text expects the same stand toward Russia and the West from Armenia and Azerbaijan; the computation gives "
        "it only in 0 % of the years; what sets them apart most is fear. Each finds that its own fails."
    )


def test_silence_on_either_side_gives_no_agreement(poles):
    text_silent, computed_silent, not_run = run(
        poles,
        [said("t", 371), said("t", 372, "west", "holds"), said("u", 373, "turkey", "holds")],
        [expected("t", 371, ["russia"] * 4), expected("t", 372, [None] * 4)],
        [seen(371, ["russia"] * 4), seen(372, ["west"] * 4)],
    )
    assert (text_silent["same_prediction"], text_silent["agree"]) == (None, None)
    assert text_silent["why"] == "The text says nothing; the computation expects Russia in 100 % of the years."
    assert (computed_silent["computed_verdict"], computed_silent["agree"], computed_silent["silence"]) == (
        None,
        None,
        1.0,
    )
    assert computed_silent["why"] == "The computation is silent on Georgia throughout: no data."
    assert (not_run["computed_partner"], not_run["agree"]) == (None, None)
    assert not_run["why"] == "This theory was not run."


def test_the_record_itself_is_compared(poles):
    same, other = run(
        poles,
        [said("observed", 371, "russia"), said("observed", 372, "west")],
        [expected("t", 371, ["russia"] * 4)],
        [seen(371, ["russia"] * 4), seen(372, ["russia", "west", "russia", "none"])],
    )
    assert (
        same["why"] == "The text and the measured alignment both have Armenia closest to Russia in 100 % of the years."
    )
    assert other["why"] == (
        "The text has Georgia closest to the West; the measured alignment has it closest to Russia in 50 % of the years."
    )
    assert (other["same_prediction"], other["computed_verdict"], other["agree"]) == (False, None, False)
    assert same["agree"] is True


def test_a_pole_that_the_study_lacks_is_said_to_be_lacking(poles):
    (row,) = run(
        poles,
        [said("t", 371, "iran", "holds")],
        [expected("t", 371, ["russia"] * 4)],
        [seen(371, ["russia"] * 4)],
    )
    assert row["why"].startswith(
        "The text expects iran, which is no pole of this study; the computation expects Russia"
    )


def test_only_the_years_of_the_text_count(poles):
    (row,) = run(
        poles,
        [said("t", 371, "russia", "holds")],
        [expected("t", 371, ["russia"] * 4 + ["west"] * 9)],
        [seen(371, ["russia"] * 4)],
    )
    assert (row["years"], row["computed_share"]) == (4, 1.0)


def test_the_majority_is_a_setting(poles):
    text = [said("t", 371, "west", "fails")]
    said_by = [expected("t", 371, ["west"] * 4)]
    happened = [seen(371, ["russia"] * 4, ["west", "west", "west", None])]
    verdicts = [
        run(poles, text, said_by, happened, majority=Parameter(m, "test"))[0]["computed_verdict"] for m in (0.5, 0.8)
    ]
    assert verdicts == ["partly", "fails"]


def test_the_bundled_table_can_be_compared(poles):
    text = case("south-caucasus").table()
    rows = run(
        poles,
        text.select(
            "theory",
            "state",
            "partner",
            "alike",
            "toward",
            "verdict",
            "prediction_basis",
            "verdict_basis",
            "paraphrase",
        ).to_dicts(),
        [expected("identity", 371, ["russia"] * 4)],
        [seen(371, ["russia"] * 4)],
    )
    assert len(rows) == text.height
    assert [row["theory"] for row in rows if row["computed_partner"]] == ["observed", "identity"]


def test_a_lacking_column_is_named(poles):
    with pytest.raises(DataError) as caught:
        compare(pl.DataFrame({"theory": []}), None, None, poles, YEARS)
    assert str(caught.value) == (
        "the truth table lacks state, partner, alike, toward, verdict, prediction_basis, verdict_basis, paraphrase. "
        "It needs: theory, state, partner, alike, toward, verdict, prediction_basis, verdict_basis, paraphrase."
    )
