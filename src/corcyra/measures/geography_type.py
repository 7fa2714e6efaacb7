"""Continental and maritime powers, and how hard a power is pushed near its borders (SCIENCE A11; Sushentsov's claim).

The claim: a continental power seeks allies nearby, unless it is pushed hard, and a maritime power wherever sea lanes run.
Type and pressure are its two inputs; what follows from them is for a theory to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Gives, Parameter
from corcyra.panel.panels import Floats, Panels

__all__ = ["CONTINENTAL", "MARITIME", "GeographyType", "pressure"]

CONTINENTAL = (365, 710, 255, 630, 640, 750)
"""Russia, China, Germany, Iran, Turkey, India: SCIENCE A11's list, a judgement."""

MARITIME = (2, 200, 740)
"""The United States, the United Kingdom, Japan: SCIENCE A11's list, a judgement."""


def pressure(base: Floats, distance: Floats, near: float) -> Floats:
    """Presence of others close to each state: the mean over hosts within ``near`` km of the strongest base of a third.

    ``base`` is a cube (years, hosts, senders) in [0, 1], ``distance`` a cube in km; gives (years, states). A base on the
    state's own soil is no pressure on it. NaN where no host is near or none is observed. Ours: SCIENCE A11 counts
    adversaries only; here every third state counts, since a fact of presence does not say against whom it is meant.

    >>> base = np.array([[[np.nan, 0.0, 0.0], [0.0, np.nan, 1.0], [0.0, 0.0, np.nan]]])
    >>> km = np.array([[[np.nan, 100.0, 9000.0], [100.0, np.nan, 9000.0], [9000.0, 9000.0, np.nan]]])
    >>> pressure(base, km, 1500.0).tolist()
    [[1.0, 0.0, nan]]
    """
    size = base.shape[1]
    found = np.full(base.shape[:2], np.nan)
    for state in range(size):
        others = [place for place in range(size) if place != state]
        strongest = np.where(np.isnan(base), -np.inf, base)[:, :, others].max(axis=2, initial=-np.inf)
        close = (distance[:, state] <= near) & np.isfinite(strongest)
        close[:, state] = False
        count = close.sum(axis=1)
        whole = np.where(close, strongest, 0.0).sum(axis=1)
        found[:, state] = np.where(count > 0, whole / np.maximum(count, 1), np.nan)
    return found


@dataclass(frozen=True)
class GeographyType:
    """Whether a power is continental, and the presence of others near each state's borders.

    ``continental`` and ``maritime`` are COW codes; a state on neither list, or without any known distance in the year, has
    no type.
    """

    continental: tuple[int, ...] = CONTINENTAL
    maritime: tuple[int, ...] = MARITIME
    near: Parameter = Parameter(1500.0, "SCIENCE A11: adversary presence within 1500 km of the border", 0.0)

    key = "geography_type"
    title = "Continental and maritime powers"
    citations = ("corcyra",)
    needs = ("base_strength", "distance")
    gives = (
        Gives("continental", "1 continental power, 0 maritime power, missing for others", "0 or 1", 0, 1),
        Gives("border_pressure", "mean strength of foreign bases in states near the border", "index", 0, 1),
    )

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """Two grids."""
        kind = np.where(np.isin(panels.codes, self.continental), 1.0, np.nan)
        kind = np.where(np.isin(panels.codes, self.maritime), 0.0, kind)
        return {
            "continental": np.where(np.isnan(panels.array("distance")).all(axis=2), np.nan, kind),
            "border_pressure": pressure(panels.array("base_strength"), panels.array("distance"), self.near.value),
        }
