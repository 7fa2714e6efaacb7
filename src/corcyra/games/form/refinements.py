"""Refinements of equilibria of signalling games: which survive, and if not, which type breaks them with which message.

For an equilibrium with payoffs u*(t) and a message m that no type sends (Cho and Kreps 1987; Banks and Sobel 1987; Cho and Sobel 1990):

- *Intuitive criterion*. J: the types that get less than u* from m whatever best reply to whatever belief follows. The equilibrium fails
  when a type outside J gets more than u* from every best reply to beliefs outside J.
- *D1*. D(t): the (mixed) best replies to some belief at which t gains from m; D⁰(t): those at which it is indifferent. Type t is struck
  out when D(t) ∪ D⁰(t) lies inside D(t') for another type t' with D(t') not empty. The equilibrium fails when no best reply to beliefs
  on the types that are left keeps all types from sending m.

Both judge the outcome on the path: the reply after m need not be the one in the equilibrium, only some reply must do. Mixed best
replies to one belief are mixtures of replies that are best together; sets of these and inclusions are found exactly, as polytopes.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import combinations

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.equilibrium import Equilibria, Equilibrium
from corcyra.games.form.polytope import corners
from corcyra.games.form.shape import Message, Signalling, signalling_shape

__all__ = ["CRITERIA", "Break", "Verdict", "d1", "intuitive", "judge", "refine", "sequentially_rational"]

Numbers = npt.NDArray[np.float64]
SLACK = 1e-9


@dataclass(frozen=True)
class Break:
    """Who breaks an equilibrium: the type, its message, what it gains at least, and the types struck out before."""

    type: str
    message: str
    gain: float
    struck: tuple[str, ...]
    told: str


@dataclass(frozen=True)
class Verdict:
    """Does the equilibrium survive the criterion? ``breaks`` are the deviations that break it; ``struck`` by unsent message."""

    criterion: str
    survives: bool
    breaks: tuple[Break, ...]
    struck: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __repr__(self) -> str:
        told = "survives" if self.survives else "fails"
        return " ".join([f"{told} {self.criterion}.", *(each.told for each in self.breaks)])

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"


def sequentially_rational(equilibrium: Equilibrium) -> Verdict:
    """Is every player's strategy a best plan at every information set? (Any game; asked of the independent checker.)"""
    certificate = equilibrium.certificate
    worst = [each for each in certificate.deviations if each.loss < -1e-7]
    breaks = tuple(
        Break("", each.act, -each.loss, (), f"At {each.where}, {each.player} gains {-each.loss:.4g} by {each.act}.") for each in worst
    )
    return Verdict("sequential rationality", not worst, breaks)


def intuitive(equilibrium: Equilibrium) -> Verdict:
    """The intuitive criterion (Cho and Kreps 1987). Raises `ParameterError` when the game is no signalling game.

    >>> from corcyra.games.form.pure import pure_equilibria
    >>> from corcyra.games.form.tree import signalling
    >>> game = signalling(["strong", "weak"], [0.9, 0.1], ["beer", "quiche"], ["duel", "not"], lambda t, m, a: (
    ...     ((t == "strong") == (m == "beer")) + 2 * (a == "not"), (a == "duel") == (t == "weak")))
    >>> [intuitive(each) for each in pure_equilibria(game)]
    [survives the intuitive criterion.,
     fails the intuitive criterion. After beer, weak is ruled out; then strong gains at least 1 by sending it.]
    """
    shape, earned = signalling_shape(equilibrium.game), type_payoffs(equilibrium)
    breaks, struck = [], []
    for message in unsent(shape, equilibrium):
        out = message.open & (reply_values(message, replies_to(message, message.open)).max(axis=1) < earned - SLACK)
        left = message.open & ~out
        struck.append((message.label, tuple(np.array(shape.names)[out])))
        if not left.any():
            continue
        least = reply_values(message, replies_to(message, left)).min(axis=1) - earned
        worst = int(np.argmax(np.where(left, least, -np.inf)))
        if least[worst] > SLACK:
            breaks.append(broken(shape, message, worst, float(least[worst]), out))
    return Verdict("the intuitive criterion", not breaks, tuple(breaks), tuple(struck))


def d1(equilibrium: Equilibrium) -> Verdict:
    """The criterion D1 (Banks and Sobel 1987; Cho and Sobel 1990). Raises `ParameterError` when the game is no signalling game.

    >>> from corcyra.games.form.pure import pure_equilibria
    >>> from corcyra.games.form.tree import signalling
    >>> game = signalling(["strong", "weak"], [0.9, 0.1], ["beer", "quiche"], ["duel", "not"], lambda t, m, a: (
    ...     ((t == "strong") == (m == "beer")) + 2 * (a == "not"), (a == "duel") == (t == "weak")))
    >>> [d1(each).survives for each in pure_equilibria(game)]
    [True, False]
    """
    shape, earned = signalling_shape(equilibrium.game), type_payoffs(equilibrium)
    breaks, struck = [], []
    for message in unsent(shape, equilibrium):
        faces = together(message, message.open)
        gain = message.sender - earned[:, None]
        types = np.flatnonzero(message.open)
        tempted = [t for t in types if any(gain[t, list(face)].max() > SLACK for face in faces)]
        out = np.zeros(len(shape.types), dtype=np.bool_)
        for t in types:
            out[t] = any(other != t and inside(gain[t], gain[other], faces) for other in tempted)
        left = message.open & ~out
        struck.append((message.label, tuple(np.array(shape.names)[out])))
        kept = [face for face in together(message, left) if deterring(gain[types], face)]
        if not kept:
            least = np.array([min(gain[t, list(face)].max() for face in together(message, left)) for t in range(len(gain))])
            worst = int(np.argmax(np.where(message.open, least, -np.inf)))
            breaks.append(broken(shape, message, worst, float(least[worst]), out, deterred=False))
    return Verdict("D1", not breaks, tuple(breaks), tuple(struck))


