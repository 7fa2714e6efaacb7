"""Projection and growth against plain loops; the class on synthetic panels."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.errors import MissingColumn
from corcyra.measures.capability import Capability, adjusted, growth, projected
from corcyra.measures.measure import apply, with_parameters
from corcyra.panel.panels import Floats, Panels

SHARES = arrays(np.float64, (7, 3), elements=st.one_of(st.floats(1e-6, 0.5), st.just(math.nan)))
DISTANCES = arrays(np.float64, (7, 3, 3), elements=st.one_of(st.floats(0, 2e4), st.just(math.nan)))


@given(SHARES, DISTANCES, st.floats(100, 5000))
def test_projection_agrees_with_plain_loops(power: Floats, distance: Floats, gradient: float) -> None:
    one, two = projected(power, distance, gradient=gradient), adjusted(power, distance, day=gradient)
    for year, i, j in np.ndindex(distance.shape):
        c, d = power[year, j], distance[year, i, j]
        np.testing.assert_allclose(one[year, i, j], c * math.exp(-d / gradient), rtol=1e-12)
        np.testing.assert_allclose(two[year, i, j], c ** math.log10(d / gradient + 10 - math.e), rtol=1e-9)


@given(SHARES, st.integers(1, 9))
def test_growth_agrees_with_plain_loops(power: Floats, span: int) -> None:
    found = growth(power, span=span)
    for year, state in np.ndindex(power.shape):
        wanted = math.log(power[year, state] / power[year - span, state]) if year >= span else math.nan
        np.testing.assert_allclose(found[year, state], wanted, atol=1e-12)


def test_growth_from_nothing_is_missing_not_infinite() -> None:
    assert np.isnan(growth(np.array([[0.0], [0.1]]), span=1)).all()


def panels(toy: Callable[..., Panels]) -> Panels:
    power = np.tile([0.14, 0.04, 0.0003, 0.0002], (6, 1))
    return toy({"cinc": power, "distance": np.full((6, 4, 4), 1000.0)})


def test_the_class_gives_three_columns_with_lineage(toy: Callable[..., Panels]) -> None:
    found = apply(panels(toy), Capability())
    assert found.array("power")[0].tolist() == [0.14, 0.04, 0.0003, 0.0002]
    assert found.array("power_growth")[5].tolist() == [0.0] * 4
    assert found.array("projected_power")[2, 2, 1] == pytest.approx(0.04 / math.e)
    assert np.isnan(found.array("projected_power")[2, 1, 1])
    assert found.column("projected_power").families == {"cinc", "distance"}
    assert dict(found.column("power").parameters)["gradient"] == "1000"


def test_settings_reach_the_kernel(toy: Callable[..., Panels]) -> None:
    wide = apply(panels(toy), with_parameters(Capability(), {"gradient": 2000}))
    assert wide.array("projected_power")[0, 2, 1] == pytest.approx(0.04 * math.exp(-0.5))
    days = apply(panels(toy), Capability(projection="travel-days"))
    assert days.array("projected_power")[0, 2, 1] == pytest.approx(0.04 ** math.log10(1000 / 804.672 + 10 - math.e))


def test_a_missing_column_is_named(toy: Callable[..., Panels]) -> None:
    with pytest.raises(MissingColumn) as error:
        apply(toy({"cinc": np.ones((1, 4))}), Capability())
    assert str(error.value) == (
        "the measure 'capability' needs distance. Add the sources or measures that give them first."
    )
