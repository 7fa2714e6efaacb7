"""Compiled kernels of the posterior sampler for ordinal ideal points: they know arrays, no states and no sessions.

The model (Bailey, Strezhnev and Voeten 2017): ``z = beta * theta + e``, ``e ~ N(0, 1)``; the vote is 1 (yes) where
``z <= low``, 2 (abstain) between, 3 (no) where ``z > high``; ``low < high`` with a flat prior, ``beta ~ N(0, 1)``.

Votes are held twice, by cell (a state in a session) and by item, each with a pointer array: the votes of cell ``c`` are
``pointer[c]`` to ``pointer[c + 1]``. Every kernel works on a stretch ``first`` to ``last`` of cells, items or states and
releases the interpreter's lock, so threads can share the work. Random numbers come from a counter: a draw depends on its
key and its place alone, never on the threads.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from corcyra.measures.ideal_points.truncated import LOGROOT, compiled, log_interval, normal, truncated, uniform

__all__ = [
    "LIMIT",
    "draw_paths",
    "latent_sums",
    "published_items",
    "published_paths",
    "stored_sums",
    "update_items",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[Any]
Slope: TypeAlias = tuple[float, float, float, float, float, float, float, float, float, float]
Three: TypeAlias = tuple[float, float, float]

LIMIT = 7.0
"""Bound of the cutpoints in the published code."""
SPREAD = 0.2 / 3
"""Standard deviation of the published code's proposals (Johnson and Albert 1999, p. 135)."""
CLIP = 9.0
"""Bound of the latent votes in the published code."""
WIDER = 1.2
"""Ours: variance of a proposal over that of the normal approximation, so that its tails are no lighter than the target's."""
INF = math.inf


@compiled
def bounds(vote: int, low: float, high: float) -> tuple[float, float]:
    """The interval of the latent vote."""
    if vote == 1:
        return -INF, low
    return (low, high) if vote == 2 else (high, INF)


@compiled
def latent_sums(
    first: int, last: int, pointer: Whole, item: Whole, vote: Whole, theta: Floats, beta: Floats, low: Floats, high: Floats,
    home: Whole, key: Any, precision: Floats, weight: Floats,
) -> None:  # fmt: skip
    """Draw every latent vote of some cells; keep what the ideal points need, ``sum(beta**2)`` and ``sum(beta * z)``.

    Rows of ``precision`` and ``weight``: 0 over items of one session alone (``home`` is 0 or more), 1 over bridged items (-1).
    """
    for c in range(first, last):
        precision[:, c] = 0.0
        weight[:, c] = 0.0
        for j in range(pointer[c], pointer[c + 1]):
            v = item[j]
            mean = beta[v] * theta[c]
            lo, hi = bounds(vote[j], low[v], high[v])
            row = 1 if home[v] < 0 else 0
            precision[row, c] += beta[v] * beta[v]
            weight[row, c] += beta[v] * (mean + truncated(lo - mean, hi - mean, uniform(key, j)))


