"""How long a signal lasts, and what signals cost that must be sent again and again (SCIENCE D6).

A patron can change its type: each year with probability δ it is drawn anew, reliable with probability μ̄. So a belief moves toward
μ̄, and a patron that proved itself must prove itself again before the belief falls below what keeps its clients.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError

__all__ = ["decayed", "longest_silence", "repeated_signal"]

Numbers = npt.NDArray[np.float64]


def decayed(belief: float, years: float, *, base_rate: float, turnover: float) -> float:
    """A belief after years without news, ``μ̄ + (μ − μ̄)(1 − δ)^years`` (SCIENCE D6); a probability.

    Raises `ParameterError` for probabilities outside 0 to 1 or years below 0.

    >>> round(decayed(1.0, 3, base_rate=0.2, turnover=0.2), 4)
    0.6096
    """
    for name, value in (("belief", belief), ("base_rate", base_rate), ("turnover", turnover)):
        if not 0.0 <= value <= 1.0:
            raise ParameterError(f"{name} is a probability, 0 to 1, given {value:g}.")
    if not years >= 0:
        raise ParameterError(f"years is at least 0, given {years:g}.")
    return base_rate + (belief - base_rate) * float((1.0 - turnover) ** years)


def longest_silence(threshold: Numbers, base_rate: Numbers, turnover: Numbers) -> Numbers:
    """Whole years after full proof for which the belief stays at or above the threshold, ``⌊ln((μ* − μ̄)/(1 − μ̄))/ln(1 − δ)⌋``.

    Infinite where the base rate suffices or types never change, missing (NaN) where no belief suffices, ``μ* > 1``. Arrays broadcast.

    >>> longest_silence(np.array(0.6), np.array(0.2), np.array([0.1, 0.2, 0.3, 0.5])).tolist()
    [6.0, 3.0, 1.0, 1.0]
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        years = np.log((threshold - base_rate) / (1.0 - base_rate)) / np.log1p(-turnover)
    # Ours: 1e-9 of a year, so that a threshold met exactly is met in floating point too.
    whole = np.floor(years + 1e-9) + 0.0
    lasting = (threshold <= base_rate) | (turnover == 0.0)
    return np.asarray(
        np.where(threshold > 1.0 + 1e-12, np.nan, np.where(lasting, np.inf, np.maximum(whole, 0.0))), dtype=np.float64
    )


def repeated_signal(value: Numbers, clients: Numbers, patience: Numbers, interval: Numbers) -> Numbers:
    """What one signal must cost if it is to keep n clients for an interval of T years, ``n v_U (1 − β^T)/(1 − β)`` (SCIENCE D6).

    ``value``: a client's worth a year to an unreliable patron; ``patience``: the discount factor β, 0 to below 1. An unreliable
    patron that sent it would keep all clients for T years, so it must burn as much as that is worth. Arrays broadcast.

    >>> float(repeated_signal(np.array(1.0), np.array(2.0), np.array(0.5), np.array(2.0)))
    3.0
    """
    return np.asarray(clients * value * (1.0 - patience**interval) / (1.0 - patience), dtype=np.float64)
