"""Charts to SVG, and SVG to PNG, without a browser and without the network (vl-convert)."""

from __future__ import annotations

from html import escape

import altair as alt
import vl_convert

from corcyra.report.figures.figure import Chart
from corcyra.report.style import FONT

__all__ = ["to_png", "to_svg"]


def to_svg(chart: Chart) -> str:
    """The chart as SVG text; the same chart gives the same text.

    The typeface is named once at the root instead of at every letter, which halves the size of a figure.
    """
    with alt.data_transformers.enable("default", consolidate_datasets=True, max_rows=None):
        drawing = chart.to_dict(validate=False)
    svg = str(vl_convert.vegalite_to_svg(drawing, allowed_base_urls=[]))
    face = f' font-family="{escape(FONT, quote=False)}"'
    return svg.replace(face, "").replace("<svg ", f"<svg{face} ", 1)


def to_png(svg: str, scale: float = 2) -> bytes:
    """The picture of an SVG at so many times its size; 2 prints sharply across a journal column."""
    return bytes(vl_convert.svg_to_png(svg, scale=scale))
