"""The panel: an immutable table of states or dyads by year, in which every column says where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar, overload

import polars as pl

from corcyra.errors import DataError, JoinError, MissingColumn, ParameterError
from corcyra.panel.keys import Grid, grid, key_column, rising
from corcyra.sources.source import KEYS, Unit
from corcyra.world.spells import SYSTEMS, check_word
from corcyra.world.time import Years

__all__ = ["UNITS", "Column", "MergeReport", "Panel", "check_panel", "check_unit"]

R = TypeVar("R")
UNITS: tuple[Unit, ...] = ("state-year", "dyad-year", "directed-dyad-year", "state-day")
"""What a panel's rows may be."""
NAMED = 3
"""How many codes that could not be converted a report names. Ours: what fits on a line."""


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
    """What one join did with the panel's ``rows``: ``matched`` + ``filled`` + ``outside`` are all of them.

    ``matched`` have a row in the source; ``filled`` have none, and there the source says zero; ``outside`` have none and
    become missing. ``unused`` counts rows of the source that no row of the panel has. ``unconverted`` are the source's codes
    that have no number in the panel's system in some of the panel's years, or lost it to another, with the first and last
    of these years. ``version``, ``digest``, ``licence`` and ``choices`` are the source's, for the lock. ``side`` is the key of the
    side of a dyad that was looked up, empty where both are.

    >>> print(MergeReport("toy", 4, 1, 1, 5, filled=2, unconverted=((396, 2008, 2011), (260, 1990, 1990))))
    toy: 1 of 4 rows matched, 2 without a row (zero), 1 outside its coverage (missing), 5 of its rows unused;
    2 spells of codes not converted: 396 in 2008-2011, 260 in 1990
    """

    source: str
    rows: int
    matched: int
    outside: int
    unused: int
    filled: int = 0
    unconverted: tuple[tuple[int, int, int], ...] = ()
    version: str = ""
    digest: str = ""
    licence: str = ""
    choices: str = ""
    side: str = ""

    def __str__(self) -> str:
        filled = f"{self.filled} without a row (zero), " if self.filled else ""
        told = (
            f"{self.source}{self.side and f', {self.side}'}: {self.matched} of {self.rows} rows matched, {filled}{self.outside} outside its coverage "
            f"(missing), {self.unused} of its rows unused"
        )
        if not self.unconverted:
            return told
        named = [f"{code} in {first if first == last else f'{first}-{last}'}" for code, first, last in self.unconverted]
        more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
        spells = "1 spell of a code" if len(named) == 1 else f"{len(named)} spells of codes"
        return f"{told}; {spells} not converted: {', '.join(named[:NAMED])}{more}"


