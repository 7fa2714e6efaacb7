"""Figure: the latent alignment, with how sure the data make us of it."""

from __future__ import annotations

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent, head, ticks, years_of
from corcyra.report.figures.figure import Chart, Figure, dressed, rows, states_of
from corcyra.report.figures.labels import alone_within
from corcyra.report.style import RULE, WIDTH, colours
from corcyra.report.wording import label, name
from corcyra.study.findings import Findings

__all__ = ["LATENT", "latent"]

LABELS = 62
SURE = 1.959964
"""Standard deviations either side that hold 95 % of a normal distribution."""


def latent(findings: Findings) -> Chart:
    """A grid: poles down, states across; a line with its band."""
    states = states_of(findings)
    data = pl.concat(bands(findings, state) for state in states)
    width = (WIDTH - LABELS - 28 - 12 * len(states)) // len(states)
    poles = [label(findings.names.poles, key) for key in findings.spec.poles]
    across = alt.Column(
        "state:N", sort=[name(findings.names.states, state) for state in states],
        header=head(labelFontWeight="bold", labelAnchor="start", labelLimit=width),
    )  # fmt: skip
    down = alt.Row("pole:N", sort=poles, header=head(labelAngle=0, labelAlign="left", labelOrient="left"))
    grid = (
        cell(findings, data, poles, width).facet(row=down, column=across).properties(spacing={"row": 6, "column": 12})
    )
    subtitle = ["line: latent score, 0 the average of all cells \u00b7 band: 95 % interval"]
    return dressed(grid, "Latent alignment and its uncertainty", subtitle)


def bands(findings: Findings, state: str) -> pl.DataFrame:
    """State, pole, year, score and the ends of its interval; every pole has a row."""
    table = rows(findings, "alignment", state=state).sort("pole", "year")
    words = {key: label(findings.names.poles, key) for key in findings.spec.poles}
    return table.filter(pl.col("pole").is_in(list(words))).select(
        "year", pl.col("pole").replace(words), pl.lit(name(findings.names.states, state)).alias("state"),
        pl.col("latent").cast(pl.Float64).alias("value"),
        low=(pl.col("latent") - SURE * pl.col("latent_sd")).cast(pl.Float64),
        high=(pl.col("latent") + SURE * pl.col("latent_sd")).cast(pl.Float64),
        run=pl.col("latent").is_null().cast(pl.Int64).cum_sum().over("pole"),
        alone=alone_within("pole", "latent"),
    )  # fmt: skip


def cell(findings: Findings, data: pl.DataFrame, poles: list[str], width: int) -> alt.LayerChart:
    """One pole and one state."""
    first, last = years_of(findings)
    low, high = extent([*data["low"].to_list(), *data["high"].to_list(), -1.0, 1.5])
    x = alt.X(
        "year:Q", scale=alt.Scale(domain=[first - 0.5, last + 0.5], nice=False, zero=False),
        axis=alt.Axis(values=ticks(first, last, 4), format="d", title=None),
    )  # fmt: skip
    scale = alt.Scale(domain=[low, high], nice=False)
    axis = alt.Axis(title=None, tickCount=3, labelFontSize=9.5)
    tint = alt.Color("pole:N", scale=alt.Scale(domain=poles, range=colours(findings.spec.poles)))
    known = alt.Chart(data).transform_filter("isValid(datum.value)")
    zero = (
        alt.Chart(data)
        .mark_rule(color=RULE)
        .transform_aggregate(n="count()", groupby=["state", "pole"])
        .encode(y=alt.YDatum(0, scale=scale, axis=axis))
    )
    band = known.transform_filter("isValid(datum.low)").mark_area(opacity=0.25)
    y = alt.Y("value:Q", scale=scale, axis=axis)
    layers = [
        zero,
        band.encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q", color=tint, detail="run:N"),
        known.mark_line(strokeWidth=1.8).encode(x=x, y=y, color=tint, detail="run:N"),
        known.transform_filter("datum.alone").mark_circle(size=18, opacity=1).encode(x=x, y=y, color=tint),
    ]
    return alt.LayerChart(layer=[*layers]).properties(width=width, height=52)


def caption(findings: Findings) -> str:
    """How to read the bands."""
    return (
        "One trait behind all indicators of alignment, estimated by a dynamic factor. It weighs the indicators by what they "
        "have in common instead of equally, and is shown beside the index so that a reader can see whether the choice matters. "
        "A wide band means that the evidence of those years says little."
    )


LATENT = Figure(
    "latent",
    "Latent alignment and its uncertainty",
    caption,
    latent,
    "alignment",
    ("alignment_latent", "alignment_latent_sd"),
)
