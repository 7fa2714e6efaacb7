"""Points and items as one Gaussian: its score, its steps, and its covariances, given where they stand."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from corcyra.measures.ideal_points.chain import Chain, Grid, grid
from corcyra.measures.ideal_points.model import Model, walk
from corcyra.measures.ideal_points.probit import response
from corcyra.measures.ideal_points.rolls import Cells, RollCalls

__all__ = [
    "NARROW",
    "WIDE",
    "Local",
    "Score",
    "System",
    "Work",
    "climbed",
    "covariances",
    "held",
    "laid_out",
    "local",
    "objective",
    "opening",
    "roots",
    "step",
    "system",
]

Floats = NDArray[np.float64]
NARROW, WIDE = -12.0, 4.0
"""Where k, the logarithm of the width of abstention, is held. Ours: exp(4) is far wider than the published bound of 14 on both cuts."""
LONGEST = 1.0
"""The longest step of a point in one round, in standard deviations of the points. Ours."""
RIDGE = 1e-6
"""Added to an item's information, so that an item that tells nothing at some position can be solved. Ours."""


THREADS = 4
"""The most threads; more would wait for memory. Ours."""
STRETCH = 16384
"""How many votes are computed at a time. Ours."""


class Part(NamedTuple):
    """A session: its votes, their cells' places in the block, their items' places in ``items``."""

    votes: NDArray[np.intp]
    row: NDArray[np.intp]
    column: NDArray[np.intp]
    items: NDArray[np.int32]


class Work(NamedTuple):
    """The votes laid out: ``kind`` recodes items with two kinds of votes as 1 and 3, ``three`` marks the other items."""

    calls: RollCalls
    cells: Cells
    variance: Floats
    grid: Grid
    kind: NDArray[np.int8]
    three: NDArray[np.bool_]
    parts: tuple[Part, ...]


class Score(NamedTuple):
    """The slope of the log posterior: by cell, and by item in discrimination, cut1 and k."""

    points: Floats
    items: Floats


@dataclass(frozen=True, eq=False)
class System:
    """The Gaussian at a position: the chain of the points with items integrated out, the inverse information of each item given
    the points, the cross information by vote, and what ties rows to items by session."""

    chain: Chain
    inverse: Floats
    cross: Floats
    ties: list[Floats]
    sides: list[Floats]
    inner: Floats


def laid_out(calls: RollCalls, model: Model) -> Work:
    """Everything about the votes that does not change while points and items do."""
    cells = calls.cells()
    variance = walk(cells, model)
    blocks = grid(cells, variance, len(calls.sessions))
    seen = np.zeros((len(calls.items), 4), bool)
    seen[calls.item, calls.vote] = True
    three = seen[:, 1] & seen[:, 2] & seen[:, 3]
    other = np.where(seen[:, 1], 3, 1)[calls.item]
    kind = np.where((calls.vote == 2) & ~three[calls.item], other, calls.vote).astype(np.int8)
    place = np.empty(len(cells), np.intp)
    for block in blocks.cells:
        place[block[block >= 0]] = np.flatnonzero(block >= 0)
    order = np.argsort(calls.session, kind="stable")
    ends = np.cumsum(np.bincount(calls.session, minlength=len(calls.sessions)))
    parts = []
    for votes in np.split(order, ends[:-1]):
        items, column = np.unique(calls.item[votes], return_inverse=True)
        parts.append(Part(votes, place[cells.of_vote[votes]], column.ravel(), items))
    return Work(calls, cells, variance, blocks, kind, three, tuple(parts))


def opening(work: Work, points: Floats) -> Floats:
    """Items to begin with: cuts from the shares of the votes, then eight rounds of scoring with the points held."""
    number = len(work.calls.items)
    tally = np.stack([np.bincount(work.calls.item, work.kind == kind, number) + 0.5 for kind in (1, 2, 3)])
    share = np.cumsum(tally / tally.sum(0), 0)
    low, high = ndtri(share[0]), ndtri(share[1])
    items = np.stack(
        [np.zeros(number), np.where(work.three, low, -ndtri(tally[2] / (tally[0] + tally[2]))), np.log(high - low)], 1
    )
    for _ in range(8):
        seen = local(work, points, items)
        move = np.linalg.solve(seen.item, seen.score.items[..., None])[..., 0]
        items = held(items + np.clip(move, -1, 1))
    return items


