"""Stocks: what is remembered of past events, fading at a constant rate (SCIENCE A3).

``S_t = max(δ·S_{t-1} + x_t, φ·max_{s≤t} S_s)`` with ``δ = 2^(-1/h)``: the inflow x of the year is added whole, what was
there a half-life h ago counts half, and where a memory is kept (massacre, partition) the stock never falls below the
share φ of its highest value. In the tradition of exponential memory of conflict and cooperation (Crescenzi and Enterline
2001); the equation is stated here, not taken from them.

>>> import numpy as np
>>> stock(np.array([5.0, 0.0, 0.0]), half_life=1).tolist()
[5.0, 2.5, 1.25]
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.panel.panels import Floats

__all__ = ["decay", "inflow", "saturate", "steady_state", "stock", "stock_coverage"]


def decay(half_life: float) -> float:
    """The share of a stock that is left after a year, ``δ = 2^(-1/h)``; half-life in years, above 0.

    Raises `ParameterError` when the half-life is not positive.

    >>> round(decay(25) ** 25, 12)
    0.5
    """
    if not half_life > 0:
        raise ParameterError(f"a half-life of {half_life} years is not above 0. Give years, for example 25.")
    return float(2.0 ** (-1.0 / half_life))


def steady_state(yearly: float, half_life: float) -> float:
    """Where the stock of a constant inflow ends: ``x / (1 − δ)``, in units of the inflow.

    >>> round(steady_state(1.0, 25), 4)
    36.5697
    """
    return yearly / (1.0 - decay(half_life))


def inflow(events: Mapping[str, Floats], weights: Mapping[str, float]) -> tuple[Floats, Floats]:
    """The year's weighted sum of events, and the share of weight that was observed.

    A missing event adds nothing but lowers the coverage; where no event is observed the inflow is NaN and the coverage 0.
    Weights of 0 are left out of both. Events are arrays of one shape; order does not matter.

    Raises `ParameterError` when no event has a weight above 0.

    >>> import numpy as np
    >>> total, seen = inflow({"war": np.array([1.0, 1.0]), "claim": np.array([1.0, np.nan])}, {"war": 5, "claim": 0.5})
    >>> total.tolist(), seen.round(3).tolist()
    ([5.5, 5.0], [1.0, 0.909])
    """
    used = sorted(name for name in events if weights[name] > 0)
    if not used:
        raise ParameterError("every event weight is 0. Give at least one event a weight above 0.")
    stack = np.stack([events[name] for name in used])
    weight = np.array([float(weights[name]) for name in used]).reshape(-1, *[1] * (stack.ndim - 1))
    known = np.where(np.isnan(stack), 0.0, weight)
    seen = known.sum(axis=0)
    total = (np.nan_to_num(stack) * known).sum(axis=0)
    return np.where(seen > 0, total, np.nan), seen / weight.sum()


def stock(
    flow: Floats,
    *,
    half_life: float,
    before: Floats | None = None,
    floor: Floats | None = None,
    alive: npt.NDArray[np.bool_] | None = None,
) -> Floats:
    """The decaying stock of a yearly inflow, as in SCIENCE A3.

    1. In the first living year ``S = before + x``: ``before`` is what is inherited, in units of the inflow (default 0).
    2. In every later year ``S = δ·S + x``; an unobserved x (NaN) adds nothing.
    3. Where ``floor`` (a share of the past maximum, 0 to 1, by cell and year; NaN counts as 0) is above 0, S is at least
       that share of the highest value so far.
    4. Until something is observed or inherited, and outside ``alive`` (default: everywhere), S is NaN.

    Shapes: ``flow``, ``floor``, ``alive`` are (years, …); ``before`` is (…); S is (years, …), never negative for inflows
    that are not.

    >>> import numpy as np
    >>> stock(np.array([10.0, 0.0, 0.0, 0.0]), half_life=1, floor=np.full(4, 0.2)).tolist()
    [10.0, 5.0, 2.5, 2.0]
    """
    left = decay(half_life)
    alive = np.ones(flow.shape, dtype=np.bool_) if alive is None else alive
    share = np.zeros(flow.shape) if floor is None else np.nan_to_num(floor)
    inherited = np.full(flow.shape[1:], np.nan) if before is None else before
    now = np.full(flow.shape[1:], np.nan)
    peak = np.zeros(flow.shape[1:])
    started = np.zeros(flow.shape[1:], dtype=np.bool_)
    result = np.full(flow.shape, np.nan)
    for year in range(flow.shape[0]):
        past = np.where(started, left * now, inherited)
        fresh = np.where(np.isnan(past) & np.isnan(flow[year]), np.nan, np.nan_to_num(past) + np.nan_to_num(flow[year]))
        now = np.where(alive[year], np.fmax(fresh, np.where(started, share[year] * peak, np.nan)), now)
        peak = np.fmax(peak, now)
        started |= alive[year] & ~np.isnan(now)
        result[year] = np.where(alive[year], now, np.nan)
    return result


def stock_coverage(seen: Floats, *, half_life: float, alive: npt.NDArray[np.bool_] | None = None) -> Floats:
    """How much of what a stock remembers was observed: past coverage, weighted as the stock weights the past; 0 to 1.

    >>> import numpy as np
    >>> stock_coverage(np.array([1.0, 0.0]), half_life=1).round(3).tolist()
    [1.0, 0.333]
    """
    whole = stock(np.ones_like(seen), half_life=half_life, alive=alive)
    return stock(seen, half_life=half_life, alive=alive) / whole


def saturate(level: Floats, scale: float) -> Floats:
    """A stock as an index, ``1 − exp(−S/κ)``: 0 at 0, 1 − 1/e ≈ 0.632 at κ, below 1 (SCIENCE A3).

    Raises `ParameterError` when the scale is not positive.

    >>> import numpy as np
    >>> saturate(np.array([0.0, 36.5697]), 36.5697).round(3).tolist()
    [0.0, 0.632]
    """
    if not scale > 0:
        raise ParameterError(f"a scale of {scale} is not above 0. Give the stock at which the index is 0.632.")
    return np.asarray(1.0 - np.exp(-level / scale))
