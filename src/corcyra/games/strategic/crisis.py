"""Threats, resistance and audience costs: the crisis signalling game and all its equilibria (Lewis and Schultz 2003).

    A: status quo -> (S_A, 0)
       challenge  -> B: concede -> (V_A, C_B)
                        resist  -> A: stand firm -> (W_A + e_A, W_B + e_B)
                                      back down  -> (a + e_a, V_B)

e_A, e_a and e_B are independent, standard normal and known to their owner alone; ``a`` holds A's audience cost. After
Crisman-Cox and Gibilisco (2021):

1. If B resists with probability r, a challenge pays for A iff ``max(W_A + e_A, a + e_a) > c = (S_A − (1−r)V_A)/r``. Hence
   ``p_C = 1 − Φ(c − W_A)Φ(c − a)``, and A challenges meaning to stand firm with ``N = P(W_A + e_A > max(a + e_a, c))``.
2. B learns from the challenge: A will stand firm with ``p_F = N/p_C``, so B resists iff ``p_F(W_B + e_B) + (1−p_F)V_B > C_B``:
   ``p_R = Φ((p_F W_B + (1−p_F)V_B − C_B)/p_F)``.
3. An equilibrium is an r with ``p_R(p_F(c(r))) = r``. There is always one, and there can be several.

``N(t, b) = ∫_t^∞ φ(x)Φ(x + b)dx`` with ``t = c − W_A`` and ``b = W_A − a``; its derivatives are closed forms.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import brentq
from scipy.special import log_ndtr, logsumexp, ndtr, owens_t

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.strategic.game import Utility
from corcyra.games.strategic.graded import HALF_LOG_2PI, Graded

__all__ = ["CITATIONS", "OUTCOMES", "PAYOFFS", "WHOLE", "equilibria", "fighting", "log_outcomes", "resistance"]

Numbers = npt.NDArray[np.float64]

PAYOFFS = (
    Utility("S_A", 1, "A at the status quo"),
    Utility("V_A", 1, "A if B concedes"),
    Utility("C_B", 2, "B if it concedes"),
    Utility("W_A", 1, "A if it stands firm against resistance"),
    Utility("W_B", 2, "B if it resists and A stands firm"),
    Utility("a", 1, "A if it backs down: its audience cost, as a negative utility"),
    Utility("V_B", 2, "B if it resists and A backs down"),
)
"""The seven estimated utilities, in order."""

CITATIONS = ("crismancox2021estimating", "lewis2003revealing")
"""The literature of the game and its estimation, by keys of the bibliography."""

OUTCOMES = ("status quo", "concession", "backing down", "standing firm")
"""The outcomes 1 to 4. (The R package sigInt counts the last two the other way round.)"""

WHOLE = (("S_A", "V_A", "W_A", "a"), ("C_B", "W_B", "V_B"))
"""All of A's utilities, and all of B's after a challenge: a regressor in every one of a set cannot be estimated."""

ROOT_2 = 2**0.5

NODES, WEIGHTS = np.polynomial.legendre.leggauss(80)
"""Eighty points place eight within each standard deviation of the widest range below: the integral is exact to about 1e-12."""

LEAST = 1e-12
"""The smallest probability of resisting, and of standing firm, that is told from 0 (ours: far below what any sample could show)."""


SMALL = 1e-6
"""Below this the closed form, exact to about 1e-16, loses relative precision, and the integral takes over."""

FAR = 1e4
"""A's threshold is cut off at ± this many standard deviations, where every chance is long 0 or 1 in floating point."""


def log_tail(t: Graded, b: Graded) -> Graded:
    """``ln ∫_t^∞ φ(x)Φ(x + b)dx``, with its slopes: a bivariate normal by Owen's T (Owen 1956), far out by quadrature.

    >>> zero = Graded(np.zeros(1), np.zeros((1, 0)))
    >>> round(float(np.exp(log_tail(zero, zero).value[0])), 6)  # P(x > 0, y < x) = 3/8
    0.375
    """
    chance = tail(t.value, b.value)
    small = ~(chance > SMALL)
    logged = np.log(np.where(small, 1.0, chance))
    logged[small] = far_tail(t.value[small], b.value[small])
    by_t = -np.exp(-0.5 * t.value**2 - HALF_LOG_2PI + log_ndtr(t.value + b.value) - logged)
    middle = b.value / 2
    by_b = np.exp(-(middle**2) - HALF_LOG_2PI - 0.5 * np.log(2) + log_ndtr(-(t.value + middle) * ROOT_2) - logged)
    return Graded(logged, t.slopes * by_t[:, None] + b.slopes * by_b[:, None])


