"""Acts against others, and their ten-year mean, against plain loops."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from corcyra.measures.measure import apply
from corcyra.measures.revisionism import Revisionism, acts, revisionism, rolling
from corcyra.panel.panels import Floats, Panels

DEEDS = arrays(np.float64, (9, 2), elements=st.sampled_from([0.0, 0.5, 1.0, math.nan]))
CUBES = arrays(np.float64, (2, 3, 3), elements=st.sampled_from([0.0, 0.5, 1.0, math.nan]))


@given(DEEDS, st.integers(1, 12))
def test_the_score_agrees_with_plain_loops(deeds: Floats, window: int) -> None:
    score, coverage = revisionism(deeds, window=window)
    for year, state in np.ndindex(deeds.shape):
        seen = [x for x in deeds[max(0, year - window + 1) : year + 1, state] if not math.isnan(x)]
        wanted = 2 * sum(seen) / len(seen) - 1 if seen else math.nan
        np.testing.assert_allclose(score[year, state], wanted, atol=1e-12)
        np.testing.assert_allclose(coverage[year, state], len(seen) / window)


@given(CUBES, CUBES)
def test_the_gravest_act_against_anyone(one: Floats, two: Floats) -> None:
    found = acts(one, two)
    for year, other in np.ndindex(found.shape):
        known = [x for cube in (one, two) for x in cube[year, :, other] if not math.isnan(x)]
        np.testing.assert_array_equal(found[year, other], max(known) if known else math.nan)


@given(arrays(np.float64, (8, 2), elements=st.floats(0, 9)), st.integers(1, 10))
def test_rolling_agrees_with_plain_sums(values: Floats, window: int) -> None:
    wanted = [values[max(0, year - window + 1) : year + 1].sum(axis=0) for year in range(8)]
    np.testing.assert_allclose(rolling(values, window), wanted, atol=1e-9)


def test_the_author_of_the_act_scores_and_the_target_does_not(toy: Callable[..., Panels]) -> None:
    rebels, held = np.zeros((2, 4, 4)), np.zeros((2, 4, 4))
    rebels[0, 3, 1] = 1.0  # Russia helps those who fight Georgia's government
    held[1, 3, 1] = 1.0  # and holds part of Georgia
    found = apply(toy({"rebel_support": rebels, "occupation": held}), Revisionism())
    assert found.array("revisionism")[1].tolist() == [-1.0, 1.0, -1.0, -1.0]
    assert found.array("revisionism_coverage")[1].tolist() == [0.2] * 4
