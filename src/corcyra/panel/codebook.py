"""The codebook of a panel: every column's meaning, unit, range, coverage, source, licence and making, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from corcyra.panel.panels import Panels
from corcyra.panel.table import Column, Panel, check_panel
from corcyra.world import citation

__all__ = ["SYSTEM_NAMES", "codebook", "coverage"]

SYSTEM_NAMES = {
    "cow": "Correlates of War (cow)",
    "gw": "Gleditsch and Ward (gw)",
    "gw+micro": "Gleditsch and Ward with microstates (gw+micro)",
}


def coverage(panel: Panel) -> pl.DataFrame:
    """For each column: how many rows are observed, and the first and last year with a value.

    Columns: ``column, observed, rows, share, first, last``; missing is counted as missing, never as zero.

    >>> from corcyra.panel.table import Column
    >>> panel = Panel(pl.DataFrame({"state": [371, 371], "year": [1992, 1993], "x": [None, 1.0]}), "state-year",
    ...               {"x": Column("x", "a toy", "share")})
    >>> coverage(panel).rows()
    [('x', 1, 2, 0.5, 1993, 1993)]
    """
    check_panel(panel, "coverage")
    rows = []
    for name in panel.columns:
        seen = panel.years.filter(panel.frame[name].is_not_null())
        share = seen.len() / panel.height if panel.height else 0.0
        rows.append((name, seen.len(), panel.height, share, seen.min(), seen.max()))
    schema = {"column": pl.String, "observed": pl.Int64, "rows": pl.Int64, "share": pl.Float64, "first": pl.Int64, "last": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def codebook(panels: Panel | Panels | Iterable[Panel], *, title: str = "a panel") -> str:
    """Markdown for one or more panels, with a bibliography of exactly what was used."""
    panels = each_panel(panels)
    used = sorted({key for panel in panels for column in panel.columns.values() for key in column.citations})
    parts = [f"# Codebook: {title}", ""]
    parts += ["An empty cell is missing: the source says nothing there. Zero means observed and none.", ""]
    for panel in panels:
        told = f"Keys: {', '.join(panel.keys)}. Codes of states: {SYSTEM_NAMES[panel.system]}."
        parts += [f"## {panel.unit}, {panel.height} rows", "", told, ""]
        observed = {row["column"]: row for row in coverage(panel).iter_rows(named=True)}
        for name, column in panel.columns.items():
            parts += [*describe(column, observed[name]), ""]
    parts += ["## References", "", *(f"- [{key}] {citation.apa(key)}" for key in used), ""]
    return "\n".join(parts)


def each_panel(given: Panel | Panels | Iterable[Panel]) -> tuple[Panel, ...]:
    """One panel, the two of `Panels`, or any number of them."""
    if isinstance(given, Panels):
        return given.states, given.dyads
    panels = tuple(given) if isinstance(given, Iterable) else (given,)
    for panel in panels:
        check_panel(panel, "codebook")
    return panels


def describe(column: Column, observed: dict[str, object]) -> list[str]:
    """The lines on one column."""
    span = "never observed" if observed["first"] is None else f"{observed['first']} to {observed['last']}"
    unsaid = "of the parts" if column.method != "as published" else "not given"
    lines = [
        f"### {column.name}",
        "",
        f"{column.meaning[:1].upper()}{column.meaning[1:]}.",
        "",
        f"- unit: {column.unit}; range: {bound(column.low)} to {bound(column.high)}",
        f"- observed: {observed['observed']} of {observed['rows']} rows, {span}",
        f"- made by: {column.method}",
        f"- from: {', '.join(column.sources) or 'the panel itself'}; version {column.version or unsaid}",
        f"- evidence: {', '.join(sorted(column.families)) or 'none'}",
        f"- licence: {column.licence or ('facts with citation' if column.citations else 'not given')}",
        f"- cite: {', '.join(column.citations) or 'not given'}",
    ]
    if column.parameters:
        lines.append(f"- parameters: {', '.join(f'{name} = {value}' for name, value in column.parameters)}")
    return lines


def bound(value: float | None) -> str:
    """A range's end in words."""
    return "open" if value is None else f"{value:g}"
