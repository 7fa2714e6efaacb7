"""Figure: chosen numbers of a game along one parameter, on bands that show which way it ends."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import polars as pl

from corcyra.errors import ParameterError
from corcyra.games.sweep import Sweep, kernel
from corcyra.report.figures.axes import extent
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.figures.game_regions import LETTER, axis_title, marked, tint, widened
from corcyra.report.game_numbers import LINES, number_word, told
from corcyra.report.style import INK, MIST, RULE, WIDTH

__all__ = ["Band", "bands", "game_lines"]

PLOT = WIDTH - 60
HEIGHT = 96
ROOM = 0.14
"""Part of a panel's height kept free above and below its line, so that no line lies on the edge (ours)."""
HAIR = 1e-9
"""How near to a border its sides are, as a part of the axis (ours: borders are exact to less)."""
BEHIND = 0.6
"""How strong the bands are behind a line (ours: the line is to stand out)."""
HEAD = 20
"""Pixels of the strip of names above the panels, for each line of names."""


class Band(NamedTuple):
    """A stretch of the parameter in which the game ends one way; place -1 where the parameters contradict one another."""

    place: int
    low: float
    high: float


def bands(swept: Sweep) -> tuple[Band, ...]:
    """The stretches of a sweep over one parameter, from the left; borders between regions are exact.

    >>> from corcyra.games.models.commitment import Commitment
    >>> from corcyra.games.sweep import sweep
    >>> found = bands(sweep(Commitment(1.0, 0.4), {"provocation": [0.0, 0.25, 0.5, 0.75, 1.0]}))
    >>> [(each.place, round(each.low, 6), round(each.high, 6)) for each in found]
    [(0, 0.0, 0.6), (1, 0.6, 1.0)]
    """
    name, values = next(iter(swept.over.items()))
    codes = np.where(np.isfinite(swept.codes()), swept.codes(), -1)
    exact = np.sort(swept.borders()[name].to_numpy())
    turns = np.flatnonzero(np.diff(codes)) + 1
    half = 0.5 if swept.model.knobs()[name].whole else 0.0
    ends = [float(values[0]) - half]
    for turn in turns:
        between = exact[(exact >= values[turn - 1]) & (exact <= values[turn])]
        middle = float((values[turn - 1] + values[turn]) / 2)
        ends.append(float(between[0]) if len(between) and not half else middle)
    ends.append(float(values[-1]) + half)
    starts = [0, *turns.tolist()]
    return tuple(Band(int(codes[start]), ends[k], ends[k + 1]) for k, start in enumerate(starts))


def game_lines(swept: Sweep, numbers: Sequence[str] = (), title: str = "") -> Chart:
    """A panel for each number over the swept parameter; raises `ParameterError` for a sweep over two.

    ``numbers`` are of the closed form; by default those that the game's question asks for. ``title`` is the figure's; by default
    the game's.

    >>> from corcyra.games.models.commitment import Commitment
    >>> from corcyra.games.sweep import sweep
    >>> chart = game_lines(sweep(Commitment(), {"entrapment": [0.0, 1.0, 2.0]}), ["commitment"])
    >>> len(chart.to_dict()["vconcat"])
    2
    """
    if len(swept.over) != 1:
        raise ParameterError("lines need one swept parameter, given two. Draw them with game_regions.")
    chosen = tuple(numbers) or LINES[swept.model.key]
    found, values = bands(swept), next(iter(swept.over.values()))
    domain = widened(swept, next(iter(swept.over)), [float(values[place]) for place in (0, -1)])
    panels = [panel(swept, each, found, domain, last=each == chosen[-1]) for each in chosen]
    chart: Any = alt.VConcatChart(vconcat=[heads(swept, found, domain), *panels]).properties(spacing=16)
    return dressed(chart, title or swept.model.title, ["shade: which way the game ends \u00b7 dot: the parameters at hand"])


def across(domain: list[float], axis: Any = None) -> Any:
    """The parameter from end to end."""
    return alt.X("x:Q", scale=alt.Scale(domain=domain, nice=False, zero=False), axis=axis)


def shades(found: Sequence[Band], x: Any, opacity: float = 1.0) -> alt.Chart:
    """The bands behind the lines."""
    fills = [tint(each.place) if each.place >= 0 else MIST for each in found]
    data = pl.DataFrame({"x": [each.low for each in found], "x2": [each.high for each in found], "fill": fills})
    mark = alt.Chart(data).mark_rect(opacity=opacity)
    made: alt.Chart = mark.encode(x=x, x2="x2:Q", fill=alt.Fill("fill:N", scale=None))
    return made


