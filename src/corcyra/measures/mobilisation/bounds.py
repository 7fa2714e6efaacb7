"""The bounds of a mobilisation as rows of one table: how wrong its assumptions may be before the conclusion falls (SCIENCE E3)."""

from __future__ import annotations

import numpy as np
import polars as pl

from corcyra.measures.mobilisation.data import Cells, cells, joined
from corcyra.measures.mobilisation.effects import Row, yearly
from corcyra.measures.mobilisation.fixed_effects import Z95, two_way
from corcyra.measures.mobilisation.gaps import gap
from corcyra.measures.mobilisation.sensitivity import breakdown, oster_delta, relative_magnitude, smoothness, steps
from corcyra.panel.panels import Floats

__all__ = ["SENSITIVITY", "omitted", "trends"]

FACTORS = (0.5, 1.0, 2.0)
"""Multiples of the largest drift before the switch for which bounds are shown."""
FIRST_YEARS = 3
"""The effect that is bounded is the mean of the years 0 to 2 after entry, the first bin of SCIENCE E4."""
SENSITIVITY = {"check": pl.String, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64, "meaning": pl.String}


def trends(grid: Cells, notes: list[str]) -> list[Row]:
    """Bounds under differences in trend, for the mean of the first years after entry against up to five years before."""
    ages = yearly(grid, "entry")
    wanted = [age for age in (*range(-6, -1), *range(FIRST_YEARS)) if age in ages]
    before, after = steps(wanted, np.array([ages[age].effect for age in wanted]))
    if len(before) < 2 or len(after) < FIRST_YEARS or wanted != [*range(wanted[0], -1), *range(FIRST_YEARS)]:
        notes.append("Bounds on trends: too few years are seen before or after an entry.")
        return []
    share = np.full(FIRST_YEARS, 1 / FIRST_YEARS)
    influence = np.mean([ages[age].influence for age in range(FIRST_YEARS)], axis=0)
    se = float(np.sqrt((influence**2).sum()))
    return [*drifts(before, after, share, se), straight(before, after, share, se)]


def drifts(before: Floats, after: Floats, share: Floats, se: float) -> list[Row]:
    """Rows of relative magnitudes and the breakdown values."""
    centre = float(share @ after)
    found: list[Row] = []
    for factor in FACTORS:
        low, high = relative_magnitude(before, after, share, factor)
        told = f"drift after entry up to {factor:g} times the largest yearly one before; 95 % margin added"
        found.append((f"relative magnitude {factor:g}", centre, low - Z95 * se, high + Z95 * se, told))
    for name, error in (("breakdown factor", 0.0), ("breakdown factor, with sampling error", se)):
        value = breakdown(before, after, share, error)
        told = "multiple of the largest yearly drift before entry at which the effect may be zero"
        found.append((name, value if np.isfinite(value) else None, None, None, told))
    return found


def straight(before: Floats, after: Floats, share: Floats, se: float) -> Row:
    """The effect if the last difference in trends had gone on in a straight line."""
    low, high = smoothness(before, after, share, 0.0)
    told = "the last yearly drift before entry goes on in a straight line; 95 % margin added"
    return "straight line", (low + high) / 2, low - Z95 * se, high + Z95 * se, told


def omitted(rows: pl.DataFrame, allies: pl.DataFrame) -> list[Row]:
    """Oster's δ: what is measured are the states' and the years' own levels."""
    table = joined(cells(rows), allies)
    plain = gap(rows, allies, by_vote=False)
    full = two_way(*(table[name].to_numpy() for name in ("state", "year", "agreement", "ally")))
    values = float(plain.estimate[0]), plain.r2, float(full.estimate[0]), full.r2
    if not np.isfinite(values).all():
        return []
    delta = oster_delta(*values)
    told = "how many times stronger than the levels of states and years unmeasured causes must be to explain the effect (Oster 2019)"
    return [("Oster delta", delta if np.isfinite(delta) else None, None, None, told)]
