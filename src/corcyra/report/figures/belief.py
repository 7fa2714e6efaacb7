"""Figures of a study of beliefs: a panel of belief and threshold for each member, the share of draws that warn, and all thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from corcyra.report.figures.axes import ticks
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.style import INK, MIST, MUTED, PAPER, RULE, WIDTH

__all__ = ["belief_panels", "draws_chart", "threshold_chart"]

BELIEF, LEVEL = "#0b5fa5", "#b03010"
MARKS = {"for": "triangle-up", "against": "triangle-down", "neither": "circle"}
COLUMNS, HEIGHT = 2, 128
ROOM = 6
"""Years that a word beside a cross needs; nearer to the edge it stands below."""
EDGE = 0.045
"""Half the height of the strip of warnings below the panel, in units of belief."""


def belief_panels(
    path: pl.DataFrame, events: pl.DataFrame, spells: pl.DataFrame, names: Mapping[str, str], years: tuple[int, int]
) -> Chart:
    """Belief with its band, threshold, events and exits, a panel a member; below each, the years with a warning.

    ``path``, ``events`` and ``spells`` are the tables of a `BeliefStudy`. Triangles are events that speak for or against the patron, rings
    events that by the game say nothing; exercises have no mark. The threshold is dashed and may lie above 1, where it is not drawn.
    """
    members = path["member"].unique(maintain_order=True).to_list()
    width = (WIDTH - 60) // COLUMNS
    panels = [
        panel(path.filter(mine), events.filter(mine), spells.filter(mine), names.get(member, member), years, width)
        for member in members
        for mine in (pl.col("member") == member,)
    ]
    grid = alt.vconcat(
        *(alt.hconcat(*panels[at : at + COLUMNS], spacing=22) for at in range(0, len(panels), COLUMNS)), spacing=16
    )
    subtitle = [
        "line: belief at the end of the year \u00b7 band: nine draws in ten \u00b7 dashed: exit threshold (light: nine draws in ten)",
        "\u25b2 for, \u25bc against the patron, \u25cb says nothing \u00b7 full: own, hollow: another member's \u00b7 red strip: warning \u00b7 \u2715 exit",
    ]
    return dressed(grid, "What each member could believe of the patron", subtitle)


def panel(
    path: pl.DataFrame, events: pl.DataFrame, spells: pl.DataFrame, name: str, years: tuple[int, int], width: int
) -> Any:
    """One member."""
    axis = alt.Axis(values=ticks(*years, most=5), format="d", title=None)
    wide = alt.Scale(domain=[years[0] - 0.5, years[1] + 0.7], nice=False, zero=False)
    x = alt.X("year:Q", scale=wide, axis=axis)
    scale = alt.Scale(domain=[-2 * EDGE, 1], nice=False, clamp=True)
    y = alt.Y("belief:Q", scale=scale, axis=alt.Axis(values=[0, 0.5, 1], title=None))
    whole = path.with_columns(
        bottom=pl.lit(-2 * EDGE), top=pl.lit(-0.3 * EDGE), from_=pl.col("year") - 0.5, to=pl.col("year") + 0.5
    )
    base = alt.Chart(whole).encode(x=x, detail="spell:N")
    layers: list[Any] = [
        base.mark_area(color=LEVEL, opacity=0.06, line=False, interpolate="step").encode(y=alt.Y("threshold_low:Q", scale=scale), y2="threshold_high:Q"),
        base.mark_area(color=BELIEF, opacity=0.16, line=False).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q"),
        base.mark_line(color=LEVEL, strokeWidth=1.4, strokeDash=[5, 3], interpolate="step").encode(y=alt.Y("threshold:Q", scale=scale)),
        base.mark_line(color=BELIEF, strokeWidth=1.9).encode(y=y),
        alt.Chart(whole.filter("warned")).mark_rect(color=LEVEL).encode(
            x=alt.X("from_:Q", scale=wide), x2="to:Q", y=alt.Y("bottom:Q", scale=scale), y2="top:Q"),
        *marked(events, path, x, scale),
        *left(spells, path, x, scale, years),
    ]  # fmt: skip
    return alt.LayerChart(layer=layers).properties(
        width=width, height=HEIGHT, title=alt.TitleParams(name, fontSize=12, offset=4)
    )


def marked(events: pl.DataFrame, path: pl.DataFrame, x: Any, scale: Any) -> list[Any]:
    """Events on the line at the end of their year, the strongest of each year and sign; one's own full, another's hollow."""
    told = events.filter(pl.col("kind") != "exercises").with_columns(year=pl.col("known").dt.year().cast(pl.Int64))
    if told.is_empty():
        return []
    sign = (
        pl.when(pl.col("decibels") > 0)
        .then(pl.lit("for"))
        .when(pl.col("decibels") < 0)
        .then(pl.lit("against"))
        .otherwise(pl.lit("neither"))
    )
    told = told.with_columns(sign=sign, size=pl.col("decibels").abs())
    told = told.sort("of_another", "size", descending=[False, True]).unique(
        ["spell", "year", "sign"], keep="first", maintain_order=True
    )
    drawn = told.join(path.select("spell", "year", "belief"), on=["spell", "year"])
    drawn = drawn.with_columns(
        shape=pl.col("sign").replace_strict(MARKS),
        fill=pl.when(pl.col("of_another") | (pl.col("sign") == "neither")).then(pl.lit(PAPER)).otherwise(pl.lit(INK)),
    )
    points = alt.Chart(drawn).mark_point(size=34, strokeWidth=1, color=INK, opacity=1)
    return [
        points.encode(
            x=x,
            y=alt.Y("belief:Q", scale=scale),
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
        )
    ]


def left(spells: pl.DataFrame, path: pl.DataFrame, x: Any, scale: Any, years: tuple[int, int]) -> list[Any]:
    """A cross and a word where a membership ended."""
    gone = spells.filter(pl.col("exit").is_not_null()).with_columns(year=pl.col("exit").dt.year().cast(pl.Int64))
    if gone.is_empty():
        return []
    last = path.sort("year").group_by("spell").last().select("spell", "belief")
    drawn = gone.join(last, on="spell").with_columns(
        word=pl.concat_str(pl.lit("\u2715 "), pl.col("year").cast(pl.String))
    )
    late = pl.col("year") > years[1] - ROOM
    look: dict[str, Any] = {"fontSize": 11, "fontWeight": "bold", "color": INK}
    words = (
        alt.Chart(drawn.filter(~late)).mark_text(align="left", dx=-2, **look),
        alt.Chart(drawn.filter(late)).mark_text(align="right", dx=8, dy=15, **look),
    )
    return [each.encode(x=x, y=alt.Y("belief:Q", scale=scale), text="word:N") for each in words]


def draws_chart(path: pl.DataFrame, names: Mapping[str, str], years: tuple[int, int]) -> Chart:
    """The share of draws in which the belief lies below the threshold, a cell a member and year; a cross in the year before an exit."""
    data = path.with_columns(name=pl.col("member").replace_strict(dict(names), default=None, return_dtype=pl.String))
    across = alt.X("year:O", scale=alt.Scale(domain=list(range(years[0], years[1] + 1)), paddingInner=0.06),
                   axis=alt.Axis(values=ticks(*years), title=None, labelAngle=0, domain=False))  # fmt: skip
    order = data["name"].unique(maintain_order=True).to_list()
    down = alt.Y("name:N", sort=order, scale=alt.Scale(paddingInner=0.12), axis=alt.Axis(title=None, grid=False))
    base = alt.Chart(data).encode(x=across, y=down)
    colour = alt.Color("share:Q", scale=alt.Scale(domain=[0, 1], range=[PAPER, LEVEL], interpolate="rgb"), legend=None)
    word = (
        pl.when(pl.col("left_next"))
        .then(pl.lit("\u2715"))
        .otherwise((100 * pl.col("share")).round(0).cast(pl.Int64).cast(pl.String))
    )
    text = alt.Chart(data.with_columns(word=word)).mark_text(fontSize=7.5, baseline="middle")
    ink = alt.condition("datum.share > 0.6", alt.value(PAPER), alt.value(INK))
    layers = [
        base.mark_rect(stroke=RULE, strokeWidth=0.5).encode(color=colour),
        text.encode(x=across, y=down, text="word:N", color=ink),
    ]
    chart = alt.LayerChart(layer=layers).properties(width=WIDTH - 80, height=alt.Step(20))
    return dressed(
        chart,
        "How often the draws warn",
        ["share of draws with the belief below the threshold, per cent \u00b7 \u2715 the member left in the next year"],
    )


def threshold_chart(scan: pl.DataFrame, used: Sequence[float]) -> Chart:
    """Exits found and years falsely warned of, by one threshold for all; shaded where the study's own thresholds lie."""
    words = {"found": "exits warned of", "false": "years without exit warned of"}
    data = (
        scan.unpivot(list(words), index="threshold").drop_nulls().with_columns(name=pl.col("variable").replace(words))
    )
    x = alt.X(
        "threshold:Q",
        scale=alt.Scale(domain=[0.1, 1.06], nice=False),
        axis=alt.Axis(title="threshold", values=[0.2, 0.4, 0.6, 0.8, 1.0], grid=False),
    )
    y = alt.Y(
        "value:Q", scale=alt.Scale(domain=[0, 1.02], nice=False), axis=alt.Axis(title="share", values=[0, 0.5, 1])
    )
    shade = (
        alt.Chart(pl.DataFrame([{"threshold": min(used) - 0.005, "to": max(used) + 0.005}]))
        .mark_rect(color=MIST)
        .encode(x=x, x2="to:Q")
    )
    layers: list[Any] = [shade]
    for key, colour, dash in (("found", BELIEF, [1, 0]), ("false", LEVEL, [5, 3])):
        part = alt.Chart(data.filter(pl.col("variable") == key)).encode(x=x, y=y)
        layers.append(part.mark_line(color=colour, strokeDash=dash, interpolate="step-after"))
    ends = pl.DataFrame(
        [
            {"threshold": 0.3, "value": 0.47, "name": words["found"]},
            {"threshold": 0.62, "value": 0.1, "name": words["false"]},
        ]
    )
    layers.append(alt.Chart(ends).mark_text(align="left", dx=4, color=MUTED).encode(x=x, y=y, text="name:N"))
    chart = alt.LayerChart(layer=layers).properties(width=WIDTH - 60, height=190)
    return dressed(
        chart,
        "Every threshold",
        ["one threshold for all members and years \u00b7 shaded: the thresholds of this study"],
    )
