"""Beliefs from small made-up facts, computed by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from corcyra.errors import StudyError, UnknownName
from corcyra.sources.facts import load
from corcyra.study.belief import BELIEF_TABLES, BeliefStudy, evidence, readings, run_beliefs
from corcyra.study.belief_draws import beliefs, drawn, pointed, thresholds
from corcyra.study.belief_events import FACTS, Event
from corcyra.study.belief_members import Spell, spells
from corcyra.study.belief_spec import BeliefSpec
from corcyra.study.belief_verdicts import Count, MemberYear, counted, ranking
from corcyra.study.gallery import find_beliefs

INSIDE = ("signatory", "party", "member")


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """A table of facts with these rows; dates are given as text, all else that is not given is null."""
    schema = load(name).schema
    made = []
    for number, row in enumerate(rows):
        full: dict[str, Any] = {"id": f"{name[0]}{number}"} | row
        for key, value in row.items():
            if f"{key}_first" in schema and value:
                full |= {f"{key}_first": date.fromisoformat(value), f"{key}_last": date.fromisoformat(value)}
        made.append(full)
    return pl.DataFrame(made, schema=schema)


def belongs(state: str, start: str, end: str | None = None, status: str = "member") -> dict[str, Any]:
    return {"org": "CSTO", "iso3": state, "status": status, "start": start, "end": end}


def appeal(state: str, start: str, end: str, foe: str, response: str, kind: str = "interstate") -> dict[str, Any]:
    return {"iso3": state, "start": start, "end": end, "opponent_iso3": [foe], "kind": kind, "addressed_iso3": ["X-CSTO"],
            "invoked": "an article", "response": response}  # fmt: skip


def exercise(*states: str, day: str, framework: str = "CSTO", held: str = "1") -> dict[str, Any]:
    return {"name": f"drill of {day}", "year": int(day[:4]), "start": day, "end": day, "participants_iso3": list(states),
            "framework": framework, "held": held}  # fmt: skip


def facts(**rows: list[dict[str, Any]]) -> dict[str, pl.DataFrame]:
    return {name: table(name, *rows.get(name, [])) for name in FACTS}


def spec(*members: str, years: tuple[int, int] = (1992, 1996), **parameters: float) -> BeliefSpec:
    """The study of the gallery with few members and years, and some numbers changed."""
    whole = find_beliefs("csto-reassurance")
    numbers = whole.parameters.model_copy(
        update={
            name: whole.parameters.prior.model_copy(update={"value": value, "low": value, "high": value})
            for name, value in parameters.items()
        }
    )
    changed = {"members": members, "years": years, "parameters": numbers, "draws": 200, "contested": ()}
    return whole.model_copy(update=changed)


def run(given: dict[str, pl.DataFrame], *members: str, **settings: Any) -> BeliefStudy:
    return run_beliefs(spec(*members, **settings), facts=given)


def test_a_path_by_hand() -> None:
    given = facts(
        organisations=[belongs("ARM", "1992-02-01")],
        exercises=[exercise("ARM", "RUS", day="1993-05-01"), exercise("ARM", "RUS", day="1993-06-01")],
        appeals=[appeal("ARM", "1994-03-01", "1994-04-01", "TUR", "none")],
    )
    found = run(given, "ARM", prior=0.5, base_rate=0.2, turnover=0.1)
    odds = 0.47 / 0.53 * 1.5  # 0.5 decays to 0.47; two exercises of a year are one signal
    second = odds / (1 + odds)
    third = 0.2 + (second - 0.2) * 0.9
    fallen = third / (1 - third) * 0.25
    belief = [0.5, second, fallen / (1 + fallen), 0.2 + (fallen / (1 + fallen) - 0.2) * 0.9]
    assert found.tables["path"]["belief"].to_list()[:4] == pytest.approx(belief, abs=1e-6)
    assert found.tables["path"]["threshold"].to_list() == pytest.approx([0.6] * 5)
    assert found.tables["path"]["warned"].to_list() == [True, True, True, True, True]
    told = found.tables["events"].select("known", "kind", "rows", "ratio").rows()
    assert told == [(date(1993, 6, 1), "exercises", "e0; e1", 1.5), (date(1994, 4, 1), "attack_none", "a0", 0.25)]
    assert list(found.tables) == list(BELIEF_TABLES)


def test_an_answer_counts_when_it_is_known() -> None:
    given = facts(
        organisations=[belongs("ARM", "1992-02-01")], appeals=[appeal("ARM", "1993-12-01", "1995-01-01", "TUR", "none")]
    )
    found = run(given, "ARM", turnover=0.0)
    assert found.tables["path"]["belief"].to_list() == pytest.approx([0.45, 0.45, 0.45, 0.169811, 0.169811])


def test_a_dispute_among_members_says_nothing_and_absence_under_attack_does() -> None:
    members = [belongs("KGZ", "1992-02-01"), belongs("TJK", "1992-02-01"), belongs("ARM", "1992-02-01")]
    fight = {
        "name": "a fight",
        "start": "1995-01-01",
        "end": "1995-02-01",
        "side_a_iso3": ["TJK"],
        "side_b_iso3": ["KGZ"],
    }
    given = facts(
        organisations=members, conflicts=[fight],
        appeals=[appeal("KGZ", "1994-01-01", "1994-02-01", "TJK", "statement"), appeal("ARM", "1994-01-01", "1994-02-01", "TUR", "none")],
    )  # fmt: skip
    found = run(given, "KGZ", "TJK", "ARM", turnover=0.0, relevance=0.0)
    kinds = found.tables["events"].select("member", "kind", "of_another", "decibels").rows()
    for state in ("KGZ", "TJK"):
        assert [row[1:] for row in kinds if row[0] == state and not row[2]] == [("members_dispute", False, 0.0)] * 2
        assert found.tables["path"].filter(member=state)["belief"].to_list() == pytest.approx([0.45] * 5)
    assert found.tables["path"].filter(member="ARM")["belief"].to_list()[2:] == pytest.approx([0.169811] * 3)


@pytest.mark.parametrize(("relevance", "after"), [(0.0, 0.45), (1.0, 0.169811), (0.5, 0.290323)])
def test_anothers_attack_counts_by_the_power_of_relevance(relevance: float, after: float) -> None:
    given = facts(
        organisations=[belongs("ARM", "1992-02-01"), belongs("BLR", "1992-02-01")],
        appeals=[appeal("ARM", "1994-01-01", "1994-02-01", "TUR", "none")],
    )
    found = run(given, "ARM", "BLR", turnover=0.0, relevance=relevance)
    assert found.tables["path"].filter(member="BLR", year=1994)["belief"].item() == pytest.approx(after, abs=1e-6)


def test_forces_for_another_member_are_seen_by_all_but_its_foe() -> None:
    states = ("KAZ", "ARM", "AZE")
    given = facts(
        organisations=[belongs(state, "1992-02-01") for state in states],
        appeals=[appeal("KAZ", "1994-01-01", "1994-02-01", "X-INT", "troops", "domestic unrest"),
                 appeal("ARM", "1995-01-01", "1995-02-01", "TUR", "troops")],
    )  # fmt: skip
    told = run(given, *states).tables["events"].select("member", "kind").rows()
    assert sorted(told) == [("ARM", "attack_troops"), ("ARM", "third_forces"), ("AZE", "third_forces"), ("AZE", "third_forces"),
                            ("KAZ", "third_forces"), ("KAZ", "unrest_forces")]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (appeal("ARM", "1994-01-01", "1994-02-01", "TUR", "fact-finding"), "attack_fact_finding"),
        (appeal("ARM", "1994-01-01", "1994-02-01", "X-IMU", "materiel", "insurgency"), "attack_materiel"),
        (appeal("ARM", "1994-01-01", "1994-02-01", "X-INT", "materiel", "insurgency"), "unrest_less"),
        (appeal("ARM", "1994-01-01", "1994-02-01", "X-WAG", "statement", "coup/mutiny"), "unrest_less"),
        (appeal("ARM", "1994-01-01", "1994-02-01", "AZE", "mediation", "proxy-separatist"), "separatists"),
    ],
    ids=["state", "armed group", "inside", "mutiny", "separatists"],
)
def test_the_kind_of_an_appeal_follows_from_the_codes(row: dict[str, Any], kind: str) -> None:
    found = run(facts(organisations=[belongs("ARM", "1992-02-01")], appeals=[row]), "ARM")
    assert found.tables["events"]["kind"].to_list() == [kind]


def test_what_is_no_event() -> None:
    given = facts(
        organisations=[belongs("ARM", "1993-02-01")],
        appeals=[
            appeal("ARM", "1992-06-01", "1993-06-01", "TUR", "none"),  # asked before it joined
            appeal("ARM", "1994-01-01", "1994-02-01", "TUR", "none") | {"addressed_iso3": ["USA"]},
            appeal("RUS", "1994-01-01", "1994-02-01", "TUR", "none"),  # the patron's own
            appeal("UKR", "1994-01-01", "1994-02-01", "TUR", "none"),  # not a member
        ],
        exercises=[
            exercise("ARM", "RUS", day="1994-05-01", framework="US/PfP"), exercise("ARM", "RUS", day="1994-05-01", held="0"),
            exercise("ARM", "BLR", day="1994-05-01"), exercise("ARM", "RUS", day="1992-05-01"),
        ],
    )  # fmt: skip
    assert run(given, "ARM").tables["events"].is_empty()


def test_a_treaty_and_a_base_raise_the_threshold_from_the_year_they_are_there() -> None:
    treaty = {
        "title": "t",
        "parties_iso3": ["ARM", "RUS"],
        "signed": "1993-01-01",
        "ended": "1996-06-01",
        "mutual_defence": "1",
        "took_effect": "yes",
    }
    wide = treaty | {"parties_iso3": ["ARM", "BLR", "RUS"], "signed": "1992-01-01"}
    base = {"host_iso3": "ARM", "sender_iso3": ["RUS"], "kind": "base", "consent": "invited", "start": "1994-01-01"}
    given = facts(organisations=[belongs("ARM", "1992-02-01")], commitments=[wide, treaty], presence=[base])
    assert run(given, "ARM").tables["path"]["threshold"].to_list() == pytest.approx([0.6, 0.65, 0.7, 0.7, 0.65])


def test_spells_join_and_end_by_a_freeze() -> None:
    rows = [
        belongs("UZB", "1992-05-15", "1994-04-20", "signatory"), belongs("UZB", "1994-04-20", "1995-04-20", "party"),
        belongs("UZB", "1996-06-23", None), belongs("UZB", "1996-12-01", None, "suspended"),
    ]  # fmt: skip
    given = facts(organisations=rows)
    assert spells(given, "UZB", ("CSTO",), INSIDE, 1999) == (
        Spell("UZB", date(1992, 5, 15), date(1995, 4, 20), "ended", ("o0", "o1")),
        Spell("UZB", date(1996, 6, 23), date(1996, 12, 1), "suspended", ("o2", "o3")),
    )
    assert (
        spells(given, "UZB", ("CSTO",), INSIDE, 1994)[0].exit is None
    )  # what comes after the study is not known in it


def test_an_exit_is_judged_by_the_year_before() -> None:
    given = facts(organisations=[belongs("ARM", "1992-02-01", "1995-03-01"), belongs("BLR", "1992-02-01")])
    found = run(
        given, "ARM", "BLR", prior=0.65, base_rate=0.2, turnover=0.1
    )  # .65, .605, .5645: below .6 at the end of 1994
    assert found.tables["path"].filter(member="ARM")["year"].to_list() == [1992, 1993, 1994]
    own = found.tables["spells"].select("member", "member_years", "years_warned", "lead", "verdict").rows()
    assert own == [("ARM", 3, 1, 1, "hit"), ("BLR", 4, 2, 2, "false alarm")]
    model = found.tables["scores"].filter(forecast="model", period="all years").row(0, named=True)
    assert [model[key] for key in ("hits", "misses", "false_alarms", "quiet")] == [1, 0, 2, 4]
    assert model["right"] == pytest.approx(1 / 3, abs=1e-6)
    naive = found.tables["scores"].filter(period="all years").select("forecast", "hits", "false_alarms").rows()
    assert naive == [("model", 1, 2), ("no events", 1, 2), ("never", 0, 0), ("always", 1, 6), ("renewal", 0, 0)]


def test_a_member_that_leaves_in_the_year_it_joined_is_not_judged() -> None:
    given = facts(organisations=[belongs("ARM", "1994-02-01", "1994-11-01"), belongs("BLR", "1992-02-01")])
    assert run(given, "ARM", "BLR").tables["spells"]["verdict"].to_list() == ["not judged", "false alarm"]


def test_draws_without_a_range_are_the_path_itself() -> None:
    found = run_beliefs(find_beliefs("csto-reassurance").model_copy(update={"draws": 100}))
    point = pointed(found.spec)
    for history, path in zip(found.histories, found.paths, strict=True):
        np.testing.assert_allclose(beliefs(history, point)[0], path.belief, atol=1e-12)
        many = drawn(found.spec)
        fixed = many.changed({name: float(value[0]) for name, value in point.parameters.items() if name != "prior"}, {})
        assert beliefs(history, many).shape == thresholds(history, fixed).shape == (100, len(path.years))


def test_the_band_holds_the_path_and_lies_within_the_bounds_that_the_ratios_allow() -> None:
    path = run_beliefs(find_beliefs("csto-reassurance")).tables["path"]
    assert path.filter((pl.col("belief") < pl.col("least")) | (pl.col("belief") > pl.col("most"))).is_empty()
    assert path.filter((pl.col("low") > pl.col("high")) | ~pl.col("share").is_between(0, 1)).is_empty()


def test_the_range_of_anothers_attack_covers_every_relevance() -> None:
    told = evidence(
        find_beliefs("csto-reassurance"),
        Event("ARM", date(2000, 1, 1), "attack_none", "appeals", "A", "w", shared=True),
    )
    assert [told.ratio, told.lowest, told.highest] == pytest.approx([0.25**0.4, 0.125, 1.0])


def test_counts_and_ranks() -> None:
    rows = [
        MemberYear(0, "ARM", 1993, 0, False),
        MemberYear(0, "ARM", 1994, 1, True),
        MemberYear(1, "BLR", 1994, 0, False),
    ]
    assert counted(rows, [True, False, False]) == Count(0, 1, 1, 1)
    assert (Count(0, 0, 0, 1).found, Count(0, 0, 0, 1).right, Count(1, 0, 3, 1).false) == (None, None, 0.75)
    given = facts(organisations=[belongs("ARM", "1992-02-01", "1994-03-01"), belongs("BLR", "1992-02-01")])
    histories = run(given, "ARM", "BLR", years=(1992, 1994)).histories
    shares = [np.array([0.1, 0.9]), np.array([0.5, 0.9, 0.0])]
    assert ranking(histories, shares).rows() == [("all pairs", 3, pytest.approx(2.5 / 3)), ("same year", 1, 0.5)]


def test_a_state_that_never_belonged_is_refused() -> None:
    with pytest.raises(StudyError) as caught:
        run(facts(organisations=[belongs("ARM", "1992-02-01")]), "ARM", "MDA")
    assert str(caught.value) == "the facts have no membership of MDA in CST (1992), CSTO. Leave it out of members."


def test_years_without_members_are_refused() -> None:
    with pytest.raises(StudyError) as caught:
        run(facts(organisations=[belongs("ARM", "2003-02-01")]), "ARM")
    assert str(caught.value) == "nobody was a member in 1992 to 1996. Choose other years."


def test_appeals_over_contested_land_are_also_read_as_saying_nothing() -> None:
    given = facts(
        organisations=[belongs("ARM", "1992-02-01")], appeals=[appeal("ARM", "1994-01-01", "1994-02-01", "TUR", "none")]
    )
    contested = spec("ARM").model_copy(update={"contested": ("a0",)})
    found = run_beliefs(contested, facts=given)
    assert found.tables["events"]["kind"].to_list() == ["attack_none"]
    read = {name: seen[0].events[0].kind for name, seen in readings(contested, given).items()}
    assert read == {"exercises seen by all": "attack_none", "contested land": "separatists"}
    assert "contested land" in found.tables["left_out"]["forecast"].to_list()
    assert "contested land" not in run(given, "ARM").tables["left_out"]["forecast"].to_list()
    with pytest.raises(UnknownName, match=r"^unknown appeal 'a9'\. Rows run from a0 to a0\.$"):
        run_beliefs(spec("ARM").model_copy(update={"contested": ("a9",)}), facts=given)
