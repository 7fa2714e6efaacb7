"""Abandonment, entrapment, and the belief in a patron's reliability (SCIENCE A12, D7; Snyder 1984).

The formulas of A12 leave their inputs open; those chosen here are ours and read only families that the observed alignment
is not made of: appeals and what they were answered with, enmity, capabilities, bases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corcyra.measures.autonomy import asymmetry
from corcyra.measures.measure import Gives, Parameter
from corcyra.measures.patron_ledger import highest, risk
from corcyra.panel.panels import Floats, Panels

__all__ = ["AllianceRisk", "abandonment", "entrapment", "peril", "reliability"]


def reliability(kept: Floats, weight: Floats, *, memory: float = 0.9, good: float = 1.0, bad: float = 1.0) -> Floats:
    """``μ = (α0 + Σ w γ^age y) / (α0 + β0 + Σ w γ^age)``, the beta belief with memory of SCIENCE D7.

    ``kept`` y in [0, 1] and ``weight`` w at least 0, both (years, ...), w = 0 where nothing was asked; gives (years, ...),
    the belief at the end of each year. ``good`` and ``bad`` are α0 and β0, the belief before any event.

    >>> kept, weight = np.array([1.0, 0, 0, 0, 0, 1.0]), np.array([1.0, 0, 0, 1.0, 0, 0.4])
    >>> float(reliability(kept, weight)[-1].round(5))
    0.52375
    """
    right = np.zeros(kept.shape[1:])
    asked = np.zeros(kept.shape[1:])
    found = np.empty(kept.shape)
    for t in range(len(kept)):
        right = memory * right + weight[t] * np.nan_to_num(kept[t])
        asked = memory * asked + weight[t]
        found[t] = (good + right) / (good + bad + asked)
    return found


def peril(enmity: Floats, power: Floats) -> Floats:
    """``q·L``: the state's worst enemy, its enmity times its part in the capabilities of the pair; a cube in and out.

    Entry (i, j) leaves the patron j out of the enemies. NaN where no third state is observed.

    >>> e = np.array([[[np.nan, 0.0, 0.8], [0, np.nan, 0], [0.8, 0, np.nan]]])
    >>> peril(e, np.array([[0.1, 0.3, 0.3]]))[0, 0, 1].round(3)
    np.float64(0.6)
    """
    return highest(enmity * asymmetry(power))


def abandonment(belief: Floats, danger: Floats) -> Floats:
    """``Aband_i = (1 − μ_i) · q_i · L_i`` (SCIENCE A12), ``danger`` being q·L.

    >>> abandonment(np.array([0.75]), np.array([0.4])).round(3).tolist()
    [0.1]
    """
    return (1.0 - belief) * danger


def entrapment(commitment: Floats, dragged: Floats) -> Floats:
    """``Entrap_P = Σ_i commit_i · Pr(i escalates | commit) · Cost`` (SCIENCE A12): cubes in, (years, patrons) out.

    NaN where nothing is observed.

    >>> entrapment(np.array([[[1.0], [0.5]]]), np.array([[[0.2], [0.4]]])).round(3).tolist()
    [[0.4]]
    """
    each = commitment * dragged
    return np.where(np.isnan(each).all(axis=1), np.nan, np.nansum(each, axis=1))


@dataclass(frozen=True)
class AllianceRisk:
    """The client's fear of abandonment by each power, the power's risk of entrapment, and the belief between them.

    An appeal to a power tells its own client with weight 1 and every other client with weight ``others``; the answer runs
    from 0 (none) to 1 (troops). Commitment is the strength of the power's bases, since pacts belong to the outcome.
    A power that the panels lack raises `MissingColumn`.
    """

    powers: tuple[int, ...] = (365, 2, 640, 630, 710)
    memory: Parameter = Parameter(0.9, "SCIENCE D7: γ of the worked fixture", 0.0, 1.0)
    others: Parameter = Parameter(0.5, "ours: what happens to another client tells half as much", 0.0, 1.0)
    good: Parameter = Parameter(1.0, "SCIENCE D7: α0 of the worked fixture, no opinion", 1e-9)
    bad: Parameter = Parameter(1.0, "SCIENCE D7: β0 of the worked fixture, no opinion", 1e-9)

    key = "alliance_risk"
    title = "Abandonment, entrapment and reliability"
    citations = ("corcyra", "snyder1984dilemma")
    needs = ("appeals", "patron_response", "enmity", "power", "base_strength")
    gives = (
        Gives("reliability", "belief that the other answers an appeal", "probability", 0, 1),
        Gives("abandonment_risk", "doubt of the other times the peril from the worst enemy", "index", 0, 1),
        Gives(
            "entrapment_risk", "danger of being dragged into wars, summed over clients with bases", "sum of indices", 0
        ),
    )

    def belief(self, panels: Panels) -> Floats:
        """μ_ij as a cube; appeals of other clients count with less weight."""
        asked = np.nan_to_num(panels.array("appeals"))
        kept = np.nan_to_num(panels.array("patron_response"))
        share = self.others.value
        weight = (1 - share) * asked + share * asked.sum(axis=1, keepdims=True)
        right = (1 - share) * asked * kept + share * (asked * kept).sum(axis=1, keepdims=True)
        answer = right / np.where(weight > 0, weight, 1.0)
        return reliability(answer, weight, memory=self.memory.value, good=self.good.value, bad=self.bad.value)

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """Two cubes, missing toward states that are no power, and a grid, missing for them."""
        for code in self.powers:
            panels.place(code)
        powers = np.isin(panels.codes, self.powers)
        known = powers & ~np.isnan(panels.array("appeals"))
        belief = np.where(known, self.belief(panels), np.nan)
        enmity, power = panels.array("enmity"), panels.array("power")
        dragged = entrapment(panels.array("base_strength"), risk(enmity, power, powers))
        return {
            "reliability": belief,
            "abandonment_risk": abandonment(belief, peril(enmity, power)),
            "entrapment_risk": np.where(powers, dragged, np.nan),
        }
