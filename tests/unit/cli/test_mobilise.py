"""``corcyra mobilise``: what it asks for, prints, writes and refuses; the estimates themselves are tested where they are made."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import corcyra
from corcyra.measures.mobilisation.balanced import BALANCE
from corcyra.measures.mobilisation.effects import EFFECTS, STUDY
from corcyra.measures.mobilisation.mobilise import PLACEBOS, SENSITIVITY
from corcyra.measures.mobilisation.treaties import TREATIES

GAPS = ["class", "ally", "other", "assembly", "gap", "se", "low", "high", "votes", "allies", "others"]
FAILING = "1 of 2 placebos fails (agreement with Finland): what is measured is not the alliance alone."
TESTS = [
    ("agreement with Finland", "patron", 0.02, 0.002, 0.016, 0.024, 1e-9, True),
    ("leads", "lead", *[0.0] * 5, False),
]
GET = "corcyra sources fetch atop un_roll_calls un_votes_package"
Call = Callable[..., Any]
REAL = corcyra.mobilise


def found() -> corcyra.Mobilisation:
    effects = [("all", "fixed effects", 0.02, 0.005, 0.01, 0.03, 0.00002, 900, 40, 2)]
    study = [("fixed effects", "entry", 0, 2, 0.03, 0.01, 0.01, 0.05, None, None, 1)]
    return corcyra.Mobilisation(
        patron=365, name="Russia", years=corcyra.Years(1992, 2018), treaties="atop_defense", seed=1, draws=9,
        gaps=pl.DataFrame([("all", 0.5, 0.4, 0.42, 0.1, 0.02, 0.06, 0.14, 12345, 9, 31)], schema=GAPS, orient="row"),
        effects=pl.DataFrame(effects, schema=EFFECTS, orient="row"), balance=pl.DataFrame(schema=BALANCE), event_study=pl.DataFrame(study, schema=STUDY, orient="row"),
        placebos=pl.DataFrame(TESTS, schema=PLACEBOS, orient="row"), sensitivity=pl.DataFrame(schema=SENSITIVITY),
        switchers=pl.DataFrame({"state": [371], "year": [1997], "event": ["entry"]}),
        allies=pl.DataFrame({"state": [371], "year": [1997]}),
        meaning=("The contrast: a gap.", FAILING), notes=("Importance [of some] is unknown in 1999.",),
    )  # fmt: skip


@dataclass
class Shelf:
    """A library that has the datasets named."""

    present: tuple[str, ...] = ("atop", "un_roll_calls", "un_votes_package")

    def has(self, dataset: corcyra.Dataset) -> bool:
        return dataset.key in self.present

    def table(self, dataset: corcyra.Dataset) -> pl.DataFrame:
        rows = [
            (state, year, value, value - 0.1, value + 0.1)
            for state, value in ((365, -1.0), (371, 0.5))
            for year in (1996, 1997)
        ]
        return pl.DataFrame(
            rows, schema=["state", "year", "idealpoint", "idealpoint_q5", "idealpoint_q95"], orient="row"
        )


@dataclass
class World:
    """What the command meets, and what it asked for."""

    shelf: Shelf
    answer: corcyra.Mobilisation
    asked: list[tuple[Any, dict[str, Any]]]


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The trial's answer in place of the long work; the present folder is a new one."""
    monkeypatch.chdir(tmp_path)
    made = World(Shelf(), found(), [])

    def mobilise(patron: int, *, tell: Callable[[str, float], None], **others: Any) -> corcyra.Mobilisation:
        made.asked.append((patron, others))
        tell("done", 1.0)
        return made.answer

    class Libraries:
        @staticmethod
        def default() -> Shelf:
            return made.shelf

    monkeypatch.setitem(corcyra.__dict__, "mobilise", mobilise)
    monkeypatch.setitem(corcyra.__dict__, "Library", Libraries)
    return made


def test_the_table_the_sentences_and_the_report_come_out(call: Call, tmp_path: Path, world: World) -> None:
    world.shelf.present += ("ideal_points",)
    told = call("mobilise", "RUS")
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[1].split() == ["contrast", "+0.1000", "+0.0600", "to", "+0.1400"]
    assert "The contrast: a gap." in lines
    assert FAILING in lines
    assert lines[-1].endswith("s. Open corcyra-mobilise-rus/report.html")
    assert told.err == "\nnote: Importance [of some] is unknown in 1999.\n"
    folder = tmp_path / "corcyra-mobilise-rus"
    assert {path.stem for path in folder.rglob("*.png")} == {"event_study", "trajectories", "assembly_map"}
    assert FAILING in (folder / "report.html").read_text(encoding="utf-8")
    patron, others = world.asked[0]
    assert (patron, others["since"], others["until"]) == (365, 1992, None)
    assert (others["treaties"], others["seed"]) == ("atop_defense", 1)


