"""Amity: what two states remember of help and kinship, as a stock that fades (SCIENCE A3).

Amity is no absence of enmity; two states can have both. So that amity may predict alignment, nothing that the observed
alignment is made of enters it: no treaties, memberships, exercises or votes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corcyra.measures.enmity import first_known, mutual
from corcyra.measures.measure import Gives, Parameter
from corcyra.measures.stocks import inflow, saturate, steady_state, stock, stock_coverage
from corcyra.panel.panels import Floats, Panels

__all__ = ["Amity", "onset"]

KINSHIP = (
    "SCIENCE A3: kinship counts once, 2; ours: a defining tie (strength 3) counts in full, a weaker one in proportion"
)


def onset(strength: Floats) -> Floats:
    """The rise of a standing strength over its last known value; in the first observed year, all of it. Falls count 0.

    A tie of kin or memory is no yearly event: it enters the stock once, when it begins.

    >>> onset(np.array([np.nan, 2.0, 3.0, 1.0])).tolist()
    [nan, 2.0, 1.0, 0.0]
    """
    rise, known = np.empty(strength.shape), np.zeros(strength.shape[1:])
    for year, now in enumerate(strength):
        rise[year] = np.maximum(now - known, 0.0)
        known = np.where(np.isnan(now), known, now)
    return rise


@dataclass(frozen=True)
class Amity:
    """The stock of amity between two states, equal in both directions, and its index from 0 to 1.

    As `Enmity`, without a floor: SCIENCE keeps memory for harm alone. Ties rest on coders' readings of the literature, which
    knows how the states aligned; a leak that no rule about families can stop, so read results with ``ties`` at 0 beside.
    """

    ties: Parameter = Parameter(2.0 / 3.0, KINSHIP, low=0.0)
    rescue: Parameter = Parameter(3.0, "SCIENCE A3: intervention on behalf 3", low=0.0)
    war_aid: Parameter = Parameter(
        0.5, "SCIENCE A3: arms transfers 0.5; troops count through rescue besides, ours", low=0.0
    )
    arms: Parameter = Parameter(0.5, "SCIENCE A3: arms-transfer dependence 0.5, in proportion to the share", low=0.0)
    base: Parameter = Parameter(
        0.0,
        "ours: SCIENCE A3 gives 1, but a base is also penetration, which theories read beside amity; at 1 it counts in both",
        low=0.0,
    )
    half_life: Parameter = Parameter(20.0, "SCIENCE A3: h_M = 20 years", low=0.1)
    inherited: Parameter = Parameter(2.0 / 3.0, KINSHIP, low=0.0)
    reference: Parameter = Parameter(
        1.0,
        "ours: as for enmity, one point of inflow in every year is the mark at which the index reaches 0.632",
        low=0.01,
    )
    priors: bool = True

    key = "amity"
    title = "stock of amity between two states"
    citations = ("buzan2003regions", "crescenzi2001time", "hopf2010logic")
    gives = (
        Gives("amity_stock", "decaying stock of help and kinship between the two", "weighted events", 0),
        Gives("amity", "the stock as an index, 1 − exp(−M/κ)", "index", 0, 1),
        Gives("amity_coverage", "share of the remembered events that was observed", "share", 0, 1),
    )

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of the events whose weight is above 0, and with ``priors`` the inherited ties."""
        used = tuple(column for name, column in COLUMNS.items() if getattr(self, name).value > 0)
        return (*used, "prior_amity") if self.priors else used

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """Three cubes; NaN where there is no dyad."""
        happened = self.events(panels)
        flow, seen = inflow(happened, {name: getattr(self, name).value for name in happened})
        life, alive = self.half_life.value, panels.pairs
        level = stock(flow, half_life=life, before=self.before(panels), alive=alive)
        scale = steady_state(self.reference.value, life)
        coverage = stock_coverage(seen, half_life=life, alive=alive)
        return {"amity_stock": level, "amity": saturate(level, scale), "amity_coverage": coverage}

    def events(self, panels: Panels) -> dict[str, Floats]:
        """The year's events of amity whose weight is above 0."""
        used = [name for name in COLUMNS if getattr(self, name).value > 0]
        found = {name: mutual(panels.array(COLUMNS[name])) for name in used}
        return {name: onset(cube) if name == "ties" else cube for name, cube in found.items()}

    def before(self, panels: Panels) -> Floats | None:
        """What is inherited: the first known sum of ties from before 1991, in units of the stock."""
        return self.inherited.value * first_known(mutual(panels.array("prior_amity"))) if self.priors else None


COLUMNS: Mapping[str, str] = {
    "ties": "amity_new",
    "rescue": "rescue",
    "war_aid": "war_aid",
    "arms": "arms_share",
    "base": "base_strength",
}
"""Which column each event is read from."""
