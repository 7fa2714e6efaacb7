"""One join: look up, take, fill, report. Rows are never added, dropped, sorted or checked again.

1. The table's codes are put into the panel's system (`corcyra.panel.systems`), its keys checked once.
2. Each row of the panel finds the one row of the table with its keys, on a dense grid (`corcyra.panel.keys`).
3. Values are taken from there. Without a row a cell is missing; it is the source's fill (zero) when the source says so,
   its coverage has the year, its system had every state of the unit in it, and two states shared a day of the year there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import JoinError
from corcyra.panel.keys import CODES, Grid, Whole, grid, key_column, rising, rows_of
from corcyra.panel.systems import Runs, alike, converted, listed, turned, unreached, within
from corcyra.panel.table import Column, MergeReport, Panel
from corcyra.sources.source import KEYS, Unit
from corcyra.world import states
from corcyra.world.dyads import dyad_columns
from corcyra.world.time import Years

__all__ = ["PLANS", "Table", "merge"]

Truth = NDArray[np.bool_]
Plan = tuple[tuple[tuple[str, ...], str], ...]
SIDES: dict[str, tuple[str, str]] = {"dyad-year": ("state1", "state2"), "directed-dyad-year": ("state", "other")}
PLANS: dict[tuple[Unit, Unit], Plan] = {
    ("state-year", "state-year"): ((("state", "year"), ""),),
    ("state-year", "state"): ((("state",), ""),),
    ("state-day", "state-day"): ((("state", "day"), ""),),
    ("state-day", "state-year"): ((("state", "year"), ""),),
    ("state-day", "state"): ((("state",), ""),),
    ("dyad-year", "dyad-year"): ((("state1", "state2", "year"), ""),),
    ("dyad-year", "dyad"): ((("state1", "state2"), ""),),
    ("dyad-year", "state-year"): ((("state1", "year"), "1"), (("state2", "year"), "2")),
    ("dyad-year", "state"): ((("state1",), "1"), (("state2",), "2")),
    ("directed-dyad-year", "directed-dyad-year"): ((("state", "other", "year"), ""),),
    ("directed-dyad-year", "dyad-year"): ((("low", "high", "year"), ""),),
    ("directed-dyad-year", "dyad"): ((("low", "high"), ""),),
    ("directed-dyad-year", "state-year"): ((("state", "year"), "1"), (("other", "year"), "2")),
    ("directed-dyad-year", "state"): ((("state",), "1"), (("other",), "2")),
}
"""(panel's unit, table's unit): the panel's keys to look up, in the order of the table's, and the suffix of the new names."""


@dataclass(frozen=True)
class Table:
    """A table to be joined: its data, keys first, and what a join needs to know of it.

    ``columns`` maps each column to its provenance; ``fills`` what a column holds where there is no row; ``lag`` how many years
    earlier the values are from.
    """

    name: str
    unit: Unit
    data: pl.DataFrame
    columns: Mapping[str, Column]
    codes: str
    covers: Years | None = None
    fills: Mapping[str, float] = field(default_factory=dict)
    lag: int = 0


def merge(panel: Panel, table: Table) -> Panel:
    """The panel with the table's columns, and a report of each look-up."""
    plan = PLANS.get((panel.unit, table.unit))
    if plan is None:
        raise JoinError(
            f"a {table.unit} table cannot be added to a {panel.unit} panel: it would have to be collapsed. "
            f"{instead(panel.unit, table.unit)}"
        )
    names = [named(each, suffix, table.lag) for _, suffix in plan for each in table.columns]
    again = sorted({*names} & {*panel.keys, *panel.columns})
    if again:
        raise JoinError(f"{table.name}: the panel already has {', '.join(again)}. Rename the column in the table first.")
    check_codes(table.name, table.unit, table.data)
    table = lower_first(table)
    check_keys(table.name, table.unit, table.data)
    ready, lost = in_system(panel, table)
    for keys, suffix in plan:
        panel = join(panel, ready, keys, suffix, table.data.height, lost)
    return panel


def instead(panel: Unit, table: Unit) -> str:
    """What to do with a table that does not fit: of dyads on states, collapse a panel of dyads that has it."""
    if panel == "state-year" and ("directed-dyad-year", table) in PLANS:
        return "Add it to a panel of corcyra.dyad_years(years, directed=True), then make states of that with corcyra.collapse."
    return "Make a panel of that unit, or collapse the table yourself and say how."


def named(name: str, suffix: str, lag: int) -> str:
    """What a column is called on the panel."""
    return f"{name}{suffix}_lag{lag}" if lag else name + suffix


def in_system(panel: Panel, table: Table) -> tuple[Table, Runs]:
    """The table in the panel's numbers, unless it has no years; and what could not be converted."""
    if alike(panel.system, table.codes) or not panel.height:
        return table, ()
    keys = KEYS[table.unit]
    if "year" in keys or "day" in keys:
        data, lost = converted(table.name, table.data, table.unit, table.codes, panel.system)
        years = span(panel)
        return replace(table, data=data), within(lost, years.first - table.lag, years.last - table.lag)
    codes = np.concatenate([key_column(table.data, key) for key in keys])
    return table, unreached(codes, table.codes, panel.system, span(panel))


def span(panel: Panel) -> Years:
    """The first and last year of a panel that has rows."""
    return Years(int(panel.years.min()), int(panel.years.max()))  # type: ignore[arg-type]


