"""Distance between the capitals of all pairs of states, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.capitals import COW_CAPITALS, read_capitals
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import yearly
from corcyra.world.distance import great_circle
from corcyra.world.dyads import dyad_years
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["DAYS", "CapitalDistance", "distances"]

DAYS = ("jan-1", "jul-1", "dec-31")
"""The rules that name one day: a capital is a place, and no pair has two distances in a year."""


@dataclass(frozen=True)
class CapitalDistance(Dataset):
    """Kilometres along the great circle between the capitals of two states, for all pairs of the COW system.

    ``rule`` is the day whose capitals count in a year in which one moves: ``jan-1`` (the default), ``jul-1`` or ``dec-31``.
    Pairs are those that shared a day of the year in the system of `corcyra.world.dyads`; a pair of which a side has no
    capital in the table has no row and is missing. Coordinates are those of the dataset ``capitals``, with its few displaced
    points. The sphere is that of `corcyra.world.distance`: figures for an ellipsoid differ by up to about half a percent.

    Raises `ParameterError` for another ``rule``.

    >>> CapitalDistance(rule="dec-31").columns[0].unit
    'km'
    """

    rule: str = "jan-1"

    key: ClassVar[str] = "capital_distance"
    title: ClassVar[str] = "Distance between capitals"
    version: ClassVar[str] = "capitals of 2024, in peacesciencer"
    citations: ClassVar[tuple[str, ...]] = ("miller2022peacesciencer", "sinnott1984", "moritz2000")
    licence: ClassVar[str] = "GPL-2.0 (coordinates)"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2024)
    unit: ClassVar[Unit] = "dyad-year"
    downloads: ClassVar[tuple[Download, ...]] = (COW_CAPITALS,)
    columns: ClassVar[tuple[Field, ...]] = (
        Field("capdist", "distance between the capitals along the great circle", "km", 0.0, 20016.0, "geography"),
    )

    def __post_init__(self) -> None:
        check_word("rule", self.rule, DAYS)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair of states and year, sorted."""
        return distances(read_capitals(files[COW_CAPITALS.name]), self.rule, self.covers).rename({"km": "capdist"})


def distances(capitals: pl.DataFrame, rule: str, covers: Years, system: str = "cow") -> pl.DataFrame:
    """Every dyad-year of a system with the distance of its capitals as ``km``.

    1. The capital of each state and year is the one that stands on the rule's day; of two, the one that began later.
    2. Distances are computed once for each two cities, not for each year: a thirtieth of the work.
    3. Each dyad-year looks its two cities up.
    """
    spells = capitals.with_row_index("city")
    cities = yearly(spells, rule, covers, end="capital_end").group_by("state", "year").agg(pl.col("city").max())
    points = capitals.select("capital_lat", "capital_lon").rows()
    rows = dyad_years(covers, system=system)
    pairs = pl.DataFrame({"state1": rows[:, 0], "state2": rows[:, 1], "year": rows[:, 2]})
    for side in ("1", "2"):
        city = cities.rename({"state": f"state{side}", "city": f"city{side}"})
        pairs = pairs.join(city, on=[f"state{side}", "year"], how="inner", maintain_order="left")
    first, second = pairs["city1"].to_numpy().astype(np.int64), pairs["city2"].to_numpy().astype(np.int64)
    both, place = np.unique(first * len(points) + second, return_inverse=True)
    length = [great_circle(*points[each // len(points)], *points[each % len(points)]) for each in both.tolist()]
    return pairs.select("state1", "state2", "year", km=pl.Series(np.array(length, dtype=np.float64)[place]))
