"""Perfect separation at a last move: a sum of regressors that tells, without a single exception, who moved which way."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

__all__ = ["separators"]

Numbers = npt.NDArray[np.float64]


def separators(design: Numbers, right: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which regressors take part in a separation of right from left (Albert and Anderson 1984; a linear program after Konis 2007).

    Maximise ``Σ s_i x_i'δ`` over ``|δ_k| ≤ 1`` with ``s_i x_i'δ ≥ 0`` for every row, where s is 1 for right and −1 for left: a
    maximum above 0 is a direction in which the likelihood of this move rises for ever. All False where there is none.

    >>> separators(np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 1.0]]), np.array([False, True, False])).tolist()
    [True, True]
    >>> separators(np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [1.0, 1.0]]), np.array([False, True, False, True])).any()
    np.False_
    """
    none = np.zeros(design.shape[1], dtype=bool)
    if not design.size:
        return none
    signed = design * np.where(right, 1.0, -1.0)[:, None]
    signed = signed / np.abs(signed).max(axis=0).clip(1e-300)
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(signed)), bounds=(-1, 1))
    if not found.success or -found.fun < 1e-7:
        return none
    return np.asarray(np.abs(found.x) > 1e-7)
