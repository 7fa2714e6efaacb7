"""Leaders on real rows."""

from __future__ import annotations

import pytest

from corcyra.sources.leaders import Leaders


def row(state: int, year: int) -> tuple[float, float | None, str | None]:
    return Leaders().read().filter(state=state, year=year).select("irregular_exit", "tenure", "leader").row(0)


def test_irregular_and_contested_exits() -> None:
    assert [row(372, year)[0] for year in (1992, 2003, 2013)] == [1.0, 1.0, 0.0]
    assert row(369, 2014)[0] == 0.5


def test_tenure_runs_on_over_a_short_absence() -> None:
    assert row(372, 2008)[1] == pytest.approx(4.93, abs=0.01)  # since January 2004, away for eight weeks in 2007-08


def test_tenure_runs_on_from_office_to_office() -> None:
    assert row(365, 2010)[2] == "Vladimir Putin"
    assert row(365, 2010)[1] == pytest.approx(11.0, abs=0.01)


def test_china_has_a_leader_after_deng() -> None:
    assert [row(710, year)[2] for year in (1996, 1998, 2003)] == ["Deng Xiaoping", "Jiang Zemin", "Hu Jintao"]


def test_nobody_named_is_missing_and_not_zero() -> None:
    assert row(359, 2015)[1:] == (None, None)
    assert row(701, 2023)[1:] == (None, None)
    assert Leaders().read()["leader"].null_count() == 12


def test_a_tenure_starts_anew_after_years_away() -> None:
    assert row(373, 1994)[2] == "Heydar Aliyev"
    assert row(366, 1996)[1] == pytest.approx(1.71, abs=0.01)
