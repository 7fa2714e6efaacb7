"""Political Terror Scale: states without a number, years without a state, two Yugoslavias."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.pts import Pts

HEADER = "Country,Country_OLD,Year,COW_Code_A,COW_Code_N,WordBank_Code_A,UN_Code_N,Region,PTS_A,PTS_H,PTS_S,NA_Status_A,NA_Status_H,NA_Status_S"
SFRY, FRY = '"Yugoslavia, Socialist Federal Republic of"', '"Yugoslavia, Federal Republic of"'
LINES = [
    *(f"{SFRY},Y,{year},YUG,345,YUG,NA,eca,4,NA,5,0,88,0" for year in (1990, 1991)),
    f"{SFRY},Y,1992,YUG,345,YUG,NA,eca,NA,NA,NA,77,77,77",
    f"{FRY},Y,1990,YUG,345,YUG,NA,eca,NA,NA,NA,77,77,77",
    *(f"{FRY},Y,{year},YUG,345,YUG,NA,eca,3,NA,5,0,99,0" for year in (1991, 1992)),
    "Serbia,Serbia,2007,NA,NA,SRB,688,eca,2,NA,2,0,88,0",
    "Soviet Union,USSR,1990,NA,NA,NA,NA,eca,3,NA,4,0,88,0",
    "Russian Federation,Russia,1990,RUS,365,RUS,643,eca,NA,NA,NA,77,77,77",
    "Western Sahara,WS,1996,NA,NA,ESH,732,mena,3,NA,3,0,88,0",
    "Namibia,Namibia,1995,NAM,565,NAM,516,ssa,NA,NA,NA,88,88,88",
]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    file = tmp_path / "PTS-2022.csv"
    file.write_bytes(("\r\n".join([HEADER, *LINES]) + "\r\n").encode())
    return {"PTS-2022.csv": file}


def test_states_get_their_numbers(files: dict[str, Path]) -> None:
    found = {row[:2]: row[2:] for row in Pts().parse(files).rows()}
    assert found[345, 2007] == (2, None, 2, 0, 88, 0)
    assert found[365, 1990] == (3, None, 4, 0, 88, 0)
    assert sorted(found) == [(345, 1990), (345, 1991), (345, 1992), (345, 2007), (365, 1990), (565, 1995)]


def test_a_report_that_is_not_there_is_no_score(files: dict[str, Path]) -> None:
    assert Pts().parse(files).filter(state=565).rows() == [(565, 1995, None, None, None, 88, 88, 88)]


def test_a_release_in_latin_1_gives_the_same(tmp_path: Path) -> None:
    file = tmp_path / "PTS-2025.csv"
    row = "Türkiye,Turkey,2024,TUR,640,TUR,792,eca,3,NA,4,0,88,0"
    file.write_bytes("\n".join([HEADER, row, ""]).encode("latin-1"))
    assert Pts().parse({"PTS-2022.csv": file}).rows() == [(640, 2024, 3, None, 4, 0, 88, 0)]


def test_keep_decides_between_two_yugoslavias(files: dict[str, Path]) -> None:
    given = {
        keep: Pts(keep=keep).parse(files).filter(state=345, year=1991)["pts_a"].to_list() for keep in ("new", "old")
    }
    assert given == {"new": [3], "old": [4]}


def test_what_is_wrong_is_told(files: dict[str, Path]) -> None:
    with pytest.raises(ParameterError) as caught:
        Pts(keep="both")
    assert str(caught.value) == "unknown keep 'both'. Use one of: new, old."
    file = files["PTS-2022.csv"]
    file.write_bytes(file.read_bytes().replace(b"COW_Code_N", b"COWCodeN"))
    with pytest.raises(DataError) as wrong:
        Pts().parse(files)
    assert str(wrong.value) == (
        f"{file}:1: lacks the column COW_Code_N (COW_Code_A is like it). Versions known here: 2022 to 2025. "
        "Get one of these, or say what the new columns mean."
    )
