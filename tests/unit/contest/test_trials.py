"""Frames are lined up by state and year or refused."""

import numpy as np
import polars as pl
import pytest

from corcyra.contest.run import expectations, observed
from corcyra.contest.trials import trials
from corcyra.errors import DataError
from corcyra.world.time import Years

from .conftest import KEYS, STATES, Mute, Pull

HIDDEN = frozenset({"commitments"})


@pytest.fixture(scope="module")
def frames(panels, poles):
    said = expectations(panels, (Pull(), Mute()), STATES, poles, Years(1994, 1996), hidden=HIDDEN).frame
    return said, observed(panels, STATES, poles, Years(1992, 1996))


def test_rows_in_any_order_give_the_same_arrays(frames):
    said, seen = frames
    one = trials(said, seen, KEYS)
    other = trials(said.filter(theory="pull").reverse().vstack(said.filter(theory="mute")), seen.reverse(), KEYS)
    assert np.array_equal(one.probability, other.probability, equal_nan=True)
    assert np.array_equal(one.outcome, other.outcome)
    assert one.years.tolist() == [1994, 1995, 1996] * 3


def test_silence_is_nan_throughout_and_unknown_outcomes_do_not_count(frames):
    said, seen = frames
    unknown = seen.with_columns(partner=pl.when(pl.col("year") < 1995).then("partner"))
    held = trials(said, unknown, KEYS)
    assert np.isnan(held.probability[1]).all()
    assert held.known.tolist() == [True, False, False] * 3
    assert held.spoken.tolist() == [[True, False, False] * 3, [False] * 9]


def test_a_lacking_row_is_named(frames):
    said, seen = frames
    short = said.filter(~((pl.col("theory") == "mute") & (pl.col("state") == 372) & (pl.col("year") == 1995)))
    with pytest.raises(DataError) as caught:
        trials(short, seen, KEYS)
    assert str(caught.value) == (
        "mute says nothing, not even silence, on state 372 in 1995. Give each theory one row for every state and year."
    )


def test_a_double_row_is_named(frames):
    said, seen = frames
    with pytest.raises(DataError) as caught:
        trials(pl.concat([said, said.head(1)]), seen, KEYS)
    assert str(caught.value) == (
        "pull speaks twice on state 371 in 1994. Give each theory one row for every state and year."
    )


def test_a_partner_that_is_no_option_is_named(frames):
    said, seen = frames
    with pytest.raises(DataError) as caught:
        trials(said, seen, ["russia", "west"])
    assert str(caught.value) == "turkey is none of the options russia, west, none."
