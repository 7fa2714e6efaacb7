from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from corcyra.measures.geography_type import GeographyType, pressure
from corcyra.measures.measure import apply
from corcyra.panel.panels import Panels

CODES = (2, 365, 371, 373)
Build = Callable[..., Panels]


def naive(base: np.ndarray, distance: np.ndarray, near: float) -> np.ndarray:
    out = np.full(base.shape[:2], math.nan)
    for t, state in np.ndindex(out.shape):
        found = []
        for host in range(base.shape[1]):
            seen = [base[t, host, k] for k in range(base.shape[1]) if k != state and not math.isnan(base[t, host, k])]
            if host != state and distance[t, state, host] <= near and seen:
                found.append(max(seen))
        if found:
            out[t, state] = sum(found) / len(found)
    return out


@given(
    arrays(float, (2, 4, 4), elements=st.floats(0, 1) | st.just(math.nan)),
    arrays(float, (2, 4, 4), elements=st.floats(0, 3000) | st.just(math.nan)),
)
def test_agrees_with_its_naive_twin(base: np.ndarray, distance: np.ndarray) -> None:
    assert_allclose(pressure(base, distance, 1500.0), naive(base, distance, 1500.0), atol=1e-12)


def test_own_bases_abroad_are_no_pressure() -> None:
    base, km = np.zeros((1, 3, 3)), np.full((1, 3, 3), 100.0)
    base[0, 0, 1] = 1.0
    assert pressure(base, km, 1500.0).tolist() == [[0.0, 0.0, 0.5]]


def test_measure(toy_panels: Build) -> None:
    distance = {(373, 371): 0.0, (371, 373): 0.0, (2, 371): 9000.0, (365, 371): 200.0}
    cubes = {"base_strength": {(371, 365): 1.0}, "distance": distance}
    found = apply(toy_panels(cubes=cubes), GeographyType())
    kinds = found.array("continental")[0]
    assert kinds[:2].tolist() == [0.0, 1.0]
    assert np.isnan(kinds[2:]).all()
    assert found.array("border_pressure")[0, 3] == pytest.approx(1.0)
