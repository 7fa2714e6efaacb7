"""Maximum likelihood from several starts: BFGS, then Newton's steps, and an honest account of how it went."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from corcyra.games.strategic.likelihood import Likelihood

__all__ = ["Convergence", "Maximum", "ascend", "maximise"]

Numbers = npt.NDArray[np.float64]

FLATTEST = 1e-9
"""The smallest eigenvalue of the information, scaled to unit diagonal, below which it counts as singular (ours: about where a
tenth digit of a correlation of .9999999990 is lost to rounding)."""

VAGUEST = 30.0
"""The largest standard error of a coefficient, times its regressor's root mean square, that still tells anything (ours: a utility
unknown within 30 standard deviations of the shocks leaves every probability between 0 and 1 open; it means separation)."""


@dataclass(frozen=True)
class Convergence:
    """How the search went: starts tried, starts that reached the best maximum, the Newton decrement left, and the smallest
    eigenvalue of the information scaled to unit diagonal (near 0: hardly identified)."""

    starts: int
    agreed: int
    decrement: float
    flattest: float

    @property
    def good(self) -> bool:
        """Did the best start end where the gradient vanishes (a decrement under 1e-8, far below what a test could see)?"""
        return self.decrement < 1e-8


@dataclass(frozen=True)
class Maximum:
    """The coefficients, the Hessian there, how the search went, and which coefficients the data leave open."""

    theta: Numbers
    hessian: Numbers
    convergence: Convergence
    vague: npt.NDArray[np.bool_]


def maximise(of: Likelihood, starts: int, seed: int) -> Maximum:
    """The maximum of a likelihood.

    1. Scale every regressor to a mean square of 1, so that units do not matter.
    2. Start at 0 and at ``starts`` − 1 points drawn from N(0, ½²) (ours: utilities of the size of their shocks).
    3. BFGS with the exact gradient; Newton's steps from the best end, until the decrement ``g'H⁻¹g`` is under 1e-12.
    4. Mark the coefficients that the data leave open: where the information is singular, or a standard error is vast.

    >>> from corcyra.games.strategic.egame12 import EGAME12
    >>> one, none = np.ones((4, 1)), np.empty((4, 0))
    >>> of = Likelihood(lambda u: EGAME12.log_probabilities(u, "agent"), (one, none, none, one), np.array([0, 0, 1, 2]))
    >>> np.abs(maximise(of, starts=2, seed=0).theta).round(6).tolist()
    [0.0, 0.0]
    """
    scaled, scale = even(of)
    draws = np.random.default_rng(seed).normal(0.0, 0.5, (max(starts - 1, 0), len(scale)))
    ends = [climb(scaled, each) for each in np.concatenate([np.zeros((1, len(scale))), draws])]
    values = np.array([value for _, value in ends])
    theta = polish(scaled, ends[int(np.argmax(values))][0])
    hessian = scaled.hessian(theta)
    return Maximum(theta / scale, hessian * np.outer(scale, scale), *account(scaled, theta, hessian, values))


def ascend(of: Likelihood, first: Numbers) -> Numbers:
    """The coefficients at the maximum that one search from ``first`` reaches (steps 1 and 3 of `maximise`).

    >>> from corcyra.games.strategic.egame12 import EGAME12
    >>> one, none = np.ones((4, 1)), np.empty((4, 0))
    >>> of = Likelihood(lambda u: EGAME12.log_probabilities(u, "agent"), (one, none, none, one), np.array([0, 0, 1, 2]))
    >>> np.abs(ascend(of, np.ones(2))).round(6).tolist()
    [0.0, 0.0]
    """
    scaled, scale = even(of)
    return polish(scaled, climb(scaled, first * scale)[0]) / scale


def even(of: Likelihood) -> tuple[Likelihood, Numbers]:
    """The likelihood with every regressor scaled to a mean square of 1, and the scale."""
    scale = np.concatenate([np.sqrt((matrix**2).mean(axis=0)) for matrix in of.designs])
    scale = np.where(scale > 0, scale, 1.0)
    matrices = tuple(m / s for m, s in zip(of.designs, of.parts(scale), strict=True))
    return Likelihood(of.logged, matrices, of.outcome), scale


def climb(of: Likelihood, first: Numbers) -> tuple[Numbers, float]:
    """The end of one search by BFGS, and the log likelihood there."""
    n = len(of.outcome)

    def loss(theta: Numbers) -> tuple[float, Numbers]:
        value, score = of.each(theta)
        return -float(value.sum()) / n, -score.sum(axis=0) / n

    with np.errstate(all="ignore"):  # a long first step may leave the range of floating point; it is shortened
        found = minimize(loss, first, jac=True, method="BFGS", options={"gtol": 1e-6, "maxiter": 1000})
    value = -float(found.fun) * n
    return np.asarray(found.x, dtype=np.float64), value if np.isfinite(value) else -np.inf


def polish(of: Likelihood, theta: Numbers) -> Numbers:
    """Newton's steps, each taken only if it raises the likelihood."""
    value = of.total(theta)
    for _ in range(20):
        gradient = of.each(theta)[1].sum(axis=0)
        hessian = of.hessian(theta)
        if not np.isfinite(hessian).all() or np.linalg.eigvalsh(hessian).max() >= 0:
            break
        step = -np.linalg.solve(hessian, gradient)
        with np.errstate(all="ignore"):
            reached = of.total(theta + step)
        if not reached >= value - 1e-9 * abs(value):
            break
        theta, value = theta + step, reached
        if float(gradient @ step) < 1e-12:
            break
    return theta


def account(
    of: Likelihood, theta: Numbers, hessian: Numbers, values: Numbers
) -> tuple[Convergence, npt.NDArray[np.bool_]]:
    """How the search went, and which coefficients the data leave open."""
    size = np.sqrt(np.maximum(-np.diag(hessian), 0.0))
    size = np.where(size > 0, size, 1.0)
    roots, vectors = np.linalg.eigh(-hessian / np.outer(size, size))
    best = of.total(theta)
    agreed = int((values > best - 1e-4 * max(1.0, abs(best)) ** 0.5).sum())
    if roots[0] < FLATTEST:
        return Convergence(len(values), agreed, np.inf, float(roots[0])), np.abs(vectors[:, 0]) > 0.1
    gradient = of.each(theta)[1].sum(axis=0)
    decrement = float(gradient @ np.linalg.solve(-hessian, gradient))
    vague = np.sqrt(np.diag(np.linalg.inv(-hessian))) > VAGUEST
    return Convergence(len(values), agreed, decrement, float(roots[0])), vague
