"""Tables of pairs of states, on cubes of state, other and year. Imports nothing of the package.

Each function gives column names and cubes; a cell is a number, or missing. Cells of pairs that never met are of no matter.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from .world import Cells, World, records

__all__ = ["DISPUTE", "OBLIGATIONS", "across", "atop", "borders", "disputes", "distance", "peace", "rivals", "yearly_borders"]

OBLIGATIONS = ("atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul")
TYPES = ("positional", "spatial", "ideological", "interventionary")
DISPUTE = {
    "gmlmidonset": "midonset",
    "gml_dispnum": "dispnum",
    "gml_hostlev": "hostlev1",
    "gml_hostlev_other": "hostlev2",
    "gml_fatality": "fatality1",
    "gml_fatality_other": "fatality2",
    "gml_revisionist": "revstate1",
    "gml_revisionist_other": "revstate2",
    "gml_side_a": "sidea1",
    "gml_originator": "orig1",
    "gml_originator_other": "orig2",
    "gml_reciprocated": "recip",
}
"""Our columns and the authors' of the dispute shown."""
ZERO = ("gmlmidonset", "gml_hostlev", "gml_hostlev_other", "gml_fatality", "gml_fatality_other")


def zero_between(world: World, first: int, last: int) -> Cells:
    """A cube with 0 in the years covered and nothing in others."""
    cube = world.cube()
    cube[:, :, world.within(first, last)] = 0
    return cube


