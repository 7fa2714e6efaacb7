"""How firmly to stand by an ally: too little risks abandonment, too much entrapment (Snyder 1984; the closed form is ours).

A state chooses its commitment m from 0 (none) to 1 (unconditional). A is what it would lose if the ally left, E what it would
lose if the ally's quarrels became its own, η what the commitment provokes the adversary to do:

    C(m) = A (1 − m)² + E m² + η m²

1. C is convex, with slope ``−2A(1 − m) + 2(E + η)m``, which is 0 at ``m* = A / (A + E + η)``.
2. There ``C(m*) = A(E + η) / (A + E + η)``, of which abandonment is ``A (1 − m*)²`` and so on.
3. m* is above ½ iff ``A > E + η``. Without the adversary it is above ½ iff ``A > E``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.model import Deviation, Model, Region, Solution, knob
from corcyra.games.words import plain

__all__ = ["Commitment", "best_commitment", "cost"]

Numbers = npt.NDArray[np.float64]

GRID = np.linspace(0.0, 1.0, 1001)
SHRINK = (5**0.5 - 1) / 2


def best_commitment(abandonment: Numbers, against: Numbers) -> Numbers:
    """``m* = A / (A + F)``, a share; F is all that speaks against, E + η. At least 0 both; NaN where both are 0.

    >>> best_commitment(np.array([2.0, 1.0, 0.0]), np.array([1.0, 1.0, 3.0])).round(3).tolist()
    [0.667, 0.5, 0.0]
    """
    total = abandonment + against
    return np.asarray(np.where(total > 0, abandonment / np.where(total > 0, total, 1.0), np.nan))


def cost(m: Numbers, abandonment: Numbers, entrapment: Numbers, provocation: Numbers) -> Numbers:
    """``C(m) = A(1 − m)² + E m² + η m²`` in the units of A, E and η; arrays broadcast.

    >>> float(cost(np.array(0.5), np.array(2.0), np.array(1.0), np.array(1.0)))
    1.0
    """
    return np.asarray(abandonment * (1 - m) ** 2 + (entrapment + provocation) * m**2)


@dataclass(frozen=True)
class Commitment(Model):
    """Snyder's alliance dilemma: the commitment that costs least, and which danger sets it.

    The defaults are ours: an ally worth twice the trouble that it may bring, and an adversary easily provoked enough to matter.
    A rises with dependence on the ally and with the adversary's threat, and falls with alternatives; E rises with the ally's
    recklessness and with the distance between interests (Snyder 1984). Raises `ParameterError` when all three are 0.

    >>> found = Commitment(abandonment=2.0, entrapment=1.0, provocation=0.0).solve()
    >>> found.region.key, round(found.numbers["commitment"], 4), round(found.numbers["cost"], 4)
    ('firm', 0.6667, 0.6667)
    """

    abandonment: float = knob(2.0, "cost of being abandoned by the ally, A", low=0)
    entrapment: float = knob(1.0, "cost of being drawn into the ally's quarrels, E", low=0)
    provocation: float = knob(0.5, "cost of what full commitment provokes the adversary to do, η", low=0)

    key = "commitment"
    title = "The alliance dilemma: abandonment and entrapment"
    question = "How firmly should a state stand by an ally that may leave it, or drag it into war?"
    citations = ("snyder1984dilemma",)
    regions = (
        Region(
            "firm",
            "Firm commitment",
            "Abandonment is the greater danger, so the state commits itself more than halfway.",
        ),
        Region(
            "provocation",
            "Held back by the adversary",
            "The ally alone would deserve a firm commitment, but the adversary's answer keeps it at halfway or less.",
        ),
        Region(
            "distance",
            "Distance",
            "Entrapment is at least as great a danger as abandonment: halfway or less, whatever the adversary does.",
        ),
    )

    def check(self) -> None:
        """All three costs at 0 leave nothing to choose."""
        if self.abandonment + self.entrapment + self.provocation <= 0:
            raise ParameterError(
                "abandonment, entrapment and provocation of commitment are all 0, and then nothing is at stake. Raise one of them."
            )

    @classmethod
    def closed_form(cls, p: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """m*, what is left of each danger at m*, and what the adversary adds."""
        a, e, eta = p["abandonment"], p["entrapment"], p["provocation"]
        m, alone = best_commitment(a, e + eta), best_commitment(a, e)
        region = np.select([np.isnan(m), a > e + eta, a > e], [np.nan, 0.0, 1.0], 2.0)
        left = {"abandonment_left": a * (1 - m) ** 2, "entrapment_left": e * m**2, "provocation_left": eta * m**2}
        # A state that fears neither abandonment nor entrapment is not held back by anything but the adversary: alone is missing.
        low = np.where(a + e > 0, a * e / np.where(a + e > 0, a + e, 1.0), 0.0)
        total = cost(m, a, e, eta)
        numbers = {"commitment": m, "cost": total, **left, "commitment_alone": alone, "adversary_cost": total - low}
        return {"region": region, **numbers, "tipping_provocation": np.maximum(a - e, 0.0)}

    def solve(self) -> Solution:
        """The best commitment, with what every other commitment on a fine grid would lose."""
        found = self.outcome()
        region = self.regions[int(found.pop("region"))]
        strategies = {"state": f"commits itself to {plain(found['commitment'])} of the whole"}
        payoffs = {"state": -found["cost"]}
        return Solution(region, strategies, {}, payoffs, found, self.certify(found), self.explain(found, region))

    def certify(self, found: Mapping[str, float]) -> tuple[Deviation, ...]:
        """No commitment at all, an unconditional one, and the best other one of a grid of thousandths."""
        others = GRID[np.abs(GRID - found["commitment"]) > 1e-9]
        costs = self.at(others)
        near = int(costs.argmin())
        acts = {"commit to nothing": 0.0, "commit unconditionally": 1.0, f"commit to {others[near]:.3f}": others[near]}
        return tuple(
            Deviation("state", act, float(self.at(np.asarray(m)) - found["cost"]), "choice of commitment")
            for act, m in acts.items()
        )

    def at(self, m: Numbers) -> Numbers:
        """The cost of a commitment with these parameters."""
        return cost(m, np.asarray(self.abandonment), np.asarray(self.entrapment), np.asarray(self.provocation))

    def explain(self, found: Mapping[str, float], region: Region) -> str:
        """What the state does, why, what is left to fear, and what would change it."""
        fears = f"abandonment would cost {plain(self.abandonment)}, entrapment {plain(self.entrapment)}, the adversary's answer {plain(self.provocation)}"
        first = (
            f"The state commits itself to {plain(found['commitment'])} of the whole, since {fears}. {region.meaning}"
        )
        left = {"abandonment": found["abandonment_left"], "entrapment": found["entrapment_left"]}
        second = f"At that point abandonment still weighs {plain(left['abandonment'])} and entrapment {plain(left['entrapment'])}"
        second += (
            f", and of the whole cost of {plain(found['cost'])} the adversary adds {plain(found['adversary_cost'])}."
        )
        return f"{first} {second} {self.tip(found, region)}"

    def tip(self, found: Mapping[str, float], region: Region) -> str:
        """What would lead to another region."""
        limit = found["tipping_provocation"]
        if region.key == "firm":
            return f"Firmness would tip into restraint at a provocation of {plain(limit)}, or at an entrapment of {plain(self.abandonment - self.provocation)}."
        if region.key == "provocation":
            return f"Were the adversary's answer below {plain(limit)}, firm commitment would pay."
        return f"Only an abandonment cost above {plain(self.entrapment + self.provocation)} would make firm commitment pay."

    def numeric(self) -> Mapping[str, float]:
        """The same by search: golden sections over m with and without the adversary."""
        m, alone = self.search(self.provocation), self.search(0.0) if self.abandonment + self.entrapment > 0 else np.nan
        low = 0.0 if np.isnan(alone) else self.weigh(alone, 0.0)
        region = 0.0 if m > 0.5 else 1.0 if alone > 0.5 else 2.0
        whole = self.weigh(m, self.provocation)
        return {
            "region": region,
            "commitment": m,
            "cost": whole,
            "commitment_alone": alone,
            "adversary_cost": whole - low,
        }

    def weigh(self, m: float, provocation: float) -> float:
        """The three dangers of a commitment, written out."""
        return self.abandonment * (1 - m) ** 2 + self.entrapment * m**2 + provocation * m**2

    def search(self, provocation: float) -> float:
        """The m in [0, 1] with the least cost, by golden sections."""
        low, high = 0.0, 1.0
        for _ in range(60):
            one, two = high - SHRINK * (high - low), low + SHRINK * (high - low)
            low, high = (low, two) if self.weigh(one, provocation) <= self.weigh(two, provocation) else (one, high)
        return float((low + high) / 2)
