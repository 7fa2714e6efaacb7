from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kstest

from corcyra.errors import ParameterError, UnknownName
from corcyra.tracing.causal_model.likelihood import Likelihood
from corcyra.tracing.causal_model.mixture import proportions
from corcyra.tracing.causal_model.model import CausalModel, causal_model
from corcyra.tracing.causal_model.posterior import Diagnostics
from corcyra.tracing.causal_model.ridges import Ridge, null_directions
from corcyra.tracing.causal_model.sampler import sample

XY = causal_model("X -> Y")
IV = causal_model("Z -> X -> Y; X <-> Y")
EFFECT = "Y[X=1] - Y[X=0]"

# --- the twin: causal types and allotments one by one, in plain Python -------------------------------------------------


def naive_types(model: CausalModel) -> Iterator[tuple[dict[str, str], tuple[str, ...]]]:
    """Every causal type as labels by node, with the names of its parameters."""
    names = set(model.table("parameters")["name"])
    for kinds in product(*([each.removeprefix(node) for each in model.nodal_types[node]] for node in model.nodes)):
        type_ = dict(zip(model.nodes, kinds, strict=True))
        used = []
        for node in model.nodes:
            partners = [f"{each}.{type_[each]}" for each in model.graph.partners(node)]
            used.append(f"{node}.{type_[node]}" + (f"|{','.join(partners)}" if partners else ""))
        assert set(used) <= names
        yield type_, tuple(used)


def naive_outcome(model: CausalModel, type_: dict[str, str], do: dict[str, int]) -> dict[str, int]:
    done = dict(do)
    for node in model.nodes:
        if node not in done:
            place = sum(done[parent] * 2**bit for bit, parent in enumerate(model.parents[node]))
            done[node] = int(type_[node][place])
    return done


def naive_posterior(model: CausalModel, cases: list[dict[str, int]]) -> tuple[float, float, float]:
    """E[effect], E[effect^2] of X on Y, and the chance of the cases: every allotment of types to cases."""
    alphas = dict(model.table("parameters").select("name", "prior").rows())
    sets = dict(model.table("parameters").select("name", "set").rows())
    types = list(naive_types(model))
    fits = [[used for type_, used in types if case.items() <= naive_outcome(model, type_, {}).items()] for case in cases]
    effects = [naive_outcome(model, t, {"X": 1})["Y"] - naive_outcome(model, t, {"X": 0})["Y"] for t, _ in types]
    chance = first = second = 0.0
    for allotment in product(*fits):
        weight, counts = 1.0, dict(alphas)
        for used in allotment:
            weight *= naive_chance(counts, sets, used)
            for name in used:
                counts[name] += 1
        chance += weight
        first += weight * sum(e * naive_chance(counts, sets, used) for e, (_, used) in zip(effects, types, strict=True) if e)
        for (e, (_, one)), (f, (_, two)) in product(zip(effects, types, strict=True), repeat=2):
            if e and f:
                raised = {name: value + (name in one) for name, value in counts.items()}
                second += weight * e * f * naive_chance(counts, sets, one) * naive_chance(raised, sets, two)
    return first / chance, second / chance, chance


def naive_chance(counts: dict[str, float], sets: dict[str, str], used: tuple[str, ...]) -> float:
    """The expected product of the parameters of one causal type."""
    return math.prod(counts[name] / sum(value for each, value in counts.items() if sets[each] == sets[name]) for name in used)


MODELS = [
    XY,
    causal_model("X -> Y; X <-> Y").priors("jeffreys"),
    causal_model("X -> M -> Y").restrict("Y[M=1] < Y[M=0]"),
    XY.priors([1, 2, 0.5, 3, 1, 4]),
]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.sampled_from(MODELS), st.data())
def test_the_exact_posterior_agrees_with_its_twin(model: CausalModel, data: st.DataObject) -> None:
    cell = st.sampled_from([0, 1, None])
    rows = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(model.nodes, cell)), min_size=0, max_size=3))
    seen = [{node: value for node, value in row.items() if value is not None} for row in rows]
    mean, square, chance = naive_posterior(model, [each for each in seen if each])
    found = model.update(rows or {}, method="exact", draws=10)
    told = found.query(EFFECT).table.row(0, named=True)
    assert told["mean"] == pytest.approx(mean, abs=1e-10)
    assert told["sd"] == pytest.approx(math.sqrt(square - mean**2), abs=1e-7)
    assert found.diagnostics.log_evidence == pytest.approx(math.log(chance), abs=1e-9)


