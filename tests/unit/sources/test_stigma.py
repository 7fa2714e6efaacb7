"""Censure and sanctions on real rows."""

from __future__ import annotations

from corcyra.sources.stigma import Stigma


def row(state: int, year: int) -> tuple[int, int]:
    return Stigma().read().filter(state=state, year=year).select("censure", "sanctioned").row(0)


def test_uzbekistan_before_and_after_andijan() -> None:
    assert [row(704, year)[0] for year in (2002, 2004, 2005, 2008)] == [0, 4, 23, 0]
    assert [row(704, year)[1] for year in (2003, 2005, 2008, 2009, 2018)] == [0, 3, 3, 2, 0]


def test_kazakhstan_is_criticised_and_not_sanctioned() -> None:
    assert {row(705, year)[1] for year in range(1992, 2025)} == {0}
    assert row(705, 2012)[0] == 1


def test_a_vote_of_the_assembly_on_karabakh_and_measures_on_tiraspol_do_not_count() -> None:
    assert row(371, 2008)[0] == 1
    assert row(359, 2003) == (0, 0)


def test_standing_measures_pile_up_on_russia() -> None:
    frame = Stigma().read().filter(state=365).sort("year")
    assert frame.filter(year=2013)["stigma_events"][0] < frame.filter(year=2015)["stigma_events"][0]
    assert frame.filter(year=2015)["stigma_events"][0] < frame.filter(year=2022)["stigma_events"][0]
