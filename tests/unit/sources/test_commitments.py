"""Commitments on real rows: what was promised, when, and what is left out."""

from __future__ import annotations

import polars as pl
import pytest

from corcyra.sources.commitments import Commitments

ARM, AZE, GEO, RUS, UKR, BLR, EST, TUR, USA, UZB, KAZ, MDA = 371, 373, 372, 365, 369, 370, 366, 640, 2, 704, 705, 359


def tiers(state: int, other: int, column: str = "pact_tier") -> dict[int, int]:
    frame = Commitments().read().filter((pl.col("state") == state) & (pl.col("other") == other))
    return dict(frame.select("year", column).rows())


def test_armenia_and_russia_have_a_base_from_1992_and_mutual_defence_from_1997() -> None:
    found = tiers(ARM, RUS)
    assert [found[year] for year in (1992, 1996, 1997, 2024)] == [2, 2, 3, 3]


def test_azerbaijan_and_turkey_from_1994() -> None:
    assert [tiers(AZE, TUR)[year] for year in (1993, 1994, 2009, 2010)] == [0, 3, 3, 3]


def test_umbrella_treaties_that_bind_enemies_stay_out_of_the_tier() -> None:
    assert set(tiers(ARM, AZE).values()) == {0}
    assert tiers(ARM, AZE, "pact_tier_umbrella")[1995] == 3


def test_georgia_left_the_umbrella_with_the_cis() -> None:
    found = tiers(GEO, RUS, "pact_tier_umbrella")
    assert [found[year] for year in (1993, 1994, 2008, 2009)] == [0, 3, 3, 1]  # 2009: the Charter of Paris


def test_a_treaty_that_never_took_effect_does_not_count() -> None:
    assert [tiers(GEO, RUS)[year] for year in (1994, 1996, 2000)] == [0, 0, 0]


def test_troops_that_leave_are_no_commitment() -> None:
    assert {year: tier for year, tier in tiers(EST, RUS).items() if tier} == {}


def test_the_baltic_states_are_bound_to_the_united_states_and_turkey_by_nato_from_2004() -> None:
    for other in (USA, TUR):
        assert [tiers(EST, other, "pact_tier_umbrella")[year] for year in (2003, 2004)] == [1, 3]  # 2003: the Charter of Paris


def test_uzbekistan_and_the_united_states_had_a_base_agreement_from_2001_to_2005() -> None:
    assert [tiers(UZB, USA)[year] for year in (2000, 2001, 2004, 2005, 2006)] == [0, 2, 2, 1, 1]


def test_a_party_that_joined_later_counts_from_then() -> None:
    assert tiers(UZB, KAZ)[2006] == 3
    assert tiers(UZB, ARM)[2005] == 0
    assert tiers(UZB, ARM)[2011] == 3
    assert tiers(UZB, ARM)[2012] == 0


def test_moldova_came_late_to_the_charter_and_without_a_duty_of_defence() -> None:
    found = tiers(MDA, UZB, "pact_tier_umbrella")
    assert [found[year] for year in (1992, 1994, 2024)] == [0, 1, 1]
    assert tiers(UZB, AZE, "pact_tier_umbrella")[2024] == 3


def test_the_treaties_of_atop_between_neighbours() -> None:
    assert [tiers(ARM, GEO)[year] for year in (1992, 1993, 2000, 2001)] == [0, 1, 1, 1]
    assert [tiers(ARM, GEO, "pacts")[year] for year in (1993, 1999, 2001)] == [1, 2, 2]
    assert [tiers(AZE, KAZ)[year] for year in (1995, 1996, 2004, 2005)] == [0, 1, 1, 1]
    assert [tiers(TUR, USA)[year] for year in (1992, 2024)] == [3, 3]


@pytest.mark.parametrize("column", ["pact_tier", "pact_tier_umbrella", "pacts"])
def test_a_promise_is_mutual(column: str) -> None:
    frame = Commitments().read().select("state", "other", "year", column)
    turned = frame.select(state="other", other="state", year="year", **{column: column}).sort("state", "other", "year")
    assert frame.sort("state", "other", "year").equals(turned)


def test_any_day_counts_what_ended_in_the_year() -> None:
    frame = Commitments(rule="any-day").read().filter(state=UZB, other=USA, year=2005)
    assert frame["pact_tier"][0] == 2
