"""Every cell of the pipeline of directed dyad-years against the publishers' tables, read and joined a second time.

The second reading (``independent``) imports nothing of the package: its own rows from spells day by day, its own CSV reading,
cubes of state, other and year in place of joins, loops in place of clocks. The tests exist where ``CORCYRA_MIRROR`` names a
folder that holds the tables. The whole panel is looked at in one test, so that one worker alone holds it.
"""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import corcyra
from corcyra import Library, Panel, Years

from .independent import dyadic, yearly
from .independent.world import Cells, World, cow_world, records, unequal

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
FILES = [
    MIRROR / name
    for name in (
        "cow/states2016.csv", "cow/majors2024.csv", "cow/DirectContiguity320.zip", "isard/cw_democracy.csv.gz",
        "peacesciencer/atop_alliance.parquet", "peacesciencer/cow_nmc.csv.gz", "peacesciencer/gml_dirdisp.csv.gz",
        "peacesciencer/cow_mindist.parquet", "peacesciencer/tss_rivalries.csv.gz", "peacesciencer/td_rivalries.csv.gz",
        "peacesciencer/cow_ddy.rda", "peacesciencer/false_cow_dyads.csv.gz", "democracyData/polity5.csv.gz",
    )
]  # fmt: skip
KEYS = ("atop", "contiguity", "nmc", "majors", "gml", "democracy", "polity", "mindist", "rivalries_tss", "rivalries_td")
ROWS = 1_836_630
"""Directed dyad-years of 1816-2014 with a common day."""
ALLIED = 233_782
"""Those of them with an ATOP treaty."""
DIGITS = 1e-14
"""Copies of R's tables as text hold 15 digits of a decimal."""
LOOSE = {"isard_euds": DIGITS, "isard_aeuds": DIGITS, "mindist": DIGITS}
BOTH = ("gmlmidongoing", "gml_disputes", "gml_joiner", "gmlmidonset", "gml_dispnum", "gml_reciprocated", "peace_years")
SIDES = ("gml_hostlev", "gml_fatality", "gml_revisionist", "gml_originator")
LAST = {
    "atop": 2018, "contiguity": 2016, "nmc": 2022, "majors": 2024, "gml": 2010, "democracy": 2025, "polity": 2020,
    "mindist": 2019, "rivalries_tss": 2020, "rivalries_td": 2010,
}  # fmt: skip
"""The last year of each table as its publisher says."""
FILLED = (
    "atop_",
    "conttype",
    "land_border",
    "cow_major",
    "gmlmid",
    "gml_disputes",
    "gml_hostlev",
    "gml_joiner",
    "tss_",
    "td_",
)
"""Columns in which a pair or state without a row is 0 in covered years. Deaths are, too, but can be unknown where there is a row."""


def numbers(panel: Panel, name: str) -> Cells:
    return panel[name].cast(pl.Float64).to_numpy()


def second_reading(world: World) -> Iterator[tuple[str, Cells]]:
    """Every column of the pipeline, on the rows of the world, one after the other."""
    one, two, year = world.dyads
    for read in (yearly.capabilities, yearly.majors, yearly.democracy, yearly.polity):
        for name, square in read(MIRROR, world):
            yield f"{name}1", square[one, year]
            yield f"{name}2", square[two, year]
    tables = (
        dyadic.atop(MIRROR, world),
        dyadic.borders(MIRROR, world, "any-day"),
        dyadic.yearly_borders(MIRROR, world),
        dyadic.distance(MIRROR, world),
        dyadic.rivals(MIRROR, world, "tss"),
        dyadic.rivals(MIRROR, world, "td"),
        dyadic.disputes(MIRROR, world),
    )
    for table in tables:
        for name, cube in table:
            if name == "row":
                check_both_directions(cube, cube[one, two, year])
                continue
            yield name, cube[one, two, year]
            if name == "gmlmidongoing":
                yield "peace_years", dyadic.peace(world, cube)[one, two, year]


def check_both_directions(cube: Cells, rows: Cells) -> None:
    """A treaty of two states is in the file, and so in the panel, from each to the other, if only one promises something."""
    assert (cube == cube.transpose(1, 0, 2)).all()
    assert rows.sum() == ALLIED


