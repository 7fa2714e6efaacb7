from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import corcyra
from corcyra.files import write_folder

Asked = list[dict[str, Any]]


def content(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_gallery_theories_and_poles_are_listed_with_a_file_to_copy(call: Callable[..., Any]) -> None:
    told = call("study", "--list")
    assert (told.code, told.err) == (0, "")
    for key, path in corcyra.gallery().items():
        assert f"\n{key} " in told.out
        assert path.is_file()
    lines = told.out.splitlines()
    assert f"to copy and change: {corcyra.gallery()['south-caucasus']}" in lines
    assert f"theories: {', '.join(theory.key for theory in corcyra.THEORIES)}" in lines
    assert "poles: china, iran, russia, turkey, west" in lines


def test_a_study_is_run_shown_and_written(call: Callable[..., Any], study: Path, here: Path, quick: Asked) -> None:
    told = call("study", study)
    assert (told.code, told.err) == (0, "")
    assert "Armenia" in told.out
    assert "files in" in told.out
    assert told.out.splitlines()[-1].endswith("Open corcyra-trial/report.html")
    assert quick[0]["spec"] == corcyra.find_study(study)
    assert content(here / "corcyra-trial") == {"study.lock.json": b"new trial", "tables/summary.csv": b"new trial"}


def test_another_folder_can_be_named_and_what_else_is_in_it_stays(
    call: Callable[..., Any], study: Path, here: Path, quick: Asked
) -> None:
    folder = here / "a [b]" / "c"
    assert call("study", study, "--out", folder).out.endswith("c/report.html\n")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "study.lock.json").write_text("old", encoding="utf-8")
    assert call("study", study, "--out", folder).code == 0
    assert content(folder) == {"notes.txt": b"mine", "study.lock.json": b"new trial", "tables/summary.csv": b"new trial"}
    assert [path.name for path in folder.parent.iterdir()] == ["c"]


def test_a_gallery_study_has_a_folder_of_its_own(call: Callable[..., Any], here: Path, quick: Asked) -> None:
    assert call("study", "western-three").code == 0
    assert sorted(path.name for path in here.iterdir()) == ["corcyra-western-three"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["south-caucassus"], "unknown study 'south-caucassus'. Nearest: south-caucasus. Use one of these, or give the path of a TOML file."),
        (["no.toml"], "there is no study file 'no.toml'. See the gallery: corcyra study --list"),
        (["wrong.toml"], "wrong.toml:3: unknown state 'Armennia' on 2001-12-31. Nearest: Armenia, Turkmenistan, United States of America. Use one of these."),
        (["--from", "no.json"], "there is no lock file 'no.json'. A study writes one: study.lock.json in its folder."),
        (["trial.toml", "--out", "wrong.toml"], "cannot write in the folder wrong.toml: Not a directory. Choose another with --out."),
        (["trial.toml", "--out", "wrong.toml/x"], "cannot write in the folder wrong.toml/x: Not a directory. Choose another with --out."),
    ],
    ids=["name", "file", "state", "lock", "out is a file", "out is under a file"],
)
def test_a_mistake_is_told_on_standard_error_and_nothing_is_written(
    call: Callable[..., Any], study: Path, here: Path, quick: Asked, words: list[str], told: str
) -> None:
    wrong = 'title = "t"\nquestion = "Armennia?"\nstates = ["Armennia"]\nyears = [2000, 2001]\n'
    (here / "wrong.toml").write_text(wrong, encoding="utf-8")
    before = content(here)
    said = call("study", *words)
    assert (said.code, said.out, said.err) == (2, "", f"error: {told}\n")
    assert quick == []
    assert content(here) == before


def test_a_circular_study_ends_with_an_error_before_anything_is_computed(
    call: Callable[..., Any], study: Path, here: Path, quick: Asked
) -> None:
    study.write_text(study.read_text(encoding="utf-8") + 'outcome = ["conflicts"]\n', encoding="utf-8")
    said = call("study", "trial.toml")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("error: trial.toml:7: the outcome has conflicts, which these predictions read too: identity (")
    assert quick == []
    assert [path.name for path in here.iterdir()] == ["trial.toml"]


