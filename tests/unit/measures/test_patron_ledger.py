from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from corcyra.measures.autonomy import asymmetry
from corcyra.measures.capability import Capability
from corcyra.measures.enmity import Enmity
from corcyra.measures.measure import apply
from corcyra.measures.patron_ledger import (
    PatronLedger,
    denial,
    highest,
    opportunity,
    projection,
    risk,
    stabilisation,
)
from corcyra.panel.panels import Panels
from corcyra.study.build import fact_panels

CODES = (2, 365, 371, 373)
Build = Callable[..., Panels]


CUBES = arrays(float, (2, 4, 4), elements=st.floats(0, 1) | st.just(math.nan))


def naive_highest(values: np.ndarray) -> np.ndarray:
    out = np.full(values.shape, math.nan)
    for t, i, j in np.ndindex(values.shape):
        seen = [values[t, i, k] for k in range(values.shape[2]) if k not in (i, j) and not math.isnan(values[t, i, k])]
        out[t, i, j] = max(seen, default=math.nan)
    return out


@given(CUBES)
def test_highest_agrees_with_its_naive_twin(values: np.ndarray) -> None:
    assert_allclose(highest(values), naive_highest(values))


def looped_highest(values: np.ndarray) -> np.ndarray:
    """Each other left out in turn, and the highest of the rest taken anew: the plain way, cube by cube."""
    size = values.shape[2]
    known = np.where(np.isnan(values) | np.eye(size, dtype=bool), -np.inf, values)
    best = np.stack([np.delete(known, other, axis=2).max(axis=2, initial=-np.inf) for other in range(size)], axis=2)
    return np.where(np.isfinite(best), best, np.nan)


def looped_risk(enmity: np.ndarray, power: np.ndarray) -> np.ndarray:
    """The highest of the whole cube, once for each patron, of which one column is kept."""
    cost = asymmetry(power)
    columns = [looped_highest(enmity * cost[:, [patron], :])[:, :, patron] for patron in range(power.shape[1])]
    return np.stack(columns, axis=2)


def sparse(seed: int, shape: tuple[int, ...], missing: float) -> np.ndarray:
    """Random values with ties, zeros and gaps."""
    rng = np.random.default_rng(seed)
    return np.where(rng.random(shape) < missing, math.nan, rng.integers(0, 6, shape) / 5)


@pytest.mark.parametrize(("seed", "missing"), [(1, 0.0), (2, 0.3), (3, 0.9), (4, 1.0)])
def test_larger_cubes_agree_with_the_loops_in_every_bit(seed: int, missing: float) -> None:
    cube, power = sparse(seed, (4, 25, 25), missing), sparse(seed + 9, (4, 25), missing / 2)
    np.testing.assert_array_equal(highest(cube), looped_highest(cube))
    np.testing.assert_array_equal(risk(cube, power), looped_risk(cube, power))


def test_the_facts_agree_with_the_loops_in_every_bit() -> None:
    panels = apply(fact_panels(), Capability(), Enmity())
    enmity, power = panels.array("enmity"), panels.array("power")
    assert np.isfinite(highest(enmity)).any()
    np.testing.assert_array_equal(highest(enmity), looped_highest(enmity))
    np.testing.assert_array_equal(highest(-panels.array("distance")), looped_highest(-panels.array("distance")))
    np.testing.assert_array_equal(risk(enmity, power), looped_risk(enmity, power))


@given(CUBES, arrays(float, (2, 4), elements=st.floats(0.001, 1)), arrays(bool, 4))
def test_risk_is_worked_out_for_the_patrons_asked_about(
    enmity: np.ndarray, power: np.ndarray, asked: np.ndarray
) -> None:
    np.testing.assert_array_equal(risk(enmity, power, asked), np.where(asked, risk(enmity, power), math.nan))


def naive_risk(enmity: np.ndarray, power: np.ndarray) -> np.ndarray:
    out = np.full(enmity.shape, math.nan)
    for t, i, j in np.ndindex(enmity.shape):
        seen = [enmity[t, i, k] * power[t, k] / (power[t, k] + power[t, j]) for k in range(4) if k not in (i, j)]
        out[t, i, j] = max((each for each in seen if not math.isnan(each)), default=math.nan)
    return out


