"""The games of the textbooks have the equilibria that the textbooks say."""

from __future__ import annotations

import pytest

from corcyra.games.form.mixed import mixed_equilibria
from corcyra.games.form.nash import nash, pure_nash
from corcyra.games.form.normal import NormalForm, bimatrix, normal
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.refinements import d1, intuitive, refine
from corcyra.games.form.subgames import subgame_perfect
from corcyra.games.form.tree import Game, leaf, move, signalling


def test_beer_and_quiche() -> None:
    """Cho and Kreps (1987): both types pool, on beer or on quiche; only beer is intuitive."""
    game = signalling(["strong", "weak"], [0.9, 0.1], ["beer", "quiche"], ["duel", "not"], lambda t, m, a: (
        ((t == "strong") == (m == "beer")) + 2 * (a == "not"), (a == "duel") == (t == "weak")))  # fmt: skip
    found = pure_equilibria(game)
    assert [(each.strategies["strong"], each.strategies["weak"]) for each in found] == [("beer", "beer"), ("quiche", "quiche")]
    assert found[0].supports[0].interval == {"strong": (0, 0.5), "weak": (0.5, 1)}
    assert [intuitive(each).survives for each in found] == [True, False]
    assert [d1(each).survives for each in found] == [True, False]


def spence() -> Game:
    """Spence (1973): productivity 1 and 2, schooling costs its length over productivity, wages from rival firms, as replies 1, 1.5, 2.

    The firm loses the square of its error, so it pays expected productivity to the nearest half.
    """
    def paid(t: str, m: str, a: str) -> tuple[float, float]:
        skill = {"low": 1.0, "high": 2.0}[t]
        return float(a) - float(m) / skill, -((float(a) - skill) ** 2)

    return signalling(["low", "high"], [0.5, 0.5], ["0", "0.7", "1.1", "1.8"], ["1", "1.5", "2"], paid, title="Spence")


def test_education_as_a_signal() -> None:
    found = pure_equilibria(spence())
    paths = {(each.strategies["low"], each.strategies["high"]) for each in found}
    assert paths == {("0", "0"), ("0", "1.1"), ("0", "1.8")}
    kept = {(each.strategies["low"], each.strategies["high"]) for each in refine(found, "intuitive")}
    assert kept == {("0", "1.1")}  # the least schooling that the low type does not imitate


def test_entry_is_not_deterred_by_an_empty_threat() -> None:
    """Selten (1978), one shop: fighting is a Nash equilibrium of the table, not of the tree."""
    game = Game("Entry", ["Entrant", "Incumbent"], move("Entrant", "entry", {
        "out": leaf((0, 2)), "in": move("Incumbent", "answer", {"fight": leaf((-1, -1)), "yield": leaf((1, 1))})}))  # fmt: skip
    assert len(pure_nash(normal(game))) == 2
    assert [dict(each.strategies) for each in subgame_perfect(game)] == [{"entry": "in", "answer": "yield"}]
    assert [dict(each.strategies) for each in pure_equilibria(game)] == [{"entry": "in", "answer": "yield"}]


def test_seltens_horse() -> None:
    """Selten (1975): (C, c, R) with belief of at most a third in D at the unreached set; the Nash equilibrium (D, c, L) is no PBE."""
    def third(one: tuple[int, int, int], other: tuple[int, int, int]) -> object:
        return move("3", "three", {"L": leaf(one), "R": leaf(other)})

    tree = move("1", "one", {
        "D": third((3, 3, 2), (0, 0, 0)),
        "C": move("2", "two", {"d": third((4, 4, 0), (0, 0, 1)), "c": leaf((1, 1, 1))}),
    })  # type: ignore[dict-item] # fmt: skip
    game = Game("Horse", ["1", "2", "3"], tree)
    nash_profiles = {tuple(max(s, key=s.__getitem__) for s in each.strategies.values()) for each in pure_nash(normal(game))}
    assert nash_profiles == {("D", "c", "L"), ("C", "c", "R")}
    found = pure_equilibria(game)
    assert [dict(each.strategies) for each in found] == [{"one": "C", "three": "R", "two": "c"}]
    assert found[0].supports[0].interval["D"] == pytest.approx((0, 1 / 3))
    mixed = mixed_equilibria(game)
    assert [(each.continuum, each.strategies["one"], each.strategies["two"]) for each in mixed] == [(True, "C", "c")]
    assert 0 < mixed[0].assessment.strategies["three"]["L"] <= 0.25 + 1e-9
    assert mixed[0].beliefs["three"]["D"] == pytest.approx(1 / 3)


def test_three_tables() -> None:
    pennies = nash(bimatrix("Pennies", "ht", "ht", [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]]))
    assert [dict(each) for each in pennies[0].strategies.values()] == [{"h": 0.5, "t": 0.5}] * 2
    assert (len(pennies), pennies.degenerate) == (1, False)
    battle = nash(bimatrix("Battle", "of", "of", [[(2, 1), (0, 0)], [(0, 0), (1, 2)]]))
    assert len(battle) == 3
    assert battle[2].strategies["Row"]["o"] == pytest.approx(2 / 3)
    assert battle[2].strategies["Column"]["o"] == pytest.approx(1 / 3)
    dilemma = nash(bimatrix("Dilemma", "cd", "cd", [[(2, 2), (0, 3)], [(3, 0), (1, 1)]]))
    assert [dict(each.strategies) for each in dilemma] == [{"Row": {"c": 0, "d": 1}, "Column": {"c": 0, "d": 1}}]


def test_a_threshold_public_good_of_three() -> None:
    """Two of three must give (cost 1, worth 3): nobody gives, or any two do."""
    paid = {a: [3 * (sum(a) >= 2) - each for each in a] for a in [(i, j, k) for i in (0, 1) for j in (0, 1) for k in (0, 1)]}
    table = [[[[paid[i, j, k][p] for k in (0, 1)] for j in (0, 1)] for i in (0, 1)] for p in range(3)]
    found = pure_nash(NormalForm("Good", ("A", "B", "C"), (("keep", "give"),) * 3, table))
    given = sorted(sum(s["give"] for s in each.strategies.values()) for each in found)
    assert given == [0, 2, 2, 2]


def test_the_three_player_game_as_a_tree() -> None:
    def last(i: int, j: int) -> object:
        return move("C", "c", {str(k): leaf([3 * (i + j + k >= 2) - each for each in (i, j, k)]) for k in (0, 1)}, f"{i}{j}")

    tree = move("A", "a", {str(i): move("B", "b", {str(j): last(i, j) for j in (0, 1)}, str(i)) for i in (0, 1)})  # type: ignore[misc]
    found = pure_equilibria(Game("Good", ["A", "B", "C"], tree))
    assert sorted(tuple(each.strategies.values()) for each in found) == [("0", "0", "0"), ("0", "1", "1"), ("1", "0", "1"), ("1", "1", "0")]
