"""COW's spells of membership."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.cow_states import CowStates

HEADER = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version"
ROWS = [
    "USA,2,United States of America,1816,1,1,2016,12,31,2016",
    "NTH,210,Netherlands,1945,6,26,2016,12,31,2016",
    "NTH,210,Netherlands,1816,1,1,1940,7,14,2016",
]


def given(folder: Path, *rows: str, header: str = HEADER) -> dict[str, Path]:
    file = folder / "statelist2024.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return {"States2024.zip": file}


def test_spells_are_sorted_and_members_at_the_release_have_no_end(tmp_path: Path) -> None:
    assert CowStates().parse(given(tmp_path, *ROWS)).rows() == [
        (2, date(1816, 1, 1), "USA", "United States of America", None),
        (210, date(1816, 1, 1), "NTH", "Netherlands", date(1940, 7, 14)),
        (210, date(1945, 6, 26), "NTH", "Netherlands", None),
    ]


def test_the_publishers_archive(tmp_path: Path) -> None:
    file = tmp_path / "States2024.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("States2024/statelist2024.csv", f"{HEADER}\nUSA,2,United States of America,1816,1,1,2024,12,31,2024\n")
    found = CowStates().parse({"States2024.zip": file})
    assert found.rows() == [(2, date(1816, 1, 1), "USA", "United States of America", None)]


def test_a_changed_header_names_the_columns(tmp_path: Path) -> None:
    files = given(tmp_path, "USA,2,US,1816,1,1,2016,12,31,2016", header=HEADER.replace("statenme", "statename"))
    with pytest.raises(DataError) as caught:
        CowStates().parse(files)
    assert str(caught.value) == (
        f"{files['States2024.zip']}:1: lacks the column statenme (statename is like it). Versions known here: 2016, 2024. "
        "Get one of these, or say what the new columns mean."
    )


def test_a_day_outside_the_calendar_is_told_with_its_line(tmp_path: Path) -> None:
    files = given(tmp_path, ROWS[0], "CAN,20,Canada,1920,2,30,2016,12,31,2016")
    with pytest.raises(DataError) as caught:
        CowStates().parse(files)
    assert str(caught.value) == f"{files['States2024.zip']}:3: 1920-2-30 is no day. Get the publisher's file again."


def test_a_spell_twice_is_refused(tmp_path: Path) -> None:
    files = given(tmp_path, ROWS[0], ROWS[0])
    with pytest.raises(DataError) as caught:
        CowStates().parse(files)
    assert str(caught.value) == (
        f"{files['States2024.zip']}: has state, start (2, datetime.date(1816, 1, 1)) more than once. "
        "Get the publisher's file again."
    )
