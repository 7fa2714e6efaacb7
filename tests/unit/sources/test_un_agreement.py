from __future__ import annotations

import polars as pl

from corcyra.sources.un_agreement import UnAgreement


def test_half_credit_for_abstention_never_lowers_agreement_on_contested_votes() -> None:
    frame = UnAgreement().read().filter(pl.col("contested_votes") == pl.col("shared_votes"))
    assert frame.height > 2000
    assert frame.filter(pl.col("agreement") < pl.col("identical") - 1e-9).height == 0


def test_a_share_of_fewer_than_ten_votes_is_missing_and_its_counts_stay() -> None:
    frame = UnAgreement().read()
    few = frame.filter(pl.col("contested_votes") < 10)
    assert few.height > 0
    assert few.select(pl.col("agreement", "agreement_se").null_count()).row(0) == (few.height, few.height)
    assert frame.filter(pl.col("contested_votes") >= 10).null_count().select(
        "agreement", "agreement_se", "identical"
    ).row(0) == (0, 0, 0)


def test_the_two_votes_counted_for_turkey_in_session_78_say_nothing() -> None:
    frame = UnAgreement().read().filter((pl.col("state") == 640) & (pl.col("year") == 2023))
    assert frame["agreement"].to_list() == [None] * 4
    assert frame["shared_votes"].to_list() == [2] * 4


def test_two_powers_agree_equally_seen_from_either_side() -> None:
    frame = UnAgreement().read()
    there = frame.filter((pl.col("state") == 2) & (pl.col("other") == 365)).drop("state", "other")
    back = frame.filter((pl.col("state") == 365) & (pl.col("other") == 2)).drop("state", "other")
    assert there.equals(back)