def differences(panel: Panel, reading: Iterator[tuple[str, Cells]]) -> tuple[list[str], set[str]]:
    """What differs, with the first row of each column that does; and the columns that were looked at."""
    told, seen = [], set()
    for name, wanted in reading:
        seen.add(name)
        found = numbers(panel, name)
        rows = unequal(found, wanted, LOOSE.get(name.rstrip("12"), 0.0))
        if rows.size:
            key = panel.frame.select(panel.keys).row(int(rows[0]))
            told.append(f"{name}: {rows.size} cells, first {key}: {found[rows[0]]}, wanted {wanted[rows[0]]}")
    return told, seen


def one_sided(panel: Panel, world: World) -> list[str]:
    """Columns whose row (a, b) is not what the row (b, a) says."""
    place = np.full(world.met.shape, -1, dtype=np.int32)
    one, two, year = world.dyads
    place[one, two, year] = np.arange(one.size, dtype=np.int32)
    turned = place[two, one, year]
    told = []
    states = [(name, f"{name.removesuffix('1')}2") for name in panel.columns if name.endswith("1")]
    same = [
        (name, name)
        for name in panel.columns
        if name in BOTH or name.startswith(("tss_", "td_", "mindist", "cont", "land_"))
    ]
    for left, right in (*states, *same, *((name, f"{name}_other") for name in SIDES)):
        if unequal(numbers(panel, left), numbers(panel, right)[turned]).size:
            told.append(f"{left} is not {right} of the other direction")
    side = numbers(panel, "gml_side_a")
    return told if not unequal(side, 1 - side[turned]).size else [*told, "gml_side_a is on both sides or none"]


def unsourced(panel: Panel) -> list[str]:
    """Columns whose provenance lacks something."""
    return [
        name
        for name, each in panel.columns.items()
        if not (
            each.sources
            and each.citations
            and each.licence
            and each.version
            and each.meaning
            and each.unit
            and each.covers
        )
        or (len(each.digest) != 64 and name != "peace_years")
    ]


