from __future__ import annotations

from dataclasses import replace

import pytest

from corcyra.errors import ParameterError, UnknownName
from corcyra.world.organisations import Standing, depth, standings
from corcyra.world.poles import Pole, pole, poles
from corcyra.world.regions import Region, region, regions


def test_keys_are_sorted_and_leaders_known() -> None:
    assert [each.key for each in poles()] == sorted(each.key for each in poles())
    assert {each.key: each.leader for each in poles()} == {
        "china": 710,
        "iran": 630,
        "russia": 365,
        "turkey": 640,
        "west": 2,
    }


def test_a_pole_lists_exactly_the_organisations_that_tie_to_it() -> None:
    for each in poles():
        assert set(each.organisations) == {standing.org for standing in standings() if standing.pole == each.key}
    known = {each.key for each in poles()}
    assert {standing.pole for standing in standings()} == known | {""}


def test_shared_organisations_are_marked() -> None:
    led = {(standing.org, standing.pole) for standing in standings() if standing.pole}
    shared = {org for org, pole_key in led if sum(one == org for one, _ in led) > 1}
    assert shared == {standing.org for standing in standings() if standing.shared} == {"SCO", "Shanghai Five", "ECO"}


def test_the_scale_runs_from_defence_to_talk() -> None:
    for key, alliance, union, talk in [
        ("russia", "CSTO", "EAEU", "CIS"),
        ("west", "NATO", "EU", "EU Eastern Partnership"),
    ]:
        status = "member" if talk == "CIS" else "partner"
        depths = [depth(alliance, "member", key), depth(union, "member", key), depth(talk, status, key)]
        assert depths[0] == 1.0
        assert all(each is not None for each in depths)
        assert depths == sorted(depths, key=lambda each: -(each or 0))
    assert all(each.reason.startswith("ours: ") for each in standings())


def test_unknown_organisation_status_pole_and_region() -> None:
    for act, message in [
        (lambda: depth("CTSO", "member", "russia"), "unknown organisation 'CTSO'. Nearest: CSTO. Use one of these."),
        (
            lambda: depth("CSTO", "membr", "russia"),
            "unknown status in CSTO 'membr'. Nearest: member. Use one of these.",
        ),
        (lambda: pole("rusia"), "unknown pole 'rusia'. Nearest: russia. Use one of these."),
        (lambda: pole("qqq"), "unknown pole 'qqq'. Nearest: china, iran, russia, turkey, west. Use one of these."),
        (lambda: region("baltics"), "unknown region 'baltics'. Nearest: baltic. Use one of these."),
        (
            lambda: Pole("x", "X", 340),
            "unknown state 340. It is Gleditsch and Ward's number of Serbia (1878-07-13 to 1915-10-01, "
            "since 2006-06-05); pass by='gw' for these.",
        ),
        (
            lambda: Pole("x", "X", "Abkhazia"),
            "unknown COW state 'Abkhazia'. Abkhazia (COW none, GW 396, no ISO-3; 2008-08-26 to ) "
            "was not listed. Use a state of the COW list.",
        ),
    ]:
        with pytest.raises(UnknownName) as caught:
            act()
        assert str(caught.value) == message


def test_what_is_invalid_cannot_be_built() -> None:
    for act, message in [
        (lambda: Pole("", "Nameless", "RUS"), "the pole 'Nameless' has no key. Give a short word, such as 'russia'."),
        (lambda: Region("empty", "Empty", ()), "region 'empty' has no members. Give a key and at least one state."),
        (lambda: Region("", "Empty", ("RUS",)), "region '' has no key. Give a key and at least one state."),
        (
            lambda: Standing("A", "member", "", 0.5, "ours"),
            "A, member: a depth needs a pole, and a pole a depth. Give both or none.",
        ),
        (lambda: Standing("A", "member", "west", 1.5, "ours"), "A, member: the depth 1.5 is outside 0 to 1."),
        (
            lambda: Standing("A", "member", "west", 0.5, ""),
            "A, member: no reason for the depth. Give one, or a citation.",
        ),
    ]:
        with pytest.raises(ParameterError) as caught:
            act()
        assert str(caught.value) == message


def test_own_poles_and_regions_are_values() -> None:
    own = Pole("india", "India", "IND", ["SAARC"])
    assert own == Pole("india", "India", 750, ("SAARC",))
    assert replace(own, leader="PAK").leader == 770
    assert len({own, Pole("india", "India", 750, ("SAARC",))}) == 1
    assert Region("pair", "A pair", ["AZE", "Армения", 371]).members == (371, 373)


def test_the_regions_that_the_studies_use() -> None:
    members = {each.key: each.members for each in regions()}
    assert members["south-caucasus"] == (371, 372, 373)
    assert members["central-asia"] == (701, 702, 703, 704, 705)
    assert members["western-three"] == (359, 369, 370)
    inner = {*members["south-caucasus"], *members["central-asia"], *members["western-three"], *members["baltic"], 365}
    assert set(members["post-soviet"]) == inner
