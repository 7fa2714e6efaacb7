"""Group-time effects and imputation, against differences worked by hand, known effects and explicit regressions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import DataError, ParameterError
from corcyra.measures.mobilisation.fixed_effects import two_way
from corcyra.measures.mobilisation.group_time import Normal, average, group_time, imputation, simultaneous

YEARS = tuple(range(2000, 2008))


def staggered(noise: float = 0.0, seed: int = 0) -> tuple[np.ndarray, np.ndarray, float]:
    """Ten states, switches in 2002 and 2005; the effect grows by .1 a year, twice as fast in the early group. With the mean effect."""
    rng = np.random.default_rng(seed)
    switch = np.array([0, 0, 0, 0, 2002, 2002, 2002, 2005, 2005, -1])
    age = np.array(YEARS) - switch[:, None]
    effect = np.where(
        (switch[:, None] > 0) & (age >= 0), 0.1 * (age + 1) * np.where(switch == 2002, 2, 1)[:, None], 0.0
    )
    base = np.arange(10)[:, None] * 0.05 + np.sin(np.arange(8))
    true = effect[(switch[:, None] > 0) & (age >= 0)].mean()
    return base + effect + noise * rng.normal(size=base.shape), switch, float(true)


def test_two_groups_and_two_years_are_the_difference_in_differences() -> None:
    outcome = np.array([[0.1, 0.4], [0.3, 0.5], [0.2, 0.9], [0.0, 0.4]])
    found = group_time(outcome, np.array([0, 0, 2001, 2001]), (2000, 2001))
    want = (0.65 - 0.1) - (0.45 - 0.2)
    assert [(each.group, each.year, each.states) for each in found] == [(2001, 2001, 2)]
    assert found[0].effect == pytest.approx(want)
    state, year = np.repeat([0, 1, 2, 3], 2), np.tile([2000, 2001], 4)
    ally = ((state > 1) & (year == 2001)).astype(float)
    assert two_way(state, year, outcome.ravel(), ally).estimate[0] == pytest.approx(want)
    assert imputation(outcome, np.array([0, 0, 2001, 2001]), (2000, 2001))[0] == pytest.approx(want)


def test_its_error_is_that_of_two_means() -> None:
    """Changes .3, .2 and .7, .4: variance of two means, each Σ(x − mean)²/n², is (.005 + .045)/4."""
    outcome = np.array([[0.1, 0.4], [0.3, 0.5], [0.2, 0.9], [0.0, 0.4]])
    mean = average(group_time(outcome, np.array([0, 0, 2001, 2001]), (2000, 2001)))
    assert mean.se == pytest.approx(np.sqrt(0.05 / 4))
    assert mean.bootstrap(np.random.default_rng(1), 20_000) == pytest.approx(mean.se, rel=0.03)


@pytest.mark.parametrize("control", ["never", "not-yet"])
def test_effects_that_differ_by_group_and_year_come_out(control: str) -> None:
    outcome, switch, true = staggered()
    found = group_time(outcome, switch, YEARS, control=control)
    for each in found:
        age = each.year - each.group
        want = 0.1 * (age + 1) * (2 if each.group == 2002 else 1) if age >= 0 else 0.0
        assert each.effect == pytest.approx(want, abs=1e-12)
    assert average(found).effect == pytest.approx(true)
    assert average(found).states == 5


def test_imputation_finds_them_too_and_two_way_effects_do_not() -> None:
    outcome, switch, true = staggered()
    estimate, cells = imputation(outcome, switch, YEARS)
    assert estimate == pytest.approx(true)
    assert cells[4, 2] == pytest.approx(0.2)
    assert cells[7, 7] == pytest.approx(0.3)
    assert np.isnan(cells[0]).all()
    assert np.isnan(cells[9]).all()
    row, column = np.nonzero(switch[:, None] >= np.zeros(8))
    ally = ((switch[row] > 0) & (np.array(YEARS)[column] >= switch[row])).astype(float)
    assert abs(two_way(row, column, outcome[row, column], ally).estimate[0] - true) > 0.05


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_imputation_equals_the_explicit_regression(seed: int) -> None:
    outcome, switch, _ = staggered(0.3, seed)
    rng = np.random.default_rng(seed)
    outcome = np.where((rng.random(outcome.shape) < 0.15) & (np.array(YEARS) > 2001), np.nan, outcome)
    weights = rng.uniform(0.5, 2.0, 10)
    after = (switch[:, None] > 0) & (np.array(YEARS) >= switch[:, None])
    clean = ~after & ~np.isnan(outcome) & (switch >= 0)[:, None]
    row, column = np.nonzero(clean)
    design = np.column_stack([row[:, None] == np.arange(10), column[:, None] == np.arange(8)]).astype(float)
    root = np.sqrt(weights[row])[:, None]
    beta = np.linalg.lstsq(design * root, outcome[clean] * root[:, 0], rcond=None)[0]
    want = np.where(after & ~np.isnan(outcome), outcome - beta[:10, None] - beta[None, 10:], np.nan)
    mass = np.where(np.isnan(want), 0.0, weights[:, None])
    estimate, cells = imputation(outcome, switch, YEARS, weights=weights)
    assert cells == pytest.approx(want, abs=1e-9, nan_ok=True)
    assert estimate == pytest.approx(np.nansum(want * mass) / mass.sum())


def test_one_group_and_one_year_before_make_the_two_estimators_one() -> None:
    rng = np.random.default_rng(2)
    outcome, switch = rng.normal(size=(8, 4)), np.array([0, 0, 0, 0, 0, 2001, 2001, 2001])
    years = (2000, 2001, 2002, 2003)
    assert imputation(outcome, switch, years)[0] == pytest.approx(average(group_time(outcome, switch, years)).effect)


def test_not_yet_switched_states_are_controls_only_until_they_switch() -> None:
    outcome = np.array([[0.0, 0.5, 1.0, 1.0], [0.0, 0.0, 0.0, 2.0]])
    found = group_time(outcome, np.array([2001, 2003]), (2000, 2001, 2002, 2003))
    assert [(each.group, each.year) for each in found if each.year >= each.group] == [(2001, 2001), (2001, 2002)]
    assert group_time(outcome, np.array([2001, 2003]), (2000, 2001, 2002, 2003), control="never") == []


def test_anticipation_moves_the_base_year() -> None:
    outcome = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.3, 0.5]])
    switch = np.array([0, 2003])
    years = (2000, 2001, 2002, 2003)
    assert average(group_time(outcome, switch, years)).effect == pytest.approx(0.2)
    assert average(group_time(outcome, switch, years, anticipation=1)).effect == pytest.approx(0.5)
    assert imputation(outcome, switch, years, anticipation=1)[0] == pytest.approx(0.5)


def test_the_bootstraps_scatter_as_repeated_samples_do() -> None:
    """Sixty states, half of which switch: the mean of each bootstrap's error against the spread of 300 samples."""
    rng = np.random.default_rng(9)
    switch = np.repeat([0, 2003], 30)
    found, errors, bayes = [], [], []
    for k in range(300):
        outcome = rng.normal(size=(60, 1)) + 0.3 * rng.normal(size=(60, 8))
        mean = average(group_time(outcome, switch, YEARS))
        found.append((mean.effect, imputation(outcome, switch, YEARS)[0]))
        if k < 30:
            errors.append(mean.bootstrap(rng, 400))
            bayes.append(Normal.of(outcome, switch, YEARS).bootstrap(rng, 100).std())
    spread = np.std(found, axis=0)
    assert np.mean(errors) == pytest.approx(spread[0], rel=0.15)
    assert np.mean(bayes) == pytest.approx(spread[1], rel=0.15)


