"""What two peoples share, on real rows."""

from __future__ import annotations

import pytest

from corcyra.sources.identity import Identity


@pytest.mark.parametrize(
    ("one", "two", "wanted"),
    [
        (373, 640, (0.5, 1.0, 0)), (373, 630, (1.0, 0.0, 0)), (372, 365, (1.0, 0.0, 1)), (371, 365, (0.5, 0.5, 1)),
        (702, 630, (0.5, 1.0, 0)), (369, 370, (1.0, 1.0, 1)), (366, 710, (0.0, 0.0, 0)), (704, 705, (1.0, 0.5, 1)),
    ],
)  # fmt: skip
def test_shared_religion_language_and_empire(one: int, two: int, wanted: tuple[float, float, int]) -> None:
    frame = Identity().read().filter(year=2000)
    assert frame.filter(state=one, other=two).row(0)[3:] == wanted
    assert frame.filter(state=two, other=one).row(0)[3:] == wanted


def test_no_religion_is_not_shared() -> None:
    assert Identity().read().filter(state=366, other=710, year=2000)["same_religion"][0] == 0.0
