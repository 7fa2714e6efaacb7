"""``corcyra ideal-points``: what it asks for, prints, writes, saves and refuses; the estimates are tested where they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

import corcyra
from corcyra.errors import ParameterError
from corcyra.files import write_folder
from corcyra.measures.ideal_points.rolls import roll_calls
from corcyra.report.ideal_points import write_ideal_points as true_writer

Call = Callable[..., Any]
PLACES = {2: 2.0, 20: 1.0, 365: -1.0, 710: -1.5}
SOURCES = ("un_roll_calls", "un_matches", "un_votes")


def few() -> corcyra.RollCalls:
    """Four states that differ on two items."""
    rows = [(state, session, session, 1 if place < 0 else 3) for state, place in PLACES.items() for session in (59, 60)]
    return roll_calls(pl.DataFrame(rows, schema=["state", "session", "item", "vote"], orient="row"))


def answer(votes: corcyra.RollCalls) -> corcyra.IdealPoints:
    """Points for the voters of some votes, far apart in the order of their numbers."""
    rows = [
        (state, session, 2.0 - place, 0.1, 1.8 - place, 2.2 - place, 9)
        for place, state in enumerate(votes.states)
        for session in votes.sessions
    ]
    frame = pl.DataFrame(rows, schema=["state", "session", "point", "sd", "low", "high", "votes"], orient="row")
    items = pl.DataFrame({"item": votes.items, "discrimination": 1.0, "cut1": 0.0, "cut2": 0.5, "votes": 4})
    joint = {session: 0.01 * np.eye(len(votes.states)) for session in votes.sessions}
    told = {"converged": True}
    return corcyra.IdealPoints(frame, items, {"engine": "fast"}, told, votes.dropped, None, joint)


@dataclass
class World:
    """What the command meets, and what it asked for."""

    present: tuple[str, ...] = SOURCES
    chosen: list[dict[str, Any]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    written: list[dict[str, Any]] = field(default_factory=list)
    interrupt: str = ""

    def has(self, dataset: corcyra.Dataset) -> bool:
        return dataset.key in self.present


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Small votes and a ready answer in place of the library and the engine; the present folder is a new one."""
    monkeypatch.chdir(tmp_path)
    made = World()

    def ideal_points(votes: corcyra.RollCalls, **others: Any) -> corcyra.IdealPoints:
        made.asked.append({"votes": votes, **others})
        others["tell"]("half", 0.5)
        if made.interrupt and made.interrupt != "writing":
            if made.interrupt == "saved":
                others["state"].write_bytes(b"half")
            raise KeyboardInterrupt
        others["state"].write_bytes(b"whole")
        return answer(votes)

    def un_rolls(library: World, **choice: Any) -> corcyra.RollCalls:
        made.chosen.append(choice)
        return few()

    class Libraries:
        @staticmethod
        def default() -> World:
            return made

    def write_ideal_points(found: corcyra.IdealPoints, folder: Path, *, about: str, **others: Any) -> tuple[Path, ...]:
        made.written.append(others)
        if made.interrupt == "writing":
            raise KeyboardInterrupt
        return write_folder(folder, [("index.html", about)])

    monkeypatch.setitem(corcyra.__dict__, "write_ideal_points", write_ideal_points)
    monkeypatch.setitem(corcyra.__dict__, "ideal_points", ideal_points)
    monkeypatch.setitem(corcyra.__dict__, "un_rolls", un_rolls)
    monkeypatch.setitem(corcyra.__dict__, "Library", Libraries)
    return made


def test_the_assembly_by_default(call: Call, tmp_path: Path, world: World) -> None:
    told = call("ideal-points", "--states", "USA,China", "--sessions", "1-3,60", "--issue", "hr", "--where", "rcid > 5")
    assert told.code == 0
    assert world.chosen == [{"sessions": [1, 2, 3, 60], "issue": "hr", "where": "rcid > 5"}]
    assert world.written[0]["states"] == [2, 710]
    folder = tmp_path / "corcyra-ideal-points"
    assert {name for name, value in world.asked[0].items() if value is not None} == {
        "votes",
        "engine",
        "seed",
        "resume",
        "state",
        "tell",
    }
    assert (world.asked[0]["engine"], world.asked[0]["resume"]) == ("fast", False)
    assert (folder / "index.html").is_file()
    assert not (folder / "unfinished.npz").exists()
    assert "human rights, where rcid > 5." in (folder / "index.html").read_text(encoding="utf-8")
    lines = told.out.splitlines()
    assert lines[0].startswith("In session 60 (autumn 2005) the United States of America stood farthest")
    assert lines[-1].endswith(" s. Open corcyra-ideal-points/index.html")


