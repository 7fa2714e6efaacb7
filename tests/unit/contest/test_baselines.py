"""Baselines count from earlier years alone, and their probabilities are those of the counts."""

from collections import Counter

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as some

from corcyra.contest.baselines import BASELINES, WINDOW, Past, baselines, counted, last_ten_years, marginal, persistence
from corcyra.contest.run import observed
from corcyra.contest.transitions import on_transitions
from corcyra.contest.trials import trials
from corcyra.errors import DataError
from corcyra.world.time import Years

from .conftest import KEYS, STATES

YEARS = Years(1993, 2001)
HIDDEN = frozenset({"commitments"})


@pytest.fixture(scope="module")
def history(panels, poles):
    return observed(panels, poles=poles)


@pytest.fixture(scope="module")
def frame(panels, history, poles):
    return baselines(panels, history, (*STATES, 640), poles, YEARS, hidden=HIDDEN)


def test_the_frame_has_the_shape_of_expectations(frame):
    assert frame["theory"].unique(maintain_order=True).to_list() == list(BASELINES)
    assert frame.height == len(BASELINES) * 4 * len(YEARS)
    spoken = frame.filter(~pl.col("silent"))
    total = spoken.select(pl.sum_horizontal([f"p_{key}" for key in (*KEYS, "none")]))
    assert total.to_series().to_list() == pytest.approx([1.0] * spoken.height)


def test_a_pole_is_never_its_own_partner(frame):
    own = frame.filter(pl.col("state") == 640, ~pl.col("silent"))["p_turkey"].fill_null(0.0)
    assert own.unique().to_list() == [0.0]


def test_persistence_repeats_last_year_and_is_wrong_on_every_transition(frame, history):
    held = trials(frame.filter(theory="persistence"), history, KEYS)
    changed = on_transitions(held, history) & held.spoken[0]
    assert changed.sum() == 1
    guess = held.probability[0].argmax(axis=1)
    assert (guess[changed] != held.outcome[changed]).all()
    same = held.spoken[0] & ~changed & (held.years > 1994)
    assert (guess[same] == held.outcome[same]).all()


def test_persistence_is_silent_after_an_unknown_year(frame):
    row = frame.filter(theory="persistence", state=371, year=2001)
    assert row.select("silent", "kind", "reason").row(0) == (
        True,
        "missing data",
        "no partner was observed before 2001 to count from",
    )


def test_later_years_do_not_matter(frame, history, panels, poles):
    cut = type(panels)(panels.states.where(pl.col("year") < 1998), panels.dyads.where(pl.col("year") < 1998))
    early = history.filter(pl.col("year") < 1998)
    again = baselines(cut, early, (*STATES, 640), poles, Years(1993, 1998), hidden=HIDDEN)
    assert again.equals(frame.filter(pl.col("year") <= 1998))


def test_geography_prefers_the_nearest_and_capability_the_strongest(frame, panels, poles):
    for name, source in (("geography", "distance"), ("capability", "cinc")):
        for row in frame.filter(theory=name, state=371).iter_rows(named=True):
            place = panels.years.index(row["year"]) - 1
            leaders = [panels.place(pole.leader) for pole in poles]
            table = panels.array(source)[place]
            values = -table[panels.place(371), leaders] if name == "geography" else table[leaders]
            assert max(KEYS, key=lambda key, row=row: row[f"p_{key}"]) == KEYS[int(np.argmax(values))]


def test_a_state_without_history_is_refused(panels, history, poles):
    with pytest.raises(DataError) as caught:
        baselines(panels, history.filter(pl.col("state") != 372), STATES, poles, YEARS, hidden=HIDDEN)
    assert str(caught.value) == (
        "the observed history has no state 372. Give `observed` for every state that is asked."
    )


@some.composite
def pasts(draw):
    years, states, options = draw(some.integers(0, 14)), draw(some.integers(1, 4)), draw(some.integers(2, 5))
    cells = draw(some.lists(some.integers(-1, options - 1), min_size=years * states, max_size=years * states))
    return np.array(cells, dtype=np.int64).reshape(years, states), options


def naive_persistence(past, column, options):
    """Walk over every pair of years, in the order of the rule in the docstring."""
    if not len(past) or past[-1, column] < 0:
        return None
    none, now = options - 1, past[-1, column]
    kinds = Counter()
    for state in range(past.shape[1]):
        for before, after in zip(past[:-1, state], past[1:, state], strict=True):
            if before < 0 or after < 0 or (before == none) != (now == none):
                continue
            kinds["stay" if after == before else "end" if after == none else "move"] += 1
    others = [k for k in range(options) if k not in (now, none)]
    kinds["stay"] += 1
    if others:
        kinds["move"] += 1
    if now != none:
        kinds["end"] += 1
    chance = [0.0] * options
    for k in others:
        chance[k] = kinds["move"] / kinds.total() / len(others)
    if now != none:
        chance[none] = kinds["end"] / kinds.total()
    chance[now] = kinds["stay"] / kinds.total()
    return chance


@given(pasts())
def test_counting_baselines_agree_with_their_naive_twins(given_past):
    past, options = given_past
    possible = np.ones((past.shape[1], options), dtype=bool)
    for column in range(past.shape[1]):
        found = persistence(past, column, possible)
        wanted = naive_persistence(past, column, options)
        assert (found is None) == (wanted is None)
        assert wanted is None or found.tolist() == pytest.approx(wanted)
        for rule, cells in ((marginal, past.ravel()), (last_ten_years, past[-WINDOW:, column])):
            counts = Counter(cells.tolist())
            counts.pop(-1, None)
            found = rule(past, column, possible)
            assert (found is None) == (not counts)
            if counts:
                assert found.tolist() == pytest.approx(
                    [(counts[k] + 1) / (counts.total() + options) for k in range(options)]
                )


def test_the_pole_itself_gets_nothing_in_any_rule():
    past = np.array([[1, 0], [1, 2], [2, 2]])
    possible = np.array([[False, True, True], [True, True, True]])
    for rule in (persistence, marginal, last_ten_years):
        chance = rule(past, 0, possible)
        assert chance[0] == 0
        assert chance.sum() == pytest.approx(1)


def test_ten_years_are_ten():
    past = np.array([[0], [0], *[[1]] * 9])
    chance = last_ten_years(past, 0, np.ones((1, 3), dtype=bool))
    assert chance.tolist() == pytest.approx([2 / 13, 10 / 13, 1 / 13])


def test_the_posture_of_a_baseline_is_the_commonest_of_the_years_that_it_looks_at():
    """The last year is bandwagon; of the last ten five are hedge and four neutral; over all, neutral leads."""
    own = ["neutral"] * 5 + ["hedge"] * 5 + ["bandwagon"]
    postures = np.array([own, ["neutral"] * 11]).T
    past = Past((1, 2), ("west", "none"), 1990, np.zeros((11, 2), dtype=int), postures, np.ones((2, 2), dtype=bool))
    rules = (("persistence", persistence), ("last_ten_years", last_ten_years), ("marginal", marginal))
    assert [counted(name, rule, past, 1, 2001)["posture"] for name, rule in rules] == ["bandwagon", "hedge", "neutral"]
