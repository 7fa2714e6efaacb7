"""Scores against naive twins, and the laws that proper scores obey."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.contest.scores import (
    MEANS,
    brier,
    calibration,
    expected_calibration_error,
    log_loss,
    ranks,
    row_scores,
    scores,
)
from corcyra.contest.trials import Trials
from corcyra.errors import UnknownName


def drawn(seed, theories=3, rows=12, options=4):
    rng = np.random.default_rng(seed)
    chance = rng.dirichlet(np.ones(options), size=(theories, rows)).round(1)
    chance[rng.random((theories, rows)) < 0.2] = np.nan
    outcome = rng.integers(-1, options, rows)
    second = np.where(rng.random(rows) < 0.3, rng.integers(0, options, rows), -1)
    words = np.array(["", "hedge", "balance"])
    return Trials(
        tuple("abcdef"[:theories]),
        tuple("wxyz"[:options]),
        np.repeat([1, 2], rows // 2),
        np.tile(np.arange(rows // 2), 2),
        chance,
        outcome,
        second,
        words[rng.integers(0, 3, (theories, rows))],
        words[rng.integers(0, 3, rows)],
    )


def naive(held, theory, row):
    """One theory on one row, with loops; None when it does not count."""
    chance, truth = held.probability[theory, row].tolist(), held.outcome[row]
    if truth < 0 or any(math.isnan(each) for each in chance):
        return None
    order = sorted(range(len(chance)), key=lambda place: (-chance[place], place))
    rank = order.index(truth) + 1
    both = held.posture[theory, row] and held.observed_posture[row]
    return {
        "top1": float(rank == 1),
        "top1_lenient": float(rank == 1 or order[0] == held.second[row]),
        "mrr": 1 / rank,
        "log_loss": -math.log(chance[truth]) if chance[truth] else math.inf,
        "brier": sum((each - (place == truth)) ** 2 for place, each in enumerate(chance)),
        "posture_match": float(held.posture[theory, row] == held.observed_posture[row]) if both else math.nan,
    }


@given(some.integers(0, 10**6))
def test_row_scores_agree_with_the_naive_twin(seed):
    held = drawn(seed)
    found = row_scores(held)
    for theory in range(3):
        for row in range(12):
            expected = naive(held, theory, row)
            for name in MEANS:
                value = found[name][theory, row]
                wanted = math.nan if expected is None else expected[name]
                assert value == pytest.approx(wanted, nan_ok=True), name


@given(some.integers(0, 10**6))
def test_scores_are_the_means_of_their_rows(seed):
    held = drawn(seed)
    common = [row for row in range(12) if all(naive(held, theory, row) for theory in range(3))]
    for line in scores(held).iter_rows(named=True):
        theory = held.theories.index(line["theory"])
        rows = common if line["basis"] == "common" else range(12)
        counted = [each for each in (naive(held, theory, row) for row in rows) if each]
        assert line["n"] == len(counted)
        for name in MEANS:
            values = [each[name] for each in counted if not math.isnan(each[name])]
            assert line[name] == (pytest.approx(sum(values) / len(values)) if values else None)


@given(
    some.lists(some.floats(0.01, 1), min_size=3, max_size=3), some.lists(some.floats(0.01, 1), min_size=3, max_size=3)
)
def test_honesty_pays_on_average(truth, told):
    truth, told = (np.array(each) / sum(each) for each in (truth, told))
    for score in (brier, log_loss):
        honest, other = (
            sum(truth[k] * score(each[None], np.array([k]))[0] for k in range(3)) for each in (truth, told)
        )
        assert honest <= other + 1e-12


@given(some.integers(0, 10**6), some.permutations(range(12)))
def test_the_order_of_rows_does_not_matter(seed, order):
    held = drawn(seed)
    chance = held.probability[0][~np.isnan(held.probability[0]).any(axis=1)].ravel()
    happened = (np.arange(len(chance)) % 3 == 0).astype(float)
    turn = np.argsort(np.resize(order, len(chance)), kind="stable")
    one = expected_calibration_error(chance, happened)
    assert expected_calibration_error(chance[turn], happened[turn]) == pytest.approx(one, nan_ok=True)


def test_ranks_are_nan_when_silent_or_unknown():
    found = ranks(np.array([[np.nan, np.nan], [0.5, 0.5]]), np.array([0, -1]))
    assert np.isnan(found).all()


@pytest.mark.parametrize(
    ("chance", "happened"),
    [([], []), ([0.5, 0.5], [1, 0]), ([0.2, 0.8], [0, 1]), ([0.2, 0.3], [1, 1]), ([0.0, 1.0], [0, 1])],
)
def test_calibration_without_an_answer_is_nan(chance, happened):
    assert np.isnan(calibration(np.array(chance, dtype=float), np.array(happened, dtype=float))).all()


@given(some.floats(0.3, 2), some.floats(-1, 1))
def test_calibration_finds_the_line_it_is_given(slope, intercept):
    """Frequencies set to the line exactly, by weighting: a thousand cells for each of five forecasts."""
    odds = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    share = 1 / (1 + np.exp(-(slope * odds + intercept)))
    hits = (share * 1000).round().astype(int)
    happened = np.concatenate([np.repeat([1.0, 0.0], [hit, 1000 - hit]) for hit in hits])
    found = calibration(np.repeat(1 / (1 + np.exp(-odds)), 1000), happened)
    assert found == pytest.approx((slope, intercept), abs=0.02)


def test_calibration_error_is_nought_when_frequencies_match():
    chance = np.repeat([0.25, 0.75], 4)
    assert expected_calibration_error(chance, np.array([1.0, 0, 0, 0, 1, 1, 1, 0])) == 0
    assert np.isnan(expected_calibration_error(np.array([]), np.array([])))


def test_rows_can_be_chosen_and_none_left():
    held = drawn(3)
    empty = scores(held, rows=np.zeros(12, dtype=bool))
    assert empty["n"].to_list() == [0] * 6
    assert empty["brier"].to_list() == [None] * 6
    assert empty["silence"].to_list() == [None] * 6


def test_the_common_set_is_that_of_the_named_theories():
    held = drawn(5)
    alone = scores(held, common=["a"]).filter(theory="a")
    assert alone["n"].n_unique() == 1
    with pytest.raises(UnknownName) as caught:
        scores(held, common=["q"])
    assert str(caught.value) == "unknown theory 'q'. Nearest: a, b, c. Use one of these."
