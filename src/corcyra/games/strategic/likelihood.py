"""The log likelihood of a strategic model, with its exact gradient row by row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Likelihood", "Logged"]

Numbers = npt.NDArray[np.float64]

Logged = Callable[[Numbers], tuple[Numbers, Numbers]]
"""Utilities (k, n) to the outcomes' log probabilities (n, outcomes) and their slopes (n, outcomes, k)."""


@dataclass(frozen=True)
class Likelihood:
    """``Σ ln p(outcome of row i)``, where each utility is a sum of its regressors times coefficients.

    ``logged`` is the game, ``designs`` has a matrix for each utility, ``outcome`` counts from 0.

    >>> from corcyra.games.strategic.egame12 import EGAME12
    >>> one, none = np.ones((2, 1)), np.empty((2, 0))
    >>> of = Likelihood(lambda u: EGAME12.log_probabilities(u, "agent"), (one, none, none, one), np.array([0, 2]))
    >>> round(of.total(np.zeros(2)), 4)  # ln ½ + ln ¼
    -2.0794
    """

    logged: Logged
    designs: tuple[Numbers, ...]
    outcome: npt.NDArray[np.int64]

    def parts(self, theta: Numbers) -> tuple[Numbers, ...]:
        """The coefficients of each utility."""
        ends = np.cumsum([each.shape[1] for each in self.designs])[:-1]
        return tuple(np.split(theta, ends))

    def utilities(self, theta: Numbers) -> Numbers:
        """The utilities, shape (k, n)."""
        return np.stack([matrix @ part for matrix, part in zip(self.designs, self.parts(theta), strict=True)])

    def each(self, theta: Numbers) -> tuple[Numbers, Numbers]:
        """Every row's log likelihood (n,) and score (n, coefficients)."""
        logged, slopes = self.logged(self.utilities(theta))
        rows = np.arange(len(self.outcome))
        by_utility = slopes[rows, self.outcome]
        score = [matrix * by_utility[:, [place]] for place, matrix in enumerate(self.designs)]
        return logged[rows, self.outcome], np.concatenate(score, axis=1)

    def total(self, theta: Numbers) -> float:
        """The log likelihood."""
        return float(self.each(theta)[0].sum())

    def hessian(self, theta: Numbers) -> Numbers:
        """The matrix of second derivatives: central differences of the exact gradient, made symmetric.

        The step is ε^(1/3) of each coefficient's size or 1 (the usual balance of truncation and rounding).
        """
        columns = []
        for place in range(len(theta)):
            step = np.zeros(len(theta))
            step[place] = np.cbrt(np.finfo(float).eps) * max(1.0, abs(theta[place]))
            up, down = (self.each(theta + sign * step)[1].sum(axis=0) for sign in (1.0, -1.0))
            columns.append((up - down) / (2 * step[place]))
        found = np.stack(columns, axis=1)
        return np.asarray((found + found.T) / 2, dtype=np.float64)
