"""Four forecasts on three options, every score worked by hand.

Options russia, west, none. What came to pass: russia, west, none, russia (in the fourth year the state hedged between
Russia and the West).

| year | P(russia) | P(west) | P(none) | came | rank | -ln P  | Brier |
|------|-----------|---------|---------|------|------|--------|-------|
| 2001 | .7        | .2      | .1      | russia | 1  | .35667 | .09 + .04 + .01 = .14 |
| 2002 | .5        | .3      | .2      | west   | 2  | 1.20397| .25 + .49 + .04 = .78 |
| 2003 | .4        | .4      | .2      | none   | 3  | 1.60944| .16 + .16 + .64 = .96 |
| 2004 | .1        | .8      | .1      | russia | 2  | 2.30259| .81 + .64 + .01 = 1.46 |

In 2004 Russia and none tie at .1, and Russia comes first, so it ranks second.
top-1 = 1/4; lenient = 2/4 (2004: the West is the other pole of the hedge); MRR = (1 + 1/2 + 1/3 + 1/2) / 4 = 7/12;
log loss = 5.47267 / 4 = 1.36817; Brier = 3.34 / 4 = .835; posture right in 2 of 3 years where both are known.
"""

import numpy as np
import pytest

from corcyra.contest.bootstrap import bootstrap
from corcyra.contest.scores import calibration, expected_calibration_error, scores
from corcyra.contest.trials import Trials

CHANCE = [[0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.4, 0.4, 0.2], [0.1, 0.8, 0.1]]


def held(*tables, theories=("one",)):
    return Trials(
        theories,
        ("russia", "west", "none"),
        np.full(4, 371),
        np.arange(2001, 2005),
        np.array(tables, dtype=float),
        np.array([0, 1, 2, 0]),
        np.array([-1, -1, -1, 1]),
        np.array([["balance", "hedge", "", "balance"]] * len(tables)),
        np.array(["balance", "balance", "hedge", "balance"]),
    )


def test_the_table_above():
    row = scores(held(CHANCE)).filter(basis="own").row(0, named=True)
    assert (row["n"], row["silence"]) == (4, 0.0)
    assert row["top1"] == 1 / 4
    assert row["top1_lenient"] == 2 / 4
    assert row["mrr"] == pytest.approx(7 / 12)
    assert row["log_loss"] == pytest.approx(-np.log([0.7, 0.3, 0.2, 0.1]).mean())
    assert row["log_loss"] == pytest.approx(1.36817, abs=5e-6)
    assert row["brier"] == pytest.approx(0.835)
    assert row["posture_match"] == pytest.approx(2 / 3)


def test_silence_is_counted_and_the_common_rows_are_shared():
    """A second theory silent in 2002 and 2004: silence 1/2; on the common rows 2001 and 2003 both have n = 2."""
    silent = np.array(CHANCE)
    silent[[1, 3]] = np.nan
    table = scores(held(CHANCE, silent, theories=("one", "two")))
    rows = {(row["theory"], row["basis"]): row for row in table.iter_rows(named=True)}
    assert [rows["two", basis]["n"] for basis in ("own", "common")] == [2, 2]
    assert [rows["one", basis]["n"] for basis in ("own", "common")] == [4, 2]
    assert [rows[name, "common"]["silence"] for name in ("one", "two")] == [0.0, 0.5]
    assert rows["one", "common"]["brier"] == pytest.approx((0.14 + 0.96) / 2)
    assert rows["one", "common"]["brier"] == rows["two", "own"]["brier"]


def test_an_outcome_held_impossible_costs_infinity():
    table = scores(held([[0.0, 1.0, 0.0], *CHANCE[1:]])).filter(basis="own")
    assert table["log_loss"].item() == np.inf
    assert table["brier"].item() == pytest.approx((2 + 0.78 + 0.96 + 1.46) / 4)


def test_calibration_line_by_hand():
    """Ten at .2 with four hits, ten at .8 with six: log odds ∓1.3863 become ∓.4055, so the slope is .2925, intercept 0."""
    chance = np.repeat([0.2, 0.8], 10)
    happened = np.array([1.0] * 4 + [0.0] * 6 + [1.0] * 6 + [0.0] * 4)
    slope, intercept = calibration(chance, happened)
    assert slope == pytest.approx(np.log(1.5) / np.log(4))
    assert intercept == pytest.approx(0.0, abs=1e-9)
    assert expected_calibration_error(chance, happened) == pytest.approx(0.2)


def test_a_gap_between_theories_is_paired():
    """The same forecasts on both sides differ by exactly nothing in every draw."""
    found = bootstrap(
        held(CHANCE, CHANCE, theories=("one", "two")), ["two"], np.random.default_rng(1), draws=50, block=2
    )
    gaps = found.differences.filter(theory="one")
    assert gaps.select("value", "low", "high").unique().rows() == [(0.0, 0.0, 0.0)]
