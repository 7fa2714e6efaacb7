"""Reading a TopoJSON map: its arcs as coordinates, and which arcs bound which country."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corcyra.errors import DataError

__all__ = ["Floats", "Topology", "inside", "read_topology"]

Floats = NDArray[np.float64]
Ring = tuple[int, ...]


@dataclass(frozen=True)
class Topology:
    """A map of countries.

    ``arcs``: each an array (points, 2) of longitude and latitude in degrees; ``polygons``: by country id, each polygon a
    tuple of rings, outer ring first, each ring a tuple of arc numbers, where ~i is arc i run backwards.
    """

    arcs: tuple[Floats, ...]
    polygons: dict[str, tuple[tuple[Ring, ...], ...]]

    def bounds(self, country: str) -> frozenset[int]:
        """The numbers of the arcs that bound a country, direction dropped."""
        return frozenset(max(arc, ~arc) for polygon in self.polygons[country] for ring in polygon for arc in ring)

    def outline(self, ring: Ring) -> Floats:
        """The points of a ring, in order."""
        return np.concatenate([self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1] for arc in ring])

    def moved(self, point: tuple[float, float], giver: str, taker: str) -> Topology:
        """The same map with the polygon around a point taken from one country and given to another.

        Raises `DataError` when the giver has no polygon there.
        """
        found = [polygon for polygon in self.polygons[giver] if inside(point, self.outline(polygon[0]))]
        if not found:
            raise DataError(
                f"country {giver} has no polygon around {point}. Another edition of the map needs another rule."
            )
        rest = tuple(polygon for polygon in self.polygons[giver] if polygon not in found)
        return replace(self, polygons={**self.polygons, giver: rest, taker: (*self.polygons[taker], *found)})


def inside(point: tuple[float, float], ring: Floats) -> bool:
    """Does the point lie inside the ring? A ray to the east crosses the ring an odd number of times.

    >>> inside((0.5, 0.5), np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]))
    True
    """
    x, y = ring.T
    after_x, after_y = np.roll(x, -1), np.roll(y, -1)
    crosses = (y > point[1]) != (after_y > point[1])
    rise = np.where(crosses, after_y - y, 1.0)
    return bool((crosses & (point[0] < (after_x - x) * (point[1] - y) / rise + x)).sum() % 2)


def read_topology(path: Path) -> Topology:
    """Decode a quantised TopoJSON file with an object ``countries`` whose ids are ISO 3166-1 numbers.

    1. Sum the differences along each arc (positions are stored as differences). 2. Scale and shift to degrees.
    3. Collect each country's polygons; parts that carry one id (Australia, Ashmore and Cartier Islands) are one country.
    Raises `DataError` when the file has another layout.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        scale, shift = np.array(data["transform"]["scale"]), np.array(data["transform"]["translate"])
        arcs = tuple(np.cumsum(np.array(arc, dtype=np.float64), axis=0) * scale + shift for arc in data["arcs"])
        polygons: dict[str, tuple[tuple[Ring, ...], ...]] = {}
        for country in data["objects"]["countries"]["geometries"]:
            if "id" in country:
                polygons[str(country["id"])] = (*polygons.get(str(country["id"]), ()), *_polygons(country))
    except (OSError, KeyError, TypeError, ValueError) as problem:
        raise DataError(
            f"is not a TopoJSON map of countries ({type(problem).__name__}: {problem}). Fetch countries-50m.json again.",
            file=path,
        ) from problem
    return Topology(arcs, polygons)


def _polygons(country: dict[str, Any]) -> list[tuple[Ring, ...]]:
    nested = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    return [tuple(tuple(ring) for ring in polygon) for polygon in nested]
