"""The product against plain loops, and who promotes."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.measures.ideational_threat import PROMOTERS_AND_ALLIES, IdeationalThreat, ideational_threat, promotion
from corcyra.measures.measure import apply
from corcyra.panel.panels import Floats, Panels

GRIDS = arrays(np.float64, (2, 3), elements=st.one_of(st.floats(0, 1), st.just(math.nan)))


@given(GRIDS, GRIDS, GRIDS)
def test_agrees_with_plain_loops(polyarchy: Floats, promo: Floats, power: Floats) -> None:
    found = ideational_threat(polyarchy, promo, power)
    for year, i, j in np.ndindex(found.shape):
        wanted = abs(polyarchy[year, i] - polyarchy[year, j]) * promo[year, j] * math.sqrt(power[year, j])
        np.testing.assert_allclose(found[year, i, j], wanted, atol=1e-12)


def test_allies_promote_from_their_entry() -> None:
    found = promotion((2003, 2004), (2, 365, 367, 640), PROMOTERS_AND_ALLIES)
    assert found.tolist() == [[1.0, 0.0, 0.0, 1.0], [1.0, 0.0, 1.0, 1.0]]


def test_only_the_promoter_threatens(toy: Callable[..., Panels]) -> None:
    columns = {"v2x_polyarchy": np.array([[0.9, 0.2, 0.4, 0.9]]), "cinc": np.array([[0.16, 0.04, 0.01, 0.01]])}
    found = apply(toy(columns), IdeationalThreat()).array("ideational_threat")
    assert found[0, :, 0].tolist()[1:] == pytest.approx([0.28, 0.2, 0.0])
    assert np.isnan(found[0, 0, 0])
    assert found[0, 0, 1] == 0.0
