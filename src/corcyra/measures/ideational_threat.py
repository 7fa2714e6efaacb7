"""Ideational threat: danger from a state that judges others by their regime and has the power to act on it.

Istomin argues that great powers seek allies against states whose ideas of legitimate rule endanger their own. SCIENCE A2
gives it a number: ``N_ij = |poly_i − poly_j| · promo_j · √c_j``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from corcyra.measures.measure import Gives
from corcyra.panel.panels import Floats, Panels
from corcyra.world.time import Years

__all__ = ["PROMOTERS", "PROMOTERS_AND_ALLIES", "IdeationalThreat", "ideational_threat", "promotion"]

PROMOTERS: Mapping[int, Years] = MappingProxyType({2: Years(1991, 9999)})
"""Who makes relations depend on the other's regime, and when: the United States after the Cold War, SCIENCE A2's default.
An assumption, not a finding. The European Union, the other promoter named there, is no state and has no row of its own."""

PROMOTERS_AND_ALLIES: Mapping[int, Years] = MappingProxyType(
    {
        2: Years(1991, 9999),
        366: Years(2004, 9999),
        367: Years(2004, 9999),
        368: Years(2004, 9999),
        640: Years(1991, 9999),
    }
)
"""The same with the allies of the United States among the bundled states from their entry into NATO: the reading that
Toft's critique asks to see beside the first. Report both; do not predict alignment with this one, which knows alliances."""


def promotion(years: tuple[int, ...], codes: tuple[int, ...], promoters: Mapping[int, Years]) -> Floats:
    """1 where the state promotes its regime in that year, else 0: a grid (years, states).

    >>> promotion((1990, 1991), (2, 365), PROMOTERS).tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    return np.array(
        [[float(code in promoters and year in promoters[code]) for code in codes] for year in years], dtype=np.float64
    )


def ideational_threat(polyarchy: Floats, promo: Floats, power: Floats) -> Floats:
    """The other's ideational threat to the state, ``|poly_i − poly_j| · promo_j · √c_j``, as in SCIENCE A2.

    Grids (years, states), each 0 to 1, in; a cube (years, states, others), 0 to 1, out. NaN where any input is missing:
    a product has no part that could stand for another. Nothing is said about who is the more democratic of the two.

    >>> ideational_threat(np.array([[0.3, 0.8]]), np.array([[0.0, 1.0]]), np.array([[0.01, 0.16]])).round(3).tolist()
    [[[0.0, 0.2], [0.0, 0.0]]]
    """
    gap = np.abs(polyarchy[:, :, None] - polyarchy[:, None, :])
    return np.asarray(gap * (promo * np.sqrt(power))[:, None, :])


@dataclass(frozen=True)
class IdeationalThreat:
    """Distance of regimes times the other's habit of judging regimes times the root of its power.

    ``promoters`` maps a state's code to the years in which it makes relations depend on the partner's regime.
    """

    promoters: Mapping[int, Years] = field(default_factory=lambda: PROMOTERS)

    key = "ideational_threat"
    title = "ideational threat of the other to the state's regime"
    citations = ("arshakuni2019experts",)
    needs = ("v2x_polyarchy", "cinc")
    gives = (
        Gives(
            "ideational_threat",
            "distance of regimes × promotion of its own by the other × root of its power",
            "index",
            0,
            1,
        ),
    )

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """One cube; NaN where there is no dyad."""
        promo = promotion(panels.years, panels.codes, self.promoters)
        threat = ideational_threat(panels.array("v2x_polyarchy"), promo, panels.array("cinc"))
        return {"ideational_threat": np.where(panels.pairs, threat, np.nan)}
