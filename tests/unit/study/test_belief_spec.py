"""What is wrong with the file of a study of beliefs is told with its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corcyra.errors import CorcyraError, ParameterError, SpanError, StudyError, UnknownName
from corcyra.study.belief import BELIEF_TABLES
from corcyra.study.belief_spec import BeliefSpec, Parameters, Ratios
from corcyra.study.gallery import find_beliefs, find_study, gallery, game_gallery, study_kind

TEXT = game_gallery()["csto-reassurance"].read_text(encoding="utf-8")
DOCS = Path(__file__).resolve().parents[3] / "docs" / "reference" / "study-file.md"


def changed(folder: Path, old: str, new: str, table: str = "") -> tuple[Path, int]:
    """The gallery's file with its first ``old`` after ``table`` replaced, and the line on which that is."""
    at = TEXT.index(old, TEXT.index(table) if table else 0)
    file = folder / "mine.toml"
    file.write_text(TEXT[:at] + new + TEXT[at + len(old) :], encoding="utf-8")
    return file, TEXT[:at].count("\n") + 1


@pytest.mark.parametrize(
    ("table", "old", "new", "kind", "told"),
    [
        ("", '"Armenia",', '"Armennia",', UnknownName,
         "unknown state 'Armennia'. Nearest: Armenia, Turkmenistan, Argentina. Use one of these."),
        ("", 'patron = "Russia"', 'patron = "Rusia"', UnknownName, "unknown state 'Rusia'. Nearest: Russia, United States of America, South Africa. Use one of these."),
        ("", 'members = ["Armenia", "Azerbaijan",', 'members = ["Armenia", "ARM",', StudyError,
         "ARM and Armenia are one state. Name each once, and the patron not among the members."),
        ("", "years = [1992, 2024]", "years = [2024, 1992]", SpanError,
         "years 2024 to 1992 are reversed. Give the first year first: 1992 to 2024."),
        ("", "years = [1992, 2024]", "years = [1980, 2024]", SpanError,
         "years 1980 to 2024 are outside the bundled facts, 1992 to 2024. Choose years within them."),
        ("", "renewals = [1999, 5]", "renewals = [1999, 0]", StudyError,
         "renewals wants a first year and the years between, given 0 between. Write [1999, 5]."),
        ("[ratios.attack_none]", "value = 0.25", "value = 0", StudyError,
         "ratios, attack_none, value, wants more than 0.0, given 0. Compare with the gallery: corcyra study --list"),
        ("[ratios.attack_none]", "value = 0.25", "value = 0.75", ParameterError,
         "ratios.attack_none: value 0.75 lies outside its range, 0.125 to 0.5. Widen the range."),
        ("[parameters.relevance]", "high = 1.0", "high = 2.0", ParameterError,
         "parameters.relevance: relevance is 0 to 1, given 2."),
        ("[ratios.exercises]", "[ratios.exercises]", "[ratios.drills]", UnknownName, None),
        ("", 'game = "reassurance"', 'game = "chess"', UnknownName, "unknown game of a study 'chess'. Nearest: reassurance. Use one of these."),
    ],
    ids=["member", "patron", "twice", "reversed", "outside", "renewals", "zero", "range", "relevance", "kind", "game"],
)  # fmt: skip
def test_a_fault_is_told_with_file_and_line(
    tmp_path: Path, table: str, old: str, new: str, kind: type[CorcyraError], told: str | None
) -> None:
    file, line = changed(tmp_path, old, new, table)
    with pytest.raises(kind) as caught:
        (study_kind if "chess" in new else find_beliefs)(file)
    assert caught.value.line == line
    assert told is None or str(caught.value) == f"{file}:{line}: {told}"


def test_a_number_that_the_game_does_not_allow_is_refused(tmp_path: Path) -> None:
    file, line = changed(tmp_path, "high = 0.675", "high = 1.0", "[parameters.prior]")
    with pytest.raises(ParameterError) as caught:
        find_beliefs(file)
    assert str(caught.value).startswith(f"{file}:{line}: parameters.prior: ")


def test_the_kind_of_a_study_is_read_from_its_name_or_its_file(tmp_path: Path) -> None:
    copy = tmp_path / "copy.toml"
    copy.write_text(TEXT, encoding="utf-8")
    assert [study_kind(each) for each in ("south-caucasus", "csto-reassurance", copy, "zzz", tmp_path / "no.toml")] == [
        "alignment", "reassurance", "reassurance", "alignment", "alignment",
    ]  # fmt: skip
    assert not set(gallery()) & set(game_gallery())


def test_a_game_is_not_read_as_a_contest(tmp_path: Path) -> None:
    copy = tmp_path / "copy.toml"
    copy.write_text(TEXT, encoding="utf-8")
    with pytest.raises(StudyError) as caught:
        find_study(copy)
    line = TEXT[: TEXT.index("game = ")].count("\n") + 1
    assert (
        str(caught.value)
        == f"{copy}:{line}: this is a study of a game. Run it with: corcyra study {copy}, or read it with find_beliefs."
    )


def test_a_misspelt_name_gets_the_nearest() -> None:
    with pytest.raises(UnknownName) as caught:
        find_beliefs("csto-reasurance")
    assert str(caught.value) == (
        "unknown study of a game 'csto-reasurance'. Nearest: csto-reassurance. Use one of these, or give the path of a TOML file."
    )


def test_every_judgement_of_the_gallery_says_whose_it_is() -> None:
    spec = find_beliefs("csto-reassurance")
    for group in (spec.parameters, spec.ratios):
        for name in type(group).model_fields:
            assert re.match(r"ours: |by the game: ", getattr(group, name).reason), name


def test_the_ratios_under_attack_follow_the_rule_that_the_file_states() -> None:
    ratios = find_beliefs("csto-reassurance").ratios
    steps = {"none": 0.0, "statement": 0.2, "fact_finding": 0.4, "mediation": 0.6, "materiel": 0.8, "troops": 1.0}
    for step, y in steps.items():
        each = getattr(ratios, f"attack_{step}")
        assert (each.value, each.low, each.high) == pytest.approx(
            (4 ** (2 * y - 1), 4 ** (2 * y - 1) / 2, 4 ** (2 * y - 1) * 2), abs=6e-4
        )


def test_the_how_to_lists_every_table() -> None:
    text = (DOCS.parents[1] / "how-to" / "csto-reassurance.md").read_text(encoding="utf-8")
    assert dict(re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", text, re.MULTILINE)) == BELIEF_TABLES


def test_the_page_of_the_study_file_has_every_key() -> None:
    text = DOCS.read_text(encoding="utf-8")
    part = text[text.index("## Studies of a game") :]
    named = set(re.findall(r"^\| `([a-z_]+)` \|", part, re.MULTILINE))
    assert named == {*BeliefSpec.model_fields, *Parameters.model_fields, *Ratios.model_fields}
