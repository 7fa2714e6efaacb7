from __future__ import annotations

from corcyra.world.spells import spells
from corcyra.world.successors import predecessors, successions, successors


def test_both_ends_of_every_link_are_states() -> None:
    numbers = {state.number for state in spells()}
    assert {link.predecessor for link in successions()} | {link.successor for link in successions()} <= numbers


def test_no_link_stands_twice_and_days_are_in_order() -> None:
    keys = [(link.predecessor, link.successor, link.day) for link in successions()]
    assert len(set(keys)) == len(keys)
    assert [link.day for link in successions()] == sorted(link.day for link in successions())


def test_a_state_continues_as_itself_or_under_another_number_only_by_continuation() -> None:
    for link in successions():
        assert link.predecessor != link.successor or link.kind == "continuation", link


def test_the_soviet_union_has_fifteen_heirs() -> None:
    heirs = {link.successor for link in successors(365) if link.day.year == 1991}
    assert heirs == {359, 365, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705}


def test_germany_was_united_from_two() -> None:
    assert {(link.predecessor, link.kind) for link in predecessors(255) if link.day.year == 1990} == {
        (260, "continuation"),
        (265, "unification"),
    }
