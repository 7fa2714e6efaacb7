from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import ParameterError
from corcyra.measures.change_points import Detector, Turn, predictive, recent_change, run_lengths, turns, window_change
from corcyra.measures.measure import Parameter

HAZARD, KAPPA, ALPHA, BETA = 1 / 15, 0.05, 1.0, 0.05
YEARS = range(1992, 2022)


def evidence(x: list[float]) -> float:
    """The marginal likelihood of one period, in closed form (Murphy 2007, equation 95)."""
    n, mean = len(x), sum(x) / len(x)
    kappa, alpha = KAPPA + n, ALPHA + n / 2
    beta = BETA + sum((v - mean) ** 2 for v in x) / 2 + KAPPA * n * mean**2 / (2 * kappa)
    logs = math.lgamma(alpha) - math.lgamma(ALPHA) + ALPHA * math.log(BETA) - alpha * math.log(beta)
    return math.exp(logs + 0.5 * math.log(KAPPA / kappa) - n / 2 * math.log(2 * math.pi))


def brute(x: list[float], gaps: list[int]) -> list[float]:
    """The posterior of the last run length, by summing over every way to cut the series."""
    weight = [0.0] * len(x)
    for cuts in product([False, True], repeat=len(x) - 1):
        starts = [0, *(t + 1 for t, cut in enumerate(cuts) if cut)]
        prior = math.prod(
            1 - (1 - HAZARD) ** gaps[t + 1] if cut else (1 - HAZARD) ** gaps[t + 1] for t, cut in enumerate(cuts)
        )
        likelihood = math.prod(evidence(x[a:b]) for a, b in zip(starts, [*starts[1:], len(x)], strict=True))
        weight[len(x) - 1 - starts[-1]] += prior * likelihood
    return [each / sum(weight) for each in weight]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(-3, 3), st.integers(1, 3)), min_size=1, max_size=8))
def test_run_lengths_agree_with_every_segmentation(values: list[tuple[float, int]]) -> None:
    x, gaps = [v for v, _ in values], [g for _, g in values]
    np.testing.assert_allclose(run_lengths(np.array(x), gaps=gaps)[-1], brute(x, gaps), atol=1e-9)


def test_predictive_is_a_density() -> None:
    x = np.linspace(-400, 400, 400_001)
    count, mean, square = np.array([3.0]), np.array([0.5]), np.array([0.2])
    density = [math.exp(float(predictive(float(v), count, mean, square)[0])) for v in x[::40]]
    assert np.trapezoid(density, x[::40]) == pytest.approx(1.0, abs=0.01)


def test_run_length_rows_are_distributions() -> None:
    table = run_lengths(np.random.default_rng(1).normal(size=12))
    np.testing.assert_allclose(table.sum(axis=1), 1.0)
    assert np.triu(table, 1).max() == 0.0


def panel(*series: np.ndarray) -> np.ndarray:
    """One state, one pole per series."""
    return np.stack(series, axis=-1)[:, None, :]


def step(at: int, size: float, *, seed: int = 0, level: float = 0.3) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(scale=0.02, size=30)
    return level + noise + size * (np.arange(30) >= at)


@pytest.mark.parametrize("at", [5, 13, 22, 28])
@pytest.mark.parametrize("size", [0.4, -0.25])
def test_a_step_is_found_in_its_year(at: int, size: float) -> None:
    found = turns(panel(step(at, size)), YEARS, [371], ["RUS"])
    assert [turn.year for turn in found] == [1992 + at]
    assert found[0].change == pytest.approx(size, abs=0.05)
    assert found[0].probability > 0.8
    assert (found[0].toward, found[0].away_from) == ((("RUS",), ()) if size > 0 else ((), ("RUS",)))


def test_away_from_one_is_not_toward_another() -> None:
    alignment = panel(step(13, -0.4, level=0.7), step(29, 0.0, seed=1))
    found = turns(alignment, YEARS, [704], ["USA", "RUS"], pair=("RUS", "USA"))
    assert len(found) == 2
    assert {turn.pole for turn in found} == {"USA", "RUS-USA"}
    assert {(turn.year, turn.away_from, turn.toward) for turn in found} == {(2005, ("USA",), ())}
    difference = next(turn for turn in found if turn.pole == "RUS-USA")
    assert difference.change == pytest.approx(0.4, abs=0.05)


def test_a_swing_names_both_directions() -> None:
    alignment = panel(step(13, -0.3, level=0.7), step(13, 0.3, seed=1))
    found = turns(alignment, YEARS, [704], ["USA", "RUS"])
    assert {(turn.pole, turn.away_from, turn.toward) for turn in found} == {
        ("USA", ("USA",), ("RUS",)),
        ("RUS", ("USA",), ("RUS",)),
    }


