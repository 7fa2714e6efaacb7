"""How long proof lasts, counted year by year."""

from __future__ import annotations

import re

import numpy as np
import pytest

from corcyra.errors import ParameterError
from corcyra.games.cadence import decayed, longest_silence, repeated_signal


def test_the_longest_silence_is_what_counting_gives() -> None:
    rng = np.random.default_rng(5)
    threshold, base, turnover = rng.uniform(0.05, 1, 2000), rng.uniform(0, 0.9, 2000), rng.uniform(0.02, 0.9, 2000)
    found = longest_silence(threshold, base, turnover)
    for t, b, d, told in zip(threshold, base, turnover, found, strict=True):
        if t <= b:
            assert told == np.inf
            continue
        years = 0
        while decayed(1.0, years + 1, base_rate=b, turnover=d) >= t:
            years += 1
        assert told == years


def test_the_borders() -> None:
    given = np.array([1.2, 1.0, 0.1, 0.5]), np.array([0.2, 0.2, 0.2, 0.2]), np.array([0.1, 0.1, 0.1, 0.0])
    np.testing.assert_array_equal(longest_silence(*given), [np.nan, 0.0, np.inf, np.inf])
    assert longest_silence(np.array(0.5), np.array(0.2), np.array(1.0)) == 0.0


def test_a_repeated_signal_is_the_sum_of_what_it_keeps() -> None:
    for interval in range(1, 8):
        counted = sum(2 * 1.3 * 0.8**year for year in range(interval))
        assert float(
            repeated_signal(np.array(1.3), np.array(2.0), np.array(0.8), np.array(float(interval)))
        ) == pytest.approx(counted)
    assert float(repeated_signal(np.array(1.0), np.array(2.0), np.array(0.9), np.array(np.inf))) == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((1.2, 1, 0.2, 0.1), "belief is a probability, 0 to 1, given 1.2."),
        ((0.5, 1, -0.2, 0.1), "base_rate is a probability, 0 to 1, given -0.2."),
        ((0.5, -1, 0.2, 0.1), "years is at least 0, given -1."),
    ],
)
def test_what_is_out_of_range_is_refused(values: tuple[float, float, float, float], told: str) -> None:
    belief, years, base, turnover = values
    with pytest.raises(ParameterError, match=f"^{re.escape(told)}$"):
        decayed(belief, years, base_rate=base, turnover=turnover)
