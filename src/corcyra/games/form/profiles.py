"""All profiles of pure strategies of a tree, thousands at a time, sifted by what every equilibrium must satisfy."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.tree import Chance, Game, InformationSet, Leaf, Move

__all__ = ["LARGEST_SEARCH", "candidates", "scale"]

Numbers = npt.NDArray[np.float64]
Picks = list[npt.NDArray[np.intp]]
LARGEST_SEARCH = 20_000_000
"""How many profiles are looked through at most (ours: about a minute for a small tree)."""
CELLS = 1_500_000
"""How many numbers a batch holds (ours: some 12 MB)."""


def scale(game: Game) -> float:
    """The largest payoff in size, at least 1: what tolerances are taken times."""
    return max([1.0, *(abs(float(each)) for end in game.leaves for each in game.payoffs(end))])


def candidates(game: Game, tolerance: float) -> Iterator[tuple[int, ...]]:
    """Profiles (place of the act at each set) that pass conditions necessary for a perfect Bayesian equilibrium, in order.

    Acts that another one beats at every node, whatever follows, are left out at first. Then, at a reached set no other act may bring
    more on average; at an unreached one no other act may bring more at every node that chance allows. Raises `ParameterError` above `LARGEST_SEARCH` profiles.
    """
    left = surviving(game, tolerance)
    counts = tuple(len(each) for each in left)
    total = int(np.prod(counts, dtype=np.float64)) if counts else 1
    if total > LARGEST_SEARCH:
        raise ParameterError(
            f"{game.title!r} has {total:.3g} profiles of pure strategies that nothing excludes at sight, above {LARGEST_SEARCH:,}. "
            "Make the tree smaller."
        )
    size = max(64, CELLS // (len(game.places) * len(game.players)))
    for start in range(0, total, size):
        ids = np.arange(start, min(start + size, total))
        digits = np.unravel_index(ids, counts) if counts else ()
        picks = [each[digit] for each, digit in zip(left, digits, strict=True)]
        for k in np.flatnonzero(passing(game, picks, len(ids), tolerance)):
            yield tuple(int(each[k]) for each in picks)


def surviving(game: Game, tolerance: float) -> Picks:
    """The places of the acts at each set that no other act beats at every node, whatever is played after it.

    Each node has a least and a largest payoff over what survives after it; an act goes when its largest is below another's least
    everywhere. Repeated until nothing goes: with perfect information and no ties this is backward induction.
    """
    left = {each.name: each.acts for each in game.sets}
    while True:
        least, most = bounds(game, left)
        kept = {each.name: tuple(a for a in left[each.name] if not beaten(game, each, a, left, least, most, tolerance)) for each in game.sets}
        if kept == left:
            return [np.array([each.acts.index(act) for act in left[each.name]], dtype=np.intp) for each in game.sets]
        left = kept


def beaten(
    game: Game, each: InformationSet, act: str, left: dict[str, tuple[str, ...]], least: Numbers, most: Numbers, tolerance: float
) -> bool:
    """Is there another act whose least is above the act's most at every node that chance allows?"""
    player = list(game.players).index(each.player)
    places = [game.places[k] for k in each.places if game.places[k].chance > 0]
    best = most[[game.after(place, act).number for place in places], player]
    others = [least[[game.after(place, other).number for place in places], player] for other in left[each.name] if other != act]
    return any(bool((other > best + tolerance).all()) for other in others)


def bounds(game: Game, left: dict[str, tuple[str, ...]]) -> tuple[Numbers, Numbers]:
    """The least and the largest payoff of each player from each node on: two arrays (nodes, players)."""
    least, most = np.zeros((2, len(game.places), len(game.players)))
    for place in reversed(game.places):
        node = place.node
        if isinstance(node, Leaf):
            least[place.number] = most[place.number] = [float(each) for each in game.payoffs(place)]
        elif isinstance(node, Chance):
            shares = np.array([float(branch[1]) for branch in node.branches])
            least[place.number], most[place.number] = shares @ least[list(place.children)], shares @ most[list(place.children)]
        else:
            below = [game.after(place, act).number for act in left[node.infoset]]
            least[place.number], most[place.number] = least[below].min(axis=0), most[below].max(axis=0)
    return least, most


def passing(game: Game, picks: Picks, size: int, tolerance: float) -> npt.NDArray[np.bool_]:
    """Which of the profiles pass."""
    worth = values(game, picks, size)
    reach = arrivals(game, picks, size)
    fine = np.ones(size, dtype=np.bool_)
    for k, each in enumerate(game.sets):
        fine &= content(game, each, picks[k], worth, reach, tolerance)
    return fine


def content(
    game: Game, each: InformationSet, pick: npt.NDArray[np.intp], worth: list[Numbers], reach: list[Numbers], tolerance: float
) -> npt.NDArray[np.bool_]:
    """Where no other act is better at the set: on average when it is reached, everywhere when it is not."""
    player, size = list(game.players).index(each.player), len(pick)
    possible = [game.places[k] for k in each.places if game.places[k].chance > 0]
    weight = np.array([np.broadcast_to(reach[place.number], (size,)) for place in possible])
    after = [[worth[game.after(place, act).number][player] for place in possible] for act in each.acts]
    by_act = np.array([[np.broadcast_to(each, (size,)) for each in row] for row in after])
    kept = np.take_along_axis(by_act, pick[None, None, :], axis=0)
    gain = by_act - kept
    total = weight.sum(axis=0)
    average = ((gain * weight).sum(axis=1) <= tolerance * total).all(axis=0)
    anywhere = (gain <= tolerance).any(axis=1).all(axis=0)
    return np.asarray(np.where(total > 0, average, anywhere), dtype=np.bool_)


def values(game: Game, picks: Picks, size: int) -> list[Numbers]:
    """Each player's expected payoff from each node on: arrays (players, profiles or 1)."""
    order = {each.name: k for k, each in enumerate(game.sets)}
    found: list[Numbers] = [np.empty(0)] * len(game.places)
    for place in reversed(game.places):
        node = place.node
        if isinstance(node, Leaf):
            found[place.number] = np.array([[float(each)] for each in game.payoffs(place)])
        elif isinstance(node, Chance):
            parts = [float(b[1]) * found[c] for b, c in zip(node.branches, place.children, strict=True)]
            found[place.number] = np.asarray(sum(parts[1:], start=parts[0]), dtype=np.float64)
        else:
            k = order[node.infoset]
            below = [found[game.after(place, act).number] for act in game.sets[k].acts]
            each = np.array([np.broadcast_to(b, (len(game.players), size)) for b in below])
            found[place.number] = np.take_along_axis(each, picks[k][None, None, :], axis=0)[0]
    return found


def arrivals(game: Game, picks: Picks, size: int) -> list[Numbers]:
    """The probability of each node under each profile: arrays (profiles or 1,)."""
    order = {each.name: k for k, each in enumerate(game.sets)}
    found: list[Numbers] = [np.ones(1)] * len(game.places)
    for place in game.places:
        node = place.node
        if isinstance(node, Chance):
            for branch, child in zip(node.branches, place.children, strict=True):
                found[child] = found[place.number] * float(branch[1])
        elif isinstance(node, Move):
            k = order[node.infoset]
            for a, act in enumerate(game.sets[k].acts):
                found[game.after(place, act).number] = found[place.number] * (picks[k] == a)
    return found
