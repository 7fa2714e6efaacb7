"""REIGN regimes: what kind of regime ruled each state, by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.datasets.reign import REIGN
from corcyra.sources.raw import read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import yearly
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["ReignRegimes"]


@dataclass(frozen=True)
class ReignRegimes(Dataset):
    """The type of regime by state and year, 1950-2020, in the terms of Geddes, Wright and Frantz as REIGN extends
    them.

    ``gwf_regimetype`` is text (``parliamentary``, ``party-based``, ``personal``, ``monarchy`` …); the columns after
    it are 0 or 1. A regime counts in a year by ``rule``; when two meet on the day that decides, or with ``any-day``
    in one year, the later one counts. The list has regimes that stood in 1950 or later, so nothing is said of earlier
    years; those that stood when it was made end on 31 December 2020, so 2021 is left out. Codes are COW numbers; a
    state without a regime that day has no row.

    Layout: ``regime_list.csv`` (``cowcode, gwf_country, gwf_casename, gwf_startdate, gwf_enddate, gwf_regimetype``,
    dates m/d/yyyy).

    >>> ReignRegimes().rule, ReignRegimes(rule="dec-31").rule
    ('jul-1', 'dec-31')
    """

    rule: str = "jul-1"

    key: ClassVar[str] = "reign_regimes"
    title: ClassVar[str] = "REIGN regime types"
    version: ClassVar[str] = "March 2021"
    citations: ClassVar[tuple[str, ...]] = ("bell2016reign", "geddes2014autocratic")
    licence: ClassVar[str] = "MIT"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1950, 2020)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "regime_list.csv",
            url=REIGN + "regime_list.csv",
            sha256="acb8a511084b86917fbbf2d4437fc7cb6ae25217df81dd915d74183e7daef155",
            size=37115,
            page="https://oefdatascience.github.io/REIGN.github.io/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("gwf_regimetype", "type of regime", "text", family="regime"),
        Field("gwf_democracy", "parliamentary or presidential", "0 or 1", 0, 1, "regime"),
    )

    def __post_init__(self) -> None:
        check_word("rule", self.rule, tuple(RULES))

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year with a regime."""
        path = files["regime_list.csv"]
        raw = read_csv(path)
        wants(raw, ("cowcode", "gwf_startdate", "gwf_enddate", "gwf_regimetype"), path, known="March 2021")
        kind = pl.col("gwf_regimetype").str.strip_chars()
        spells = coded(raw, path, {"cowcode": "state"}).with_columns(
            dated(raw, "gwf_startdate", path).alias("start"),
            dated(raw, "gwf_enddate", path).alias("end"),
            kind.alias("gwf_regimetype"),
            kind.is_in(["parliamentary", "presidential"]).cast(pl.Int64).alias("gwf_democracy"),
        )
        years = yearly(spells, self.rule, self.covers).sort("state", "year", "start")
        single = years.unique(["state", "year"], keep="last", maintain_order=True)
        table = of_system(single.select("state", "year", "gwf_regimetype", "gwf_democracy"), ("state",))
        return once(table, ("state", "year"), path)


def dated(raw: pl.DataFrame, name: str, path: Path) -> pl.Series:
    """A column m/d/yyyy as days; `DataError` with the line of the first cell that is none."""
    days = raw[name].cast(pl.String).str.to_date("%m/%d/%Y", strict=False)
    bad = days.is_null().arg_true()
    if bad.len():
        told = f"{raw[name][bad[0]]!r} in the column {name} is no date m/d/yyyy. Get the publisher's file again."
        raise DataError(told, file=path, line=bad[0] + 2)
    return days
