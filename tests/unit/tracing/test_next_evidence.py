"""What looking for a clue promises."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.tracing.evidence import Likelihoods
from corcyra.tracing.next_evidence import entropy, next_evidence
from corcyra.tracing.weigh import Weighed, weigh

SHARE = st.floats(0.01, 0.99)


def result(
    rows: list[tuple[float, ...]], found: tuple[bool | None, ...], prior: dict[str, float] | None = None
) -> Weighed:
    names = tuple("abcdef"[: len(rows)])
    return weigh(Likelihoods(names, ("h", "k", "m")[: len(rows[0])], ("",), np.array(rows), found), prior)


@given(st.tuples(SHARE, SHARE, SHARE), st.tuples(SHARE, SHARE, SHARE))
@settings(deadline=None, max_examples=60)
def test_the_information_is_the_mutual_information_of_the_joint_table(
    clue: tuple[float, ...], raw: tuple[float, ...]
) -> None:
    prior = np.array(raw) / sum(raw)
    found = next_evidence(result([clue], (None,), dict(zip(("h", "k", "m"), prior.tolist(), strict=True))))[0]
    joint = np.array([prior * clue, prior * (1 - np.array(clue))])
    by_hand = (joint * np.log2(joint / (joint.sum(axis=1, keepdims=True) * joint.sum(axis=0)))).sum()
    assert found.bits == pytest.approx(by_hand, abs=1e-9)
    assert found.chance_found == pytest.approx(joint[0].sum())
    # What is to be expected on average is what is believed now.
    assert found.chance_found * found.if_found + (1 - found.chance_found) * found.if_not == pytest.approx(prior)
    assert found.expected_leader >= prior.max() - 1e-12


def test_the_most_informative_comes_first_and_ties_share_a_rank() -> None:
    found = next_evidence(result([(0.5, 0.5), (0.9, 0.1), (0.1, 0.9), (0.6, 0.5)], (None,) * 4))
    assert [(each.clue, each.rank) for each in found] == [("b", 1), ("c", 1), ("d", 3), ("a", 4)]
    assert found[-1].bits == pytest.approx(0.0)


def test_the_chance_that_the_verdict_changes_is_that_of_the_outcome_that_changes_it() -> None:
    found = next_evidence(result([(0.8, 0.2), (0.3, 0.99)], (True, None)))[0]
    # h leads 4:1; found, k has .2 x .99 against .8 x .3, and h still leads; not found, h leads by more.
    assert (found.leader_if_found, found.leader_if_not, found.chance_verdict_changes) == ("h", "h", 0.0)
    found = next_evidence(result([(0.8, 0.2), (0.1, 0.99)], (True, None)))[0]
    assert found.leader_if_found == "k"
    assert found.chance_verdict_changes == pytest.approx(0.8 * 0.1 + 0.2 * 0.99)
    assert found.expected_db == pytest.approx(0.1 * 10 * np.log10(0.1 / 0.99) + 0.9 * 10 * np.log10(0.9 / 0.01))


def test_a_clue_that_could_prove_is_worth_an_infinite_weight() -> None:
    found = next_evidence(result([(0.5, 0.0)], (None,)))[0]
    assert found.expected_db == np.inf
    assert found.if_found.tolist() == [1.0, 0.0]
    impossible = next_evidence(result([(0.0, 0.0)], (None,)))[0]
    assert (impossible.bits, impossible.chance_found, impossible.if_found.tolist()) == (0.0, 0.0, [0.5, 0.5])


def test_what_was_looked_for_is_not_next() -> None:
    assert next_evidence(result([(0.8, 0.2)], (True,))) == ()


def test_entropy_of_equal_shares() -> None:
    assert entropy([0.25] * 4) == 2.0
