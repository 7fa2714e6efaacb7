"""Synthetic panels: every state in every year, with the grids and cubes that a test gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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
