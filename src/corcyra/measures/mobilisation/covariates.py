"""What may have made states allies before they were: the covariates on which allies and others are balanced (SCIENCE E2 v).

All are dated before the year they stand for. Regions are the hundreds of the Correlates of War numbers, which are given out by region.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.democracy import Democracy
from corcyra.sources.datasets.gdp import Gdp
from corcyra.sources.datasets.ideal_points import IdealPoints
from corcyra.sources.datasets.trade_shares import TradeShares
from corcyra.sources.library import Library
from corcyra.world.time import Years

__all__ = ["CARRIED", "COVARIATES", "MADE", "POSITION", "covariates", "region"]

CARRIED = 3
"""Years for which a last known value stands, as in every view as of a date."""
POSITION = "distance"
"""The covariate that is made from votes. For states allied all along it is itself an outcome of the alliance."""
REGIONS = ((200, "America"), (400, "Europe"), (600, "Africa"), (700, "Middle East"), (900, "Asia"), (1000, "Oceania"))
"""Upper ends of the numbers of each region in the Correlates of War list; the Middle East has the north of Africa with it."""
SUCCESSORS = (359, 365, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705)
UNREPORTED = (1991, 1993)
"""COW's trade has 0 for flows among the successors of the Soviet Union that nobody reported in these years."""


def region(state: int) -> str:
    """The region of a COW number.

    >>> region(2), region(365), region(651), region(710)
    ('America', 'Europe', 'Middle East', 'Asia')
    """
    return next(name for end, name in REGIONS if state < end)


def position(library: Library, patron: int) -> pl.DataFrame:
    """Distance of ideal points to the patron's."""
    table = library.table(IdealPoints()).select("state", "year", "idealpoint")
    own = table.filter(pl.col("state") == patron).select("year", own="idealpoint")
    return table.join(own, on="year").select(
        "state", "year", (pl.col("idealpoint") - pl.col("own")).abs().alias(POSITION)
    )


def regime(library: Library, patron: int) -> pl.DataFrame:
    """V-Dem's electoral democracy."""
    return library.table(Democracy()).select("state", "year", polyarchy="isard_polyarchy")


def wealth(library: Library, patron: int) -> pl.DataFrame:
    """Natural logarithms of product and of product a head."""
    table = library.table(Gdp())
    return table.select("state", "year", log_gdp=pl.col("gdp").log(), log_gdp_per_head=pl.col("gdp_per_head").log())


def trade(library: Library, patron: int) -> pl.DataFrame:
    """The patron's share of a state's known trade, imports and exports."""
    table = library.table(TradeShares()).filter(pl.col("other") == patron)
    silent = pl.col("state").is_in(SUCCESSORS) & pl.col("year").is_between(*UNREPORTED)
    return table.filter(~silent).select("state", "year", trade="cow_trade_share")


COVARIATES: tuple[tuple[Dataset, Callable[[Library, int], pl.DataFrame]], ...] = (
    (Democracy(), regime),
    (Gdp(), wealth),
    (IdealPoints(), position),
    (TradeShares(), trade),
)
"""Each dataset and what is made of it."""
MADE = {
    "polyarchy": Democracy(),
    "log_gdp": Gdp(),
    "log_gdp_per_head": Gdp(),
    POSITION: IdealPoints(),
    "trade": TradeShares(),
}
"""The dataset behind each covariate."""


def covariates(library: Library, patron: int, years: Years) -> tuple[pl.DataFrame, tuple[Dataset, ...]]:
    """State, year and every covariate that the library can give, and the datasets that lack.

    A row of year t holds the last value known from t − 3 to t − 1: nothing of the year itself. Columns: trade (the patron's share),
    polyarchy, log_gdp, log_gdp_per_head, distance (to the patron's ideal point). A value older than that is missing.
    """
    there = [(each, make) for each, make in COVARIATES if library.has(each)]
    span = pl.DataFrame({"year": range(years.first, years.last + 1)}, schema={"year": pl.Int64})
    parts = [make(library, patron) for _, make in there]
    states = pl.concat([part.select("state") for part in parts] or [pl.DataFrame(schema={"state": pl.Int64})]).unique()
    found = states.filter(pl.col("state") != patron).join(span, how="cross").sort("state", "year")
    for part in parts:
        found = found.join(latest(part, found.select("state", "year")), on=["state", "year"], how="left")
    lacking = tuple(each for each, _ in COVARIATES if not library.has(each))
    return found.sort("state", "year"), lacking


def latest(part: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """For each state and year the last known value of each column in the three years before it."""
    found = wanted
    for name in (each for each in part.columns if each not in ("state", "year")):
        for back in range(1, CARRIED + 1):
            moved = part.select("state", pl.col("year") + back, pl.col(name).alias(f"{name} {back}"))
            found = found.join(moved, on=["state", "year"], how="left")
        told = [f"{name} {back}" for back in range(1, CARRIED + 1)]
        found = found.with_columns(pl.coalesce(told).alias(name)).drop(told)
    return found
