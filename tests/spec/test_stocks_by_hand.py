"""Enmity and amity, worked by hand on paper, year by year (SCIENCE A3)."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
import pytest

from corcyra.measures.amity import Amity
from corcyra.measures.enmity import Enmity
from corcyra.measures.measure import apply
from corcyra.measures.stocks import stock
from corcyra.panel.panels import Floats, Panels
from corcyra.panel.table import Column, Panel


def test_a_half_life_of_one_year() -> None:
    """War in year one (5), nothing, a clash in year three (2), nothing."""
    path = stock(np.array([5.0, 0.0, 2.0, 0.0]), half_life=1)
    assert path.tolist() == [
        5.0,  # 5
        2.5,  # 5 / 2
        3.25,  # 2.5 / 2 + 2
        1.625,  # 3.25 / 2
    ]


def test_the_same_with_a_memory() -> None:
    """The memory keeps 0.2 of the peak: of 5, until 5 is passed."""
    path = stock(np.array([5.0, 0.0, 0.0, 0.0, 6.0, 0.0, 0.0, 0.0]), half_life=1, floor=np.full(8, 0.2))
    assert path.tolist() == pytest.approx([
        5.0, 2.5, 1.25,
        1.0,  # 0.625 is below 0.2 · 5
        6.5,  # 1 / 2 + 6
        3.25, 1.625,
        1.3,  # 0.8125 is below 0.2 · 6.5
    ])  # fmt: skip


def two_states(years: int, **columns: list[float]) -> Panels:
    """Armenia and Azerbaijan from 1992 on, each column the same in both directions."""
    state, other = [371] * years + [373] * years, [373] * years + [371] * years
    year = [*range(1992, 1992 + years)] * 2
    made = {name: Column(name, name, "toy") for name in columns}
    values = {name: series * 2 for name, series in columns.items()}
    states = Panel(pl.DataFrame({"state": state, "year": year}), "state-year")
    dyads = Panel(pl.DataFrame({"state": state, "other": other, "year": year, **values}), "directed-dyad-year", made)
    return Panels(states, dyads)


def between(panels: Panels, name: str) -> Floats:
    return panels.array(name)[:, 0, 1]


def test_three_years_of_enmity() -> None:
    """A defining quarrel from before 1991, war with help to rebels for two years, then a truce with the border shut.

    1992: inherited 3 · 5/3 = 5; war 5 + rebels 1.5 + claim 0.5 + closed border 0.5 = 7.5; together 12.5
    1993: 12.5 · 0.9726549 = 12.158187; + 7.5 = 19.658187
    1994: 19.658187 · 0.9726549 = 19.120633; + 1 = 20.120633
    index 1994: 1 − exp(−20.120633 / 36.569735) = 1 − exp(−0.550199) = 0.423165
    """
    three = [3.0, 3.0, 3.0]
    found = apply(
        two_states(
            3, prior_enmity=three, memory=three, claim=three, closure=three,
            hostility=[5.0, 5.0, 0.0], rebel_support=[1.0, 1.0, 0.0], securitised=[0.0, 0.0, 0.0],
        ),
        Enmity(),
    )  # fmt: skip
    assert between(found, "enmity_stock").tolist() == pytest.approx([12.5, 19.658187, 20.120633], abs=1e-6)
    assert between(found, "enmity")[2] == pytest.approx(0.423165, abs=1e-6)


def test_three_years_of_amity() -> None:
    """Salient kinship from before 1991, a new defining tie in 1993, a rescue in 1994.

    1992: inherited 2 · 2/3 = 1.333333
    1993: 1.333333 · 0.9659363 = 1.287915; + 3 · 2/3 = 3.287915
    1994: 3.287915 · 0.9659363 = 3.175917; + 3 + 0.5 (troops are aid in war too) = 6.675917
    index 1994: κ = 1 / (1 − 0.9659363) = 29.356773; 1 − exp(−0.227406) = 0.203403
    """
    found = apply(
        two_states(
            3, prior_amity=[2.0, 2.0, 2.0], amity_new=[0.0, 3.0, 3.0], rescue=[0.0, 0.0, 1.0],
            war_aid=[0.0, 0.0, 1.0], arms_share=[0.0, 0.0, 0.0],
        ),
        Amity(),
    )  # fmt: skip
    assert between(found, "amity_stock").tolist() == pytest.approx([4 / 3, 3.287915, 6.675917], abs=1e-6)
    assert between(found, "amity")[2] == pytest.approx(0.203403, abs=1e-6)


def test_amity_is_no_absence_of_enmity() -> None:
    """Nothing but hostile events leaves amity at 0, not below."""
    zeros = [0.0]
    found = apply(
        two_states(1, prior_amity=zeros, amity_new=zeros, rescue=zeros, war_aid=zeros, arms_share=zeros), Amity()
    )
    assert between(found, "amity").tolist() == [0.0]
    assert not math.isnan(between(found, "amity_coverage")[0])
