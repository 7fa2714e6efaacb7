"""Who led, for how long, and who fell against the rules."""

from __future__ import annotations

from datetime import date

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, complete, in_force, on_span, states

__all__ = ["GAP", "Leaders"]

GAP = 100
"""Days out of office after which a tenure starts anew (ours: longer than an early election, shorter than a term)."""

IRREGULAR = {"irregular": 1.0, "contested": 0.5}
"""Weight of an exit; coders differ on contested ones (ours: half)."""


class Leaders(FactSource):
    """The effective leader on 31 December, the tenure so far, and irregular exits in the year.

    Universe: the states of the facts, 1992-2024. ``leader`` and ``tenure`` are null where the coders name no effective leader
    (Moldova 2012-20, Turkmenistan from 2022). Presidents are taken for Moldova and prime ministers for Georgia from November
    2013, which differs from Archigos. ``irregular_exit`` is 0.5 where coders differ on whether the exit was regular.

    >>> frame = Leaders().read().filter(pl.col("state") == 372)
    >>> frame.filter(pl.col("year") == 2003).select("irregular_exit", "leader").row(0)
    (1.0, 'Nino Burjanadze')
    """

    key = "leaders"
    title = "Leaders and their exits"
    citations: tuple[str, ...] = ("corcyrafacts", "goemans2009archigos", "bell2016reign")
    unit: Unit = "state-year"
    tables = ("leaders",)
    columns: tuple[Field, ...] = (
        Field("irregular_exit", "an effective leader fell by force or its threat", "share", 0.0, 1.0, "leaders"),
        Field("tenure", "years in office of the effective leader on 31 December", "years", 0.0, None, "leaders"),
        Field("leader", "name of the effective leader on 31 December", "text", None, None, "leaders"),
    )

    def read(self) -> pl.DataFrame:
        """One row a state and year."""
        spells = tenures()
        weight = pl.col("exit_mode").replace_strict(IRREGULAR, default=0.0, return_dtype=pl.Float64)
        fell = spells.group_by("state", year=pl.col("end_first").dt.year().cast(pl.Int64)).agg(
            irregular_exit=weight.max()
        )
        led = on_span(spells).filter(in_force("dec-31"))
        days = (pl.date(pl.col("year"), 12, 31) - pl.col("since")).dt.total_days()
        in_office = led.select("state", "year", tenure=days / 365.25, leader="name").unique(["state", "year"])
        frame = complete(states(), fell.drop_nulls("year"), {"irregular_exit": 0.0})
        return frame.join(in_office, on=["state", "year"], how="left").sort("state", "year")


def tenures() -> pl.DataFrame:
    """Spells of effective leaders with ``since``, the first day in office without a gap longer than `GAP`."""
    rows = load("leaders").filter(pl.col("effective") == "yes").rename({"cow": "state"}).sort("state", "start_first")
    since: dict[tuple[int, str], tuple[date, date]] = {}
    begun = []
    for row in rows.iter_rows(named=True):
        person = (row["state"], row["name"])
        start, end = row["start_first"], row["end_last"] or date.max
        first, last = since.get(person, (start, start))
        first = first if (start - last).days <= GAP else start
        since[person] = (first, end)
        begun.append(first)
    return rows.with_columns(since=pl.Series(begun, dtype=pl.Date))
