"""Figure: how far the leader's lead moves when one thing at a time is changed: priors, judgements, clues left out, other choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import altair as alt

from corcyra.report.figures.case_timeline import at, canvas, cut
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.style import INK, MIST, MUTED, PAPER, SIGNS, WIDTH

__all__ = ["MOST", "Swing", "case_sensitivity"]

ROW, LEFT, HEAD = 16, 262, 18
"""Pixels for a change, where the scale begins, and for the heading of a group."""
MOST = 60.0
"""Ours: a lead beyond 60 dB, a million to one, is drawn as 60."""
NICE = (1, 2, 5, 10, 20, 50)


class Swing(NamedTuple):
    """A change: its group, words, the least and the most lead it gives (dB), and the lead without the clue (None: not a clue)."""

    group: str
    words: str
    low: float
    high: float
    without: float | None = None


def case_sensitivity(swings: Sequence[Swing], margin: float, title: str = "How firm is the lead?") -> Chart:
    """Bars from the least to the most lead; left of the zero line another hypothesis leads. ``margin`` is the lead as weighed, dB.

    Groups stand in the order given, the rows too. There must be a change.
    """
    ends = [clip(each) for swing in swings for each in (swing.low, swing.high, swing.without) if each is not None]
    low, high = min([*ends, 0.0, clip(margin)]), max([*ends, 0.0, clip(margin)])
    room = 0.06 * max(high - low, 1.0)
    scale = Scale(low - room, high + room)
    rows, heads, height = placed(swings, scale)
    base = canvas(rows)
    layers = [
        *ground(scale, height),
        base.mark_rect().encode(fill=alt.Fill("fill:N", scale=None), **at(x2="x2:Q", y2="y2:Q")),
        *lines(scale, margin, height),
        canvas([row for row in rows if row["without"] is not None] or [{"without": -50, "middle": -50}])
        .mark_point(shape="diamond", size=46, fill=PAPER, stroke=INK, strokeWidth=1.3, opacity=1).encode(**at("without", "middle")),
        base.mark_text(align="left", fontSize=10.5, color=INK).encode(text="words:N", **at("zero", "middle")),
        canvas(heads).mark_text(align="left", fontSize=11, fontWeight="bold", color=INK).encode(text="text:N", **at()),
    ]  # fmt: skip
    chart = alt.LayerChart(layer=layers).properties(width=WIDTH, height=height)
    return dressed(chart, title, ["lead over the next hypothesis in decibels when one thing is changed \u00b7 diamond: the clue left out"])


class Scale(NamedTuple):
    """From decibels to pixels."""

    low: float
    high: float

    def x(self, db: float) -> float:
        """The place of a lead."""
        return LEFT + (WIDTH - LEFT - 6) * (clip(db) - self.low) / (self.high - self.low)


def clip(db: float) -> float:
    """A lead within what is drawn.

    >>> clip(float("inf")), clip(-3.0)
    (60.0, -3.0)
    """
    return max(-MOST, min(MOST, db))


def placed(swings: Sequence[Swing], scale: Scale) -> tuple[list[dict[str, object]], list[dict[str, object]], int]:
    """The rows and the headings of the groups with their places, and the height of all."""
    rows: list[dict[str, object]] = []
    heads: list[dict[str, object]] = []
    y, group = 4, ""
    for each in swings:
        if each.group != group:
            y += 6 if group else 0
            heads.append({"x": 0, "y": y + HEAD / 2, "text": each.group})
            y, group = y + HEAD, each.group
        # A change that moves nothing is still seen: a bar two pixels wide.
        left, right = scale.x(each.low), scale.x(each.high)
        grow = max(0.0, 2.0 - (right - left)) / 2
        rows.append({"x": left - grow, "x2": right + grow, "y": y + 4, "y2": y + ROW - 4, "middle": y + ROW / 2, "zero": 8,
                     "words": cut(each.words, 46), "fill": SIGNS[-1][0] if each.low < 0 else "#8a8a8a",
                     "without": None if each.without is None else scale.x(each.without)})  # fmt: skip
        y += ROW
    return rows, heads, y + 26


def ground(scale: Scale, height: int) -> list[alt.Chart]:
    """The side on which another hypothesis leads, the grid, and its words."""
    step = next((each for each in NICE if (scale.high - scale.low) / each <= 8), NICE[-1])
    values = [step * each for each in range(int(scale.low // step) + 1, int(scale.high // step) + 1)]
    ticks = [{"x": scale.x(each), "y": 0, "y2": height - 22, "text": str(each).replace("-", "\u2212"), "word": height - 13} for each in values]
    shade = canvas([{"x": LEFT, "x2": scale.x(0), "y": 0, "y2": height - 22}]).mark_rect(fill=MIST, opacity=0.75).encode(**at(x2="x2:Q", y2="y2:Q"))
    lines = canvas(ticks).mark_rule(color=MIST, strokeWidth=1).encode(**at(y2="y2:Q"))
    words = canvas(ticks).mark_text(fontSize=10.5, color=MUTED).encode(text="text:N", **at("x", "word"))
    return [shade, lines, words]


def lines(scale: Scale, margin: float, height: int) -> list[alt.Chart]:
    """The zero line and the lead as weighed."""
    zero = canvas([{"x": scale.x(0), "y": -2, "y2": height - 22}]).mark_rule(color=INK, strokeWidth=1.6).encode(**at(y2="y2:Q"))
    lead = canvas([{"x": scale.x(margin), "y": -2, "y2": height - 22}])
    another = canvas([{"x": scale.x(0) - 4, "y": -8, "text": "another leads"}]).mark_text(fontSize=10, color=MUTED, align="right")
    weighed = canvas([{"x": scale.x(margin) + 3, "y": -8, "text": "as weighed"}]).mark_text(fontSize=10, color=MUTED, align="left")
    words = [each.encode(text="text:N", **at()) for each in (another, weighed)]
    return [lead.mark_rule(color=INK, strokeWidth=1.2, strokeDash=[4, 3]).encode(**at(y2="y2:Q")), zero, *words]
