"""What beliefs at one unreached set follow from those at another: no one's act tells what that player does not know.

Used by the search for pure equilibria. For a set h and an earlier set g, the nodes of h below g (or below one act at g) get weights
that are linear in the belief at g. Where the belief at g is known, that at h is known or bound by linear equations; where it is open,
h is tied to g if all nodes of h are concerned, so that one open belief serves both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.tree import Chance, Game, InformationSet, Move, Place

__all__ = ["Open", "opened"]

Numbers = npt.NDArray[np.float64]
Strategies = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Open:
    """An open belief at a set: a matrix from the belief at ``root`` (itself or an earlier set), and equations that it must meet."""

    root: str
    matrix: Numbers
    equal: Numbers


def opened(game: Game, strategies: Strategies, fixed: dict[str, Numbers], linked: bool) -> dict[str, Open]:
    """Every set whose belief is open; beliefs that turn out to be known are added to ``fixed``.

    With ``linked`` False each open set stands alone. Raises `ParameterError` when two open beliefs are tied only in a part of their
    nodes, which makes the problem nonlinear.
    """
    found: dict[str, Open] = {}
    depth = {each.name: min(len(game.places[k].path) for k in each.places) for each in game.sets}
    for each in sorted(game.sets, key=lambda s: depth[s.name]):
        if each.name in fixed:
            continue
        excluded = np.array([game.places[k].chance <= 0 for k in each.places])
        alone = Open(each.name, np.eye(len(each.places)), np.eye(len(each.places))[excluded])
        made = tied(game, strategies, each, alone, fixed, found) if linked else alone
        if made is not None:
            found[each.name] = made
    return found


def tied(
    game: Game, strategies: Strategies, each: InformationSet, alone: Open, fixed: dict[str, Numbers], found: dict[str, Open]
) -> Open | None:
    """The set's belief tied to earlier ones, from the latest back; None when it is known by that and now among ``fixed``."""
    made = alone
    for source in reversed([s for s in game.sets if s.name in fixed or s.name in found]):
        for act in (None, *source.acts):
            below, matrix = transition(game, strategies, source, act, each)
            if below.sum() < 1 or not matrix.any():
                continue
            if source.name in fixed:
                weight = matrix @ fixed[source.name]
                if weight.sum() > 0 and below.all():
                    fixed[each.name] = weight / weight.sum()
                    return None
                if weight.sum() > 0 and below.sum() > 1:
                    bound = weight.sum() * np.eye(len(below)) - np.outer(weight, below)
                    made = Open(made.root, made.matrix, np.vstack([made.equal, bound[below]]))
            elif below.all() and made.root == each.name:
                made = Open(found[source.name].root, matrix @ found[source.name].matrix, made.equal[:0])
            elif below.sum() > 1 and made.root == each.name:
                raise ParameterError(
                    f"beliefs at {each.name!r} of {game.title!r} are tied to open beliefs at {source.name!r} in a part of the nodes. "
                    "Ask for weak consistency."
                )
    return made


def transition(
    game: Game, strategies: Strategies, source: InformationSet, act: str | None, each: InformationSet
) -> tuple[npt.NDArray[np.bool_], Numbers]:
    """Which nodes of the set come after ``source`` (by the act), and the matrix from weights there to weights at the set."""
    below = np.zeros(len(each.places), dtype=np.bool_)
    matrix = np.zeros((len(each.places), len(source.places)))
    for row, k in enumerate(each.places):
        place, share = game.places[k], 1.0
        while place.parent is not None:
            child, place = place, game.places[place.parent]
            here = place.number in source.places
            if here and act is not None and child.path[-1] != act:
                break
            share *= 1.0 if here and act is not None else step(place, child, strategies)
            if here:
                below[row] = True
                matrix[row, source.places.index(place.number)] = share
                break
    return below, matrix


def step(place: Place, child: Place, strategies: Strategies) -> float:
    """The probability of the branch."""
    node = place.node
    if isinstance(node, Chance):
        return float(node.branches[place.children.index(child.number)][1])
    assert isinstance(node, Move)
    return strategies[node.infoset][child.path[-1]]