def test_engine_filter_anchors_and_table(call: Call, tmp_path: Path, world: World) -> None:
    told = call("ideal-points", "--engine", "sampler", "--filter", "bsv_code", "--iterations", "20", "--chains", "2", "--seed", "4",
                "--anchors", "USA+,China-", "--out", "a [b]", "--table", "points.dta", "--resume")  # fmt: skip
    assert told.code == 0
    wanted = {"engine": "sampler", "filter": "bsv_code", "iterations": 20, "chains": 2, "seed": 4, "resume": True,
              "anchors": {2: 1, 710: -1}}  # fmt: skip
    assert {name: world.asked[0][name] for name in wanted} == wanted
    assert (tmp_path / "points.dta").stat().st_size > 0
    assert told.out.splitlines()[-1].endswith("Open a [b]/index.html")


def test_votes_of_ones_own(call: Call, tmp_path: Path, world: World) -> None:
    file = tmp_path / "court.csv"
    file.write_text(
        "state,session,item,vote\nBlack,1,a,yes\nReed,1,a,no\nReed,2,b,yes\nBlack,2,b,no\n", encoding="utf-8"
    )
    told = call("ideal-points", "--votes", file, "--anchors", "black+", "--states", "Reed,Black")
    assert told.code == 0
    assert (world.chosen, world.asked[0]["anchors"]) == ([], {10001: 1})
    assert world.written[0]["names"] == {10001: "Black", 10002: "Reed"}
    assert world.written[0]["items"] == {1: "a", 2: "b"}
    assert told.out.startswith("In session 2 Black stood farthest on the positive side")
    assert "Votes from court.csv." in (tmp_path / "corcyra-ideal-points" / "index.html").read_text(encoding="utf-8")


