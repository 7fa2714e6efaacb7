"""Bandwagoning for profit: dissatisfied states join the rising side, satisfied ones resist it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Parameter
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats
from corcyra.theories.theory import UNIT, Expectation, Implication, Silence, against, decide, missing
from corcyra.world.poles import Pole

__all__ = ["Bandwagoning", "profit"]


def profit(revisionism: Floats, growth: Floats) -> Floats:
    """``R_i · g_j``: shape (states, poles), in log points of power.

    ``revisionism`` has shape (states,), from −1 (satisfied) to 1 (revisionist); ``growth`` (states, poles) is the change
    of the logarithm of each pole's power.

    >>> profit(np.array([1.0, -0.5]), np.array([[0.2, -0.1], [0.2, -0.1]])).tolist()
    [[0.2, -0.1], [-0.1, 0.05]]
    """
    return np.asarray(revisionism[:, None] * growth)


@dataclass(frozen=True)
class Bandwagoning:
    """A state that wants change joins the pole that rises; one that wants things as they are leans the other way.

    ``V_ij = β R_i g_j`` (SCIENCE C1): R_i in [−1, 1] is the state's own revisionism, g_j the growth of the pole's power.

    Names: Schweller.
    Claims: alignment is driven by what states hope to gain as much as by what they fear; bandwagoning is common among
        revisionists, since the rising side has the spoils to share.
    Silent when: the state's revisionism is nearly zero (then every pole is worth the same and an even forecast would pass
        for a prediction), or it or a pole's growth is unknown.
    Sources: Schweller (1994); SCIENCE A2, C1. Critic: Walt (1987: 17-33), to whom bandwagoning is rare.

    >>> Bandwagoning().needs
    ('revisionism', 'power_growth')
    """

    profit: Parameter = UNIT
    indifferent: Parameter = Parameter(
        0.05, "ours: Schweller names no line; a twentieth of the scale is within coding error", low=0.0, high=1.0
    )

    key = "bandwagoning"
    name = "Bandwagoning for profit (Schweller)"
    citations = ("schweller1994bandwagoning", "walt1987origins")
    needs = ("revisionism", "power_growth")

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the state joins: the rising pole for a revisionist, the declining one for a satisfied state."""
        revisionism = seen.latest("revisionism")
        growth = against(seen, "power_growth", poles)
        own = float(revisionism[seen.place(state)])
        if np.isnan(own):
            return missing(self, seen, state, "revisionism of the state")
        if abs(own) < self.indifferent.value:
            reason = (
                f"the state's revisionism is {own:.3f}, too near zero to say whether it seeks gain: "
                "the theory gives it no reason to prefer a rising or a declining pole."
            )
            return Silence(self.key, state, seen.year, "out of scope", reason)
        gain = profit(revisionism, growth)
        terms = {"profit": ("revisionism of the state × growth of the pole's power", self.profit.value, gain)}
        return decide(self, seen, state, poles, terms)

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if Schweller is right."""
        return (
            Implication(
                "the state demands territory, status or money before it aligns, and is promised some", "bargaining"
            ),
            Implication("alignment with the rising side comes without a threat that would compel it", "dates of turns"),
            Implication("when the patron's power ebbs, a revisionist client leaves first", "alignment over time"),
            Implication("satisfied neighbours of the same rising power lean away from it", "across cases"),
        )