def test_years_and_a_folder_can_be_given(call: Call, tmp_path: Path, world: World) -> None:
    told = call("mobilise", "Russia", "--since", "1995", "--until", "2010", "--out", tmp_path / "a [b]")
    assert told.code == 0
    assert (tmp_path / "a [b]" / "report.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["a [b]"]
    assert (world.asked[0][1]["since"], world.asked[0][1]["until"]) == (1995, 2010)


def test_treaties_and_a_seed_can_be_given(call: Call, world: World) -> None:
    assert call("mobilise", "RUS", "--treaties", "atop_pacts", "--seed", "7").code == 0
    assert (world.asked[0][1]["treaties"], world.asked[0][1]["seed"]) == ("atop_pacts", 7)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["--treaties", "atop_defence"],
            "unknown kind of treaty 'atop_defence'. Nearest: atop_defense, atop_pacts, atop_nonagg. "
            "Use one of: atop_consul, atop_defense, atop_nonagg, atop_pacts, atop_pacts_all.",
        ),
        (["--seed", "-1"], "a seed is a whole number from 0 up, not -1. 1 is the default."),
        (["--since", "2019"], "the treaties end in 2018, before 2019. Choose an earlier first year."),
    ],
)
def test_options_that_cannot_be_are_refused_before_the_work(
    call: Call, tmp_path: Path, words: list[str], told: str
) -> None:
    corcyra.__dict__["mobilise"] = REAL
    said = call("mobilise", "RUS", *words)
    assert (said.code, said.out, said.err) == (2, "", f"error: {told}\n")
    assert list(tmp_path.iterdir()) == []


def test_the_help_names_every_kind_of_treaty(call: Call) -> None:
    told = call("mobilise", "--help").out
    for each in TREATIES:
        assert re.search(rf"\b{each.key}\b", told), each.key


def test_figures_that_lack_their_data_are_said_to_be_left_out(call: Call, tmp_path: Path) -> None:
    told = call("mobilise", "365")
    assert told.err.splitlines()[0] == (
        "two figures are left out: ideal_points is not in the library. Run: corcyra sources fetch ideal_points"
    )
    assert [path.name for path in tmp_path.rglob("*.svg")] == ["event_study.svg"]


def test_no_switchers_are_said_plainly(call: Call, tmp_path: Path, world: World) -> None:
    bare = found()
    world.answer = replace(
        bare,
        switchers=bare.switchers.clear(),
        event_study=bare.event_study.clear(),
        effects=bare.effects.clear(),
        meaning=(),
    )
    told = call("mobilise", "RUS")
    assert told.code == 0
    assert (
        "no state became or ceased to be an ally of Russia in these years, so that no effect can be told."
        in told.out.splitlines()
    )
    assert not list(tmp_path.rglob("*.svg"))


@pytest.mark.parametrize(
    ("present", "lacking", "get"),
    [
        ((), "atop, un_roll_calls, un_votes_package", GET),
        (("un_roll_calls", "un_votes"), "atop", "corcyra sources fetch atop"),
        (("atop",), "un_roll_calls, un_votes_package", "corcyra sources fetch un_roll_calls un_votes_package"),
    ],
)
def test_lacking_datasets_come_with_one_command(
    call: Call, tmp_path: Path, world: World, present: tuple[str, ...], lacking: str, get: str
) -> None:
    world.shelf.present = present
    corcyra.__dict__["mobilise"] = REAL
    told = call("mobilise", "RUS")
    assert (told.code, told.out) == (2, "")
    assert told.err == f"error: these sources are not in the library: {lacking}. Run: {get}\n"
    assert list(tmp_path.iterdir()) == []


def test_the_other_votes_do_and_roll_calls_may_lack(call: Call, world: World) -> None:
    world.shelf.present = ("atop", "un_votes")
    assert call("mobilise", "RUS").code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["Ruritania"], "error: unknown state 'Ruritania'. Nearest: Mauritania, Romania, Lithuania. Use one of these."),
        (
            ["RUS", "--out", "file"],
            "error: cannot write in the folder file: Not a directory. Choose another with --out.",
        ),
    ],
    ids=["state", "folder"],
)
def test_a_mistake_is_told_before_the_work(
    call: Call, tmp_path: Path, world: World, words: list[str], told: str
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = call("mobilise", *words)
    assert (said.code, said.out, said.err) == (2, "", f"{told}\n")
    assert world.asked == []
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