def test_the_simultaneous_band_is_wider_than_one_interval() -> None:
    outcome, switch, _ = staggered(0.2)
    found = group_time(outcome, switch, YEARS)
    ages = [average(found, lambda each, age=age: each.year - each.group == age) for age in (-2, 0, 1, 2)]
    se, critical = simultaneous(ages, np.random.default_rng(1), 2000)
    assert se == pytest.approx([each.se for each in ages], rel=0.1)
    assert 1.96 < critical < 3.5


def test_one_state_of_each_kind_has_no_error_to_show() -> None:
    outcome = np.array([[0.0, 0.0], [0.0, 1.0]])
    mean = average(group_time(outcome, np.array([0, 2001]), (2000, 2001)))
    se, critical = simultaneous([mean], np.random.default_rng(1), 10)
    assert se.tolist() == [0.0]
    assert np.isnan(critical)


def test_without_a_switch_there_is_no_effect_to_average() -> None:
    with pytest.raises(DataError) as caught:
        average(group_time(np.zeros((2, 2)), np.array([0, 0]), (2000, 2001)))
    assert str(caught.value) == (
        "no state switched with a year before, a year after and a state to compare with. Take other years."
    )
    with pytest.raises(DataError) as caught:
        imputation(np.zeros((2, 2)), np.array([0, 0]), (2000, 2001))
    assert (
        str(caught.value)
        == "no treated cell has both its state and its year known before the switch. Take other years."
    )


def test_settings_that_cannot_be() -> None:
    with pytest.raises(ParameterError) as caught:
        group_time(np.zeros((2, 2)), np.array([0, 2001]), (2000, 2001), control="always")
    assert str(caught.value) == "unknown control 'always'. Use one of: never, not-yet."
    with pytest.raises(ParameterError) as caught:
        group_time(np.zeros((2, 2)), np.array([0, 2001]), (2000, 2001), anticipation=-1)
    assert str(caught.value) == "anticipation is a whole number of years from 0 up, not -1."
