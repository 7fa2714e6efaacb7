"""Contradictions: each is found on a table bent on purpose, and none is seen where there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corcyra.sources.fact_checks import contradictions
from corcyra.sources.fact_layouts import LAYOUTS
from corcyra.sources.facts import load, names

Row = dict[str, object]


def rows_of(name: str) -> list[Row]:
    return load(name).to_dicts()


def found(name: str, bend: Callable[[dict[str, Row]], None]) -> list[str]:
    rows = rows_of(name)
    bend({str(row["id"]): row for row in rows})
    return [message for _, message in contradictions(LAYOUTS[name], rows)]


@pytest.mark.parametrize("name", names())
def test_the_bundled_tables_do_not_contradict_themselves(name: str) -> None:
    assert list(contradictions(LAYOUTS[name], rows_of(name))) == []


def test_two_effective_leaders_at_once() -> None:
    def bend(rows: dict[str, Row]) -> None:
        rows["l003"]["effective"] = "yes"

    assert found("leaders", bend) == [
        "row 'l140' starts 2008-05-07, yet row 'l003' (line 4) with the same state's effective leader (RUS) runs from "
        "2008-05-07 to 2012-05-07. End one before the other starts, or join them."
    ]


def test_a_membership_in_force_and_ended() -> None:
    def bend(rows: dict[str, Row]) -> None:
        row = next(
            row for row in rows.values() if (row["org"], row["iso3"], row["status"]) == ("CSTO", "UZB", "member")
        )
        row |= {"end": None, "end_first": None, "end_last": None}

    assert [message.split(" with the same ")[1] for message in found("organisations", bend)] == [
        "membership (CSTO, UZB) runs from 2006-06-23 to no end. End one before the other starts, or join them."
    ]


def test_deaths_low_above_deaths_high() -> None:
    def bend(rows: dict[str, Row]) -> None:
        rows["c013"]["deaths_low"] = 9000

    assert found("conflicts", bend) == ["row 'c013': deaths_low 9000 is above deaths_high 7900. Swap or correct them."]


def test_a_treaty_in_force_before_it_was_signed_and_one_that_never_took_effect() -> None:
    def bend(rows: dict[str, Row]) -> None:
        rows["C005"] |= {"took_effect": "no"}
        rows["C071"] |= {"signed": "2001", "signed_first": rows["C081"]["signed_last"]}

    assert found("commitments", bend) == [
        "row 'C005': in force 1994-04-20, yet took_effect is 'no'. Correct one.",
        "row 'C071': in force 1999-04-01 before it was signed 2001. Correct one.",
    ]


def test_a_stranger_who_left_and_one_who_left_before_joining() -> None:
    def bend(rows: dict[str, Row]) -> None:
        rows["C022"]["left"] = "TUR:2009"
        rows["C113"]["left"] = "UZB:2005"

    assert found("commitments", bend) == [
        "row 'C022': TUR left 2009, but is no party. Add it to parties_iso3.",
        "row 'C113': UZB left 2005 before it joined 2006-06-23. Correct one.",
    ]


def test_an_exercise_that_is_part_of_none_or_of_another_year() -> None:
    def bend(rows: dict[str, Row]) -> None:
        rows["E001"] |= {"part_of": "E999", "year": 2001}

    assert found("exercises", bend) == [
        "row 'E001' is part of 'E999', which no row has as id. Correct part_of.",
        "row 'E001': year 2001 is not the year of 1995-05-23. Correct one.",
    ]


def test_a_tie_with_itself() -> None:
    def bend(rows: dict[str, Row]) -> None:
        rows["t142"]["b_iso3"] = "TUR"

    assert found("ties", bend) == ["row 't142': TUR has a tie with itself. Name the other side."]


def test_spells_that_may_follow_each_other_do_not_overlap() -> None:
    rows = [row for row in rows_of("organisations") if (row["org"], row["iso3"]) == ("GUAM", "UZB")]
    assert [row["start"] for row in rows] == ["1999-04-24", "2002-06", "2005-05-05"]
    assert list(contradictions(LAYOUTS["organisations"], rows)) == []


def test_every_supporter_names_a_conflict_on_file() -> None:
    assert set(load("support")["conflict"]) <= set(load("conflicts")["id"])


def test_the_states_agree_with_the_codes_of_actors() -> None:
    codes = dict(load("actors").select("code", "cow").rows())
    assert all(codes[iso3] == str(cow) for iso3, cow in load("states").select("iso3", "cow").rows())
