"""Figure: how well each theory did, with intervals, beside the baselines."""

from __future__ import annotations

import math

import altair as alt
import polars as pl

from corcyra.report.figures.axes import head
from corcyra.report.figures.figure import Chart, Figure, dressed
from corcyra.report.style import INK, MUTED, PAPER, RULE, WIDTH
from corcyra.report.wording import count, label, upper
from corcyra.study.findings import Findings

__all__ = ["KINDS", "METRICS", "ROWS", "SCORES", "best_first", "contender_name", "scores"]

METRICS = {
    "top1": "share of years right (higher is better)",
    "lenient": "share right, counting a hedge's second partner",
    "mrr": "mean reciprocal rank (higher is better)",
    "log_loss": "log loss (lower is better)",
    "brier": "Brier score (lower is better)",
    "silence": "share of years silent",
    "posture": "share of postures right",
}
ROWS = {"all": "all years", "transitions": "only years of change", "common": "only years on which all theories speak"}
KINDS = ("theory", "baseline")
DRAWN = ("top1", "log_loss")
COUNTED = ("all", "transitions")
LABELS = 150


def scores(findings: Findings) -> Chart:
    """Panels: share right and log loss, on all years and on years of change; a dot and its interval for each contender."""
    table = findings.tables["scores"].filter(pl.col("metric").is_in(DRAWN), pl.col("rows").is_in(list(COUNTED)))
    order = best_first(findings)
    words = [contender_name(findings, key) for key in order]
    counts = {which: int(table.filter(pl.col("rows") == which)["n"].max() or 0) for which in COUNTED}  # type: ignore[arg-type]
    panels = {which: f"{ROWS[which]} \u00b7 {counts[which]} state-years" for which in COUNTED}
    data = table.select(
        pl.col("contender").replace_strict(order, words, default=None, return_dtype=pl.String).alias("word"), "kind", "metric",
        pl.col("rows").replace_strict(panels, default=None, return_dtype=pl.String),
        pl.when(pl.col("value").is_finite()).then("value").alias("value"),
        pl.col("low", "high").replace([math.inf, -math.inf], None), best=best_baseline(),
    )  # fmt: skip
    parts = [
        metric_row(data.filter(pl.col("metric") == metric), metric, words, list(panels.values())) for metric in DRAWN
    ]
    subtitle = [
        "\u25cf theory \u00b7 \u25a1 baseline \u00b7 line: 95 % interval \u00b7 vertical line: the best baseline \u00b7 no mark: silent throughout"
    ]
    return dressed(alt.vconcat(*parts, spacing=14), "How well each theory did", subtitle)


def best_baseline() -> pl.Expr:
    """The value of the best baseline of each metric and set of years, beside every row of it."""
    value = pl.when((pl.col("kind") == "baseline") & pl.col("value").is_finite()).then(pl.col("value"))
    return (
        pl.when(pl.col("metric") == "log_loss")
        .then(value.min().over("metric", "rows"))
        .otherwise(value.max().over("metric", "rows"))
    )


def contender_name(findings: Findings, key: str) -> str:
    """The name of a theory or a baseline."""
    return upper(label({**findings.names.baselines, **findings.names.theories}, key))


def best_first(findings: Findings) -> list[str]:
    """Theories by share right, best first, those without a score last; then the baselines in the same way."""
    table = findings.tables["scores"].filter(pl.col("metric") == "top1", pl.col("rows") == "all")
    value = {row["contender"]: row["value"] for row in table.iter_rows(named=True)}
    kind = dict(findings.tables["scores"].select("contender", "kind").unique(maintain_order=True).rows())
    return sorted(kind, key=lambda key: (KINDS.index(kind[key]), value.get(key) is None, -(value.get(key) or 0.0), key))


def metric_row(data: pl.DataFrame, metric: str, words: list[str], panels: list[str]) -> alt.FacetChart:
    """One metric on both sets of years: a dot and its interval for each contender, and a line at the best baseline."""
    top = max([value for value in [*data["high"].to_list(), *data["value"].to_list()] if value is not None] or [1.0])
    scale = alt.Scale(domain=[0.0, 1.0 if metric == "top1" else round(top * 1.05, 3)], nice=False, clamp=True)
    across = alt.Axis(title=None, grid=True, tickCount=4)
    y = alt.Y(
        "word:N", sort=words, scale=alt.Scale(domain=words), axis=alt.Axis(title=None, labelLimit=LABELS, grid=True)
    )
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=list(KINDS), range=["circle", "square"]))
    fill = alt.Fill("kind:N", scale=alt.Scale(domain=list(KINDS), range=[INK, PAPER]))
    base = alt.Chart(data).encode(y=y)
    layers = [
        alt.Chart(data).transform_aggregate(best="max(best)", groupby=["rows"]).transform_filter("isValid(datum.best)")
        .mark_rule(color=RULE, strokeWidth=2.5).encode(x=alt.X("best:Q", scale=scale, axis=across)),
        base.transform_filter("isValid(datum.value) && isValid(datum.low) && isValid(datum.high)")
        .mark_rule(strokeWidth=1.8, color=MUTED).encode(x=alt.X("low:Q", scale=scale, axis=across), x2="high:Q"),
        base.transform_filter("isValid(datum.value)").mark_point(size=52, opacity=1, strokeWidth=1.4, stroke=INK)
        .encode(x=alt.X("value:Q", scale=scale, axis=across), shape=shape, fill=fill),
    ]  # fmt: skip
    cell = alt.LayerChart(layer=[*layers]).properties(width=(WIDTH - LABELS - 34) // 2, height=15 * len(words))
    heading = alt.TitleParams(METRICS[metric][0].upper() + METRICS[metric][1:], frame="bounds", offset=6)
    facet = cell.facet(
        column=alt.Column("rows:N", sort=panels, header=head(labelColor=MUTED, labelAnchor="start", labelPadding=3))
    )
    return facet.properties(title=heading, spacing=18)


def caption(findings: Findings) -> str:
    """How to read the dots, and how many years stand behind them."""
    table = findings.tables["scores"].filter(pl.col("metric") == "top1")
    changes = int(table.filter(pl.col("rows") == "transitions")["n"].max() or 0)  # type: ignore[arg-type]
    change = "No state changed its partner, so nothing can be said about years of change."
    if changes:
        change = (
            f"Only {count(changes, 'state-year')} saw a change of partner; there persistence is wrong by definition."
        )
    return (
        "A theory is scored on the state-years on which it speaks. Log loss punishes confidence in the wrong partner. "
        f"Intervals are from a block bootstrap over states and years ({findings.spec.bootstrap.draws:,} draws). {change}"
    )


SCORES = Figure("scores", "How well each theory did", caption, scores, "scores", ("alignment",))
