"""Figure: a realignment in votes, with bands; the state, compared states, powers, and the event."""

from __future__ import annotations

from datetime import date
from math import ceil, floor

import altair as alt
import polars as pl

from corcyra.measures.realignment import FIRST, Realignment
from corcyra.measures.realignments.meaning import called
from corcyra.report.figures.axes import extent, level, ticks
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.figures.labels import dodge
from corcyra.report.style import INK, MIST, MUTED, WIDTH

__all__ = ["realignment_chart"]

HEIGHT, LABELS = 380, 120
FEW = 10
"""Whole numbers that an axis has room for (ours)."""
OPENING = 0.71
"""The middle of September as a share of the year."""
LOOKS = {"state": ("#b03010", 3.0, 0.18), "compared": ("#56b4e9", 1.6, 0.10), "power": (INK, 1.6, 0.07)}
"""Colour, width and strength of the band of each role; a label names each line, and powers are dashed, so that none needs colour."""
DASHES = {"state": [1, 0], "compared": [1, 0], "power": [5, 3]}


def realignment_chart(result: Realignment, event_name: str = "") -> Chart:
    """The ideal points by session with 90 % bands, each line named at its end, the windows shaded, the event a vertical line.

    Without deviations or draws there are no bands. A session stands where it opens, so that the event falls between two.
    """
    table = result.path.with_columns(x=pl.col("session") + FIRST + OPENING)
    names = {each: called(each, result.event).removeprefix("the ") for each in set(table["state"])}
    table = table.with_columns(name=pl.col("state").replace_strict(names, return_dtype=pl.String))
    known = [*table["point"], *table["low"].drop_nulls(), *table["high"].drop_nulls()]
    domain = extent(known)
    first, last = int(table["session"].min()) + FIRST, int(table["session"].max()) + FIRST  # type: ignore[arg-type]
    axis = alt.Axis(values=ticks(first, last + 1), format="d", title=None)
    x = alt.X("x:Q", scale=alt.Scale(domain=[first + 0.5, last + 1], nice=False, zero=False), axis=axis)
    whole = list(range(ceil(domain[0]), floor(domain[1]) + 1))
    values = whole if 2 < len(whole) < FEW else None
    words = "ideal point: higher is nearer to the United States"
    y, edge = (level(field, domain, words, values) for field in ("point", "low"))
    lines = alt.Chart(table).encode(x=x, y=y, detail="state:N")
    layers: list[alt.Chart | alt.LayerChart] = [shaded(result, x, edge, domain), marked(result.event, x, edge, domain)]
    for role in ("power", "compared", "state"):
        colour, width, strength = LOOKS[role]
        part = lines.transform_filter(f"datum.role == '{role}'")
        band = part.transform_filter("isValid(datum.low)").mark_area(color=colour, opacity=strength, line=False)
        layers.append(band.encode(y=edge, y2="high:Q"))
        layers.append(part.mark_line(color=colour, strokeWidth=width, strokeDash=DASHES[role]))
        layers.append(part.mark_circle(color=colour, size=22, opacity=1))
    layers.append(named(table, x, y, domain))
    chart = alt.LayerChart(layer=layers).properties(width=WIDTH - LABELS, height=HEIGHT)
    word = f"{event_name}, {result.event}" if event_name else str(result.event)
    subtitle = [f"Line: {word}. Shaded: the sessions compared. Bands: 90 %."]
    return dressed(chart, f"{names[result.state]} in the votes of the General Assembly", subtitle)


def shaded(result: Realignment, x: alt.X, y: alt.Y, domain: tuple[float, float]) -> alt.Chart:
    """The two windows."""
    edges = [
        {
            "x": window[0] + FIRST + OPENING - 0.3,
            "end": window[-1] + FIRST + OPENING + 0.3,
            "low": domain[0],
            "top": domain[1],
        }
        for window in (result.before, result.after)
    ]
    rectangles = alt.Chart(pl.DataFrame(edges)).mark_rect(color=MIST, opacity=0.8)
    chart: alt.Chart = rectangles.encode(x=x, x2="end:Q", y=y, y2="top:Q")
    return chart


def marked(event: date, x: alt.X, y: alt.Y, domain: tuple[float, float]) -> alt.Chart:
    """The event."""
    where = event.year + (event.timetuple().tm_yday - 1) / 365.25
    table = pl.DataFrame({"x": [where], "low": [domain[0]], "top": [domain[1]]})
    rule: alt.Chart = alt.Chart(table).mark_rule(color=MUTED, strokeWidth=1.5).encode(x=x, y=y, y2="top:Q")
    return rule


def named(table: pl.DataFrame, x: alt.X, y: alt.Y, domain: tuple[float, float]) -> alt.LayerChart:
    """Names at the right, kept apart, each with a thin line to the end of its own."""
    last = table.sort("session").group_by("state", maintain_order=True).last().sort("state")
    gap = 13 * (domain[1] - domain[0]) / HEIGHT
    places = dodge(last["point"].to_list(), gap, domain[0], domain[1])
    end = float(last["x"].max())  # type: ignore[arg-type]
    reach = 0.04 * (end - float(table["x"].min()))  # type: ignore[arg-type]
    rows = last.select("name", "role", "point", "x").with_columns(place=pl.Series(places), end=pl.lit(end + reach))
    rule = alt.Chart(rows).mark_rule(strokeWidth=0.7, color=MUTED, opacity=0.6)
    words = rows.select("name", "role", point="place", x="end")
    text = alt.Chart(words).mark_text(align="left", dx=3, fontSize=11, baseline="middle")
    colour = alt.condition("datum.role == 'state'", alt.value(LOOKS["state"][0]), alt.value(MUTED))
    layer = [
        rule.encode(x=x, x2="end:Q", y=y, y2="place:Q"),
        text.encode(x=x, y=y, text="name:N", color=colour),
    ]
    return alt.LayerChart(layer=layer)
