from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from corcyra.errors import MissingColumn, ParameterError
from corcyra.measures import WORLD_MEASURES
from corcyra.measures.alignment import OUTCOME
from corcyra.measures.measure import apply
from corcyra.measures.penetration import COMPONENTS, Penetration, concentration, penetrate, regional, total
from corcyra.panel.panels import Panels

CODES = (2, 365, 371, 373)
Build = Callable[..., Panels]


SHARES = st.floats(0, 1) | st.just(math.nan)


def naive(shares: np.ndarray, weight: float) -> tuple[np.ndarray, np.ndarray]:
    value, coverage = np.full(shares.shape[1], math.nan), np.zeros(shares.shape[1])
    for cell in range(shares.shape[1]):
        seen = [s for s in shares[:, cell] if not math.isnan(s)]
        coverage[cell] = len(seen) / len(shares)
        if seen:
            value[cell] = 1 - math.prod(1 - weight * s for s in seen)
    return value, coverage


@given(arrays(float, (4, 5), elements=SHARES), st.floats(0, 1))
def test_agrees_with_its_naive_twin(shares: np.ndarray, weight: float) -> None:
    for found, expected in zip(penetrate(shares, weight), naive(shares, weight), strict=True):
        assert_allclose(found, expected, atol=1e-12)


@given(arrays(float, (3, 4), elements=st.floats(0, 1)), st.integers(0, 2))
def test_a_missing_channel_never_raises_penetration(shares: np.ndarray, out: int) -> None:
    less = shares.copy()
    less[out] = math.nan
    assert (penetrate(less)[0] <= penetrate(shares)[0] + 1e-12).all()


def test_worked_by_hand() -> None:
    # Base 1, arms .9: 1 - (1 - .5)(1 - .45) = 1 - .275.
    assert penetrate(np.array([[1.0], [0.9]]))[0][0] == pytest.approx(0.725)


@given(arrays(float, (3, 4), elements=st.floats(0.01, 1)))
def test_total_lies_between_mean_and_maximum(toward: np.ndarray) -> None:
    found = total(toward)
    assert (found >= toward.mean(axis=1) - 1e-12).all()
    assert (found <= toward.max(axis=1) + 1e-12).all()


@given(arrays(float, (3, 4), elements=st.floats(0.01, 1)), st.floats(0.1, 1))
def test_concentration_knows_shares_only(toward: np.ndarray, scale: float) -> None:
    found = concentration(toward)
    assert_allclose(concentration(toward * scale), found)
    assert (found >= 1 / 4 - 1e-12).all()
    assert (found <= 1 + 1e-12).all()


def test_no_penetration_is_neither_exclusive_nor_competitive() -> None:
    assert total(np.zeros((1, 3))).tolist() == [0.0]
    assert np.isnan(concentration(np.zeros((1, 3))))


def test_region_reweights_over_the_members_observed() -> None:
    cube = np.array([[[0.8, math.nan], [0.2, 0.4]]])
    assert_allclose(regional(cube, np.array([[1.0, 3.0]])), [[0.35, 0.4]])
    assert np.isnan(regional(cube * math.nan, np.array([[1.0, 3.0]]))).all()


def test_region_wants_a_weight_for_each_member() -> None:
    with pytest.raises(ParameterError) as caught:
        regional(np.zeros((1, 2, 1)), np.zeros((1, 3)))
    assert str(caught.value) == (
        "weights of shape (1, 3) do not fit penetration of shape (1, 2, 1). Give one weight for each year and member."
    )


def test_the_outcomes_families_stay_out_by_default() -> None:
    assert not OUTCOME & {each.family for each in Penetration().channels}
    assert Penetration(without=frozenset()).needs == tuple(each.column for each in COMPONENTS)
    assert Penetration(without=frozenset({"presence", "arms_energy", "trade"})).needs == (
        "pact_tier",
        "membership",
        "exercises",
    )


def test_no_channel_left_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        Penetration(without=frozenset(each.family for each in COMPONENTS))
    assert str(caught.value) == (
        "no channel of penetration is left without arms_energy, commitments, exercises, organisations, presence, trade. "
        "Leave out fewer families."
    )


def test_measure(toy_panels: Build) -> None:
    rows = {"base_strength": {(371, 365): 1.0, (371, 2): 0.0}, "arms_share": {(371, 365): 0.9}, "gas_share": {}}
    panels = toy_panels(cubes={**rows, "trade_share": {(371, 365): 0.2, (371, 2): 0.1}})
    found = apply(panels, Penetration(powers=(365, 2)))
    russia, america = 1 - 0.5 * 0.55 * 0.9, 1 - 0.95
    assert found.array("penetration")[0, 2, [1, 0]].tolist() == pytest.approx([russia, america])
    assert found.array("penetration_coverage")[0, 2, [1, 0]].tolist() == [0.75, 0.5]
    assert found.array("penetration_total")[0, 2] == pytest.approx((russia**2 + america**2) / (russia + america))
    share = russia / (russia + america)
    assert found.array("penetration_exclusivity")[0, 2] == pytest.approx(share**2 + (1 - share) ** 2)
    assert found.column("penetration").families == set(Penetration().needs)


def test_measure_counts_exercises_and_pacts_on_the_same_scale(toy_panels: Build) -> None:
    cubes = {"pact_tier": {(371, 365): 3.0}, "membership": {(371, 365): 0.0}, "exercises": {(371, 365): 2.0}}
    chosen = Penetration(powers=(365,), without=frozenset({"presence", "arms_energy", "trade"}))
    found = apply(toy_panels(cubes=cubes), chosen)
    assert found.array("penetration")[0, 2, 1] == pytest.approx(1 - 0.5 * 0.8)


def test_no_powers_means_every_other_state(toy_panels: Build) -> None:
    cubes = {
        "base_strength": {(371, 373): 0.4, (371, 365): 1.0, (2, 365): 0.0},
        "arms_share": {(371, 2): 0.3, (373, 371): 0.5},
        "gas_share": {},
        "trade_share": {(365, 2): 0.1},
    }
    panels = toy_panels(cubes=cubes)
    every, named = (apply(panels, Penetration(powers=powers)) for powers in ((), CODES))
    for each in Penetration().gives:
        np.testing.assert_array_equal(every.array(each.name), named.array(each.name))
    toward = np.array([1 - 0.85, 0.5, 0.2])  # 2, 365, 373
    assert every.array("penetration_total")[0, 2] == pytest.approx((toward**2).sum() / toward.sum())
    assert every.array("penetration_total")[0, 3] == pytest.approx(0.25)  # by 371, which is no great power
    assert np.isnan(apply(panels, Penetration(powers=(365, 2))).array("penetration_total")[0, 3])


def test_in_panels_of_the_world_no_power_need_be_there(toy_panels: Build) -> None:
    chosen = next(each for each in WORLD_MEASURES if each.key == "penetration")
    found = apply(toy_panels(cubes={**{name: {} for name in chosen.needs}, "trade_share": {(371, 373): 0.6}}), chosen)
    assert found.array("penetration_total")[0, 2] == pytest.approx(0.3)
    assert found.array("penetration_exclusivity")[0, 2] == 1.0


def test_a_power_must_be_in_the_panels(toy_panels: Build) -> None:
    panels = toy_panels(cubes={name: {} for name in Penetration().needs})
    with pytest.raises(MissingColumn) as caught:
        apply(panels, Penetration())
    assert str(caught.value) == "the panels have no state 640. They have: 2, 365, 371, 373."
