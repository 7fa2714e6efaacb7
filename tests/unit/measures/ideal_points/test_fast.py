"""The fast engine: its algebra against plain twins, its estimates against the truth of simulated votes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from scipy.stats import norm

from corcyra.errors import DataError, ParameterError
from corcyra.measures.ideal_points import joint
from corcyra.measures.ideal_points.chain import Chain, grid
from corcyra.measures.ideal_points.model import Model, starts, walk
from corcyra.measures.ideal_points.points import IdealPoints, ideal_points
from corcyra.measures.ideal_points.probit import response
from corcyra.measures.ideal_points.rolls import RollCalls, roll_calls

Floats = NDArray[np.float64]
Votes = tuple[Floats, pl.DataFrame]


def simulated(seed: int, states: int = 30, sessions: int = 8, items: int = 25, absent: float = 0.1) -> Votes:
    """Points (sessions, states) with mean 0 and deviation 1, and votes drawn from the model."""
    random = np.random.default_rng(seed)
    steps = np.concatenate([random.normal(0, 1, (1, states)), random.normal(0, 0.5, (sessions - 1, states))])
    points = np.cumsum(steps, 0)
    points = (points - points.mean()) / points.std()
    rows = []
    for session in range(sessions):
        for item in range(items):
            latent = random.normal() * points[session] + random.normal(size=states)
            low, high = np.sort(random.normal(size=2))
            vote = 1 + (latent > low) + (latent > high)
            there = random.random(states) > absent
            rows += [(who + 1, session + 1, session * items + item, int(vote[who])) for who in np.flatnonzero(there)]
    return points, pl.DataFrame(rows, schema=["state", "session", "item", "vote"], orient="row")


def anchors(points: Floats) -> dict[int, int]:
    """The two states at the ends."""
    mean = points.mean(0)
    return {int(mean.argmax()) + 1: 1, int(mean.argmin()) + 1: -1}


def truth(found: IdealPoints, points: Floats) -> Floats:
    return points[found.frame["session"].to_numpy() - 1, found.frame["state"].to_numpy() - 1]


@pytest.fixture(scope="module")
def small() -> RollCalls:
    return roll_calls(simulated(3, 12, 4, 8, 0.3)[1])


def test_slopes_and_information_are_those_of_the_probability() -> None:
    u, k = np.array([-1.2, 0.3, 0.8, -0.4]), np.array([0.1, -0.5, 0.4, -2.0])
    vote = np.array([1, 2, 3, 2], np.int8)

    def log(u: Floats, k: Floats) -> Floats:
        low, high = norm.cdf(u), norm.cdf(u + np.exp(k))
        return np.log(np.choose(vote - 1, [low, high - low, 1 - high]))

    got, step = response(u, np.exp(k), vote), 1e-5
    np.testing.assert_allclose(got.log, log(u, k), atol=1e-12)
    np.testing.assert_allclose(got.u, (log(u + step, k) - log(u - step, k)) / (2 * step), atol=1e-7)
    np.testing.assert_allclose(got.k, (log(u, k + step) - log(u, k - step)) / (2 * step), atol=1e-7)
    bent = (2 * log(u, k) - log(u + step, k) - log(u - step, k)) / step**2
    np.testing.assert_allclose(got.uu, bent, atol=1e-4)


def test_far_votes_stay_finite() -> None:
    got = response(np.array([50.0, -50.0, 40.0]), np.array([0.0, 0.0, 1e-6]), np.array([3, 1, 2], np.int8))
    assert all(np.isfinite(each).all() for each in got)


def test_the_chain_is_the_dense_gaussian(small: RollCalls) -> None:
    cells = small.cells()
    random = np.random.default_rng(1)
    blocks = grid(cells, walk(cells, Model()), len(small.sessions))
    informed = []
    for block in blocks.cells:
        side = random.normal(size=(block.size, 3)) * (block >= 0)[:, None]
        informed.append(side @ side.T + np.diag(2.0 * (block >= 0)))
    chain = Chain(blocks, [each.copy() for each in informed])
    start = np.cumsum([0, *(block.size for block in blocks.cells)])
    dense = np.zeros((start[-1], start[-1]))
    for place, block in enumerate(informed):
        here = slice(start[place], start[place + 1])
        dense[here, here] += block + np.diag(blocks.first[place])
    for place, (one, two, precision) in enumerate(blocks.links):
        for a, b, weight in zip(one + start[place], two + start[place + 1], precision, strict=True):
            dense[[a, b], [a, b]] += weight
            dense[[a, b], [b, a]] -= weight
    covariance = np.linalg.inv(dense)
    right = [random.normal(size=(block.size, 2)) for block in blocks.cells]
    np.testing.assert_allclose(np.concatenate(chain.solve(right)), covariance @ np.concatenate(right), atol=1e-9)
    for place, block in enumerate(chain.covariances()):
        here = slice(start[place], start[place + 1])
        np.testing.assert_allclose(block, covariance[here, here], atol=1e-9)


def test_a_gap_leaves_the_walk_what_it_was() -> None:
    rows = [(1, 1, 1, 1), (2, 1, 1, 3), (2, 2, 2, 1), (3, 2, 2, 3), (1, 3, 3, 1), (2, 3, 3, 3)]
    calls = roll_calls(pl.DataFrame(rows, schema=["state", "session", "item", "vote"], orient="row"))
    cells = calls.cells()
    blocks = grid(cells, walk(cells, Model(first_sd=2.0)), 3)
    assert [block.tolist() for block in blocks.cells] == [[0, 2], [-1, 3, 5], [1, 4]]
    chain = Chain(blocks, [np.zeros((block.size, block.size)) for block in blocks.cells])
    assert chain.covariances()[2][0, 0] == pytest.approx(4 + 0.25)


def test_the_score_is_the_slope_of_the_objective(small: RollCalls) -> None:
    work = joint.laid_out(small, Model())
    points = starts(small, work.cells, Model())
    items = joint.opening(work, points)
    seen = joint.local(work, points, items)
    for place, step in ((0, 1e-5), (7, 1e-5)):
        moved = points.copy()
        moved[place] += step
        slope = (joint.objective(work, moved, items) - joint.objective(work, points, items)) / step
        assert slope == pytest.approx(seen.score.points[place], abs=1e-2)
    for column in range(3):
        bent = items.copy()
        bent[5, column] += 1e-5
        slope = (joint.objective(work, points, bent) - joint.objective(work, points, items)) / 1e-5
        assert slope == pytest.approx(seen.score.items[5, column], abs=1e-2)


def test_simulated_points_are_found_and_intervals_cover() -> None:
    """Nominal 90 %: within 3 points over ten sets of votes of 240 state-sessions each."""
    covered, correlations = [], []
    for seed in range(10):
        points, votes = simulated(seed)
        found = ideal_points(votes, anchors=anchors(points))
        true, low, high = truth(found, points), found.frame["low"].to_numpy(), found.frame["high"].to_numpy()
        covered.append(((low <= true) & (true <= high)).mean())
        correlations.append(np.corrcoef(true, found.frame["point"].to_numpy())[0, 1])
        assert found.diagnostics["converged"]
    assert 0.87 <= np.mean(covered) <= 0.93
    assert np.mean(correlations) > 0.94


def test_differences_cover_and_know_that_points_hang_together() -> None:
    points, votes = simulated(1, 40, 5, 40)
    found = ideal_points(votes, anchors=anchors(points))
    hits = []
    for one in range(1, 40, 3):
        for row in found.difference(one, one + 1).iter_rows(named=True):
            true = points[row["session"] - 1, one - 1] - points[row["session"] - 1, one]
            hits.append(row["low"] <= true <= row["high"])
    assert 0.83 <= np.mean(hits) <= 0.97


def test_scale_and_sign_are_as_stated() -> None:
    points, votes = simulated(2)
    ends = anchors(points)
    found = ideal_points(votes, anchors=ends)
    point, sd = found.frame["point"].to_numpy(), found.frame["sd"].to_numpy()
    assert abs(point.mean()) < 1e-9
    assert np.var(point) + np.mean(sd**2) == pytest.approx(1, abs=0.01)
    turned = ideal_points(votes, anchors={state: -sign for state, sign in ends.items()})
    np.testing.assert_allclose(turned.frame["point"].to_numpy(), -point, atol=0.02)
    np.testing.assert_allclose(
        turned.items["discrimination"].to_numpy(), -found.items["discrimination"].to_numpy(), atol=0.1
    )


def test_the_order_of_rows_changes_no_digit() -> None:
    _, votes = simulated(4, 15, 4, 10)
    one = ideal_points(votes, anchors={1: 1})
    two = ideal_points(votes.sample(fraction=1.0, shuffle=True, seed=9), anchors={1: 1})
    assert one.frame.equals(two.frame)


def test_items_with_two_kinds_of_votes_have_the_cuts_they_can() -> None:
    _, votes = simulated(5, 20, 3, 10)
    kinds = {0: {1: 1, 2: 1, 3: 3}, 1: {1: 1, 2: 2, 3: 2}, 2: {1: 2, 2: 2, 3: 3}}
    recoded = pl.concat(
        [
            votes.filter(item=item).with_columns(pl.col("vote").replace_strict(kind, return_dtype=pl.Int64))
            for item, kind in kinds.items()
        ]
        + [votes.filter(pl.col("item") > 2)]
    )
    items = ideal_points(recoded, anchors={1: 1}).items
    assert items["cut1"].is_null()[:3].to_list() == [False, False, True]
    assert items["cut2"].is_null()[:3].to_list() == [False, True, False]
    assert items["cut1"][0] == items["cut2"][0]


def interrupted(after: int) -> Callable[[str, float], None]:
    left = [after]

    def tell(stage: str, share: float) -> None:
        left[0] -= 1
        if not left[0]:
            raise KeyboardInterrupt

    return tell


@pytest.mark.parametrize("after", [3, 9])
def test_an_interrupted_run_goes_on(tmp_path: Path, after: int) -> None:
    _, votes = simulated(6)
    state = tmp_path / "state.npz"
    whole = ideal_points(votes, anchors={1: 1})
    with pytest.raises(KeyboardInterrupt):
        ideal_points(votes, anchors={1: 1}, tell=interrupted(after), state=state)
    assert state.exists()
    again = ideal_points(votes, anchors={1: 1}, state=state, resume=True)
    assert "resumed" in again.diagnostics
    np.testing.assert_allclose(again.frame["point"].to_numpy(), whole.frame["point"].to_numpy(), atol=0.02)


def test_a_foreign_state_is_refused(tmp_path: Path) -> None:
    _, votes = simulated(6, 10, 2, 8)
    state = tmp_path / "state.npz"
    ideal_points(votes, anchors={1: 1}, state=state)
    with pytest.raises(DataError) as other:
        ideal_points(votes, anchors={2: 1}, state=state, resume=True)
    assert (
        str(other.value) == f"{state}: was saved for other votes or another model. Start anew, or give the same again."
    )
    state.write_bytes(b"nothing")
    with pytest.raises(DataError) as damaged:
        ideal_points(votes, anchors={1: 1}, state=state, resume=True)
    assert str(damaged.value) == f"{state}: is no saved state of the fast engine. Start anew without resume."


def test_progress_rises_to_one() -> None:
    told: list[float] = []
    ideal_points(simulated(6, 10, 2, 8)[1], anchors={1: 1}, tell=lambda _, share: told.append(share))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_settings_outside_their_range_are_refused() -> None:
    votes = simulated(6, 10, 2, 8)[1]
    with pytest.raises(ParameterError) as caught:
        ideal_points(votes, anchors={1: 1}, rounds=0)
    assert str(caught.value) == "tolerance is above 0 and rounds at least 1, given 0.001 and 0."
