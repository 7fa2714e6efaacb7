"""Trees: what is built, and what is refused with which words."""

from __future__ import annotations

import pickle
from fractions import Fraction

import numpy as np
import pytest

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.form.tree import Game, Node, chance, leaf, move, signalling

END = leaf((0, 0))


def one(infoset: str = "h", *acts: str, player: str = "A") -> Node:
    return move(player, infoset, dict.fromkeys(acts or ("l", "r"), END))


def test_numbers_are_kept_as_given_and_nodes_are_numbered_in_preorder() -> None:
    game = Game("G", ["A", "B"], chance({"x": (Fraction(1, 3), leaf((Fraction(1, 2), 1))), "y": (Fraction(2, 3), one())}))
    assert game.payoffs(game.places[1]) == (Fraction(1, 2), 1)
    assert [place.path for place in game.places] == [(), ("x",), ("y",), ("y", "l"), ("y", "r")]
    assert [place.number for place in game.leaves] == [1, 3, 4]
    assert game.places[2].chance == pytest.approx(2 / 3)
    assert game.after(game.places[2], "r").number == 4
    assert pickle.loads(pickle.dumps(game)) == game


def test_payoffs_may_be_named_and_truth_values_and_numpy_numbers_count() -> None:
    game = Game("G", ["A", "B"], move("A", "h", {"l": leaf({"B": 1, "A": True}), "r": leaf((np.int64(2), np.float64(0.5)))}))
    assert [game.payoffs(place) for place in game.leaves] == [(1, 1), (2, 0.5)]


def test_a_signalling_game_has_the_sets_of_types_and_messages() -> None:
    game = signalling(["s", "w"], {"w": 0.25, "s": 0.75}, ["m", "n"], {"m": ["a", "b"], "n": ["c"]}, lambda t, m, a: (0, 0))
    assert {each.name: each.acts for each in game.sets} == {"s": ("m", "n"), "w": ("m", "n"), "after m": ("a", "b"), "after n": ("c",)}
    assert [game.places[k].name for k in game.set("after m").places] == ["s", "w"]
    assert "after m" in game._repr_html_()


def test_subgames_start_where_no_set_leads_out() -> None:
    after = move("A", "a", {each: move("B", "b", {"x": END, "y": END}, each) for each in "lr"})
    game = Game("G", ["A", "B"], move("A", "start", {"in": after, "out": END}))
    assert [place.path for place in game.subgames] == [(), ("in",)]


REFUSED = {
    "the probabilities 0.5, 0.6 at 'the root' of 'G' are no distribution. Give numbers from 0 that sum to 1.": chance(
        {"x": (0.5, END), "y": (0.6, END)}
    ),
    "the probabilities -0.5, 1.5 at 'the root' of 'G' are no distribution. Give numbers from 0 that sum to 1.": chance(
        {"x": (-0.5, END), "y": (1.5, END)}
    ),
    "the information set 'h' of 'G' belongs to A and to B. Give each player sets of its own.": chance(
        {"x": (0.5, one()), "y": (0.5, one(player="B"))}
    ),
    "the information set 'h' of 'G' offers l, r at one node and l, m at another. Offer the same acts at all.": chance(
        {"x": (0.5, one()), "y": (0.5, one("h", "l", "m"))}
    ),
    "the information set 'h' of 'G' contains a node and its descendant 'l'. Put them in two sets.": move("A", "h", {"l": one(), "r": END}),
    "the information set 'h' of 'G' makes A forget what it knew or did (imperfect recall). Split it by the player's own past acts.": move(
        "A", "first", {"l": one(), "r": one()}
    ),
    "the information set 'h' of 'G' is unreachable: chance leads there with probability 0. Leave it out.": chance(
        {"x": (0, one()), "y": (1, END)}
    ),
    "the payoffs (1,) at 'l' of 'G' are not one finite number for each of A, B. Give one for each player.": move(
        "A", "h", {"l": leaf((1,)), "r": END}
    ),
    "the payoffs (('A', 1),) at 'l' of 'G' are not one finite number for each of A, B. Give one for each player.": move(
        "A", "h", {"l": leaf({"A": 1}), "r": END}
    ),
    "branches of 'the root' name 'l' twice. Give each its own label.": move("A", "h", [("l", END), ("l", END)]),
    "'the root' has no branches. Give at least one.": move("A", "h", {}),
    "nodes of 'h' name 'same' twice. Give each its own label.": chance(
        {label: (0.5, move("A", "h", {"l": END, "r": END}, "same")) for label in "xy"}
    ),
}


@pytest.mark.parametrize("told", REFUSED)
def test_an_ill_formed_tree_is_refused(told: str) -> None:
    with pytest.raises(ParameterError) as caught:
        Game("G", ["A", "B"], REFUSED[told])
    assert str(caught.value) == told


def test_strangers_are_named() -> None:
    with pytest.raises(UnknownName) as caught:
        Game("G", ["A", "B"], one(player="C"))
    assert str(caught.value) == "unknown player 'C'. Nearest: A, B. It moves at 'the root' of 'G'. Use one of these."
    with pytest.raises(UnknownName) as caught:
        Game("G", ["A", "B"], leaf({"A": 1, "C": 2}))
    assert str(caught.value) == "unknown player 'C'. Nearest: A, B. It is paid at 'the root' of 'G'. Use one of these."
    with pytest.raises(ParameterError) as other:
        Game("G", ["A", "A"], END)
    assert str(other.value) == "players of 'G' name 'A' twice. Give each its own label."


def test_a_prior_has_one_probability_for_each_type() -> None:
    with pytest.raises(ParameterError) as caught:
        signalling(["s", "w"], [1.0], ["m"], ["a"], lambda t, m, a: (0, 0))
    assert str(caught.value) == "the prior has 1 probabilities for 2 types. Give one for each type."
