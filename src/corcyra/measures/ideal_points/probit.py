"""The ordinal probit of one vote: its probability, score and information, for arrays of votes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

__all__ = ["Response", "response"]

Floats = NDArray[np.float64]
FAR = 30.0
"""Where the normal's tail is cut, in standard deviations. Ours: beyond it, probabilities leave the range of doubles."""
TINY = 1e-300
ROOT = np.sqrt(2 * np.pi)


class Response(NamedTuple):
    """By vote: log probability, its slopes in ``u`` and ``k``, and the information of both."""

    log: Floats
    u: Floats
    k: Floats
    uu: Floats
    uk: Floats
    kk: Floats


def response(u: Floats, gap: Floats, vote: NDArray[np.int8]) -> Response:
    """The ordinal probit as in Johnson and Albert (1999), with the lower border at ``u`` and the upper at ``u + gap``.

    1. ``P(yes) = Phi(u)``, ``P(no) = Phi(-u - gap)``, the rest abstains; ``u = cut1 - discrimination * point``, ``gap = exp(k)``.
    2. The slopes are those of the logarithm of the probability of the vote that was cast.
    3. The information is what the vote's probability, which is log-concave in both borders, bends by (the bend of ``exp(k)``
       itself left out), so that it is never negative.

    ``vote`` is 1, 2, 3; ``gap`` 0 makes two kinds of votes, 1 and 3. All arrays have one shape.

    >>> got = response(np.array([0.0, 0.0]), np.array([0.0, 0.0]), np.array([1, 3], np.int8))
    >>> got.log.round(4).tolist(), got.u.round(4).tolist(), got.uu.round(4).tolist()
    ([-0.6931, -0.6931], [0.7979, -0.7979], [0.6366, 0.6366])
    """
    low, high = np.clip(u, -FAR, FAR), np.clip(u + gap, -FAR, FAR)
    yes, no = ndtr(low), ndtr(-high)
    between = np.where(low > 0, ndtr(-low) - no, ndtr(high) - yes)
    yes, between, no = (np.maximum(each, TINY) for each in (yes, between, no))
    at_low, at_high = np.exp(-0.5 * low**2) / ROOT, np.exp(-0.5 * high**2) / ROOT
    said_yes, said_no = vote == 1, vote == 3
    cast = np.where(said_yes, yes, np.where(said_no, no, between))
    slope_low = np.where(said_yes, at_low, np.where(said_no, 0.0, -at_low)) / cast
    slope_high = np.where(said_yes, 0.0, np.where(said_no, -at_high, at_high)) / cast
    score_u = slope_low + slope_high
    bent_high = high * slope_high
    return Response(
        np.log(cast),
        score_u,
        gap * slope_high,
        np.maximum(low * slope_low + bent_high + score_u**2, 0.0),
        gap * (bent_high + slope_high * score_u),
        gap**2 * (bent_high + slope_high**2),
    )
