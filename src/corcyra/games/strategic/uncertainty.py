"""Intervals for anything computed from coefficients: by the delta method, or by drawing coefficients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from corcyra.errors import ParameterError

__all__ = ["Method", "intervals", "normal_bounds"]

Numbers = npt.NDArray[np.float64]
Method = Literal["delta", "simulate"]


def normal_bounds(value: Numbers, se: Numbers, level: float, share: bool = False) -> tuple[Numbers, Numbers]:
    """The bounds ``value ± z se``; for a ``share`` on the scale of log odds, so that they stay within 0 and 1.

    Raises `ParameterError` unless the level is between 0 and 1.

    >>> [round(float(each), 3) for each in normal_bounds(np.array(0.5), np.array(0.1), 0.95, share=True)]
    [0.313, 0.687]
    """
    check_level(level)
    z = float(ndtri(0.5 + level / 2))
    if not share:
        return value - z * se, value + z * se
    with np.errstate(all="ignore"):  # a probability of 0 or 1 has no log odds: its bounds are itself
        odds, width = np.log(value) - np.log1p(-value), z * se / (value * (1 - value))
        low, high = (1 / (1 + np.exp(-(odds + sign * width))) for sign in (-1.0, 1.0))
    certain = (value <= 0) | (value >= 1)
    return np.where(certain, value, low), np.where(certain, value, high)


def check_level(level: float) -> None:
    """Raise `ParameterError` unless the level is between 0 and 1."""
    if not 0 < level < 1:
        raise ParameterError(f"level is a share between 0 and 1 such as 0.95, given {level!r}.")


def intervals(
    of: Callable[[Numbers], Numbers],
    theta: Numbers,
    covariance: Numbers,
    *,
    level: float = 0.95,
    method: Method = "delta",
    share: bool = False,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The value of ``of(theta)``, its standard error, and the bounds of its interval, all of the value's shape.

    ``delta``: the variance of the linear approximation, ``J V J'``, with J by central differences. ``simulate``: ``draws`` of
    coefficients from N(theta, V) with the seed; their standard deviation and quantiles (King, Tomz and Wittenberg 2000).
    Raises `ParameterError` for another method, a level outside (0, 1) or fewer than 100 draws.

    >>> value, se, low, high = intervals(lambda b: b**2, np.array([3.0]), np.array([[0.01]]))
    >>> [round(float(each[0]), 3) for each in (value, se, low, high)]
    [9.0, 0.6, 7.824, 10.176]
    """
    check_level(level)
    value = of(theta)
    if method == "simulate":
        if draws < 100:
            raise ParameterError(f"simulated intervals want 100 draws or more, given {draws}.")
        drawn = np.random.default_rng(seed).multivariate_normal(theta, covariance, draws, method="eigh")
        values = np.stack([of(each) for each in drawn])
        low, high = np.quantile(values, [0.5 - level / 2, 0.5 + level / 2], axis=0)
        return value, values.std(axis=0, ddof=1), low, high
    if method != "delta":
        raise ParameterError(f"method is delta or simulate, given {method!r}.")
    slopes = np.stack([derivative(of, theta, place) for place in range(len(theta))], axis=-1)
    se = np.sqrt(np.maximum(np.einsum("...i,ij,...j->...", slopes, covariance, slopes), 0.0))
    return value, se, *normal_bounds(value, se, level, share)


def derivative(of: Callable[[Numbers], Numbers], theta: Numbers, place: int) -> Numbers:
    """The central difference by one coefficient."""
    step = np.zeros(len(theta))
    step[place] = np.cbrt(np.finfo(float).eps) * max(1.0, abs(theta[place]))
    return np.asarray((of(theta + step) - of(theta - step)) / (2 * step[place]), dtype=np.float64)
