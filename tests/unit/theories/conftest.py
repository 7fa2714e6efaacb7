"""Four states, two poles, one year: small enough to work a theory out by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Panels
from corcyra.panel.table import Column, Panel
from corcyra.world.poles import Pole

CODES = (2, 365, 371, 372)
"""The United States, Russia, Armenia, Georgia."""


@pytest.fixture
def poles() -> tuple[Pole, ...]:
    return Pole("russia", "Russia", 365), Pole("west", "The West", 2)


@pytest.fixture
def view() -> Callable[..., AsOf]:
    """``view(column=rows, …)``: what is known before 2001. A row a state, in the order of `CODES`; None is missing."""

    def make(**columns: list) -> AsOf:
        states = pl.DataFrame({"state": CODES, "year": [2000] * 4})
        pairs = [(one, two, 2000) for one in CODES for two in CODES if one != two]
        dyads = pl.DataFrame(pairs, schema=["state", "other", "year"], orient="row")
        values = {name: np.array([rows], dtype=float) for name, rows in columns.items()}
        empty = Panels(Panel(states, "state-year"), Panel(dyads, "directed-dyad-year"))
        return AsOf(empty.gain(values, {name: Column(name, name, "x") for name in values}), 2001)

    return make
