"""Realignments worked by hand, against a naive twin, and with everything that can be wrong with the input."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import DataError, MissingColumn, ParameterError, UnknownName
from corcyra.measures.realignment import Realignment, opens, ranked, realignment, windows
from corcyra.measures.realignments.meaning import called
from corcyra.measures.realignments.ready import find_realignment

EVENT = date(2005, 5, 13)
POINTS = {
    1: {57: 1.0, 58: 0.8, 59: 0.5, 60: -0.2, 61: -0.4},
    2: {57: 3.0, 58: 3.0, 59: 3.0, 60: 3.0, 61: 3.0},
    3: {56: 9.0, 57: 0.4, 58: 0.4, 59: 0.3, 60: 0.2, 61: 0.2},
    4: {57: 0.0, 58: 0.2, 59: 0.0, 60: 0.2, 61: 0.2},
    5: {58: 1.0, 60: -0.4},
    6: {57: 0.0},
}
BASE: dict[str, Any] = {"before": (56, 57, 58), "after": (60, 61), "event": EVENT, "compare": (3, 4), "toward": (2, 3)}


def table(points: dict[int, dict[int, float]] = POINTS, **more: Any) -> pl.DataFrame:
    rows = [(state, session, value) for state, known in points.items() for session, value in known.items()]
    return pl.DataFrame(rows, schema=["state", "session", "point"], orient="row").with_columns(**more)


def run(**more: Any) -> Realignment:
    return realignment(more.pop("points", table()), more.pop("state", 1), **{**BASE, **more})


def test_the_change_by_hand() -> None:
    found = run()
    assert (found.before, found.after, found.left_out) == ((57, 58), (60, 61), (56,))
    own = found.change.row(by_predicate=pl.col("state") == 1, named=True)
    assert own["before"] == pytest.approx(0.9)
    assert own["after"] == pytest.approx(-0.3)
    assert own["change"] == pytest.approx(-1.2)
    assert (own["rank"], own["n"], own["low"], own["rank_low"]) == (2, 5, None, None)
    # State 5 has one session in each window and falls by 1.4; state 6 has none after; 56 counts for nobody.
    assert found.change["state"].to_list() == [1, 2, 3, 4, 5]
    assert found.change["change"].to_list() == pytest.approx([-1.2, 0.0, -0.2, 0.1, -1.4])
    assert found.change["rank"].to_list() == [2, 4, 3, 5, 1]


def test_a_rise_is_ranked_among_rises() -> None:
    found = run(state=4, compare=(), toward=(2,))
    assert found.change["rank"].to_list() == [4, 2, 3, 1, 5]
    assert "the largest rise of 5 states" in found.meaning[0]


def test_equal_moves_share_a_rank() -> None:
    assert ranked(np.array([[2.0], [5.0], [2.0], [1.0]])).ravel().tolist() == [2, 1, 2, 4]


def test_the_difference_and_without_each_by_hand() -> None:
    did = run().did
    assert did["without"].to_list() == [None, 3, 4]
    assert did["compared"].to_list() == pytest.approx([-0.05, 0.1, -0.2])
    assert did["did"].to_list() == pytest.approx([-1.15, -1.3, -1.0])
    assert run(compare=(3,)).did.height == 1
    assert run(compare=()).did.height == 0


def test_the_timing_by_hand() -> None:
    found = run()
    assert found.timing["session"].to_list() == [59, 60, 61]
    assert found.timing["step"].to_list() == pytest.approx([-0.3, -0.7, -0.2])
    assert found.timing["share_first"].to_list() == [pytest.approx(0.3), pytest.approx(0.7), None]
    assert found.timing["share_last"].to_list() == pytest.approx([0.25, 0.7 / 1.2, 0.2 / 1.2])
    assert found.timing["before_event"].to_list() == [True, False, False]
    assert found.predates["share"].to_list() == pytest.approx([0.3, 0.25])
    assert found.predates["last"].to_list() == [60, 61]


def test_a_session_counts_as_before_from_its_opening() -> None:
    assert opens(59) == date(2004, 9, 15)
    assert run(event=date(2004, 9, 15)).predates["share"].to_list() == [0.0, 0.0]
    assert run(event=date(2004, 9, 15)).timing["before_event"].to_list() == [False, False, False]
    assert run(event=date(2004, 9, 16)).predates["share"].to_list() == pytest.approx([0.3, 0.25])


def test_without_a_move_there_is_no_share() -> None:
    found = run(state=2, compare=(), toward=(3,))
    assert found.predates["share"].to_list() == [None, None]
    assert found.timing["share_last"].to_list() == [None, None, None]
    assert not any("opened before" in text for text in found.meaning)


def test_away_and_toward_by_hand() -> None:
    direction = run().direction
    rows = {row["power"]: row for row in direction.iter_rows(named=True)}
    assert (rows[2]["moved"], rows[3]["moved"]) == ("away", "neither")
    assert [rows[2][name] for name in ("before", "after", "change")] == pytest.approx([2.1, 3.3, 1.2])
    assert [rows[3][name] for name in ("before", "after")] == pytest.approx([0.5, 0.5])
    assert (rows[2]["crossed"], rows[3]["crossed"]) == (False, True)
    assert [rows[3][name] for name in ("last_before", "first_after", "step")] == pytest.approx([0.4, 0.4, 0.0])
    distance = run().distance.filter(pl.col("power") == 3)
    assert distance["session"].to_list() == [57, 58, 59, 60, 61]
    assert distance["gap"].to_list() == pytest.approx([0.6, 0.4, 0.2, -0.4, -0.6])
    assert distance["distance"].to_list() == pytest.approx([0.6, 0.4, 0.2, 0.4, 0.6])


def test_a_power_without_votes_in_a_window_is_missing() -> None:
    row = run(toward=(6,)).direction.row(0, named=True)
    assert row.pop("power") == 6
    assert set(row.values()) == {None}


VAGUE = "Too small, or too much back and forth, to be split by the event: the move from session 58 to 60"


def test_a_path_back_and_forth_is_not_split() -> None:
    """1.0, 0.8, then up to 2.0 before the event and down to 0.2: the share before the event is -2, which is no share."""
    found = run(points=table({**POINTS, 1: {57: 1.0, 58: 0.8, 59: 2.0, 60: 0.2, 61: 0.2}}))
    assert found.predates["share"].to_list() == pytest.approx([-2.0, -2.0])
    assert found.meaning[2] == f"{VAGUE} and that from session 58 to 61."
    assert not any("comes after the event" in text or "comes before" in text for text in found.meaning)


def test_a_move_whose_sign_is_not_sure_is_not_split() -> None:
    found = run(points=table(sd=pl.lit(0.5)))
    assert found.predates.select((pl.col("move_low") < 0) & (pl.col("move_high") > 0)).to_series().to_list() == [
        True,
        False,
    ]
    assert found.meaning[2].startswith("Sessions that opened before 2005-05-13 hold 25 % (90 % interval ")
    assert found.meaning[2].endswith(f" {VAGUE}.")


def test_identical_votes_are_reported_and_contradictions_told() -> None:
    shares = pl.when(pl.col("session") < 60).then(0.25).otherwise(0.75)
    found = run(points=table(agree_2=shares, agree_3=shares - 0.25))
    assert found.direction.select("power", "agree_before", "agree_after").rows() == [(2, 0.25, 0.75), (3, 0.0, 0.5)]
    assert found.meaning[5] == (
        "The share of identical votes went, with the United States from 25 % to 75 %; with state 3 from 0 % to 50 %. For the "
        "United States this is the opposite of what the distance says: distance is a place among all states, the share depends on "
        "what was voted on."
    )
    assert run().direction["agree_before"].to_list() == [None, None]


def test_a_power_is_not_its_own_aim() -> None:
    assert run(state=2, toward=(2, 3), compare=()).toward == (3,)


def test_the_path_has_each_state_once_with_its_role() -> None:
    roles = run(toward=(2, 3)).path.select("state", "role").unique().sort("state").rows()
    assert roles == [(1, "state"), (2, "power"), (3, "compared"), (4, "compared")]
    assert run().path.filter(pl.col("state") == 3)["session"].to_list() == [56, 57, 58, 59, 60, 61]


def test_the_sentences_say_both_sides() -> None:
    told = run(toward=(2,)).meaning
    assert told[0] == (
        "State 1 moved by \u22121.20, from 0.90 in sessions 57 and 58 to \u22120.30 in sessions 60 and 61: fall number 2 of 5 states."
    )
    assert told[1] == (
        "Of the compared states, moved the same way: state 3 \u22120.20; moved the other way or not at all: state 4 +0.10. The change less their mean is "
        "\u22121.15; without one of them in turn it is \u22121.30 to \u22121.00."
    )
    assert told[2] == (
        "Sessions that opened before 2005-05-13 hold 30 % of the move from session 58 to 60 and 25 % of the move from session 58 to 61."
    )
    assert told[3] == "State 1 moved away from the United States (distance 2.10 to 3.30, change +1.20)."
    assert told[4] == (
        "For a turn of its own at the event: it is beyond that of the compared states, whichever is left out; 70 % of the "
        "move from session 58 to 60 comes after the event. Against a turn of its own at the event: the move ranks 2 of 5; state 3 moved "
        "the same way; 30 % of the move from session 58 to 60 comes before the event."
    )
    assert told[5].startswith("Positions are relative")


def test_it_shows_itself_in_one_line() -> None:
    found = run()
    assert repr(found) == f"<Realignment: {found.meaning[0]}>"


def test_no_compared_states_no_sentence() -> None:
    assert not any("compared" in text for text in run(compare=()).meaning)


def test_deviations_of_zero_give_intervals_of_no_width() -> None:
    found = run(points=table(sd=pl.lit(0.0)))
    for frame, name in ((found.change, "change"), (found.did, "did"), (found.timing, "step")):
        np.testing.assert_allclose(frame["low"], frame[name], atol=1e-12)
        np.testing.assert_allclose(frame["high"], frame[name], atol=1e-12)
    assert found.change["rank_low"].to_list() == found.change["rank"].to_list()


def test_an_interval_has_the_width_of_theory() -> None:
    found = run(points=table(sd=pl.lit(0.1)))
    own = found.change.row(by_predicate=pl.col("state") == 1, named=True)
    # Two sessions in each window: the deviation of the difference of means is 0.1 * sqrt(1/2 + 1/2) = 0.1.
    assert own["high"] - own["low"] == pytest.approx(2 * 1.6449 * 0.1, rel=0.05)
    whole = found.path.row(0, named=True)
    assert whole["high"] - whole["point"] == pytest.approx(0.16449, abs=1e-5)
    assert run(points=table(sd=pl.lit(0.1))).change.equals(found.change)


def test_draws_keep_their_correlation() -> None:
    """Draws that shift all points alike leave every change, rank and distance as it is; deviations would not."""
    shifts = [-1.0, 0.0, 2.0, 5.0]
    found = run(points=table(draws=pl.concat_list([pl.col("point") + each for each in shifts])))
    np.testing.assert_allclose(found.change["low"], found.change["change"], atol=1e-12)
    assert found.change["rank_high"].to_list() == found.change["rank"].to_list()
    np.testing.assert_allclose(found.direction["high"], found.direction["change"], atol=1e-12)
    own = found.path.row(0, named=True)
    assert own["high"] == pytest.approx(own["point"] + np.quantile(shifts, 0.95))


def test_a_missing_point_is_no_row() -> None:
    holed = pl.concat([table(), pl.DataFrame({"state": [1, 1], "session": [62, 56], "point": [None, float("nan")]})])
    assert run(points=holed).change.equals(run().change)


def test_any_dataframe_will_do() -> None:
    assert run(points=table().to_pandas()).change.equals(run().change)
    assert run(points=table().lazy()).change.equals(run().change)


def naive(points: dict[int, dict[int, float]]) -> tuple[float, int, float]:
    """Change, rank and difference of state 1, word by word."""
    kept = [each for each in (57, 58) if each in points[1]], [each for each in (60, 61) if each in points[1]]
    moves = {}
    for state, known in points.items():
        means = [[known[each] for each in window if each in known] for window in kept]
        if all(means):
            moves[state] = sum(means[1]) / len(means[1]) - sum(means[0]) / len(means[0])
    own = moves[1]
    beyond = [each for each in moves.values() if (each < own if own < 0 else each > own)]
    return own, 1 + len(beyond), own - (moves[2] + moves[3]) / 2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.integers(-40, 40).map(lambda each: each / 8)), min_size=4, max_size=4),
        min_size=4, max_size=9,
    )
)  # fmt: skip
def test_the_naive_twin_agrees(drawn: list[list[float | None]]) -> None:
    whole: list[list[float | None]] = [
        [0.25 if each is None else each for each in row] if place < 3 else row for place, row in enumerate(drawn)
    ]
    whole[0][1] = drawn[0][1]
    points = {
        state: {s: value for s, value in zip((57, 58, 60, 61), row, strict=True) if value is not None}
        for state, row in enumerate(whole, 1)
    }
    found = realignment(table(points), 1, before=(57, 58), after=(60, 61), event=EVENT, compare=(2, 3), toward=(2,))
    own = found.change.row(by_predicate=pl.col("state") == 1, named=True)
    change, rank, did = naive(points)
    assert own["change"] == pytest.approx(change, abs=1e-12)
    assert (own["rank"], found.did["did"][0]) == (rank, pytest.approx(did, abs=1e-12))
    if found.timing["share_last"].is_not_null().all():
        assert found.timing["share_last"].sum() == pytest.approx(1.0)


WRONG = [
    ({"before": ()}, "before wants session numbers from 1 on, given []. Session = year of opening - 1945."),
    ({"after": (0,)}, "after wants session numbers from 1 on, given [0]. Session = year of opening - 1945."),
    (
        {"before": (57, 60)},
        "the windows meet: before ends with session 60, after begins with 60. Let before end first.",
    ),
    ({"event": "2005"}, "event wants a date, given '2005'. Give datetime.date(year, month, day)."),
    (
        {"event": date(2003, 1, 1)},
        "the event 2003-01-01 is not between the windows: session 58 opens on 2003-09-15, session 60 on 2005-09-15. "
        "Move the windows, or correct the date.",
    ),
    (
        {"event": date(2006, 1, 1)},
        "the event 2006-01-01 is not between the windows: session 58 opens on 2003-09-15, session 60 on 2005-09-15. "
        "Move the windows, or correct the date.",
    ),
    ({"compare": (1, 3)}, "the state 1 is compared with itself. Take it out of compare."),
    ({"compare": (3, 3)}, "compare has a state twice: [3, 3]. Give each once."),
]


@pytest.mark.parametrize(("more", "told"), WRONG)
def test_wrong_settings_are_told(more: dict[str, Any], told: str) -> None:
    with pytest.raises(ParameterError) as problem:
        run(**more)
    assert str(problem.value) == told


FAULTS = [
    ({"state": 77}, "the points have no state 77. Check the code (COW numbers in the official estimates)."),
    ({"toward": (88,)}, "the points have no state 88. Check the code (COW numbers in the official estimates)."),
    ({"compare": (6,)}, "the compared state 6 has no point in both windows. Compare with another."),
    ({"state": 6, "compare": ()}, "the state 6 has no point in session 60, 61. Choose another window."),
    ({"before": (55, 56)}, "the state 1 has no point in session 55, 56. Choose another window."),
    ({"points": [1, 2]}, "the points are no table: list. Give a dataframe of pandas, polars or Arrow."),
    (
        {"points": pl.concat([table(), table().head(1)])},
        "the state 1 has more than one point in session 57. Keep one row of each.",
    ),
    (
        {"points": table().with_columns(pl.col("point").cast(pl.String))},
        "the column 'point' of the points wants numbers, given String. Convert it first.",
    ),
    (
        {"points": table().with_columns(point=pl.lit(float("inf")))},
        "the point of state 1 in session 57 is not finite. Correct it.",
    ),
    (
        {"points": table(sd=pl.lit(-1.0))},
        "the sd of state 1 in session 57 is -1.0. Each row wants one from 0 on; without deviations leave the column out.",
    ),
    ({"points": table(draws=pl.lit(1.0))}, "the column 'draws' wants a list of numbers in each row, given Float64."),
    (
        {"points": table(draws=pl.concat_list("point").list.head(pl.col("session") - 56))},
        "the column 'draws' wants as many finite numbers in every row. Drop the column or complete it.",
    ),
    (
        {"points": table().with_columns(session=pl.when(pl.col("session") > 60).then(None).otherwise("session"))},
        "4 points have no state or no session. Fill these in or drop the rows.",
    ),
]


@pytest.mark.parametrize(("more", "told"), FAULTS)
def test_faulty_points_are_told(more: dict[str, Any], told: str) -> None:
    with pytest.raises(DataError) as problem:
        run(**more)
    assert str(problem.value) == told


def test_lacking_columns_are_told() -> None:
    with pytest.raises(MissingColumn) as problem:
        run(points=table().rename({"point": "theta"}))
    assert str(problem.value) == "the points lack the columns point. They have: state, session, theta."


def test_the_windows_of_an_event() -> None:
    assert windows(date(2005, 9, 15)) == ((55, 56, 57, 58), (60, 61, 62))
    assert windows(date(2005, 9, 16)) == ((56, 57, 58, 59), (61, 62, 63))
    with pytest.raises(ParameterError) as problem:
        windows(date(1948, 1, 1))
    assert str(problem.value) == (
        "the event 1948-01-01 has fewer than 4 sessions before it. Give the sessions of both windows."
    )


def test_the_ready_study_and_its_name() -> None:
    ready = find_realignment("uzbekistan-2005")
    assert (ready.before, ready.after) == windows(ready.event)
    with pytest.raises(UnknownName) as problem:
        find_realignment("uzbekistan-2006")
    assert (
        str(problem.value) == "unknown ready realignment 'uzbekistan-2006'. Nearest: uzbekistan-2005. Use one of these."
    )
    assert called(2, EVENT) == "the United States"
