from __future__ import annotations

import polars as pl

from corcyra.sources.armed_conflict import ArmedConflict


def test_peace_is_a_zero_and_every_state_year_is_there() -> None:
    frame = ArmedConflict().read()
    assert frame.height == 19 * 34
    assert sum(frame.null_count().row(0)) == 0
    kazakhstan = frame.filter(pl.col("state") == 705)
    assert kazakhstan.select(pl.sum("conflict_territory", "conflict_government")).row(0) == (0, 0)


def test_a_war_between_states_is_not_counted_inside_one() -> None:
    frame = ArmedConflict().read()
    assert frame.filter((pl.col("state") == 703) & pl.col("year").is_in([2021, 2022])).drop("state", "year").sum().row(
        0
    ) == (0, 0, 0)
