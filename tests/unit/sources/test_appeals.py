"""Appeals on real rows."""

from __future__ import annotations

import pytest

from corcyra.sources.appeals import STEPS, Appeals


def row(state: int, other: int, year: int) -> tuple[int, float | None, float | None]:
    return Appeals().read().filter(state=state, other=other, year=year).row(0)[3:]  # type: ignore[return-value]


def test_kazakhstan_2022_is_answered_with_troops() -> None:
    assert row(705, 365, 2022) == (1, 1.0, 1.0)


def test_kyrgyzstan_2010_asks_twice() -> None:
    assert row(703, 365, 2010)[0] == 2


def test_an_appeal_to_nato_and_the_united_states_at_once_counts_once() -> None:
    assert row(372, 2, 2008)[0] == 1


def test_no_appeal_is_zero_with_no_answer() -> None:
    assert row(366, 2, 2008) == (0, None, None)


def test_the_steps_are_evenly_spaced_in_their_order() -> None:
    assert list(STEPS) == ["none", "statement", "fact-finding", "mediation", "materiel", "troops"]
    assert list(STEPS.values()) == pytest.approx([place / 5 for place in range(6)])
