"""A user's own table at the door: any dataframe, made into the shape that a join needs, or refused in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl

from corcyra.errors import DataError, JoinError
from corcyra.panel.table import UNITS, Column
from corcyra.sources.source import KEYS, Unit

__all__ = ["TABLES", "own_table"]

TABLES: tuple[Unit, ...] = (*UNITS, "state", "dyad")
"""What a table to be added may be keyed by; those of states and dyads hold for every year."""


def own_table(frame: Any, unit: Unit, columns: Mapping[str, Column], name: str) -> pl.DataFrame:
    """The keys and the declared columns of a dataframe, as polars.

    Whole numbers that came as decimals become whole, times of day are dropped from days; NaN becomes missing.
    Raises `JoinError` for what is no dataframe, lacks columns or has no whole years or days, `DataError` for a value outside its
    column's declared range.

    >>> own_table(pl.DataFrame({"state": [371.0], "year": [1992], "x": [float("nan")]}), "state-year",
    ...           {"x": Column("x", "a toy", "share")}, "mine").rows()
    [(371, 1992, None)]
    """
    check_columns(columns, unit, name)
    table = eager(frame, name)
    lacking = [key for key in (*KEYS[unit], *columns) if key not in table.columns]
    if lacking:
        told = f"{name} lacks the columns {', '.join(lacking)}. It has: {', '.join(table.columns)}."
        raise JoinError(told + other_unit(table, unit))
    table = table.select(*KEYS[unit], *columns).with_columns(pl.selectors.float().fill_nan(None))
    table = table.with_columns(*(days(table[key], name) if key == "day" else whole(table[key], name) for key in KEYS[unit]))
    for key, column in columns.items():
        check_range(table, key, column, name)
    return table


def check_columns(columns: Any, unit: Unit, name: str) -> None:
    """Raise `JoinError` unless each column to add has a `Column` that says what it is, and none is a key."""
    if not isinstance(columns, Mapping) or not all(isinstance(each, Column) for each in columns.values()):
        raise JoinError(
            f"{name}: say what each column is, by its name: "
            "{'visits': corcyra.Column('visits', 'visits of ministers', 'visits')}."
        )
    again = [key for key in KEYS[unit] if key in columns]
    if again:
        raise JoinError(f"{name}: {', '.join(again)} is a key of a {unit} table and needs no provenance. Leave it out.")


def eager(frame: Any, name: str) -> pl.DataFrame:
    """Any dataframe as polars."""
    frame = frame.collect() if isinstance(frame, pl.LazyFrame) else frame
    try:
        table: pl.DataFrame = nw.from_native(frame, eager_only=True).to_polars()
    except TypeError:
        told = f"{name} is no table: {type(frame).__name__}. Give a dataframe of pandas, polars or Arrow."
        raise JoinError(told) from None
    return table


def other_unit(table: pl.DataFrame, unit: Unit) -> str:
    """A hint at the unit whose keys the table does have."""
    fits = [each for each in TABLES if each != unit and set(KEYS[each]) <= set(table.columns)]
    best = max(fits, key=lambda each: len(KEYS[each]), default=None)
    return f" It has the keys of a {best} table: say unit={best!r}." if best else ""


def whole(column: pl.Series, name: str) -> pl.Series:
    """A key as whole numbers; text in a state's place stays, to be refused as a code by the join."""
    number = column.dtype.is_float() and not (column.is_infinite() | (column != column.floor())).any()
    if column.dtype.is_integer() or number or not column.len():
        column = column.cast(pl.Int64, strict=False)
    elif column.name == "year":
        raise JoinError(f"{name}: the column 'year' wants whole numbers such as 1992, given {column[0]!r}.")
    if column.name == "year" and column.null_count():
        raise JoinError(f"{name}: the year is missing in {column.null_count()} of {column.len()} rows. Drop or fill them.")
    return column


def days(column: pl.Series, name: str) -> pl.Series:
    """A key as days."""
    if column.dtype.is_temporal() and column.dtype in (pl.Date, pl.Datetime):
        column = column.cast(pl.Date)
    elif column.len():
        raise JoinError(f"{name}: the column 'day' wants dates such as datetime.date(1992, 5, 15), given {column[0]!r}.")
    if column.null_count():
        raise JoinError(f"{name}: the day is missing in {column.null_count()} of {column.len()} rows. Drop or fill them.")
    return column.cast(pl.Date)


def check_range(table: pl.DataFrame, key: str, column: Column, name: str) -> None:
    """Raise `DataError` for the first value below ``low`` or above ``high``."""
    if not table[key].dtype.is_numeric():
        return
    out = pl.lit(False)
    out = out if column.low is None else out | (pl.col(key) < column.low)
    out = out if column.high is None else out | (pl.col(key) > column.high)
    outside = table.filter(out)
    if outside.height:
        low, high = ("open" if end is None else f"{end:g}" for end in (column.low, column.high))
        raise DataError(
            f"{name}, column {key!r}: {outside[key][0]} in row {outside.row(0)} is outside {low} to {high}. "
            "Correct the value or the declared range."
        )

