"""Sinking costs against tying hands: how a leader shows that it would fight, and what each way costs (Fearon 1997; Morrow 1994).

A leader values what it defends at v_L or v_H and alone knows which. It sends a signal of size m; a challenger sees it and may
attack; the attacked leader fights (worth pv − c) or yields (worth 0). With probability η the challenger attacks whatever it sees;
otherwise it is an opportunist that attacks unless the probability of a fight is at least q̂. A sunk cost m is paid at once. A
tied hand costs m only to the leader that is attacked and yields. The two-type form and its solution are ours (SCIENCE D3):

1. If the prior π reaches q̂, the opportunist stays away without any signal.
2. Sunk, π < q̂: only the resolute pay, ``m* = (1−η) v_L``, just too much for the irresolute. Wars: ηπ.
3. Tied, π < q̂: let ``η̂ = v_L/(v_L + c − p v_L)``. Below it both types tie themselves by ``m ≥ c − p v_L`` and would then fight: no
   signal is ever paid for, and war has probability η. From it on only the resolute do, ``m = (1−η) v_L/η``, wars ηπ.
4. Morrow's peacetime costs: a sunk cost m that also makes war better by γ m. Where ``(c − p v_L)/γ_L < (1−η) v_L``, it is worth it
   even to the irresolute to pay as much as makes it fight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.costly_messages import Outcome, best_intuitive, intuitive_outcomes
from corcyra.games.model import Deviation, Model, Region, Solution, knob
from corcyra.games.words import plain

__all__ = ["CostlySignals"]

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class CostlySignals(Model):
    """Sinking costs and tying hands, side by side in one crisis (SCIENCE D3; Fearon 1997).

    Raises `ParameterError` unless war is worth it to the resolute alone, ``p v_L < c < p v_H``, and unless the gain in war is
    small enough that the resolute still has more to win from not being attacked: ``γ_H v_L ≤ (v_H − v_L)(1 − p) + c − p v_L``.

    >>> found = CostlySignals(determined=0.4).solve()
    >>> found.region.key, round(found.numbers["sunk"], 2), round(found.numbers["sunk_value"], 3), round(found.numbers["tie_value"], 2)
    ('both-tie', 0.6, 0.518, 1.04)
    >>> CostlySignals(war_cost=2.0)
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: war is to be worth its cost to the resolute alone: win x value_low = 0.5 < war_cost = 2 < win x value_high = 1.5 does not hold. Change war_cost, win or the values.
    """

    key: ClassVar[str] = "costly_signals"
    title: ClassVar[str] = "Sinking costs and tying hands"
    question: ClassVar[str] = (
        "Does a leader show its resolve by paying now or by staking its name, and which risks more war?"
    )
    citations: ClassVar[tuple[str, ...]] = ("cho1987signaling", "fearon1997signaling", "morrow1994alliances")
    regions: ClassVar[tuple[Region, ...]] = (
        Region(
            "prior-deters", "No signal needed", "The opportunist already thinks a fight likely enough and stays away."
        ),
        Region(
            "both-tie",
            "Both tie their hands",
            "Tied hands bind even the irresolute to fight; sunk costs tell the types apart.",
        ),
        Region(
            "tying-separates",
            "Tying tells them apart",
            "Only the resolute signal, with either instrument; tying costs it nothing.",
        ),
        Region(
            "both-fight",
            "Both instruments bind",
            "The alliance itself makes even the irresolute fight; so do tied hands.",
        ),
    )

    value_low: float = knob(1.0, "what the irresolute leader defends is worth", above=0)
    value_high: float = knob(3.0, "what the resolute leader defends is worth", above=0)
    win: float = knob(0.5, "probability that the leader wins a war", "probability", above=0, below=1)
    war_cost: float = knob(0.8, "cost of war to the leader", above=0)
    threshold: float = knob(
        0.6, "probability of a fight that keeps an opportunist away", "probability", above=0, below=1
    )
    prior: float = knob(0.35, "prior probability that the leader is resolute", "probability", above=0, below=1)
    determined: float = knob(
        0.15, "probability that the challenger attacks whatever it sees", "probability", low=0, below=1
    )
    gain_low: float = knob(0.0, "gain in war for each unit of sunk cost, irresolute", "share", low=0, below=1)
    gain_high: float = knob(0.0, "gain in war for each unit of sunk cost, resolute", "share", low=0, below=1)

    def check(self) -> None:
        """Raise `ParameterError` unless war pays the resolute alone and the gain in war leaves it wary of attack."""
        weak, strong = self.win * self.value_low, self.win * self.value_high
        if not weak < self.war_cost < strong:
            raise ParameterError(
                f"war is to be worth its cost to the resolute alone: win x value_low = {weak:g} < war_cost = {self.war_cost:g} < "
                f"win x value_high = {strong:g} does not hold. Change war_cost, win or the values."
            )
        most = ((self.value_high - self.value_low) * (1 - self.win) + self.war_cost - weak) / self.value_low
        if self.gain_high > most:
            raise ParameterError(
                f"gain_high = {self.gain_high:g} is too large: above {most:g} the resolute may like being attacked. Lower gain_high."
            )

    @classmethod
    def closed_form(cls, p: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """Signals, wars and values under both instruments; NaN where the parameters contradict one another (SCIENCE D3).

        ``sunk``, ``sunk_low``, ``tie``, ``tie_low``: the signal of the resolute and of the irresolute; ``border``: η̂; ``sunk_war``,
        ``tie_war``: probability of war; ``sunk_value``, ``tie_value``: the leader's expected utility before it knows its type;
        ``advantage`` and ``more_war``: tying less sinking.
        """
        v_l, v_h, win, c, q, pi, eta, g_l, g_h = (np.asarray(p[name], dtype=np.float64) for name in cls.knobs())
        short = c - win * v_l  # what the irresolute would lose by fighting
        slack = (v_h - v_l) * (1 - win) + short - g_h * v_l
        fine = (short > 0) & (win * v_h > c) & (slack >= 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            border = v_l / (v_l + short)
            bind = np.where(g_l > 0, short / np.where(g_l > 0, g_l, 1.0), np.inf)
            reach = (1 - eta) * v_l
            deters, fights, ties = pi >= q, bind < reach, eta < border
            sunk = np.where(deters, 0.0, np.where(fights, bind, reach))
            sunk_low = np.where(deters | ~fights, 0.0, sunk)
            tie = np.where(deters, 0.0, np.where(ties, short, reach / eta))
            tie_low = np.where(deters | ~ties, 0.0, tie)
        safe_low, safe_high = reach, (1 - eta) * v_h + eta * (win * v_h - c)
        sunk_value = pi * (safe_high + (eta * g_h - 1) * sunk) + (1 - pi) * np.where(
            deters, safe_low, np.where(fights, safe_low - sunk, 0)
        )
        tie_value = pi * safe_high + (1 - pi) * np.where(deters, safe_low, np.where(ties, safe_low - eta * short, 0.0))
        sunk_war = eta * np.where(~deters & fights, 1.0, pi)
        tie_war = eta * np.where(~deters & ties, 1.0, pi)
        region = np.where(deters, 0.0, np.where(fights, 3.0, np.where(ties, 1.0, 2.0)))
        found = {
            "region": region,
            "sunk": sunk,
            "sunk_low": sunk_low,
            "tie": tie,
            "tie_low": tie_low,
            "border": border,
            "sunk_war": sunk_war,
            "tie_war": tie_war,
            "sunk_value": sunk_value,
            "tie_value": tie_value,
            "advantage": tie_value - sunk_value,
            "more_war": tie_war - sunk_war,
        }
        return {name: np.where(fine, value, np.nan) for name, value in found.items()}

    def payoff(self, m: Numbers, *, resolute: bool, tied: bool, safe: Numbers) -> Numbers:
        """What a type gets from the signal m when the opportunist stays away (``safe`` 1) or attacks (0), fighting if that is better."""
        value, gain = (self.value_high, self.gain_high) if resolute else (self.value_low, self.gain_low)
        war = self.win * value - self.war_cost + (0.0 if tied else gain * m)
        attacked = np.maximum(war, -m if tied else 0.0)
        quiet = (1 - self.determined) * safe
        return np.asarray(quiet * value + (1 - quiet) * attacked - (0.0 if tied else m), dtype=np.float64)

    def fights(self, m: Numbers, *, resolute: bool, tied: bool) -> npt.NDArray[np.bool_]:
        """Would the type fight after the signal m? If it is indifferent, it would."""
        value, gain = (self.value_high, self.gain_high) if resolute else (self.value_low, self.gain_low)
        war = self.win * value - self.war_cost + (0.0 if tied else gain * m)
        return np.asarray(war >= (-m if tied else 0.0 * m) - 1e-12)

    def numeric(self, *, points: int = 61, rounds: int = 4) -> Mapping[str, float]:
        """The same by enumeration: every pair of messages on a grid, every belief off the path, the intuitive criterion.

        Where several outcomes survive, the one that is best for the leader before it knows its type.
        """
        (sunk, sunk_low, sunk_war, sunk_value), (tie, tie_low, tie_war, tie_value) = (
            self.by_enumeration(tied, points, rounds) for tied in (False, True)
        )
        quiet = sunk_low == sunk == tie == tie_low == 0
        region = 0.0 if quiet else 3.0 if sunk_low > 0 else 1.0 if tie_low > 0 else 2.0
        return {
            "region": region,
            "sunk": sunk,
            "sunk_low": sunk_low,
            "tie": tie,
            "tie_low": tie_low,
            "sunk_war": sunk_war,
            "tie_war": tie_war,
            "sunk_value": sunk_value,
            "tie_value": tie_value,
            "advantage": tie_value - sunk_value,
            "more_war": tie_war - sunk_war,
        }

    def outcomes(self, messages: Numbers, *, tied: bool) -> list[Outcome]:
        """The pure intuitive equilibria over a grid of messages, the cheapest of each pair of payoffs (places are those in the grid)."""
        beliefs = np.array([0.0, self.prior, self.threshold, 1.0])
        return intuitive_outcomes(*self.table(messages, tied=tied), beliefs, self.prior)

    def table(self, m: Numbers, *, tied: bool) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """Payoffs (2, M, 2) of both types by message and answer (0 attack, 1 stay away), and the opportunist's best answers."""
        beliefs = np.array([0.0, self.prior, self.threshold, 1.0])
        payoff = [
            np.stack(
                [self.payoff(m, resolute=each, tied=tied, safe=np.full_like(m, safe)) for safe in (0.0, 1.0)], axis=-1
            )
            for each in (True, False)
        ]
        strong, weak = (self.fights(m, resolute=each, tied=tied)[:, None] for each in (True, False))
        return np.stack(payoff), (beliefs * strong + (1 - beliefs) * weak >= self.threshold).astype(np.int64)

    def by_enumeration(self, tied: bool, points: int, rounds: int) -> tuple[float, float, float, float]:
        """Both types' messages, the probability of war and the leader's value with one instrument."""
        beliefs = np.array([0.0, self.prior, self.threshold, 1.0])
        # An irresolute leader never sends more than its whole value, or more than binds it.
        top = 1.2 * max(self.value_low, self.war_cost - self.win * self.value_low)
        build = partial(self.table, tied=tied)
        best, grid = best_intuitive(build, beliefs, self.prior, top, points=points, rounds=rounds)
        wars = [
            (1 - (1 - self.determined) * best.answers[n])
            * float(self.fights(grid[[at]], resolute=n == 0, tied=tied)[0])
            for n, at in enumerate((best.high, best.low))
        ]
        weights = np.array([self.prior, 1 - self.prior])
        return float(grid[best.high]), float(grid[best.low]), float(weights @ wars), float(weights @ best.payoffs)

    def solve(self) -> Solution:
        """The outcome under both instruments, with certificate and explanation (SCIENCE D3)."""
        found = {
            name: float(value)
            for name, value in self.closed_form({k: np.asarray(v) for k, v in self.values.items()}).items()
        }
        region = self.regions[int(found.pop("region"))]
        told = told_strategies(self, found)
        beliefs = {
            "resolute after the resolute's sunk cost": self.belief(found["sunk"], found["sunk_low"]),
            "resolute after the resolute's tie": self.belief(found["tie"], found["tie_low"]),
            "resolute after a smaller signal": self.prior if region.key == "prior-deters" else 0.0,
        }
        payoffs = {"leader, sinking costs": found["sunk_value"], "leader, tying hands": found["tie_value"]}
        certificate = tuple(each for tied in (False, True) for each in self.certificate(found, tied))
        return Solution(region, told, beliefs, payoffs, found, certificate, explained(self, region.key, found))

    def belief(self, high: float, low: float) -> float:
        """That the sender of the resolute's signal is resolute."""
        return self.prior if high == low else 1.0

    def certificate(self, found: Mapping[str, float], tied: bool) -> list[Deviation]:
        """The best deviation of each type and of the opportunist with one instrument, and what it loses."""
        name = "tie" if tied else "sunk"
        high, low = found[name], found[f"{name}_low"]
        pooled = high == low
        # Messages to try: a grid over all that a leader could pay for, and the signal's own size.
        m = np.unique(np.append(np.linspace(0.0, 1.5 * max(self.value_high, high), 601), [high, low]))
        strong, weak = (self.fights(m, resolute=each, tied=tied) for each in (True, False))
        believed = np.where(m >= high - 1e-12, self.prior if pooled else 1.0, 0.0)
        safe = (believed * strong + (1 - believed) * weak >= self.threshold - 1e-12).astype(np.float64)
        where = "tying hands" if tied else "sinking costs"
        made = []
        for title, resolute, own in (("resolute leader", True, high), ("irresolute leader", False, low)):
            gets = self.payoff(m, resolute=resolute, tied=tied, safe=safe)
            others = np.where(np.abs(m - own) <= 1e-12, -np.inf, gets)
            at = int(np.argmax(others))
            kept = float(gets[int(np.argmin(np.abs(m - own)))])
            made.append(Deviation(title, f"signal {m[at]:.4g}", kept - float(others[at]), where))
        return made + [self.opportunist(sent, high, low, tied) for sent in sorted({high, low})]

    def opportunist(self, sent: float, high: float, low: float, tied: bool) -> Deviation:
        """What the opportunist would lose by its other act after a signal that is sent, in its own scale."""
        share = self.prior if high == low else float(sent == high)
        strong, weak = (float(self.fights(np.array(sent), resolute=each, tied=tied)) for each in (True, False))
        fight = share * strong + (1 - share) * weak
        stays, gain = fight >= self.threshold - 1e-12, self.threshold - fight
        where = f"{'tying hands' if tied else 'sinking costs'}, after {sent:.4g}"
        return Deviation("opportunist", "attack" if stays else "stay away", -gain if stays else gain, where)


