"""Least squares with any number of fixed effects, and standard errors clustered by state (SCIENCE E2).

The effects are taken out by alternating projections (Guimaraes and Portugal 2010; Gaure 2013): subtract the mean of each level of each grouping in
turn until nothing moves. What is left is ordinary least squares by the theorem of Frisch, Waugh and Lovell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.errors import DataError, ParameterError
from corcyra.panel.panels import Floats

__all__ = ["Z95", "Fit", "event_study", "least_squares", "places", "triple_difference", "two_way", "within"]

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal; all intervals here are 95 %."""
TOLERANCE = 1e-12
"""Largest move of a round, relative to the column's spread, at which the projections stop. Ours: far below any figure shown."""
ROUNDS = 20_000
"""Ours: the panels of the Assembly need a few dozen rounds; more means groups that are hardly connected."""


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients of a regression with fixed effects.

    ``names`` of the regressors; ``estimate`` and ``se`` (k,); ``covariance`` (k, k), clustered; ``residual`` (n,); ``rows``
    with weight, ``clusters``; ``r2`` the share of the outcome's whole variance that is explained, fixed effects included.
    """

    names: tuple[str, ...]
    estimate: Floats
    covariance: Floats
    residual: Floats
    rows: int
    clusters: int
    r2: float

    @property
    def se(self) -> Floats:
        """Standard errors."""
        return np.asarray(np.sqrt(np.maximum(np.diag(self.covariance), 0.0)))


def places(values: object) -> np.ndarray:
    """Whole numbers 0, 1 … for the levels of a grouping, in sorted order.

    >>> places([371, 2, 371]).tolist()
    [1, 0, 1]
    """
    return np.unique(np.asarray(values), return_inverse=True)[1]


def within(columns: Floats, groups: Sequence[np.ndarray], weights: Floats | None = None) -> Floats:
    """The columns (n, k) with the effects of every grouping (n,) taken out, by alternating weighted projections.

    1. For each grouping in turn subtract from every column its weighted mean in each level.
    2. Stop when a whole round moves no cell by more than 1e-12 of its column's spread.

    Raises `DataError` when it does not settle, `ParameterError` for weights that are not positive.

    >>> within(np.array([[1.0], [3.0], [5.0], [9.0]]), [np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])]).ravel().tolist()
    [0.5, -0.5, -0.5, 0.5]
    """
    left = np.array(columns, dtype=np.float64)
    weight = np.ones(len(left)) if weights is None else np.asarray(weights, dtype=np.float64)
    if not (weight > 0).all():
        raise ParameterError("weights must be above 0. Leave rows without weight out.")
    levels = [(place := places(group), np.bincount(place, weight)) for group in groups]
    spread = np.maximum(left.std(axis=0), 1e-300)
    for _ in range(ROUNDS):
        before = left.copy()
        for place, total in levels:
            for k in range(left.shape[1]):
                left[:, k] -= (np.bincount(place, weight * left[:, k]) / total)[place]
        if len(levels) < 2 or (np.abs(left - before).max(axis=0) <= TOLERANCE * spread).all():
            return left
    raise DataError(
        "the fixed effects do not settle: the groups are hardly connected. Use fewer of them, or more years."
    )


def nested(group: np.ndarray, cluster: np.ndarray) -> bool:
    """Does every level of the grouping lie in one cluster?"""
    pairs = np.unique(np.stack([places(group), places(cluster)]), axis=1)
    return bool(pairs.shape[1] == np.unique(pairs[0]).size)


def least_squares(
    outcome: Floats,
    regressors: Floats,
    groups: Sequence[np.ndarray],
    cluster: np.ndarray,
    *,
    names: Sequence[str],
    weights: Floats | None = None,
) -> Fit:
    """Weighted least squares of the outcome (n,) on regressors (n, k) and fixed effects, with errors clustered (CR1).

    Covariance: G/(G − 1) · (N − 1)/(N − K) times the sandwich of the clusters' scores (Cameron and Miller 2015). K counts the
    regressors and the levels of those groupings that are not nested in the clusters; nested levels add no parameter that
    the clusters do not already absorb (ours: a nested level is counted by its cluster already).

    A regressor that the fixed effects absorb has estimate and errors NaN. Raises `DataError` with fewer than two clusters.

    >>> y, d = np.array([0.0, 1.0, 0.0, 3.0]), np.array([[0.0], [0.0], [0.0], [1.0]])
    >>> fit = least_squares(y, d, [np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])], np.array([0, 0, 1, 1]), names=["ally"])
    >>> fit.estimate.round(9).tolist()
    [2.0]
    """
    y, x = np.asarray(outcome, dtype=np.float64), np.asarray(regressors, dtype=np.float64)
    weight = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    kind = places(cluster)
    count = int(kind.max()) + 1 if len(kind) else 0
    if count < 2:
        raise DataError(f"clustered errors need two states or more, not {count}. Take more states or years.")
    left = within(np.column_stack([y, x]), groups, weight)
    kept = (left[:, 1:] ** 2).sum(axis=0) > 1e-10 * np.maximum((x**2).sum(axis=0), 1e-300)
    kept = np.flatnonzero(kept)
    estimate, covariance = np.full(x.shape[1], np.nan), np.full((x.shape[1], x.shape[1]), np.nan)
    design = left[:, 1:][:, kept]
    # einsum, since threads of the linear algebra library wait for each other where cores are shared
    bread = np.linalg.pinv(np.einsum("i,ij,ik->jk", weight, design, design))
    estimate[kept] = bread @ np.einsum("i,ij,i->j", weight, design, left[:, 0])
    residual = left[:, 0] - design @ estimate[kept]
    scores = (
        np.stack([np.bincount(kind, weight * residual * column, count) for column in design.T], axis=-1)
        if len(kept)
        else np.zeros((count, 0))
    )
    levels = sum(int(places(group).max()) + 1 for group in groups if not nested(group, cluster))
    freedom = len(y) - len(kept) - levels
    factor = count / (count - 1) * (len(y) - 1) / freedom if freedom > 0 else np.nan
    covariance[np.ix_(kept, kept)] = factor * bread @ (scores.T @ scores) @ bread
    mean = np.average(y, weights=weight)
    total = float((weight * (y - mean) ** 2).sum())
    r2 = 1 - float((weight * residual**2).sum()) / total if total > 0 else np.nan
    return Fit(tuple(names), estimate, covariance, residual, len(y), count, r2)


def two_way(
    state: np.ndarray,
    year: np.ndarray,
    outcome: Floats,
    ally: Floats,
    *,
    controls: Floats | None = None,
    weights: Floats | None = None,
) -> Fit:
    """Agreement on being an ally with state and year effects, clustered by state: SCIENCE E2 (ii), rows in any order.

    ``controls`` (n, m) must be dated before the vote; rows in which one is missing are the caller's to leave out.

    >>> state, year = np.array([1, 1, 2, 2]), np.array([1, 2, 1, 2])
    >>> two_way(state, year, np.array([0.2, 0.3, 0.2, 0.5]), np.array([0.0, 0, 0, 1])).estimate.round(9).tolist()
    [0.2]
    """
    columns = [np.asarray(ally, dtype=np.float64)] + (
        [] if controls is None else [*np.asarray(controls, dtype=np.float64).T]
    )
    names = ["ally", *(f"control {k + 1}" for k in range(len(columns) - 1))]
    return least_squares(outcome, np.column_stack(columns), [state, year], state, names=names, weights=weights)


def triple_difference(state: np.ndarray, year: np.ndarray, kind: np.ndarray, outcome: Floats, ally: Floats) -> Fit:
    """The extra effect of alliance on the roll calls of ``kind`` 1: state × year, state × kind and year × kind effects (SCIENCE E2 iv).

    One row a state, year and kind (0 or 1). The coefficient is that of ally × kind: mobilisation proper.

    >>> state, year, kind = (np.array(list(each)) for each in zip(*[(s, t, k) for s in (1, 2) for t in (1, 2) for k in (0, 1)]))
    >>> ally = (state == 2) & (year == 2)
    >>> triple_difference(state, year, kind, 0.1 * ally + 0.3 * ally * kind, ally).estimate.round(9).tolist()
    [0.3]
    """
    one, two, three = places(state), places(year), places(kind)
    wide, tall = int(two.max(initial=0)) + 1, int(three.max(initial=0)) + 1
    groups = [one * wide + two, one * tall + three, two * tall + three]
    product = np.asarray(ally, dtype=np.float64) * np.asarray(kind)
    return least_squares(outcome, product[:, None], groups, state, names=["ally x important"])


def event_study(
    state: np.ndarray, year: np.ndarray, outcome: Floats, since: Floats, bins: Sequence[tuple[int, int]]
) -> Fit:
    """Agreement by years since the switch, in bins of first and last year, with state and year effects.

    ``since`` (n,) is the year less the year of the switch, NaN for states that never switched. The years that no bin covers
    are the reference. Bins without a row are NaN. States allied all along belong out of the rows: they would serve as controls
    of the entrants while treated themselves.

    >>> state, year = np.array([1, 1, 1, 2, 2, 2]), np.array([1, 2, 3, 1, 2, 3])
    >>> since = np.array([np.nan, np.nan, np.nan, -1, 0, 1])
    >>> event_study(state, year, np.array([0, 0, 0, 0.1, 0.3, 0.5]), since, [(0, 0), (1, 1)]).estimate.round(9).tolist()
    [0.2, 0.4]
    """
    columns = np.stack([(since >= low) & (since <= high) for low, high in bins], axis=1).astype(np.float64)
    return least_squares(outcome, columns, [state, year], state, names=[f"{low}..{high}" for low, high in bins])
