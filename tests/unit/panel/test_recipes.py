"""Every recipe by hand: each branch of each value that is more than a column taken over, on small frames."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from corcyra.measures import WORLD_MEASURES
from corcyra.measures.alignment import OUTCOME, Alignment
from corcyra.panel.recipes import (
    EXTRA,
    FIELDS,
    HELD,
    OPTIONAL,
    PAIRS,
    REQUIRED,
    STATES,
    SUCCESSORS,
    UNKNOWN,
    datasets_of,
    last,
    next_year,
)
from corcyra.sources import SOURCES
from corcyra.sources.datasets import DATASETS

RECIPES = {recipe.name: recipe for recipe in (*STATES, *PAIRS)}
HELD_BY = {each.key: each for each in DATASETS}
COLLAPSED = {"disputes_joined": {"joined"}, "sanctions_from_audience": {"imposed"}, "trade_with_audience": {"share"}}


def value(name: str, **given: Any) -> list[Any]:
    """A recipe's column on a frame; what is not given is missing, the pair is 2 and 3, the years are from 2000 on."""
    length = max((len(each) for each in given.values() if isinstance(each, list)), default=1)
    expr = RECIPES[name].value
    frame = pl.DataFrame({
        "state": given.pop("state", 2), "other": given.pop("other", 3),
        "year": given.pop("year", [2000 + each for each in range(length)]), **given,
    })  # fmt: skip
    lacking = sorted(set(expr.meta.root_names()) - set(frame.columns))
    return frame.with_columns(pl.lit(None, pl.Float64).alias(each) for each in lacking).select(expr.alias("x"))["x"].to_list()


# What a recipe says of itself.


def test_every_recipe_reads_what_its_datasets_give() -> None:
    for recipe in RECIPES.values():
        for source in recipe.reads:
            key, _, name = source.partition(".")
            there = COLLAPSED.get(key) or {field.name for field in HELD_BY[key].columns}
            assert name in there, f"{recipe.name} reads {source}"


@pytest.mark.parametrize("name", RECIPES)
def test_the_value_uses_every_column_that_is_read_and_no_other(name: str) -> None:
    read = {source.partition(".")[2] for source in RECIPES[name].reads}
    used = {each for each in RECIPES[name].value.meta.root_names() if each not in ("state", "other", "year")}
    assert {each if each in read else each[:-1] for each in used} == read


def test_names_are_those_of_the_facts_or_declared_beside_them() -> None:
    facts = {field.name for source in SOURCES for field in source.columns}
    assert {name for name in RECIPES if name not in facts} == {field.name for field in EXTRA}
    assert not {name for name, _ in UNKNOWN} & set(RECIPES)
    assert {name for name, _ in UNKNOWN} | set(RECIPES) >= {name for name in facts if FIELDS[name].unit != "text"}


def test_no_dataset_is_both_needed_and_optional() -> None:
    assert not set(REQUIRED) & set(OPTIONAL)
    assert set(REQUIRED) | set(OPTIONAL) == set(datasets_of())
    assert list(OPTIONAL) == sorted(OPTIONAL)


def test_what_the_outcome_is_made_of_reaches_no_predictor() -> None:
    """SCIENCE C6, rule 2, before any data: families of a recipe's column and of all that it reads."""
    families = {}
    for name, recipe in RECIPES.items():
        read = {
            field.family
            for source in recipe.reads if source.partition(".")[0] in HELD_BY
            for field in HELD_BY[source.partition(".")[0]].columns if field.name == source.partition(".")[2]
        }  # fmt: skip
        families[name] = ({FIELDS[name].family} | read) - {""}
    outcome = {name for name, found in families.items() if found & OUTCOME}
    assert outcome == {"ideal_point", "ideal_distance", "pact_tier", "pact_tier_umbrella", "membership", "exercises"}
    made = {each.name for each in Alignment().gives}
    for measure in WORLD_MEASURES:
        if not {each.name for each in measure.gives} & made and measure.key not in ("alignment_latent", "posture"):
            assert not outcome & set(measure.needs), measure.key


# The last known value, and the next year's.


def aged(years: list[int], values: list[float | None], expr: pl.Expr) -> list[float | None]:
    frame = pl.DataFrame({"state": 2, "other": 3, "year": years, "x": pl.Series(values, dtype=pl.Float64)})
    return frame.select(expr.alias("x"))["x"].to_list()


def test_the_last_value_is_kept_for_calendar_years_and_not_for_rows() -> None:
    assert aged([2000, 2001, 2010, 2011], [7.0, None, None, None], last("x")) == [7.0, 7.0, 7.0, None]
    assert aged([1945, 1990, 1991], [7.0, None, 8.0], last("x")) == [7.0, None, 8.0]
    assert aged([2000, 2004, 2005], [7.0, None, None], last("x", 4)) == [7.0, 7.0, None]
    assert HELD == 10


