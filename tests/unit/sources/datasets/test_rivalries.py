"""Strategic rivalries: types, first and last years, codes that COW never listed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.rivalries_td import RivalriesTd
from corcyra.sources.datasets.rivalries_tss import RivalriesTss
from corcyra.sources.source import check_table

TSS = """tssr_id,rivalry,ccode1,ccode2,start,end,positional,spatial,ideological,interventionary,principal,aprin
1,One,200,220,1494,1817,1.0,NA,NA,NA,1.0,NA
2,Two,220,200,1817,1818,NA,1.0,NA,NA,NA,NA
3,Old,324,325,1816,1817,1.0,NA,NA,NA,NA,NA
4,Late,371,373,2019,2020,NA,1.0,NA,1.0,1.0,NA
5,Before,230,235,1500,1700,NA,1.0,NA,NA,NA,NA
"""
TD = """rivalryno,rivalryname,ccode1,ccode2,styear,endyear,region,type1,type2,type3
1,One,220,300,1494,1816,Europe,spatial,positional,NA
2,Two,365,740,2010,2010,Asia,interventionary,NA,ideological
"""


def test_tss_by_year(tmp_path: Path) -> None:
    file = tmp_path / "tss_rivalries.csv"
    file.write_text(TSS, encoding="utf-8")
    frame = RivalriesTss().parse({"tss_rivalries.rda": file})
    check_table(RivalriesTss(), frame)
    columns = (
        "state1",
        "state2",
        "year",
        "tss_positional",
        "tss_spatial",
        "tss_interventionary",
        "tss_principal",
        "tss_aprin",
    )
    assert frame.select(columns).rows() == [
        (200, 220, 1816, 1, 0, 0, 1, 0),
        (200, 220, 1817, 1, 1, 0, 1, 0),
        (200, 220, 1818, 0, 1, 0, 0, 0),
        (371, 373, 2019, 0, 1, 1, 1, 0),
        (371, 373, 2020, 0, 1, 1, 1, 0),
    ]
    assert frame["tss_rivalry"].to_list() == [1] * 5
    assert set(RivalriesTss().fills) == {field.name for field in RivalriesTss().columns}


def test_td_by_year(tmp_path: Path) -> None:
    file = tmp_path / "td_rivalries.csv"
    file.write_text(TD, encoding="utf-8")
    frame = RivalriesTd().parse({"td_rivalries.rda": file})
    check_table(RivalriesTd(), frame)
    assert frame.rows() == [(220, 300, 1816, 1, 1, 1, 0, 0), (365, 740, 2010, 1, 0, 0, 1, 1)]


def test_a_rivalry_that_ends_before_it_starts_is_told(tmp_path: Path) -> None:
    file = tmp_path / "td_rivalries.csv"
    file.write_text(TD.replace("2010,2010", "2010,1990"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        RivalriesTd().parse({"td_rivalries.rda": file})
    assert str(caught.value) == f"{file}: has a rivalry from 2010 to 1990. Get the publisher's file again."


def test_a_changed_header_is_told(tmp_path: Path) -> None:
    file = tmp_path / "tss_rivalries.csv"
    file.write_text(TSS.replace(",start,end,", ",begin,end,"), encoding="utf-8")
    with pytest.raises(
        DataError, match=r"tss_rivalries\.csv:1: lacks the column start\b.* known here: 2021 in peacesciencer\."
    ):
        RivalriesTss().parse({"tss_rivalries.rda": file})


def test_rivals_are_a_pair_whatever_their_order(tmp_path: Path) -> None:
    file = tmp_path / "td_rivalries.csv"
    file.write_text(TD.replace("220,300", "300,220"), encoding="utf-8")
    assert RivalriesTd().parse({"td_rivalries.rda": file}).filter(pl.col("state1") == 220).height == 1