CRITERIA = {"d1": d1, "intuitive": intuitive, "sequential": sequentially_rational}
"""The refinements by name."""


def judge(equilibrium: Equilibrium, criterion: str) -> Verdict:
    """The verdict of a criterion by its name (`CRITERIA`); raises `ParameterError` for another."""
    if criterion not in CRITERIA:
        raise ParameterError(f"the criterion {criterion!r} is unknown. Use one of: {', '.join(CRITERIA)}.")
    return CRITERIA[criterion](equilibrium)


def refine(equilibria: Equilibria, criterion: str = "intuitive") -> Equilibria:
    """The equilibria that survive the criterion (`CRITERIA`); raises `ParameterError` for another.

    >>> from corcyra.games.form.pure import pure_equilibria
    >>> from corcyra.games.form.tree import signalling
    >>> game = signalling(["strong", "weak"], [0.9, 0.1], ["beer", "quiche"], ["duel", "not"], lambda t, m, a: (
    ...     ((t == "strong") == (m == "beer")) + 2 * (a == "not"), (a == "duel") == (t == "weak")))
    >>> len(pure_equilibria(game)), len(refine(pure_equilibria(game), "d1"))
    (2, 1)
    """
    kept = tuple(each for each in equilibria if judge(each, criterion).survives)
    return Equilibria(equilibria.game, f"{equilibria.kind} (surviving {criterion})", kept, equilibria.notes)


def broken(shape: Signalling, message: Message, who: int, gain: float, out: npt.NDArray[np.bool_], *, deterred: bool = True) -> Break:
    """The deviation that breaks an equilibrium, in words."""
    struck = tuple(str(each) for each in np.array(shape.names)[out])
    ruled = f"After {message.label}, {', '.join(struck) or 'no type'} {'are' if len(struck) > 1 else 'is'} ruled out; then "
    does = f"{shape.names[who]} gains at least {gain:.4g} by sending it." if deterred else f"no reply keeps all types from it: {shape.names[who]} gains up to {gain:.4g} or more."
    return Break(shape.names[who], message.label, gain, struck, ruled + does)


def type_payoffs(equilibrium: Equilibrium) -> Numbers:
    """What each type of the sender expects in the equilibrium."""
    shape, played = signalling_shape(equilibrium.game), equilibrium.assessment.strategies
    earned = np.zeros(len(shape.types))
    for message in shape.messages:
        reply = np.array([played[message.infoset][a] for a in message.replies]) if message.infoset else np.ones(1)
        sent = np.array([played[name].get(message.label, 0.0) for name in shape.types])
        earned += sent * (message.sender @ reply)
    return earned


def unsent(shape: Signalling, equilibrium: Equilibrium) -> list[Message]:
    """The messages that no type (of positive probability) sends."""
    played = equilibrium.assessment.strategies
    sent = {m.label for m in shape.messages for name, p in zip(shape.types, shape.prior, strict=True) if p * played[name].get(m.label, 0) > 0}
    return [message for message in shape.messages if message.label not in sent]


def together(message: Message, types: npt.NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """The largest sets of replies that are best together for some belief on the types."""
    worth = message.receiver[types]
    found: list[tuple[int, ...]] = []
    for size in range(len(message.replies), 0, -1):
        for face in combinations(range(len(message.replies)), size):
            if any(set(face) <= set(larger) for larger in found):
                continue
            best = worth[:, [face[0]]]
            if len(corners((best - worth).T, (best - worth[:, list(face)]).T)):
                found.append(face)
    return found


def replies_to(message: Message, types: npt.NDArray[np.bool_]) -> list[int]:
    """The replies that are best for some belief on the types."""
    return sorted({a for face in together(message, types) for a in face})


def reply_values(message: Message, replies: list[int]) -> Numbers:
    """What each type gets from the replies: shape (types, replies)."""
    return np.asarray(message.sender[:, replies], dtype=np.float64)


def inside(one: Numbers, other: Numbers, faces: list[tuple[int, ...]]) -> bool:
    """Does the other gain from every mixed best reply at which the one gains or is indifferent?"""
    return not any(len(corners(np.array([one[list(face)], -other[list(face)]]))) for face in faces)


def deterring(gain: Numbers, face: tuple[int, ...]) -> bool:
    """Is there a mixture of the replies at which no type gains?"""
    return len(corners(-gain[:, list(face)])) > 0
