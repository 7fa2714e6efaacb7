"""Global Sanctions Data Base: the dyadic layout and the layout of cases, what is no state, wrong files."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.gsdb import Gsdb

NAME = Gsdb.downloads[0].name
HEAD = (
    "case_id,sanctioned_state,sanctioned_state_iso3,sanctioning_state,sanctioning_state_iso3,year,trade,descr_trade,arms,"
    "military,financial,travel,other,objective,success"
)


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "gsdb.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_kinds_and_cases_of_a_pair_and_year(tmp_path):
    path = written(
        tmp_path,
        "1,Russia,RUS,United States,USA,2014,0,,1,0,1,1,0,territorial_conflict,ongoing",
        "2,Russia,RUS,United States,USA,2014,1,exp_part,0,0,0,0,0,human_rights,ongoing",
        "1,Russia,RUS,European Union,EEU,2014,1,exp_part,1,0,1,1,0,territorial_conflict,ongoing",
        "3,Yemen Arab Republic,,Saudi Arabia,SAU,1970,0,,0,0,1,0,0,,",
        "9,Russia,RUS,United States,USA,2023,1,,0,0,0,0,0,,",
    )
    assert Gsdb().parse({NAME: path}).rows() == [
        (365, 2, 2014, 2, 1, 1, 0, 1, 1, 0),
        (678, 670, 1970, 1, 0, 0, 0, 1, 0, 0),
    ]
    assert Gsdb().dropped({NAME: path}).rows() == [("EEU", 1)]


def test_years_may_be_a_beginning_and_an_end(tmp_path):
    head = "case_id,sanctioned_state,sanctioning_state,begin,end,trade,arms,military,financial,travel,other"
    path = written(tmp_path, "5,Serbia,United States,1998,2000,1,0,0,0,0,0", head=head)
    assert [row[:4] for row in Gsdb().parse({NAME: path}).rows()] == [(345, 2, year, 1) for year in (1998, 1999, 2000)]


def test_a_changed_header_is_named(tmp_path):
    path = written(
        tmp_path, "1,Iran,USA,1,0,0,0,0,0", head="case_id,target,sender,trade,arms,military,financial,travel,other"
    )
    with pytest.raises(DataError) as caught:
        Gsdb().parse({NAME: path})
    assert str(caught.value) == (
        f"{path}:1: lacks the columns sanctioned_state, sanctioning_state. Versions known here: the dyadic files of releases 3 "
        "and 4. Get one of these, or say what the new columns mean."
    )
