"""Reputation: what a record makes others believe, and when the fear of losing it keeps a speaker honest (SCIENCE D7).

A speaker can bluff: a bluff gains G at once. If it is caught, nobody believes it for N rounds, each of which costs it B; later
rounds count by the discount factor δ. It is honest, and is believed, iff the gain is not larger than what it loses,

    G ≤ δ (1 − δ^N)/(1 − δ) · B

(after Sartori 2002, whose states lose their credibility for a time when caught; this bound is ours). What is believed of it
beforehand comes from its record: with h appeals honoured and u unmet, each of weight w and of the same age, the belief is
``(α0 + w γ^age h)/(α0 + β0 + w γ^age (h + u))``; the weight is relevance, after Crescenzi's (2007) learning by similarity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from corcyra.games.model import Deviation, Model, Region, Solution, knob
from corcyra.games.words import plain

__all__ = ["Reputation"]

Numbers = npt.NDArray[np.float64]

TIE = 1e-12
"""Ours: a gain above the bound by no more than rounding still leaves the speaker honest."""


@dataclass(frozen=True)
class Reputation(Model):
    """Honesty kept by the fear of disbelief, and the belief that a record earns (SCIENCE D7; Sartori 2002; Crescenzi 2007).

    >>> found = Reputation().solve()
    >>> found.region.key, round(found.numbers["bound"], 3), round(found.numbers["belief"], 3), found.numbers["least_rounds"]
    ('honest', 3.686, 0.635, 2.0)
    >>> Reputation(rounds=1).solve().region.key, Reputation(gain=12).solve().region.key
    ('too-short', 'never')
    """

    key: ClassVar[str] = "reputation"
    title: ClassVar[str] = "Reputation and honest talk"
    question: ClassVar[str] = (
        "Can a state's word be believed when talk costs nothing, and what does its record make of it?"
    )
    citations: ClassVar[tuple[str, ...]] = ("crescenzi2007reputation", "sartori2002might")
    regions: ClassVar[tuple[Region, ...]] = (
        Region(
            "honest",
            "Honest talk",
            "A bluff would cost more in later disbelief than it gains; the speaker is honest and believed.",
        ),
        Region(
            "too-short",
            "Forgiven too soon",
            "The speaker would bluff and is not believed; a longer disbelief would keep it honest.",
        ),
        Region("never", "No honest talk", "The speaker would bluff though it were never believed again."),
    )

    gain: float = knob(1.5, "what a bluff gains at once (G)", above=0)
    stake: float = knob(1.0, "what each round of disbelief costs (B)", above=0)
    rounds: float = knob(5, "rounds of disbelief after a bluff (N)", "rounds", whole=True, low=1, high=10_000)
    discount: float = knob(0.9, "the speaker's discount factor (δ)", "share", above=0, below=1)
    trust: float = knob(1.0, "belief before any record: honoured appeals' worth (α0)", "appeals", above=0)
    distrust: float = knob(1.0, "belief before any record: unmet appeals' worth (β0)", "appeals", above=0)
    honoured: float = knob(3.0, "appeals honoured", "appeals", low=0)
    unmet: float = knob(1.0, "appeals unmet", "appeals", low=0)
    relevance: float = knob(1.0, "how much each counts for the listener (w)", "share", low=0, high=1)
    memory: float = knob(0.9, "what a year leaves of an appeal's weight (γ)", "share", above=0, high=1)
    age: float = knob(5.0, "years since the appeals", "years", low=0)

    @classmethod
    def closed_form(cls, p: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """The bound on the gain, the rounds and the discount at which honesty tips, and the belief from the record (SCIENCE D7).

        ``bound``: the largest gain that leaves the speaker honest; ``bound_forever``: the same if it is never believed again;
        ``margin``: bound less gain; ``least_rounds``: the fewest rounds that keep it honest (infinite if none do); ``belief``: mean of
        the beta belief; ``spread``: its standard deviation; ``prior``: the belief without the record.
        """
        g, b, n, delta, alpha, beta, h, u, w, gamma, age = (
            np.asarray(p[name], dtype=np.float64) for name in cls.knobs()
        )
        forever = delta / (1 - delta) * b
        bound = forever * -np.expm1(n * np.log(delta))
        share = g * (1 - delta) / (delta * b)
        with np.errstate(divide="ignore", invalid="ignore"):
            # Ours: 1e-9 of a round, so that a bound met exactly is met in floating point too.
            least = np.where(share < 1, np.maximum(np.ceil(np.log1p(-share) / np.log(delta) - 1e-9), 1.0), np.inf)
        weight = w * gamma**age
        first, second = alpha + weight * h, beta + weight * u
        total = first + second
        region = np.where(g <= bound + TIE, 0.0, np.where(share < 1, 1.0, 2.0))
        return {
            "region": region,
            "bound": bound,
            "bound_forever": forever,
            "margin": bound - g,
            "least_rounds": least,
            "belief": first / total,
            "spread": np.sqrt(first * second / (total**2 * (total + 1))),
            "prior": alpha / (alpha + beta),
        }

    def numeric(self) -> Mapping[str, float]:
        """The same by counting: the value of good and of bad standing round by round, and the beta belief by summing its density."""
        bound, least, most = self.bound_by_counting(int(self.rounds)), np.inf, self.bound_by_counting(20_000)
        if self.gain < most:
            least, lost = 0.0, 0.0
            while lost < self.gain - 1e-12:
                least += 1.0
                lost += self.discount**least * self.stake
        belief, spread = self.belief_by_summing()
        region = 0.0 if self.gain <= bound + 1e-12 else 1.0 if self.gain < most else 2.0
        return {
            "region": region,
            "bound": bound,
            "bound_forever": most,
            "margin": bound - self.gain,
            "least_rounds": float(least),
            "belief": belief,
            "spread": spread,
        }

    def bound_by_counting(self, rounds: int) -> float:
        """Good standing is worth B a round for ever; bad standing nothing for N rounds, then good standing again. δ times the difference."""
        good = self.stake / (1 - self.discount)
        bad = good
        for _ in range(rounds):
            bad *= self.discount
        return self.discount * (good - bad)

    def belief_by_summing(self, points: int = 4000) -> tuple[float, float]:
        """Mean and standard deviation of the belief, its density summed over an even grid of arcs (x = sin² φ)."""
        weight = self.relevance * self.memory**self.age
        a, b = self.trust + weight * self.honoured, self.distrust + weight * self.unmet
        angle = (np.arange(points) + 0.5) * (np.pi / 2 / points)
        x = np.sin(angle) ** 2
        log_density = (2 * a - 1) * np.log(np.sin(angle)) + (2 * b - 1) * np.log(np.cos(angle))
        density = np.exp(log_density - log_density.max())
        density /= density.sum()
        mean = float(density @ x)
        return mean, float(np.sqrt(density @ (x - mean) ** 2))

    def solve(self) -> Solution:
        """Whether honesty holds, with certificate and explanation (SCIENCE D7)."""
        found = {
            name: float(value)
            for name, value in self.closed_form({k: np.asarray(v) for k, v in self.values.items()}).items()
        }
        region = self.regions[int(found.pop("region"))]
        honest = region.key == "honest"
        told = {
            "speaker in good standing": "says what is true" if honest else "bluffs whenever it gains",
            "speaker in bad standing": "what it says does not matter",
            "listener, speaker in good standing": "believes" if honest else "takes no notice",
            "listener, speaker in bad standing": f"takes no notice for {self.rounds:.0f} rounds",
        }
        beliefs = {"reliable, before the record": found["prior"], "reliable, after the record": found["belief"]}
        good = self.stake / (1 - self.discount)
        payoffs = {
            "speaker": good if honest else 0.0,
            "speaker after a bluff": good * self.discount**self.rounds if honest else 0.0,
        }
        return Solution(
            region, told, beliefs, payoffs, found, self.certificate(honest), self.explained(region.key, found)
        )

    def certificate(self, honest: bool) -> tuple[Deviation, ...]:
        """The speaker's best deviation in each standing, from the values of the two standings."""
        if not honest:
            # Talk that nobody heeds changes nothing, whatever is said.
            return (
                Deviation("speaker", "say what is true", 0.0, "not believed"),
                Deviation("speaker", "bluff", 0.0, "not believed"),
            )
        good = self.stake / (1 - self.discount)
        bluff = self.stake + self.gain + self.discount * good * self.discount**self.rounds
        return (
            Deviation("speaker", "bluff", good - bluff, "good standing"),
            Deviation("speaker", "bluff", 0.0, "bad standing"),
        )

    def explained(self, region: str, n: Mapping[str, float]) -> str:
        """The outcome in words, made of its numbers."""
        first = (
            f"A bluff gains {plain(self.gain)} and costs {plain(n['bound'])}: {self.rounds:.0f} round{'s' if self.rounds != 1 else ''} of disbelief at "
            f"{plain(self.stake)} each, discounted by {plain(self.discount)}."
        )
        second = {
            "honest": f"So the speaker is honest and is believed; {n['least_rounds']:.0f} round{'s' if n['least_rounds'] != 1 else ''} would do, and it would bluff if a bluff gained more than {plain(n['bound'])}.",
            "too-short": f"So it would bluff and nobody believes it; {n['least_rounds']:.0f} rounds of disbelief would keep it honest.",
            "never": f"So it would bluff, and even disbelief for ever would cost only {plain(n['bound_forever'])}: cheap talk tells nothing here.",
        }[region]
        return (
            f"{first} {second} Its record ({plain(self.honoured)} appeals honoured, {plain(self.unmet)} unmet, each counting "
            f"{plain(self.relevance * self.memory**self.age)} now) makes the belief in its reliability {plain(n['belief'])}, give or take {plain(n['spread'])} "
            f"(without the record {plain(n['prior'])})."
        )
