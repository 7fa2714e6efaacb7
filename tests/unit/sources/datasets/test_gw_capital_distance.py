"""Distance of capitals in the other system."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import ParameterError
from corcyra.sources.datasets.gw_capital_distance import GwCapitalDistance
from corcyra.world.distance import great_circle

TEXT = """gwcode,statenme,capital,stdate,enddate,lat,lng
260,Germany,Bonn,1949-01-01,1990-10-02,50.7,7.1
260,Germany,Berlin,1990-10-03,2024-12-31,52.5,13.4
340,Serbia,Belgrade,2006-01-01,2024-12-31,44.8,20.5
341,Montenegro,Podgorica,2006-01-01,2024-12-31,42.4,19.3
345,Yugoslavia,Belgrade,1918-01-01,2006-12-31,44.8,20.5
"""


def test_pairs_and_numbers_are_those_of_the_list(tmp_path: Path) -> None:
    file = tmp_path / "gw_capitals.csv"
    file.write_text(TEXT, encoding="utf-8")
    frame = GwCapitalDistance().parse({"gw_capitals.rda": file})
    assert frame.columns == ["state1", "state2", "year", "gw_capdist"]
    pairs = {(260, 340), (260, 341), (260, 345), (340, 341), (341, 345)}
    assert set(frame.select("state1", "state2").rows()) == pairs
    assert frame.filter(state1=341)["year"].to_list() == [2006]
    assert frame.filter(state1=340)["year"].to_list() == list(range(2006, 2025))
    bonn, berlin = great_circle(50.7, 7.1, 44.8, 20.5), great_circle(52.5, 13.4, 44.8, 20.5)
    assert frame.filter(state2=345, year=1990)["gw_capdist"].to_list() == [bonn]
    assert frame.filter(state2=345, year=1991)["gw_capdist"].to_list() == [berlin]


def test_of_two_capitals_on_a_day_the_later_counts(tmp_path: Path) -> None:
    file = tmp_path / "gw_capitals.csv"
    file.write_text(TEXT.replace("1990-10-02", "1995-12-31"), encoding="utf-8")
    frame = GwCapitalDistance().parse({"gw_capitals.rda": file}).filter(state2=345)
    of_1991 = frame.filter(state1=260, year=1991)["gw_capdist"].to_list()
    assert of_1991 == [great_circle(52.5, 13.4, 44.8, 20.5)]


def test_any_day_is_no_rule_for_a_place() -> None:
    with pytest.raises(ParameterError) as caught:
        GwCapitalDistance(rule="any-day")
    assert str(caught.value) == "unknown rule 'any-day'. Use one of: jan-1, jul-1, dec-31."
