"""A game over whole ranges of one or two of its parameters: which way it ends where, and every number on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import ParameterError, UnknownName
from corcyra.games.model import Model

__all__ = ["Sweep", "sweep"]

Numbers = npt.NDArray[np.float64]

PIECE = 8192
"""Points in one piece of work; ours: large enough that sending a piece to another process costs less than working on it."""
HALVINGS = 50
"""Ours: after so many a border between two neighbours is as exact as floating point allows."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """The swept game: ``model`` (all other parameters), ``over`` (parameter → its values), ``frame`` (a row a point of the grid).

    ``frame`` has the swept parameters (the first changes slowest), ``region`` (key) and each number of the closed form; region
    and numbers are missing where the parameters contradict one another, a number also where the game gives it no meaning.
    """

    model: Model
    over: Mapping[str, Numbers]
    frame: pl.DataFrame

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each swept parameter has."""
        return tuple(len(values) for values in self.over.values())

    @property
    def regions(self) -> npt.NDArray[Any]:
        """The region's key at each point, an axis a parameter; None where the parameters contradict one another."""
        return np.array(self.frame["region"].to_list(), dtype=object).reshape(self.shape)

    def grid(self, name: str) -> Numbers:
        """One number of the closed form at each point, an axis a parameter; NaN where missing. `UnknownName` for another name."""
        numbers = [each for each in self.frame.columns if each not in (*self.over, "region")]
        if name not in numbers:
            raise UnknownName(f"number of {self.model.key}", name, tuple(numbers))
        return self.frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy().reshape(self.shape)

    def shares(self) -> dict[str, float]:
        """The part of the grid that each region takes, in the model's order, 0 for one that is nowhere; missing points apart."""
        found = self.frame["region"].drop_nulls().to_list()
        return {each.key: found.count(each.key) / max(len(found), 1) for each in self.model.regions}

    def borders(self) -> pl.DataFrame:
        """Where the outcome tips: a row for each two neighbours that end differently, the border between them found by halving.

        Columns: the swept parameters at the border, ``along`` (which of them was moved), ``before`` and ``after`` (regions below
        and above). Two borders between the same two neighbours show as one: the grid must be fine enough to tell them apart.

        >>> from corcyra.games.models.commitment import Commitment
        >>> found = sweep(Commitment(1.0, 0.4), {"provocation": [0.0, 0.25, 0.5, 0.75, 1.0]}).borders()
        >>> [(round(row["provocation"], 9), row["before"], row["after"]) for row in found.to_dicts()]
        [(0.6, 'firm', 'provocation')]
        """
        tables = [self.along(axis) for axis in range(len(self.over))]
        return pl.concat([table for table in tables if table.height] or tables[:1])

    def along(self, axis: int) -> pl.DataFrame:
        """The borders that are crossed when one parameter, the one with this place, is raised."""
        codes, name = self.codes(), list(self.over)[axis]
        last = codes.shape[axis] - 1
        one, two = np.take(codes, range(last), axis), np.take(codes, range(1, last + 1), axis)
        at = np.nonzero((one != two) & np.isfinite(one) & np.isfinite(two))
        points = {each: values[at[place]] for place, (each, values) in enumerate(self.over.items())}
        points[name] = self.halve(points, name, self.over[name][at[axis] + 1], one[at])
        keys = np.array([each.key for each in self.model.regions], dtype=object)
        told = {"before": keys[one[at].astype(int)].tolist(), "after": keys[two[at].astype(int)].tolist()}
        schema = {**dict.fromkeys(self.over, pl.Float64), "along": pl.String, "before": pl.String, "after": pl.String}
        return pl.DataFrame({**points, "along": [name] * len(told["before"]), **told}, schema=schema)

    def codes(self) -> Numbers:
        """The places of the regions in the model, an axis a parameter; NaN where missing."""
        places = {each.key: float(place) for place, each in enumerate(self.model.regions)}
        return np.array([places.get(each, np.nan) for each in self.frame["region"].to_list()]).reshape(self.shape)

    def halve(self, points: Mapping[str, Numbers], name: str, upper: Numbers, region: Numbers) -> Numbers:
        """The value of one parameter up to which each point keeps its region."""
        low, high = points[name], upper
        for _ in range(HALVINGS if len(low) else 0):
            middle = (low + high) / 2
            same = kernel(type(self.model), self.model.values, {**points, name: middle})["region"] == region
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        return (low + high) / 2


