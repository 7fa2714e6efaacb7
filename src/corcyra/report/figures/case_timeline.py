"""Figure: the clues of a case along time, each with its words, and a bar for the side it speaks for and how strongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

import altair as alt

from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.figures.labels import dodge
from corcyra.report.style import INK, MIST, MUTED, PAPER, RULE, SIGNS, WIDTH

__all__ = ["Mark", "case_timeline"]

ROW = 14
"""Pixels from one label to the next: a line of text at 10.5 pixels with air (ours)."""
AXIS, MIDDLE, HALF = 36, 560, 48
"""Where the axis of time and the zero of the weights stand, and how long the longest bar is, in pixels."""
LANE, TIE, LETTER = 4, 22, 5.1
"""Pixels between spans that overlap, for the lines to the labels, and for a letter at 10.5 pixels (measured with Liberation Sans)."""
STEPS = (1, 2, 5, 10, 20, 50, 100)


class Mark(NamedTuple):
    """A clue to draw: its name in the ledger, words, first and last day, weight in dB (positive: for the leader), and whether it was found."""

    name: str
    words: str
    first: date
    last: date
    db: float
    found: bool


def case_timeline(marks: Sequence[Mark], leader: str, rival: str, title: str = "The evidence in time") -> Chart:
    """Time runs down at the left, to scale; labels are moved apart and tied to their days; spans are bars along the axis.

    ``leader`` and ``rival`` name the two sides of the weights. Clues that were looked for and not found have an open dot. An infinite weight is
    drawn as long as the longest. There must be a clue.
    """
    found = sorted(marks, key=lambda each: (each.first, each.last, each.name))
    height = ROW * len(found) + 8
    start, end = found[0].first.toordinal(), max(each.last for each in found).toordinal()
    scale = Scale(start, max(end, start + 1), height)
    lanes = packed(found)
    places = dodge([scale.y(each.first.toordinal()) for each in found], ROW, 8, height - 8)
    side = AXIS + 6 + LANE * (max(lanes) + 1)
    layers = [
        *axis(scale), *ties(found, places, lanes, scale, side), *spans(found, lanes, scale), *labels(found, places, side + TIE), *bars(found, places, height),
    ]  # fmt: skip
    head = [
        caption(MIDDLE - 8, f"\u25c0 for {rival}", "right", SIGNS[-1][0]),
        caption(MIDDLE + 8, f"for {leader} \u25b6", "left", SIGNS[1][0]),
    ]
    chart = alt.LayerChart(layer=[*layers, *head]).properties(width=WIDTH, height=height)
    return dressed(chart.resolve_scale(x="shared", y="shared"), title)


class Scale(NamedTuple):
    """From days to pixels, downwards."""

    start: int
    end: int
    height: int

    def y(self, day: float) -> float:
        """The place of a day."""
        return 8 + (self.height - 16) * (day - self.start) / (self.end - self.start)


def packed(found: Sequence[Mark]) -> list[int]:
    """The lane of each clue, so that spans that overlap lie beside each other; a single day takes none.

    >>> one = Mark("a", "", date(2004, 1, 1), date(2004, 12, 31), 0, True)
    >>> packed([one, one._replace(name="b"), one._replace(first=date(2006, 1, 1), last=date(2006, 1, 1))])
    [0, 1, 0]
    """
    ends: list[date] = []
    lanes = []
    for each in found:
        if each.first == each.last:
            lanes.append(0)
            continue
        lane = next((place for place, end in enumerate(ends) if end < each.first), len(ends))
        ends[lane : lane + 1] = [each.last]
        lanes.append(lane)
    return lanes


def canvas(rows: Sequence[Mapping[str, Any]]) -> alt.Chart:
    """A chart whose data are pixels."""
    return alt.Chart(alt.InlineData([dict(row) for row in rows]))


def at(x: str = "x", y: str = "y", **more: Any) -> dict[str, Any]:
    """Encodings in pixels from the upper left corner; ``more`` gives x2 and y2."""
    both = {"x": alt.X(f"{x}:Q", scale=None, axis=None), "y": alt.Y(f"{y}:Q", scale=None, axis=None)}
    return both | {key: getattr(alt, key.upper())(value) for key, value in more.items()}


def caption(x: float, text: str, align: Literal["left", "right"], colour: str) -> alt.Chart:
    """A word above the bars."""
    mark = canvas([{"x": x, "y": -8, "text": text}]).mark_text(align=align, fontSize=10.5, fontWeight="bold", color=colour, baseline="bottom")
    drawn: alt.Chart = mark.encode(text="text:N", **at())
    return drawn


def axis(scale: Scale) -> list[alt.Chart]:
    """The line of time with its years."""
    first, last = (date.fromordinal(day).year for day in (scale.start, scale.end))
    room = max(1.0, (scale.height - 16) / 22)
    step = next((each for each in STEPS if (last - first + 1) / each <= room), STEPS[-1])
    years = [year for year in range(first - first % step, last + 2, step) if scale.start <= date(year, 1, 1).toordinal() <= scale.end]
    ticks = [{"x": AXIS - 4, "x2": AXIS, "y": scale.y(date(year, 1, 1).toordinal()), "text": str(year)} for year in years]
    if len(ticks) < 2:
        ticks = [
            {"x": AXIS - 4, "x2": AXIS, "y": scale.y(day), "text": date.fromordinal(day).strftime("%Y-%m")}
            for day in (scale.start, scale.end)
        ]
    line = canvas([{"x": AXIS, "y": 4, "y2": scale.height - 4}]).mark_rule(color=INK, strokeWidth=1).encode(**at(y2="y2:Q"))
    marks = canvas(ticks).mark_rule(color=INK, strokeWidth=1).encode(**at(x2="x2:Q"))
    words = canvas(ticks).mark_text(align="right", dx=-4, fontSize=10.5, color=MUTED).encode(text="text:N", **at())
    return [line, marks, words]


def ties(found: Sequence[Mark], places: Sequence[float], lanes: Sequence[int], scale: Scale, side: float) -> list[alt.Chart]:
    """Thin lines from the day, or the first of a span, past the other spans to the label."""
    rows = []
    for each, place, lane in zip(found, places, lanes, strict=True):
        y = scale.y(each.first.toordinal())
        rows += [{"x": AXIS + 2 + LANE * lane, "y": y, "x2": side, "y2": y}, {"x": side, "y": y, "x2": side + TIE - 3, "y2": place}]
    return [canvas(rows).mark_rule(color=RULE, strokeWidth=0.9).encode(**at(x2="x2:Q", y2="y2:Q"))]


def spans(found: Sequence[Mark], lanes: Sequence[int], scale: Scale) -> list[alt.Chart]:
    """Bars for clues that last or whose day is not known; dots, full or open, for days."""
    rows = [
        {"x": AXIS + 5 + LANE * lane, "y": scale.y(each.first.toordinal()), "y2": max(scale.y(each.last.toordinal()), scale.y(each.first.toordinal()) + 3),
         "fill": INK if each.found else PAPER}
        for each, lane in zip(found, lanes, strict=True)
    ]  # fmt: skip
    long = [row for row, each in zip(rows, found, strict=True) if each.first != each.last]
    days = [row | {"x": AXIS} for row, each in zip(rows, found, strict=True) if each.first == each.last]
    fill = alt.Fill("fill:N", scale=None)
    made = []
    if long:
        made.append(canvas(long).mark_bar(width=2.4, stroke=INK, strokeWidth=0.8).encode(fill=fill, **at(y2="y2:Q")))
    if days:
        made.append(canvas(days).mark_point(size=30, stroke=INK, strokeWidth=1.1, opacity=1).encode(fill=fill, **at()))
    return made


def labels(found: Sequence[Mark], places: Sequence[float], left: float) -> list[alt.Chart]:
    """The name and the words of each clue."""
    names = [cut(each.name, 13) for each in found]
    start = left + 6.2 * max(map(len, names)) + 5
    most = int((MIDDLE - HALF - 22 - start) / LETTER)
    rows = [
        {"x": start, "left": left, "y": place, "name": name, "text": cut(each.words if each.found else f"Not found: {each.words}", most)}
        for each, place, name in zip(found, places, names, strict=True)
    ]
    name = canvas(rows).mark_text(align="left", fontSize=10, fontWeight="bold", color=INK).encode(text="name:N", **at("left"))
    words = canvas(rows).mark_text(align="left", fontSize=10.5, color=INK).encode(text="text:N", **at())
    return [name, words]


def cut(text: str, most: int) -> str:
    """A text cut at a word.

    >>> cut("Note orders forces out in 180 days", 20)
    'Note orders forces…'
    """
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:(") + "\u2026"


def bars(found: Sequence[Mark], places: Sequence[float], height: int) -> list[alt.Chart]:
    """The weights, to the right for the leader, to the left for its rival."""
    most = max([abs(each.db) for each in found if abs(each.db) != float("inf")] + [1.0])
    rows = []
    for each, place in zip(found, places, strict=True):
        size = max(-most, min(most, each.db)) / most * HALF
        right = size >= 0
        rows.append({"x": MIDDLE, "x2": MIDDLE + size, "y": place - 4.5, "y2": place + 4.5, "middle": place, "end": MIDDLE + size + (4 if right else -4),
                     "text": weight_word(each.db), "fill": SIGNS[1 if right else -1][0], "right": right})  # fmt: skip
    bar = canvas(rows).mark_rect().encode(fill=alt.Fill("fill:N", scale=None), **at(x2="x2:Q", y2="y2:Q"))
    zero = canvas([{"x": MIDDLE, "y": 0, "y2": height}]).mark_rule(color=MUTED, strokeWidth=1).encode(**at(y2="y2:Q"))
    guide = [
        canvas([{"x": MIDDLE - HALF, "x2": MIDDLE + HALF, "y": place} for place in places]).mark_rule(color=MIST, strokeWidth=0.8).encode(**at(x2="x2:Q"))
    ]
    words = [
        canvas(rows).transform_filter(f"datum.right == {'true' if right else 'false'}")
        .mark_text(align="left" if right else "right", fontSize=10, color=INK).encode(text="text:N", **at("end", "middle"))
        for right in (True, False)
    ]  # fmt: skip
    return [*guide, bar, zero, *words]


def weight_word(db: float) -> str:
    """A weight as short as a bar needs it.

    >>> weight_word(6.02), weight_word(-13.0), weight_word(0.0), weight_word(float("inf"))
    ('6.0', '13.0', '0', '∞')
    """
    if abs(db) == float("inf"):
        return "\u221e"
    return "0" if abs(db) < 0.05 else f"{abs(db):.1f}"
