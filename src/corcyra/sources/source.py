"""What a source is: class attributes first, one act last.

A source says where a table comes from, what its columns mean and under which terms it may be used; its one act,
`read`, gives a frame keyed by state and year, by directed dyad and year, or by undirected dyad and year. A toy source,
complete:

>>> import polars as pl
>>> from corcyra.world.time import Years
>>> class Rainfall:
...     key = "rainfall"
...     title = "Rainfall, a toy"
...     version = "1"
...     citations = ("corcyra",)
...     licence = "CC0-1.0"
...     access = "bundled"
...     covers = Years(1992, 1993)
...     codes = "cow"
...     unit = "state-year"
...     files = ()
...     columns = (Field("rain", "rain in the capital", "mm a year", low=0.0, family="rainfall"),)
...
...     def read(self) -> pl.DataFrame:
...         return pl.DataFrame({"state": [371, 371], "year": [1992, 1993], "rain": [277.0, 281.0]})
>>> check_source(Rainfall())
>>> Rainfall().read().height
2

The contract, which `check_source` examines:

1. the keys are ``state, year`` | ``state, other, year`` (directed: state is the sender or the one that aligns, other the
   receiver or the power) | ``state1, state2, year`` with ``state1 < state2`` (undirected) | ``state`` | ``state1, state2`` |
   ``state, day``, codes in the system of ``codes``, years inclusive; ``records`` name theirs as ``record_keys``;
2. no key twice, none missing; every other column is declared in ``columns``: numbers, booleans, text or dates; ``fills``
   names declared columns;
3. a row is present where the source's universe includes the unit: there an absence is 0. A unit outside the universe has
   no row and becomes missing in a panel, never 0;
4. numbers stay inside ``low`` and ``high``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol, runtime_checkable

import polars as pl

from corcyra.errors import DataError
from corcyra.world.time import Years

__all__ = ["KEYS", "Access", "Declared", "Field", "Source", "Unit", "check_source", "check_table", "keys_of"]

Unit = Literal["state-year", "dyad-year", "directed-dyad-year", "state-day", "state", "dyad", "records"]
Access = Literal["bundled", "fetch", "bring"]

KEYS: dict[Unit, tuple[str, ...]] = {
    "state-year": ("state", "year"),
    "dyad-year": ("state1", "state2", "year"),
    "directed-dyad-year": ("state", "other", "year"),
    "state-day": ("state", "day"),
    "state": ("state",),
    "dyad": ("state1", "state2"),
    "records": (),
}
"""Key columns by unit. ``records`` (disputes, roll calls, spells of rulers) are no panel: each such source names its own."""


@dataclass(frozen=True)
class Field:
    """One column of a source: its name, its meaning in words, its unit, its range, and its evidence family.

    ``family`` names the body of evidence that the column belongs to (``commitments``, ``presence``, ``conflicts`` …).
    Families are what the rule against circularity follows: no family may stand on both sides of a prediction.
    """

    name: str
    meaning: str
    unit: str
    low: float | None = None
    high: float | None = None
    family: str = ""


class Declared(Protocol):
    """What a table is held against: a source, or a dataset before its table is kept.

    ``record_keys`` (key columns of ``records``) and ``fills`` (columns that are 0 where there is no row) are looked at where
    they are declared too.
    """

    @property
    def key(self) -> str: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def covers(self) -> Years: ...
    @property
    def columns(self) -> tuple[Field, ...]: ...


@runtime_checkable
class Source(Protocol):
    """The shape of every source; see the module's docstring for the contract and a toy."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def citations(self) -> tuple[str, ...]: ...
    @property
    def licence(self) -> str: ...
    @property
    def access(self) -> Access: ...
    @property
    def covers(self) -> Years: ...
    @property
    def codes(self) -> str: ...
    @property
    def unit(self) -> Unit: ...
    @property
    def files(self) -> tuple[Path, ...]: ...
    @property
    def columns(self) -> tuple[Field, ...]: ...

    def read(self) -> pl.DataFrame:
        """The table, keyed by `KEYS[unit]`."""
        ...


def check_source(source: Source) -> None:
    """Hold a source's table against what the source says of itself: read it, then `check_table`.

    Raises `DataError` naming the source, the column and the first offending row.
    """
    check_table(source, source.read())


def check_table(declared: Declared, frame: pl.DataFrame) -> None:
    """Hold a table against the declaration of its source or dataset; the contract is in the module's docstring.

    Raises `DataError` naming the source, the column and the first offending row.

    >>> from types import SimpleNamespace
    >>> toy = SimpleNamespace(key="toy", unit="state", covers=Years(1990, 1991), columns=(Field("x", "a toy", "share"),))
    >>> check_table(toy, pl.DataFrame({"state": [2, 20], "x": [0.5, None]}))
    >>> check_table(toy, pl.DataFrame({"state": [2, 2], "x": [0.5, 0.6]}))
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: source 'toy' has the key (2,) more than once. Keep one row.
    """
    keys, names = keys_of(declared), [field.name for field in declared.columns]
    check_columns(declared, keys, names, frame)
    check_keys(declared, keys, frame)
    for field in declared.columns:
        check_kind(declared.key, field, frame)
        check_range(declared.key, field, frame)


