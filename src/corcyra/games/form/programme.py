"""Linear conditions by named variables; the point with the largest smallest probability, and whether it is the only one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["Programme", "Solved", "solve"]

Numbers = npt.NDArray[np.float64]
Row = tuple[Mapping[str, float], float]
LEAST = 1e-7
"""Below this a probability counts as none (ours: the solver's own tolerance)."""


@dataclass
class Programme:
    """Equations, inequalities (at least) and the variables that must be positive; the others are free."""

    equations: list[Row] = field(default_factory=list)
    inequalities: list[Row] = field(default_factory=list)
    above: dict[str, None] = field(default_factory=dict)

    def equal(self, row: Mapping[str, float], value: float) -> None:
        """Add the equation Σ coefficient · variable = value."""
        self.equations.append((row, value))

    def at_least(self, row: Mapping[str, float], value: float) -> None:
        """Add the inequality Σ coefficient · variable ≥ value."""
        self.inequalities.append((row, value))

    def positive(self, *names: str) -> None:
        """Ask that the variables be above 0."""
        self.above.update(dict.fromkeys(names))


@dataclass(frozen=True)
class Solved:
    """A solution, and whether there are others."""

    point: Mapping[str, float]
    continuum: bool


def solve(programme: Programme) -> Solved | None:
    """The solution whose smallest positive variable is largest, or None when there is none above 0.

    >>> half = Programme()
    >>> half.positive("x", "y")
    >>> half.equal({"x": 1, "y": 1}, 1)
    >>> solve(half)
    Solved(point={'x': 0.5, 'y': 0.5}, continuum=True)
    """
    from scipy.optimize import linprog

    names = list(dict.fromkeys([*programme.above, *(n for row, _ in programme.equations + programme.inequalities for n in row)]))
    a_eq, b_eq = dense(programme.equations, names)
    a_in, b_in = dense(programme.inequalities + [({name: 1.0}, 0.0) for name in programme.above], names)
    room = np.array([0.0] * len(programme.inequalities) + [1.0] * len(programme.above))
    bounds = [(None, None)] * len(names)
    goal = np.append(np.zeros(len(names)), -1.0)
    best = linprog(goal, np.column_stack([-a_in, room]), -b_in, np.column_stack([a_eq, 0 * b_eq]), b_eq, [*bounds, (None, 1)])
    if best.status != 0 or -best.fun < LEAST:
        return None
    point = {name: float(value) for name, value in zip(names, best.x, strict=False)}
    free = len(names) - int(np.linalg.matrix_rank(a_eq))
    continuum = False
    if free:
        direction = np.random.default_rng(0).normal(size=len(names))
        ends = [linprog(sign * direction, -a_in, -b_in, a_eq, b_eq, bounds) for sign in (1, -1)]
        continuum = any(end.status == 3 for end in ends) or abs(ends[0].fun + ends[1].fun) > LEAST
    return Solved(point, continuum)


def dense(rows: list[Row], names: list[str]) -> tuple[Numbers, Numbers]:
    """The rows as a matrix and their right-hand sides."""
    place = {name: k for k, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for r, (row, _) in enumerate(rows):
        for name, value in row.items():
            matrix[r, place[name]] = value
    return matrix, np.array([value for _, value in rows])
