from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.study.describe import tidy
from corcyra.study.findings import Findings

Found = Callable[..., Findings]


@pytest.fixture
def tables(found: Found) -> dict[str, pl.DataFrame]:
    return dict(found(states=["ARM", "AZE", "GEO"], case="south-caucasus").tables)


def test_every_state_and_year_is_there_once(tables: dict[str, pl.DataFrame]) -> None:
    cells = [(state, year) for state in ("ARM", "AZE", "GEO") for year in range(1999, 2005)]
    for key in ("weakness", "states_measured", "posture"):
        assert sorted(tables[key].select("state", "year").rows()) == cells, key
    poles = ("china", "iran", "russia", "turkey", "west")
    for key in ("alignment", "penetration"):
        assert sorted(tables[key].select("state", "year", "pole").rows()) == [(*cell, pole) for cell in cells for pole in poles], key


def test_threats_are_ranked_within_state_and_year(tables: dict[str, pl.DataFrame]) -> None:
    threats = tables["threats"]
    for (_, _), group in threats.group_by("state", "year"):
        assert group["rank"].sort().to_list() == list(range(1, group.height + 1))
        assert group.sort("rank")["threat"].is_sorted(descending=True)
    assert threats.filter(pl.col("state") == pl.col("other")).is_empty()
    assert set(threats["state"].to_list()) == {"ARM", "AZE", "GEO"}


def test_enmity_has_each_pair_of_actors_once_a_year(tables: dict[str, pl.DataFrame]) -> None:
    pairs = tables["enmity_amity"].select("state", "other", "year")
    assert pairs.n_unique() == pairs.height
    actors = {"ARM", "AZE", "GEO", "RUS", "USA", "TUR", "IRN", "CHN"}
    assert {*pairs["state"].to_list(), *pairs["other"].to_list()} == actors
    assert pairs.height == 28 * 6


def test_turns_lie_in_the_study_and_say_where_they_lead(found: Found) -> None:
    tables = found(years=[1992, 2024], theories=["identity"]).tables
    turns = tables["turns"]
    assert turns.height > 0
    assert turns["year"].is_between(1992, 2024).all()
    assert set(turns["state"].to_list()) == {"ARM"}
    toward = turns.filter(pl.col("change") > 0)
    assert all(pole in words.split(", ") for pole, words in toward.select("pole", "toward").rows())
    away = turns.filter(pl.col("change") < 0)
    assert all(pole in words.split(", ") for pole, words in away.select("pole", "away_from").rows())
    assert tables["coded_turns"]["year"].is_between(1992, 2024).all()


def test_penetration_of_the_poles_makes_the_total_no_larger_than_its_parts(tables: dict[str, pl.DataFrame]) -> None:
    table = tables["penetration"]
    parts = table.group_by("state", "year").agg(pl.col("penetration").max(), pl.col("total").first(), pl.col("exclusivity").first())
    assert (parts["total"] <= parts["penetration"] + 1e-6).all()
    assert parts["exclusivity"].drop_nulls().is_between(0, 1).all()


@given(st.lists(st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=False, width=32)), min_size=1))
def test_tidying_twice_is_tidying_once(values: list[float | None]) -> None:
    once = tidy(pl.DataFrame({"x": pl.Series(values, dtype=pl.Float64)}))
    assert tidy(once).write_csv() == once.write_csv()
    assert not once["x"].is_nan().any()
    assert "-0.0\n" not in once.write_csv()
