"""Two panels of the same states and years, as arrays: what measures compute on.

`Panels` holds a state-year panel and a directed dyad-year panel. A *grid* is a state-year column as an array of shape
(years, states); a *cube* is a directed dyad-year column as (years, states, others): row i is the state, column j the
other. Cells where the state or dyad did not exist, or where the source says nothing, are NaN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import DataError, MissingColumn
from corcyra.panel.table import Column, Panel

__all__ = ["Floats", "Panels"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Panels:
    """A state-year panel and a directed dyad-year panel of the same states and years.

    >>> from corcyra.panel.create import dyad_years, state_years
    >>> from corcyra.world.time import Years
    >>> pair = [371, 373]
    >>> panels = Panels(state_years(Years(1992, 1993), pair), dyad_years(Years(1992, 1993), pair, directed=True))
    >>> panels.years, panels.codes, panels.shape
    ((1992, 1993), (371, 373), (2, 2))
    """

    states: Panel
    dyads: Panel

    def __post_init__(self) -> None:
        if self.states.system != self.dyads.system:
            raise DataError(
                f"the states have {self.states.system} codes and the dyads {self.dyads.system} codes. "
                "Make both with the same system."
            )
        if self.states.unit != "state-year":
            raise DataError(f"Panels wants states by year, given a {self.states.unit} panel. Make it with corcyra.state_years.")

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Every year from the first to the last row, without a gap."""
        column = self.states.frame["year"]
        return tuple(range(int(column.min()), int(column.max()) + 1))  # type: ignore[arg-type]

    @cached_property
    def codes(self) -> tuple[int, ...]:
        """The state codes, ascending: the order of every grid's and cube's axes."""
        return tuple(sorted(self.states.frame["state"].unique().to_list()))

    @property
    def shape(self) -> tuple[int, int]:
        """(years, states)."""
        return len(self.years), len(self.codes)

    def place(self, code: int) -> int:
        """Where a state stands on the axes; `MissingColumn` when the panels lack it."""
        if code not in self.codes:
            raise MissingColumn(f"the panels have no state {code}. They have: {', '.join(map(str, self.codes))}.")
        return self.codes.index(code)

    @cached_property
    def _cells(self) -> tuple[tuple[npt.NDArray[np.int64], ...], tuple[npt.NDArray[np.int64], ...]]:
        order = np.array(self.codes)
        year, state = (self.states.frame[key].to_numpy() for key in ("year", "state"))
        rows = (year - self.years[0], np.searchsorted(order, state))
        year, state, other = (self.dyads.frame[key].to_numpy() for key in ("year", "state", "other"))
        return rows, (year - self.years[0], np.searchsorted(order, state), np.searchsorted(order, other))

    def has(self, name: str) -> bool:
        """Is there a column of that name on either panel?"""
        return name in self.states.columns or name in self.dyads.columns

    def column(self, name: str) -> Column:
        """The provenance of a column on either panel."""
        if name in self.states.columns:
            return self.states.columns[name]
        if name in self.dyads.columns:
            return self.dyads.columns[name]
        raise MissingColumn(
            f"no column {name!r}. State-years have: {', '.join(self.states.columns) or 'keys only'}. "
            f"Dyad-years have: {', '.join(self.dyads.columns) or 'keys only'}. Add the source or measure that gives it."
        )

    def array(self, name: str) -> Floats:
        """A column as grid (years, states) or cube (years, states, others), whichever panel has it; read-only."""
        self.column(name)
        on_states = name in self.states.columns
        frame = self.states.frame if on_states else self.dyads.frame
        if not (frame[name].dtype.is_numeric() or frame[name].dtype in (pl.Boolean, pl.Null)):
            raise DataError(f"the column {name!r} holds {frame[name].dtype}, not numbers. Read it from the panel's frame.")
        cells = self._cells[0] if on_states else self._cells[1]
        full = np.full(self.shape if on_states else (*self.shape, self.shape[1]), np.nan)
        full[cells] = frame[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        full.flags.writeable = False
        return full

    @cached_property
    def pairs(self) -> npt.NDArray[np.bool_]:
        """The directed dyads that existed: True at (year, state, other), False where either did not exist; read-only."""
        full = np.zeros((*self.shape, self.shape[1]), dtype=np.bool_)
        full[self._cells[1]] = True
        full.flags.writeable = False
        return full

    def of_state(self, name: str) -> Floats:
        """A state column on every dyad of that state: cube[y, i, j] = grid[y, i]; NaN where there is no dyad."""
        return np.where(self.pairs, self.array(name)[:, :, None], np.nan)

    def of_other(self, name: str) -> Floats:
        """A state column of the other side: cube[y, i, j] = grid[y, j]; NaN where there is no dyad."""
        return np.where(self.pairs, self.array(name)[:, None, :], np.nan)

    def __repr__(self) -> str:
        held = f"{len(self.states.columns)} columns of states, {len(self.dyads.columns)} of pairs"
        return f"<Panels {self.years[0]}-{self.years[-1]}: {len(self.codes)} states; {held}>"

    def _repr_html_(self) -> str:
        return self.states._repr_html_() + self.dyads._repr_html_()

    def gain(self, values: Mapping[str, Floats], columns: Mapping[str, Column]) -> Panels:
        """New panels with more columns: a grid goes to the state-years, a cube to the dyad-years; NaN becomes missing."""
        grids: dict[str, pl.Series] = {}
        cubes: dict[str, pl.Series] = {}
        for name, array in values.items():
            part, cells = (grids, self._cells[0]) if array.ndim == 2 else (cubes, self._cells[1])
            part[name] = pl.Series(name, np.asarray(array, dtype=np.float64)[cells]).fill_nan(None)
        states = self.states.gain(grids, {name: columns[name] for name in grids})
        dyads = self.dyads.gain(cubes, {name: columns[name] for name in cubes})
        return Panels(states, dyads)
