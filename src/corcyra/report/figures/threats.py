"""Figure: who threatens each state most, year by year."""

from __future__ import annotations

import polars as pl

from corcyra.report.figures.cells import Cell, strips
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.style import INK, PAPER, RULE, WIDTH, on
from corcyra.report.wording import label, name, the
from corcyra.study.findings import Findings

__all__ = ["THREATS", "threats", "top_threats"]

SHADES = {1: "#3b1f2b", 2: "#8c5a6b", 3: "#dcc3cb"}
"""The three greatest threats, darkest first; the rank stands in the cell as well."""

LABELS = 124


def threats(findings: Findings) -> Chart:
    """One panel a state; rows are those that were ever among its three greatest threats, the most frequent first."""
    every: list[Cell] = []
    orders: dict[str, list[str]] = {}
    for state in states_of(findings):
        order = top_threats(findings, state)
        every += cells(findings, state, order)
        orders[name(findings.names.states, state)] = [label(findings.names.states, other) for other in order]
    strip = strips(findings, every, orders, width=WIDTH - LABELS, step=18)
    subtitle = [
        "1, 2, 3: rank of the threat to the state in that year \u00b7 no cell: not among the three greatest, or missing"
    ]
    return dressed(strip, "Who threatens each state most", subtitle)


def ranked(findings: Findings, state: str, deepest: int = 3) -> pl.DataFrame:
    """The rows of the greatest threats to a state that have a value."""
    return rows(findings, "threats", state=state).filter(pl.col("rank") <= deepest, pl.col("threat").is_not_null())


def top_threats(findings: Findings, state: str, most: int = 8) -> list[str]:
    """Those ever among the three greatest threats, by how often they came first, then second, then third."""
    found = ranked(findings, state)["other", "rank"].rows()
    tally = {other: [0, 0, 0] for other, _ in found}
    for other, rank in found:
        tally[other][rank - 1] += 1
    return sorted(tally, key=lambda other: ([-each for each in tally[other]], other))[:most]


def cells(findings: Findings, state: str, order: list[str]) -> list[Cell]:
    """A cell for each of the three greatest threats of each year."""
    found = []
    for row in ranked(findings, state).iter_rows(named=True):
        if row["other"] in order:
            shade = SHADES[row["rank"]]
            word = label(findings.names.states, row["other"])
            found.append(
                Cell(
                    name(findings.names.states, state),
                    word,
                    row["year"],
                    shade,
                    PAPER if on(shade) == PAPER else INK,
                    str(row["rank"]),
                    RULE,
                )
            )
    return found


def caption(findings: Findings) -> str:
    """Who leads, for each state."""
    leading = []
    for state in states_of(findings):
        order = top_threats(findings, state)
        if order:
            years = ranked(findings, state, 1).filter(pl.col("other") == order[0]).height
            all_years = ranked(findings, state, 1).height
            other = the(name(findings.names.states, order[0]))
            leading.append(f"to {the(name(findings.names.states, state))}, {other} ({years} of {all_years} years)")
    found = f" Most often the greatest: {'; '.join(leading)}." if leading else ""
    return (
        "Threat as Walt (1987) has it: aggregate power, proximity, offensive capability and aggressive intentions, "
        f"each standardised within the year and weighed equally.{found}"
    )


THREATS = Figure(
    "threats", "Who threatens each state most", caption, threats, "threats",
    ("threat", "threat_power", "threat_proximity", "threat_offence", "threat_intent"),
)  # fmt: skip
