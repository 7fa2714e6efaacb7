"""Every cell of the pipeline of state-years, and of panels in the other system's codes, against the publishers' tables.

The second reading (``independent``) imports nothing of the package. Codes are turned by the yearly tables of the R package isard and
the documented rule for a year of change: 31 December, or the last day of the year on which a state stood. The tests exist where
``CORCYRA_MIRROR`` names a folder that holds the tables.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import corcyra
from corcyra import Library, Panel, Years

from .independent import dyadic, yearly
from .independent.world import Cells, World, cow_world, gw_world, unequal

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
FILES = [
    MIRROR / name
    for name in (
        "cow/states2016.csv", "cow/majors2024.csv", "cow/DirectContiguity320.zip", "democracyData/polity5.csv.gz",
        "democracyData/vdem_simple.csv.gz", "isard/cw_democracy.csv.gz", "isard/cw_gw_panel.csv.gz", "isard/gw_cw_panel.csv.gz",
        "isard/gw_system.csv.gz", "peacesciencer/archigos.csv.gz", "peacesciencer/atop_alliance.parquet",
        "peacesciencer/cow_nmc.csv.gz", "peacesciencer/gml_dirdisp.csv.gz", "peacesciencer/gw_states.csv.gz",
        "peacesciencer/tss_rivalries.csv.gz", "peacesciencer/ucdp_acd.csv.gz",
    )
]  # fmt: skip
KEYS = ("nmc", "majors", "democracy", "polity", "vdem", "leaders_archigos", "ucdp")
SPAN = Years(1816, 2014)
DIGITS = 1e-14
"""Copies of R's tables as text hold 15 digits of a decimal; a quotient may differ in its last bit."""
LOOSE = {"isard_euds": DIGITS, "isard_aeuds": DIGITS, "archigos_tenure": DIGITS}
COUNTED = ("atop_defense", "land_border", "gmlmidongoing", "tss_rivalry")
"""Columns of pairs that make sense as numbers of a state: allies, neighbours, opponents, rivals."""
FIRST_LAST = {
    "nmc": (1816, 2022), "majors": (1816, 2024), "democracy": (1816, 2025), "polity": (1776, 2020), "vdem": (1789, 2024),
    "leaders_archigos": (1875, 2015), "ucdp": (1946, 2024),
}  # fmt: skip
"""The years of each table as its publisher says."""


def numbers(panel: Panel, name: str) -> Cells:
    return panel[name].cast(pl.Float64).to_numpy()


def differences(panel: Panel, reading: Iterator[tuple[str, Cells]]) -> tuple[list[str], set[str]]:
    """What differs, with the first row of each column that does; and the columns that were looked at."""
    told, seen = [], set()
    for name, wanted in reading:
        seen.add(name)
        found = numbers(panel, name)
        rows = unequal(found, wanted, LOOSE.get(name, 0.0))
        if rows.size:
            key = panel.frame.select(panel.keys).row(int(rows[0]))
            told.append(f"{name}: {rows.size} cells, first {key}: {found[rows[0]]}, wanted {wanted[rows[0]]}")
    return told, seen


def check_rows(panel: Panel, world: World) -> None:
    """The panel's rows are those of the world."""
    state, year = world.members
    codes = np.array(world.codes)
    assert len(panel) == state.size
    assert (panel["state"].to_numpy() == codes[state]).all()
    assert (panel["year"].to_numpy() == year + world.first).all()


def own_codes(world: World) -> Iterator[tuple[str, Cells]]:
    """The columns of tables in COW's codes, on the rows of the world."""
    for read in (yearly.capabilities, yearly.majors, yearly.democracy, yearly.polity, yearly.vdem):
        for name, square in read(MIRROR, world):
            yield name, square[world.members]


