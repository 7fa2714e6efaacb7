"""Add sources and users' own tables to a panel: declared cardinality, checked row counts, a report of every join.

A join never changes the number of rows. What a source does not cover becomes missing, never zero. A state-year source
on a dyad panel is added twice, once for each side, with the suffixes 1 and 2. An undirected source on a directed panel
is given to both directions; a directed source on an undirected panel is refused, since it would have to choose a side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from corcyra.errors import JoinError
from corcyra.files import digest_files
from corcyra.panel.own import own_table
from corcyra.panel.table import Column, MergeReport, Panel, check_panel, check_unit
from corcyra.sources.source import KEYS, Field, Source, Unit
from corcyra.world import states
from corcyra.world.time import Years

__all__ = ["add", "add_frame"]


def add(panel: Panel, *sources: Source) -> Panel:
    """The panel with every column of the sources, each with its provenance; reports are in ``panel.reports``.

    Raises `JoinError` on unknown codes, duplicate keys, a name twice, or a source whose unit does not fit.
    """
    check_panel(panel, "add")
    for source in sources:
        if not callable(getattr(source, "read", None)):
            raise JoinError(
                f"add wants sources, given {type(source).__name__}. Take them from corcyra.SOURCES: add(panel, *sources)."
            )
        digest = digest_files(source.files)
        columns = {each.name: provenance(source, each, digest) for each in source.columns}
        panel = merge(panel, source.key, source.unit, source.read(), columns, source.covers)
    return panel


def add_frame(
    panel: Panel, frame: Any, columns: Mapping[str, Column], *, unit: Unit | None = None, name: str = "own table"
) -> Panel:
    """Add a user's own table (pandas, polars, Arrow …) under the same contract as a source.

    ``columns`` gives the provenance of each column to add; ``unit`` defaults to the panel's. Raises `JoinError` as `add`
    does, and for what is no table; `DataError` for a value outside the range that its column declares.

    >>> from corcyra.panel.create import state_years
    >>> own = pl.DataFrame({"state": [371], "year": [1992], "visits": [3]})
    >>> panel = add_frame(state_years(Years(1992, 1993), [371]), own, {"visits": Column("visits", "own count", "visits")})
    >>> panel.frame["visits"].to_list(), str(panel.reports[0])
    ([3, None], 'own table: 1 of 2 rows matched, 1 outside its coverage (missing), 0 of its rows unused')
    """
    check_panel(panel, "add_frame")
    unit = unit or panel.unit
    check_unit(unit)
    table = own_table(frame, unit, columns, name)
    columns = {key: replace(each, sources=each.sources or (name,)) for key, each in columns.items()}
    return merge(panel, name, unit, table, columns, None)


def provenance(source: Source, each: Field, digest: str) -> Column:
    """What a source's field becomes in a panel."""
    return Column(
        each.name,
        each.meaning,
        each.unit,
        each.low,
        each.high,
        sources=(source.key,),
        families=frozenset({each.family}) if each.family else frozenset(),
        citations=source.citations,
        licence=source.licence,
        version=source.version,
        digest=digest,
        covers=source.covers,
    )


def merge(
    panel: Panel, name: str, unit: Unit, table: pl.DataFrame, columns: Mapping[str, Column], covers: Years | None
) -> Panel:
    """Join by the rule for the two units and check the contract."""
    check_table(name, unit, table)
    table = both_ways(table) if unit == "dyad-year" and panel.unit == "directed-dyad-year" else table
    for keys, suffix in plans(panel.unit, unit):
        names = {each: each + suffix for each in columns}
        right = table.rename({**dict(zip(table.columns, keys, strict=False)), **names})
        panel = join(panel, name, keys, right, {names[key]: replace(each, name=names[key]) for key, each in columns.items()})
    return panel


def plans(onto: Unit, unit: Unit) -> list[tuple[tuple[str, ...], str]]:
    """The panel's key columns to join on and the suffix for new names, once or once per side of a dyad."""
    if onto == unit or (onto == "directed-dyad-year" and unit == "dyad-year"):
        return [(KEYS[onto], "")]
    if unit == "state-year":
        first, second, year = KEYS[onto]
        return [((first, year), "1"), ((second, year), "2")]
    raise JoinError(
        f"a {unit} table cannot be added to a {onto} panel: it would have to be collapsed. "
        "Make a panel of that unit, or collapse the table yourself and say how."
    )


def join(panel: Panel, name: str, keys: Sequence[str], right: pl.DataFrame, columns: Mapping[str, Column]) -> Panel:
    """One left join, many rows of the panel to one of the table, with its report."""
    again = sorted(set(columns) & set(panel.columns))
    if again:
        raise JoinError(f"{name}: the panel already has {', '.join(again)}. Rename the column in the table first.")
    flagged = right.with_columns(pl.lit(True).alias("__matched"))
    joined = panel.frame.join(flagged, on=list(keys), how="left", maintain_order="left")
    if joined.height != panel.height:
        raise JoinError(f"{name}: the join changed the rows from {panel.height} to {joined.height}.")
    matched = int(joined["__matched"].sum())
    used = right.join(panel.frame.select(keys).unique(), on=list(keys), how="semi").height
    report = MergeReport(name, panel.height, matched, panel.height - matched, right.height - used)
    return replace(
        panel,
        frame=joined.drop("__matched"),
        columns={**panel.columns, **columns},
        reports=(*panel.reports, report),
    )


def both_ways(table: pl.DataFrame) -> pl.DataFrame:
    """An undirected table with each pair in both directions."""
    turned = table.rename({"state1": "state2", "state2": "state1"}).select(table.columns)
    return pl.concat([table, turned])


def check_table(name: str, unit: Unit, table: pl.DataFrame) -> None:
    """Each key once, and every code a state of the system's list."""
    keys = list(KEYS[unit])
    twice = table.filter(table.select(keys).is_duplicated())
    if twice.height:
        raise JoinError(f"{name} has the key {twice.row(0)[: len(keys)]} more than once. Keep one row per {unit}.")
    known = {state.cow for state in states.states()} | {state.gw for state in states.states(system="gw")}
    for key in keys[:-1]:
        for code in table[key].unique().to_list():
            if code not in known:
                raise JoinError(
                    f"{name}: {code!r} in the column {key!r} is no state code. "
                    "Convert names first with corcyra.find_state(...).cow."
                )
