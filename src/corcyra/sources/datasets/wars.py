"""Inter-state wars of the Correlates of War project, by dyad and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets._opposed import common_years, opposed
from corcyra.sources.datasets.wars_inter import INTER, WarsInter
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import day
from corcyra.world.time import Years

__all__ = ["Wars"]

PERIODS = ("1", "2")


@dataclass(frozen=True)
class Wars(Dataset):
    """Pairs of states at war with each other: COW inter-state wars, version 4.0 (Sarkees and Wayman 2010), 1816-2007.

    Two states are at war in a year when they are listed on opposite sides of one war with periods of fighting that share a day
    of it. ``war_onset`` marks the year of their first common day in a period: fighting that is taken up again begins anew.
    ``war_deaths`` are the battle deaths of both states in the whole of the wars shown, not of the year, and not only at each
    other's hands: in a war of many states they are those of two armies among several. It is missing when one of the two is
    not known.

    Universe: all pairs of states in the system, 1816-2007. There, 0 means no war of a thousand battle deaths. After 2007
    everything is missing: the wars of 2008, 2014-15, 2020 and 2022 are not in. Codes are COW's.

    >>> Wars().covers.last, sorted(Wars().fills)
    (2007, ['war', 'war_count', 'war_deaths', 'war_onset'])
    """

    key = "wars"
    title = "Inter-state wars (COW), by dyad and year"
    version = "4.0"
    citations = ("sarkees2010wars",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2007)
    unit: ClassVar[Unit] = "dyad-year"
    downloads = (INTER,)
    columns = (
        Field("war", "the two fight on opposite sides of an inter-state war", "0/1", 0, 1, "conflicts"),
        Field("war_onset", "the two begin, or begin again, to fight each other", "0/1", 0, 1, "conflicts"),
        Field("war_count", "wars in which the two fight each other", "wars", 0, None, "conflicts"),
        Field("war_deaths", "battle deaths of both in the whole of these wars", "deaths", 0, None, "conflicts"),
    )
    fills: ClassVar[Mapping[str, float]] = {"war": 0, "war_onset": 0, "war_count": 0, "war_deaths": 0}

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a pair of states at war and year."""
        sides = WarsInter().parse(files)
        years = common_years(opposed(periods(sides), "warnum", "side")).filter(pl.col("state") < pl.col("other"))
        deaths = sides.group_by("warnum", "ccode").agg(
            pl.when(pl.col("batdeath").is_null().any().not_()).then(pl.col("batdeath").sum()).alias("dead")
        )
        by_war = (
            years.group_by("warnum", "state", "other", "year").agg(onset=pl.col("begins").max())
            .join(deaths, left_on=["warnum", "state"], right_on=["warnum", "ccode"])
            .join(deaths, left_on=["warnum", "other"], right_on=["warnum", "ccode"], suffix="_other")
            .with_columns(dead=pl.col("dead") + pl.col("dead_other"))
        )  # fmt: skip
        known = pl.col("dead").is_null().any().not_()
        return by_war.group_by(state1="state", state2="other", year="year").agg(
            war=pl.lit(1, pl.Int64), war_onset=pl.col("onset").max(), war_count=pl.len().cast(pl.Int64),
            war_deaths=pl.when(known).then(pl.col("dead").sum()),
        ).sort("state1", "state2", "year")  # fmt: skip


def periods(sides: pl.DataFrame) -> pl.DataFrame:
    """Each state's periods of fighting on a side of a war, with ``start`` and ``end``."""
    each = [
        sides.select(
            "warnum", "side", state="ccode",
            start=day(f"startyear{block}", f"startmonth{block}", f"startday{block}"),
            end=day(f"endyear{block}", f"endmonth{block}", f"endday{block}", end=True),
        )
        for block in PERIODS
    ]  # fmt: skip
    return pl.concat(each).drop_nulls("start")
