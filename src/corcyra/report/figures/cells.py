"""A strip chart: rows by years, each cell a colour with a sign in it, so that it reads without colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import altair as alt
import polars as pl

from corcyra.report.figures.axes import panel_head, ticks, years_of
from corcyra.report.style import MUTED, PAPER
from corcyra.study.findings import Findings

__all__ = ["Cell", "strips"]


class Cell(NamedTuple):
    """One cell: its panel, row, year, fill, ink and sign; ``edge`` is the colour of its border."""

    panel: str
    row: str
    year: int
    fill: str
    ink: str
    sign: str
    edge: str


def strips(
    findings: Findings, cells: Sequence[Cell], orders: Mapping[str, Sequence[str]], *, width: int, step: int
) -> alt.FacetChart:
    """A panel for each key of ``orders``, which lists its rows from above; cells on a grid of rows and years."""
    first, last = years_of(findings)
    years = list(range(first, last + 1))
    place = {(panel, row): number for panel, order in orders.items() for number, row in enumerate(order)}
    schema = dict.fromkeys(Cell._fields, pl.String) | {"year": pl.Int64}
    data = pl.DataFrame([*cells, *blanks(cells, orders, first)], schema=schema, orient="row")
    data = data.with_columns(
        pl.Series("place", [place[each] for each in data.select("panel", "row").rows()], dtype=pl.Int64)
    )
    across = alt.X(
        "year:O", scale=alt.Scale(domain=years, paddingInner=0.08, paddingOuter=0.04),
        axis=alt.Axis(values=ticks(first, last), title=None, labelAngle=0, domain=False),
    )  # fmt: skip
    down = alt.Y(
        "row:N", sort=alt.EncodingSortField(field="place", op="min"), scale=alt.Scale(paddingInner=0.12, paddingOuter=0.06),
        axis=alt.Axis(title=None, grid=False, labelLimit=220, labelFontSize=11, labelColor=MUTED),
    )  # fmt: skip
    base = alt.Chart(data).encode(x=across, y=down)
    boxes = base.mark_rect(strokeWidth=0.8).encode(
        color=alt.Color("fill:N", scale=None), stroke=alt.Stroke("edge:N", scale=None)
    )
    signs = base.mark_text(fontSize=9.5 if width / len(years) >= 12 else 7, baseline="middle")
    chart = alt.LayerChart(layer=[boxes, signs.encode(text="sign:N", color=alt.Color("ink:N", scale=None))])
    facet = chart.properties(width=width, height=alt.Step(step)).facet(
        facet=alt.Facet("panel:N", sort=list(orders), header=panel_head()), columns=1
    )
    finished: alt.FacetChart = facet.resolve_scale(y="independent").resolve_axis(x="independent").properties(spacing=6)
    return finished


def blanks(cells: Sequence[Cell], orders: Mapping[str, Sequence[str]], year: int) -> list[Cell]:
    """An unseen cell for each row that has none, so that the row is still there."""
    there = {(cell.panel, cell.row) for cell in cells}
    return [
        Cell(panel, row, year, PAPER, PAPER, "", PAPER)
        for panel, order in orders.items()
        for row in order
        if (panel, row) not in there
    ]
