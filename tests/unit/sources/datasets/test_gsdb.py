"""Global Sanctions Data Base: the dyadic layout, several cases in a cell, what is no state, wrong files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.gsdb import KINDS, Gsdb

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


def test_several_cases_in_one_cell_count_each_once(tmp_path):
    rows = (
        '"5, 7",Serbia,SRB,United States,USA,2010,1,,0,0,0,0,0,,',
        "7,Serbia,SRB,United States,USA,2010,0,,1,0,0,0,0,,",
    )
    assert [row[:4] for row in Gsdb().parse({NAME: written(tmp_path, *rows)}).rows()] == [(345, 2, 2010, 2)]


def test_a_year_that_stata_holds_as_a_date(tmp_path):
    row = {"case_id": "5", "sanctioned_state": "Iran", "sanctioning_state": "United States", **dict.fromkeys(KINDS, 0)}
    path = tmp_path / "GSDB_V4_dyadic.dta"
    frame = pd.DataFrame([row | {"year": pd.Timestamp(1980, 1, 1), "trade": 1}])
    frame.to_stata(path, convert_dates={"year": "ty"}, write_index=False)
    assert [row[:4] for row in Gsdb().parse({NAME: path}).rows()] == [(630, 2, 1980, 1)]


def test_the_table_of_cases_is_refused(tmp_path):
    head = "case_id,sanctioned_state,sanctioning_state,begin,end,trade,arms,military,financial,travel,other"
    path = written(tmp_path, "5,Serbia,EU,1998,2000,1,0,0,0,0,0", head=head)
    with pytest.raises(DataError) as caught:
        Gsdb().parse({NAME: path})
    assert str(caught.value) == (
        f"{path}:1: is the table of cases, in which a group such as the European Union stands for its members. "
        "Bring the dyadic file of the same release."
    )


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
