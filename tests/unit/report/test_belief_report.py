"""The report of a study of beliefs: whole, self-contained, and plain where the game fails."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from corcyra.report.belief import figures, render, write_beliefs
from corcyra.report.belief_tables import belief_table, printed
from corcyra.report.belief_words import CONDITION, attendance, kind_word, meaning, member_sentences, verdict_words
from corcyra.report.figures.figure import drawing
from corcyra.sources.facts import load
from corcyra.study.belief import BELIEF_TABLES, BeliefStudy, run_beliefs
from corcyra.study.belief_spec import Ratios
from corcyra.study.gallery import find_beliefs


@cache
def study() -> BeliefStudy:
    return run_beliefs(find_beliefs("csto-reassurance").model_copy(update={"draws": 200}))


@cache
def quiet() -> BeliefStudy:
    """Nobody leaves in these years."""
    return run_beliefs(
        find_beliefs("csto-reassurance").model_copy(update={"members": ("KAZ",), "years": (2001, 2006), "draws": 100})
    )


def test_every_file_is_written_and_the_page_stands_alone(tmp_path: Path) -> None:
    heard: list[float] = []
    files = write_beliefs(study(), tmp_path / "out", progress=lambda stage, share: heard.append(share))
    names = [str(path.relative_to(tmp_path / "out")) for path in files]
    drawn = [f"figures/{key}.{kind}" for key in ("paths", "draws", "thresholds") for kind in ("svg", "png")]
    assert names == [*drawn, *(f"tables/{key}.csv" for key in BELIEF_TABLES), "sources.bib", "report.html"]
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    page = files[-1].read_text(encoding="utf-8")
    assert page.count("<svg") == 3
    assert not re.search(r"<script|src=|@import|url\((?!#)", page)
    assert CONDITION.replace("&", "&amp;").replace(">", "&gt;") in page
    for text in study().spec.notes:
        assert text.partition("'")[0] in page


def test_a_failure_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("corcyra.report.belief.render", broken)
    with pytest.raises(KeyboardInterrupt):
        write_beliefs(quiet(), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_the_condition_stands_before_the_answer() -> None:
    page = render(study(), {})
    assert page.index("v_R &gt; v_U") < page.index(study().spec.question) < page.index("The warning stood before")


def test_the_answer_says_the_price_and_whom_else_it_warned() -> None:
    told = meaning(study())
    model = study().tables["scores"].filter(forecast="model", period="all years").row(0, named=True)
    assert f"in {model['false_alarms']} of {model['false_alarms'] + model['quiet']} member-years without one" in told[0]
    assert any(text.startswith("Whom else it warned:") for text in told)
    assert any("calendar" in text for text in told)


def test_no_exit_is_told_without_shares() -> None:
    years = quiet().tables["scores"].filter(forecast="always", period="all years")["false_alarms"].item()
    alarms = quiet().tables["scores"].filter(forecast="model", period="all years")["false_alarms"].item()
    assert years == 5
    assert meaning(quiet()) == [f"Nobody left in five member-years; the warning stood in {alarms} of them."]
    assert "None" not in render(quiet(), {})
    assert not re.search(r"\bnan\b", render(quiet(), {}))


def test_a_hit_that_rests_on_attendance_is_said_to() -> None:
    found = study()
    left = found.tables["left_out"]
    seen = left.filter(forecast="exercises seen by all")
    for lost in (True, False):
        exits = "ARM 2024" if lost else left["exits_warned"][0]
        tables = dict(found.tables) | {
            "left_out": pl.concat(
                [
                    left.filter(pl.col("forecast") != "exercises seen by all"),
                    seen.with_columns(exits_warned=pl.lit(exits)),
                ]
            )
        }
        told = attendance(BeliefStudy(found.spec, found.names, found.histories, found.paths, tables))[0]
        assert ("is gone" in told) is lost
        assert ("the same exits are warned of" in told) is not lost


def test_every_membership_has_a_passage_and_every_kind_a_word() -> None:
    told = member_sentences(study())
    assert len(told) == study().tables["spells"].height
    assert all("  " not in text and text.endswith(".") for text in told)
    for kind in Ratios.model_fields:
        assert "_" not in kind_word(kind)
        assert "_" not in verdict_words(f"without {kind}").replace("v_", "")


@pytest.mark.parametrize("key", ["paths", "draws", "thresholds"])
def test_the_figures_are_drawn_for_few_members_and_without_exits(key: str) -> None:
    assert drawing(figures(quiet())[key]())["config"]


def test_the_tables_have_as_many_cells_as_heads() -> None:
    for each in printed(study()).values():
        assert {len(row) for row in each.rows} == {len(each.head)}
    assert belief_table(study()).row_count == study().tables["spells"].height


def test_what_a_hit_is_worth_and_what_counts_as_an_exit_stand_beside_the_answer() -> None:
    told = meaning(study())
    assert told[0].endswith("Counted as exits: one participation frozen, three ended and one suspended.")
    assert told[1] == (
        "On joining, the belief lies below the threshold by the study's own settings, so that a warning stands until an event lifts it: without any "
        "event it would stand before five of five exits and in 179 of 179 years without one. What can tell are the years in which events lifted it, and those in which they brought it back."
    )
    armenia = member_sentences(study())[0]
    assert "It left" not in armenia
    assert "The exit came after one year of warning" in armenia


def test_facts_of_ones_own_are_told_and_not_hashed_as_bundled() -> None:
    found = run_beliefs(study().spec, facts={"appeals": load("appeals")})
    hashes = dict(found.tables["sources"].iter_rows())
    assert [name for name, value in hashes.items() if value is None] == ["appeals"]
    assert "from the bundled facts, but appeals as given to the study;" in render(found, {})
    assert "from the bundled facts; likelihood" in render(study(), {})
