"""Figure: agreement with a patron by years since a state became, or ceased to be, its ally."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import polars as pl

from corcyra.report.figures.axes import extent
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.style import INK, MUTED, PAPER, RULE, WIDTH
from corcyra.report.wording import EN_DASH

__all__ = ["event_study"]

ESTIMATORS = {"fixed effects": "Two-way fixed effects, by bins", "group-time": "Group-time averages, by year"}
EVENTS = {"entry": "years since the state became an ally", "exit": "years since the state ceased to be an ally"}
HEIGHT = 170
FAR = 90
"""A bin that begins or ends so many years away is open (ours: no panel of votes is that long)."""
MINUS = "\u2212"


def event_study(study: pl.DataFrame, title: str = "Agreement before and after the alliance") -> Chart:
    """A row for each event, a column for each estimator; a dot with its 95 % interval for each bin of years.

    ``study`` has estimator, event, first, last (years since the switch), estimate, low, high and states, as in
    `Mobilisation.event_study`; a simultaneous band (band_low, band_high) is drawn as a thin line where it is known. Open
    dots lie before the switch, full ones after it. Rows without an estimate are not drawn, nor are events and estimators
    without such a row; an estimate without an error is a dot without an interval.
    """
    known = study.filter(pl.col("estimate").is_not_null())
    ends = [value for name in ("estimate", "low", "high", "band_low", "band_high") for value in known[name].to_list()]
    domain = roomy(extent([*ends, -0.001]))
    kinds = [key for key in ESTIMATORS if key in known["estimator"].to_list()]
    rows = [
        [panel(cut(known, event, kind), kind, event, domain, len(kinds), first=place == 0) for place, kind in enumerate(kinds)]
        for event in EVENTS
        if event in known["event"].to_list()
    ]  # fmt: skip
    grid = alt.vconcat(*(alt.hconcat(*row, spacing=20) for row in rows), spacing=18)
    band = (
        [" \u00b7 thin line: band that holds for all years at once"] if known["band_low"].drop_nulls().len() else [""]
    )
    subtitle = [
        "difference from the year before the switch, in points of agreement (0 to 1) \u00b7 small numbers: states seen",
        f"\u25cb before \u00b7 \u25cf after \u00b7 diamond: year of reference \u00b7 bar: 95 % interval{band[0]}",
    ]
    return dressed(grid, title, subtitle)


def roomy(domain: tuple[float, float]) -> tuple[float, float]:
    """The range with room below for the numbers of states."""
    low, high = domain
    return low - 0.07 * (high - low), high


def cut(known: pl.DataFrame, event: str, kind: str) -> pl.DataFrame:
    """The rows of one panel, the year of reference among them, with a word for each bin."""
    part = known.filter(pl.col("event") == event, pl.col("estimator") == kind).sort("first")
    words = [bin_word(first, last) for first, last in part.select("first", "last").rows()]
    drawn = part.select(
        pl.Series("word", words, pl.String), "first", "estimate", "low", "high", "band_low", "band_high", "states",
        pl.when(pl.col("last") < 0).then(pl.lit("before")).otherwise(pl.lit("after")).alias("kind"),
    )  # fmt: skip
    base = {"word": f"{MINUS}1", "first": -1, "estimate": 0.0, "kind": "reference"}
    return pl.concat([drawn, pl.DataFrame([base], schema=drawn.schema)]).sort("first")


def bin_word(first: int, last: int) -> str:
    """A bin of years in as few signs as its axis has room for.

    >>> bin_word(-99, -7), bin_word(-6, -4), bin_word(0, 2), bin_word(9, 99), bin_word(3, 3)
    ('≤ −7', '−6 to −4', '0–2', '≥ 9', '3')
    """
    low, high = (str(year).replace("-", MINUS) for year in (first, last))
    if first == last:
        return low
    if first < -FAR:
        return f"\u2264 {high}"
    if last > FAR:
        return f"\u2265 {low}"
    return f"{low} to {high}" if first < 0 else f"{low}{EN_DASH}{high}"


def panel(
    data: pl.DataFrame, kind: str, event: str, domain: tuple[float, float], columns: int, *, first: bool
) -> alt.LayerChart:
    """One event as one estimator sees it; only the first column has the labels of the vertical axis."""
    x = alt.X("word:N", sort=data["word"].to_list(), axis=across(event))
    axis = alt.Axis(title=None, tickCount=5, format="+.2f", labels=first, labelExpr=plain())
    scale = alt.Scale(domain=list(domain), nice=False)
    base = alt.Chart(data).encode(x=x)
    zero = alt.Chart().mark_rule(color=MUTED, strokeWidth=1).encode(y=alt.YDatum(0, scale=scale, axis=axis))
    mark = base.transform_filter("datum.kind == 'reference'").mark_rule(color=RULE, strokeDash=[2, 3], strokeWidth=1)
    layers = [zero.properties(data=alt.InlineData([{}])), mark, *bars(base, scale, axis), *points(base, scale, axis)]
    under = base.transform_filter("datum.kind != 'reference'").mark_text(fontSize=9, color=MUTED, baseline="bottom")
    layers.append(under.encode(y=alt.value(HEIGHT + 1), text="states:Q"))
    heading = alt.TitleParams(ESTIMATORS[kind], fontSize=11.5, offset=8)
    width = (WIDTH - 44 - 20 * (columns - 1)) // columns if columns > 1 else WIDTH - 44
    return alt.LayerChart(layer=layers, title=heading).properties(width=width, height=HEIGHT)


def across(event: str) -> alt.Axis:
    """The axis of years since the event."""
    return alt.Axis(
        title=EVENTS[event],
        labelAngle=0,
        labelOverlap=False,
        labelFontSize=10,
        domain=False,
        ticks=False,
        titlePadding=6,
    )


def plain() -> str:
    """Tick labels with a true minus sign, and no sign at zero."""
    return "datum.value == 0 ? '0' : replace(datum.label, '-', '\u2212')"


def bars(base: alt.Chart, scale: alt.Scale, axis: alt.Axis) -> list[alt.Chart]:
    """The intervals: a thin line for the band, a thick one for the interval itself."""
    found = []
    for low, high, width in (("band_low", "band_high", 0.9), ("low", "high", 2.6)):
        rule = base.transform_filter(f"isValid(datum.{low})").mark_rule(color=INK, strokeWidth=width)
        found.append(rule.encode(y=alt.Y(f"{low}:Q", scale=scale, axis=axis), y2=f"{high}:Q"))
    return found


def points(base: alt.Chart, scale: alt.Scale, axis: alt.Axis) -> Sequence[Any]:
    """The estimates above their intervals."""
    y = alt.Y("estimate:Q", scale=scale, axis=axis)
    looks: tuple[tuple[str, str, str], ...] = (
        ("before", "circle", PAPER), ("after", "circle", INK), ("reference", "diamond", PAPER),
    )  # fmt: skip
    return [
        base.transform_filter(f"datum.kind == '{kind}'")
        .mark_point(
            shape=shape, fill=fill, stroke=INK, strokeWidth=1.6, size=58 if kind != "reference" else 70, opacity=1
        )
        .encode(y=y)
        for kind, shape, fill in looks
    ]
