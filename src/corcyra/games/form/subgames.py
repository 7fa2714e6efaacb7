"""Subgame-perfect equilibria by backward induction, subgames with imperfect information included.

1. Solve every smallest subgame: in normal form, its Nash equilibria (all pure ones; of two players the mixed ones too).
2. Put its payoffs in its place and go up. Each equilibrium of a subgame opens a case of its own (Selten 1965).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from corcyra.errors import ParameterError
from corcyra.games.form.assessment import Assessment, expected_payoffs
from corcyra.games.form.checker import Certificate, check_subgames
from corcyra.games.form.nash import nash, pure_nash
from corcyra.games.form.normal import normal, plans
from corcyra.games.form.tree import Chance, Game, Leaf, Move, Node, Place

__all__ = ["MOST_CASES", "SubgamePerfect", "SubgamePerfectEquilibria", "subgame_perfect"]

MOST_CASES = 10_000
"""How many equilibria are listed at most (ours: ties multiply them)."""
Strategies = Mapping[str, Mapping[str, float]]
Case = tuple[dict[str, Mapping[str, float]], tuple[float, ...]]


@dataclass(frozen=True)
class SubgamePerfect:
    """A subgame-perfect equilibrium: strategies, payoffs, and for each subgame and player the best deviation and what it loses."""

    game: Game
    behaviour: Strategies

    @property
    def strategies(self) -> Mapping[str, str]:
        """Information set → act, or the mixture in words."""
        return Assessment(self.behaviour, {}).profile

    @cached_property
    def payoffs(self) -> Mapping[str, float]:
        """Each player's expected payoff."""
        return expected_payoffs(self.game, self.behaviour)

    @cached_property
    def certificate(self) -> Certificate:
        """The independent checker's word on every subgame."""
        return check_subgames(self.game, self.behaviour)

    def __repr__(self) -> str:
        paid = ", ".join(f"{player} {value:.4g}" for player, value in self.payoffs.items())
        return f"{Assessment(self.behaviour, {})!r}\npayoffs: {paid}"

    def _repr_html_(self) -> str:
        return Assessment(self.behaviour, {})._repr_html_()


@dataclass(frozen=True)
class SubgamePerfectEquilibria:
    """All that backward induction found; ``notes`` say where more may exist (mixtures of three players, ties)."""

    game: Game
    found: tuple[SubgamePerfect, ...]
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[SubgamePerfect]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, place: int) -> SubgamePerfect:
        return self.found[place]

    def __repr__(self) -> str:
        told = f"{len(self)} subgame-perfect equilibria of {self.game.title!r}"
        return "\n\n".join([told, *(repr(each) for each in self.found[:10]), *self.notes])

    def _repr_html_(self) -> str:
        return "<hr>".join([each._repr_html_() for each in self.found[:10]])


def subgame_perfect(game: Game, *, mixed: bool = True) -> SubgamePerfectEquilibria:
    """All subgame-perfect equilibria; with ``mixed`` False only those in pure strategies.

    Raises `ParameterError` above `MOST_CASES` equilibria, or where a subgame is too large for its normal form.

    >>> from corcyra.games.form.tree import leaf, move
    >>> game = Game("Entry", ["E", "I"], move("E", "entry", {"out": leaf((0, 2)), "in": move("I", "answer", {
    ...     "fight": leaf((-1, -1)), "yield": leaf((1, 1))})}))
    >>> subgame_perfect(game)
    1 subgame-perfect equilibria of 'Entry'
    <BLANKLINE>
    entry: in
    answer: yield
    payoffs: E 1, I 1
    """
    notes: list[str] = []
    roots = {place.number for place in game.subgames}
    found = solved(game, game.places[0], roots, mixed, notes)
    order = [each.name for each in game.sets]
    listed = [SubgamePerfect(game, {name: behaviour[name] for name in order}) for behaviour, _ in found]
    return SubgamePerfectEquilibria(game, tuple(listed), tuple(dict.fromkeys(notes)))