def test_queries_agree_with_the_twin_for_any_parameters() -> None:
    rng = np.random.default_rng(5)
    for model in (*MODELS, IV):
        values = model.parameters(rng.random(model.layout.size).tolist(), normalise=True)
        chance = dict(values.table("parameters").select("name", "value").rows())
        over = under = effect = 0.0
        for type_, used in naive_types(values):
            share = math.prod(chance[name] for name in used)
            seen, high, low = (naive_outcome(values, type_, do) for do in ({}, {"X": 1}, {"X": 0}))
            effect += share * (high["Y"] - low["Y"])
            under += share * (seen["X"] == 1 and seen["Y"] == 1)
            over += share * (seen["X"] == 1 and seen["Y"] == 1 and high["Y"] > low["Y"])
        assert values.query(EFFECT, using="parameters").mean == pytest.approx(effect)
        assert values.query("Y[X=1] > Y[X=0] :|: X == 1 & Y == 1", using="parameters").mean == pytest.approx(over / under)


# --- closed forms ----------------------------------------------------------------------------------------------------


def test_the_flat_prior_of_one_cause_in_closed_form() -> None:
    """A Dirichlet of four ones."""
    found = XY.query({"type": "Y[X=1] > Y[X=0]", "effect": EFFECT}, draws=100_000, seed=1).table
    assert found["mean"].to_list() == pytest.approx([0.25, 0])
    assert found["sd"].to_list() == pytest.approx([0.0375**0.5, 0.1**0.5])
    assert [round(each, 4) for each in found["sd"]] == [0.1936, 0.3162]
    assert found.row(1)[6:8] == pytest.approx((-0.632, 0.632), abs=0.008)
    cause = XY.query("Y[X=1] > Y[X=0]", "X == 1 & Y == 1", draws=100_000, seed=2).table
    assert cause.row(0)[4:6] == pytest.approx((0.5, 0.2887), abs=0.003)


def test_one_case_moves_the_effect_to_a_tenth() -> None:
    """Half Dirichlet(2, 1, 1, 1), half Dirichlet(1, 1, 2, 1)."""
    posterior = XY.update({"X0Y0": 1}, draws=100_000, seed=1)
    row = posterior.query(EFFECT).table.row(0, named=True)
    assert row["mean"] == pytest.approx(0.1)
    assert row["sd"] == pytest.approx(0.3)
    assert (row["low"], row["high"]) == pytest.approx((-0.493, 0.697), abs=0.008)
    assert posterior.diagnostics.log_evidence == pytest.approx(math.log(1 / 4))


def test_no_data_leave_the_prior_and_say_so() -> None:
    posterior = XY.update([{"X": None, "Y": None}], seed=4)
    assert posterior.query(EFFECT).table.row(0)[4:6] == pytest.approx((0, 0.1**0.5))
    assert posterior.notes == (
        "No data on X, Y: what is said of them comes from the prior and the graph.", "1 rows in which no node was seen were left out.",
    )  # fmt: skip
    assert XY.update([], method="sample").diagnostics.method == "exact"


def test_data_on_one_node_leave_the_others_to_the_prior() -> None:
    found = causal_model("X -> M -> Y").update({"X1": 5, "X0": 1}, draws=50)
    assert found.mean[:2] == pytest.approx([2 / 8, 6 / 8])
    assert found.mean[2:] == pytest.approx([0.25] * 8)
    assert found.diagnostics.components == 1


# --- the sampler ------------------------------------------------------------------------------------------------------


