"""Synthetic panels: every state in every year, with the grids and cubes that a test gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.panel.panels import Floats, Panels
from corcyra.panel.table import Column, Panel

CODES = (2, 365, 371, 372)


def build(columns: Mapping[str, Floats], codes: tuple[int, ...] = CODES, first: int = 1992) -> Panels:
    """Panels with a column for each grid (years, states) and cube (years, states, others); the diagonal is left out."""
    years = len(next(iter(columns.values())))
    rows = [(code, first + year) for year in range(years) for code in codes]
    cells = [(a, b, first + year) for year in range(years) for a in codes for b in codes if a != b]
    states = Panel(pl.DataFrame(rows, schema=["state", "year"], orient="row"), "state-year")
    dyads = Panel(pl.DataFrame(cells, schema=["state", "other", "year"], orient="row"), "directed-dyad-year")
    provenance = {name: Column(name, name, "toy", sources=("toy",), families=frozenset({name})) for name in columns}
    return Panels(states, dyads).gain({name: np.asarray(array) for name, array in columns.items()}, provenance)


@pytest.fixture
def toy() -> Callable[..., Panels]:
    """`build` as a fixture."""
    return build


FEW = (2, 365, 371, 373)


@pytest.fixture
def toy_panels() -> Callable[..., Panels]:
    """Panels of one year from the few cells that a test names, all else missing: grids by state, cubes by pair."""

    def few(grids: Mapping[str, Any] | None = None, cubes: Mapping[str, Any] | None = None) -> Panels:
        columns = {name: np.full((1, 4), np.nan) for name in grids or {}}
        columns |= {name: np.full((1, 4, 4), np.nan) for name in cubes or {}}
        for name, cells in {**(grids or {}), **(cubes or {})}.items():
            for key, value in cells.items():
                places = [FEW.index(code) for code in (key if isinstance(key, tuple) else (key,))]
                columns[name][(0, *places)] = value
        return build(columns, FEW)

    return few
