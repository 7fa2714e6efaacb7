"""Should a patron say whom it backs in a quarrel between its clients? Ambiguity, taking sides, and moral hazard (after Benson).

Two clients quarrel over a prize g. Chance gives one of them the occasion to escalate, the favoured one with probability ι. The
one that escalates pays c and wins the prize with the probability that the patron's word implies; the other loses what it wins.
The patron says beforehand one of three things:

    ambiguous      nothing: each side expects to win with ½
    conditional    it backs the favoured client if that one is attacked: then the attacker wins with 1 − π, else with ½
    unconditional  it backs the favoured client whoever began: that one wins with π > ½, the other with 1 − π

An escalation costs the patron h, taking a side costs it k (the standing it loses with the other client).

1. A client escalates iff its chance of winning times g is at least c. Limits: ``(1−π)g < g/2 < πg``.
2. ``c ≤ (1−π)g``: every word is futile. ``(1−π)g < c ≤ g/2``: ambiguity fails, a side taken deters the other client alone.
   **``g/2 < c ≤ πg``**, the pivotal window: ambiguity deters both, an unconditional word emboldens the favoured client.
   ``c > πg``: the dispute is dormant, and taking a side emboldens nobody.
3. The patron says what costs it least: ``h · P(escalation) + k`` if it takes a side, without k if not.

The window is a lemma of SCIENCE D4, the three words after Benson (2011, 2012); the payoffs are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.games.model import Deviation, Model, Region, Solution, knob
from corcyra.games.words import plain

__all__ = ["Ambiguity", "winning"]

Numbers = npt.NDArray[np.float64]

WORDS = ("ambiguous", "conditional", "unconditional")
CLIENTS = ("favoured", "other")
INFORMATION_SETS = tuple((word, client) for word in WORDS for client in CLIENTS)


def winning(word: str, client: str, strength: Numbers) -> Numbers:
    """The chance that a client which escalates wins, given the patron's word; ``strength`` is π.

    >>> pi = np.array(0.75)
    >>> [[float(winning(word, client, pi)) for client in CLIENTS] for word in WORDS]
    [[0.5, 0.5], [0.5, 0.25], [0.75, 0.25]]
    """
    if word == "ambiguous" or (word == "conditional" and client == "favoured"):
        return np.asarray(0.5 + 0.0 * strength)
    return np.asarray(strength if client == "favoured" else 1 - strength)


@dataclass(frozen=True)
class Ambiguity(Model):
    """What a patron with two quarrelling clients says, and which of them it restrains or emboldens by that.

    The defaults (ours) lie in the pivotal window: escalating costs .6 of the prize, and the patron's backing lifts the chance of
    winning from a half to three quarters.

    >>> found = Ambiguity().solve()
    >>> found.region.key, found.strategies["patron"], found.numbers["escalation_ambiguous"], found.numbers["escalation_unconditional"]
    ('pivotal', 'ambiguous', 0.0, 0.5)
    """

    prize: float = knob(1.0, "what the clients quarrel over, g", above=0)
    cost: float = knob(0.6, "cost of escalating to the client that does it, c", above=0)
    strength: float = knob(0.75, "chance of winning with the patron's backing, π", "probability", above=0.5, high=1)
    occasion: float = knob(
        0.5, "chance that the occasion falls to the favoured client, ι", "probability", low=0, high=1
    )
    harm: float = knob(1.0, "what an escalation costs the patron, h", low=0)
    side_cost: float = knob(0.3, "what taking a side costs the patron, k", low=0)

    key = "ambiguity"
    title = "Strategic ambiguity and moral hazard"
    question = "Does a patron keep the peace among its clients by saying whom it backs, or by leaving it open?"
    citations = ("benson2011unpacking", "benson2012constructing", "benson2014inducing")
    regions = (
        Region(
            "futile",
            "No word deters",
            "Escalation is so cheap that even a client which must fight the patron escalates.",
        ),
        Region(
            "ambiguity-fails",
            "Ambiguity fails",
            "An even chance is enough to escalate: ambiguity deters nobody, a side taken deters only the client that is not backed.",
        ),
        Region(
            "pivotal",
            "Pivotal: ambiguity deters both",
            "An even chance is too little to escalate and a backed one enough: ambiguity holds both back, unconditional backing emboldens.",
        ),
        Region(
            "dormant",
            "Dormant",
            "Escalation is so dear that not even a backed client escalates, whatever the patron says.",
        ),
    )

    @classmethod
    def closed_form(cls, p: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """The limits, who escalates after which word, what each word costs the patron, and what it says."""
        g, c, pi = p["prize"], p["cost"], p["strength"]
        limits = {"limit_backed": pi * g, "limit_even": 0.5 * g, "limit_opposed": (1 - pi) * g}
        region = np.select(
            [c <= limits[name] for name in ("limit_opposed", "limit_even", "limit_backed")], [0.0, 1.0, 2.0], 3.0
        )
        even, backed, opposed = c <= limits["limit_even"], c <= limits["limit_backed"], c <= limits["limit_opposed"]
        rises = {"ambiguous": (even, even), "conditional": (even, opposed), "unconditional": (backed, opposed)}
        first = p["occasion"]
        escalation = {word: first * rises[word][0] + (1 - first) * rises[word][1] for word in WORDS}
        costs = {
            word: p["harm"] * escalation[word] + (0.0 if word == "ambiguous" else p["side_cost"]) for word in WORDS
        }
        stacked = np.stack(np.broadcast_arrays(*costs.values()))
        saved = p["harm"] * (escalation["ambiguous"] - escalation["conditional"])
        told = {f"escalation_{word}": each for word, each in escalation.items()}
        told |= {f"patron_cost_{word}": each for word, each in costs.items()}
        # The conditional word never brings more escalation than the unconditional one, so it is the side worth comparing.
        word = np.asarray(stacked.argmin(axis=0), dtype=np.float64)
        return {
            "region": region,
            **limits,
            **told,
            "word": word,
            "patron_cost": stacked.min(axis=0),
            "tipping_side_cost": saved,
        }

    def solve(self) -> Solution:
        """The patron's word, each client's act after each word, and what every other act would lose."""
        found = self.outcome()
        region, word = self.regions[int(found.pop("region"))], WORDS[int(found["word"])]
        strategies = {"patron": word}
        for said, client in INFORMATION_SETS:
            acts = "escalates" if self.rises(said, client) else "waits"
            strategies[f"{client} after {said}"] = acts
        payoffs = {"patron": -found["patron_cost"], **{client: self.expected(word, client) for client in CLIENTS}}
        beliefs = {f"{client} wins after {said}": self.chance(said, client) for said, client in INFORMATION_SETS}
        return Solution(
            region, strategies, beliefs, payoffs, found, self.certify(word), self.explain(found, region, word)
        )

    def chance(self, word: str, client: str) -> float:
        """The chance that the client wins if it escalates."""
        return float(winning(word, client, np.asarray(self.strength)))

    def rises(self, word: str, client: str) -> bool:
        """Does the client escalate after the word?"""
        return self.cost <= self.chance(word, client) * self.prize

    def expected(self, word: str, client: str) -> float:
        """A client's expected payoff: what it wins by escalating, less what the other wins."""
        rival = CLIENTS[1 - CLIENTS.index(client)]
        mine = self.occasion if client == "favoured" else 1 - self.occasion
        gain = self.chance(word, client) * self.prize - self.cost if self.rises(word, client) else 0.0
        lost = self.chance(word, rival) * self.prize if self.rises(word, rival) else 0.0
        return mine * gain - (1 - mine) * lost

    def patron_pays(self, word: str) -> float:
        """What a word costs the patron, the clients acting on it as they do."""
        chances = (self.occasion, 1 - self.occasion)
        escalation = sum(share for share, client in zip(chances, CLIENTS, strict=True) if self.rises(word, client))
        return self.harm * escalation + (0.0 if word == "ambiguous" else self.side_cost)

    def certify(self, word: str) -> tuple[Deviation, ...]:
        """The patron's best other word, and each client's other act after each word once it has the occasion."""
        other = min((each for each in WORDS if each != word), key=self.patron_pays)
        made = [
            Deviation("patron", f"be {other}", self.patron_pays(other) - self.patron_pays(word), "before the dispute")
        ]
        for said, client in INFORMATION_SETS:
            worth = self.chance(said, client) * self.prize - self.cost
            act, lost = ("wait", worth) if self.rises(said, client) else ("escalate", -worth)
            made.append(Deviation(client, act, lost, f"has the occasion after {said}"))
        return tuple(made)

    def explain(self, found: Mapping[str, float], region: Region, word: str) -> str:
        """Where the cost lies among the limits, what each word brings, what the patron says, and what would change it."""
        limits = f"{plain(found['limit_opposed'])} against the patron, {plain(found['limit_even'])} at even chances, {plain(found['limit_backed'])} with its backing"
        first = f"Escalating costs {plain(self.cost)}, and it is worth {limits}. {region.meaning}"
        chances = ", ".join(f"{plain(found[f'escalation_{each}'])} if it is {each}" for each in WORDS)
        second = f"The chance of an escalation is {chances}."
        third = f"The patron pays least, {plain(found['patron_cost'])}, by being {word}"
        saved = found["tipping_side_cost"]
        if word != "ambiguous":
            return f"{first} {second} {third}; ambiguity would be better if taking a side cost {plain(saved)} or more instead of {plain(self.side_cost)}."
        if saved > 0:
            return f"{first} {second} {third}; taking a side would pay if it cost less than {plain(saved)}."
        return f"{first} {second} {third}; no cost of taking a side, however small, would make that better."

    def numeric(self) -> Mapping[str, float]:
        """The same by walking the tree backwards: each client's act from its payoffs, then the patron's word from its own."""
        acts = {each: self.payoff(*each, True)[1] >= self.payoff(*each, False)[1] for each in INFORMATION_SETS}
        shares = dict(zip(CLIENTS, (self.occasion, 1 - self.occasion), strict=True))
        chances = {word: sum(share * acts[word, client] for client, share in shares.items()) for word in WORDS}
        pays = {
            word: -sum(share * self.payoff(word, client, acts[word, client])[0] for client, share in shares.items())
            for word in WORDS
        }
        word = min(WORDS, key=lambda each: pays[each])
        if acts["unconditional", "other"]:
            region = 0.0
        elif acts["ambiguous", "other"]:
            region = 1.0
        else:
            region = 2.0 if acts["unconditional", "favoured"] else 3.0
        told = {f"escalation_{each}": float(chances[each]) for each in WORDS} | {
            f"patron_cost_{each}": pays[each] for each in WORDS
        }
        return {"region": region, **told, "word": float(WORDS.index(word)), "patron_cost": pays[word]}

    def payoff(self, word: str, client: str, escalates: bool) -> tuple[float, float]:
        """What the patron and the client with the occasion get at the end of one path."""
        side = 0.0 if word == "ambiguous" else -self.side_cost
        if not escalates:
            return side, 0.0
        backed = {
            "ambiguous": None,
            "conditional": None if client == "favoured" else "favoured",
            "unconditional": "favoured",
        }[word]
        wins = 0.5 if backed is None else self.strength if backed == client else 1 - self.strength
        return side - self.harm, wins * (self.prize - self.cost) + (1 - wins) * -self.cost
