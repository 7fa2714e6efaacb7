"""Mixed equilibria, refinements, assessments: against the checker, against formulas, against refusals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.form.assessment import assess, consistent_beliefs, expected_payoffs
from corcyra.games.form.checker import check
from corcyra.games.form.mixed import mixed_equilibria
from corcyra.games.form.polytope import corners
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.refinements import d1, intuitive, judge, refine, sequentially_rational
from corcyra.games.form.shape import is_signalling
from corcyra.games.form.tree import Game, Node, chance, leaf, move, signalling


def quarrel(weak: float) -> Game:
    """Beer and quiche with another prior."""
    def paid(t: str, m: str, a: str) -> tuple[float, float]:
        return ((t == "strong") == (m == "beer")) + 2 * (a == "not"), (a == "duel") == (t == "weak")

    return signalling(["strong", "weak"], [1 - weak, weak], ["beer", "quiche"], ["duel", "not"], paid)


def random_signalling(seed: int, n: int) -> Game:
    rng = np.random.default_rng(seed)
    table, prior = rng.normal(size=(n, n, n, 2)), rng.dirichlet(np.ones(n))
    labels = [[f"{letter}{k}" for k in range(n)] for letter in "tma"]
    return signalling(labels[0], prior.tolist(), labels[1], labels[2], lambda t, m, a: table[int(t[1]), int(m[1]), int(a[1])].tolist())


@settings(max_examples=40)
@given(st.floats(0.55, 0.95))
def test_many_weak_ones_are_imitated_just_so_often_that_a_duel_is_worth_it_half_the_time(weak: float) -> None:
    found = mixed_equilibria(quarrel(weak))
    strict = [each for each in found if each.strategies["strong"] == "beer" and not each.continuum]
    assert len(strict) == 1
    sent = strict[0].assessment.strategies
    assert sent["weak"]["beer"] == pytest.approx((1 - weak) / weak)  # after beer both types are as likely
    assert sent["after beer"]["duel"] == pytest.approx(0.5)  # 2 (1 − duel) = 1: the weak one is indifferent
    assert strict[0].certificate.holds


@settings(max_examples=8)
@given(st.integers(0, 100_000))
def test_every_mixed_equilibrium_passes_the_independent_checker(seed: int) -> None:
    found = mixed_equilibria(random_signalling(seed, 2 + seed % 2))
    assert all(each.certificate.holds and not each.assessment.pure for each in found)


@settings(max_examples=30)
@given(st.integers(0, 100_000))
def test_a_signalling_game_has_an_equilibrium(seed: int) -> None:
    game = random_signalling(seed, 2)
    assert len(pure_equilibria(game)) + len(mixed_equilibria(game)) > 0


def test_other_trees_are_searched_and_large_ones_refused() -> None:
    pennies = move("A", "a", {a: move("B", "b", {b: leaf((1, -1) if a == b else (-1, 1)) for b in "ht"}, a) for a in "ht"})
    found = mixed_equilibria(Game("Pennies", ["A", "B"], pennies))
    assert len(found) == 1
    assert found[0].assessment.strategies["a"]["h"] == pytest.approx(0.5)
    assert not found[0].continuum
    assert found.notes == ("Found by search and verified; there may be more.",)
    with pytest.raises(ParameterError) as caught:
        mixed_equilibria(random_signalling(1, 4))
    assert str(caught.value) == (
        "'Signalling' has 2,562,890,625 choices of supports, above 150,000. Mixed equilibria are for small games: "
        "drop types, messages or replies, or use pure_equilibria."
    )


@settings(max_examples=15)
@given(st.integers(0, 100_000))
def test_d1_is_at_least_as_strict_as_the_intuitive_criterion(seed: int) -> None:
    for each in pure_equilibria(random_signalling(seed, 3)):
        assert sequentially_rational(each).survives
        assert intuitive(each).survives or not d1(each).survives


def test_what_breaks_an_equilibrium_is_named() -> None:
    bad = pure_equilibria(quarrel(0.1))[1]
    verdict = intuitive(bad)
    assert not verdict.survives
    assert (verdict.breaks[0].type, verdict.breaks[0].message, verdict.breaks[0].struck) == ("strong", "beer", ("weak",))
    assert verdict.breaks[0].gain == pytest.approx(1)
    assert len(refine(pure_equilibria(quarrel(0.1)), "d1")) == 1
    with pytest.raises(ParameterError) as caught:
        judge(bad, "charm")
    assert str(caught.value) == "the criterion 'charm' is unknown. Use one of: d1, intuitive, sequential."


def test_refinements_are_for_signalling_games() -> None:
    game = Game("One", ["A"], move("A", "h", {"l": leaf((1,)), "r": leaf((0,))}))
    assert not is_signalling(game)
    with pytest.raises(ParameterError) as caught:
        intuitive(pure_equilibria(game)[0])
    assert str(caught.value) == (
        "'One' is no signalling game: wanted that chance draws a type and one player, who sees it, moves. Build one with `signalling`."
    )


def test_an_assessment_is_completed_by_bayes_and_refused_off_the_simplex() -> None:
    game, played = quarrel(0.1), {"strong": "beer", "weak": {"beer": 0.5, "quiche": 0.5}, "after beer": "not", "after quiche": "duel"}
    assert consistent_beliefs(game, played)["after beer"] == pytest.approx({"strong": 0.9 / 0.95, "weak": 0.05 / 0.95})
    assert expected_payoffs(game, played) == pytest.approx({"Sender": 0.9 * 3 + 0.05 * 2 + 0.05 * 1, "Receiver": 0.9 + 0.05})
    pooled = {**played, "weak": "beer"}
    assert consistent_beliefs(game, pooled)["after quiche"] is None
    with pytest.raises(ParameterError) as caught:
        assess(game, pooled)
    assert str(caught.value) == "the information set 'after quiche' of 'Signalling' is not reached. Give a belief there."
    with pytest.raises(ParameterError) as caught:
        assess(game, {**played, "weak": {"beer": 0.5}})
    assert str(caught.value) == (
        "the probabilities at 'weak' (beer 0.5, quiche 0) are no distribution. Give numbers from 0 that sum to 1."
    )
    with pytest.raises(UnknownName) as stranger:
        assess(game, {**played, "weak": "wine"})
    assert str(stranger.value) == "unknown act 'wine'. Nearest: beer, quiche. It is given at 'weak'. Use one of these."


def test_the_checker_sees_false_beliefs_and_gains() -> None:
    game = quarrel(0.1)
    played = {"strong": "beer", "weak": "beer", "after beer": "not", "after quiche": "duel"}
    false = check(game, assess(game, played, {"after beer": {"strong": 1.0}, "after quiche": {"weak": 1.0}}))
    assert false.problems == (
        "at after beer, the belief in strong is 1; by Bayes's rule it is 0.9.",
        "at after beer, the belief in weak is 0; by Bayes's rule it is 0.1.",
    )
    unsupported = check(game, assess(game, played, {"after quiche": {"strong": 1.0}}))
    assert unsupported.problems == ("at after quiche, Receiver gains 1 by not.",)
    assert repr(unsupported).startswith("Signalling: does not hold (weak)")


def test_the_checker_compares_with_whole_plans() -> None:
    """At the first set, going on alone brings 0; with the best act later it brings 3 instead of 1."""
    last = move("A", "later", {"take": leaf((3, 0)), "leave": leaf((0, 0))})
    game = Game("Plans", ["A", "B"], move("A", "first", {"end": leaf((1, 0)), "on": move("B", "b", {"x": last, "y": leaf((0, 0))})}))
    told = check(game, assess(game, {"first": "end", "later": "leave", "b": "x"}))
    assert told.deviations[0].act == "on"
    assert told.deviations[0].loss == pytest.approx(-2)


def test_corners_of_beliefs_agree_with_a_grid() -> None:
    rows = np.array([[1.0, -2.0, 0.5], [-0.3, 1.0, -0.2]])
    points = corners(rows)
    grid = np.array([[a, b, 100 - a - b] for a in range(101) for b in range(101 - a)]) / 100
    inside = grid[(grid @ rows.T >= 0).all(axis=1)]
    assert (points @ rows.T >= -1e-9).all()
    assert np.abs(points.max(axis=0) - inside.max(axis=0)).max() < 0.02
    assert np.abs(points.min(axis=0) - inside.min(axis=0)).max() < 0.02
    assert len(corners(np.array([[-1.0, -1.0]]))) == 0


def test_results_tell_themselves_in_text_and_in_notebooks() -> None:
    found = pure_equilibria(quarrel(0.1))
    assert repr(found).startswith("2 pure perfect Bayesian equilibria of 'Signalling', 2 outcomes\n\nstrong: beer\n")
    assert "<td>after quiche</td><td>duel</td><td>strong 0.25, weak 0.75</td>" in found._repr_html_()
    assert "<td>after quiche</td><td>Receiver</td><td>no</td><td>not</td><td>0.5</td>" in found[0].certificate._repr_html_()
    assert found[0].outcome == pytest.approx({"strong · beer · not": 0.9, "weak · beer · not": 0.1})
    assert [len(group) for group in found.by_outcome] == [1, 1]
    assert intuitive(found[1])._repr_html_().startswith("<p>fails the intuitive criterion.")


def test_a_node_that_chance_excludes_is_never_believed_in() -> None:
    def answer(name: str) -> Node:
        return move("R", "after n", {a: leaf((2 * (a == "a") - 1, (a == "a") == (name == "never"))) for a in "ab"}, name)

    def sender(name: str) -> Node:
        return move("S", "message", {"m": leaf((0, 0)), "n": answer(name)}, name)

    tree = chance({"often": (0.5, sender("often")), "rare": (0.5, sender("rare")), "never": (0, answer("never"))})
    game = Game("Never", ["S", "R"], tree)
    found = pure_equilibria(game)
    assert [dict(each.strategies) for each in found] == [{"message": "m", "after n": "b"}]  # "a" would need a belief in never
    assert found[0].beliefs["after n"]["never"] == 0
    assert found[0].certificate.holds
    planted = assess(game, {"message": "m", "after n": "a"}, {"after n": {"never": 1.0}})
    assert "at after n, the belief in never is 1, and chance excludes it." in check(game, planted).problems


def test_where_ties_leave_all_supports_open_the_search_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corcyra.games.form.mixed.MOST_PROGRAMMES", 10)
    idle = signalling(["s", "w"], [0.5, 0.5], ["m", "n"], ["a", "b"], lambda t, m, a: (0, 0), title="Idle")
    with pytest.raises(ParameterError) as caught:
        mixed_equilibria(idle)
    assert str(caught.value) == "ties in the payoffs of 'Idle' leave more than 10 choices of supports open. Break ties."
