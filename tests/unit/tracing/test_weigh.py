"""Bayes over rival hypotheses, in decibels."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.tracing.evidence import Likelihoods
from corcyra.tracing.weigh import by_coder, decibels, posterior, ratio, strength, weigh, weights

H = ("h", "k", "m")
SHARE = st.floats(0.01, 0.99)
ROWS = st.lists(st.tuples(SHARE, SHARE, SHARE), min_size=1, max_size=6)


def table(rows: list[tuple[float, ...]], found: tuple[bool | None, ...] | None = None) -> Likelihoods:
    names = tuple(f"e{at}" for at in range(len(rows)))
    return Likelihoods(names, H[: len(rows[0])], ("",), np.array(rows), found or (True,) * len(rows))


@given(ROWS, st.tuples(SHARE, SHARE, SHARE))
@settings(deadline=None)
def test_the_posterior_is_bayes_and_sums_to_one(rows: list[tuple[float, ...]], raw: tuple[float, ...]) -> None:
    prior = [each / sum(raw) for each in raw]
    by_hand = [p * np.prod([row[at] for row in rows]) for at, p in enumerate(prior)]
    found = weigh(table(rows), dict(zip(H, prior, strict=True)))
    assert found.posterior == pytest.approx([each / sum(by_hand) for each in by_hand])
    assert found.posterior.sum() == pytest.approx(1.0, abs=1e-12)


@given(ROWS, st.randoms())
@settings(deadline=None)
def test_the_order_of_independent_clues_does_not_matter(rows: list[tuple[float, ...]], chance: object) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert weigh(table(mixed)).posterior == pytest.approx(weigh(table(rows)).posterior, abs=1e-12)


@given(ROWS, st.permutations(range(3)))
@settings(deadline=None)
def test_relabelled_hypotheses_keep_their_shares(rows: list[tuple[float, ...]], order: list[int]) -> None:
    one = weigh(table(rows))
    turned = Likelihoods(one.clues, tuple(H[at] for at in order), ("",), np.array(rows)[:, order], one.found)
    again = weigh(turned)
    assert [again.posterior_of(name) for name in H] == pytest.approx(one.posterior.tolist(), abs=1e-12)


@given(ROWS)
@settings(deadline=None)
def test_weights_are_consistent_between_all_pairs(rows: list[tuple[float, ...]]) -> None:
    found = weights(rows)
    for j, k, m in itertools.permutations(range(3)):
        assert found[:, j, k] + found[:, k, m] == pytest.approx(found[:, j, m], abs=1e-9)
    assert weigh(table(rows)).total == pytest.approx(found.sum(axis=0), abs=1e-9)


def test_decibels_and_ratios_are_inverse() -> None:
    assert [ratio(decibels(each)) for each in (0.001, 1.0, 20.0)] == pytest.approx([0.001, 1.0, 20.0])
    assert decibels(0.0) == -np.inf
    assert ratio(1e5) == np.inf


@pytest.mark.parametrize(
    ("times", "word"),
    [
        (1, "not worth more than a bare mention"),
        (3, "not worth more than a bare mention"),
        (20, "positive"),
        (21, "strong"),
        (151, "very strong"),
        (np.inf, "very strong"),
    ],
)
def test_the_words_for_a_strength(times: float, word: str) -> None:
    assert strength(decibels(times)) == strength(-decibels(times)) == word


def test_a_thousand_strong_clues_neither_overflow_nor_vanish() -> None:
    rows = [(0.99, 1e-300, 0.5)] * 1000 + [(1e-300, 0.99, 0.5)] * 1000
    found = weigh(table(rows))
    assert found.posterior == pytest.approx([0.0, 0.0, 1.0])
    assert found.total[0, 1] == pytest.approx(0.0, abs=1e-6)
    level = weigh(table([(0.99, 1e-300)] * 1000 + [(1e-300, 0.99)] * 1000))
    assert level.posterior == pytest.approx([0.5, 0.5], abs=1e-6)


def test_a_clue_not_found_counts_with_its_complement() -> None:
    found = weigh(table([(0.9, 0.2)], (False,)))
    assert found.posterior == pytest.approx([0.1 / 0.9, 0.8 / 0.9])
    assert found.between("k", "h")["e0"] == pytest.approx(9.03, abs=0.01)


def test_a_certainty_rules_out_and_is_noted() -> None:
    found = weigh(table([(0.0, 0.5, 0.5), (0.9, 0.1, 0.1)]))
    assert found.posterior.tolist() == [0.0, 0.5, 0.5]
    assert found.between("h", "k")["e0"] == -np.inf
    assert found.log_odds[1, 0] == np.inf
    assert found.notes == (
        "e0 under h: a judgement of 0 is a certainty, and a certainty cannot be moved by other evidence: give 0.01 unless the opposite is impossible",
    )


def test_evidence_impossible_under_every_hypothesis_is_refused_by_name() -> None:
    with pytest.raises(DataError) as error:
        weigh(table([(0.0, 0.5), (0.5, 0.0)]))
    assert str(error.value) == (
        "every hypothesis is ruled out: h by e0; k by e1. Either a judgement of 0 or 1 is too bold, or the true hypothesis is not among these."
    )
    with pytest.raises(DataError, match=r"ruled out: h by e0; k by its prior of 0\. "):
        weigh(table([(0.0, 0.5)]), {"h": 1.0, "k": 0.0})
    with pytest.raises(
        DataError, match=r"^every hypothesis is ruled out: each has a clue that is impossible under it\. "
    ):
        posterior([0.5, 0.5], [[0.0, 0.0]])


@pytest.mark.parametrize(
    ("prior", "message"),
    [
        ({"h": 0.5}, "there is no prior for k. Give one for every hypothesis, or none at all for equal ones."),
        ({"h": 1.5, "k": -0.5}, "the prior of h is 1.5: it must lie between 0 and 1."),
        (
            {"h": 0.5, "k": 0.6},
            "the priors sum to 1.1, not to 1. Exclusive hypotheses share one certainty: scale the priors, or add the hypothesis that is missing.",
        ),
    ],
)
def test_bad_priors_are_refused(prior: dict[str, float], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        weigh(table([(0.5, 0.5)]), prior)
    assert str(error.value) == message


def test_unknown_hypotheses_are_refused() -> None:
    with pytest.raises(UnknownName, match=r"^unknown hypothesis 'x'\. Nearest: h, k\. Use one of these\.$"):
        weigh(table([(0.5, 0.5)]), {"x": 1.0})
    with pytest.raises(UnknownName, match=r"^unknown hypothesis 'x'\. Nearest: h, k\. Use one of these\.$"):
        weigh(table([(0.5, 0.5)])).between("h", "x")


def test_what_nobody_judged_is_not_weighed_and_not_even() -> None:
    found = weigh(table([(0.9, 0.2), (np.nan, np.nan), (0.3, np.nan)]))
    assert found.clues == ("e0",)
    assert found.notes == (
        "e2: the coder judged it under some hypotheses only, and is left out for it",
        "e1: nobody judged it under every hypothesis, and it is not weighed",
        "e2: nobody judged it under every hypothesis, and it is not weighed",
    )


def test_without_evidence_the_prior_stays() -> None:
    found = weigh(table([(0.9, 0.2)], (None,)), {"h": 0.3, "k": 0.7})
    assert found.posterior == pytest.approx([0.3, 0.7])
    assert found.open == ("e0",)
    assert found.total.tolist() == [[0.0, 0.0], [0.0, 0.0]]
    assert str(found).startswith("k: 0.700, 3.7 dB over h (not worth more than a bare mention)")


def test_coders_apart_and_pooled() -> None:
    values = np.array([[[0.8, 0.2], [0.2, 0.8]]])
    both = Likelihoods(("a",), ("h", "k"), ("AB", "CD"), values, (True,))
    assert weigh(both).posterior == pytest.approx([0.5, 0.5])
    assert {coder: each.leader for coder, each in by_coder(both).items()} == {"AB": "h", "CD": "k"}
