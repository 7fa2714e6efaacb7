"""From ledger to posterior: by hand, by unit, by coder, and a verdict that is never stronger than what it stands on."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from corcyra.casebook.check import check_case, ledgers, read_ledger
from corcyra.casebook.ledger import Ledger
from corcyra.casebook.roles import case_roles
from corcyra.casebook.verdict import CONFIDENCE, confidence
from corcyra.casebook.weighed_frames import SCHEMAS
from corcyra.casebook.weighing import completed, weigh_case
from corcyra.casebook.write import write_ledger
from corcyra.errors import DataError, ParameterError, UnknownName


def by_hand(ledger: Ledger, coder: str, prior: dict[str, float]) -> dict[str, float]:
    """Bayes with dictionaries: the naive twin."""
    score = dict(prior)
    for clue in ledger.evidence:
        for each in ledger.judgements:
            if each.evidence == clue.id and each.coder == coder and clue.found is not None:
                score[each.hypothesis] *= each.probability if clue.found else 1.0 - each.probability
    return {key: value / sum(score.values()) for key, value in score.items()}


def equal(ledger: Ledger) -> dict[str, float]:
    return {each.key: 1.0 / len(ledger.hypotheses) for each in ledger.hypotheses}


def test_one_coder_by_hand(folder: Path) -> None:
    ledger = read_ledger(folder)
    found = weigh_case(ledger, coder="AB").units[0]
    assert found.result.clues == ("k1", "k2")
    assert found.result.open == ("k3",)
    for key, value in by_hand(ledger, "AB", equal(ledger)).items():
        assert found.result.posterior_of(key) == pytest.approx(value)
    assert [each.clue for each in found.next] == ["k3"]
    assert found.agreement is None


def test_several_coders_are_pooled_and_told_apart(folder: Path) -> None:
    ledger = read_ledger(folder)
    found = weigh_case(ledger)
    assert [each.coder for each in found.separate] == ["AB", "CD"]
    for each in found.separate:
        for key, value in by_hand(ledger, each.coder, equal(ledger)).items():
            assert each.result.posterior_of(key) == pytest.approx(value)
    agreement = found.units[0].agreement
    assert agreement is not None
    assert agreement.agreement.pairable == 6
    assert {each.kind for each in found.units[0].variants} == {"prior", "likelihood", "left out", "coder", "scale", "pool"}


def test_a_coder_who_rules_out_everything_is_noted(folder: Path) -> None:
    text = (folder / "judgements.csv").read_text(encoding="utf-8")
    for old, new in (("k1,stigma,CD,likely", "k1,stigma,CD,0"), ('k1,threat,CD,"0,3"', "k1,threat,CD,0"), ("k1,other,CD,60%", "k1,other,CD,0")):
        text = text.replace(old, new)
    (folder / "judgements.csv").write_text(text, encoding="utf-8")
    ledger = read_ledger(folder)
    with pytest.raises(DataError, match="every hypothesis is ruled out: stigma by k1; threat by k1; other by k1"):
        weigh_case(ledger)
    found = weigh_case(ledger, pool="linear")
    assert [each.coder for each in found.separate] == ["AB"]
    assert found.notes[-1].startswith("CD alone: every hypothesis is ruled out")
    assert found.notes[0] == "k1 under stigma (CD): a judgement of 0 is a certainty, and a certainty cannot be moved by other evidence: give 0.01 unless the opposite is impossible"
    assert [each.what for each in found.units[0].variants if each.kind == "coder"] == ["the judgements of AB alone"]


def test_priors_given_change_the_posterior_as_bayes_says(folder: Path) -> None:
    ledger = read_ledger(folder)
    prior = {"stigma": 0.4, "threat": 0.3, "other": 0.3}
    found = weigh_case(ledger, coder="AB", prior={"stigma": 0.4})
    assert found.prior_given
    for key, value in by_hand(ledger, "AB", prior).items():
        assert found.units[0].result.posterior_of(key) == pytest.approx(value)


def test_priors_that_are_given_in_part_leave_the_rest_to_the_others() -> None:
    assert completed(None, None, ["a", "b"]) is None
    assert completed({"a": 0.5}, {"a": 0.2, "b": 0.6, "c": 0.2}, ["a", "b", "c"]) == pytest.approx({"a": 0.5, "b": 0.375, "c": 0.125})
    with pytest.raises(ParameterError) as caught:
        completed({"a": 0.7, "b": 0.6}, None, ["a", "b", "c"])
    assert str(caught.value) == "the priors given sum to 1.3, which leaves nothing for c. Give less, at most 1 in all."
    with pytest.raises(UnknownName) as unknown:
        completed({"d": 0.7}, None, ["a", "b"])
    assert str(unknown.value) == "unknown hypothesis 'd'. Nearest: a, b. Use one of these."


def test_a_listed_link_is_tried_as_the_same_clue(folder: Path) -> None:
    text = (folder / "evidence.csv").read_text(encoding="utf-8")
    (folder / "evidence.csv").write_text(text.replace("medium,no", "medium,yes"), encoding="utf-8")
    ledger = read_ledger(folder)
    found = weigh_case(ledger, coder="AB").units[0]
    (tried,) = (each for each in found.variants if each.kind == "dependence")
    assert tried.what == "k2 is the same clue as k1"
    alone = weigh_case(ledger.only(["k1"]), coder="AB").units[0]
    assert tried.posterior == pytest.approx(alone.result.posterior)


def test_a_judged_link_replaces_the_judgement(folder: Path) -> None:
    rows = "".join(f"k2,k1,{key},AB,conditional,{value},so\n" for key, value in (("stigma", 0.1), ("threat", 0.9), ("other", "even")))
    (folder / "dependence.csv").write_text("evidence,given,hypothesis,coder,kind,value,reason\n" + rows, encoding="utf-8")
    found = weigh_case(read_ledger(folder), coder="AB").units[0]
    assert found.result.expected[1].tolist() == [0.1, 0.9, 0.5]


def test_units_have_their_own_clues_and_those_of_the_whole_case(folder: Path) -> None:
    text = (folder / "evidence.csv").read_text(encoding="utf-8")
    text = text.replace("k1,,", "k1,UZB,").replace("k3,,", "k3,kaz,")
    (folder / "evidence.csv").write_text(text, encoding="utf-8")
    ledger = read_ledger(folder)
    assert ledger.units == ("UZB", "KAZ")
    found = weigh_case(ledger)
    assert [each.result.clues for each in found.units] == [("k1", "k2"), ("k2",)]
    assert [each.unit for each in weigh_case(ledger, unit="KAZ").units] == ["KAZ"]
    with pytest.raises(UnknownName) as caught:
        weigh_case(ledger, unit="BLR")
    assert str(caught.value) == "unknown unit 'BLR'. Nearest: UZB, KAZ. Use one of these."


def test_nothing_weighed_is_said(folder: Path) -> None:
    text = (folder / "evidence.csv").read_text(encoding="utf-8")
    (folder / "evidence.csv").write_text(text.replace(",yes,", ",not looked,").replace(",no,", ",not looked,"), encoding="utf-8")
    verdict = weigh_case(read_ledger(folder)).units[0].verdict
    assert verdict.leader is None
    assert verdict.text == "Nothing was weighed: no clue that somebody looked for has a judgement under every hypothesis."


def test_clues_of_other_years_are_told_beside_the_verdict(folder: Path) -> None:
    text = (folder / "evidence.csv").read_text(encoding="utf-8")
    (folder / "evidence.csv").write_text(text.replace("2005-06", "2009"), encoding="utf-8")
    assert weigh_case(read_ledger(folder)).notes[-1] == "1 of the 2 clues lies outside the case's years 2001 to 2006: k2."


def test_an_unknown_coder_is_named(folder: Path) -> None:
    with pytest.raises(UnknownName) as caught:
        weigh_case(read_ledger(folder), coder="EF")
    assert str(caught.value) == "unknown coder 'EF'. Nearest: AB, CD. Use one of these."


@pytest.mark.parametrize("key", ledgers())
def test_a_verdict_is_never_stronger_than_what_it_stands_on(key: str) -> None:
    for each in weigh_case(read_ledger(key)).units:
        verdict = each.verdict
        least = min(one.margin for one in each.variants)
        assert verdict.floor == least
        assert CONFIDENCE.index(verdict.confidence) <= CONFIDENCE.index(confidence(math.inf, least))
        assert (verdict.confidence in CONFIDENCE[:2]) or not any(one.changes for one in each.variants)
        for one in each.variants:
            at = each.result.at(each.result.leader)
            assert one.changes == (one.posterior[at] < one.posterior.max() * (1 - 1e-12))
        assert f" {verdict.confidence} favour" in verdict.text or verdict.text.startswith("The ")


def test_words_of_confidence_fall_with_lead_and_floor() -> None:
    numbers = [-5.0, 0.0, 0.9, 1.1, 4.7, 4.8, 13.0, 13.1, 30.0]
    table = {(margin, floor): CONFIDENCE.index(confidence(margin, floor)) for margin, floor in itertools.product(numbers, numbers)}
    for (margin, floor), word in table.items():
        assert all(word <= table[m, f] for m, f in table if m >= margin and f >= floor)
    assert sorted(set(table.values())) == [0, 1, 2, 3]


def test_the_frames_have_their_columns_and_the_json_is_whole(folder: Path) -> None:
    found = weigh_case(read_ledger(folder))
    assert {name: dict(frame.schema) for name, frame in found.frames().items()} == {name: dict(columns) for name, columns in SCHEMAS.items()}
    posterior = found.frames()["posterior"]
    assert posterior.group_by("unit", "coder").agg(pl.col("posterior").sum())["posterior"].to_list() == pytest.approx([1.0] * 3)
    text = json.dumps(found.as_dict(), allow_nan=False)
    assert json.dumps(weigh_case(read_ledger(folder)).as_dict(), allow_nan=False) == text
    shuffled = replace(found.ledger, judgements=tuple(reversed(found.ledger.judgements)))
    again = weigh_case(shuffled).as_dict()
    assert again["posterior"] == found.as_dict()["posterior"]


def test_the_sentences_are_whole(folder: Path) -> None:
    verdict = weigh_case(read_ledger(folder), coder="AB").units[0].verdict
    assert verdict.text == (
        "Of these hypotheses, the 2 clues barely favour “Stigma”: probability 0.72, against 0.24 for “Something else”, the next (odds of 3.0 to 1, 4.8 dB). "
        "2 of 21 single changes overturn it: prior of stigma -10 dB (“Something else” leads); prior of other +10 dB (“Something else” leads). "
        "It rests most on k1 (He speaks of dignity) and k2 (No help was offered)."
    )
    assert verdict.because == ("k1", "k2")
    assert verdict.would_change[-1].startswith("Look next for k3 (Minutes speak of attack), worth 0.")


CODING = """unit,role,x,w,y,z,p,q
UZB,crucial,1,1,1,"0,2",0.95,0.5
BLR,hard,1,0,1,0.9,0.92,0.1
KAZ,negative,no,yes,no,0.3,0.1,0.4
"""
TABLE = """
[coding]
cause = "x"
outcome = "y"
rivals = ["z"]
causes = ["x", "w"]
p_theory = "p"
p_rivals = ["q"]
role = "role"
"""


def test_roles_come_out_of_the_coding(folder: Path, problems: Callable[..., list[str]]) -> None:
    (folder / "coding.csv").write_text(CODING, encoding="utf-8")
    assert problems("case.toml", "[[hypotheses]]", TABLE + "\n[[hypotheses]]") == []
    found = case_roles(read_ledger(folder))
    first = found.table.filter(rank=1)
    assert dict(zip(first["role"], first["unit"], strict=True)) == {"crucial": "UZB", "hard": "BLR", "negative": "KAZ"}
    assert found.under[0].agreed is True
    assert found.table["why"][1] == "the theory must hold here, and does"
    assert problems("case.toml", 'cause = "x"', 'cause = "v"') == [
        "error coding.csv:1: the column v is lacking. The first line must be: unit,v,y,z,x,w,p,q,role"
    ]


SECOND = """
[[coding]]
key = "early"
cause = "x"
outcome = "y"
rivals = ["z"]
causes = ["x", "w"]
role = "role"
[[coding]]
key = "late"
title = "Another table"
ground = "the years were too few"
after = "early"
file = "late.csv"
cause = "x"
outcome = "y"
rivals = ["z"]
causes = ["x", "w"]
p_theory = "p"
p_rivals = ["q"]
role = "role"
"""


def two_codings(folder: Path, table: str = SECOND) -> None:
    (folder / "coding.csv").write_text(CODING, encoding="utf-8")
    (folder / "late.csv").write_text(CODING, encoding="utf-8")
    text = (folder / "case.toml").read_text(encoding="utf-8")
    (folder / "case.toml").write_text(text.replace("[[hypotheses]]", table + "\n[[hypotheses]]", 1), encoding="utf-8")


def test_several_codings_stand_side_by_side(folder: Path) -> None:
    two_codings(folder)
    ledger = read_ledger(folder)
    found = case_roles(ledger)
    assert [each.coding.key for each in found.under] == ["early", "late"]
    assert found.claimed == {"crucial": "UZB", "hard": "BLR", "negative": "KAZ"}
    assert [each.agreed for each in found.under] == [False, True]
    assert found.codings["told"].to_list() == [
        "In 1 of 3 roles the unit that the text names comes first.",
        "In 3 of 3 roles the unit that the text names comes first. This coding was made after the roles under the coding 'early' had been seen: "
        "agreement under it is an illustration, not a test.",
    ]
    frames = weigh_case(ledger).frames()
    assert str(found.under[1]).splitlines()[:3] == [
        "Another table",
        "  crucial: UZB; the theory must hold here, and does",
        "  hard: BLR; the rivals would not have expected it, and it happened",
    ]
    assert frames["roles"].equals(found.table)
    assert frames["codings"].equals(found.codings)
    empty = found.table.filter(coding="early", role="crucial")
    assert empty["unit"].to_list() == [None]
    assert empty["why"][0].startswith("no unit qualifies; ")


def test_a_hard_case_that_the_rivals_expect_is_first_by_rank_only(folder: Path) -> None:
    (folder / "coding.csv").write_text(CODING.replace("0.92,0.1", "0.92,0.7"), encoding="utf-8")
    text = (folder / "case.toml").read_text(encoding="utf-8")
    (folder / "case.toml").write_text(text.replace("[[hypotheses]]", TABLE + "\n[[hypotheses]]", 1), encoding="utf-8")
    hard = case_roles(read_ledger(folder)).table.filter(role="hard")
    assert hard["unit"].to_list() == ["UZB", "BLR"]
    assert hard["why"].to_list() == [
        "first by rank only, no hard case in itself: the rivals too expect what happened (P 0.50)",
        "in the list by rank only, no hard case in itself: the rivals too expect what happened (P 0.70)",
    ]


def test_codings_are_written_and_read_back(folder: Path, tmp_path: Path) -> None:
    two_codings(folder)
    ledger = read_ledger(folder)
    write_ledger(ledger, tmp_path / "again")
    assert read_ledger(tmp_path / "again") == ledger


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('key = "late"', 'key = "early"', "coding 2 has the key early of another. Give each coding a key of its own."),
        ('key = "late"\n', "", "coding 2 has no key. Give each coding a key of its own."),
        ('after = "early"', 'after = "later"', "after names 'later', which is no earlier coding. Earlier are early."),
        ('file = "late.csv"', 'file = "../late.csv"', 'file of [coding] is \'../late.csv\'. Write file = "coding.csv", a table in the same folder.'),
        ('title = "Another table"', "title = 3", 'title of [coding] is 3. Write title = "...".'),
    ],
)
def test_a_coding_that_is_described_wrongly_is_told(folder: Path, old: str, new: str, told: str) -> None:
    assert old in SECOND
    two_codings(folder, SECOND.replace(old, new))
    (problem,) = check_case(folder).of("error")
    assert str(problem).partition(": ")[2] == told
    assert problem.file == str(folder / "case.toml")
    assert problem.line is not None


def test_a_coding_that_the_rules_cannot_use_is_told(folder: Path) -> None:
    two_codings(folder)
    (folder / "late.csv").write_text(CODING.replace(",1,0.9,0.92", ",3,0.9,0.92"), encoding="utf-8")
    (problem,) = check_case(folder).of("error")
    assert str(problem) == (
        f"{folder / 'late.csv'}: the rules of case selection cannot be applied: y is not coded as 0 and 1, and most-likely, "
        "least-likely and negative cases need that. Code it so."
    )


POSTINGS = """patron,unit,item,judgement,reason,source
RUS,ARM,bases,high,a base,C054
RUS,ARM,votes,middle,like votes,roll calls
USA,est,bases,Low,none of its own,C001
USA,EST,votes,unknown,not counted,none
USA,,votes,middle,all together,un15
"""


def test_the_ledger_of_a_patron_is_read_and_stands_in_the_frames(folder: Path, tmp_path: Path) -> None:
    (folder / "ledger.csv").write_text(POSTINGS.replace(",", ";"), encoding="cp1251")
    ledger = read_ledger(folder)
    assert [(each.patron, each.unit, each.item, each.judgement) for each in ledger.postings] == [
        ("RUS", "ARM", "bases", "high"), ("RUS", "ARM", "votes", "middle"), ("USA", "EST", "bases", "low"), ("USA", "EST", "votes", "unknown"),
        ("USA", "", "votes", "middle"),
    ]  # fmt: skip
    frame = weigh_case(ledger).frames()["ledger"]
    assert frame.rows()[0] == ("RUS", "ARM", "bases", "high", "a base", "C054")
    assert frame.height == 5
    write_ledger(ledger, tmp_path / "again")
    assert read_ledger(tmp_path / "again") == ledger


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("high,a base", "much,a base", ["error:2: the judgement is 'much'. Use one of none, low, middle, high, unknown."]),
        ("RUS,ARM,bases", ",ARM,bases", ["error:2: the patron is lacking. Each entry names its patron and its item."]),
        (
            "RUS,ARM,votes", "RUS,ARM,bases",
            ["error:3: bases of RUS and ARM stands twice; first in line 2. Keep one row for each patron, ally and item."],
        ),
        (
            "RUS,ARM,votes", "RUS,BLR,votes",
            [
                "warning:2: RUS and ARM: there is no entry for votes. Add the row; write unknown where nobody can tell.",
                "warning:3: RUS and BLR: there is no entry for bases. Add the row; write unknown where nobody can tell.",
            ],
        ),
        ("all together,un15", ",un15", ["warning:6: votes of USA and all allies has no reason. Say why, so that another can disagree."]),
        ("a base,C054", "a base,", ["warning:2: bases of RUS and ARM has no source. Say on which rows or works it rests."]),
        ("judgement", "verdict", ["error:1: the column judgement is lacking. The first line must be: patron,unit,item,judgement,reason,source"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_ledger_of_a_patron_is_told(folder: Path, old: str, new: str, told: list[str]) -> None:
    assert old in POSTINGS
    (folder / "ledger.csv").write_text(POSTINGS.replace(old, new, 1), encoding="utf-8")
    found = [each for each in check_case(folder).problems if each.file.endswith("ledger.csv") and "not known" not in each.message]
    assert [f"{each.severity}{str(each).removeprefix(str(folder / 'ledger.csv'))}" for each in found] == told


def test_a_case_without_coding_has_no_roles(folder: Path) -> None:
    with pytest.raises(DataError) as caught:
        case_roles(read_ledger(folder))
    assert str(caught.value) == f"{folder}: the case small has no coding. Add coding.csv, and [coding] in case.toml."
