"""Distance between the ideal points of two states in the UN General Assembly."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.un_ideal_points import UnIdealPoints
from corcyra.world.time import Years

__all__ = ["LEAST_VOTES", "UnIdealDistance"]

LEAST_VOTES = 10
"""Roll calls that an ideal point must rest on. Ours, as for agreement: Armenia's in 1991 rests on one, Turkey's in 2023 on two."""


class UnIdealDistance:
    """How far two states' ideal points lie apart: |θ of the state - θ of the other|, the measure of Bailey, Strezhnev and
    Voeten (2017).

    The standard deviation treats the two estimates as independent (ours; the release gives no covariances), so it is
    sqrt(sd² + sd²) of the difference before its sign is dropped. A point that rests on fewer than `LEAST_VOTES` roll calls
    gives no distance.

    >>> frame = UnIdealDistance().read()
    >>> frame.filter((pl.col("state") == 704) & (pl.col("other") == 2) & (pl.col("year") == 2005)).height
    1
    """

    key = "un_ideal_distance"
    title = "Distance of UN General Assembly ideal points"
    version = UnIdealPoints.version
    citations: tuple[str, ...] = UnIdealPoints.citations
    licence = UnIdealPoints.licence
    access: Access = "bundled"
    covers: Years = UnIdealPoints.covers
    codes = "cow"
    unit: Unit = "directed-dyad-year"
    files: tuple[Path, ...] = UnIdealPoints.files
    columns: tuple[Field, ...] = (
        Field("ideal_distance", "distance of ideal points", "standard deviations", 0.0, 12.0, "un_votes"),
        Field(
            "ideal_distance_sd", "standard deviation of the difference", "standard deviations", 0.0, 12.0, "un_votes"
        ),
    )

    def read(self) -> pl.DataFrame:
        """One row per ordered pair of states and session year in which both have an ideal point."""
        told = UnIdealPoints().read().filter(pl.col("ideal_point_votes") >= LEAST_VOTES)
        points = told.select("state", "year", "ideal_point", "ideal_point_sd")
        pairs = points.join(points.rename({"state": "other"}), on="year", suffix="_other")
        return (
            pairs.filter(pl.col("state") != pl.col("other"))
            .select(
                "state",
                "other",
                "year",
                (pl.col("ideal_point") - pl.col("ideal_point_other")).abs().alias("ideal_distance"),
                (pl.col("ideal_point_sd").pow(2) + pl.col("ideal_point_sd_other").pow(2))
                .sqrt()
                .alias("ideal_distance_sd"),
            )
            .sort("state", "other", "year")
        )
