"""Securitising moves on real rows."""

from __future__ import annotations

from corcyra.sources.facts import load
from corcyra.sources.securitisation import Securitisation


def row(state: int, other: int, year: int) -> tuple[int, int]:
    found = Securitisation().read().filter(state=state, other=other, year=year)
    return found.select("securitised", "desecuritised").row(0)


def test_moves_have_a_speaker() -> None:
    assert row(372, 365, 2008) == (2, 0)
    assert row(365, 372, 2008) == (1, 0)


def test_talking_a_threat_down() -> None:
    assert row(371, 640, 2009) == (0, 2)
    assert row(371, 640, 2018) == (1, 0)


def test_nato_and_the_west_count_for_the_united_states() -> None:
    assert row(365, 2, 1997) == (1, 1)
    assert row(370, 2, 2006) == (1, 0)


def test_all_blocs_and_targets_that_are_no_states_count_for_nobody() -> None:
    assert row(704, 2, 2012) == (0, 0)
    assert row(372, 2, 2024) == (0, 0)


def test_nothing_on_states_is_lost() -> None:
    inside = load("states")["cow"].to_list()
    named = load("securitisation").filter(target_kind="state")
    outside = sum(cow not in inside for cow in named["target_cow"])
    blocs = load("securitisation").drop_nulls("target_iso3").height - named.height
    frame = Securitisation().read()
    assert frame["securitised"].sum() + frame["desecuritised"].sum() == named.height - outside + blocs
