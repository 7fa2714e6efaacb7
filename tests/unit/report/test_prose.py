"""Sentences that read right whatever the numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import pytest

from corcyra.report.prose import answer, text_and_computation, turned
from corcyra.report.wording import amount, count, join, lower, number, percent, sentence, spans, the
from corcyra.study.findings import Findings

Change = Callable[[Findings, str, pl.DataFrame], Findings]


def with_matches(findings: Findings, change: Change, matches: Sequence[Sequence[str]]) -> Findings:
    """The summary cut to some theories and states, with these matches: one row a theory, one word a state."""
    table = findings.tables["summary"]
    states, theories = table["state"].unique(maintain_order=True), table["theory"].unique(maintain_order=True)
    words = {
        (state, theory): word
        for theory, row in zip(theories, matches, strict=False)
        for state, word in zip(states, row, strict=False)
    }
    kept = [
        row | {"match": words[row["state"], row["theory"]]}
        for row in table.iter_rows(named=True)
        if (row["state"], row["theory"]) in words
    ]
    return change(findings, "summary", pl.DataFrame(kept, schema=table.schema))


@pytest.mark.parametrize(
    ("matches", "told"),
    [
        ([["yes", "yes", "yes"], ["no", "no", "partly"]],
         "Of two theories, balance of power names the partner of all three states in most years; balance of threat, of none."),
        ([["yes", "no", "no"], ["no", "yes", "silent"]],
         "Of two theories, balance of power and balance of threat name the partner of one state in most years."),
        ([["silent", "silent"], ["silent", "silent"]], "Both theories are silent throughout, for want of data or of scope."),
        ([["silent"]], "The theory is silent throughout, for want of data or of scope."),
        ([["yes", "yes"]], "Balance of power names the partner of both states in most years."),
        ([["yes"]], "Balance of power names its partner in most years."),
        ([["no"]], "Balance of power names another partner in most years."),
        ([["no", "no", "no"], ["partly", "no", "no"], ["silent", "silent", "silent"]],
         "Of three theories, balance of power and balance of threat name the partner of none; bandwagoning for profit is silent throughout."),
    ],
)  # fmt: skip
def test_which_theories_name_the_partner(
    ordinary: Findings, changed: Change, matches: list[list[str]], told: str
) -> None:
    assert answer(with_matches(ordinary, changed, matches))[1] == told


def test_whom_the_states_stood_with(ordinary: Findings, changed: Change) -> None:
    table = ordinary.tables["summary"].with_columns(
        observed=pl.col("state").replace_strict({"ARM": "russia", "AZE": "none", "GEO": None}, return_dtype=pl.String),
        observed_share=pl.lit(0.996),
    )
    assert answer(changed(ordinary, "summary", table))[0] == (
        "From 1992 to 2024, Armenia stood closest to Russia (over 99 % of the years) and Azerbaijan to no pole (over 99 %); "
        "of Georgia too little is observed to say."
    )


def scored(findings: Findings, change: Change, values: Sequence[tuple[str, str, str, float | None, int]]) -> Findings:
    """Findings with these top-1 scores: contender, kind, rows, value, n."""
    rows = [(who, kind, which, "top1", value, value, value, n) for who, kind, which, value, n in values]
    return change(findings, "scores", pl.DataFrame(rows, schema=findings.tables["scores"].schema, orient="row"))


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([("identity", "theory", "all", 0.8, 90), ("omnibalancing", "theory", "all", 0.5, 90), ("persistence", "baseline", "all", 0.9, 90),
          ("identity", "theory", "transitions", 0.5, 2), ("omnibalancing", "theory", "transitions", 0.5, 2)],
         "Year by year, identity is right most often (80 % of the state-years on which it speaks), and no theory does better than "
         "the simple guess \u201cpersistence\u201d (90 %); in the two state-years in which the partner changed, identity and "
         "omnibalancing named the new one most often (50 %)."),
        ([("identity", "theory", "all", 0.8, 90), ("omnibalancing", "theory", "all", 0.8, 90), ("persistence", "baseline", "all", 0.7, 90),
          ("identity", "theory", "transitions", 0.0, 1)],
         "Year by year, identity and omnibalancing are right most often (80 % of the state-years on which they speak), and two of two "
         "theories do better than the simple guess \u201cpersistence\u201d (70 %); in the one state-year in which the partner changed, "
         "no theory named the new one."),
        ([("identity", "theory", "all", 0.8, 90)],
         "Year by year, identity is right most often (80 % of the state-years on which it speaks); no state changed its partner, so "
         "nothing can be said of change."),
        ([("identity", "theory", "all", 0.8, 90), ("persistence", "baseline", "all", 0.8, 90), ("persistence", "baseline", "transitions", 0.0, 4)],
         "Year by year, identity is right most often (80 % of the state-years on which it speaks), which is no more than the simple "
         "guess \u201cpersistence\u201d (80 %); in the four state-years in which the partner changed, every theory is silent."),
        ([("identity", "theory", "all", None, 0)],
         "No theory speaks on any year whose outcome is observed, so none can be scored."),
    ],
)  # fmt: skip
def test_what_theories_are_worth(
    ordinary: Findings, changed: Change, values: list[tuple[str, str, str, float | None, int]], told: str
) -> None:
    assert answer(scored(ordinary, changed, values))[2] == told


def test_turns_and_verdicts_are_counted(ordinary: Findings, awkward: Findings, changed: Change) -> None:
    assert turned(awkward) == "No lasting change of alignment is found; coders dated two turns from documents."
    assert (
        text_and_computation(awkward)
        == "This study names no case, so there is no text to hold the computation against."
    )
    assert text_and_computation(ordinary) == (
        "The text and the measured record agree on whom two of three states stood with. On the theories, text and computation "
        "agree on six of the twelve verdicts that both give, and differ on six; on three rows one of them gives none."
    )
    open_rows = ordinary.tables["truth_table"].with_columns(agree=pl.lit(None, dtype=pl.Boolean))
    assert text_and_computation(changed(ordinary, "truth_table", open_rows)) == (
        "No row has a verdict from both the text and the computation."
    )


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_each_answer_is_three_clean_sentences(study: str, both: dict[str, Findings]) -> None:
    told = answer(both[study])
    assert len(told) == 3
    for each in told:
        assert each[0].isupper()
        assert each.endswith(".")
        assert ".." not in each
        assert "  " not in each


def test_small_words() -> None:
    assert [count(each, "state") for each in (0, 1, 2, 12, 13)] == [
        "no states",
        "one state",
        "two states",
        "twelve states",
        "13 states",
    ]
    assert [amount(each) for each in (0, 1, 13)] == ["none", "one", "13"]
    assert join(["a", "b", "c"]) == "a, b and c"
    assert join([]) == ""
    assert spans([2000, 1999, 1999, 2005]) == "1999\u20132000 and 2005"
    assert spans([]) == ""
    assert spans([1, 2, 3, 5, 6, 8, 9, 11], most=2) == "1\u20133, 5\u20136 and two shorter spells"
    assert percent(0) == "0 %"
    assert percent(1) == "100 %"
    assert percent(float("nan")) == "\u2013"
    assert number(float("inf")) == "\u221e"
    assert number(True) == "yes"
    assert number("word") == "word"
    assert the("Czech Republic") == "the Czech Republic"
    assert lower("RSCT") == "RSCT"
    assert sentence("done!") == "Done!"