@given(CUBES, arrays(float, (2, 4), elements=st.floats(0.001, 1)))
def test_risk_agrees_with_its_naive_twin(enmity: np.ndarray, power: np.ndarray) -> None:
    assert_allclose(risk(enmity, power), naive_risk(enmity, power), atol=1e-12)


@given(CUBES, arrays(float, (2, 4, 4), elements=st.floats(0, 5000)))
def test_every_entry_stays_in_zero_to_one(share: np.ndarray, distance: np.ndarray) -> None:
    powers = np.array([True, True, False, True])
    found = [projection(share, distance, powers, 1000.0), denial(share, distance, powers, 1000.0)]
    for each in [*found, stabilisation(distance, share[:, :, 0])]:
        seen = each[~np.isnan(each)]
        assert ((seen >= 0) & (seen <= 1)).all()


def test_a_base_far_from_every_rival_projects_less() -> None:
    base = np.full((1, 3, 3), 1.0)
    km = np.array([[[0.0, 100.0, 3000.0], [100.0, 0.0, 500.0], [3000.0, 500.0, 0.0]]])
    powers = np.array([False, True, True])
    found = projection(base, km, powers, 1000.0)[0, 0]
    assert found[1] == pytest.approx(math.exp(-3))  # patron 1: the rival is 2, 3000 km away
    assert found[2] == pytest.approx(math.exp(-0.1))  # patron 2: the rival is 1, 100 km away


def test_a_power_without_land_borders_has_nothing_to_quiet() -> None:
    assert stabilisation(np.zeros((1, 2, 2)), np.array([[0.5, 0.5]])).tolist() == [[[0.0, 0.0], [0.0, 0.0]]]


def test_forces_tied_never_pass_the_whole() -> None:
    troops, milper = np.array([[[math.nan, 9e6], [5.0, math.nan]]]), np.array([[0.0, 1000.0]])
    found = opportunity(troops, milper)[0]
    assert found[0, 1] == 1.0
    assert math.isnan(found[1, 0])  # a patron whose forces are not known


def sample(toy_panels: Build) -> Panels:
    return toy_panels(
        grids={
            "weakness": {371: 0.4, 373: 0.5},
            "milper": {365: 1000.0, 2: 1300.0},
            "power": {365: 0.04, 2: 0.15, 373: 0.01},
        },
        cubes={
            "base_strength": {(371, 365): 1.0, (371, 2): 0.0},
            "distance": {(371, 365): 200.0, (371, 2): 8000.0, (371, 373): 0.0},
            "penetration": {(371, 365): 0.7, (371, 2): 0.1},
            "border_km": {(371, 365): 0.0, (373, 365): 300.0, (371, 2): 0.0},
            "troops": {(371, 365): 4000.0, (371, 2): 0.0},
            "enmity": {(371, 373): 0.9, (371, 365): 0.0, (371, 2): 0.0},
            "agreement": {(371, 365): 0.8},
        },
    )


def test_measure_worked_by_hand(toy_panels: Build) -> None:
    found = apply(sample(toy_panels), PatronLedger(powers=(365, 2)))
    benefits = [math.exp(-8), 0.1 * math.exp(-0.2), 0.0]
    assert found.array("patron_benefit")[0, 2, 1] == pytest.approx(sum(benefits) / 3)
    assert found.array("patron_benefit_coverage")[0, 2, 1] == 0.75
    assert found.array("patron_cost")[0, 2, 1] == pytest.approx((0.004 + 0.9 * 0.01 / 0.05) / 2)
    assert found.array("patron_cost_coverage")[0, 2, 1] == pytest.approx(2 / 3)


def test_measure_is_silent_about_states_that_are_no_power(toy_panels: Build) -> None:
    found = apply(sample(toy_panels), PatronLedger(powers=(365, 2)))
    assert np.isnan(found.array("patron_benefit")[:, :, [2, 3]]).all()


def test_votes_count_as_legitimation_only_when_they_may(toy_panels: Build) -> None:
    found = apply(sample(toy_panels), PatronLedger(powers=(365, 2), without=frozenset()))
    assert found.array("patron_benefit_coverage")[0, 2, 1] == 1.0
    benefits = [math.exp(-8), 0.8, 0.1 * math.exp(-0.2), 0.0]
    assert found.array("patron_benefit")[0, 2, 1] == pytest.approx(sum(benefits) / 4)
