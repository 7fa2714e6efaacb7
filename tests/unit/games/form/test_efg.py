"""Gambit's extensive format: what is read, what is written, what is refused with which words."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import CorcyraError, DataError, OutputError, ParameterError
from corcyra.games.form.assessment import expected_payoffs
from corcyra.games.form.efg import DEEPEST, efg_game, efg_text, read_efg, write_efg
from corcyra.games.form.pure import pure_equilibria
from corcyra.games.form.tree import Chance, Game, Move, Node, chance, leaf, move, signalling

HEAD = 'EFG 2 R "G" { "A" "B" }\n""\n'
STAGES = """EFG 2 R "A \\"two-stage\\" game" { "A" "B" } "a comment"
c "" 1 "" { "x" 1/3 "y" .25 "z" 5/12 } 3 "entry" { -1, 1/2 }
  p "m" 1 7 "first" { "l" "r" } 0
    t "" 1 "won" { 2 0 }  t "" 3
  p "n" 1 7 0 t "" 0 t "" 1
  p "" 2 7 { "a" "b" } 1 "won" { 2, 0.0 }
    t "end" 2 "" { 1e1 0.1 } t "" 0
"""


def test_outcomes_add_up_along_the_path_and_numbers_are_exact() -> None:
    game = efg_game(STAGES)
    assert (game.title, list(game.players)) == ('A "two-stage" game', ["A", "B"])
    half = Fraction(1, 2)
    assert [game.payoffs(place) for place in game.leaves] == [
        (1, half), (-2, 1), (-1, half), (1, half), (11, Fraction(3, 5)), (1, half)
    ]  # fmt: skip
    assert isinstance(game.root, Chance)
    assert [branch[1] for branch in game.root.branches] == [Fraction(1, 3), Fraction(1, 4), Fraction(5, 12)]
    assert [(each.name, each.player, each.acts, each.places) for each in game.sets] == [
        ("first", "A", ("l", "r"), (1, 4)), ("B 7", "B", ("a", "b"), (7,))
    ]  # fmt: skip
    assert [game.places[k].name for k in (1, 4)] == ["m", "n"]
    assert [place.node.name for place in game.leaves] == ["won", "entry", "", "won", "end", ""]


def test_labels_are_told_apart_where_the_file_does_not() -> None:
    text = 'EFG 2 R "" { "" "A" "A" } c "" 1 "" { "" 1/2 "" 1/2 } 0 p "same" 2 1 "s" { "l" "l" } 0 t "" 0 t "" 0 p "same" 2 1 0 t "" 0 t "" 0'
    game = efg_game(text)
    assert list(game.players) == ["Player 1", "A", "A (2)"]
    assert [place.path for place in game.leaves] == [("1", "l"), ("1", "l (2)"), ("2", "l"), ("2", "l (2)")]
    assert [game.places[k].name for k in game.set("s").places] == ["1", "2"]


REFUSED = {
    "": "g.efg:1: column 1: the file ends where the word EFG (the start of an extensive game of Gambit) was wanted. Get the whole file again.",
    "NFG 1": "g.efg:1: column 1: wanted the word EFG (the start of an extensive game of Gambit), given 'NFG'.",
    'EFG 1 R "x"': "g.efg:1: column 5: wanted the version 2, given '1'.",
    "EFG 2 Q": "g.efg:1: column 7: wanted the letter R, given 'Q'.",
    "EFG 2 R title": "g.efg:1: column 9: wanted the game's title in quotation marks, given 'title'.",
    'EFG 2 R "x" { }': "g.efg:1: column 15: wanted a player in quotation marks, given '}'.",
    'EFG 2 R\n "x': "g.efg:2: column 2: the quotation mark is never closed. Close it, or get the whole file again.",
    HEAD + 'q "" 1': "g.efg:3: column 1: wanted a node (c, p or t), given 'q'.",
    HEAD + 'p "" x': "g.efg:3: column 6: wanted a player's number from 1 to 2, given 'x'.",
    HEAD + 'p "" 3': "g.efg:3: column 6: wanted a player's number from 1 to 2, given '3'.",
    HEAD + 'p "" 1 0': "g.efg:3: column 8: wanted an information set's number, at least 1, given '0'.",
    HEAD + 'p "" 1 1 0': (
        "g.efg:3: column 10: wanted the description of information set 1 of 'A' (used here for the first time), given '0'."
    ),
    HEAD + 'p "" 1 1 "s" { "l" "r" } 0\nt "" 0\np "" 1 1 "s" { "l" } 0': (
        "g.efg:5: column 10: information set 1 of 'A' is not what line 3 says it is. Give it another number, or the same description."
    ),
    HEAD + 'p "" 1 1 "s" { "l" "r" } 0\r\nt "" 0': "g.efg:4: column 7: the file ends where a node (c, p or t) was wanted. Get the whole file again.",
    HEAD + 't "" 1 "o" { 1 }': "g.efg:3: column 16: wanted 2 payoffs, one for each player, given 1.",
    HEAD + 't "" 1 "o" { 1 2 3 }': "g.efg:3: column 18: wanted } after 2 payoffs, one for each player, given '3'.",
    HEAD + 't "" 1 "o" { 1/0 2 }': "g.efg:3: column 14: wanted a payoff that is finite and below 1e308, given '1/0'.",
    HEAD + 't "" 1 "o" { 1e9999 2 }': "g.efg:3: column 14: wanted a payoff that is finite and below 1e308, given '1e9999'.",
    HEAD + 't "" 1 "o" { nan 2 }': "g.efg:3: column 14: wanted a payoff (as 2, 0.5 or 1/2), given 'nan'.",
    HEAD + 't "" 1': "g.efg:3: column 7: the file ends where the description of outcome 1 (used here for the first time) was wanted. Get the whole file again.",
    HEAD + 't "" 0 t': "g.efg:3: column 8: wanted nothing more, for every branch has its end, given 't'.",
    HEAD + 'c "" 1 "" { "l" 0.5 "r" 0.4 } 0': (
        "g.efg:3: column 11: the probabilities 1/2, 2/5 are no distribution. Give numbers from 0 that sum to 1."
    ),
    HEAD + 'p "" 1 1 "s" { "l" } 0 p "" 1 1 0 t "" 0': (
        "g.efg:3: the information set 's' of 'G' contains a node and its descendant 'l'. Put them in two sets."
    ),
    HEAD + 'p "" 1 1 "first" { "l" "r" } 0\nt "" 0\np "" 2 1 "other" { "l" "r" } 0\nt "" 0\np "" 1 1 0 t "" 0 t "" 0': (
        "g.efg:3: the information set 'first' of 'G' contains a node and its descendant 'r · r'. Put them in two sets."
    ),
    HEAD + 'c "" 1 "" { "l" 1 "r" 0 } 0\nt "" 0\np "" 2 3 "late" { "l" "r" } 0 t "" 0 t "" 0': (
        "g.efg:5: the information set 'late' of 'G' is unreachable: chance leads there with probability 0. Leave it out."
    ),
    HEAD + 'p "" 1 1 "s" { "l" "r" } 0\np "m" 1 2 "t" { "l" } 0 t "" 0\np "n" 1 2 0 t "" 0': (
        "g.efg:4: the information set 't' of 'G' makes A forget what it knew or did (imperfect recall). Split it by the player's own past acts."
    ),
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_malformed_file_is_refused_with_line_and_column(text: str) -> None:
    with pytest.raises(DataError) as caught:
        efg_game(text, "g.efg")
    assert str(caught.value) == REFUSED[text]


def test_a_tree_that_is_too_deep_is_refused() -> None:
    steps = "".join(f'p "" 1 {k} "" {{ "on" }} 0\n' for k in range(1, DEEPEST + 2))
    with pytest.raises(DataError, match=r"^deep:204: column 1: the tree is deeper than 200 moves\. Give a smaller game\.$"):
        efg_game(HEAD + steps + 't "" 0', "deep")
    assert len(efg_game(HEAD + steps.split("\n", 1)[1] + 't "" 0').places) == DEEPEST + 1


def test_files_with_marks_windows_ends_and_other_encodings(tmp_path: Path) -> None:
    path = tmp_path / "g.efg"
    text = 'EFG 2 R "Général" { "A" }\r\n\r\nt "" 1 "fin" { 1 }\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_efg(path).title == "Général"
    path.write_bytes(b"\r\n" + text.encode("latin-1"))
    with pytest.raises(DataError) as caught:
        read_efg(path)
    remedy = "Save the file as UTF-8, or name its encoding (encoding='latin-1', for example)."
    assert str(caught.value) == f"{path}:2: byte e9 is not utf-8. {remedy}"
    assert read_efg(path, encoding="latin-1").title == "Général"
    path.write_text(text, encoding="utf-16")
    assert read_efg(path, encoding="utf-16").title == "Général"
    with pytest.raises(ParameterError, match=r"^unknown encoding 'klingon'\. Give 'utf-8' or 'latin-1', for example\.$"):
        read_efg(path, encoding="klingon")
    with pytest.raises(DataError, match=r"cannot be read: No such file or directory\. Check the path\.$"):
        read_efg(tmp_path / "none.efg")


def test_writing_leaves_an_earlier_file_as_it_was(tmp_path: Path) -> None:
    game = Game("G", ["A"], move("A", "s", {"a\\": leaf((1,))}))
    path = tmp_path / "g.efg"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        write_efg(game, path)
    assert str(caught.value) == r"the label 'a\\' ends in a backslash, which Gambit's format cannot write. Leave it out."
    assert path.read_text(encoding="utf-8") == "before"
    with pytest.raises(OutputError, match="cannot write"):
        write_efg(Game("G", ["A"], leaf((1,))), tmp_path / "none" / "g.efg")


def test_floats_are_written_so_that_chances_sum_to_one_exactly() -> None:
    game = Game("G", ["A"], chance([(each, 1 / 3, leaf((0.1,))) for each in "xyz"]))
    again = efg_game(efg_text(game))
    assert isinstance(again.root, Chance)
    assert sum(branch[1] for branch in again.root.branches) == 1
    assert [float(branch[1]) for branch in again.root.branches] == pytest.approx([1 / 3] * 3, abs=1e-15)
    assert again.payoffs(again.leaves[0]) == (Fraction(1, 10),)


def test_acts_in_another_order_and_payoffs_by_name_come_out_in_the_sets_and_the_players_order() -> None:
    second = move("B", "b", {"y": leaf({"B": 3, "A": 4}), "x": leaf((1, 2))}, "after r")
    game = Game("G", ["A", "B"], move("A", "a", {"l": move("B", "b", {"x": leaf((5, 6)), "y": leaf((7, 8))}), "r": second}))
    again = efg_game(efg_text(game))
    assert {p.path: again.payoffs(p) for p in again.leaves} == {p.path: game.payoffs(p) for p in game.leaves}
    assert [p.path[-1] for p in again.leaves] == ["x", "y", "x", "y"]


NUMBERS = st.one_of(
    st.integers(-9, 9), st.fractions(-5, 5, max_denominator=7), st.integers(-64, 64).map(lambda k: k / 16)
)
LABELS = st.text(st.sampled_from('aé "\\{},\n7−'), min_size=1, max_size=5).filter(lambda text: not text.endswith("\\"))


@st.composite
def games(draw: st.DrawFn) -> Game:
    """A game in which some nodes of equal depth are joined where the player's own past allows it."""
    sets: dict[tuple[object, ...], str] = {}

    def grow(depth: int, path: tuple[str, ...], past: tuple[tuple[tuple[str, str], ...], ...]) -> Node:
        kind = draw(st.sampled_from("cpplt" if depth else "p")) if depth < 3 else "t"
        if kind in "lt":
            return leaf(draw(st.tuples(NUMBERS, NUMBERS)), draw(LABELS | st.just("")))
        labels = draw(st.lists(LABELS, min_size=1, max_size=3, unique=True))
        if kind == "c":
            weights = [draw(st.integers(1, 5)) for _ in labels]
            shares = [Fraction(each, sum(weights)) for each in weights]
            return chance([(a, p, grow(depth + 1, (*path, a), past)) for a, p in zip(labels, shares, strict=True)])
        player = draw(st.integers(0, 1))
        key = (depth, player, past[player], draw(st.booleans()) or path)
        name, acts = sets.setdefault(key, f"{player} {len(sets)} {draw(LABELS)}"), key
        labels = known.setdefault(acts, labels)
        branches = []
        for act in labels:
            later = tuple((*each, (name, act)) if k == player else each for k, each in enumerate(past))
            branches.append((act, grow(depth + 1, (*path, act), later)))
        return move("AB"[player], name, branches, f"node {' '.join(map(repr, path))}")

    known: dict[tuple[object, ...], list[str]] = {}
    return Game(draw(LABELS), ["A", "B"], grow(0, (), ((), ())))


