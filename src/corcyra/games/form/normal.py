"""Games in normal form: each player's strategies and a table of payoffs; and how a tree is turned into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.tree import Chance, Game, InformationSet, Leaf, Place, distinct

__all__ = ["LARGEST_TABLE", "NormalForm", "Plan", "bimatrix", "normal", "plans"]

Numbers = npt.NDArray[np.float64]
Plan = Mapping[str, str]
LARGEST_TABLE = 1_000_000
"""How many profiles of strategies a table made from a tree may have (ours: a few seconds of work)."""


@dataclass(frozen=True, eq=False)
class NormalForm:
    """A game in normal form: ``strategies`` for each player (labels), ``payoffs`` of shape (players, strategies of 1, of 2, …).

    Raises `ParameterError` when the shapes do not fit, a payoff is not finite, or a label occurs twice.

    >>> NormalForm("Dilemma", ("A", "B"), (("c", "d"), ("c", "d")), [[[2, 0], [3, 1]], [[2, 3], [0, 1]]])
    NormalForm('Dilemma': A (c, d), B (c, d))
    """

    title: str
    players: Sequence[str]
    strategies: Sequence[Sequence[str]]
    payoffs: Numbers

    def __post_init__(self) -> None:
        object.__setattr__(self, "players", tuple(self.players))
        object.__setattr__(self, "strategies", tuple(tuple(each) for each in self.strategies))
        distinct("players", self.players, self.title)
        if len(self.strategies) != len(self.players):
            raise ParameterError(f"{self.title!r} has {len(self.players)} players and strategies for {len(self.strategies)}. Match them.")
        for player, each in zip(self.players, self.strategies, strict=True):
            distinct(f"strategies of {player}", each, self.title)
        table = np.array(self.payoffs, dtype=np.float64)
        wanted = (len(self.players), *(len(each) for each in self.strategies))
        if table.shape != wanted:
            raise ParameterError(f"the payoffs of {self.title!r} have the shape {table.shape}, wanted {wanted}: players, then strategies.")
        if not np.isfinite(table).all():
            raise ParameterError(f"a payoff of {self.title!r} is not finite. Give finite numbers.")
        table.setflags(write=False)
        object.__setattr__(self, "payoffs", table)

    def payoff(self, *profile: str) -> tuple[float, ...]:
        """Each player's payoff when these strategies are played, in the players' order."""
        where: Any = tuple(list(each).index(name) for each, name in zip(self.strategies, profile, strict=True))
        return tuple(float(each[where]) for each in self.payoffs)

    def __repr__(self) -> str:
        told = ", ".join(f"{p} ({', '.join(s)})" for p, s in zip(self.players, self.strategies, strict=True))
        return f"NormalForm({self.title!r}: {told})"

    def _repr_html_(self) -> str:
        if len(self.players) != 2:
            return f"<p>{escape(repr(self))}</p>"
        head = "".join(f"<th>{escape(each)}</th>" for each in ("", *self.strategies[1]))
        rows = "".join(
            f"<tr><th>{escape(row)}</th>" + "".join(f"<td>{pair(self.payoffs[:, i, j])}</td>" for j in range(self.payoffs.shape[2])) + "</tr>"
            for i, row in enumerate(self.strategies[0])
        )
        return f"<p>{escape(repr(self))}</p><table><tr>{head}</tr>{rows}</table>"


def pair(payoffs: Numbers) -> str:
    """Payoffs in a cell."""
    return ", ".join(f"{each:g}" for each in payoffs)


def bimatrix(
    title: str, rows: Sequence[str], columns: Sequence[str], table: Sequence[Sequence[tuple[float, float]]],
    *, players: tuple[str, str] = ("Row", "Column"),
) -> NormalForm:  # fmt: skip
    """A game of two from its table of pairs (row's payoff, column's payoff).

    >>> bimatrix("Dilemma", "cd", "cd", [[(2, 2), (0, 3)], [(3, 0), (1, 1)]]).payoff("d", "c")
    (3.0, 0.0)
    """
    return NormalForm(title, players, (tuple(rows), tuple(columns)), np.moveaxis(np.array(table, dtype=np.float64), -1, 0))


def plans(game: Game, player: str, *, reduced: bool = True) -> tuple[Plan, ...]:
    """A player's pure strategies: information set → act.

    Reduced: plans that differ only where the player's own earlier acts never lead are one plan, which leaves those sets out.

    >>> from corcyra.games.form.tree import Game, leaf, move
    >>> later = move("A", "second", {"l": leaf((1,)), "r": leaf((2,))})
    >>> [dict(each) for each in plans(Game("Two", ["A"], move("A", "first", {"go": later, "end": leaf((0,))})), "A")]
    [{'first': 'go', 'second': 'l'}, {'first': 'go', 'second': 'r'}, {'first': 'end'}]
    """
    own = [each for each in game.sets if each.player == player]
    if not reduced:
        return tuple(dict(zip([s.name for s in own], acts, strict=True)) for acts in product(*(s.acts for s in own)))
    depth = {s.name: game.experience(game.places[s.places[0]]) for s in own}
    found: list[dict[str, str]] = [{}]
    for each in sorted(own, key=lambda s: len(depth[s.name])):
        found = [made for plan in found for made in extended(plan, each, depth[each.name])]
    names = [s.name for s in own]
    return tuple({name: plan[name] for name in names if name in plan} for plan in found)


def extended(plan: dict[str, str], each: InformationSet, past: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    """The plan with each act at the set, or as it is where its own acts never lead to the set."""
    if any(plan.get(name) != act for name, act in past):
        return [plan]
    return [{**plan, each.name: act} for act in each.acts]


def normal(game: Game, *, reduced: bool = True) -> NormalForm:
    """The (reduced) normal form of a tree; strategies are labelled by their acts in the order of the sets, ``*`` where left out.

    Raises `ParameterError` above `LARGEST_TABLE` profiles.

    >>> from corcyra.games.form.tree import Game, leaf, move
    >>> game = Game("Entry", ["E", "I"], move("E", "entry", {"out": leaf((0, 2)), "in": move("I", "answer", {
    ...     "fight": leaf((-1, -1)), "yield": leaf((1, 1))})}))
    >>> normal(game)
    NormalForm('Entry': E (out, in), I (fight, yield))
    """
    each = [plans(game, player, reduced=reduced) for player in game.players]
    count = int(np.prod([len(p) for p in each], dtype=np.float64))
    if count > LARGEST_TABLE:
        raise ParameterError(f"the normal form of {game.title!r} has {count} profiles, above {LARGEST_TABLE}. Solve the tree instead.")
    table = np.empty((len(game.players), *(len(p) for p in each)))
    where: Any
    for where in product(*(range(len(p)) for p in each)):
        played = {name: act for p, k in zip(each, where, strict=True) for name, act in p[k].items()}
        table[(slice(None), *where)] = outcome(game, game.places[0], played)
    own = [[s.name for s in game.sets if s.player == player] for player in game.players]
    labels = [
        [", ".join(plan.get(name, "*") for name in names) or "-" for plan in p] for p, names in zip(each, own, strict=True)
    ]
    return NormalForm(game.title, game.players, labels, table)


def outcome(game: Game, place: Place, played: Plan) -> Numbers:
    """Expected payoffs from the node on when every set on the way has its act in ``played``."""
    node = place.node
    if isinstance(node, Leaf):
        return np.array([float(each) for each in game.payoffs(place)])
    if isinstance(node, Chance):
        parts = [float(b[1]) * outcome(game, game.places[c], played) for b, c in zip(node.branches, place.children, strict=True)]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)
    return outcome(game, game.after(place, played[node.infoset]), played)
