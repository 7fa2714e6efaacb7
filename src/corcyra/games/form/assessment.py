"""What is played and what is believed: behaviour strategies, beliefs, the payoffs they bring, and Bayes's rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.form.tree import Chance, Game, InformationSet, Move

__all__ = ["Assessment", "Beliefs", "Strategies", "assess", "consistent_beliefs", "expected_payoffs", "mixture", "reaches"]

Strategies = Mapping[str, Mapping[str, float]]
Beliefs = Mapping[str, Mapping[str, float]]
SLACK = 1e-9
"""How far from 1 probabilities may sum (ours: rounding)."""


@dataclass(frozen=True)
class Assessment:
    """Behaviour strategies (information set → act → probability) and beliefs (information set → node's name → probability).

    Made by `assess`, which checks and completes it.

    >>> Assessment({"entry": {"out": 0.0, "in": 1.0}}, {"entry": {"root": 1.0}})
    entry: in
    """

    strategies: Strategies
    beliefs: Beliefs

    @property
    def pure(self) -> bool:
        """Is every act certain?"""
        return all(max(each.values()) > 1 - SLACK for each in self.strategies.values())

    @property
    def profile(self) -> Mapping[str, str]:
        """Information set → act played, or the mixture in words."""
        return {name: mixture(each) for name, each in self.strategies.items()}

    def __repr__(self) -> str:
        lines = []
        for name, act in self.profile.items():
            held = self.beliefs.get(name, {})
            told = f"  [{mixture(held)}]" if len(held) > 1 else ""
            lines.append(f"{name}: {act}{told}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(name)}</td><td>{escape(act)}</td><td>{escape(mixture(self.beliefs.get(name, {})))}</td></tr>"
            for name, act in self.profile.items()
        )
        return f"<table><tr><th>information set</th><th>act</th><th>belief</th></tr>{rows}</table>"


def mixture(shares: Mapping[str, float]) -> str:
    """A distribution in words.

    >>> mixture({"beer": 1.0, "quiche": 0.0}), mixture({"strong": 0.9, "weak": 0.1})
    ('beer', 'strong 0.9, weak 0.1')
    """
    sure = [name for name, share in shares.items() if share > 1 - SLACK]
    return sure[0] if sure else ", ".join(f"{name} {share:.4g}" for name, share in shares.items() if share > SLACK)


def reaches(game: Game, strategies: Strategies) -> list[float]:
    """The probability of reaching each node (by its number) under the strategies."""
    found = [0.0] * len(game.places)
    found[0] = 1.0
    for place in game.places:
        node = place.node
        for child in place.children:
            label = game.places[child].path[-1]
            if isinstance(node, Move):
                share = float(strategies[node.infoset].get(label, 0.0))
            else:
                assert isinstance(node, Chance)
                share = float(next(p for name, p, _ in node.branches if name == label))
            found[child] = found[place.number] * share
    return found


def expected_payoffs(game: Game, strategies: Mapping[str, str | Mapping[str, float]]) -> dict[str, float]:
    """Each player's expected payoff; an act alone stands for playing it with certainty. Raises as `assess`.

    >>> from corcyra.games.form.tree import Game, leaf, move
    >>> expected_payoffs(Game("One", ["A"], move("A", "first", {"l": leaf((1,)), "r": leaf((2,))})), {"first": {"l": 0.5, "r": 0.5}})
    {'A': 1.5}
    """
    reach = reaches(game, completed(game, strategies))
    total = dict.fromkeys(game.players, 0.0)
    for end in game.leaves:
        for player, value in zip(game.players, game.payoffs(end), strict=True):
            total[player] += reach[end.number] * float(value)
    return total


def consistent_beliefs(game: Game, strategies: Mapping[str, str | Mapping[str, float]]) -> dict[str, dict[str, float] | None]:
    """Bayes's rule at every information set that is reached; certainty at single nodes; None where beliefs are open. Raises as `assess`.

    >>> from corcyra.games.form.tree import signalling
    >>> game = signalling(["s", "w"], [0.9, 0.1], ["beer", "quiche"], ["duel", "not"], lambda t, m, a: (0, 0))
    >>> held = consistent_beliefs(game, {"s": "beer", "w": "beer", "after beer": "not", "after quiche": "not"})
    >>> held["after beer"], held["after quiche"]
    ({'s': 0.9, 'w': 0.1}, None)
    """
    reach = reaches(game, completed(game, strategies))
    return {each.name: bayes(game, each, reach) for each in game.sets}


def bayes(game: Game, each: InformationSet, reach: list[float]) -> dict[str, float] | None:
    """The conditional distribution over the set's nodes, or None when it is not reached and has several possible nodes."""
    names = {k: game.places[k].name for k in each.places}
    total = sum(reach[k] for k in each.places)
    if total > 0:
        return {names[k]: reach[k] / total for k in each.places}
    possible = [k for k in each.places if game.places[k].chance > 0]
    return {names[k]: float(k == possible[0]) for k in each.places} if len(possible) == 1 else None


def completed(game: Game, strategies: Mapping[str, str | Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """Strategies at every set as distributions over all of its acts; raises as `assess`."""
    for name in strategies:
        game.set(name)
    made = {}
    for each in game.sets:
        given = strategies.get(each.name)
        if given is None:
            raise ParameterError(f"nothing is played at the information set {each.name!r} of {game.title!r}. Give an act or a mixture.")
        made[each.name] = distribution({given: 1.0} if isinstance(given, str) else given, each.acts, "act", each.name)
    return made


def distribution(given: Mapping[str, float], labels: tuple[str, ...], kind: str, where: str) -> dict[str, float]:
    """The shares of all labels; raises `UnknownName` for another label and `ParameterError` off the simplex."""
    for label in given:
        if label not in labels:
            raise UnknownName(kind, label, labels, remedy=f"It is given at {where!r}. Use one of these.")
    shares = {label: float(given.get(label, 0.0)) for label in labels}
    if min(shares.values()) < -SLACK or abs(sum(shares.values()) - 1) > SLACK:
        told = ", ".join(f"{label} {share:g}" for label, share in shares.items())
        raise ParameterError(f"the probabilities at {where!r} ({told}) are no distribution. Give numbers from 0 that sum to 1.")
    return shares


def assess(
    game: Game, strategies: Mapping[str, str | Mapping[str, float]], beliefs: Mapping[str, Mapping[str, float] | None] | None = None
) -> Assessment:
    """An assessment from strategies (an act alone means certainty) and beliefs where Bayes's rule leaves them open.

    Beliefs that are given are kept even where they contradict Bayes's rule: `corcyra.games.form.checker.check` tells. Raises
    `UnknownName` for a set, act or node that the game lacks, `ParameterError` off the simplex or where a belief lacks.

    >>> from corcyra.games.form.tree import signalling
    >>> game = signalling(["s", "w"], [0.9, 0.1], ["beer", "quiche"], ["duel", "not"], lambda t, m, a: (0, 0))
    >>> assess(game, {"s": "beer", "w": "beer", "after beer": "not", "after quiche": "duel"}, {"after quiche": {"w": 1}})
    s: beer
    after beer: not  [s 0.9, w 0.1]
    after quiche: duel  [w]
    w: beer
    """
    played = completed(game, strategies)
    held: dict[str, Mapping[str, float]] = {}
    open_beliefs = dict(beliefs or {})
    for name in open_beliefs:
        game.set(name)
    for name, derived in consistent_beliefs(game, played).items():
        given = open_beliefs.get(name) or derived
        if given is None:
            raise ParameterError(f"the information set {name!r} of {game.title!r} is not reached. Give a belief there.")
        held[name] = distribution(given, tuple(game.places[k].name for k in game.set(name).places), "node", name)
    return Assessment(played, held)
