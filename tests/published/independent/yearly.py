"""Tables of states by year, on squares of state and year. Imports nothing of the package."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np

from .world import Cells, World, records

__all__ = ["archigos", "capabilities", "democracy", "majors", "partners", "polity", "takers", "through", "ucdp", "vdem"]

CAPABILITIES = ("milex", "milper", "irst", "pec", "tpop", "upop", "cinc")
OWN_NUMBER = {
    "Sardinia": 325, "Kosovo": 347, "Serbia": 345, "Yugoslavia": 345, "Serbia and Montenegro": 345, "Montenegro": 341,
    "USSR": 365, "South Sudan": 626, "Ethiopia": 530, "Sudan-North": 625, "Pakistan": 770, "Vietnam": 816,
}  # fmt: skip
"""COW's numbers of the states to which Polity gives others, by Polity's names; Austria to 1918 is COW's 300 besides."""
IN_NO_LIST = ("Orange Free State", "United Province CA", "Gran Colombia")
SPECIAL = (-66, -77, -88)


def number(text: str, *missing: float) -> float:
    """A cell as a number."""
    value = np.nan if text in ("", "NA") else float(text)
    return np.nan if value in missing else value


def copied(world: World, path: Path, code: str, names: dict[str, str], *missing: float) -> Iterator[tuple[str, Cells]]:
    """Columns of a table as they are, our name first."""
    squares = {ours: world.square() for ours in names}
    for row in records(path):
        if row[code] in ("", "NA"):
            continue
        state, year = int(float(row[code])), int(float(row["year"]))
        if world.has(state, year=year):
            for ours, theirs in names.items():
                squares[ours][world.place[state], year - world.first] = number(row[theirs], *missing)
    yield from squares.items()


