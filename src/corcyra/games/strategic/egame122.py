"""Either way the other answers: two players, four outcomes (the game egame122 of Kenkel and Signorino's R package games).

             1
           /   \\
        2 /     \\ 2
        / \\     / \\
     u11  u12 u13  u14
      0   u22  0   u24

1. After left player 2 takes its second branch with ``q = Φ(u22/√2)``, after right with ``p = Φ(u24/√2)``.
2. Player 1 goes right with ``Φ(((1−p)u13 + p u14 − (1−q)u11 − q u12)/s)``, where s is √2 with agent error and
   ``√((1−p)² + p² + (1−q)² + q²)`` with private information (a standard normal shock to every payoff).
3. Outcomes 1 to 4 from left to right are the products of the two moves' probabilities.
"""

from __future__ import annotations

from corcyra.games.strategic.game import Action, Information, StrategicGame, Utility
from corcyra.games.strategic.graded import Graded

__all__ = ["EGAME122"]

ROOT_2 = 2**0.5


def kernel(u: tuple[Graded, ...], information: Information) -> tuple[Graded, ...]:
    """Log probabilities of the four outcomes (steps 1 to 3 above)."""
    u11, u12, u13, u14, u22, u24 = u
    after_left, after_right = u22 / ROOT_2, u24 / ROOT_2
    not_q, q = (-after_left).normal(), after_left.normal()
    not_p, p = (-after_right).normal(), after_right.normal()
    gain = not_p * u13 + p * u14 - not_q * u11 - q * u12
    spread = (not_p * not_p + p * p + not_q * not_q + q * q).root()
    first = gain / spread if information == "private" else gain / ROOT_2
    left, right = (-first).log_normal(), first.log_normal()
    return (
        left + (-after_left).log_normal(),
        left + after_left.log_normal(),
        right + (-after_right).log_normal(),
        right + after_right.log_normal(),
    )


EGAME122 = StrategicGame(
    key="egame122",
    title="One moves, the other answers either way",
    tree="1: left -> 2: (u11, 0) | (u12, u22); right -> 2: (u13, 0) | (u14, u24)",
    utilities=(
        Utility("u11", 1, "player 1, left and then left"),
        Utility("u12", 1, "player 1, left and then right"),
        Utility("u13", 1, "player 1, right and then left"),
        Utility("u14", 1, "player 1, right and then right"),
        Utility("u22", 2, "player 2, right rather than left after player 1's left"),
        Utility("u24", 2, "player 2, right rather than left after player 1's right"),
    ),
    outcomes=("left, left", "left, right", "right, left", "right, right"),
    actions=(
        Action("1 goes right", (3, 4), (1, 2, 3, 4)),
        Action("2 goes right after left", (2,), (1, 2), "u22"),
        Action("2 goes right after right", (4,), (3, 4), "u24"),
    ),
    whole=(("u11", "u12", "u13", "u14"),),
    kernel=kernel,
    citations=("signorino2003structure",),
)
"""The game in which player 2 answers either move (Signorino and Kenkel's egame122)."""
