"""What is shared, re-weighted over what is known."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.measures.identity import Identity, likeness
from corcyra.measures.measure import apply, with_parameters
from corcyra.panel.panels import Floats, Panels


@given(arrays(np.float64, (2, 3), elements=st.one_of(st.floats(0, 1), st.just(math.nan))))
def test_likeness_agrees_with_plain_loops(score: Floats) -> None:
    found = likeness(score)
    for year, i, j in np.ndindex(found.shape):
        np.testing.assert_allclose(found[year, i, j], 1 - abs(score[year, i] - score[year, j]))


def panels(toy: Callable[..., Panels], **changes: Floats) -> Panels:
    columns = {
        "language_proximity": np.full((1, 4, 4), 0.5), "same_religion": np.full((1, 4, 4), 1.0),
        "kin": np.full((1, 4, 4), 6.0), "v2x_polyarchy": np.array([[0.9, 0.3, 0.3, 0.5]]),
    }  # fmt: skip
    return toy({**columns, **changes})


def test_the_mean_of_four(toy: Callable[..., Panels]) -> None:
    found = apply(panels(toy), Identity())
    assert found.array("identity")[0, 1, 2] == pytest.approx((0.5 + 1 + 1 + 1) / 4)
    assert found.array("identity")[0, 0, 1] == pytest.approx((0.5 + 1 + 1 + 0.4) / 4)
    assert found.array("identity_kin")[0, 0, 1] == 1.0
    assert found.array("identity_coverage")[0, 0, 1] == 1.0
    assert np.isnan(found.array("identity_coverage")[0, 0, 0])


def test_a_missing_part_is_reweighted(toy: Callable[..., Panels]) -> None:
    found = apply(panels(toy, kin=np.full((1, 4, 4), math.nan)), Identity())
    assert found.array("identity")[0, 1, 2] == pytest.approx((0.5 + 1 + 1) / 3)
    assert found.array("identity_coverage")[0, 1, 2] == 0.75


def test_weights_are_the_users(toy: Callable[..., Panels]) -> None:
    alone = with_parameters(Identity(), {"religion": 0, "kin": 0, "regime": 0})
    assert apply(panels(toy), alone).array("identity")[0, 1, 2] == 0.5
