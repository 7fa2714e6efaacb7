"""Gross domestic product and population as estimates, for every independent state of Gleditsch and Ward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._isard import GDP, ISARD, TERMS, fields, table
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["GdpGw"]


@dataclass(frozen=True)
class GdpGw(Dataset):
    """Estimates of wealth and size with their standard deviations, for every member of the Gleditsch-Ward system,
    1816-2019.

    Latent estimates (Fariss, Anders, Markowitz and Barnum 2022) that combine historical and present series; the
    uncertainty is large before 1900, so use the standard deviations. The universe is the system itself. Income a head
    is anchored in the Maddison Project (2011 prices), product and population in the Penn World Table 10.0 (2017
    prices), so the three do not divide into each other exactly.

    Layout: the package's ``gw_gdppop``: ``gwcode, year, mrgdppc, sd_mrgdppc, pwtrgdp, sd_pwtrgdp, pwtpop, sd_pwtpop``.

    >>> [field.name for field in GdpGw().columns]
    ['gdp_per_head_gw', 'gdp_per_head_sd_gw', 'gdp_gw', 'gdp_sd_gw', 'population_gw', 'population_sd_gw']
    """

    key: ClassVar[str] = "gdp_gw"
    title: ClassVar[str] = "GDP and population estimates, Gleditsch-Ward states"
    version: ClassVar[str] = "June 2026"
    citations: ClassVar[tuple[str, ...]] = ("fariss2022gdp", "miller2022peacesciencer")
    licence: ClassVar[str] = TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2019)
    unit: ClassVar[Unit] = "state-year"
    codes: ClassVar[str] = "gw"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "gw_gdppop.rda",
            url=ISARD + "gw_gdppop.rda",
            sha256="00e33ea4bf48b30d1aa3ad3505b5c6b056ade169bd03874a1f2b7c7a2c68b98f",
            size=793136,
            others=("gw_gdppop.csv.gz",),
            page="https://svmiller.com/isard/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = fields(GDP, "_gw")

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        return table(files["gw_gdppop.rda"], "gwcode", GDP, "gw", "_gw")
