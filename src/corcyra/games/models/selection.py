"""Who attacks an ally, and what the wars that come tell of alliances (after Smith 1995; the two-type form is ours).

An alliance is reliable with probability ρ; a reliable one honours its promise with probability h_R, another one with
h_U < h_R. A would-be attacker sees a sign of reliability that is right with probability α ≥ ½, and attacks or refrains. An
attack gains G if the ally stays away and loses L if it comes.

1. Bayes: after a good sign ``μ₊ = ρα / (ρα + (1−ρ)(1−α))``, after a bad one ``μ₋ = ρ(1−α) / (ρ(1−α) + (1−ρ)α)``; the ally comes
   with ``h(μ) = h_U + μ(h_R − h_U)``.
2. Attack iff ``(1 − h)G − hL > 0``, that is, ``h < G/(G + L)``. Since μ₋ ≤ μ₊ there are three outcomes: never, only after a bad
   sign, always.
3. In the middle one the attacked are not a fair sample: ``P(honour | attacked) = h(μ₋) < h(ρ) = P(honour)``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.model import Deviation, Model, Region, Solution, knob
from corcyra.games.words import plain

__all__ = ["Selection", "belief", "unselected"]

Numbers = npt.NDArray[np.float64]

SIGNS = ("good sign", "bad sign")
PLANS: tuple[frozenset[str], ...] = (frozenset(), frozenset({"bad sign"}), frozenset(SIGNS))
"""The signs after which the attacker attacks, region by region."""


def belief(prior: Numbers, accuracy: Numbers, good: bool) -> Numbers:
    """The probability that the alliance is reliable, after a good or a bad sign (Bayes); prior inside 0 to 1, accuracy ½ to 1.

    >>> round(float(belief(np.array(0.7), np.array(0.8), good=False)), 4)
    0.3684
    """
    right = accuracy if good else 1 - accuracy
    return np.asarray(prior * right / (prior * right + (1 - prior) * (1 - right)))


def unselected(observed: float, accuracy: float) -> float:
    """The reliability of all alliances behind the reliability of the attacked ones, if attacks come only after bad signs.

    The odds observed among the attacked, times ``α/(1 − α)``: step 1 solved for ρ, with h_R = 1 and h_U = 0. Both inside 0 to 1;
    raises `ParameterError` outside, and for an accuracy below ½.

    >>> round(unselected(0.3684210526, 0.8), 6)
    0.7
    """
    if not (0 < observed < 1 and 0.5 <= accuracy < 1):
        told = f"an observed reliability of {observed:g} with a sign's accuracy of {accuracy:g} cannot be corrected"
        raise ParameterError(f"{told}. Give the first between 0 and 1, the second at least 0.5 and below 1.")
    odds = observed / (1 - observed) * accuracy / (1 - accuracy)
    return odds / (1 + odds)


@dataclass(frozen=True)
class Selection(Model):
    """Attackers avoid reliable alliances, so the promises that are tested are the doubtful ones.

    Prior and accuracy are SCIENCE D5's; stakes of 1 to 1 (ours) put the attacker's limit at one half. Raises `ParameterError`
    when a reliable alliance is no likelier to honour its promise than another.

    >>> found = Selection().solve()
    >>> found.region.key, round(found.numbers["honour_attacked"], 3), found.numbers["honour"]
    ('selective', 0.368, 0.7)
    """

    prior: float = knob(0.7, "share of alliances that are reliable, ρ", "probability", above=0, below=1)
    accuracy: float = knob(0.8, "probability that the sign of reliability is right, α", "probability", low=0.5, below=1)
    gain: float = knob(1.0, "what an attack gains when the ally stays away, G", above=0)
    loss: float = knob(1.0, "what an attack loses when the ally comes, L", above=0)
    honour_reliable: float = knob(1.0, "probability that a reliable ally comes, h_R", "probability", low=0, high=1)
    honour_unreliable: float = knob(0.0, "probability that an unreliable ally comes, h_U", "probability", low=0, high=1)

    key = "selection"
    title = "Selection into attack"
    question = "What do the alliances that were attacked tell of those that were not?"
    citations = ("smith1995alliance", "leeds2003alliance")
    regions = (
        Region(
            "deterred",
            "Deterred",
            "Even an alliance that looks doubtful is too dangerous to attack, so no promise is tested.",
        ),
        Region(
            "selective",
            "Only the doubtful are attacked",
            "The attacker avoids alliances that look reliable, so the promises that are tested are the doubtful ones.",
        ),
        Region(
            "always",
            "Undeterred",
            "Even an alliance that looks reliable is worth attacking, so the tested promises are a fair sample.",
        ),
    )

    def check(self) -> None:
        """A reliable alliance is the one that comes more often."""
        if self.honour_reliable <= self.honour_unreliable:
            told = f"honour_reliable ({self.honour_reliable:g}) is not above honour_unreliable ({self.honour_unreliable:g})"
            raise ParameterError(
                f"{told}. A reliable ally is one that comes more often: raise the first or lower the second."
            )

    @classmethod
    def closed_form(cls, p: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """Beliefs, the attacker's limit, who is attacked, and how the attacked differ from all."""
        rho, alpha, low, span = (
            p["prior"],
            p["accuracy"],
            p["honour_unreliable"],
            p["honour_reliable"] - p["honour_unreliable"],
        )
        good, bad = belief(rho, alpha, True), belief(rho, alpha, False)
        limit = p["gain"] / (p["gain"] + p["loss"])
        help_good, help_bad, honour = low + good * span, low + bad * span, low + rho * span
        region = np.select([~(span > 0), help_bad >= limit, help_good >= limit], [np.nan, 0.0, 1.0], 2.0)
        bad_signs = rho * (1 - alpha) + (1 - rho) * alpha
        attacked = np.select([region == 0, region == 1], [np.nan, help_bad], honour)
        rates = {
            "attack_rate": np.select([region == 0, region == 1], [0.0, bad_signs], 1.0),
            "attack_rate_reliable": np.select([region == 0, region == 1], [0.0, 1 - alpha], 1.0),
            "attack_rate_unreliable": np.select([region == 0, region == 1], [0.0, alpha], 1.0),
        }
        beliefs = {"belief_good": good, "belief_bad": bad, "help_good": help_good, "help_bad": help_bad, "limit": limit}
        honours = {"honour": honour, "honour_attacked": attacked, "understatement": honour - attacked}
        mean = rates["attack_rate"] * np.where(np.isnan(attacked), 0.0, attacked)
        payoff = (rates["attack_rate"] - mean) * p["gain"] - mean * p["loss"]
        return {"region": region, **beliefs, **rates, **honours, "attacker_payoff": payoff}

    def solve(self) -> Solution:
        """Whom the attacker attacks, with the loss of the other act after each sign."""
        found = self.outcome()
        place = int(found.pop("region"))
        strategies = {f"attacker after a {sign}": "attacks" if sign in PLANS[place] else "refrains" for sign in SIGNS}
        beliefs = {f"reliable after a {sign}": found[f"belief_{sign.split()[0]}"] for sign in SIGNS}
        payoffs = {"attacker": found["attacker_payoff"]}
        explanation = self.explain(found, self.regions[place])
        return Solution(
            self.regions[place], strategies, beliefs, payoffs, found, self.certify(PLANS[place]), explanation
        )

    def certify(self, plan: frozenset[str]) -> tuple[Deviation, ...]:
        """After each sign, the other act and what it loses in expectation, summed over the two types."""
        made = []
        for sign in SIGNS:
            weight = sum(self.chance(reliable, sign) for reliable in (True, False))
            worth = self.worth(sign) / weight if weight > 0 else 0.0
            act, lost = ("refrain", worth) if sign in plan else ("attack", -worth)
            made.append(Deviation("attacker", act, lost, f"after a {sign}"))
        return tuple(made)

    def chance(self, reliable: bool, sign: str) -> float:
        """The probability of a type together with a sign."""
        right = reliable == (sign == "good sign")
        return (self.prior if reliable else 1 - self.prior) * (self.accuracy if right else 1 - self.accuracy)

    def worth(self, sign: str) -> float:
        """The expected payoff of attacking after a sign, times the probability of the sign."""
        total = 0.0
        for reliable, comes in product((True, False), (True, False)):
            honour = self.honour_reliable if reliable else self.honour_unreliable
            payoff = -self.loss if comes else self.gain
            total += self.chance(reliable, sign) * (honour if comes else 1 - honour) * payoff
        return total

    def explain(self, found: Mapping[str, float], region: Region) -> str:
        """Whom the attacker attacks and what the record of wars then shows."""
        first = (
            f"The attacker refrains where it expects the ally to come with a probability of {plain(found['limit'])} or more; "
            f"it expects {plain(found['help_good'])} after a good sign and {plain(found['help_bad'])} after a bad one."
        )
        return f"{first} {region.meaning} {self.record(found, region)}"

    def record(self, found: Mapping[str, float], region: Region) -> str:
        """What an observer of wars would see, and what would change it."""
        if region.key == "deterred":
            return f"It would attack the doubtful if its stakes moved the limit above {plain(found['help_bad'])}; until then the record is empty."
        if region.key == "always":
            return f"The record shows the true {plain(found['honour'])}; a limit of {plain(found['help_good'])} or less would protect alliances that look reliable."
        return (
            f"Among the attacked {plain(found['honour_attacked'])} of the promises are kept, while {plain(found['honour'])} would be if all were tested: "
            f"the record understates by {plain(found['understatement'])}. "
            f"Attack on all would start at a limit above {plain(found['help_good'])}, attack on none at {plain(found['help_bad'])} or less."
        )

    def numeric(self) -> Mapping[str, float]:
        """The same by enumeration: the best of all plans of attack, and the record of the wars that it brings."""
        values = {sign: self.worth(sign) for sign in SIGNS}
        totals = [sum(values[sign] for sign in plan) for plan in PLANS]
        region = int(np.argmax(totals))
        chances = {(r, s): self.chance(r, s) if s in PLANS[region] else 0.0 for r in (True, False) for s in SIGNS}
        wars = sum(chances.values())
        kept = sum(each * (self.honour_reliable if r else self.honour_unreliable) for (r, _), each in chances.items())
        honour = self.prior * self.honour_reliable + (1 - self.prior) * self.honour_unreliable
        attacked = kept / wars if wars > 0 else np.nan
        told = {"attack_rate": wars, "honour": honour, "honour_attacked": attacked, "understatement": honour - attacked}
        return {"region": float(region), **told, "attacker_payoff": totals[region]}
