"""Shares of a state's trade with each power, and with the West as a bloc."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from figure_tables.reading import read_columns
from figure_tables.table import Download, Request, Table

__all__ = ["EU_MEMBERS", "SOVIET_SUCCESSORS", "TABLE", "west"]

TRADE = Download(
    "trade",
    ("Dyadic_COW_4.0.csv", "cow_trade_ndy.parquet"),
    "COW Trade 4.0, dyadic (Dyadic_COW_4.0.csv)",
    "https://correlatesofwar.org/data-sets/bilateral-trade/",
)

USA = 2

SOVIET_SUCCESSORS = (359, 365, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705)

SUCCESSORS_FROM = 1994
"""Ours: in 1992 and 1993 the dataset records 0 between many successor states that plainly traded (Russia and Ukraine, for
one), so totals and shares of those years would be false; from 1994 on no successor state trades 0 with Russia."""

EU_MEMBERS: tuple[tuple[str, int, int, int], ...] = (
    ("Belgium", 211, 1958, 9999),
    ("France", 220, 1958, 9999),
    ("Germany", 255, 1958, 9999),
    ("Italy", 325, 1958, 9999),
    ("Luxembourg", 212, 1958, 9999),
    ("Netherlands", 210, 1958, 9999),
    ("Denmark", 390, 1973, 9999),
    ("Ireland", 205, 1973, 9999),
    ("United Kingdom", 200, 1973, 2019),
    ("Greece", 350, 1981, 9999),
    ("Portugal", 235, 1986, 9999),
    ("Spain", 230, 1986, 9999),
    ("Austria", 305, 1995, 9999),
    ("Finland", 375, 1995, 9999),
    ("Sweden", 380, 1995, 9999),
    ("Cyprus", 352, 2004, 9999),
    ("Czechia", 316, 2004, 9999),
    ("Estonia", 366, 2004, 9999),
    ("Hungary", 310, 2004, 9999),
    ("Latvia", 367, 2004, 9999),
    ("Lithuania", 368, 2004, 9999),
    ("Malta", 338, 2004, 9999),
    ("Poland", 290, 2004, 9999),
    ("Slovakia", 317, 2004, 9999),
    ("Slovenia", 349, 2004, 9999),
    ("Bulgaria", 355, 2007, 9999),
    ("Romania", 360, 2007, 9999),
    ("Croatia", 344, 2013, 9999),
)
"""Members of the European Communities and Union: name, COW code, first and last year. A member in a year is a member on
1 July: accessions of 1 May 2004 and 1 July 2013 count in their year; the United Kingdom left on 31 January 2020."""


def west(year: int) -> list[int]:
    """The West of a year as a trading bloc: the United States and the members of the European Union.

    >>> len(west(1994)), len(west(2014)), 366 in west(2003), 366 in west(2004)
    (13, 29, False, True)
    """
    return [USA, *(code for _, code, first, last in EU_MEMBERS if first <= year <= last)]


def compile_trade(request: Request, paths: Mapping[str, Path]) -> pl.DataFrame:
    """One row per state, power and year: the power's part in the state's imports and exports with all partners."""
    flows = partners(read_columns(paths["trade"], [["ccode1"], ["ccode2"], ["year"], ["flow1"], ["flow2"]]))
    kept = flows.filter(
        pl.col("state").is_in(request.states)
        & pl.col("year").is_between(request.years.first, request.years.last)
        & ~(pl.col("state").is_in(SOVIET_SUCCESSORS) & (pl.col("year") < SUCCESSORS_FROM))
    )
    total = kept.group_by("state", "year").agg(pl.col("trade").sum().alias("total")).filter(pl.col("total") > 0)
    blocs = pl.DataFrame(
        [(code, year) for year in request.years for code in west(year)], schema=["other", "year"], orient="row"
    )
    bloc = kept.join(blocs, on=["other", "year"]).group_by("state", "year").agg(pl.col("trade").sum().alias("bloc"))
    shares = kept.filter(pl.col("other").is_in(request.powers) & pl.col("trade").is_not_null())
    return (
        shares.join(total, on=["state", "year"])
        .join(bloc, on=["state", "year"], how="left")
        .with_columns(
            (pl.col("trade") / pl.col("total")).alias("trade_share"),
            pl.when(pl.col("other") == USA).then(pl.col("bloc") / pl.col("total")).alias("trade_share_bloc"),
        )
    )


def partners(flows: pl.DataFrame) -> pl.DataFrame:
    """Each dyad-year seen from both ends: imports plus exports, missing when neither flow is known (-9 or empty)."""
    known = [pl.when(pl.col(flow) >= 0).then(pl.col(flow).cast(pl.Float64)).alias(flow) for flow in ("flow1", "flow2")]
    summed = flows.with_columns(known).with_columns(
        pl.when(pl.col("flow1").is_not_null() | pl.col("flow2").is_not_null())
        .then(pl.sum_horizontal("flow1", "flow2"))
        .alias("trade")
    )
    ends = [
        summed.select(pl.col(near).alias("state"), pl.col(far).alias("other"), "year", "trade")
        for near, far in (("ccode1", "ccode2"), ("ccode2", "ccode1"))
    ]
    return pl.concat(ends).with_columns(pl.col("state", "other", "year").cast(pl.Int64))


TABLE = Table(
    name="trade",
    keys=("state", "other", "year"),
    decimals={"trade_share": 5, "trade_share_bloc": 5},
    downloads=(TRADE,),
    dataset="Correlates of War: Trade (bilateral)",
    version="4.0",
    citations=("barbieri2009trading", "barbieri2016trade", "eu2025countries"),
    licence="free to use with citation (terms of the Correlates of War Project)",
    address="https://correlatesofwar.org/data-sets/bilateral-trade/",
    done="Derived: (imports from + exports to the power) / (imports from + exports to all partners with a known flow), in "
    "current dollars; a dyad with no known flow has no row. trade_share_bloc, given with the United States, is the share of "
    "the United States and the members of the European Union on 1 July of the year. Soviet successor states start in 1994: "
    "before, the dataset records 0 for many flows among them that were simply not reported.",
    compile=compile_trade,
)