def held(items: Floats) -> Floats:
    """Items with k in its range."""
    items[:, 2] = np.clip(items[:, 2], NARROW, WIDE)
    return items


def objective(work: Work, points: Floats, items: Floats) -> float:
    """The log posterior but for a constant."""
    told = items[work.three, 2].sum() - 0.5 * (items[:, 0] ** 2).sum()
    for votes in stretches(len(work.calls)):
        for point, slope, cut, gap in views(work, points, items, None, votes):
            told += response(cut - slope * point, gap, work.kind[votes]).log.sum()
    return float(told - 0.5 * (apart(work, points) ** 2 / work.variance).sum())


def apart(work: Work, points: Floats) -> Floats:
    """Each point less the same state's before, or less 0."""
    previous = work.cells.previous
    return points - np.where(previous < 0, 0.0, points[previous])


@dataclass(frozen=True, eq=False)
class Local:
    """Slope and information at a position, or expected around it: by cell and item, and by vote what ties them.

    ``item`` is the information of each item given the points, ``own`` by vote that of the point given the item, ``cross`` by vote
    that between the point and the item's three parameters, and ``twist`` the part of it that the misfit of the vote adds, since
    point and discrimination are multiplied.
    """

    score: Score
    item: Floats
    own: Floats
    cross: Floats
    twist: Floats

    def eased(self, before: Local, part: float) -> Local:
        """This slope, with the information between that of before and this."""
        mixed = (
            (1 - part) * getattr(before, each) + part * getattr(self, each)
            for each in ("item", "own", "cross", "twist")
        )
        return Local(self.score, *mixed)


def views(
    work: Work, points: Floats, items: Floats, root: list[list[Floats]] | None, votes: slice
) -> Iterator[tuple[Floats, ...]]:
    """By vote point, discrimination, cut1 and width of abstention: at the position, or at eight points around it."""
    item = work.calls.item[votes]
    three = work.three[item]
    centre = (points[work.cells.of_vote[votes]], items[item, 0], items[item, 1], items[item, 2])
    if root is None:
        yield (*centre[:3], np.where(three, np.exp(centre[3]), 0.0))
        return
    for axis in range(4):
        for side in (-2.0, 2.0):
            point, slope, cut, k = (
                middle + side * root[each][axis][votes] if axis <= each else middle
                for each, middle in enumerate(centre)
            )
            yield point, slope, cut, np.where(three, np.exp(np.clip(k, NARROW, WIDE)), 0.0)


def shared_out(act: Callable[..., Any], *work: Iterable[Any]) -> list[Any]:
    """The results of an act on each piece of work, by threads; each fills its own part, so no digit depends on the threads."""
    with ThreadPoolExecutor(min(os.cpu_count() or 1, THREADS)) as pool:
        return list(pool.map(act, *work))


def stretches(size: int) -> list[slice]:
    """Votes a stretch at a time, so that what is computed of them stays in the processor's cache."""
    return [slice(first, first + STRETCH) for first in range(0, size, STRETCH)]