def join(panel: Panel, table: Table, keys: tuple[str, ...], suffix: str, height: int, lost: Runs) -> Panel:
    """One look-up, many rows of the panel to one of the table, with its report; ``height`` counts the rows before conversion."""
    rows = rows_of(where(panel, table, keys), table_keys(table))
    hit = rows >= 0
    fill = zero(panel, table, keys, hit)
    values = taken(table, rows, hit, fill)
    made = [replace(each, name=named(each.name, suffix, table.lag)) for each in table.columns.values()]
    used = np.zeros(table.data.height, dtype=np.bool_)
    used[rows[hit]] = True
    matched, filled = int(hit.sum()), 0 if fill is None else int(fill.sum())
    unused = height - int(used.sum())
    report = MergeReport(
        table.name, panel.height, matched, panel.height - matched - filled, unused, filled, lost, **origin(table.columns),
        side=keys[0] if suffix else "",
    )  # fmt: skip
    series = {each.name: values[old] for old, each in zip(table.columns, made, strict=True)}
    return panel.gain(series, {each.name: each for each in made}).told(report)


def origin(columns: Mapping[str, Column]) -> dict[str, str]:
    """Where a table comes from, as its columns say: what a lock remembers of a source."""
    each = next(iter(columns.values()), Column("", "", ""))
    choices = ", ".join(f"{name} = {value}" for name, value in each.parameters)
    return {"version": each.version, "digest": each.digest, "licence": each.licence, "choices": choices}


def table_keys(table: Table) -> list[Whole]:
    """The keys of the table's rows, as the panel's rows look for them."""
    keys = [key_column(table.data, key) for key in KEYS[table.unit]]
    return [*keys[:-1], keys[-1] + table.lag] if KEYS[table.unit][-1] == "year" else keys


def where(panel: Panel, table: Table, keys: tuple[str, ...]) -> Grid:
    """The panel's rows on a grid of the keys; for a table without years in another system, of the codes that it has for them."""
    if "year" in keys or "day" in keys or alike(panel.system, table.codes) or not panel.height:
        return panel.grid(keys)
    turn = turned(panel.system, table.codes, span(panel))
    return grid(keys, [key_column(panel.frame, key, turn) for key in keys])


def taken(table: Table, rows: NDArray[np.int32], hit: Truth, fill: Truth | None) -> pl.DataFrame:
    """The table's values on the panel's rows: two rows are put below the table, one of nothing and one of the fills."""
    data = table.data.select(*table.columns)
    nothing = data.clear(1)
    fills = nothing.with_columns(
        **{name: pl.lit(value).cast(data.schema[name]) for name, value in table.fills.items() if name in data.columns}
    )
    index = np.where(hit, rows, data.height).astype(np.uint32)
    if fill is not None:
        index[fill] = data.height + 1
    place = pl.Series("row", index)
    return pl.concat([data, nothing, fills]).rechunk().select(pl.all().gather(place))


def zero(panel: Panel, table: Table, keys: tuple[str, ...], hit: Truth) -> Truth | None:
    """The rows that the source says zero of, without a row of its own; `None` when it says so of none."""
    if table.covers is None or not set(table.fills) & set(table.columns):
        return None
    years = key_column(panel.frame, "year") - table.lag
    fill: Truth = ~hit & (years >= table.covers.first) & (years <= table.covers.last)
    if panel.system == table.codes and not table.lag:
        return fill
    names = [name for name in panel.keys[:-1] if name in keys or {"low", "high"} & set(keys)]
    codes = [listed(key_column(panel.frame, name), years, panel.system, table.codes) for name in names]
    for each in codes:
        fill &= each >= 0
    return fill & met(codes[0], codes[1], years, table.codes) if len(codes) == 2 else fill


def met(one: Whole, other: Whole, years: Whole, system: str) -> Truth:
    """The pairs of a system's states that shared a day of the year in it, whatever other systems say."""
    if not years.size:
        return np.zeros(0, dtype=np.bool_)
    span = Years(max(int(years.min()), 1), max(int(years.max()), 1))
    names, pairs = KEYS["dyad-year"], dyad_columns(span, system=system)
    return rows_of(grid(names, [np.minimum(one, other), np.maximum(one, other), years]), pairs) >= 0


def lower_first(table: Table) -> Table:
    """An undirected table with the lower code of each pair first, as panels have it."""
    if table.unit not in ("dyad-year", "dyad"):
        return table
    low, high = (key_column(table.data, name) for name in KEYS[table.unit][:2])
    if (low <= high).all():
        return table
    pair = {"state1": np.minimum(low, high), "state2": np.maximum(low, high)}
    return replace(table, data=table.data.with_columns(**{key: pl.Series(each) for key, each in pair.items()}))


@cache
def known_codes() -> Truth:
    """Which numbers are those of a state in any system, ever."""
    known = np.zeros(CODES, dtype=np.bool_)
    known[[code for each in states.states() if (code := each.cow) is not None]] = True
    known[[code for each in states.states(system="gw+micro") if (code := each.gw) is not None]] = True
    return known


def check_codes(name: str, unit: Unit, table: pl.DataFrame) -> None:
    """Every code a state of a system's list."""
    for key in KEYS[unit]:
        if key in ("year", "day"):
            continue
        codes = key_column(table, key)
        good = (codes >= 0) & (codes < CODES) & table[key].dtype.is_integer()
        good &= known_codes()[np.where(good, codes, 0)]
        if not good.all():
            raise JoinError(
                f"{name}: {table[key][int(good.argmin())]!r} in the column {key!r} is no state code. "
                "Convert names first with corcyra.find_state(...).cow."
            )


def check_keys(name: str, unit: Unit, table: pl.DataFrame) -> None:
    """Each key once."""
    keys: Sequence[str] = KEYS[unit]
    if rising(table, keys):
        return
    twice = table.filter(table.select(keys).is_duplicated())
    if twice.height:
        raise JoinError(f"{name} has the key {twice.row(0)[: len(keys)]} more than once. Keep one row per {unit}.")
