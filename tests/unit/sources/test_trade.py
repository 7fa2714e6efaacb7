from __future__ import annotations

import polars as pl

from corcyra.sources.trade import Trade


def test_the_bloc_stands_with_the_united_states_alone_and_is_no_smaller_than_it() -> None:
    frame = Trade().read()
    assert frame.filter(pl.col("trade_share_bloc").is_not_null())["other"].unique().to_list() == [2]
    assert frame.filter(pl.col("trade_share_bloc") < pl.col("trade_share")).height == 0


def test_successor_states_start_when_their_trade_with_each_other_is_reported() -> None:
    frame = Trade().read()
    successors = frame.filter(pl.col("state").is_between(359, 373) | pl.col("state").is_between(701, 705))
    assert successors["year"].min() == 1994
    assert successors.filter((pl.col("other") == 365) & (pl.col("trade_share") == 0)).height == 0


def test_shares_of_a_state_never_exceed_the_whole() -> None:
    frame = Trade().read().group_by("state", "year").agg(pl.col("trade_share").sum())
    assert frame["trade_share"].max() <= 1
