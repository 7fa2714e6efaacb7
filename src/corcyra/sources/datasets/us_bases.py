"""United States military bases abroad, one row a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import read_csv, wants
from corcyra.sources.source import Field
from corcyra.world.time import Years

__all__ = ["UsBases"]

KNOWN = "basedata.csv of 2026 (countryname, ccode, iso3c, basename, lat, lon, base, lilypad, fundedsite)"


@dataclass(frozen=True)
class UsBases(Dataset):
    """Sites of United States forces outside the fifty states: bases, small sites ("lily pads") and sites paid for.

    The list is Vine's, as the package troopdata has it. It has **no dates**: sites used at some time from 1950 to about 2018, so it
    cannot say what stood in a given year, and it is no panel. ``site`` is the number of the row in the file (two sites have no name, one
    stands there twice). Sites on territories of the United States have its code, 2. The file is latin-1.

    Layout: ``basedata.csv``, read here. Source: Allen, Flynn and Machain (2022), after Vine (2015).

    >>> UsBases().record_keys
    ('site',)
    """

    key = "us_bases"
    title = "United States bases abroad"
    version = "2026-06"
    citations = ("allen2022troopdata", "vine2015base")
    licence = "GPL-3 (package troopdata)"
    access = "fetch"
    covers = Years(1950, 2018)
    unit = "records"
    record_keys = ("site",)
    downloads = (
        Download(
            "basedata.csv",
            url="https://raw.githubusercontent.com/meflynn/troopdata/3946bcf89a6d72de8abace812dc557f1f249f5f7/data-raw/basedata.csv",
            sha256="5a552e81b39bdbb7af42b6206dd47340a6a9f114bf84c24c0e167cf74844ccda",
            size=25_608,
            page="https://github.com/meflynn/troopdata",
        ),
    )
    columns = (
        Field("state", "COW number of the host", "code", family="presence"),
        Field("country", "name of the host or territory", "text", family="presence"),
        Field("name", "name of the site", "text", family="presence"),
        Field("lat", "latitude", "degrees", -90, 90, "presence"),
        Field("lon", "longitude", "degrees", -180, 180, "presence"),
        Field("base", "a base", "0 or 1", 0, 1, "presence"),
        Field("lilypad", "a small site", "0 or 1", 0, 1, "presence"),
        Field("funded_site", "a host's site paid for by the United States", "0 or 1", 0, 1, "presence"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a site. Raises `DataError` for another layout."""
        path = files["basedata.csv"]
        raw = read_csv(path, encoding="latin-1")
        wants(
            raw, ("countryname", "ccode", "basename", "lat", "lon", "base", "lilypad", "fundedsite"), path, known=KNOWN
        )
        return raw.with_row_index("site", offset=1).select(
            pl.col("site").cast(pl.Int64),
            pl.col("ccode").cast(pl.Int64).alias("state"),
            pl.col("countryname").alias("country"),
            pl.col("basename").alias("name"),
            pl.col("lat", "lon").cast(pl.Float64),
            pl.col("base", "lilypad").cast(pl.Int64),
            pl.col("fundedsite").cast(pl.Int64).alias("funded_site"),
        )
