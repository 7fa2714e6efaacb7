"""National material capabilities of states (Correlates of War), and who counts as a major power."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corcyra.sources.figures import FOLDER, read_figures
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Capability"]


class Capability:
    """Six components of material power and their composite index, state by year.

    ``cinc`` is the mean of a state's shares in the world totals of the six components (Singer, Bremer and Stuckey 1972).
    Years after 2022 have no row. Known quirks of the publisher's figures: military spending jumps where its own sources
    change (Armenia 2000-2004, Belarus), it is unknown for half of Uzbekistan's years, and the successor states carry
    values for 1991 beside Russia's (the Soviet Union's) of that year.

    >>> frame = Capability().read()
    >>> frame.filter((pl.col("state") == 365) & (pl.col("year") == 2022))["major"].item()
    1
    """

    key = "capability"
    title = "National Material Capabilities"
    version = "7.0; major powers 2024"
    citations: tuple[str, ...] = ("singer1972capability", "singer1987reconstructing", "cow2024majors")
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: Access = "bundled"
    covers = Years(1991, 2022)
    codes = "cow"
    unit: Unit = "state-year"
    files: tuple[Path, ...] = (FOLDER / "capability.csv",)
    columns: tuple[Field, ...] = (
        Field("cinc", "composite index of national capability", "share of the world", 0.0, 1.0, "capability"),
        Field("milex", "military expenditure", "thousand current US dollars", 0.0, None, "capability"),
        Field("milper", "military personnel", "thousand persons", 0.0, None, "capability"),
        Field("irst", "iron and steel production", "thousand tons", 0.0, None, "capability"),
        Field("pec", "primary energy consumption", "thousand tons of coal equivalent", 0.0, None, "capability"),
        Field("tpop", "total population", "thousand persons", 0.0, None, "capability"),
        Field("upop", "population of cities of 100,000 and more", "thousand persons", 0.0, None, "capability"),
        Field("major", "on the list of major powers on any day of the year", "0 or 1", 0.0, 1.0, "capability"),
    )

    def read(self) -> pl.DataFrame:
        """One row per state and year; a component that the publisher does not know is null."""
        kinds = {field.name: pl.Float64 for field in self.columns if field.name != "major"}
        return read_figures(self.files[0], {"state": pl.Int64, "year": pl.Int64, **kinds, "major": pl.Int64})
