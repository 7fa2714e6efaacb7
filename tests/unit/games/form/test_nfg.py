"""Gambit's strategic format, both versions: what is read, what is written, what is refused with which words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import CorcyraError, DataError, ParameterError
from corcyra.games.form.nash import nash
from corcyra.games.form.nfg import VERSIONS, nfg_game, nfg_text, read_nfg, write_nfg
from corcyra.games.form.normal import NormalForm, bimatrix

PAYOFFS = 'NFG 1 R "Coin" { "A" "B" } { 2 3 } "none"\n1 -1, 2 -2, 3 -3, 4 -4, 1/2 .5, 6e0 0'
OUTCOMES = """NFG 1 R "Coin" { "A" "B" }
{ { "u" "d" } { "l" "" "l" } } "none"
{ { "first" 1, -1 } { "" 2 1/4 } }
1 2 0 1 2 2
"""


def same(one: NormalForm, other: NormalForm) -> bool:
    told = (one.title, one.players, one.strategies) == (other.title, other.players, other.strategies)
    return told and np.array_equal(one.payoffs, other.payoffs)


def test_the_first_players_strategy_changes_fastest() -> None:
    game = nfg_game(PAYOFFS)
    assert game.strategies == (("1", "2"), ("1", "2", "3"))
    assert [game.payoff(a, b) for b in "123" for a in "12"] == [(1, -1), (2, -2), (3, -3), (4, -4), (0.5, 0.5), (6, 0)]


def test_outcomes_are_looked_up_and_none_pays_nothing() -> None:
    game = nfg_game(OUTCOMES)
    assert game.strategies == (("u", "d"), ("l", "2", "l (2)"))
    assert [game.payoff(a, b) for b in game.strategies[1] for a in "ud"] == [(1, -1), (2, 0.25), (0, 0), (1, -1), (2, 0.25), (2, 0.25)]


def test_strategies_may_be_named_in_the_payoff_version_and_counted_in_the_other() -> None:
    assert nfg_game('NFG 1 R "" { "A" } { { "x" "y" } } 1 2').payoff("y") == (2.0,)
    assert nfg_game('NFG 1 R "" { "A" } { 2 } { { "o" 5 } } 0 1').payoff("2") == (5.0,)


REFUSED = {
    "EFG": "g.nfg:1: column 1: wanted the word NFG (the start of a strategic game of Gambit), given 'EFG'.",
    "NFG 2": "g.nfg:1: column 5: wanted the version 1, given '2'.",
    'NFG 1 R "" { "A" "B" } { 2 }': "g.nfg:1: column 24: wanted strategies for 2 players, given 1.",
    'NFG 1 R "" { "A" } { x }': "g.nfg:1: column 22: wanted a number of strategies (or { and their names), given 'x'.",
    'NFG 1 R "" { "A" } { 999999999 } 1': "g.nfg:1: column 22: 999999999 strategies need more payoffs than the file has. Get the whole file again.",
    'NFG 1 R "" { "A" } { 2 }\n1': "g.nfg:2: column 2: wanted 2 payoffs (2 profiles of 1 players), given 1. Get the whole file again.",
    'NFG 1 R "" { "A" } { 2 }\n1 2 3': "g.nfg:2: column 5: wanted nothing more after 2 payoffs (2 profiles of 1 players), given '3'.",
    'NFG 1 R "" { "A" } { 2 }\n1 two': "g.nfg:2: column 3: wanted a payoff (as 2, 0.5 or 1/2), given 'two'.",
    'NFG 1 R "" { "A" } { 2 }\n{ { "o" } }': "g.nfg:2: column 9: wanted 1 payoffs, one for each player, given 0.",
    'NFG 1 R "" { "A" } { 2 }\n{ { "o" 1 } } 1 2': "g.nfg:2: column 17: wanted an outcome's number from 0 to 1, given '2'.",
    'NFG 1 R "" { "A" } { 2 }\n{ { "o" 1 } } 1': "g.nfg:2: column 16: wanted the outcomes of 2 profiles, given 1. Get the whole file again.",
    'NFG 1 R "" { "A" } { 2 }\n{ { "o" 1 } } 1 1 1': "g.nfg:2: column 19: wanted nothing more after the outcomes of 2 profiles, given '1'.",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_malformed_file_is_refused_with_line_and_column(text: str) -> None:
    with pytest.raises(DataError) as caught:
        nfg_game(text, "g.nfg")
    assert str(caught.value) == REFUSED[text]


def test_another_version_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"^unknown version 'table' of the format\. Give one of outcomes, payoffs\.$"):
        nfg_text(nfg_game(PAYOFFS), version="table")


def test_files_with_windows_ends_are_read(tmp_path: Path) -> None:
    game = nfg_game(OUTCOMES)
    path = write_nfg(game, tmp_path / "g.nfg", comment="kept nowhere")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert same(read_nfg(path), game)


FLOATS = st.floats(-1e6, 1e6, allow_subnormal=False) | st.integers(-3, 3).map(float)


@st.composite
def tables(draw: st.DrawFn) -> NormalForm:
    counts = draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    size = len(counts) * int(np.prod(counts))
    payoffs = np.array(draw(st.lists(FLOATS, min_size=size, max_size=size))).reshape(len(counts), *counts)
    return NormalForm('The "game"', [f"P{k}" for k in range(len(counts))], [[f"{k} {c}" for c in range(n)] for k, n in enumerate(counts)], payoffs)


@given(tables())
def test_a_table_written_and_read_is_the_same(game: NormalForm) -> None:
    assert same(nfg_game(nfg_text(game)), game)
    again = nfg_game(nfg_text(game, version="payoffs"))
    assert np.array_equal(again.payoffs, game.payoffs)
    assert again.strategies == tuple(tuple(str(k + 1) for k in range(len(each))) for each in game.strategies)


@pytest.mark.parametrize("version", VERSIONS)
def test_solutions_survive_the_file(version: str) -> None:
    game = bimatrix("Sexes", ("1", "2"), ("1", "2"), [[(3, 2), (0, 0)], [(0, 0), (2, 3)]])
    found, again = nash(game), nash(nfg_game(nfg_text(game, version=version)))
    assert len(again) == 3
    assert [repr(each) for each in again] == [repr(each) for each in found]


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([PAYOFFS, OUTCOMES]))
    start = data.draw(st.integers(0, len(text)))
    damaged = text[:start] + data.draw(st.text(st.sampled_from('{}" \n019/.x-'), max_size=4)) + text[start + data.draw(st.integers(0, 5)) :]
    try:
        assert nfg_game(damaged).payoffs.size
    except CorcyraError as problem:
        assert str(problem).startswith("text:")  # noqa: PT017