def test_the_next_value_is_that_of_the_year_that_follows() -> None:
    assert aged([1990, 1991, 1993], [None, 8.0, 9.0], next_year("x")) == [8.0, None, None]


def test_a_value_is_not_carried_over_to_another_pair() -> None:
    frame = pl.DataFrame({"state": [2, 2, 3], "other": [3, 4, 4], "year": [2000, 2000, 2001], "x": [7.0, None, None]})
    assert frame.select(last("x").alias("x"))["x"].to_list() == [7.0, None, None]
    assert frame.select(next_year("x").alias("x"))["x"].to_list() == [None, None, None]


# States.


def test_the_largest_group_is_titular_only_where_groups_are_relevant() -> None:
    found = value("titular_share", epr_largest=[0.9, 1.0, None], epr_groups=[2, 0, None])
    assert found == [0.9, None, None]


def test_foreign_troops_in_a_conflict_are_yes_or_no() -> None:
    assert value("conflict_internationalised", ucdp_internationalised=[0, 1, 2, None]) == [0.0, 1.0, 1.0, None]


def test_an_irregular_exit_is_yes_or_no() -> None:
    assert value("irregular_exit", archigos_irregular_exit=[0, 1, None]) == [0.0, 1.0, None]


def test_a_coup_puts_the_office_at_stake() -> None:
    assert value("regime_threat", coup_any=[1, 0, None]) == [3, 0, None]


def test_sanctions_in_force_are_a_partial_measure() -> None:
    assert value("sanctioned", imposed=[1.0, 0.0, None]) == [2.0, 0.0, None]


# Pairs: geography.


def test_distance_prefers_the_map_then_the_next_years_then_the_border_then_the_capitals() -> None:
    found = value(
        "distance",
        year=[1880, 1881, 1885, 1886, 1887, 1900],
        mindist=[None, None, None, 5.0, None, None],
        land_border=[1, 0, 0, 0, 1, 0],
        capdist=[300.0, 301.0, 302.0, 303.0, 304.0, 305.0],
    )
    assert found == [0.0, 301.0, 5.0, 5.0, 5.0, 305.0]


def test_borders_and_capitals_are_held_for_ten_years() -> None:
    years = [2016, 2017, 2026, 2027]
    assert value("contiguous", year=years, land_border=[1, None, None, None]) == [1, 1, 1, None]
    assert value("capital_distance", year=years, capdist=[9.0, None, None, None]) == [9.0, 9.0, 9.0, None]


# Pairs: conflict.

CALM = {"mid_hostlev": [0], "mid_hostlev_other": [0], "war": [0], "ucdp_interstate_intensity": [0], "ucdp_opposed_intensity": [0],
        "ucdp_rebel_support": [0]}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, 0.0),
        ({"mid_hostlev": [2]}, 0.5),
        ({"mid_hostlev_other": [3]}, 1.0),
        ({"mid_hostlev": [1], "mid_hostlev_other": [4]}, 2.0),
        ({"mid_hostlev": [1], "mid_hostlev_other": [1]}, 0.0),
        ({"mid_hostlev": [5]}, 5.0),
        ({"mid_hostlev": [4], "war": [1]}, 5.0),
        ({"ucdp_interstate_intensity": [1], "ucdp_opposed_intensity": [1]}, 2.0),
        ({"ucdp_interstate_intensity": [2], "ucdp_opposed_intensity": [2]}, 5.0),
        # Beside whom the other's troops fight counts only when they fight beside the rebels.
        ({"ucdp_opposed_intensity": [2]}, 0.0),
        ({"ucdp_opposed_intensity": [2], "ucdp_rebel_support": [1]}, 5.0),
        ({"ucdp_opposed_intensity": [1], "ucdp_rebel_support": [1]}, 2.0),
        # Who only joined is neither hostile nor calm, in disputes and in wars.
        ({"joined": [1.0]}, None),
        ({"joined": [1.0], "war": [1]}, None),
        ({"joined": [1.0], "ucdp_interstate_intensity": [1], "ucdp_opposed_intensity": [1]}, 2.0),
        # An unknown level is not none.
        ({"mid_hostlev": [None], "mid_hostlev_other": [None]}, None),
        # Before UCDP and after the wars' list disputes alone tell; after the disputes UCDP tells of fighting and not of calm.
        ({"ucdp_interstate_intensity": [None], "ucdp_opposed_intensity": [None], "ucdp_rebel_support": [None]}, 0.0),
        ({"war": [None]}, 0.0),
        ({"mid_hostlev": [None], "mid_hostlev_other": [None], "war": [None], "ucdp_interstate_intensity": [2]}, 5.0),
        ({"mid_hostlev": [None], "mid_hostlev_other": [None], "war": [None]}, None),
    ],
)
def test_hostility(given: dict[str, list[float | None]], wanted: float | None) -> None:
    columns = {name: pl.Series(name, each, dtype=pl.Float64) for name, each in (CALM | given).items()}
    frame = pl.DataFrame({"state": [2], "other": [3], "year": [2000], "joined": pl.Series([None], dtype=pl.Float64)})
    assert frame.with_columns(**columns).select(RECIPES["hostility"].value.alias("x"))["x"].to_list() == [wanted]


