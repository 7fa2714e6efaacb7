"""The bargain of security for autonomy, between a client and any number of patrons.

After Morrow (1991) and Baykov's "guarantee for sovereignty" (Arshakuni and Shapiro 2019); the closed form is our own
(SCIENCE D1). A client with own security S0 values more security at θ and autonomy at a; a patron values each unit of
autonomy given up at b and pays κ for each unit of guarantee. For a guarantee g ≥ 0 at the price x:

    client  G_c = θ ln((S0 + g) / S0) − a x        patron  G_p = b x − κ g

1. Since x moves value at fixed rates, an efficient g maximises the surplus ``(θ/a) ln((S0+g)/S0) − (κ/b) g``, which is
   counted in units of autonomy. Hence ``g* = max(0, θb/(aκ) − S0)``, and there is a trade iff ``θb > aκS0``.
2. Nash bargaining in which the client's weight is τ gives the client the share τ of the surplus, so
   ``x* = τ(κ/b)g* + (1−τ)(θ/a) ln((S0+g*)/S0)``.
3. With several patrons the one with the largest surplus wins, and the client gets at least the runner-up's best offer:
   ``x ≤ (θ/a) ln((S0+g*)/S0) − surplus of the runner-up`` (a second-price rule).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.model import Deviation

__all__ = ["Client", "Deal", "Patron", "compete", "efficient_guarantee", "exchange_pays", "surplus", "trade"]

Numbers = npt.NDArray[np.float64]


def efficient_guarantee(theta: Numbers, a: Numbers, b: Numbers, kappa: Numbers, own: Numbers) -> Numbers:
    """``g* = max(0, θb/(aκ) − S0)``, in units of security; arrays broadcast, missing stays missing (SCIENCE D1).

    All inputs above 0. At g* one more unit is worth to the client, in the patron's money, just what it costs.

    >>> one = np.array(1.0)
    >>> float(efficient_guarantee(4 * one, one, one, one, one)), float(efficient_guarantee(one, one, one, one, 2 * one))
    (3.0, 0.0)
    """
    return np.asarray(np.maximum(0.0, theta * b / (a * kappa) - own), dtype=np.float64)


def surplus(theta: Numbers, a: Numbers, b: Numbers, kappa: Numbers, own: Numbers) -> Numbers:
    """What client and patron gain together at g*, in units of autonomy: ``(θ/a) ln((S0+g*)/S0) − (κ/b) g*``, at least 0.

    All inputs above 0, but b may be 0; arrays broadcast, missing stays missing (SCIENCE D1).

    >>> one = np.array(1.0)
    >>> round(float(surplus(4 * one, one, one, one, one)), 6)  # 4 ln 4 − 3
    2.545177
    """
    g = efficient_guarantee(theta, a, b, kappa, own)
    # A patron that gets nothing from autonomy (b = 0) gives no guarantee, and what is not given costs nothing.
    return np.asarray(theta / a * np.log1p(g / own) - kappa / np.where(b > 0, b, 1.0) * g, dtype=np.float64)


def exchange_pays(alpha: float, beta: float) -> bool:
    """Can two equally endowed states gain by trading security for autonomy? (SCIENCE D1, symmetry lemma.)

    Cobb-Douglas tastes: the first puts the weight α on security and 1 − α on autonomy, the second β on autonomy and
    1 − β on security. The first buys security when its rate of exchange α/(1−α) exceeds the second's (1−β)/β, that is,
    iff ``αβ > (1−α)(1−β)``. Identical states have β = 1 − α and never trade: what is left to them is to add up
    capabilities. Raises `ParameterError` outside (0, 1).

    >>> exchange_pays(0.8, 0.7), exchange_pays(0.8, 1 - 0.8)
    (True, False)
    """
    if not (0 < alpha < 1 and 0 < beta < 1):
        raise ParameterError(f"the weights {alpha} and {beta} are not both between 0 and 1. Give shares, such as 0.6.")
    # αβ > (1−α)(1−β) written as a sum, so that β = 1 − α is an exact tie in floating point too.
    return alpha + beta - 1 > 1e-12


@dataclass(frozen=True)
class Client:
    """A state in need: θ (worth of more security), a (worth of its autonomy), S0 (own security). All above 0.

    >>> Client(4.0, 1.0, 0.0)
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: a client's own security of 0.0 is not above 0. Give a positive number.
    """

    security: float
    autonomy: float
    own_security: float

    def __post_init__(self) -> None:
        positive("client's worth of security", self.security)
        positive("client's worth of autonomy", self.autonomy)
        positive("client's own security", self.own_security)


@dataclass(frozen=True)
class Patron:
    """A power with protection to sell: b (worth of each unit of autonomy it gets), κ (cost of each unit of guarantee)."""

    benefit: float
    cost: float

    def __post_init__(self) -> None:
        positive("patron's benefit", self.benefit)
        positive("patron's cost", self.cost)


@dataclass(frozen=True)
class Deal:
    """What is agreed: guarantee g, price x, both gains, the surplus in units of autonomy, and the certificate."""

    guarantee: float
    price: float
    client_gain: float
    patron_gain: float
    surplus: float
    certificate: tuple[Deviation, ...]

    @property
    def struck(self) -> bool:
        """Is there a trade at all?"""
        return self.guarantee > 0


def trade(client: Client, patron: Patron, *, client_share: float = 0.5) -> Deal:
    """The Nash bargain between a client and one patron (SCIENCE D1, steps 1 and 2 above).

    ``client_share`` is τ in [0, 1]: 0 is a patron that can say take it or leave it; ½ (no one favoured) is the default,
    ours. Raises `ParameterError` outside.

    >>> deal = trade(Client(4.0, 1.0, 1.0), Patron(1.0, 1.0))
    >>> deal.guarantee, round(deal.price, 4), round(deal.client_gain, 4), round(deal.patron_gain, 4)
    (3.0, 4.2726, 1.2726, 1.2726)
    """
    if not 0 <= client_share <= 1:
        raise ParameterError(f"a client's share of {client_share} is outside 0 to 1. Give a share, such as 0.5.")
    g, worth, joint = terms(client, patron)
    price = client_share * patron.cost / patron.benefit * g + (1 - client_share) * worth
    return deal_at(client, patron, g, price, joint, "walk away")


def compete(client: Client, patrons: Sequence[Patron], *, client_share: float = 0.5) -> tuple[int, Deal]:
    """Who wins the client, and at what price, when patrons compete (SCIENCE D1, step 3 above).

    Returns the winner's place in ``patrons`` (the earlier one on a tie) and the deal. Raises `ParameterError` when there
    is no patron.

    >>> client = Client(4.0, 1.0, 1.0)
    >>> winner, deal = compete(client, [Patron(1.0, 2.0), Patron(1.0, 1.0)], client_share=0.0)
    >>> winner, round(deal.price, 4), round(deal.client_gain, 4)  # alone, the patron would take all 2.5452
    (1, 4.7726, 0.7726)
    """
    if not patrons:
        raise ParameterError("no patron competes for the client. Give one patron or more.")
    joint = [terms(client, patron)[2] for patron in patrons]
    winner = int(np.argmax(joint))
    second = max((each for place, each in enumerate(joint) if place != winner), default=0.0)
    alone = trade(client, patrons[winner], client_share=client_share)
    g, worth, best = terms(client, patrons[winner])
    act = "take the runner-up's best offer" if second > 0 else "walk away"
    price = min(alone.price, worth - second)
    return winner, deal_at(client, patrons[winner], g, price, best, act, outside=client.autonomy * second)


def terms(client: Client, patron: Patron) -> tuple[float, float, float]:
    """g*, what it is worth to the client in units of autonomy, and the surplus."""
    inputs = [client.security, client.autonomy, patron.benefit, patron.cost, client.own_security]
    theta, a, b, kappa, own = (np.array(each) for each in inputs)
    g = efficient_guarantee(theta, a, b, kappa, own)
    return float(g), float(theta / a * np.log1p(g / own)), float(surplus(theta, a, b, kappa, own))


def deal_at(
    client: Client, patron: Patron, g: float, price: float, joint: float, act: str, outside: float = 0.0
) -> Deal:
    """The deal with both gains and the certificate; ``outside`` is what the client would gain elsewhere."""
    client_gain = client.security * float(np.log1p(g / client.own_security)) - client.autonomy * price
    patron_gain = patron.benefit * price - patron.cost * g
    leave = (Deviation("client", act, client_gain - outside), Deviation("patron", "walk away", patron_gain))
    return Deal(g, price, client_gain, patron_gain, joint, leave)


def positive(what: str, value: float) -> None:
    """Raise `ParameterError` unless the number is finite and above 0."""
    if not (np.isfinite(value) and value > 0):
        raise ParameterError(f"a {what} of {value} is not above 0. Give a positive number.")
