"""Finite extensive-form games of incomplete information, built in readable Python and refused when they are ill-formed.

A tree is made of `move`, `chance` and `leaf`; a `Game` adds the players, numbers the nodes (`Place`) and gathers the information
sets. Everything is immutable. Probabilities and payoffs are kept as given (whole numbers, floats or `fractions.Fraction`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from html import escape
from numbers import Real
from typing import Any

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.form.drawing import draw

__all__ = ["Chance", "Game", "InformationSet", "Leaf", "Move", "Node", "Number", "Place", "chance", "leaf", "move", "signalling"]

Number = int | float | Fraction
DRAWN = 60
"""The most ends of a game that a notebook draws (ours: beyond, the labels are too small to read)."""
SLACK = 1e-9
"""How far from 1 probabilities may sum (ours: rounding of a dozen floats)."""


@dataclass(frozen=True)
class Leaf:
    """An end of the game: payoffs in the players' order, or pairs of player and payoff; ``name`` of the outcome, if any."""

    payoffs: tuple[Any, ...]
    name: str = ""


@dataclass(frozen=True)
class Chance:
    """A move of nature: branches (label, probability, subtree)."""

    branches: tuple[tuple[str, Number, Node], ...]
    name: str = ""


@dataclass(frozen=True)
class Move:
    """A player's move at a node of the information set ``infoset``: branches (act, subtree); ``name`` of the node, if any."""

    player: str
    infoset: str
    branches: tuple[tuple[str, Node], ...]
    name: str = ""


Node = Leaf | Chance | Move


@dataclass(frozen=True)
class Place:
    """A node in its game: number (preorder), parent's number, labels from the root, children's numbers, chance's share of its path.

    ``name`` is the node's own, or else its path with dots between the labels.
    """

    number: int
    node: Node
    parent: int | None
    path: tuple[str, ...]
    children: tuple[int, ...]
    chance: float
    name: str


@dataclass(frozen=True)
class InformationSet:
    """Nodes that their player cannot tell apart: its name, the player, the acts and the nodes' numbers."""

    name: str
    player: str
    acts: tuple[str, ...]
    places: tuple[int, ...]


def leaf(payoffs: Mapping[str, Number] | Sequence[Number], name: str = "") -> Leaf:
    """An end of the game with each player's payoff, by name or in the players' order; truth values count 1 and 0.

    >>> leaf((2, 0)).payoffs, leaf({"A": 2, "B": 0}).payoffs
    ((2, 0), (('A', 2), ('B', 0)))
    """
    if isinstance(payoffs, Mapping):
        return Leaf(tuple((player, counted(each)) for player, each in payoffs.items()), name)
    return Leaf(tuple(counted(each) for each in payoffs), name)


def counted(value: Any) -> Any:
    """A truth value as 1 or 0; anything else as it is."""
    return int(value) if type(value).__name__ in {"bool", "bool_"} else value


def chance(branches: Mapping[str, tuple[Number, Node]] | Iterable[tuple[str, Number, Node]], name: str = "") -> Chance:
    """A move of nature: label → (probability, subtree).

    >>> len(chance({"heads": (0.5, leaf((1,))), "tails": (0.5, leaf((0,)))}).branches)
    2
    """
    if isinstance(branches, Mapping):
        return Chance(tuple((label, each[0], each[1]) for label, each in branches.items()), name)
    return Chance(tuple(branches), name)


def move(player: str, infoset: str, branches: Mapping[str, Node] | Iterable[tuple[str, Node]], name: str = "") -> Move:
    """A player's move: act → subtree. Nodes whose ``infoset`` is the same cannot be told apart by the player.

    ``name`` is what the node is called in beliefs (for example the type of the other player).

    >>> move("A", "A's choice", {"stay": leaf((1,)), "exit": leaf((0,))}).player
    'A'
    """
    pairs = branches.items() if isinstance(branches, Mapping) else branches
    return Move(player, infoset, tuple((act, node) for act, node in pairs), name)


