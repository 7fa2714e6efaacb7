"""Figure: how deeply each pole's leading state has penetrated each state."""

from __future__ import annotations

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent, head, ticks, years_of
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.labels import alone_within
from corcyra.report.style import MUTED, WIDTH, colours
from corcyra.report.wording import label, name
from corcyra.study.findings import Findings

__all__ = ["PENETRATION", "penetration"]

LABELS = 78
TOTAL = "all together"


def penetration(findings: Findings) -> Chart:
    """A grid of areas: poles down, states across, and all poles together at the foot."""
    states = states_of(findings)
    data = pl.concat(areas(findings, state) for state in states)
    width = (WIDTH - LABELS - 24 - 14 * len(states)) // len(states)
    poles = [label(findings.names.poles, key) for key in findings.spec.poles]
    across = alt.Column(
        "state:N", sort=[name(findings.names.states, state) for state in states],
        header=head(labelFontWeight="bold", labelAnchor="start", labelLimit=width),
    )  # fmt: skip
    down = alt.Row("pole:N", sort=[*poles, TOTAL], header=head(labelAngle=0, labelAlign="left", labelOrient="left"))
    grid = (
        cell(findings, data, poles, width).facet(row=down, column=across).properties(spacing={"row": 11, "column": 14})
    )
    return dressed(
        grid, "Penetration of each state by each pole", ["height of the area: penetration by the pole's leading state"]
    )


def areas(findings: Findings, state: str) -> pl.DataFrame:
    """State, pole, year and penetration; ``total`` as a pole of its own. ``run`` numbers stretches without a gap."""
    table = rows(findings, "penetration", state=state).sort("pole", "year")
    by_pole = table.select("year", key="pole", value=pl.col("penetration").cast(pl.Float64))
    total = table.unique(subset="year", keep="first", maintain_order=True).sort("year")
    together = total.select("year", key=pl.lit(TOTAL), value=pl.col("total").cast(pl.Float64))
    words = {key: label(findings.names.poles, key) for key in findings.spec.poles}
    every = pl.concat([by_pole, together]).filter(pl.col("key").is_in([*words, TOTAL]))
    run = pl.col("value").is_null().cast(pl.Int64).cum_sum().over("key")
    return every.with_columns(
        run=run,
        alone=alone_within("key", "value"),
        state=pl.lit(name(findings.names.states, state)),
        pole=pl.col("key").replace({**words, TOTAL: TOTAL}),
    ).drop("key")


def cell(findings: Findings, data: pl.DataFrame, poles: list[str], width: int) -> alt.LayerChart:
    """One pole in one state: an area, and dots so that a year between two gaps is seen."""
    first, last = years_of(findings)
    domain = extent(data["value"].to_list())
    axis = alt.Axis(values=ticks(first, last, 4), format="d", title=None)
    x = alt.X("year:Q", scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False), axis=axis)
    level = alt.Axis(title=None, values=list(domain), grid=True, labelFontSize=9.5, format="~g")
    y = alt.Y("value:Q", scale=alt.Scale(domain=list(domain), nice=False), axis=level)
    tints = alt.Scale(domain=[*poles, TOTAL], range=[*colours(findings.spec.poles), MUTED])
    colour = alt.Color("pole:N", scale=tints)
    known = alt.Chart(data).transform_filter("isValid(datum.value)")
    area = known.mark_area(opacity=0.35).encode(x=x, y=y, color=colour, detail="run:N")
    line = known.mark_line(strokeWidth=1.6).encode(x=x, y=y, color=colour, detail="run:N")
    dots = known.transform_filter("datum.alone").mark_circle(size=18, opacity=1).encode(x=x, y=y, color=colour)
    return alt.LayerChart(layer=[area, line, dots]).properties(width=width, height=44)


def caption(findings: Findings) -> str:
    """How to read the areas, and the coverage."""
    table = findings.tables["penetration"]
    return (
        "Penetration joins the footholds of an outside power that are no part of the observed alignment, such as bases, arms "
        "and energy, from 0 (none) to 1. The last row is all poles together. Where there is no area, nothing is observed. "
        f"{table['penetration'].count()} of {table.height} values are observed."
    )


PENETRATION = Figure(
    "penetration", "Penetration of each state by each pole", caption, penetration, "penetration",
    ("penetration", "penetration_total", "exclusivity"),
)  # fmt: skip
