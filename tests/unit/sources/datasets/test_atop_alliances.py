"""ATOP alliances: sizes by day, umbrella treaties and dates."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.atop_alliances import AtopAlliances
from corcyra.sources.datasets.atop_members import MEMBERS, AtopMembers
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = {
    "atop-alliance-level.csv": MIRROR / "atop/atop4_01_alliance-level.csv",
    MEMBERS.name: MIRROR / "atop/atop4_01_member-level.csv",
}
ALLIANCES = (
    "atopid,begyr,begmo,begday,endyr,endmo,endday,bilat,defense,offense,neutral,nonagg,consul,mem1,mem2,mem3,mem4,version\n"
    "9001,1990,1,1,0,0,0,0,1,0,0,0,1,2,20,40,70,4.01\n9002,1950,5,,1960,5,,1,0,0,0,1,0,2,20,,,4.01\n"
)
SPELLS = (
    "atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,phase,defense,offense,neutral,nonagg,consul\n"
    "9001,2,1990,1,1,0,0,0,0,1,0,0,0,1\n9001,20,1990,1,1,1995,1,1,0,1,0,0,0,1\n9001,40,1994,1,1,0,0,0,0,1,0,0,0,1\n"
    "9001,70,1996,1,1,0,0,0,0,1,0,0,0,1\n9002,2,1950,5,,1960,5,,0,0,0,0,1,0\n9002,20,1950,5,,1960,5,,0,0,0,0,1,0\n"
)


def files(folder: Path, alliances: str = ALLIANCES) -> dict[str, Path]:
    found = {"atop-alliance-level.csv": folder / "a.csv", MEMBERS.name: folder / "m.csv"}
    found["atop-alliance-level.csv"].write_text(alliances, encoding="utf-8")
    found[MEMBERS.name].write_text(SPELLS, encoding="utf-8")
    return found


def test_sizes_are_counted_by_day(tmp_path: Path) -> None:
    """Four states were ever members of 9001, never more than three on one day."""
    table = AtopAlliances(threshold=3).parse(files(tmp_path))
    check_table(AtopAlliances(), table)
    shown = table.select("atopid", "start", "end", "members_signed", "members_most", "members_ever", "umbrella")
    assert shown.rows() == [
        (9001, date(1990, 1, 1), None, 2, 3, 4, 1),
        (9002, date(1950, 5, 1), date(1960, 5, 31), 2, 2, 2, 0),
    ]
    assert AtopAlliances().parse(files(tmp_path))["umbrella"].to_list() == [0, 0]


@pytest.mark.parametrize("threshold", [2, 8.0])
def test_a_threshold_that_marks_everything_is_refused(threshold: int) -> None:
    with pytest.raises(ParameterError) as caught:
        AtopAlliances(threshold=threshold)
    assert str(caught.value) == (
        f"an umbrella treaty of {threshold} or more members would make every treaty one. Give a threshold of 3 or more; the default is 8."
    )


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"a\.csv:1: lacks the column bilat"):
        AtopAlliances().parse(files(tmp_path, ALLIANCES.replace("bilat", "two")))


if all(path.exists() for path in REAL.values()):

    def test_umbrellas_of_the_mirror() -> None:
        table = AtopAlliances().parse(REAL)
        check_table(AtopAlliances(), table)
        assert (table.height, table["umbrella"].sum(), table["end_year"].null_count()) == (745, 27, 334)
        cst = table.filter(pl.col("atopid") == 4220)
        assert cst.select("members_signed", "members_most", "members_ever", "umbrella").row(0) == (6, 9, 9, 1)

    def test_sizes_agree_with_a_count_on_every_day_of_entry() -> None:
        spells = (
            AtopMembers().parse({MEMBERS.name: REAL[MEMBERS.name]}).select("atopid", "member", "start", "end").rows()
        )
        most: dict[int, int] = {}
        for alliance, _, day, _ in spells:
            there = {
                who
                for each, who, start, end in spells
                if each == alliance and start <= day and (end is None or day <= end)
            }
            most[alliance] = max(most.get(alliance, 0), len(there))
        table = AtopAlliances().parse(REAL)
        assert dict(table.select("atopid", "members_most").rows()) == most

    def test_obligations_and_years_are_those_of_the_file() -> None:
        names = ("begyr", "endyr", "bilat", "defense", "offense", "neutral", "nonagg", "consul")
        with REAL["atop-alliance-level.csv"].open(encoding="utf-8") as stream:
            expected = {int(row["atopid"]): [int(row[name]) for name in names] for row in csv.DictReader(stream)}
        ours = ("start_year", "end_year", "bilateral", "defense", "offense", "neutral", "nonagg", "consul")
        table = AtopAlliances().parse(REAL).select("atopid", *(pl.col(name).fill_null(0) for name in ours))
        assert {row[0]: list(row[1:]) for row in table.rows()} == expected
