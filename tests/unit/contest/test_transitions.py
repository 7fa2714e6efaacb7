"""Transitions are changes of partner between two known, consecutive years."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as some

from corcyra.contest.transitions import transitions


def frame(partners):
    rows = [(state, 2000 + place, each) for state, row in enumerate(partners) for place, each in enumerate(row)]
    schema = {"state": pl.Int64, "year": pl.Int64, "partner": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


@given(some.lists(some.lists(some.sampled_from(["none", "russia", "west", None]), max_size=8), max_size=3))
def test_agrees_with_walking_the_years(partners):
    wanted = [
        (state, 2000 + place, row[place - 1], row[place])
        for state, row in enumerate(partners)
        for place in range(1, len(row))
        if None not in (row[place - 1], row[place]) and row[place - 1] != row[place]
    ]
    found = transitions(frame(partners).sample(fraction=1.0, shuffle=True, seed=1))
    assert found.select("state", "year", "before", "after").rows() == wanted


def test_the_three_kinds():
    found = transitions(frame([["none", "russia", "west", "none"]]))
    assert found["kind"].to_list() == ["onset", "switch", "termination"]
