"""The refinements against a naive reading of their definitions on grids of beliefs and mixtures (two replies)."""

from __future__ import annotations

import numpy as np
import pytest

from corcyra.games.form.equilibrium import Equilibrium
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.refinements import d1, intuitive
from corcyra.games.form.tree import signalling

TYPES, MESSAGES, REPLIES = ["t0", "t1", "t2"], ["m0", "m1"], ["a0", "a1"]
MIXTURES = np.linspace(0, 1, 2001)
BELIEFS = np.array([[i, j, 40 - i - j] for i in range(41) for j in range(41 - i)]) / 40


def replies(table: np.ndarray, m: int, left: list[int]) -> np.ndarray:
    """Which mixtures (probability of a1) are best for some belief on the types left."""
    beliefs = BELIEFS[(BELIEFS[:, [t for t in range(3) if t not in left]] == 0).all(axis=1)]
    gain = beliefs @ (table[:, m, 1, 1] - table[:, m, 0, 1])
    if gain.min() < 0 < gain.max():
        return np.ones(len(MIXTURES), dtype=bool)
    return (MIXTURES == 1.0) if gain.min() > 0 else (MIXTURES == 0.0)


def naive(table: np.ndarray, equilibrium: Equilibrium) -> tuple[bool, bool]:
    """Do the intuitive criterion and D1 let the equilibrium pass?"""
    played = equilibrium.strategies
    sent = [int(played[t][1]) for t in TYPES]
    earned = np.array([table[t, m, int(played[f"after m{m}"][1]), 0] for t, m in enumerate(sent)])
    passes = [True, True]
    for m in {0, 1} - set(sent):
        worth = table[:, m, 0, 0][:, None] * (1 - MIXTURES) + table[:, m, 1, 0][:, None] * MIXTURES
        best = replies(table, m, [0, 1, 2])
        left = [t for t in range(3) if worth[t, best].max() >= earned[t]]
        if left:
            kept = replies(table, m, left)
            passes[0] &= not any(worth[t, kept].min() > earned[t] for t in left)
        gains = worth > earned[:, None]
        weakly = worth >= earned[:, None]
        out = [
            t for t in range(3)
            if any(s != t and gains[s, best].any() and not (weakly[t, best] & ~gains[s, best]).any() for s in range(3))
        ]
        kept = replies(table, m, [t for t in range(3) if t not in out])
        passes[1] &= bool((~gains[:, kept]).all(axis=0).any())
    return passes[0], passes[1]


@pytest.mark.parametrize("block", range(3))
def test_both_criteria_agree_with_their_definitions(block: int) -> None:
    judged = []
    for seed in range(block * 120, block * 120 + 120):
        table = np.random.default_rng(seed).normal(size=(3, 2, 2, 2))
        game = signalling(TYPES, [0.3, 0.3, 0.4], MESSAGES, REPLIES, lambda t, m, a, u=table: u[int(t[1]), int(m[1]), int(a[1])].tolist())
        for each in pure_equilibria(game):
            told = intuitive(each).survives, d1(each).survives
            assert told == naive(table, each), seed
            judged.append(told)
    assert {(True, True), (True, False), (False, False)} <= set(judged)
