from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose

from corcyra.measures.measure import apply, with_parameters
from corcyra.measures.stigma import (
    Stigma,
    deviation,
    insecurity,
    normative_threat,
    standard,
    stigmatisers,
)
from corcyra.panel.panels import Panels

CODES = (2, 365, 371, 373)
Build = Callable[..., Panels]


def test_recurrence_worked_by_hand() -> None:
    # rho = .6: .20; .6(.20) + .10 = .22; .6(.22) + 0 = .132; .6(.132) + .50 = .5792.
    threat = np.array([[0.2], [0.1], [0.0], [0.5]])
    assert insecurity(threat).ravel().tolist() == pytest.approx([0.2, 0.22, 0.132, 0.5792])


def test_constant_threat_settles_at_its_steady_state() -> None:
    assert insecurity(np.full((80, 1), 0.3))[-1, 0] == pytest.approx(0.3 / (1 - 0.6))


@given(arrays(float, (8, 2), elements=st.floats(0, 1)), st.floats(0, 0.99))
def test_stock_is_the_decayed_sum_of_all_threats(threat: np.ndarray, decay: float) -> None:
    last = sum(decay ** (7 - t) * threat[t] for t in range(8))
    assert_allclose(insecurity(threat, decay)[-1], last, atol=1e-12)


def test_a_missing_year_has_no_value_and_adds_nothing() -> None:
    found = insecurity(np.array([[0.5], [math.nan], [0.1]])).ravel()
    assert math.isnan(found[1])
    assert found[2] == pytest.approx(0.1 + 0.36 * 0.5)


@given(arrays(float, (3, 4), elements=st.floats(0, 1)), st.integers(0, 3))
def test_no_member_of_a_one_state_audience_deviates_from_itself(polyarchy: np.ndarray, leader: int) -> None:
    level = standard(polyarchy, np.arange(4) == leader)
    found = deviation(polyarchy, level)
    assert (found[:, leader] == 0.0).all()
    assert_allclose(found, np.maximum(0, polyarchy[:, [leader]] - polyarchy))


def test_without_an_audience_there_is_no_standard() -> None:
    assert np.isnan(standard(np.ones((2, 3)), np.zeros(3, dtype=bool))).all()
    assert np.isnan(standard(np.full((2, 3), math.nan), np.ones(3, dtype=bool))).all()


@given(*(st.floats(0, 1) for _ in range(3)))
def test_normative_threat_needs_all_three(stigma: float, exposure: float, polyarchy: float) -> None:
    found = normative_threat(np.array([stigma]), np.array([exposure]), np.array([polyarchy]))[0]
    assert found == pytest.approx(stigma * exposure * (1 - polyarchy))
    assert found <= min(stigma, exposure, 1 - polyarchy) + 1e-12


def test_who_stigmatises() -> None:
    stigma, polyarchy = np.array([[0.6, 0.0, 0.3]]), np.array([[0.1, 0.9, 0.5]])
    found = stigmatisers(stigma, polyarchy, np.array([0.9]))[0]
    assert found[0].tolist() == pytest.approx([0.0, 0.6, 0.3])
    assert found[1].tolist() == [0.0, 0.0, 0.0]
    assert found[2].tolist() == pytest.approx([0.0, 0.3, 0.0])


def panels(toy_panels: Build, censure: float = 3.0) -> Panels:
    return toy_panels(
        grids={
            "censure": {2: 0.0, 371: censure},
            "sanctioned": {2: 0.0, 371: 1.5},
            "v2x_polyarchy": {2: 0.8, 371: 0.3, 365: 0.2},
        },
        cubes={"trade_share_bloc": {(371, 2): 0.4}},
    )


def test_measure_worked_by_hand(toy_panels: Build) -> None:
    found = apply(panels(toy_panels), Stigma())
    stigma = (1 - math.exp(-1) + 0.5 + 0.5) / 3
    assert found.array("stigma")[0, 2] == pytest.approx(stigma)
    assert found.array("normative_threat")[0, 2] == pytest.approx(stigma * 0.4 * 0.7)
    assert found.array("ontological_insecurity")[0, 2] == pytest.approx(stigma * 0.4 * 0.7)
    assert found.array("stigmatised_by")[0, 2, 0] == pytest.approx(stigma)
    assert found.array("stigmatised_by")[0, 2, 1] == 0.0


def test_half_the_attention_is_half_the_threat(toy_panels: Build) -> None:
    whole, half = (with_parameters(Stigma(), {"attention": each}) for each in (1.0, 0.5))
    threat = [apply(panels(toy_panels), each).array("normative_threat")[0, 2] for each in (whole, half)]
    assert threat[1] == pytest.approx(threat[0] / 2)


def test_measure_leaves_missing_missing(toy_panels: Build) -> None:
    found = apply(panels(toy_panels), Stigma())
    assert found.array("stigma")[0, 1] == pytest.approx(0.6)  # Russia here: deviation alone
    assert found.array("stigma_coverage")[0, 1] == pytest.approx(1 / 3)
    assert math.isnan(found.array("normative_threat")[0, 1])  # its exposure is not known
    assert found.array("exposure_coverage")[0, 1] == 0.0


def test_no_censure_is_no_stigma_by_censure(toy_panels: Build) -> None:
    assert apply(panels(toy_panels, censure=0.0), Stigma()).array("stigma_censure")[0, 2] == 0.0
