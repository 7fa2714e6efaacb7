"""Shares on real rows: missing where nothing is stated, no window before its end."""

from __future__ import annotations

from datetime import date

import polars as pl

from corcyra.sources.arms_energy import ArmsEnergy, latest_window


def share(state: int, other: int, year: int, column: str = "arms_share") -> float | None:
    found = (
        ArmsEnergy().read().filter((pl.col("state") == state) & (pl.col("other") == other) & (pl.col("year") == year))
    )
    return round(found[column][0], 3) if found.height else None


def test_nothing_stated_is_no_row() -> None:
    assert share(372, 365, 2010) is None
    assert share(373, 365, 2005) is None


def test_a_window_is_known_when_it_has_closed_and_not_before() -> None:
    assert [share(373, 365, year) for year in (2013, 2014, 2017, 2018, 2019, 2023, 2024)] == [
        None, 0.85, 0.85, 0.51, 0.31, 0.31, None,
    ]  # fmt: skip
    assert [share(705, 365, year) for year in (2010, 2020, 2023, 2024)] == [None, 0.85, 0.85, 0.88]


def test_a_range_enters_by_its_midpoint_and_a_part_year_not_at_all() -> None:
    assert share(372, 365, 2004, "gas_share") == 0.99
    assert share(369, 365, 2015, "gas_share") is None
    assert share(369, 365, 2016, "gas_share") == 0.0


def test_the_five_taken_together_are_no_state() -> None:
    assert ArmsEnergy().read()["state"].is_in([371, 373, 705, 702, 370, 366, 372, 367, 368, 359, 369]).all()


def test_of_windows_that_end_together_the_shortest_counts() -> None:
    rows = pl.DataFrame({"state": [1, 1], "other": [2, 2], "period_start_first": [date(2000, 1, 1), date(2005, 1, 1)],
                         "period_end_last": [date(2009, 12, 31)] * 2, "share": [0.2, 0.9]})  # fmt: skip
    for order in (rows, rows.reverse()):
        assert set(latest_window(order)["arms_share"]) == {0.9}
