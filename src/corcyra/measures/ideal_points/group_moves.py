"""Moves of whole sessions: without them a sampler of bridged sessions needs tens of thousands of iterations.

When all points of a session move together, the items voted on in that session alone can follow so that no vote becomes less
likely; only the random walk of the states and the bridged items hold a session where it is. Item by item and state by state
such a move takes many small steps. Here it is one draw (Liu and Sabatti 2000, generalised Gibbs sampling):

1. `shift`: all sessions are shifted, each by its own amount, jointly from the normal distribution of the amounts.
2. `stretch`: each session in turn is multiplied by a factor, and its items' discriminations divided by it.

The latent votes of the bridged items are held, those of the others follow; the posterior stays as it is. Both respect the prior
``exp(-hold * log(s)**2 / 2)`` of the standard deviation s of all points.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from corcyra.measures.ideal_points.truncated import compiled, normal, uniform

__all__ = ["Groups", "shift", "shift_normal", "stretch"]

Floats = NDArray[np.float64]
Whole = NDArray[Any]
WIDER = 1.2
"""Ours: variance of a proposed stretch over that of its normal approximation."""


@dataclass(frozen=True, eq=False)
class Groups:
    """What the move needs of the votes.

    Of each cell ``session``, ``previous`` (the same state's cell before, -1 none) and ``step`` (the prior variance given it; of a
    first point around 0); of each item its session ``home``, -1 where it bridges several. ``sessions`` is their number. The rest are orders: the state's
    cell after, cells and items by session with pointers.
    """

    session: Whole
    previous: Whole
    step: Floats
    home: Whole
    sessions: int
    following: Whole
    order: Whole
    pointer: Whole
    item_order: Whole
    item_pointer: Whole

    @classmethod
    def of(cls, session: Whole, previous: Whole, step: Floats, home: Whole, sessions: int) -> Groups:
        """The groups of cells sorted by state and session."""
        following = np.full(session.size, -1, np.int64)
        later = np.flatnonzero(previous >= 0)
        following[previous[later]] = later
        order, item_order = (np.argsort(each, kind="stable") for each in (session, home))
        pointer, item_pointer = (
            np.searchsorted(each, np.arange(sessions + 1)) for each in (session[order], home[item_order])
        )
        here, before = session.astype(np.int64), previous.astype(np.int64)
        return cls(here, before, step, home, sessions, following, order, pointer, item_order, item_pointer)


def shift(
    groups: Groups, hold: float, key: np.uint64, theta: Floats, beta: Floats, low: Floats, high: Floats,
    precision: Floats, weight: Floats,
) -> None:  # fmt: skip
    """Shift every session, from the normal distribution of all amounts together; points, cutpoints and sums change in place.

    With ``hold`` above 0 the normal distribution also has the slope of ``log(s)``, and Metropolis and Hastings accept the shift.
    ``precision`` and ``weight`` as `corcyra.measures.ideal_points.kernels.latent_sums` gives them.
    """
    matrix, pull = shift_normal(groups, theta, precision[1], weight[1])
    ahead = held(groups, hold, theta, matrix, pull)
    root = np.linalg.cholesky(ahead[0])
    noise = np.array([normal(key, place) for place in range(pull.size)])
    amount = solve_triangular(root, solve_triangular(root, ahead[1], lower=True) + noise, lower=True, trans=1)
    moved = theta + amount[groups.session]
    if hold > 0:
        back = held(groups, hold, moved, matrix, pull - matrix @ amount)
        gain = pull @ amount - 0.5 * amount @ matrix @ amount
        gain += 0.5 * hold * (math.log(theta.std()) ** 2 - math.log(moved.std()) ** 2)
        gain += proposal(*back, -amount) - proposal(*ahead, amount)
        if math.log(uniform(key, pull.size)) >= gain:
            return
    own = groups.home >= 0
    move = beta[own] * amount[groups.home[own]]
    theta[:] = moved
    low[own] += move
    high[own] += move
    weight[0] += precision[0] * amount[groups.session]


def held(groups: Groups, hold: float, theta: Floats, matrix: Floats, pull: Floats) -> tuple[Floats, Floats]:
    """Precision and precision times mean of a proposed shift: those of the shift, and of the prior of s to second order."""
    deviation, share = float(theta.std()), np.bincount(groups.session, minlength=len(pull)) / theta.size
    log = math.log(deviation)
    rise = np.bincount(groups.session, theta - theta.mean(), len(pull)) / (theta.size * deviation**2)
    bend = max(log, 0.0) / deviation**2 * (np.diag(share) - np.outer(share, share))
    return matrix + hold * (np.outer(rise, rise) + bend), pull - hold * log * rise


def proposal(matrix: Floats, pull: Floats, amount: Floats) -> float:
    """Log density, up to a constant, of an amount under the normal distribution with this precision (and times mean)."""
    away = amount - np.linalg.solve(matrix, pull)
    return float(0.5 * np.linalg.slogdet(matrix)[1] - 0.5 * away @ matrix @ away)


def shift_normal(groups: Groups, theta: Floats, precision: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Precision matrix, and precision times mean, of the sessions' shifts given everything else."""
    here, hold = groups.session, 1.0 / groups.step
    later = groups.previous >= 0
    past = groups.previous[later]
    gap = theta.copy()
    gap[later] -= theta[past]
    matrix = np.zeros((groups.sessions, groups.sessions))
    np.add.at(matrix, (here, here), hold + precision)
    np.add.at(matrix, (here[past], here[past]), hold[later])
    np.add.at(matrix, (here[later], here[past]), -hold[later])
    np.add.at(matrix, (here[past], here[later]), -hold[later])
    pull = np.zeros(len(matrix))
    np.add.at(pull, here, weight - precision * theta - gap * hold)
    np.add.at(pull, here[past], gap[later] * hold[later])
    return matrix, pull


