from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest


def rows(told: Any) -> list[list[str]]:
    return [line.split() for line in told.out.splitlines()[1:]]


@pytest.mark.parametrize("query", ["Հայաստան", "Армения", "სომხეთი", "Ermənistan", "Ermenistan", "ARM", "371"])
def test_a_state_is_found_by_its_name_in_any_script(call: Callable[..., Any], query: str) -> None:
    told = call("states", query)
    assert (told.code, told.err) == (0, "")
    assert rows(told)[0] == ["371", "371", "ARM", "Armenia", "1991-12-26", "today"]


def test_the_columns_are_named(call: Callable[..., Any]) -> None:
    assert call("states", "ARM").out.splitlines()[0].split() == ["COW", "G-W", "ISO-3", "name", "from", "to"]


def test_what_is_found_depends_on_the_date(call: Callable[..., Any]) -> None:
    assert rows(call("states", "Germany", "--on", "1980-06-01"))[0][0] == "260"
    assert rows(call("states", "Germany", "--on", "1990-10-03"))[0][0] == "255"
    assert rows(call("states", "260", "--on", "1975"))[0][0] == "260"


def test_a_year_is_any_day_of_it(call: Callable[..., Any]) -> None:
    assert rows(call("states", "ARM", "--on", "1991"))[0][2] == "ARM"
    told = call("states", "371", "--on", "1991-12-01")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        "error: unknown state '371' on 1991-12-01. It means Armenia (since 1991-12-26). Change the date or the name.\n"
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["qqqqq"], "unknown state 'qqqqq'. Check the spelling."),
        ([""], "unknown state ''. Check the spelling."),
        (["9999"], "unknown state '9999'. Nearest: 990, 987, 986. Use one of these."),
        (["ARM", "--on", "yesterday"], "'yesterday' is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY."),
        (["ARM", "--on", "2000-02-30"], "'2000-02-30' is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY."),
    ],
    ids=["strange", "empty", "number", "word", "day"],
)
def test_nothing_found_is_an_error(call: Callable[..., Any], words: list[str], told: str) -> None:
    said = call("states", *words)
    assert (said.code, said.out, said.err) == (2, "", f"error: {told}\n")


def test_a_query_is_needed(call: Callable[..., Any]) -> None:
    told = call("states")
    assert (told.code, told.out) == (2, "")
    assert "Missing argument 'query'." in told.plain
