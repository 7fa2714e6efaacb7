"""What a change of one parameter does to a game: the slope of every number, and where the outcome tips (SCIENCE D, comparative statics)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.games.model import Knob, Model
from corcyra.games.sweep import kernel, sweep

__all__ = ["slopes", "tipping_points"]

Numbers = npt.NDArray[np.float64]

STEP = 1e-6
"""Of the parameter's size (at least 1). Ours: the cube root of the rounding error is best for differences from both sides."""
FLAT = 1e-6
"""A slope below this is no slope (ours: differences over such steps are exact to about 1e-9)."""
BENT = 1e-4
"""Slopes to both sides that differ by more, relative to the larger, make a bend (ours)."""
PLACES = 401
"""Values tried to find where an outcome tips. Ours: two borders nearer than a 400th of the range are taken for one."""
REACH = 4.0
"""An open range is searched up to so many times the parameter's size, or this if that is larger (ours)."""


def slopes(model: Model) -> pl.DataFrame:
    """By how much each number of the closed form rises with each parameter, at this game and within its region.

    A row for each parameter and number: ``parameter``, ``number``, ``slope`` and ``why``. The slope is missing, and ``why`` says so,
    for a parameter in whole numbers (``whole``), where a step leaves the region or the domain on both sides (``border``), where the
    slopes below and above differ (``bend``), and where the number has no meaning or is infinite (``none``).

    >>> from corcyra.games.models.commitment import Commitment
    >>> found = slopes(Commitment(1.0, 0.5, 0.5)).filter(number="commitment")
    >>> [(row["parameter"], round(row["slope"], 6)) for row in found.to_dicts()]
    [('abandonment', 0.25), ('entrapment', -0.25), ('provocation', -0.25)]
    """
    here = model.outcome()
    rows = [row for name, limits in model.knobs().items() for row in of_parameter(model, name, limits, here)]
    schema = {"parameter": pl.String, "number": pl.String, "slope": pl.Float64, "why": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def of_parameter(
    model: Model, name: str, limits: Knob, here: Mapping[str, float]
) -> list[tuple[str, str, float | None, str]]:
    """One parameter's row for each number."""
    numbers = [each for each in here if each != "region"]
    if limits.whole:
        return [(name, number, None, "whole") for number in numbers]
    value = model.values[name]
    step = STEP * max(abs(value), 1.0)
    sides = [each for each in (value - step, value + step) if limits.admits(each)]
    found = kernel(type(model), model.values, {name: np.array([value, *sides])})
    kept = [place for place in range(1, len(sides) + 1) if found["region"][place] == here["region"]]
    if not kept:
        return [(name, number, None, "border") for number in numbers]
    with np.errstate(invalid="ignore"):
        made = {each: [(found[each][k] - found[each][0]) / (sides[k - 1] - value) for k in kept] for each in numbers}
    return [(name, number, *judged(made[number])) for number in numbers]


def judged(sides: list[float]) -> tuple[float | None, str]:
    """One slope from those to the sides, and why there is none."""
    if not np.isfinite(sides).all():
        return None, "none"
    low, high = min(sides), max(sides)
    if high - low > max(BENT * max(abs(low), abs(high)), FLAT):
        return None, "bend"
    middle = float(np.mean(sides))
    return (0.0 if abs(middle) < FLAT else middle), ""


def tipping_points(model: Model) -> pl.DataFrame:
    """Where the outcome would change if one parameter alone were moved: the nearest border below and above its value.

    Columns: ``parameter``, ``value`` (now), ``at`` (the border), ``side`` (``below`` or ``above``), ``region`` (key of the outcome
    beyond it). A parameter without a row does not change the outcome within the range searched.

    >>> from corcyra.games.models.commitment import Commitment
    >>> [(row["parameter"], row["side"], round(row["at"], 9), row["region"]) for row in tipping_points(Commitment(2.0, 1.0, 0.5)).to_dicts()]
    [('abandonment', 'below', 1.5, 'provocation'), ('entrapment', 'above', 1.5, 'provocation'), ('provocation', 'above', 1.0, 'provocation')]
    """
    rows = [row for name in model.knobs() for row in nearest(model, name)]
    schema = {"parameter": pl.String, "value": pl.Float64, "at": pl.Float64, "side": pl.String, "region": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def nearest(model: Model, name: str) -> list[tuple[str, float, float, str, str]]:
    """One parameter's nearest borders."""
    value = model.values[name]
    borders = sweep(model, {name: scanned(model, name).tolist()}).borders()
    here = model.regions[int(model.outcome()["region"])].key
    rows = borders.select(name, "before", "after").rows()
    below = [(float(at), str(before)) for at, before, after in rows if at <= value and after == here]
    above = [(float(at), str(after)) for at, before, after in rows if at >= value and before == here]
    made = [(name, value, *max(below), "below")] if below else []
    made += [(name, value, *min(above), "above")] if above else []
    whole = model.knobs()[name].whole
    return [(name, now, round_away(at, side) if whole else at, side, region) for _, now, at, region, side in made]


def round_away(at: float, side: str) -> float:
    """The first whole number beyond a border."""
    return float(np.floor(at) if side == "below" else np.ceil(at))


def scanned(model: Model, name: str) -> Numbers:
    """The values to try: the parameter's range, or where that is open a wide one around its value."""
    limits, value = model.knobs()[name], model.values[name]
    reach = max(REACH * abs(value), REACH)
    low = max(limits.low, limits.above, value - reach)
    high = min(limits.high, limits.below, value + reach)
    if limits.whole:
        return np.arange(np.ceil(low), np.floor(high) + 1)
    found = np.append(np.linspace(low, high, PLACES), value)
    return found[[limits.admits(float(each)) for each in found]]
