"""Shares of a state's trade with each power, and with the West as a bloc (Correlates of War)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from corcyra.sources.figures import FOLDER, read_figures
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Trade"]


class Trade:
    """The part of each power in a state's imports and exports, year by year; no row after 2014, where the data end.

    ``trade_share_bloc`` stands in the rows of the United States: the share of the United States and the members of the
    European Union of that year. The Soviet successor states start in 1994, because before that the dataset holds zeros for
    flows among them that were not reported.

    >>> frame = Trade().read()
    >>> frame.filter((pl.col("state") == 371) & (pl.col("other") == 365) & (pl.col("year") == 2014))["trade_share"].item()
    0.23596
    """

    key = "trade"
    title = "Trade shares of the powers"
    version = "4.0"
    citations: tuple[str, ...] = ("barbieri2009trading", "barbieri2016trade", "eu2025countries")
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: Access = "bundled"
    covers = Years(1991, 2014)
    codes = "cow"
    unit: Unit = "directed-dyad-year"
    files: tuple[Path, ...] = (FOLDER / "trade.csv",)
    columns: tuple[Field, ...] = (
        Field("trade_share", "share of the other state in imports and exports", "share", 0.0, 1.0, "trade"),
        Field("trade_share_bloc", "share of the United States and the European Union", "share", 0.0, 1.0, "trade"),
    )

    def read(self) -> pl.DataFrame:
        """One row per state, power and year with a known flow."""
        kinds = {field.name: pl.Float64 for field in self.columns}
        return read_figures(self.files[0], {"state": pl.Int64, "other": pl.Int64, "year": pl.Int64, **kinds})
