"""Distance and land border: how far apart two states lie."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from corcyra.world.distance import EARTH_RADIUS
from corcyra.world.time import Years
from figure_tables.roster import numeric_codes
from figure_tables.table import Download, Request, Table
from figure_tables.topology import Floats, Topology, read_topology

__all__ = ["EARTH_KM", "STEP_KM", "TABLE", "great_circle", "length", "sampled", "shortest", "spells"]

EARTH_KM = EARTH_RADIUS
"""Mean radius of the Earth in km, as in `corcyra.world.distance`."""

STEP_KM = 5.0
"""Ours: boundaries are sampled at least every 5 km, which keeps the error of a distance above 100 km below 0.1 km."""

RUSSIA, UKRAINE = "643", "804"

CRIMEA = (34.1, 45.2)
"""Longitude and latitude of a point in the peninsula."""

CRIMEA_MOVES = 2014
"""The map shows who controls a territory, not whose it is; control of Crimea passed from Ukraine to Russia in 2014. The
UN General Assembly affirms Ukraine's territorial integrity (resolution 68/262); Russia regards Crimea as its own."""

ROWS_AT_ONCE = 2048
"""Ours: points of one boundary compared at once, so that a comparison stays below about 500 MB."""

MAP = Download(
    "map",
    ("countries-50m.json",),
    "Natural Earth 1:50m countries as TopoJSON, world-atlas 2 (countries-50m.json)",
    "https://github.com/topojson/world-atlas",
)


def great_circle(here: Floats, there: Floats) -> Floats:
    """Great-circle distance in km between points (longitude, latitude in degrees), row by row: the haversine formula.

    >>> round(float(great_circle(np.array([[0.0, 0.0]]), np.array([[0.0, 90.0]]))[0]), 1)
    10007.6
    """
    (lon1, lat1), (lon2, lat2) = np.radians(here).T, np.radians(there).T
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    found: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return found


def length(arc: Floats) -> float:
    """Length of an arc in km, along its points."""
    return float(great_circle(arc[:-1], arc[1:]).sum())


def sampled(arc: Floats, step: float = STEP_KM) -> Floats:
    """The arc with points added on its straight edges, so that no two neighbours lie further apart than ``step`` km.

    >>> len(sampled(np.array([[0.0, 0.0], [1.0, 0.0]]), step=30.0))
    5
    """
    pieces = [arc[:1]]
    for start, end, gap in zip(arc[:-1], arc[1:], great_circle(arc[:-1], arc[1:]), strict=True):
        many = max(1, int(np.ceil(gap / step)))
        pieces.append(start + (end - start) * (np.arange(1, many + 1) / many)[:, None])
    return np.concatenate(pieces)


def shortest(here: Floats, there: Floats) -> float:
    """The shortest great-circle distance in km between two sets of points, compared in blocks.

    1. Turn points into unit vectors. 2. The nearest pair has the largest inner product. 3. Give its haversine distance.
    """
    ours, theirs = _vectors(here), _vectors(there)
    best, pair = -2.0, (0, 0)
    for start in range(0, len(ours), ROWS_AT_ONCE):
        products = ours[start : start + ROWS_AT_ONCE] @ theirs.T
        at = int(products.argmax())
        if products.flat[at] > best:
            best, pair = float(products.flat[at]), (start + at // len(theirs), at % len(theirs))
    return float(great_circle(here[pair[0]][None, :], there[pair[1]][None, :])[0])


def _vectors(points: Floats) -> Floats:
    lon, lat = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def compile_distance(request: Request, paths: Mapping[str, Path]) -> pl.DataFrame:
    """One row per pair of states and spell of years in which the map stays as it is, marked by its first year.

    0 km when two boundaries share an arc, else the shortest gap between them. A later spell has rows only for the pairs
    that differ from the spell before.
    """
    world = read_topology(paths["map"])
    numbers = numeric_codes(request.states)
    rows: list[dict[str, Any]] = []
    before: dict[tuple[int, int], dict[str, Any]] = {}
    for first_year, shown in spells(world, request.years):
        shores = {state: _shore(shown, number) for state, number in numbers.items()}
        for pair in combinations(sorted(numbers), 2):
            found = measured(shown, shores, numbers, pair)
            if before.get(pair) != found:
                before[pair] = found
                rows.append({"state1": pair[0], "state2": pair[1], "first_year": first_year, **found})
    return pl.DataFrame(rows)


def spells(world: Topology, years: Years) -> list[tuple[int, Topology]]:
    """The map by the first year of each spell: before `CRIMEA_MOVES` the polygon of Crimea counts to Ukraine."""
    earlier = world.moved(CRIMEA, RUSSIA, UKRAINE)
    if years.first >= CRIMEA_MOVES:
        return [(years.first, world)]
    return [(years.first, earlier), *([(CRIMEA_MOVES, world)] if CRIMEA_MOVES in years else [])]


def measured(
    world: Topology, shores: Mapping[int, Floats], numbers: Mapping[int, str], pair: tuple[int, int]
) -> dict[str, Any]:
    """Gap, contiguity and length of the common border of one pair of states."""
    one, two = pair
    shared = world.bounds(numbers[one]) & world.bounds(numbers[two])
    gap = 0.0 if shared else shortest(shores[one], shores[two])
    border = sum(length(world.arcs[number]) for number in sorted(shared))
    return {"distance": round(gap, 1), "contiguous": int(bool(shared)), "border_km": round(border, 1)}


def _shore(world: Topology, number: str) -> Floats:
    """The sampled boundary of a country; arcs in order of their numbers, so that results do not depend on hashing."""
    return np.concatenate([sampled(world.arcs[arc]) for arc in sorted(world.bounds(number))])


TABLE = Table(
    name="distance",
    keys=("state1", "state2", "first_year"),
    decimals={"distance": 1, "contiguous": 0, "border_km": 1},
    downloads=(MAP,),
    dataset="Natural Earth, Admin 0 countries, 1:50m",
    version="Natural Earth 1:50m in world-atlas 2.0.2",
    citations=("naturalearth2019countries", "bostock2019worldatlas", "moritz2000"),
    licence="public domain",
    address="https://www.naturalearthdata.com/downloads/50m-cultural-vectors/",
    done="Boundaries sampled every 5 km; distance is the shortest great circle between two boundaries, 0 where they share a "
    "line of the map, and border_km the length of that line at 1:50m, which is shorter than official figures. Islands, "
    "exclaves and Alaska count; territories that the map shows apart (Puerto Rico, Hong Kong, Taiwan, Northern Cyprus) do "
    "not. The map follows control on the ground, without a judgement on title: from 2014 it counts Crimea to Russia; the rows "
    "of earlier years count it to Ukraine, and a pair has a second row, from first_year 2014, where that changes a figure.",
    compile=compile_distance,
)