def heads(swept: Sweep, found: Sequence[Band], domain: list[float]) -> alt.LayerChart:
    """The names of the bands in the strip above; a name too wide for its band stands below, beside a square of its colour."""
    titles = {place: each.title for place, each in enumerate(swept.model.regions)} | {-1: "no game"}
    scale = PLOT / (domain[1] - domain[0])
    fits = [len(titles[each.place]) * LETTER <= (each.high - each.low) * scale for each in found]
    layers: list[Any] = [shades(found, across(domain))]
    inside = [each for each, fit in zip(found, fits, strict=True) if fit]
    named = {each.place for each in inside}
    if inside:
        data = pl.DataFrame({"x": [(each.low + each.high) / 2 for each in inside], "text": [titles[each.place] for each in inside]})
        mark = alt.Chart(data).mark_text(fontSize=11.5, baseline="middle", color=INK)
        layers.append(mark.encode(x=across(domain), text="text:N"))
    height = HEAD
    start = 6.0
    for place in dict.fromkeys(each.place for each in found if each.place not in named):
        fill = tint(place) if place >= 0 else MIST
        layers += list(key(titles[place], fill, start))
        start += len(titles[place]) * LETTER + 34
    strip: alt.LayerChart = alt.LayerChart(layer=layers).properties(width=PLOT, height=height)
    return strip


def key(text: str, fill: str, start: float) -> Iterator[alt.Chart]:
    """A square and a name under the strip."""
    data = pl.DataFrame({"text": [text]})
    square = alt.Chart(data).mark_square(size=120, opacity=1, fill=fill, stroke=RULE, strokeWidth=0.6)
    yield square.encode(x=alt.value(start), y=alt.value(HEAD + 12))
    words = alt.Chart(data).mark_text(align="left", baseline="middle", fontSize=11, color=INK)
    yield words.encode(x=alt.value(start + 11), y=alt.value(HEAD + 12), text="text:N")


def panel(swept: Sweep, number: str, found: Sequence[Band], domain: list[float], *, last: bool) -> alt.LayerChart:
    """One number: bands, its line broken where the outcome changes, the game at hand, the axis below the last."""
    name = next(iter(swept.over))
    data = traced(swept, number, found)
    low, high = extent(data["y"].to_list())
    room = ROOM * (high - low)
    whole: dict[str, Any] = {"tickMinStep": 1, "format": "d"} if swept.model.knobs()[name].whole else {}
    words = textwrap.wrap(axis_title(swept.model, name), 88)
    title = alt.Axis(title=words, tickCount=6, titlePadding=8, **whole) if last else None
    below: Any = across(domain, title or alt.Axis(labels=False, ticks=False, title=None))
    y = alt.Y(
        "y:Q", scale=alt.Scale(domain=[low - room, high + room], nice=False, zero=False),
        axis=alt.Axis(title=number_word(swept.model.key, number), tickCount=3, grid=False, titleBaseline="bottom"),
    )  # fmt: skip
    line = alt.Chart(data).mark_line(color=INK, strokeWidth=2).encode(x=below, y=y, detail="run:N")
    layers = [shades(found, below, BEHIND), line, *here(swept, number, below, y, domain)]
    made: alt.LayerChart = alt.LayerChart(layer=layers).properties(width=PLOT, height=HEIGHT)
    return made


def traced(swept: Sweep, number: str, found: Sequence[Band]) -> pl.DataFrame:
    """The number at each point and at both sides of each border, so that its line ends where its band does; ``run`` counts the bands."""
    name, values = next(iter(swept.over.items()))
    inner = np.array([each.high for each in found[:-1]])
    hair = HAIR * (values[-1] - values[0])
    sides = np.array([]) if swept.model.knobs()[name].whole else np.concatenate([inner - hair, inner + hair])
    at = np.sort(np.concatenate([values, sides]))
    y = kernel(type(swept.model), swept.model.values, {name: at})[number]
    data = pl.DataFrame({"x": at, "y": y, "run": np.searchsorted(inner, at, side="left")})
    return data.filter(pl.col("y").is_finite())


def here(swept: Sweep, number: str, along: Any, y: Any, domain: list[float]) -> Iterator[alt.Chart]:
    """The game at hand with the number's value beside it."""
    at, value = marked(swept), swept.model.outcome()[number]
    if at is None or not np.isfinite(value):
        return
    x = next(iter(at.values()))
    data = pl.DataFrame({"x": [x], "y": [value], "text": [told(swept.model.key, number, value)]})
    place = alt.Chart(data)
    yield place.mark_point(size=55, filled=True, color=INK, opacity=1).encode(x=along, y=y)
    right = (x - domain[0]) / (domain[1] - domain[0]) > 0.9
    words = place.mark_text(align="right" if right else "left", dx=-8 if right else 8, dy=-8, fontWeight="bold", fontSize=10.5)
    yield words.encode(x=along, y=y, text="text:N")
