"""Portfolios from treaties, votes, organisations and own tables; weights."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.measures.portfolios import (
    Portfolio,
    Portfolios,
    alliance_portfolios,
    membership_portfolios,
    own_portfolios,
    own_weights,
    portfolios,
    vote_portfolios,
)
from corcyra.world.time import Years

PROMISES = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")


def treaties(*rows: tuple[int, int, int, str]) -> pl.DataFrame:
    keys = [(state, other, year) for state, other, year, _ in rows]
    frame = pl.DataFrame(keys, schema=dict.fromkeys(("state", "other", "year"), pl.Int64), orient="row")
    kept = {name: [int(name.removeprefix("atop_") in kinds.split()) for *_, kinds in rows] for name in PROMISES}
    return frame.with_columns(pl.Series(name, each, dtype=pl.Int64) for name, each in kept.items())


def level(found: Portfolio, state: int, target: Any) -> int:
    return int(found.levels[found.states.tolist().index(state), found.targets.to_list().index(target)])


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        ("", 0),
        ("nonagg", 1),
        ("neutral", 2),
        ("consul nonagg", 2),
        ("offense", 3),
        ("defense", 3),
        ("neutral defense", 3),
    ],
)
def test_the_highest_promise_counts_and_only_of_its_direction(kinds: str, wanted: int) -> None:
    found = alliance_portfolios(treaties((200, 220, 1904, kinds)), Years(1904, 1904)).by_year[0]
    assert (level(found, 200, 220), level(found, 220, 200)) == (wanted, 0)


def test_targets_are_all_states_of_the_year_and_a_state_is_its_own_ally() -> None:
    found = alliance_portfolios(treaties(), Years(1816, 1816)).by_year[0]
    assert found.targets.to_list() == found.states.tolist()
    assert found.states.size == 23
    assert np.diag(found.levels).tolist() == [3] * 23
    assert found.levels.sum() == 3 * 23


def test_states_that_never_met_promise_nothing_and_it_is_missing() -> None:
    """United Germany joined on 3 October 1990, the day after the two others left."""
    found = alliance_portfolios(treaties((255, 260, 1990, "defense")), Years(1990, 1990)).by_year[0]
    assert (level(found, 255, 260), level(found, 260, 255), level(found, 260, 265), level(found, 255, 2)) == (
        -1,
        -1,
        0,
        0,
    )


def test_rows_of_states_outside_the_system_are_dropped_and_counted() -> None:
    frame = treaties((2, 221, 1950, "defense"), (2, 20, 1950, "defense"), (2, 20, 1951, "defense"))
    found = alliance_portfolios(frame, Years(1950, 1950))
    assert (found.dropped, 221 in found.by_year[0].states, level(found.by_year[0], 2, 20)) == (1, False, 3)


def test_a_promise_that_is_not_known_is_missing() -> None:
    frame = treaties((2, 20, 1950, "")).with_columns(pl.lit(None, pl.Int64).alias(name) for name in PROMISES)
    assert level(alliance_portfolios(frame, Years(1950, 1950)).by_year[0], 2, 20) == -1


VOTES = pl.DataFrame(
    {
        "roll_call": [5, 5, 5, 6, 6, 7],
        "state": [2, 365, 200, 2, 365, 2],
        "un_vote": [1, 3, 8, 2, 2, 1],
        "un_vote_session": [50] * 5 + [51],
        "un_vote_date": [date(1995, 11, 2)] * 3 + [date(1996, 3, 5)] * 2 + [date(1996, 11, 1)],
    }
)


def test_votes_of_a_session_stay_together() -> None:
    found = vote_portfolios(VOTES)
    assert found.years == (1995, 1996)
    assert found.by_year[0].states.tolist() == [2, 365]
    assert found.by_year[0].targets.to_list() == [5, 6]
    assert found.by_year[0].levels.tolist() == [[0, 1], [2, 1]]
    assert (found.scale, found.dropped) == ((1.0, 2.0, 3.0), 1)
    assert found.made.parameters == (("year of a vote", "session"),)


def test_votes_by_their_day() -> None:
    found = vote_portfolios(VOTES, Years(1996, 1996), by="date")
    assert [(each.year, each.targets.to_list(), each.levels.tolist()) for each in found.by_year] == [
        (1996, [6, 7], [[1, 0], [1, -1]])
    ]


def test_votes_without_a_session_are_refused() -> None:
    with pytest.raises(DataError) as caught:
        vote_portfolios(VOTES.with_columns(pl.lit(None, pl.Int64).alias("un_vote_session")))
    assert (
        str(caught.value) == "5 votes have no un_vote_session. Use by='date', or the publisher's file, which has both."
    )


def test_a_state_twice_in_a_roll_call_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        vote_portfolios(pl.concat([VOTES, VOTES[:1]]))
    assert str(caught.value) == "the table has roll_call, state (5, 2) more than once. Keep one row."


def test_members_and_those_that_are_not() -> None:
    rows = [(2, "nato", 1), (20, "nato", None), (365, "nato", 3), (2, "asean", 2), (2, "oas", 1), (20, "oas", 2)]
    frame = pl.DataFrame(
        [(s, 1990, o, k) for s, o, k in rows], schema=["state", "year", "organisation", "status"], orient="row"
    )
    found = membership_portfolios(frame, Years(1990, 1990))
    year = found.by_year[0]
    assert year.targets.to_list() == ["nato", "oas"]
    assert [level(year, state, "nato") for state in (2, 20, 365, 200)] == [1, -1, 0, 0]
    assert [level(year, state, "oas") for state in (2, 20, 365)] == [1, 0, 0]
    assert not {260, 265, 678, 680} & {*year.states.tolist()}
    assert {255, 679} <= {*year.states.tolist()}
    assert found.dropped == 3


OWN = pl.DataFrame({"state": [2, 2, 20], "target": [2, 20, 20], "year": [2000] * 3, "level": [None, 2, 1]})


def test_own_levels_absences_and_selves() -> None:
    found = own_portfolios(OWN, scale=(0, 1, 2, 5), absent=0, itself=5)
    assert (found.scale, found.by_year[0].levels.tolist()) == ((0.0, 1.0, 2.0, 5.0), [[3, 2], [0, 3]])
    assert own_portfolios(OWN).by_year[0].levels.tolist() == [[-1, 1], [-1, 0]]
    assert repr(found) == "<Portfolios own: 2000-2000, levels 0, 1, 2, 5>"


def test_pandas_is_welcome_and_years_stay_apart() -> None:
    frame = pl.concat([OWN, OWN.with_columns(pl.col("year") - 1).filter(pl.col("target") == 20)]).to_pandas()
    assert [(each.year, each.levels.shape) for each in own_portfolios(frame).by_year] == [
        (1999, (2, 1)),
        (2000, (2, 2)),
    ]


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (OWN.drop("level"), "the table lacks the columns level. It has: state, target, year."),
        (
            OWN.with_columns(pl.lit(None, pl.Int64).alias("target")),
            "the table has rows without a whole key (state, target, year). Drop them or give their keys.",
        ),
        (
            OWN.with_columns(pl.lit(7).alias("level")),
            "own has the level 7, which the scale (1.0, 2.0) lacks. Add it or correct the table.",
        ),
    ],
)
def test_bad_tables_are_refused(frame: pl.DataFrame, message: str) -> None:
    with pytest.raises(DataError) as caught:
        own_portfolios(frame, scale=(1, 2))
    assert str(caught.value) == message


@pytest.mark.parametrize("scale", [(1.0,), (2.0, 1.0), (0.0, float("inf")), tuple(map(float, range(200)))])
def test_a_scale_has_rising_finite_levels(scale: tuple[float, ...]) -> None:
    with pytest.raises(ParameterError) as caught:
        Portfolios("toy", scale, ())
    told = f"a scale has 2 to 127 rising finite levels, given {scale!r:.80}."
    assert str(caught.value) == f"{told} Give the range in `scale`, or group the levels."


def test_a_matrix_that_does_not_fit_is_refused() -> None:
    with pytest.raises(DataError) as caught:
        Portfolio(2000, np.array([2, 20]), pl.Series(["a"]), np.zeros((1, 2), dtype=np.int8))
    assert str(caught.value) == "the portfolios of 2000 have the shape (1, 2), wanted (2, 1). Transpose or cut."


@pytest.mark.parametrize(("weight", "shown"), [(-0.5, "-0.5"), (float("inf"), "inf")])
def test_weights_are_finite_and_not_negative(weight: float, shown: str) -> None:
    with pytest.raises(DataError) as caught:
        own_weights(pl.DataFrame({"target": [2], "year": [2000], "weight": [weight]}))
    assert str(caught.value) == f"the weight of 2 in 2000 is {shown}. Give finite weights of 0 or more."


def test_weights_by_target_in_the_order_of_the_portfolio() -> None:
    found = own_portfolios(OWN).by_year[0]
    weights = own_weights(pl.DataFrame({"target": [20, 2, 2], "year": [2000, 2000, 1999], "weight": [0.2, None, 9.0]}))
    assert weights.of(found).tolist() == [0.0, 0.2]


def test_targets_of_any_whole_number_meet_their_weights() -> None:
    found = own_portfolios(OWN.with_columns(pl.col("target").cast(pl.Int16))).by_year[0]
    weights = own_weights(
        pl.DataFrame({"target": [20], "year": [2000], "weight": [1]}, schema_overrides={"target": pl.UInt8})
    )
    assert weights.of(found).tolist() == [0.0, 1.0]


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        portfolios("treaties")
    assert str(caught.value) == "unknown kind of portfolio 'treaties'. Use one of: atop, igo_members, un_votes."