def converted(world: World) -> Iterator[tuple[str, Cells]]:
    """The columns of tables in Gleditsch and Ward's codes, on the rows of COW's world."""
    wide, narrow = (gw_world(MIRROR, world.first, world.last, microstates=micro) for micro in (True, False))
    pairs = yearly.partners(MIRROR, "ccode", world, wide)
    for name, square in (*yearly.archigos(MIRROR, wide), *yearly.ucdp(MIRROR, wide, narrow)):
        yield name, yearly.through(world, wide, square, pairs)[world.members]


def sums(world: World, cube: Cells) -> Cells:
    """Sums over the others that a state met, on the rows of the world; missing without a known cell."""
    there = np.where(world.met, cube, np.nan)
    some = (~np.isnan(there)).any(axis=1)
    return np.where(some, np.nansum(there, axis=1, dtype=np.float64), np.nan)[world.members]


if all(path.exists() for path in FILES):

    @pytest.fixture(scope="module")
    def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
        """One home for all workers, so that each table is parsed once."""
        base = tmp_path_factory.getbasetemp()
        return Library((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "agreement", MIRROR)

    @pytest.fixture(scope="module")
    def world() -> World:
        """COW's system; its members, 1816-2014."""
        return cow_world(MIRROR, 1816, 2014)

    @pytest.fixture(scope="module")
    def panel(library: Library) -> Panel:
        return corcyra.add(corcyra.state_years(SPAN), *KEYS, library=library)

    def test_rows_are_the_members_of_the_system(panel: Panel, world: World) -> None:
        check_rows(panel, world)
        assert len(panel) == 15_561
        assert all(each.rows == len(panel) == each.matched + each.filled + each.outside for each in panel.reports)

    def test_every_cell_of_tables_in_the_panels_codes(panel: Panel, world: World) -> None:
        told, seen = differences(panel, own_codes(world))
        assert told == []
        assert seen == {name for name, each in panel.columns.items() if each.sources[0] in KEYS[:5]}

    def test_every_cell_of_tables_in_the_other_codes(panel: Panel, world: World) -> None:
        """Two states ended in 1990 and their number goes on as that of another, which takes the row: nothing is said of them."""
        told, seen = differences(panel, converted(world))
        assert told == []
        ended = panel.frame.filter(pl.col("year") == 1990, pl.col("state").is_in([260, 678]))
        assert ended["ucdp_territory"].to_list() == [None, None]
        assert seen == {name for name, each in panel.columns.items() if each.sources[0] in KEYS[5:]}

    def test_every_column_says_where_it_comes_from(panel: Panel) -> None:
        lacking = [
            name
            for name, each in panel.columns.items()
            if not (each.citations and each.licence and each.version and each.meaning and each.unit)
            or len(each.digest) != 64
        ]
        assert lacking == []
        spans = {
            each.sources[0]: (each.covers.first, each.covers.last) for each in panel.columns.values() if each.covers
        }
        assert spans == FIRST_LAST

    def test_nothing_outside_coverage_is_zero(library: Library) -> None:
        """All years that the system has, to ten years after the last table ends."""
        panel = corcyra.add(corcyra.state_years(Years(1816, 2034)), *KEYS, library=library)
        years = panel["year"].to_numpy()
        for name, column in panel.columns.items():
            first, last = FIRST_LAST[column.sources[0]]
            missing = panel[name].is_null().to_numpy()
            inside = (first <= years) & (years <= last)
            assert missing[~inside].all(), name
            assert not missing[inside].all(), name
        assert not panel["cow_major"].is_null().to_numpy()[years <= 2024].any()

    @pytest.mark.parametrize("lag", [1, 5])
    def test_values_of_years_before_on_all_rows(library: Library, lag: int) -> None:
        """The table's own value of those years; a state that was none then is no minor power then, but missing."""
        world = cow_world(MIRROR, 1816 - lag, 2014)
        panel = corcyra.add(corcyra.state_years(SPAN), "nmc", "majors", "polity", lag=lag, library=library)
        state, year = world.members
        for read in (yearly.capabilities, yearly.polity):
            for name, square in read(MIRROR, world):
                assert unequal(numbers(panel, f"{name}_lag{lag}"), square[state, year - lag]).size == 0, name
        name, square = next(yearly.majors(MIRROR, world))
        known = (square[state, year - lag] == 1) | world.there[state, year - lag]
        wanted = np.where(known, square[state, year - lag], np.nan)
        assert unequal(numbers(panel, f"{name}_lag{lag}"), wanted).size == 0

    def test_counts_of_allies_neighbours_opponents_and_rivals(library: Library, world: World) -> None:
        """Pairs summed by state and year, and added; missing where no pair is known of."""
        dyads = corcyra.add(
            corcyra.dyad_years(SPAN, directed=True), "atop", "contiguity", "gml", "rivalries_tss", columns=list(COUNTED),
            library=library,
        )  # fmt: skip
        counts = corcyra.collapse(dyads, dict.fromkeys(COUNTED, "sum"))
        panel = corcyra.add_frame(corcyra.state_years(SPAN), counts.frame, counts.columns)
        check_rows(panel, world)
        tables = (
            dyadic.atop(MIRROR, world), dyadic.borders(MIRROR, world, "any-day"), dyadic.rivals(MIRROR, world, "tss"),
            dyadic.disputes(MIRROR, world),
        )  # fmt: skip
        summed = ((f"{name}_sum", sums(world, cube)) for table in tables for name, cube in table if name in COUNTED)
        told, seen = differences(panel, summed)
        assert told == []
        assert seen == {f"{name}_sum" for name in COUNTED}

    def test_states_of_gleditsch_and_ward(library: Library, world: World) -> None:
        """Every column on all rows of independent states, their COW numbers by year; the two that are one number in 2006, too."""
        panel = corcyra.add(corcyra.state_years(SPAN, system="gw"), "nmc", "majors", library=library)
        theirs = gw_world(MIRROR, 1816, 2014)
        check_rows(panel, theirs)
        pairs = yearly.partners(MIRROR, "gwcode", theirs, world)
        turned = (
            (name, yearly.through(theirs, world, square, pairs)[theirs.members])
            for read in (yearly.capabilities, yearly.majors)
            for name, square in read(MIRROR, world)
        )
        told, seen = differences(panel, turned)
        assert told == []
        assert seen == set(panel.columns)
        both = panel.frame.filter(pl.col("year") == 2006, pl.col("state").is_in([340, 345]))
        assert both["cow_major"].to_list() == [0, None]

    def test_pairs_of_gleditsch_and_ward(library: Library, world: World) -> None:
        """Borders and treaties on all rows: 0 only where COW lists both states and they met there."""
        panel = corcyra.add(
            corcyra.dyad_years(SPAN, directed=True, system="gw"), "contiguity", "atop", columns=["conttype", "atop_defense"],
            library=library,
        )  # fmt: skip
        theirs = gw_world(MIRROR, 1816, 2014)
        one, two, year = theirs.dyads
        assert len(panel) == one.size
        pairs, takers = yearly.partners(MIRROR, "gwcode", theirs, world), yearly.takers(MIRROR, "gwcode", theirs)
        borders = dict(dyadic.borders(MIRROR, world, "any-day"))
        treaties = dict(dyadic.atop(MIRROR, world))
        for name, cube, rows in (
            ("conttype", borders["conttype"], borders["conttype"] > 0),
            ("atop_defense", treaties["atop_defense"], treaties["row"] > 0),
        ):
            turned = dyadic.across(theirs, world, cube, rows, pairs, takers)
            assert differences(panel, iter([(name, turned[one, two, year])]))[0] == []
        never = [(210, 255, 1945), (255, 290, 1945), (300, 310, 1918), (335, 710, 1860), (350, 530, 1941), (260, 680, 1990)]
        found = panel.frame.filter(pl.concat_list(panel.keys).is_in([list(key) for key in never]))
        assert found["conttype"].to_list() == [None] * len(never) == found["atop_defense"].to_list()
