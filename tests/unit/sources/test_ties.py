"""Ties on real rows: priors on and off, memory that outlasts its event."""

from __future__ import annotations

from corcyra.sources.fact_layouts import TIE_KINDS
from corcyra.sources.ties import GROUPS, Ties


def row(one: int, two: int, year: int) -> dict[str, int]:
    return Ties().read().filter(state=one, other=two, year=year).row(0, named=True)


def test_azerbaijan_and_turkey_are_kin() -> None:
    found = row(373, 640, 2000)
    assert (found["amity_tie"], found["enmity_tie"], found["kin"], found["patronage"]) == (10, 0, 7, 3)


def test_imperial_rule_is_over_but_remembered() -> None:
    found = row(372, 365, 1995)
    assert found["memory"] == 6
    assert found["prior_enmity"] == 6
    assert found["enmity_new"] == 3


def test_without_priors_and_with_them() -> None:
    found = row(371, 373, 2000)
    assert found["enmity_new"] == 0
    assert found["prior_enmity"] == found["enmity_tie"] == 11


def test_a_border_closes_and_opens() -> None:
    assert [row(371, 640, year)["closure"] for year in (1992, 1993, 2024)] == [0, 3, 3]
    assert [row(703, 704, year)["closure"] for year in (2009, 2010, 2017)] == [0, 1, 0]


def test_hosting_exiles_is_enmity_and_no_patronage() -> None:
    assert [(row(704, 640, year)["enmity_tie"], row(704, 640, year)["patronage"]) for year in (2000, 2016)] == [
        (1, 0),
        (0, 0),
    ]


def test_a_tie_binds_both_sides() -> None:
    frame = Ties().read()
    turned = frame.rename({"state": "other", "other": "state"}).select(frame.columns).sort("state", "other", "year")
    assert frame.equals(turned)


def test_every_kind_has_a_group_but_the_hosting_of_exiles() -> None:
    assert set(TIE_KINDS) - {kind for kinds in GROUPS.values() for kind in kinds} == {"hosting of exiles"}
