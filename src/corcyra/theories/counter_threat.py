"""What a pole can do against the threats of everyone else: a kernel that Walt's and David's theories share.

SCIENCE C1 writes Walt's first term as ``Σ_{k≠j} T_ik · c_j e^(−d_ij/λ)``: how much k threatens i, times the power that
the pole j can bring to bear where i is. Two choices are ours. A product needs threats that are not negative, so T enters
as ``exp(T)``, the multiplicative form that SCIENCE A2 offers beside the additive one. The sum is taken as a mean over the
known k: when nothing is missing the two differ by a constant factor, which standardising removes; when a k is missing,
the mean re-weights where the sum would count it as no threat at all.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from corcyra.panel.panels import Floats

__all__ = ["counter_threat", "mean_known", "menace_of_others"]


def mean_known(values: Floats) -> Floats:
    """The mean over the last axis of what is known; NaN where nothing is.

    >>> mean_known(np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]])).tolist()
    [2.0, nan]
    """
    count = (~np.isnan(values)).sum(axis=-1)
    return np.where(count > 0, np.nansum(values, axis=-1) / np.maximum(count, 1), np.nan)


def menace_of_others(threat: Floats, leaders: Sequence[int]) -> Floats:
    """The mean of ``exp(T_ik)`` over every other state k but the pole's leader: shape (states, poles), above 0.

    ``threat`` has shape (states, others), in z units, NaN on the diagonal; ``leaders`` are places on the second axis. All
    states of the panel count, not only the poles: a neighbour can be what one needs help against. A leader's own cell is
    NaN.

    >>> threat = np.log(np.array([[np.nan, 1.0, 2.0], [4.0, np.nan, 8.0], [1.0, 1.0, np.nan]]))
    >>> menace_of_others(threat, [1, 2]).round(6).tolist()
    [[2.0, 1.0], [nan, 4.0], [1.0, nan]]
    """
    danger = np.exp(threat)
    known = ~np.isnan(danger)
    value = np.where(known, danger, 0.0)
    at = list(leaders)
    count = known.sum(axis=1)[:, None] - known[:, at]
    total = value.sum(axis=1)[:, None] - value[:, at]
    menace = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    menace[at, range(len(at))] = np.nan
    return menace


def counter_threat(threat: Floats, projected: Floats, leaders: Sequence[int]) -> Floats:
    """The power that each pole can bring to the state, times the threat from everyone else: shape (states, poles).

    ``projected`` has shape (states, others): the other's power as it arrives at the state (SCIENCE A1). It says what a
    pole could do, not whether it would: whether a pole threatens the state itself is Walt's second term.

    >>> threat = np.log(np.array([[np.nan, 1.0, 2.0], [4.0, np.nan, 8.0], [1.0, 1.0, np.nan]]))
    >>> counter_threat(threat, np.full((3, 3), 0.5), [1, 2]).round(6).tolist()
    [[1.0, 0.5], [nan, 2.0], [0.5, nan]]
    """
    return np.asarray(projected[:, list(leaders)] * menace_of_others(threat, leaders))
