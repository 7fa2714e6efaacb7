"""A patron with two clients that quarrel with each other: stay ambiguous, take sides, or prove itself (after MacHaffie 2024).

The story is MacHaffie's, of the Collective Security Treaty Organization; the game and its solution are ours (SCIENCE D6). A patron
is reliable (defends a client against an attack from outside) or not, and alone knows which. Moves: 0. before the type is known,
stay ambiguous between the two or side with one; 1. the patron, now knowing its type, burns a public cost s ≥ 0, such as an
exercise; 2. the clients, believing μ, stay or leave; 3. their dispute: under sides the patron pays the entanglement k, the
favoured gains d and the other loses it; 4. with probability q an attack from outside, worth L to a client left alone.

1. A client stays iff ``qLμ − a + d t ≥ w``, t = 0 under ambiguity, ±1 under sides: iff ``μ ≥ μ*_t = (a + w − d t)/(qL)``.
2. Ambiguity, ``μ0 ≥ μ*_0``: all stay, nobody signals. ``μ*_0 > 1``: all leave. Between: the reliable patron burns ``s = n v_U``, the
   unreliable nothing; clients stay after the one, leave after the other. No other payoffs survive the intuitive criterion.
3. Sides without a signal keep those whose threshold is at most μ0. Ambiguity is better iff ``k ≥ k*``; in the dilemma,
   ``μ*_+ ≤ μ0 < min(μ*_0, μ*_-)`` and ``μ*_0 ≤ 1``, with two clients, ``k* = v_U (1 + μ0) − μ0 v_R``.
4. If a patron that took sides can also signal, and the disfavoured client can be won (``μ*_- ≤ 1``), the intuitive criterion breaks
   the outcome of 3: the patron signals there too, and ambiguity is better by exactly k.

All of it assumes that a client is worth more to a reliable patron, ``v_R > v_U``; that is assumed, not identified from data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.cadence import longest_silence, repeated_signal
from corcyra.games.costly_messages import best_intuitive
from corcyra.games.model import Deviation, Model, Region, Solution, knob
from corcyra.games.reassurance_words import beliefs_of, explained, strategies_of

__all__ = ["Reassurance"]

Numbers = npt.NDArray[np.float64]

TIE = 1e-12
"""Ours: a client whose belief is below its threshold by no more than rounding stays."""


@dataclass(frozen=True)
class Reassurance(Model):
    """The patron with quarrelling clients (SCIENCE D6; MacHaffie 2024). Worth and costs in one unit of utility, beliefs as probabilities.

    Raises `ParameterError` when a reliable patron is not less likely to be absent under attack than an unreliable one.

    >>> found = Reassurance().solve()
    >>> found.region.key, found.numbers["threshold"], found.numbers["signal"], round(found.numbers["tip"], 4)
    ('reassured', 0.6, 2.0, 0.73)
    >>> Reassurance(entanglement=0.5).solve().region.key, Reassurance(prior=0.7).solve().region.key
    ('sides', 'trusted')
    """

    key: ClassVar[str] = "reassurance"
    title: ClassVar[str] = "The patron with quarrelling clients"
    question: ClassVar[str] = (
        "When does a patron keep clients that quarrel by staying ambiguous and proving itself, and when by taking sides?"
    )
    citations: ClassVar[tuple[str, ...]] = ("cho1987signaling", "fearon1997signaling", "machaffie2024overcoming")
    regions: ClassVar[tuple[Region, ...]] = (
        Region("trusted", "Trusted", "The clients trust the patron enough; it stays ambiguous and sends no signal."),
        Region(
            "reassured",
            "Reassured by signals",
            "The patron stays ambiguous, and a reliable one proves itself by a cost that it burns.",
        ),
        Region(
            "futile",
            "Reassurance futile",
            "Even a patron known to be reliable would lose its clients; no signal is worth sending.",
        ),
        Region("sides", "Takes sides", "The patron sides with one client and bears the entanglement."),
        Region(
            "uninformative",
            "No signal can tell",
            "A client is worth no more to a reliable patron, so no signal tells the types apart.",
        ),
    )

    value_reliable: float = knob(1.6, "worth of a client to a reliable patron (v_R)", low=0)
    value_unreliable: float = knob(1.0, "worth of a client to an unreliable patron (v_U)", above=0)
    prior: float = knob(0.45, "belief that the patron is reliable (μ0)", "probability", above=0, below=1)
    shock: float = knob(0.5, "probability of an attack from outside (q)", "probability", above=0, high=1)
    loss: float = knob(4.0, "loss of a client that is attacked and left alone (L)", above=0)
    autonomy: float = knob(0.5, "what membership costs a client in autonomy (a)", low=0)
    outside: float = knob(0.7, "a client's outside option: other guarantees less the penalty for leaving (w)")
    tilt: float = knob(0.5, "what the dispute gains the favoured and costs the other client under sides (d)", low=0)
    entanglement: float = knob(0.9, "what taking sides costs the patron (k)", low=0)
    clients: float = knob(2, "wavering clients, the two that quarrel among them (n)", "clients", whole=True, low=2)
    signal_with_sides: float = knob(
        0, "can a patron that took sides still signal? 0 no, 1 yes", "0 or 1", whole=True, low=0, high=1
    )
    base_rate: float = knob(0.2, "probability that a patron drawn anew is reliable", "probability", low=0, below=1)
    turnover: float = knob(
        0.1, "probability that the patron's type is drawn anew in a year (δ)", "probability", low=0, high=1
    )
    patience: float = knob(0.9, "the patron's discount factor (β)", "share", low=0, below=1)
    rescue_cost: float = knob(2.6, "what an intervention for a third client costs", low=0)
    rescue_benefit: float = knob(0.2, "what that intervention is worth in itself", low=0)
    absent_reliable: float = knob(
        0.2, "probability that a reliable patron is absent under attack", "probability", above=0, high=1
    )
    absent_unreliable: float = knob(
        0.8, "probability that an unreliable patron is absent under attack", "probability", above=0, high=1
    )

    def check(self) -> None:
        """Raise `ParameterError` unless absence under attack speaks against the patron."""
        if not self.absent_reliable < self.absent_unreliable:
            raise ParameterError(
                f"a reliable patron is absent under attack less often than an unreliable one: absent_reliable = {self.absent_reliable:g} < "
                f"absent_unreliable = {self.absent_unreliable:g} does not hold. Lower the one or raise the other."
            )

    @classmethod
    def closed_form(cls, p: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """Thresholds, signals, values of both designs, and what follows for cadence, intervention and absence (SCIENCE D6).

        ``threshold``, ``threshold_favoured``, ``threshold_disfavoured``: μ*_t; ``signal``: what the reliable patron burns in the chosen
        design; ``kept_reliable``, ``kept_unreliable``: clients that stay with each type; ``value``, ``value_ambiguity``,
        ``value_sides``: the patron's expected utility; ``tip``: k*, at and above which ambiguity is better; ``tip_signals``: the same if
        a patron that took sides can signal; ``window_low``, ``window_high``, ``rescue_net``, ``rescue``: the intervention (0 either
        type does it, 1 it tells them apart, 2 nobody does it); ``silence``, ``signal_repeated``: T* and s*(T*);
        ``after_silence``, ``after_absence``: the belief after the patron keeps out of the clients' dispute, and after it is absent
        under attack.
        """
        v_r, v_u, mu, q, loss, a, w, d, k, n, both, base, turn, beta, cost, gain, r_away, u_away = (
            np.asarray(p[name], dtype=np.float64) for name in cls.knobs()
        )
        levels = {
            name: (a + w - d * t) / (q * loss) for name, t in (("", 0.0), ("_favoured", 1.0), ("_disfavoured", -1.0))
        }

        def staying(belief: Numbers, sides: bool) -> Numbers:
            t0, plus, minus = (1.0 * (belief >= each - TIE) for each in levels.values())
            return plus + minus + (n - 2) * t0 if sides else n * t0

        quiet, plain, loud = (
            after_signals(staying, v_r, v_u, mu, sides=s, signals=g)
            for s, g in ((False, True), (True, False), (True, True))
        )
        taken = [np.where(both == 1, one, other) for one, other in zip(loud, plain, strict=True)]
        sides = taken[0] - k > quiet[0] + TIE
        chosen = [np.where(sides, one, other) for one, other in zip(taken, quiet, strict=True)]
        futile, trusted = levels[""] > 1 + TIE, mu >= levels[""] - TIE
        region = np.select([sides, trusted, futile, v_r <= v_u], [3.0, 0.0, 2.0, 4.0], 1.0)
        found = {
            "region": region,
            **{f"threshold{name}": value for name, value in levels.items()},
            "signal": chosen[1],
            "kept_reliable": chosen[2],
            "kept_unreliable": chosen[3],
            "value": chosen[0] - np.where(sides, k, 0.0),
            "value_ambiguity": quiet[0],
            "value_sides": taken[0] - k,
            "tip": taken[0] - quiet[0],
            "tip_signals": loud[0] - quiet[0],
            **rescued(v_r, v_u, n, cost - gain),
            **lasting(levels[""], v_u, n, base, turn, beta),
            "after_silence": mu,
            "after_absence": mu * r_away / (mu * r_away + (1 - mu) * u_away),
        }
        shape = np.broadcast_shapes(*(value.shape for value in found.values()))
        fine = np.broadcast_to(r_away < u_away, np.broadcast_shapes(shape, (r_away < u_away).shape))
        return {name: np.where(fine, value, np.nan) for name, value in found.items()}

    def staying(self, belief: Numbers, sides: bool) -> npt.NDArray[np.int64]:
        """How many clients prefer to stay at a belief, from their payoffs."""
        worth = self.shock * self.loss * belief - self.autonomy - self.outside
        stakes = (
            [(self.tilt, 1), (-self.tilt, 1), (0.0, int(self.clients) - 2)] if sides else [(0.0, int(self.clients))]
        )
        return np.asarray(sum(many * (worth + stake >= -TIE) for stake, many in stakes), dtype=np.int64)

    def table(self, m: Numbers, *, sides: bool, beliefs: Numbers) -> tuple[Numbers, npt.NDArray[np.int64]]:
        """Payoffs (2, M, n + 1) of both types by signal and clients that stay, before entanglement, and how many stay at each belief."""
        kept = np.arange(int(self.clients) + 1)
        payoff = np.stack(
            [value * kept[None, :] - m[:, None] for value in (self.value_reliable, self.value_unreliable)]
        )
        return payoff, np.tile(self.staying(beliefs, sides), (len(m), 1))

    def numeric(self, *, points: int = 61, rounds: int = 4) -> Mapping[str, float]:
        """The same by enumeration: every pair of signals on a grid, every belief off the path, the intuitive criterion, both designs.

        Where several outcomes survive, the one that is best for the patron before it knows its type; a tie of designs goes to
        ambiguity.
        """
        found = {sides: self.by_enumeration(sides, points, rounds) for sides in (False, True)}
        taken = found[True][0] - self.entanglement > found[False][0] + 1e-9
        value, signal, *kept = found[taken]
        at_most = int(self.staying(np.array(1.0), False))
        quiet = {
            True: 3.0,
            False: 0.0
            if int(self.staying(np.array(self.prior), False))
            else 2.0
            if not at_most
            else 4.0
            if signal == 0
            else 1.0,
        }
        return {
            "region": quiet[taken],
            "signal": signal,
            "kept_reliable": kept[0],
            "kept_unreliable": kept[1],
            "value": value - (self.entanglement if taken else 0.0),
            "value_ambiguity": found[False][0],
            "value_sides": found[True][0] - self.entanglement,
            "tip": found[True][0] - found[False][0],
            "rescue": self.rescue_by_enumeration(),
            "silence": self.silence_by_counting(),
            "after_silence": self.prior,
            "after_absence": self.absence_by_counting(),
        }

    def by_enumeration(self, sides: bool, points: int, rounds: int) -> tuple[float, float, float, float]:
        """The patron's value before entanglement, the reliable type's signal, and the clients that each type keeps, in one design."""
        beliefs = np.unique(np.append(np.linspace(0.0, 1.0, 5), self.prior))
        build = partial(self.table, sides=sides, beliefs=beliefs)
        if sides and not self.signal_with_sides:
            kept = float(self.staying(np.array(self.prior), True))
            return kept * (self.prior * self.value_reliable + (1 - self.prior) * self.value_unreliable), 0.0, kept, kept
        top = 1.25 * self.clients * self.value_unreliable
        best, grid = best_intuitive(build, beliefs, self.prior, top, points=points, rounds=rounds)
        value = self.prior * best.payoffs[0] + (1 - self.prior) * best.payoffs[1]
        return value, float(grid[best.high]), float(best.answers[0]), float(best.answers[1])

    def rescue_by_enumeration(self) -> float:
        """Which types would intervene for a third client if that kept the others: both (0), only the reliable (1), neither (2)."""
        net = self.rescue_cost - self.rescue_benefit
        does = [self.clients * value - net >= 0 for value in (self.value_unreliable, self.value_reliable)]
        return 0.0 if does[0] else 1.0 if does[1] else 2.0

    def silence_by_counting(self, most: int = 2000) -> float:
        """Years after full proof for which one client stays, counted one by one; infinite beyond ``most``, missing where it never stays."""
        if not int(self.staying(np.array(1.0), False)):
            return float("nan")
        drawn = self.turnover * self.base_rate
        beliefs = list(accumulate(range(most), lambda now, _: (1 - self.turnover) * now + drawn, initial=1.0))
        left = np.flatnonzero(self.staying(np.array(beliefs), False) == 0)
        return float(left[0] - 1) if len(left) else float("inf")

    def absence_by_counting(self) -> float:
        """The belief after absence under attack, from the four joint probabilities."""
        joint = self.prior * self.absent_reliable, (1 - self.prior) * self.absent_unreliable
        return joint[0] / sum(joint)

    def solve(self) -> Solution:
        """The design, signals and decisions to stay, with certificate and explanation (SCIENCE D6)."""
        found = {
            name: float(value)
            for name, value in self.closed_form({k: np.asarray(v) for k, v in self.values.items()}).items()
        }
        region = self.regions[int(found.pop("region"))]
        payoffs = {
            "patron": found["value"],
            "reliable patron": self.worth(found, True),
            "unreliable patron": self.worth(found, False),
        }
        told, beliefs = strategies_of(self.values, region.key, found), beliefs_of(self.values, found)
        return Solution(
            region,
            told,
            beliefs,
            payoffs,
            found,
            self.certificate(region.key, found),
            explained(self.values, region.key, found),
        )

    def worth(self, found: Mapping[str, float], reliable: bool) -> float:
        """What a type gets in the outcome."""
        taken = found["value_sides"] > found["value_ambiguity"] + TIE
        kept, value = ("kept_reliable", self.value_reliable) if reliable else ("kept_unreliable", self.value_unreliable)
        return found[kept] * value - (found["signal"] if reliable else 0.0) - (self.entanglement if taken else 0.0)

    def certificate(self, region: str, found: Mapping[str, float]) -> tuple[Deviation, ...]:
        """The best deviation at each information set, from payoffs: design, both types' signals, every client after either signal."""
        sides = region == "sides"
        act, other = ("stay ambiguous", "value_ambiguity") if sides else ("take sides", "value_sides")
        design = Deviation("patron", act, found["value"] - found[other], "design")
        return design, *self.signals_compared(sides, found["signal"]), *self.clients_compared(sides, found)

    def signals_compared(self, sides: bool, burnt: float) -> list[Deviation]:
        """Each type's best other signal, over a grid of all that clients could be worth; none where no signal can be sent."""
        if sides and not self.signal_with_sides:
            return []
        top = 1.5 * self.clients * max(self.value_reliable, self.value_unreliable)
        m = np.unique(np.append(np.linspace(0.0, top, 601), burnt))
        believed = np.where(m >= burnt - TIE, 1.0, 0.0) if burnt > 0 else np.full_like(m, self.prior)
        kept, made = self.staying(believed, sides), []
        types = ("reliable patron", self.value_reliable, burnt), ("unreliable patron", self.value_unreliable, 0.0)
        for title, value, own in types:
            gets, at = value * kept - m, int(np.argmin(np.abs(m - own)))
            best = int(np.argmax(np.where(np.arange(len(m)) == at, -np.inf, gets)))
            made.append(Deviation(title, f"burn {m[best]:.4g}", float(gets[at] - gets[best]), "signal"))
        return made

    def clients_compared(self, sides: bool, found: Mapping[str, float]) -> list[Deviation]:
        """What each client would lose by not keeping to its threshold, after each signal that is sent."""
        burnt, made = found["signal"], []
        stakes = {"client": ("threshold", 0.0)}
        if sides:
            others = {"other client": ("threshold", 0.0)} if self.clients > 2 else {}
            pair = {
                f"{name} client": (f"threshold_{name}", t) for name, t in (("favoured", 1.0), ("disfavoured", -1.0))
            }
            stakes = {**pair, **others}
        for sent, belief in ({burnt: 1.0, 0.0: 0.0} if burnt > 0 else {0.0: self.prior}).items():
            for title, (threshold, t) in stakes.items():
                stays = belief >= found[threshold] - TIE
                gain = self.shock * self.loss * belief - self.autonomy + self.tilt * t - self.outside
                where = f"after a signal of {sent:.4g}"
                made.append(Deviation(title, "leave" if stays else "stay", gain if stays else -gain, where))
        return made


