"""Verdicts under changed priors and judgements."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import ParameterError, UnknownName
from corcyra.tracing.dependence import Dependence
from corcyra.tracing.evidence import Likelihoods
from corcyra.tracing.overturn import least_set, overturn, taken_off
from corcyra.tracing.sensitivity import (
    bounds,
    carriers,
    leave_cluster_out,
    leave_one_out,
    leave_out,
    likelihood_shifts,
    prior_shifts,
    scaled,
    sensitivity,
)
from corcyra.tracing.weigh import Weighed, example, posterior, weigh

SHARE = st.floats(0.01, 0.99)
ROWS = st.lists(st.tuples(SHARE, SHARE, SHARE), min_size=1, max_size=5)


def result(rows: list[tuple[float, ...]], rows_of_dependence: tuple[Dependence, ...] = ()) -> Weighed:
    names = tuple("abcdef"[: len(rows)])
    return weigh(
        Likelihoods(names, ("h", "k", "m")[: len(rows[0])], ("",), np.array(rows), (True,) * len(rows)),
        dependences=rows_of_dependence,
    )


@given(st.lists(st.floats(1e-300, 0.5), min_size=1, max_size=4))
def test_halving_then_doubling_is_identity(values: list[float]) -> None:
    assert scaled(scaled(values, 0.5)[0], 2.0)[0].tolist() == values
    assert not scaled(values, 2.0)[1].any()


@given(ROWS, st.floats(0, 30))
@settings(deadline=None, max_examples=30)
def test_a_prior_shift_moves_the_odds_by_as_much(rows: list[tuple[float, ...]], db: float) -> None:
    weighed = result(rows)
    for each in prior_shifts(weighed, db):
        at = weighed.at(each.hypothesis)
        change = 10 * np.log10(each.posterior[at] / (1 - each.posterior[at])) - 10 * np.log10(
            weighed.posterior[at] / (1 - weighed.posterior[at])
        )
        assert abs(change) == pytest.approx(db, abs=1e-6)


@given(ROWS)
@settings(deadline=None, max_examples=30)
def test_each_likelihood_is_changed_alone(rows: list[tuple[float, ...]]) -> None:
    weighed = result(rows)
    found = likelihood_shifts(weighed)
    assert len(found) == 6 * len(rows)
    for each in found:
        changed = np.array(rows)
        at = weighed.clues.index(each.clue), weighed.at(each.hypothesis)
        changed[at] = min(1.0, changed[at] * (2.0 if " x 2" in each.what else 0.5))
        assert each.posterior == pytest.approx(posterior(weighed.prior, changed))
        assert each.clipped == (" x 2" in each.what and rows[at[0]][at[1]] > 0.5)
        assert each.changes == (each.leader != weighed.leader)


@given(ROWS)
@settings(deadline=None, max_examples=30)
def test_the_bounds_hold_whatever_is_changed_within_them(rows: list[tuple[float, ...]]) -> None:
    weighed = result(rows)
    limits = {each.hypothesis: each for each in bounds(weighed)}
    for each in (*prior_shifts(weighed), *likelihood_shifts(weighed)):
        for at, name in enumerate(weighed.hypotheses):
            assert limits[name].low - 1e-12 <= each.posterior[at] <= limits[name].high + 1e-12


def test_the_bounds_by_hand() -> None:
    # h at its worst: (.25 x .15 x .4) / (.1 x 1 x .4) = .375, prior odds 1:10.
    found = bounds(example())[0]
    assert found.low == pytest.approx(0.0375 / 1.0375)
    assert found.clipped == ("b under k", "c under h")


def test_without_a_clue_what_hung_on_it_stands_by_itself() -> None:
    weighed = result([(0.9, 0.1), (0.9, 0.1)], (Dependence("b", "a", "conditional", 0.95),))
    assert weighed.margin == pytest.approx(9.54, abs=0.01)
    without = {each.clue: each for each in leave_one_out(weighed)}
    assert without["a"].posterior == pytest.approx([0.9, 0.1])
    assert without["b"].posterior == pytest.approx([0.9, 0.1])
    assert leave_cluster_out(weighed)[0].what == "without a and b"
    assert leave_cluster_out(weighed)[0].posterior == pytest.approx([0.5, 0.5])


def test_a_clue_that_is_not_there_cannot_be_left_out() -> None:
    with pytest.raises(UnknownName, match=r"^unknown clue 'x'\. Nearest: a, b, c\. Use one of these\.$"):
        leave_out(example(), "x")


def test_factors_and_shifts_must_make_sense() -> None:
    with pytest.raises(
        ParameterError, match=r"^judgements are divided and multiplied by a factor of 1 or more, not by 0\.5\.$"
    ):
        likelihood_shifts(example(), 0.5)
    with pytest.raises(ParameterError, match=r"^priors are shifted by 0 dB or more, not by -1\.$"):
        prior_shifts(example(), -1)


def test_the_clue_without_which_the_verdict_changes_comes_first() -> None:
    weighed = result([(0.8, 0.2), (0.3, 0.6), (0.5, 0.4)])
    found = carriers(weighed)
    assert [(each.clue, each.changes) for each in found] == [("a", True), ("c", False), ("b", False)]
    told = sensitivity(weighed)
    assert not told.robust
    assert "without a: k 0.615, the verdict changes" in str(told)


@given(ROWS)
@settings(deadline=None, max_examples=60)
def test_the_least_sets_are_least_by_trying_all(rows: list[tuple[float, ...]]) -> None:
    weighed = result(rows)
    for each in overturn(weighed):
        db = weighed.between(weighed.leader, each.rival)
        if each.margin < 1e-6:
            continue
        for factor, chosen in ((2.0, each.reversed), (1.0, each.dropped)):
            enough = [
                some
                for size in range(1, len(rows) + 1)
                for some in itertools.combinations([clue for clue in db if db[clue] > 0], size)
                if factor * sum(db[clue] for clue in some) >= each.margin - 1e-9
            ]
            assert len(chosen) == min((len(some) for some in enough), default=0)


@given(ROWS)
@settings(deadline=None, max_examples=60)
def test_shrunk_weights_make_the_rival_level(rows: list[tuple[float, ...]]) -> None:
    weighed = result(rows)
    for each in overturn(weighed):
        db = list(weighed.between(weighed.leader, each.rival).values())
        if each.share is None:
            assert sum(weight for weight in db if weight < 0) > -1e-6
            continue
        assert sum(weight * (1 - each.share) if weight > 0 else weight for weight in db) == pytest.approx(0.0, abs=1e-6)
        assert each.each_db is not None
        assert sum(max(weight - each.each_db, 0) if weight > 0 else weight for weight in db) == pytest.approx(
            0.0, abs=1e-6
        )


def test_a_verdict_that_no_shrinking_overturns() -> None:
    weighed = weigh(Likelihoods(("a",), ("h", "k"), ("",), np.array([[0.6, 0.4]]), (True,)), {"h": 0.9, "k": 0.1})
    assert str(overturn(weighed)[0]) == "h over k (11.3 dB): no error in the weights overturns it"


def test_a_rival_ruled_out_comes_back_when_the_certainty_falls() -> None:
    found = overturn(result([(0.5, 0.0), (0.4, 0.5), (0.9, 0.3)]))[0]
    assert (found.share, found.reversed, found.dropped) == (None, (), ("a", "c"))
    assert overturn(result([(0.5, 0.0), (0.4, 0.5)]))[0].dropped == ("a",)


def test_level_hypotheses_need_no_overturning() -> None:
    assert str(overturn(result([(0.5, 0.5)]))[0]) == "h over k (0.0 dB): the two are level"


def test_sets_and_amounts_that_do_not_suffice() -> None:
    assert least_set({"a": 1.0}, 2.0) == ()
    assert taken_off([1.0], 2.0) is None
