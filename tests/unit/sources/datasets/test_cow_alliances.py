"""COW Formal Alliances: five official layouts, on invented alliances; no file of the publisher is used."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.cow_alliances import CowAlliances
from corcyra.sources.source import check_table

NAME = "alliance_v4.1_by_directed.csv"
KINDS = "defense,neutrality,nonaggression,entente"
DIRECTED = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,dyad_end_day,dyad_end_month,"
    f"dyad_end_year,left_censor,right_censor,{KINDS},asymmetric,version\n"
)
SPAN = "15,3,2009,1,2,2011,0,0"


def parse(folder: Path, text: str, rule: str = "any-day") -> pl.DataFrame:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    table = CowAlliances(rule=rule).parse({NAME: path})
    check_table(CowAlliances(), table)
    return table


def test_directed_spells_keep_one_sided_promises(tmp_path: Path) -> None:
    text = DIRECTED + f"1,2,USA,20,Canada,{SPAN},1,0,0,0,1,4.1\n1,20,Canada,2,USA,{SPAN},0,0,0,1,1,4.1\n"
    assert parse(tmp_path, text, "jul-1").rows() == [
        (2, 20, 2009, 1, 0, 0, 0), (2, 20, 2010, 1, 0, 0, 0), (20, 2, 2009, 0, 0, 0, 1), (20, 2, 2010, 0, 0, 0, 1),
    ]  # fmt: skip


def test_rows_that_the_file_has_twice_are_one(tmp_path: Path) -> None:
    row, back = f"1,2,USA,20,Canada,{SPAN},1,0,0,0,0,4.1\n", f"1,20,Canada,2,USA,{SPAN},1,0,0,0,0,4.1\n"
    assert parse(tmp_path, DIRECTED + row + row + back).height == 6


def test_undirected_spells_are_mirrored_and_open_ends_last_to_2012(tmp_path: Path) -> None:
    text = DIRECTED.replace(",asymmetric", "") + "1,2,USA,20,Canada,-9,3,2011,,,,0,1,0,1,1,0,4.1\n"
    assert parse(tmp_path, text).rows() == [
        (2, 20, 2011, 0, 1, 1, 0), (2, 20, 2012, 0, 1, 1, 0), (20, 2, 2011, 0, 1, 1, 0), (20, 2, 2012, 0, 1, 1, 0),
    ]  # fmt: skip


def test_members_are_paired_on_the_days_that_they_share(tmp_path: Path) -> None:
    header = (
        "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,all_end_year,ss_type,"
        f"mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,mem_end_year,left_censor,right_censor,{KINDS},version\n"
    )
    text = header + (
        "7,2,USA,1,1,1990,,,,Type I: Defense Pact,1,1,1990,,,,0,1,1,0,0,0,4.1\n"
        "7,20,Canada,1,1,1990,,,,Type I: Defense Pact,1,1,1990,5,5,1991,0,0,1,0,0,0,4.1\n"
        "7,70,Mexico,1,1,1990,,,,Type I: Defense Pact,6,5,1991,,,,0,1,0,0,0,1,4.1\n"
    )
    table = parse(tmp_path, text)
    assert {(state, other) for state, other in table.select("state", "other").rows()} == {
        (2, 20),
        (20, 2),
        (2, 70),
        (70, 2),
    }
    assert table.filter(pl.col("state") == 70)["cow_entente"].unique().to_list() == [1]
    assert table.filter((pl.col("state") == 2) & (pl.col("other") == 20))["year"].to_list() == [1990, 1991]


def test_a_yearly_file_is_taken_as_it_is(tmp_path: Path) -> None:
    header = DIRECTED.replace(",asymmetric", ",year")
    text = header + f"1,2,USA,20,Canada,{SPAN},1,0,0,0,2009,4.1\n1,20,Canada,2,USA,{SPAN},1,0,0,0,2009,4.1\n"
    assert parse(tmp_path, text).rows() == [(2, 20, 2009, 1, 0, 0, 0), (20, 2, 2009, 1, 0, 0, 0)]


def test_a_yearly_file_has_no_day_for_a_rule(tmp_path: Path) -> None:
    text = DIRECTED.replace(",asymmetric", ",year") + f"1,2,USA,20,Canada,{SPAN},1,0,0,0,2009,4.1\n"
    with pytest.raises(DataError) as caught:
        parse(tmp_path, text, "jul-1")
    assert str(caught.value) == (
        f"{tmp_path / 'a.csv'}:1: has years and no days, so the rule 'jul-1' cannot be used. Bring alliance_v4.1_by_directed.csv, or "
        "use 'any-day'."
    )


def test_reversed_dates_name_the_line(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, DIRECTED + "1,2,USA,20,Canada,15,3,2009,1,2,2001,0,0,1,0,0,0,0,4.1\n")
    assert str(caught.value) == (
        f"{tmp_path / 'a.csv'}:2: an alliance from 2009-03-15 to 2001-02-01. Correct the dates, or get the publisher's file."
    )


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="lacks the columns defense, neutrality, nonaggression, entente"):
        parse(tmp_path, "ccode1,ccode2,year\n2,20,1990\n")


def test_no_address_is_ever_given() -> None:
    assert {(each.url, each.sha256) for each in CowAlliances.downloads} == {("", "")}
