"""Covariates and treaties from a library: dated before, carried three years, and lacking ones named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import polars as pl
import pytest

from corcyra.errors import MissingSource, SpanError
from corcyra.measures.mobilisation.covariates import covariates, region
from corcyra.measures.mobilisation.treaties import check_library, soft_years
from corcyra.measures.mobilisation.trials import soft
from corcyra.sources.dataset import Dataset
from corcyra.sources.library import Library
from corcyra.world.time import Years

SPAN = Years(1995, 1999)
KINDS = ("defense", "offense", "neutral", "nonagg", "consul")


@dataclass
class Shelf:
    """A library of tables made up."""

    tables: dict[str, pl.DataFrame]

    def has(self, dataset: Dataset) -> bool:
        return dataset.key in self.tables

    def table(self, dataset: Dataset) -> pl.DataFrame:
        if dataset.key not in self.tables:
            raise MissingSource(f"no {dataset.key}")
        return self.tables[dataset.key]


def shelf(**tables: pl.DataFrame) -> Library:
    return cast(Library, Shelf(tables))


def promises(*rows: tuple[int, int, str]) -> pl.DataFrame:
    """State, year, and the promises of 365 to it."""
    made = [
        {"state": 365, "other": state, "year": year} | {f"atop_{kind}": int(kind in kinds) for kind in KINDS}
        for state, year, kinds in rows
    ]
    return pl.DataFrame(made)


def test_a_covariate_is_the_last_value_of_the_three_years_before() -> None:
    points = pl.DataFrame(
        {"state": [365, 365, 20, 20], "year": [1994, 1995, 1994, 1995], "idealpoint": [-1.0, -2.0, 1.0, 1.5]}
    )
    found, lacking = covariates(shelf(ideal_points=points), 365, SPAN)
    assert [each.key for each in lacking] == ["democracy", "gdp", "trade_shares"]
    assert found.rows() == [(20, 1995, 2.0), (20, 1996, 3.5), (20, 1997, 3.5), (20, 1998, 3.5), (20, 1999, None)]


def test_trade_that_nobody_reported_is_missing_and_not_none() -> None:
    rows = [(370, 1993, 0.0), (370, 1994, 0.4), (20, 1993, 0.1)]
    trade = pl.DataFrame(
        [(state, 365, year, share) for state, year, share in rows],
        schema=["state", "other", "year", "cow_trade_share"],
        orient="row",
    )
    found, _ = covariates(shelf(trade_shares=trade), 365, Years(1994, 1995))
    assert found.rows() == [(20, 1994, 0.1), (20, 1995, 0.1), (370, 1994, None), (370, 1995, 0.4)]


def test_an_empty_library_gives_no_covariates() -> None:
    found, lacking = covariates(shelf(), 365, SPAN)
    assert found.columns == ["state", "year"]
    assert len(lacking) == 4


@pytest.mark.parametrize(
    ("state", "name"),
    [(165, "America"), (200, "Europe"), (395, "Europe"), (402, "Africa"), (600, "Middle East"), (990, "Oceania")],
)
def test_regions_follow_the_numbers(state: int, name: str) -> None:
    assert region(state) == name


def test_soft_treaties_are_those_without_a_promise_to_fight() -> None:
    table = promises(
        (20, 1995, "consul"),
        (20, 1996, "consul nonagg"),
        (40, 1995, "defense consul"),
        (41, 1995, "offense nonagg"),
        (42, 1990, "consul"),
    )
    found = soft_years(shelf(atop=table), 365, SPAN)
    assert {word: part.rows() for word, part in found.items()} == {
        "consultation": [(20, 1995), (20, 1996)],
        "neutrality": [],
        "non-aggression": [(20, 1996)],
    }
    with pytest.raises(SpanError) as caught:
        soft_years(shelf(atop=table), 365, Years(2000, 2020))
    assert str(caught.value) == "atop covers 1815-2018, not 2000-2020. Choose years within."


def rows() -> pl.DataFrame:
    """Two states that vote alike until 1996, and apart from 1997."""
    told = [
        (state, year, 0.5 + 0.2 * (state == 20 and year >= 1997) + noise)
        for state in (20, 40, 41)
        for year in range(1995, 2000)
        for noise in (0.0, 0.01 * (year % 2))
    ]
    return pl.DataFrame(told, schema=["state", "year", "agreement"], orient="row")


def test_a_soft_treaty_that_goes_with_a_change_fails() -> None:
    table = promises(
        *((20, year, "consul") for year in range(1997, 2000)), *((41, year, "defense") for year in range(1995, 2000))
    )
    bound = pl.DataFrame({"state": [41] * 5, "year": range(1995, 2000)})
    notes: list[str] = []
    found: list[Any] = soft(shelf(atop=table), rows(), bound, 365, SPAN, "atop_defense", notes)
    assert [(row[0], row[1]) for row in found] == [("consultation without a promise to fight, 1 switcher", "treaty")]
    assert found[0][2] == pytest.approx(0.2)
    assert found[0][-1] is True
    assert notes == []


def test_soft_treaties_are_no_placebo_for_themselves_and_lacking_ones_are_noted() -> None:
    bound = pl.DataFrame({"state": [41], "year": [1995]})
    notes: list[str] = []
    assert soft(shelf(), rows(), bound, 365, SPAN, "atop_consul", notes) == []
    assert soft(shelf(), rows(), bound, 365, SPAN, "own", notes) == []
    assert notes == [
        "Treaties without a duty to fight: the alliance asked for is one itself, so they are no placebo.",
        "Treaties without a duty to fight: no atop",
    ]


@pytest.mark.parametrize(
    ("treaties", "present", "told"),
    [
        ("atop_pacts_all", ("un_votes",), "atop_pacts. Run: corcyra sources fetch atop_pacts"),
        ("atop_nonagg", ("atop", "un_roll_calls"), "un_votes_package. Run: corcyra sources fetch un_votes_package"),
    ],
)
def test_what_lacks_is_asked_for_at_once(treaties: str, present: tuple[str, ...], told: str) -> None:
    with pytest.raises(MissingSource) as caught:
        check_library(shelf(**dict.fromkeys(present, pl.DataFrame())), treaties, None)
    assert str(caught.value) == f"these sources are not in the library: {told}"
    check_library(shelf(), pl.DataFrame(), pl.DataFrame())
