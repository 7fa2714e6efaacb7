"""Balance of threat: states join the pole that can best help them against those who threaten them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Parameter, standardise
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats
from corcyra.theories.counter_threat import counter_threat
from corcyra.theories.theory import UNIT, Expectation, Implication, Silence, decide, toward
from corcyra.world.poles import Pole

__all__ = ["BalanceOfThreat", "cornered"]


def cornered(own: Floats, power: Floats, projected: Floats, menace: Floats, weak: float) -> Floats:
    """Where a weak state stands alone before the pole that threatens it most: shape (states, poles), 1 there and else 0.

    ``own`` and ``power`` are capabilities of the states and of the poles' leaders; ``projected`` and ``menace`` have
    shape (states, poles). Weak: own capability is below ``weak`` times the leader's. Alone: no other pole can bring as
    much power to the state. What is missing corners nobody.

    >>> own, power = np.array([0.001, 0.1]), np.array([0.1, 0.2])
    >>> projected = np.array([[0.02, 0.01], [0.02, 0.01]])
    >>> cornered(own, power, projected, menace=np.array([[2.0, 1.0], [2.0, 1.0]]), weak=0.05).tolist()
    [[1.0, 0.0], [0.0, 0.0]]
    """
    most = menace == np.nan_to_num(menace, nan=-np.inf).max(axis=1, keepdims=True)
    alone = projected == np.nan_to_num(projected, nan=-np.inf).max(axis=1, keepdims=True)
    return np.asarray(most & alone & (own[:, None] < weak * power[None, :]), dtype=np.float64)


@dataclass(frozen=True)
class BalanceOfThreat:
    """States join the pole best able to counter the threats of all others, and shun the pole that threatens them.

    ``V_ij = β1 · c_j e^(−d_ij/λ) · mean_{k≠j} exp(T_ik) − β2 T_ij`` (SCIENCE C1; A2 for T). Every other state of the
    panel can be a threat, neighbours that are no pole included. Walt's exception, that weak states without an ally at
    hand bandwagon, is the option ``bandwagon``: at 1 the sign of β2 turns for the pole that threatens a cornered state
    most, at 0 (the default) it never does.

    Names: Walt.
    Claims: states balance against threat, and threat is power, proximity, offensive power and intentions, not power
        alone; bandwagoning is the exception of the weak and isolated.
    Silent when: the threat from a pole, or its power at the state's place, is unknown.
    Sources: Walt (1987: 21-33); SCIENCE A2, C1. Critic: Garibov (2019) for staying at the level of the system; David
        (1991) for leaving out threats from within.

    >>> BalanceOfThreat().needs
    ('threat', 'projected_power')
    """

    help_against_others: Parameter = UNIT
    threat_from_pole: Parameter = UNIT
    bandwagon: Parameter = Parameter(
        0.0, "ours: Walt (1987: 29-31) holds bandwagoning to be the exception, so it is off", low=0.0, high=1.0
    )
    weak: Parameter = Parameter(
        0.05, "ours: Walt names no line; a twentieth of the pole's capability cannot resist it", low=0.0, high=1.0
    )

    key = "balance_of_threat"
    name = "Balance of threat (Walt)"
    citations = ("david1991explaining", "garibov2019friends", "walt1987origins")

    @property
    def needs(self) -> tuple[str, ...]:
        """Threat and projected power; capability too when bandwagoning is on."""
        return ("threat", "projected_power", "power") if self.bandwagon.value else ("threat", "projected_power")

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the state joins: help against the others, less the threat from the pole itself."""
        leaders = [seen.place(pole.leader) for pole in poles]
        aid = counter_threat(seen.latest("threat"), seen.latest("projected_power"), leaders)
        terms = {
            "help_against_others": ("power to counter the threats of all others", self.help_against_others.value, aid),
            "threat_from_pole": ("threat from the pole itself", -self.threat_from_pole.value, self.menace(seen, poles)),
        }
        return decide(self, seen, state, poles, terms)

    def menace(self, seen: AsOf, poles: Sequence[Pole]) -> Floats:
        """The threat from each pole, its sign turned where Walt's exception holds and is on."""
        menace = toward(seen, "threat", poles)
        if not self.bandwagon.value:
            return menace
        power = seen.latest("power")
        leading = power[[seen.place(pole.leader) for pole in poles]]
        alone = cornered(power, leading, toward(seen, "projected_power", poles), menace, self.weak.value)
        return np.asarray(standardise(menace, axes=(0, 1)) * (1 - 2 * self.bandwagon.value * alone))

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if Walt is right."""
        return (
            Implication(
                "the ally is a rival of the state that threatens most, not of the strongest state", "choice of ally"
            ),
            Implication(
                "turns follow attacks, deployments and claims, soon and in the expected direction", "dates of turns"
            ),
            Implication("a strong power that shows no hostility is not balanced against", "across poles"),
            Implication("decision-makers name a foreign threat and ask for help against it", "speeches, treaty texts"),
        )
