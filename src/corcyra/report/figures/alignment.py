"""Figure: the alignment of each state toward each pole by year, with dated turns."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent, level, year_axis, years_of
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.labels import dodge, lonely
from corcyra.report.style import MUTED, PAPER, RULE, WIDTH, colours, dashes
from corcyra.report.wording import count, label, name
from corcyra.study.findings import Findings

__all__ = ["ALIGNMENT", "alignment"]

LABELS = 74
"""Pixels kept for the poles' names at the right."""


def alignment(findings: Findings) -> Chart:
    """One panel a state, one line a pole, named at its end; triangles mark computed turns, hairlines documented ones."""
    states = states_of(findings)
    height = max(90, min(150, 640 // len(states)))
    panels = [panel(findings, state, height) for state in states]
    subtitle = ["\u25b2 turn toward a pole \u00b7 \u25bc turn away from it \u00b7 numbered line: a turn that coders read from documents"]
    return dressed(alt.vconcat(*panels, spacing=16), "Alignment of each state toward each pole", subtitle)  # type: ignore[no-any-return]


def panel(findings: Findings, state: str, height: int) -> alt.LayerChart:
    """The lines, turns and labels of one state."""
    table = rows(findings, "alignment", state=state)
    domain = extent(findings.tables["alignment"]["alignment"].to_list())
    parts = [
        documented(findings, state, domain),
        *lines(findings, table, domain),
        *turns(findings, state, table, domain),
        end_labels(findings, table, domain, height),
    ]
    title = alt.TitleParams(name(findings.names.states, state))
    return alt.layer(*parts).properties(width=WIDTH - LABELS - 14, height=height, title=title)


def pole_scale(findings: Findings, channel: Any, field: str = "pole:N") -> Any:
    """Colour or dash of the poles."""
    poles = list(findings.spec.poles)
    pattern = colours(poles) if channel is alt.Color else dashes(poles)
    return channel(field, scale=alt.Scale(domain=poles, range=pattern), legend=None)


def lines(findings: Findings, table: pl.DataFrame, domain: tuple[float, float]) -> list[alt.Chart]:
    """A line for each pole, broken where the value is missing, and dots for years that stand alone."""
    data = table.select("year", "pole", "alignment")
    alone = pl.concat(
        part.filter(pl.Series(lonely(part["alignment"].to_list()), dtype=pl.Boolean))
        for part in data.partition_by("pole", maintain_order=True)
    )
    x, y, colour = year_axis(findings), level("alignment", domain), pole_scale(findings, alt.Color)
    drawn = alt.Chart(data).mark_line().encode(x=x, y=y, color=colour, strokeDash=pole_scale(findings, alt.StrokeDash))
    return [drawn, alt.Chart(alone).mark_circle(size=26, opacity=1).encode(x=x, y=y, color=colour)]


def turns(findings: Findings, state: str, table: pl.DataFrame, domain: tuple[float, float]) -> list[alt.Chart]:
    """Triangles on the lines: up toward the pole, down away from it, with the year."""
    found = rows(findings, "turns", state=state)
    if found.is_empty():
        return []
    data = found.join(table.select("year", "pole", "alignment"), on=["year", "pole"], how="inner").filter(
        pl.col("alignment").is_not_null()
    )
    data = data.with_columns(up=pl.col("change") > 0).select("year", "pole", "alignment", "up")
    base = alt.Chart(data).encode(x=year_axis(findings), y=level("alignment", domain), color=pole_scale(findings, alt.Color))
    shape = alt.Shape("up:N", scale=alt.Scale(domain=[True, False], range=["triangle-up", "triangle-down"]), legend=None)
    return [base.mark_point(filled=True, size=95, opacity=1, stroke=PAPER, strokeWidth=1.2).encode(shape=shape)]


def documented(findings: Findings, state: str, domain: tuple[float, float]) -> alt.LayerChart:
    """Hairlines at the turns that coders read from documents, numbered as in the table."""
    first, last = years_of(findings)
    dates = rows(findings, "coded_turns", state=state)["date"].to_list() if "coded_turns" in findings.tables else []
    placed = [(number, middle(str(text))) for number, text in enumerate(dates, 1)]
    data = pl.DataFrame(
        [(year, str(number), domain[0], domain[1]) for number, year in placed if first - 0.5 <= year <= last + 0.5],
        schema={"year": pl.Float64, "number": pl.String, "low": pl.Float64, "high": pl.Float64},
        orient="row",
    )
    x, low, high = year_axis(findings), level("low", domain), alt.Y2("high:Q")
    rules = alt.Chart(data).mark_rule(color=RULE, strokeWidth=1).encode(x=x, y=low, y2=high)
    signs = alt.Chart(data).mark_text(baseline="bottom", dy=-1, fontSize=9.5, color=MUTED)
    return rules + signs.encode(x=x, y=level("high", domain), text="number:N")


def middle(text: str) -> float:
    """A date on the axis of years, where a year's value stands at the middle of the year.

    >>> middle("2005"), round(middle("2005-01"), 2), round(middle("2005-12-31"), 2)
    (2005.0, 2004.54, 2005.5)
    """
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return float(parts[0])
    day = date(parts[0], parts[1], parts[2] if len(parts) > 2 else 15)
    return parts[0] + (day.timetuple().tm_yday / 365.25) - 0.5


def end_labels(findings: Findings, table: pl.DataFrame, domain: tuple[float, float], height: int) -> alt.Chart:
    """The poles' names to the right of their last values, kept apart."""
    known = table.filter(pl.col("alignment").is_not_null()).sort("year").group_by("pole", maintain_order=True).last()
    places = [float(value) for value in known["alignment"].to_list()]
    gap = 12.5 * (domain[1] - domain[0]) / height
    words = [label(findings.names.poles, key) for key in known["pole"].to_list()]
    data = known.select("pole").with_columns(
        pl.Series("at", dodge(places, gap, domain[0], domain[1]), dtype=pl.Float64),
        pl.Series("word", words, dtype=pl.String),
        pl.lit(float(years_of(findings)[1]) + 0.5).alias("year"),
    )
    text = alt.Chart(data).mark_text(align="left", dx=6, fontSize=11, fontWeight="bold", baseline="middle")
    return text.encode(x=year_axis(findings), y=level("at", domain), text="word:N", color=pole_scale(findings, alt.Color))


def caption(findings: Findings) -> str:
    """What the reader sees, and how much is observed."""
    table = findings.tables["alignment"]
    seen, turned = table["alignment"].count(), rows(findings, "turns").height
    return (
        "Each line is the mean of the indicators of alignment that are observed, from 0 (none) to 1 (all at their height); "
        "a gap is missing, not zero. A triangle is a lasting change found by the computation "
        f"({count(turned, 'change')} in all), pointing up toward the pole and down away from it; a numbered hairline is a turn "
        f"that coders dated from documents. {seen} of {table.height} values are observed."
    )


ALIGNMENT = Figure(
    "alignment",
    "Alignment of each state toward each pole",
    caption,
    alignment,
    "alignment",
    ("alignment", "align_pact", "align_org", "align_exercise", "align_un"),
)
