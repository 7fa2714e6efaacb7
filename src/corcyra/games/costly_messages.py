"""All pure equilibria of a game in which one of two types sends a message and others answer, and those that are intuitive.

The naive twin of the closed forms of costly signals and of reassurance: a grid of messages, every pair of messages that the two
types can send, beliefs by Bayes on the path and any belief off it, and the intuitive criterion of Cho and Kreps (1987). Pure
strategies only; what mixing adds is told on the models' pages.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Outcome", "best_intuitive", "intuitive_outcomes"]

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SLACK = 1e-10
"""Ours: a smaller difference of payoffs is rounding."""


@dataclass(frozen=True)
class Outcome:
    """One equilibrium: the message of the first type (``high``) and of the second (``low``), the answers, and the two payoffs."""

    high: int
    low: int
    answers: tuple[int, int]
    payoffs: tuple[float, float]


def intuitive_outcomes(payoff: Numbers, answer: Whole, beliefs: Numbers, prior: float) -> list[Outcome]:
    """The pure perfect Bayesian equilibria that survive the intuitive criterion (Cho and Kreps 1987), the cheapest of equal payoffs.

    ``payoff`` (2, M, R): what each type gets from message m and answer r; ``answer`` (M, B): the best answer to message m at each of
    the ``beliefs`` (B) that the sender is the first type; among these stand 0, ``prior`` and 1. The steps: 1. every pair of messages,
    beliefs by Bayes; 2. no type gains from the other's message; 3. for each message that nobody sends, one belief under which
    nobody gains from it; 4. where only one type could gain from such a message under any belief, it is thought of that type, and
    it must not gain then.

    >>> v = np.array([2.0, 1.0])[:, None, None]                      # a type's worth of being trusted
    >>> costs, trust = np.array([0.0, 1.0, 1.5])[None, :, None], np.array([0.0, 1.0])[None, None, :]
    >>> answer = np.array([[0, 0, 1]] * 3)                            # trusted at belief 1, not at the prior
    >>> [(each.high, each.low) for each in intuitive_outcomes(v * trust - costs, answer, np.array([0.0, 0.3, 1.0]), 0.3)]
    [(1, 0), (2, 0)]

    The message 1.5 survives beside 1 because this grid has nothing between them that only the first type would send.
    """
    place = {
        name: int(np.argmin(np.abs(beliefs - value))) for name, value in (("low", 0.0), ("prior", prior), ("high", 1.0))
    }
    reached = payoff[:, np.arange(len(answer))[:, None], answer]  # (2, M, B): what a type gets at each belief
    high, low, got = candidates(reached, place)
    # Whether an equilibrium holds and is intuitive depends on its payoffs alone, so one of each kind is examined.
    order = np.lexsort((low, high, got[:, 1].round(12), got[:, 0].round(12)))
    fresh = np.append(True, (np.diff(got[order].round(12), axis=0) != 0).any(axis=1))[: len(order)]
    first = order[fresh]
    kept = first[deterred(reached, got[first]) & intuitive(reached, got[first], place)]
    found = []
    for each in kept[np.lexsort((low[kept], high[kept]))]:
        i, j = int(high[each]), int(low[each])
        at = (place["prior"], place["prior"]) if i == j else (place["high"], place["low"])
        answers = int(answer[i, at[0]]), int(answer[j, at[1]])
        found.append(Outcome(i, j, answers, (float(got[each, 0]), float(got[each, 1]))))
    return found


def candidates(reached: Numbers, place: dict[str, int]) -> tuple[Whole, Whole, Numbers]:
    """Pairs of messages with no gain on the path, and none off it even under each type's own worst belief; with payoffs (n, 2)."""
    first, second = reached[:, :, place["high"]], reached[:, :, place["low"]]
    pooled = reached[:, :, place["prior"]]
    worst = reached.min(axis=2).max(axis=1) - SLACK
    both = np.flatnonzero((pooled >= worst[:, None]).all(axis=0))
    i, j = np.flatnonzero(first[0] >= worst[0]), np.flatnonzero(second[1] >= worst[1])
    good = (first[0, i][:, None] >= second[0, j][None, :] - SLACK) & (
        second[1, j][None, :] >= first[1, i][:, None] - SLACK
    )
    rows, columns = np.nonzero(good & (i[:, None] != j[None, :]))
    i, j = i[rows], j[columns]
    got = np.concatenate([np.stack([first[0, i], second[1, j]], axis=1), pooled[:, both].T])
    return np.concatenate([i, both]), np.concatenate([j, both]), got


def deterred(reached: Numbers, gets: Numbers) -> Bools:
    """For each pair of payoffs (n, 2): is there for every message one belief under which neither type gains from it?

    A message that is sent needs no exception: the belief that it gives is such a one.
    """
    # Where one belief is the worst for both types, that a candidate gains nothing under each one's worst has settled it.
    open_ = ~np.any(np.all(reached <= reached.min(axis=2, keepdims=True) + SLACK, axis=0), axis=1)
    if not open_.any():
        return np.ones(len(gets), dtype=bool)
    content: Bools = np.all(reached[None][:, :, open_] <= gets[:, :, None, None] + SLACK, axis=1)
    return np.asarray(np.all(np.any(content, axis=2), axis=1))


def intuitive(reached: Numbers, gets: Numbers, place: dict[str, int]) -> Bools:
    """For each pair of payoffs: does no type gain from a message that only it could have an interest in sending?"""
    could = reached.max(axis=2)[None] >= gets[:, :, None] - SLACK
    alone = could & ~could[:, ::-1]
    then = np.stack([reached[0, :, place["high"]], reached[1, :, place["low"]]])
    return np.asarray(~np.any(alone & (then[None] > gets[:, :, None] + SLACK), axis=(1, 2)))


def best_intuitive(
    build: Callable[[Numbers], tuple[Numbers, Whole]],
    beliefs: Numbers,
    prior: float,
    top: float,
    *,
    points: int = 61,
    rounds: int = 4,
) -> tuple[Outcome, Numbers]:
    """The intuitive outcome that is best for the sender before it knows its type, and the grid on which it was found.

    ``build`` gives payoffs and answers for a grid of messages. The first grid runs from 0 to ``top``, in even steps and in even
    ratios, since what matters may be small; each further round adds messages around those found. Of equally good outcomes the
    one with the cheapest messages is taken.
    """
    grid = np.unique(np.concatenate([np.linspace(0.0, top, points), np.geomspace(top / 500.0, top, 2 * points)]))
    for turn in range(rounds):
        found = intuitive_outcomes(*build(grid), beliefs, prior)
        worth = [prior * each.payoffs[0] + (1.0 - prior) * each.payoffs[1] for each in found]
        best = found[
            max(range(len(found)), key=lambda each: (round(worth[each], 9), -found[each].high, -found[each].low))
        ]
        if turn < rounds - 1:
            around = [at for at in sorted({best.high, best.low}) if at > 0]
            near = [np.linspace(grid[at - 1], grid[min(at + 1, len(grid) - 1)], 21) for at in around]
            grid = np.unique(np.concatenate([grid, *near]))
    return best, grid
