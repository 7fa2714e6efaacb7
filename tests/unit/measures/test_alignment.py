from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.errors import ParameterError
from corcyra.measures.alignment import OUTCOME, Alignment, closeness, exercise_rate, index, leave_one_out
from corcyra.measures.measure import apply
from corcyra.panel.panels import Panels
from corcyra.panel.table import Column, Panel

FAMILY = {
    "pact_tier": "commitments",
    "membership": "organisations",
    "exercises": "exercises",
    "ideal_distance": "un_votes",
    "base_strength": "presence",
    "arms_share": "arms_energy",
}


def panels(**columns: list[float | None]) -> Panels:
    pairs = [(a, b) for a in (2, 365, 371) for b in (2, 365, 371) if a != b]
    keys = {"state": [a for a, _ in pairs], "other": [b for _, b in pairs], "year": [2000] * 6}
    states = Panel(pl.DataFrame({"state": [2, 365, 371], "year": [2000] * 3}), "state-year")
    made = {name: Column(name, name, "index", families=frozenset({FAMILY[name]})) for name in columns}
    return Panels(states, Panel(pl.DataFrame({**keys, **columns}), "directed-dyad-year", made))


# Rows run 2>365, 2>371, 365>2, 365>371, 371>2, 371>365.
FULL = {
    "pact_tier": [0.0, 0.0, 0.0, 3.0, 0.0, 3.0],
    "membership": [0.0, 0.0, 0.0, 1.0, 0.2, 1.0],
    "exercises": [0.0, 1.0, 0.0, 2.0, 1.0, 2.0],
    "ideal_distance": [4.0, 3.0, 4.0, 1.0, 3.0, 1.0],
}


def test_index_worked_by_hand() -> None:
    found = apply(panels(**FULL), Alignment())
    # Toward Russia: the USA is 4 away, Armenia 1, so z is -1 and +1.
    expected = (1.0 + 1.0 + 0.4 + NormalDist().cdf(1.0)) / 4
    assert found.array("alignment")[0, 2, 1] == pytest.approx(expected)
    assert found.array("alignment_coverage")[0, 2, 1] == 1.0


def test_missing_indicator_is_reweighted_and_lowers_coverage() -> None:
    columns = {**FULL, "exercises": [None] * 6}
    found = apply(panels(**columns), Alignment())
    assert found.array("alignment")[0, 2, 1] == pytest.approx((1.0 + 1.0 + NormalDist().cdf(1.0)) / 3)
    assert found.array("alignment_coverage")[0, 2, 1] == 0.75


def test_nothing_observed_is_missing_not_zero() -> None:
    found = apply(panels(pact_tier=[None] * 6), Alignment(families=frozenset({"commitments"})))
    assert math.isnan(found.array("alignment")[0, 2, 1])
    assert found.array("alignment_coverage")[0, 2, 1] == 0.0


def test_lineage_holds_the_chosen_families_and_no_other() -> None:
    found = apply(panels(**FULL, base_strength=[0.0] * 6, arms_share=[0.0] * 6), Alignment())
    assert found.column("alignment").families == OUTCOME
    assert not OUTCOME & {"presence", "arms_energy"}


def test_families_decide_needs() -> None:
    chosen = Alignment(families=frozenset({"un_votes", "presence", "arms_energy"}))
    assert chosen.needs == ("ideal_distance", "base_strength", "arms_share")
    assert [each.name for each in chosen.gives][2:] == ["align_un", "align_base", "align_arms"]


def test_unknown_family_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        Alignment(families=frozenset({"trade"}))
    assert str(caught.value) == (
        "alignment has no indicator from trade. "
        "Choose from: arms_energy, commitments, exercises, organisations, presence, un_votes."
    )


def test_no_family_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        Alignment(families=frozenset())
    assert str(caught.value).startswith("alignment has no indicator from no family.")


def naive_closeness(distance: np.ndarray) -> np.ndarray:
    years, states, _ = distance.shape
    out = np.full(distance.shape, np.nan)
    for t in range(years):
        for j in range(states):
            seen = {i: -distance[t, i, j] for i in range(states) if i != j and not math.isnan(distance[t, i, j])}
            if not seen:
                continue
            mean = sum(seen.values()) / len(seen)
            sd = math.sqrt(sum((v - mean) ** 2 for v in seen.values()) / len(seen))
            for i, value in seen.items():
                z = 0.0 if sd <= 1e-12 * max(abs(mean), 1.0) else (value - mean) / sd
                out[t, i, j] = NormalDist().cdf(z)
    return out


CUBES = arrays(np.float64, (2, 4, 4), elements=st.floats(0, 6).map(lambda x: round(x, 3)) | st.just(math.nan))


@given(CUBES)
def test_closeness_agrees_with_its_naive_twin(distance: np.ndarray) -> None:
    np.testing.assert_allclose(closeness(distance), naive_closeness(distance), atol=1e-12)


@given(CUBES, st.floats(0.1, 10))
def test_closeness_does_not_depend_on_how_far_a_power_votes_from_everyone(distance: np.ndarray, shift: float) -> None:
    np.testing.assert_allclose(closeness(distance + round(shift, 3)), closeness(distance), atol=1e-7)


@given(st.lists(st.floats(0, 1), min_size=2, max_size=5))
def test_index_lies_between_its_indicators(values: list[float]) -> None:
    mean, _ = index({str(place): np.array([value]) for place, value in enumerate(values)})
    assert min(values) - 1e-12 <= mean[0] <= max(values) + 1e-12


def test_leave_one_out_recovers_the_mean_of_the_rest() -> None:
    parts = {"a": np.array([1.0, np.nan]), "b": np.array([0.5, 0.5]), "c": np.array([0.0, np.nan])}
    found = leave_one_out(parts)
    assert found["a"].tolist() == [0.25, 0.5]
    assert np.isnan(found["b"][1])


def test_leave_one_out_needs_two() -> None:
    with pytest.raises(ParameterError) as caught:
        leave_one_out({"a": np.array([1.0])})
    assert str(caught.value) == "leaving one indicator out needs at least two. Give more indicators."


def test_exercises_saturate() -> None:
    assert exercise_rate(np.array([4.0, 5.0, 12.0]), 0.2).tolist() == [0.8, 1.0, 1.0]


def test_a_year_without_votes_does_not_move_the_index(toy: Callable[..., Panels]) -> None:
    rng = np.random.default_rng(3)
    cubes = {name: rng.uniform(0, 1, size=(1, 4, 4)).repeat(6, axis=0) for name in Alignment().needs}
    cubes["ideal_distance"][2:] = np.nan
    found = apply(toy(cubes), Alignment())
    kept = found.array("alignment")[:, 2, 1]
    assert kept[:5].tolist() == pytest.approx([kept[0]] * 5)
    assert found.array("alignment_coverage")[2, 2, 1] == 0.75
    assert np.isnan(found.array("align_un")[2:]).all()
    rest = [found.array(name)[5, 2, 1] for name in ("align_pact", "align_org", "align_exercise")]
    assert kept[5] == pytest.approx(sum(rest) / 3)
