"""The covariance of points with all that bridges do: items voted on in several sessions tie the points of these sessions to each other.

`corcyra.measures.ideal_points.joint` leaves those ties between sessions out, since they would fill its chain of blocks; enough for finding the mean, but the
level and the spread of whole sessions then look surer than they are. Here the bridged items stay beside the chain as a border.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from corcyra.measures.ideal_points.chain import Chain
from corcyra.measures.ideal_points.joint import Local, Work, by_block, covariances, sum_over, system, tied

__all__ = ["whole_covariances"]

Floats = NDArray[np.float64]
TWISTS = (1.0, 0.5, 0.25, 0.0)
"""How much of the misfit's information counts, the most first: as in `corcyra.measures.ideal_points.joint.system`."""
ROOM = 10**8
"""The most numbers that the border may hold. Ours: 0.8 GB; the General Assembly's holds 15 million."""


class Border(NamedTuple):
    """The chain given the bridged items, those items' columns by block, the columns solved by the chain, and the root of the items' precision."""

    chain: Chain
    solved: list[Floats]
    root: Floats


def whole_covariances(work: Work, points: Floats, seen: Local) -> list[Floats]:
    """The covariance of the points of each block, as `corcyra.measures.ideal_points.joint.covariances`, but exact for the Gaussian.

    1. Points given the bridged items: the chain, with all other items integrated out, has inverse ``B``.
    2. With ``X`` the bridged items' cross information and ``H`` their own, their precision is ``S = H - X' B X``, and the covariance
       of the points ``B + B X inv(S) X' B`` (Woodbury 1950).
    3. On the surface of mean 0 and deviation 1.

    Without bridges, or where the border would be too large (``ROOM``), what the chain alone gives.
    """
    bridged = shared(work)
    columns = 3 * int(bridged.sum())
    if not columns or columns * sum(block.size for block in work.grid.cells) > ROOM:
        return covariances(work, system(work, points, seen))
    for twist in TWISTS:
        try:
            border = bordered(work, seen, bridged, twist)
            break
        except np.linalg.LinAlgError:
            if twist == TWISTS[-1]:
                raise
    wide = [solve_triangular(border.root, each.T, lower=True).T for each in border.solved]
    ends = np.stack([np.ones(len(work.cells)), points], 1)
    sides = border.chain.solve(by_block(work, ends))
    across = sum((each.T @ side for each, side in zip(wide, by_block(work, ends), strict=True)), np.zeros((columns, 2)))
    sides = [side + each @ across for side, each in zip(sides, wide, strict=True)]
    inner = np.linalg.inv(sum_over(work, ends, sides))
    pairs = zip(border.chain.covariances(), wide, sides, strict=True)
    return [joint + each @ each.T - side @ inner @ side.T for joint, each, side in pairs]


def shared(work: Work) -> NDArray[np.bool_]:
    """Which items are voted on in more than one session."""
    number = len(work.calls.items)
    times = sum((np.bincount(part.items, minlength=number) for part in work.parts), np.zeros(number, np.int64))
    return np.asarray(times > 1)


def bordered(work: Work, seen: Local, bridged: NDArray[np.bool_], twist: float) -> Border:
    """The chain and its border; raises `numpy.linalg.LinAlgError` when there is no Gaussian."""
    cross = seen.cross.copy()
    cross[:, 0] += twist * seen.twist
    root = np.linalg.cholesky(np.linalg.inv(seen.item))
    place = np.cumsum(bridged) - 1
    blocks, ties, where = [], [], []
    for part, block in zip(work.parts, work.grid.cells, strict=True):
        tie, own = tied(part, cross, block.size), ~bridged[part.items]
        bare = np.einsum("nmi,mij->nmj", tie[:, own], root[part.items[own]]).reshape(block.size, -1)
        blocks.append(np.diag(np.bincount(part.row, seen.own[part.votes], block.size)) - bare @ bare.T)
        ties.append(tie[:, ~own].reshape(block.size, -1))
        where.append((3 * place[part.items[~own]][:, None] + np.arange(3)).ravel())
    chain, size = Chain(work.grid, blocks), 3 * int(bridged.sum())
    right = [np.zeros((block.size, size)) for block in work.grid.cells]
    for here, tie, column in zip(right, ties, where, strict=True):
        here[:, column] = tie
    solved = chain.solve(right)
    precision = np.zeros((size, size))
    for number, item in enumerate(np.flatnonzero(bridged)):
        precision[3 * number : 3 * number + 3, 3 * number : 3 * number + 3] = seen.item[item]
    for tie, column, found in zip(ties, where, solved, strict=True):
        precision[column] -= tie.T @ found
    return Border(chain, solved, np.asarray(np.linalg.cholesky((precision + precision.T) / 2), np.float64))
