"""REIGN: the leaders of all states since 1950, to the day they came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.raw import number, read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import day
from corcyra.world.time import Years

__all__ = ["REIGN", "Reign"]

REIGN = "https://raw.githubusercontent.com/OEFDataScience/REIGN.github.io/d7a8a6f17c951b68e30bbca6185d7acd9089d60b/data_sets/"
"""The publisher's tables at one commit, so that hashes hold."""


@dataclass(frozen=True)
class Reign(Dataset):
    """One row per spell of a leader in office; those in office in 1950 or later, to March 2021, in all states of
    COW's list.

    The first day is known, of the last only month and year: ``reign_end`` is the last day of that month, missing for
    those still in office in March 2021. -99 means not known. ``reign_military`` is 0.5 where the publisher is
    undecided.

    Quirk: the names are UTF-8, but the notes, which this table does not use, hold bytes that are not. The project has
    ended.

    Layout: ``leaderlist_3_21.csv`` and the earlier lists of the same columns.

    >>> Reign().unit, Reign().record_keys
    ('records', ('state', 'reign_start'))
    """

    key: ClassVar[str] = "reign"
    title: ClassVar[str] = "REIGN leaders"
    version: ClassVar[str] = "March 2021"
    citations: ClassVar[tuple[str, ...]] = ("bell2016reign",)
    licence: ClassVar[str] = "MIT"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1921, 2021)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("state", "reign_start")
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "leaderlist_3_21.csv",
            url=REIGN + "leaderlist_3_21.csv",
            sha256="1663d94b6a00008c84c19979306c0997128225890b875c0aae5bbfb922829e44",
            size=185531,
            page="https://oefdatascience.github.io/REIGN.github.io/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("reign_end", "last day of the last month in office", "date", family="leaders"),
        Field("reign_leadid", "the publisher's number of the leader", "text", family="leaders"),
        Field("reign_leader", "name", "text", family="leaders"),
        Field("reign_born", "year of birth", "year", family="leaders"),
        Field("reign_male", "1 man, 0 woman", "0 or 1", 0, 1, "leaders"),
        Field("reign_military", "military career before office", "0 to 1", 0, 1, "leaders"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per spell in office."""
        path = files["leaderlist_3_21.csv"]
        raw = read_csv(path, encoding="latin-1")
        dates = ("sdate", "smonth", "syear", "emonth", "eyear")
        wants(raw, ("ccode", "leadid", "leader", *dates, "birthyear", "gender", "militarycareer"), path, known="3_21")
        frame = coded(raw, path, {"ccode": "state", "syear": "syear"}).select(
            "state",
            day("syear", "smonth", "sdate").alias("reign_start"),
            day("eyear", "emonth", end=True).alias("reign_end"),
            pl.col("leadid").cast(pl.String).alias("reign_leadid"),
            names(raw["leader"], path).alias("reign_leader"),
            number("birthyear", missing=(-99,), kind=pl.Int64).alias("reign_born"),
            number("gender", missing=(-99,), kind=pl.Int64).alias("reign_male"),
            number("militarycareer", missing=(-99,)).alias("reign_military"),
        )
        return once(of_system(frame, ("state",)), self.record_keys, path)


def names(column: pl.Series, path: Path) -> pl.Series:
    """Names read as Latin-1, so that any byte in the notes passes, made the UTF-8 that they are.

    Raises `DataError` with the line of a name that is in another encoding.
    """
    given = column.cast(pl.String).to_list()
    found: list[str | None] = []
    for line, name in enumerate(given, start=2):
        try:
            found.append(None if name is None else name.encode("latin-1").decode("utf-8"))
        except UnicodeDecodeError:
            told = (
                f"the name {name!r} is not utf-8, which the publisher writes names in. Get the publisher's file again."
            )
            raise DataError(told, file=path, line=line) from None
    return pl.Series(column.name, found, dtype=pl.String)
