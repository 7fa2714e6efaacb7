from __future__ import annotations

import numpy as np
import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.tracing.causal_model import exact, sampler
from corcyra.tracing.causal_model.diagnostics import effective, rhat, worst
from corcyra.tracing.causal_model.model import CausalModel, causal_model
from corcyra.tracing.causal_model.scales import Scales

EFFECT = "Y[X=1] - Y[X=0]"

# --- the exact way is not begun where it cannot end ---------------------------------------------------------------------


def test_components_are_never_fewer_than_seen_beforehand() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        types = rng.integers(0, 3, size=(2, rng.integers(1, 5))) + np.array([[0], [3]])
        for number in (1, 2, 4):
            sums = {(0,) * 6}
            for _ in range(number):
                sums = {tuple(np.add(each, step)) for each in sums for step in exact.uses(types, 6)}
            assert exact.at_least(types, number, 6) <= len(sums)


def test_too_many_cases_are_not_allotted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    monkeypatch.setattr(exact, "merged", lambda counts, ways: begun.append(len(counts)))
    model = causal_model("X -> M -> Y; X -> Y; W -> Y")
    assert exact.exact_posterior(model, model.events({"X1Y1": 40, "X0Y0": 40, "X1M1W0Y1": 5})) is None
    assert begun == []


# --- scales -------------------------------------------------------------------------------------------------------------


def test_scales_undo_the_covariance_of_small_sets_and_the_variance_of_large_ones() -> None:
    layout = causal_model("A -> Y <- B; X -> Y").layout
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(3000, layout.size)) * np.linspace(0.1, 2, layout.size)
    rows[:, 1] += 3 * rows[:, 0]
    scales = Scales(layout)
    assert np.array_equal(scales.spread(rows), rows)
    scales.learn(rows)
    moved = scales.spread(rng.normal(size=(20_000, layout.size)))
    assert np.corrcoef(moved[:, :2].T)[0, 1] == pytest.approx(np.corrcoef(rows[:, :2].T)[0, 1], abs=0.03)
    assert moved.std(axis=0) == pytest.approx(rows.std(axis=0), rel=0.05)
    one, two = rng.normal(size=(2, 1, layout.size))
    assert float((scales.gather(one) * two).sum()) == pytest.approx(float((one * scales.spread(two)).sum()))


# --- what is said of the draws ------------------------------------------------------------------------------------------


def test_the_worst_of_all_quantities_is_told_however_many_there_are() -> None:
    draws = np.random.default_rng(3).normal(size=(4, 200, 150))
    draws[2, :, 140] += 1
    assert worst(draws) == (rhat(draws).max(), effective(draws).min())
    assert worst(draws)[0] > 1.05
    draws[:, :, 3] = np.nan
    assert np.isnan(worst(draws)[0])


def test_a_second_round_adds_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chains of twice the length, of which every second draw is kept: half of the first round stays."""
    model = causal_model("X -> Y")
    rounds: list[np.ndarray] = []

    def judged(walk: object, chains: np.ndarray, columns: object) -> tuple[float, float]:
        rounds.append(chains)
        return (1.5, 10.0) if len(rounds) == 1 else (1.0, 4000.0)

    monkeypatch.setattr(sampler, "judged", judged)
    found = sampler.sample(model, model.events({"X1Y1": 9, "X0Y0": 9}), 320, np.random.default_rng(1), lambda stage, share: None)
    first, second = rounds
    assert first.shape == second.shape == (32, 10, 6)
    assert np.array_equal(second[:, :5], first[:, 1::2])
    assert (found.rhat, found.effective) == (1.0, 4000.0)


# --- cases that never come into the data --------------------------------------------------------------------------------


def importance(model: CausalModel, counts: dict[str, int], hidden: set[str], draws: int = 200_000) -> tuple[float, float]:
    """Mean and deviation of the effect: draws of the prior weighted by the likelihood, event by event."""
    rows = model.draw(draws, seed=3)
    x, y = rows[:, :2], rows[:, 2:].reshape(draws, 2, 4)
    chance = {f"X{a}Y{b}": x[:, a] * sum(y[:, a, kind] for kind in range(4) if (kind >> a & 1) == b) for a in (0, 1) for b in (0, 1)}
    shown = sum(value for name, value in chance.items() if name not in hidden)
    weight = np.prod([(chance[name] / shown) ** number for name, number in counts.items()], axis=0)
    effect = (x[:, :, None] * y * np.array([0, -1, 1, 0])).sum(axis=(1, 2))
    mean = float(np.average(effect, weights=weight))
    return mean, float(np.sqrt(np.average((effect - mean) ** 2, weights=weight)))


def test_censored_cases_change_what_the_others_say() -> None:
    model, counts = causal_model("X -> Y; X <-> Y"), {"X1Y1": 4, "X0Y1": 3, "X1Y0": 1}
    posterior = model.update(counts, censored="X0Y0", draws=6400, seed=1)
    row = posterior.query(EFFECT).table.row(0, named=True)
    assert (row["mean"], row["sd"]) == pytest.approx(importance(model, counts, {"X0Y0"}), abs=0.012)
    plain = model.update(counts, method="exact").query(EFFECT).mean
    assert plain == pytest.approx(importance(model, counts, set())[0], abs=0.003)
    assert abs(plain - row["mean"]) > 0.04
    assert posterior.notes == ("Cases with X0Y0 are taken never to come into such data.",)


def test_part_of_what_was_seen_completes_to_what_is_not_censored() -> None:
    """X = 0 with Y unseen can only be X0Y1 where X0Y0 never comes in."""
    model = causal_model("X -> Y")
    one, two = (model.update({"X1Y1": 3, name: 2}, censored="X0Y0", draws=3200, seed=5).draws for name in ("X0", "X0Y1"))
    assert np.allclose(one, two)


def test_censoring_that_contradicts_the_data_is_refused() -> None:
    model = causal_model("X -> Y")
    for censored in ("X0", ["X0Y0", "X0Y1"]):
        with pytest.raises(DataError) as caught:
            model.update([{"X": 1, "Y": 1}, {"X": 0, "Y": None}], censored=censored)
        assert str(caught.value) == "row 2: X0 is in the data, and among the censored events, whose cases are not. Leave one of them out."
    with pytest.raises(DataError, match=r"^censored: the event 'Q0' cannot be read; wanted nodes \(X, Y\) each followed by 0 or 1, such as X1\.$"):
        model.update({"X1": 1}, censored="Q0")
    with pytest.raises(ParameterError, match=r"^with censored events the posterior is no mixture; wanted method='sample', or 'auto'\.$"):
        model.update({"X1": 1}, censored="X0Y0", method="exact")
    assert model.update({}, censored="X0Y0").diagnostics.method == "exact"
