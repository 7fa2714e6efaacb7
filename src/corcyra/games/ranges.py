"""The values of one parameter between two ends, for a sweep: open ends are approached, whole numbers stay whole."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.model import Model

__all__ = ["POINTS", "between"]

POINTS = 200
"""Values on an axis when none are asked for (ours: finer than a pixel in three)."""
MOST = 2000
"""Ours: two axes of so many are four million games, some seconds and a gigabyte."""
NEAR = 1e-6
"""How near an end that is itself excluded is approached, as a share of the range (ours)."""


def between(model: type[Model], name: str, low: float, high: float, points: int = POINTS) -> npt.NDArray[np.float64]:
    """So many values from one end to the other, both included.

    An end at which the parameter's range is open (a probability above 0) is approached to a millionth of the way. A parameter in
    whole numbers takes every one between the ends. Raises `ParameterError` for ends that are not numbers, not in order or outside
    the parameter's range, and for fewer than 2 or more than 2,000 values.

    >>> from corcyra.games.models.reassurance import Reassurance
    >>> between(Reassurance, "entanglement", 0, 2, 5).tolist(), between(Reassurance, "clients", 2, 4).tolist()
    ([0.0, 0.5, 1.0, 1.5, 2.0], [2.0, 3.0, 4.0])
    >>> between(Reassurance, "prior", 0, 1, 3).round(6).tolist()
    [1e-06, 0.5, 0.999999]
    """
    limits = model.knobs()[name]
    if not (np.isfinite(low) and np.isfinite(high) and low < high):
        raise ParameterError(f"the sweep over {name} goes from {low:g} to {high:g}. Give two numbers, the smaller first.")
    if not 2 <= points <= MOST:
        raise ParameterError(f"the sweep over {name} asks for {points} values. Ask for 2 to {MOST:,}.")
    if limits.whole:
        found = np.arange(np.ceil(low), np.floor(high) + 1, dtype=np.float64)
    else:
        near = NEAR * (high - low)
        first, last = low + near * (low == limits.above), high - near * (high == limits.below)
        found = np.linspace(first, last, points)
    for value in (low, high):
        if len(found) < 2 or not (limits.admits(value) or value in (limits.above, limits.below) or limits.whole):
            raise ParameterError(
                f"the sweep over {name} ({limits.meaning}) goes from {low:g} to {high:g}, and its range is {limits.range}. Stay in the range."
            )
    return found
