"""What a figure is: a key, a title, a caption made from the findings, and a maker of the chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

import altair as alt
import polars as pl

from corcyra.report.style import CONFIG
from corcyra.study.findings import Findings

__all__ = ["Chart", "Figure", "drawing", "dressed", "rows", "states_of"]

Chart: TypeAlias = alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart | alt.ConcatChart | alt.FacetChart


class Figure(NamedTuple):
    """One figure of the report.

    ``table`` is what it draws; without rows there it is left out. ``columns`` are the panel columns behind it, whose
    sources the caption cites.
    """

    key: str
    title: str
    caption: Callable[[Findings], str]
    make: Callable[[Findings], Chart]
    table: str
    columns: tuple[str, ...] = ()


def rows(findings: Findings, table: str, **where: object) -> pl.DataFrame:
    """The rows of a table that have the given values; an empty frame when the study has no such table."""
    found = findings.tables.get(table, pl.DataFrame())
    if found.is_empty():
        return found
    return found.filter(*(pl.col(key) == value for key, value in where.items()))


def states_of(findings: Findings) -> list[str]:
    """The study's states in its own order, as ISO-3 letters."""
    return [str(key) for key in findings.tables["summary"]["state"].unique(maintain_order=True)]


def dressed(chart: Any, title: str, subtitle: Sequence[str] = ()) -> Chart:
    """The chart with its title, what it shows, and the house's look."""
    heading = alt.TitleParams(
        title, subtitle=list(subtitle), fontSize=14, subtitleFontSize=11.5, offset=12, frame="bounds"
    )
    finished: Chart = chart.properties(title=heading, config=alt.Config(**CONFIG))
    return finished


def drawing(chart: Chart) -> dict[str, Any]:
    """The chart as a Vega-Lite specification with its data inside."""
    with alt.data_transformers.enable("default", consolidate_datasets=True, max_rows=None):
        return dict(chart.to_dict(validate=False))
