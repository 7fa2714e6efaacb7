"""What every study of the gallery must be able to do; run on its first twelve years, of which least is known."""

from __future__ import annotations

import polars as pl
import pytest

from corcyra.measures import MEASURES
from corcyra.study.findings import TABLES, Findings
from corcyra.study.gallery import find_study, gallery
from corcyra.study.plan import plan
from corcyra.study.run import run_study
from corcyra.theories import THEORIES

EVERY = pytest.mark.parametrize("key", list(gallery()))
MATCHES = {"yes", "partly", "no", "silent"}


@EVERY
def test_the_file_has_the_key_of_its_name_and_a_question(key: str) -> None:
    spec = find_study(key)
    assert spec.key == key
    assert spec.question.endswith("?")
    assert 0 < len(spec.title) <= 60


@EVERY
def test_every_name_is_known_and_nothing_is_left_out(key: str) -> None:
    chosen = plan(find_study(key))
    assert len(chosen.codes) == len(chosen.spec.states)
    assert [theory.key for theory in chosen.theories] == [theory.key for theory in THEORIES]
    assert [measure.key for measure in chosen.measures] == [measure.key for measure in MEASURES]


@EVERY
def test_it_runs_and_its_tables_hold_together(key: str) -> None:
    spec = find_study(key)
    few = {"years": (spec.years[0], spec.years[0] + 11), "bootstrap": spec.bootstrap.model_copy(update={"draws": 10})}
    findings = run_study(spec.model_copy(update=few))
    assert list(findings.tables) == [each for each in TABLES if each != "truth_table" or spec.case]
    every_state_and_theory_has_its_row(findings)
    every_year_is_spoken_of_or_passed_over_with_a_reason(findings)
    shares_are_shares_and_the_record_is_whole(findings)


def every_state_and_theory_has_its_row(findings: Findings) -> None:
    rows = findings.tables["summary"].select("state", "theory")
    assert rows.n_unique() == rows.height == len(findings.spec.states) * len(THEORIES)
    assert set(findings.tables["summary"]["match"].to_list()) <= MATCHES


def every_year_is_spoken_of_or_passed_over_with_a_reason(findings: Findings) -> None:
    expected = findings.tables["expectations"]
    first, last = findings.spec.years
    theories = expected.filter(kind="theory")
    assert theories.height == len(findings.spec.states) * len(THEORIES) * (last - first + 1)
    silent, spoken = theories.filter("silent"), expected.filter(~pl.col("silent"))
    assert silent["reason"].null_count() == silent["silence_kind"].null_count() == 0
    assert silent["partner"].null_count() == silent.height
    assert spoken["partner"].null_count() == 0
    total = spoken.select(pl.sum_horizontal(pl.col("^p_.*$").fill_null(0.0))).to_series()
    assert ((total - 1).abs() < 1e-5).all()


def shares_are_shares_and_the_record_is_whole(findings: Findings) -> None:
    tables = findings.tables
    for table, column in (("alignment", "alignment"), ("enmity_amity", "enmity"), ("enmity_amity", "amity"), ("penetration", "penetration")):
        values = tables[table][column].drop_nulls()
        assert values.len() > 0
        assert values.is_between(0, 1).all()
    assert tables["posture"]["partner"].null_count() == 0
    bounded = tables["scores"].filter(pl.col("metric").is_in(["top1", "silence", "mrr"]))
    assert bounded["value"].drop_nulls().is_between(0, 1).all()
    assert tables["scores"].filter(pl.col("low") > pl.col("high")).is_empty()