def keys_of(declared: Declared) -> tuple[str, ...]:
    """The key columns of a table: those of its unit, or for ``records`` those that it names itself as ``record_keys``."""
    return tuple(getattr(declared, "record_keys", ())) if declared.unit == "records" else KEYS[declared.unit]


def check_columns(declared: Declared, keys: tuple[str, ...], names: list[str], frame: pl.DataFrame) -> None:
    """Raise `DataError` when the columns are not the keys and those declared, or the declaration contradicts itself."""
    if not keys:
        raise DataError(f"source {declared.key!r} is of the unit 'records' and names no record_keys. Name its key columns.")
    if len(set(names)) < len(names):
        raise DataError(f"source {declared.key!r} declares a column twice: {names}. Declare it once.")
    strange = sorted(set(getattr(declared, "fills", ())) - set(names))
    if strange:
        raise DataError(f"source {declared.key!r} fills {', '.join(strange)}, which it does not declare. It has: {names}.")
    # Records may describe their keys among the columns; a panel's keys have one meaning everywhere.
    wanted = names if declared.unit == "records" and set(keys) <= set(names) else [*keys, *names]
    if list(frame.columns) != wanted:
        raise DataError(
            f"source {declared.key!r} gives the columns {frame.columns}, but declares {wanted}. "
            "Make its table and columns agree, keys first."
        )


def check_keys(declared: Declared, keys: tuple[str, ...], frame: pl.DataFrame) -> None:
    """Raise `DataError` for a key that is missing, twice, of the wrong kind, in the wrong order or outside the span."""
    key = declared.key
    for name in keys:
        wanted = pl.Date if name == "day" else pl.Int64
        if declared.unit != "records" and frame.schema[name] != wanted:
            raise DataError(f"source {key!r}: the key {name!r} is {frame.schema[name]}, wanted {wanted()}. Cast it.")
    lacking = frame.filter(pl.any_horizontal(pl.col(keys).is_null()))
    if lacking.height:
        raise DataError(f"source {key!r} has the row {lacking.row(0)} without a whole key. Drop it or give its key.")
    twice = frame.filter(frame.select(keys).is_duplicated())
    if twice.height:
        raise DataError(f"source {key!r} has the key {twice.select(keys).row(0)} more than once. Keep one row.")
    check_pairs(declared, frame)
    check_years(declared, keys, frame)


def check_pairs(declared: Declared, frame: pl.DataFrame) -> None:
    """Raise `DataError` for a state paired with itself, and for an undirected pair with the higher code first."""
    key = declared.key
    if declared.unit in ("dyad-year", "dyad") and frame.filter(pl.col("state1") >= pl.col("state2")).height:
        raise DataError(f"source {key!r}: an undirected dyad needs the lower code first.")
    if declared.unit == "directed-dyad-year" and frame.filter(pl.col("state") == pl.col("other")).height:
        raise DataError(f"source {key!r} pairs a state with itself. A dyad needs two states.")


def check_years(declared: Declared, keys: tuple[str, ...], frame: pl.DataFrame) -> None:
    """Raise `DataError` when a year or day of the key is outside the span that is declared."""
    if declared.unit == "records" or not {"year", "day"} & set(keys) or not frame.height:
        return
    years = frame["year"] if "year" in keys else frame["day"].dt.year()
    if years.min() < declared.covers.first or years.max() > declared.covers.last:  # type: ignore[operator]
        raise DataError(f"source {declared.key!r} has years outside the span {declared.covers} that it declares.")


def check_kind(key: str, field: Field, frame: pl.DataFrame) -> None:
    """Raise `DataError` when a column holds anything but numbers, text, truth values or dates."""
    kind = frame.schema[field.name]
    if kind.is_nested() or kind in (pl.Null, pl.Object, pl.Binary):
        raise DataError(f"source {key!r}, column {field.name!r}: holds {kind}. Cast it to numbers, text, booleans or dates.")


def check_range(key: str, field: Field, frame: pl.DataFrame) -> None:
    """Raise `DataError` when a number of the column leaves the declared range or is not finite."""
    column = frame[field.name]
    if not column.dtype.is_numeric():
        return
    outside = pl.lit(False)
    if column.dtype.is_float():
        outside = outside | pl.col(field.name).is_nan() | pl.col(field.name).is_infinite()
    if field.low is not None:
        outside = outside | (pl.col(field.name) < field.low)
    if field.high is not None:
        outside = outside | (pl.col(field.name) > field.high)
    bad = frame.filter(outside)
    if bad.height:
        raise DataError(
            f"source {key!r}, column {field.name!r}: {bad[field.name][0]} in row {bad.row(0)} is outside "
            f"{field.low} to {field.high}. Correct the value or the declared range; a missing value is null, not NaN."
        )
