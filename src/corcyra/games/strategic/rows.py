"""From any dataframe to the arrays of an estimation: a matrix of regressors for each utility, an outcome and a cluster a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import DataError, MissingColumn, ParameterError, UnknownName
from corcyra.games.strategic.game import Tree

__all__ = ["CONSTANT", "Formulas", "Rows", "check_formulas", "designs", "eager", "read_rows"]

Numbers = npt.NDArray[np.float64]
Formulas = Mapping[str, Sequence[str]]

CONSTANT = "1"
"""A utility's constant, written among its regressors."""


@dataclass(frozen=True)
class Rows:
    """What is estimated from: complete rows only, and the count of those left out.

    ``designs`` has one matrix for each utility (rows, its regressors); ``outcome`` counts from 0; ``cluster`` numbers the groups.
    """

    designs: tuple[Numbers, ...]
    outcome: npt.NDArray[np.int64]
    cluster: npt.NDArray[np.int64] | None
    dropped: int

    @property
    def n(self) -> int:
        """How many rows."""
        return len(self.outcome)


def check_formulas(game: Tree, formulas: Formulas) -> dict[str, tuple[str, ...]]:
    """The regressors of every utility of the game, in the game's order.

    Raises `UnknownName` for a utility the game lacks, `ParameterError` for one left out, for a regressor named twice, and for one
    in all of a player's utilities, which cannot be identified (Lewis and Schultz 2003).

    >>> from corcyra.games.strategic.egame12 import EGAME12
    >>> check_formulas(EGAME12.names, {"u11": ["1"], "u13": ["1"], "u14": ["1"], "u24": ["1"]})
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: the constant '1' is in all of u11, u13, u14: it would shift every choice of player 1 alike and cannot be estimated. Leave it out of one of them (usually the one that is 0: []).
    """
    for key in formulas:
        if key not in game.keys:
            raise UnknownName(f"utility of {game.key}", key, game.keys)
    absent = [key for key in game.keys if key not in formulas]
    if absent:
        raise ParameterError(
            f"the formulas of {game.key} lack {', '.join(absent)}. A utility fixed at 0 has no regressors: []."
        )
    chosen = {key: terms(key, formulas[key]) for key in game.keys}
    for together in game.whole:
        for term in chosen[together[0]]:
            if all(term in chosen[key] for key in together):
                what = f"the constant {term!r}" if term == CONSTANT else f"the regressor {term!r}"
                raise ParameterError(
                    f"{what} is in all of {', '.join(together)}: it would shift every choice of player {game.owner(together[0])} alike "
                    "and cannot be estimated. Leave it out of one of them (usually the one that is 0: [])."
                )
    if not any(chosen.values()):
        raise ParameterError(
            f"no utility of {game.key} has a regressor: nothing is left to estimate. Give '1' for a constant."
        )
    return chosen


def terms(key: str, given: Any) -> tuple[str, ...]:
    """One utility's regressors, each once."""
    if isinstance(given, str) or not all(isinstance(each, str) for each in given):
        raise ParameterError(f"{key} wants a list of column names such as ['1', 'x'], given {given!r}.")
    found = tuple(given)
    for each in found:
        if found.count(each) > 1:
            raise ParameterError(f"{key} names {each!r} twice. Name it once.")
    return found


def eager(frame: Any) -> pl.DataFrame:
    """Any dataframe as polars; raises `DataError` for what is no dataframe."""
    frame = frame.collect() if isinstance(frame, pl.LazyFrame) else frame
    try:
        table: pl.DataFrame = nw.from_native(frame, eager_only=True).to_polars()
    except TypeError:
        told = f"a {type(frame).__name__} is no table. Give a dataframe of pandas, polars or Arrow."
        raise DataError(told) from None
    return table


def column(table: pl.DataFrame, name: str) -> pl.Series:
    """One regressor as decimals, missing where it is NaN or infinite."""
    if name not in table.columns:
        raise MissingColumn(f"the table has no column {name!r}. It has: {', '.join(table.columns)}.")
    found = table[name]
    if not (found.dtype.is_numeric() or found.dtype in (pl.Boolean, pl.Null)):
        raise DataError(
            f"the column {name!r} holds {found.dtype}, and a regressor wants numbers. Make a column of 0 and 1 for each group."
        )
    found = found.cast(pl.Float64)
    return found.set(~found.is_finite(), None)