def solved(game: Game, root: Place, roots: set[int], mixed: bool, notes: list[str]) -> list[Case]:
    """The equilibria of the subgame at a node, with their payoffs."""
    below = frontier(game, root, roots)
    inner = [solved(game, game.places[k], roots, mixed, notes) for k in below]
    if prod(len(each) for each in inner) > MOST_CASES:
        raise ParameterError(f"{game.title!r} has more than {MOST_CASES:,} subgame-perfect equilibria. Break ties in its payoffs.")
    cases = []
    for combination in product(*inner):
        paid = {k: payoffs for k, (_, payoffs) in zip(below, combination, strict=True)}
        held = {name: acts for behaviour, _ in combination for name, acts in behaviour.items()}
        tree = Game(game.title, game.players, cut(game, root, paid))
        for behaviour in stage(tree, mixed, notes):
            value = expected_payoffs(tree, behaviour)
            cases.append(({**held, **behaviour}, tuple(value[player] for player in game.players)))
    if len(cases) > MOST_CASES:
        raise ParameterError(f"{game.title!r} has more than {MOST_CASES:,} subgame-perfect equilibria. Break ties in its payoffs.")
    return cases


def frontier(game: Game, root: Place, roots: set[int]) -> list[int]:
    """The first subgames below a node."""
    found, ahead = [], list(reversed(root.children))
    while ahead:
        k = ahead.pop()
        if k in roots:
            found.append(k)
        else:
            ahead += reversed(game.places[k].children)
    return found


def cut(game: Game, place: Place, paid: Mapping[int, tuple[float, ...]]) -> Node:
    """The tree below a node in which solved subgames are ends."""
    if place.number in paid:
        return Leaf(paid[place.number])
    node = place.node
    below = [cut(game, game.places[child], paid) for child in place.children]
    if isinstance(node, Leaf):
        return node
    if isinstance(node, Chance):
        return Chance(tuple((label, p, each) for (label, p, _), each in zip(node.branches, below, strict=True)), node.name)
    branches = tuple((act, each) for (act, _), each in zip(node.branches, below, strict=True))
    return Move(node.player, node.infoset, branches, node.name)


def stage(tree: Game, mixed: bool, notes: list[str]) -> list[dict[str, Mapping[str, float]]]:
    """The equilibria of a tree without proper subgames, as behaviour strategies."""
    if not tree.sets:
        return [{}]
    full = normal(tree, reduced=False)
    every = [plans(tree, player, reduced=False) for player in tree.players]
    found: list[dict[str, Mapping[str, float]]] = []
    for each in pure_nash(full):
        picked = [list(shares.values()).index(1.0) for shares in each.strategies.values()]
        acts = {name: act for p, k in zip(every, picked, strict=True) for name, act in p[k].items()}
        found.append({s.name: {act: float(act == acts[s.name]) for act in s.acts} for s in tree.sets})
    movers = {each.player for each in tree.sets}
    if not mixed or len(movers) < 2:
        return found
    if len(tree.players) != 2:
        notes.append(f"mixed equilibria of subgames of {len(tree.players)} players are not looked for.")
        return found
    small = nash(normal(tree))
    if small.degenerate:
        notes.append("a subgame is degenerate: there may be more mixed equilibria, in continua.")
    own = [plans(tree, player) for player in tree.players]
    for equilibrium in small:
        shares = [list(each.values()) for each in equilibrium.strategies.values()]
        if any(max(each) < 1 - 1e-9 for each in shares):
            found.append({s.name: behaviour(tree, s.name, own, shares) for s in tree.sets})
    return found


def behaviour(tree: Game, name: str, own: list[tuple[Mapping[str, str], ...]], shares: list[list[float]]) -> Mapping[str, float]:
    """What a mixture of plans does at a set; the first act where the player's own acts never lead there."""
    each = tree.set(name)
    k = list(tree.players).index(each.player)
    past = tree.experience(tree.places[each.places[0]])
    leading = [
        (plan[name], share)
        for plan, share in zip(own[k], shares[k], strict=True)
        if share > 0 and name in plan and all(plan.get(s) == act for s, act in past)
    ]
    total = sum(share for _, share in leading)
    if total <= 0:
        return {act: float(act == each.acts[0]) for act in each.acts}
    return {act: sum(share for a, share in leading if a == act) / total for act in each.acts}
