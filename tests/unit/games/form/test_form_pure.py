"""All pure perfect Bayesian equilibria: the solver against naive enumeration, and every one against the independent checker."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from corcyra.errors import ParameterError
from corcyra.games.form.assessment import assess
from corcyra.games.form.checker import check
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.tree import Chance, Game, Leaf, Move, Node, chance, leaf, move, signalling


def random_tree(seed: int) -> Game:
    """A small tree of two or three players: whole payoffs with ties, sets merged at random where nobody forgets."""
    rng = random.Random(seed)
    players = ["A", "B", "C"][: rng.choice([2, 2, 3])]
    plan = [(rng.choice(players), rng.choice([2, 2, 3])) for _ in range(3)]
    merge = [rng.random() < 0.6 for _ in range(3)]

    def grown(depth: int, path: tuple[str, ...], own: tuple[str, ...]) -> Node:
        if depth == 3 or (depth and rng.random() < 0.2):
            return leaf([rng.randint(0, 3) for _ in players])
        player, acts = plan[depth]
        past = "".join(each[1:] for each in own if each[0] == player)
        told = f"{player}{depth}({past})" if merge[depth] else f"{player}{depth}[{''.join(path)}]"
        return move(player, told, {
            act: grown(depth + 1, (*path, act), (*own, f"{player}{told}={act}")) for act in ("l", "m", "r")[-acts:]
        })  # fmt: skip

    kind = rng.random()
    if kind < 0.6:
        return Game(f"Random {seed}", players, chance({"x": (0.5, grown(0, ("x",), ())), "y": (0.5, grown(0, ("y",), ()))}))
    return Game(f"Random {seed}", players, grown(0, (), ()))


def small_trees(first: int, last: int) -> list[Game]:
    """The random trees that naive enumeration can look through."""
    trees = [random_tree(seed) for seed in range(first, last)]
    return [game for game in trees if np.prod([float(len(each.acts)) for each in game.sets]) <= 250]


def worth(node: Node, profile: dict[str, str], players: list[str]) -> list[float]:
    if isinstance(node, Leaf):
        return [float(each) for each in node.payoffs]
    if isinstance(node, Chance):
        return [sum(p * worth(below, profile, players)[k] for _, p, below in node.branches) for k in range(len(players))]
    return worth(dict(node.branches)[profile[node.infoset]], profile, players)


def nodes_of(node: Node, reach: float, profile: dict[str, str], past: tuple[tuple[str, str], ...], found: dict[str, list]) -> None:
    """Every decision node with its probability of being reached and the sets met on the way."""
    if isinstance(node, Chance):
        for _, p, below in node.branches:
            nodes_of(below, reach * p, profile, past, found)
    if isinstance(node, Move):
        found.setdefault(node.infoset, []).append((node, reach, past))
        for act, below in node.branches:
            nodes_of(below, reach * (profile[node.infoset] == act), profile, (*past, (node.player, node.infoset)), found)


def naive(game: Game) -> set[tuple[str, ...]]:
    """All weak perfect Bayesian equilibria by looking at every profile, every set and every other plan."""
    acts = {each.name: each.acts for each in game.sets}
    names, players = list(acts), list(game.players)
    found = set()
    for picked in product(*acts.values()):
        profile = dict(zip(names, picked, strict=True))
        met: dict[str, list] = {}
        nodes_of(game.root, 1.0, profile, (), met)
        if all(naive_best(name, met, profile, acts, players) for name in names):
            found.add(picked)
    return found


def naive_best(name: str, met: dict[str, list], profile: dict[str, str], acts: dict[str, tuple[str, ...]], players: list[str]) -> bool:
    here = met[name]
    player = here[0][0].player
    later = [s for s, nodes in met.items() if any((player, name) in past for _, _, past in nodes) and nodes[0][0].player == player]
    free = [name, *later]
    plans = [{**profile, **dict(zip(free, each, strict=True))} for each in product(*(acts[s] for s in free))]
    k = players.index(player)
    gains = np.array([[worth(node, plan, players)[k] - worth(node, profile, players)[k] for node, _, _ in here] for plan in plans])
    reach = np.array([each for _, each, _ in here])
    if reach.sum() > 0:
        return bool((gains @ reach <= 1e-9).all())
    answer = linprog(np.zeros(len(here)), gains, np.zeros(len(plans)), np.ones((1, len(here))), [1.0], method="highs")
    return bool(answer.status == 0)


@pytest.mark.parametrize("block", range(4))
def test_the_solver_finds_what_naive_enumeration_finds(block: int) -> None:
    games = small_trees(block * 25, block * 25 + 25)
    assert len(games) >= 5
    for game in games:
        found = pure_equilibria(game)
        told = {tuple(each.strategies[s.name] for s in game.sets) for each in found}
        assert told == naive(game), game.title
        assert len(told) == len(found)
        assert all(each.certificate.holds for each in found)


def random_signalling(seed: int, n: int = 3) -> Game:
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 5, size=(n, n, n, 2)) if seed % 2 else rng.normal(size=(n, n, n, 2))
    prior = rng.dirichlet(np.ones(n))
    labels = [[f"{letter}{k}" for k in range(n)] for letter in "tma"]
    return signalling(labels[0], prior.tolist(), labels[1], labels[2], lambda t, m, a: table[int(t[1]), int(m[1]), int(a[1])].tolist())


@settings(max_examples=15)
@given(st.integers(0, 100_000))
def test_every_equilibrium_passes_the_independent_checker_and_a_planted_one_fails(seed: int) -> None:
    game = random_signalling(seed)
    found = pure_equilibria(game)
    assert all(each.certificate.holds for each in found)
    profiles = {tuple(each.strategies.values()) for each in found}
    rng = random.Random(seed)
    planted = tuple(rng.choice(each.acts) for each in game.sets)
    if planted not in profiles:
        beliefs = {each.name: {f"t{rng.randrange(3)}": 1.0} for each in game.sets if len(each.places) > 1}
        strategies = dict(zip([each.name for each in game.sets], planted, strict=True))
        open_sets = {name: b for name, b in beliefs.items() if name[-2:] not in planted}
        assert not check(game, assess(game, strategies, open_sets)).holds


def test_no_signalling_keeps_some_of_the_weak_ones_and_passes_its_own_check() -> None:
    for game in small_trees(200, 240):
        weak = {tuple(each.strategies.values()) for each in pure_equilibria(game)}
        strict = pure_equilibria(game, consistency="no-signalling")
        assert {tuple(each.strategies.values()) for each in strict} <= weak
        assert all(each.certificate.holds for each in strict)


def guard() -> Game:
    """Chance draws a storm or none; B, who sees neither, stays or leaves the harbour; C sees only that B left, and may search."""
    after = {
        label: move("B", "b", {"stay": leaf((1, 0)), "leave": move("C", "c", {"search": leaf((0, c)), "not": leaf((2, 1 - c))}, label)}, label)
        for label, c in (("storm", 1), ("calm", 0))
    }
    return Game("Guard", ["B", "C"], chance({"storm": (0.1, after["storm"]), "calm": (0.9, after["calm"])}))


def test_one_who_does_not_know_signals_nothing() -> None:
    weak = pure_equilibria(guard())
    assert {tuple(each.strategies.values()) for each in weak} == {("leave", "not"), ("stay", "search")}
    strict = pure_equilibria(guard(), consistency="no-signalling")
    assert [tuple(each.strategies.values()) for each in strict] == [("leave", "not")]
    planted = next(each for each in weak if each.strategies["b"] == "stay").assessment
    assert check(guard(), planted).holds
    assert "at c, beliefs do not follow from those at b and leave there." in check(guard(), planted, consistency="no-signalling").problems


def two_clients(seed: int) -> Game:
    """A patron of two types sends one of two messages; two clients, who see it, answer at once without seeing one another."""
    table = np.random.default_rng(seed).normal(size=(2, 2, 2, 2, 3))

    def second(t: int, m: int, a: int) -> Node:
        return move("B", f"B after {m}", {f"{b}": leaf(table[t, m, a, b].tolist()) for b in (0, 1)}, f"{t}{a}")

    def first(t: int, m: int) -> Node:
        return move("A", f"A after {m}", {f"{a}": second(t, m, a) for a in (0, 1)}, f"{t}")

    tree = {f"{t}": (0.5, move("P", f"P{t}", {f"{m}": first(t, m) for m in (0, 1)})) for t in (0, 1)}
    return Game(f"Clients {seed}", ["P", "A", "B"], chance(tree))


def common_belief_supports(game: Game, profile: dict[str, str]) -> bool:
    """Naive: is there one belief about the type, on a fine grid, from which both clients' answers to each unsent message follow?"""
    table = {place.path: [float(u) for u in game.payoffs(place)] for place in game.leaves}
    for m in set("01") - {profile["P0"], profile["P1"]}:
        a, b = profile[f"A after {m}"], profile[f"B after {m}"]
        other_a, other_b = str(1 - int(a)), str(1 - int(b))
        gain_a = [table[t, m, other_a, b][1] - table[t, m, a, b][1] for t in "01"]
        gain_b = [table[t, m, a, other_b][2] - table[t, m, a, b][2] for t in "01"]
        grid = np.linspace(0, 1, 2001)
        if not any(((1 - q) * gain_a[0] + q * gain_a[1] <= 1e-9) and ((1 - q) * gain_b[0] + q * gain_b[1] <= 1e-9) for q in grid):
            return False
    return True


@pytest.mark.parametrize("block", range(3))
def test_two_who_know_the_same_believe_the_same(block: int) -> None:
    fewer = 0
    for seed in range(block * 15, block * 15 + 15):
        game = two_clients(seed)
        weak = [dict(each.strategies) for each in pure_equilibria(game)]
        strict = pure_equilibria(game, consistency="no-signalling")
        assert [dict(each.strategies) for each in strict] == [each for each in weak if common_belief_supports(game, each)]
        assert all(each.certificate.holds for each in strict)
        fewer += len(weak) > len(strict)
    assert fewer > 0


def test_an_unknown_consistency_and_too_large_a_tree_are_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        pure_equilibria(guard(), consistency="strong")
    assert str(caught.value) == "consistency 'strong' is unknown. Use one of: weak, no-signalling."
    labels = [[f"{letter}{k}" for k in range(6)] for letter in "tma"]
    large = signalling(labels[0], [1 / 6] * 6, labels[1], labels[2], lambda t, m, a: (0, 0), title="Large")
    with pytest.raises(ParameterError) as caught:
        pure_equilibria(large)
    assert str(caught.value) == "'Large' has 2.18e+09 profiles of pure strategies that nothing excludes at sight, above 20,000,000. Make the tree smaller."
