"""Military exercises that two states held together."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, complete, dyads

__all__ = ["Exercises"]


class Exercises(FactSource):
    """Joint exercises of a year, by the year they began.

    Universe: all directed dyads among the states of the facts, 1992-2024, both directions equal. To 2010 the list follows
    MME v7; for 2011-24 it is partial (police drills, Turkish-Central Asian, Chinese bilateral and Caspian drills, and NATO
    drills in the Baltic states are largely missing), and some lists of participants are incomplete: zeros are lower bounds.
    Parts of a larger exercise do not count beside it, and drills of one framework on the same days at the same place count
    once. Cancelled exercises do not count.

    >>> frame = Exercises().read()
    >>> frame.filter((pl.col("state") == 371) & (pl.col("other") == 2) & (pl.col("year") == 2023))["exercises"][0]
    1
    """

    key = "exercises"
    title = "Joint military exercises"
    citations: tuple[str, ...] = ("corcyrafacts", "dorazio2021mme")
    unit: Unit = "directed-dyad-year"
    tables = ("exercises",)
    columns: tuple[Field, ...] = (
        Field("exercises", "exercises held together", "count", 0, None, "exercises"),
    )

    def read(self) -> pl.DataFrame:
        """One row a directed dyad and year."""
        held = load("exercises").filter((pl.col("held") == "1") & pl.col("part_of").is_null())
        drill = pl.struct("framework", "start", "end", pl.col("host_iso3").list.join(";"))
        there = (
            held.with_columns(drill=drill.rank("dense"))
            .explode("participants_cow")
            .select("drill", "year", "participants_cow")
        )
        met = there.join(there, on=["drill", "year"], suffix="_other")
        counted = met.group_by(state="participants_cow", other="participants_cow_other", year="year").agg(
            exercises=pl.col("drill").n_unique().cast(pl.Int64)
        )
        return complete(dyads(), counted, {"exercises": 0})
