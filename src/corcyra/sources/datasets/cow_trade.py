"""Trade between states: what each imports from and exports to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["ARCHIVE", "PAGE", "CowTrade", "flows"]

ARCHIVE = "https://correlatesofwar.org/wp-content/uploads/COW_Trade_4.0.zip"
PAGE = "https://correlatesofwar.org/data-sets/bilateral-trade/"
DYADIC = Download(
    "Dyadic_COW_4.0.csv",
    url=ARCHIVE,
    inside="Dyadic_COW_4.0.csv",
    others=("cow_trade_ndy.parquet", "cow_trade_ndy.rda"),
    page=PAGE,
)


@dataclass(frozen=True)
class CowTrade(Dataset):
    """Imports and exports of each state with each other, in current million US dollars (Barbieri and Keshk 2016, v4.0).

    The universe is the pairs of the publisher's file, 1870-2014; a flow reported as none is 0, one that is unknown (-9 in the
    publisher's file) is missing, and a pair without a row has no value. ``trade_exports`` is what the other reports as
    imports from the state: the file knows imports only (``flow1`` = imports of the first from the second). For many
    flows among the Soviet successor states before 1994 it has 0 where nothing was reported.

    ``smoothed=True`` takes the publisher's smoothed flows, in which gaps and sudden breaks are interpolated.

    Two layouts: the publisher's ``Dyadic_COW_4.0.csv`` (columns known from its codebook; read in latin-1, since only
    numbers are used), and the table of the R package peacesciencer, which has the same names, flows rounded to whole
    millions and missing in place of -9.

    >>> CowTrade().smoothed, [field.name for field in CowTrade().columns]
    (False, ['trade_imports', 'trade_exports'])
    """

    key: ClassVar[str] = "cow_trade"
    title: ClassVar[str] = "Correlates of War: bilateral trade"
    version: ClassVar[str] = "4.0"
    citations: ClassVar[tuple[str, ...]] = ("barbieri2009trading", "barbieri2016trade")
    licence: ClassVar[str] = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1870, 2014)
    unit: ClassVar[Unit] = "directed-dyad-year"
    columns: ClassVar[tuple[Field, ...]] = (
        Field(
            "trade_imports", "imports of the state from the other", "million US dollars, current", 0.0, family="trade"
        ),
        Field("trade_exports", "exports of the state to the other", "million US dollars, current", 0.0, family="trade"),
    )
    downloads: ClassVar[tuple[Download, ...]] = (DYADIC,)

    smoothed: bool = False

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """Both directions of every pair and year, sorted; raises `DataError` for another layout or a pair-year twice."""
        return flows(files[DYADIC.name], smoothed=self.smoothed).sort("state", "other", "year")


def flows(path: Path, *, smoothed: bool = False) -> pl.DataFrame:
    """The publisher's pairs in both directions: state, other, year, trade_imports, trade_exports."""
    raw = read_table(path, encoding="latin-1")
    names = ("smoothflow1", "smoothflow2") if smoothed else ("flow1", "flow2")
    wants(raw, ("ccode1", "ccode2", "year", *names), path, known="4.0, and cow_trade_ndy of peacesciencer")
    one, two = (number(name, missing=(-9,)) for name in names)
    keys = [pl.col(name).cast(pl.Int64) for name in ("ccode1", "ccode2", "year")]
    pairs = raw.select(*keys, one.alias("one"), two.alias("two"))
    check_pairs(pairs, path)
    there = pairs.select(state="ccode1", other="ccode2", year="year", trade_imports="one", trade_exports="two")
    back = pairs.select(state="ccode2", other="ccode1", year="year", trade_imports="two", trade_exports="one")
    return pl.concat([there, back])


def check_pairs(pairs: pl.DataFrame, path: Path) -> None:
    """Raise `DataError` for a pair that is given twice in a year, in either order, with the line of the second."""
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    keyed = pairs.select(low.alias("low"), high.alias("high"), "year")
    if not keyed.is_duplicated().any():
        return
    twice = keyed.with_row_index("line", 2).filter(~pl.struct("low", "high", "year").is_first_distinct())
    line, one, other, year = twice.row(0)
    raise DataError(f"has the pair {one}, {other} in {year} more than once. Get the file again.", file=path, line=line)
