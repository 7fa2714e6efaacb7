"""National Material Capabilities in the layouts of their versions."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.nmc import Nmc

OFFICIAL = """stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version
"ZAN",511,1963,-9,-9,0,5,310,0,.0000123,2011
"USA",2,1816,3823,17,80,254,8659,101,.0396975,2011
"USA",2,1817,2466,15,80,277,8899.5,106,.0358166,2011
"""
WANTED = [
    (2, 1816, 3823.0, 17.0, 80.0, 254.0, 8659.0, 101.0, 0.0396975),
    (2, 1817, 2466.0, 15.0, 80.0, 277.0, 8899.5, 106.0, 0.0358166),
    (511, 1963, None, None, 0.0, 5.0, 310.0, 0.0, 0.0000123),
]


def given(folder: Path, text: str, name: str = "NMC_5_0.csv") -> dict[str, Path]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return {"NMCv7.zip": file}


def test_minus_nine_is_missing_and_zero_is_zero(tmp_path: Path) -> None:
    assert Nmc().parse(given(tmp_path, OFFICIAL)).rows() == WANTED


def test_the_packaged_table_has_na_for_missing(tmp_path: Path) -> None:
    text = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n511,1963,NA,,0,5,310,0,1.23e-05\n"
    assert Nmc().parse(given(tmp_path, text)).rows() == WANTED[2:]


def test_supplementary_columns_are_left_out(tmp_path: Path) -> None:
    text = (
        "statenme,stateabb,ccode,year,milex,milexsource,milexnote,milper,irst,pec,tpop,upop,cinc,version\n"
        'Zanzibar,ZAN,511,1963,-9,"a, b",,-9,0,5,310,0,.0000123,2021\n'
    )
    assert Nmc().parse(given(tmp_path, text, "NMC-60-wsupplementary.csv")).rows() == WANTED[2:]


def test_version_seven_is_an_archive_in_an_archive(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("NMC-70-abridged.csv", OFFICIAL.replace("\n", "\r\n"))
    packed = tmp_path / "NMCv7.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("NMCv7/NMC-v7-abridged.zip", inner.getvalue())
    assert Nmc().parse({"NMCv7.zip": packed}).rows() == WANTED


def test_numbers_of_no_state_are_left_out(tmp_path: Path) -> None:
    frame = Nmc().parse(given(tmp_path, OFFICIAL.replace('"ZAN",511', '"XXX",1511')))
    assert frame["state"].unique().to_list() == [2]


def test_a_changed_header_names_the_columns(tmp_path: Path) -> None:
    files = given(tmp_path, OFFICIAL.replace("milper", "mil_pers"))
    with pytest.raises(DataError) as caught:
        Nmc().parse(files)
    assert str(caught.value) == (
        f"{files['NMCv7.zip']}:1: lacks the column milper (mil_pers is like it). Versions known here: 5.0, 6.0, 7.0. "
        "Get one of these, or say what the new columns mean."
    )


def test_a_state_and_year_twice_is_refused(tmp_path: Path) -> None:
    files = given(tmp_path, OFFICIAL.replace("1817", "1816"))
    with pytest.raises(DataError) as caught:
        Nmc().parse(files)
    assert str(caught.value) == (
        f"{files['NMCv7.zip']}: has state, year (2, 1816) more than once. Get the publisher's file again."
    )


def test_every_column_is_a_decimal_whatever_the_file_holds(tmp_path: Path) -> None:
    frame = Nmc().parse(given(tmp_path, OFFICIAL))
    assert {frame.schema[field.name] for field in Nmc().columns} == {pl.Float64()}
