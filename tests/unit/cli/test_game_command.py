"""``corcyra game``: what it lists, prints, writes and refuses."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest

import corcyra

Call = Callable[..., Any]


def test_without_a_name_the_seven_games_are_listed_with_their_questions(call: Call) -> None:
    told = call("game")
    assert told.code == 0
    rows = {line.split()[0]: line.split(maxsplit=1)[1].strip() for line in told.out.splitlines()[1:8]}
    assert rows == {each.key.replace("_", "-"): each.question for each in corcyra.GAMES}


def test_a_game_is_told_with_its_certificate_and_tipping_points(call: Call) -> None:
    lines = [line.rstrip() for line in call("game", "reassurance", "--set", "k=.5", "--set", "mu0=.4").out.splitlines()]
    assert lines[0] == "The patron with quarrelling clients"
    assert "With prior (μ0) = 0.4 and entanglement (k) = 0.5; the other parameters are at their defaults." in lines
    assert "Takes sides. The patron sides with one client and bears the entanglement." in lines
    assert "No one gains by leaving: what the best other act would lose, where each player decides." in lines
    assert "patron              design               stay ambiguous        0.26" in [line.rstrip() for line in lines]
    assert "entanglement (k), now 0.5      above 0.76   Reassured by signals" in lines


@pytest.mark.parametrize("key", [each.key for each in corcyra.GAMES])
def test_every_game_tells_all_of_itself(call: Call, key: str) -> None:
    told = call("game", key)
    found = corcyra.find_game(key)().solve()
    words = " ".join(told.out.split())
    assert (told.code, told.err) == (0, "")
    assert " ".join(found.explanation.split()) in words
    assert all(each.act in words for each in found.certificate)
    assert all(player in words and does in words for player, does in found.strategies.items())


def test_settings_by_commas_and_names_say_the_same(call: Call) -> None:
    one = call("game", "reassurance", "--set", "k=.5,mu0=.4").out
    assert one == call("game", "reassurance", "--set", "entanglement=0.5", "--set", "PRIOR=4e-1").out


def test_a_narrow_terminal_breaks_words_and_not_columns(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corcyra.cli.console.WIDE", 60)
    told = call("game", "security-autonomy")
    assert max(map(len, told.out.splitlines())) <= 60
    assert "would lose" in told.out


def test_parameters_are_listed_with_range_and_meaning(call: Call) -> None:
    lines = call("game", "commitment", "--parameters").out.splitlines()
    assert " ".join(lines[1].split()) == "abandonment A 2 at least 0 cost of being abandoned by the ally"
    assert len(lines) == 4


def test_json_is_the_whole_solution(call: Call) -> None:
    found = json.loads(call("game", "reputation", "--set", "gain=12", "--json").out)
    assert (found["region"]["key"], found["infinite"], found["numbers"]["least_rounds"]) == ("never", ["least_rounds"], None)
    assert found["parameters"]["gain"] == 12.0
    assert found["holds"] is True


def test_a_sweep_of_one_parameter_is_told_in_words(call: Call) -> None:
    lines = call("game", "reassurance", "--sweep", "k=0:2").out.splitlines()
    assert lines[-3:] == [
        "Over entanglement (k) from 0 to 2, 200 games: Reassured by signals 64 %, Takes sides 36 %.",
        "From entanglement (k) = 0 to 0.73: Takes sides.",
        "From entanglement (k) = 0.73 to 2: Reassured by signals.",
    ]


def test_a_sweep_of_two_writes_a_page_with_all_its_files(call: Call, tmp_path: Path) -> None:
    told = call("game", "commitment", "--sweep", "E=0:2:5", "--sweep", "A=0:2:7", "--out", tmp_path / "a [b]")
    assert told.code == 0
    folder = tmp_path / "a [b]"
    assert sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()) == [
        "figures/sweep.png", "figures/sweep.svg", "index.html", "solution.json", "sources.bib", "sweep.csv",
    ]  # fmt: skip
    with (folder / "sweep.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert (len(rows), list(rows[0])[:3]) == (35, ["entrapment", "abandonment", "region"])
    assert "snyder1984" in (folder / "sources.bib").read_text(encoding="utf-8")
    assert json.loads((folder / "solution.json").read_text(encoding="utf-8"))["sweeps"][0]["over"]["abandonment"]["values"] == 7
    assert [each.name for each in tmp_path.iterdir()] == ["a [b]"]


def test_a_folder_without_a_sweep_has_the_views_of_the_game(call: Call, tmp_path: Path) -> None:
    assert call("game", "selection", "--out", tmp_path / "x", "--json").code == 0
    page = (tmp_path / "x" / "index.html").read_text(encoding="utf-8")
    assert "Whose promises are put to the test?" in page
    assert {each.name for each in (tmp_path / "x").glob("*.csv")} == {"sweep.csv", "sweep_2.csv"}


def test_jobs_are_the_executor_of_the_sweep(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Executor | None] = []
    real = corcyra.examine

    def examine(model: Any, over: Any, *, executor: Executor | None) -> Any:
        seen.append(executor)
        return real(model, over, executor=executor)

    monkeypatch.setitem(corcyra.__dict__, "examine", examine)
    two = call("game", "commitment", "--sweep", "E=0:2:4", "--jobs", "2")
    assert (two.code, two.out) == (0, call("game", "commitment", "--sweep", "E=0:2:4").out)
    assert [type(each).__name__ for each in seen] == ["ProcessPoolExecutor", "NoneType"]


def test_an_interrupt_ends_with_130_and_leaves_nothing(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("corcyra.report.game.to_png", broken)
    told = call("game", "commitment", "--sweep", "E=0:2:5", "--out", tmp_path / "x")
    assert (told.code, told.out, told.err) == (130, "", "interrupted: earlier results are whole.\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["reasurance"], "unknown game 'reasurance'. Nearest: reassurance, reputation. Use one of these."),
        (["commitment", "--set", "kk=2"], "unknown parameter of commitment 'kk'. Use one of: abandonment (A), entrapment (E), provocation (η)."),
        (["reassurance", "--set", "entaglement=2"], "unknown parameter of reassurance 'entaglement'. Nearest: entanglement (k). Use one of these."),
        (["reassurance", "--set", "mu0=2"], "prior of reassurance (belief that the patron is reliable (μ0)) is above 0 and below 1, given 2."),
        (
            ["reassurance", "--sweep", "mu0=0:2"],
            "the sweep over prior (belief that the patron is reliable (μ0)) goes from 0 to 2, and its range is above 0 and below 1. Stay in the range.",
        ),
        (["reassurance", "--sweep", "k=2:0"], "the sweep over entanglement goes from 2 to 0. Give two numbers, the smaller first."),
        (["reassurance", "--sweep", "k=0:2:1"], "the sweep over entanglement asks for 1 values. Ask for 2 to 2,000."),
        (["commitment", "--out", "file"], "cannot write in the folder file: Not a directory. Choose another with --out."),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = call("game", *words)
    assert (said.code, said.out, said.err) == (2, "", f"error: {told}\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["commitment", "--set", "A"], "Invalid value for --set: wants a parameter and a number, as in k=.5, given 'A'."),
        (["commitment", "--set", "A=1,abandonment=2"], "Invalid value for --set: sets abandonment twice."),
        (["commitment", "--sweep", "A=1"], "Invalid value for --sweep: wants a range, as in k=0:2 or k=0:2:200, given 'A=1'."),
        (["commitment", "--sweep", "A=0:1,A=0:2"], "Invalid value for --sweep: sweeps abandonment twice."),
        (
            ["commitment", "--sweep", "A=0:1,E=0:2,provocation=0:1"],
            "Invalid value for --sweep: takes one or two parameters, given 3: abandonment, entrapment, provocation.",
        ),
        (["--json"], "Invalid value for NAME: say which game. See the list: corcyra game"),
    ],
)
def test_malformed_options_say_how_they_are_written(call: Call, words: list[str], told: str) -> None:
    said = call("game", *words)
    assert said.code == 2
    assert said.plain.endswith(told)