@dataclass(frozen=True)
class Game:
    """A finite game: title, players and the tree. ``places`` are its nodes in preorder, ``sets`` its information sets.

    Raises `ParameterError` for an ill-formed tree: probabilities off the simplex, a set of different players or acts, a set that
    contains a node and its descendant, a player that forgets, a set that chance never allows, missing payoffs, duplicate labels;
    `UnknownName` for a player who is not among ``players``.

    >>> game = Game("Entry", ["Entrant", "Incumbent"], move("Entrant", "entry", {
    ...     "out": leaf((0, 2)), "in": move("Incumbent", "answer", {"fight": leaf((-1, -1)), "yield": leaf((1, 1))})}))
    >>> game
    Game('Entry': Entrant, Incumbent; 2 information sets, 3 ends)
    >>> game.set("answer").acts, game.payoffs(game.places[1])
    (('fight', 'yield'), (0, 2))
    """

    title: str
    players: Sequence[str]
    root: Node
    places: tuple[Place, ...] = field(init=False, compare=False, repr=False)
    sets: tuple[InformationSet, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        distinct("players", self.players, self.title)
        places: list[Place] = []
        number_nodes(self.root, None, (), 1.0, places)
        object.__setattr__(self, "places", tuple(places))
        for place in places:
            check_node(self, place)
        object.__setattr__(self, "sets", gathered(self))
        for each in self.sets:
            check_set(self, each)

    def set(self, name: str) -> InformationSet:
        """The information set of this name; raises `UnknownName`."""
        for each in self.sets:
            if each.name == name:
                return each
        raise UnknownName("information set", name, [each.name for each in self.sets])

    def after(self, place: Place, label: str) -> Place:
        """The node that the act or chance label leads to; raises `UnknownName`."""
        for child in place.children:
            if self.places[child].path[-1] == label:
                return self.places[child]
        raise UnknownName("act", label, [self.places[child].path[-1] for child in place.children])

    @property
    def leaves(self) -> tuple[Place, ...]:
        """The ends of the game, in preorder."""
        return tuple(each for each in self.places if isinstance(each.node, Leaf))

    @property
    def subgames(self) -> tuple[Place, ...]:
        """The nodes at which a subgame starts, in preorder: no information set leads out of what comes after them."""
        ends = list(range(len(self.places)))
        for place in reversed(self.places):
            ends[place.number] = max([place.number, *(ends[child] for child in place.children)])
        crossed = set()
        for each in self.sets:
            first, last = min(each.places), max(each.places)
            place = self.places[first]
            while last > ends[place.number] or (place.number == first and first != last):
                crossed.add(place.number)
                assert place.parent is not None
                place = self.places[place.parent]
            for k in each.places:
                walk = self.places[k]
                while walk.number != place.number:
                    crossed.add(walk.number)
                    assert walk.parent is not None
                    walk = self.places[walk.parent]
        return tuple(p for p in self.places if p.number not in crossed and not isinstance(p.node, Leaf))

    def payoffs(self, place: Place) -> tuple[Number, ...]:
        """The payoffs at an end, in the players' order; raises `ParameterError` at another node."""
        if not isinstance(place.node, Leaf):
            raise ParameterError(f"{place.name or 'the root'} of {self.title!r} is no end of the game. Ask at one of `leaves`.")
        return resolved(place.node, tuple(self.players), self.title, place.name)

    def experience(self, place: Place) -> tuple[tuple[str, str], ...]:
        """What the player who moves at the node has met and done before: pairs (own information set, own act)."""
        player, found = getattr(place.node, "player", None), []
        while place.parent is not None:
            label, place = place.path[-1], self.places[place.parent]
            if isinstance(place.node, Move) and place.node.player == player:
                found.append((place.node.infoset, label))
        return tuple(reversed(found))

    def __repr__(self) -> str:
        told = f"{len(self.sets)} information set{'s' * (len(self.sets) != 1)}, {len(self.leaves)} ends"
        return f"Game({self.title!r}: {', '.join(self.players)}; {told})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(each.name)}</td><td>{escape(each.player)}</td><td>{escape(', '.join(each.acts))}</td>"
            f"<td>{escape('; '.join(self.places[k].name for k in each.places))}</td></tr>"
            for each in self.sets
        )
        head = "<tr><th>information set</th><th>player</th><th>acts</th><th>nodes</th></tr>"
        tree = draw(self) if len(self.leaves) <= DRAWN else ""
        return f"<p>{escape(repr(self))}</p>{tree}<table>{head}{rows}</table>"


def number_nodes(node: Node, parent: int | None, path: tuple[str, ...], share: float, places: list[Place]) -> int:
    """Append the node and all below it, in preorder; the node's number."""
    number = len(places)
    places.append(Place(number, node, parent, path, (), share, ""))
    children = []
    for branch in () if isinstance(node, Leaf) else node.branches:
        below: Any = branch[-1]
        given: Any = branch[1]
        chances = float(given) if isinstance(node, Chance) and is_number(given) else 1.0
        children.append(number_nodes(below, number, (*path, branch[0]), share * chances, places))
    places[number] = Place(number, node, parent, path, tuple(children), share, node.name or " · ".join(path))
    return number


def is_number(value: Any) -> bool:
    """Is this a finite number and no truth value?"""
    return isinstance(value, Real) and not isinstance(value, bool) and abs(float(value)) < float("inf")


def distinct(what: str, labels: Sequence[str], where: str) -> None:
    """Raise `ParameterError` unless there are labels and each occurs once."""
    twice = [label for k, label in enumerate(labels) if label in labels[:k]]
    if twice:
        raise ParameterError(f"{what} of {where!r} name {twice[0]!r} twice. Give each its own label.")
    if not labels:
        raise ParameterError(f"{where!r} has no {what}. Give at least one.")


