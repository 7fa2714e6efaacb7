"""Worked examples: the code you get depends on the date. The famous traps of the two state lists, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from corcyra.errors import UnknownName
from corcyra.world.dyads import coexisted, dyad_years, state_years
from corcyra.world.states import find, membership, states


@pytest.mark.parametrize(
    ("query", "on", "cow", "gw", "iso3", "name"),
    [
        ("Germany", date(1860, 1, 1), 255, 255, None, "Prussia"),
        ("Germany", date(1900, 1, 1), 255, 255, "DEU", "Germany"),
        ("Germany", date(1950, 1, 1), None, 260, "DEU", "German Federal Republic"),
        ("Germany", date(1990, 10, 2), 260, 260, "DEU", "German Federal Republic"),
        ("Germany", date(1990, 10, 3), 255, 260, "DEU", "Germany"),
        ("East Germany", date(1990, 10, 2), 265, 265, "DDR", "German Democratic Republic"),
        ("Russia", date(1900, 1, 1), 365, 365, "RUS", "Russian Empire"),
        ("Russia", date(1991, 12, 25), 365, 365, "SUN", "Soviet Union"),
        ("Russia", date(1991, 12, 26), 365, 365, "RUS", "Russia"),
        ("Serbia", date(1900, 1, 1), 345, 340, "SRB", "Serbia"),
        ("Yugoslavia", date(1930, 1, 1), 345, 345, "YUG", "Yugoslavia"),
        ("Serbia and Montenegro", date(2006, 6, 4), 345, 345, "SCG", "Serbia and Montenegro"),
        ("Serbia", date(2006, 6, 5), 345, 340, "SRB", "Serbia"),
        ("Vietnam", date(1970, 1, 1), 816, 816, "VNM", "Democratic Republic of Vietnam"),
        ("South Vietnam", date(1970, 1, 1), 817, 817, None, "Republic of Vietnam"),
        ("Vietnam", date(1980, 1, 1), 816, 816, "VNM", "Vietnam"),
        ("Vietnam", date(1850, 1, 1), None, 815, None, "Vietnam (Nguyễn dynasty)"),
        ("North Yemen", date(1980, 1, 1), 678, 678, "YEM", "Yemen Arab Republic"),
        ("South Yemen", date(1980, 1, 1), 680, 680, "YMD", "South Yemen"),
        ("Yemen", date(1990, 5, 22), 679, 678, "YEM", "Yemen"),
        ("Czechoslovakia", date(1992, 12, 31), 315, 315, "CSK", "Czechoslovakia"),
        ("Czechia", date(1993, 1, 1), 316, 316, "CZE", "Czech Republic"),
        ("Slovakia", date(1993, 1, 1), 317, 317, "SVK", "Slovakia"),
        ("Austria", date(1900, 1, 1), 300, 300, None, "Austria-Hungary"),
        ("Austria", date(2000, 1, 1), 305, 305, "AUT", "Austria"),
        ("Hungary", date(1920, 1, 1), 310, 310, "HUN", "Hungary"),
        ("Korea", date(1900, 1, 1), 730, 730, None, "Korea"),
        ("Korea", date(2000, 1, 1), 732, 732, "KOR", "South Korea"),
        ("Italy", date(1850, 1, 1), 325, 325, None, "Sardinia-Piedmont"),
        ("Italy", date(1861, 3, 17), 325, 325, "ITA", "Italy"),
        ("Turkey", date(1914, 1, 1), 640, 640, "TUR", "Ottoman Empire"),
        ("Persia", date(1934, 1, 1), 630, 630, "IRN", "Persia"),
        ("Republic of China", date(1930, 1, 1), 710, 710, "CHN", "China"),
        ("Republic of China", date(1960, 1, 1), 713, 713, "TWN", "Taiwan"),
        ("Kiribati", date(2010, 1, 1), 946, 970, "KIR", "Kiribati"),
        ("Nauru", date(2010, 1, 1), 970, 971, "NRU", "Nauru"),
    ],
)
def test_the_code_depends_on_the_date(
    query: str, on: date, cow: int | None, gw: int | None, iso3: str | None, name: str
) -> None:
    found = find(query, on)
    assert (found.cow, found.gw, found.iso3, found.name) == (cow, gw, iso3, name)


def test_a_year_with_two_codes_gives_the_later_one() -> None:
    assert find("Germany", 1990).cow == 255
    assert find("Russia", 1991).name == "Russia"
    assert find("USSR", 1991).iso3 == "SUN"


def test_the_three_germanies_of_1990_never_met() -> None:
    assert state_years([1990], [255, 260, 265]).tolist() == [[255, 1990], [260, 1990], [265, 1990]]
    assert dyad_years([1990], [255, 260, 265]).tolist() == [[260, 265, 1990]]
    assert coexisted(255, 260) == ()
    assert dyad_years([1990], [678, 679, 680]).tolist() == [[678, 680, 1990]]


def test_a_state_out_of_the_list_comes_back() -> None:
    assert [(span.start.year, span.end and span.end.year) for span in membership(366)] == [(1918, 1940), (1991, None)]
    with pytest.raises(UnknownName) as caught:
        find("Estonia", date(1970, 1, 1))
    assert str(caught.value) == (
        "unknown state 'Estonia' on 1970-01-01. It means Estonia (1918-02-24 to 1940-06-16, since 1991-09-06). "
        "Change the date or the name."
    )


def test_members_on_the_last_day_of_the_list_continue() -> None:
    assert {state.cow for state in states(date(2016, 12, 31))} == {state.cow for state in states(date(2024, 12, 31))}


def test_contested_states_carry_a_neutral_note() -> None:
    for name in ("Kosovo", "Taiwan", "Abkhazia", "South Ossetia", "Tibet"):
        assert find(name).note.startswith("status contested: "), name
    with pytest.raises(UnknownName):
        find("Palestine", by="cow")
