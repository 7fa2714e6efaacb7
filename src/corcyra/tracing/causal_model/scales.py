"""The scales of a sampler: how far and in which directions parameters vary, learned from the chains on their way."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from corcyra.tracing.causal_model.nodal_types import Ints
from corcyra.tracing.causal_model.structure import Layout

__all__ = ["Scales"]

Floats = npt.NDArray[np.float64]
SMALL = 16
"""Ours: sets of at most so many parameters are given a covariance, larger ones variances. What data tell closely are shares of small sets: there
the differences of logarithms are sharp while their common size is loose."""
GUESS, WORTH = 1e-3, 5
"""Ours, as is the practice of Hamiltonian samplers: learned variances are drawn toward a small one that counts as much as five positions, so that a map
can always be inverted."""


class Scales:
    """A linear map under which positions have about unit scale: square within each small set, diagonal elsewhere.

    >>> from corcyra.tracing.causal_model.graph import read_graph
    >>> from corcyra.tracing.causal_model.structure import layout
    >>> scales = Scales(layout(read_graph("X"), {"X": 2}))
    >>> rows = np.random.default_rng(1).normal(size=(4000, 1)) + [[0.1, -0.1]] * np.random.default_rng(2).normal(size=(4000, 1))
    >>> scales.learn(rows)
    >>> np.cov(scales.spread(np.random.default_rng(3).normal(size=(4000, 2))).T).round(1).tolist()
    [[1.0, 1.0], [1.0, 1.0]]
    """

    def __init__(self, layout: Layout) -> None:
        ends = np.append(layout.starts[1:], layout.size)
        self.sets = [np.arange(start, end) for start, end in zip(layout.starts, ends, strict=True) if end - start <= SMALL]
        self.small: Ints = np.concatenate([np.zeros(0, dtype=np.int64), *self.sets])
        self.wide, self.map = np.ones(layout.size), np.eye(len(self.small))

    def learn(self, rows: Floats) -> None:
        """Take the scales of positions (rows, parameters)."""
        share = len(rows) / (len(rows) + WORTH)
        self.wide = np.sqrt(share * rows.var(axis=0) + GUESS * (1 - share))
        begin = 0
        for columns in self.sets:
            end = begin + len(columns)
            spread = share * np.cov(rows[:, columns], rowvar=False) + GUESS * (1 - share) * np.eye(len(columns))
            self.map[begin:end, begin:end] = np.linalg.cholesky(np.atleast_2d(spread))
            begin = end

    def spread(self, rows: Floats) -> Floats:
        """Momenta (rows, parameters) as changes of positions."""
        found = rows * self.wide
        found[:, self.small] = rows[:, self.small] @ self.map.T
        return found

    def gather(self, rows: Floats) -> Floats:
        """Slopes at positions (rows, parameters) as changes of momenta."""
        found = rows * self.wide
        found[:, self.small] = rows[:, self.small] @ self.map
        return found
