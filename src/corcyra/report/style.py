"""How figures look: colours that survive colour blindness and grey, dashes, shapes, type, and one configuration.

The hues follow the palette of Okabe & Ito (2008); their lightness is spread here (ours: the original colours lie close
together in grey). Wherever colour tells poles apart, a dash, a letter, a label or a place tells them apart too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = [
    "CONFIG", "FONT", "INK", "MIST", "MUTED", "PAPER", "RULE", "SIGNS", "WIDTH", "colours", "dashes", "lightness", "on",
]  # fmt: skip

WIDTH = 640
"""Width of a figure in pixels: one column of a journal page at 96 pixels an inch (ours)."""

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Arial and Liberation Sans have the same widths, so a figure measured with one reads the same with the other."""

INK, MUTED, RULE, MIST, PAPER = "#1a1a1a", "#5f5f5f", "#c9c9c9", "#ececec", "#ffffff"

KNOWN: dict[str, tuple[str, tuple[int, ...]]] = {
    "west": ("#0b3070", (1, 0)),
    "russia": ("#b03010", (7, 2)),
    "turkey": ("#00866a", (3, 2)),
    "iran": ("#c678b0", (8, 2, 2, 2)),
    "china": ("#e0a520", (1, 2)),
}
SPARE: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("#4a4a4a", (5, 5)),
    ("#56b4e9", (2, 4)),
    ("#8a6d1f", (10, 3)),
    ("#9aa800", (4, 1, 1, 1)),
)

SIGNS: Mapping[int, tuple[str, tuple[int, ...]]] = {1: ("#0b5fa5", (1, 0)), -1: ("#c7501a", (5, 3))}
"""Colour and dash of amity (+1) and enmity (-1)."""


def looks(poles: Sequence[str]) -> list[tuple[str, tuple[int, ...]]]:
    """Colour and dash of each pole: its own when it is a known one, else the next spare."""
    spare = [key for key in poles if key not in KNOWN]
    return [KNOWN.get(key) or SPARE[spare.index(key) % len(SPARE)] for key in poles]


def colours(poles: Sequence[str]) -> list[str]:
    """One colour a pole, in order.

    >>> colours(["west", "ottoman"])
    ['#0b3070', '#4a4a4a']
    """
    return [colour for colour, _ in looks(poles)]


def dashes(poles: Sequence[str]) -> list[list[int]]:
    """One dash pattern a pole, in order; ``[1, 0]`` is a full line."""
    return [list(dash) for _, dash in looks(poles)]


def lightness(colour: str) -> float:
    """CIE 1976 lightness L* of an sRGB colour, 0 (black) to 100 (white): what is left of it in grey.

    >>> lightness("#000000"), lightness("#ffffff")
    (0.0, 100.0)
    """
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = min(1.0, sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))
    level = 116 * luminance ** (1 / 3) - 16 if luminance > 216 / 24389 else luminance * 24389 / 27
    return round(level, 6)


def on(colour: str) -> str:
    """Ink that can be read on a colour: white on dark, black on light.

    >>> on("#0b3070"), on("#e0a520")
    ('#ffffff', '#1a1a1a')
    """
    return PAPER if lightness(colour) < 55 else INK


CONFIG: dict[str, Any] = {
    "aria": False,
    "background": PAPER,
    "font": FONT,
    "padding": {"left": 4, "right": 8, "top": 6, "bottom": 6},
    "view": {"stroke": None},
    "title": {
        "anchor": "start", "frame": "group", "color": INK, "fontSize": 12, "fontWeight": "bold", "offset": 6,
        "subtitleColor": MUTED, "subtitleFontSize": 11, "subtitlePadding": 3,
    },
    "axis": {
        "labelColor": MUTED, "labelFontSize": 11, "titleColor": MUTED, "titleFontSize": 11, "titleFontWeight": "normal",
        "gridColor": MIST, "gridWidth": 0.8, "domainColor": RULE, "tickColor": RULE, "tickSize": 4, "labelPadding": 4,
    },
    "axisY": {"domain": False, "ticks": False, "titleAngle": 0, "titleAlign": "left", "titleX": 0, "titleY": -7},
    "axisX": {"grid": False},
    "text": {"color": INK, "fontSize": 11},
    "line": {"strokeWidth": 2, "strokeCap": "butt", "strokeJoin": "round"},
    "legend": {"disable": True},
    "concat": {"spacing": 14},
}  # fmt: skip
"""The theme, given to every chart alone: no global state is changed."""
