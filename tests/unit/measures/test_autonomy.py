from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from corcyra.measures.autonomy import Autonomy, asymmetry, autonomous, one_sided
from corcyra.measures.measure import apply
from corcyra.panel.panels import Panels

CODES = (2, 365, 371, 373)
Build = Callable[..., Panels]


@given(arrays(float, (2, 4), elements=st.floats(1e-6, 1) | st.just(math.nan)))
def test_asymmetries_of_a_pair_sum_to_one(power: np.ndarray) -> None:
    found = asymmetry(power)
    known = ~np.isnan(found)
    assert_allclose((found + found.transpose(0, 2, 1))[known], 1.0)
    for t, i, j in zip(*np.nonzero(known), strict=True):
        assert found[t, i, j] == pytest.approx(power[t, j] / (power[t, i] + power[t, j]))


def test_two_states_without_power_have_no_asymmetry() -> None:
    assert np.isnan(asymmetry(np.zeros((1, 2)))).all()


@given(arrays(float, (1, 3, 3), elements=st.floats(0, 1)))
def test_one_sidedness_is_antisymmetric(dependence: np.ndarray) -> None:
    assert_allclose(one_sided(dependence), -one_sided(dependence).transpose(0, 2, 1))


@given(
    arrays(float, (3, 5), elements=st.floats(0, 1)), arrays(float, (3, 5), elements=st.floats(0, 1)), st.integers(0, 4)
)
def test_more_penetration_never_frees(price: np.ndarray, penetration: np.ndarray, power: int) -> None:
    more = penetration.copy()
    more[:, power] = 1.0
    assert (autonomous(price, more) <= autonomous(price, penetration) + 1e-12).all()
    assert (autonomous(price, more) >= 0.0).all()


def test_autonomy_worked_by_hand() -> None:
    # Base .35 + veto .2 of Russia at Pen .8; concession .1 of the USA at Pen .2: 1 - .44 - .02.
    assert autonomous(np.array([0.55, 0.10]), np.array([0.8, 0.2])) == pytest.approx(0.54)


def test_measure_by_default_knows_the_bases_alone(toy_panels: Build) -> None:
    cubes = {
        "penetration": {(371, 365): 0.7, (371, 2): 0.1},
        "arms_share": {(371, 365): 0.9},
        "gas_share": {(371, 365): 0.5},
        "trade_share": {(371, 365): 0.25, (365, 371): 0.05},
        "base_strength": {(371, 365): 1.0, (371, 2): 0.0},
    }
    found = apply(toy_panels(grids={"power": {365: 0.05, 371: 0.0005}}, cubes=cubes), Autonomy(powers=(365, 2)))
    assert found.array("autonomy")[0, 2] == pytest.approx(0.3)
    assert found.array("autonomy_coverage")[0, 2] == pytest.approx(0.35)
    assert found.array("dependence")[0, 2, 1] == pytest.approx(0.55)
    assert found.array("dependence_asymmetry")[0, 2, 1] == pytest.approx(0.5)
    assert found.array("asymmetry")[0, 2, 1] == pytest.approx(0.05 / 0.0505)


def test_measure_takes_the_other_prices_when_they_may_enter(toy_panels: Build) -> None:
    cubes = {
        "penetration": {(371, 365): 0.5},
        "arms_share": {},
        "gas_share": {},
        "trade_share": {},
        "base_strength": {(371, 365): 1.0},
        "pact_tier": {(371, 365): 3.0},
        "membership": {(371, 365): 0.6},
        "align_un": {(371, 365): 0.5},
    }
    chosen = Autonomy(powers=(365,), without=frozenset())
    found = apply(toy_panels(grids={"power": {}}, cubes=cubes), chosen)
    assert found.array("autonomy")[0, 2] == pytest.approx(1 - 0.5 * (0.35 + 0.25 + 0.2 * 0.6 + 0.2 * 0.5))
    assert found.array("autonomy_coverage")[0, 2] == pytest.approx(1.0)


def test_without_penetration_autonomy_is_missing(toy_panels: Build) -> None:
    cubes = {name: {} for name in Autonomy().needs if name != "power"}
    found = apply(toy_panels(grids={"power": {}}, cubes=cubes), Autonomy(powers=(365,)))
    assert np.isnan(found.array("autonomy")).all()
