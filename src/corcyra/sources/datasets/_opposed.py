"""Two states on opposite sides of one event, on days that overlap."""

from __future__ import annotations

import polars as pl

__all__ = ["common_years", "opposed"]


def opposed(spells: pl.DataFrame, event: str, side: str) -> pl.DataFrame:
    """Every ordered pair of spells of one event on different sides that share a day, with the days in ``start`` and ``end``.

    ``spells`` has the columns ``state``, ``start``, ``end`` (dates, both included), the event's number and the side; the
    columns of the second of the pair end in ``_other``, its state is ``other``.

    >>> from datetime import date
    >>> spells = pl.DataFrame({"war": [1, 1], "side": [1, 2], "state": [2, 200],
    ...     "start": [date(1812, 6, 18), date(1813, 1, 1)], "end": [date(1814, 12, 24), date(1815, 1, 8)]})
    >>> opposed(spells, "war", "side").select("state", "other", "start", "end").rows()[0]
    (2, 200, datetime.date(1813, 1, 1), datetime.date(1814, 12, 24))
    """
    pairs = spells.join(spells, on=event, suffix="_other", maintain_order="left").filter(
        pl.col(side) != pl.col(f"{side}_other"), pl.col("state") != pl.col("state_other")
    )
    common = pairs.with_columns(
        start=pl.max_horizontal("start", "start_other"), end=pl.min_horizontal("end", "end_other")
    ).drop("start_other", "end_other")
    return common.filter(pl.col("start") <= pl.col("end")).rename({"state_other": "other"})


def common_years(pairs: pl.DataFrame) -> pl.DataFrame:
    """Each pair once a year that its common days touch, with ``year`` and ``begins``: is it the year of the first common day?"""
    first, last = (pl.col(name).dt.year().cast(pl.Int64) for name in ("start", "end"))
    years = pairs.with_columns(year=pl.int_ranges(first, last + 1)).explode("year")
    return years.with_columns(begins=(pl.col("year") == pl.col("start").dt.year()).cast(pl.Int64))
