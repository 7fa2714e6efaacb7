"""Judgements in words and numbers, and tables of them."""

from __future__ import annotations

import numpy as np
import pytest

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.tracing.evidence import MIDDLE, WORDS, Likelihoods, certainty, likelihoods, probability

H = ("stigma", "threat")


def table(
    values: list[list[list[float]]], found: tuple[bool | None, ...], coders: tuple[str, ...] = ("AB", "CD")
) -> Likelihoods:
    return Likelihoods(tuple("abcdef"[: len(found)]), H, coders, np.array(values), found)


def test_the_words_are_ends_and_middles_of_the_published_ranges() -> None:
    ranges = {
        "very unlikely": (5, 20),
        "unlikely": (20, 45),
        "even": (45, 55),
        "likely": (55, 80),
        "very likely": (80, 95),
    }
    assert list(WORDS) == list(MIDDLE) == list(ranges)
    for word, (low, high) in ranges.items():
        assert MIDDLE[word] == pytest.approx((low + high) / 200)
        assert word == "even" or WORDS[word] * 100 in (low, high)


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("EVEN", 0.5),
        ("very  likely", 0.95),
        ("0.25", 0.25),
        (".25", 0.25),
        ("0,25", 0.25),
        ("25%", 0.25),
        (0, 0.0),
        ("1", 1.0),
        ("1e-3", 0.001),
    ],
)
def test_words_and_numbers_are_read(given: str | float, value: float) -> None:
    assert probability(given) == pytest.approx(value)


def test_another_scale_can_be_given() -> None:
    assert probability("likely", words=MIDDLE) == 0.675


@pytest.mark.parametrize("given", [1.5, -0.1, "1,5", "80", "120%", float("nan")])
def test_numbers_outside_are_refused(given: str | float) -> None:
    with pytest.raises(ParameterError) as error:
        probability(given)
    assert str(error.value) == (
        f"a judgement of {given} is no probability: it must lie between 0 and 1. Write how expected the clue is, 0.8 or 80% or a word."
    )


@pytest.mark.parametrize("given", ["maybe", "", "0.5.5", "nan", "inf"])
def test_other_words_are_refused(given: str) -> None:
    with pytest.raises(ParameterError) as error:
        probability(given)
    assert str(error.value) == (
        f"{given!r} is no judgement. Write one of the words very unlikely, unlikely, even, likely, very likely, or a number from 0 to 1."
    )


def test_certainties_are_warned_of() -> None:
    found = table([[[1.0, 0.5], [0.0, np.nan]]], (True,))
    warning = "and a certainty cannot be moved by other evidence: give"
    assert found.certain() == (
        f"a under stigma (AB): a judgement of 1 is a certainty, {warning} 0.99 unless the opposite is impossible",
        f"a under threat (AB): a judgement of 0 is a certainty, {warning} 0.01 unless the opposite is impossible",
    )
    assert certainty(0.999) == ""


def test_not_found_is_the_complement_and_not_looked_for_is_missing() -> None:
    found = table([[[0.8], [0.1]]] * 3, (True, False, None), ("",))
    assert found.seen[:, :, 0] == pytest.approx(np.array([[0.8, 0.1], [0.2, 0.9], [np.nan, np.nan]]), nan_ok=True)
    assert found.looked_for().clues == ("a", "b")
    assert found.not_looked_for().clues == ("c",)
    assert found.unlooked(["a"]).found == (None, False, None)


def test_a_coder_apart_and_what_coders_did_not_judge() -> None:
    found = table([[[0.8, np.nan], [0.1, np.nan]], [[0.8, 0.3], [0.1, np.nan]]], (True, True))
    assert found.of("AB").expected[:, :, 0].tolist() == [[0.8, 0.1], [0.8, 0.1]]
    assert found.silent() == ("a: CD did not judge it under stigma and threat", "b: CD did not judge it under threat")
    with pytest.raises(UnknownName) as error:
        found.of("XY")
    assert str(error.value) == "unknown coder 'XY'. Nearest: AB, CD. Use one of these."


def test_tables_that_cannot_be_are_refused() -> None:
    with pytest.raises(ParameterError) as error:
        table([[[1.2], [0.1]]], (True,), ("",))
    assert str(error.value) == "the judgement of a under stigma is 1.2: it must lie between 0 and 1."
    with pytest.raises(ParameterError) as error:
        table([[[0.2], [0.1]]], (True, False), ("",))
    assert str(error.value) == (
        "likelihoods of shape (1, 2, 1) with 2 marks of what was found do not fit 2 clues, 2 hypotheses and 1 coders. Give one number for each."
    )
    with pytest.raises(DataError) as twice:
        Likelihoods(("a", "a"), H, ("",), np.full((2, 2), 0.5), (True, True))
    assert str(twice.value) == "the clue a stands twice. Give every clue a name of its own."
    with pytest.raises(ParameterError) as error:
        Likelihoods(("a",), ("h",), ("",), np.full((1, 1), 0.5), (True,))
    assert str(error.value) == (
        "evidence is weighed between rivals: give two hypotheses or more, not 1. Where there is one idea only, its rival is that it is wrong."
    )
    with pytest.raises(
        ParameterError, match=r"^likelihoods have no coder\. Name at least one; the name may be empty\.$"
    ):
        Likelihoods(("a",), H, (), np.empty((1, 2, 0)), (True,))


def test_the_table_cannot_be_changed() -> None:
    found = table([[[0.8], [0.1]]], (True,), ("",))
    with pytest.raises(ValueError, match="read-only"):
        found.expected[0, 0, 0] = 0.5


def test_rows_become_a_table_with_gaps() -> None:
    rows = [("b", "threat", "CD", 0.3), ("a", "stigma", "AB", 0.8)]
    found = likelihoods(rows, {"a": True, "b": None}, H)
    assert found.coders == ("CD", "AB")
    assert found.expected[1, 1, 0] == 0.3
    assert np.isnan(found.expected).sum() == 6


@pytest.mark.parametrize(
    ("row", "kind", "message"),
    [
        (("x", "stigma", "AB", 0.5), UnknownName, "unknown clue 'x'. Nearest: a. Use one of these."),
        (("a", "x", "AB", 0.5), UnknownName, "unknown hypothesis 'x'. Nearest: stigma, threat. Use one of these."),
        (("a", "stigma", "AB", 0.6), DataError, "AB judged a under stigma twice. Keep one of the two judgements."),
    ],
)
def test_rows_that_do_not_fit_are_refused(
    row: tuple[str, str, str, float], kind: type[Exception], message: str
) -> None:
    with pytest.raises(kind) as error:
        likelihoods([("a", "stigma", "AB", 0.5), row], {"a": True}, H)
    assert str(error.value) == message
