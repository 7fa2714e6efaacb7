"""Figure: where all states of the General Assembly stood, decade by decade, with some of them named."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import polars as pl

from corcyra.errors import DataError
from corcyra.report.figures.axes import head
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.figures.labels import dodge
from corcyra.report.figures.trajectories import MOST, ideal, look_keys, numbers_of
from corcyra.report.style import MIST, MUTED, RULE, WIDTH, colours
from corcyra.report.wording import span
from corcyra.world.codes import code
from corcyra.world.time import Years

__all__ = ["assembly_map"]

LABELS = 74
"""Pixels kept for the periods at the left."""
DOT = 5.2
"""Pixels from column to column."""
RISE = 4.3
"""Pixels from dot to dot in a column."""
UNDER = 17
"""Pixels under the line, for the codes of named states."""
CODE = 27.0
"""Pixels that a code of three letters needs."""
GREY = "#b4b4b4"


def assembly_map(
    points: pl.DataFrame, states: Sequence[int | str], years: Years | None = None, step: int = 10
) -> Chart:
    """A strip a period, a dot a state at its mean ideal point; dots that would cover each other are stacked.

    ``points`` is a table that `corcyra.report.figures.trajectories.ideal` reads; ``states`` (nine at most) are named by their
    ISO-3 codes; ``step`` is the length of a period in years. Raises `DataError` when no point lies in the years.
    """
    table = ideal(points, years)
    if table.is_empty():
        raise DataError(f"there is no ideal point in {years}. Choose other years.")
    chosen = numbers_of(table, states, MOST)
    low, high = float(table["point"].min()), float(table["point"].max())  # type: ignore[arg-type]
    width = WIDTH - LABELS - 16
    domain = (low - 0.15, high + 0.15)
    data = pl.concat(strip(part, chosen, domain, width) for part in periods(table, step))
    told = ", ".join(f"{code(state, 'iso3')} {code(state, 'name')}" for state in chosen)
    subtitle = [
        "a dot is a state at the mean of its ideal points in the period; right: votes more like the United States",
        *wrapped(told, 108),
    ]
    return dressed(grid(data, chosen, domain, width), "The General Assembly through time", subtitle)


def wrapped(text: str, wide: int) -> list[str]:
    """Lines of a list, broken at its commas."""
    lines = [""]
    for part in text.split(", "):
        joined = f"{lines[-1]} \u00b7 {part}" if lines[-1] else part
        if len(joined) > wide and lines[-1]:
            lines.append(part)
        else:
            lines[-1] = joined
    return lines


def periods(table: pl.DataFrame, step: int) -> list[pl.DataFrame]:
    """The mean point of each state in each period, with the period in words."""
    first, last = int(table["year"].min()), int(table["year"].max())  # type: ignore[arg-type]
    found = []
    for start in range(first // step * step, last + 1, step):
        inside = (
            table.filter(pl.col("year").is_between(start, start + step - 1))
            .group_by("state")
            .agg(pl.col("point").mean())
        )
        word = span(max(start, first), min(start + step - 1, last))
        if inside.height:
            found.append(inside.sort("point", "state").with_columns(period=pl.lit(word)))
    return found


SCHEMA = {
    "period": pl.String,
    "kind": pl.String,
    "key": pl.String,
    "word": pl.String,
    "x": pl.Float64,
    "y": pl.Float64,
    "end": pl.Float64,
}
"""One row for each thing drawn; ``kind``: dot (grey), named (coloured), name (its code below the line), total."""


def strip(part: pl.DataFrame, chosen: list[int], domain: tuple[float, float], width: int) -> pl.DataFrame:
    """All that is drawn of one period: places across in ideal points, places up in pixels from the line."""
    scale = (domain[1] - domain[0]) / width
    levels: dict[int, int] = {}
    keys = dict(zip(chosen, look_keys(chosen), strict=True))
    period = str(part["period"][0])
    drawn: list[tuple[object, ...]] = []
    named: list[tuple[int, float]] = []
    # named states come first in their column, so that they stand on the line next to their codes
    for state, point in sorted(
        part.select("state", "point").rows(), key=lambda row: (row[0] not in keys, row[1], row[0])
    ):
        column = int((point - domain[0]) / (DOT * scale))
        level = levels.get(column, 0)
        levels[column] = level + 1
        x = domain[0] + (column + 0.5) * DOT * scale
        drawn.append(
            (period, "named" if state in keys else "dot", keys.get(state, ""), "", x, (level + 0.5) * RISE, None)
        )
        named += [(state, x)] if state in keys else []
    places = dodge([x for _, x in named], CODE * scale, domain[0] + 14 * scale, domain[1] - 14 * scale)
    for (state, x), place in zip(named, places, strict=True):
        drawn.append((period, "name", keys[state], str(code(state, "iso3")), place, float(-UNDER), x))
    drawn.append((period, "total", "", f"{part.height} states", domain[1], None, None))
    return pl.DataFrame(drawn, schema=SCHEMA, orient="row")


def grid(data: pl.DataFrame, chosen: list[int], domain: tuple[float, float], width: int) -> alt.FacetChart:
    """The strips one below the other, all on one scale."""
    tall = max(40.0, float(data["y"].max() or 0) + RISE)  # type: ignore[arg-type]
    keys = look_keys(chosen)
    axis = alt.Axis(title=None, tickCount=6, grid=True, gridColor=MIST, labelExpr="replace(datum.label, '-', '\u2212')")
    across = alt.Scale(domain=list(domain), nice=False, zero=False)
    x = alt.X("x:Q", scale=across, axis=axis)
    scale = alt.Scale(domain=[-UNDER - 5, tall], nice=False)
    y = alt.Y("y:Q", scale=scale, axis=None)
    colour = alt.Color("key:N", scale=alt.Scale(domain=keys, range=colours(keys)))
    base = alt.Chart(data).encode(x=x)
    line = alt.Chart(data).transform_aggregate(n="count()", groupby=["period"]).mark_rule(color=RULE)
    names = base.transform_filter("datum.kind == 'name'")
    lead = names.transform_calculate(top="-2", foot=str(8 - UNDER)).mark_rule(strokeWidth=1)
    parts = [
        line.encode(y=alt.YDatum(0, scale=scale, axis=None)),
        base.transform_filter("datum.kind == 'dot'").mark_circle(size=15, color=GREY, opacity=1).encode(y=y),
        lead.encode(x=alt.X("end:Q", scale=across, axis=axis), x2="x:Q", y=alt.Y("top:Q", scale=scale, axis=None), y2="foot:Q", color=colour),
        base.transform_filter("datum.kind == 'named'").mark_square(size=34, opacity=1).encode(y=y, color=colour),
        names.mark_text(fontSize=10, fontWeight="bold").encode(y=y, text="word:N"),
        base.transform_filter("datum.kind == 'total'").mark_text(align="right", fontSize=10, color=MUTED, dx=-2)
        .encode(y=alt.value(8), text="word:N"),
    ]  # fmt: skip
    order = data["period"].unique(maintain_order=True).to_list()
    row = alt.Row(
        "period:N", sort=order, header=head(labelAngle=0, labelAlign="left", labelOrient="left", labelFontWeight="bold")
    )
    cell = alt.LayerChart(layer=parts, data=data).properties(width=width, height=tall + UNDER + 5)
    return cell.facet(row=row).properties(spacing=4)
