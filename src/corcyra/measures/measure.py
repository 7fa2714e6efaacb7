"""What a measure is, and how one is applied.

A measure reads columns of the panels and gives new ones. Its kernel is a pure function of arrays that stands above the
class in the same file; the class carries the settings, each a cited `Parameter`. A toy measure, complete:

>>> from dataclasses import dataclass
>>> import numpy as np
>>> def share(values):
...     "Each state's share of the year's total."
...     return values / np.nansum(values, axis=1, keepdims=True)
>>> @dataclass(frozen=True)
... class PowerShare:
...     key = "power_share"
...     title = "Share of the panel's capabilities"
...     citations = ("corcyra",)
...     gives = (Gives("power_share", "share of the summed capabilities of the panel's states", "share", 0, 1),)
...     needs = ("cinc",)
...
...     def compute(self, panels):
...         return {"power_share": share(panels.array("cinc"))}

Conventions: a grid is (years, states), a cube (years, states, others); row i is the state, column j the other; NaN is
missing. An index lies in [0, 1] or is a z-score, comes with its components and with ``…_coverage``, the share of its
inputs that were observed; missing inputs are re-weighted, never filled with zero (SCIENCE A0).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Protocol, runtime_checkable

import numpy as np

from corcyra.errors import MissingColumn, ParameterError
from corcyra.panel.panels import Floats, Panels
from corcyra.panel.table import Column

__all__ = [
    "Gives",
    "Measure",
    "Parameter",
    "apply",
    "carried",
    "parameters",
    "standardise",
    "weighted_mean",
    "with_parameters",
]


@dataclass(frozen=True)
class Parameter:
    """A number with its reason: a citation, or the word "ours" and why. Cannot be built outside its range.

    >>> Parameter(25.0, "SCIENCE A3", low=0.0).value
    25.0
    >>> Parameter(-1.0, "ours: an example", low=0.0)
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: -1.0 is outside 0.0 to inf. Give a value inside.
    """

    value: float
    reason: str
    low: float = -np.inf
    high: float = np.inf

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ParameterError("a parameter needs a citation, or the word 'ours' and a reason.")
        if not self.low <= self.value <= self.high:
            raise ParameterError(f"{self.value} is outside {self.low} to {self.high}. Give a value inside.")

    def at(self, value: float) -> Parameter:
        """The same parameter with another value, marked as the user's own."""
        return replace(self, value=float(value), reason=f"set by the user; default {self.value}: {self.reason}")


@dataclass(frozen=True)
class Gives:
    """One column that a measure gives: name, meaning in words, unit, range."""

    name: str
    meaning: str
    unit: str
    low: float | None = None
    high: float | None = None


