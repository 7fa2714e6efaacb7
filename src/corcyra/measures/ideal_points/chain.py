"""Points of many states in many sessions as one Gaussian: its precision is block tridiagonal by session.

Votes tie the states of one session together, since they share its items; the random walk ties each state to itself in the
session before. So a session's states form a block, and only neighbouring blocks touch. Solving and inverting take time in
proportion to the number of sessions.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from corcyra.measures.ideal_points.rolls import Cells

__all__ = ["Chain", "Grid", "grid"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Grid:
    """Who is in which block.

    ``cells[t]`` are the cells of block t in order of state, -1 where a state is between two of its sessions; ``own[t]`` the places
    in the block that are cells; ``links[t]`` (place in t, place in t + 1, precision) of the states in both; ``first[t]`` the
    precision of the first points that stand in the block, 0 elsewhere.
    """

    cells: tuple[Places, ...]
    own: tuple[Places, ...]
    links: tuple[tuple[Places, Places, Floats], ...]
    first: tuple[Floats, ...]


def grid(cells: Cells, variance: Floats, sessions: int) -> Grid:
    """The blocks of cells whose walk has such a prior variance.

    A state that misses sessions gets points in them that nothing but the walk informs: the step of variance v over k sessions
    is split into k steps of v / k, which leaves the distribution of its cells what it was.
    """
    state, session, cell, step, opens = filled(cells, variance)
    blocks = [np.flatnonzero(session == block) for block in range(sessions)]
    links = []
    for one, two in pairwise(blocks):
        _, here, there = np.intersect1d(state[one], state[two], assume_unique=True, return_indices=True)
        goes_on = ~opens[two[there]]
        links.append((here[goes_on], there[goes_on], 1 / step[two[there]][goes_on]))
    return Grid(
        tuple(cell[block] for block in blocks),
        tuple(np.flatnonzero(cell[block] >= 0) for block in blocks),
        tuple(links),
        tuple(np.where(opens[block], 1 / step[block], 0.0) for block in blocks),
    )


def filled(cells: Cells, variance: Floats) -> tuple[Places, Places, Places, Floats, NDArray[np.bool_]]:
    """State, session, cell, variance of the step and whether it is a first point, for cells and the points between them."""
    before = np.where(cells.previous < 0, cells.session - 1, cells.session[cells.previous])
    steps = (cells.session - before).astype(np.intp)
    cell = np.repeat(np.arange(len(cells)), steps)
    back = np.repeat(np.cumsum(steps), steps) - np.arange(steps.sum()) - 1
    order = np.lexsort((cells.state[cell], cells.session[cell] - back))
    cell, back = cell[order], back[order]
    is_cell = np.where(back == 0, cell, -1)
    opens = cells.previous[cell] < 0
    return cells.state[cell].astype(np.intp), cells.session[cell] - back, is_cell, (variance / steps)[cell], opens


class Chain:
    """The Gaussian whose precision is the walk's plus a block per session, factored once."""

    def __init__(self, grid: Grid, blocks: list[Floats]) -> None:
        self.grid = grid
        self.inverses: list[Floats] = []
        for place, block in enumerate(blocks):
            total = block + np.diag(grid.first[place])
            if place < len(grid.links):
                here, _, precision = grid.links[place]
                total[here, here] += precision
            if place:
                here, there, precision = grid.links[place - 1]
                total[there, there] += precision
                carried = self.inverses[-1][np.ix_(here, here)] * np.outer(precision, precision)
                total[np.ix_(there, there)] -= carried
            inverse = cho_solve(cho_factor(total, lower=True), np.eye(len(total))) if len(total) else total
            self.inverses.append((inverse + inverse.T) / 2)

    def solve(self, right: list[Floats]) -> list[Floats]:
        """The precision's inverse times columns, by block."""
        carried = [each.copy() for each in right]
        for place, (here, there, precision) in enumerate(self.grid.links):
            carried[place + 1][there] += precision[:, None] * (self.inverses[place] @ carried[place])[here]
        found = [np.empty(0)] * len(carried)
        for place in reversed(range(len(carried))):
            if place < len(self.grid.links):
                here, there, precision = self.grid.links[place]
                carried[place][here] += precision[:, None] * found[place + 1][there]
            found[place] = self.inverses[place] @ carried[place]
        return found

    def covariances(self) -> list[Floats]:
        """The covariance within each block."""
        found = [each.copy() for each in self.inverses]
        for place in reversed(range(len(self.grid.links))):
            here, there, precision = self.grid.links[place]
            after = found[place + 1][np.ix_(there, there)] * np.outer(precision, precision)
            gain = self.inverses[place][:, here]
            found[place] += gain @ after @ gain.T
        return found
