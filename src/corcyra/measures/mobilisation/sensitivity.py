"""How wrong the assumption of parallel trends may be before the conclusion falls (SCIENCE E3).

Two readings. Rambachan and Roth (2023): the trends of new allies and of the others may differ after the switch by as much as they did
before it, times a factor; the factor at which the effect may be zero is the breakdown value. Oster (2019): unmeasured
causes may matter as much as the measured ones, times δ. What is given here are identified sets around the estimates; sampling error is added as plain 95 %
intervals at the ends of the set, not by the papers' conditional tests.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corcyra.errors import DataError, ParameterError
from corcyra.measures.mobilisation.fixed_effects import Z95
from corcyra.panel.panels import Floats

__all__ = ["breakdown", "largest_step", "oster_delta", "relative_magnitude", "smoothness"]

R_MAX = 1.3
"""Oster (2019): the R² with every cause measured, as a multiple of the R² with the measured ones."""


def largest_step(before: Floats) -> float:
    """The greatest change between adjoining years before the switch; ``before`` runs to the year before the reference, whose value is 0.

    >>> round(largest_step(np.array([0.03, 0.01])), 9)
    0.02
    """
    path = np.append(np.asarray(before, dtype=np.float64), 0.0)
    if len(path) < 2 or not np.isfinite(path).all():
        raise DataError("the years before the switch are too few, or some are missing. Take earlier years.")
    return float(np.abs(np.diff(path)).max())


def reach(share: Floats) -> float:
    """How far the weighted mean after the switch may drift when every year may add a step of 1: Σ share · (k + 1), k = 0, 1 …"""
    return float((np.abs(np.cumsum(np.asarray(share, dtype=np.float64)[::-1]))).sum())


def relative_magnitude(before: Floats, after: Floats, share: Floats, factor: float) -> tuple[float, float]:
    """The identified set of Σ share · effect when each yearly drift is at most ``factor`` times the largest step before.

    Rambachan and Roth (2023), ΔRM. Since drifts are free of each other, the set has a closed form: with θ̂ = Σ share · after, it is θ̂ ±
    factor · largest step · Σ_k |Σ_{j ≥ k} share_j|. Raises `ParameterError` for a factor below 0 or shares that do not fit.

    >>> [round(end, 9) for end in relative_magnitude(np.array([0.01]), np.array([0.05]), np.array([1.0]), 2.0)]
    [0.03, 0.07]
    """
    if factor < 0:
        raise ParameterError(f"the factor is 0 or more, not {factor!r}. 1 means: as much as before the switch.")
    if len(after) != len(share):
        raise ParameterError(f"{len(after)} effects and {len(share)} shares do not fit. Give one share an effect.")
    centre, width = float(np.dot(share, after)), factor * largest_step(before) * reach(share)
    return centre - width, centre + width


def breakdown(before: Floats, after: Floats, share: Floats, se: float = 0.0) -> float:
    """The factor at which the set of `relative_magnitude`, widened by 1.96 ``se``, first includes 0; 0 when it does so at once.

    Infinite where nothing moved before the switch.

    >>> round(breakdown(np.array([0.01]), np.array([0.05]), np.array([1.0])), 9)
    5.0
    """
    margin = abs(float(np.dot(share, after))) - Z95 * se
    width = largest_step(before) * reach(share)
    if margin <= 0:
        return 0.0
    return margin / width if width > 0 else float("inf")


def smoothness(before: Floats, after: Floats, share: Floats, bend: float) -> tuple[float, float]:
    """The identified set when the difference in trends is a line but for bends of at most ``bend`` a year (Rambachan and Roth 2023, ΔSD).

    1. The difference before the switch is what was estimated, 0 in the reference year; after it, it is free.
    2. Every second difference, those over the reference year included, is at most ``bend`` in size; those wholly before are data.
    3. The greatest and the least Σ share · (after − difference), by linear programming.

    ``bend`` 0 continues the last step as a straight line.

    >>> [round(end, 9) for end in smoothness(np.array([-0.01]), np.array([0.05]), np.array([1.0]), 0.0)]
    [0.04, 0.04]
    """
    from scipy.optimize import linprog

    if bend < 0:
        raise ParameterError(f"the bend is 0 or more, not {bend!r}.")
    path = np.append(np.asarray(before, dtype=np.float64), 0.0)
    largest_step(before)
    size = len(after)
    rows, limit = np.zeros((size, size)), np.zeros(size)
    for k in range(size):
        for back, factor in ((0, 1.0), (1, -2.0), (2, 1.0)):
            if k >= back:
                rows[k, k - back] = factor
            else:
                limit[k] -= factor * path[k - back]
    bounds = np.concatenate([limit + bend, bend - limit])
    ends = [
        linprog(sign * np.asarray(share), A_ub=np.concatenate([rows, -rows]), b_ub=bounds, bounds=(None, None)).fun
        * sign
        for sign in (-1.0, 1.0)
    ]
    centre = float(np.dot(share, after))
    return centre - float(ends[0]), centre - float(ends[1])


def oster_delta(plain: float, plain_r2: float, full: float, full_r2: float, *, r_max: float | None = None) -> float:
    """How much stronger than the measured causes the unmeasured ones must be to explain the whole effect (Oster 2019).

    δ = full · (R̃ − R̊) / ((plain − full) · (R_max − R̃)), with the estimate and R² without (``plain``) and with the controls (``full``), and R_max = min(1, 1.3 R̃). It is
    the paper's approximation, in which the controls keep their relative weights. Infinite where the controls change nothing
    or nothing is left to explain; negative where they make the effect larger.

    >>> round(oster_delta(0.08, 0.2, 0.02, 0.6), 9)
    0.740740741
    """
    for value in (plain_r2, full_r2):
        if not 0 <= value <= 1:
            raise ParameterError(f"R² lies between 0 and 1, not at {value!r}.")
    top = min(1.0, R_MAX * full_r2) if r_max is None else r_max
    fallen, left = plain - full, top - full_r2
    if fallen == 0 or left <= 0:
        return float("inf")
    return full * (full_r2 - plain_r2) / (fallen * left)


def steps(names: Sequence[int], values: Floats) -> tuple[Floats, Floats]:
    """Yearly effects parted at the reference year −1: those up to −2, ascending, and those from 0."""
    order = np.argsort(names)
    year, value = np.asarray(names)[order], np.asarray(values)[order]
    return value[year <= -2], value[year >= 0]
