"""How far apart two states lie: gap between their territories, land border, distance of their capitals."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from corcyra.sources.figures import FOLDER, Kinds, read_figures
from corcyra.sources.source import Access, Field, Unit
from corcyra.world import distance, dyads
from corcyra.world.time import Years

__all__ = ["Geography"]

_KEYS = ("state1", "state2", "first_year")


class Geography:
    """Minimum distance, contiguity, border length and capital distance, pair by year in which both states existed.

    Distance, contiguity and border come from Natural Earth's map at 1:50m, which follows control on the ground and takes
    no position on title: Crimea counts to Ukraine until 2013 and to Russia from 2014 (Moldova and Russia are 491 km apart
    before and 216 km after; no pair gains or loses a border). Other lines are those of today in all years, and borders at
    this scale are shorter than official figures. A pair without a common border lies at least the width of the sea or of
    third states apart. Capitals move: the latest capital of the year counts (Kazakhstan: Astana from 1997).

    >>> frame = Geography().read()
    >>> pair = frame.filter((pl.col("state1") == 359) & (pl.col("state2") == 365))
    >>> pair.filter(pl.col("year").is_in([2013, 2014]))["distance"].to_list()
    [491.4, 215.9]
    """

    key = "geography"
    title = "Distance and contiguity"
    version = "Natural Earth 1:50m in world-atlas 2.0.2"
    citations: tuple[str, ...] = ("naturalearth2019countries", "bostock2019worldatlas", "moritz2000")
    licence = "public domain"
    access: Access = "bundled"
    covers = Years(1991, 2024)
    codes = "cow"
    unit: Unit = "dyad-year"
    files: tuple[Path, ...] = (FOLDER / "distance.csv",)
    columns: tuple[Field, ...] = (
        Field(
            "distance", "shortest distance between the territories, 0 when they touch", "km", 0.0, 20016.0, "geography"
        ),
        Field("contiguous", "the territories share a land border", "0 or 1", 0.0, 1.0, "geography"),
        Field("border_km", "length of the land border on the map", "km", 0.0, None, "geography"),
        Field("capital_distance", "distance between the capitals", "km", 0.0, 20016.0, "geography"),
    )

    def read(self) -> pl.DataFrame:
        """One row per pair of states and year in which both existed on a common day."""
        kinds: Kinds = {"distance": pl.Float64, "contiguous": pl.Int64, "border_km": pl.Float64}
        spells = read_figures(self.files[0], {**dict.fromkeys(_KEYS, pl.Int64), **kinds})
        states = sorted({*spells["state1"], *spells["state2"]})
        pairs = dyads.dyad_years(self.covers, states)
        frame = pl.DataFrame(pairs, schema={"state1": pl.Int64, "state2": pl.Int64, "year": pl.Int64}, orient="row")
        shown = frame.sort("year").join_asof(
            spells.sort("first_year"),
            left_on="year",
            right_on="first_year",
            by=["state1", "state2"],
            check_sortedness=False,
        )
        apart = [
            _between(_seat(one, year), _seat(two, year))
            for one, two, year in shown.select("state1", "state2", "year").rows()
        ]
        return (
            shown.with_columns(pl.Series("capital_distance", apart))
            .select("state1", "state2", "year", *(field.name for field in self.columns))
            .sort("state1", "state2", "year")
        )


@cache
def _seat(state: int, year: int) -> tuple[float, float]:
    """Latitude and longitude of the latest capital of the year."""
    capital = distance.capital(state, year)
    return capital.lat, capital.lon


@cache
def _between(one: tuple[float, float], two: tuple[float, float]) -> float:
    return round(distance.great_circle(*one, *two), 1)
