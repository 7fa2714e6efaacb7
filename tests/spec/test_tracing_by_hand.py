"""Worked examples of weighing and of case selection, every number by hand."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from corcyra.tracing.case_design import Design
from corcyra.tracing.case_selection import roles
from corcyra.tracing.dependence import Dependence
from corcyra.tracing.evidence import Likelihoods, likelihoods, probability
from corcyra.tracing.next_evidence import next_evidence
from corcyra.tracing.sensitivity import sensitivity
from corcyra.tracing.van_evera import clue_tests
from corcyra.tracing.weigh import example, weigh


def test_three_ratios_of_10_one_half_and_4() -> None:
    found = example()
    assert [round(each, 2) for each in found.between("h", "k").values()] == [10.0, -3.01, 6.02]
    assert found.margin == pytest.approx(13.0103, abs=1e-4)
    assert found.posterior_of("h") / found.posterior_of("k") == pytest.approx(20.0)
    assert found.posterior_of("h") == pytest.approx(0.9524, abs=5e-5)


def test_how_far_that_verdict_stands() -> None:
    found = sensitivity(example())
    # 20:1 with prior odds of 1:10 is 2:1; with one ratio halved 10:1; without the first clue 2:1.
    by_name = {each.what: float(each.posterior[0]) for each in found.shifts}
    assert by_name["prior of h -10 dB"] == pytest.approx(2 / 3)
    assert by_name["c under h / 2"] == pytest.approx(10 / 11)
    assert by_name["without a"] == pytest.approx(2 / 3)
    assert found.robust
    assert found.lowest == pytest.approx(2 / 3)
    # Shrunk to s, the favourable 16.02 dB must equal the 3.01 dB against: s = .188.
    assert found.overturn[0].share == pytest.approx(13.0103 / 16.0206, abs=1e-4)
    assert found.overturn[0].reversed == ("a",)
    assert found.overturn[0].dropped == ("a", "c")


def rows(expected: dict[str, tuple[str, str, str]]) -> list[tuple[str, str, str, float]]:
    """Judgements in words of one coder."""
    names = ("stigma", "threat", "payment")
    return [
        (clue, name, "AB", probability(word))
        for clue, words in expected.items()
        for name, word in zip(names, words, strict=True)
    ]


def test_a_small_case_from_words_to_a_verdict() -> None:
    judged = rows(
        {
            "speech": ("very likely", "unlikely", "even"),
            "raid": ("even", "very likely", "even"),
            "bill": ("unlikely", "even", "very likely"),
            "repeat": ("very likely", "unlikely", "even"),
            "archive": ("very likely", "very unlikely", "even"),
        }
    )
    found = {"speech": True, "raid": False, "bill": False, "repeat": True, "archive": None}
    weighed = weigh(
        likelihoods(judged, found, ["stigma", "threat", "payment"]),
        dependences=[Dependence("repeat", "speech", "same")],
    )
    # stigma .95 x .5 x .8 = .38; threat .2 x .05 x .5 = .005; payment .5 x .5 x .05 = .0125. Sum .3975.
    assert weighed.posterior == pytest.approx([0.38 / 0.3975, 0.005 / 0.3975, 0.0125 / 0.3975])
    assert weighed.leader == "stigma"
    assert weighed.merged == (("repeat", "speech"),)
    # The raid was expected under threat and did not come: a hoop that threat does not pass.
    tests = {(each.clue, each.hypothesis): each for each in clue_tests(weighed)}
    assert tests["raid", "threat"].test.name == "hoop"
    assert tests["raid", "threat"].told == "not found: all but refutes it"
    # The archive: found with chance (.38 x .95 + .005 x .05 + .0125 x .5) / .3975.
    archive = next_evidence(weighed)[0]
    assert archive.chance_found == pytest.approx((0.361 + 0.00025 + 0.00625) / 0.3975)
    assert archive.if_not[0] == pytest.approx(0.019 / (0.019 + 0.00475 + 0.00625))
    assert archive.chance_verdict_changes == 0.0


def test_two_clues_of_one_source_count_less_than_two() -> None:
    values = np.array([[0.8, 0.4], [0.8, 0.4]])
    table = Likelihoods(("a", "b"), ("h", "k"), ("",), values, (True, True))
    alone = weigh(table).posterior_of("h")
    tied = weigh(table, dependences=[Dependence("b", "a", "correlation", 0.5)]).posterior_of("h")
    # p11 = .64 + .5 x .16 = .72, so .9 given a; and .16 + .5 x .24 = .28, so .7 given a.
    assert alone == pytest.approx(0.8)
    assert tied == pytest.approx(0.72 / (0.72 + 0.28))


def coded() -> pl.DataFrame:
    """States under a great power's eye, coded as an ontological argument would: invented numbers in plausible places.

    stigma 0-3 (public shaming of the regime), turned 1 where it went to the other great power, threat 0-3 to its security, aligned 1 where it
    already depended on that power, embedded 1 where it is in the union of the shaming side, so that turning is out of the question.
    """
    return pl.DataFrame(
        [
            ("UZB", 3.0, 1, 2.0, 0, 1, 0),
            ("BLR", 2.0, 1, 0.0, 1, 1, 0),
            ("KAZ", 0.0, 0, 2.0, 0, 1, 0),
            ("TKM", 0.5, 0, 1.0, 0, 0, 0),
            ("KGZ", 1.0, 1, 3.0, 0, 1, 0),
            ("TJK", 0.0, 1, 3.0, 0, 1, 0),
            ("ARM", 0.0, 0, 3.0, 1, 0, 0),
            ("AZE", 1.0, 0, 1.0, 0, 0, 0),
            ("GEO", 0.0, 0, 2.0, 0, 0, 0),
            ("UKR", 1.0, 0, 1.0, 0, 0, 0),
            ("MDA", 0.0, 0, 1.0, 0, 0, 0),
            ("EST", 0.0, 0, 1.0, 0, 1, 1),
        ],
        schema=["state", "stigma", "turned", "threat", "aligned", "autocracy", "embedded"],
        orient="row",
    )


DESIGN = Design(
    ("state",), "turned", "stigma", ("threat", "aligned"),
    causes=("stigma", "autocracy"), eliminatory=("embedded",), present={"stigma": 1.5},
)  # fmt: skip


def test_the_roles_of_uzbekistan_belarus_and_kazakhstan_come_out_of_the_coding() -> None:
    found = roles(coded(), DESIGN)
    assert found.crucial.names[0] == "UZB"
    assert found.hard.names[0] == "BLR"
    assert found.negative.names[0] == "KAZ"
    assert found.crucial.chosen[0].numbers["P by the theory"] >= 0.9
    assert found.hard.chosen[0].numbers["P by the rivals"] == pytest.approx(0.291, abs=0.001)
    assert found.hard.chosen[0].why == "the rivals would not have expected it, and it happened"
    assert "excluded, since impossible: EST (embedded)" in found.negative.notes
    assert str(found).startswith("crucial case: UZB\n")


def test_with_another_coding_the_roles_are_others() -> None:
    table = coded()
    calm = table.with_columns(stigma=pl.when(pl.col("state") == "BLR").then(0.0).otherwise("stigma"))
    assert roles(calm, DESIGN).hard.names == ("UZB",)
    free = table.with_columns(autocracy=pl.when(pl.col("state") == "KAZ").then(0).otherwise("autocracy"))
    assert roles(free, DESIGN).negative.names == ()
    bound = table.with_columns(embedded=pl.when(pl.col("state") == "KAZ").then(1).otherwise("embedded"))
    assert roles(bound, DESIGN).negative.notes[0] == "excluded, since impossible: KAZ (embedded), EST (embedded)"