def tail(t: Numbers, b: Numbers) -> Numbers:
    """``P(x > t, y < x + b)``: two standard normals with correlation 1/√2 below ``h = b/√2`` and ``k = −t``."""
    h, k = (np.where(each == 0, 1e-300, each) for each in (b / ROOT_2, -t))
    with np.errstate(over="ignore"):
        parts = owens_t(h, (k * ROOT_2 - h) / h) + owens_t(k, (h * ROOT_2 - k) / k)
    return np.asarray(0.5 * (ndtr(h) + ndtr(k)) - parts - np.where(np.sign(h) * np.sign(k) < 0, 0.5, 0.0))


def far_tail(t: Numbers, b: Numbers) -> Numbers:
    """``ln ∫_t^∞ φ(x)Φ(x + b)dx`` by Gauss and Legendre's rule, to where φ has fallen by e^-45 from its largest value."""
    low = np.maximum(t, -9.0)  # φ is under 1e-18 beyond
    half = np.where(low > 0, 90 / (low + np.sqrt(low**2 + 90)), 9.5 - low) / 2
    x = low[:, None] + half[:, None] * (1 + NODES)
    summed = logsumexp(-0.5 * x**2 + log_ndtr(x + b[:, None]), b=WEIGHTS, axis=1)
    return np.asarray(summed + np.log(half) - HALF_LOG_2PI)


def challenge(u: tuple[Graded, ...], r: Numbers) -> tuple[Graded, Graded, Graded]:
    """The logarithms of A's chances of no challenge, of one meant to stand firm, and of a bluff, if B resists with r."""
    s, v, _, w, _, a, _ = u
    exact = (s - v * (1 - r)) / r
    inside = np.abs(exact.value) < FAR
    c = Graded(np.clip(exact.value, -FAR, FAR), exact.slopes * inside[:, None])
    quiet = (c - w).log_normal() + (c - a).log_normal()
    return quiet, log_tail(c - w, w - a), log_tail(c - a, a - w)


def log_outcomes(u: tuple[Graded, ...], r: Numbers, f: Numbers) -> tuple[Graded, ...]:
    """Log probabilities of the four outcomes when A believes that B resists with ``r`` and B that A stands firm with ``f``."""
    _, _, c, _, w, _, v = u
    quiet, firm, bluff = challenge(u, r)
    index = (w * f + v * (1 - f) - c) / f
    larger = np.maximum(firm.value, bluff.value)
    share = np.exp(firm.value - larger), np.exp(bluff.value - larger)
    total = share[0] + share[1]
    any_ = Graded(
        larger + np.log(total), (firm.slopes * share[0][:, None] + bluff.slopes * share[1][:, None]) / total[:, None]
    )
    resists = index.log_normal()
    return quiet, any_ + (-index).log_normal(), bluff + resists, firm + resists


def fighting(payoffs: Numbers, r: Numbers) -> Numbers:
    """``p_F``: the chance (at least LEAST) that a challenge is meant, if B resists with ``r``; payoffs of shape (7, n)."""
    _, firm, bluff = challenge(plain(payoffs), r)
    return np.maximum(np.exp(firm.value - np.logaddexp(firm.value, bluff.value)), LEAST)


def resistance(payoffs: Numbers, r: Numbers) -> Numbers:
    """B's best answer ``p_R`` when A expects ``r`` (steps 1 and 2 above); payoffs of shape (7, n), within [LEAST, 1 − LEAST]."""
    f = fighting(payoffs, r)
    index = (f * payoffs[4] + (1 - f) * payoffs[6] - payoffs[2]) / f
    return np.asarray(np.clip(ndtr(index), LEAST, 1 - LEAST))


