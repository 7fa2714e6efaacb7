"""Ability, willingness and the domestic threat, against plain loops and by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.measures.measure import apply
from corcyra.measures.regime_security import RegimeSecurity, ability, recent_worst, willingness
from corcyra.panel.panels import Floats, Panels

CUBES = arrays(np.float64, (2, 3, 3), elements=st.one_of(st.floats(1e-6, 1), st.just(math.nan)))
GRIDS = arrays(np.float64, (2, 3), elements=st.one_of(st.floats(0, 1), st.just(math.nan)))


@given(CUBES)
def test_ability_agrees_with_plain_loops(power: Floats) -> None:
    found = ability(power)
    for year, i in np.ndindex(power.shape[:2]):
        total = sum(x for x in power[year, i] if not math.isnan(x))
        for j in range(3):
            np.testing.assert_allclose(found[year, i, j], power[year, i, j] / total if total else math.nan)


@given(GRIDS, GRIDS)
def test_willingness_agrees_with_plain_loops(polyarchy: Floats, sanctioned: Floats) -> None:
    found = willingness(polyarchy, sanctioned)
    for year, i, j in np.ndindex(found.shape):
        alike = 1 - abs(polyarchy[year, i] - polyarchy[year, j])
        refused = sanctioned[year, i] if polyarchy[year, j] > 0.5 else 0.0
        np.testing.assert_allclose(found[year, i, j], alike * (1 - refused), atol=1e-12)


def test_the_worst_of_three_years() -> None:
    found = recent_worst(np.array([math.nan, 1.0, 0.0, 3.0, 0.0, 0.0, 0.0]))
    np.testing.assert_allclose(found, [math.nan, 1 / 3, 1 / 3, 1, 1, 1, 0])


def test_the_class_by_hand(toy: Callable[..., Panels]) -> None:
    zero = np.zeros((1, 4))
    columns = {
        "coup": zero, "regime_threat": np.array([[0.0, 3, 0, 0]]), "weakness": zero + 0.3,
        "v2x_polyarchy": np.array([[0.9, 0.3, 0.2, 0.3]]), "sanctioned": np.array([[0.0, 0, 3, 0]]),
        "projected_power": np.tile([0.06, 0.03, 0.01, 0.0], (1, 4, 1)),
    }  # fmt: skip
    found = apply(toy(columns), RegimeSecurity())
    assert found.array("internal_threat")[0].tolist() == pytest.approx([0.1, 1.3 / 3, 0.1, 0.1])
    assert found.array("internal_threat_coverage")[0].tolist() == [1.0] * 4
    # Toward Armenia: the USA brings 6 parts of 9, Russia 3; sanctions rule out the democracy.
    assert found.array("regime_support_ability")[0, 2, :2].tolist() == pytest.approx([2 / 3, 1 / 3])
    assert found.array("regime_support")[0, 2, :2].tolist() == pytest.approx([0.0, 0.3])
    # Toward Georgia nobody is ruled out.
    assert found.array("regime_support")[0, 3, :2].tolist() == pytest.approx([0.6 * 0.4, 0.3 * 1.0])
