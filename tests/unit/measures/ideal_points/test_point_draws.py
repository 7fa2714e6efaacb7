"""Ideal points as draws: joint as far as the engine knows, and what a realignment makes of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from corcyra.errors import ParameterError
from corcyra.measures.ideal_points.draws import point_draws
from corcyra.measures.ideal_points.points import IdealPoints
from corcyra.measures.realignment import realignment

FRAME = pl.DataFrame(
    [(state, session, point + (-1.0 if (state, session) == (704, 60) else 0.0), 0.1, point, point, 50)
     for state, point in ((2, 2.5), (365, -0.5), (704, 0.5), (705, 0.2)) for session in (58, 60)],
    schema=["state", "session", "point", "sd", "low", "high", "votes"], orient="row",
)  # fmt: skip


def fast(covariance: np.ndarray) -> IdealPoints:
    return IdealPoints(FRAME, pl.DataFrame(), covariances={58: covariance, 60: covariance})


def test_the_covariance_of_a_session_comes_back() -> None:
    random = np.random.default_rng(3)
    root = random.normal(size=(4, 4))
    wanted = root @ root.T
    table = point_draws(fast(wanted), number=20_000, seed=1)
    values = np.stack(table.filter(session=60)["draws"].to_list())
    assert np.allclose(np.cov(values), wanted, atol=0.15 * wanted.max())
    assert np.allclose(values.mean(axis=1), FRAME.filter(session=60)["point"], atol=0.1)


def test_sessions_are_drawn_apart_and_the_seed_decides() -> None:
    found = fast(0.01 * np.eye(4))
    one, again, other = (point_draws(found, number=500, seed=seed)["draws"].to_list() for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert abs(np.corrcoef(one[0], one[1])[0, 1]) < 0.2


def test_draws_of_the_sampler_are_kept_in_their_order() -> None:
    draws = np.arange(80, dtype=np.float32).reshape(10, 8)
    found = IdealPoints(FRAME, pl.DataFrame(), draws=draws)
    assert np.array_equal(np.stack(point_draws(found)["draws"].to_list()).T, draws)
    assert point_draws(found, number=2)["draws"].to_list()[0] == [0.0, 72.0]


def test_a_realignment_has_intervals_of_the_rank() -> None:
    """Joint noise moves all states alike: however large, the state's rank is sure. Independent noise is not so kind."""
    windows = {"before": [58], "after": [60], "event": date(2005, 5, 13), "compare": [705], "toward": [2, 365]}
    joint = realignment(point_draws(fast(np.full((4, 4), 4.0))), 704, **windows)  # type: ignore[arg-type]
    apart = realignment(point_draws(fast(4.0 * np.eye(4))), 704, **windows)  # type: ignore[arg-type]
    ranks = [found.change.filter(state=704).select("rank", "rank_low", "rank_high").row(0) for found in (joint, apart)]
    assert ranks == [(1, 1, 1), (1, 1, 4)]
    assert joint.did["high"][0] - joint.did["low"][0] < 1e-6
    assert apart.did["high"][0] - apart.did["low"][0] > 1


def test_what_has_no_uncertainty_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        point_draws(IdealPoints(FRAME, pl.DataFrame()))
    told = "session 58 has neither draws nor a covariance. Estimate the points with an engine of this package."
    assert str(caught.value) == told
    with pytest.raises(ParameterError) as few:
        point_draws(fast(np.eye(4)), number=1)
    assert str(few.value) == "number of draws is at least 2, given 1."