def sweep(model: Model, over: Mapping[str, Sequence[float]], *, executor: Executor | None = None) -> Sweep:
    """The game at every value of one parameter, or at every pair of values of two.

    ``over`` maps parameters to two values or more; they are put in order, and a value given twice counts once. ``executor`` (of
    `concurrent.futures`) works on pieces of the grid; without one the same pieces are worked on here, with the same result.
    Raises `UnknownName` for another parameter, `ParameterError` for none or more than two of them, for fewer than two values and
    for a value outside its range. Where values are in range but contradict one another, the region is missing.

    >>> from corcyra.games.models.commitment import Commitment
    >>> swept = sweep(Commitment(), {"abandonment": [0.5, 1.0, 2.0], "entrapment": [0.5, 1.5]})
    >>> swept.regions.tolist()
    [['distance', 'distance'], ['provocation', 'distance'], ['firm', 'provocation']]
    >>> swept.grid("commitment").round(2).tolist()
    [[0.33, 0.2], [0.5, 0.33], [0.67, 0.5]]
    """
    axes = {name: axis(model, name, values) for name, values in chosen(model, over).items()}
    points = dict(zip(axes, (each.ravel() for each in np.meshgrid(*axes.values(), indexing="ij")), strict=True))
    size = len(next(iter(points.values())))
    pieces = [{name: each[start : start + PIECE] for name, each in points.items()} for start in range(0, size, PIECE)]
    tasks = [type(model)] * len(pieces), [dict(model.values)] * len(pieces), pieces
    done = list(map(kernel, *tasks) if executor is None else executor.map(kernel, *tasks))
    found = {name: np.concatenate([piece[name] for piece in done]) for name in done[0]}
    return Sweep(model, MappingProxyType(axes), frame(model, points, found))


def chosen(model: Model, over: Mapping[str, Sequence[float]]) -> Mapping[str, Sequence[float]]:
    """The parameters to sweep, one or two that the model has."""
    for name in over:
        if name not in model.knobs():
            raise UnknownName(f"parameter of {model.key}", name, tuple(model.knobs()))
    if not 1 <= len(over) <= 2:
        given = f"{len(over)}: {', '.join(over)}" if over else "none"
        raise ParameterError(f"a sweep takes one or two parameters, given {given}. Fix the others in the model.")
    return over


def axis(model: Model, name: str, values: Sequence[float]) -> Numbers:
    """The values of one parameter in order, each in its range."""
    limits = model.knobs()[name]
    for value in values:
        if not limits.admits(float(value)):
            told = f"{name} of {model.key} ({limits.meaning}) is {limits.range}, and the sweep asks for {value:g}."
            raise ParameterError(f"{told} Give values in the range.")
    found = np.unique(np.asarray(values, dtype=np.float64))
    if len(found) < 2:
        raise ParameterError(
            f"the sweep over {name} has {len(found)} {'value' if len(found) == 1 else 'values'}, and needs at least 2 that differ."
        )
    return found


def kernel(cls: type[Model], fixed: Mapping[str, float], points: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """The closed form at some points: every result with a value a point."""
    size = len(next(iter(points.values())))
    values = {name: np.broadcast_to(np.asarray(points.get(name, value)), size) for name, value in fixed.items()}
    with np.errstate(all="ignore"):
        return {name: np.array(np.broadcast_to(each, size), float) for name, each in cls.closed_form(values).items()}


def frame(model: Model, points: Mapping[str, Numbers], found: Mapping[str, Numbers]) -> pl.DataFrame:
    """One row a point: parameters, the region's key, numbers; what is not a number is missing."""
    codes = found["region"]
    known = np.isfinite(codes)
    keys = np.array([*(each.key for each in model.regions), None], dtype=object)
    regions = keys[np.where(known, codes, len(model.regions)).astype(int)]
    numbers = {name: np.where(known, each, np.nan) for name, each in found.items() if name != "region"}
    columns = {**points, "region": pl.Series(regions.tolist(), dtype=pl.String), **numbers}
    return pl.DataFrame(columns).with_columns(pl.col(name).fill_nan(None) for name in numbers)
