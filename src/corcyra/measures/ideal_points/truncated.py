"""Compiled arithmetic of the normal distribution in its tails, and random numbers that depend on a key and a place alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
import numpy as np

__all__ = ["LOGROOT", "compiled", "log_interval", "normal", "quantile", "truncated", "uniform"]

Act = TypeVar("Act", bound=Callable[..., Any])
FAR = -35.0
"""Ours: below this the normal distribution is near the smallest number of the machine; logarithms take over."""
NARROW = 1e-5
"""Ours: an interval so narrow has the density of its middle; the difference of two distributions would lose its digits."""
ROOT2 = math.sqrt(2.0)
LOGROOT = 0.5 * math.log(2.0 * math.pi)
INF = math.inf
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX1 = np.uint64(0xBF58476D1CE4E5B9)
MIX2 = np.uint64(0x94D049BB133111EB)


def compiled(function: Act) -> Act:
    """The function compiled at its first call, kept on disk, free of the interpreter's lock."""
    return cast("Act", numba.njit(nogil=True, cache=True, error_model="numpy")(function))


@compiled
def uniform(key: Any, place: int) -> float:
    """The number at a place of the stream ``key`` (unsigned, 64 bits), in the open interval 0 to 1: SplitMix64 (Steele, Lea and Flood 2014)."""
    word = key + np.uint64(place + 1) * GOLDEN
    word = (word ^ (word >> np.uint64(30))) * MIX1
    word = (word ^ (word >> np.uint64(27))) * MIX2
    word = word ^ (word >> np.uint64(31))
    return (float(word >> np.uint64(12)) + 0.5) * 2.220446049250313e-16


@compiled
def quantile(p: float) -> float:
    """The standard normal quantile: rational approximations of Wichura (1988, algorithm AS 241), 16 digits."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        up = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608  # fmt: skip
        down = ((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0  # fmt: skip
        return q * up / down
    least = min(p, 1.0 - p)
    if least <= 0.0:
        return -INF if q < 0.0 else INF
    r = math.sqrt(-math.log(least))
    if r <= 5.0:
        r -= 1.6
        up = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734  # fmt: skip
        down = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0  # fmt: skip
    else:
        r -= 5.0
        up = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772  # fmt: skip
        down = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0  # fmt: skip
    return -up / down if q < 0.0 else up / down


@compiled
def normal(key: Any, place: int) -> float:
    """A standard normal draw: the quantile of `uniform`."""
    return quantile(uniform(key, place))


@compiled
def log_tail(x: float) -> float:
    """The logarithm of the normal distribution at ``x`` below -35: the first terms of its expansion (error 1e-8)."""
    if x == -INF:
        return -INF
    s = 1.0 / (x * x)
    return -0.5 * x * x - LOGROOT - math.log(-x) + math.log1p(s * (-1.0 + s * (3.0 - 15.0 * s)))


@compiled
def log_interval(low: float, high: float) -> float:
    """The logarithm of the standard normal probability between ``low`` and ``high``, with all its digits in both tails."""
    if low + high > 0.0:
        low, high = -high, -low
    if high - low < NARROW:
        middle = 0.5 * (low + high)
        return -0.5 * middle * middle - LOGROOT + math.log(high - low)
    if high < FAR:
        above = log_tail(high)
        return above + math.log1p(-math.exp(log_tail(low) - above))
    return math.log(0.5 * (math.erfc(-high / ROOT2) - math.erfc(-low / ROOT2)))


@compiled
def truncated(low: float, high: float, share: float) -> float:
    """The quantile ``share`` of the standard normal distribution cut to ``low`` .. ``high``.

    By the inverse distribution in the tail where it has all its digits; beyond 35 deviations by two steps of Newton on the
    logarithm. A uniform ``share`` gives an exact draw.
    """
    flip = low + high > 0.0
    if flip:
        low, high, share = -high, -low, 1.0 - share
    if high < FAR:
        drawn = far_truncated(low, high, share)
    else:
        below = 0.5 * math.erfc(-low / ROOT2)
        drawn = quantile(below + share * (0.5 * math.erfc(-high / ROOT2) - below))
    drawn = min(max(drawn, low), high)
    return -drawn if flip else drawn


@compiled
def far_truncated(low: float, high: float, share: float) -> float:
    """`truncated` where both ends lie far in the left tail."""
    bottom = log_tail(low) - log_tail(high)
    part = math.exp(bottom) if bottom > -700.0 else 0.0
    wanted = log_tail(high) + math.log(part + share * (1.0 - part))
    drawn = -math.sqrt(high * high - 2.0 * (wanted - log_tail(high)))
    for _ in range(2):
        drawn -= (log_tail(drawn) - wanted) / (-drawn - 1.0 / drawn)
    return drawn
