"""Publishers' numbers made those of a system, and which of two states of one number a year shows."""

from __future__ import annotations

import polars as pl
import pytest

from corcyra.errors import ParameterError
from corcyra.sources.datasets._renumber import Renumber, newest, renumber


def test_a_rule_never_applies_to_the_result_of_another() -> None:
    swap = (Renumber(341, 347), Renumber(347, 345))
    frame = pl.DataFrame({"code": [341, 347, 345, None], "year": [2010, 2000, 1950, 1950]})
    assert frame.select(renumber("code", "year", swap))["code"].to_list() == [347, 345, 345, None]


def test_years_of_a_rule_are_inclusive() -> None:
    frame = pl.DataFrame({"code": [1, 1, 1, 1], "year": [1899, 1900, 1905, 1906]})
    assert frame.select(renumber("code", "year", (Renumber(1, 2, 1900, 1905),)))["code"].to_list() == [1, 2, 2, 1]


def serbia() -> pl.DataFrame:
    """Serbia 1918-1920, Yugoslavia 1919-1922, Serbia again 1922-1923: the label's first year alone would mislead."""
    rows = [(345, year, "Serbia", 1) for year in (1918, 1919, 1920)] + [
        (345, year, "Yugoslavia", 2) for year in range(1919, 1923)
    ]
    rows += [(345, 1922, "Serbia", 3), (345, 1923, "Serbia", 3)]
    return pl.DataFrame(rows, schema=["state", "year", "label", "x"], orient="row")


def test_the_new_state_is_the_one_whose_run_of_years_goes_on() -> None:
    assert newest(serbia(), "label", "new", ["x"])["x"].to_list() == [1, 2, 2, 2, 3, 3]
    assert newest(serbia(), "label", "old", ["x"])["x"].to_list() == [1, 1, 1, 2, 2, 3]


def test_an_empty_row_gives_way_whatever_is_kept() -> None:
    empty = serbia().with_columns(x=pl.when((pl.col("label") == "Yugoslavia") | (pl.col("year") > 1921)).then("x"))
    for keep in ("new", "old"):
        assert newest(empty, "label", keep, ["x"])["x"].to_list()[1:3] == [2, 2]


def test_of_two_that_end_together_the_new_one_began_last() -> None:
    frame = pl.DataFrame({"state": [1, 1, 1], "year": [1990, 1991, 1991], "label": ["a", "a", "b"], "x": [1, 2, 3]})
    for rows in (frame, frame.reverse()):
        assert newest(rows, "label", "new", ["x"])["x"].to_list() == [1, 3]
        assert newest(rows, "label", "old", ["x"])["x"].to_list() == [1, 2]


def test_a_stray_row_of_a_state_long_gone_is_not_the_new_one() -> None:
    frame = pl.DataFrame(
        {"state": [1] * 4, "year": [2005, 2016, 2016, 2017], "label": ["b", "b", "a", "a"], "x": [1, 9, 2, 3]}
    )
    stray = pl.concat([frame, pl.DataFrame({"state": [1], "year": [2015], "label": ["a"], "x": [4]})])
    assert newest(stray, "label", "new", ["x"])["x"].to_list() == [1, 4, 2, 3]


def test_an_unknown_word() -> None:
    with pytest.raises(ParameterError) as caught:
        newest(serbia(), "label", "both", ["x"])
    assert str(caught.value) == "unknown keep 'both'. Use one of: new, old."
