"""Threats to rulers on real rows."""

from __future__ import annotations

from corcyra.sources.regime_threats import RegimeThreats


def row(state: int, year: int) -> tuple[int, int, int]:
    return (
        RegimeThreats().read().filter(state=state, year=year).select("regime_threat", "regime_threats", "coup").row(0)
    )


def test_azerbaijan_of_the_coups() -> None:
    assert row(373, 1992) == (3, 6, 1)
    assert row(373, 1994) == (3, 3, 1)
    assert row(373, 1996) == (0, 0, 0)


def test_a_colour_revolution_is_no_coup() -> None:
    assert row(372, 2003) == (3, 3, 0)
    assert row(371, 2018) == (3, 3, 0)


def test_uzbekistan_in_2005() -> None:
    assert row(704, 2005) == (3, 3, 0)


def test_a_threat_over_two_years_counts_in_both_and_one_not_ended_to_the_end() -> None:
    assert row(371, 2020)[0] == 2
    assert row(371, 2021)[0] == 2
    assert row(372, 2024)[0] == 3