@pytest.mark.parametrize("words", [[], ["a", "--from", "b"]], ids=["neither", "both"])
def test_a_name_or_a_lock_is_needed_and_not_both(call: Callable[..., Any], words: list[str]) -> None:
    told = call("study", *words)
    assert (told.code, told.out) == (2, "")
    assert "a study of the gallery or a TOML file, --from LOCK, or --region with --years. See: corcyra study --list" in told.plain


def test_a_failure_while_writing_leaves_nothing(
    call: Callable[..., Any], study: Path, here: Path, quick: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def write_report(findings: Any, folder: Path, **others: Any) -> None:
        monkeypatch.setattr("corcyra.files.os.replace", full)
        write_folder(folder, [("half.html", "half")])

    monkeypatch.setitem(corcyra.__dict__, "write_report", write_report)
    told = call("study", study)
    assert (told.code, told.out) == (2, "")
    assert "No space left on device. Choose another folder or make room." in told.plain
    assert [path.name for path in here.iterdir()] == ["trial.toml"]


# --- from a lock -----------------------------------------------------------------------------------------------------


@pytest.fixture
def lock(here: Path, trial: corcyra.Findings) -> Path:
    file = here / "study.lock.json"
    file.write_text(json.dumps(trial.lock), encoding="utf-8")
    return file


def test_a_lock_gives_the_same_bytes_and_says_so(call: Callable[..., Any], lock: Path, quick: Asked) -> None:
    told = call("study", "--from", lock, "--out", "again")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[-1] == f"all {len(corcyra.read_lock(lock).tables)} tables have the same bytes as in the lock."
    assert quick[0]["locked"] == corcyra.read_lock(lock)
    assert quick[0]["spec"] == corcyra.read_lock(lock).spec


def test_other_bytes_than_the_lock_has_are_written_only_when_a_folder_is_named(
    call: Callable[..., Any], lock: Path, here: Path, quick: Asked
) -> None:
    other = json.loads(lock.read_text(encoding="utf-8"))
    other["tables"]["summary"] = "0" * 64
    other["versions"] = {"corcyra": "0.0.9", "numpy": "1"}
    lock.write_text(json.dumps(other), encoding="utf-8")
    start = "these tables differ from the lock: summary. It was made with corcyra 0.0.9, numpy 1."
    said = call("study", "--from", lock)
    assert (said.code, said.out) == (1, "")
    assert said.err == f"{start} Nothing was written; name a folder with --out to have the new results.\n"
    assert [path.name for path in here.iterdir()] == ["study.lock.json"]
    said = call("study", "--from", lock, "--out", "new")
    assert said.code == 1
    assert said.err == f"{start} The new results are in new.\n"
    assert (here / "new" / "study.lock.json").exists()


def test_a_spoilt_lock_is_refused(call: Callable[..., Any], lock: Path, quick: Asked) -> None:
    lock.write_text(lock.read_text(encoding="utf-8")[:99], encoding="utf-8")
    said = call("study", "--from", "study.lock.json")
    assert (said.code, said.out) == (2, "")
    assert said.err == "error: study.lock.json:1: this is not JSON, or not whole. Give the study.lock.json that a study wrote.\n"


# --- with nothing left out -------------------------------------------------------------------------------------------


def test_the_whole_job_and_the_same_again_from_its_lock(call: Callable[..., Any], study: Path, here: Path) -> None:
    told = call("study", study)
    assert (told.code, told.err) == (0, "")
    first = content(here / "corcyra-trial")
    assert {"report.html", "panel.parquet", "codebook.md", "sources.bib", "study.lock.json"} <= set(first)
    tables = {name for name in first if name.startswith("tables/")}
    lock = json.loads(first["study.lock.json"])
    assert {f"tables/{key}.csv" for key in lock["tables"]} == tables
    assert call("study", "--from", "corcyra-trial/study.lock.json", "--out", "again").code == 0
    again = content(here / "again")
    assert {name for name in first if first[name] != again.get(name)} == set()
    assert sorted(path.name for path in here.iterdir()) == ["again", "corcyra-trial", "trial.toml"]
