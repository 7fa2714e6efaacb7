from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.errors import ParameterError
from corcyra.measures.measure import Parameter, apply, with_parameters
from corcyra.measures.posture import POSTURES, Posture, Thresholds, classify
from corcyra.panel.panels import Panels
from corcyra.panel.table import Column, Panel


def naive(a: list[float], t: list[float]) -> str:
    poles = [k for k in range(len(a)) if not math.isnan(a[k])]
    if len(poles) < 2:
        return "unknown"
    one, two = sorted((a[k] for k in poles), reverse=True)[:2]
    if (one + two) / 2 < 0.25:
        return "neutral"
    if 1 - abs(one - two) / (one + two) >= 0.7:
        return "hedge"
    if any(math.isnan(t[k]) for k in poles):
        return "unknown"
    top = next(k for k in poles if a[k] == one)
    rest = [k for k in poles if k != top]
    main = max(t[k] for k in rest)
    if t[top] - main > 0.5:
        return "bandwagon"
    if t[top] < main and all(a[k] < 0.25 for k in rest if t[k] == main):
        return "balance"
    return "align for profit"


SHARES = st.sampled_from([0.0, 0.05, 0.1, 0.2, 0.24, 0.3, 0.5, 0.8, 1.0, math.nan])
THREATS = st.sampled_from([-1.5, -0.4, 0.0, 0.3, 0.9, 1.0, math.nan])


@given(
    st.integers(2, 4).flatmap(
        lambda n: st.tuples(arrays(float, (6, n), elements=SHARES), arrays(float, (6, n), elements=THREATS))
    )
)
def test_agrees_with_its_naive_twin(both: tuple[np.ndarray, np.ndarray]) -> None:
    alignment, threat = both
    found = [POSTURES[code] for code in classify(alignment, threat)]
    assert found == [naive(a, t) for a, t in zip(alignment.tolist(), threat.tolist(), strict=True)]


@given(arrays(float, (3, 3), elements=SHARES), arrays(float, (3, 3), elements=THREATS), st.permutations(range(3)))
def test_the_order_of_the_poles_does_not_matter(alignment: np.ndarray, threat: np.ndarray, order: list[int]) -> None:
    apart = np.array(
        [len({x for x in row if not math.isnan(x)}) == sum(not math.isnan(x) for x in row) for row in alignment]
    )
    before, after = classify(alignment, threat), classify(alignment[:, order], threat[:, order])
    np.testing.assert_array_equal(before[apart], after[apart])


@given(arrays(float, (4, 2), elements=SHARES), arrays(float, (4, 2), elements=THREATS), st.sampled_from([-2.0, 3.0]))
def test_only_differences_of_threat_count(alignment: np.ndarray, threat: np.ndarray, shift: float) -> None:
    wide = threat * 4  # keeps sums and differences exact enough that no threshold is crossed by rounding
    np.testing.assert_array_equal(classify(alignment, wide), classify(alignment, wide + shift))


def test_thresholds_are_settings() -> None:
    alignment, threat = np.array([0.5, 0.4]), np.array([0.0, 0.0])
    strict = Thresholds(hedge=Parameter(0.95, "ours: an example"), engagement=Parameter(0.5, "ours: an example"))
    assert POSTURES[classify(alignment, threat)] == "hedge"
    assert POSTURES[classify(alignment, threat, strict)] == "neutral"


def test_one_pole_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        classify(np.zeros((3, 1)), np.zeros((3, 1)))
    assert str(caught.value) == (
        "posture needs alignment and threat of one shape with two poles or more, not (3, 1) and (3, 1). "
        "Give one column for each pole."
    )


def sample() -> Panels:
    codes = [2, 365, 371]
    rows = [(a, b, 2000) for a in codes for b in codes if a != b]
    alignment = {(371, 365): 0.8, (371, 2): 0.1, (365, 2): 0.3, (2, 365): 0.3}
    threat = {(371, 365): -1.0, (371, 2): 1.0, (365, 2): 0.0, (2, 365): 0.0}
    frame = pl.DataFrame(rows, schema=["state", "other", "year"], orient="row").with_columns(
        alignment=pl.Series([alignment.get((a, b)) for a, b, _ in rows], dtype=pl.Float64),
        threat=pl.Series([threat.get((a, b)) for a, b, _ in rows], dtype=pl.Float64),
    )
    columns = {
        "alignment": Column("alignment", "toy", "index", families=frozenset({"commitments"})),
        "threat": Column("threat", "toy", "z"),
    }
    states = Panel(pl.DataFrame({"state": codes, "year": [2000] * 3}), "state-year")
    return Panels(states, Panel(frame, "directed-dyad-year", columns))


def test_measure_gives_code_partner_and_their_parts() -> None:
    found = apply(sample(), Posture(powers=(365, 2)))
    assert POSTURES[int(found.array("posture")[0, 2])] == "balance"
    assert found.array("posture_partner")[0].tolist() == [365.0, 2.0, 365.0]
    assert found.array("posture_engagement")[0, 2] == pytest.approx(0.45)
    assert found.array("posture_hedge")[0, 2] == pytest.approx(1 - 0.7 / 0.9)
    assert math.isnan(found.array("posture")[0, 0])  # the USA has one other power to look at


def test_measure_hides_what_the_outcome_is_made_of() -> None:
    assert apply(sample(), Posture(powers=(365, 2))).column("posture").families == {"commitments"}


def test_measure_takes_the_users_thresholds() -> None:
    found = apply(sample(), with_parameters(Posture(powers=(365, 2)), {"engagement": 0.5}))
    assert POSTURES[int(found.array("posture")[0, 2])] == "neutral"


def test_standing_close_to_two_allies_is_no_hedge() -> None:
    alignment, threat = np.array([0.55, 0.45, 0.10]), np.array([0.0, 0.0, 1.5])
    allies = ~np.array([[True, True, False], [True, True, False], [False, False, True]])
    assert POSTURES[classify(alignment, threat)] == "hedge"
    assert POSTURES[classify(alignment, threat, rivals=allies)] == "balance"


def test_a_pole_without_rivals_leaves_posture_unknown() -> None:
    assert POSTURES[classify(np.array([0.5, 0.4]), np.zeros(2), rivals=np.zeros((2, 2), dtype=bool))] == "unknown"


def test_measure_takes_allied_powers() -> None:
    assert Posture(powers=(365, 2, 640), allied=((640, 2),)).rivals.tolist() == [
        [False, True, True],
        [True, False, False],
        [True, False, False],
    ]