def test_the_gradient_is_that_of_the_likelihood() -> None:
    rng = np.random.default_rng(1)
    model = causal_model("X -> M -> Y; W -> Y; X <-> Y").restrict("M[X=1] < M[X=0]")
    events = model.events({"X1Y1": 4, "X0M1": 2, "W1Y0X1M1": 3, "X0M0Y0W0": 2})
    fit, logs = Likelihood(model, events), np.log(model.draw(1, seed=2))
    _, used = fit.gradient(np.exp(logs))
    for place in rng.permutation(model.layout.size)[:12]:
        nudge = np.zeros_like(logs)
        nudge[0, place] = 1e-6
        up, down = (fit.gradient(np.exp(logs + sign * nudge))[0][0] for sign in (1, -1))
        assert used[0, place] == pytest.approx((up - down) / 2e-6, abs=1e-6)
    slow = np.exp(np.log(fit.chances(np.exp(logs))) @ events.counts)
    assert fit.gradient(np.exp(logs))[0] == pytest.approx(np.log(slow))


def test_moves_along_ridges_leave_every_event_as_likely_as_before() -> None:
    rng = np.random.default_rng(3)
    events = IV.events({"Z1X1Y1": 4, "Z0X1": 2, "X0Y0": 1, "Z1X0Y1": 2})
    fit = Likelihood(IV, events)
    ridges = [Ridge(IV, each, rng) for each in fit.districts]
    assert [len(each.directions) > 0 for each in ridges] == [False, True]
    assert all(np.allclose(fit.districts[1].fits[:, places] @ numbers, 0) for places, numbers in ridges[1].directions)
    before = IV.draw(6, seed=1)
    after = before.copy()
    joint = fit.districts[1].joint(before).reshape(6, -1)
    ridges[1].values(ridges[1].walk(joint, 200), after)
    assert np.allclose(fit.chances(before), fit.chances(after))
    assert np.abs(after - before).max() > 0.05
    assert np.allclose(after, proportions(after, IV.layout))
    assert null_directions(np.eye(3), rng) == []


def test_moves_along_ridges_alone_keep_the_prior() -> None:
    """Chains that start in the prior stay in it: tested on what the moves change."""
    model = causal_model("X -> Y; X <-> Y").priors({"X.1": 3, "Y.01|X.1": 0.7, "Y.11|X.0": 2})
    fit = Likelihood(model, model.events({"X1Y1": 1, "X0Y0": 1, "X0Y1": 1, "X1Y0": 1}))
    ridge = Ridge(model, fit.districts[0], np.random.default_rng(2))
    before = model.draw(4000, seed=1)
    after = before.copy()
    ridge.values(ridge.walk(fit.districts[0].joint(before).reshape(4000, -1), 40), after)
    assert np.abs(after - before).mean() > 0.03
    fresh = model.draw(200_000, seed=9)
    for place in range(model.layout.size):
        assert kstest(after[:, place], fresh[:, place]).pvalue > 1e-4


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (XY, {"X1Y1": 14, "X0Y0": 9, "X1Y0": 3, "X0": 3}),
        (causal_model("X -> Y; X <-> Y").priors("jeffreys"), {"X1Y1": 6, "X0Y0": 4, "X0Y1": 1, "Y1": 2}),
        (causal_model("X -> M -> Y").restrict("M[X=1] < M[X=0]"), {"X1Y1": 3, "X0Y0": 3, "X1M1Y1": 2, "M0Y1": 1}),
    ],
)
def test_draws_agree_with_the_exact_posterior(model: CausalModel, data: dict[str, int]) -> None:
    queries = [EFFECT, "Y[X=1] > Y[X=0]", "Y[X=1] > Y[X=0] :|: X == 1 & Y == 1"]
    exact = model.update(data, method="exact", draws=40_000, seed=1)
    drawn = model.update(data, method="sample", draws=3200, seed=2)
    assert drawn.diagnostics.converged, drawn.diagnostics
    one, two = exact.query(queries).table, drawn.query(queries).table
    for column, near in (("mean", 0.02), ("sd", 0.02), ("low", 0.04), ("high", 0.04)):
        assert two[column].to_list() == pytest.approx(one[column].to_list(), abs=near)
    case = [each.query("Y[X=1] > Y[X=0]", "X == 1 & Y == 1", case=True).mean for each in (exact, drawn)]
    assert case[0] == pytest.approx(case[1], abs=0.02)


