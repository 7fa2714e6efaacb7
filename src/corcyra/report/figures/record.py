"""Figure: where each theory was right, wrong and silent, year by year."""

from __future__ import annotations

from typing import Any

import polars as pl

from corcyra.report.figures.cells import Cell, strips
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.labels import NOBODY, letters
from corcyra.report.figures.posture import pole_names
from corcyra.report.style import INK, MIST, MUTED, PAPER, WIDTH, colours, on
from corcyra.report.wording import label, name
from corcyra.study.findings import Findings

__all__ = ["RECORD", "record"]

HIT, MISS, EDGE = "#1f4e79", "#fbeee2", "#e2b48c"
"""Right: dark with a white letter. Wrong: pale with a dark one. They differ in grey and in ink."""

LABELS = 152


def record(findings: Findings) -> Chart:
    """One panel a state: the observed partner above, then a row a theory, and the simplest baseline below."""
    order = contenders(findings)
    rows_named = ("observed", *(word for _, word in order))
    every = [cell for state in states_of(findings) for cell in cells(findings, state, order)]
    orders = {name(findings.names.states, state): rows_named for state in states_of(findings)}
    strip = strips(findings, every, orders, width=WIDTH - LABELS, step=17)
    poles = [f"{sign} {label(findings.names.poles, key)}" for key, sign in letters(pole_names(findings)).items()]
    subtitle = [
        "letter: the partner expected \u00b7 dark cell: right \u00b7 pale cell: wrong \u00b7 dot: silent",
        f"{', '.join(poles)}, {NOBODY} none",
    ]
    return dressed(strip, "Where each theory is right, wrong and silent", subtitle)


def contenders(findings: Findings) -> list[tuple[str, str]]:
    """The theories in the study's order, and persistence as the yardstick, with the names of their rows."""
    present = (
        findings.tables["expectations"].filter(pl.col("kind") == "theory")["contender"].unique(maintain_order=True)
    )
    found = [(str(key), label(findings.names.theories, key)) for key in present]
    if "persistence" in findings.names.baselines:
        found.append(("persistence", f"({findings.names.baselines['persistence'].lower()})"))
    return found


def cells(findings: Findings, state: str, order: list[tuple[str, str]]) -> list[Cell]:
    """The cells of one state."""
    signs, tints = (
        letters(pole_names(findings)),
        dict(zip(findings.spec.poles, colours(findings.spec.poles), strict=True)),
    )
    words, found, seen = dict(order), [], {}
    panel = name(findings.names.states, state)
    for row in rows(findings, "expectations", state=state).iter_rows(named=True):
        if row["observed"] is not None:
            seen[row["year"]] = row["observed"]
        if row["contender"] in words:
            found.append(judged(row, panel, words[row["contender"]], signs))
    for year, partner in seen.items():
        fill = tints.get(partner, PAPER)
        found.append(
            Cell(
                panel, "observed", year, fill, on(fill), signs.get(partner, NOBODY), fill if partner in tints else MIST
            )
        )
    return found


def judged(row: dict[str, Any], panel: str, word: str, signs: dict[str, str]) -> Cell:
    """One expectation beside what happened; not judged when the outcome is missing."""
    if row["silent"] or row["partner"] is None:
        return Cell(panel, word, row["year"], PAPER, MUTED, "\u2022", PAPER)
    sign = signs.get(row["partner"], NOBODY)
    if row["hit"] is None:
        return Cell(panel, word, row["year"], PAPER, MUTED, sign, MIST)
    if row["hit"]:
        return Cell(panel, word, row["year"], HIT, PAPER, sign, HIT)
    return Cell(panel, word, row["year"], MISS, INK, sign, EDGE)


def caption(findings: Findings) -> str:
    """How to read the strip."""
    yardstick = ""
    if "persistence" in findings.names.baselines:
        yardstick = " The last row repeats last year's partner: what a theory must add to."
    return (
        "For each year, the partner that each theory expected from what was known before that year, against the observed "
        f"partner in the top row.{yardstick} A theory is silent when the case is outside its scope or its data are missing."
    )


RECORD = Figure(
    "record", "Where each theory is right, wrong and silent", caption, record, "expectations", ("alignment",)
)
