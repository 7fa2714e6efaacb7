from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from corcyra.contest.baselines import BASELINES
from corcyra.study.findings import Findings
from corcyra.theories import THEORIES

Found = Callable[..., Findings]


@pytest.fixture
def tables(found: Found) -> dict[str, pl.DataFrame]:
    return dict(found(states=["ARM", "AZE", "GEO"], case="south-caucasus").tables)


def test_the_first_guess_is_scored_as_the_expectations_show(tables: dict[str, pl.DataFrame]) -> None:
    spoken = tables["expectations"].filter(~pl.col("silent") & pl.col("observed").is_not_null())
    share = dict(spoken.group_by("contender").agg(pl.col("hit").mean()).rows())
    score = tables["scores"].filter(rows="all", metric="top1").select("contender", "value", "n").rows()
    assert {name for name, *_ in score} == {theory.key for theory in THEORIES} | set(BASELINES)
    for name, value, n in score:
        assert n == spoken.filter(contender=name).height
        assert value is None if name not in share else abs(value - share[name]) < 1e-6


def test_the_common_rows_are_those_on_which_every_theory_speaks(tables: dict[str, pl.DataFrame]) -> None:
    theories = tables["expectations"].filter(kind="theory")
    common = theories.group_by("state", "year").agg(pl.col("silent").any()).filter(~pl.col("silent")).height
    counted = tables["scores"].filter(rows="common", metric="top1", kind="theory")["n"].unique().to_list()
    assert counted == [common]


def test_an_interval_holds_low_below_high(tables: dict[str, pl.DataFrame]) -> None:
    known = tables["scores"].drop_nulls(["low", "high"])
    assert known.height
    assert (known["low"] <= known["high"]).all()
    gaps = tables["differences"].drop_nulls(["low", "high"])
    assert gaps.height
    assert (gaps["low"] <= gaps["high"]).all()


def test_a_difference_is_positive_when_the_theory_did_better(found: Found) -> None:
    tables = found(theories=["identity"]).tables
    spoken = tables["expectations"].filter(~pl.col("silent")).pivot("contender", index="year", values="hit").drop_nulls()
    gaps = tables["differences"].filter(rows="all", metric="top1")
    assert set(gaps["baseline"].to_list()) == set(BASELINES)
    for baseline, value in gaps.select("baseline", "value").rows():
        expected = (spoken["identity"].cast(pl.Float64) - spoken[baseline].cast(pl.Float64)).mean()
        assert abs(value - expected) < 1e-6, baseline


def test_silences_have_years_and_a_reason_without_the_year(tables: dict[str, pl.DataFrame]) -> None:
    silent = tables["expectations"].filter(pl.col("silent") & (pl.col("kind") == "theory"))
    assert tables["silences"]["years"].sum() == silent.height
    assert (tables["silences"]["first"] <= tables["silences"]["last"]).all()
    assert not tables["silences"]["reason"].str.contains(r"before \d{4} ").any()


def test_leaks_name_every_predictor_and_who_uses_it(tables: dict[str, pl.DataFrame]) -> None:
    assert set(tables["leaks"]["column"].to_list()) == {name for theory in THEORIES for name in theory.needs}
    for column, users in tables["leaks"].select("column", "theory").rows():
        assert users.split(", ") == [theory.key for theory in THEORIES if column in theory.needs]
