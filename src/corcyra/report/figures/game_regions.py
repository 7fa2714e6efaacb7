"""Figure: which way a game ends over two of its parameters, as areas with their names in them and the game at hand as a dot."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import altair as alt
import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import ParameterError
from corcyra.games.model import Model
from corcyra.games.naming import meaning, symbol
from corcyra.games.sweep import Sweep
from corcyra.games.words import plain
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.figures.region_shapes import loops
from corcyra.report.style import INK, MIST, MUTED, PAPER, WIDTH

__all__ = ["TINTS", "axis_title", "game_regions", "marked", "tint", "widened"]

HEIGHT = 400
PLOT = WIDTH - 60
"""Pixels of the areas: what the numbers on the axes leave."""
TINTS = ("#dfe9f3", "#f3cf7e", "#86c1b0", "#d98f72", "#7f96c9")
"""One for each region, from light to dark, so that they differ in grey and for the colour-blind (after Okabe & Ito 2008, paler:
black letters stand on them). Ours."""
LETTER, LINE = 6.7, 16
"""Width and height of a label's letter in pixels; ours, generous for Arial at 12."""
MARGIN = 8
"""Pixels kept clear around a label and around the dot."""
WRAPS = (60, 22, 14)
"""Letters in a line of a label: the first that fits is taken (ours)."""
ROW = 19
"""Pixels from one line of the legend to the next."""

Mask = npt.NDArray[np.bool_]


class Label(NamedTuple):
    """A region's name in its area."""

    text: tuple[str, ...]
    x: float
    y: float


def tint(place: int) -> str:
    """The colour of the region at a place in its model; the paper where parameters contradict one another.

    >>> tint(0), tint(-1)
    ('#dfe9f3', '#ffffff')
    """
    return TINTS[place % len(TINTS)] if place >= 0 else PAPER


def axis_title(model: type[Model] | Model, name: str) -> str:
    """A parameter on an axis: its meaning, then its name and symbol.

    >>> from corcyra.games.models.reassurance import Reassurance
    >>> axis_title(Reassurance, "entanglement")
    'what taking sides costs the patron (entanglement, k)'
    """
    limits = model.knobs()[name]
    sign = f", {symbol(limits)}" if symbol(limits) else ""
    return f"{meaning(limits)} ({name}{sign})"


def marked(swept: Sweep) -> Mapping[str, float] | None:
    """The game at hand on the swept axes; None when it lies outside them."""
    here = {name: swept.model.values[name] for name in swept.over}
    inside = all(values[0] <= here[name] <= values[-1] for name, values in swept.over.items())
    return here if inside else None


def game_regions(swept: Sweep, title: str = "") -> Chart:
    """The areas of a sweep over two parameters, the first across; raises `ParameterError` for a sweep over one.

    ``title`` is the figure's; by default the game's.

    >>> from corcyra.games.models.commitment import Commitment
    >>> from corcyra.games.sweep import sweep
    >>> chart = game_regions(sweep(Commitment(), {"entrapment": [0.0, 1.0, 2.0], "abandonment": [0.5, 2.0]}))
    >>> chart.to_dict()["title"]["text"]
    'The alliance dilemma: abandonment and entrapment'
    """
    if len(swept.over) != 2:
        raise ParameterError("areas need two swept parameters, given one. Draw it with game_lines.")
    x, y = axes(swept)
    labels, unnamed = named(swept)
    layers = [*areas(swept, x, y), *words(labels, x, y), *dot(swept, x, y)]
    plot: Any = alt.LayerChart(layer=layers).properties(width=PLOT, height=HEIGHT)
    keys = legend(swept, unnamed)
    chart = plot if keys is None else alt.VConcatChart(vconcat=[plot, keys]).properties(spacing=6)
    return dressed(chart, title or swept.model.title, ["area: which way the game ends \u00b7 dot: the parameters at hand"])


