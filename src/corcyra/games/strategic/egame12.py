"""One state moves, another answers: two players, three outcomes (Signorino 1999, 2003).

        1
       / \\
      /   \\ 2
    u11   / \\
        u13  u14
         0   u24

Player 1 leaves things as they are (outcome 1) or acts; then player 2 gives way (outcome 2) or resists (outcome 3). Player 2's
utility at the end of its first branch is 0, which only fixes where its scale begins; what player 2 has at outcome 1 it never
chooses, so that nothing is known of it.

1. Player 2 takes the right branch if ``u24 + e24 > e23``; to others this has the probability ``p4 = Φ(u24/√2)``, ``p3 = 1 − p4``.
2. Player 1 takes the right branch if ``p3(u13 + e13) + p4(u14 + e14) > u11 + e11`` (private information: every payoff has a
   standard normal shock that its owner alone knows), so ``p2 = Φ((p3 u13 + p4 u14 − u11)/√(p3² + p4² + 1))``; or, if agents err
   in weighing their two branches (agent error), ``p2 = Φ((p3 u13 + p4 u14 − u11)/√2)``.
3. The outcomes have the probabilities ``1 − p2``, ``p2 p3`` and ``p2 p4``.
"""

from __future__ import annotations

from corcyra.games.strategic.game import Action, Information, StrategicGame, Utility
from corcyra.games.strategic.graded import Graded

__all__ = ["EGAME12"]

ROOT_2 = 2**0.5


def kernel(u: tuple[Graded, ...], information: Information) -> tuple[Graded, ...]:
    """Log probabilities of the three outcomes (Signorino 2003, steps 1 to 3 above)."""
    u11, u13, u14, u24 = u
    second = u24 / ROOT_2
    p3, p4 = (-second).normal(), second.normal()
    gain = p3 * u13 + p4 * u14 - u11
    first = gain / (p3 * p3 + p4 * p4 + 1.0).root() if information == "private" else gain / ROOT_2
    right = first.log_normal()
    return (-first).log_normal(), right + (-second).log_normal(), right + second.log_normal()


EGAME12 = StrategicGame(
    key="egame12",
    title="One moves, the other answers",
    tree="1: left -> u11 | right -> 2: left -> (u13, 0) | right -> (u14, u24)",
    utilities=(
        Utility("u11", 1, "player 1, if it leaves things as they are"),
        Utility("u13", 1, "player 1, if it acts and player 2 gives way"),
        Utility("u14", 1, "player 1, if it acts and player 2 resists"),
        Utility("u24", 2, "player 2, if it resists rather than give way"),
    ),
    outcomes=("left", "right, left", "right, right"),
    actions=(Action("1 goes right", (2, 3), (1, 2, 3)), Action("2 goes right", (3,), (2, 3), "u24")),
    whole=(("u11", "u13", "u14"),),
    kernel=kernel,
    citations=("signorino1999strategic", "signorino2003structure"),
)
"""The game of one move and one answer (Signorino 2003)."""
