"""Krippendorff (2011), Computing Krippendorff's Alpha-Reliability: two worked examples, binary data and four observers with gaps."""

from __future__ import annotations

import pytest

from corcyra.tracing.agreement import alpha

NAN = float("nan")
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
]


def test_binary_data_without_gaps() -> None:
    assert alpha(BINARY).alpha == pytest.approx(0.095, abs=0.0005)


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_four_observers_with_gaps(metric: str, value: float) -> None:
    found = alpha(FOUR, metric)
    assert found.alpha == pytest.approx(value, abs=0.0005)
    assert (found.coders, found.units, found.pairable) == (4, 11, 40)
