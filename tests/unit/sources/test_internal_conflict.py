"""Conflict inside states on real rows."""

from __future__ import annotations

from corcyra.sources.internal_conflict import InternalConflict


def row(state: int, year: int) -> tuple[float, ...]:
    found = InternalConflict().read().filter(state=state, year=year)
    return found.select("secession", "insurgency", "civil_violence", "territory_lost").row(0)


def test_georgia_at_war_frozen_and_with_rebels() -> None:
    assert row(372, 1992) == (1.0, 0.75, 0.0, 1.0)
    assert row(372, 2003) == (0.5, 0.0, 0.0, 1.0)
    assert row(372, 1998) == (0.75, 0.0, 0.0, 1.0)


def test_azerbaijan_until_and_after_2023() -> None:
    assert [row(373, year)[0] for year in (1993, 2004, 2005, 2020, 2023, 2024)] == [1.0, 0.5, 0.75, 1.0, 0.75, 0.0]
    assert [row(373, year)[3] for year in (2005, 2022, 2023)] == [1.0, 1.0, 0.0]


def test_armenia_has_no_secession_and_a_disputed_loss_from_2021() -> None:
    assert {row(371, year)[0] for year in range(1992, 2025)} == {0.0}
    assert [row(371, year)[3] for year in (2020, 2021, 2024)] == [0.0, 0.5, 0.5]


def test_a_civil_war_over_government_is_an_insurgency() -> None:
    assert row(702, 1993)[:2] == (0.0, 1.0)


def test_andijan_is_civil_violence_and_not_insurgency() -> None:
    assert row(704, 2005) == (0.0, 0.0, 0.75, 0.0)


def test_a_quiet_state_is_zero_not_missing() -> None:
    assert row(366, 2010) == (0.0, 0.0, 0.0, 0.0)


def test_any_day_keeps_what_was_lost_until_september_2023() -> None:
    assert InternalConflict(rule="any-day").read().filter(state=373, year=2023)["territory_lost"][0] == 1.0