def test_states_in_ones_own_votes_are_not_the_assembly(
    call: Call, tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sessions may be years; a page without names would say that session 1995 opened in the autumn of 3940."""
    monkeypatch.setitem(corcyra.__dict__, "write_ideal_points", true_writer)
    (tmp_path / "council.csv").write_text(
        "state,session,item,vote\nUSA,1994,a,no\nRUS,1994,a,yes\nUSA,1995,b,yes\nRUS,1995,b,no\n", encoding="utf-8"
    )
    told = call("ideal-points", "--votes", tmp_path / "council.csv", "--states", "russia,US", "--anchors", "USA+")
    assert (told.code, world.asked[0]["anchors"]) == (0, {2: 1})
    assert told.out.startswith("In session 1995 the United States of America stood farthest on the positive side")
    page = (tmp_path / "corcyra-ideal-points" / "index.html").read_text(encoding="utf-8")
    assert "General Assembly" not in page
    assert "<h1>Where the voters stood</h1>" in page
    (tmp_path / "numbers.csv").write_text("state,session,item,vote\n2,1,1,3\n9999,1,1,1\n", encoding="utf-8")
    assert call("ideal-points", "--votes", tmp_path / "numbers.csv", "--out", "n").code == 0
    assert "9999" in (tmp_path / "n" / "index.html").read_text(encoding="utf-8")


def test_a_misspelt_state_is_named_where_the_sign_is_asked_for(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "council.csv"
    file.write_text("state,session,item,vote\nUSA,1,a,no\nRusia,1,a,yes\nFrance,1,a,yes\n", encoding="utf-8")
    said = call("ideal-points", "--votes", file)
    assert said.code == 2
    assert "If the voters are states, correct these names, which are none: 'Rusia'." in said.plain


def test_a_refusal_leaves_no_empty_folder(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(votes: corcyra.RollCalls, **others: Any) -> corcyra.IdealPoints:
        raise ParameterError("no.")

    monkeypatch.setitem(corcyra.__dict__, "ideal_points", refuses)
    (tmp_path / "there").mkdir()
    assert call("ideal-points", "--out", "new").err == call("ideal-points", "--out", "there").err == "error: no.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_an_interrupt_says_where_the_run_stands_and_how_to_go_on(call: Call, tmp_path: Path, world: World) -> None:
    world.interrupt = "saved"
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "index.html").write_text("earlier", encoding="utf-8")
    told = call("ideal-points", "--out", "o", "--where", "rcid > 5")
    assert told.code == 130
    assert told.err == (
        "where the run stands is saved in o/unfinished.npz. Go on with: "
        "corcyra ideal-points --out o --where 'rcid > 5' --resume\ninterrupted: earlier results are whole.\n"
    )
    assert (tmp_path / "o" / "index.html").read_text(encoding="utf-8") == "earlier"
    world.interrupt = ""
    assert call("ideal-points", "--out", "o", "--resume").code == 0
    assert world.asked[1]["resume"]
    assert not (tmp_path / "o" / "unfinished.npz").exists()


def test_an_interrupt_of_the_writing_keeps_the_estimate(call: Call, tmp_path: Path, world: World) -> None:
    world.interrupt = "writing"
    told = call("ideal-points", "--out", "o", "--resume")
    assert told.code == 130
    assert told.err.startswith(
        "where the run stands is saved in o/unfinished.npz. Go on with: corcyra ideal-points --out o --resume\n"
    )
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["unfinished.npz"]


def test_an_interrupt_before_anything_is_saved_leaves_nothing(call: Call, tmp_path: Path, world: World) -> None:
    world.interrupt = "at once"
    told = call("ideal-points")
    assert (told.code, told.err) == (
        130,
        "nothing was saved yet: start again.\ninterrupted: earlier results are whole.\n",
    )
    assert list(tmp_path.iterdir()) == []


def test_the_true_page_is_written(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(corcyra.__dict__, "write_ideal_points", true_writer)
    assert call("ideal-points", "--states", "USA,China").code == 0
    assert {path.stem for path in (tmp_path / "corcyra-ideal-points").rglob("*.svg")} == {
        "trajectories",
        "assembly_map",
    }


def test_what_was_left_out_and_what_to_doubt_are_said(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def doubtful(votes: corcyra.RollCalls, **others: Any) -> corcyra.IdealPoints:
        found = answer(votes)
        return corcyra.IdealPoints(
            found.frame, found.items, {"tolerance": 0.001}, {"converged": False}, {"missing votes": 1200}
        )

    monkeypatch.setitem(corcyra.__dict__, "ideal_points", doubtful)
    told = call("ideal-points")
    assert told.out.startswith("Not converged: ")
    assert told.err == "\nleft out: missing votes 1,200.\n"


@pytest.mark.parametrize(
    ("present", "lacking", "get"),
    [
        ((), "un_matches, un_roll_calls, un_votes, un_votes_package",
         "corcyra sources fetch un_matches un_roll_calls un_votes un_votes_package"),
        (("un_votes_package", "un_roll_calls"), "un_matches", "corcyra sources fetch un_matches"),
    ],
)  # fmt: skip
def test_lacking_datasets_come_with_one_command(
    call: Call, tmp_path: Path, world: World, present: tuple[str, ...], lacking: str, get: str
) -> None:
    world.present = present
    told = call("ideal-points")
    assert (told.code, told.out) == (2, "")
    assert told.err == f"error: these sources are not in the library: {lacking}. Run: {get}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--sessions", "74-40"], "wants sessions, as in 40-74 or 1-18,20, given '74-40'."),
        (["--sessions", "x"], "wants sessions, as in 40-74 or 1-18,20, given 'x'."),
        (["--table", "points.doc"], "wants a name ending in .csv, .parquet, .dta, given 'points.doc'."),
        (["--chains", "2"], "is for --engine sampler."),
        (["--states", "USA,Georgia"], "Georgia cast no vote here. Choose another."),
        (["--states", ",".join(["USA"] * 10)], "a figure tells 9 states apart, given 10."),
        (["--anchors", "USA"], "wants each voter with + or -, as in USA+,RUS-, given 'USA'."),
        (["--votes", "court.csv", "--issue", "hr"], "is for the General Assembly only; choose the rows in the file."),
        (["--votes", "court.csv"], "say who fixes the sign, as in --anchors Black+."),
        (["--votes", "court.csv", "--anchors", "White+"], "no voter 'White' in the file. It has: Black, Reed ..."),
    ],
)
def test_a_mistake_is_told_before_the_work(
    call: Call, tmp_path: Path, world: World, words: list[str], told: str
) -> None:
    file = tmp_path / "court.csv"
    file.write_text("state,session,item,vote\nBlack,1,a,yes\nReed,1,a,no\n", encoding="utf-8")
    said = call("ideal-points", *words)
    assert said.code == 2
    assert told in said.plain
    assert world.asked == []
    assert [path.name for path in tmp_path.iterdir()] == ["court.csv"]


def test_a_wrong_file_is_named_with_its_line(call: Call, tmp_path: Path, world: World) -> None:
    (tmp_path / "v.csv").write_text("state,session,item,vote\n2,1,5,1\n365,1,5,perhaps\n", encoding="utf-8")
    said = call("ideal-points", "--votes", "v.csv")
    assert said.code == 2
    assert said.err.startswith("error: v.csv:3: the vote 'perhaps' in line 3 is unknown. Known: 1, 2, 3, ")
    assert world.asked == []