def test_draws_rank_evenly_among_what_made_the_data() -> None:
    """Simulation-based calibration in miniature: the rank of the truth among posterior draws is even."""
    model, ranks = causal_model("X -> Y; X <-> Y"), []
    for seed in range(60):
        truth = model.draw(1, seed=1000 + seed)[0]
        world = model.parameters(truth.tolist(), normalise=True)
        posterior = model.update(world.realise(4, seed=seed), draws=200, seed=seed)
        ranks.append(float((posterior.distribution(EFFECT) < world.query(EFFECT, using="parameters").mean).mean()))
    assert kstest(ranks, "uniform").pvalue > 0.01


def test_results_repeat_with_their_seed_and_progress_is_told() -> None:
    heard: list[tuple[str, float]] = []
    data = {"X1Y1": 3, "X0Y0": 3}
    one = XY.update(data, method="sample", draws=320, seed=7, tell=lambda stage, share: heard.append((stage, share)))
    assert np.array_equal(one.draws, XY.update(data, method="sample", draws=320, seed=7).draws)
    assert not np.array_equal(one.draws, XY.update(data, method="sample", draws=320, seed=8).draws)
    assert {stage for stage, _ in heard} >= {"exact mixture", "warming up", "drawing, round 1", "done"}
    assert all(0 <= share <= 1 for _, share in heard)


def test_what_did_not_converge_is_said_first() -> None:
    told = Diagnostics("sample", rhat=1.2, effective=31.0, chains=32)
    assert not told.converged
    few = sample(XY, XY.events({"X1Y1": 3, "X0Y0": 3}), 128, np.random.default_rng(1), lambda stage, share: None)
    assert few.draws.shape == (128, 6)
    short = XY.update({"X1Y1": 3, "X0Y0": 3}, method="sample", draws=128, seed=1)
    assert not short.diagnostics.converged
    assert str(short).startswith("NOT CONVERGED: R-hat ")
    assert str(short.query(EFFECT)).startswith("NOT CONVERGED: R-hat ")
    assert Diagnostics("exact", components=3).converged


def test_bad_settings_of_an_update_are_refused() -> None:
    with pytest.raises(UnknownName, match=r"unknown method 'stan'. Nearest: auto, exact, sample"):
        XY.update({}, method="stan")
    with pytest.raises(ParameterError, match="draws is 1; wanted at least 2"):
        XY.update({}, draws=1)
    with pytest.raises(ParameterError) as caught:
        IV.update({"Z0X0Y0": 200, "Z1X1Y1": 200}, method="exact")
    assert str(caught.value) == "the exact posterior of 400 cases has more than 20,000 components, or too many steps to them. Use method='sample', or 'auto'."


def test_a_posterior_predicts_tells_its_table_and_becomes_parameters() -> None:
    posterior = XY.update({"X1Y1": 30, "X0Y0": 10}, draws=800, seed=3)
    assert posterior.table().columns == ["name", "node", "set", "mean", "sd", "low", "high"]
    assert posterior.table()["mean"][1] == pytest.approx(31 / 42)
    assert posterior.realise(3000, seed=1)["X"].mean() == pytest.approx(31 / 42, abs=0.04)
    assert posterior.realise(0).height == 0
    assert posterior.as_parameters().query(EFFECT, using="parameters").mean == pytest.approx(posterior.query(EFFECT).mean)
    both = posterior.query(EFFECT, using=["prior", "posterior"]).table
    assert both["using"].to_list() == ["prior", "posterior"]
    assert str(posterior) == "Exact: a mixture of 341 components.\nX -> Y, after 40 cases in 2 kinds of events."
