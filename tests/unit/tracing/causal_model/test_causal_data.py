from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from corcyra.errors import CorcyraError
from corcyra.tracing.causal_model.events import expand_events, read_events
from corcyra.tracing.causal_model.model import causal_model
from corcyra.tracing.causal_model.realise import Look, observe

NODES = ("X", "M", "Y")
CHAIN = causal_model("X -> M -> Y")


def test_every_way_of_giving_data_is_the_same() -> None:
    rows = [{"X": 1, "M": None, "Y": 1}, {"X": 1, "M": None, "Y": 1}, {"X": 0, "M": 0, "Y": None}]
    frame = pl.DataFrame(rows)
    counts = pl.DataFrame({"event": ["X1Y1", "X0M0"], "strategy": ["X, Y", "X, M"], "count": [2, 1]})
    weighted = pl.DataFrame({"X": [1, 0], "M": [None, 0], "Y": [1, None], "count": [2, 1]})
    for data in (rows, frame, frame.to_pandas(), counts, weighted, {"X1Y1": 2, "X0M0": 1}, frame.to_dict(as_series=False)):
        found = read_events(data, NODES)
        assert (found.seen, found.counts) == (((1, None, 1), (0, 0, None)), (2, 1))
        assert found.ignored == ()
    assert read_events(found, NODES) is found
    assert found.table().rows() == [("X0M0", "X, M", 1), ("X1Y1", "X, Y", 2)]
    assert found.table(zeros=True)["count"].to_list() == [1, 0, 0, 0, 0, 0, 0, 2]
    assert expand_events(found, NODES).height == 3


def test_words_for_values_and_missing_are_read() -> None:
    frame = pd.DataFrame({"X": ["1", "0", "NA", ""], "M": [True, False, None, None], "Y": [1.0, 0.0, np.nan, np.nan], "country": list("abcd")})
    found = read_events(frame, NODES)
    assert (found.seen, found.empty, found.ignored) == (((1, 1, 1), (0, 0, 0)), 2, ("country",))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            [{"X": 1}, {"X": 2}],
            "row 2: X is 2; wanted 0, 1, true, false or a missing cell. Nodes are binary: say where the line is drawn.",
        ),
        ([{"Q": 1, "R": 0}], "the data have the columns Q, R; wanted at least one of the nodes X, M, Y. Rename the columns."),
        ({"X1Q1": 2}, "row 1: the event 'X1Q1' cannot be read; wanted nodes (X, M, Y) each followed by 0 or 1, such as X1."),
        ({"X1X0": 2}, "row 1: the event 'X1X0' names a node twice; wanted each once."),
        ({"X1": 2.5}, "row 1: the count is 2.5; wanted a whole number of at least 0."),
        ({"X1": 1, "X0": -1}, "row 2: the count is -1; wanted a whole number of at least 0."),
        (7, "the data are a int; wanted a table (polars, pandas, a list of mappings) or a mapping of events to counts."),
    ],
)
def test_data_that_cannot_be_used_are_refused_with_their_row(data: Any, message: str) -> None:
    with pytest.raises(CorcyraError) as caught:
        CHAIN.update(data)
    assert str(caught.value) == message


def test_an_event_that_the_restrictions_rule_out_is_refused_with_its_row() -> None:
    model = causal_model("X -> Y").restrict(labels="Y01", keep=True)
    with pytest.raises(CorcyraError) as caught:
        model.update([{"X": 1, "Y": 1}, {"X": 0, "Y": None}, {"X": 0, "Y": 1}])
    assert str(caught.value) == (
        "row 3: X0Y1 cannot happen under the model's restrictions (1 cases). Correct the row, or loosen the restriction that it contradicts."
    )


def test_outcomes_under_intervention() -> None:
    table = CHAIN.outcomes({"M": 1})
    assert table.height == 32
    assert set(table["M"]) == {1}
    assert table.filter(pl.col("type") == "X0.M01.Y01").row(0) == ("X0.M01.Y01", 0, 1, 1)
    with pytest.raises(CorcyraError, match="do sets M to 2; wanted 0 or 1"):
        CHAIN.outcomes({"M": 2})
    with pytest.raises(CorcyraError, match="unknown node 'Q'"):
        CHAIN.outcomes({"Q": 1})


def test_simulated_cases_follow_the_parameters() -> None:
    model = causal_model("X -> Y; X <-> Y").parameters({"X.1": 0.3, "Y.01|X.1": 0.9, "Y.00|X.0": 0.8})
    frame = model.realise(40_000, seed=1)
    events = model.events(frame)
    seen = {events.name(k): count / 40_000 for k, count in enumerate(events.counts)}
    wanted = dict(model.table("events").rows())
    assert seen == pytest.approx(wanted, abs=0.01)
    assert frame.equals(model.realise(40_000, seed=1))
    assert not frame.equals(model.realise(40_000, seed=2))
    assert model.realise(2000, do={"X": 1}, seed=1)["X"].to_list() == [1] * 2000
    typed = CHAIN.realise(50, types=True, using="prior")
    again = {row[0]: row[1:] for row in CHAIN.outcomes().rows()}
    assert all(again[row[3]] == row[:3] for row in typed.rows())
    assert CHAIN.realise(0).height == 0
    with pytest.raises(CorcyraError, match="-1 cases were asked for; wanted at least 0"):
        CHAIN.realise(-1)


def test_a_data_strategy_looks_where_it_is_told() -> None:
    full = CHAIN.realise(4000, seed=3)
    seen = observe(CHAIN, full, [Look(("X", "Y")), Look("M", share=0.5, where="X == 1 & Y == 1"), Look("M", cases=7, where="X == 0")], seed=1)
    assert seen.select("X", "Y").equals(full.select("X", "Y"))
    inside = pl.col("X").eq(1) & pl.col("Y").eq(1)
    share = seen.filter(inside)["M"].is_not_null().mean()
    assert share == pytest.approx(0.5, abs=0.06)
    assert seen.filter(pl.col("X") == 0)["M"].is_not_null().sum() == 7
    assert seen.filter(pl.col("X").eq(1) & pl.col("Y").eq(0))["M"].is_null().all()
    assert observe(CHAIN, full, [Look("M", where="Y == 1")])["M"].is_null().all()
    for act, message in (
        (lambda: Look("M", share=2), "the share of cases looked at is 2; wanted a number from 0 to 1"),
        (lambda: Look("M", cases=-2), "the number of cases looked at is -2; wanted at least 0"),
        (lambda: observe(CHAIN, full, [Look("Q")]), "unknown node 'Q'"),
        (lambda: observe(CHAIN, full, [Look("X", where="Y[X=1] == 1")]), "has brackets; wanted values that can be seen"),
        (lambda: observe(CHAIN, full, [Look("X", where="Y - X")]), "is a quantity; wanted something true or false"),
        (lambda: observe(CHAIN, full.drop("M"), []), "the full data have no complete column M of 0 and 1"),
    ):
        with pytest.raises(CorcyraError, match=message):
            act()
