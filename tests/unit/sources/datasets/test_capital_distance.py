"""Distance of capitals: rules, pairs, and a naive twin."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import ParameterError
from corcyra.sources.datasets.capital_distance import CapitalDistance
from corcyra.sources.datasets.capitals import read_capitals
from corcyra.world.distance import great_circle
from corcyra.world.dyads import dyad_years

TEXT = """ccode,statenme,capital,stdate,enddate,lat,lng
2,United States of America,Washington D.C.,1816-01-01,2024-12-31,38.9,-77.0
20,Canada,Ottawa,1867-01-01,2024-12-31,45.4,-75.7
140,Brazil,Rio de Janeiro,1822-01-01,1960-04-20,-22.9,-43.2
140,Brazil,Brasilia,1960-04-21,2024-12-31,-15.8,-47.9
371,Armenia,Yerevan,1991-01-01,2024-12-31,40.2,44.5
373,Azerbaijan,Baku,1991-01-01,2024-12-31,40.4,49.9
"""
LAST = {"jan-1": (1, 1), "jul-1": (7, 1), "dec-31": (12, 31)}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    file = tmp_path / "cow_capitals.csv"
    file.write_text(TEXT, encoding="utf-8")
    return {"cow_capitals.rda": file}


@pytest.mark.parametrize("rule", list(LAST))
def test_every_pair_agrees_with_a_loop(files: dict[str, Path], rule: str) -> None:
    found = {row[:3]: row[3] for row in CapitalDistance(rule=rule).parse(files).rows()}
    capitals = read_capitals(files["cow_capitals.rda"]).rows()
    pairs = dyad_years(range(1816, 2025), [2, 20, 140, 371, 373]).tolist()
    assert sorted(found) == [tuple(pair) for pair in pairs]
    for one, other, year in pairs:
        on = date(year, *LAST[rule])
        points = [
            (lat, lon)
            for state in (one, other)
            for code, start, _, end, lat, lon in capitals
            if code == state and start <= on and (end is None or on <= end)
        ]
        assert found[one, other, year] == great_circle(*points[0], *points[1])


def test_the_day_decides_when_a_capital_moves(files: dict[str, Path]) -> None:
    of_1960 = [
        CapitalDistance(rule=rule).parse(files).filter(pl.col("state2") == 140, year=1960, state1=2)["capdist"].item()
        for rule in LAST
    ]
    rio, brasilia = great_circle(38.9, -77, -22.9, -43.2), great_circle(38.9, -77, -15.8, -47.9)
    assert of_1960 == [rio, brasilia, brasilia]


def test_states_that_did_not_exist_are_no_pair(files: dict[str, Path]) -> None:
    frame = CapitalDistance().parse(files).filter(state1=371, state2=373)
    assert (frame["year"].min(), frame["year"].max()) == (1991, 2024)
    assert frame["capdist"].to_list() == [pytest.approx(458.7, abs=0.5)] * 34


def test_any_day_is_no_rule_for_a_place() -> None:
    with pytest.raises(ParameterError) as caught:
        CapitalDistance(rule="any-day")
    assert str(caught.value) == "unknown rule 'any-day'. Use one of: jan-1, jul-1, dec-31."
