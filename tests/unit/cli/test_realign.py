"""The command ``corcyra realign``, with a small table in place of the official ideal points."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import corcyra

STATES = {704: -0.3, 705: -0.1, 703: -0.1, 370: 0.0, 365: -0.05, 2: 0.0, 710: 0.0, 372: 0.1}
"""How far each state moves from session to session."""


def official(library: object) -> pl.DataFrame:
    rows = [
        (state, session, place / 4 + move * (session - 52), 0.05)
        for place, (state, move) in enumerate(STATES.items())
        for session in range(52, 64)
        if (state, session) != (704, 56)
    ]
    return pl.DataFrame(rows, schema=["state", "session", "point", "sd"], orient="row")


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CORCYRA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CORCYRA_MIRROR", "")
    monkeypatch.setitem(corcyra.__dict__, "official_points", official)


def test_the_ready_study_is_printed(call: Callable[..., Any]) -> None:
    told = call("realign", "uzbekistan-2005")
    assert (told.code, told.err) == (0, "")
    assert "the largest fall of 8 states" in told.out
    assert "Left out, no point of this state: session 56.\n" in told.out
    titles = [line for line in told.out.splitlines() if re.fullmatch("did|predates|timing|direction", line)]
    assert titles == ["did", "predates", "timing", "direction"]
    assert " 59     58  2004-09-15  True " in told.out
    rows = [line.split("  ")[0] for line in told.out.splitlines()]
    assert {"none", "Kazakhstan", "Kyrgyzstan", "Belarus", "Russia", "China"} <= set(rows)  # names, not numbers


def test_words_give_the_same_as_the_ready_study(call: Callable[..., Any]) -> None:
    ready = call("realign", "uzbekistan-2005").out
    words = ("realign", "UZB", "--at", "2005-05-13", "--compare", "KAZ,KGZ,BLR")
    assert call(*words).out == ready
    assert call(*words, "--before", "2000-2003", "--after", "2005-2007").out == ready
    assert call(*words, "--before", "2002-2003", "--after", "2005").out != ready


def test_what_is_given_beats_what_is_ready(call: Callable[..., Any]) -> None:
    told = call("realign", "uzbekistan-2005", "--compare", "GEO", "--toward", "USA")
    assert "moved the other way or not at all: Georgia +0.43" in told.out
    assert "Russia" not in told.out


def test_the_folder_has_everything(call: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "andijan"
    told = call("realign", "uzbekistan-2005", "--out", folder)
    assert (told.code, told.err) == (0, f"{folder}: 11 files, first report.html\n")
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    tables = {f"tables/{key}.csv" for key in ("change", "did", "predates", "timing", "direction", "distance", "path")}
    assert names == {"realignment.svg", "realignment.png", "report.html", "sources.bib"} | tables
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 1
    assert "<h1>Uzbekistan 2005: the realignment in votes</h1>" in page
    assert "Ontological (In)Security" in page
    assert "<script" not in page
    assert not re.search(r'src="http|<link', page)
    assert '<a href="https://doi.org/10.1177/0022002715595700">' in page
    assert '<th scope="col" class="number">90 % from</th>' in page
    assert "<td>United States</td>" in page
    assert "the United States</td>" not in page
    drawing = (folder / "realignment.svg").read_text(encoding="utf-8")
    assert "Line: Andijan, 2005-05-13." in drawing
    assert {">0</text>", ">1</text>"} <= set(re.findall(r">\d</text>", drawing))  # every whole number
    assert '<td class="date">2004-09-15</td>' in page
    assert {name for name in ("Uzbekistan", "Kazakhstan", "Belarus", "Russia", "United States", "China") if f">{name}<" in drawing} == {
        "Uzbekistan", "Kazakhstan", "Belarus", "Russia", "United States", "China",
    }  # fmt: skip
    assert pl.read_csv(folder / "tables" / "did.csv")["without"].to_list() == [None, 705, 703, 370]


def test_points_without_deviations_are_drawn_without_bands(tmp_path: Path) -> None:
    def drawn(points: pl.DataFrame, folder: Path) -> str:
        found = corcyra.realignment(points, 704, before=[57, 58], after=[60], event=date(2005, 5, 13))
        corcyra.write_realignment(found, folder)
        return (folder / "realignment.svg").read_text(encoding="utf-8")

    points = official(None)
    with_bands, without = drawn(points, tmp_path / "a"), drawn(points.drop("sd"), tmp_path / "b")
    assert with_bands.count("mark-area") > 0
    assert without.count("<path") < with_bands.count("<path")
    page = (tmp_path / "b" / "report.html").read_text(encoding="utf-8")
    assert "<h1>Uzbekistan, 2005-05-13: the realignment in votes</h1>" in page
    assert "<caption>The change less" not in page


def test_a_failure_leaves_an_earlier_folder_whole(
    call: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "andijan"
    call("realign", "uzbekistan-2005", "--out", folder)
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setattr("corcyra.report.realignment.page", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call("realign", "UZB", "--at", "2005-05-13", "--out", folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == kept
    assert {path.name for path in tmp_path.iterdir()} <= {"andijan", "home"}


WRONG = [
    (("UZB",), "give the day of the event, as in --at 2005-05-13."),
    (("uzbekistan-2006",), "unknown ready realignment 'uzbekistan-2006'. Nearest: uzbekistan-2005. Use one of these."),
    (("UZB", "--at", "2005"), "wants a day, as in 2005-05-13, given '2005'."),
    (("UZB", "--at", "2005-05-13", "--before", "2000-2003"), "give both --before and --after, or neither."),
    (
        ("UZB", "--at", "2005-05-13", "--before", "2003-2000", "--after", "2005"),
        "wants years from 1946 on, as in 2000-2003, given '2003-2000'.",
    ),
    (("Uzbekistn", "--at", "2005-05-13"), "unknown state 'Uzbekistn' on 2005-05-13."),
    (
        ("UZB", "--at", "2005-05-13", "--compare", "UZB"),
        "the state 704 is compared with itself. Take it out of compare.",
    ),
    (("UZB", "--at", "2005-05-13", "--compare", "FRA"), "the points have no state 220."),
]


@pytest.mark.parametrize(("words", "told"), WRONG)
def test_mistakes_are_told(call: Callable[..., Any], words: tuple[str, ...], told: str) -> None:
    said = call("realign", *words)
    assert said.code == 2
    assert told in said.plain


def test_without_the_dataset_the_command_that_gets_it_is_told(
    call: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("CORCYRA_HOME", "nowhere")
    monkeypatch.setenv("CORCYRA_MIRROR", "")
    said = call("realign", "uzbekistan-2005")
    assert said.code == 2
    assert "corcyra sources fetch ideal_points" in said.plain
