"""Least squares and the logit against refitting without each case."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corcyra.errors import DataError
from corcyra.tracing.regress import fit, likelihood, logit, ols, score, separated

MANY = st.integers(0, 10_000)


def drawn(seed: int, n: int = 14) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 2))
    y = 1 + x @ [0.5, -1.0] + rng.normal(size=n)
    return np.column_stack([np.ones(n), x]), y, (y > np.median(y)).astype(float)


@given(MANY)
@settings(deadline=None, max_examples=25)
def test_studentised_residuals_and_cook_s_distance_are_what_refitting_gives(seed: int) -> None:
    design, y, _ = drawn(seed)
    n, k = design.shape
    found = ols(y, design, ["x", "z"])
    spread = ((y - found.fitted) ** 2).sum() / (n - k)
    for at in range(n):
        rest = np.delete(np.arange(n), at)
        beta = np.linalg.lstsq(design[rest], y[rest], rcond=None)[0]
        error = y[rest] - design[rest] @ beta
        sigma = np.sqrt(error @ error / (n - 1 - k))
        root = np.sqrt(1 + design[at] @ np.linalg.inv(design[rest].T @ design[rest]) @ design[at])
        assert found.studentised[at] == pytest.approx((y[at] - design[at] @ beta) / (sigma * root))
        assert found.distance[at] == pytest.approx(((design @ beta - found.fitted) ** 2).sum() / (k * spread))


@given(MANY)
@example(213)  # all but separated: chances are 1 to the last digit
@settings(deadline=None, max_examples=15)
def test_the_logit_is_at_the_top_of_its_likelihood(seed: int) -> None:
    from scipy.optimize import minimize
    from scipy.special import expit

    design, _, y = drawn(seed, 20)
    firth = separated(y, design)
    found = logit(y, design, ["x", "z"], firth=firth)
    best = minimize(
        lambda beta: -likelihood(beta, y, design, firth),
        np.zeros(3),
        method="Nelder-Mead",
        options={"maxiter": 4000, "fatol": 1e-12, "xatol": 1e-9},
    )
    assert likelihood(found.beta, y, design, firth) >= -best.fun - 1e-8
    assert score(found.beta, y, design, firth) == pytest.approx(np.zeros(3), abs=1e-5)
    assert found.fitted == pytest.approx(expit(design @ found.beta))


def test_the_logit_s_distance_is_one_step_without_the_case() -> None:
    design, _, y = drawn(3, 30)
    found = logit(y, design, ["x", "z"])
    weight = found.fitted * (1 - found.fitted)
    information = design.T @ (design * weight[:, None])
    for at in range(len(y)):
        rest = np.delete(np.arange(len(y)), at)
        less = design[rest].T @ (design[rest] * weight[rest, None])
        step = np.linalg.solve(less, design[rest].T @ (y - found.fitted)[rest])
        assert found.distance[at] == pytest.approx(step @ information @ step / 3, rel=1e-6)


def test_the_logit_on_one_binary_column_gives_the_shares() -> None:
    x, y = np.array([0, 0, 0, 0, 1, 1, 1, 1.0]), np.array([0, 0, 0, 1, 0, 1, 1, 1.0])
    found = fit(y, x[:, None], ["x"])
    assert found.kind == "logit"
    assert found.fitted == pytest.approx([0.25] * 4 + [0.75] * 4)
    assert found.beta[1] == pytest.approx(np.log(9))


def test_firth_s_estimate_of_a_share_adds_half_to_each_side() -> None:
    # For one group Firth's penalty is Jeffreys's prior: (3 + .5) / (3 + 1).
    x, y = np.array([0, 0, 0, 1, 1, 1.0]), np.array([0, 0, 0, 1, 1, 1.0])
    found = fit(y, x[:, None], ["x"])
    assert found.kind == "firth"
    assert found.fitted == pytest.approx([0.125] * 3 + [0.875] * 3)
    assert found.note == "the columns tell the outcomes apart (separation): the logit is penalised after Firth (1993)"


@pytest.mark.parametrize(
    ("x", "y", "apart"),
    [
        ([0, 1, 2, 3], [0, 0, 1, 1], True),
        ([0, 1, 1, 2], [0, 0, 1, 1], True),
        ([0, 1, 2, 3], [0, 1, 0, 1], False),
        ([1000, 2000, 3000, 4000], [1, 0, 1, 0], False),
        ([3, 2, 1, 0], [0, 0, 1, 1], True),
    ],
)
def test_complete_and_quasi_complete_separation_are_seen(x: list[float], y: list[float], apart: bool) -> None:
    design = np.column_stack([np.ones(4), x])
    assert separated(np.array(y, dtype=float), design.astype(float)) is apart


def test_separation_by_two_columns_together_is_seen() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(30, 2))
    y = (x.sum(axis=1) > 0).astype(float)
    design = np.column_stack([np.ones(30), x])
    assert separated(y, design)
    assert not separated(y, design[:, :2])


@pytest.mark.parametrize(
    ("y", "x", "model", "message"),
    [
        (
            [1, 2, 3],
            [[1], [1], [1]],
            "ols",
            "a is the same in every case, and explains nothing. Leave it out or widen the population.",
        ),
        (
            [1, 2],
            [[1], [2]],
            "ols",
            "2 complete cases are too few for 2 parameters. Leave out columns, or find the missing data.",
        ),
        (
            [1, 2, 3, 4],
            [[1, 2], [2, 4], [3, 6], [5, 10]],
            "ols",
            "b is made up of the columns before it (a). Leave one of them out.",
        ),
        (
            [0, 1, 2],
            [[1], [2], [4]],
            "logit",
            "a logit needs an outcome of 0 and 1. Code the outcome so, or choose the model ols.",
        ),
        (
            [1, 1, 1],
            [[1], [2], [4]],
            "auto",
            "the outcome is 1 in every case: nothing can be learned about when it differs. Widen the population.",
        ),
    ],
)
def test_what_cannot_be_fitted_is_refused(y: list[float], x: list[list[float]], model: str, message: str) -> None:
    with pytest.raises(DataError) as error:
        fit(np.array(y, dtype=float), np.array(x, dtype=float), ["a", "b"], model)
    assert str(error.value) == message


def test_a_case_with_a_parameter_of_its_own_has_no_residual() -> None:
    found = fit(np.array([1.0, 2.0, 4.0, 9.0]), np.array([[0.0], [0.0], [0.0], [1.0]]), ["x"], "ols")
    assert found.leverage[3] == pytest.approx(1.0)
    assert np.isnan(found.studentised[3])
    assert np.isnan(found.distance[3])


def test_an_exact_fit_is_told() -> None:
    found = fit(np.array([1.0, 2.0, 3.0, 4.0]), np.array([[0.0], [1.0], [2.0], [3.0]]), ["x"])
    assert found.note == "the model fits every case exactly"
    assert found.studentised.tolist() == [0.0] * 4