def designs(table: pl.DataFrame, formulas: Mapping[str, Sequence[str]]) -> tuple[Numbers, ...]:
    """The matrix of regressors for each utility, in the formulas' order; NaN where a value is missing."""
    values = {term: column(table, term).to_numpy() for each in formulas.values() for term in each if term != CONSTANT}
    values[CONSTANT] = np.ones(table.height)
    empty = np.empty((table.height, 0))
    return tuple(np.column_stack([values[term] for term in each]) if each else empty for each in formulas.values())


def read_rows(
    game: Tree,
    frame: Any,
    outcome: str,
    formulas: Mapping[str, Sequence[str]],
    cluster: str | None = None,
    outcomes: Sequence[str] | None = None,
) -> Rows:
    """The complete rows of a dataframe; ``formulas`` as from `check_formulas`.

    Raises `MissingColumn`, or `DataError` for regressors that are no numbers, outcomes outside the game's, an outcome that never
    happens, no complete row, and regressors of one utility that are sums of one another.
    """
    table = eager(frame)
    for name in (outcome, *([cluster] if cluster else [])):
        if name not in table.columns:
            raise MissingColumn(f"the table has no column {name!r}. It has: {', '.join(table.columns)}.")
    codes = coded(table[outcome], game, outcomes)
    matrices = designs(table, formulas)
    complete = np.isfinite(codes)
    for matrix in matrices:
        complete &= np.isfinite(matrix).all(axis=1)
    groups = None
    if cluster:
        named = table[cluster]
        complete &= ~named.is_null().to_numpy()
        groups = named.filter(pl.Series(complete)).rank("dense").to_numpy().astype(np.int64) - 1
    rows = Rows(tuple(m[complete] for m in matrices), codes[complete].astype(np.int64), groups, int((~complete).sum()))
    check_rows(rows, game, formulas, outcomes)
    return rows


def coded(given: pl.Series, game: Tree, outcomes: Sequence[str] | None) -> Numbers:
    """Outcomes counted from 0, NaN where missing."""
    count = len(game.outcomes)
    if outcomes is not None and len(outcomes) != count:
        raise ParameterError(
            f"{game.key} has {count} outcomes ({'; '.join(game.outcomes)}), given {len(outcomes)} names."
        )
    if given.dtype in (pl.String, pl.Categorical, pl.Enum):
        if outcomes is None:
            told = f"the outcomes in {given.name!r} are words. Say their order along the tree: outcomes=('left', ...)."
            raise DataError(told)
        order = {name: float(place) for place, name in enumerate(outcomes)}
        wrong = sorted(set(given.cast(pl.String).drop_nulls().to_list()) - set(order))
        if wrong:
            raise DataError(f"the outcome {wrong[0]!r} in {given.name!r} is not one of {', '.join(outcomes)}.")
        return np.array([order.get(each, np.nan) for each in given.cast(pl.String).to_list()], dtype=np.float64)
    number = column(given.to_frame(), given.name).to_numpy()
    wrong_codes = number[np.isfinite(number) & ~np.isin(number, np.arange(1, count + 1))]
    if len(wrong_codes):
        raise DataError(
            f"the outcome {wrong_codes[0]:g} in {given.name!r} is not one of 1 to {count} "
            f"({'; '.join(f'{place} {name}' for place, name in enumerate(game.outcomes, 1))})."
        )
    return np.asarray(number - 1, dtype=np.float64)


def check_rows(rows: Rows, game: Tree, formulas: Mapping[str, Sequence[str]], outcomes: Sequence[str] | None) -> None:
    """Raise `DataError` for tables from which nothing can be estimated."""
    if not rows.n:
        raise DataError(f"no row is complete: all {rows.dropped} lack the outcome, a regressor or the cluster.")
    for place, name in enumerate(outcomes or game.outcomes):
        if not (rows.outcome == place).any():
            raise DataError(
                f"the outcome {place + 1} ({name}) never happens in the {rows.n} complete rows: "
                f"{game.key} cannot be estimated without it."
            )
    for key, matrix in zip(formulas, rows.designs, strict=True):
        size = np.sqrt((matrix**2).mean(axis=0))
        scaled = matrix / np.where(size > 0, size, 1.0)
        if matrix.shape[1] and np.linalg.matrix_rank(scaled) < matrix.shape[1]:
            raise DataError(
                f"the regressors of {key} ({', '.join(formulas[key])}) are sums of one another in the {rows.n} complete rows. "
                "Leave one out."
            )
