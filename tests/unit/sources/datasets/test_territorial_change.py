"""Territorial changes: sentinels, dots, and entities beyond the state system."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.territorial_change import TerritorialChange

TEXT = """year,month,gainer,gaintype,procedur,entity,contgain,area,pop,portion,loser,losetype,contlose,entry,exit,number,indep,conflict,version
1816,.,200,0,3,420,0,179.50,.,0,-9,1,-9,0,0,5,0,0,5
1816,7,160,1,-9,160,-9,2093164.00,1970000,1,230,0,0,1,0,3,1,0,5
1900,1,2,0,1,7693,0,10.00,20,1,7692,0,0,0,0,9,0,1,6
"""


def given(folder: Path, text: str = TEXT) -> dict[str, Path]:
    file = folder / "tc2018.csv"
    file.write_text(text, encoding="utf-8")
    return {"terr-changes-v6.zip": file}


def test_minus_nine_and_dots_are_missing_and_entities_stay(tmp_path: Path) -> None:
    frame = TerritorialChange().parse(given(tmp_path))
    assert frame.columns[:4] == ["tc_number", "tc_year", "tc_month", "tc_gainer"]
    assert frame.rows() == [
        (3, 1816, 7, 160, 1, None, 160, None, 2093164.0, 1970000.0, 1, 230, 0, 0, 1, 0, 1, 0),
        (5, 1816, None, 200, 0, 3, 420, 0, 179.5, None, 0, None, 1, None, 0, 0, 0, 0),
        (9, 1900, 1, 2, 0, 1, 7693, 0, 10.0, 20.0, 1, 7692, 0, 0, 0, 0, 0, 1),
    ]


def test_a_changed_header_names_the_columns(tmp_path: Path) -> None:
    files = given(tmp_path, TEXT.replace("procedur,", "procedure,"))
    with pytest.raises(DataError) as caught:
        TerritorialChange().parse(files)
    assert str(caught.value) == (
        f"{files['terr-changes-v6.zip']}:1: lacks the column procedur (procedure is like it). Versions known here: 6. "
        "Get one of these, or say what the new columns mean."
    )
