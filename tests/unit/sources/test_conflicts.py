"""Conflict between states on real rows, both sides alike."""

from __future__ import annotations

import polars as pl
import pytest

from corcyra.sources.conflicts import BETWEEN_STATES, Conflicts, yearly_conflicts
from corcyra.sources.facts import load

ARM, AZE, GEO, RUS, UKR, MDA, TJK, KGZ, UZB, KAZ, TUR, USA = 371, 373, 372, 365, 369, 359, 702, 703, 704, 705, 640, 2


def value(state: int, other: int, year: int, column: str = "hostility") -> float:
    return float(Conflicts().read().filter(state=state, other=other, year=year)[column][0])


@pytest.mark.parametrize(
    ("one", "two", "year", "wanted"),
    [
        (AZE, ARM, 1992, 5), (AZE, ARM, 1993, 5), (AZE, ARM, 1994, 5), (AZE, ARM, 1996, 2), (AZE, ARM, 1997, 3), (AZE, ARM, 1998, 3),
        (AZE, ARM, 1999, 2), (AZE, ARM, 2003, 2), (AZE, ARM, 2005, 3), (AZE, ARM, 2006, 2), (AZE, ARM, 2008, 3), (AZE, ARM, 2012, 3),
        (AZE, ARM, 2015, 3), (AZE, ARM, 2018, 0), (AZE, ARM, 2016, 3),
        (AZE, ARM, 2020, 5), (AZE, ARM, 2021, 3), (AZE, ARM, 2022, 4), (AZE, ARM, 2023, 2), (AZE, ARM, 2024, 0),
        (GEO, RUS, 2008, 4), (GEO, RUS, 2002, 2), (GEO, RUS, 2007, 2), (GEO, RUS, 2012, 0), (MDA, RUS, 1992, 3),
        (UKR, RUS, 2012, 0), (UKR, RUS, 2013, 2), (UKR, RUS, 2014, 5), (UKR, RUS, 2022, 5), (UKR, RUS, 2003, 1),
        (KGZ, TJK, 2021, 4), (KGZ, TJK, 2019, 2), (KGZ, TJK, 2014, 2),
    ],
)  # fmt: skip
def test_hostility_from_both_sides(one: int, two: int, year: int, wanted: int) -> None:
    assert value(one, two, year) == value(two, one, year) == wanted


def test_support_for_rebels_has_a_direction() -> None:
    assert value(UKR, RUS, 2015, "rebel_support") == 1
    assert value(RUS, UKR, 2015, "rebel_support") == 0
    assert value(AZE, ARM, 1993, "rebel_support") == 1
    assert value(ARM, AZE, 1993, "rebel_support") == 0


def test_alleged_support_counts_by_half() -> None:
    assert value(GEO, RUS, 1993, "rebel_support") == 0.5
    assert value(TJK, UZB, 1998, "rebel_support") == 0.5


def test_a_war_between_states_has_no_rebels() -> None:
    assert value(GEO, RUS, 2008, "rebel_support") == 0
    assert value(UKR, RUS, 2023, "rebel_support") == 0


def test_rescue_with_troops() -> None:
    assert [value(TJK, RUS, year, "rescue") for year in (1992, 1996, 1998)] == [1, 1, 0]
    assert value(KAZ, ARM, 2022, "rescue") == 1
    assert value(GEO, RUS, 1993, "rescue") == 1
    assert value(GEO, RUS, 1992, "rescue") == 0


def test_arms_are_aid_but_no_rescue() -> None:
    assert value(UKR, USA, 2023, "war_aid") == 1
    assert value(UKR, USA, 2023, "rescue") == 0
    assert value(AZE, TUR, 2020, "war_aid") == 1
    assert value(AZE, TUR, 2020, "rescue") == 0.5


def test_the_deaths_of_a_conflict_add_up_over_its_years() -> None:
    spread = yearly_conflicts().filter(id="c070")["deaths"].sum()
    assert spread == pytest.approx((14200 + 14400) / 2)


def test_deaths_that_nobody_knows_stay_unknown() -> None:
    assert yearly_conflicts().filter(id="c005")["deaths"].is_null().all()


def test_states_that_only_joined_a_dispute_fought_nobody_in_it() -> None:
    assert value(ARM, TUR, 2000) == value(ARM, TUR, 1993) == 0
    assert value(RUS, TUR, 2000) == 2
    assert value(RUS, TUR, 1993) == value(RUS, AZE, 1993) == 0


@pytest.mark.parametrize("year", [1997, 1998, 2005, 2008, 2012, 2021])
def test_a_year_in_which_ucdp_counts_twenty_five_dead_has_them(year: int) -> None:
    deaths = yearly_conflicts().filter(pl.col("name") == f"Karabakh fighting {year}").select("year", "deaths")
    assert deaths.rows() == [(year, 25.0)]


def test_every_level_occurs() -> None:
    assert sorted(Conflicts().read()["hostility"].unique()) == [0, 1, 2, 3, 4, 5]


def test_the_columns_stay_in_the_universe() -> None:
    assert Conflicts().read().filter(pl.col("state") == pl.col("other")).height == 0


def test_standing_in_a_dispute_between_states_is_no_help_to_rebels() -> None:
    found = Conflicts().read().filter((pl.col("rebel_support") > 0) & (pl.col("year") == 2005))
    assert (371, 373) not in set(found.select("state", "other").iter_rows())
    disputes = load("conflicts").filter(pl.col("kind") == "militarised dispute")
    assert disputes.height > 40
    assert set(load("conflicts")["kind"]) >= set(BETWEEN_STATES)


def test_words_for_the_other_side_are_no_support_of_rebels() -> None:
    """The facts have Iran as host and mediator of the Tajik opposition, which is no arms."""
    frame = Conflicts().read().filter(state=702, other=630)
    assert frame.filter(pl.col("year") == 1995)["rebel_support"].to_list() == [0.0]
