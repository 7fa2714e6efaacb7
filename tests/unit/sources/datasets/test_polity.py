"""Polity: numbers that are not COW's, special years, states that end and begin in one year, cases as years."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.polity import NUMBERS, Polity
from corcyra.world.spells import states

HEADER = "p5,cyear,ccode,scode,country,year,democ,autoc,polity,polity2,durable,xconst"
ROWS = [
    (345, "YUG", 1990, 2, 7, -5, "-5", 1, 3),
    (345, "YUG", 1991, 2, 7, -5, "-5", 2, 3),
    (347, "YGS", 1991, 1, 8, -7, "-7", 0, 2),
    (347, "YGS", 2005, 6, 0, 6, "6", 5, 5),
    (347, "YGS", 2006, 6, 0, 6, "6", 6, 5),
    (342, "SER", 2006, 9, 1, 8, "8", 0, 7),
    (341, "KOS", 2008, 8, 0, 8, "8", 0, 7),
    (348, "MNT", 2008, 9, 0, 9, "9", 2, 7),
    (525, "SSU", 2011, 0, 0, 0, "0", 0, 3),
    (626, "SDN", 2011, 0, 4, -4, "-4", 0, 3),
    (700, "AFG", 1980, -66, -66, -66, "", 0, -66),
    (660, "LEB", 1980, -77, -77, -77, "0", 0, -77),
    (305, "AUS", 1900, 1, 5, -4, "-4", 32, 3),
    (530, "ETH", 1992, -77, -77, -77, "0", 0, -77),
    (530, "ETH", 1993, -88, -88, -88, "0", 0, -88),
    (529, "ETI", 1993, -88, -88, -88, "1", 0, -88),
    (99, "GCL", 1825, 3, 2, 1, "1", 3, 3),
]


@pytest.fixture
def annual(tmp_path: Path) -> dict[str, Path]:
    lines = [f"1,{c}{y},{c},{s},X,{y},{d},{a},{p},{p2},{u},{x}" for c, s, y, d, a, p, p2, u, x in ROWS]
    file = tmp_path / "p5v2018.csv"
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return {"p5v2018.xls": file}


def scores(frame: pl.DataFrame) -> dict[tuple[int, int], tuple[int | None, ...]]:
    return {row[:2]: row[2:5] for row in frame.rows()}


def test_numbers_are_made_cows(annual: dict[str, Path]) -> None:
    found = scores(Polity().parse(annual))
    assert found[347, 2008] == (8, 8, None)
    assert found[341, 2008] == (9, 9, None)
    assert (found[626, 2011], found[625, 2011]) == ((0, 0, None), (-4, -4, None))
    assert found[300, 1900] == (-4, -4, None)
    assert (305, 1900) not in found
    assert not [key for key in found if key[0] in (99, 364, 529)]


def test_special_years_have_no_score_and_say_why(annual: dict[str, Path]) -> None:
    found = Polity().parse(annual)
    assert scores(found)[700, 1980] == (None, None, -66)
    assert scores(found)[660, 1980] == (None, 0, -77)
    assert found.filter(state=660).select("democ", "autoc", "xconst").row(0) == (None, None, None)


def test_keep_decides_the_years_of_two_states(annual: dict[str, Path]) -> None:
    new, old = scores(Polity().parse(annual)), scores(Polity(keep="old").parse(annual))
    assert (new[345, 1991], old[345, 1991]) == ((-7, -7, None), (-5, -5, None))
    assert (new[345, 2006], old[345, 2006]) == ((8, 8, None), (6, 6, None))
    assert (new[530, 1993], old[530, 1993]) == ((None, 1, -88), (None, 0, -88))
    assert new.keys() == old.keys()


def cases(folder: Path) -> dict[str, Path]:
    """The layout with a first and a last day, as text."""
    header = "present,p5,ccode,scode,country,polity,persist,bmonth,bday,byear,emonth,eday,eyear,democ,autoc,xconst"
    lines = [
        ",1,365,RUS,Russia,-1,5,10,26,1917,12,29,1922,1,2,3",
        ",1,364,USR,USSR,-7,5,12,30,1922,12,27,1927,0,7,3",
        ",1,364,USR,USSR,-8,6,12,28,1927,6,30,1933,0,8,3",
        ",1,2,USA,United States,7,1,3,22,2019,2,4,2020,8,1,6",
        "1,1,2,USA,United States,5,.,11,3,2020,99,99,9999,7,2,5",
        "1,1,371,ARM,Armenia,7,.,12,9,2018,99,99,9999,7,0,7",
    ]
    file = folder / "p5v2018d.csv"
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return {"p5v2018.xls": file}


def test_cases_count_by_the_day_that_decides(tmp_path: Path) -> None:
    files = cases(tmp_path)
    by_end = {row[:2]: row[2] for row in Polity().parse(files).rows()}
    assert [by_end[365, year] for year in (1917, 1921, 1922, 1926, 1927, 1932)] == [-1, -1, -7, -7, -8, -8]
    assert (365, 1933) not in by_end
    middle = {row[:2]: row[2] for row in Polity(rule="jul-1").parse(files).rows()}
    assert [middle[365, year] for year in (1922, 1923, 1927, 1928)] == [-1, -7, -7, -8]
    whole = {row[:2]: row[2] for row in Polity(rule="any-day").parse(files).rows()}
    assert [whole[365, year] for year in (1922, 1927, 1933)] == [-7, -8, -8]


def test_open_cases_end_with_the_release(tmp_path: Path) -> None:
    found = Polity().parse(cases(tmp_path))
    assert found.filter(state=371)["year"].to_list() == [2018]
    assert found.filter(state=2).select("year", "polity_score").rows() == [(2019, 7), (2020, 5)]
    assert found.select("polity2", "durable").null_count().row(0) == (found.height, found.height)


def test_every_number_given_becomes_one_of_cows() -> None:
    known = {state.cow for state in states()}
    assert {rule.to for rule in NUMBERS} <= known
    assert [rule.given for rule in NUMBERS] == sorted(rule.given for rule in NUMBERS)


def test_unknown_choices() -> None:
    with pytest.raises(ParameterError) as caught:
        Polity(rule="noon")
    assert str(caught.value) == "unknown rule 'noon'. Use one of: any-day, jan-1, jul-1, dec-31."
    with pytest.raises(ParameterError) as caught:
        Polity(keep="both")
    assert str(caught.value) == "unknown keep 'both'. Use one of: new, old."


def test_changed_columns_are_told(annual: dict[str, Path]) -> None:
    file = annual["p5v2018.xls"]
    file.write_text(file.read_text(encoding="utf-8").replace("polity2", "polity_2"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Polity().parse(annual)
    assert str(caught.value) == (
        f"{file}:1: lacks the column polity2 (polity_2 is like it). Versions known here: Polity5 (2018), Polity IV (2015). "
        "Get one of these, or say what the new columns mean."
    )
