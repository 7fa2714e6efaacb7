"""Exact signed splits against a naive twin, and the laws that any frustration index obeys."""

import itertools
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.complexes.signed_split import LARGEST, bloc_energy, frustrations, sign_matrix, signed_split, triads
from corcyra.errors import ParameterError

LETTERS = "abcdefgh"


@some.composite
def graphs(draw):
    size = draw(some.integers(1, 7))
    nodes = list(LETTERS[:size])
    pairs = list(itertools.combinations(nodes, 2))
    values = draw(some.lists(some.integers(-3, 3), min_size=len(pairs), max_size=len(pairs)))
    return nodes, {pair: value for pair, value in zip(pairs, values, strict=True) if value}


def cost(ties, camp, weighted):
    bad = [value for (a, b), value in ties.items() if ((a in camp) == (b in camp)) != (value > 0)]
    return sum(abs(value) for value in bad) if weighted else len(bad)


def naive(nodes, ties, weighted):
    """Every subset that holds the first node, one at a time."""
    camps = [
        frozenset({nodes[0], *rest}) for size in range(len(nodes)) for rest in itertools.combinations(nodes[1:], size)
    ]
    costs = {camp: cost(ties, camp, weighted) for camp in camps}
    least = min(costs.values())
    return least, {camp for camp, value in costs.items() if value == least}


@given(graphs(), some.booleans())
def test_agrees_with_the_naive_search(graph, weighted):
    nodes, ties = graph
    found = signed_split(nodes, ties, weighted=weighted)
    least, camps = naive(nodes, ties, weighted)
    assert found.frustration == least
    assert {frozenset(first) for first, _ in found.splits} == camps
    assert found.count == len(camps) == len(found.splits)
    for (first, _), broken in zip(found.splits, found.frustrated, strict=True):
        assert cost(ties, first, weighted) == sum(abs(ties[pair]) if weighted else 1 for pair in broken)


@given(graphs(), some.permutations(range(8)))
def test_names_and_order_do_not_matter(graph, order):
    nodes, ties = graph
    renamed = {node: LETTERS[order[place]] for place, node in enumerate(nodes)}
    other = signed_split(sorted(renamed.values()), {(renamed[a], renamed[b]): value for (a, b), value in ties.items()})
    found = signed_split(nodes, ties)
    assert (found.frustration, found.count, found.triads, found.balanced) == (
        other.frustration,
        other.count,
        other.triads,
        other.balanced,
    )
    split = {frozenset(map(frozenset, [[renamed[n] for n in camp] for camp in pair])) for pair in found.splits}
    assert split == {frozenset(map(frozenset, pair)) for pair in other.splits}


@given(graphs(), some.sets(some.sampled_from(LETTERS)))
def test_switching_across_a_cut_keeps_frustration_and_balance(graph, cut):
    nodes, ties = graph
    switched = {(a, b): -value if (a in cut) != (b in cut) else value for (a, b), value in ties.items()}
    found, other = signed_split(nodes, ties), signed_split(nodes, switched)
    assert (found.frustration, found.count, found.balanced) == (other.frustration, other.count, other.balanced)


@given(graphs())
def test_triads_agree_with_counting(graph):
    nodes, ties = graph
    products = [
        ties.get((a, b), 0) * ties.get((b, c), 0) * ties.get((a, c), 0) for a, b, c in itertools.combinations(nodes, 3)
    ]
    expected = sum(value != 0 for value in products), sum(value > 0 for value in products)
    assert triads(sign_matrix(nodes, ties)) == expected


def test_a_balanced_graph_is_split_without_frustration():
    found = signed_split("abcd", {("a", "b"): 1, ("c", "d"): 1, ("a", "c"): -1, ("b", "d"): -1})
    assert found.splits == ((("a", "b"), ("c", "d")),)
    assert (found.frustration, found.unique, found.frustrated) == (0.0, True, ((),))


def test_no_triad_means_no_share():
    assert np.isnan(signed_split("ab", {("a", "b"): 1}).balanced_share)


def test_loose_actors_double_the_best_splits_and_the_list_is_cut_short():
    found = signed_split("abcd", {}, at_most=3)
    assert (found.count, len(found.splits), found.unique) == (8, 3, False)


def test_weight_decides_where_number_does_not():
    ties = {("a", "b"): 3.0, ("b", "c"): 1.0, ("a", "c"): -2.0}
    found = signed_split("abc", ties, weighted=True)
    assert (found.frustration, found.frustrated, found.count) == (1.0, ((("b", "c"),),), 1)


def test_twenty_four_actors_are_searched_within_seconds():
    rng = np.random.default_rng(7)
    signs = np.triu(rng.integers(-1, 2, (LARGEST, LARGEST)), 1).astype(float)
    start = time.perf_counter()
    values = frustrations(signs + signs.T)
    assert len(values) == 2 ** (LARGEST - 1)
    assert time.perf_counter() - start < 10
    code = 5_000_001
    spin = np.array([1 - 2 * (code >> place & 1) for place in range(LARGEST)])
    assert values[code] == sum(
        signs[i, j] * spin[i] * spin[j] < 0 for i, j in itertools.combinations(range(LARGEST), 2)
    )


@pytest.mark.parametrize(
    ("nodes", "ties", "message"),
    [
        (
            [str(each) for each in range(25)],
            {},
            "25 actors were given, but all splits are searched only for 1 to 24. "
            "Leave out the actors of least interest, or those without ties.",
        ),
        (["a", "a"], {}, "an actor is named twice in a, a. Name each once."),
        (["a", "b"], {("a", "c"): 1}, "the tie a-c does not join two of the actors a, b."),
        (
            ["a", "b"],
            {("a", "b"): 1, ("b", "a"): -1},
            "the tie b-a is given twice with different signs or sizes. Give it once.",
        ),
    ],
)
def test_bad_graphs_are_refused(nodes, ties, message):
    with pytest.raises(ParameterError) as caught:
        signed_split(nodes, ties)
    assert str(caught.value) == message


@given(graphs(), some.lists(some.integers(0, 2), min_size=7, max_size=7))
def test_bloc_energy_agrees_with_its_formula(graph, labels):
    nodes, ties = graph
    matrix, label = sign_matrix(nodes, ties), labels[: len(nodes)]
    positive, negative = matrix.clip(min=0), -matrix.clip(max=0)
    total = 0.0
    for i, j in itertools.product(range(len(nodes)), repeat=2):
        if label[i] != label[j]:
            continue
        total -= positive[i, j] - negative[i, j]
        for part, sign in ((positive, 1), (negative, -1)):
            if part.sum():
                total += sign * part[i].sum() * part[j].sum() / part.sum()
    assert bloc_energy(matrix, label) == pytest.approx(total, abs=1e-9)


def test_bloc_energy_wants_a_label_for_each_actor():
    with pytest.raises(ParameterError) as caught:
        bloc_energy(np.zeros((3, 3)), [0, 1])
    assert str(caught.value) == "3 actors need 3 bloc labels, not 2."
