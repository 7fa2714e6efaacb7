"""Figure: what to believe of each hypothesis: a bar for the posterior, a tick for the prior, a line for the range over the sensitivity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt

from corcyra.report.figures.case_timeline import at, canvas, cut
from corcyra.report.figures.figure import Chart, dressed
from corcyra.report.style import INK, MIST, MUTED, PAPER, RULE, SIGNS, WIDTH
from corcyra.report.wording import percent

__all__ = ["Belief", "posterior_bars"]

ROW, NAMES, VALUE, GAP = 22, 226, 50, 14
"""Pixels for a hypothesis, for the names, for the number after a bar, and between panels (ours: a line of text with air)."""
ACROSS = 3
"""Panels beside each other; more stand below."""
OTHER = "#9a9a9a"
"""Bars of hypotheses that do not lead."""


class Belief(NamedTuple):
    """A hypothesis to draw: its name, prior, posterior, and the least and the most it had in the sensitivity, all 0-1."""

    name: str
    prior: float
    posterior: float
    low: float
    high: float


def posterior_bars(units: Sequence[tuple[str, Sequence[Belief]]], title: str = "What to believe") -> Chart:
    """A panel a unit, a bar a hypothesis, in the order of the first unit; the bar of the leader is in the colour of the evidence for it.

    Each unit comes with its name (empty where there is one only) and its hypotheses, the leader first; the names must be the same in all.
    """
    names = [each.name for each in units[0][1]]
    across = min(len(units), ACROSS)
    length = (WIDTH - NAMES - GAP * (across - 1)) / across - VALUE
    tall = ROW * len(names) + 44
    layers: list[alt.Chart] = []
    rows: list[dict[str, Any]] = []
    for place, (word, beliefs) in enumerate(units):
        left, top = NAMES + (place % across) * (length + VALUE + GAP), (place // across) * tall + 20
        panel = {each.name: each for each in beliefs}
        rows += [bar(panel[name], left, top + ROW * line, length, name == beliefs[0].name) for line, name in enumerate(names)]
        layers += ground(word, left, top, length, ROW * len(names))
        if place % across == 0:
            layers.append(column(names, top))
    height = tall * ((len(units) - 1) // across + 1)
    chart = alt.LayerChart(layer=[*layers, *drawn(rows)]).properties(width=WIDTH, height=height)
    return dressed(chart, title, ["bar: probability with the evidence \u00b7 thick tick: before it \u00b7 line: range over all single changes"])


def bar(each: Belief, left: float, top: float, length: float, leads: bool) -> dict[str, Any]:
    """The places of one bar and what belongs to it."""
    prior, low, high, end = (left + length * value for value in (each.prior, each.low, each.high, each.posterior))
    return {
        "x": left, "x2": end, "y": top + 5, "y2": top + 17, "middle": top + 11, "prior": prior, "low": low, "high": high, "top": top + 2, "bottom": top + 20,
        "cap": top + 8, "foot": top + 14, "end": max(end, high, prior) + 6, "value": percent(each.posterior), "fill": SIGNS[1][0] if leads else OTHER,
    }  # fmt: skip


def drawn(rows: Sequence[dict[str, Any]]) -> list[alt.Chart]:
    """Bars, ranges, priors, numbers; pale edges keep lines readable on a dark bar."""
    base = canvas(rows)
    return [
        base.mark_rect().encode(fill=alt.Fill("fill:N", scale=None), **at(x2="x2:Q", y2="y2:Q")),
        *(
            base.mark_rule(color=colour, strokeWidth=wide).encode(**at("low", "middle", x2="high:Q"))
            for colour, wide in ((PAPER, 4.0), (INK, 1.6))
        ),
        *(base.mark_rule(color=INK, strokeWidth=1.6).encode(**at(end, "cap", y2="foot:Q")) for end in ("low", "high")),
        *(
            base.mark_rule(color=colour, strokeWidth=wide).encode(**at("prior", "top", y2="bottom:Q"))
            for colour, wide in ((PAPER, 4.6), (INK, 2.8))
        ),
        base.mark_text(align="left", fontSize=11, fontWeight="bold", color=INK).encode(text="value:N", **at("end", "middle")),
    ]


def column(names: Sequence[str], top: float) -> alt.Chart:
    """The names at the left."""
    rows = [{"x": 0, "y": top + ROW * line + 11, "text": cut(name, 44)} for line, name in enumerate(names)]
    words: alt.Chart = canvas(rows).mark_text(align="left", fontSize=10.5, color=INK).encode(text="text:N", **at())
    return words


def ground(word: str, left: float, top: float, length: float, height: float) -> list[alt.Chart]:
    """Quarter lines with their words, and the name of the unit."""
    rows = [
        {"x": left + length * share, "y": top, "y2": top + height, "word": top + height + 9, "text": f"{100 * share:.0f} %" if share in (0, 0.5, 1) else ""}
        for share in (0, 0.25, 0.5, 0.75, 1)
    ]
    lines = canvas(rows).mark_rule(color=MIST, strokeWidth=1).encode(**at(y2="y2:Q"))
    foot = canvas(rows[:1]).mark_rule(color=RULE, strokeWidth=1).encode(**at(y2="y2:Q"))
    words = canvas(rows).mark_text(fontSize=10, color=MUTED).encode(text="text:N", **at("x", "word"))
    name = canvas([{"x": left, "y": top - 9, "text": word}]).mark_text(align="left", fontSize=11, fontWeight="bold", color=INK)
    return [lines, foot, words, *([name.encode(text="text:N", **at())] if word else [])]