def after_signals(
    staying: Callable[[Numbers, bool], Numbers], v_r: Numbers, v_u: Numbers, mu: Numbers, *, sides: bool, signals: bool
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """The intuitive outcome of one design: the patron's value before entanglement, the signal, and the clients kept by either type.

    With ``staying(μ)`` clients at the belief μ: if full proof wins more than the prior keeps and ``v_R > v_U``, the reliable burns
    ``(staying(1) − staying(0)) v_U``; otherwise nobody signals.
    """
    none, prior, most = staying(0.0 * mu, sides), staying(mu, sides), staying(0.0 * mu + 1.0, sides)
    proves = (most > prior) & (v_r > v_u) & signals
    burnt = np.where(proves, (most - none) * v_u, 0.0)
    kept_r, kept_u = np.where(proves, most, prior), np.where(proves, none, prior)
    return mu * (kept_r * v_r - burnt) + (1 - mu) * kept_u * v_u, burnt, kept_r, kept_u


def rescued(v_r: Numbers, v_u: Numbers, n: Numbers, net: Numbers) -> dict[str, Numbers]:
    """The window in which an intervention for a third client tells the types apart, and what happens at its net cost (SCIENCE D6)."""
    kind = np.where(net <= n * v_u, 0.0, np.where(net <= n * v_r, 1.0, 2.0))
    return {"window_low": n * v_u, "window_high": n * v_r, "rescue_net": net, "rescue": kind}


def lasting(
    threshold: Numbers, v_u: Numbers, n: Numbers, base: Numbers, turn: Numbers, beta: Numbers
) -> dict[str, Numbers]:
    """The longest silence T* and the cost of a signal that lasts as long, at least a year (SCIENCE D6)."""
    silence = longest_silence(threshold, base, turn)
    return {"silence": silence, "signal_repeated": repeated_signal(v_u, n, beta, np.maximum(silence, 1.0))}
