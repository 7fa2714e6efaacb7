"""Area, capital, languages and colonisers of states, which do not change by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.coded import coded
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.cepii import OLD_CODES, PAGE, opened
from corcyra.sources.raw import number, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["CepiiGeo"]

TEXTS = ("city_en", "langoff_1", "langoff_2", "langoff_3", "colonizer1", "colonizer2", "colonizer3", "colonizer4")
NUMBERS = ("area", "dis_int", "landlocked", "lat", "lon")


@dataclass(frozen=True)
class CepiiGeo(Dataset):
    """GeoDist of the CEPII: one row per state of about 2005 (Mayer and Zignago 2011).

    The publisher has several rows for 13 countries, one for each main city: the row of the capital (``cap`` = 1) is kept, so
    that ``lat`` and ``lon`` are the capital's. Codes and territories are as in `corcyra.sources.datasets.cepii.Cepii`. ``.``
    is missing. Colonisers are three-letter codes as the publisher writes them, old ones among them.

    Read: ``geo_cepii.xls`` of the publisher, or the same as CSV in latin-1 with semicolons or commas.

    >>> CepiiGeo().columns[0].name
    'cepii_area'
    """

    key: ClassVar[str] = "cepii_geo"
    title: ClassVar[str] = "CEPII GeoDist: states"
    version: ClassVar[str] = "2011"
    citations: ClassVar[tuple[str, ...]] = ("mayer2011geodist",)
    licence: ClassVar[str] = "Etalab open licence 2.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1945, 2011)
    unit: ClassVar[Unit] = "state"
    columns: ClassVar[tuple[Field, ...]] = (
        Field("cepii_area", "area", "square km", 0.0, family="geography"),
        Field("cepii_dis_int", "internal distance: 0.67 * sqrt(area / pi)", "km", 0.0, family="geography"),
        Field("cepii_landlocked", "1 when the state has no coast", "0/1", 0, 1, "geography"),
        Field("cepii_lat", "latitude of the capital", "degrees", -90, 90, "geography"),
        Field("cepii_lon", "longitude of the capital", "degrees", -180, 180, "geography"),
        Field("cepii_city_en", "capital", "text", family="geography"),
        *(Field(f"cepii_langoff_{place}", "official language", "text", family="identity") for place in (1, 2, 3)),
        *(
            Field(f"cepii_colonizer{place}", "long-term coloniser", "ISO-3 code", family="identity")
            for place in (1, 2, 3, 4)
        ),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "geo_cepii.xls", url="https://www.cepii.fr/distance/geo_cepii.xls", others=("geo_cepii.csv",), page=PAGE
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state, sorted; raises `DataError` for another layout or a state with two capitals."""
        path = files[self.downloads[0].name]
        raw = opened(path, "iso3")
        wants(raw, ("iso3", "cap", *NUMBERS, *TEXTS), path, known="GeoDist of 2011 (geo_cepii)")
        capitals = coded(raw.filter(number("cap") == 1), "iso3", "state", by="iso3", known=OLD_CODES)
        table = capitals.filter(pl.col("state") > 0).select(
            "state",
            *(
                number(name, kind=pl.Int64 if name == "landlocked" else pl.Float64).alias(f"cepii_{name}")
                for name in NUMBERS
            ),
            *(pl.col(name).cast(pl.String).replace(".", None).alias(f"cepii_{name}") for name in TEXTS),
        )
        twice = table.filter(pl.col("state").is_duplicated())
        if twice.height:
            raise DataError(f"has two capitals of the state {twice['state'][0]}. Get the file again.", file=path)
        return table.sort("state")