if all(path.exists() for path in FILES):

    @pytest.fixture(scope="module")
    def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
        """One home for all workers, so that each table is parsed once."""
        base = tmp_path_factory.getbasetemp()
        return Library((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "agreement", MIRROR)

    @pytest.fixture(scope="module")
    def world() -> World:
        """1815 is there for values of the year before."""
        return cow_world(MIRROR, 1815, 2014)

    def test_every_cell_of_the_pipeline_is_what_the_tables_say(library: Library, world: World) -> None:
        panel = corcyra.add(corcyra.dyad_years(Years(1816, 2014), directed=True), *KEYS, library=library)
        panel = corcyra.spells(panel, "gmlmidongoing")
        one, two, year = world.dyads
        codes = np.array(world.codes)
        assert len(panel) == one.size == ROWS
        keys = (codes[one], codes[two], year + world.first)
        assert [(panel[name].to_numpy() == key).all() for name, key in zip(panel.keys, keys, strict=True)] == [True] * 3
        told, seen = differences(panel, second_reading(world))
        assert told == []
        assert seen == set(panel.columns)
        assert one_sided(panel, world) == []
        assert unsourced(panel) == []
        assert panel.reports[0].matched == ALLIED
        assert all(each.rows == ROWS == each.matched + each.filled + each.outside for each in panel.reports)
        del panel
        gc.collect()

    def test_rows_are_those_of_the_r_package() -> None:
        """Its table of directed dyad-years and its list of false dyads, to 2024 by the rule that members of 2016 go on."""
        import rdata

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # R's class of the table is unknown to the reader, and of no matter
            frame = next(iter(rdata.read_rda(MIRROR / "peacesciencer/cow_ddy.rda").values()))
        one, two, year = (frame[name].to_numpy().astype(np.int64) for name in ("ccode1", "ccode2", "year"))
        theirs = np.sort(one * 10**8 + two * 10**4 + year)
        panel = corcyra.dyad_years(Years(1816, 2024), directed=True)
        ours = (
            panel.frame.select(pl.col("state") * 10**8 + pl.col("other") * 10**4 + pl.col("year"))
            .to_series()
            .to_numpy()
        )
        assert ours.size == 2_214_930
        assert (ours == theirs).all()

    def test_false_dyads_are_those_of_the_r_package(world: World) -> None:
        """Pairs of one year's list that never shared a day."""
        published = {
            (int(row["ccode1"]), int(row["ccode2"]), int(row["year"]))
            for row in records(MIRROR / "peacesciencer/false_cow_dyads.csv.gz")
        }
        listed = world.there[:, None, :] & world.there[None, :, :] & ~world.met
        codes = np.array(world.codes)
        one, two, year = np.nonzero(listed)
        never = zip(codes[one].tolist(), codes[two].tolist(), (year + world.first).tolist(), strict=True)
        assert {each for each in never if each[0] != each[1]} == published
        assert len(published) == 60
        panel = corcyra.dyad_years(Years(1816, 2014), directed=True)
        false = pl.DataFrame(sorted(published), schema=dict.fromkeys(panel.keys, pl.Int64), orient="row")
        assert panel.frame.join(false, on=panel.keys, how="semi").height == 0

    def test_values_of_the_year_before_on_all_rows(library: Library, world: World) -> None:
        """A lag is the table's own value of the year before; 0 without a row only for pairs that shared a day of that year."""
        panel = corcyra.add(
            corcyra.dyad_years(Years(1816, 2014), directed=True), "nmc", "atop", columns=["cinc", "milex", "atop_defense"],
            lag=1, library=library,
        )  # fmt: skip
        one, two, year = world.dyads
        for name, square in yearly.capabilities(MIRROR, world):
            if name in ("cinc", "milex"):
                assert unequal(numbers(panel, f"{name}1_lag1"), square[one, year - 1]).size == 0, name
                assert unequal(numbers(panel, f"{name}2_lag1"), square[two, year - 1]).size == 0, name
        before = {
            name: cube[one, two, year - 1]
            for name, cube in dyadic.atop(MIRROR, world)
            if name in ("atop_defense", "row")
        }
        known = (before["row"] == 1) | world.met[one, two, year - 1]
        wanted = np.where(known, before["atop_defense"], np.nan)
        assert unequal(numbers(panel, "atop_defense_lag1"), wanted).size == 0

    @pytest.mark.parametrize("rule", ["jan-1", "jul-1", "dec-31"])
    def test_contiguity_by_the_day_that_decides(library: Library, world: World, rule: str) -> None:
        panel = corcyra.add(
            corcyra.dyad_years(Years(1816, 2014), directed=True), "contiguity", rule=rule, library=library
        )
        one, two, year = world.dyads
        told, seen = differences(
            panel, ((name, cube[one, two, year]) for name, cube in dyadic.borders(MIRROR, world, rule))
        )
        assert told == []
        assert seen == set(panel.columns)

    @pytest.mark.parametrize("keep", ["fatality", "hostility"])
    def test_disputes_by_what_is_kept(library: Library, world: World, keep: str) -> None:
        panel = corcyra.add(corcyra.dyad_years(Years(1816, 2014), directed=True), "gml", keep=keep, library=library)
        one, two, year = world.dyads
        told, seen = differences(
            panel, ((name, cube[one, two, year]) for name, cube in dyadic.disputes(MIRROR, world, keep))
        )
        assert told == []
        assert seen == set(panel.columns)

    def test_an_undirected_panel_is_half_of_the_directed_one(library: Library) -> None:
        """Side 1 is the lower code: every cell is what the state with it says in the directed panel."""
        keys = ("contiguity", "nmc", "mindist", "rivalries_tss")
        half = corcyra.add(corcyra.dyad_years(Years(1816, 2014)), *keys, library=library)
        whole = corcyra.add(corcyra.dyad_years(Years(1816, 2014), directed=True), *keys, library=library)
        lower = whole.frame.filter(pl.col("state") < pl.col("other")).rename({"state": "state1", "other": "state2"})
        assert 2 * len(half) == ROWS
        assert lower.equals(half.frame)

    def test_nothing_outside_coverage_is_zero(library: Library) -> None:
        """After each table's last year everything is missing; to it, nothing that the table says zero of."""
        panel = corcyra.add(corcyra.dyad_years(Years(2009, 2024)), *KEYS[1:4], *KEYS[5:], library=library)
        directed = corcyra.add(corcyra.dyad_years(Years(2009, 2024), directed=True), "atop", "gml", library=library)
        for each in (panel, directed):
            years = each["year"].to_numpy()
            for name, column in each.columns.items():
                missing = each[name].is_null().to_numpy()
                after = years > LAST[column.sources[0]]
                assert missing[after].all(), name
                assert not (name.startswith(FILLED) and missing[~after].any()), name
                assert not missing[~after].all(), name
