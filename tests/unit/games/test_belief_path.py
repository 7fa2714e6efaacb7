"""The path of a belief through dated events, by odds and by record."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.games.belief_path import (
    Evidence,
    Record,
    belief_draws,
    belief_path,
    likelihood_ratio,
    record_belief,
    record_path,
)

RATIOS = st.floats(0.2, 5)
EVENTS = st.lists(st.builds(Evidence, year=st.integers(2000, 2010), kind=st.just("event"), ratio=RATIOS), max_size=6)


@given(events=EVENTS, prior=st.floats(0.05, 0.95), seed=st.randoms())
def test_the_order_in_which_events_are_given_does_not_matter(
    events: list[Evidence], prior: float, seed: object
) -> None:
    mixed = list(events)
    seed.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (
        belief_path(each, prior=prior, start=2000, end=2010, turnover=0.1, base_rate=0.3) for each in (events, mixed)
    )
    assert one.belief == pytest.approx(other.belief, abs=1e-9)


@given(events=EVENTS, prior=st.floats(0.05, 0.95))
def test_without_turnover_the_decibels_add_up_to_the_change_of_log_odds(events: list[Evidence], prior: float) -> None:
    path = belief_path(events, prior=prior, start=2000, end=2010)
    odds = [10 * math.log10(each / (1 - each)) for each in (prior, path.belief[-1])]
    assert sum(each.decibels for each in path.steps) == pytest.approx(odds[1] - odds[0], abs=1e-6)
    assert [each.year for each in path.steps] == sorted(each.year for each in events)
    assert path.frame["decibels"].sum() == pytest.approx(odds[1] - odds[0], abs=1e-6)


def test_a_belief_close_to_one_can_still_be_lost() -> None:
    strong = [Evidence(2001, "proof", 1e12), Evidence(2002, "proof", 1e12), Evidence(2003, "absent", 1e-24)]
    path = belief_path(strong, prior=0.5, start=2000, end=2003)
    assert path.belief[-1] == pytest.approx(0.5, abs=1e-9)
    assert belief_draws(strong, prior=0.5, start=2000, end=2003, draws=1)[0, -1] == pytest.approx(0.5, abs=1e-9)


def test_years_without_events_bring_the_belief_toward_the_base_rate() -> None:
    path = belief_path([Evidence(2001, "proof", 50.0)], prior=0.5, start=2000, end=2040, base_rate=0.2, turnover=0.2)
    after = path.belief[2:]
    assert all(a > b > 0.2 for a, b in pairwise(after))
    assert path.belief[-1] == pytest.approx(0.2, abs=1e-3)
    assert path.belief[0] == 0.5


def test_the_bounds_hold_every_draw_and_are_reached() -> None:
    events = [
        Evidence(2001, "absent", 0.25, 0.1, 0.5),
        Evidence(2003, "helped", 3.0, 1.5, 6.0),
        Evidence(2003, "silent", 1.0),
    ]
    given_ = {"prior": 0.6, "start": 2000, "end": 2005, "base_rate": 0.5, "turnover": 0.1}
    path, drawn = belief_path(events, **given_), belief_draws(events, draws=4000, **given_)
    assert drawn.shape == (4000, 6)
    assert (drawn >= np.array(path.low) - 1e-12).all()
    assert (drawn <= np.array(path.high) + 1e-12).all()
    assert drawn[:, 1].min() == pytest.approx(path.low[1], abs=2e-3)
    assert drawn[:, 1].max() == pytest.approx(path.high[1], abs=2e-3)
    np.testing.assert_array_equal(drawn, belief_draws(list(reversed(events)), draws=4000, **given_))
    assert (drawn != belief_draws(events, draws=4000, seed=1, **given_)).any()


def test_certain_ratios_draw_the_path_itself() -> None:
    events = [Evidence(2001, "absent", 0.25), Evidence(2002, "absent", 0.5)]
    drawn = belief_draws(events, prior=0.6, start=2000, end=2003, draws=3, turnover=0.2, base_rate=0.3)
    path = belief_path(events, prior=0.6, start=2000, end=2003, turnover=0.2, base_rate=0.3)
    np.testing.assert_allclose(drawn, np.tile(path.belief, (3, 1)), atol=1e-12)


def test_a_silent_year_is_no_evidence() -> None:
    silent = belief_path(
        [Evidence(2001, "kept out of the clients' dispute", likelihood_ratio(1.0, 1.0))],
        prior=0.45,
        start=2000,
        end=2001,
    )
    assert silent.belief == (0.45, 0.45)


def test_warnings_that_are_sure_come_no_earlier() -> None:
    path = belief_path(
        [Evidence(2001, "absent", 0.5, 0.2, 0.9), Evidence(2003, "absent", 0.2, 0.1, 0.3)],
        prior=0.7,
        start=2000,
        end=2004,
    )
    assert path.first_below(0.6) == 2001
    assert path.first_below(0.6, surely=True) == 2003
    assert path.first_below(0.01) is None
    assert path.below(0.6) == (2001, 2002, 2003, 2004)


def test_the_record_counts_by_weight_and_fades() -> None:
    records = [Record(2020, "another's", 1.0, weight=0.4), Record(2015, "own", 1.0), Record(2018, "own", 0.0)]
    path = record_path(records, start=2014, end=2020)
    assert path.belief[0] == 0.5
    assert path.belief[-1] == pytest.approx(0.52375, abs=5e-6)
    assert [each.kind for each in path.steps] == ["own", "own", "another's"]
    assert all(low < value < high for low, value, high in zip(path.low, path.belief, path.high, strict=True))
    late = record_path(records, start=2018, end=2020)
    assert late.belief == pytest.approx(path.belief[4:])
    assert [each.year for each in late.steps] == [2018, 2020]


def test_two_events_of_one_year_each_have_their_step() -> None:
    path = record_path([Record(2015, "one", 1.0), Record(2015, "two", 0.0)], start=2015, end=2015)
    assert [(round(each.before, 4), round(each.after, 4)) for each in path.steps] == [(0.5, 0.6667), (0.6667, 0.5)]
    assert sum(each.decibels for each in path.steps) == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (lambda: Evidence(2001, "x", -1.0), "the likelihood ratio of 'x' in 2001 is above 0 and finite, given -1. No event settles a type for ever: give a small ratio."),
        (lambda: Evidence(2001, "x", 1.0, 2.0, 3.0), "the likelihood ratio of 'x' in 2001, 1, lies outside its range 2 to 3."),
        (lambda: Record(2001, "x", 0.5, weight=-1.0), "weight of 'x' in 2001 is at least 0 and finite, given -1."),
        (lambda: likelihood_ratio(0.0, 0.5), "the probability of an event under a type is above 0 and at most 1, given 0."),
        (lambda: belief_path([], prior=1.0, start=2000, end=2001), "prior is strictly between 0 and 1, given 1: at 0 or 1 no event could change it."),
        (lambda: belief_path([], prior=0.5, start=2002, end=2001), "a path ends no earlier than it starts, given 2002 to 2001."),
        (lambda: belief_path([], prior=0.5, start=2000, end=2001, turnover=2), "turnover is 0 to 1, given 2."),
        (lambda: belief_path([Evidence(1999, "x", 2.0)], prior=0.5, start=2000, end=2001), "'x' in 1999 lies outside the path, 2000 to 2001. Widen the path or leave the event out."),
        (lambda: belief_path([], prior=0.5, start=2000, end=2001).at(1990), "the path runs from 2000 to 2001, asked for 1990."),
        (lambda: record_belief([], 2000, memory=0.0), "memory is above 0 and at most 1, given 0."),
        (lambda: record_belief([], 2000, unmet=0.0), "unmet (what is believed before any appeal) is above 0, given 0."),
        (lambda: record_path([Record(2005, "x", 1.0)], start=2000, end=2001), "'x' in 2005 lies outside the path, 2000 to 2001. Widen the path or leave the event out."),
        (lambda: record_path([], start=2000, end=2001, inside=1.0), "inside is strictly between 0 and 1, given 1."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(made: Callable[[], object], told: str) -> None:
    with pytest.raises(ParameterError, match=f"^{re.escape(told)}$"):
        made()
