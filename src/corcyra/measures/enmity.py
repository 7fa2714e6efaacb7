"""Enmity: what two states remember of harm and danger from each other, as a stock that fades (SCIENCE A3).

Regional security complex theory makes patterns of amity and enmity a variable of their own, apart from power (Buzan and
Wæver 2003); Hopf (2010) explains by habit why they outlast their causes. Every year's events add to the stock, half of it is
gone after 25 years, and the memory of massacre, war or foreign rule keeps a part of the highest value for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Gives, Parameter
from corcyra.measures.stocks import inflow, saturate, steady_state, stock, stock_coverage
from corcyra.panel.panels import Floats, Panels

__all__ = ["Enmity", "events", "graded", "mutual"]


def mutual(cube: Floats) -> Floats:
    """The higher of the two directions: an event between two states counts once, whichever side is coded as its author.

    >>> mutual(np.array([[[np.nan, 1.0], [0.0, np.nan]]])).tolist()
    [[[nan, 1.0], [1.0, nan]]]
    """
    return np.asarray(np.fmax(cube, cube.swapaxes(1, 2)))


def graded(strength: Floats, *, full: float = 3.0) -> Floats:
    """A coder's sum of strengths as a share, ``min(1, strength / 3)``: one tie that defines a relation counts in full.

    >>> graded(np.array([0.0, 1.0, 3.0, 6.0])).round(3).tolist()
    [0.0, 0.333, 1.0, 1.0]
    """
    return np.asarray(np.minimum(strength / full, 1.0))


def events(panels: Panels) -> dict[str, Floats]:
    """The year's hostile events of two states, in the units of their weights.

    ``hostility`` comes in SCIENCE's own weights (war 5, use of force 2, show of force 1); ``rebels`` and ``rivalry`` are 0 to
    1; ``claim`` and ``closure`` are graded by the coders' strength.
    """
    return {
        "hostility": mutual(panels.array("hostility")),
        "rebels": mutual(panels.array("rebel_support")),
        "rivalry": np.minimum(mutual(panels.array("securitised")), 1.0),
        "claim": graded(mutual(panels.array("claim"))),
        "closure": graded(mutual(panels.array("closure"))),
    }


@dataclass(frozen=True)
class Enmity:
    """The stock of enmity between two states, equal in both directions, and its index from 0 to 1.

    1. Each year's events are weighed and summed; an unobserved event adds nothing and lowers the coverage.
    2. The stock decays by half in ``half_life`` years and starts with what was inherited from before 1991 (``priors``).
    3. Where there is memory of war, massacre or foreign rule, the stock stays at or above ``floor`` of its highest value; a
       memory that coders call background keeps a third of that share, a salient one two thirds.
    4. The index is ``1 − exp(−E/κ)``; κ is the stock that ``reference`` of inflow in every year would reach.
    """

    hostility: Parameter = Parameter(
        1.0, "SCIENCE A3: war 5, use of force 2, show of force 1; the column is in these units", low=0.0
    )
    rebels: Parameter = Parameter(1.5, "SCIENCE A3: support to the other's rebels 1.5", low=0.0)
    rivalry: Parameter = Parameter(
        1.0,
        "SCIENCE A3: rivalry-year 1; ours: a year in which an official document names the other a threat (Thompson 2001)",
        low=0.0,
    )
    claim: Parameter = Parameter(0.5, "SCIENCE A3: active territorial claim 0.5; graded by strength, ours", low=0.0)
    closure: Parameter = Parameter(0.5, "SCIENCE A3: sanction 0.5; a closed border is an embargo, ours", low=0.0)
    half_life: Parameter = Parameter(25.0, "SCIENCE A3: h_E = 25 years", low=0.1)
    floor: Parameter = Parameter(
        0.2, "SCIENCE A3: φ = 0.2 for events of the kind of genocide or partition", low=0.0, high=1.0
    )
    inherited: Parameter = Parameter(
        5.0 / 3.0, "ours: a defining tie (strength 3) from before 1991 weighs as much as one year of war, 5", low=0.0
    )
    reference: Parameter = Parameter(
        1.0, "ours: one rivalry-year every year, without end, is the mark at which the index reaches 0.632", low=0.01
    )
    priors: bool = True

    key = "enmity"
    title = "stock of enmity between two states"
    citations = ("buzan2003regions", "crescenzi2001time", "hopf2010logic", "thompson2001identifying")
    gives = (
        Gives("enmity_stock", "decaying stock of hostile events between the two", "weighted events", 0),
        Gives("enmity", "the stock as an index, 1 − exp(−E/κ)", "index", 0, 1),
        Gives("enmity_coverage", "share of the remembered events that was observed", "share", 0, 1),
    )

    @property
    def needs(self) -> tuple[str, ...]:
        """The event columns, the memory column, and with ``priors`` the inherited ties."""
        always = ("hostility", "rebel_support", "securitised", "claim", "closure", "memory")
        return (*always, "prior_enmity") if self.priors else always

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """Three cubes; NaN where there is no dyad."""
        happened = events(panels)
        flow, seen = inflow(happened, {name: getattr(self, name).value for name in happened})
        life, alive = self.half_life.value, panels.pairs
        floor = self.floor.value * graded(mutual(panels.array("memory")))
        before = self.before(panels)
        level = stock(flow, half_life=life, before=before, floor=floor, alive=alive)
        scale = steady_state(self.reference.value, life)
        coverage = stock_coverage(seen, half_life=life, alive=alive)
        return {"enmity_stock": level, "enmity": saturate(level, scale), "enmity_coverage": coverage}

    def before(self, panels: Panels) -> Floats | None:
        """What is inherited: the first known sum of ties from before 1991, in units of the stock."""
        return self.inherited.value * first_known(mutual(panels.array("prior_enmity"))) if self.priors else None


def first_known(values: Floats) -> Floats:
    """The earliest value that is not missing, along the years: (years, …) in, (…) out.

    >>> first_known(np.array([[np.nan, np.nan], [3.0, np.nan]])).tolist()
    [3.0, nan]
    """
    found = np.full(values.shape[1:], np.nan)
    for year in values:
        found = np.where(np.isnan(found), year, found)
    return found