def axes(swept: Sweep) -> tuple[Any, Any]:
    """Both axes over the whole of what was swept, named by meaning."""
    (across, low), (up, high) = (
        (name, [float(values[0]), float(values[-1])]) for name, values in swept.over.items()
    )
    spans = [widened(swept, name, span) for name, span in ((across, low), (up, high))]
    whole: list[dict[str, Any]] = [{"tickMinStep": 1, "format": "d"} if swept.model.knobs()[name].whole else {} for name in swept.over]
    x = alt.X(
        "x:Q", scale=alt.Scale(domain=spans[0], nice=False, zero=False),
        axis=alt.Axis(title=textwrap.wrap(axis_title(swept.model, across), 88), tickCount=6, grid=False, titlePadding=8, **whole[0]),
    )  # fmt: skip
    y = alt.Y(
        "y:Q", scale=alt.Scale(domain=spans[1], nice=False, zero=False),
        axis=alt.Axis(title=textwrap.wrap(axis_title(swept.model, up), 88), tickCount=6, grid=False, titleBaseline="bottom", **whole[1]),
    )  # fmt: skip
    return x, y


def widened(swept: Sweep, name: str, span: list[float]) -> list[float]:
    """Whole numbers take half a number to both sides; an end approached but not reached is shown as the end."""
    if swept.model.knobs()[name].whole:
        return [span[0] - 0.5, span[1] + 0.5]
    unit = 10.0 ** (math.floor(math.log10(span[1] - span[0])) - 4)
    return [float(f"{round(each / unit) * unit:.6g}") for each in span]


def areas(swept: Sweep, x: Any, y: Any) -> Iterator[alt.Chart]:
    """The areas, the largest below, with paper between them; mist where no game is."""
    for loop in loops(swept):
        points = pl.DataFrame({"x": [p for p, _ in loop.points], "y": [q for _, q in loop.points], "n": range(len(loop.points))})
        fill = tint(loop.region) if loop.region >= 0 else MIST
        mark = alt.Chart(points.with_columns(pl.col("x", "y").round_sig_figs(6))).mark_line(
            interpolate="linear-closed", fill=fill, stroke=PAPER, strokeWidth=1.6, strokeJoin="round"
        )
        yield mark.encode(x=x, y=y, order="n:Q")


def words(labels: list[Label], x: Any, y: Any) -> Iterator[alt.Chart]:
    """The names in the areas, a mark for each line."""
    for label in labels:
        for line, text in enumerate(label.text):
            shift = (line - (len(label.text) - 1) / 2) * LINE
            data = pl.DataFrame({"x": [label.x], "y": [label.y], "text": [text]})
            mark = alt.Chart(data).mark_text(fontSize=12, baseline="middle", dy=shift, color=INK)
            yield mark.encode(x=x, y=y, text="text:N")


def dot(swept: Sweep, x: Any, y: Any) -> Iterator[alt.Chart]:
    """The game at hand, on a ring of paper, with its two values."""
    here = marked(swept)
    if here is None:
        return
    data = pl.DataFrame({axis: [value] for axis, value in zip("xy", here.values(), strict=True)})
    yield alt.Chart(data).mark_point(size=120, filled=True, color=PAPER, opacity=1).encode(x=x, y=y)
    yield alt.Chart(data).mark_point(size=55, filled=True, color=INK, opacity=1).encode(x=x, y=y)
    right = share_across(swept, here) > 0.7
    mark = alt.Chart(data.with_columns(text=pl.lit(beside(swept, here)))).mark_text(
        align="right" if right else "left", dx=-9 if right else 9, dy=-9, fontSize=10.5, fontWeight="bold", color=INK
    )
    yield mark.encode(x=x, y=y, text="text:N")


def share_across(swept: Sweep, here: Mapping[str, float]) -> float:
    """How far from the left edge the game at hand lies, 0 to 1."""
    name, values = next(iter(swept.over.items()))
    return float((here[name] - values[0]) / (values[-1] - values[0]))


def beside(swept: Sweep, here: Mapping[str, float]) -> str:
    """What stands beside the dot: both values, by symbol where there is one."""
    knobs = swept.model.knobs()
    return ", ".join(f"{symbol(knobs[name]) or name} = {plain(value)}" for name, value in here.items())


