"""The shape of a signalling game, read off any tree that has it: types, prior, messages, replies, payoffs by message."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.tree import Chance, Game, Leaf, Move, Place

__all__ = ["Message", "Signalling", "is_signalling", "signalling_shape"]

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Message:
    """One message: its label, the receiver's set after it ("" when it ends the game), the replies, and who can send it.

    ``sender`` and ``receiver`` are payoffs of shape (types, replies); rows of types that cannot send it (``open`` False) are 0.
    """

    label: str
    infoset: str
    replies: tuple[str, ...]
    open: npt.NDArray[np.bool_]
    sender: Numbers
    receiver: Numbers


@dataclass(frozen=True, eq=False)
class Signalling:
    """A signalling game: the two players, the sender's set of each type (``types``), the prior and the messages."""

    sender: str
    receiver: str
    types: tuple[str, ...]
    names: tuple[str, ...]
    prior: Numbers
    messages: tuple[Message, ...]


def is_signalling(game: Game) -> bool:
    """Has the tree the shape of a signalling game?

    >>> from corcyra.games.form.tree import leaf, move
    >>> is_signalling(Game("One", ["A"], move("A", "first", {"l": leaf((1,)), "r": leaf((2,))})))
    False
    """
    try:
        signalling_shape(game)
    except ParameterError:
        return False
    return True


def signalling_shape(game: Game) -> Signalling:
    """The signalling game that the tree is.

    Chance draws the type; one player, who sees it, sends a message; another, who sees only the message, replies; the game ends. A
    message may end the game at once; types may have different messages. Raises `ParameterError` for another tree.

    >>> from corcyra.games.form.tree import signalling
    >>> shape = signalling_shape(signalling(["s", "w"], [0.9, 0.1], ["m", "n"], ["a", "b"], lambda t, m, a: (1, 0)))
    >>> shape.types, [each.label for each in shape.messages]
    (('s', 'w'), ['m', 'n'])
    """
    root = game.places[0]
    drawn = [game.places[child] for child in root.children]
    movers = {each.node.player for each in drawn if isinstance(each.node, Move)}
    if not isinstance(root.node, Chance) or len(movers) != 1 or any(not isinstance(each.node, Move) for each in drawn):
        raise wrong(game, "chance draws a type and one player, who sees it, moves")
    types = tuple(each.node.infoset for each in drawn if isinstance(each.node, Move))
    if len(set(types)) < len(types):
        raise wrong(game, "the sender knows its type")
    prior = np.array([each.chance for each in drawn])
    sender = next(iter(movers))
    messages = gathered(game, drawn, sender)
    others = [player for player in game.players if player != sender]
    movers = {game.set(each.infoset).player for each in messages if each.infoset}
    if len(movers) > 1 or len(game.players) != 2:
        raise wrong(game, "two players play and one replies to all messages")
    names = tuple(each.name for each in drawn)
    return Signalling(sender, others[0], types, names, prior, messages)


def gathered(game: Game, drawn: list[Place], sender: str) -> tuple[Message, ...]:
    """The messages, in the order in which the types offer them."""
    found: dict[tuple[str, str], dict[int, Place]] = {}
    for t, place in enumerate(drawn):
        for child in place.children:
            after = game.places[child]
            if isinstance(after.node, Chance) or (isinstance(after.node, Move) and after.node.player == sender):
                raise wrong(game, "after a message the other player replies or the game ends")
            infoset = after.node.infoset if isinstance(after.node, Move) else ""
            found.setdefault((after.path[-1], infoset), {})[t] = after
    if len({label for label, _ in found}) < len(found) or len([1 for _, s in found if s]) != len({s for _, s in found if s}):
        raise wrong(game, "a message has one label and leads all types to one information set")
    return tuple(message(game, label, infoset, at, len(drawn)) for (label, infoset), at in found.items())


def message(game: Game, label: str, infoset: str, at: dict[int, Place], types: int) -> Message:
    """The message with its table of payoffs."""
    replies = game.set(infoset).acts if infoset else ("",)
    k, r = (0, 1) if game.players[0] == sender_of(game) else (1, 0)
    table = np.zeros((2, types, len(replies)))
    for t, place in at.items():
        for a, reply in enumerate(replies):
            end = game.after(place, reply) if infoset else place
            if not isinstance(end.node, Leaf):
                raise wrong(game, "the game ends with the reply")
            paid = game.payoffs(end)
            table[:, t, a] = float(paid[k]), float(paid[r])
    allowed = np.array([t in at for t in range(types)])
    return Message(label, infoset, replies, allowed, table[0], table[1])


def sender_of(game: Game) -> str:
    """The player who moves first after chance."""
    node = game.places[1].node
    assert isinstance(node, Move)
    return node.player


def wrong(game: Game, wanted: str) -> ParameterError:
    """What is said of a tree of another shape."""
    return ParameterError(f"{game.title!r} is no signalling game: wanted that {wanted}. Build one with `signalling`.")
