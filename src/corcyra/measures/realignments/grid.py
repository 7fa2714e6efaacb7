"""Ideal points as a grid of states and sessions, with draws of each point where there are any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
import polars.selectors as cs
from numpy.typing import NDArray

from corcyra.errors import DataError, MissingColumn

__all__ = ["DRAWS", "NORMAL_90", "SEED", "Grid", "agreement", "banded", "grid_of", "opened", "spread"]

Floats = NDArray[np.float64]
DRAWS = 2000
"""Draws made of points that come with deviations. Ours: a bound then moves by about .03 deviations from seed to seed."""
SEED = 2005
"""Of those draws: the same table gives the same intervals."""
NORMAL_90 = 1.6448536269514722
"""Half the width of the central 90 % of a standard normal."""
TAILS = (0.05, 0.95)
AGREE = r"^agree_\d+$"
"""Columns with the share of votes identical with a state: ``agree_365`` with the state 365."""


@dataclass(frozen=True, eq=False)
class Grid:
    """``values`` (states, sessions, 1 + draws): the point first, then its draws; NaN where a state has no point."""

    states: tuple[int, ...]
    sessions: tuple[int, ...]
    values: Floats

    def at(self, state: int, session: int) -> Floats:
        """The point of a state in a session, and its draws."""
        return np.asarray(self.values[self.states.index(state), self.sessions.index(session)])

    def mean(self, sessions: Sequence[int]) -> Floats:
        """The mean over sessions (states, 1 + draws) of those that a state has; NaN where it has none.

        >>> Grid((1, 2), (7, 8), np.array([[[1.0], [2.0]], [[np.nan], [np.nan]]])).mean([7, 8]).ravel().tolist()
        [1.5, nan]
        """
        part = self.values[:, [self.sessions.index(each) for each in sessions]]
        there = ~np.isnan(part)
        number = there.sum(axis=1)
        total = np.where(there, part, 0.0).sum(axis=1)
        return np.asarray(np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0))


def opened(points: Any) -> pl.DataFrame:
    """The table with ``state``, ``session``, ``point`` and ``sd`` or ``draws``, checked, rows without a point left out."""
    points = points.collect() if isinstance(points, pl.LazyFrame) else points
    try:
        table: pl.DataFrame = nw.from_native(points, eager_only=True).to_polars()
    except TypeError:
        told = f"the points are no table: {type(points).__name__}. Give a dataframe of pandas, polars or Arrow."
        raise DataError(told) from None
    lacking = [name for name in ("state", "session", "point") if name not in table.columns]
    if lacking:
        raise MissingColumn(f"the points lack the columns {', '.join(lacking)}. They have: {', '.join(table.columns)}.")
    more = next(([name] for name in ("draws", "sd") if name in table.columns), [])
    table = table.select("state", "session", "point", *more, cs.matches(AGREE))
    for name in (each for each in table.columns if each != "draws"):
        if not table[name].dtype.is_numeric():
            raise DataError(
                f"the column {name!r} of the points wants numbers, given {table[name].dtype}. Convert it first."
            )
    table = table.with_columns(
        pl.col("state", "session").cast(pl.Int64), pl.col("point").cast(pl.Float64).fill_nan(None)
    )
    table = table.filter(pl.col("point").is_not_null()).sort("state", "session")
    checked(table)
    return table


def agreement(table: pl.DataFrame, state: int, power: int, sessions: Sequence[int]) -> float | None:
    """The mean share of a state's votes that were identical with a power's; missing where no session has it."""
    if f"agree_{power}" not in table.columns:
        return None
    part = table.filter(pl.col("state") == state, pl.col("session").is_in(sessions))[f"agree_{power}"].drop_nulls()
    return float(np.mean(part.to_numpy())) if part.len() else None


def checked(table: pl.DataFrame) -> None:
    """Raise `DataError` for a state-session twice, an endless point, a deviation below 0 or draws of unlike number."""
    keyless = table.filter(pl.any_horizontal(pl.col("state", "session").is_null()))
    if keyless.height:
        raise DataError(f"{keyless.height} points have no state or no session. Fill these in or drop the rows.")
    twice = table.filter(table.select("state", "session").is_duplicated())
    if twice.height:
        raise DataError(
            f"the state {twice['state'][0]} has more than one point in session {twice['session'][0]}. Keep one row of each."
        )
    bad = table.filter(~pl.col("point").is_finite())
    if bad.height:
        raise DataError(
            f"the point of state {bad['state'][0]} in session {bad['session'][0]} is not finite. Correct it."
        )
    if "sd" in table.columns:
        odd = table.filter(pl.col("sd").is_null() | ~(pl.col("sd") >= 0) | ~pl.col("sd").cast(pl.Float64).is_finite())
        if odd.height:
            raise DataError(
                f"the sd of state {odd['state'][0]} in session {odd['session'][0]} is {odd['sd'][0]}. "
                "Each row wants one from 0 on; without deviations leave the column out."
            )
    if "draws" in table.columns:
        check_draws(table)


def check_draws(table: pl.DataFrame) -> None:
    """Raise `DataError` unless every row has as many draws, all of them numbers."""
    kind = table["draws"].dtype
    if not isinstance(kind, pl.List | pl.Array):
        raise DataError(f"the column 'draws' wants a list of numbers in each row, given {kind}.")
    lists = table["draws"].cast(pl.List(pl.Float64))
    lengths = set(lists.list.len())
    if len(lengths) > 1 or None in lengths or 0 in lengths or not lists.explode().is_finite().all():
        raise DataError("the column 'draws' wants as many finite numbers in every row. Drop the column or complete it.")


def drawn(table: pl.DataFrame) -> Floats:
    """The point of each row and its draws (rows, 1 + draws)."""
    points = table["point"].to_numpy()[:, None]
    if "draws" in table.columns:
        flat = table["draws"].cast(pl.List(pl.Float64)).explode().to_numpy()
        return np.hstack([points, flat.reshape(table.height, -1)])
    if "sd" in table.columns:
        noise = np.random.default_rng(SEED).standard_normal((table.height, DRAWS))
        return np.hstack([points, points + table["sd"].to_numpy()[:, None] * noise])
    return np.asarray(points, dtype=np.float64)


def grid_of(table: pl.DataFrame) -> Grid:
    """The grid of a checked table."""
    states, sessions = (tuple(sorted(set(table[name]))) for name in ("state", "session"))
    values = drawn(table)
    grid = np.full((len(states), len(sessions), values.shape[1]), np.nan)
    rows = {each: place for place, each in enumerate(states)}
    columns = {each: place for place, each in enumerate(sessions)}
    grid[[rows[each] for each in table["state"]], [columns[each] for each in table["session"]]] = values
    return Grid(states, sessions, grid)


def spread(values: Floats) -> tuple[pl.Series, pl.Series]:
    """The central 90 % of the draws of each row; missing where there are no draws, or the row is missing."""
    if values.shape[1] == 1:
        nothing = pl.Series([None] * len(values), dtype=pl.Float64)
        return nothing, nothing
    low, high = np.quantile(values[:, 1:], TAILS, axis=1)
    return pl.Series(low).fill_nan(None), pl.Series(high).fill_nan(None)


def banded(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the central 90 % of each point: exact from deviations, from quantiles of draws."""
    if "sd" in table.columns:
        half = NORMAL_90 * pl.col("sd")
        return table.with_columns(low=pl.col("point") - half, high=pl.col("point") + half)
    low, high = spread(drawn(table))
    return table.with_columns(low=low, high=high)
