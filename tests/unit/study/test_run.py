"""The main job in variations: what a setting changes, and what it must not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl
import pytest

from corcyra.study.findings import TABLES, Findings
from corcyra.study.lockfile import table_bytes
from corcyra.study.read import build
from corcyra.study.run import run_study
from corcyra.theories import THEORIES

Found = Callable[..., Findings]
OWN = ("turns", "summary", "alignment", "posture", "threats", "weakness", "penetration", "states_measured", "expectations", "terms")
"""The tables whose rows are about one state and depend on no other state of the study."""


def digests(findings: Findings) -> dict[str, str]:
    return findings.lock["tables"]  # type: ignore[return-value]


def differ(one: Findings, other: Findings) -> set[str]:
    return {key for key in {*digests(one), *digests(other)} if digests(one).get(key) != digests(other).get(key)}


def rows_of(findings: Findings, key: str, state: str) -> pl.DataFrame:
    return findings.tables[key].filter(pl.col("state") == state)


# --- shape -----------------------------------------------------------------------------------------------------------


def test_every_table_is_there_in_order_and_the_lock_has_its_digest(found: Found) -> None:
    findings = found()
    assert list(findings.tables) == [key for key in TABLES if key != "truth_table"]
    assert sorted(digests(findings)) == sorted(findings.tables)
    assert list(found(case="south-caucasus", states=["ARM", "AZE", "GEO"]).tables) == list(TABLES)


def test_states_are_letters_poles_and_theories_keys_and_floats_are_rounded(found: Found) -> None:
    findings = found()
    keys = {theory.key for theory in THEORIES}
    for key, table in findings.tables.items():
        if "state" in table.columns and key != "coverage":
            assert set(table["state"].to_list()) <= set(findings.names.states), key
        if "theory" in table.columns and key != "leaks":
            assert set(table["theory"].to_list()) <= keys, key
        for column in table.select(pl.selectors.float()).iter_columns():
            assert not column.is_nan().any(), f"{key}.{column.name} has NaN for missing"
            finite = column.filter(column.is_finite())
            digits = 12 if column.name.startswith("p_") else 6
            assert (finite.round(digits) == finite).all(), f"{key}.{column.name} is not rounded"


def test_a_case_gives_the_text_beside_the_computation_for_the_states_at_hand(found: Found) -> None:
    one = found(case="south-caucasus").tables["truth_table"]
    assert set(one["state"].to_list()) == {"ARM"}
    three = found(case="south-caucasus", states=["ARM", "AZE", "GEO"]).tables["truth_table"]
    assert set(three["state"].to_list()) == {"ARM", "AZE", "GEO"}
    assert three.filter(pl.col("text_predicts").str.contains("same stand")).height
    assert not one.filter(pl.col("text_predicts").str.contains("same stand")).height


def test_progress_grows_from_nothing_to_all_and_names_its_stages(values: dict[str, Any]) -> None:
    heard: list[tuple[str, float]] = []
    run_study(build(values | {"theories": ["identity"], "years": [2000, 2000]}), progress=lambda *told: heard.append(told))
    shares = [share for _, share in heard]
    assert shares == sorted(shares)
    assert (heard[0], heard[-1]) == (("reading the facts", 0.0), ("putting the findings together", 1.0))
    assert all(stage for stage, _ in heard)


# --- which states, years, poles, theories ----------------------------------------------------------------------------


def test_names_in_any_script_give_the_same_findings_as_letters(found: Found) -> None:
    letters = found(states=["ARM", "AZE", "GEO"], case="south-caucasus")
    named = found(states=["Հայաստան", "Azərbaycan", "Грузия"], case="south-caucasus")
    assert differ(letters, named) == set()


def test_the_findings_of_a_state_do_not_depend_on_the_others(found: Found) -> None:
    alone, together = found(), found(states=["ARM", "AZE", "GEO"], case="south-caucasus")
    for key in OWN:
        mine, theirs = rows_of(alone, key, "ARM"), rows_of(together, key, "ARM")
        assert mine.height, key
        assert mine.equals(theirs), key
    assert not rows_of(together, "summary", "GEO").drop("state").equals(rows_of(alone, "summary", "ARM").drop("state"))


def test_all_fourteen_successor_states_at_once(found: Found) -> None:
    states = ["ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA", "MDA", "TJK", "TKM", "UKR", "UZB"]
    findings = found(states=states, years=[2003, 2004])
    assert findings.tables["summary"].group_by("state").len().sort("state").rows() == [(state, len(THEORIES)) for state in states]
    assert rows_of(findings, "alignment", "ARM").equals(rows_of(found(), "alignment", "ARM").filter(pl.col("year") >= 2003))


def test_a_pole_may_be_judged_itself_and_has_itself_for_no_option(found: Found) -> None:
    expected = found(states=["RUS"], years=[2000, 2000]).tables["expectations"]
    spoken = expected.filter(~pl.col("silent"))
    assert set(spoken["kind"].to_list()) == {"theory", "baseline"}
    assert "russia" not in spoken["partner"].to_list()
    assert spoken["p_russia"].fill_null(0.0).to_list() == [0.0] * spoken.height


@pytest.mark.parametrize("year", [1992, 2024])
def test_a_single_year_at_either_end(found: Found, year: int) -> None:
    tables = found(years=[year, year]).tables
    assert tables["posture"]["year"].to_list() == [year]
    assert tables["summary"].height == len(THEORIES)


def test_two_poles_and_one_theory(found: Found) -> None:
    tables = found(poles=["west", "russia"], theories=["identity"]).tables
    assert tables["summary"]["theory"].to_list() == ["identity"]
    assert set(tables["alignment"]["pole"].to_list()) == {"west", "russia"}
    chances = [name for name in tables["expectations"].columns if name.startswith("p_")]
    assert chances == ["p_west", "p_russia", "p_none"]
    assert set(tables["expectations"].filter(kind="theory")["contender"].to_list()) == {"identity"}


def test_a_pole_of_ones_own(found: Found) -> None:
    own = [{"key": "astana", "title": "Kazakhstan", "leader": "Қазақстан"}]
    findings = found(poles=["russia", "astana"], own_poles=own, theories=["identity"])
    assert findings.names.leaders == {"russia": "RUS", "astana": "KAZ"}
    assert set(findings.tables["alignment"]["pole"].to_list()) == {"russia", "astana"}


# --- settings --------------------------------------------------------------------------------------------------------


def test_a_parameter_of_a_measure_changes_numbers(found: Found) -> None:
    changed = differ(found(), found(measures={"enmity": {"half_life": 5}}))
    assert {"enmity_amity", "threats", "expectations", "terms"} <= changed
    assert not {"alignment", "weakness", "turns", "coded_turns"} & changed


def test_a_parameter_of_a_theory_changes_that_theory_alone(found: Found) -> None:
    usual, other = found(), found(parameters={"identity": {"hostility": 0}})
    assert not {"alignment", "threats", "enmity_amity", "weakness", "penetration", "coverage"} & differ(usual, other)
    for key, column in (("expectations", "contender"), ("terms", "theory"), ("summary", "theory")):
        mine = pl.col(column) == "identity"
        assert usual.tables[key].filter(~mine).equals(other.tables[key].filter(~mine)), key
    assert not usual.tables["terms"].equals(other.tables["terms"])
    zero = other.tables["terms"].filter(theory="identity", term="hostility")["value"]
    assert zero.len() > 0
    assert zero.unique().to_list() == [0.0]


def test_memory_of_before_1991_can_be_left_out(found: Found) -> None:
    usual, bare = found(), found(priors=False)
    assert {"enmity_amity", "expectations"} <= differ(usual, bare)
    pair = {"state": "ARM", "other": "TUR", "year": 1999}
    row = [each.tables["enmity_amity"].filter(**pair)["enmity"].item() for each in (usual, bare)]
    assert row[0] > row[1] >= 0


def test_the_seed_changes_intervals_and_nothing_else(found: Found) -> None:
    usual, other = found(), found(seed=1)
    assert differ(usual, other) <= {"scores", "differences"}
    assert "scores" in differ(usual, other)
    for key in ("scores", "differences"):
        assert usual.tables[key].drop("low", "high").equals(other.tables[key].drop("low", "high"))


def test_without_draws_there_are_scores_and_no_intervals(found: Found) -> None:
    usual, bare = found().tables, found(bootstrap={"draws": 0}).tables
    assert bare["differences"].is_empty()
    assert bare["differences"].columns == usual["differences"].columns
    assert bare["scores"].drop("low", "high").equals(usual["scores"].drop("low", "high"))
    assert bare["scores"]["low"].null_count() == bare["scores"].height


# --- determinism -----------------------------------------------------------------------------------------------------


def test_another_process_with_another_hash_seed_gives_the_same_bytes(found: Found) -> None:
    code = (
        "import json, sys\nfrom corcyra.study.read import build\nfrom corcyra.study.run import run_study\n"
        "print(json.dumps(run_study(build(json.load(sys.stdin))).lock))"
    )
    findings = found(states=["ARM", "AZE", "GEO"], case="south-caucasus")
    given = json.dumps(json.loads(findings.spec.model_dump_json()))
    env = {**os.environ, "PYTHONHASHSEED": "12345", "POLARS_MAX_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", code], input=given, capture_output=True, text=True, check=True, env=env)
    assert json.loads(done.stdout) == json.loads(json.dumps(findings.lock))


def test_an_executor_changes_no_byte(found: Found) -> None:
    findings = found(theories=["identity"], bootstrap={"draws": 300})
    with ThreadPoolExecutor(2) as executor:
        spread = run_study(findings.spec, executor=executor)
    assert {key: table_bytes(table) for key, table in spread.tables.items()} == {
        key: table_bytes(table) for key, table in findings.tables.items()
    }


def test_a_change_of_words_changes_no_table(found: Found) -> None:
    assert differ(found(), found(title="Another title", question="Whether?", key="another")) == set()
