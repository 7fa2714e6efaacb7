"""Wars by dyad and year, and the four tables of wars: endings of lines, code page, sentinels, periods of fighting."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.wars import Wars
from corcyra.sources.datasets.wars_extra import WarsExtra
from corcyra.sources.datasets.wars_inter import WarsInter
from corcyra.sources.datasets.wars_intra import WarsIntra
from corcyra.sources.datasets.wars_non import WarsNon
from corcyra.sources.source import check_table

INTER = "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,WhereFought,Initiator,Outcome,TransTo,BatDeath,Version"
NO = "-8,-8,-8,-8,-8,-8"
ROWS = (
    "1,First,1,220,France,1,9,3,1939,6,22,1940,10,23,1944,8,14,1945,-8,2,2,1,-8,100,4",
    "1,First,1,255,Germany,2,9,1,1939,5,7,1945,{no},-8,2,1,2,-8,3000,4",
    "1,First,1,325,Italy,2,6,10,1940,9,2,1943,{no},-8,2,2,2,-8,-9,4",
    "1,First,1,325,Italy,1,10,18,1943,5,7,1945,{no},-8,2,2,1,-8,50,4",
    "2,Second,1,220,France,1,1,1,1940,2,1,1940,{no},503,2,2,1,-8,7,4",
    "2,Second,1,255,Germany,2,1,1,1940,2,1,1940,{no},-8,2,1,2,-8,3,4",
)


def given(folder: Path, rows: tuple[str, ...] = ROWS, head: str = INTER, end: str = "\r") -> dict[str, Path]:
    file = folder / "Inter-StateWarData_v4.0.csv"
    file.write_bytes(end.join((head, *(row.format(no=NO) for row in rows))).encode("cp1252"))
    return {file.name: file}


def test_both_periods_of_fighting_count(tmp_path: Path) -> None:
    frame = Wars().parse(given(tmp_path))
    check_table(Wars(), frame)
    pair = frame.filter(pl.col("state1") == 220, pl.col("state2") == 255)
    assert pair.select("year", "war_onset", "war_count").rows() == [
        (1939, 1, 1),
        (1940, 1, 2),
        (1944, 1, 1),
        (1945, 0, 1),
    ]


def test_deaths_are_of_both_in_the_whole_war_or_missing(tmp_path: Path) -> None:
    frame = Wars().parse(given(tmp_path))
    pair = frame.filter(pl.col("state2") == 255, pl.col("year") < 1944)
    assert pair["war_deaths"].to_list() == [3100, 3110]
    # One of Italy's two spells has no toll, so none of its pairs has one.
    assert frame.filter(pl.col("state2") == 325)["war_deaths"].to_list() == [None] * 4


def test_a_state_that_changes_sides_fights_both(tmp_path: Path) -> None:
    frame = Wars().parse(given(tmp_path)).filter(pl.col("state2") == 325)
    assert frame.select("state1", "year").rows() == [(220, 1940), (255, 1943), (255, 1944), (255, 1945)]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_ending_of_lines_is_read(tmp_path: Path, end: str) -> None:
    frame = WarsInter().parse(given(tmp_path, end=end))
    check_table(WarsInter(), frame)
    assert frame.height == 6
    assert frame.filter(pl.col("ccode") == 325)["batdeath"].to_list() == [50, None]
    assert frame.filter(pl.col("warnum") == 2)["transfrom"].to_list() == ["503", None]


def test_a_changed_header_is_told(tmp_path: Path) -> None:
    files = given(tmp_path, head=INTER.replace("BatDeath", "Battledeaths"))
    with pytest.raises(
        DataError, match=r"lacks the column batdeath \(battledeaths is like it\)\. Versions known here: 4\.0\."
    ):
        Wars().parse(files)


def test_extra_state_wars_are_in_the_code_page_of_windows(tmp_path: Path) -> None:
    head = "WarNum,WarName,WarType,ccode1,SideA,ccode2,SideB,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2 ,EndYear2,Initiator,Interven,TransFrom,Outcome,TransTo,WhereFought,BatDeath,NonStateDeaths,Version"
    rows = (
        f"9,A,2,-8,-8,710,Hassan\x92s army,1,-9,1900,-7,-7,-7,{NO},0,1,-8,5,-8,7,-9,10,4",
        f"9,A,2,200,United Kingdom,-8,-8,1,-9,1900,2,1,1901,{NO},1,0,-8,1,-8,7,20,-8,4",
    )
    file = tmp_path / "Extra-StateWarData_v4.0.csv"
    file.write_bytes("\r".join((head, *rows)).encode("latin-1"))
    frame = WarsExtra().parse({file.name: file})
    check_table(WarsExtra(), frame)
    assert frame.select("participant", "ccode1", "sidea", "ccode2", "sideb", "endyear1", "batdeath").rows() == [
        (1, None, None, 710, "Hassan’s army", None, None),
        (2, 200, "United Kingdom", None, None, 1901, 20),
    ]


def test_intra_state_wars_have_decimals_in_their_numbers(tmp_path: Path) -> None:
    dates = ",".join(
        f"{edge}{part}{block}" for block in "1234" for edge in ("Start", "End") for part in ("Mo", "Dy", "Yr")
    )
    head = f"WarNum,WarName,V5RegionNum,WarType,CcodeA,SideA,SideB,Intnl,{dates},WDuratDays,WDuratMo,TotNatMonWar,TransFrom,Initiator,Outcome,TransTo,DeathsSideA,DeathsSideB,TotalBDeaths,Version"
    row = f"502.1,Revolución,3,5,365,Russia,Rebels,0,6,10,1818,11,?,1822,{','.join([NO] * 3)},1596,53.2,53.2,-8,Chechnya,1,711.5,5000,-9,-9,5.1"
    file = tmp_path / "INTRA-STATE WARS v5.1 CSV.csv"
    file.write_bytes(f"{head}\n{row}\n".encode("latin-1"))
    frame = WarsIntra().parse({file.name: file})
    check_table(WarsIntra(), frame)
    wanted = {
        "warnum": 502.1,
        "warname": "Revolución",
        "enddy1": None,
        "wduratmo": 53.2,
        "transto": 711.5,
        "deathssideb": None,
    }
    assert {name: frame[name][0] for name in wanted} == wanted


def test_a_total_with_a_comma_is_a_number(tmp_path: Path) -> None:
    head = "WarNum,WarName,WarType,WhereFought,SideA1,SideA2,SideB1,SideB2,SideB3,SideB4,SideB5,StartYear,StartMonth,StartDay,EndYear,EndMonth,EndDay,Initiator,TransFrom,TransTo,Outcome,SideADeaths,SideBDeaths,TotalCombatDeaths,Version"
    row = '1500,Musket,8,9,One,-8, Two,-8,-8,-8,-8,1818,-9,-9,1824,-9,-9,A,-8,-8,1,-9,-9,"4,000",4'
    file = tmp_path / "Non-StateWarData_v4.0.csv"
    file.write_bytes(f"{head}\r{row}\r".encode("ascii"))
    frame = WarsNon().parse({file.name: file})
    check_table(WarsNon(), frame)
    assert frame.select("sidea1", "sidea2", "sideb1", "startmonth", "totalcombatdeaths").row(0) == (
        "One",
        None,
        "Two",
        None,
        4000,
    )
