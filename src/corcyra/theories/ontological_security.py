"""Ontological security: a stigmatised regime turns from those who shame it to a power that is like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Parameter
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats
from corcyra.theories.theory import UNIT, Expectation, Implication, Silence, against, decide, missing, toward
from corcyra.world.poles import Pole

__all__ = ["OntologicalSecurity", "shelter"]

CONTROL = "ours: the theory claims the interaction alone; SCIENCE C1 asks for the main effect so that a fit can tell them apart"


def shelter(likeness: Floats, power: Floats) -> Floats:
    """What a pole is worth as a mirror: likeness times the root of its capability, ``sim_ij · c_j^½``.

    ``likeness`` in [0, 1] and ``power`` (a share of the system's capabilities) have shape (states, poles).

    >>> shelter(np.array([[0.5, 1.0]]), np.array([[0.04, 0.25]])).tolist()
    [[0.1, 0.5]]
    """
    return np.asarray(likeness * np.sqrt(power))


@dataclass(frozen=True)
class OntologicalSecurity:
    """A regime shamed for what it is turns to a strong power that is like it, and from those who shame it.

    ``V_ij = β OI_i (sim_ij c_j^½) − β′ OI_i stig_ij`` (SCIENCE C1, A10). OI is the stock of normative threat that the
    state carries; sim is likeness of regime, since that is what the stigma is about (ours); stig is the pole's own
    shaming. The main effects are there at weight 0: they are other theories' claims, for a fit to hold apart.

    Names: Mitzen and Steele on ontological security, Zarakol and Adler-Nissen on stigma; as a theory of alignment, the
        paper on Uzbekistan after Andijan.
    Claims: states secure their sense of self as well as their borders; stigma turns them toward powers that affirm them,
        also when no physical threat has grown.
    Silent when: the state carries no stigma (out of scope), or an input is unknown.
    Sources: Mitzen (2006), Steele (2008), Zarakol (2011), Adler-Nissen (2014), Ontological (in)security (2026); SCIENCE
        A10, C1. Critic: Krolikowski (2008), who doubts that a state has a self to secure.

    >>> OntologicalSecurity().needs
    ('ontological_insecurity', 'identity_regime', 'power', 'stigmatised_by')
    """

    shelter: Parameter = UNIT
    shaming: Parameter = UNIT
    shelter_alone: Parameter = Parameter(0.0, CONTROL, low=0.0)
    shaming_alone: Parameter = Parameter(0.0, CONTROL, low=0.0)
    least: Parameter = Parameter(
        0.01, "ours: the theory names no line; a stock that has faded to a hundredth is forgotten", low=0.0
    )

    key = "ontological_security"
    name = "Ontological security"
    citations = (
        "adlernissen2014stigma",
        "krolikowski2008state",
        "mitzen2006ontological",
        "ontological2026alignment",
        "steele2008ontological",
        "zarakol2011after",
    )
    needs = ("ontological_insecurity", "identity_regime", "power", "stigmatised_by")

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the state joins: a strong power like it, not one that shames it."""
        terms = self.terms(seen, poles)
        burden = float(seen.latest("ontological_insecurity")[seen.place(state)])
        if np.isnan(burden):
            return missing(self, seen, state, "ontological insecurity of the state")
        if burden < self.least.value:
            reason = f"the state carried no stigma to speak of before {seen.year}, so there is no self to make secure."
            return Silence(self.key, state, seen.year, "out of scope", reason)
        return decide(self, seen, state, poles, terms)

    def terms(self, seen: AsOf, poles: Sequence[Pole]) -> dict[str, tuple[str, float, Floats]]:
        """Shelter and shaming, each times the state's insecurity and alone."""
        burden = seen.latest("ontological_insecurity")[:, None]
        mirror = shelter(toward(seen, "identity_regime", poles), against(seen, "power", poles))
        shaming = toward(seen, "stigmatised_by", poles)
        return {
            "shelter": (
                "insecurity × likeness of regime × root of the pole's power",
                self.shelter.value,
                burden * mirror,
            ),
            "shaming": ("insecurity × shaming by the pole", -self.shaming.value, burden * shaming),
            "shelter_alone": ("likeness of regime × root of the pole's power", self.shelter_alone.value, mirror),
            "shaming_alone": ("shaming by the pole", -self.shaming_alone.value, shaming),
        }

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if the theory is right."""
        return (
            Implication("the turn follows public shaming, while military threats are unchanged", "dates of turns"),
            Implication("leaders complain of double standards and of lost respect, not of danger", "speeches"),
            Implication(
                "recognition (visits, awards, congratulations) is taken up before security goods", "content of exchange"
            ),
            Implication("an equally capable patron that joins in the shaming is refused", "across poles"),
        )
