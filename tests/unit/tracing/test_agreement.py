"""Krippendorff's alpha against its definition by pairs; pooling; who differs."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from corcyra.errors import DataError, ParameterError
from corcyra.tracing.agreement import METRICS, alpha, compare_coders, complete, pooled
from corcyra.tracing.evidence import Likelihoods

NAN = float("nan")
RATINGS = st.lists(st.lists(st.sampled_from([NAN, 0.0, 1.0, 2.0, 5.0]), min_size=4, max_size=4), min_size=2, max_size=4)


def by_pairs(table: list[list[float]], metric: str) -> float:
    """The naive twin: the mean difference of pairs within units over that of all pairs of judgements."""
    units = [[value for value in unit if value == value] for unit in zip(*table, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    every = [value for unit in units for value in unit]

    def apart(c: float, k: float) -> float:
        if metric == "nominal":
            return float(c != k)
        if metric == "interval":
            return (c - k) ** 2
        if metric == "ratio":
            return ((c - k) / (c + k)) ** 2 if c + k else 0.0
        low, high = min(c, k), max(c, k)
        return (
            (sum(low <= value <= high for value in every) - (every.count(c) + every.count(k)) / 2) ** 2
            if c != k
            else 0.0
        )

    within = sum(apart(c, k) / (len(unit) - 1) for unit in units for c, k in itertools.permutations(unit, 2)) / len(
        every
    )
    chance = sum(apart(c, k) for c, k in itertools.permutations(every, 2)) / (len(every) * (len(every) - 1))
    return 1 - within / chance


@given(RATINGS, st.sampled_from(METRICS))
@settings(max_examples=60, deadline=None)
def test_alpha_is_what_the_pairs_give(table: list[list[float]], metric: str) -> None:
    found = alpha(table, metric)
    assume(not np.isnan(found.alpha))
    assert found.alpha == pytest.approx(by_pairs(table, metric))


@given(st.lists(st.integers(0, 4), min_size=2, max_size=8), st.integers(2, 5), st.sampled_from(METRICS))
@settings(max_examples=40, deadline=None)
def test_agreement_is_one(values: list[int], coders: int, metric: str) -> None:
    assume(len(set(values)) > 1)
    assert alpha([values] * coders, metric).alpha == 1.0


def test_without_variation_or_pairs_alpha_is_not_defined() -> None:
    same = alpha([[1, 1], [1, 1]])
    assert str(same) == (
        "alpha (nominal) not defined; 2 coders, 2 units, 4 judgements; every judgement is the same, so chance cannot be told from agreement"
    )
    assert alpha([[1, NAN], [NAN, 2]]).note == "no two coders judged the same unit"


def test_bad_metrics_and_shapes_are_refused() -> None:
    with pytest.raises(ParameterError, match=r"^unknown metric 'x'\. Use one of nominal, ordinal, interval, ratio\.$"):
        alpha([[1, 2], [1, 2]], "x")
    with pytest.raises(ParameterError, match=r"^judgements come as a table of coders by units, not in 1 dimensions\.$"):
        alpha([1, 2])
    with pytest.raises(
        ParameterError,
        match=r"^the metric ratio needs values of 0 or more\. Use interval for values that may be negative\.$",
    ):
        alpha([[-1, 2], [1, 2]], "ratio")


def test_pooling_by_log_odds_and_linear() -> None:
    values = np.array([[[0.9, 0.6, NAN], [NAN, NAN, NAN]]])
    odds = np.sqrt(9 * 1.5)
    assert pooled(values)[0, 0] == pytest.approx(odds / (1 + odds))
    assert pooled(values, "linear")[0, 0] == pytest.approx(0.75)
    assert np.isnan(pooled(values)[0, 1])
    assert pooled(np.array([[[0.0, 0.5]]]))[0, 0] == 0.0


@given(st.lists(st.floats(0.001, 0.999), min_size=1, max_size=5))
def test_pooling_and_taking_the_complement_commute(values: list[float]) -> None:
    one = pooled(np.array([[values]]))[0, 0]
    assert pooled(1 - np.array([[values]]))[0, 0] == pytest.approx(1 - one, abs=1e-9)
    assert min(values) - 1e-9 <= one <= max(values) + 1e-9


def test_contradictory_certainties_have_no_pool() -> None:
    with pytest.raises(DataError) as error:
        pooled(np.array([[[0.0, 1.0]]]))
    assert str(error.value) == (
        "one coder calls a clue impossible under a hypothesis and another calls it certain: no pool of the two exists. "
        "Give numbers between 0 and 1, pool linearly, or weigh each coder apart."
    )
    assert pooled(np.array([[[0.0, 1.0]]]), "linear")[0, 0] == 0.5
    with pytest.raises(ParameterError, match=r"^unknown way of pooling 'x'\. Use one of log-odds, linear\.$"):
        pooled(np.array([[[0.5]]]), "x")


def test_the_odd_coder_and_the_disputed_clue_come_first() -> None:
    values = np.array(
        [[[0.8, 0.8, 0.2], [0.2, 0.2, 0.8]], [[0.8, 0.8, 0.5], [0.5, 0.5, 0.5]], [[0.95, 0.95, NAN], [0.2, 0.2, NAN]]]
    )
    found = compare_coders(Likelihoods(("a", "b", "c"), ("h", "k"), ("AB", "CD", "EF"), values, (True,) * 3))
    assert [each.coder for each in found.differing] == ["EF", "AB", "CD"]
    assert found.differing[0].without == 1.0
    assert found.clues[0] == ("a", pytest.approx(12.04, abs=0.01))
    assert found.clues[-1] == ("c", 0.0)


def test_one_coder_can_be_compared_with_nobody() -> None:
    found = compare_coders(Likelihoods(("a",), ("h", "k"), ("AB",), np.array([[0.8, 0.2]]), (True,)))
    assert np.isnan(found.agreement.alpha)
    assert np.isnan(found.differing[0].mean_db)


def test_half_judgements_are_left_out_and_named() -> None:
    values = np.array([[[0.8, 0.8], [0.2, NAN]]])
    table, told = complete(Likelihoods(("a",), ("h", "k"), ("AB", "CD"), values, (True,)))
    assert told == ("a: CD judged it under some hypotheses only, and is left out for it",)
    assert pooled(table.expected).tolist() == [[0.8, 0.2]]
