"""Votes at the door: what is kept, what is counted as left out, what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import DataError, MissingColumn, ParameterError
from corcyra.measures.ideal_points.rolls import linked, roll_calls

NAMES = ["state", "session", "item", "vote"]
VOTES = [(2, 1, 10, 1), (365, 1, 10, 3), (20, 1, 10, 2), (2, 2, 11, 3), (365, 2, 11, 1)]


def frame(rows: list[tuple[object, ...]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=NAMES, orient="row", strict=False)


def test_places_point_into_sorted_names() -> None:
    calls = roll_calls(frame(VOTES))
    assert (calls.states, calls.sessions, calls.items) == ((2, 20, 365), (1, 2), (10, 11))
    assert calls.vote.tolist() == [1, 2, 3, 3, 1]
    assert calls.state.tolist() == [0, 1, 2, 0, 2]
    assert (calls.vote.dtype, calls.state.dtype) == (np.int8, np.int32)
    assert dict(calls.dropped) == {}


@settings(max_examples=25)
@given(st.permutations(VOTES))
def test_order_of_rows_and_sessions_changes_nothing(rows: list[tuple[int, ...]]) -> None:
    one, two = roll_calls(frame(VOTES)), roll_calls(frame(rows))
    for name in ("vote", "state", "item", "session"):
        assert getattr(one, name).tolist() == getattr(two, name).tolist()


def test_pandas_and_words_serve_too() -> None:
    table = pd.DataFrame({"ccode": [2.0, 365.0], "s": 1, "rcid": [5, 5], "how": ["yes", "no"]})
    calls = roll_calls(table, state="ccode", session="s", item="rcid", vote="how")
    assert calls.vote.tolist() == [1, 3]


def test_absent_missing_twice_and_flat_are_counted() -> None:
    extra = [(2, 1, 10, 1), (40, 1, 10, 8), (41, 1, 10, 9), (42, 1, 10, None), (2, 2, 12, 1), (365, 2, 12, 1)]
    calls = roll_calls(frame([*VOTES, *extra]))
    assert len(calls) == len(VOTES)
    assert dict(calls.dropped) == {
        "absent or not a member": 2,
        "missing votes": 1,
        "votes given twice": 1,
        "roll calls without contrast": 1,
        "votes on them": 2,
    }


def test_a_state_with_few_votes_is_kept_unless_told_otherwise() -> None:
    assert (20, 1) in cells_of(roll_calls(frame(VOTES)))
    rows = [*VOTES, (2, 1, 13, 1), (365, 1, 13, 3), (2, 2, 14, 1), (365, 2, 14, 3)]
    calls = roll_calls(frame(rows), min_votes=2)
    assert (20, 1) not in cells_of(calls)
    assert dict(calls.dropped) == {"state-sessions with fewer than 2 votes": 1}


def cells_of(calls: object) -> set[tuple[int, int]]:
    cells = calls.cells()  # type: ignore[attr-defined]
    pairs = zip(cells.state, cells.session, strict=True)
    return {(calls.states[a], calls.sessions[b]) for a, b in pairs}  # type: ignore[attr-defined]


def test_two_votes_of_a_state_are_refused_with_both_rows() -> None:
    with pytest.raises(DataError) as caught:
        roll_calls(frame([*VOTES, (365, 1, 10, 2)]))
    told = "the state 365 has two different votes on the item 10 in session 1 (rows 1 and 5). Keep one."
    assert str(caught.value) == told


def test_an_unknown_vote_is_refused_with_what_is_known() -> None:
    with pytest.raises(DataError) as caught:
        roll_calls(frame([*VOTES, (20, 2, 11, 7)]))
    told = "the vote 7 in row 5 is unknown. Known: 1, 2, 3, yes, abstain, no, 8, 9, absent, not a member. Say what it is in codes."
    assert str(caught.value) == told
    assert len(roll_calls(frame([*VOTES, (20, 2, 11, 7)]), codes={1: 1, 2: 2, 3: 3, 7: 2})) == 6


def test_keys_want_whole_numbers() -> None:
    with pytest.raises(DataError) as caught:
        roll_calls(frame([*VOTES, (None, 2, 11, 1)]))
    told = "the column 'state' wants a whole number in each row; row 5 is missing. Correct or drop it."
    assert str(caught.value) == told
    with pytest.raises(DataError, match=r"the column 'session' wants a whole number in each row; row 0 is 1\.5\."):
        roll_calls(frame(VOTES).with_columns(session=pl.lit(1.5)))


def test_other_refusals() -> None:
    with pytest.raises(MissingColumn) as lacking:
        roll_calls(frame(VOTES).drop("vote"))
    assert str(lacking.value) == "the votes lack the columns vote. They have: state, session, item."
    with pytest.raises(DataError) as nothing:
        roll_calls(frame([(2, 1, 10, 1), (365, 1, 10, 1)]))
    told = "no vote is left: roll calls without contrast 1; votes on them 2. Give roll calls in which states voted differently."
    assert str(nothing.value) == told
    with pytest.raises(DataError) as list_given:
        roll_calls(VOTES)
    assert str(list_given.value) == "votes are no table: list. Give a dataframe of pandas, polars or Arrow."
    with pytest.raises(ParameterError) as few:
        roll_calls(frame(VOTES), min_votes=0)
    assert str(few.value) == "min_votes is at least 1, given 0."


def test_links_follow_chains_to_the_first() -> None:
    assert linked([577, 545, 512, 1], [(470, 512), (512, 545), (545, 577)]) == {577: 470, 545: 470, 512: 470}
    assert linked([5389], [(5312, 5389), (5310, 5389)]) == {5389: 5310}
    with pytest.raises(DataError) as caught:
        linked([1], [(2, 1)])
    told = "a link wants the earlier item first, with a lower number, given (2, 1). Turn it round."
    assert str(caught.value) == told


def test_bridged_items_share_a_place_and_contrast_is_judged_after() -> None:
    rows = [(2, 1, 10, 1), (365, 1, 10, 1), (2, 2, 11, 3), (365, 2, 11, 3)]
    calls = roll_calls(frame(rows), links=[(10, 11)])
    assert calls.items == (10,)
    assert calls.session.tolist() == [0, 1, 0, 1]


def test_cells_know_the_one_before_across_a_gap() -> None:
    rows = [*VOTES, (2, 5, 15, 1), (20, 5, 15, 3)]
    cells = roll_calls(frame(rows)).cells()
    assert list(zip(cells.state, cells.session, cells.previous, strict=True)) == [
        (0, 0, -1), (0, 1, 0), (0, 2, 1), (1, 0, -1), (1, 2, 3), (2, 0, -1), (2, 1, 5),
    ]  # fmt: skip
    assert cells.votes.sum() == len(rows)
