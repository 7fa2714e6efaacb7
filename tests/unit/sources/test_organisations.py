"""Depth of membership on real rows, and the two rules that keep a dead letter from counting."""

from __future__ import annotations

import polars as pl

from corcyra.sources.organisations import Organisations, without_overlaid, without_succeeded


def depth(state: int, other: int) -> dict[int, float]:
    frame = Organisations().read().filter((pl.col("state") == state) & (pl.col("other") == other))
    return dict(frame.select("year", "membership").rows())


def test_georgia_leaves_the_cis_in_2009() -> None:
    assert [depth(372, 365)[year] for year in (1992, 1994, 1999, 2008, 2009)] == [0.0, 1.0, 0.4, 0.4, 0.0]


def test_armenias_freeze_lowers_its_depth_in_2024_and_nothing_else_does() -> None:
    found = depth(371, 365)
    assert {found[year] for year in range(1994, 2024) if year != 2002} == {1.0}
    assert found[2024] == 0.6


def test_signing_the_charter_of_the_csto_takes_nothing_away() -> None:
    assert depth(371, 365)[2002] == depth(371, 365)[2001] == 1.0


def test_uzbekistan_is_in_out_in_and_out() -> None:
    assert [depth(704, 365)[year] for year in (1994, 1999, 2005, 2006, 2011, 2012)] == [1.0, 0.4, 0.4, 1.0, 1.0, 0.4]


def test_the_baltic_states_reach_full_depth_with_nato() -> None:
    assert [depth(366, 2)[year] for year in (2001, 2002, 2004)] == [0.6, 0.8, 1.0]


def test_turkic_states_lean_on_turkey_from_2009() -> None:
    assert depth(373, 640)[2008] < depth(373, 640)[2009]


def test_a_suspension_overlays_the_membership_of_its_organisation_alone() -> None:
    live = pl.DataFrame(
        {"org": ["A", "A", "B"], "iso3": ["X"] * 3, "status": ["member", "suspended", "member"], "year": [1] * 3}
    )
    assert without_overlaid(live).select("org", "status").rows() == [("A", "suspended"), ("B", "member")]


def test_the_treaty_gives_way_to_its_organisation_in_the_same_state_and_year_only() -> None:
    live = pl.DataFrame(
        {
            "org": ["CST (1992)", "CSTO", "CST (1992)"],
            "iso3": ["X", "X", "Y"],
            "status": ["party", "member", "party"],
            "year": [1] * 3,
        }
    )
    assert without_succeeded(live).select("org", "iso3").rows() == [("CSTO", "X"), ("CST (1992)", "Y")]