def stretch(
    groups: Groups, hold: float, key: np.uint64, theta: Floats, beta: Floats, precision: Floats, weight: Floats
) -> None:
    """Stretch each session by its own factor; points, discriminations and sums change in place."""
    g = groups
    stretch_all(
        g.session, g.previous, g.following, g.step, g.order, g.pointer, g.item_order, g.item_pointer, hold, key,
        theta, beta, precision, weight,
    )  # fmt: skip


@compiled
def stretch_all(
    session: Whole, previous: Whole, following: Whole, step: Floats, order: Whole, pointer: Whole, item_order: Whole,
    item_pointer: Whole, hold: float, key: Any, theta: Floats, beta: Floats, precision: Floats, weight: Floats,
) -> None:  # fmt: skip
    """The sweep of `stretch`."""
    total, squares, size = theta.sum(), (theta * theta).sum(), theta.size
    for here in range(pointer.size - 1):
        a, b, c, own, own_squares = 0.0, 0.0, 0.0, 0.0, 0.0
        for place in range(pointer[here], pointer[here + 1]):
            i = order[place]
            p, f, t = previous[i], following[i], theta[i]
            own += t
            own_squares += t * t
            a -= 0.5 * t * t * (1.0 / step[i] + precision[1, i])
            b += weight[1, i] * t
            if p >= 0:
                b += t * theta[p] / step[i]
            if f >= 0:
                a -= 0.5 * t * t / step[f]
                b += t * theta[f] / step[f]
        for place in range(item_pointer[here], item_pointer[here + 1]):
            c -= 0.5 * beta[item_order[place]] ** 2
        n = float(pointer[here + 1] - pointer[here] - item_pointer[here + 1] + item_pointer[here])
        rest = (total - own) / size, own / size, (squares - own_squares) / size, own_squares / size
        coin = uniform(key, 1000000 + here)
        factor = math.exp(stretch_draw((a, b, c, n), rest, hold, normal(key, 2000000 + here), coin))
        total += (factor - 1.0) * own
        squares += (factor * factor - 1.0) * own_squares
        for place in range(pointer[here], pointer[here + 1]):
            i = order[place]
            theta[i] *= factor
            precision[0, i] /= factor * factor
            weight[0, i] /= factor
        for place in range(item_pointer[here], item_pointer[here + 1]):
            beta[item_order[place]] /= factor


@compiled
def stretch_density(x: float, form: Any, rest: Any, hold: float) -> tuple[float, float, float]:
    """Log density of a stretch ``exp(x)``, its slope and about its second derivative.

    ``form`` (a, b, c, n): ``a exp(2x) + b exp(x) + c exp(-2x) + n x``; ``rest``: mean and mean square of all points, the part of
    the other sessions and that of this one.
    """
    a, b, c, n = form
    e = math.exp(x)
    middle, variance = rest[0] + e * rest[1], rest[2] + e * e * rest[3]
    variance -= middle * middle
    log = 0.5 * math.log(variance)
    rise = (e * e * rest[3] - middle * e * rest[1]) / variance
    value = a * e * e + b * e + c / (e * e) + n * x - 0.5 * hold * log * log
    slope = 2.0 * a * e * e + b * e - 2.0 * c / (e * e) + n - hold * log * rise
    return value, slope, 4.0 * a * e * e + b * e + 4.0 * c / (e * e) - hold * rise * rise


@compiled
def stretch_draw(form: Any, rest: Any, hold: float, noise: float, coin: float) -> float:
    """A move from 0 that leaves `stretch_density` as it is: Metropolis from the normal approximation at its height."""
    top = 0.0
    for _ in range(40):
        _, slope, bend = stretch_density(top, form, rest, hold)
        if bend >= 0.0:
            return 0.0
        move = min(max(slope / bend, -0.3), 0.3)
        top -= move
        if abs(move) < 1e-10:
            break
    bend = stretch_density(top, form, rest, hold)[2] / WIDER
    if bend >= 0.0:
        return 0.0
    x = top + noise / math.sqrt(-bend)
    gain = stretch_density(x, form, rest, hold)[0] - stretch_density(0.0, form, rest, hold)[0]
    gain -= 0.5 * bend * ((x - top) ** 2 - top * top)
    return x if math.log(coin) < gain else 0.0
