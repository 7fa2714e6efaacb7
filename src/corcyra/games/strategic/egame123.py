"""Three players in turn: four outcomes (the game egame123 of Kenkel and Signorino's R package games).

        1
       / \\
      /   \\ 2
    u11   / \\
        u13  \\ 3
        u23  / \\
          u15   u16
          u25   u26
           0    u36

A challenger acts or not, a target gives way or not, a third state stays out or comes in.

1. Player 3 goes right with ``p6 = Φ(u36/√2)``, ``p5 = 1 − p6``.
2. Player 2 goes right with ``p4 = Φ((p5 u25 + p6 u26 − u23)/s2)``, ``p3 = 1 − p4``; s2 is √2 with agent error and
   ``√(p5² + p6² + 1)`` with private information.
3. Player 1 goes right with ``p2 = Φ((p3 u13 + p4(p5 u15 + p6 u16) − u11)/s1)``; s1 is √2 or ``√(p3² + p4²p5² + p4²p6² + 1)``.
4. The outcomes from left to right: ``1 − p2``, ``p2 p3``, ``p2 p4 p5``, ``p2 p4 p6``.
"""

from __future__ import annotations

from corcyra.games.strategic.game import Action, Information, StrategicGame, Utility
from corcyra.games.strategic.graded import Graded

__all__ = ["EGAME123"]

ROOT_2 = 2**0.5


def kernel(u: tuple[Graded, ...], information: Information) -> tuple[Graded, ...]:
    """Log probabilities of the four outcomes (steps 1 to 4 above)."""
    u11, u13, u15, u16, u23, u25, u26, u36 = u
    third = u36 / ROOT_2
    p5, p6 = (-third).normal(), third.normal()
    gain = p5 * u25 + p6 * u26 - u23
    second = gain / (p5 * p5 + p6 * p6 + 1.0).root() if information == "private" else gain / ROOT_2
    p3, p4 = (-second).normal(), second.normal()
    far_left, far_right = p4 * p5, p4 * p6
    gain = p3 * u13 + far_left * u15 + far_right * u16 - u11
    spread = (p3 * p3 + far_left * far_left + far_right * far_right + 1.0).root()
    first = gain / spread if information == "private" else gain / ROOT_2
    acts = first.log_normal()
    on = acts + second.log_normal()
    return (-first).log_normal(), acts + (-second).log_normal(), on + (-third).log_normal(), on + third.log_normal()


EGAME123 = StrategicGame(
    key="egame123",
    title="Challenger, target, third state",
    tree="1: left -> u11 | right -> 2: left -> (u13, u23) | right -> 3: left -> (u15, u25, 0) | right -> (u16, u26, u36)",
    utilities=(
        Utility("u11", 1, "player 1, if it leaves things as they are"),
        Utility("u13", 1, "player 1, if player 2 gives way"),
        Utility("u15", 1, "player 1, if player 2 resists and player 3 stays out"),
        Utility("u16", 1, "player 1, if player 2 resists and player 3 comes in"),
        Utility("u23", 2, "player 2, if it gives way"),
        Utility("u25", 2, "player 2, if it resists and player 3 stays out"),
        Utility("u26", 2, "player 2, if it resists and player 3 comes in"),
        Utility("u36", 3, "player 3, if it comes in rather than stay out"),
    ),
    outcomes=("left", "right, left", "right, right, left", "right, right, right"),
    actions=(
        Action("1 goes right", (2, 3, 4), (1, 2, 3, 4)),
        Action("2 goes right", (3, 4), (2, 3, 4)),
        Action("3 goes right", (4,), (3, 4), "u36"),
    ),
    whole=(("u11", "u13", "u15", "u16"), ("u23", "u25", "u26")),
    kernel=kernel,
    citations=("signorino2003structure", "signorino2006unified"),
)
"""The game of three players in turn (Signorino and Kenkel's egame123)."""