@runtime_checkable
class Measure(Protocol):
    """The shape of every measure; see the module's docstring for a toy. ``needs`` are column names it must find."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def citations(self) -> tuple[str, ...]: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def gives(self) -> tuple[Gives, ...]: ...

    def compute(self, panels: Panels) -> Mapping[str, Floats]:
        """A grid or cube for each column in ``gives``."""
        ...


def parameters(plugin: object) -> dict[str, Parameter]:
    """The cited parameters of a measure or theory, by field name."""
    if not is_dataclass(plugin):
        return {}
    values = {field.name: getattr(plugin, field.name) for field in fields(plugin)}
    return {name: value for name, value in values.items() if isinstance(value, Parameter)}


def with_parameters(plugin: Any, values: Mapping[str, float]) -> Any:
    """The same measure or theory with some parameters set; `ParameterError` names the key and those there are."""
    known = parameters(plugin)
    for name in values:
        if name not in known:
            raise ParameterError(f"{plugin.key} has no parameter {name!r}. It has: {', '.join(known) or 'none'}.")
    return replace(plugin, **{name: known[name].at(value) for name, value in values.items()})


def apply(panels: Panels, *measures: Measure) -> Panels:
    """The panels with every column that the measures give, in order, each with its lineage.

    Raises `MissingColumn` when a needed column is absent, naming the measure.
    """
    for measure in measures:
        if not isinstance(measure, Measure) or not isinstance(panels, Panels):
            raise ParameterError(
                f"apply wants Panels and then measures one by one, not {type(panels).__name__} and {measure!r:.60}. "
                "The package's own are in MEASURES: apply(panels, *MEASURES)."
            )
        lacking = [name for name in measure.needs if not panels.has(name)]
        if lacking:
            raise MissingColumn(
                f"the measure {measure.key!r} needs {', '.join(lacking)}. Add the sources or measures that give them first."
            )
        values = measure.compute(panels)
        if set(values) != {each.name for each in measure.gives}:
            raise MissingColumn(f"the measure {measure.key!r} gave {sorted(values)}, not what it declares.")
        panels = panels.gain(values, {each.name: lineage(measure, each, panels) for each in measure.gives})
    return panels


def lineage(measure: Measure, each: Gives, panels: Panels) -> Column:
    """Provenance of a measured column: sources, families and citations of everything it was made from."""
    inputs = [panels.column(name) for name in measure.needs]
    return Column(
        each.name,
        each.meaning,
        each.unit,
        each.low,
        each.high,
        sources=tuple(sorted({key for column in inputs for key in column.sources})),
        families=frozenset().union(*(column.families for column in inputs)),
        citations=tuple(sorted({*measure.citations, *(key for column in inputs for key in column.citations)})),
        licence="; ".join(sorted({part for column in inputs for part in column.licence.split("; ") if part})),
        method=f"measure {measure.key}: {measure.title}",
        parameters=tuple((name, f"{each.value:g}") for name, each in parameters(measure).items()),
    )


def standardise(values: Floats, *, axes: tuple[int, ...] | None = None) -> Floats:
    """z-scores over the given axes (default: all but the first, that is, within a year over the risk set).

    Missing cells stay missing and do not count; where nothing varies the score is 0 (SCIENCE, notation). Population
    standard deviation.

    >>> standardise(np.array([[1.0, 3.0, np.nan]])).tolist()
    [[-1.0, 1.0, nan]]
    """
    axes = tuple(range(1, values.ndim)) if axes is None else axes
    known = ~np.isnan(values)
    count = np.maximum(known.sum(axis=axes, keepdims=True), 1)
    mean = np.where(known, values, 0.0).sum(axis=axes, keepdims=True) / count
    gap = np.where(known, values - mean, 0.0)
    spread = np.sqrt((gap**2).sum(axis=axes, keepdims=True) / count)
    varied = spread > 1e-12 * np.maximum(np.abs(mean), 1.0)
    score = gap / np.where(varied, spread, 1.0)
    return np.where(known, np.where(varied, score, 0.0), np.nan)


def weighted_mean(parts: Mapping[str, Floats], weights: Mapping[str, float]) -> tuple[Floats, Floats]:
    """The mean over the parts that are observed, re-weighted, and the share of weight observed (SCIENCE A0).

    Where nothing is observed the mean is NaN and the coverage 0; missing is never zero.

    >>> mean, coverage = weighted_mean({"a": np.array([1.0, np.nan]), "b": np.array([0.0, np.nan])}, {"a": 3, "b": 1})
    >>> mean.tolist(), coverage.tolist()
    ([0.75, nan], [1.0, 0.0])
    """
    stack = np.stack([parts[name] for name in parts])
    weight = np.array([float(weights[name]) for name in parts]).reshape(-1, *[1] * (stack.ndim - 1))
    known = np.where(np.isnan(stack), 0.0, weight)
    total = known.sum(axis=0)
    mean = (np.nan_to_num(stack) * known).sum(axis=0) / np.where(total > 0, total, 1.0)
    return np.where(total > 0, mean, np.nan), total / weight.sum()


def carried(values: Floats, years: int) -> Floats:
    """The last known value, at most ``years`` old; (years, ...) in and out.

    >>> carried(np.array([0.3, np.nan, np.nan]), 1).tolist()
    [0.3, 0.3, nan]
    """
    filled = values.copy()
    for back in range(1, min(years, len(values) - 1) + 1):
        filled[back:] = np.where(np.isnan(filled[back:]), values[:-back], filled[back:])
    return filled