@compiled
def draw_paths(
    first: int, last: int, pointer: Whole, precision: Floats, weight: Floats, step: Floats, start: Floats, hold: float, key: Any,
    theta: Floats, mean: Floats, spread: Floats,
) -> None:  # fmt: skip
    """Draw the ideal points of some states through time: forward filtering, backward sampling (Carter and Kohn 1994).

    1. The first point of a state is ``N(0, start)``; each later one is the point before it plus ``N(0, step)`` (variances).
    2. Forward, a cell has the normal likelihood ``exp(weight * theta - precision * theta**2 / 2)``: filtered mean and variance.
    3. Backward from the last cell, each point is drawn given the next one.
    4. ``hold`` above 0 adds the prior ``exp(-hold * log(s)**2 / 2)`` of the standard deviation s of all points: the path is
       then accepted by Metropolis.

    ``mean`` and ``spread`` are room for the filter. The draw is exact for the joint normal distribution of the whole path.
    """
    size = theta.size
    total, squares = theta.sum(), (theta * theta).sum()
    for s in range(first, last):
        ahead, width = 0.0, start[s]
        for c in range(pointer[s], pointer[s + 1]):
            if c > pointer[s]:
                width = spread[c - 1] + step[c]
            spread[c] = 1.0 / (precision[c] + 1.0 / width)
            mean[c] = ahead = spread[c] * (weight[c] + ahead / width)
        more, wider = 0.0, 0.0
        for c in range(pointer[s + 1] - 1, pointer[s] - 1, -1):
            middle, width = mean[c], spread[c]
            if c + 1 < pointer[s + 1]:
                width = 1.0 / (1.0 / spread[c] + 1.0 / step[c + 1])
                middle = width * (mean[c] / spread[c] + mean[c + 1] / step[c + 1])
            mean[c] = middle + math.sqrt(width) * normal(key, c)
            more += mean[c] - theta[c]
            wider += mean[c] ** 2 - theta[c] ** 2
        gain = 0.0
        if hold > 0.0:
            gain = 0.5 * hold * (log_deviation(total, squares, size) ** 2)
            gain -= 0.5 * hold * (log_deviation(total + more, squares + wider, size) ** 2)
        if gain >= 0.0 or math.log(uniform(key, size + s)) < gain:
            total, squares = total + more, squares + wider
            theta[pointer[s] : pointer[s + 1]] = mean[pointer[s] : pointer[s + 1]]


@compiled
def log_deviation(total: float, squares: float, size: int) -> float:
    """The logarithm of the standard deviation from sum and sum of squares."""
    return 0.5 * math.log(squares / size - (total / size) ** 2)


@compiled
def slopes(low: float, high: float) -> Three:
    """``log P``, ``density(low) / P`` and ``density(high) / P`` of the interval of a latent vote."""
    value = log_interval(low, high)
    below = 0.0 if low == -INF else math.exp(-0.5 * low * low - LOGROOT - value)
    above = 0.0 if high == INF else math.exp(-0.5 * high * high - LOGROOT - value)
    return value, below, above


@compiled
def posterior(
    b: float, lo: float, hi: float, first: int, last: int, cell: Whole, vote: Whole, theta: Floats, joined: bool
) -> Slope:
    """Log posterior of an item, its gradient in (beta, low, high) and minus its second derivatives (00 10 11 20 21 22).

    With ``joined`` both cutpoints move as one; an infinite one stays. The log posterior is concave (Burridge 1982), so the
    second derivatives give a covariance.
    """
    value, g0, g1, g2 = -0.5 * b * b, -b, 0.0, 0.0
    h00, h10, h11, h20, h21, h22 = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for j in range(first, last):
        t = theta[cell[j]]
        y = vote[j]
        left, right = bounds(y, lo, hi)
        left, right = left - b * t, right - b * t
        part, below, above = slopes(left, right)
        value += part
        g0 += t * (below - above)
        if y < 3:
            own = above * (right + above) if above > 0.0 else 0.0
            cross = -above * below
            if y == 1:
                g1 += above
                h11 += own
                h10 -= t * own
                h00 += t * t * own
                continue
            g2 += above
            h22 += own
            h21 += cross
            h20 -= t * (own + cross)
            low_own = below * (below - left) if below > 0.0 else 0.0
            g1 -= below
            h11 += low_own
            h10 -= t * (low_own + cross)
            h00 += t * t * (own + low_own + 2.0 * cross)
        else:
            own = below * (below - left)
            g2 -= below
            h22 += own
            h20 -= t * own
            h00 += t * t * own
    if joined:
        return value, g0, g1 + g2, 0.0, h00, h10 + h20, h11 + 2.0 * h21 + h22, 0.0, 0.0, 1.0
    return value, g0, g1, g2, h00, h10, h11, h20, h21, h22


