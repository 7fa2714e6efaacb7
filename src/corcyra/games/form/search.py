"""A search for mixed perfect Bayesian equilibria of any small tree: nonlinear equations for each choice of supports.

For each choice of a support at every information set (not all single acts):

1. unknown are the probabilities in the supports, and beliefs at sets that the supports do not reach;
2. acts in a support bring the same, acts outside it no more: residuals, brought to 0 by least squares from several starts;
3. what is found is kept when its probabilities are above 0 and the independent checker confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.assessment import Assessment, reaches
from corcyra.games.form.checker import check
from corcyra.games.form.equilibrium import Equilibrium
from corcyra.games.form.profiles import scale
from corcyra.games.form.tree import Chance, Game, Leaf

__all__ = ["MOST_SUPPORTS", "search"]

Numbers = npt.NDArray[np.float64]
MOST_SUPPORTS = 1_000
"""How many choices of supports are looked through at most (ours: some tens of seconds)."""
STARTS = 4
LEAST = 1e-6
"""Below this a probability counts as none: the equilibrium belongs to smaller supports (ours)."""


def search(game: Game) -> Iterator[Equilibrium]:
    """Verified equilibria with at least one mixture; raises `ParameterError` above `MOST_SUPPORTS` choices of supports.

    >>> from corcyra.games.form.tree import leaf, move
    >>> tree = move("A", "a", {a: move("B", "b", {b: leaf((a == b, a != b)) for b in "ht"}, a) for a in "ht"})
    >>> [dict(each.strategies) for each in search(Game("Pennies", ["A", "B"], tree))]
    [{'a': 'h 0.5, t 0.5', 'b': 'h 0.5, t 0.5'}]
    """
    options = [[c for size in range(1, len(s.acts) + 1) for c in combinations(s.acts, size)] for s in game.sets]
    count = prod(len(each) for each in options)
    if count > MOST_SUPPORTS:
        raise ParameterError(
            f"{game.title!r} has {count:,} choices of supports, above {MOST_SUPPORTS:,}. Mixed equilibria are for small games: "
            "use pure_equilibria, or subgame_perfect."
        )
    for chosen in product(*options):
        if any(len(each) > 1 for each in chosen):
            supports = {s.name: each for s, each in zip(game.sets, chosen, strict=True)}
            found = with_supports(game, Unknowns.of(game, supports))
            if found is not None:
                yield found


@dataclass(frozen=True)
class Unknowns:
    """Which numbers are looked for: places in the vector of each mixed set's acts and of each open set's nodes."""

    supports: dict[str, tuple[str, ...]]
    mixed: dict[str, slice]
    believed: dict[str, slice]
    size: int

    @classmethod
    def of(cls, game: Game, supports: dict[str, tuple[str, ...]]) -> Unknowns:
        """The unknowns for these supports; which sets are reached follows from them."""
        even = {s.name: {act: (act in supports[s.name]) / len(supports[s.name]) for act in s.acts} for s in game.sets}
        reach = reaches(game, even)
        size, mixed, believed = 0, {}, {}
        for each in game.sets:
            if len(supports[each.name]) > 1:
                mixed[each.name] = slice(size, size + len(supports[each.name]))
                size += len(supports[each.name])
            if len(each.places) > 1 and sum(reach[k] for k in each.places) <= 0:
                believed[each.name] = slice(size, size + len(each.places))
                size += len(each.places)
        return cls(supports, mixed, believed, size)

    def strategies(self, game: Game, x: Numbers) -> dict[str, dict[str, float]]:
        """The strategies that the numbers stand for."""
        found = {}
        for each in game.sets:
            chosen = self.supports[each.name]
            shares = x[self.mixed[each.name]] if each.name in self.mixed else np.ones(1)
            found[each.name] = {act: float(shares[chosen.index(act)]) if act in chosen else 0.0 for act in each.acts}
        return found


def with_supports(game: Game, unknowns: Unknowns) -> Equilibrium | None:
    """A verified equilibrium with exactly these supports, or None when no start leads to one."""
    from scipy.optimize import least_squares

    rng = np.random.default_rng(0)
    blocks = [*unknowns.mixed.values(), *unknowns.believed.values()]
    for attempt in range(STARTS):
        start = np.empty(unknowns.size)
        for block in blocks:
            n = block.stop - block.start
            start[block] = np.full(n, 1 / n) if attempt == 0 else rng.dirichlet(np.ones(n))
        start = np.clip(start, 1e-3, 1 - 1e-3)
        solved = least_squares(lambda x: residuals(game, unknowns, x), start, bounds=(0, 1), xtol=1e-15, ftol=1e-15, gtol=1e-15)
        if np.abs(solved.fun).max() < 1e-9 and all(solved.x[b].min() > LEAST for b in unknowns.mixed.values()):
            found = verified(game, unknowns, solved.x)
            if found is not None:
                return found
    return None


def residuals(game: Game, unknowns: Unknowns, x: Numbers) -> Numbers:
    """All that must be 0: the equations, and by how much an act outside a support brings more."""
    equations, gains = conditions(game, unknowns, x)
    return np.array(equations + [max(0.0, gain) for gain in gains])


def conditions(game: Game, unknowns: Unknowns, x: Numbers) -> tuple[list[float], list[float]]:
    """How far sums are from 1 and acts in a support from bringing the same; and what acts outside supports gain."""
    played, size = unknowns.strategies(game, x), scale(game)
    reach, worth = np.array(reaches(game, played)), values(game, played)
    equations = [float(x[block].sum() - 1) for block in [*unknowns.mixed.values(), *unknowns.believed.values()]]
    gains: list[float] = []
    for each in game.sets:
        player = list(game.players).index(each.player)
        believed = unknowns.believed.get(each.name)
        weights = reach[list(each.places)] if believed is None else x[believed]
        weights = weights / weights.sum() if weights.sum() > 0 else np.full(len(weights), 1 / len(weights))
        after = {act: [game.after(game.places[k], act).number for k in each.places] for act in each.acts}
        brings = {act: float(weights @ worth[after[act], player]) / size for act in each.acts}
        chosen = unknowns.supports[each.name]
        equations += [brings[act] - brings[chosen[0]] for act in chosen[1:]]
        gains += [brings[act] - brings[chosen[0]] for act in each.acts if act not in chosen]
        if believed is not None:
            equations += [float(x[believed][n]) for n, k in enumerate(each.places) if game.places[k].chance <= 0]
    return equations, gains


def may_vary(game: Game, unknowns: Unknowns, x: Numbers) -> bool:
    """Can a mixture move while the equations still hold (to first order)? Then there is a continuum."""
    step = 1e-6
    base = np.array(conditions(game, unknowns, x)[0])
    moved = [(np.array(conditions(game, unknowns, x + step * unit)[0]) - base) / step for unit in np.eye(unknowns.size)]
    _, sizes, directions = np.linalg.svd(np.array(moved).T)
    rank = int((sizes > 1e-4).sum())
    moving = [i for block in unknowns.mixed.values() for i in range(block.start, block.stop)]
    return bool(np.abs(directions[rank:, moving]).max(initial=0.0) > 1e-4)


def values(game: Game, played: dict[str, dict[str, float]]) -> Numbers:
    """Each player's expected payoff from each node on: shape (nodes, players)."""
    found = np.zeros((len(game.places), len(game.players)))
    for place in reversed(game.places):
        node = place.node
        if isinstance(node, Leaf):
            found[place.number] = [float(each) for each in game.payoffs(place)]
        elif isinstance(node, Chance):
            found[place.number] = sum(float(b[1]) * found[c] for b, c in zip(node.branches, place.children, strict=True))
        else:
            found[place.number] = sum(p * found[game.after(place, act).number] for act, p in played[node.infoset].items())
    return found


def verified(game: Game, unknowns: Unknowns, x: Numbers) -> Equilibrium | None:
    """The equilibrium when the independent checker confirms it; it is one of a continuum when its probabilities can move."""
    played = {
        name: {act: share / sum(acts.values()) for act, share in acts.items()} for name, acts in unknowns.strategies(game, x).items()
    }
    reach = reaches(game, played)
    beliefs = {}
    for each in game.sets:
        weights = x[unknowns.believed[each.name]] if each.name in unknowns.believed else np.array([reach[k] for k in each.places])
        weights = weights if weights.sum() > 0 else np.array([float(game.places[k].chance > 0) for k in each.places])
        beliefs[each.name] = dict(zip([game.places[k].name for k in each.places], (weights / weights.sum()).tolist(), strict=True))
    assessment = Assessment(played, beliefs)
    if not check(game, assessment).holds:
        return None
    continuum = may_vary(game, unknowns, x)
    return Equilibrium(game, assessment, (), "weak", continuum, "its probabilities may vary." if continuum else "")