def check_node(game: Game, place: Place) -> None:
    """Raise an error for a leaf without payoffs, a player who does not play, chances off the simplex, or labels given twice."""
    node, where = place.node, place.name or "the root"
    if isinstance(node, Leaf):
        resolved(node, tuple(game.players), game.title, where)
        return
    distinct("branches", [branch[0] for branch in node.branches], where)
    if isinstance(node, Move) and node.player not in game.players:
        raise UnknownName("player", node.player, game.players, remedy=f"It moves at {where!r} of {game.title!r}. Use one of these.")
    if isinstance(node, Chance):
        given: list[Number] = [p for _, p, _ in node.branches]
        if not all(is_number(each) and each >= 0 for each in given) or abs(sum(float(each) for each in given) - 1) > SLACK:
            told = ", ".join(str(each) for each in given)
            raise ParameterError(
                f"the probabilities {told} at {where!r} of {game.title!r} are no distribution. Give numbers from 0 that sum to 1."
            )


def resolved(node: Leaf, players: tuple[str, ...], title: str, where: str) -> tuple[Number, ...]:
    """The payoffs in the players' order; raises `ParameterError` when one lacks, `UnknownName` for a stranger's."""
    given = node.payoffs
    if given and isinstance(given[0], tuple):
        table = dict(given)
        for name in table:
            if name not in players:
                raise UnknownName("player", name, players, remedy=f"It is paid at {where!r} of {title!r}. Use one of these.")
        given = tuple(table.get(name) for name in players)
    if len(given) != len(players) or not all(is_number(each) for each in given):
        raise ParameterError(
            f"the payoffs {node.payoffs} at {where!r} of {title!r} are not one finite number for each of {', '.join(players)}. "
            "Give one for each player."
        )
    return given


def gathered(game: Game) -> tuple[InformationSet, ...]:
    """The information sets in the order in which their first nodes stand."""
    found: dict[str, list[Place]] = {}
    for place in game.places:
        if isinstance(place.node, Move):
            found.setdefault(place.node.infoset, []).append(place)
    sets = []
    for name, places in found.items():
        node = places[0].node
        assert isinstance(node, Move)
        acts = tuple(act for act, _ in node.branches)
        sets.append(InformationSet(name, node.player, acts, tuple(each.number for each in places)))
    return tuple(sets)


def check_set(game: Game, each: InformationSet) -> None:
    """Raise `ParameterError` unless the nodes can be one information set of one player who forgets nothing."""
    places = [game.places[k] for k in each.places]
    told = f"the information set {each.name!r} of {game.title!r}"
    for place in places:
        node = place.node
        assert isinstance(node, Move)
        if node.player != each.player:
            raise ParameterError(f"{told} belongs to {each.player} and to {node.player}. Give each player sets of its own.")
        acts = tuple(act for act, _ in node.branches)
        if set(acts) != set(each.acts):
            raise ParameterError(
                f"{told} offers {', '.join(each.acts)} at one node and {', '.join(acts)} at another. Offer the same acts at all."
            )
        for other in places:
            if other is not place and other.path == place.path[: len(other.path)]:
                raise ParameterError(f"{told} contains a node and its descendant {place.name!r}. Put them in two sets.")
        if game.experience(place) != game.experience(places[0]):
            raise ParameterError(
                f"{told} makes {each.player} forget what it knew or did (imperfect recall). Split it by the player's own past acts."
            )
    distinct("nodes", [place.name for place in places], each.name)
    if not any(place.chance > 0 for place in places):
        raise ParameterError(f"{told} is unreachable: chance leads there with probability 0. Leave it out.")


def signalling(
    types: Sequence[str],
    prior: Mapping[str, Number] | Sequence[Number],
    messages: Sequence[str],
    acts: Sequence[str] | Mapping[str, Sequence[str]],
    payoff: Callable[[str, str, str], Sequence[Number]] | Mapping[tuple[str, str, str], Sequence[Number]],
    *,
    players: tuple[str, str] = ("Sender", "Receiver"),
    title: str = "Signalling",
) -> Game:
    """A signalling game: chance draws the sender's type, the sender sends a message, the receiver sees it (not the type) and acts.

    ``payoff(type, message, act)`` gives both payoffs (a function or a table); ``acts`` may depend on the message. The sender's
    information sets are named as the types, the receiver's ``after MESSAGE`` with nodes named as the types.

    >>> game = signalling(["strong", "weak"], [0.9, 0.1], ["beer", "quiche"], ["duel", "not"], lambda t, m, a: (0, 0))
    >>> game, [each.name for each in game.sets]
    (Game('Signalling': Sender, Receiver; 4 information sets, 8 ends), ['strong', 'after beer', 'after quiche', 'weak'])
    """
    shares = [prior.get(each, 0) for each in types] if isinstance(prior, Mapping) else list(prior)
    if len(shares) != len(types):
        raise ParameterError(f"the prior has {len(shares)} probabilities for {len(types)} types. Give one for each type.")
    distinct("types", types, title)
    distinct("messages", messages, title)

    def end(t: str, m: str, a: str) -> Leaf:
        return leaf(payoff[t, m, a] if isinstance(payoff, Mapping) else payoff(t, m, a))

    def answer(t: str, m: str) -> Move:
        offered = acts[m] if isinstance(acts, Mapping) else acts
        return move(players[1], f"after {m}", [(a, end(t, m, a)) for a in offered], t)

    drawn = [(t, p, move(players[0], t, [(m, answer(t, m)) for m in messages], t)) for t, p in zip(types, shares, strict=True)]
    return Game(title, players, chance(drawn))