@compiled
def factor(at: Slope) -> tuple[float, float, float, float, float, float, float, float, float]:
    """Cholesky factor (00 10 11 20 21 22) of the second derivatives, and the step of Newton."""
    _, g0, g1, g2, h00, h10, h11, h20, h21, h22 = at
    l00 = math.sqrt(max(h00, 1e-8))
    l10, l20 = h10 / l00, h20 / l00
    l11 = math.sqrt(max(h11 - l10 * l10, 1e-8))
    l21 = (h21 - l20 * l10) / l11
    l22 = math.sqrt(max(h22 - l20 * l20 - l21 * l21, 1e-8))
    y0 = g0 / l00
    y1 = (g1 - l10 * y0) / l11
    y2 = (g2 - l20 * y0 - l21 * y1) / l22
    d2 = y2 / l22
    d1 = (y1 - l21 * d2) / l11
    d0 = (y0 - l10 * d1 - l20 * d2) / l00
    return l00, l10, l11, l20, l21, l22, d0, d1, d2


@compiled
def density(f: tuple[float, ...], x0: float, x1: float, x2: float) -> float:
    """Log density, up to a constant, of a proposed move with the factor and the step ``f``."""
    r0, r1, r2 = x0 - f[6], x1 - f[7], x2 - f[8]
    w0, w1, w2 = f[0] * r0 + f[1] * r1 + f[3] * r2, f[2] * r1 + f[4] * r2, f[5] * r2
    return math.log(f[0] * f[2] * f[5]) - 0.5 * (w0 * w0 + w1 * w1 + w2 * w2) / WIDER


@compiled
def update_items(
    first: int, last: int, pointer: Whole, cell: Whole, vote: Whole, kind: Whole, theta: Floats,
    beta: Floats, low: Floats, high: Floats, key: Any, climb: bool, moved: Whole,
) -> None:  # fmt: skip
    """Update (beta, low, high) of some items given the ideal points, the latent votes summed out.

    1. Propose a normal move around the step of Newton with the inverse second derivatives as covariance (Qi and Minka 2002).
    2. Accept by Metropolis and Hastings; ``climb`` also accepts whatever raises the posterior (only while burning in).
    3. Items on which one of the three votes is missing (``kind`` 1 or 2) move their cutpoints as one. Where abstentions are
       missing (2) the gap is then drawn: `update_gap`; where yes or no is (1), its border is infinite: nobody says where it lies.

    The cutpoints' prior is flat. ``moved`` counts acceptances.
    """
    for v in range(first, last):
        a, z, joined = pointer[v], pointer[v + 1], kind[v] > 0
        now = posterior(beta[v], low[v], high[v], a, z, cell, vote, theta, joined)
        f = factor(now)
        e2 = 0.0 if joined else math.sqrt(WIDER) * normal(key, 8 * v + 2) / f[5]
        e1 = (math.sqrt(WIDER) * normal(key, 8 * v + 1) - f[4] * e2) / f[2]
        e0 = (math.sqrt(WIDER) * normal(key, 8 * v) - f[1] * e1 - f[3] * e2) / f[0]
        x0, x1, x2 = f[6] + e0, f[7] + e1, f[8] + e2
        b, lo, hi = beta[v] + x0, low[v] + x1, high[v] + (x1 if joined else x2)
        if lo < hi:
            then = posterior(b, lo, hi, a, z, cell, vote, theta, joined)
            back = density(factor(then), -x0, -x1, -x2)
            gain = then[0] - now[0] + back - density(f, x0, x1, x2)
            if math.log(uniform(key, 8 * v + 3)) < gain or (climb and then[0] > now[0]):
                beta[v], low[v], high[v] = b, lo, hi
                moved[v] += 1
        if kind[v] == 2:
            high[v] = update_gap(beta[v], low[v], high[v], a, z, cell, vote, theta, uniform(key, 8 * v + 4), uniform(key, 8 * v + 5))  # fmt: skip


