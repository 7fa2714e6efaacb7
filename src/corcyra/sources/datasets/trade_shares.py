"""The share of each partner in a state's trade."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.cow_trade import DYADIC, CowTrade, flows
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["TradeShares"]


@dataclass(frozen=True)
class TradeShares(Dataset):
    """The part of the other in a state's imports and exports (Correlates of War trade, v4.0), all states, 1870-2014.

    cow_trade_share(i, j, t) = known flows of i with j / known flows of i with all partners, imports and exports together. A
    pair of which no flow is known has no value, and neither has a state whose known flows add up to 0. One known flow of
    the two counts alone. The shares of a state-year add up to 1. The denominator is the sum of the known partners, not the
    national total of `corcyra.sources.datasets.trade_total.TradeTotal`. The warning about Soviet successor states before 1994
    in `corcyra.sources.datasets.cow_trade.CowTrade` holds here too: a 0 of that time can be a flow that was not reported.

    >>> TradeShares().columns[0].name, TradeShares().downloads == CowTrade().downloads
    ('cow_trade_share', True)
    """

    key: ClassVar[str] = "trade_shares"
    title: ClassVar[str] = "Shares of partners in trade (Correlates of War)"
    version: ClassVar[str] = CowTrade.version
    citations: ClassVar[tuple[str, ...]] = CowTrade.citations
    licence: ClassVar[str] = CowTrade.licence
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = CowTrade.covers
    unit: ClassVar[Unit] = "directed-dyad-year"
    columns: ClassVar[tuple[Field, ...]] = (
        Field("cow_trade_share", "share of the other in the state's imports and exports", "share", 0.0, 1.0, "trade"),
    )
    downloads: ClassVar[tuple[Download, ...]] = (DYADIC,)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state, partner and year with a known flow; raises `DataError` as `CowTrade` does."""
        both = flows(files[DYADIC.name]).with_columns(
            known=pl.sum_horizontal("trade_imports", "trade_exports", ignore_nulls=True)
        )
        both = both.filter(pl.any_horizontal(pl.col("trade_imports", "trade_exports").is_not_null()))
        totals = both.with_columns(total=pl.col("known").sum().over("state", "year")).filter(pl.col("total") > 0)
        share = (pl.col("known") / pl.col("total")).alias("cow_trade_share")
        return totals.select("state", "other", "year", share).sort("state", "other", "year")
