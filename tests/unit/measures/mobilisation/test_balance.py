"""Weights: the balance by brute force, the least distance from equal weights, and no weights where none exist."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog, minimize

from corcyra.errors import DataError
from corcyra.measures.mobilisation.balance import effective_size, entropy_weights, nearest_weights, standardised


def exists(columns: np.ndarray, targets: np.ndarray) -> bool:
    """Do any weights reach the targets? By linear programming."""
    whole = np.vstack([columns.T, np.ones(len(columns))])
    return bool(linprog(np.zeros(len(columns)), A_eq=whole, b_eq=np.append(targets, 1.0)).status == 0)


@pytest.mark.parametrize("seed", range(12))
def test_weights_exist_exactly_where_a_linear_programme_finds_some(seed: int) -> None:
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(14, 3)) * [1.0, 50.0, 0.01]
    targets = rng.normal(size=3) * [0.6, 30.0, 0.006]
    names = ["one", "two", "three"]
    if exists(columns, targets):
        weights = entropy_weights(columns, targets, names)
        assert weights.min() >= 0
        assert weights.sum() == pytest.approx(1.0)
        for k in range(3):  # the balance, summed by hand
            mean = sum(float(weight) * float(value) for weight, value in zip(weights, columns[:, k], strict=True))
            assert mean == pytest.approx(targets[k], abs=1e-7 * columns[:, k].std())
    else:
        with pytest.raises(DataError):
            entropy_weights(columns, targets, names)


def test_both_answers_occur_among_the_trials() -> None:
    """The test above would be empty if all trials fell on one side."""
    found = []
    for seed in range(12):
        rng = np.random.default_rng(seed)
        columns = rng.normal(size=(14, 3)) * [1.0, 50.0, 0.01]
        found.append(exists(columns, rng.normal(size=3) * [0.6, 30.0, 0.006]))
    assert 2 <= sum(found) <= 10


def test_no_other_weights_are_nearer_to_equal_ones() -> None:
    """A general minimiser of Σ w log w under the same constraints finds the same weights."""
    columns = np.random.default_rng(4).normal(size=(8, 2))
    targets = (columns.mean(axis=0) + columns[0]) / 2
    limits = [
        {"type": "eq", "fun": lambda w: w.sum() - 1},
        {"type": "eq", "fun": lambda w: w @ columns - targets},
    ]
    best = minimize(lambda w: float(w @ np.log(w)), np.full(8, 1 / 8), bounds=[(1e-9, 1)] * 8, constraints=limits,
                    method="SLSQP", options={"ftol": 1e-14, "maxiter": 500})  # fmt: skip
    assert entropy_weights(columns, targets, ["a", "b"]) == pytest.approx(best.x, abs=1e-5)


def test_why_no_weights_exist_is_said() -> None:
    columns = np.array([[0.0, 0.0], [1.0, 1.0]])
    with pytest.raises(DataError) as caught:
        entropy_weights(columns, np.array([2.0, 0.5]), ["wealth", "trade"])
    assert str(caught.value) == "no weights exist: the wanted mean of wealth lies beyond every other state's."
    with pytest.raises(DataError) as caught:
        entropy_weights(columns, np.array([0.2, 0.8]), ["wealth", "trade"])
    assert str(caught.value) == "no weights exist: no mixture of the others has all 2 wanted means together."


def test_a_column_without_differences_is_met_or_not() -> None:
    columns = np.array([[1.0, 0.0], [1.0, 4.0]])
    assert entropy_weights(columns, np.array([1.0, 1.0]), ["same", "other"]).tolist() == pytest.approx([0.75, 0.25])
    with pytest.raises(DataError, match="the wanted mean of same lies beyond"):
        entropy_weights(columns, np.array([0.5, 1.0]), ["same", "other"])


def test_nearest_matches_stay_with_those_they_may_match() -> None:
    allied, others = np.array([[0.0], [10.0]]), np.array([[0.0], [1.0], [9.0], [30.0]])
    same = np.array([[False, True, True, True], [True, False, False, False]])
    assert nearest_weights(allied, others, same, 2).tolist() == [1.0, 0.5, 0.5, 0.0]
    assert nearest_weights(allied, others, np.zeros((2, 4), bool), 2).tolist() == [0.0] * 4


def test_sizes_and_differences_by_hand() -> None:
    assert effective_size(np.array([0.5, 0.25, 0.25])) == pytest.approx(1 / 0.375)
    allied, others = np.array([[1.0, 5.0], [3.0, 5.0]]), np.array([[0.0, 5.0], [4.0, 5.0]])
    apart = standardised(allied, others, np.array([0.75, 0.25]))
    assert apart[0] == pytest.approx((2 - 1) / np.sqrt((1 + 4) / 2))
    assert np.isnan(apart[1])
