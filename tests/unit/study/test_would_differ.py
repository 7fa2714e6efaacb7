"""Single changes of a parameter: which are tried, what a scaled term does, and what is left out of the table."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from corcyra.measures.measure import apply, parameters, with_parameters
from corcyra.study.build import fact_panels, measured
from corcyra.study.findings import Findings
from corcyra.study.gallery import find_study
from corcyra.study.plan import plan
from corcyra.study.would_differ import WORLDS, downstream, partner, reweighed, varied, without
from corcyra.theories.omnibalancing import Omnibalancing
from corcyra.theories.theory import Expectation, Silence, Term

TERMS = (Term("fear", "fear of the pole", (-1.0, 0.5)), Term("kin", "kin at the pole", (0.9, 0.1)))
SAID = Expectation("t", 371, 2000, ("russia", "west"), (-0.1, 0.6), (0.2, 0.45, 0.35), TERMS)
SILENT = Silence("t", 371, 2001, "missing data", "nothing is known.")


def test_every_parameter_is_switched_off_halved_and_doubled_within_its_range() -> None:
    assert varied(Omnibalancing()) == [
        ("survival", 1.0, 0.0),
        ("survival", 1.0, 0.5),
        ("survival", 1.0, 2.0),
        ("settled_democracy", 0.7, 0.0),
        ("settled_democracy", 0.7, 0.35),
    ]


@pytest.mark.parametrize(
    ("name", "factor", "wanted"),
    [("", 1.0, "west"), ("fear", 0.0, "russia"), ("kin", 0.0, "west"), ("kin", 2.0, "russia"), ("fear", -2.0, "russia")],
)
def test_the_partner_is_the_option_worth_most_with_one_term_scaled(name: str, factor: float, wanted: str) -> None:
    # Russia −1·f + .9·k, West .5·f + .1·k, none 0: with f = 0 .9 > .1; with k = 2 .8 > .7; with f = −2 2.9 > −.9.
    assert partner(SAID, name, factor) == wanted


def test_none_is_an_option_and_equal_options_give_no_partner() -> None:
    shunned = Expectation("t", 371, 2000, ("russia",), (-1.0,), (0.3, 0.7), (Term("fear", "fear", (-1.0,)),))
    assert partner(shunned) == "none"
    assert partner(shunned, "fear", 0.0) is None
    assert partner(SILENT) is None


def test_a_term_is_scaled_in_every_year_and_another_name_scales_nothing() -> None:
    assert reweighed({371: [SAID, SILENT, SAID]}, ("russia", "west", "none"), "fear", 0.0) == {371: "russia"}
    assert reweighed({371: [SILENT]}, ("russia", "west", "none"), "fear", 0.0) == {}
    assert reweighed({371: [SAID]}, ("russia", "west", "none"), "scale", 0.0) == {}


def test_what_expects_nothing_or_the_same_is_left_out(found: Callable[..., Findings]) -> None:
    """A theory of one term expects nothing when that is switched off: no other partner, so no row."""
    table = found(theories=["bandwagoning", "regional_complex"], states=["ARM", "AZE", "GEO"], years=[2000, 2010]).tables["would_differ"]
    assert table.height
    assert not table["partner_changed"].is_in(["", None]).any()
    assert (table["partner_default"] != table["partner_changed"]).all()


@pytest.mark.parametrize(("key", "name", "factor"), WORLDS)
def test_measuring_downstream_anew_is_measuring_everything_anew(key: str, name: str, factor: float) -> None:
    chosen = plan(find_study("south-caucasus"))
    measures = {measure.key: measure for measure in chosen.measures}
    changed = with_parameters(measures[key], {name: parameters(measures[key])[name].value * factor})
    chain, stale = downstream(chosen.measures, changed)
    quick = apply(without(measured(fact_panels(), chosen.measures), stale), *chain)
    whole = measured(fact_panels(), [changed if measure.key == key else measure for measure in chosen.measures])
    for column in sorted({each for theory in chosen.theories for each in theory.needs}):
        np.testing.assert_array_equal(quick.array(column), whole.array(column), err_msg=column)
