"""Exercises on real rows: counted once, held ones only, the same from both sides."""

from __future__ import annotations

from corcyra.sources.exercises import Exercises


def count(state: int, other: int, year: int) -> int:
    return int(Exercises().read().filter(state=state, other=other, year=year)["exercises"][0])


def test_parts_of_a_larger_exercise_count_once() -> None:
    assert count(371, 365, 2021) == 3  # Zapad, Combat Brotherhood with its three parts, Indestructible Brotherhood
    assert count(370, 702, 2021) == 3  # Peace Mission in place of Zapad


def test_drills_on_the_same_days_at_the_same_place_count_once() -> None:
    assert count(705, 365, 2023) == 2  # Barrier, Echelon, Interaction and Search as one; Indestructible Brotherhood


def test_a_cancelled_exercise_does_not_count() -> None:
    assert count(371, 703, 2022) == 0


def test_armenia_with_the_united_states_and_no_more_with_the_csto_in_2023() -> None:
    assert count(371, 2, 2023) == 1
    assert count(371, 365, 2023) == 0




def test_both_sides_see_the_same() -> None:
    frame = Exercises().read().select("state", "other", "year", "exercises")
    assert frame.equals(
        frame.select(state="other", other="state", year="year", exercises="exercises").sort("state", "other", "year")
    )