@dataclass(frozen=True, eq=False)
class Panel:
    """States or dyads by year, or states by day. Immutable: every change gives a new panel. No key can be there twice.

    ``frame`` is a polars table sorted by its keys; ``columns`` maps each column that is no key to its `Column`; ``system`` says
    whose numbers the codes are, ``cow``, ``gw`` or ``gw+micro``. ``panel["x"]`` is a column, ``panel[["state", "x"]]`` a table of
    some, ``len(panel)`` the number of rows.

    >>> panel = Panel(pl.DataFrame({"state": [371], "year": [1992], "x": [0.5]}), "state-year",
    ...               {"x": Column("x", "a toy", "share")})
    >>> panel.height, panel.keys, panel.column("x").unit, panel["x"].to_list()
    (1, ('state', 'year'), 'share', [0.5])
    """

    frame: pl.DataFrame
    unit: Unit
    columns: Mapping[str, Column] = field(default_factory=dict)
    reports: tuple[MergeReport, ...] = ()
    system: str = "cow"

    def __post_init__(self) -> None:
        check_unit(self.unit, UNITS)
        check_word("system", self.system, SYSTEMS)
        keys = list(KEYS[self.unit])
        if list(self.frame.columns[: len(keys)]) != keys:
            raise JoinError(f"a {self.unit} panel starts with the columns {keys}, not {self.frame.columns[:3]}.")
        check_declared(set(self.frame.columns[len(keys) :]) ^ set(self.columns))
        if not rising(self.frame, keys):
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

    @property
    def years(self) -> pl.Series:
        """The year of each row; of a panel by day, the day's."""
        return self.frame["day"].dt.year().alias("year") if self.unit == "state-day" else self.frame["year"]

    def __len__(self) -> int:
        return self.frame.height

    @overload
    def __getitem__(self, name: str) -> pl.Series: ...
    @overload
    def __getitem__(self, name: list[str] | tuple[str, ...]) -> pl.DataFrame: ...
    def __getitem__(self, name: str | list[str] | tuple[str, ...]) -> pl.Series | pl.DataFrame:
        names = list(name) if isinstance(name, list | tuple) else [name]
        for each in names:
            if each not in self.keys:
                self.column(each)
        return self.frame[name] if isinstance(name, str) else self.frame.select(names)

    def column(self, name: str) -> Column:
        """The provenance of a column; `MissingColumn` with what there is when the panel lacks it."""
        if name not in self.columns:
            raise MissingColumn(f"the panel has no column {name!r}. It has: {', '.join(self.columns) or 'keys only'}.")
        return self.columns[name]

    def gain(self, values: Mapping[str, pl.Series], columns: Mapping[str, Column]) -> Panel:
        """A new panel with more columns, in row order; an existing name is refused."""
        again = sorted(set(values) & {*self.keys, *self.columns})
        if again:
            raise JoinError(f"the panel already has {', '.join(again)}. Rename the new column or select without it.")
        check_declared(set(values) ^ set(columns))
        return self._with(self.frame.with_columns(**values), {**self.columns, **columns})

    def select(self, *names: str) -> Panel:
        """The same rows with some of the columns, in the order given; raises as `column`."""
        kept = {name: self.column(name) for name in names}
        return self._with(self.frame.select(*self.keys, *kept), kept)

    def where(self, *conditions: pl.Expr) -> Panel:
        """The rows that meet all conditions, with the same columns."""
        return self._with(self.frame.filter(*conditions), self.columns, same=False)

    def told(self, report: MergeReport) -> Panel:
        """The same panel with one more report."""
        return self._with(self.frame, self.columns, reports=(*self.reports, report))

    def pipe(self, act: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """``panel.pipe(act, …)`` is ``act(panel, …)``: panels flow from left to right."""
        return act(self, *args, **kwargs)

    def _with(
        self,
        frame: pl.DataFrame,
        columns: Mapping[str, Column],
        *,
        reports: tuple[MergeReport, ...] | None = None,
        same: bool = True,
    ) -> Panel:
        """Other columns on the same rows, or some of the rows in their order: sorted and unique already, so not checked anew."""
        new = object.__new__(Panel)
        new.__dict__.update(self.__dict__)
        if not same:
            new.__dict__.pop("_grids", None)
        new.__dict__.update(frame=frame, columns=MappingProxyType(dict(columns)))
        if reports is not None:
            new.__dict__.update(reports=reports)
        return new

    @cached_property
    def _grids(self) -> dict[tuple[str, ...], Grid]:
        return {}

    def grid(self, names: tuple[str, ...]) -> Grid:
        """Where each row is on a grid over some of the keys; kept for the next join, since the rows stay."""
        if names not in self._grids:
            self._grids[names] = grid(names, [key_column(self.frame, name) for name in names])
        return self._grids[names]

    def _repr_html_(self) -> str:
        told = f"{self.unit} panel ({self.system} codes), {self.height} rows, {len(self.columns)} columns"
        return f"<p>{told}</p>{self.frame._repr_html_()}"

    def __repr__(self) -> str:
        return f"<Panel {self.unit}, {self.system} codes: {self.height} rows; {', '.join(self.columns) or 'keys only'}>"


def check_declared(undeclared: set[str]) -> None:
    """Raise `JoinError` for columns with data and no provenance, or the reverse."""
    if undeclared:
        raise JoinError(f"the columns {sorted(undeclared)} lack data or provenance. Give both for each column.")


def check_panel(given: object, act: str) -> None:
    """Raise `DataError` unless one panel was given; a pair of panels is told to be taken apart."""
    if isinstance(given, Panel):
        return
    remedy = "Make one with corcyra.state_years or corcyra.dyad_years."
    if isinstance(getattr(given, "dyads", None), Panel):
        remedy = "Take one of the two: panels.states or panels.dyads."
    raise DataError(f"{act} wants a panel, given {type(given).__name__}. {remedy}")


def check_unit(unit: object, units: Sequence[str]) -> None:
    """Raise `ParameterError` for a unit that is none of these."""
    if unit not in units:
        raise ParameterError(f"unknown unit {unit!r}. Use one of: {', '.join(units)}.")
