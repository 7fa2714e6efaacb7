"""The synthesis by hand: enemies in common, and the opening that an outside power finds."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.theories.regional_complex import RegionalComplex, common_enemies, opportunity
from corcyra.theories.theory import Expectation, Silence

nan = None
NOTHING = [[nan, 0, 0, 0], [0, nan, 0, 0], [0, 0, nan, 0], [0, 0, 0, nan]]


def columns(**given: list) -> dict[str, list]:
    base = {"amity": NOTHING, "enmity": NOTHING, "penetration": NOTHING, "distance": NOTHING}
    return {**base, "weakness": [0.1, 0.2, 0.5, 0.5], **given}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), holes=st.floats(0, 0.9))
def test_both_kernels_agree_with_loops(seed: int, holes: float) -> None:
    rng = np.random.default_rng(seed)
    enmity = np.where(rng.random((5, 5)) < holes, np.nan, rng.random((5, 5)))
    np.fill_diagonal(enmity, np.nan)
    hold, km = rng.random((5, 2)), rng.uniform(0, 5000, (5, 2))
    leaders = [4, 1]
    shared, opening = common_enemies(enmity, leaders), opportunity(enmity, hold, km, leaders, 1000.0)
    for i in range(5):
        for column, j in enumerate(leaders):
            both = [enmity[i, k] * enmity[j, k] for k in range(5) if not math.isnan(enmity[i, k] * enmity[j, k])]
            need = [enmity[i, k] * (1 - hold[k, column]) for k in range(5) if k != j and not math.isnan(enmity[i, k])]
            mean = sum(both) / len(both) if both and i != j else math.nan
            best = max(need) / (1 + math.log(1 + km[i, column] / 1000)) if need else math.nan
            np.testing.assert_allclose([shared[i, column], opening[i, column]], [mean, best])


def test_the_enemys_enemy_is_preferred(view, poles) -> None:
    enmity = [[nan, 0, 0, 0.9], [0, nan, 0, 0], [0, 0, nan, 0.8], [0.9, 0, 0.8, nan]]
    answer = RegionalComplex().expect(view(**columns(enmity=enmity)), 371, poles)
    assert isinstance(answer, Expectation)
    found = {term.key: term.values for term in answer.terms}
    assert found["common_enemies"][1] > found["common_enemies"][0]
    assert answer.partner == "west"


def test_a_power_that_holds_the_rival_finds_less_of_an_opening(view, poles) -> None:
    enmity = [[nan, 0, 0, 0], [0, nan, 0, 0], [0, 0, nan, 0.8], [0, 0, 0.8, nan]]
    penetration = [[nan, 0, 0, 0], [0, nan, 0, 0], [0, 0, nan, 0], [0, 0.7, 0, nan]]
    answer = RegionalComplex().expect(view(**columns(enmity=enmity, penetration=penetration)), 371, poles)
    assert isinstance(answer, Expectation)
    found = {term.key: term.values for term in answer.terms}
    assert found["opening"][1] > found["opening"][0]


def test_the_power_inside_stays_inside(view, poles) -> None:
    feud = [[nan, 0, 0, 0], [0, nan, 0, 0], [0, 0, nan, 0.8], [0, 0, 0.8, nan]]
    penetration = [[nan, 0, 0, 0], [0, nan, 0, 0], [0, 0.7, nan, 0], [0, 0, 0, nan]]
    answer = RegionalComplex().expect(view(**columns(enmity=feud, penetration=penetration)), 371, poles)
    assert isinstance(answer, Expectation)
    assert answer.partner == "russia"


def test_nearness_helps_but_a_great_power_reaches_from_afar() -> None:
    enmity = np.array([[np.nan, 0.8, 0.0], [0.8, np.nan, 0.0], [0.0, 0.0, np.nan]])
    near, far = (opportunity(enmity, np.zeros((3, 1)), np.full((3, 1), km), [2], 1000.0)[0, 0] for km in (0.0, 9000.0))
    assert near == pytest.approx(0.8)
    assert far == pytest.approx(0.8 / (1 + math.log(10)))


def test_without_friend_or_foe_there_is_no_complex(view, poles) -> None:
    answer = RegionalComplex().expect(view(**columns()), 371, poles)
    reason = "the state has neither friend nor foe to speak of, so there is no security complex around it."
    assert answer == Silence("regional_complex", 371, 2001, "out of scope", reason)