@compiled
def update_gap(
    b: float, lo: float, hi: float, first: int, last: int, cell: Whole, vote: Whole, theta: Floats, share: float, coin: float
) -> float:
    """A new upper cutpoint of an item without abstentions: the gap is proposed from the exponential tangent at gap 0."""
    rate, now = 0.0, 0.0
    for j in range(first, last):
        if vote[j] == 3:
            mean = b * theta[cell[j]]
            rate += slopes(lo - mean, INF)[1]
            now += log_interval(hi - mean, INF)
    gap = -math.log(share) / rate
    new = 0.0
    for j in range(first, last):
        if vote[j] == 3:
            new += log_interval(lo + gap - b * theta[cell[j]], INF)
    gain = new + rate * gap - now - rate * (hi - lo)
    return lo + gap if math.log(coin) < gain and lo < lo + gap else hi


@compiled
def published_items(
    first: int, last: int, pointer: Whole, cell: Whole, vote: Whole, theta: Floats, beta: Floats, low: Floats, high: Floats,
    latent: Floats, key: Any, latent_key: Any, moved: Whole,
) -> None:  # fmt: skip
    """The published code's steps 2 to 4: cutpoints by Metropolis, latent votes (within ±9), beta by Gibbs.

    The ratio is the published one (Johnson and Albert 1999, p. 136); it leaves out the bounds ±7 of the proposals.
    """
    for v in range(first, last):
        a, z, b = pointer[v], pointer[v + 1], beta[v]
        lo = low[v] + SPREAD * truncated((-LIMIT - low[v]) / SPREAD, (high[v] - low[v]) / SPREAD, uniform(key, 8 * v))
        hi = high[v] + SPREAD * truncated((lo - high[v]) / SPREAD, (LIMIT - high[v]) / SPREAD, uniform(key, 8 * v + 1))
        gain = log_interval((lo - high[v]) / SPREAD, INF) - log_interval((low[v] - hi) / SPREAD, INF)
        for j in range(a, z):
            mean = b * theta[cell[j]]
            l1, h1 = bounds(vote[j], lo, hi)
            l0, h0 = bounds(vote[j], low[v], high[v])
            gain += log_interval(l1 - mean, h1 - mean) - log_interval(l0 - mean, h0 - mean)
        if lo < hi and math.log(uniform(key, 8 * v + 2)) < gain:
            low[v], high[v] = lo, hi
            moved[v] += 1
        total, pull = 1.0, 0.0
        for j in range(a, z):
            t = theta[cell[j]]
            l0, h0 = bounds(vote[j], low[v], high[v])
            latent[j] = min(max(b * t + truncated(l0 - b * t, h0 - b * t, uniform(latent_key, j)), -CLIP), CLIP)
            total += t * t
            pull += t * latent[j]
        beta[v] = pull / total + normal(key, 8 * v + 3) / math.sqrt(total)


@compiled
def stored_sums(
    first: int, last: int, pointer: Whole, item: Whole, place: Whole, beta: Floats, latent: Floats,
    precision: Floats, weight: Floats,
) -> None:  # fmt: skip
    """``sum(beta**2)`` and ``sum(beta * z)`` of some cells; ``place`` says where the votes of a cell lie among the items' votes."""
    for c in range(first, last):
        total, pull = 0.0, 0.0
        for j in range(pointer[c], pointer[c + 1]):
            b = beta[item[j]]
            total += b * b
            pull += b * latent[place[j]]
        precision[c], weight[c] = total, pull


@compiled
def published_paths(
    first: int, last: int, before: Whole, precision: Floats, weight: Floats, step: Floats, old: Floats, key: Any,
    theta: Floats, mean: Floats,
) -> None:  # fmt: skip
    """The published code's step 1: each point given the last iteration's *mean* of the session before; nothing of the next one.

    ``before`` is the cell whose old mean is the prior's (-1: 0), ``old`` the means of the last iteration. Within ±5.
    """
    for c in range(first, last):
        prior = old[before[c]] if before[c] >= 0 else 0.0
        width = 1.0 / (precision[c] + 1.0 / step[c])
        mean[c] = width * (weight[c] + prior / step[c])
        theta[c] = min(max(mean[c] + math.sqrt(width) * normal(key, c), -5.0), 5.0)
