"""Figure: with whom each state stood in each year, and in which posture."""

from __future__ import annotations

import polars as pl

from corcyra.report.figures.cells import Cell, strips
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.labels import NOBODY, letters
from corcyra.report.style import INK, MIST, MUTED, PAPER, RULE, WIDTH, colours, on
from corcyra.report.wording import count, join, label, name
from corcyra.study.findings import Findings

__all__ = ["POSTURE", "POSTURES", "posture"]

POSTURES = {
    "balance": ("b", "balances"),
    "bandwagon": ("w", "bandwagons"),
    "align for profit": ("p", "aligns for profit"),
    "hedge": ("h", "hedges"),
    "neutral": ("n", "neutral"),
    "unknown": ("?", "unknown"),
}
"""The sign and the words for each posture."""


def posture(findings: Findings) -> Chart:
    """Two rows a state: the observed partner by letter, and the posture."""
    states = states_of(findings)
    every = [cell for state in states for cell in cells(findings, state)]
    orders = {name(findings.names.states, state): ("partner", "posture") for state in states}
    strip = strips(findings, every, orders, width=WIDTH - 80, step=19)
    used = {name({}, key) for key in findings.tables["posture"]["posture"].drop_nulls().unique()}
    signs = [f"{sign} {words}" for key, (sign, words) in POSTURES.items() if key in used]
    poles = [f"{sign} {label(findings.names.poles, key)}" for key, sign in letters(pole_names(findings)).items()]
    subtitle = [f"partner: {', '.join(poles)}, {NOBODY} none", f"posture: {', '.join(signs)}"]
    return dressed(strip, "Partner and posture, year by year", subtitle)


def pole_names(findings: Findings) -> dict[str, str]:
    """The study's poles with their names, in order."""
    return {key: name(findings.names.poles, key) for key in findings.spec.poles}


def cells(findings: Findings, state: str) -> list[Cell]:
    """Partner and posture of every year."""
    signs, tints = (
        letters(pole_names(findings)),
        dict(zip(findings.spec.poles, colours(findings.spec.poles), strict=True)),
    )
    found: list[Cell] = []
    panel = name(findings.names.states, state)
    for row in rows(findings, "posture", state=state).iter_rows(named=True):
        partner, second = row["partner"], row["second"]
        if partner is not None:
            fill = tints.get(partner, PAPER)
            found.append(
                Cell(
                    panel,
                    "partner",
                    row["year"],
                    fill,
                    on(fill),
                    signs.get(partner, NOBODY),
                    fill if partner in tints else RULE,
                )
            )
        if row["posture"] is not None:
            sign = POSTURES.get(name({}, row["posture"]), (str(row["posture"])[:1], ""))[0]
            more = signs.get(second, "") if second is not None else ""
            ink = MUTED if row["posture"] == "unknown" else INK
            found.append(
                Cell(
                    panel, "posture", row["year"], MIST if row["posture"] == "hedge" else PAPER, ink, sign + more, MIST
                )
            )
    return found


def caption(findings: Findings) -> str:
    """How to read the strip."""
    hedged = "hedge" in set(findings.tables["posture"]["posture"].to_list())
    second = " A hedging state's second partner is the capital after h." if hedged else ""
    words = join(sorted({str(name({}, key)) for key in findings.tables["posture"]["posture"].unique().drop_nulls()}))
    return (
        "The partner is the pole with the highest alignment, if that is high enough to count; the posture follows from the "
        f"threat that the partner itself poses ({words}).{second}{among_allies(findings)} An empty cell is missing."
    )


def among_allies(findings: Findings) -> str:
    """What changes when poles whose leaders are pledged to defend each other do not count as rivals; "" when nothing does."""
    told = []
    for state in states_of(findings):
        own = rows(findings, "posture", state=state)
        other = own.filter(pl.col("posture") != pl.col("posture_allied"))
        if other.height:
            words = join(sorted({POSTURES[str(each)][1] for each in other["posture_allied"]}), "or")
            told.append(f"{name(findings.names.states, state)} {words} in {count(other.height, 'year')} in which it otherwise "
                        f"{join(sorted({POSTURES[str(each)][1] for each in other['posture']}))}")  # fmt: skip
    return f" If poles whose leaders are allies are not taken for rivals, {join(told)}." if told else ""


POSTURE = Figure("posture", "Partner and posture, year by year", caption, posture, "posture", ("alignment", "threat"))
