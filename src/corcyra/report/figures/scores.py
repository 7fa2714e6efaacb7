"""Figure: how well each theory did, with intervals, beside the baselines."""

from __future__ import annotations

import math

import altair as alt
import polars as pl

from corcyra.report.figures.figure import Chart, Figure, dressed
from corcyra.report.style import INK, MIST, MUTED, PAPER, RULE, WIDTH
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
LABELS = 150


def scores(findings: Findings) -> Chart:
    """Panels: share right and log loss, on all years and on years of change; a dot and its interval for each contender."""
    table = findings.tables["scores"].filter(pl.col("metric").is_in(DRAWN), pl.col("rows").is_in(["all", "transitions"]))
    order = best_first(findings)
    words = [contender_name(findings, key) for key in order]
    table = table.filter(pl.col("contender").is_in(order)).with_columns(
        word=pl.col("contender").replace_strict(order, words, default=None, return_dtype=pl.String)
    )
    panels = [metric_row(table.filter(pl.col("metric") == metric), metric, words) for metric in DRAWN]
    subtitle = ["\u25cf theory \u00b7 \u25a1 baseline \u00b7 line: 95 % interval \u00b7 vertical line: the best baseline \u00b7 no mark: silent throughout"]
    return dressed(alt.vconcat(*panels, spacing=16), "How well each theory did", subtitle)  # type: ignore[no-any-return]


def contender_name(findings: Findings, key: str) -> str:
    """The name of a theory or a baseline."""
    return upper(label({**findings.names.baselines, **findings.names.theories}, key))


def best_first(findings: Findings) -> list[str]:
    """Theories by share right, best first, those without a score last; then the baselines in the same way."""
    table = findings.tables["scores"].filter(pl.col("metric") == "top1", pl.col("rows") == "all")
    value = {row["contender"]: row["value"] for row in table.iter_rows(named=True)}
    kind = dict(findings.tables["scores"].select("contender", "kind").unique(maintain_order=True).rows())
    return sorted(kind, key=lambda key: (KINDS.index(kind[key]), value.get(key) is None, -(value.get(key) or 0.0), key))


def metric_row(table: pl.DataFrame, metric: str, words: list[str]) -> alt.HConcatChart:
    """One metric on both sets of years."""
    top = max([value for value in table["high"].to_list() if value is not None and math.isfinite(value)] or [1.0])
    domain = [0.0, 1.0 if metric == "top1" else round(top * 1.05, 3)]
    charts = [
        dots(table.filter(pl.col("rows") == which), words, domain, which=which, first=which == "all")
        for which in ("all", "transitions")
    ]
    return alt.hconcat(*charts, spacing=18).properties(
        title=alt.TitleParams(METRICS[metric][0].upper() + METRICS[metric][1:], frame="bounds", offset=8)
    )


def dots(table: pl.DataFrame, words: list[str], domain: list[float], *, which: str, first: bool) -> alt.LayerChart:
    """A dot and its interval for each contender, and a line at the best baseline."""
    rows = int(table["n"].max() or 0)  # type: ignore[arg-type]
    heading = alt.TitleParams(f"{ROWS[which]} · {rows} state-years", fontWeight="normal", fontSize=11, color=MUTED, offset=4)
    axis = alt.Axis(title=None, labels=first, labelLimit=LABELS, grid=True, minExtent=LABELS if first else 0)
    y = alt.Y("word:N", sort=words, scale=alt.Scale(domain=words), axis=axis)
    scale = alt.Scale(domain=domain, nice=False, clamp=True)
    x = alt.X("value:Q", scale=scale, axis=alt.Axis(title=None, grid=True, tickCount=4, gridColor=MIST))
    data = table.filter(pl.col("value").is_not_null(), pl.col("value").is_finite()).select("word", "kind", "metric", "value", pl.col("low", "high").replace([math.inf, -math.inf], None))
    base = alt.Chart(data).encode(y=y)
    lines = base.transform_filter("isValid(datum.low)").mark_rule(strokeWidth=1.8, color=MUTED)
    shape = alt.Shape("kind:N", scale=alt.Scale(domain=list(KINDS), range=["circle", "square"]))
    fill = alt.Fill("kind:N", scale=alt.Scale(domain=list(KINDS), range=[INK, PAPER]))
    marks = base.mark_point(size=52, opacity=1, strokeWidth=1.4, stroke=INK).encode(x=x, shape=shape, fill=fill)
    layers = [best_baseline(data, scale), lines.encode(x=alt.X("low:Q", scale=scale), x2="high:Q"), marks]
    return alt.layer(*layers).properties(width=(WIDTH - LABELS - 34) // 2, height=15 * len(words), title=heading)


def best_baseline(data: pl.DataFrame, scale: alt.Scale) -> alt.Chart:
    """A vertical line where the best baseline stands."""
    rivals = data.filter(pl.col("kind") == "baseline").sort("value", descending=data["metric"].to_list()[:1] != ["log_loss"])
    return alt.Chart(rivals.head(1)).mark_rule(color=RULE, strokeWidth=2.5).encode(x=alt.X("value:Q", scale=scale))


def caption(findings: Findings) -> str:
    """How to read the dots, and how many years stand behind them."""
    table = findings.tables["scores"].filter(pl.col("metric") == "top1")
    changes = int(table.filter(pl.col("rows") == "transitions")["n"].max() or 0)  # type: ignore[arg-type]
    return (
        "A theory is scored on the state-years on which it speaks. Log loss punishes confidence in the wrong partner. "
        f"Intervals are from a block bootstrap over states and years ({findings.spec.bootstrap.draws:,} draws). "
        f"Only {count(changes, 'state-year')} saw a change of partner, and there persistence is wrong by definition."
        if changes
        else "A theory is scored on the state-years on which it speaks. Log loss punishes confidence in the wrong partner. "
        f"Intervals are from a block bootstrap over states and years ({findings.spec.bootstrap.draws:,} draws). "
        "No state changed its partner, so nothing can be said about years of change."
    )


SCORES = Figure("scores", "How well each theory did", caption, scores, "scores", ("alignment",))