def atop(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    """The file's own rows, in its own direction; 0 without a row in 1815-2018. Last, as ``row``, where there is one."""
    file = (mirror / "peacesciencer/atop_alliance.parquet").as_posix()
    found = (
        duckdb.connect()
        .execute(f"SELECT ccode1, ccode2, year, {', '.join(OBLIGATIONS)}, 1 AS row FROM '{file}'")
        .fetchnumpy()
    )
    here, at = placed(world, found)
    for name in (*OBLIGATIONS, "row"):
        cube = zero_between(world, 1815, 2018)
        cube[at] = found[name][here]
        yield name, cube


def placed(world: World, found: Mapping[str, Any]) -> tuple[Cells, tuple[Cells, Cells, Cells]]:
    """Which rows of a table are of the world's codes and years, and their places on a cube."""
    lookup = np.full(1000, -1)
    lookup[world.codes] = range(len(world.codes))
    one, two, year = lookup[found["ccode1"]], lookup[found["ccode2"]], found["year"] - world.first
    here = (one >= 0) & (two >= 0) & (year >= 0) & (year < len(world.years))
    return here, (one[here], two[here], year[here])


def borders(mirror: Path, world: World, rule: str) -> Iterator[tuple[str, Cells]]:
    """Spells by month; the deciding month of the rule, or any; the closest type; 0 without a row in 1816-2016."""
    month = {"any-day": 0, "jan-1": 1, "jul-1": 7, "dec-31": 12}[rule]
    closest = np.full((len(world.codes), len(world.codes), len(world.years)), 9.0)
    for row in inside(mirror / "cow/DirectContiguity320.zip", "contdir.csv"):
        one, two, begin, end = (int(row[name]) for name in ("statelno", "statehno", "begin", "end"))
        for year in range(begin // 100, end // 100 + 1):
            if world.has(one, two, year=year) and year <= 2016 and (not month or begin <= year * 100 + month <= end):
                at = world.place[one], world.place[two], year - world.first
                closest[at] = min(closest[at], int(row["conttype"]))
    closest = np.minimum(closest, closest.transpose(1, 0, 2))
    yield from bordering(world, closest)


def yearly_borders(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    """The publisher's own table by directed dyad and year, its double rows reduced to the closest type."""
    closest = np.full((len(world.codes), len(world.codes), len(world.years)), 9.0)
    for row in inside(mirror / "cow/DirectContiguity320.zip", "contdird.csv"):
        one, two, year = (int(row[name]) for name in ("state1no", "state2no", "year"))
        if world.has(one, two, year=year):
            at = world.place[one], world.place[two], year - world.first
            closest[at] = min(closest[at], int(row["conttype"]))
    yield from bordering(world, closest)


def bordering(world: World, closest: Cells) -> Iterator[tuple[str, Cells]]:
    """The two columns, from a cube in which 9 stands for no row."""
    covered = world.within(1816, 2016)
    yield "conttype", np.where(covered, np.where(closest == 9, 0, closest), np.nan)
    yield "land_border", np.where(covered, closest == 1, np.nan)


def inside(archive: Path, name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV in a ZIP."""
    with zipfile.ZipFile(archive) as held:
        place = next(each for each in held.namelist() if each.endswith("/" + name))
        with held.open(place) as stream:
            yield from csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8"))


def distance(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    """Rows as they are, both ways; missing without a row."""
    file = (mirror / "peacesciencer/cow_mindist.parquet").as_posix()
    found = duckdb.connect().execute(f"SELECT ccode1, ccode2, year, mindist FROM '{file}'").fetchnumpy()
    here, (one, two, year) = placed(world, found)
    cube = world.cube(np.float64)
    cube[one, two, year] = found["mindist"][here]
    cube[two, one, year] = found["mindist"][here]
    yield "mindist", cube


def rivals(mirror: Path, world: World, key: str) -> Iterator[tuple[str, Cells]]:
    """Pairs from their first to their last year, both ways; several rivalries of a pair are one; 0 without a row."""
    tss = key == "tss"
    start, end, last = ("start", "end", 2020) if tss else ("styear", "endyear", 2010)
    names = (*TYPES, "principal", "aprin") if tss else TYPES
    held: list[tuple[set[str], tuple[int, int, int]]] = []
    for row in records(mirror / f"peacesciencer/{key}_rivalries.csv.gz"):
        one, two = int(row["ccode1"]), int(row["ccode2"])
        types = {row[f"type{number}"] for number in (1, 2, 3)} if not tss else set()
        marks = {name for name in names if (float(row[name] or 0) == 1 if tss else name in types)} | {"rivalry"}
        years = range(max(int(row[start]), world.first, 1816), min(int(row[end]), world.last, last) + 1)
        if one in world.place and two in world.place:
            held.extend((marks, (world.place[one], world.place[two], year - world.first)) for year in years)
    for name in ("rivalry", *names):
        cube = zero_between(world, 1816, last)
        for a, b, when in (at for marks, at in held if name in marks):
            cube[[a, b], [b, a], when] = 1
        yield f"{key}_{name}", cube


def across(
    world: World, other: World, cube: Cells, rows: Cells, pairs: dict[tuple[int, int], int], takers: dict[tuple[int, int], int]
) -> Cells:
    """A cube of another system's numbers on this one's: its rows where they come to, and what it says of others (``rows`` is 0).

    1. A row goes to the states that take the rows of its two; of rows that meet, that stays whose states stood to the later day.
    2. Without a row the cell is the cube's for a pair of states that each take the other system's row, if these met that year.
    """
    made = world.cube()
    for year in world.years:
        column, theirs = year - world.first, year - other.first
        own = {world.place[code]: other.place[pairs[code, year]] for code in world.codes if (code, year) in pairs}
        here, there = np.array(list(own)), np.array(list(own.values()))
        said = np.where(other.met[:, :, theirs], cube[:, :, theirs], np.nan)
        made[np.ix_(here, here, [column])] = said[np.ix_(there, there)][:, :, None]
        found = [tuple(other.codes[each] for each in pair) for pair in np.argwhere(rows[:, :, theirs])]
        came = [pair for pair in found if all(takers.get((code, year)) in world.place for code in pair)]
        days = {code: other.last_day(code, year) for pair in came for code in pair}
        for one, two in sorted(came, key=lambda pair: min(days[code] for code in pair)):
            at = world.place[takers[one, year]], world.place[takers[two, year]]
            made[*at, column] = cube[other.place[one], other.place[two], theirs]
    return made


def disputes(mirror: Path, world: World, keep: str = "onset") -> Iterator[tuple[str, Cells]]:
    """The dispute shown of each directed dyad-year by the documented order, the count of all; 0 or missing without one."""
    grouped: dict[tuple[int, int, int], list[dict[str, float]]] = defaultdict(list)
    wanted = {*DISPUTE.values(), "ccode1", "ccode2", "year", "fatality", "hostlev", "mindur", "maxdur", "stmon"}
    for row in records(mirror / "peacesciencer/gml_dirdisp.csv.gz"):
        numbers = {name: float(row[name]) for name in wanted}
        grouped[int(numbers["ccode1"]), int(numbers["ccode2"]), int(numbers["year"])].append(numbers)
    found = {
        (world.place[one], world.place[two], year - world.first): held
        for (one, two, year), held in grouped.items()
        if world.has(one, two, year=year)
    }
    places = tuple(np.array(list(found)).T)
    best = [min(held, key=lambda row: order(row, keep)) for held in found.values()]
    own = {
        "gmlmidongoing": [1.0] * len(best),
        "gml_disputes": [float(len(held)) for held in found.values()],
        "gml_joiner": [float(row["orig1"] == 0 or row["orig2"] == 0) for row in best],
    }
    shown = {ours: [np.nan if row[theirs] == -9 else row[theirs] for row in best] for ours, theirs in DISPUTE.items()}
    for name, values in {**own, **shown}.items():
        cube = zero_between(world, 1816, 2010) if name in {*own, *ZERO} else world.cube()
        cube[places] = values
        yield name, cube


def order(row: dict[str, float], keep: str) -> tuple[float, ...]:
    """Smaller is shown: begins; most deaths (unknown is a half); most hostile; longest; answered; earlier; lower number."""
    deaths = 0.5 if row["fatality"] == -9 else row["fatality"]
    steps = {"onset": -row["midonset"], "fatality": -deaths, "hostility": -row["hostlev"]}
    rest = (-row["mindur"], -row["maxdur"], -row["recip"], row["stmon"], row["dispnum"])
    return (steps[keep], *steps.values(), *rest)


def peace(world: World, ongoing: Cells) -> Cells:
    """Years since the last dispute, by walking through the years: a pair anew is 0, the year after a dispute is 0, else one more.

    The year after a year of which nothing is known is not known, until the year after a known dispute.
    """
    cube = world.cube()
    count = np.zeros(world.met.shape[:2])
    before = np.zeros(world.met.shape[:2], dtype=bool)
    for year in range(len(world.years)):
        now, then = world.met[:, :, year], ongoing[:, :, year - 1] if year else count
        count = np.where(before, np.where(then > 0, 0, np.where(np.isnan(then), np.nan, count + 1)), 0)
        cube[:, :, year] = np.where(now, count, np.nan)
        before = now
    return cube
