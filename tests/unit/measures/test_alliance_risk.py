from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from corcyra.measures.alliance_risk import AllianceRisk, abandonment, entrapment, peril, reliability
from corcyra.measures.measure import apply
from corcyra.panel.panels import Panels

CODES = (2, 365, 371, 373)
Build = Callable[..., Panels]


@given(arrays(float, 6, elements=st.floats(0, 1)), arrays(float, 6, elements=st.floats(0, 2)), st.floats(0, 1))
def test_belief_agrees_with_the_sum_over_events(kept: np.ndarray, weight: np.ndarray, memory: float) -> None:
    ages = [memory ** (5 - t) for t in range(6)]
    top = 1 + sum(w * g * y for w, g, y in zip(weight, ages, kept, strict=True))
    bottom = 2 + sum(w * g for w, g in zip(weight, ages, strict=True))
    assert reliability(kept, weight, memory=memory)[-1] == pytest.approx(top / bottom)


def test_nothing_asked_leaves_the_prior() -> None:
    assert reliability(np.zeros(4), np.zeros(4)).tolist() == [0.5] * 4


@given(
    arrays(float, (1, 4, 4), elements=st.floats(0, 1) | st.just(math.nan)),
    arrays(float, (1, 4), elements=st.floats(0.01, 1)),
)
def test_peril_agrees_with_its_naive_twin(enmity: np.ndarray, power: np.ndarray) -> None:
    found = peril(enmity, power)
    for _, i, j in np.ndindex(found.shape):
        seen = [enmity[0, i, k] * power[0, k] / (power[0, i] + power[0, k]) for k in range(4) if k not in (i, j)]
        best = max((each for each in seen if not math.isnan(each)), default=math.nan)
        assert_allclose(found[0, i, j], best, atol=1e-12)


def test_a_sure_patron_leaves_nothing_to_fear() -> None:
    assert abandonment(np.array([1.0, 0.0]), np.array([0.7, 0.7])).tolist() == pytest.approx([0.0, 0.7])


def test_entrapment_sums_over_clients_and_knows_missing() -> None:
    commitment = np.array([[[1.0, math.nan], [0.5, math.nan], [math.nan, math.nan]]])
    assert_allclose(entrapment(commitment, np.full((1, 3, 2), 0.4)), [[0.6, math.nan]])


def sample(toy_panels: Build, answer: float) -> Panels:
    return toy_panels(
        grids={"power": {365: 0.04, 2: 0.15, 371: 0.001, 373: 0.003}},
        cubes={
            "appeals": {(371, 365): 1.0, (373, 365): 0.0, (371, 2): 0.0, (373, 2): 0.0},
            "patron_response": {(371, 365): answer},
            "enmity": {(371, 373): 0.8, (371, 365): 0.0, (373, 371): 0.8},
            "base_strength": {(371, 365): 1.0},
        },
    )


def test_measure_worked_by_hand(toy_panels: Build) -> None:
    found = apply(sample(toy_panels, 0.0), AllianceRisk(powers=(365, 2)))
    belief = found.array("reliability")[0]
    assert belief[2, 1] == pytest.approx(1 / 3)  # its own appeal went unanswered
    assert belief[3, 1] == pytest.approx(1 / 2.5)  # it watched
    assert belief[2, 0] == 0.5  # nobody asked the USA
    assert found.array("abandonment_risk")[0, 2, 1] == pytest.approx((2 / 3) * 0.8 * 0.75)
    assert found.array("entrapment_risk")[0, 1] == pytest.approx(0.8 * 0.003 / 0.043)
    assert np.isnan(found.array("entrapment_risk")[0, 2:]).all()


def test_help_given_builds_belief(toy_panels: Build) -> None:
    found = apply(sample(toy_panels, 1.0), AllianceRisk(powers=(365, 2)))
    assert found.array("reliability")[0, 2, 1] == pytest.approx(2 / 3)
    assert found.array("reliability")[0, 3, 1] == pytest.approx(1.5 / 2.5)  # the other client saw the answer too
