"""The beliefs that support an act: distributions over nodes under linear conditions, as corners or as one point."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_SOLVES", "corners"]

Numbers = npt.NDArray[np.float64]
SLACK = 1e-9
MOST_SOLVES = 5_000
"""Above this many small linear systems one supporting point is found by a linear programme instead of all corners (ours)."""


def corners(at_least: Numbers, equal: Numbers | None = None) -> Numbers:
    """The corners of ``{μ ≥ 0, Σμ = 1, at_least μ ≥ 0, equal μ = 0}``: shape (corners, nodes), no row when it is empty.

    1. Scale each condition to a largest coefficient of 1. 2. Take every choice of n − 1 − rank(equal) conditions that bind.
    3. Solve; keep what meets all conditions; drop doubles. Above `MOST_SOLVES` systems a single point of it is returned.

    >>> corners(np.array([[-1.0, 2.0]])).round(3).tolist()  # the second node at least a third
    [[0.0, 1.0], [0.667, 0.333]]
    """
    n = at_least.shape[1]
    always = np.vstack([np.ones((1, n)), scaled(equal if equal is not None else np.empty((0, n)))])
    rows = np.vstack([scaled(at_least), np.eye(n)])
    rank = int(np.linalg.matrix_rank(always))
    free = n - rank
    count = comb(len(rows), free)
    if count > MOST_SOLVES:
        return one_point(rows, always)
    picks = np.array(list(combinations(range(len(rows)), free)), dtype=np.intp).reshape(count, free)
    systems = np.concatenate([np.broadcast_to(always, (len(picks), *always.shape)), rows[picks]], axis=1)
    right = np.zeros(systems.shape[1])
    right[0] = 1.0
    square = np.einsum("kij,kil->kjl", systems, systems)
    solvable = np.abs(np.linalg.det(square)) > 1e-12
    points = np.linalg.solve(square[solvable], np.einsum("kij,i->kj", systems[solvable], right)[..., None])[..., 0]
    inside = (points @ rows.T >= -SLACK).all(axis=1) & (np.abs(points @ always.T - right[: len(always)]) <= SLACK).all(axis=1)
    return distinct_rows(points[inside])


def scaled(rows: Numbers) -> Numbers:
    """Each row divided by its largest absolute coefficient; rows of nought are left out."""
    largest = np.abs(rows).max(axis=1, initial=0.0)
    kept = largest > 1e-12
    return np.asarray(rows[kept] / largest[kept, None], dtype=np.float64)


def distinct_rows(points: Numbers) -> Numbers:
    """The different points, in lexical order, with noughts made exact."""
    clean = np.where(np.abs(points) < SLACK, 0.0, points)
    _, first = np.unique(clean.round(8), axis=0, return_index=True)
    found = clean[first]
    return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


def one_point(rows: Numbers, always: Numbers) -> Numbers:
    """One point that meets the conditions with the most room, by a linear programme; no row when there is none."""
    from scipy.optimize import linprog

    n = rows.shape[1]
    right = np.zeros(len(always))
    right[0] = 1.0
    found = linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=np.column_stack([-rows, np.ones(len(rows))]),
        b_ub=np.zeros(len(rows)),
        A_eq=np.column_stack([always, np.zeros(len(always))]),
        b_eq=right,
        bounds=[(0, 1)] * n + [(None, 1)],
    )
    if found.status != 0 or -found.fun < -SLACK:
        return np.empty((0, n))
    point = np.clip(found.x[:n], 0.0, None)
    return np.asarray((point / point.sum())[None, :], dtype=np.float64)
