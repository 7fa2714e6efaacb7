"""Figure: horizontal and vertical weakness of each state by year."""

from __future__ import annotations

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent, ticks, years_of
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.labels import lonely
from corcyra.report.style import INK, MUTED, WIDTH
from corcyra.report.wording import name
from corcyra.study.findings import Findings

__all__ = ["WEAKNESS", "weakness"]

KINDS = {"horizontal": ("#b03010", (5, 3)), "vertical": ("#0b3070", (2, 2)), "weakness": (INK, (1, 0))}
"""Colour and dash of each line; the composite is the full, dark one."""

THIN = 0.5
"""A year with less than this share of the inputs observed is marked. Ours: below it the index rests on a minority of them."""


def weakness(findings: Findings) -> Chart:
    """One panel a state; three lines; a tick below where less than half of the inputs is observed."""
    states = states_of(findings)
    columns = min(3, len(states))
    width = (WIDTH - 34 - 18 * (columns - 1)) // columns
    panels = [cell(findings, state, width, labels=place % columns == 0) for place, state in enumerate(states)]
    subtitle = [
        "full line: weakness · long dashes: horizontal (groups, secession) · short dashes: vertical (regime, coups)"
    ]
    grid = alt.concat(*panels, columns=columns, spacing=18, bounds="flush")
    return dressed(grid, "Weakness of each state", subtitle)


def lines(findings: Findings, state: str) -> pl.DataFrame:
    """Year, kind, value, whether it stands alone, and whether the year is thinly covered."""
    table = rows(findings, "weakness", state=state).sort("year")
    thin = pl.min_horizontal("horizontal_coverage", "vertical_coverage") < THIN
    return pl.concat(
        table.select(
            "year", pl.lit(kind).alias("kind"),
            pl.col(kind).cast(pl.Float64).alias("value"),
            pl.Series("alone", lonely(table[kind].to_list()), dtype=pl.Boolean),
            thin.fill_null(False).alias("thin"),
        )
        for kind in KINDS
    )  # fmt: skip


def cell(findings: Findings, state: str, width: int, *, labels: bool) -> alt.LayerChart:
    """One state's lines."""
    first, last = years_of(findings)
    data, domain = lines(findings, state), extent(findings.tables["weakness"]["weakness"].to_list())
    axis = alt.Axis(values=ticks(first, last, 4), format="d", title=None)
    x = alt.X("year:Q", scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False), axis=axis)
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=list(domain), nice=False),
        axis=alt.Axis(title=None, values=[0, 0.5, 1], labels=labels),
    )
    kinds = list(KINDS)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[KINDS[kind][0] for kind in kinds]))
    dash = alt.StrokeDash("kind:N", scale=alt.Scale(domain=kinds, range=[list(KINDS[kind][1]) for kind in kinds]))
    base = alt.Chart(data)
    drawn = base.mark_line(strokeWidth=1.9).encode(x=x, y=y, color=colour, strokeDash=dash)
    dots = base.transform_filter("datum.alone").mark_circle(size=24, opacity=1).encode(x=x, y=y, color=colour)
    thin = base.transform_filter("datum.thin && datum.kind == 'weakness'").mark_tick(
        color=MUTED, thickness=1.5, size=7, orient="vertical"
    )
    foot = thin.encode(x=x, y=alt.YDatum(domain[0] + 0.025 * (domain[1] - domain[0])))
    title = alt.TitleParams(name(findings.names.states, state))
    return alt.LayerChart(layer=[drawn, dots, foot]).properties(width=width, height=130, title=title)


def caption(findings: Findings) -> str:
    """How to read the lines, and the coverage."""
    table = findings.tables["weakness"]
    thin = table.filter(pl.min_horizontal("horizontal_coverage", "vertical_coverage") < THIN).height
    note = (
        f" A tick at the foot marks the {thin} state-years in which less than half of the inputs is observed."
        if thin
        else ""
    )
    return (
        "Horizontal weakness is tension between groups and secession; vertical weakness is instability of the regime "
        "(Oskanian 2010). The full line joins both: 1 - (1 - horizontal)(1 - vertical), from 0 (strong) to 1 (weak)."
        f"{note} {table['weakness'].count()} of {table.height} state-years have a value."
    ).replace(" - ", " \u2212 ")


WEAKNESS = Figure(
    "weakness", "Weakness of each state", caption, weakness, "weakness",
    ("weakness", "weakness_horizontal", "weakness_vertical", "horizontal_weakness", "vertical_weakness"),
)  # fmt: skip
