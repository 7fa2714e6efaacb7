"""Figure: the alignment of each state toward each pole by year, with dated turns."""

from __future__ import annotations

from datetime import date

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent, level, panel_head, year_axis, years_of
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.labels import alone_within, dodge
from corcyra.report.style import MUTED, PAPER, RULE, WIDTH, colours, dashes
from corcyra.report.wording import count, label, name
from corcyra.study.findings import Findings

__all__ = ["ALIGNMENT", "alignment"]

LABELS = 74
"""Pixels kept for the poles' names at the right."""


def alignment(findings: Findings) -> Chart:
    """One panel a state, one line a pole, named at its end; triangles mark computed turns, hairlines documented ones."""
    states = states_of(findings)
    height = max(70, min(150, 480 // len(states)))
    domain = extent(findings.tables["alignment"]["alignment"].to_list())
    data = pl.concat((panel(findings, state, domain, height) for state in states), how="vertical_relaxed")
    order = [name(findings.names.states, state) for state in states]
    cell = layers(findings, data, domain).properties(width=WIDTH - LABELS - 14, height=height)
    grid = cell.facet(facet=alt.Facet("state:N", sort=order, header=panel_head(12)), columns=1).resolve_axis(
        x="independent"
    )
    subtitle = [
        "\u25b2 turn toward a pole \u00b7 \u25bc turn away from it \u00b7 numbered line: a turn that coders read from documents"
    ]
    return dressed(grid.properties(spacing=10), "Alignment of each state toward each pole", subtitle)


SCHEMA = {"kind": pl.String, "year": pl.Float64, "value": pl.Float64, "pole": pl.String, "word": pl.String}
"""One row for each thing drawn; ``kind`` says what it is: line, dot, up, down, mark, name."""


def panel(findings: Findings, state: str, domain: tuple[float, float], height: int) -> pl.DataFrame:
    """All that is drawn for one state."""
    table = rows(findings, "alignment", state=state).select("year", "pole", "alignment").sort("pole", "year")
    drawn = [
        *(("line", year, value, pole, "") for year, pole, value in table.rows()),
        *(
            ("dot", year, value, pole, "")
            for year, pole, value in table.filter(alone_within("pole", "alignment")).rows()
        ),
        *turns(findings, state, table),
        *documented(findings, state, domain),
        *end_names(findings, table, domain, height),
    ]
    return pl.DataFrame(drawn, schema=SCHEMA, orient="row").with_columns(
        state=pl.lit(name(findings.names.states, state))
    )


Row = tuple[str, float, float | None, str, str]


def turns(findings: Findings, state: str, table: pl.DataFrame) -> list[Row]:
    """Triangles on the lines: up toward the pole, down away from it."""
    found = rows(findings, "turns", state=state)
    if found.is_empty():
        return []
    both = found.join(table, on=["year", "pole"], how="inner", maintain_order="left").filter(
        pl.col("alignment").is_not_null()
    )
    return [
        ("up" if row["change"] > 0 else "down", row["year"], row["alignment"], row["pole"], "")
        for row in both.iter_rows(named=True)
    ]


def documented(findings: Findings, state: str, domain: tuple[float, float]) -> list[Row]:
    """Hairlines at the turns that coders read from documents, numbered as in the table."""
    first, last = years_of(findings)
    found = rows(findings, "coded_turns", state=state)
    dates = found["date"].to_list() if found.height else []
    placed = [(number, middle(str(text))) for number, text in enumerate(dates, 1)]
    return [("mark", year, domain[1], "", str(number)) for number, year in placed if first - 0.5 <= year <= last + 0.5]


def end_names(findings: Findings, table: pl.DataFrame, domain: tuple[float, float], height: int) -> list[Row]:
    """The poles' names to the right of their last values, kept apart."""
    known = table.filter(pl.col("alignment").is_not_null()).sort("year").group_by("pole", maintain_order=True).last()
    gap = 12.5 * (domain[1] - domain[0]) / height
    places = dodge([float(value) for value in known["alignment"].to_list()], gap, domain[0], domain[1])
    right = years_of(findings)[1] + 0.5
    return [
        ("name", right, place, pole, label(findings.names.poles, pole))
        for pole, place in zip(known["pole"].to_list(), places, strict=True)
    ]


def layers(findings: Findings, data: pl.DataFrame, domain: tuple[float, float]) -> alt.LayerChart:
    """Hairlines below, then lines, dots, triangles and names."""
    poles = list(findings.spec.poles)
    x, y = year_axis(findings), level("value", domain)
    colour = alt.Color("pole:N", scale=alt.Scale(domain=poles, range=colours(poles)), legend=None)
    dash = alt.StrokeDash("pole:N", scale=alt.Scale(domain=poles, range=dashes(poles)), legend=None)
    shape = alt.Shape(
        "kind:N", scale=alt.Scale(domain=["up", "down"], range=["triangle-up", "triangle-down"]), legend=None
    )
    base = alt.Chart(data).encode(x=x, y=y)
    marks, tinted = base.transform_filter("datum.kind == 'mark'"), base.encode(color=colour)
    return alt.LayerChart(
        layer=[
            marks.mark_rule(color=RULE, strokeWidth=1).encode(y2=alt.Y2Datum(domain[0])),
            marks.mark_text(baseline="bottom", dy=-1, fontSize=9.5, color=MUTED).encode(text="word:N"),
            tinted.transform_filter("datum.kind == 'line'").mark_line().encode(strokeDash=dash),
            tinted.transform_filter("datum.kind == 'dot'").mark_circle(size=26, opacity=1),
            tinted.transform_filter("datum.kind == 'up' || datum.kind == 'down'")
            .mark_point(filled=True, size=95, opacity=1, stroke=PAPER, strokeWidth=1.2)
            .encode(shape=shape),
            tinted.transform_filter("datum.kind == 'name'")
            .mark_text(align="left", dx=6, fontSize=11, fontWeight="bold", baseline="middle")
            .encode(text="word:N"),
        ]
    )


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
