"""Balance of power: states join the weaker side, whoever is on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Parameter
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats
from corcyra.theories.theory import UNIT, Expectation, Implication, Silence, decide, toward
from corcyra.world.poles import Pole

__all__ = ["BalanceOfPower", "imbalance"]


def imbalance(power: Floats, leaders: Sequence[int]) -> tuple[Floats, Floats]:
    """How far each pole outweighs the rest, and which pole is the strongest, as seen from each state.

    ``power`` has shape (states, poles): each pole's power as it arrives at the state, NaN where a leader meets itself;
    ``leaders`` are the leaders' places among the states. Returns ``ln(C_j / C_rest)``, in log points, where the rest are
    the other poles together, and 1 for the strongest pole (for each, on a tie) and else 0. Both are NaN where the power
    of any other pole is missing or not above 0.

    >>> ratio, strongest = imbalance(np.array([[0.1, 0.3], [0.2, np.nan]]), [5, 6])
    >>> ratio.round(3).tolist(), strongest.tolist()
    ([[-1.099, 1.099], [nan, nan]], [[0.0, 1.0], [nan, nan]])
    """
    own = np.zeros(power.shape, dtype=bool)
    for column, leader in enumerate(leaders):
        own[leader : leader + 1, column] = True
    usable = np.where(own, 0.0, np.where(power > 0, power, np.nan))
    rest = usable.sum(axis=1, keepdims=True) - usable
    valid = ~own & (rest > 0)
    ratio = np.log(np.where(valid, usable, 1.0) / np.where(valid, rest, 1.0))
    strongest = (usable == usable.max(axis=1, keepdims=True)).astype(np.float64)
    return np.where(valid, ratio, np.nan), np.where(valid, strongest, np.nan)


@dataclass(frozen=True)
class BalanceOfPower:
    """States join the weaker of the sides open to them, and above all not the strongest.

    ``V_ij = −β ln(C_j / C_rest) − β′·1[j is the strongest]`` (SCIENCE C1). A pole's strength is its leading state's
    capability as it arrives at the state, and the rest are the other poles together; location is all that is particular
    to a state. Who is in which bloc is not read from alignments, since those are what is to be explained.

    Names: Waltz; the text of Garibov calls it neorealism, or mainstream realism.
    Claims: secondary states, free to choose, flock to the weaker side, since it is the stronger side that threatens them;
        regimes, identities and histories make no difference.
    Silent when: fewer than two poles are open to the state (nothing to balance), or a pole's power is unknown.
    Sources: Waltz (1979: 126-127); Garibov (2019); formula SCIENCE C1. Critic: Schroeder (1994).

    >>> BalanceOfPower().needs
    ('projected_power',)
    """

    weaker_side: Parameter = UNIT
    not_the_strongest: Parameter = UNIT

    key = "balance_of_power"
    name = "Balance of power (Waltz)"
    citations = ("garibov2019friends", "schroeder1994historical", "waltz1979theory")
    needs = ("projected_power",)

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the state joins: the weaker side, as power arrives at its place."""
        leaders = [seen.place(pole.leader) for pole in poles]
        ratio, strongest = imbalance(toward(seen, "projected_power", poles), leaders)
        if sum(pole.leader != state for pole in poles) < 2:
            reason = "fewer than two poles are open to the state, so there is no weaker side to join."
            return Silence(self.key, state, seen.year, "out of scope", reason)
        terms = {
            "weaker_side": ("power of the pole against the other poles together", -self.weaker_side.value, ratio),
            "not_the_strongest": ("the pole is the strongest one", -self.not_the_strongest.value, strongest),
        }
        return decide(self, seen, state, poles, terms)

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if Waltz is right."""
        return (
            Implication(
                "neighbours of like place and size choose alike, whatever their regimes and memories", "across cases"
            ),
            Implication("turns follow changes in the distribution of power, not of leaders or ideas", "dates of turns"),
            Implication(
                "decision-makers speak of the strength of the strongest power, not of its deeds", "speeches, memoirs"
            ),
            Implication("as the strongest pole declines, the state's distance from it shrinks", "alignment over time"),
        )
