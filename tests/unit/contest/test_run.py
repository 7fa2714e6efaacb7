"""Expectations see the past only; observations read the present."""

import numpy as np
import polars as pl
import pytest

from corcyra.contest.run import expectations, observed
from corcyra.errors import CircularityError, ParameterError, SpanError
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Panels
from corcyra.panel.table import Panel
from corcyra.theories.theory import Term, choose
from corcyra.world.time import Years

from .conftest import STATES, Mute, Pull

YEARS = Years(1994, 2000)
HIDDEN = frozenset({"commitments"})


@pytest.fixture(scope="module")
def found(panels, poles):
    return expectations(panels, (Pull(), Mute()), STATES, poles, YEARS, hidden=HIDDEN)


def test_one_row_for_each_theory_state_and_year(found):
    keys = found.frame.select("theory", "state", "year").rows()
    assert keys == [(key, state, year) for key in ("pull", "mute") for state in STATES for year in YEARS]


def test_probabilities_and_partner_are_those_of_the_theory(found, panels, poles):
    for row in found.frame.filter(theory="pull").iter_rows(named=True):
        said = Pull().expect(AsOf(panels, row["year"]), row["state"], poles)
        assert (row["partner"], row["silent"]) == (said.partner, False)
        assert [row[f"p_{key}"] for key in (*said.poles, "none")] == pytest.approx(said.probability)
        assert [row[f"v_{key}"] for key in said.poles] == pytest.approx(said.value)


def test_silence_keeps_its_reason_and_has_no_numbers(found):
    mute = found.frame.filter(theory="mute")
    assert mute["silent"].all()
    assert mute.select("kind", "reason").unique().rows() == [("out of scope", "it never speaks")]
    numbers = [name for name in mute.columns if name[:2] in ("p_", "v_")]
    assert mute.select(pl.all_horizontal(pl.col([*numbers, "partner", "posture"]).is_null()).all()).item()


def test_terms_add_up_to_the_value(found):
    summed = found.terms.group_by("theory", "state", "year", "pole").agg(pl.col("value").sum())
    for theory, state, year, pole, value in summed.iter_rows():
        row = found.frame.filter(theory=theory, state=state, year=year)
        assert row[f"v_{pole}"].item() == pytest.approx(value)


def test_a_pole_that_is_the_state_itself_is_no_option(panels, poles):
    found = expectations(panels, (Pull(),), (640,), poles, YEARS, hidden=HIDDEN)
    assert found.frame["p_turkey"].null_count() == len(YEARS)
    assert found.frame["p_russia"].null_count() == 0


def test_hidden_evidence_is_refused(panels, poles):
    with pytest.raises(CircularityError) as caught:
        expectations(panels, (Pull(column="pact"),), STATES, poles, YEARS, hidden=HIDDEN)
    assert str(caught.value) == (
        "'pact' is made from commitments, which the observed alignment is made from too. "
        "Predict from other evidence, or leave that family out of the outcome."
    )


def test_a_theory_twice_is_refused(panels, poles):
    with pytest.raises(ParameterError) as caught:
        expectations(panels, (Pull(), Pull()), STATES, poles, YEARS, hidden=HIDDEN)
    assert str(caught.value) == "a theory stands twice in pull, pull. Give each key once."


def test_the_first_year_of_the_panels_cannot_be_expected(panels, poles):
    with pytest.raises(SpanError):
        expectations(panels, (Pull(),), STATES, poles, Years(1992, 1993), hidden=HIDDEN)


def test_later_years_do_not_matter(found, panels, poles):
    cut = type(panels)(panels.states.where(pl.col("year") < 1998), panels.dyads.where(pl.col("year") < 1998))
    early = expectations(cut, (Pull(), Mute()), STATES, poles, Years(1994, 1998), hidden=HIDDEN)
    assert early.frame.equals(found.frame.filter(pl.col("year") <= 1998))


@pytest.mark.parametrize(("carry", "silent"), [(1, True), (2, False)])
def test_a_value_speaks_as_long_as_it_is_carried(panels, poles, carry, silent):
    dyads = panels.dyads
    gap = pl.when(pl.col("year") != 1999).then(pl.col("pull")).alias("pull")
    holed = Panels(panels.states, Panel(dyads.frame.with_columns(gap), dyads.unit, dyads.columns, dyads.reports))
    found = expectations(holed, (Pull(),), (371,), poles, Years(2000, 2000), hidden=HIDDEN, carry=carry)
    assert found.frame["silent"].to_list() == [silent]


def test_progress_is_told_each_year(panels, poles):
    told = []
    expectations(panels, (Mute(),), STATES, poles, Years(1994, 1995), hidden=HIDDEN, progress=told.append)
    assert told == ["1994: 3 expectations", "1995: 6 expectations"]


def test_observed_partner_second_and_posture(panels, poles):
    seen = observed(panels, STATES, poles, YEARS)
    first = seen.filter(year=1994)
    assert first.select("state", "partner", "second").rows() == [
        (371, "russia", None),
        (372, "none", None),
        (373, "turkey", "west"),
    ]
    assert first["posture"].to_list()[1:] == ["neutral", "hedge"]
    assert seen.filter(state=372, year=1997)["partner"].item() == "west"
    assert seen["coverage"].unique().to_list() == [0.75]
    assert seen.filter(state=371)["a_russia"].unique().to_list() == [0.9]


def test_a_missing_alignment_makes_the_partner_unknown(panels, poles):
    row = observed(panels, STATES, poles, Years(2000, 2000)).filter(state=371)
    assert row.select("a_west", "partner", "second").row(0) == (None, None, None)


def test_observed_takes_all_states_and_years_by_default(panels, poles):
    seen = observed(panels, poles=poles)
    assert seen.height == int(np.prod(panels.shape))
    assert seen.filter(state=640, year=1994)["a_turkey"].item() is None


def test_only_the_order_of_threats_counts_and_not_their_unit(found, panels, poles):
    """Threats a hundred times smaller, raw, would never lead by half a standard deviation."""
    dyads = panels.dyads
    small = Panel(dyads.frame.with_columns(pl.col("threat") / 100), dyads.unit, dyads.columns, dyads.reports)
    other = Panels(panels.states, small)
    again = expectations(other, (Pull(), Mute()), STATES, poles, YEARS, hidden=HIDDEN)
    assert "bandwagon" in found.frame["posture"]
    assert again.frame.equals(found.frame)
    seen = observed(panels, STATES, poles, YEARS)
    assert "bandwagon" in seen["posture"]
    assert observed(other, STATES, poles, YEARS).equals(seen)


class Torn(Mute):
    """A stub: Russia and Turkey are nearly worth staying out, the West is not."""

    key = "torn"

    def expect(self, seen, state, poles):
        return choose(self, seen, state, tuple(pole.key for pole in poles), (Term("t", "a term", (-0.1, -0.1, -3.0)),))


def test_where_staying_out_is_most_probable_the_posture_is_neutral(panels, poles):
    """Alike between two poles, this would be a hedge by the probabilities alone."""
    frame = expectations(panels, (Torn(),), (371,), poles, YEARS, hidden=HIDDEN).frame
    assert frame.select("partner", "posture").unique().rows() == [("none", "neutral")]
