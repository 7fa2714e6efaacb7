"""The signed graph read from Garibov (2019): one best split, one tie that resists it (SCIENCE C7)."""

import numpy as np
import pytest

from corcyra.casebook.case import case
from corcyra.complexes.signed_split import bloc_energy, sign_matrix, signed_split


@pytest.fixture(scope="module")
def found():
    south_caucasus = case("south-caucasus")
    return signed_split(south_caucasus.nodes(), south_caucasus.signs())


def test_the_graph_has_the_ties_of_the_text():
    signs = case("south-caucasus").signs()
    friends = {frozenset(pair) for pair, sign in signs.items() if sign > 0}
    foes = {frozenset(pair) for pair, sign in signs.items() if sign < 0}
    pairs = ("AZE TUR", "ARM RUS", "AZE GEO", "GEO TUR", "ARM IRN", "ARM GEO", "GEO WEST")
    assert friends == {frozenset(pair.split()) for pair in pairs}
    assert foes == {frozenset(pair.split()) for pair in ("ARM AZE", "ARM TUR", "GEO RUS", "AZE IRN")}


def test_one_best_split_with_one_frustrated_tie(found):
    assert found.unique
    assert {frozenset(camp) for camp in found.splits[0]} == {
        frozenset({"ARM", "RUS", "IRN"}),
        frozenset({"AZE", "GEO", "TUR", "WEST"}),
    }
    assert found.frustration == 1
    assert found.frustrated == ((("ARM", "GEO"),),)


def test_three_of_six_closed_triads_are_balanced(found):
    assert (found.balanced, found.triads, found.balanced_share) == (3, 6, 0.5)


def test_bloc_energy_without_enmity_is_newmans_modularity():
    """Newman & Girvan (2004): two triangles joined by one tie, split at the bridge: Q = 6/7 - 1/2 = 5/14, 2m = 14."""
    ties = dict.fromkeys((("a", "b"), ("b", "c"), ("a", "c"), ("d", "e"), ("e", "f"), ("d", "f"), ("c", "d")), 1.0)
    assert bloc_energy(sign_matrix("abcdef", ties), np.repeat([0, 1], 3)) == pytest.approx(-14 * 5 / 14)
