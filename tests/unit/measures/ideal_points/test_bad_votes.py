"""Bad input through the public call: each has an answer, told in whole sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.measures.ideal_points.points import IdealPoints, ideal_points
from corcyra.measures.ideal_points.rolls import roll_calls

STATES, SESSIONS, ITEMS = (2, 20, 200, 365, 371, 710), (1, 2, 3), 6
ANCHORS = {2: 1, 365: -1}


def good() -> pl.DataFrame:
    """Six states with known places; each item divides them somewhere."""
    random = np.random.default_rng(11)
    rows = [
        (state, session, session * 100 + item, 3 if place + random.normal() > item - 0.5 * ITEMS + 2.5 else 1)
        for session in SESSIONS
        for item in range(ITEMS)
        for place, state in zip((5, 4, 3, 0, 1, 2), STATES, strict=True)
    ]
    return pl.DataFrame(rows, schema=["state", "session", "item", "vote"], orient="row")


def more(*rows: tuple[int, int, int, int]) -> pl.DataFrame:
    return pl.concat([good(), pl.DataFrame(rows, schema=good().schema, orient="row")])


def fitted(votes: Any, **options: Any) -> IdealPoints:
    return ideal_points(votes, anchors=ANCHORS, **options)


def same(one: IdealPoints, two: IdealPoints) -> bool:
    return one.frame.equals(two.frame) and one.items.equals(two.items)


def test_a_roll_call_without_contrast_changes_nothing_and_is_counted() -> None:
    flat = more(*((state, 2, 999, 1) for state in STATES))
    found, plain = fitted(flat), fitted(good())
    assert same(found, plain)
    assert found.dropped["roll calls without contrast"] - plain.dropped.get("roll calls without contrast", 0) == 1
    assert found.dropped["votes on them"] - plain.dropped.get("votes on them", 0) == len(STATES)


def test_a_state_with_two_votes_has_a_point_that_is_less_sure() -> None:
    found = fitted(more((700, 2, 202, 3), (700, 2, 203, 1)))
    row = found.frame.filter(state=700).row(0, named=True)
    assert (row["session"], row["votes"]) == (2, 2)
    assert row["sd"] > found.frame.filter(pl.col("votes") == pl.col("votes").max())["sd"].max()
    stricter = fitted(roll_calls(more((700, 2, 202, 3), (700, 2, 203, 1)), min_votes=3))
    assert 700 not in stricter.frame["state"]
    assert stricter.dropped["state-sessions with fewer than 3 votes"] == 1


def test_the_same_vote_twice_counts_once() -> None:
    votes = pl.concat([good(), good().head(4)])
    found = fitted(votes)
    assert same(found, fitted(good()))
    assert found.dropped["votes given twice"] == 4


def test_two_different_votes_are_refused_by_name_and_row() -> None:
    other = 4 - int(good()["vote"][0])
    with pytest.raises(DataError) as caught:
        fitted(more((2, 1, 100, other)))
    told = f"the state 2 has two different votes on the item 100 in session 1 (rows 0 and {good().height}). Keep one."
    assert str(caught.value) == told


def test_an_unknown_vote_is_refused_with_what_is_known() -> None:
    with pytest.raises(DataError) as caught:
        fitted(more((2, 1, 150, 4)))
    told = (
        f"the vote 4 in row {good().height} is unknown. Known: 1, 2, 3, yes, abstain, no, 8, 9, absent, not a member. "
        "Say what it is in codes."
    )
    assert str(caught.value) == told


def test_sessions_and_rows_out_of_order_change_nothing() -> None:
    shuffled = good().sort("item", "state", descending=[True, True])
    assert same(fitted(shuffled), fitted(good()))
    assert fitted(shuffled).frame["session"].unique().sort().to_list() == list(SESSIONS)


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        (good().clear(), "no vote is left. Give roll calls in which states voted differently."),
        (
            good().filter(state=2),
            f"no vote is left: roll calls without contrast {3 * ITEMS}; votes on them {3 * ITEMS}. "
            "Give roll calls in which states voted differently.",
        ),
        (
            good().with_columns(vote=pl.lit(8)),
            f"no vote is left: absent or not a member {good().height}. Give roll calls in which states voted differently.",
        ),
    ],
    ids=["empty", "one state", "absences"],
)
def test_votes_that_say_nothing_are_refused(votes: pl.DataFrame, told: str) -> None:
    with pytest.raises(DataError) as caught:
        fitted(votes)
    assert str(caught.value) == told


@pytest.mark.parametrize("engine", ["fast", "sampler"])
def test_without_an_anchor_the_sign_is_open(engine: str) -> None:
    with pytest.raises(ParameterError) as caught:
        ideal_points(good(), anchors={640: 1}, engine=engine)
    told = (
        "none of the anchors 640 votes here, so the sign of the scale is open. Name a state that does: anchors={2: +1}."
    )
    assert str(caught.value) == told


def test_anchors_turn_the_scale_and_nothing_else() -> None:
    one, other = ideal_points(good(), anchors={2: 1}), ideal_points(good(), anchors={2: -1})
    assert np.allclose(one.frame["point"], -other.frame["point"])
    assert np.allclose(one.frame["sd"], other.frame["sd"])
    with pytest.raises(ParameterError) as caught:
        ideal_points(good(), anchors={2: 0})
    assert str(caught.value) == "anchors map states to +1 or -1, given {2: 0}. Say, for one, {2: +1, 365: -1}."


def test_another_engine_and_a_resume_without_a_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"unknown engine 'slow'\. Nearest: fast, sampler"):
        fitted(good(), engine="slow")
    with pytest.raises(ParameterError) as caught:
        fitted(good(), resume=True)
    assert str(caught.value) == "resume=True wants the file of the earlier run: state=PATH."
    assert same(fitted(good(), state=tmp_path / "new.npz", resume=True), fitted(good()))
