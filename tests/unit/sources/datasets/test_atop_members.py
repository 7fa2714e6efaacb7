"""ATOP member level: dates, zeros that mean in force, returns, and all rows against the file."""

from __future__ import annotations

import calendar
import csv
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.atop_members import MEMBERS, AtopMembers
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "atop/atop4_01_member-level.csv"
HEADER = "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,offense,neutral,nonagg,consul,version\n"


def parse(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "atop.csv"
    path.write_text(text, encoding="utf-8")
    return AtopMembers().parse({MEMBERS.name: path})


def test_zero_is_in_force_and_unknown_days_are_wide(tmp_path: Path) -> None:
    table = parse(
        tmp_path, HEADER + "9001,2,1949,8,24,0,0,0,0,1,0,0,0,1,4.01\n9002,20,1844,6,,1846,2,,0,0,0,0,1,0,4.01\n"
    )
    check_table(AtopMembers(), table)
    assert table.select("atopid", "member", "start", "end", "defense", "nonagg").rows() == [
        (9001, 2, date(1949, 8, 24), None, 1, 0),
        (9002, 20, date(1844, 6, 1), date(1846, 2, 28), 0, 1),
    ]


def test_a_return_is_a_row_of_its_own(tmp_path: Path) -> None:
    table = parse(
        tmp_path, HEADER + "9001,651,1945,3,22,1979,3,31,0,0,0,0,1,0,5.1\n9001,651,1989,5,22,0,0,0,0,0,0,0,1,0,5.1\n"
    )
    assert table["start"].to_list() == [date(1945, 3, 22), date(1989, 5, 22)]


def test_an_end_before_the_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, HEADER + "9001,2,1949,8,24,1948,1,1,0,1,0,0,0,1,4.01\n")
    assert str(caught.value) == (
        f"{tmp_path / 'atop.csv'}:2: alliance 9001, member 2, 1949-08-24 to 1948-01-01: no start, an end before the start, or the "
        "same spell twice. Get the publisher's file."
    )


def test_the_same_spell_twice_is_refused(tmp_path: Path) -> None:
    row = "9001,2,1949,8,24,0,0,0,0,1,0,0,0,1,4.01\n"
    with pytest.raises(DataError, match="or the same spell twice"):
        parse(tmp_path, HEADER + row + row)


def test_another_header_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"lacks the columns? member") as caught:
        parse(tmp_path, HEADER.replace("member", "state") + "9001,2,1949,8,24,0,0,0,0,1,0,0,0,1,4.01\n")
    assert str(caught.value).endswith(
        "Versions known here: 4.01 (member level: atopid, member, yrent …), 5.0 and 5.1 (the same columns). Get one of these, or "
        "say what the new columns mean."
    )


if REAL.exists():

    def moment(row: dict[str, str], which: str, end: bool) -> date | None:
        year, month, day = (int(row[f"{part}{which}"] or 0) for part in ("yr", "mo", "day"))
        if year == 0:
            return None
        month = month or (12 if end else 1)
        return date(year, month, day or (calendar.monthrange(year, month)[1] if end else 1))

    def test_every_row_is_that_of_the_file() -> None:
        """All dates and obligations once more, by the csv module and the calendar."""
        with REAL.open(encoding="utf-8") as stream:
            expected = [
                (
                    int(row["atopid"]), int(row["member"]), int(row["phase"]), moment(row, "ent", False),
                    moment(row, "exit", True),
                    *(int(row[name]) for name in ("defense", "offense", "neutral", "nonagg", "consul")),
                )
                for row in csv.DictReader(stream)
            ]  # fmt: skip
        table = AtopMembers().parse({MEMBERS.name: REAL})
        check_table(AtopMembers(), table)
        assert len(expected) == 2_398
        assert table.rows() == sorted(expected, key=lambda row: row[:4])

    def test_the_collective_security_treaty() -> None:
        """Azerbaijan, Georgia and Uzbekistan leave in April 1999; a new phase in 2002; Uzbekistan is back 2006-2012."""
        table = AtopMembers().parse({MEMBERS.name: REAL}).filter(pl.col("atopid") == 4220)
        left = table.filter(pl.col("end") == date(1999, 4, 20))["member"].sort().to_list()
        assert left == [372, 373, 704]
        second = table.filter(pl.col("phase") == 2)
        assert second.filter(pl.col("member") != 704)["member"].to_list() == [365, 370, 371, 702, 703, 705]
        assert second.filter(pl.col("member") == 704).select("start", "end").row(0) == (
            date(2006, 8, 17),
            date(2012, 6, 28),
        )
