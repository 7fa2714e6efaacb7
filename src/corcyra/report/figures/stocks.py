"""Figure: enmity and amity of each state with each neighbour and power, over the years."""

from __future__ import annotations

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent, head, years_of
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.labels import lonely
from corcyra.report.style import RULE, SIGNS, WIDTH
from corcyra.report.wording import label, name
from corcyra.study.findings import Findings

__all__ = ["STOCKS", "stocks"]

LABELS = 90
WRAP = "length(datum.label) > 9 ? split(datum.label, ' ') : datum.label"
"""Long names break at their spaces, since the cells are narrow."""

KINDS = {"amity": 1, "enmity": -1}


def stocks(findings: Findings) -> Chart:
    """A grid: the study's states down, every other across; two lines in each cell."""
    states, others = states_of(findings), others_of(findings)
    table = findings.tables["enmity_amity"]
    domain = extent([*table["enmity"].to_list(), *table["amity"].to_list()])
    data = pl.concat(pair(findings, state, other) for state in states for other in others)
    width = (WIDTH - LABELS - 6 * len(others)) // max(1, len(others))
    rows_head = head(labelAngle=0, labelAlign="left", labelFontWeight="bold", labelOrient="left")
    down = alt.Row("state:N", sort=[name(findings.names.states, key) for key in states], header=rows_head)
    names = [label(findings.names.states, key) for key in others]
    across = alt.Column("other:N", sort=names, header=head(labelLimit=width + 6, labelExpr=WRAP, labelLineHeight=12))
    first, last = years_of(findings)
    subtitle = [
        f"full line: amity \u00b7 dashed line: enmity \u00b7 each cell runs from {first} to {last}, from {domain[0]:g} to {domain[1]:g}"
    ]
    grid = (
        cell(findings, data, domain, width).facet(row=down, column=across).properties(spacing={"row": 8, "column": 6})
    )
    return dressed(grid, "Enmity and amity over the years", subtitle)


def others_of(findings: Findings) -> list[str]:
    """The columns: the study's states, then the leading states of the poles."""
    own = states_of(findings)
    table = findings.tables["enmity_amity"]
    known = {*table["state"].to_list(), *table["other"].to_list()}
    leaders = [leader for pole in findings.spec.poles if (leader := findings.names.leaders.get(pole, "")) in known]
    return list(dict.fromkeys([*(key for key in own if len(own) > 1), *leaders]))


def pair(findings: Findings, state: str, other: str) -> pl.DataFrame:
    """Year, kind and value of one pair, whichever way round the table lists it."""
    a, b = sorted((state, other))
    table = rows(findings, "enmity_amity", state=a, other=b).sort("year")
    if table.is_empty():
        table = pl.DataFrame({"year": [years_of(findings)[0]], "enmity": [None], "amity": [None]})
    words = (name(findings.names.states, state), label(findings.names.states, other))
    return pl.concat(
        table.select(
            pl.lit(words[0]).alias("state"), pl.lit(words[1]).alias("other"), "year", pl.lit(kind).alias("kind"),
            pl.col(kind).cast(pl.Float64).alias("value"),
            pl.Series("alone", lonely(table[kind].to_list()), dtype=pl.Boolean),
        )
        for kind in KINDS
    )  # fmt: skip


def cell(findings: Findings, data: pl.DataFrame, domain: tuple[float, float], width: int) -> alt.LayerChart:
    """One pair: a full line of amity, a dashed one of enmity; a dot where a year stands alone."""
    none = alt.Axis(labels=False, ticks=False, domain=False, grid=False, title=None)
    first, last = years_of(findings)
    x = alt.X("year:Q", scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False), axis=none)
    y = alt.Y("value:Q", scale=alt.Scale(domain=list(domain), nice=False), axis=none)
    kinds = list(KINDS)
    colour = alt.Color("kind:N", scale=alt.Scale(domain=kinds, range=[SIGNS[KINDS[kind]][0] for kind in kinds]))
    dash = alt.StrokeDash(
        "kind:N", scale=alt.Scale(domain=kinds, range=[list(SIGNS[KINDS[kind]][1]) for kind in kinds])
    )
    base = alt.Chart(data)
    lines = base.mark_line(strokeWidth=1.9).encode(x=x, y=y, color=colour, strokeDash=dash)
    dots = base.transform_filter("datum.alone").mark_circle(size=22, opacity=1).encode(x=x, y=y, color=colour)
    return alt.LayerChart(layer=[lines, dots], view=alt.ViewBackground(stroke=RULE)).properties(width=width, height=54)


def caption(findings: Findings) -> str:
    """How to read the grid."""
    table = findings.tables["enmity_amity"]
    return (
        "Both are stocks: events add to them, and they fade with the years, so that old wars and old friendships still count. "
        "A pair can carry both. A broken line is missing, not zero; an empty cell is the state itself. "
        f"{table['enmity'].count()} of {table.height} values of enmity and {table['amity'].count()} of amity are observed."
    )


STOCKS = Figure("stocks", "Enmity and amity over the years", caption, stocks, "enmity_amity", ("enmity", "amity"))
