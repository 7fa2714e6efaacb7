from __future__ import annotations

import polars as pl

from corcyra.sources.capability import Capability


def test_unknown_military_spending_is_null_and_never_zero() -> None:
    frame = Capability().read()
    uzbekistan = frame.filter(pl.col("state") == 704)
    assert uzbekistan["milex"].null_count() == 16
    assert frame["milex"].drop_nulls().min() > 0


def test_major_powers_are_the_three_on_the_list() -> None:
    frame = Capability().read()
    assert frame.filter(pl.col("major") == 1)["state"].unique().sort().to_list() == [2, 365, 710]


def test_every_state_has_every_year_to_2022() -> None:
    frame = Capability().read()
    assert frame.group_by("state").len()["len"].unique().to_list() == [32]
    assert frame["state"].n_unique() == 19
