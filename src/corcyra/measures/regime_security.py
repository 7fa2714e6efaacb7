"""Regime security: the threat to rulers from within, and which other state can and would keep them in power.

David (1991): leaders of weak states align to stay in office, so they balance against the most pressing threat, often a
domestic one, and lean on the outside power most likely to keep them there. SCIENCE C1 names both terms; the formulas are
ours, since neither David nor SCIENCE gives one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corcyra.measures.enmity import graded
from corcyra.measures.identity import likeness
from corcyra.measures.measure import Gives, Parameter, carried, weighted_mean
from corcyra.measures.weakness import remembered
from corcyra.panel.panels import Floats, Panels

__all__ = ["RegimeSecurity", "ability", "recent_worst", "willingness"]

EQUAL = "ours: David names coups, other threats to rulers and the weak state behind them, and no weights"


def recent_worst(severity: Floats, *, window: int = 3, worst: float = 3.0) -> Floats:
    """The gravest threat to the rulers in the last ``window`` years (this one included), as a share of the scale's top.

    >>> recent_worst(np.array([3.0, 0.0, 0.0, 0.0])).tolist()
    [1.0, 1.0, 1.0, 0.0]
    """
    top = severity.copy()
    for back in range(1, min(window, len(severity))):
        top[back:] = np.fmax(top[back:], severity[:-back])
    return top / worst


def ability(projected_power: Floats) -> Floats:
    """The other's share of all power that arrives at the state: cube in, cube out, each state's row sums to 1.

    NaN where the other's projected power is missing; the shares are taken over those that are known.

    >>> ability(np.array([[[np.nan, 3.0, 1.0]]])).tolist()
    [[[nan, 0.75, 0.25]]]
    """
    total = np.nansum(projected_power, axis=2, keepdims=True)
    return np.asarray(projected_power / np.where(total > 0, total, np.nan))


def willingness(polyarchy: Floats, sanctioned: Floats, *, democracy: float = 0.5) -> Floats:
    """How far the other would want to keep the state's rulers: ``(1 − |poly_i − poly_j|) · (1 − sanctioned_i · democratic_j)``.

    Rulers of a like kind are worth keeping; a democracy does not keep rulers whom democracies sanction. ``sanctioned`` is
    0 to 1 (severity over 3); a missing one counts as unknown, not as none: NaN toward democracies, ignored toward others.
    Grids (years, states) in, a cube 0 to 1 out.

    >>> willingness(np.array([[0.2, 0.2, 0.7]]), np.array([[1.0, 0.0, 0.0]])).round(2)[0, 0].tolist()
    [1.0, 1.0, 0.0]
    """
    democratic = polyarchy[:, None, :] > democracy
    refused = np.where(democratic, sanctioned[:, :, None], 0.0)
    return likeness(polyarchy) * (1.0 - refused)


@dataclass(frozen=True)
class RegimeSecurity:
    """The domestic threat to rulers (0 to 1), and each other state's ability times willingness to keep them (0 to 1).

    Figures of power are carried as in the measure of threat; all combinations are ours and stand in the docstrings.
    """

    coups: Parameter = Parameter(1.0, EQUAL, low=0.0)
    threats: Parameter = Parameter(1.0, EQUAL, low=0.0)
    weakness: Parameter = Parameter(1.0, EQUAL, low=0.0)
    half_life: Parameter = Parameter(
        5.0,
        "ours: a coup shows a habit of coups (Londregan and Poole 1990); five years is about one term of office",
        low=0.1,
    )
    window: Parameter = Parameter(
        3.0, "ours: a threat is pressing for about as long as a value may be carried", low=1.0
    )
    carry: Parameter = Parameter(3.0, "ours: as in the measure of threat", low=0.0, high=10.0)
    democracy: Parameter = Parameter(
        0.5, "electoral democracy above 0.5, Lührmann, Tannenberg and Lindberg 2018", low=0.0, high=1.0
    )

    key = "regime_security"
    title = "threat to the rulers from within, and who would keep them in power"
    citations = ("david1991explaining", "londregan1990poverty", "luhrmann2018regimes")
    needs = ("coup", "regime_threat", "weakness", "projected_power", "v2x_polyarchy", "sanctioned")
    gives = (
        Gives(
            "internal_threat", "mean of coups remembered, pressing threats to the rulers, and weakness", "index", 0, 1
        ),
        Gives("internal_threat_coups", "coups and attempts remembered", "index", 0, 1),
        Gives("internal_threat_pressing", "gravest threat to the rulers in the last years", "index", 0, 1),
        Gives("internal_threat_coverage", "share of the weights observed", "share", 0, 1),
        Gives("regime_support", "the other's ability × willingness to keep the state's rulers in power", "index", 0, 1),
        Gives("regime_support_ability", "the other's share of all power that arrives at the state", "share", 0, 1),
        Gives(
            "regime_support_willingness",
            "likeness of regimes, none where a democracy would keep sanctioned rulers",
            "index",
            0,
            1,
        ),
    )

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """Four grids and three cubes."""
        parts = {
            "coups": remembered(panels.array("coup"), half_life=self.half_life.value),
            "threats": recent_worst(panels.array("regime_threat"), window=int(self.window.value)),
            "weakness": panels.array("weakness"),
        }
        threat, coverage = weighted_mean(parts, {name: getattr(self, name).value for name in parts})
        can = ability(carried(panels.array("projected_power"), int(self.carry.value)))
        would = willingness(
            panels.array("v2x_polyarchy"), graded(panels.array("sanctioned")), democracy=self.democracy.value
        )
        would = np.where(panels.pairs, would, np.nan)
        return {
            "internal_threat": threat,
            "internal_threat_coups": parts["coups"],
            "internal_threat_pressing": parts["threats"],
            "internal_threat_coverage": coverage,
            "regime_support": can * would,
            "regime_support_ability": can,
            "regime_support_willingness": would,
        }
