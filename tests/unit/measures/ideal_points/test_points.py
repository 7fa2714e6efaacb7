"""What both engines give, and the one call for them."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from corcyra.errors import ParameterError, UnknownName
from corcyra.measures.ideal_points.points import NORMAL_90, IdealPoints, ideal_points

FRAME = pl.DataFrame(
    {
        "state": [2, 2, 20, 365, 365],
        "session": [1, 2, 1, 1, 2],
        "point": [2.0, 3.0, 1.5, -1.0, -0.5],
        "sd": [0.3, 0.3, 0.2, 0.4, 0.4],
        "low": [1.5, 2.5, 1.2, -1.6, -1.1],
        "high": [2.5, 3.5, 1.8, -0.4, 0.1],
        "votes": [10, 12, 10, 10, 12],
    }
)
ITEMS = pl.DataFrame({"item": [1], "discrimination": [1.0], "cut1": [0.0], "cut2": [1.0], "votes": [3]})
JOINT = {1: np.diag([0.09, 0.04, 0.16]) + 0.01, 2: np.array([[0.09, 0.05], [0.05, 0.16]])}
POINTS = IdealPoints(FRAME, ITEMS, {"engine": "given"}, covariances=JOINT)


def test_wide_leaves_no_vote_missing() -> None:
    assert POINTS.wide().rows() == [(1, 2.0, 1.5, -1.0), (2, 3.0, None, -0.5)]
    assert POINTS.wide("votes").columns == ["session", "2", "20", "365"]
    with pytest.raises(UnknownName) as caught:
        POINTS.wide("mean")
    assert str(caught.value) == (
        "unknown column of ideal points 'mean'. Nearest: point, sd, low, high, votes. Use one of these."
    )


def test_a_difference_uses_the_joint_covariance() -> None:
    row = POINTS.difference(2, 365).row(1, named=True)
    sd = (0.09 + 0.16 - 0.10) ** 0.5
    assert row["session"] == 2
    assert row["difference"] == row["distance"] == 3.5
    assert row["sd"] == pytest.approx(sd)
    assert row["high"] - row["low"] == pytest.approx(2 * NORMAL_90 * sd)
    assert POINTS.difference(365, 2)["difference"].to_list() == [-3.0, -3.5]
    assert POINTS.difference(365, 2)["distance"].to_list() == [3.0, 3.5]
    assert POINTS.difference(2, 20)["session"].to_list() == [1]


def test_a_difference_of_draws() -> None:
    draws = np.array([[2, 3, 1, -1, 0], [2, 3, 1, -3, -2]], np.float32)
    found = IdealPoints(FRAME, ITEMS, draws=draws).difference(2, 365)
    assert found["sd"].to_list() == [1.0, 1.0]
    assert found["low"][0] == pytest.approx(3.1)


def test_a_state_without_votes_is_unknown() -> None:
    with pytest.raises(UnknownName) as caught:
        POINTS.difference(2, 371)
    assert str(caught.value) == "unknown state with votes 371. 3 states have some; see frame."


def test_notebooks_and_terminals_say_what_it_is() -> None:
    assert repr(POINTS) == "<IdealPoints: 5 state-sessions, 3 states, 2 sessions; given>"
    assert POINTS._repr_html_().startswith("<p>IdealPoints: 5 state-sessions, 3 states, 2 sessions; given</p>")
    assert len(POINTS) == 5


def test_refusals_come_before_the_work() -> None:
    votes = pl.DataFrame({"state": [3, 4], "session": 1, "item": 1, "vote": [1, 3]})
    with pytest.raises(UnknownName) as engine:
        ideal_points(votes, engine="slow")
    assert str(engine.value) == "unknown engine 'slow'. Nearest: fast, sampler. Use one of these."
    with pytest.raises(ParameterError) as resume:
        ideal_points(votes, resume=True)
    assert str(resume.value) == "resume=True wants the file of the earlier run: state=PATH."
    with pytest.raises(ParameterError) as none:
        ideal_points(votes)
    assert str(none.value) == (
        "none of the anchors 2, 20, 200, 666, 365, 265 votes here, so the sign of the scale is open. "
        "Name a state that does: anchors={3: +1}."
    )
    with pytest.raises(ParameterError) as sign:
        ideal_points(votes, anchors={3: 2})
    assert str(sign.value) == "anchors map states to +1 or -1, given {3: 2}. Say, for one, {2: +1, 365: -1}."
    with pytest.raises(ParameterError) as smooth:
        ideal_points(votes, anchors={3: 1}, smooth=0)
    assert str(smooth.value) == "smooth is above 0, given 0."