def test_help_to_rebels_makes_both_directions_hostile() -> None:
    both = {name: each * 2 for name, each in CALM.items()}
    found = value("hostility", **both | {"state": [2, 3], "other": [3, 2], "year": [2000, 2000],
                  "ucdp_opposed_intensity": [2, 2], "ucdp_rebel_support": [1, 0]})  # fmt: skip
    assert found == [5.0, 5.0]


def test_a_rival_on_either_list_is_one() -> None:
    assert value("securitised", tss_rivalry=[1, 0, None, None], td_rivalry=[0, 0, 0, None]) == [1.0, 0.0, 0.0, None]


def test_a_claim_counts_in_full() -> None:
    assert value("claim", icow_claim=[0, 1, 2, None]) == [0.0, 3.0, 3.0, None]


def test_sanctions_over_an_alignment_are_no_closure() -> None:
    assert value("closure", ties_imposed=[0, 1, 2, 1, None], ties_alignment=[0, 0, 1, 1, None]) == [0.0, 3.0, 3.0, 0.0, None]


def test_a_revisionist_in_a_dispute_seeks_a_change() -> None:
    found = value("revision", mid_ongoing=[0, 1, 1, 1, None], mid_revisionist_other=[None, 1, 0, None, None])
    assert found == [0.0, 1.0, 0.0, None, None]


# Pairs: identity, trade, presence, commitments.


@pytest.mark.parametrize(("name", "full"), [("prior_amity", 3.0), ("language_proximity", 1.0)])
def test_languages_of_our_time_say_nothing_before_1945(name: str, full: float) -> None:
    assert value(name, year=[1944, 1945, 1946, 1947], comlang_ethno=[1, 1, 0, None]) == [None, full, 0.0, None]


def test_religions_hold_until_the_next_mark() -> None:
    found = value("same_religion", year=[2010, 2014, 2015], wrp_similarity=[0.4, None, None])
    assert found == [0.4, 0.4, None]


def test_one_empire_is_its_centre_too() -> None:
    found = value(
        "same_empire",
        state=[365, 372, 371, 371, 365, 2],
        other=[372, 365, 372, 750, 750, 365],
        year=[2000] * 6,
        colony_of1=[None, 365, 365, 365, None, 200],
        colony_of2=[365, None, 365, 200, 200, None],
    )
    assert found == [1.0, 1.0, 1.0, 0.0, None, None]


def test_trade_of_the_successors_starts_in_1994() -> None:
    years = [1990, 1991, 1993, 1994]
    assert value("trade_share", state=365, year=years, cow_trade_share=[0.1, 0.2, 0.3, 0.4]) == [0.1, None, None, 0.4]
    assert value("trade_share", state=640, year=years, cow_trade_share=[0.1, 0.2, 0.3, None]) == [0.1, 0.2, 0.3, None]
    assert len(SUCCESSORS) == 15


def test_the_audiences_trade_stands_in_the_rows_of_its_leader() -> None:
    found = value("trade_share_bloc", state=[640, 640, 372], other=[2, 3, 2], year=[1992] * 3, share1=[0.5, 0.5, 0.5])
    assert found == [0.5, None, None]


def test_a_base_needs_a_hundred_troops_and_the_hosts_consent() -> None:
    troops = [1000, 999, 100, 99, 0, None]
    assert value("base_strength", other=2, state=3, us_troops=troops) == [1.0, 0.5, 0.5, 0.0, 0.0, None]
    assert value("troops", other=2, state=3, us_troops=troops) == [1000.0, 999.0, 100.0, 99.0, 0.0, None]
    for name, there in (("base_strength", 1.0), ("troops", 5000.0)):
        at_war = value(name, other=2, state=645, us_troops=[5000, 5000, 5000], war=[0, 1, None])
        assert at_war == [there, 0.0, there]
        cuba = value(name, other=2, state=40, year=[1960, 1961], us_troops=[5000, 5000])
        assert cuba == [there, 0.0]


def test_pacts_are_atops_with_general_agreements_between() -> None:
    found = value("pact_tier", atop_pact_tier=[0, 1, 3, 0, None], dcad_general=[1, 1, 1, 0, 1])
    assert found == [2, 2, 3, 0, None]


def test_an_agreement_of_2010_stands_until_atop_ends() -> None:
    years = [1979, 2010, 2011, 2016, 2017]
    assert value("pact_tier", year=years, atop_pact_tier=[0, 0, 0, 1, None], dcad_general=[None, 1, None, None, None]) == [
        0, 2, 2, 2, None,
    ]  # fmt: skip


def test_distance_of_ideal_points_has_no_sign() -> None:
    assert value("ideal_distance", idealpoint1=[1.0, -1.0, None], idealpoint2=[-0.5, 0.5, 0.1]) == [1.5, 1.5, None]
