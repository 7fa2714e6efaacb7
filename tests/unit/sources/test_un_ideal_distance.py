from __future__ import annotations

import polars as pl
import pytest

from corcyra.sources.un_ideal_distance import UnIdealDistance


def test_distance_by_hand_and_the_same_from_both_ends() -> None:
    frame = UnIdealDistance().read().filter(pl.col("year") == 2005)
    there = frame.filter((pl.col("state") == 704) & (pl.col("other") == 365)).row(0)
    back = frame.filter((pl.col("state") == 365) & (pl.col("other") == 704)).row(0)
    assert there[3:] == back[3:]
    # Ideal points of session 60 in the release of June 2024: Uzbekistan -.3236, Russia .0964.
    assert there[3] == pytest.approx(0.4200, abs=1e-4)


def test_no_state_is_paired_with_itself() -> None:
    frame = UnIdealDistance().read()
    assert frame.filter(pl.col("state") == pl.col("other")).height == 0
