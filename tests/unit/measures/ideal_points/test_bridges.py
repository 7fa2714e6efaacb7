"""The covariance with bridges against the whole precision matrix, inverted at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from corcyra.measures.ideal_points import bridges, joint
from corcyra.measures.ideal_points.model import Model, starts
from corcyra.measures.ideal_points.rolls import RollCalls, roll_calls

Floats = NDArray[np.float64]


def votes(bridged: bool) -> RollCalls:
    """Nine states, four sessions, one of them missed by some; with ``bridged`` two items return, one of them after a gap."""
    random = np.random.default_rng(2)
    rows = []
    for session in range(4):
        items = [10 * session + number for number in range(5)] + (
            [90] * (session < 2) + [91] * (session in (1, 3))
        ) * bridged
        for item in items:
            there = np.flatnonzero(random.random(9) < 0.8)
            rows += [
                (int(state), session, item, int(vote))
                for state, vote in zip(there, random.integers(1, 4, there.size), strict=True)
            ]
    return roll_calls(pl.DataFrame(rows, schema=["state", "session", "item", "vote"], orient="row"))


def dense(work: joint.Work, points: Floats, seen: joint.Local) -> Floats:
    """The covariance of all cells on the surface, from points and items as one matrix."""
    cells, item, size = len(work.cells), work.calls.item, len(work.calls.items)
    whole = np.zeros((cells + 3 * size, cells + 3 * size))
    for cell, (before, variance) in enumerate(zip(work.cells.previous, work.variance, strict=True)):
        side = np.zeros(len(whole))
        side[cell] = 1
        if before >= 0:
            side[before] = -1
        whole += np.outer(side, side) / variance
    cross = seen.cross.copy()
    cross[:, 0] += seen.twist
    for vote, cell in enumerate(work.cells.of_vote):
        place = cells + 3 * item[vote] + np.arange(3)
        whole[cell, cell] += seen.own[vote]
        whole[cell, place] += cross[vote]
        whole[place, cell] += cross[vote]
    for number in range(size):
        place = slice(cells + 3 * number, cells + 3 * number + 3)
        whole[place, place] += seen.item[number]
    np.linalg.cholesky(whole)
    found = np.linalg.inv(whole)[:cells, :cells]
    side = found @ np.stack([np.ones(cells), points], 1)
    return np.asarray(found - side @ np.linalg.inv(np.stack([np.ones(cells), points], 1).T @ side) @ side.T)


def position(calls: RollCalls) -> tuple[joint.Work, Floats, joint.Local]:
    work = joint.laid_out(calls, Model(first_sd=1.0))
    points = starts(calls, work.cells, Model(anchors={0: 1}))
    seen = joint.local(work, points, joint.opening(work, points))
    return (
        work,
        points,
        replace(seen, twist=0.1 * seen.twist),
    )  # random votes bend the matrix out of shape with all of it


@pytest.mark.parametrize("bridged", [False, True])
def test_the_covariance_is_that_of_the_whole_matrix(bridged: bool) -> None:
    work, points, seen = position(votes(bridged))
    assert bridges.shared(work).any() == bridged
    wanted = dense(work, points, seen)
    for block, own, found in zip(
        work.grid.cells, work.grid.own, bridges.whole_covariances(work, points, seen), strict=True
    ):
        np.testing.assert_allclose(found[np.ix_(own, own)], wanted[np.ix_(block[own], block[own])], atol=1e-6)


def test_a_border_too_large_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    work, points, seen = position(votes(True))
    monkeypatch.setattr(bridges, "ROOM", 10)
    plain = joint.covariances(work, joint.system(work, points, seen))
    for one, two in zip(plain, bridges.whole_covariances(work, points, seen), strict=True):
        np.testing.assert_array_equal(one, two)