def named(swept: Sweep) -> tuple[list[Label], list[int]]:
    """The names that fit into an area with the place for each, and the regions that are there without room for theirs."""
    # Text is horizontal: rows of the picture are values of the second parameter.
    codes = np.where(np.isfinite(swept.codes()), swept.codes(), -1).T
    pixels = (HEIGHT / codes.shape[0], PLOT / codes.shape[1])
    taken = reserved(swept, codes.shape)
    labels, unnamed = [], []
    for place, region in enumerate(swept.model.regions):
        mask = (codes == place) & ~taken
        found = fitted(region.title, mask, pixels)
        if found is not None:
            text, row, column = found
            x, y = (float(values[at]) for values, at in zip(swept.over.values(), (column, row), strict=True))
            labels.append(Label(text, x, y))
        elif (codes == place).any():
            unnamed.append(place)
    return labels, unnamed


def reserved(swept: Sweep, shape: tuple[int, ...]) -> Mask:
    """The cells that the dot and its words take."""
    taken = np.zeros(shape, dtype=bool)
    here = marked(swept)
    if here is None:
        return taken
    column, row = (int(np.abs(values - here[name]).argmin()) for name, values in swept.over.items())
    high, wide = shape[0] / HEIGHT, shape[1] / PLOT
    length = len(beside(swept, here)) * LETTER + 14
    left, right = (length, 8.0) if share_across(swept, here) > 0.7 else (8.0, length)
    bottom, top = row - 10 * high, row + 20 * high
    taken[
        max(0, int(bottom)) : int(np.ceil(top)) + 1,
        max(0, int(column - left * wide)) : int(np.ceil(column + right * wide)) + 1,
    ] = True
    return taken


def fitted(title: str, mask: Mask, pixels: tuple[float, float]) -> tuple[tuple[str, ...], int, int] | None:
    """The lines of a label and the cell of its middle, the deepest inside its area; None when it fits nowhere."""
    for width in WRAPS:
        text = tuple(textwrap.wrap(title, width))
        high, wide = len(text) * LINE + 2 * MARGIN, max(map(len, text)) * LETTER + 2 * MARGIN
        box = (int(np.ceil(high / pixels[0])), int(np.ceil(wide / pixels[1])))
        found = middle(mask, box)
        if found is not None:
            return text, *found
    return None


def middle(mask: Mask, box: tuple[int, int]) -> tuple[int, int] | None:
    """The middle of a box of so many cells that lies wholly in an area, as far from what is outside as can be."""
    rows, columns = (size + 1 for size in mask.shape)
    if box[0] >= rows or box[1] >= columns:
        return None
    total = np.zeros((rows, columns), dtype=np.int64)
    total[1:, 1:] = mask.cumsum(axis=0).cumsum(axis=1)
    depth = np.zeros((rows - box[0], columns - box[1]), dtype=np.int64)
    grown = 0
    while True:
        high, wide = box[0] + 2 * grown, box[1] + 2 * grown
        if high >= rows or wide >= columns:
            break
        inside = total[high:, wide:] - total[:-high, wide:] - total[high:, :-wide] + total[:-high, :-wide] == high * wide
        if not inside.any():
            break
        depth[grown : grown + inside.shape[0], grown : grown + inside.shape[1]] += inside
        grown += 1
    if grown == 0:
        return None
    best = np.argwhere(depth == depth.max())
    row, column = best[np.abs(best - best.mean(axis=0)).sum(axis=1).argmin()]
    return int(row) + box[0] // 2, int(column) + box[1] // 2


def legend(swept: Sweep, places: list[int]) -> Any:
    """Colour and name of the regions without room for their name, and of points where no game is; None when there are none."""
    rows = [(swept.model.regions[place].title, tint(place)) for place in places]
    if swept.frame["region"].null_count():
        rows.append(("no game: the parameters contradict one another", MIST))
    if not rows:
        return None
    data = pl.DataFrame({"text": [text for text, _ in rows], "fill": [fill for _, fill in rows], "row": range(len(rows))})
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[-0.5, len(rows) - 0.5], reverse=True, nice=False))
    boxes = alt.Chart(data).mark_square(size=150, opacity=1, stroke=MUTED, strokeWidth=0.4)
    text = alt.Chart(data).mark_text(align="left", baseline="middle", fontSize=11.5, color=INK)
    layer = [
        boxes.encode(x=alt.value(8), y=y, fill=alt.Fill("fill:N", scale=None)),
        text.encode(x=alt.value(22), y=y, text="text:N"),
    ]
    return alt.LayerChart(layer=layer).properties(width=PLOT, height=ROW * len(rows))
