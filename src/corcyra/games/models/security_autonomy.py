"""Security for autonomy as a game with knobs: Istomin's ledger of a patron, a client in need, and a second patron at the door.

The bargain is `corcyra.games.bargain`'s (Morrow 1991; Baykov in Arshakuni and Shapiro 2019; SCIENCE D1): a guarantee g for x units
of autonomy brings the client ``θ ln((S0 + g)/S0) − a x`` and a patron ``b x − κ g``.

1. What the patron gets is Istomin's (2021) ledger: b is the weighted sum of projection, legitimation, denial and stabilisation,
   κ the sum of direct costs, opportunity and risk. The entries have the names of `corcyra.measures.patron_ledger`.
2. Each patron can create the surplus s = ``(θ/a) ln((S0+g*)/S0) − (κ/b) g*`` at its own ``g* = max(0, θb/(aκ) − S0)``; the one
   with the larger s gets the client. That is the one with the larger b/κ, since s is ``max over g of (θ/a) ln(1+g/S0) − g/(b/κ)``.
3. The client gets at least its share of bargaining and at least the loser's best offer, so
   ``x = (θ/a) ln((S0+g*)/S0) − max(τ s, s of the runner-up)``.
4. The price falls into bases, policy and votes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import log1p

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.bargain import efficient_guarantee, surplus
from corcyra.games.model import Deviation, Model, Region, Solution, knob
from corcyra.games.words import plain

__all__ = ["SecurityAutonomy"]

Numbers = npt.NDArray[np.float64]

BENEFITS = ("projection", "legitimation", "denial", "stabilisation")
COSTS = ("direct", "opportunity", "risk")
SHRINK = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class SecurityAutonomy(Model):
    """The trade between a client and a patron whose ledger is Istomin's, with a second patron at the door.

    The defaults are SCIENCE D1's worked number (θ = 4 and S0 = a = b = κ = 1, so g* = 3 at 4.2726); that the four benefits
    weigh the same and how the costs divide is ours, as is the rival, at first too weak to press the price. All of a price is
    worth the same, so its shares of base and policy (votes are the rest) do not move the game. Raises `ParameterError` when
    those shares sum to more than 1 and when no guarantee costs anything.

    >>> found = SecurityAutonomy(rival_benefit=0.9).solve()
    >>> found.region.key, round(found.numbers["price"], 4), round(found.numbers["price_alone"], 4)
    ('capped', 3.3103, 4.2726)
    """

    security: float = knob(4.0, "worth of security to the client, θ", above=0)
    autonomy: float = knob(1.0, "worth of a unit of autonomy to the client, a", above=0)
    own_security: float = knob(1.0, "security that the client has by itself, S0", "security", above=0)
    client_share: float = knob(0.5, "the client's weight in bargaining, τ", "share", low=0, high=1)
    projection: float = knob(0.25, "power that a unit of autonomy lets the patron project", low=0)
    legitimation: float = knob(0.25, "support that a unit of autonomy lends the patron's initiatives", low=0)
    denial: float = knob(0.25, "room that a unit of autonomy takes from the patron's rivals", low=0)
    stabilisation: float = knob(0.25, "quiet that a unit of autonomy brings around the patron", low=0)
    weight_projection: float = knob(1.0, "the patron's weight on projection", "weight", low=0)
    weight_legitimation: float = knob(1.0, "the patron's weight on legitimation", "weight", low=0)
    weight_denial: float = knob(1.0, "the patron's weight on denial", "weight", low=0)
    weight_stabilisation: float = knob(1.0, "the patron's weight on stabilisation", "weight", low=0)
    direct: float = knob(0.5, "subsidies and forces for a unit of guarantee", low=0)
    opportunity: float = knob(0.25, "what the forces tied by a unit of guarantee are not free for", low=0)
    risk: float = knob(0.25, "danger of the client's war in a unit of guarantee", low=0)
    rival_benefit: float = knob(0.5, "worth of a unit of autonomy to the rival patron; at 0 there is no rival", low=0)
    rival_cost: float = knob(1.0, "cost of a unit of guarantee to the rival patron", above=0)
    base_share: float = knob(0.4, "part of the price that is paid in bases", "share", low=0, high=1)
    policy_share: float = knob(0.3, "part of the price that is paid in policy", "share", low=0, high=1)

    key = "security_autonomy"
    title = "Security for autonomy"
    question = "How much protection does a weak state buy, from whom, and for how much of its autonomy?"
    citations = ("arshakuni2019experts", "istomin2021management", "morrow1991alliances")
    regions = (
        Region(
            "no-trade",
            "No trade",
            "No guarantee is worth its cost: the client keeps its autonomy and stays unprotected.",
        ),
        Region(
            "bargain",
            "Trade at the bargained price",
            "Patron and client trade, and the rival is too weak to touch the price.",
        ),
        Region(
            "capped",
            "Trade at the capped price",
            "Patron and client trade, and the rival's best offer holds the price down.",
        ),
        Region(
            "rival", "The rival gets the client", "The rival has more to gain from the client and outbids the patron."
        ),
    )

    def check(self) -> None:
        """The shares of the price fit into it, and a guarantee costs something."""
        if self.base_share + self.policy_share > 1:
            told = f"base_share ({self.base_share:g}) and policy_share ({self.policy_share:g}) sum to more than 1"
            raise ParameterError(f"{told}. Lower one of them: votes are what is left.")
        if self.direct + self.opportunity + self.risk <= 0:
            told = (
                "direct, opportunity and risk of security_autonomy are all 0, and a guarantee without cost has no limit"
            )
            raise ParameterError(f"{told}. Raise one of them.")

    @classmethod
    def closed_form(cls, p: Mapping[str, Numbers]) -> Mapping[str, Numbers]:
        """The ledger, both patrons' surpluses, the winner's guarantee and price, and who gains what."""
        theta, a, own = p["security"], p["autonomy"], p["own_security"]
        b = np.asarray(sum(p[name] * p[f"weight_{name}"] for name in BENEFITS))
        kappa = np.asarray(sum(p[name] for name in COSTS))
        first, second = surplus(theta, a, b, kappa, own), surplus(theta, a, p["rival_benefit"], p["rival_cost"], own)
        lost = second > first
        benefit, cost = np.where(lost, p["rival_benefit"], b), np.where(lost, p["rival_cost"], kappa)
        g = efficient_guarantee(theta, a, benefit, cost, own)
        worth, best, runner_up = theta / a * np.log1p(g / own), np.maximum(first, second), np.minimum(first, second)
        pressing = p["client_share"] * best
        price = worth - np.maximum(pressing, runner_up)
        broken = ~((kappa > 0) & (p["base_share"] + p["policy_share"] <= 1))
        region = np.select([broken, g <= 0, lost, runner_up > pressing], [np.nan, 0.0, 3.0, 2.0], 1.0)
        gain = benefit * price - cost * g
        gains = {
            "client_gain": a * (worth - price),
            "patron_gain": np.where(lost, 0.0, gain),
            "rival_gain": np.where(lost, gain, 0.0),
        }
        parts = {"base": p["base_share"] * price, "policy": p["policy_share"] * price}
        parts["votes"] = price - parts["base"] - parts["policy"]
        ledger = {
            "patron_benefit": b,
            "patron_cost": kappa,
            "patron_surplus": first,
            "rival_surplus": second,
            "pressing_surplus": pressing,
        }
        deal = {
            "guarantee": g,
            "worth": worth,
            "price_alone": worth - pressing,
            "price_cap": worth - runner_up,
            "price": price,
        }
        return {
            "region": region,
            **ledger,
            **deal,
            **parts,
            **gains,
            "tipping_own_security": theta / a * np.maximum(b / kappa, p["rival_benefit"] / p["rival_cost"]),
        }

    @property
    def patrons(self) -> Mapping[str, tuple[float, float]]:
        """Benefit of a unit of autonomy and cost of a unit of guarantee, of patron and rival."""
        benefit = sum(getattr(self, name) * getattr(self, f"weight_{name}") for name in BENEFITS)
        return {
            "patron": (benefit, sum(getattr(self, name) for name in COSTS)),
            "rival": (self.rival_benefit, self.rival_cost),
        }

    def solve(self) -> Solution:
        """The deal, whose it is, and what anyone would lose by leaving it."""
        found = self.outcome()
        region = self.regions[int(found.pop("region"))]
        winner = "rival" if region.key == "rival" else "patron"
        deal = f"a guarantee of {plain(found['guarantee'])} for {plain(found['price'])} units of autonomy"
        struck = region.key != "no-trade"
        strategies = {
            "client": f"takes the {winner}'s offer" if struck else "stays alone",
            winner: f"offers {deal}" if struck else "offers nothing that pays",
        }
        payoffs = {"client": found["client_gain"], "patron": found["patron_gain"], "rival": found["rival_gain"]}
        return Solution(
            region, strategies, {}, payoffs, found, self.certify(found, winner), self.explain(found, region)
        )

    def gains(self, who: str, g: Numbers, x: Numbers) -> tuple[Numbers, Numbers]:
        """What the client and one of the patrons gain from a guarantee at a price."""
        benefit, cost = self.patrons[who]
        return self.security * np.log1p(g / self.own_security) - self.autonomy * x, benefit * x - cost * g

    def certify(self, found: Mapping[str, float], winner: str) -> tuple[Deviation, ...]:
        """Nobody walks away, no other terms please both sides, and the loser cannot outbid, over a fine grid of guarantees."""
        g, x = np.asarray(found["guarantee"]), np.asarray(found["price"])
        client, patron = (float(each) for each in self.gains(winner, g, x))
        grid = np.linspace(0.0, 2 * (found["guarantee"] + self.own_security), 401)
        # At these prices the client is as well off as in the deal; what a patron then earns is the most it can.
        level = (self.security * np.log1p(grid / self.own_security) - client) / self.autonomy
        other = "patron" if winner == "rival" else "rival"
        again, outbid = (float(self.gains(who, grid, level)[1].max()) for who in (winner, other))
        benefit, cost = self.patrons[winner]
        # Gains are differences of these sums; what is left of them after so many digits is rounding, neither gain nor loss.
        rounding = 1e-13 * max(benefit * abs(float(x)) + cost * float(g), self.security, self.autonomy * abs(float(x)))
        losses = (
            ("client", "walk away", client, "offered the deal"),
            (winner, "walk away", patron, "offering the deal"),
            (winner, "offer another guarantee that the client likes as well", patron - again, "offering the deal"),
            (other, "outbid", 0.0 - outbid, "facing the deal"),
            ("client and " + winner, "agree on another price", self.product_lost(found, winner), "bargaining"),
        )
        return tuple(
            Deviation(player, act, lost if abs(lost) > rounding else 0.0, where) for player, act, lost, where in losses
        )

    def product_lost(self, found: Mapping[str, float], winner: str) -> float:
        """By how much the Nash product is below the deal's at the best other price that the runner-up leaves, on a fine grid."""
        benefit, cost = self.patrons[winner]
        prices = np.linspace(cost / benefit * found["guarantee"] if benefit > 0 else 0.0, found["price_cap"], 401)
        others = np.append(prices[np.abs(prices - found["price"]) > 1e-9], found["price"])
        client, patron = (np.maximum(each, 0) for each in self.gains(winner, np.asarray(found["guarantee"]), others))
        product = client**self.client_share * patron ** (1 - self.client_share)
        return float(product[-1] - product[:-1].max()) if len(product) > 1 else 0.0

    def explain(self, found: Mapping[str, float], region: Region) -> str:
        """What is traded and why, how the price is paid, and what would change it."""
        limit = found["tipping_own_security"]
        if region.key == "no-trade":
            own = f"The client's own security is {plain(self.own_security)}, and a trade begins only below {plain(limit)}."
            worth, cost = plain(found["patron_benefit"]), plain(found["patron_cost"])
            return f"{region.meaning} {own} A unit of autonomy is worth {worth} to the patron, a unit of guarantee costs it {cost}."
        deal = f"a guarantee of {plain(found['guarantee'])} for {plain(found['price'])} units of autonomy"
        base, policy, votes = (plain(found[name]) for name in ("base", "policy", "votes"))
        paid = f"The client gets {deal}: {base} in bases, {policy} in policy and {votes} in votes."
        end = (
            f"The trade would end if the client's own security rose from {plain(self.own_security)} to {plain(limit)}."
        )
        return f"{region.meaning} {paid} {self.press(found, region)} {end}"

    def press(self, found: Mapping[str, float], region: Region) -> str:
        """What competition does to the price."""
        first, second = plain(found["patron_surplus"]), plain(found["rival_surplus"])
        alone, limit = plain(found["price_alone"]), plain(found["pressing_surplus"])
        if region.key == "rival":
            return f"The rival can create a surplus of {second}, the patron only {first}; the patron would have to overtake it."
        if region.key == "capped":
            saved = f"the rival, whose best offer is worth {second}, saves the client the difference"
            return f"Alone the patron would have asked {alone}; {saved}."
        return f"The rival's best offer is worth {second} to the client; only one worth more than {limit} would press the price."

    def numeric(self) -> Mapping[str, float]:
        """The same by search: each patron's best guarantee, then the price with the largest Nash product that beats the loser."""
        found = {who: self.search_guarantee(who) for who in self.patrons}
        winner = "rival" if found["rival"][1] > found["patron"][1] + 1e-9 else "patron"
        (g, best), second = found[winner], min(each for _, each in found.values())
        if best < 1e-9:
            return {
                "region": 0.0,
                "guarantee": 0.0,
                "price": 0.0,
                "client_gain": 0.0,
                "patron_gain": 0.0,
                "rival_gain": 0.0,
            }
        benefit, cost = self.patrons[winner]
        worth = self.security / self.autonomy * log1p(g / self.own_security)
        alone, price = (self.search_price(winner, g, top) for top in (worth, worth - second))
        region = 3.0 if winner == "rival" else 2.0 if alone > price + 1e-6 * (1 + abs(price)) else 1.0
        gain, client = benefit * price - cost * g, self.autonomy * (worth - price)
        gains = {
            "patron_gain": gain * (winner == "patron"),
            "rival_gain": gain * (winner == "rival"),
            "client_gain": client,
        }
        return {"region": region, "guarantee": g, "price": price, "price_alone": alone, **gains}

    def search_guarantee(self, who: str) -> tuple[float, float]:
        """The guarantee with the largest surplus and that surplus, in units of autonomy."""
        benefit, cost = self.patrons[who]
        if benefit <= 0:
            return 0.0, 0.0

        def joint(g: float) -> float:
            return self.security / self.autonomy * log1p(g / self.own_security) - cost / benefit * g

        top = self.own_security
        while joint(2 * top) > joint(top):
            top *= 2
        best = highest(joint, 0.0, 2 * top)
        return (best, joint(best)) if joint(best) > 1e-12 else (0.0, 0.0)

    def search_price(self, who: str, g: float, top: float) -> float:
        """The price up to ``top`` with the largest Nash product."""
        benefit, cost = self.patrons[who]
        kept = self.security * log1p(g / self.own_security)

        def product(x: float) -> float:
            client, patron = max(kept - self.autonomy * x, 0.0), max(benefit * x - cost * g, 0.0)
            return float(client**self.client_share * patron ** (1 - self.client_share))

        return highest(product, cost / benefit * g, top)


def highest(value: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one peak is highest, by golden sections."""
    for _ in range(45):
        one, two = high - SHRINK * (high - low), low + SHRINK * (high - low)
        low, high = (low, two) if value(one) >= value(two) else (one, high)
    return (low + high) / 2
