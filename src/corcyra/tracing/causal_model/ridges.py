"""Moves along the ridges of a posterior: changes of the parameters that leave the chance of every event exactly as it is.

The chance of full data is linear in the chances of the joint nodal types of a district (nodes joined by double arrows). So a direction that the linear
map sends to nothing can be walked from border to border, and along it only the prior counts:

1. Sparse directions come from the reduced row echelon form of the map, with the columns in random orders.
2. The chain's point and the direction give a segment on which all chances are positive; points are drawn evenly on it, and one of
   them, or the old one, is chosen in proportion to the prior (a Gibbs step among independent proposals).
3. The prior of joint chances J with J = x(first type) x(second given first) ... is product of J^(a-1) times, for each earlier level,
   x^(a - sum of the a of the level below): products of Dirichlets, and the change of variables.

With thousands of cases a ridge is too thin for a sampler that takes small steps; these moves do not see how thin it is. The scheme is ours.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corcyra.tracing.causal_model.likelihood import District

if TYPE_CHECKING:
    from corcyra.tracing.causal_model.model import CausalModel

__all__ = ["Ridge", "null_directions"]

Floats = npt.NDArray[np.float64]
ORDERS, MOST_DIRECTIONS = 4, 400
"""Ours: random orders of the columns, and directions that are kept, the sparsest first."""
POINTS = 6
"""Ours: points drawn on a segment."""
FLOOR = 1e-280


def null_directions(matrix: Floats, rng: np.random.Generator) -> list[tuple[npt.NDArray[np.int64], Floats]]:
    """Sparse directions d with matrix @ d = 0, as (places, numbers), for a matrix of 0 and 1.

    >>> [(places, numbers)] = null_directions(np.array([[1.0, 0, 1, 0], [0, 1, 0, 1], [1, 1, 0, 0]]), np.random.default_rng(1))
    >>> sorted(places.tolist()), sorted(abs(numbers).tolist())
    ([0, 1, 2, 3], [1.0, 1.0, 1.0, 1.0])
    """
    found: dict[tuple[int, ...], tuple[npt.NDArray[np.int64], Floats]] = {}
    for _ in range(ORDERS):
        order = rng.permutation(matrix.shape[1])
        reduced, pivots = echelon(matrix[:, order])
        for free in np.setdiff1d(np.arange(len(order)), pivots):
            direction = np.zeros(len(order))
            direction[free] = 1.0
            direction[pivots] = -reduced[: len(pivots), free]
            places = np.flatnonzero(np.abs(direction) > 1e-9)
            found[tuple(sorted(order[places].tolist()))] = (order[places], direction[places])
    return sorted(found.values(), key=lambda each: len(each[0]))[:MOST_DIRECTIONS]


def echelon(matrix: Floats) -> tuple[Floats, list[int]]:
    """The reduced row echelon form, and its pivot columns."""
    work, pivots = matrix.copy(), list[int]()
    for column in range(work.shape[1]):
        row = len(pivots)
        if row == len(work):
            break
        best = row + int(np.argmax(np.abs(work[row:, column])))
        if abs(work[best, column]) < 1e-9:
            continue
        work[[row, best]] = work[[best, row]]
        work[row] /= work[row, column]
        others = np.flatnonzero(np.abs(work[:, column]) > 1e-12)
        others = others[others != row]
        work[others] -= work[others, column][:, None] * work[row]
        pivots.append(column)
    return work, pivots


class Ridge:
    """The ridges of one district whose nodes are each drawn given all earlier ones of the district."""

    def __init__(self, model: CausalModel, district: District, rng: np.random.Generator) -> None:
        self.district, self.rng = district, rng
        blocks = [model.alphas[node] for node in district.nodes]
        self.alphas = blocks[-1].ravel()
        self.levels = [(block - after.sum(axis=-1)).ravel() for block, after in pairwise(blocks)]
        allowed = np.ones(1, dtype=bool)
        for block in blocks:
            allowed = (allowed[:, None] & (block.reshape(len(allowed), -1) > 0)).ravel()
        self.allowed = np.flatnonzero(allowed)
        # The chances add to 1: a row of ones keeps them so.
        matrix = np.vstack([district.fits[:, self.allowed], np.ones(len(self.allowed))])
        self.directions = [(self.allowed[places], numbers) for places, numbers in null_directions(matrix, rng)]
        self.members = [[self.member(places, len(level)) for level in self.levels] for places, _ in self.directions]

    def member(self, places: npt.NDArray[np.int64], cells: int) -> tuple[npt.NDArray[np.int64], Floats]:
        """The cells of an earlier level that a direction touches, and which of its places lie in which."""
        touched, back = np.unique(places // (len(self.alphas) // cells), return_inverse=True)
        return touched, (back[:, None] == np.arange(len(touched))).astype(np.float64)

    @staticmethod
    def fits(model: CausalModel, district: District) -> bool:
        """Whether the nodes of a district are each drawn given all earlier ones."""
        return all(model.graph.partners(node) == district.nodes[:place] for place, node in enumerate(district.nodes))

    def walk(self, joint: Floats, moves: int) -> Floats:
        """Joint chances (chains, joint types) after so many moves along random directions."""
        joint, rows = joint.copy(), np.arange(len(joint))
        flat = not self.levels and np.allclose(self.alphas[self.allowed], 1.0)
        for which in self.rng.integers(len(self.directions), size=moves):
            places, numbers = self.directions[which]
            here = joint[:, places]
            steps = here / numbers
            low = np.max(np.where(numbers > 0, -steps, -np.inf), axis=1)
            high = np.min(np.where(numbers < 0, -steps, np.inf), axis=1)
            tried = low + (high - low) * self.rng.random((1 if flat else POINTS, len(joint)))
            if flat:
                joint[:, places] = np.maximum(here + tried[0][:, None] * numbers, FLOOR)
                continue
            tried = np.concatenate([np.zeros((1, len(joint))), tried])
            density = self.along(joint, int(which), np.maximum(here + tried[..., None] * numbers, FLOOR))
            noise = self.rng.gumbel(size=density.shape)
            chosen = np.argmax(density + noise, axis=0)
            joint[:, places] = np.maximum(here + tried[chosen, rows][:, None] * numbers, FLOOR)
        return joint

    def along(self, joint: Floats, which: int, tried: Floats) -> Floats:
        """The log prior (points, chains) of points that differ from a chain's joint chances in the places of a direction only."""
        places = self.directions[which][0]
        result = np.log(tried) @ (self.alphas[places] - 1.0)
        for level, (cells, member) in zip(self.levels, self.members[which], strict=True):
            sums = joint.reshape(len(joint), len(level), -1)[:, cells].sum(axis=2)
            moved = sums + (tried - joint[:, places]) @ member
            result = result + np.log(np.maximum(moved, FLOOR)) @ level[cells]
        return np.asarray(result)

    def values(self, joint: Floats, into: Floats) -> None:
        """Write the parameters that joint chances imply into values (chains, parameters)."""
        above, shape = np.ones((len(joint), 1)), self.district.shape
        for place, node in enumerate(self.district.nodes):
            cells = int(np.prod(shape[: place + 1]))
            sums = joint.reshape(len(joint), cells, -1).sum(axis=2)
            into[:, self.district.columns[node]] = (sums.reshape(len(joint), above.shape[1], -1) / above[..., None]).reshape(len(joint), -1)
            above = sums
