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
   receiver or the power) | ``state1, state2, year`` with ``state1 < state2`` (undirected), codes in the system of
   ``codes``, years inclusive;
2. no key twice; every other column is declared in ``columns``, floats or booleans or integers or text;
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

__all__ = ["KEYS", "Access", "Field", "Source", "Unit", "check_source"]

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
    """Hold a source's table against what the source says of itself.

    Raises `DataError` naming the source, the column and the first offending row.
    """
    frame = source.read()
    keys = KEYS[source.unit]
    declared = [field.name for field in source.columns]
    if list(frame.columns) != [*keys, *declared]:
        raise DataError(
            f"source {source.key!r} gives the columns {frame.columns}, but declares {[*keys, *declared]}. "
            "Make read() and columns agree, keys first."
        )
    twice = frame.filter(frame.select(keys).is_duplicated())
    if twice.height:
        raise DataError(f"source {source.key!r} has the key {twice.row(0)[: len(keys)]} more than once. Keep one row.")
    if source.unit == "dyad-year" and frame.filter(pl.col("state1") >= pl.col("state2")).height:
        raise DataError(f"source {source.key!r}: an undirected dyad needs the lower code first.")
    years = frame["year"]
    if frame.height and (years.min() < source.covers.first or years.max() > source.covers.last):  # type: ignore[operator]
        raise DataError(f"source {source.key!r} has years outside the span {source.covers} that it declares.")
    for field in source.columns:
        check_range(source.key, field, frame)


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
