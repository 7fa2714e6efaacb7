"""The enumeration of message games, on games whose equilibria can be counted by hand."""

from __future__ import annotations

import numpy as np

from corcyra.games.costly_messages import best_intuitive, intuitive_outcomes

WORTH = np.array([2.0, 1.0])
BELIEFS = np.array([0.0, 0.3, 1.0])


def table(m: np.ndarray, trusted_at: float = 0.5) -> tuple[np.ndarray, np.ndarray]:
    """Two types to whom trust is worth 2 and 1; the listener trusts from a belief on."""
    payoff = WORTH[:, None, None] * np.array([0.0, 1.0])[None, None, :] - m[None, :, None]
    return payoff, np.tile((trusted_at <= BELIEFS).astype(int), (len(m), 1))


def test_only_the_least_cost_separation_is_intuitive_when_the_prior_does_not_do() -> None:
    m = np.array([0.0, 0.5, 1.0, 1.001, 1.5])
    found = intuitive_outcomes(*table(m), BELIEFS, 0.3)
    assert [(m[each.high], m[each.low], each.answers) for each in found] == [(1.0, 0.0, (1, 0)), (1.001, 0.0, (1, 0))]
    assert found[0].payoffs == (1.0, 0.0)


def test_pooling_survives_when_the_prior_does() -> None:
    m = np.array([0.0, 0.5, 1.0, 1.001, 1.5])
    found = intuitive_outcomes(*table(m, trusted_at=0.2), BELIEFS, 0.3)
    # Of equal payoffs the cheapest is kept: both sending 1 pays as separation does.
    assert {(m[each.high], m[each.low]) for each in found} >= {(0.0, 0.0), (0.5, 0.5), (1.0, 0.0)}


def test_pooling_without_trust_is_an_equilibrium_that_the_criterion_breaks() -> None:
    # Without the messages between 1 and 2 that only the first type would send, silence of both survives.
    m = np.array([0.0, 0.5, 2.5])
    assert [(each.high, each.low) for each in intuitive_outcomes(*table(m), BELIEFS, 0.3)] == [(0, 0)]


def test_looking_closer_finds_the_message_exactly() -> None:
    best, grid = best_intuitive(lambda m: table(m * 3.0), BELIEFS, 0.3, 1.0)
    assert abs(grid[best.high] - 1.0 / 3.0) < 1e-5
    assert grid[best.low] == 0.0
