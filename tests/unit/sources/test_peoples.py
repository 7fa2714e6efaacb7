"""Peoples on real rows."""

from __future__ import annotations

import pytest

from corcyra.sources.peoples import Peoples


def share(state: int, year: int) -> float:
    return float(Peoples().read().filter(state=state, year=year)["titular_share"][0])


def test_a_census_counts_from_the_year_in_which_it_was_held() -> None:
    assert share(371, 1992) == share(371, 2010) == pytest.approx(0.933)
    assert share(371, 2011) == share(371, 2024) == pytest.approx(0.981)


def test_a_power_has_one_figure_from_its_year_on() -> None:
    known = Peoples().read().filter(state=640).drop_nulls("titular_share")
    assert known["year"].min() > 1992
    assert known["year"].max() == 2024
    assert known["titular_share"].unique().to_list() == [pytest.approx(0.725)]


def test_armenia_is_the_most_homogeneous_of_the_three() -> None:
    assert share(371, 2000) > share(373, 2000) > share(372, 2000)


def test_words() -> None:
    found = Peoples().read().filter(state=373, year=2000).row(0, named=True)
    assert (found["religion"], found["religion_family"], found["language_branch"]) == ("Shia", "Islam", "Oghuz")
