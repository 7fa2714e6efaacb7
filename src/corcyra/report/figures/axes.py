"""Axes that every figure shares: years without decimals, shares from 0 to 1, and room for labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from corcyra.report.style import INK
from corcyra.study.findings import Findings

__all__ = ["extent", "head", "level", "panel_head", "ticks", "year_axis", "years_of"]

Range = tuple[float, float]


def years_of(findings: Findings) -> tuple[int, int]:
    """First and last year of the study."""
    first, last = findings.spec.years
    return int(first), int(last)


def ticks(first: int, last: int, most: int = 8) -> list[int]:
    """Round years to label, at most ``most``; every year when they are few.

    >>> ticks(1992, 2024), ticks(1992, 1994)
    ([1995, 2000, 2005, 2010, 2015, 2020], [1992, 1993, 1994])
    """
    length = last - first + 1
    step = next((each for each in (1, 2, 5, 10, 20, 25, 50, 100) if length / each <= most), 200)
    return [year for year in range(first, last + 1) if year % step == 0]


def year_axis(findings: Findings, *, most: int = 8, pad: float = 0.5) -> Any:
    """The horizontal axis of years."""
    first, last = years_of(findings)
    axis = alt.Axis(values=ticks(first, last, most), format="d", title=None)
    return alt.X("year:Q", scale=alt.Scale(domain=[first - pad, last + pad], nice=False, zero=False), axis=axis)


def head(**more: Any) -> alt.Header:
    """The heading of a row, a column or a panel of a grid, without the field's name."""
    return alt.Header(**{"title": None, "labelColor": INK, "labelFontSize": 11, **more})


def panel_head(padding: int = 6) -> alt.Header:
    """A state's name above its panel, bold, flush left."""
    return head(labelAnchor="start", labelFontWeight="bold", labelFontSize=12, labelPadding=padding)


def extent(values: Iterable[float | None]) -> Range:
    """The range to draw: 0 to 1 for shares and indices, else from the data with a margin.

    >>> extent([0.2, None, 0.9]), extent([])
    ((0.0, 1.0), (0.0, 1.0))
    >>> extent([-2.0, 2.0])
    (-2.2, 2.2)
    """
    known = [value for value in values if value is not None]
    if not known or (min(known) >= 0 and max(known) <= 1):
        return 0.0, 1.0
    margin = 0.05 * ((max(known) - min(known)) or 1.0)
    return round(min(known) - margin, 6), round(max(known) + margin, 6)


def level(field: str, domain: Range, title: str | None = None, values: Sequence[float] | None = None) -> Any:
    """A vertical axis of values."""
    shown = list(values) if values is not None else ([0, 0.5, 1] if domain == (0.0, 1.0) else None)
    # With a count beside them Vega thins the values out.
    axis = alt.Axis(title=title, values=shown) if shown else alt.Axis(title=title, tickCount=4)
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=list(domain), nice=False), axis=axis)
