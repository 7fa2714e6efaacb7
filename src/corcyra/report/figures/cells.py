"""A strip chart: rows by years, each cell a colour with a sign in it, so that it reads without colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import altair as alt
import polars as pl

from corcyra.report.figures.axes import ticks, years_of
from corcyra.report.style import MUTED
from corcyra.study.findings import Findings

__all__ = ["Cell", "strip"]


class Cell(NamedTuple):
    """One cell: its row, year, fill, ink and sign; ``edge`` is the colour of its border."""

    row: str
    year: int
    fill: str
    ink: str
    sign: str
    edge: str


def strip(findings: Findings, cells: Sequence[Cell], order: Sequence[str], *, width: int, step: int, title: Any) -> alt.LayerChart:
    """The cells on a grid of rows (in the given order, from above) and years."""
    first, last = years_of(findings)
    schema = {"row": pl.String, "year": pl.Int64, "fill": pl.String, "ink": pl.String, "sign": pl.String, "edge": pl.String}
    data = pl.DataFrame(list(cells), schema=schema, orient="row")
    years = list(range(first, last + 1))
    size = 9.5 if width / len(years) >= 12 else 7
    band = alt.Scale(domain=years, paddingInner=0.08, paddingOuter=0.04)
    across = alt.X("year:O", scale=band, axis=alt.Axis(values=ticks(first, last), title=None, labelAngle=0, domain=False))
    names = alt.Axis(title=None, grid=False, labelLimit=220, labelFontSize=11, labelColor=MUTED)
    down = alt.Y("row:N", sort=list(order), scale=alt.Scale(domain=list(order), paddingInner=0.12, paddingOuter=0.06), axis=names)
    base = alt.Chart(data).encode(x=across, y=down)
    boxes = base.mark_rect(strokeWidth=0.8).encode(color=alt.Color("fill:N", scale=None), stroke=alt.Stroke("edge:N", scale=None))
    signs = base.mark_text(fontSize=size, baseline="middle").encode(text="sign:N", color=alt.Color("ink:N", scale=None))
    return alt.layer(boxes, signs).properties(width=width, height=step * len(order), title=title)
