"""Clues that hang together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corcyra.errors import CorcyraError, DataError, ParameterError, UnknownName
from corcyra.tracing.dependence import Dependence, clusters, conditioned, given_other, joint, order, rho_bounds
from corcyra.tracing.evidence import Likelihoods
from corcyra.tracing.weigh import weigh

SHARE = st.floats(0.01, 0.99)


def table(found: tuple[bool | None, ...] = (True, True, True)) -> Likelihoods:
    values = np.array([[0.8, 0.4], [0.6, 0.3], [0.7, 0.5]])[: len(found)]
    return Likelihoods(("a", "b", "c")[: len(found)], ("h", "k"), ("",), values, found)


@given(SHARE, SHARE, st.floats(0, 1))
@settings(deadline=None)
def test_a_correlation_within_the_bounds_gives_four_probabilities(p1: float, p2: float, share: float) -> None:
    low, high = rho_bounds(p1, p2)
    rho = low + share * (high - low)
    both = joint(p1, p2, rho)
    cells = np.array([both, p1 - both, p2 - both, 1 - p1 - p2 + both])
    assert (cells >= -1e-12).all()
    assert (both - p1 * p2) / np.sqrt(p1 * (1 - p1) * p2 * (1 - p2)) == pytest.approx(rho, abs=1e-9)
    # The law of total probability.
    total = p1 * given_other(p1, p2, rho) + (1 - p1) * given_other(p1, p2, rho, found=False)
    assert total == pytest.approx(p2)


@given(SHARE, SHARE)
def test_the_bounds_are_reached_and_not_passed(p1: float, p2: float) -> None:
    low, high = rho_bounds(p1, p2)
    assert joint(p1, p2, high) == pytest.approx(min(p1, p2))
    assert joint(p1, p2, low) == pytest.approx(max(0.0, p1 + p2 - 1))
    with pytest.raises(ParameterError):
        joint(p1, p2, high + 0.01)


def test_an_impossible_correlation_is_told_its_interval() -> None:
    with pytest.raises(ParameterError) as error:
        conditioned(table(), [Dependence("b", "a", "correlation", 0.9)])
    assert str(error.value) == (
        "b given a under h: a correlation of 0.9 is impossible for clues of probability 0.8 and 0.6: it must lie between -0.408 and 0.612. "
        "Choose a value there, or give a conditional judgement."
    )


def test_certain_clues_have_no_correlation() -> None:
    assert rho_bounds(1.0, 0.4) == (0.0, 0.0)
    assert given_other(1.0, 0.4, 0.0, found=False) == 0.4


def test_a_conditional_judgement_takes_the_marginal_s_place() -> None:
    found = weigh(
        table(),
        dependences=[Dependence("b", "a", "conditional", 0.9), Dependence("c", ("a", "b"), "conditional", 0.6, "k")],
    )
    assert found.expected.tolist() == [[0.8, 0.4], [0.9, 0.9], [0.7, 0.6]]
    assert found.between("h", "k")["b"] == 0.0
    assert found.by_cluster("h", "k") == {("a", "b", "c"): pytest.approx(10 * np.log10(0.8 * 0.7 / (0.4 * 0.6)))}


def test_correlations_in_a_chain_multiply_to_the_joint_probability() -> None:
    rows = [Dependence("b", "a", "correlation", 0.2), Dependence("c", "b", "correlation", -0.1)]
    found = weigh(table((True, False, True)), dependences=rows)
    a, b, c = 0.8, 0.6, 0.7
    p_ab = joint(a, b, 0.2)
    not_b = 1 - p_ab / a
    c_given = (c - joint(b, c, -0.1)) / (1 - b)
    assert found.seen[:, 0] == pytest.approx([a, not_b, c_given])


def test_the_same_clue_adds_nothing() -> None:
    found = weigh(table(), dependences=[Dependence("b", "a", "same")])
    assert found.clues == ("a", "c")
    assert found.merged == (("b", "a"),)
    assert found.posterior == pytest.approx(weigh(table().only(["a", "c"])).posterior)


def test_for_one_coder_the_same_clue_is_worth_nothing() -> None:
    values = np.repeat(np.array([[0.8, 0.4], [0.6, 0.3]])[:, :, None], 2, axis=2)
    given_ = conditioned(
        Likelihoods(("a", "b"), ("h", "k"), ("AB", "CD"), values, (True, True)),
        [Dependence("b", "a", "same", coder="AB")],
    )
    assert given_.likelihoods.expected[1].tolist() == [[0.5, 0.6], [0.5, 0.3]]


def test_what_was_not_looked_for_conditions_nothing() -> None:
    found = weigh(table((None, True, True)), dependences=[Dependence("b", "a", "conditional", 0.9)])
    assert found.expected.tolist() == [[0.6, 0.3], [0.7, 0.5]]
    assert found.notes == ("b depends on a, which nobody has looked for: it is weighed by itself",)


def test_a_row_for_all_coders_reaches_those_who_judged_the_clue() -> None:
    values = np.full((2, 2, 2), np.nan)
    values[:, :, 0] = [[0.8, 0.4], [0.6, 0.3]]
    wide = Likelihoods(("a", "b"), ("h", "k"), ("AB", "CD"), values, (True, True))
    found = conditioned(wide, [Dependence("b", "a", "conditional", 0.9, "h")]).likelihoods.expected
    assert found[1, 0].tolist()[0] == 0.9
    assert np.isnan(found[1, :, 1]).all()


def test_circles_are_refused_and_named() -> None:
    rows = [Dependence("b", "a", "same"), Dependence("c", "b", "same"), Dependence("a", "c", "same")]
    with pytest.raises(DataError) as error:
        order(["a", "b", "c"], rows)
    assert str(error.value) == (
        "the dependence between clues runs in a circle: a -> c -> b -> a. Decide which clue comes first and take one of these rows out."
    )
    with pytest.raises(DataError, match=r"in a circle: a -> a\. "):
        order(["a"], [Dependence("a", "a", "same")])


def test_clues_that_hang_together_through_others_are_one_group() -> None:
    rows = [Dependence("b", "a", "same"), Dependence("d", "c", "same"), Dependence("d", ("b", "c"), "conditional", 0.5)]
    assert clusters(list("abcde"), rows) == (("a", "b", "c", "d"), ("e",))


@pytest.mark.parametrize(
    ("rows", "kind", "message"),
    [
        ([Dependence("x", "a", "same")], UnknownName, "unknown clue 'x'. Nearest: a, b, c. Use one of these."),
        (
            [Dependence("b", "a", "conditional", 0.5, "x")],
            UnknownName,
            "unknown hypothesis 'x'. Nearest: h, k. Use one of these.",
        ),
        ([Dependence("b", "a", "conditional", 0.5, coder="x")], UnknownName, "unknown coder 'x'. Check the spelling."),
        (
            [Dependence("b", "a", "conditional", 0.5), Dependence("b", "c", "correlation", 0.1, "k")],
            DataError,
            "b has two dependences under k. Where it depends on several clues, give one conditional judgement that names them all.",
        ),
    ],
)
def test_rows_that_do_not_fit_are_refused(rows: list[Dependence], kind: type[CorcyraError], message: str) -> None:
    with pytest.raises(kind) as error:
        conditioned(table(), rows)
    assert str(error.value) == message


def test_the_same_clue_cannot_be_found_and_not_found() -> None:
    with pytest.raises(DataError) as error:
        conditioned(table((True, False, True)), [Dependence("b", "a", "same")])
    assert str(error.value) == (
        "b is said to be the same as a, but b was not found and a was found. Give a conditional judgement instead."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("b", "a", "cause", 0.5), "unknown kind of dependence 'cause'. Use one of conditional, correlation, same."),
        (("b", "a", "conditional", 1.5), "b (conditional) has the value 1.5: it must lie between 0 and 1."),
        (("b", "a", "conditional"), "b (conditional) has the value None: it must lie between 0 and 1."),
        (("b", "a", "correlation", -1.5), "b (correlation) has the value -1.5: it must lie between -1 and 1."),
        (("b", "a", "same", 0.5), "b is the same as a: that takes no value, but 0.5 was given."),
        (("b", ("a", "c"), "correlation", 0.5), "b (correlation) needs one clue on which it depends, not 2."),
        (("b", (), "conditional", 0.5), "b (conditional) needs at least one clue on which it depends, not 0."),
        (
            ("b", "a", "same", None, "h"),
            "b is said to be the same as a under h only. What is the same clue is so under every hypothesis: write *, or give a conditional judgement.",
        ),
    ],
)
def test_a_dependence_that_cannot_be_is_refused(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        Dependence(*arguments)  # type: ignore[arg-type]
    assert str(error.value) == message
