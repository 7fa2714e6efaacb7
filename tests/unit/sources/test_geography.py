from __future__ import annotations

import polars as pl
import pytest

from corcyra.sources.geography import Geography


def pair(one: int, two: int, year: int) -> dict[str, float]:
    frame = Geography().read()
    return frame.filter((pl.col("state1") == one) & (pl.col("state2") == two) & (pl.col("year") == year)).row(
        0, named=True
    )


def test_touching_and_being_at_distance_zero_are_one_thing() -> None:
    frame = Geography().read()
    assert frame.filter((pl.col("distance") == 0) != (pl.col("contiguous") == 1)).height == 0
    assert frame.filter((pl.col("border_km") > 0) != (pl.col("contiguous") == 1)).height == 0


@pytest.mark.parametrize(
    ("one", "two", "before", "after"),
    [(359, 365, 491.4, 215.9), (369, 640, 266.3, 368.0), (369, 372, 338.2, 419.6), (371, 373, 0.0, 0.0)],
)
def test_figures_follow_control_of_crimea_from_2014(one: int, two: int, before: float, after: float) -> None:
    assert [pair(one, two, year)["distance"] for year in (1992, 2013, 2014, 2024)] == [before, before, after, after]


def test_the_capital_of_kazakhstan_moves_in_1997() -> None:
    almaty, astana = pair(365, 705, 1996)["capital_distance"], pair(365, 705, 1997)["capital_distance"]
    assert (almaty, astana) == (pytest.approx(3100, abs=30), pytest.approx(2275, abs=30))


def test_all_pairs_have_all_years_from_1991() -> None:
    frame = Geography().read()
    assert frame.height == 171 * 34
    assert sum(frame.null_count().row(0)) == 0