def local(work: Work, points: Floats, items: Floats, root: list[list[Floats]] | None = None) -> Local:
    """Slope and information; with the roots of `roots`, their mean over eight points around the position."""
    share = 1.0 if root is None else 0.125
    size, item = len(items), work.calls.item
    slopes, ties, inside = (np.zeros((rows, item.size)) for rows in (4, 4, 6))

    def fill(votes: slice) -> None:
        for point, slope, cut, gap in views(work, points, items, root, votes):
            told = response(cut - slope * point, gap, work.kind[votes])
            pulled, bent = slope * told.uu, point * told.uu
            slopes[:, votes] += -slope * told.u, -point * told.u, told.u, told.k
            ties[:, votes] += slope * pulled, point * pulled, -pulled, -slope * told.uk
            inside[:, votes] += point * bent, -bent, -point * told.uk, told.uu, told.uk, told.kk

    shared_out(fill, stretches(item.size))
    slopes, ties, inside = share * slopes, share * ties, share * inside
    info = np.zeros((size, 3, 3))
    for (row, column), weight in zip(((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)), inside, strict=True):
        info[:, row, column] = info[:, column, row] = np.bincount(item, weight, size)
    info[:, [0, 1, 2], [0, 1, 2]] += RIDGE
    info[:, 0, 0] += 1
    info[~work.three, 2, 2] = 1
    return Local(gathered(work, points, items, *slopes), info, ties[0], ties[1:].T.copy(), slopes[2])


def gathered(work: Work, points: Floats, items: Floats, point: Floats, *item: Floats) -> Score:
    """Slopes by vote summed over cells and items, and the prior's added."""
    pull = apart(work, points) / work.variance
    by_cell = np.bincount(work.cells.of_vote, point, len(work.cells)) - pull
    later = np.flatnonzero(work.cells.previous >= 0)
    np.add.at(by_cell, work.cells.previous[later], pull[later])
    by_item = np.stack([np.bincount(work.calls.item, each, len(items)) for each in item], 1).astype(float)
    by_item[:, 0] -= items[:, 0]
    by_item[:, 2] = np.where(work.three, by_item[:, 2] + 1, 0.0)
    return Score(by_cell.astype(float), by_item)


def system(work: Work, points: Floats, seen: Local) -> System:
    """The Gaussian at a position; the misfit's part of the information is weakened where it would leave no Gaussian."""
    for twist in (1.0, 0.5, 0.25):
        try:
            return solved(work, points, seen, twist)
        except np.linalg.LinAlgError:
            continue
    return solved(work, points, seen, 0.0)


def solved(work: Work, points: Floats, seen: Local, twist: float) -> System:
    """The Gaussian with a part of the misfit's information; raises `numpy.linalg.LinAlgError` when there is none."""
    cross = seen.cross.copy()
    cross[:, 0] += twist * seen.twist
    inverse = np.linalg.inv(seen.item)
    inverse = (inverse + inverse.transpose(0, 2, 1)) / 2
    root = np.linalg.cholesky(inverse)

    def bare(part: Part, block: NDArray[np.intp]) -> tuple[Floats, Floats]:
        tie = tied(part, cross, block.size)
        flat = np.einsum("nmi,mij->nmj", tie, root[part.items]).reshape(block.size, -1)
        return np.diag(np.bincount(part.row, seen.own[part.votes], block.size)) - flat @ flat.T, tie

    found = shared_out(bare, work.parts, work.grid.cells)
    blocks, ties = [each for each, _ in found], [tie for _, tie in found]
    chain = Chain(work.grid, blocks)
    ends = np.stack([np.ones(len(work.cells)), points], 1)
    sides = chain.solve(by_block(work, ends))
    inner: Floats = np.linalg.inv(sum_over(work, ends, sides)).astype(float)
    return System(chain, inverse, cross, ties, sides, inner)


def tied(part: Part, cross: Floats, rows: int) -> Floats:
    """The cross information of a session as an array (rows of the block, items of the session, 3)."""
    columns = part.items.size
    flat = part.row * columns + part.column
    stacked = [np.bincount(flat, cross[part.votes, each], rows * columns) for each in range(3)]
    return np.stack(stacked, 1).astype(float).reshape(rows, columns, 3)


def by_block(work: Work, values: Floats) -> list[Floats]:
    """Columns by cell as a list by block, 0 at points between cells."""
    found = []
    for block in work.grid.cells:
        here = np.zeros((block.size, values.shape[1]))
        here[block >= 0] = values[block[block >= 0]]
        found.append(here)
    return found


