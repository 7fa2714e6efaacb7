"""Zeros on a panel in another system's numbers: said of a pair or state only where the source's own system had it, and of no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

import polars as pl
import pytest

from corcyra.panel.create import dyad_years, state_years
from corcyra.panel.join import Table, merge
from corcyra.panel.table import Column, MergeReport, Panel
from corcyra.sources.source import KEYS, Unit
from corcyra.world.dyads import coexisted
from corcyra.world.spells import spells
from corcyra.world.time import Years

COLUMN = {"x": Column("x", "a toy", "number")}
EVER = Years(1816, 2016)
CHANGES = [200, 210, 255, 260, 265, 300, 305, 310, 332, 340, 341, 345, 350, 367, 530, 678, 679, 680, 710]
"""States that the two lists number or date apart, and some that they do not."""


def empty(unit: Unit, codes: str, lag: int = 0, rows: Sequence[tuple[int, ...]] = ()) -> Table:
    """A table that covers all years and says zero of whatever it has no row for."""
    frame = pl.DataFrame(rows, schema=dict.fromkeys([*KEYS[unit], "x"], pl.Int64), orient="row")
    return Table("toy", unit, frame, COLUMN, codes, EVER, {"x": 0}, lag)


def filled(panel: Panel) -> set[tuple[int, ...]]:
    return set(panel.frame.filter(pl.col(panel.frame.columns[-1]) == 0).select(panel.keys).rows())


def last_spell(code: int, year: int, own: str, wanted: str) -> int | None:
    """The slow twin of a crosswalk: the other number of the spell on 31 December, else of the last of the year."""
    both = [each for each in spells() if each.code(own) == code and each.code(wanted) is not None and each.span.touches(year)]
    best = max(both, key=lambda each: min(each.span.end or date.max, date(year, 12, 31)), default=None)
    return best.code(wanted) if best else None


@cache
def taken_from(code: int, year: int, panel: str, source: str) -> int | None:
    """The number of the state in the source, if rows with that number come to the state."""
    found = last_spell(code, year, panel, source)
    return found if found is not None and last_spell(found, year, source, panel) == code else None


def known(row: tuple[int, ...], panel: str, source: str, lag: int) -> bool:
    """The slow twin for one row: asks the list of spells about each state, and about the days that two shared."""
    *codes, year = row
    found = [taken_from(code, year - lag, panel, source) for code in codes]
    if None in found or year - lag not in EVER:
        return False
    return len(found) == 1 or (
        found[0] != found[1] and any(span.touches(year - lag) for span in coexisted(found[0] or 0, found[1] or 0, source))
    )


@pytest.mark.parametrize("systems", [("gw", "cow"), ("cow", "gw"), ("gw+micro", "gw"), ("cow", "cow")])
@pytest.mark.parametrize("unit", ["state-year", "dyad-year", "directed-dyad-year"])
@pytest.mark.parametrize("lag", [0, 1])
def test_zero_is_said_of_what_the_sources_system_had(systems: tuple[str, str], unit: Unit, lag: int) -> None:
    panel, source = systems
    there = sorted({state.code(panel) or 0 for state in spells()} & {*CHANGES})
    for year in (1817, 1860, 1878, 1918, 1941, 1945, 1949, 1990, 2006, 2017):
        if unit == "state-year":
            rows = state_years(Years(year - 1, year + 1), there, system=panel)
        else:
            rows = dyad_years(Years(year - 1, year + 1), there, system=panel, directed=unit == "directed-dyad-year")
        made = merge(rows, empty(unit, source, lag))
        wanted = {row for row in rows.frame.rows() if known(row, panel, source, lag)}
        assert filled(made) == wanted
        assert made.reports[0].filled == len(wanted)


def test_a_state_whose_row_goes_to_another_is_not_zero() -> None:
    """Serbia and what was Yugoslavia are two numbers in 2006 of Gleditsch and Ward, and one of COW, whose row goes to Serbia."""
    both = state_years(Years(2005, 2007), [340, 345], system="gw")
    made = merge(both, empty("state-year", "cow", rows=[(345, 2006, 7)]))
    assert made.frame.rows() == [(340, 2006, 7), (340, 2007, 0), (345, 2005, 0), (345, 2006, None)]
    ended = state_years(Years(1989, 1990), [255, 260, 678, 679])
    assert filled(merge(ended, empty("state-year", "gw"))) == {(255, 1990), (260, 1989), (678, 1989), (679, 1990)}


@pytest.mark.parametrize("directed", [False, True])
def test_a_pair_that_never_met_in_the_sources_system_is_not_zero(directed: bool) -> None:
    """COW lists Germany to 8 May 1945 and the Netherlands, occupied in 1940, again from 26 June."""
    rows = dyad_years(Years(1939, 1945), [210, 255], system="gw", directed=directed)
    unit: Unit = "directed-dyad-year" if directed else "dyad-year"
    assert {row[2] for row in filled(merge(rows, empty(unit, "cow")))} == {1939, 1940}
    assert {row[2] for row in filled(merge(rows, empty(unit, "cow", lag=1)))} == {1939, 1940, 1941}
    assert len(rows) == 7 * (1 + directed)


def test_an_undirected_table_on_directed_rows_asks_for_the_pair_too() -> None:
    rows = dyad_years(Years(1990, 1990), [260, 680, 365], system="gw", directed=True)
    assert filled(merge(rows, empty("dyad-year", "cow"))) == {
        (260, 365, 1990), (365, 260, 1990), (365, 680, 1990), (680, 365, 1990)
    }  # fmt: skip


def test_a_row_of_a_pair_that_never_met_is_kept() -> None:
    rows = dyad_years(Years(1945, 1945), [210, 255], system="gw")
    assert merge(rows, empty("dyad-year", "cow", rows=[(210, 255, 1945, 3)]))["x"].to_list() == [3]


def test_a_report_names_the_side_of_a_pair() -> None:
    frame = pl.DataFrame({"state": [371], "year": [1992], "x": [1]})
    table = Table("nmc", "state-year", frame, COLUMN, "cow")
    told = "{}: {} of {} rows matched, {} outside its coverage (missing), {} of its rows unused"
    undirected = merge(dyad_years(Years(1992, 1992), [365, 371]), table)
    assert [str(each) for each in undirected.reports] == [
        told.format("nmc, state1", 0, 1, 1, 1), told.format("nmc, state2", 1, 1, 0, 0)
    ]  # fmt: skip
    directed = merge(dyad_years(Years(1992, 1992), [365, 371], directed=True), table)
    assert [each.side for each in directed.reports] == ["state", "other"]
    assert str(directed.reports[1]) == told.format("nmc, other", 1, 2, 1, 0)
    alone = merge(state_years(Years(1992, 1992), [371]), table)
    assert alone.reports == (MergeReport("nmc", 1, 1, 0, 0),)
    assert str(alone.reports[0]) == told.format("nmc", 1, 1, 0, 0)
