"""The compact table of the terminal: each state and theory in 80 columns."""

from __future__ import annotations

from typing import Any

from rich.table import Table
from rich.text import Text

from corcyra.report.figures.figure import rows, states_of
from corcyra.report.prose import pole_word
from corcyra.report.shown import state_word, theory_word
from corcyra.report.wording import EN_DASH, name, percent
from corcyra.study.findings import Findings

__all__ = ["terminal"]


def terminal(findings: Findings) -> Table:
    """The compact table for the terminal: 80 columns, words instead of colour.

    Each state has a first line with what is observed; below it a line for each theory.
    """
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), title=None)
    for title, least, justify in (
        ("", 20, "left"),
        ("partner", 11, "left"),
        ("posture", 9, "left"),
        ("right", 5, "right"),
        ("match", 6, "left"),
    ):
        table.add_column(title, min_width=least, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for state in states_of(findings):
        for place, row in enumerate(rows(findings, "summary", state=state).iter_rows(named=True)):
            if place == 0:
                partner = (
                    f"{pole_word(findings, row['observed'])} {percent(row['observed_share'])}"
                    if row["observed"]
                    else EN_DASH
                )
                seen = (f"{state_word(findings, state)}, observed", partner, name({}, row["observed_posture"]), "", "")
                table.add_row(*seen, style="bold")
            table.add_row(*terminal_row(findings, row))
        table.add_row() if state != states_of(findings)[-1] else None
    return table


STYLES = {"yes": "green", "partly": "yellow", "no": "red", "silent": "dim"}


def terminal_row(findings: Findings, row: dict[str, Any]) -> tuple[str | Text, ...]:
    """One theory's line."""
    match = Text(str(row["match"]), style=STYLES.get(row["match"], ""))
    theory = f"  {theory_word(findings, row['theory'])}"
    if row["match"] == "silent" or not row["predicted"]:
        return theory, EN_DASH, EN_DASH, "", match
    partner = f"{pole_word(findings, row['predicted'])} {percent(row['predicted_share'])}"
    return theory, partner, name({}, row["predicted_posture"]), percent(row["hit_share"]), match
