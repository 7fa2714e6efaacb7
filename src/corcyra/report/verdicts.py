"""A paragraph on each theory: where it wins, where it fails, where it is silent and why."""

from __future__ import annotations

from typing import Any

import polars as pl

from corcyra.report.figures.figure import rows, states_of
from corcyra.report.wording import amount, count, join, name, percent, sentence, span, spans, the
from corcyra.study.findings import Findings

__all__ = ["Verdict", "verdict", "verdicts"]

Verdict = tuple[str, str]
"""The theory's name, and what there is to say of it."""

SPELLS = 3
"""Spells named before the rest are only counted."""


def verdicts(findings: Findings) -> tuple[Verdict, ...]:
    """One paragraph a theory, in the study's order."""
    theories = rows(findings, "expectations", kind="theory")["contender"].unique(maintain_order=True)
    return tuple((name(findings.names.theories, key), verdict(findings, str(key))) for key in theories)


def verdict(findings: Findings, theory: str) -> str:
    """What one theory got right and wrong, state by state."""
    table = rows(findings, "expectations", contender=theory)
    judged = table.filter(pl.col("hit").is_not_null()).with_columns(pl.col("hit").cast(pl.Boolean))
    told = []
    if judged.height:
        right = judged.filter("hit").height
        told.append(
            f"Right in {amount(right)} of {count(judged.height, 'state-year')} on which it speaks ({percent(right / judged.height)})"
        )
        told += [where(findings, judged, hit=True), where(findings, judged, hit=False)]
    told += silence(findings, theory, spoke=judged.height > 0)
    return " ".join(sentence(each) for each in told if each)


def where(findings: Findings, judged: pl.DataFrame, *, hit: bool) -> str:
    """The states and years of its hits or misses."""
    verb, parts = ("wins" if hit else "fails"), []
    for state in states_of(findings):
        mine = judged.filter(pl.col("state") == state)
        years = mine.filter(pl.col("hit") == hit)["year"].to_list()
        if years:
            every = len(years) == mine.height and mine.height > 1
            when = f"all of {spans(years, SPELLS)}" if every else spans(years, SPELLS)
            parts.append(f"{the(name(findings.names.states, state))} ({when})")
    return f"it {verb} in {join(parts)}" if parts else f"it {verb} nowhere"


def silence(findings: Findings, theory: str, *, spoke: bool) -> list[str]:
    """When and why it is silent; the first two reasons in words, the rest counted."""
    found = rows(findings, "silences", theory=theory)
    if found.is_empty():
        return [] if spoke else ["no outcome is observed where it speaks"]
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in found.iter_rows(named=True):
        grouped.setdefault((row["kind"], row["reason"]), []).append(row)
    told = []
    for (kind, reason), group in list(grouped.items())[:2]:
        states = join(the(name(findings.names.states, state)) for state in dict.fromkeys(row["state"] for row in group))
        first, last = min(row["first"] for row in group), max(row["last"] for row in group)
        told.append(f"it is silent on {states} in {span(first, last)}, {said(kind, reason)}")
    rest = len(grouped) - 2
    if rest > 0:
        told.append(
            f"{count(rest, 'further reason')} for silence {'is' if rest == 1 else 'are'} listed in the table of silences"
        )
    return told


def said(kind: str, reason: str) -> str:
    """The kind of silence and its reason, without saying the same twice.

    >>> said("missing data", "no value for: power"), said("out of scope", "outside its scope: a democracy")
    ('for missing data: no value for: power', 'outside its scope: a democracy')
    """
    reason = reason.rstrip(".")
    if kind == "out of scope":
        return reason if reason.startswith(("outside its scope", "out of scope")) else f"outside its scope: {reason}"
    return f"for {kind}: {reason}"
