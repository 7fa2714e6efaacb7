"""Omnibalancing: rulers join whoever will best keep them in power, against threats from within and from without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Parameter, standardise
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats
from corcyra.theories.counter_threat import counter_threat
from corcyra.theories.theory import UNIT, Expectation, Implication, Silence, decide, missing, toward
from corcyra.world.poles import Pole

__all__ = ["Omnibalancing", "inner_share"]


def inner_share(inner: Floats, threat: Floats) -> Floats:
    """ω, the weight of threats from within: ``T^int / (T^int + max_k T_ik)``, shape (states,), in [0, 1].

    ``inner`` has shape (states,), in [0, 1]; ``threat`` (states, others) is in z units and enters as ``Λ(T)``, the
    logistic, so that both lie in [0, 1] (ours; SCIENCE C1 asks for that). NaN where either is wholly missing.

    >>> inner_share(np.array([0.5, 0.0]), np.array([[np.nan, 0.0], [3.0, np.nan]])).tolist()
    [0.5, 0.0]
    """
    highest = np.where(np.isnan(threat), -np.inf, threat).max(axis=1)
    outer = np.where(np.isinf(highest), np.nan, 1.0 / (1.0 + np.exp(-np.where(np.isinf(highest), 0.0, highest))))
    return np.asarray(inner / (inner + outer))


@dataclass(frozen=True)
class Omnibalancing:
    """Rulers weigh threats from within against threats from without and join the pole that best keeps them in power.

    ``V_ij = β [ω_i Reg_ij + (1 − ω_i) Ext_ij]`` (SCIENCE C1), with ω the share of the threat that comes from within, Reg
    the pole's ability and will to keep the regime, and Ext what Walt's theory would say (`counter_threat` less the threat
    from the pole). Reg and Ext are standardised first and mixed then (ours), so that ω alone sets their balance.

    Names: David.
    Claims: leaders of weak states align to stay in power; they may appease a foreign enemy, even one that threatens the
        state, to fight the enemy at home.
    Silent when: the state is a settled democracy, whose rulers fear elections and not overthrow; or an input is unknown.
    Sources: David (1991); SCIENCE A2, C1. Critic: Garibov (2019), to whom it makes Armenia and Azerbaijan alike.

    >>> Omnibalancing().needs
    ('internal_threat', 'regime_support', 'threat', 'projected_power', 'v2x_polyarchy')
    """

    survival: Parameter = UNIT
    settled_democracy: Parameter = Parameter(
        0.7,
        "ours: David (1991) writes of Third World rulers and names no line; 0.5 marks an electoral democracy "
        "(Lührmann et al. 2018), and a settled one should stand clear of that",
        low=0.0,
        high=1.0,
    )

    key = "omnibalancing"
    name = "Omnibalancing (David)"
    citations = ("david1991explaining", "garibov2019friends", "luhrmann2018regimes")
    needs = ("internal_threat", "regime_support", "threat", "projected_power", "v2x_polyarchy")

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the rulers join: the pole that best keeps them in power."""
        terms = self.terms(seen, poles)
        democracy = float(seen.latest("v2x_polyarchy")[seen.place(state)])
        if np.isnan(democracy):
            return missing(self, seen, state, "electoral democracy, which decides whether the theory applies")
        if democracy >= self.settled_democracy.value:
            reason = (
                f"a settled democracy (electoral democracy {democracy:.2f}, line {self.settled_democracy.value:.2f}): "
                "the theory is about rulers who fear overthrow."
            )
            return Silence(self.key, state, seen.year, "out of scope", reason)
        return decide(self, seen, state, poles, terms, scaled=True)

    def terms(self, seen: AsOf, poles: Sequence[Pole]) -> dict[str, tuple[str, float, Floats]]:
        """What each pole offers against enemies within and without, already on one scale."""
        threat = seen.latest("threat")
        leaders = [seen.place(pole.leader) for pole in poles]
        share = inner_share(seen.latest("internal_threat"), threat)[:, None]
        aid = standardise(counter_threat(threat, seen.latest("projected_power"), leaders), axes=(0, 1))
        outer = standardise(aid - standardise(toward(seen, "threat", poles), axes=(0, 1)), axes=(0, 1))
        inner = standardise(toward(seen, "regime_support", poles), axes=(0, 1))
        return {
            "within": ("support of the regime × share of threats from within", self.survival.value, share * inner),
            "without": ("help against foreign threats × their share", self.survival.value, (1 - share) * outer),
        }

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if David is right."""
        return (
            Implication(
                "the patron changes when the ruler does, or when the ruler's enemies at home change", "dates of turns"
            ),
            Implication(
                "aid goes to guards, police and recognition of the ruler rather than to the border", "content of aid"
            ),
            Implication("the ruler makes peace with a foreign foe to be free against one at home", "bargaining"),
            Implication(
                "states with the same threats from within choose alike, whatever their foreign foes", "across cases"
            ),
        )
