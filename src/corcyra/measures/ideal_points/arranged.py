"""Votes as the sampler's kernels want them: by item and by cell, with the prior of the walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corcyra.measures.ideal_points.group_moves import Groups
from corcyra.measures.ideal_points.model import Model, walk
from corcyra.measures.ideal_points.rolls import Cells, RollCalls

__all__ = ["Arranged", "arranged"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Arranged:
    """The votes in both orders, by item and by cell, with the prior of the walk."""

    item_pointer: NDArray[np.int64]
    item_cell: NDArray[np.int32]
    item_vote: NDArray[np.int8]
    cell_pointer: NDArray[np.int64]
    cell_item: NDArray[np.int32]
    cell_vote: NDArray[np.int8]
    cell_place: NDArray[np.int64]
    state_pointer: NDArray[np.int64]
    groups: Groups
    start: Floats
    before: NDArray[np.int64]
    published_step: Floats
    kind: NDArray[np.int8]
    tally: NDArray[np.int64]
    facing: Floats
    cells: Cells


def arranged(calls: RollCalls, model: Model) -> Arranged:
    """The votes as the kernels want them."""
    cells = calls.cells()
    by_item = np.argsort(calls.item, kind="stable")
    cell, item, vote = cells.of_vote[by_item], calls.item[by_item], calls.vote[by_item]
    by_cell = np.argsort(cell, kind="stable")
    tally = np.stack([np.bincount(calls.item, calls.vote == code, len(calls.items)) for code in (1, 2, 3)], axis=1)
    variance = walk(cells, model)
    first = cells.previous < 0
    before, published = published_walk(cells, model, variance)
    signs = np.array([model.anchors.get(state, 0) for state in calls.states], dtype=float)
    return Arranged(
        pointers(item, len(calls.items)), cell, vote,
        pointers(cell, len(cells)), item[by_cell], vote[by_cell], by_cell,
        np.append(np.flatnonzero(first), len(cells)),
        Groups.of(cells.session, cells.previous, variance, homes(calls), len(calls.sessions)),
        variance[first], before, published,
        kinds(tally), tally.astype(np.int64), signs[cells.state], cells,
    )  # fmt: skip


def published_walk(cells: Cells, model: Model, variance: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The published code's prior: as `walk`, but a state's first cell leans on its second, by their numbers of votes.

    A state with one session alone, which the published code cannot take, leans on 0 with the first point's variance.
    """
    before = cells.previous.astype(np.int64)
    step = variance.copy()
    second = np.flatnonzero((cells.previous >= 0) & (before[np.maximum(before, 0)] < 0))
    first = before[second]
    before[first] = second
    step[first] = model.smooth * cells.votes[first] / (cells.votes[first] + cells.votes[second])
    return before, step


def kinds(tally: NDArray[Any]) -> NDArray[np.int8]:
    """0: all three votes occur, 1: yes or no does not, 2: abstention does not."""
    return np.where(tally.min(axis=1) > 0, 0, np.where(tally[:, 1] > 0, 1, 2)).astype(np.int8)


def homes(calls: RollCalls) -> NDArray[np.int64]:
    """The session of each item; -1 for items that bridge sessions."""
    first = np.full(len(calls.items), len(calls.sessions), np.int64)
    last = np.zeros(len(calls.items), np.int64)
    np.minimum.at(first, calls.item, calls.session)
    np.maximum.at(last, calls.item, calls.session)
    return np.where(first == last, first, -1)


def pointers(places: NDArray[Any], size: int) -> NDArray[np.int64]:
    """Where each place's votes begin, and the end."""
    return np.concatenate([[0], np.cumsum(np.bincount(places, minlength=size))]).astype(np.int64)
