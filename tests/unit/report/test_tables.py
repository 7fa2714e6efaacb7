"""Tables for people, and the compact one for the terminal."""

from __future__ import annotations

import io
from collections.abc import Callable

import polars as pl
import pytest
from rich.console import Console

from corcyra.report.tables import shown, terminal
from corcyra.study.findings import Findings

Change = Callable[[Findings, str, pl.DataFrame], Findings]


def printed(findings: Findings, *, encoding: str = "utf-8", width: int = 80) -> str:
    """The terminal table as a plain terminal shows it."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, errors="replace")
    Console(file=stream, width=width, color_system=None, force_terminal=False, legacy_windows=False).print(
        terminal(findings)
    )
    stream.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_the_terminal_table_fits_eighty_columns_in_words(study: str, both: dict[str, Findings]) -> None:
    text = printed(both[study])
    findings = both[study]
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 80
    for theory in findings.names.theories.values():
        assert text.count(theory) == findings.tables["summary"]["state"].n_unique()
    for word in findings.tables["summary"]["match"].unique():
        assert word in text


def test_a_dumb_terminal_still_shows_every_line(ordinary: Findings) -> None:
    assert len(printed(ordinary, encoding="ascii").splitlines()) == len(printed(ordinary).splitlines())


def test_the_summary_has_a_row_a_theory_and_the_observed_first(ordinary: Findings) -> None:
    (table,) = shown(ordinary)["summary"]
    assert table.head == ("", "Armenia", "Azerbaijan", "Georgia")
    assert [row[0].text for row in table.rows] == ["observed", *ordinary.names.theories.values()]
    assert {cell.text[0] for row in table.rows[1:] for cell in row[1:]} <= set("\u2713\u2248\u2717\u00b7")


def test_many_states_are_spread_over_tables(ordinary: Findings, changed: Change) -> None:
    table = ordinary.tables["summary"]
    more = pl.concat([table, *(table.with_columns(state=pl.col("state") + str(each)) for each in (1, 2))])
    assert [len(each.head) for each in shown(changed(ordinary, "summary", more))["summary"]] == [6, 5]


def test_agreement_and_disagreement_are_marked_alike(ordinary: Findings) -> None:
    (table,) = shown(ordinary)["truth_table"]
    marks = [row[3] for row in table.rows]
    assert {(mark.text, mark.kind) for mark in marks} == {
        ("= agree", "agree"),
        ("\u2260 differ", "differ"),
        ("\u2013 open", "open"),
    }
    assert table.rows[0][0].text == "What came to pass"
    assert table.rows[0][1].note == "it fails (inferred)"


def test_numbers_stand_flush_right_and_words_do_not(ordinary: Findings) -> None:
    table = shown(ordinary)["turns"][0]
    assert dict(zip(table.head, table.numeric, strict=True)) == {
        "state": False, "year": True, "alignment with": False, "change": True, "probability": True, "away from": False, "toward": False,
    }  # fmt: skip


def test_states_with_the_same_silence_share_a_row(ordinary: Findings) -> None:
    (table,) = shown(ordinary)["silences"]
    assert [cell.text for cell in table.rows[0]][:3] == [
        "Ontological security",
        "Armenia, Azerbaijan and Georgia",
        "1992\u20132024",
    ]


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_rows_fit_their_heads(study: str, both: dict[str, Findings]) -> None:
    for tables in shown(both[study]).values():
        for table in tables:
            assert table.caption.endswith(".")
            assert {len(row) for row in table.rows} == {len(table.head)}


def test_an_empty_table_is_left_out(ordinary: Findings, changed: Change) -> None:
    assert "leaks" not in shown(changed(ordinary, "leaks", ordinary.tables["leaks"].clear()))
