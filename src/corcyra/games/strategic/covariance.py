"""Standard errors: from the curvature of the likelihood, robust, or robust to groups of rows (dyads, years)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from corcyra.errors import DataError

__all__ = ["classical", "sandwich"]

Numbers = npt.NDArray[np.float64]


def classical(hessian: Numbers) -> Numbers:
    """``(−H)⁻¹``: right when the model is right and rows are independent. H is the Hessian of the log likelihood.

    >>> classical(np.array([[-4.0]])).tolist()
    [[0.25]]
    """
    return np.asarray(np.linalg.inv(-hessian), dtype=np.float64)


def sandwich(hessian: Numbers, scores: Numbers, group: npt.NDArray[np.int64] | None = None) -> Numbers:
    """``H⁻¹ (G/(G−1) Σ_g s_g s_g') H⁻¹``, with the scores summed within groups (Huber 1967, White 1982; Liang and Zeger 1986).

    ``scores`` has a row for each observation; without groups every row is its own. It forgives dependence within groups; the
    factor G/(G−1) is the usual correction for few of them. Raises `DataError` for fewer than two groups.

    >>> sandwich(np.array([[-2.0]]), np.array([[1.0], [-1.0]]), np.array([0, 1])).tolist()
    [[1.0]]
    """
    if group is None:
        group = np.arange(len(scores))
    count = int(group.max()) + 1
    if count < 2:
        raise DataError("all rows are in one cluster: nothing varies between clusters. Choose another key, or none.")
    summed = np.zeros((count, scores.shape[1]))
    np.add.at(summed, group, scores)
    bread = np.linalg.inv(hessian)
    meat = count / (count - 1) * summed.T @ summed
    return np.asarray(bread @ meat @ bread.T, dtype=np.float64)
