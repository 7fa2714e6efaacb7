"""The table of coefficients that every estimate ends in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import ndtr

from corcyra.games.strategic.uncertainty import normal_bounds

__all__ = ["coefficients"]

Numbers = npt.NDArray[np.float64]


def coefficients(
    formulas: Mapping[str, tuple[str, ...]], estimates: Numbers, covariance: Numbers, level: float = 0.95
) -> pl.DataFrame:
    """One row for each coefficient: utility, regressor, estimate, se, z, p (two-sided, normal), low and high.

    Raises `ParameterError` for a level outside (0, 1).

    >>> coefficients({"u11": ("1",)}, np.array([1.96]), np.array([[1.0]]))["p"].round(3).to_list()
    [0.05]
    """
    se = np.sqrt(np.diag(covariance))
    z = estimates / se
    low, high = normal_bounds(estimates, se, level)
    named = [(key, term) for key, each in formulas.items() for term in each]
    columns = {"utility": [key for key, _ in named], "regressor": [term for _, term in named], "estimate": estimates}
    return pl.DataFrame(columns | {"se": se, "z": z, "p": 2 * ndtr(-np.abs(z)), "low": low, "high": high})
