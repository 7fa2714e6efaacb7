"""All perfect Bayesian equilibria in pure strategies.

1. Every profile of pure strategies is sifted, in batches, by conditions that each equilibrium meets (`profiles`).
2. For each that is left, beliefs at reached sets follow from Bayes's rule.
3. At each unreached set the beliefs for which the strategy is a best plan from there on form a polytope; its corners are found
   (`polytope`). The profile is an equilibrium when none is empty; the assessment takes the mean of the corners.

``consistency="weak"`` asks no more of beliefs off the path (weak perfect Bayesian equilibrium: Mas-Colell, Whinston and Green 1995,
ch. 9). ``"no-signalling"`` also asks that no player's act tells what this player does not know (Fudenberg and Tirole 1991): see
`corcyra.games.form.checker`.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.assessment import Assessment, reaches
from corcyra.games.form.beliefs import opened
from corcyra.games.form.checker import CONSISTENCY
from corcyra.games.form.equilibrium import Equilibria, Equilibrium, Support
from corcyra.games.form.polytope import corners
from corcyra.games.form.profiles import candidates, scale
from corcyra.games.form.tree import Chance, Game, InformationSet, Leaf, Place

__all__ = ["pure_equilibria"]

Numbers = npt.NDArray[np.float64]
Known = dict[tuple[bytes, bytes], Numbers]


def pure_equilibria(game: Game, *, consistency: str = "weak", tolerance: float = 1e-9) -> Equilibria:
    """Every perfect Bayesian equilibrium in pure strategies, each with the beliefs that support it.

    ``tolerance`` (times the largest payoff, at least 1) is what a deviation may gain by rounding: ties count as equilibria. Raises
    `ParameterError` for another consistency or above `corcyra.games.form.profiles.LARGEST_SEARCH` profiles.

    >>> from corcyra.games.form.tree import leaf, move
    >>> game = Game("Entry", ["E", "I"], move("E", "entry", {"out": leaf((0, 2)), "in": move("I", "answer", {
    ...     "fight": leaf((-1, -1)), "yield": leaf((1, 1))})}))
    >>> pure_equilibria(game)
    1 pure perfect Bayesian equilibria of 'Entry', 1 outcomes
    <BLANKLINE>
    entry: in
    answer: yield
    payoffs: E 1, I 1
    """
    if consistency not in CONSISTENCY:
        raise ParameterError(f"consistency {consistency!r} is unknown. Use one of: {', '.join(CONSISTENCY)}.")
    slack = tolerance * scale(game)
    known: Known = {}
    later = {each.name: later_sets(game, each) for each in game.sets}
    found = []
    for picked in candidates(game, slack):
        profile = {each.name: each.acts[k] for each, k in zip(game.sets, picked, strict=True)}
        one = supported(game, profile, later, consistency, slack, known)
        if one is not None:
            found.append(one)
    return Equilibria(game, "pure perfect Bayesian equilibria", tuple(found))


def later_sets(game: Game, each: InformationSet) -> tuple[InformationSet, ...]:
    """The same player's sets that come after the set."""
    own = (other for other in game.sets if other.player == each.player and other is not each)
    return tuple(s for s in own if each.name in {name for name, _ in game.experience(game.places[s.places[0]])})


def supported(
    game: Game, profile: Mapping[str, str], later: Mapping[str, tuple[InformationSet, ...]], consistency: str, slack: float, known: Known
) -> Equilibrium | None:
    """The equilibrium with this profile, or None when no beliefs support it."""
    strategies = {each.name: {act: float(act == profile[each.name]) for act in each.acts} for each in game.sets}
    reach = reaches(game, strategies)
    fixed: dict[str, Numbers] = {}
    wanted: dict[str, Numbers] = {}
    for each in game.sets:
        weights = np.array([reach[k] for k in each.places])
        possible = np.array([game.places[k].chance > 0 for k in each.places])
        if weights.sum() > 0 or possible.sum() == 1:
            fixed[each.name] = weights / weights.sum() if weights.sum() > 0 else possible.astype(np.float64)
        rows = advantages(game, each, profile, later[each.name])
        if each.name in fixed:
            if (rows @ fixed[each.name] < -slack).any():
                return None
        else:
            wanted[each.name] = rows
    return with_beliefs(game, strategies, fixed, wanted, consistency, known)


def with_beliefs(
    game: Game, strategies: Mapping[str, Mapping[str, float]], fixed: dict[str, Numbers], wanted: dict[str, Numbers],
    consistency: str, known: Known,
) -> Equilibrium | None:  # fmt: skip
    """The equilibrium with the mean of the corners as belief at each open set, or None when one set has no supporting belief."""
    free = opened(game, strategies, fixed, linked=consistency == "no-signalling") if wanted else {}
    held = dict(fixed)
    supports = []
    for name, each in free.items():
        if each.root in held and each.root != name and (weight := each.matrix @ held[each.root]).sum() > 1e-12:
            held[name] = weight / weight.sum()
            continue
        tied = [other for other, its in free.items() if its.root == name]
        rows = np.vstack([wanted[name], *(wanted[other] @ free[other].matrix for other in tied if other != name)])
        points = remembered(rows, each.equal if each.root == name else np.empty((0, len(game.set(name).places))), known)
        if not len(points):
            return None
        held[name] = points.mean(axis=0)
        names = [game.places[k].name for k in game.set(name).places]
        supports.append(Support(name, tuple(dict(zip(names, point.tolist(), strict=True)) for point in points)))
    if any((wanted[name] @ held[name] < -1e-7 * scale(game)).any() for name in wanted):
        return None
    beliefs = {
        each.name: dict(zip([game.places[k].name for k in each.places], held[each.name].tolist(), strict=True)) for each in game.sets
    }
    return Equilibrium(game, Assessment(strategies, beliefs), tuple(supports), consistency)


def remembered(rows: Numbers, equal: Numbers, known: Known) -> Numbers:
    """The corners of supporting beliefs; the same question comes up for many profiles and is answered once."""
    key = (rows.tobytes(), equal.tobytes())
    if key not in known:
        known[key] = corners(rows, equal)
    return known[key]


def advantages(game: Game, each: InformationSet, profile: Mapping[str, str], later: tuple[InformationSet, ...]) -> Numbers:
    """By how much the profile beats each other plan at each node of the set: shape (other plans, nodes)."""
    player = list(game.players).index(each.player)
    places = [game.places[k] for k in each.places]
    kept = np.array([follow(game, place, profile, player) for place in places])
    plans = product(each.acts, *(s.acts for s in later))
    names = [each.name, *(s.name for s in later)]
    made = [{**profile, **dict(zip(names, plan, strict=True))} for plan in plans]
    rows = [kept - [follow(game, place, plan, player) for place in places] for plan in made if plan != profile]
    return np.array(rows).reshape(-1, len(places))


def follow(game: Game, place: Place, profile: Mapping[str, str], player: int) -> float:
    """The player's expected payoff from the node on under a pure profile."""
    node = place.node
    if isinstance(node, Leaf):
        return float(game.payoffs(place)[player])
    if isinstance(node, Chance):
        return sum(
            float(branch[1]) * follow(game, game.places[child], profile, player)
            for branch, child in zip(node.branches, place.children, strict=True)
        )
    return follow(game, game.after(place, profile[node.infoset]), profile, player)
