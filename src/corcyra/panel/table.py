"""The panel: an immutable table of states or dyads by year, in which every column says where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, TypeVar

import polars as pl

from corcyra.errors import DataError, JoinError, MissingColumn, ParameterError
from corcyra.sources.source import KEYS, Unit
from corcyra.world.time import Years

__all__ = ["Column", "MergeReport", "Panel", "check_panel", "check_unit"]

R = TypeVar("R")


@dataclass(frozen=True)
class Column:
    """The provenance of one column: what it means and everything needed to get it again.

    ``families`` are the bodies of evidence it was made from, directly or through other columns; the rule against
    circularity follows them. ``digest`` is the SHA-256 of the source files, empty for a derived column.
    """

    name: str
    meaning: str
    unit: str
    low: float | None = None
    high: float | None = None
    sources: tuple[str, ...] = ()
    families: frozenset[str] = frozenset()
    citations: tuple[str, ...] = ()
    licence: str = ""
    version: str = ""
    digest: str = ""
    method: str = "as published"
    parameters: tuple[tuple[str, str], ...] = ()
    covers: Years | None = None


@dataclass(frozen=True)
class MergeReport:
    """What one join did: rows before and after, units matched, units outside the source, source rows unused."""

    source: str
    rows: int
    matched: int
    outside: int
    unused: int

    def __str__(self) -> str:
        return (
            f"{self.source}: {self.matched} of {self.rows} rows matched, {self.outside} outside its coverage (missing), "
            f"{self.unused} of its rows unused"
        )


@dataclass(frozen=True, eq=False)
class Panel:
    """States or dyads by year. Immutable: every change gives a new panel. Cannot be built with a key twice.

    ``frame`` is a polars table sorted by its keys; ``columns`` maps each column that is no key to its `Column`.

    >>> panel = Panel(pl.DataFrame({"state": [371], "year": [1992], "x": [0.5]}), "state-year",
    ...               {"x": Column("x", "a toy", "share")})
    >>> panel.height, panel.keys, panel.column("x").unit
    (1, ('state', 'year'), 'share')
    """

    frame: pl.DataFrame
    unit: Unit
    columns: Mapping[str, Column] = field(default_factory=dict)
    reports: tuple[MergeReport, ...] = ()

    def __post_init__(self) -> None:
        check_unit(self.unit)
        keys = list(KEYS[self.unit])
        if list(self.frame.columns[: len(keys)]) != keys:
            raise JoinError(f"a {self.unit} panel starts with the columns {keys}, not {self.frame.columns[:3]}.")
        undeclared = set(self.frame.columns[len(keys) :]) ^ set(self.columns)
        if undeclared:
            raise JoinError(f"the columns {sorted(undeclared)} lack data or provenance. Give both for each column.")
        if self.frame.select(keys).is_duplicated().any():
            raise JoinError(f"a {self.unit} panel has each {', '.join(keys)} once. Remove the duplicates first.")
        object.__setattr__(self, "frame", self.frame.sort(keys))
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The names of the key columns."""
        return KEYS[self.unit]

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.frame.height

    def column(self, name: str) -> Column:
        """The provenance of a column; `MissingColumn` with what there is when the panel lacks it."""
        if name not in self.columns:
            raise MissingColumn(f"the panel has no column {name!r}. It has: {', '.join(self.columns) or 'keys only'}.")
        return self.columns[name]

    def gain(self, values: Mapping[str, pl.Series], columns: Mapping[str, Column]) -> Panel:
        """A new panel with more columns, in row order; an existing name is refused."""
        again = sorted(set(values) & set(self.columns))
        if again:
            raise JoinError(f"the panel already has {', '.join(again)}. Rename the new column or select without it.")
        frame = self.frame.with_columns(**values)
        return replace(self, frame=frame, columns={**self.columns, **columns})

    def where(self, *conditions: pl.Expr) -> Panel:
        """The rows that meet all conditions, with the same columns."""
        return replace(self, frame=self.frame.filter(*conditions))

    def pipe(self, act: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """``panel.pipe(act, …)`` is ``act(panel, …)``: panels flow from left to right."""
        return act(self, *args, **kwargs)

    def _repr_html_(self) -> str:
        return f"<p>{self.unit} panel, {self.height} rows, {len(self.columns)} columns</p>{self.frame._repr_html_()}"

    def __repr__(self) -> str:
        return f"<Panel {self.unit}: {self.height} rows; {', '.join(self.columns) or 'keys only'}>"


def check_panel(given: object, act: str) -> None:
    """Raise `DataError` unless one panel was given; a pair of panels is told to be taken apart."""
    if isinstance(given, Panel):
        return
    remedy = "Make one with corcyra.state_years or corcyra.dyad_years."
    if isinstance(getattr(given, "dyads", None), Panel):
        remedy = "Take one of the two: panels.states or panels.dyads."
    raise DataError(f"{act} wants a panel, given {type(given).__name__}. {remedy}")


def check_unit(unit: object) -> None:
    """Raise `ParameterError` for a unit that no panel has."""
    if unit not in KEYS:
        raise ParameterError(f"unknown unit {unit!r}. Use one of: {', '.join(KEYS)}.")
