"""What all measures share: how far a last known value is carried, and what a measure may not do."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.errors import MissingColumn, ParameterError
from corcyra.measures.measure import Gives, Parameter, apply, carried, parameters
from corcyra.panel.panels import Floats, Panels


def naive_carried(values: Floats, years: int) -> Floats:
    """Each cell by itself: the last of the known values at most so many years back."""
    out = values.copy()
    for t in range(len(values)):
        known = [s for s in range(max(0, t - years), t + 1) if not math.isnan(values[s])]
        out[t] = values[known[-1]] if known else math.nan
    return out


@given(arrays(float, 9, elements=st.floats(0, 1) | st.just(math.nan)), st.integers(0, 12))
def test_carried_agrees_with_its_naive_twin(values: Floats, years: int) -> None:
    np.testing.assert_array_equal(carried(values, years), naive_carried(values, years))


def test_columns_are_carried_each_by_itself() -> None:
    values = np.array([[1.0, math.nan], [math.nan, 2.0], [math.nan, math.nan], [math.nan, math.nan]])
    np.testing.assert_array_equal(carried(values, 2), [[1.0, math.nan], [1.0, 2.0], [1.0, 2.0], [math.nan, 2.0]])


@dataclass(frozen=True)
class Twice:
    """A measure that declares one column and gives another."""

    key = "twice"
    title = "twice the power"
    citations = ("corcyra",)
    needs = ("power",)
    gives = (Gives("twice", "twice the power", "share"),)

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        return {"double": 2 * panels.array("power")}


@dataclass(frozen=True)
class Ratio:
    """A measure of two columns."""

    key = "ratio"
    title = "power over people"
    citations = ("corcyra",)
    needs = ("power", "people")
    gives = (Gives("ratio", "power over people", "share"),)

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        return {"ratio": panels.array("power") / panels.array("people")}


def test_a_measured_column_keeps_the_sources_and_families_of_all_that_it_was_made_of(toy: Callable[..., Panels]) -> None:
    found = apply(toy({"power": np.ones((2, 4)), "people": np.ones((2, 4))}), Ratio()).column("ratio")
    assert (found.sources, found.families) == (("toy",), {"power", "people"})


def test_a_measure_must_give_what_it_declares(toy: Callable[..., Panels]) -> None:
    with pytest.raises(MissingColumn) as caught:
        apply(toy({"power": np.ones((2, 4))}), Twice())
    assert str(caught.value) == "the measure 'twice' gave ['double'], not what it declares."


def test_a_parameter_needs_its_reason_and_a_plain_class_has_none() -> None:
    with pytest.raises(ParameterError) as caught:
        Parameter(1.0, " ")
    assert str(caught.value) == "a parameter needs a citation, or the word 'ours' and a reason."
    assert parameters(object()) == {}