def told_strategies(game: CostlySignals, found: Mapping[str, float]) -> dict[str, str]:
    """What each type and the opportunist do with each instrument."""
    told: dict[str, str] = {}
    for tied, name, title in ((False, "sunk", "sinking costs"), (True, "tie", "tying hands")):
        for resolute, tail, who in ((True, "", "resolute leader"), (False, "_low", "irresolute leader")):
            m = found[f"{name}{tail}"]
            then = "fights" if bool(game.fights(np.array(m), resolute=resolute, tied=tied)) else "yields"
            told[f"{title}: {who}"] = (
                f"signals {m:.4g}; {then} if attacked" if m > 0 else f"sends nothing; {then} if attacked"
            )
        told[f"{title}: opportunist"] = f"stays away from {found[name]:.4g} on" if found[name] > 0 else "stays away"
    return told


def explained(game: CostlySignals, region: str, n: Mapping[str, Any]) -> str:
    """The outcome in words, made of its numbers."""
    if region == "prior-deters":
        return (
            f"The leader is resolute with probability {plain(game.prior)}, and {plain(game.threshold)} is enough to keep an opportunist away: "
            f"nobody needs a signal. War comes with probability {plain(n['sunk_war'])}, when a determined challenger meets a resolute leader. "
            f"Signals would start to matter if the prior fell below {plain(game.threshold)}. Here other equilibria survive the intuitive "
            "criterion too, even some in which both types signal and the irresolute would yield; this one is best for both types."
        )
    sunk = (
        f"With sunk costs the resolute pays {plain(n['sunk'])}, just too much for the irresolute"
        if region != "both-fight"
        else f"An alliance that costs {plain(n['sunk'])} in peace makes even the irresolute fight, so both types pay it"
    )
    tied = (
        f"With tied hands both types stake {plain(n['tie'])} and would then fight, so that nobody is ever seen to yield"
        if region != "tying-separates"
        else f"With tied hands only the resolute stakes its name, {plain(n['tie'])}, and never has to pay"
    )
    return (
        f"{sunk}; war has probability {plain(n['sunk_war'])}. {tied}; war has probability {plain(n['tie_war'])}. "
        f"Tying hands is better for the leader by {plain(n['advantage'])} on average and raises the probability of war by {plain(n['more_war'])}. "
        f"Who signals means it: nobody signals and then yields. The kinds of outcome change where a determined challenger has "
        f"probability {plain(n['border'])} (now {plain(game.determined)}) and where the prior reaches {plain(game.threshold)}."
    )
