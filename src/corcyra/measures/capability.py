"""Capability and its projection over distance: how much power there is, how it changes, and how much of it arrives.

Power is a state's share of the system's capabilities (CINC, Singer, Bremer and Stuckey 1972). What another state can
bring to bear shrinks with distance, the loss-of-strength gradient (Boulding 1962).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from corcyra.measures.measure import Gives, Parameter
from corcyra.panel.panels import Floats, Panels

__all__ = ["Capability", "adjusted", "growth", "projected"]


def projected(power: Floats, distance: Floats, *, gradient: float = 1000.0) -> Floats:
    """The power of the other that arrives: ``P_ij = c_j · exp(−d_ij/λ)``, as in SCIENCE A1.

    Args: ``power`` grid (years, states), 0 to 1; ``distance`` cube (years, states, others) in km; ``gradient`` λ in km.
    Gives a cube in units of ``power``, at most ``power`` itself; NaN where power or distance is missing.

    >>> projected(np.array([[0.1, 0.2]]), np.array([[[np.nan, 1000.0], [0.0, np.nan]]])).round(4).tolist()
    [[[nan, 0.0736], [0.1, nan]]]
    """
    return np.asarray(power[:, None, :] * np.exp(-distance / gradient))


def adjusted(power: Floats, distance: Floats, *, day: float = 804.672) -> Floats:
    """The power of the other that arrives, by days of travel: ``c_j ^ log10(d_ij/r + (10 − e))``.

    The form of Bueno de Mesquita (1981), kept in EUGene (Bennett and Stam 2000), where r is the distance covered in a day;
    recalled, not checked against the page, so no published number rests on it. ``day`` is r in km (500 miles, after 1945).
    For a share below 1 the result falls with distance; at distance 0 it is ``c ^ 0.862``, above c.

    >>> adjusted(np.array([[0.1, 0.2]]), np.array([[[np.nan, 0.0], [804.672, np.nan]]])).round(4).tolist()
    [[[nan, 0.2496], [0.1207, nan]]]
    """
    return np.asarray(power[:, None, :] ** np.log10(distance / day + (10.0 - np.e)))


def growth(power: Floats, *, span: int = 5) -> Floats:
    """The change of the logarithm of power over ``span`` years, ``ln c_t − ln c_{t−span}`` (Schweller's g_j, SCIENCE C1).

    Shape (years, states); NaN in the first ``span`` years and where either end is missing or not above 0.

    >>> growth(np.array([[0.1], [0.2]]), span=1).round(4).tolist()
    [[nan], [0.6931]]
    """
    log = np.log(np.where(power > 0, power, np.nan))
    change = np.full(power.shape, np.nan)
    change[span:] = log[span:] - log[: max(len(log) - span, 0)]
    return change


@dataclass(frozen=True)
class Capability:
    """Power, its growth, and the power of each other state projected on the state (SCIENCE A1).

    Projection uses the shortest distance between the two territories, so that a neighbour's power arrives whole.
    """

    gradient: Parameter = Parameter(1000.0, "SCIENCE A1: the default loss-of-strength gradient, 1000 km", low=1.0)
    span: Parameter = Parameter(
        5.0, "Schweller's rising power over five years, SCIENCE C1; the span is ours", low=1.0, high=50.0
    )
    day: Parameter = Parameter(804.672, "500 miles a day after 1945, Bueno de Mesquita 1981 (recalled)", low=1.0)
    projection: Literal["exponential", "travel-days"] = "exponential"

    key = "capability"
    title = "capability, its growth, and its projection over distance"
    citations = ("boulding1962conflict", "bueno1981war", "singer1972capability")
    needs = ("cinc", "distance")
    gives = (
        Gives("power", "share of the system's material capabilities (CINC)", "share", 0, 1),
        Gives("power_growth", "change of the logarithm of power over the span of years", "log points"),
        Gives(
            "projected_power", "the other's power that arrives at the state, after loss over distance", "share", 0, 1
        ),
    )

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """The three columns; power is the CINC column as it is."""
        power, distance = panels.array("cinc"), panels.array("distance")
        if self.projection == "exponential":
            arrives = projected(power, distance, gradient=self.gradient.value)
        else:
            arrives = adjusted(power, distance, day=self.day.value)
        change = growth(power, span=int(self.span.value))
        return {"power": power, "power_growth": change, "projected_power": arrives}
