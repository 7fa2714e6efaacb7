"""Ideal points of states in the UN General Assembly (Bailey, Strezhnev and Voeten)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corcyra.sources.figures import FOLDER, read_figures
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["UnIdealPoints"]


class UnIdealPoints:
    """Where a state stands on the one dimension that best orders the votes of a session; higher is nearer to the United
    States.

    The year is the one in which the session opens (session + 1945), so votes of the next spring and summer belong to it.
    Estimates from one or two votes (Armenia and Azerbaijan in 1991, Turkey in 2023, where the release counts two votes,
    apparently because of the new name Türkiye) are tied to the neighbouring session by the estimator, and their quantiles
    do not widen as they should: weigh by ``ideal_point_votes``. Releases differ: a state's point moves by a few
    hundredths when sessions are added.

    >>> frame = UnIdealPoints().read()
    >>> frame.filter((pl.col("state") == 704) & (pl.col("year") == 2005))["ideal_point"].item()
    -0.3236
    """

    key = "un_ideal_points"
    title = "UN General Assembly ideal points"
    version = "June 2024 (sessions 1-78)"
    citations: tuple[str, ...] = ("bailey2017estimating", "voeten2024unvotes")
    licence = "CC0-1.0"
    access: Access = "bundled"
    covers = Years(1991, 2023)
    codes = "cow"
    unit: Unit = "state-year"
    files: tuple[Path, ...] = (FOLDER / "un_ideal.csv",)
    columns: tuple[Field, ...] = (
        Field("ideal_point", "ideal point, all votes", "standard deviations", -6.0, 6.0, "un_votes"),
        Field("ideal_point_low", "ideal point, 5 % quantile", "standard deviations", -6.0, 6.0, "un_votes"),
        Field("ideal_point_high", "ideal point, 95 % quantile", "standard deviations", -6.0, 6.0, "un_votes"),
        Field(
            "ideal_point_sd",
            "normal standard deviation that fits the quantiles",
            "standard deviations",
            0.0,
            6.0,
            "un_votes",
        ),
        Field("ideal_point_votes", "votes that the state cast in the session", "votes", 0.0, None, "un_votes"),
    )

    def read(self) -> pl.DataFrame:
        """One row per state and session year in which the state cast a vote."""
        kinds = {field.name: pl.Float64 for field in self.columns if field.name != "ideal_point_votes"}
        return read_figures(
            self.files[0], {"state": pl.Int64, "year": pl.Int64, **kinds, "ideal_point_votes": pl.Int64}
        )
