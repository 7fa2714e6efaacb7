"""Normal forms, their Nash equilibria, and subgame perfection."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.games.form.nash import Nash, degenerate, nash, pure_nash
from corcyra.games.form.normal import NormalForm, bimatrix, normal, plans
from corcyra.games.form.subgames import subgame_perfect
from corcyra.games.form.tree import Game, chance, leaf, move


def random_game(seed: int, rows: int, columns: int) -> NormalForm:
    table = np.random.default_rng(seed).normal(size=(2, rows, columns))
    return NormalForm("Random", ("A", "B"), (tuple("abcd"[:rows]), tuple("wxyz"[:columns])), table)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 4))
def test_a_generic_game_has_an_odd_number_of_equilibria_and_all_hold(seed: int, rows: int, columns: int) -> None:
    found = nash(random_game(seed, rows, columns))
    assert not found.degenerate
    assert len(found) % 2 == 1
    assert all(each.holds for each in found)
    pure = [each for each in found if all(max(s.values()) == 1 for s in each.strategies.values())]
    assert len(pure) == len(pure_nash(found.game))


def test_a_planted_mixture_does_not_hold() -> None:
    game = bimatrix("Pennies", "ht", "ht", [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
    planted = Nash(game, {"Row": {"h": 0.6, "t": 0.4}, "Column": {"h": 0.5, "t": 0.5}})
    assert not planted.holds
    assert planted.certificate[1].act == "t"
    assert planted.certificate[1].loss == pytest.approx(-0.2)


def test_degenerate_games_are_flagged() -> None:
    ties = bimatrix("Ties", "ab", "ab", [[(1, 1), (1, 0)], [(1, 0), (0, 0)]])
    assert degenerate(ties)
    assert repr(nash(ties)).startswith("2 Nash equilibria of 'Ties'. The game is degenerate: there may be more, in continua.")
    assert not degenerate(random_game(1, 4, 4))


def test_mixed_equilibria_of_three_players_are_refused() -> None:
    game = NormalForm("Three", ("A", "B", "C"), (("a", "b"),) * 3, np.zeros((3, 2, 2, 2)))
    with pytest.raises(ParameterError) as caught:
        nash(game)
    assert str(caught.value) == "'Three' has 3 players; mixed equilibria are found for two. Use pure_nash, or a tree."
    assert len(pure_nash(game)) == 8


def test_a_table_of_another_shape_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        NormalForm("G", ("A", "B"), (("a",), ("b",)), np.zeros((2, 1, 2)))
    assert str(caught.value) == "the payoffs of 'G' have the shape (2, 1, 2), wanted (2, 1, 1): players, then strategies."
    with pytest.raises(ParameterError) as caught:
        NormalForm("G", ("A",), (("a",),), np.array([[np.nan]]))
    assert str(caught.value) == "a payoff of 'G' is not finite. Give finite numbers."


def dilemma_after_entry() -> Game:
    paid = {("c", "c"): (2, 2), ("c", "d"): (0, 3), ("d", "c"): (3, 0), ("d", "d"): (1, 1)}
    second = {a: move("B", "b", {b: leaf(paid[a, b]) for b in "cd"}, a) for a in "cd"}
    return Game("Entry", ["A", "B"], move("A", "start", {"out": leaf((1.5, 0)), "in": move("A", "a", second)}))


def test_reduced_plans_leave_out_what_own_acts_exclude() -> None:
    game = dilemma_after_entry()
    assert [dict(each) for each in plans(game, "A")] == [{"start": "out"}, {"start": "in", "a": "c"}, {"start": "in", "a": "d"}]
    assert len(plans(game, "A", reduced=False)) == 4
    table = normal(game)
    assert table.strategies == (("out, *", "in, c", "in, d"), ("c", "d"))
    assert table.payoff("in, d", "c") == (3.0, 0.0)


def test_subgames_with_imperfect_information_are_solved_first() -> None:
    found = subgame_perfect(dilemma_after_entry())
    assert [dict(each.strategies) for each in found] == [{"start": "out", "a": "d", "b": "d"}]
    assert found[0].certificate.holds


def test_each_equilibrium_of_a_subgame_opens_a_case() -> None:
    paid = {("l", "l"): (2, 1), ("l", "r"): (0, 0), ("r", "l"): (0, 0), ("r", "r"): (1, 2)}
    inside = move("A", "a", {a: move("B", "b", {b: leaf(paid[a, b]) for b in "lr"}, a) for a in "lr"})
    game = Game("Outside", ["A", "B"], move("A", "start", {"out": leaf((1.5, 0)), "in": inside}))
    found = subgame_perfect(game)
    assert [each.strategies["start"] for each in found] == ["in", "out", "out"]
    assert found[2].behaviour["a"]["l"] == pytest.approx(2 / 3)
    assert all(each.certificate.holds for each in found)
    assert len(subgame_perfect(game, mixed=False)) == 2


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_backward_induction_solves_generic_games_of_perfect_information_uniquely(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def grown(depth: int, path: str) -> object:
        if depth == 0:
            return leaf(rng.normal(size=3).tolist())
        if depth == 2:
            return chance({"x": (0.25, grown(1, path + "x")), "y": (0.75, grown(1, path + "y"))})  # type: ignore[dict-item]
        return move("ABC"[depth % 3], f"h{path}", {act: grown(depth - 1, path + act) for act in "lr"})  # type: ignore[misc]

    found = subgame_perfect(Game("Random", ["A", "B", "C"], grown(4, "")))  # type: ignore[arg-type]
    assert len(found) == 1
    assert found[0].certificate.holds