def capabilities(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    names = {name: name for name in CAPABILITIES}
    yield from copied(world, mirror / "peacesciencer/cow_nmc.csv.gz", "ccode", names, -9)


def democracy(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    names = {
        "isard_euds": "euds",
        "isard_aeuds": "aeuds",
        "isard_polity2": "polity2",
        "isard_polyarchy": "v2x_polyarchy",
    }
    yield from copied(world, mirror / "isard/cw_democracy.csv.gz", "ccode", names)


def vdem(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    names = [
        f"v2x_{index}{bound}"
        for index in ("polyarchy", "libdem", "partipdem", "delibdem", "egaldem")
        for bound in ("", "_codelow", "_codehigh")
    ]
    yield from copied(
        world, mirror / "democracyData/vdem_simple.csv.gz", "vdem_cowcode", dict(zip(names, names, strict=True))
    )


def majors(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    """1 in every year that a spell of the list of 2024 touches, 0 in others."""
    square = np.zeros_like(world.square())
    for row in records(mirror / "cow/majors2024.csv"):
        for year in range(int(row["styear"]), int(row["endyear"]) + 1):
            if world.has(int(row["ccode"]), year=year):
                square[world.place[int(row["ccode"])], year - world.first] = 1
    yield "cow_major", np.where(world.within(1816, 2024), square, np.nan)


def polity(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    """Rows under COW's numbers; of two rows of a year that of the number that goes on in the next; special codes apart."""
    rows = [
        row
        for row in records(mirror / "democracyData/polity5.csv.gz")
        if row["polity_annual_country"] not in IN_NO_LIST
    ]
    labels = {(row["polity_annual_ccode"], int(row["year"])) for row in rows}
    held: dict[tuple[int, int], list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        year, name = int(row["year"]), row["polity_annual_country"]
        state = OWN_NUMBER.get(name, int(row["polity_annual_ccode"]))
        state = 300 if name == "Austria" and year <= 1918 else state
        held[state, year].append(row)
    names = ("polity_score", "polity2", "polity_special", "democ", "autoc", "xconst", "durable")
    squares = {name: world.square() for name in names}
    for (state, year), found in held.items():
        if not world.has(state, year=year):
            continue
        row = max(found, key=lambda each: (each["polity_annual_ccode"], int(each["year"]) + 1) in labels)
        at = world.place[state], year - world.first
        for name in ("polity_score", "polity2", "democ", "autoc", "xconst"):
            squares[name][at] = number(row[name.removesuffix("_score")], *SPECIAL)
        squares["polity_special"][at] = float(row["polity"]) if number(row["polity"]) in SPECIAL else np.nan
        squares["durable"][at] = number(row["durable"])
    yield from squares.items()


def archigos(mirror: Path, world: World) -> Iterator[tuple[str, Cells]]:
    """Leaders in each year that they ruled on some day, under Gleditsch and Ward's numbers; missing without any."""
    held: dict[tuple[int, int], list[tuple[date, date, str]]] = defaultdict(list)
    for row in records(mirror / "peacesciencer/archigos.csv.gz"):
        start, end = date.fromisoformat(row["startdate"]), date.fromisoformat(row["enddate"])
        for year in range(max(start.year, 1875), min(end.year, 2015) + 1):
            held[int(row["gwcode"]), year].append((start, end, row["exit"]))
    names = ("irregular_exit", "foreign_exit", "exits", "leader_change", "leaders", "tenure")
    squares = {f"archigos_{name}": world.square() for name in names}
    for (state, year), spells in held.items():
        if not world.has(state, year=year):
            continue
        gone = [exit_ for _, end, exit_ in spells if end.year == year and exit_ != "Still in Office"]
        start, end, _ = max(spells)
        values = (
            "Irregular" in gone,
            "Foreign" in gone,
            len(gone),
            any(a.year == year for a, _, _ in spells),
            len(spells),
        )
        tenure = (min(end, date(year, 12, 31)) - start).days / 365.25
        for name, value in zip(names, (*values, tenure), strict=True):
            squares[f"archigos_{name}"][world.place[state], year - world.first] = value
    yield from squares.items()


def ucdp(mirror: Path, world: World, listed: World) -> Iterator[tuple[str, Cells]]:
    """Highest level of each kind of conflict under Gleditsch and Ward's numbers; 0 for the others of ``listed`` in 1946-2024."""
    kinds = {
        "ucdp_territory": (("intrastate", "II"), ("territory", "both"), ("gwno_a",)),
        "ucdp_government": (("intrastate", "II"), ("government", "both"), ("gwno_a",)),
        "ucdp_internationalised": (("II",), ("territory", "government", "both"), ("gwno_a",)),
        "ucdp_interstate": (("interstate",), ("territory", "government", "both"), ("gwno_a", "gwno_b")),
        "ucdp_extrasystemic": (("extrasystemic",), ("territory", "government", "both"), ("gwno_a",)),
    }
    squares = {name: world.square() for name in kinds}
    for square in squares.values():
        square[np.ix_(np.isin(world.codes, listed.codes), world.within(1946, 2024))] = 0
    for row in records(mirror / "peacesciencer/ucdp_acd.csv.gz"):
        for name, (kind, over, roles) in kinds.items():
            chosen = row["type_of_conflict"] in kind and row["incompatibility"] in over
            for code in (int(float(row[role])) for role in roles if chosen and row[role]):
                if world.has(code, year=int(row["year"])):
                    at = world.place[code], int(row["year"]) - world.first
                    for each in squares.values():  # a state with one kind of conflict has none of the others
                        each[at] = np.fmax(each[at], 0)
                    squares[name][at] = max(squares[name][at], float(row["intensity_level"]))
    yield from squares.items()


def partners(mirror: Path, own: str, world: World, other: World) -> dict[tuple[int, int], int]:
    """By code and year of one system (``ccode`` or ``gwcode``), the code of the other whose row it takes.

    1. The pairs of a year are those of the package isard, in either of its tables.
    2. A state with several partners in a year gives its row to the one that stood last, and of several rows a state takes
       that of the partner that stood last: the documented rule of 31 December.
    """
    taken: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (partner, year), code in takers(mirror, own, world).items():
        taken[code, year].append(partner)
    return {
        (code, year): held[0] if len(held) == 1 else max(held, key=lambda each: other.last_day(each, year))
        for (code, year), held in taken.items()
    }


def takers(mirror: Path, own: str, world: World) -> dict[tuple[int, int], int]:
    """By code and year of the other system, the code of this one (``own``) that takes its row: of several, the last to stand."""
    theirs = {"ccode": "gwcode", "gwcode": "ccode"}[own]
    pairs = {
        (int(float(row[own])), int(float(row[theirs])), int(float(row["year"])))
        for file in ("cw_gw_panel", "gw_cw_panel")
        for row in records(mirror / f"isard/{file}.csv.gz")
        if row[own] not in ("", "NA") and row[theirs] not in ("", "NA")
    }
    given: dict[tuple[int, int], list[int]] = defaultdict(list)
    for code, partner, year in pairs:
        given[partner, year].append(code)
    return {
        (partner, year): codes[0] if len(codes) == 1 else max(codes, key=lambda each: world.last_day(each, year))
        for (partner, year), codes in given.items()
    }


def through(world: World, other: World, square: Cells, pairs: dict[tuple[int, int], int]) -> Cells:
    """A square of another system's numbers on this one's, missing where a state takes no row."""
    made = world.square()
    for (code, year), partner in pairs.items():
        if world.has(code, year=year) and other.has(partner, year=year):
            made[world.place[code], year - world.first] = square[other.place[partner], year - other.first]
    return made
