"""Major powers by year and rule."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.majors import Majors

TEXT = """stateabb,ccode,styear,stmonth,stday,endyear,endmonth,endday,version
FRN,220,1816,1,1,1940,6,22,2024
FRN,220,1945,8,15,2024,12,31,2024
"""


def given(folder: Path, text: str = TEXT) -> dict[str, Path]:
    file = folder / "majors2024.csv"
    file.write_text(text, encoding="utf-8")
    return {"MajorPowers2024.zip": file}


@pytest.mark.parametrize(
    ("rule", "last", "again"),
    [("any-day", 1940, 1945), ("jan-1", 1940, 1946), ("jul-1", 1939, 1946), ("dec-31", 1939, 1945)],
)
def test_the_rule_decides_in_years_of_change(tmp_path: Path, rule: str, last: int, again: int) -> None:
    frame = Majors(rule=rule).parse(given(tmp_path))
    assert frame["year"].to_list() == [*range(1816, last + 1), *range(again, 2025)]
    assert frame["cow_major"].unique().to_list() == [1]


def test_an_older_release_gives_the_same_years(tmp_path: Path) -> None:
    older = Majors().parse(given(tmp_path, TEXT.replace("2024", "2016")))
    assert older.equals(Majors().parse(given(tmp_path)))


def test_the_archive_is_read(tmp_path: Path) -> None:
    packed = tmp_path / "MajorPowers2024.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("MajorPowers2024/majors2024.csv", TEXT)
    assert Majors().parse({"MajorPowers2024.zip": packed}).equals(Majors().parse(given(tmp_path)))


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        Majors(rule="mid-year")
    assert str(caught.value) == "unknown rule 'mid-year'. Use one of: any-day, jan-1, jul-1, dec-31."


def test_a_foreign_file_names_what_lacks(tmp_path: Path) -> None:
    files = given(tmp_path, "ccode,year\n2,1816\n")
    with pytest.raises(DataError) as caught:
        Majors().parse(files)
    assert str(caught.value) == (
        f"{files['MajorPowers2024.zip']}:1: lacks the columns styear (year is like it), stmonth, stday, "
        "endyear (year is like it), endmonth, endday. Versions known here: 2016, 2024. "
        "Get one of these, or say what the new columns mean."
    )
