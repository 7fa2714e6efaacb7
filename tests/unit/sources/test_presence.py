"""Forces abroad on real rows: consent, size, occupation."""

from __future__ import annotations

from corcyra.sources.presence import Presence

ROW = "bases", "base_strength", "troops", "occupation"


def row(host: int, sender: int, year: int) -> dict[str, object]:
    return Presence().read().filter(state=host, other=sender, year=year).row(0, named=True)


def test_the_american_base_in_uzbekistan() -> None:
    found = [row(704, 2, year) for year in (2000, 2001, 2004, 2005)]
    assert [(r["bases"], r["base_strength"], r["troops"]) for r in found] == [
        (0, 0.0, 0.0), (1, 1.0, 1150.0), (1, 1.0, 1150.0), (0, 0.0, 0.0)]  # fmt: skip


def test_the_russian_base_in_armenia_is_large_and_its_size_not_wholly_known() -> None:
    found = row(371, 365, 2010)
    assert (found["bases"], found["base_strength"], found["troops"]) == (3, 1.0, None)


def test_bases_in_georgia_were_contested_and_then_an_occupation() -> None:
    assert [row(372, 365, year)["contested_sites"] for year in (1995, 2009)] == [6, 0]
    assert [row(372, 365, year)["occupation"] for year in (2007, 2008, 2024)] == [0, 1, 1]
    assert row(372, 365, 2009)["base_strength"] == 0.0


def test_the_black_sea_fleet_turns_from_legacy_to_consent_in_1999() -> None:
    found = [row(369, 365, year) for year in (1998, 1999, 2013, 2014)]
    assert [(r["legacy_sites"], r["base_strength"], r["occupation"]) for r in found] == [
        (1, 0.5, 0), (0, 1.0, 0), (0, 1.0, 0), (0, 0.0, 1)]  # fmt: skip


def test_monitors_of_the_european_union_count_for_the_west_at_a_quarter() -> None:
    assert [row(371, 2, year)["base_strength"] for year in (2021, 2023)] == [0.0, 0.25]


def test_armenian_control_over_districts_of_azerbaijan_is_occupation_and_ends_in_2020() -> None:
    assert [row(373, 371, year)["occupation"] for year in (1992, 2019, 2020)] == [1, 1, 0]


def test_presence_has_a_direction() -> None:
    assert row(365, 371, 2010)["bases"] == 0


def test_technicians_and_peacekeepers_are_no_garrison_however_many() -> None:
    assert [row(373, 365, year)["base_strength"] for year in (2005, 2015, 2021, 2024)] == [0.5, 0.0, 0.5, 0.0]


def test_any_day_sees_the_two_weeks_of_january_2022() -> None:
    frame = Presence(rule="any-day").read().filter(state=705, other=371, year=2022)
    assert frame["bases"][0] == 1
    assert Presence().read().filter(state=705, other=371, year=2022)["bases"][0] == 0


def test_advisers_count_at_a_quarter() -> None:
    assert [row(372, 2, year)["base_strength"] for year in (2001, 2003, 2006)] == [0.0, 0.25, 0.25]
