"""The block bootstrap: the same draws whoever computes, blocks kept whole, means against a naive twin."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.contest.bootstrap import bootstrap, draw_weights, paired, summarise, weighted_means
from corcyra.contest.trials import Trials
from corcyra.errors import ParameterError, UnknownName


def drawn(theories=4, states=3, years=12, options=4, seed=0):
    rng = np.random.default_rng(seed)
    rows = states * years
    chance = rng.dirichlet(np.ones(options), size=(theories, rows))
    chance[0, : years // 2] = np.nan
    return Trials(
        tuple(f"t{each}" for each in range(theories)),
        tuple(f"o{each}" for each in range(options)),
        np.repeat(np.arange(states), years),
        np.tile(np.arange(1992, 1992 + years), states),
        chance,
        rng.integers(0, options, rows),
        np.full(rows, -1),
        np.full((theories, rows), "hedge"),
        np.full(rows, "hedge"),
    )


def spawned(workers):
    """Processes that start afresh: forking a process with threads is not safe."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, spawned])
def test_the_executor_does_not_change_the_draws(pool):
    held = drawn()
    alone = bootstrap(held, ["t3"], np.random.default_rng(11), draws=600)
    with pool(2) as executor:
        other = bootstrap(held, ["t3"], np.random.default_rng(11), draws=600, executor=executor)
    assert alone.scores.equals(other.scores)
    assert alone.differences.equals(other.differences)


def test_another_seed_gives_other_draws():
    held = drawn()
    one, other = (bootstrap(held, ["t3"], np.random.default_rng(seed), draws=99).scores for seed in (1, 2))
    assert one["value"].equals(other["value"])
    assert not one["low"].equals(other["low"])


@given(some.integers(1, 4), some.integers(1, 9), some.integers(1, 12), some.integers(0, 99))
def test_weights_of_a_draw_sum_to_the_rows(states, years, block, seed):
    names, when = np.repeat(np.arange(states), years), np.tile(np.arange(years), states)
    weights = draw_weights(names, when, np.random.default_rng(seed), 7, block)
    assert weights.shape == (7, states * years)
    assert (weights.sum(axis=1) == states * years).all()
    grids = weights.reshape(7, states, years)
    product = grids.sum(axis=2)[:, :, None] * grids.sum(axis=1)[:, None, :] / (states * years)
    assert np.allclose(grids, product)


def test_a_block_as_long_as_the_years_takes_each_once():
    weights = draw_weights(np.zeros(6, dtype=int), np.arange(6), np.random.default_rng(0), 5, 6)
    assert (weights == 1).all()


def test_blocks_are_of_consecutive_years_on_a_circle():
    weights = draw_weights(np.zeros(8, dtype=int), np.arange(8), np.random.default_rng(3), 200, 4)
    for draw in weights:
        starts = [(a, b) for a in range(8) for b in range(8)]
        made = [np.bincount([(s + k) % 8 for s in pair for k in range(4)], minlength=8) for pair in starts]
        assert any((draw == each).all() for each in made)


def test_every_year_is_drawn_equally_often():
    weights = draw_weights(np.zeros(9, dtype=int), np.arange(9), np.random.default_rng(3), 4000, 5)
    assert weights.mean(axis=0) == pytest.approx(np.ones(9), abs=0.06)


@given(some.integers(0, 10**6))
def test_weighted_means_agree_with_repeating_rows(seed):
    rng = np.random.default_rng(seed)
    values = rng.choice([np.nan, np.inf, 0.5, 1.0, 2.0], size=(3, 6), p=[0.2, 0.05, 0.25, 0.25, 0.25])
    weights = rng.integers(0, 3, size=(4, 6)).astype(float)
    found = weighted_means(values, weights)
    for b in range(4):
        for r in range(3):
            repeated = np.repeat(values[r], weights[b].astype(int))
            kept = repeated[~np.isnan(repeated)]
            assert found[b, r] == pytest.approx(kept.mean() if len(kept) else np.nan, nan_ok=True)


def test_differences_use_the_rows_where_both_speak():
    held = drawn()
    found = bootstrap(held, ["t3"], np.random.default_rng(0), draws=20)
    row = found.differences.filter(theory="t0", score="brier").row(0, named=True)
    assert row["n"] == 30
    brier = [((held.probability[t, 6:] - np.eye(4)[held.outcome[6:]]) ** 2).sum(axis=1).mean() for t in (0, 3)]
    assert row["value"] == pytest.approx(brier[0] - brier[1])
    assert found.scores.filter(theory="t0", score="silence")["value"].item() == pytest.approx(6 / 36)


def test_infinite_losses_on_both_sides_are_no_difference():
    values = np.array([[[np.inf, 1.0]], [[np.inf, np.inf]]])
    assert paired(values, ("a", "b"), [("a", "b")]).tolist() == [[[0.0, -np.inf]]]


def test_intervals_hold_the_value_of_a_plain_sample():
    """A score of independent rows: the interval of the mean is about ±1.96 sd / √n wide."""
    held = drawn(theories=2, states=40, years=25, seed=4)
    found = bootstrap(held, ["t1"], np.random.default_rng(0), block=1).scores.filter(theory="t1", score="brier")
    spread = ((held.probability[1] - np.eye(4)[held.outcome]) ** 2).sum(axis=1).std() / np.sqrt(1000)
    width = found["high"].item() - found["low"].item()
    assert 2.5 * spread < width < 7 * spread
    assert found["low"].item() < found["value"].item() < found["high"].item()


def test_no_rows_give_missing_intervals():
    found = bootstrap(drawn(), ["t3"], np.random.default_rng(0), rows=np.zeros(36, dtype=bool), draws=5)
    assert found.scores.select("value", "low", "high").unique().rows() == [(None, None, None)]
    assert found.scores["share"].unique().to_list() == [0.0]


def test_bad_settings_are_refused():
    with pytest.raises(ParameterError) as caught:
        bootstrap(drawn(), ["t3"], np.random.default_rng(0), block=0)
    assert str(caught.value) == (
        "give 1 draw or more, blocks of 1 year or more and a level between 0 and 1, not 1000, 0, 0.95."
    )
    with pytest.raises(UnknownName) as unknown:
        bootstrap(drawn(theories=2), ["t9"], np.random.default_rng(0))
    assert str(unknown.value) == "unknown baseline 't9'. Nearest: t0, t1. Use one of these."


def test_an_interval_of_ninety_per_cent_leaves_five_draws_of_a_hundred_on_either_side():
    results = np.random.default_rng(0).permutation(np.arange(1.0, 101.0))[:, None]
    assert summarise(np.array([50.0]), results, 0.9).row(0) == (50.0, 5.0, 95.0, 1.0)
