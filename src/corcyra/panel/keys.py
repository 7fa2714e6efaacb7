"""Where a panel's rows are: a dense grid over codes and years, in which the rows of any table are found without hashing.

The rows of a panel are sorted by their keys, so that the cells of its grid rise from row to row, and looking up two million of
them walks through memory once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

__all__ = ["CODES", "Grid", "Whole", "grid", "key_column", "rising", "rows_of"]

Whole = NDArray[np.int64]
Rows = NDArray[np.int32]
CODES = 1000
"""Numbers of states have at most three digits in every system; a panel's code beyond them has no row in any table."""

PAIRS = (("state", "other"), ("state1", "state2"))


def rising(frame: pl.DataFrame, keys: Sequence[str]) -> bool:
    """Is each row's key above that of the row before? False for a key twice, or a missing key.

    >>> rising(pl.DataFrame({"state": [2, 2, 20], "year": [1816, 1817, 1816]}), ["state", "year"])
    True
    >>> rising(pl.DataFrame({"state": [2, 2], "year": [1816, 1816]}), ["state", "year"])
    False
    """
    if frame.height < 2 or not keys:
        return frame.height < 2
    up = pl.repeat(False, frame.height - 1, dtype=pl.Boolean, eager=True)
    for key in reversed(keys):
        before, after = frame[key][:-1], frame[key][1:]
        up = (before < after) | ((before == after) & up)
    return bool(up.all(ignore_nulls=False))


def key_column(frame: pl.DataFrame, name: str, turn: Callable[[Whole, Whole], Whole] | None = None) -> Whole:
    """A key as whole numbers: a column, ``low`` or ``high`` of the pair's codes, or the ``year`` of a ``day``.

    ``turn`` makes other codes of codes and years. What is missing or no number is -1.

    >>> frame = pl.DataFrame({"state": [371, 2], "other": [2, 371], "year": [1992, 1992]})
    >>> key_column(frame, "low").tolist(), key_column(frame, "other").tolist()
    ([2, 2], [2, 371])
    """
    if name in ("low", "high"):
        one, other = next(pair for pair in PAIRS if pair[0] in frame.columns and pair[1] in frame.columns)
        pick = np.minimum if name == "low" else np.maximum
        return pick(key_column(frame, one, turn), key_column(frame, other, turn))
    if name == "year" and "year" not in frame.columns:
        return whole(frame["day"].dt.year())
    if name == "day":
        return whole(frame["day"].to_physical())
    found = whole(frame[name])
    return found if turn is None or name == "year" else turn(found, key_column(frame, "year"))


def whole(column: pl.Series) -> Whole:
    """A column of numbers, -1 where there is none."""
    if column.dtype == pl.Int64 and not column.null_count():
        return column.to_numpy()
    return column.cast(pl.Int64, strict=False).fill_null(-1).to_numpy()


@dataclass(frozen=True, eq=False)
class Axis:
    """The values of one key: ``place[value - low]`` is its rank among those there are, -1 for others."""

    low: int
    place: Rows
    size: int

    def find(self, values: Whole) -> Rows:
        """The rank of each value, -1 where the axis lacks it."""
        if values.size and values.min() >= self.low and values.max() < self.low + self.place.size:
            return self.place[values - self.low]
        inside = (values >= self.low) & (values < self.low + self.place.size)
        return np.where(inside, self.place[np.where(inside, values - self.low, 0)], np.int32(-1))


def axis(name: str, values: Whole) -> Axis:
    """The codes, years or days of a column as an axis."""
    if name in ("year", "day"):
        low, high = (int(values.min()), int(values.max())) if values.size else (0, 0)
        return Axis(low, np.arange(high - low + 1, dtype=np.int32), high - low + 1)
    there = np.zeros(CODES, dtype=np.bool_)
    there[values[(values >= 0) & (values < CODES)]] = True
    return Axis(0, np.where(there, np.cumsum(there) - 1, -1).astype(np.int32), int(there.sum()))


@dataclass(frozen=True, eq=False)
class Grid:
    """A dense grid over some keys: ``cells`` gives each row of the panel its cell, ``size`` (past the last) where none fits."""

    axes: tuple[Axis, ...]
    cells: Rows
    size: int

    def find(self, keys: Sequence[Whole]) -> Rows:
        """The cell of each row of a table, ``size`` for rows outside the grid."""
        return cells_of(self.axes, keys, self.size)


def cells_of(axes: Sequence[Axis], keys: Sequence[Whole], size: int) -> Rows:
    """The cell of each row, in the order of the keys; the last key varies fastest."""
    cells = np.zeros(len(keys[0]), dtype=np.int32)
    outside = np.zeros(len(keys[0]), dtype=np.bool_)
    for each, values in zip(axes, keys, strict=True):
        place = each.find(values)
        outside |= place < 0
        cells *= np.int32(each.size)
        cells += place
    cells[outside] = size
    return cells


def grid(names: Sequence[str], keys: Sequence[Whole]) -> Grid:
    """The grid of a panel's rows over some of its keys.

    >>> pair = grid(("state", "year"), [np.array([2, 2, 20]), np.array([1816, 1817, 1817])])
    >>> pair.cells.tolist(), pair.size
    ([0, 1, 3], 4)
    """
    axes = tuple(axis(name, values) for name, values in zip(names, keys, strict=True))
    size = int(np.prod([each.size for each in axes], dtype=np.int64))
    return Grid(axes, cells_of(axes, keys, size), size)


def rows_of(panel: Grid, keys: Sequence[Whole]) -> Rows:
    """For each row of the panel, the row of a table with the same keys, -1 where it has none; the table has each key once.

    >>> panel = grid(("state", "year"), [np.array([2, 2, 20]), np.array([1816, 1817, 1817])])
    >>> rows_of(panel, [np.array([20, 2, 365]), np.array([1817, 1816, 1816])]).tolist()
    [1, -1, 0]
    """
    index = np.full(panel.size + 1, -1, dtype=np.int32)
    cells = panel.find(keys)
    index[cells] = np.arange(cells.size, dtype=np.int32)
    index[panel.size] = -1
    return index[panel.cells]
