"""Gleditsch and Ward's list in each of its layouts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.gw_states import GwStates

WANTED = [
    (2, date(1816, 1, 1), "USA", "United States of America", None),
    (41, date(1816, 1, 1), "HAI", "Haiti", date(1915, 7, 4)),
    (437, date(1960, 8, 7), "CDI", "Côte d'Ivoire", None),
]
OLD = [
    "2\tUSA\tUnited States of America\t01:01:1816\t31:12:2017",
    "41\tHAI\tHaiti\t01:01:1816\t04:07:1915",
    "437\tCDI\tCôte d'Ivoire\t07:08:1960\t31:12:2017",
]
NEW = [
    "statenumber\tstateid\tcountryname\tstart\tend",
    "2\tUSA\tUnited States of America\t1816-01-01\t2020-12-31",
    "41\tHAI\tHaiti\t1816-01-01\t1915-07-04",
    "437\tCDI\tCôte d'Ivoire\t1960-08-07\t2020-12-31",
]
PACKAGE = [
    "gwcode,stateabb,statename,startdate,enddate",
    "2,USA,United States of America,1816-01-01,2017-12-31",
    "41,HAI,Haiti,1816-01-01,1915-07-04",
    "437,CDI,Côte d'Ivoire,1960-08-07,2017-12-31",
]
SHEET = [
    "Cow Nr.,Cow ID,Name of State,Start,End",
    "2,USA,United States of America,01.01.1816,31.12.2017",
    "41,HAI,Haiti,01.01.1816,04.07.1915",
    "437,CDI,Côte d'Ivoire,07.08.1960,31.12.2017",
]


def given(folder: Path, name: str, lines: list[str], encoding: str) -> dict[str, Path]:
    file = folder / name
    file.write_text("\n".join(lines) + "\n", encoding=encoding)
    return {"ksgmdw.txt": file}


@pytest.mark.parametrize(
    ("name", "lines", "encoding"),
    [
        ("iisystem.dat", OLD, "latin-1"),
        ("ksgmdw.txt", NEW, "latin-1"),
        ("gw_states.csv", PACKAGE, "utf-8"),
        ("gwstates.csv", SHEET, "utf-8"),
    ],
)
def test_every_layout_gives_the_same_spells(tmp_path: Path, name: str, lines: list[str], encoding: str) -> None:
    assert GwStates().parse(given(tmp_path, name, lines, encoding)).rows() == WANTED


def test_a_line_without_tabs_is_told(tmp_path: Path) -> None:
    files = given(tmp_path, "ksgmdw.txt", [*NEW, "437 CDI"], "latin-1")
    with pytest.raises(DataError) as caught:
        GwStates().parse(files)
    assert str(caught.value) == (
        f"{files['ksgmdw.txt']}:5: 1 cells separated by tabs where the list has 5. Get the authors' file again."
    )


def test_a_list_without_rows_is_told(tmp_path: Path) -> None:
    files = given(tmp_path, "ksgmdw.txt", NEW[:1], "latin-1")
    with pytest.raises(DataError) as caught:
        GwStates().parse(files)
    assert str(caught.value) == f"{files['ksgmdw.txt']}: has no rows. Get it again."


def test_a_foreign_table_names_what_lacks(tmp_path: Path) -> None:
    files = given(tmp_path, "a.csv", ["gwcode,stateabb,statename,startdate", "2,USA,US,1816-01-01"], "utf-8")
    with pytest.raises(DataError) as caught:
        GwStates().parse(files)
    assert str(caught.value) == (
        f"{files['ksgmdw.txt']}:1: lacks the column enddate (startdate is like it). Versions known here: 2017, 2020. "
        "Get one of these, or say what the new columns mean."
    )
