"""Regional security complex: local enmities, amities and weaknesses let outside powers in, and there they stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.measures.measure import Parameter
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats
from corcyra.theories.counter_threat import mean_known
from corcyra.theories.theory import UNIT, Expectation, Implication, Silence, decide, toward
from corcyra.world.poles import Pole

__all__ = ["RegionalComplex", "common_enemies", "opportunity"]


def common_enemies(enmity: Floats, leaders: Sequence[int]) -> Floats:
    """How far the state's enemies are the pole's enemies: the mean over other states k of ``e_ik · e_jk``.

    ``enmity`` has shape (states, others), in [0, 1], NaN on the diagonal; returns (states, poles) in [0, 1]. The mean
    over the known k stands for SCIENCE C1's sum, as in `corcyra.theories.counter_threat`.

    >>> enmity = np.array([[np.nan, 0.0, 0.8], [0.0, np.nan, 0.5], [0.8, 0.5, np.nan]])
    >>> common_enemies(enmity, [1]).round(2).tolist()
    [[0.4], [nan], [0.0]]
    """
    shared = np.stack([mean_known(enmity * enmity[leader][None, :]) for leader in leaders], axis=1)
    shared[list(leaders), range(len(leaders))] = np.nan
    return shared


def opportunity(enmity: Floats, hold: Floats, distance: Floats, leaders: Sequence[int], scale: float) -> Floats:
    """The opening that a pole finds in a state: ``max_{k≠j} e_ik (1 − Pen_kj) / (1 + ln(1 + d_ij/s))``, in [0, 1].

    A local rivalry is what outsiders enter by (Buzan and Wæver 2003: 46), so an opening needs a rival k; a pole that
    already holds the rival is no help against it; and nearness helps. The formula is ours, since the text gives none.
    The logarithm keeps great powers in reach from afar, which RSCT grants them.

    ``enmity`` has shape (states, others); ``hold`` is each pole's penetration of each state and ``distance`` (km, from
    each state to each pole), both (states, poles); ``scale`` is s in km.

    >>> enmity = np.array([[np.nan, 0.8, 0.0], [0.8, np.nan, 0.0], [0.0, 0.0, np.nan]])
    >>> hold = np.array([[0.0], [0.5], [np.nan]])
    >>> opportunity(enmity, hold, np.array([[0.0], [0.0], [np.nan]]), [2], 1000.0).tolist()
    [[0.4], [0.8], [nan]]
    """
    opening = np.full(hold.shape, np.nan)
    for column, leader in enumerate(leaders):
        need = enmity * (1 - hold[None, :, column])
        need[:, leader] = np.nan
        known = ~np.isnan(need)
        opening[:, column] = np.where(known.any(axis=1), np.where(known, need, -np.inf).max(axis=1), np.nan)
    return np.asarray(opening / (1 + np.log1p(distance / scale)))


@dataclass(frozen=True)
class RegionalComplex:
    """States of a region join the outside power that is their friend, their enemy's enemy, and already inside.

    ``V_ij = β1 m_ij − β2 e_ij + β3 mean_k e_ik e_jk + β4 W_i·Opp_ij + β5 Pen_ij,t−1`` (SCIENCE C1): amity, enmity,
    enemies in common, the state's weakness times the opening that the pole finds (`opportunity`), and the hold that it
    already has.

    Names: Buzan and Wæver on regional security complexes; Garibov's synthesis for the South Caucasus; Oskanian on weakness.
    Claims: threats travel short distances, so states fear their neighbours; old enmities and amities, weakness at home and
        penetration from outside together give divergent alignments, which penetration then makes durable.
    Silent when: the state has neither friend nor foe to speak of (no security complex), or an input is unknown.
    Sources: Buzan and Wæver (2003: 44-50), Garibov (2019), Oskanian (2010: 138); SCIENCE A3-A6, C1. Critic: the evidence
        is narrative and coded by those who know the outcome (SCIENCE C6, C7).

    >>> RegionalComplex().needs
    ('amity', 'enmity', 'weakness', 'penetration', 'distance')
    """

    friendship: Parameter = UNIT
    hostility: Parameter = UNIT
    common_enemies: Parameter = UNIT
    opening: Parameter = UNIT
    hold: Parameter = UNIT
    scale: Parameter = Parameter(1000.0, "km; SCIENCE A1's λ, used here in a logarithm (ours)", low=1.0)
    least_tie: Parameter = Parameter(
        0.05,
        "ours: Buzan and Wæver (2003) name no line below which there is no complex; a twentieth",
        low=0.0,
        high=1.0,
    )

    key = "regional_complex"
    name = "Regional security complex (Buzan and Wæver; Garibov)"
    citations = ("buzan2003regions", "garibov2019friends", "oskanian2010weaving")
    needs = ("amity", "enmity", "weakness", "penetration", "distance")

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the state joins: friend, enemy's enemy, and the power that is already inside."""
        terms = self.terms(seen, poles)
        place = seen.place(state)
        ties = np.concatenate([seen.latest("amity")[place], seen.latest("enmity")[place]])
        known = ties[~np.isnan(ties)]
        if known.size and known.max() < self.least_tie.value:
            reason = "the state has neither friend nor foe to speak of, so there is no security complex around it."
            return Silence(self.key, state, seen.year, "out of scope", reason)
        return decide(self, seen, state, poles, terms)

    def terms(self, seen: AsOf, poles: Sequence[Pole]) -> dict[str, tuple[str, float, Floats]]:
        """The five parts of the formula."""
        leaders = [seen.place(pole.leader) for pole in poles]
        enmity, hold = seen.latest("enmity"), toward(seen, "penetration", poles)
        weakness = seen.latest("weakness")[:, None]
        opening = weakness * opportunity(enmity, hold, toward(seen, "distance", poles), leaders, self.scale.value)
        enemies = common_enemies(enmity, leaders)
        return {
            "friendship": ("remembered friendship with the pole", self.friendship.value, toward(seen, "amity", poles)),
            "hostility": ("remembered hostility with the pole", -self.hostility.value, toward(seen, "enmity", poles)),
            "common_enemies": ("enemies in common with the pole", self.common_enemies.value, enemies),
            "opening": ("weakness × the opening that the pole finds", self.opening.value, opening),
            "hold": ("penetration by the pole so far", self.hold.value, hold),
        }

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if the synthesis is right."""
        return (
            Implication(
                "the feud is older than the outsider's involvement, which freezes and prolongs it",
                "origins of conflict",
            ),
            Implication(
                "appeals for help go out after local setbacks, first to the habitual friend", "dates of appeals"
            ),
            Implication("rivals in the region have rival patrons", "pairs of neighbours"),
            Implication("the deeper the patron is inside, the rarer the turn", "alignment over time"),
            Implication("what one rival gains, the other counts as its loss", "speeches, votes"),
        )
