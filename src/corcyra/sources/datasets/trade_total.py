"""The whole imports and exports of each state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.cow_trade import ARCHIVE, PAGE
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["TradeTotal"]


@dataclass(frozen=True)
class TradeTotal(Dataset):
    """Total imports and exports of each state in current million US dollars (Barbieri and Keshk 2016, v4.0), 1870-2014.

    A total is the nation's own figure, not the sum of its dyads. Unknown totals (-9 in the publisher's file) are missing;
    there is no 0 in these columns.

    Two layouts: the publisher's ``National_COW_4.0.csv`` (columns known from its codebook; latin-1, since only numbers are
    used) and the table of the R package peacesciencer, with the same names.

    >>> [field.name for field in TradeTotal().columns]
    ['trade_total_imports', 'trade_total_exports']
    """

    key: ClassVar[str] = "trade_total"
    title: ClassVar[str] = "Correlates of War: national trade"
    version: ClassVar[str] = "4.0"
    citations: ClassVar[tuple[str, ...]] = ("barbieri2009trading", "barbieri2016trade")
    licence: ClassVar[str] = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1870, 2014)
    unit: ClassVar[Unit] = "state-year"
    columns: ClassVar[tuple[Field, ...]] = (
        Field("trade_total_imports", "total imports of the state", "million US dollars, current", 0.0, family="trade"),
        Field("trade_total_exports", "total exports of the state", "million US dollars, current", 0.0, family="trade"),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "National_COW_4.0.csv",
            url=ARCHIVE,
            inside="National_COW_4.0.csv",
            others=("cow_trade_sy.csv.gz", "cow_trade_sy.rda"),
            page=PAGE,
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year, sorted; raises `DataError` for another layout or a state-year twice."""
        path = files[self.downloads[0].name]
        raw = read_table(path, encoding="latin-1")
        wants(raw, ("ccode", "year", "imports", "exports"), path, known="4.0, and cow_trade_sy of peacesciencer")
        twice = raw.with_row_index("line", 2).filter(~pl.struct("ccode", "year").is_first_distinct())
        if twice.height:
            told = f"has the state {twice['ccode'][0]} in {twice['year'][0]} more than once. Get the file again."
            raise DataError(told, file=path, line=twice["line"][0])
        table = raw.select(
            pl.col("ccode").cast(pl.Int64).alias("state"),
            pl.col("year").cast(pl.Int64),
            number("imports", missing=(-9,)).alias("trade_total_imports"),
            number("exports", missing=(-9,)).alias("trade_total_exports"),
        )
        return table.sort("state", "year")
