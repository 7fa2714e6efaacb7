"""Figure: each theory against each baseline, with intervals."""

from __future__ import annotations

import math

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent, head
from corcyra.report.figures.figure import Chart, Figure, dressed
from corcyra.report.figures.scores import best_first, contender_name
from corcyra.report.style import INK, MUTED, PAPER, RULE, WIDTH
from corcyra.study.findings import Findings

__all__ = ["DIFFERENCES", "differences"]

LABELS = 150


def differences(findings: Findings) -> Chart:
    """A column a baseline; a dot right of zero is a theory that did better; full when the interval excludes zero."""
    table = findings.tables["differences"].filter(pl.col("metric") == "log_loss", pl.col("rows") == "all")
    theories = [key for key in best_first(findings) if key in table["theory"].to_list()]
    words = [contender_name(findings, key) for key in theories]
    baselines = [key for key in best_first(findings) if key in table["baseline"].to_list()]
    data = table.filter(pl.col("value").is_finite()).select(
        pl.col("theory").replace_strict(theories, words, default=None, return_dtype=pl.String).alias("word"),
        pl.col("baseline").replace_strict(baselines, [contender_name(findings, key) for key in baselines], default=None,
                                          return_dtype=pl.String).alias("against"),
        "value", pl.col("low", "high").replace([math.inf, -math.inf], None), sure=((pl.col("low") > 0) | (pl.col("high") < 0)).fill_null(False),
    )  # fmt: skip
    width = (WIDTH - LABELS - 16 * len(baselines)) // max(1, len(baselines))
    order = [contender_name(findings, key) for key in baselines]
    facet = (
        cell(data, words, width)
        .facet(column=alt.Column("against:N", sort=order, header=head(labelLimit=width + 12)))
        .properties(spacing=14)
    )
    subtitle = [
        "right of the line: the theory did better \u00b7 \u25cf interval excludes no difference \u00b7 \u25cb it does not \u00b7 log loss, all years"
    ]
    return dressed(facet, "Each theory against each baseline", subtitle)


def cell(data: pl.DataFrame, words: list[str], width: int) -> alt.LayerChart:
    """All theories against one baseline."""
    domain = extent([*data["low"].to_list(), *data["high"].to_list(), *data["value"].to_list(), -0.01])
    scale = alt.Scale(domain=list(domain), nice=False)
    reach = step(min(domain[1], -domain[0]) or max(domain[1], -domain[0]))
    axis = alt.Axis(title=None, grid=False, values=[-reach, 0, reach], format="~g")
    y = alt.Y(
        "word:N", sort=words, scale=alt.Scale(domain=words), axis=alt.Axis(title=None, grid=True, labelLimit=LABELS)
    )
    zero = (
        alt.Chart(data)
        .mark_rule(color=RULE)
        .transform_aggregate(n="count()", groupby=["against"])
        .encode(x=alt.XDatum(0, scale=scale, axis=axis))
    )
    base = alt.Chart(data).encode(y=y)
    lines = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=1.8, color=MUTED)
    fill = alt.Fill("sure:N", scale=alt.Scale(domain=[True, False], range=[INK, PAPER]))
    dots = base.mark_point(size=52, opacity=1, strokeWidth=1.4, stroke=INK).encode(
        x=alt.X("value:Q", scale=scale, axis=axis), fill=fill
    )
    layers = (zero, lines.encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"), dots)
    return alt.LayerChart(layer=[*layers]).properties(width=width, height=17 * max(1, len(words)))


def step(reach: float) -> float:
    """The largest round number within reach: 1, 2 or 5 times a power of ten.

    >>> step(0.9), step(0.06), step(3.0)
    (0.5, 0.05, 2.0)
    """
    power = 10.0 ** math.floor(math.log10(reach)) if reach > 0 else 1.0
    return round(max(each * power for each in (1, 2, 5) if each * power <= reach or each == 1), 12)


def caption(findings: Findings) -> str:
    """How to read the dots."""
    return (
        "Paired difference of log loss on the state-years on which the theory speaks, with its 95 % interval from the block "
        "bootstrap. A baseline uses no theory: it repeats last year's partner, or takes the nearest pole, the most frequent "
        "one, or the like."
    )


DIFFERENCES = Figure(
    "differences", "Each theory against each baseline", caption, differences, "differences", ("alignment",)
)
