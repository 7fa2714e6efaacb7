"""Slopes against derivatives written out by hand, tipping points against the outcome on both of their sides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corcyra.games.model import Model
from corcyra.games.models import MODELS
from corcyra.games.models.commitment import Commitment
from corcyra.games.models.reassurance import Reassurance
from corcyra.games.statics import slopes, tipping_points

HAIR = 1e-6


def outcome(model: Model) -> str:
    return model.solve().region.key


def test_slopes_are_the_derivatives() -> None:
    a, e, eta = 2.0, 1.0, 0.5
    whole = a + e + eta
    found = {(row["parameter"], row["number"]): row["slope"] for row in slopes(Commitment(a, e, eta)).to_dicts()}
    assert found["abandonment", "commitment"] == pytest.approx((e + eta) / whole**2, abs=1e-7)
    assert found["entrapment", "commitment"] == pytest.approx(-a / whole**2, abs=1e-7)
    assert found["provocation", "cost"] == pytest.approx((a / whole) ** 2, abs=1e-7)
    assert found["abandonment", "tipping_provocation"] == pytest.approx(1.0, abs=1e-7)


def test_what_has_no_slope_says_why() -> None:
    found = slopes(Reassurance()).filter(number="signal")
    why = dict(found.select("parameter", "why").rows())
    assert (why["clients"], why["signal_with_sides"], why["entanglement"]) == ("whole", "whole", "")
    assert found.filter(parameter="clients")["slope"].to_list() == [None]


def test_at_the_end_of_a_range_one_side_is_enough() -> None:
    found = slopes(Commitment(2.0, 1.0, 0.0)).filter(parameter="provocation", number="commitment")
    assert found["slope"].to_list() == [pytest.approx(-2 / 9, abs=1e-5)]


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.key)
def test_beyond_a_tipping_point_and_not_before_it_the_outcome_is_another(model: type[Model]) -> None:
    here = model()
    found = tipping_points(here).to_dicts()
    assert found
    for row in found:
        name, sign = row["parameter"], 1 if row["side"] == "above" else -1
        if here.knobs()[name].whole:
            assert outcome(replace(here, **{name: row["at"]})) == row["region"]
            assert outcome(replace(here, **{name: row["at"] - sign})) == outcome(here)
        else:
            hair = sign * HAIR * max(abs(row["at"]), 1)
            assert outcome(replace(here, **{name: row["at"] + hair})) == row["region"], row
            assert outcome(replace(here, **{name: row["at"] - hair})) == outcome(here), row


def test_a_parameter_that_cannot_change_the_outcome_has_no_tipping_point() -> None:
    assert "rescue_cost" not in tipping_points(Reassurance())["parameter"].to_list()
