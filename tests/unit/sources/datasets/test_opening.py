"""Opening publishers' tables: plain files, archives in archives, keys that are no numbers."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets._opening import coded, dated, days, of_system, once, opened

TABLE = "ccode,year\n2,1816\n20,.\n"


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_a_plain_table_and_one_in_an_archive_are_read_alike(tmp_path: Path) -> None:
    plain = tmp_path / "a.csv"
    plain.write_text(TABLE, encoding="utf-8")
    packed = zipped(tmp_path / "a.zip", {"v1/readme.txt": "no", "v1/a.csv": TABLE})
    assert opened(plain).rows() == opened(packed, "a.csv").rows() == [(2, 1816), (20, None)]


def test_an_archive_inside_the_archive_is_searched_and_the_first_name_wins(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("new.csv", "x\n2\n")
    packed = zipped(
        tmp_path / "a.zip", {"__MACOSX/._inner.zip": b"x", "in/inner.zip": inner.getvalue(), "old.csv": "x\n1\n"}
    )
    assert opened(packed, "new.csv").rows() == [(2,)]
    assert opened(packed, "old.csv", "new.csv").rows() == [(1,)]


def test_an_archive_without_the_table_says_what_it_has(tmp_path: Path) -> None:
    packed = zipped(tmp_path / "a.zip", {"readme.txt": "no"})
    with pytest.raises(DataError) as caught:
        opened(packed, "a.csv", "b.csv")
    assert str(caught.value) == (
        f"{packed}: the archive has none of a.csv, b.csv. It has: readme.txt. Get the publisher's file again."
    )


def test_a_cut_archive_is_told(tmp_path: Path) -> None:
    packed = zipped(tmp_path / "a.zip", {"a.csv": TABLE})
    packed.write_bytes(packed.read_bytes()[:-30])
    with pytest.raises(DataError) as caught:
        opened(packed, "a.csv")
    assert str(caught.value) == f"{packed}: is no whole ZIP archive: File is not a zip file. Get it again."


def test_bytes_of_another_encoding_in_an_archive_are_told_with_their_line(tmp_path: Path) -> None:
    packed = zipped(tmp_path / "a.zip", {"a.csv": "ccode,name\n2,ok\n3,Per\xfa\n".encode("latin-1")})
    with pytest.raises(DataError) as caught:
        opened(packed, "a.csv")
    assert str(caught.value) == (
        f"{packed}:3: the bytes are not utf-8, which this version of the file is written in. Get the publisher's file again."
    )


def test_keys_are_whole_numbers_whatever_the_file_holds_them_as() -> None:
    frame = pl.DataFrame({"ccode": ["2", "20"], "year": [1816.0, 1817.0]})
    done = coded(frame, Path("a.csv"), {"ccode": "state", "year": "year"})
    assert (done["state"].to_list(), done["year"].to_list()) == ([2, 20], [1816, 1817])
    assert (done.schema["state"], done.schema["year"]) == (pl.Int64, pl.Int64)


@pytest.mark.parametrize(("value", "shown"), [(2.5, "2.5"), (None, "None")])
def test_a_key_that_is_no_whole_number_is_told_with_its_line(value: float | None, shown: str) -> None:
    with pytest.raises(DataError) as caught:
        coded(pl.DataFrame({"ccode": [2.0, value]}), Path("a.csv"), {"ccode": "state"})
    assert str(caught.value) == (
        f"a.csv:3: {shown} in the column ccode is no whole number. Get the publisher's file again."
    )


def test_numbers_of_no_state_of_the_system_are_left_out() -> None:
    frame = pl.DataFrame({"state1": [2, 2, 260], "state2": [1001, 20, 2]})
    assert of_system(frame, ("state1", "state2")).rows() == [(2, 20), (260, 2)]
    assert of_system(pl.DataFrame({"state": [255, 260, 340, 345]}), ("state",), "gw")["state"].to_list() == [
        255,
        260,
        340,
        345,
    ]
    assert of_system(pl.DataFrame({"state": [340, 345]}), ("state",))["state"].to_list() == [345]


def test_a_key_twice_is_told_and_rows_are_sorted() -> None:
    frame = pl.DataFrame({"state": [20, 2], "year": [1, 2]})
    assert once(frame, ("state", "year"), Path("a.csv")).rows() == [(2, 2), (20, 1)]
    with pytest.raises(DataError) as caught:
        once(pl.concat([frame, frame]), ("state",), Path("a.csv"))
    assert str(caught.value) == "a.csv: has state 2 more than once. Get the publisher's file again."


def test_days_of_three_parts_must_be_in_the_calendar() -> None:
    parts = [pl.col(name) for name in ("y", "m", "d")]
    assert str(dated(pl.DataFrame({"y": [1900], "m": [2], "d": [28]}), Path("a.csv"), *parts)[0]) == "1900-02-28"
    with pytest.raises(DataError) as caught:
        dated(pl.DataFrame({"y": [1900], "m": [2], "d": [29]}), Path("a.csv"), *parts)
    assert str(caught.value) == "a.csv:2: 1900-2-29 is no day. Get the publisher's file again."


def test_a_word_is_no_day() -> None:
    with pytest.raises(DataError) as caught:
        days(pl.Series("End", ["31.12.2017", "now"]), Path("gw.xlsx"))
    assert str(caught.value) == "gw.xlsx: 'now' in the column End, row 2, is no day. Get the publisher's file again."
