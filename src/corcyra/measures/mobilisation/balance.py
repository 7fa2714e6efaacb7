"""Weights that make the others like the allies: entropy balancing (Hainmueller 2012) to the letter, nearest matches as near as there are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corcyra.errors import DataError
from corcyra.panel.panels import Floats

__all__ = ["BALANCED", "effective_size", "entropy_weights", "nearest_weights", "standardised"]

BALANCED = 1e-8
"""Largest difference left between a weighted mean and its target, in standard deviations of the others. Ours: nought to any figure shown."""
ROUNDS = 200
"""Newton steps. Ours: a target within the others' reach takes about ten."""


def entropy_weights(columns: Floats, targets: Floats, names: Sequence[str]) -> Floats:
    """The weights (n,), summing to 1, nearest to equal ones by entropy under which the means of the columns (n, k) are the targets (k,).

    1. w_i ∝ exp(λ · (x_i − target)), which minimises Σ w log(n w) under the constraints.
    2. λ minimises the convex log Σ exp(λ · (x_i − target)): Newton steps, halved until it falls.
    3. Accepted only when every weighted mean is within 1e-8 standard deviations of its target.

    Raises `DataError` when no such weights exist: the target lies outside what any mixture of the rows can reach. It names the columns
    of which the target is beyond every row; where there is none, they cannot be met together. Source: Hainmueller (2012).

    >>> entropy_weights(np.array([[0.0], [1.0], [2.0]]), np.array([1.0]), ["x"]).round(9).tolist()
    [0.333333333, 0.333333333, 0.333333333]
    >>> entropy_weights(np.array([[0.0], [1.0]]), np.array([0.75]), ["x"]).round(9).tolist()
    [0.25, 0.75]
    """
    x, goal = np.asarray(columns, dtype=np.float64), np.asarray(targets, dtype=np.float64)
    beyond = [
        name
        for name, low, high, to in zip(names, x.min(axis=0), x.max(axis=0), goal, strict=True)
        if not low <= to <= high
    ]
    if beyond:
        raise DataError(f"no weights exist: the wanted mean of {', '.join(beyond)} lies beyond every other state's.")
    spread = x.std(axis=0)
    kept = spread > 0
    centred = (x - goal)[:, kept] / spread[kept]
    weights = settled(centred)
    if weights is None:
        raise DataError(f"no weights exist: no mixture of the others has all {len(names)} wanted means together.")
    return weights


def settled(centred: Floats) -> Floats | None:
    """Weights under which every column (n, k) has mean 0; `None` when Newton's steps find none."""
    slope = np.zeros(centred.shape[1])
    level, weights = potential(centred, slope)
    for _ in range(ROUNDS):
        lean = weights @ centred
        if not len(lean) or np.abs(lean).max() <= BALANCED / 10:
            return weights
        bend = (centred * weights[:, None]).T @ centred - np.outer(lean, lean)
        step = np.linalg.pinv(bend, rcond=1e-12, hermitian=True) @ lean
        size = 1.0
        while size > 1e-9:
            there = potential(centred, slope - size * step)
            if there[0] <= level - 1e-4 * size * float(step @ lean):
                break
            size /= 2
        else:
            break
        slope, (level, weights) = slope - size * step, there
    return weights if np.abs(weights @ centred).max() <= BALANCED else None


def potential(centred: Floats, slope: Floats) -> tuple[float, Floats]:
    """log Σ exp(slope · x) and the weights that go with it."""
    power = centred @ slope
    top = float(power.max())
    mass = np.exp(power - top)
    return top + float(np.log(mass.sum())), mass / mass.sum()


def effective_size(weights: Floats) -> float:
    """How many equally weighted rows tell as much: (Σ w)² / Σ w² (Kish).

    >>> effective_size(np.array([1.0, 1.0])), effective_size(np.array([1.0, 0.0]))
    (2.0, 1.0)
    """
    return float(np.sum(weights) ** 2 / np.sum(np.square(weights)))


def standardised(allied: Floats, others: Floats, weights: Floats | None = None) -> Floats:
    """Differences of means, allied less others, over the root of the mean of both unweighted variances; NaN where nothing varies.

    >>> standardised(np.array([[1.0], [3.0]]), np.array([[0.0], [2.0]])).tolist()
    [1.0]
    """
    spread = np.sqrt((allied.var(axis=0) + others.var(axis=0)) / 2)
    apart = allied.mean(axis=0) - np.average(others, axis=0, weights=weights)
    return np.where(spread > 0, apart / np.where(spread > 0, spread, 1.0), np.nan)


def nearest_weights(allied: Floats, others: Floats, same: np.ndarray, matches: int) -> Floats:
    """How often each of the others (n,) is a match, when every allied unit spreads a weight of 1 on its nearest ``matches``.

    Distance: over the columns, squared differences in units of `standardised`. ``same`` (allied, others) says who may match whom; with
    fewer candidates all of them share; a unit without any has no match and adds nothing. Ties go to the earlier row.

    >>> nearest_weights(np.array([[0.0]]), np.array([[2.0], [0.1], [0.2]]), np.ones((1, 3), bool), 2).tolist()
    [0.0, 0.5, 0.5]
    """
    spread = np.sqrt((allied.var(axis=0) + others.var(axis=0)) / 2)
    scale = np.where(spread > 0, spread, 1.0)
    weights = np.zeros(len(others))
    for unit, may in zip(allied / scale, same, strict=True):
        found = np.flatnonzero(may)
        near = found[np.argsort(((others[found] / scale - unit) ** 2).sum(axis=1), kind="stable")[:matches]]
        weights[near] += 1 / max(len(near), 1)
    return weights