def plain(payoffs: Numbers) -> tuple[Graded, ...]:
    """Payoffs as numbers without slopes."""
    none = np.empty((payoffs.shape[1], 0))
    return tuple(Graded(each, none) for each in payoffs)


def crossings(payoffs: Numbers, points: int) -> npt.NDArray[np.int64]:
    """How many equilibria a grid of ``points`` shows in each of n games; payoffs of shape (7, n)."""
    bound = float(np.log(1 / LEAST - 1))
    signs = []
    for z in np.linspace(-bound, bound, points):
        r = np.full(payoffs.shape[1], min(max(1 / (1 + np.exp(-z)), 2 * LEAST), 1 - 2 * LEAST))
        signs.append(resistance(payoffs, r) > r)
    return np.asarray(
        np.diff([np.full_like(signs[0], True), *signs, np.full_like(signs[0], False)], axis=0).sum(axis=0)
    )


def roots(payoffs: Numbers, points: int) -> tuple[float, ...]:
    """All r with ``resistance(r) = r`` that a grid of ``points``, even in log odds, tells apart; payoffs of shape (7,)."""
    bound = float(np.log(1 / LEAST - 1))
    odds = np.linspace(-bound, bound, points)

    def excess(z: Numbers) -> Numbers:
        r = 1 / (1 + np.exp(-z))
        return resistance(np.repeat(payoffs[:, None], len(z), axis=1), np.clip(r, LEAST, 1 - LEAST)) - r

    def root(i: int) -> float:
        return float(brentq(lambda z: float(excess(np.array([z]))[0]), odds[i], odds[i + 1], xtol=1e-13))

    values = excess(odds)
    # B is all but certain to concede, or to resist: the equilibrium lies at or beyond the border of what is searched.
    border = [float(odds[end]) for end, sign in ((0, 1), (-1, -1)) if sign * values[end] <= 1e-15]
    inside = [root(int(i)) for i in np.flatnonzero(values[:-1] * values[1:] < 0)]
    level = [float(odds[i]) for i in np.flatnonzero(values[1:-1] == 0) + 1]
    return tuple(float(1 / (1 + np.exp(-z))) for z in sorted({*border, *inside, *level}))


def equilibria(payoffs: Mapping[str, float], points: int = 2001) -> pl.DataFrame:
    """Every equilibrium of the crisis game, one a row, in order of B's resistance.

    ``payoffs`` by the keys of `PAYOFFS`; those not named are 0. Columns: challenge, resist, fight (A stands firm after
    resistance), the four outcomes, and ``stable`` (does the players' reasoning, one answering the other, come back to it?).
    Two equilibria nearer than the grid's step in log odds (55/``points``) are not told apart. Raises `UnknownName` for a payoff that
    the game does not have, `ParameterError` for one that is not finite.

    >>> found = equilibria({"V_A": 1.0, "W_A": -1.9, "W_B": -2.85, "a": -1.2, "V_B": 1.0})
    >>> found.select("resist", "stable").with_columns(pl.col("resist").round(3)).rows()
    [(0.271, True), (0.531, False), (0.849, True)]
    """
    keys = tuple(each.key for each in PAYOFFS)
    for name, value in payoffs.items():
        if name not in keys:
            raise UnknownName("payoff of the crisis game", name, keys)
        if not np.isfinite(value):
            raise ParameterError(f"the payoff {name} is a finite number, given {value!r}.")
    given = np.array([float(payoffs.get(key, 0.0)) for key in keys])
    r = np.array(roots(given, points))
    table = np.repeat(given[:, None], len(r), axis=1)
    f = fighting(table, r)
    shares = np.exp(np.stack([each.value for each in log_outcomes(plain(table), r, f)], axis=1))
    step = 1e-6 * np.minimum(r, 1 - r)
    slope = (resistance(table, r + step) - resistance(table, r - step)) / (2 * step)
    named = {"challenge": 1 - shares[:, 0], "resist": r, "fight": f}
    return pl.DataFrame(named | dict(zip(OUTCOMES, shares.T, strict=True)) | {"stable": np.abs(slope) < 1})
