"""Identity: states join those whom they take for friends and for their own kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corcyra.measures.measure import Parameter
from corcyra.panel.as_of import AsOf
from corcyra.theories.theory import UNIT, Expectation, Implication, Silence, decide, toward
from corcyra.world.poles import Pole

__all__ = ["Identity"]


@dataclass(frozen=True)
class Identity:
    """States join the pole that is most like them and best remembered, and shun the one that is remembered as a foe.

    ``V_ij = β1 identity_ij + β2 amity_ij − β3 enmity_ij`` (SCIENCE C1): language, religion, kin and regime in common;
    what is remembered of friendship; what is remembered of hostility.

    Names: constructivists; Johnston on who counts as friend or foe, Hopf on habit.
    Claims: interests follow from who states think they are; affinity and memory make friends and foes, and these outlive
        changes of power.
    Silent when: likeness, amity or enmity toward a pole is unknown. It claims to hold for all states.
    Sources: Johnston (2008: 197), by way of Garibov (2019); Hopf (2010); SCIENCE A3, C1. Critic: Garibov (2019): shared
        Orthodoxy should have joined Georgia to Russia, and history should have set it against Turkey.

    >>> Identity().needs
    ('identity', 'amity', 'enmity')
    """

    likeness: Parameter = UNIT
    friendship: Parameter = UNIT
    hostility: Parameter = UNIT

    key = "identity"
    name = "Identity (constructivism)"
    citations = ("garibov2019friends", "hopf2010logic", "johnston2008social")
    needs = ("identity", "amity", "enmity")

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the state joins: its like and its friend."""
        terms = {
            "likeness": ("shared identity with the pole", self.likeness.value, toward(seen, "identity", poles)),
            "friendship": ("remembered friendship with the pole", self.friendship.value, toward(seen, "amity", poles)),
            "hostility": ("remembered hostility with the pole", -self.hostility.value, toward(seen, "enmity", poles)),
        }
        return decide(self, seen, state, poles, terms)

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if identity decides."""
        return (
            Implication(
                "the choice is defended by kinship, faith or memory, and also where it costs", "speeches, textbooks"
            ),
            Implication("the alignment outlives changes in power and threat", "alignment over time"),
            Implication("turns come when the ruling idea of who we are changes, as with a new elite", "dates of turns"),
            Implication(
                "equally useful partners that are seen as other are not even considered", "records of deliberation"
            ),
        )
