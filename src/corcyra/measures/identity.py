"""Identity: what two states share by language, religion, kin and regime.

Constructivist readings expect states that see each other as alike to stand together (SCIENCE C1, ``ident_ij``). The index
says how much is shared, not whether anybody cares: shared Orthodoxy joins Georgia and Russia in it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corcyra.measures.enmity import graded
from corcyra.measures.measure import Gives, Parameter, weighted_mean
from corcyra.panel.panels import Floats, Panels

__all__ = ["Identity", "likeness"]

EQUAL = "ours: SCIENCE C1 names the four parts and no weights, so they count the same"


def likeness(score: Floats) -> Floats:
    """How alike two states are on a score from 0 to 1, ``1 − |x_i − x_j|``: grid in, cube out.

    >>> likeness(np.array([[0.3, 0.8]])).tolist()
    [[[1.0, 0.5], [0.5, 1.0]]]
    """
    return np.asarray(1.0 - np.abs(score[:, :, None] - score[:, None, :]))


@dataclass(frozen=True)
class Identity:
    """The weighted mean of shared language, religion, kin and regime, over those that are known.

    Kin is the coders' reading that the two are seen as one people or kin, and overlaps with shared language and religion;
    kin that divides the two (a minority in dispute) is left to enmity.
    """

    language: Parameter = Parameter(0.25, EQUAL, low=0.0)
    religion: Parameter = Parameter(0.25, EQUAL, low=0.0)
    kin: Parameter = Parameter(0.25, EQUAL, low=0.0)
    regime: Parameter = Parameter(0.25, EQUAL, low=0.0)

    key = "identity"
    title = "shared identity of two states"
    citations = ("hopf2002social", "wendt1999social")
    needs = ("language_proximity", "same_religion", "kin", "v2x_polyarchy")
    gives = (
        Gives("identity", "weighted mean of shared language, religion, kin and regime", "index", 0, 1),
        Gives("identity_language", "proximity of the titular languages", "index", 0, 1),
        Gives("identity_religion", "same majority religion", "index", 0, 1),
        Gives("identity_kin", "kinship seen as amity, by strength", "index", 0, 1),
        Gives("identity_regime", "1 − distance of the electoral democracy indices", "index", 0, 1),
        Gives("identity_coverage", "share of the weights whose part was observed", "share", 0, 1),
    )

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """Six cubes; NaN where there is no dyad."""
        parts = {
            "language": panels.array("language_proximity"),
            "religion": panels.array("same_religion"),
            "kin": graded(panels.array("kin")),
            "regime": np.where(panels.pairs, likeness(panels.array("v2x_polyarchy")), np.nan),
        }
        weights = {name: getattr(self, name).value for name in parts}
        index, coverage = weighted_mean(parts, weights)
        components = {f"identity_{name}": part for name, part in parts.items()}
        return {"identity": index, **components, "identity_coverage": np.where(panels.pairs, coverage, np.nan)}