@settings(max_examples=150)
@given(games())
def test_a_game_written_and_read_is_the_same_game(game: Game) -> None:
    again = efg_game(efg_text(game, comment='so "it" is'))
    assert again == game
    assert [again.payoffs(place) for place in again.leaves] == [game.payoffs(place) for place in game.leaves]
    assert again.sets == game.sets
    uniform = {each.name: dict.fromkeys(each.acts, 1 / len(each.acts)) for each in game.sets}
    assert expected_payoffs(again, uniform) == expected_payoffs(game, uniform)
    assert efg_text(efg_game(efg_text(again))) == efg_text(again)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=8, max_size=8), st.integers(1, 9))
def test_solutions_survive_the_file(payoffs: list[tuple[int, int]], share: int) -> None:
    table = dict(zip([(t, m, a) for t in "sw" for m in "bq" for a in "xy"], payoffs, strict=True))
    game = signalling("sw", [Fraction(share, 10), 1 - Fraction(share, 10)], "bq", "xy", table)
    again = efg_game(efg_text(game))
    assert [each.strategies for each in pure_equilibria(again)] == [each.strategies for each in pure_equilibria(game)]
    assert [each.payoffs for each in pure_equilibria(again)] == [each.payoffs for each in pure_equilibria(game)]


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(STAGES)))
    end = data.draw(st.integers(start, min(start + 6, len(STAGES))))
    damaged = STAGES[:start] + data.draw(st.text(st.sampled_from('{}" \n019/.ctpx-"'), max_size=4)) + STAGES[end:]
    try:
        game = efg_game(damaged)
    except CorcyraError as problem:
        assert str(problem).startswith("text:")  # noqa: PT017
    else:
        assert isinstance(game.root, Chance | Move)
