"""Security for autonomy: a weak state joins the patron with which it has most to gain from trading one for the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corcyra.games.bargain import surplus
from corcyra.measures.measure import Parameter, standardise
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats
from corcyra.theories.counter_threat import menace_of_others
from corcyra.theories.theory import UNIT, Expectation, Implication, Silence, against, decide, missing, toward
from corcyra.world.poles import Pole

__all__ = ["SecurityForAutonomy", "gains"]


def gains(theta: Floats, a: Floats, b: Floats, kappa: Floats, own: Floats) -> Floats:
    """The surplus of each trade (`corcyra.games.bargain`) in the client's own units, ``a · surplus``.

    0 where the patron gets nothing out of it. All of shape (states, poles) and above 0, but b may be 0; what is missing
    stays missing.

    >>> four, one = np.full((1, 2), 4.0), np.ones((1, 2))
    >>> gains(four, one, np.array([[1.0, 0.0]]), one, one).round(4).tolist()
    [[2.5452, 0.0]]
    """
    worth = a * surplus(theta, a, np.where(b > 0, b, np.nan), kappa, own)
    known = ~np.isnan(theta + a + kappa + own)
    return np.where(known & (b <= 0), 0.0, worth)


@dataclass(frozen=True)
class SecurityForAutonomy:
    """A weak state trades autonomy for the protection of a stronger one, and joins where the trade yields most.

    ``V_ij = β max(0, surplus_ij)`` (SCIENCE C1, D1). What feeds the game is ours: θ, the worth of protection, is the
    threat from everyone but the patron (``exp T``, as in `counter_threat`); own security S0 is the state's capability on
    the same scale (``exp`` of its z-score) over that threat; the worth of autonomy a is the autonomy that the state has
    kept; b and κ are the patron's benefit and cost. The surplus is counted in the client's units, since the client
    chooses. Where the pole is no stronger than the state it is 0.

    Names: Morrow; Baykov (a guarantee for sovereignty); Istomin on what the patron gets.
    Claims: asymmetric alliances are exchanges of unlike goods: the weak get security, the strong get a say; the more each
        values what the other has, the likelier the deal.
    Silent when: no pole is stronger than the state (then there is nothing to trade), or an input is unknown.
    Sources: Morrow (1991); Baykov in Arshakuni and Shapiro (2019); Istomin (2021); SCIENCE A7, C1, D1. Critic: Papa, in
        the same report, doubts that what allies do is owed to the alliance.

    >>> SecurityForAutonomy().needs
    ('threat', 'power', 'autonomy', 'patron_benefit', 'patron_cost')
    """

    surplus: Parameter = UNIT
    least_autonomy: Parameter = Parameter(
        0.1,
        "ours: keeps the worth of autonomy above 0, since D1 divides by it; a tenth of the scale",
        low=1e-6,
        high=1.0,
    )
    least_cost: Parameter = Parameter(
        0.05, "ours: keeps the patron's cost above 0, since D1 divides by it; no guarantee is free", low=1e-6
    )

    key = "security_for_autonomy"
    name = "Security for autonomy (Morrow; Baykov)"
    citations = ("arshakuni2019experts", "istomin2021management", "morrow1991alliances")
    needs = ("threat", "power", "autonomy", "patron_benefit", "patron_cost")

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the state joins: the patron with which it has most to gain."""
        worth = self.worth(seen, poles)
        power, place = seen.latest("power"), seen.place(state)
        rivals = [power[seen.place(pole.leader)] for pole in poles if pole.leader != state]
        if np.isnan(power[place]):
            return missing(self, seen, state, "power of the state")
        if all(each <= power[place] for each in rivals):
            reason = "no pole is stronger than the state, so there is no security to be had for autonomy."
            return Silence(self.key, state, seen.year, "out of scope", reason)
        terms = {"surplus": ("gain from trading security for autonomy with the pole", self.surplus.value, worth)}
        return decide(self, seen, state, poles, terms)

    def worth(self, seen: AsOf, poles: Sequence[Pole]) -> Floats:
        """The surplus of each state's trade with each pole, in the state's units: shape (states, poles)."""
        power = seen.latest("power")
        strength = np.exp(standardise(np.log(np.where(power > 0, power, np.nan)), axes=(0,)))[:, None]
        theta = menace_of_others(seen.latest("threat"), [seen.place(pole.leader) for pole in poles])
        a = np.maximum(seen.latest("autonomy"), self.least_autonomy.value)[:, None]
        b, kappa = toward(seen, "patron_benefit", poles), toward(seen, "patron_cost", poles)
        worth = gains(theta, a, b, np.maximum(kappa, self.least_cost.value), strength / theta)
        leading = against(seen, "power", poles)
        return np.where(np.isnan(leading + power[:, None]), np.nan, np.where(leading <= power[:, None], 0.0, worth))

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if Morrow is right."""
        return (
            Implication(
                "the treaty gives the weak a guarantee and the strong a base, a veto or a vote", "treaty texts"
            ),
            Implication("concessions rise with the threat and fall as the client grows stronger", "terms over time"),
            Implication("when two patrons compete, the client pays less to either", "across cases"),
            Implication(
                "a client that no longer needs protection takes its autonomy back and leaves", "dates of turns"
            ),
        )
