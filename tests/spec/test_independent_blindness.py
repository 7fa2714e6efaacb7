"""A prediction for a year must not move when what happened in that year or later is taken away or written anew.

The raw files are copied and cut, the panels built from the copies, and every expectation up to the cut compared cell by
cell. In the same way nothing that the observed alignment is made of may move any expectation at all.
"""

from __future__ import annotations

import csv
import math
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import polars as pl
import pytest

from corcyra.contest.run import expectations, observed
from corcyra.panel.panels import Panels
from corcyra.sources import SOURCES, facts, yearly
from corcyra.study.build import fact_panels, measured
from corcyra.study.gallery import find_study
from corcyra.study.plan import Plan, plan

Row = dict[str, str]

SPELLS = {
    "support": ("start", "end"), "ties": ("since", "until"), "presence": ("start", "end"), "territories": ("start", "end"),
    "leaders": ("start", "end"), "regime_threats": ("start", "end"), "stigma": ("date", "lifted"), "appeals": ("start", "end"),
    "exercises": ("start", "end"), "organisations": ("start", "end"), "commitments": ("signed", "ended"),
    "conflicts": ("start", ""), "securitisation": ("date", ""), "arms_energy": ("period_end", ""), "turns": ("date", ""),
}  # fmt: skip
"""When a row begins and ends. The end of a conflict is left alone: its toll is spread over its days, so its length is part
of how heavy it was from the first day on."""

OUTCOME = ("commitments", "organisations", "exercises", "un_ideal", "un_agreement")


@cache
def chosen() -> Plan:
    return plan(find_study("south-caucasus"))


def forget() -> None:
    for kept in (facts._bundled, facts._codes, yearly._codes):
        kept.cache_clear()


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The bundled tables, copied, with every source reading the copies."""
    home = tmp_path / "tables"
    shutil.copytree(facts.FOLDER.parent, home)
    monkeypatch.setattr(facts, "FOLDER", home / "facts")
    for source in SOURCES:
        if source.files and source.files[0].parent.name == "figures":
            monkeypatch.setattr(type(source), "files", tuple(home / "figures" / file.name for file in source.files))
    forget()
    yield home
    forget()


def rewrite(path: Path, change: Callable[[list[Row]], list[Row]]) -> int:
    """Write the table anew; how many rows went or changed."""
    with path.open(encoding="utf-8", newline="") as file:
        before = list(csv.DictReader(file))
    after = change([dict(row) for row in before])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(before[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(after)
    return sum(row not in after for row in before)


def cut_spells(year: int, begin: str, end: str) -> Callable[[list[Row]], list[Row]]:
    """Rows that begin in the year or later go; ends in the year or later are not known yet."""

    def change(rows: list[Row]) -> list[Row]:
        kept = [row for row in rows if not row[begin] or int(row[begin][:4]) < year]
        for row in kept:
            if end and row[end] and int(row[end][:4]) >= year:
                row[end] = ""
                row |= {name: "" for name in ("exit", "exit_mode") if name in row}
        return kept

    return change


def cut_everything(home: Path, year: int) -> int:
    """Take from the tables what no one could know when the year began; how many rows were touched."""
    touched = 0
    for table, (begin, end) in SPELLS.items():
        touched += rewrite(home / "facts" / f"{table}.csv", cut_spells(year, begin, end))
    for path in sorted((home / "figures").glob("*.csv")):
        if "year" in path.read_text(encoding="utf-8").partition("\n")[0].split(","):
            touched += rewrite(path, lambda rows: [row for row in rows if int(row["year"]) < year])
    later = {"titular_share": "1.0"}

    def census(rows: list[Row]) -> list[Row]:
        return [
            row | later if row["titular_share_1989"] and int(row["titular_share_year"]) >= year else row for row in rows
        ]

    return touched + rewrite(home / "facts" / "states.csv", census)


def asked() -> tuple[Panels, pl.DataFrame]:
    """Panels from whatever lies in the folders, and all that the theories expect."""
    study = chosen()
    panels = measured(fact_panels(), study.measures)
    found = expectations(panels, study.theories, study.codes, study.poles, study.years, hidden=study.hidden)
    return panels, found.frame


@cache
def untouched() -> tuple[Panels, pl.DataFrame]:
    return asked()


def moved(one: pl.DataFrame, other: pl.DataFrame) -> list[tuple[str, int, int, str]]:
    """Theory, state, year and column of every cell that differs, to the last bit."""

    def same(here: object, there: object) -> bool:
        both = isinstance(here, float) and isinstance(there, float)
        return here == there or (both and math.isnan(float(str(here))) and math.isnan(float(str(there))))

    return [
        (row["theory"], row["state"], row["year"], name)
        for row, twin in zip(one.iter_rows(named=True), other.iter_rows(named=True), strict=True)
        for name in row
        if not same(row[name], twin[name])
    ]


@pytest.fixture
def before() -> tuple[Panels, pl.DataFrame]:
    """What the untouched tables give; asked for before the copies take their place."""
    return untouched()


@pytest.mark.parametrize("year", [1999, 2008])
def test_what_comes_in_or_after_the_year_moves_no_expectation_up_to_it(
    before: tuple[Panels, pl.DataFrame], copies: Path, year: int
) -> None:
    assert cut_everything(copies, year) > 2000
    changed = moved(before[1], asked()[1])
    assert [cell for cell in changed if cell[2] <= year] == []
    assert {cell[2] for cell in changed} >= {year + 1, 2024}


def test_a_base_that_closed_in_2007_an_exit_a_lifted_sanction_and_an_ended_tie_are_not_known_in_2005(
    before: tuple[Panels, pl.DataFrame], copies: Path
) -> None:
    """Ends in 2006 to 2019 written anew: every expectation to 2006 stays."""
    for table in ("presence", "stigma", "ties"):
        begin, end = SPELLS[table]

        def open_to_2020(rows: list[Row], begin: str = begin, end: str = end) -> list[Row]:
            for row in rows:
                if row[end] and 2006 <= int(row[end][:4]) < 2020 and int(row[begin][:4]) < 2006:
                    row[end] = "2020"
            return rows

        assert rewrite(copies / "facts" / f"{table}.csv", open_to_2020) > 0, table

    def every_exit_by_force(rows: list[Row]) -> list[Row]:
        return [row | {"exit_mode": "irregular"} if row["end"][:4] >= "2006" else row for row in rows]

    assert rewrite(copies / "facts" / "leaders.csv", every_exit_by_force) > 0
    changed = moved(before[1], asked()[1])
    assert [cell for cell in changed if cell[2] <= 2006] == []
    assert changed


def test_nothing_that_the_outcome_is_made_of_moves_an_expectation(
    before: tuple[Panels, pl.DataFrame], copies: Path
) -> None:
    dice = Random(7)

    def thin(rows: list[Row]) -> list[Row]:
        kept = [row for row in rows if dice.random() < 0.5]
        there = {row.get("id") for row in kept}
        return [row for row in kept if not row.get("part_of") or row["part_of"] in there]

    for table in OUTCOME:
        folder = "figures" if table.startswith("un_") else "facts"
        assert rewrite(copies / folder / f"{table}.csv", thin) > 50, table
    panels, found = asked()
    assert moved(before[1], found) == []
    study = chosen()
    one, other = (observed(each, study.codes, study.poles, study.years) for each in (before[0], panels))
    assert (one["partner"] != other["partner"]).sum() > 10
