"""A paragraph on each theory: wins, failures, silences."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from corcyra.report.verdicts import verdict, verdicts
from corcyra.study.findings import Findings

Change = Callable[[Findings, str, pl.DataFrame], Findings]


def told(findings: Findings, change: Change, hits: dict[tuple[str, int], bool | None]) -> str:
    """The paragraph on identity when these are its hits, and it is never silent."""
    table = findings.tables["expectations"].filter(
        pl.col("contender") == "identity", pl.struct("state", "year").is_in([{"state": s, "year": y} for s, y in hits])
    )
    rows = [row | {"hit": hits[row["state"], row["year"]]} for row in table.iter_rows(named=True)]
    found = change(findings, "expectations", pl.DataFrame(rows, schema=table.schema))
    return verdict(change(found, "silences", findings.tables["silences"].clear()), "identity")


def test_wins_and_failures_are_named_with_their_years(ordinary: Findings, changed: Change) -> None:
    hits: dict[tuple[str, int], bool | None] = {
        ("ARM", 1993): True,
        ("ARM", 1994): True,
        ("ARM", 1995): False,
        ("GEO", 1995): False,
    }
    assert told(ordinary, changed, hits) == (
        "Right in two of four state-years on which it speaks (50 %). It wins in Armenia (1993\u20131994). "
        "It fails in Armenia (1995) and Georgia (1995)."
    )


def test_always_right_and_never_right(ordinary: Findings, changed: Change) -> None:
    assert told(ordinary, changed, {("ARM", 1993): True, ("ARM", 1994): True}) == (
        "Right in two of two state-years on which it speaks (100 %). It wins in Armenia (all of 1993\u20131994). It fails nowhere."
    )
    assert told(ordinary, changed, {("ARM", 1993): False}) == (
        "Right in none of one state-year on which it speaks (0 %). It wins nowhere. It fails in Armenia (1993)."
    )
    assert told(ordinary, changed, {("ARM", 1993): None}) == "No outcome is observed where it speaks."


def test_many_spells_are_counted_instead_of_listed(ordinary: Findings, changed: Change) -> None:
    hits: dict[tuple[str, int], bool | None] = {("ARM", year): year % 2 == 0 for year in range(1993, 2010)}
    assert "It wins in Armenia (1994, 1996, 1998 and five other spells)." in told(ordinary, changed, hits)


def test_silence_has_its_reason(ordinary: Findings) -> None:
    assert verdict(ordinary, "ontological_security") == (
        "It is silent on Armenia, Azerbaijan and Georgia in 1992\u20132024, outside its scope: the state is a democracy."
    )


@pytest.mark.parametrize("study", ["ordinary", "awkward"])
def test_every_theory_has_its_paragraph(study: str, both: dict[str, Findings]) -> None:
    found = verdicts(both[study])
    assert [name for name, _ in found] == list(both[study].names.theories.values())
    assert all(text.endswith(".") and "None" not in text for _, text in found)
