"""What a dataset is, and what its table is held against."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.source import Field, check_table
from corcyra.world.time import Years

X = Field("x", "a toy", "share", low=0.0, high=1.0)


def declared(unit: str, **others: Any) -> Any:
    return SimpleNamespace(**({"key": "toy", "unit": unit, "covers": Years(1990, 1991), "columns": (X,)} | others))


GOOD = {
    "state-year": {"state": [2, 20], "year": [1990, 1991], "x": [0.0, None]},
    "dyad-year": {"state1": [2], "state2": [20], "year": [1990], "x": [1.0]},
    "directed-dyad-year": {"state": [20], "other": [2], "year": [1990], "x": [1.0]},
    "state-day": {"state": [2], "day": [date(1990, 1, 1)], "x": [1.0]},
    "state": {"state": [2], "x": [1.0]},
    "dyad": {"state1": [2], "state2": [20], "x": [1.0]},
}


@pytest.mark.parametrize("unit", GOOD)
def test_every_unit_has_its_keys(unit: str) -> None:
    check_table(declared(unit, fills={"x": 0}), pl.DataFrame(GOOD[unit]))


def test_records_name_their_keys_apart_or_among_the_columns() -> None:
    frame = pl.DataFrame({"case": ["a", "b"], "x": [0.5, 0.6]})
    check_table(declared("records", record_keys=("case",)), frame)
    check_table(declared("records", record_keys=("case",), columns=(Field("case", "which", "name"), X)), frame)


KEY = "source 'toy' has the key"
BAD: dict[str, tuple[str, dict[str, Any], dict[str, Any], str]] = {
    "columns": (
        "state", {"x": [1.0], "state": [2]}, {},
        "source 'toy' gives the columns ['x', 'state'], but declares ['state', 'x']. Make its table and columns agree, keys first.",
    ),
    "twice": ("dyad", {"state1": [2, 2], "state2": [20, 20], "x": [1.0, 0.0]}, {}, f"{KEY} (2, 20) more than once. Keep one row."),
    "lower": (
        "dyad", {"state1": [20], "state2": [2], "x": [1.0]}, {},
        "source 'toy': an undirected dyad needs the lower code first.",
    ),
    "itself": (
        "directed-dyad-year", {"state": [2], "other": [2], "year": [1990], "x": [1.0]}, {},
        "source 'toy' pairs a state with itself. A dyad needs two states.",
    ),
    "kind": (
        "state", {"state": [2.0], "x": [1.0]}, {}, "source 'toy': the key 'state' is Float64, wanted Int64. Cast it.",
    ),
    "day": (
        "state-day", {"state": [2], "day": [1], "x": [1.0]}, {}, "source 'toy': the key 'day' is Int64, wanted Date. Cast it.",
    ),
    "null": (
        "state", {"state": [2, None], "x": [1.0, 0.5]}, {},
        "source 'toy' has the row (None, 0.5) without a whole key. Drop it or give its key.",
    ),
    "years": (
        "state-day", {"state": [2], "day": [date(1992, 1, 1)], "x": [1.0]}, {},
        "source 'toy' has years outside the span 1990-1991 that it declares.",
    ),
    "range": (
        "state", {"state": [2], "x": [1.5]}, {},
        "source 'toy', column 'x': 1.5 in row (2, 1.5) is outside 0.0 to 1.0. "
        "Correct the value or the declared range; a missing value is null, not NaN.",
    ),
    "list": (
        "state", {"state": [2], "x": [[1]]}, {},
        "source 'toy', column 'x': holds List(Int64). Cast it to numbers, text, booleans or dates.",
    ),
    "fills": (
        "state", GOOD["state"], {"fills": {"y": 0}}, "source 'toy' fills y, which it does not declare. It has: ['x'].",
    ),
    "again": ("state", GOOD["state"], {"columns": (X, X)}, "source 'toy' declares a column twice: ['x', 'x']. Declare it once."),
    "records": (
        "records", GOOD["state"], {}, "source 'toy' is of the unit 'records' and names no record_keys. Name its key columns.",
    ),
    "record": (
        "records", {"case": ["a", "a"], "x": [0.5, 0.6]}, {"record_keys": ("case",)},
        f"{KEY} ('a',) more than once. Keep one row.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_breaks_the_declaration_is_told(case: str) -> None:
    unit, cells, others, wanted = BAD[case]
    with pytest.raises(DataError) as told:
        check_table(declared(unit, **others), pl.DataFrame(cells))
    assert str(told.value) == wanted


def test_a_dataset_has_quiet_defaults() -> None:
    assert (Dataset.codes, Dataset.record_keys, Dataset.reader, dict(Dataset.fills)) == ("cow", (), 1, {})
    assert Download("a.csv") == Download("a.csv", "", "", 0, (), "", "", "")
