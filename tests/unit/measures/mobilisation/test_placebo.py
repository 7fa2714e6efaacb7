"""Placebos: they find what was planted, and nothing where nothing was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.measures.mobilisation.data import Cells, agreement, cells, first_switch, joined
from corcyra.measures.mobilisation.fixed_effects import Fit, two_way
from corcyra.measures.mobilisation.placebo import (
    fitted,
    issue_effects,
    joint,
    leads,
    normal_p,
    patron_effects,
    placebo_patrons,
    reassigned,
    share_beyond,
)


def grid(effect: float, seed: int = 1, lead: float = 0.0, states: int = 24, years: int = 10) -> Cells:
    """Six of the states switch in the middle years; ``lead`` is what they gain three years before that."""
    rng = np.random.default_rng(seed)
    switch = np.where(np.arange(states) < 6, 4 + np.arange(states) % 3, 99)
    year = np.arange(years)
    ally = (year >= switch[:, None]).astype(float)
    noise = rng.normal(size=(states, years)) * 0.02
    early = (year >= switch[:, None] - 3).astype(float)
    outcome = rng.normal(size=(states, 1)) + year * 0.01 + effect * ally + lead * early + noise
    return Cells(tuple(range(states)), tuple(range(2000, 2000 + years)), outcome, ally)


def test_an_effect_is_unusual_among_wrong_states_and_nothing_is_not() -> None:
    true, drawn = reassigned(grid(0.1), np.random.default_rng(1), 199)
    assert true == pytest.approx(0.1, abs=0.02)
    assert share_beyond(true, drawn) == pytest.approx(1 / 200)
    nothing, drawn = reassigned(grid(0.0), np.random.default_rng(1), 199)
    assert share_beyond(nothing, drawn) > 0.05


def test_its_estimate_is_the_two_way_one() -> None:
    made = grid(0.1)
    made.outcome[3, 2] = made.outcome[8, 7] = np.nan
    row, column = np.nonzero(~np.isnan(made.outcome))
    want = two_way(row, column, made.outcome[row, column], made.ally[row, column]).estimate[0]
    assert reassigned(made, np.random.default_rng(1), 1)[0] == pytest.approx(want, abs=1e-10)


def test_p_values_under_no_effect_are_even() -> None:
    """60 samples without an effect: the share below .2 is near .2 (binomial sd .05)."""
    found = [share_beyond(*reassigned(grid(0.0, seed), np.random.default_rng(seed), 39)) for seed in range(60)]
    assert 0.05 <= np.mean(np.array(found) <= 0.2) <= 0.36


def test_shuffled_dates_keep_the_states() -> None:
    made = grid(0.1)
    _, drawn = reassigned(made, np.random.default_rng(3), 60, among="switchers")
    assert drawn.std() > 0
    assert 0.02 < drawn.mean() < 0.1


def test_the_same_seed_gives_the_same_draws() -> None:
    one, two = (reassigned(grid(0.1), np.random.default_rng(7), 20)[1] for _ in range(2))
    assert one.tolist() == two.tolist()


def test_without_a_switch_nothing_can_be_reassigned() -> None:
    made = grid(0.0)
    made.ally[:] = 0.0
    with pytest.raises(DataError) as caught:
        reassigned(made, np.random.default_rng(1), 5)
    assert str(caught.value) == (
        "no state changed its standing, or too few were never allied: no dates can be reassigned. Take other years."
    )


def test_leads_find_what_came_too_early_and_only_that() -> None:
    made = grid(0.1, lead=0.2)
    early = leads(made, first_switch(made, "entry"), 3)
    assert early.estimate[0] == pytest.approx(0.2, abs=0.03)
    made = grid(0.1)
    clean = leads(made, first_switch(made, "entry"), 3)
    assert abs(clean.estimate[0]) < 0.03


def test_leads_that_cannot_be() -> None:
    made = grid(0.1)
    with pytest.raises(ParameterError) as caught:
        leads(made, first_switch(made, "entry"), 0)
    assert str(caught.value) == "a lead is a whole number of years from 1 up, not 0."
    with pytest.raises(DataError) as caught:
        leads(made, np.zeros(24, dtype=np.int64), 3)
    assert str(caught.value) == "no state is seen before its switch, so leads cannot be looked at. Take earlier years."


def test_the_joint_test_of_two_free_coefficients() -> None:
    """Chi-square 1.5² + 2² with two degrees of freedom: p is exp(−6.25 / 2)."""
    fit = Fit(("a", "b", "c"), np.array([1.5, 2.0, np.nan]), np.diag([1.0, 1.0, np.nan]), np.empty(0), 0, 0, 0.0)
    statistic, freedom, p = joint(fit, [0, 1, 2])
    assert (statistic, freedom, p) == (pytest.approx(6.25), 2, pytest.approx(np.exp(-3.125)))
    assert joint(fit, [2])[1] == 0


def test_p_values() -> None:
    assert normal_p(-1.959964, 1.0) == pytest.approx(0.05, abs=1e-6)
    assert np.isnan(normal_p(1.0, 0.0))
    assert share_beyond(5.0, np.empty(0)) == 1.0


def votes() -> tuple[pl.DataFrame, pl.DataFrame]:
    """Patron 2 and its allies 20 and 40, 40 from 2002; 200 and 365 never; 99 votes as 2 does, 98 nearly so; 97 too, in one year only."""
    rng = np.random.default_rng(4)
    rows: list[dict[str, Any]] = []
    for call in range(120):
        own, year = int(rng.choice([1, 3])), 2000 + call % 4
        choice = {2: own, 99: own, 98: own if call % 5 else 2, 20: own, 365: 4 - own, 200: 2}
        choice[40] = own if year >= 2002 or rng.random() < 0.3 else 4 - own
        choice |= {97: own} if year == 2000 else {}
        issues = {"un_co": call % 2, "un_ec": 0, "un_hr": int(year == 2001)}
        rows += [
            {"roll_call": call, "state": state, "year": year, "vote": vote} | issues for state, vote in choice.items()
        ]
    bound = pl.DataFrame({"state": [20] * 4 + [40] * 2, "year": [2000, 2001, 2002, 2003, 2002, 2003]})
    return pl.DataFrame(rows), bound


def test_placebo_patrons_are_the_powers_and_the_nearest_of_the_never_allied() -> None:

    cast, bound = votes()
    rows = agreement(cast, 2)
    assert placebo_patrons(rows, bound, 2, closest=2) == (98, 99, 200, 365)
    assert placebo_patrons(rows, bound, 2, closest=0) == (200, 365)
    assert placebo_patrons(rows, bound.vstack(pl.DataFrame({"state": [365], "year": [2001]})), 2, closest=1) == (
        99,
        200,
    )


def test_agreement_with_a_twin_of_the_patron_moves_as_with_the_patron_itself() -> None:

    cast, bound = votes()
    (twin, against) = patron_effects(cast, bound, 2, (99, 365))
    direct = fitted(joined(cells(agreement(cast.filter(pl.col("state") != 99), 2)), bound))
    assert twin.estimate[0] == pytest.approx(direct.estimate[0])
    assert against.estimate[0] < 0 < twin.estimate[0]
    with ThreadPoolExecutor(2) as pool:
        again = patron_effects(cast, bound, 2, (99, 365), pool)
    assert [each.estimate[0] for each in again] == [twin.estimate[0], against.estimate[0]]


def test_issues_need_two_years_of_roll_calls() -> None:

    cast, bound = votes()
    assert set(issue_effects(agreement(cast, 2), bound, ("co", "ec", "hr"))) == {"co"}