def by_cell(work: Work, blocks: list[Floats]) -> Floats:
    """The reverse of `by_block`."""
    found = np.empty((len(work.cells), blocks[0].shape[1]))
    for block, here in zip(work.grid.cells, blocks, strict=True):
        found[block[block >= 0]] = here[block >= 0]
    return found


def sum_over(work: Work, left: Floats, right: list[Floats]) -> Floats:
    """The products of columns by cell with columns by block."""
    return left.T @ by_cell(work, right)


def step(work: Work, at: System, points: Floats, slope: Score, spread: float) -> Score:
    """The step of points and items that the Gaussian takes towards slope 0 while the points keep mean 0 and deviation 1.

    ``spread`` is the part of the variance 1 that the uncertainty of the points takes up.
    """
    ends = np.stack([np.ones(points.size), points], 1)
    eased = np.einsum("mij,mj->mi", at.inverse, slope.items)
    bent = np.einsum("vi,vi->v", at.cross, eased[work.calls.item])
    right = slope.points - np.bincount(work.cells.of_vote, bent, points.size)
    free = by_cell(work, at.chain.solve(by_block(work, right[:, None])))[:, 0]
    wanted = np.array([-points.sum(), points.size * (1 - spread - np.mean(points**2)) / 2])
    move = free + by_cell(work, at.sides) @ (at.inner @ (wanted - ends.T @ free))
    move *= min(1.0, LONGEST / max(float(np.abs(move).max()), 1e-12))
    dragged = at.cross * move[work.cells.of_vote, None]
    summed = np.stack([np.bincount(work.calls.item, dragged[:, each], len(eased)) for each in range(3)], 1)
    return Score(move, np.einsum("mij,mj->mi", at.inverse, slope.items - summed))


def climbed(points: Floats, items: Floats, move: Score, part: float, spread: float) -> tuple[Floats, Floats]:
    """The position after part of a step, brought to mean 0 and the right scale; probabilities stay what they are by that."""
    points, items = points + part * move.points, items + part * np.clip(move.items, -2, 2)
    centre, scale = points.mean(), points.std() / np.sqrt(1 - spread)
    items[:, 1] -= items[:, 0] * centre
    items[:, 0] *= scale
    return (points - centre) / scale, held(items)


def covariances(work: Work, at: System) -> list[Floats]:
    """The covariance of the points of each block on the surface of mean 0 and deviation 1."""
    pairs = zip(at.chain.covariances(), at.sides, strict=True)
    return [joint - side @ at.inner @ side.T for joint, side in pairs]


def roots(work: Work, at: System, joint: list[Floats]) -> list[list[Floats]]:
    """By vote the Cholesky root of the covariance of its point, discrimination, cut1 and k: four rows of the lower triangle.

    The covariance of two points in different sessions that share an item is left out.
    """
    size = len(work.calls)
    own, mixed, item = np.empty(size), np.empty((size, 3)), at.inverse.copy()

    def near(part: Part, tie: Floats, block: Floats) -> Floats:
        across = (block @ tie.reshape(len(block), -1)).reshape(tie.shape)
        reach = np.einsum("nmi,mij->nmj", across, at.inverse[part.items])
        mixed[part.votes] = -reach[part.row, part.column]
        own[part.votes] = block[part.row, part.row]
        return np.asarray(np.einsum("nmi,nmj->mij", tie, across))

    for part, each in zip(work.parts, shared_out(near, work.parts, at.ties, joint), strict=True):
        item[part.items] += at.inverse[part.items] @ each @ at.inverse[part.items]
    spread = item[work.calls.item]
    rows: list[list[Floats]] = []
    for one in range(4):
        row: list[Floats] = []
        for two in range(one + 1):
            value = own if one == 0 else mixed[:, one - 1] if two == 0 else spread[:, one - 1, two - 1]
            for each in range(two):
                value = value - row[each] * (rows[two][each] if two < one else row[each])
            row.append(np.sqrt(np.maximum(value, 1e-12)) if one == two else value / rows[two][two])
        rows.append(row)
    return rows
