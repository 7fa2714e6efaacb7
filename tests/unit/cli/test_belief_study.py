"""``corcyra study`` of a game: dispatched by the file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import corcyra
from corcyra.files import write_folder


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing is tested elsewhere."""

    def write(found: Any, folder: Path, **others: Any) -> tuple[Path, ...]:
        others["progress"]("writing", 1.0)
        return write_folder(folder, [("report.html", f"new {found.spec.key}")])

    monkeypatch.setitem(corcyra.__dict__, "write_beliefs", write)


def test_the_gallery_lists_it_with_its_question(call: Callable[..., Any]) -> None:
    told = call("study", "--list")
    assert any(
        line.split() == ["csto-reassurance", *corcyra.find_beliefs("csto-reassurance").question.split()]
        for line in told.out.splitlines()
    )


def test_it_is_run_by_its_key_shown_and_written(call: Callable[..., Any], here: Path, quick: None) -> None:
    told = call("study", "csto-reassurance")
    assert (told.code, told.err) == (0, "")
    assert "Uzbekistan (from 2006-06-23)" in told.out
    assert "The warning stood before five of five exits" in told.out
    assert told.out.splitlines()[-1].endswith("Open corcyra-csto-reassurance/report.html")
    assert (here / "corcyra-csto-reassurance" / "report.html").read_text(encoding="utf-8") == "new csto-reassurance"


def test_a_file_says_by_its_game_what_it_is(call: Callable[..., Any], here: Path, quick: None) -> None:
    text = (
        corcyra.game_gallery()["csto-reassurance"].read_text(encoding="utf-8").replace('key = "csto-reassurance"\n', "")
    )
    (here / "mine.toml").write_text(text, encoding="utf-8")
    assert call("study", "mine.toml", "--out", "there").code == 0
    assert (here / "there" / "report.html").read_text(encoding="utf-8") == "new mine"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"Georgia"',
            '"Gorgia"',
            "mine.toml:8: unknown state 'Gorgia'. Nearest: Georgia, Nigeria, Algeria. Use one of these.",
        ),
        (
            'game = "reassurance"',
            'game = "chess"',
            "mine.toml:4: unknown game of a study 'chess'. Nearest: reassurance. Use one of these.",
        ),
    ],
    ids=["member", "game"],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_written(
    call: Callable[..., Any], here: Path, quick: None, old: str, new: str, told: str
) -> None:
    text = corcyra.game_gallery()["csto-reassurance"].read_text(encoding="utf-8")
    (here / "mine.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    said = call("study", "mine.toml")
    assert (said.code, said.out, said.err) == (2, "", f"error: {told}\n")
    assert [path.name for path in here.iterdir()] == ["mine.toml"]


def test_an_interrupt_leaves_an_earlier_report_whole(
    call: Callable[..., Any], here: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("study", "csto-reassurance").code == 0

    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(corcyra.__dict__, "run_beliefs", stopped)
    assert call("study", "csto-reassurance").code == 130
    assert (here / "corcyra-csto-reassurance" / "report.html").read_text(encoding="utf-8") == "new csto-reassurance"
    assert sorted(path.name for path in here.rglob("*")) == ["corcyra-csto-reassurance", "report.html"]