def test_a_flat_series_gives_none() -> None:
    assert turns(panel(np.full(30, 0.4)), YEARS, [371], ["RUS"]) == ()


@pytest.mark.parametrize("seed", range(5))
def test_noise_beside_a_varied_world_gives_none(seed: int) -> None:
    quiet = 0.4 + np.random.default_rng(seed).normal(scale=0.02, size=30)
    world = np.stack([quiet, np.full(30, 0.0), np.full(30, 0.9)], axis=1)[:, :, None]
    assert turns(world, YEARS, [1, 2, 3], ["RUS"]) == ()


@pytest.mark.parametrize("rise", [0.2, 0.5, 1.0])
def test_a_steady_rise_gives_none(rise: float) -> None:
    assert turns(panel(np.linspace(0.0, rise, 30)), YEARS, [371], ["RUS"]) == ()


@pytest.mark.parametrize("length", [1, 2, 3])
def test_few_years_give_none(length: int) -> None:
    x = np.where(np.arange(length) == length - 1, 1.0, 0.0)
    assert turns(panel(x), range(2000, 2000 + length), [371], ["RUS"]) == ()


def test_a_change_in_the_last_year_is_too_early_to_tell() -> None:
    assert turns(panel(step(29, 0.4)), YEARS, [371], ["RUS"]) == ()


def test_missing_years_are_passed_over() -> None:
    x = step(13, 0.4)
    x[[3, 12, 20, 21]] = np.nan
    assert [turn.year for turn in turns(panel(x), YEARS, [371], ["RUS"])] == [2005]


def test_nothing_observed_gives_none() -> None:
    assert turns(panel(np.full(30, np.nan)), YEARS, [371], ["RUS"]) == ()


def test_recent_change_looks_no_further_than_its_window() -> None:
    x = np.random.default_rng(2).normal(size=20)
    later = x.copy()
    later[15:] = 9.0
    np.testing.assert_array_equal(recent_change(x)[:13], recent_change(later)[:13])


def test_window_change_by_hand() -> None:
    x = np.array([0.1, 0.2, 0.3, 0.7, 0.8, math.nan])
    assert window_change(x)[3] == pytest.approx(0.75 - 0.2)
    assert math.isnan(window_change(x)[1])
    assert math.isnan(window_change(x)[4])


def test_close_turns_keep_the_larger() -> None:
    x = 0.2 + 0.6 * (np.arange(30) >= 13) + 0.1 * (np.arange(30) >= 14)
    assert [turn.year for turn in turns(panel(x), YEARS, [371], ["RUS"])] == [2005]


def test_turns_a_window_apart_are_two() -> None:
    x = 0.1 + 0.3 * (np.arange(30) >= 13) + 0.3 * (np.arange(30) >= 16)
    assert [turn.year for turn in turns(panel(x), YEARS, [371], ["RUS"])] == [2005, 2008]


def test_a_small_fall_beside_a_turn_is_no_turn_away() -> None:
    alignment = panel(step(13, -0.4, level=0.7), 0.3 - 0.02 * (np.arange(30) >= 13))
    (found,) = turns(alignment, YEARS, [704], ["USA", "RUS"])
    assert (found.pole, found.away_from, found.toward) == ("USA", ("USA",), ())


def test_turns_are_ordered_and_whole() -> None:
    alignment = np.stack([panel(step(20, 0.4)), panel(step(10, 0.4, seed=3))], axis=1)[:, :, 0, :]
    found = turns(alignment, YEARS, [705, 704], ["RUS"])
    assert [(turn.state, turn.year) for turn in found] == [(704, 2002), (705, 2012)]
    assert isinstance(found[0], Turn)
    assert turns(alignment, YEARS, [705, 704], ["RUS"], only=[705]) == found[1:]


def test_a_detector_can_be_set() -> None:
    deaf = Detector(certainty=Parameter(1.0, "ours: an example"))
    assert turns(panel(step(13, 0.4)), YEARS, [371], ["RUS"], detector=deaf) == ()


def test_shape_is_checked() -> None:
    with pytest.raises(ParameterError) as caught:
        turns(np.zeros((2, 1, 1)), [1992], [371], ["RUS"])
    assert str(caught.value) == (
        "alignment has the shape (2, 1, 1), but there are 1 years, 1 states and 1 poles. "
        "Give an array of (years, states, poles)."
    )


def test_the_pair_must_be_poles() -> None:
    with pytest.raises(ParameterError) as caught:
        turns(np.zeros((1, 1, 1)), [1992], [371], ["RUS"], pair=("RUS", "USA"))
    assert str(caught.value) == "USA is no pole of this series. Choose the pair from: RUS."
