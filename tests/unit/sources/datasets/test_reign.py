"""REIGN: leaders whose last day is a month, names among other encodings, regimes by the day that decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.reign import Reign
from corcyra.sources.datasets.reign_regimes import ReignRegimes

LEADERS = (
    "stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear,gender,militarycareer,l_month,l_year,,,codedby,notes\n"
    "ARM,371,A1,Sargsyan,9,4,2008,4,2018,1954,1,0,2,2008,,,,\n"
    "ARM,371,A2,Pashinyan,8,5,2018,,,1975,1,0,,,,,,\n"
    "AFG,700,A3,Müller,1,2,1950,2,1952,-99,-99,-99,,,,,,KB?\n"
)


def leaders(folder: Path, text: bytes) -> dict[str, Path]:
    file = folder / "leaderlist_3_21.csv"
    file.write_bytes(text)
    return {"leaderlist_3_21.csv": file}


def test_names_are_utf8_whatever_the_notes_hold(tmp_path: Path) -> None:
    found = Reign().parse(leaders(tmp_path, LEADERS.encode().replace(b"KB?", b"KB\x85")))
    assert found.columns == ["state", "reign_start", *(field.name for field in Reign().columns)]
    assert found.rows() == [
        (371, date(2008, 4, 9), date(2018, 4, 30), "A1", "Sargsyan", 1954, 1, 0.0),
        (371, date(2018, 5, 8), None, "A2", "Pashinyan", 1975, 1, 0.0),
        (700, date(1950, 2, 1), date(1952, 2, 29), "A3", "Müller", None, None, None),
    ]


def test_a_name_in_another_encoding(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Reign().parse(leaders(tmp_path, LEADERS.encode("latin-1")))
    assert str(caught.value) == (
        f"{tmp_path / 'leaderlist_3_21.csv'}:4: the name 'Müller' is not utf-8, which the publisher writes names in. "
        "Get the publisher's file again."
    )


def regimes(folder: Path, lines: list[str]) -> dict[str, Path]:
    file = folder / "regime_list.csv"
    header = "cowcode,gwf_country,gwf_casename,gwf_startdate,gwf_enddate,gwf_regimetype"
    file.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return {"regime_list.csv": file}


HAITI = [
    "41,Haiti,a,8/16/1946,5/10/1950,presidential",
    "41,Haiti,b,5/10/1950,12/12/1956,personal",
    "41,Haiti,c,12/12/1956,7/1/1957,provisional ",
    "41,Haiti,d,7/1/1957,12/31/2020,monarchy",
    "41,Haiti,e,2/1/2021,12/31/2021,military",
]


def test_regimes_by_rule(tmp_path: Path) -> None:
    files = regimes(tmp_path, HAITI)
    kinds = {
        rule: [row[2] for row in ReignRegimes(rule=rule).parse(files).rows() if row[1] in (1950, 1956, 1957)]
        for rule in ("jan-1", "jul-1", "dec-31", "any-day")
    }
    assert kinds == {
        "jan-1": ["presidential", "personal", "provisional"],
        "jul-1": ["personal", "personal", "monarchy"],
        "dec-31": ["personal", "provisional", "monarchy"],
        "any-day": ["personal", "provisional", "monarchy"],
    }


def test_only_the_years_that_the_list_covers(tmp_path: Path) -> None:
    found = ReignRegimes().parse(regimes(tmp_path, HAITI))
    assert (found["year"].min(), found["year"].max(), found["gwf_democracy"].sum()) == (1950, 2020, 0)
    assert ReignRegimes(rule="jan-1").parse(regimes(tmp_path, HAITI))["gwf_democracy"].to_list()[0] == 1


def test_a_date_that_is_none(tmp_path: Path) -> None:
    files = regimes(tmp_path, [*HAITI, "2,USA,a,1789-03-04,12/31/2020,presidential"])
    with pytest.raises(DataError) as caught:
        ReignRegimes().parse(files)
    assert str(caught.value) == (
        f"{tmp_path / 'regime_list.csv'}:7: '1789-03-04' in the column gwf_startdate is no date m/d/yyyy. "
        "Get the publisher's file again."
    )


def test_an_unknown_rule() -> None:
    with pytest.raises(ParameterError) as caught:
        ReignRegimes(rule="noon")
    assert str(caught.value) == "unknown rule 'noon'. Use one of: any-day, jan-1, jul-1, dec-31."
