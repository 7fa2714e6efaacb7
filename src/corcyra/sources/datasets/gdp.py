"""Gross domestic product and population as estimates, for every member of the COW system."""

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

__all__ = ["Gdp"]


@dataclass(frozen=True)
class Gdp(Dataset):
    """Estimates of wealth and size with their standard deviations, for every member of the COW system, 1816-2019.

    Latent estimates (Fariss, Anders, Markowitz and Barnum 2022) that combine historical and present series; the
    uncertainty is large before 1900, so use the standard deviations. The universe is the system itself. The estimates
    were made for Gleditsch-Ward states, so 43 state-years that only COW lists are missing (Egypt 1856-1882, Morocco
    1905-1912, Saudi Arabia 1927-1931, Serbia 1916-1917, Laos 1953). Income a head is anchored in the Maddison Project
    (2011 prices), product and population in the Penn World Table 10.0 (2017 prices), so the three do not divide into
    each other exactly.

    Layout: the package's ``cw_gdppop``: ``ccode, year, mrgdppc, sd_mrgdppc, pwtrgdp, sd_pwtrgdp, pwtpop, sd_pwtpop``.

    >>> [field.name for field in Gdp().columns]
    ['gdp_per_head', 'gdp_per_head_sd', 'gdp', 'gdp_sd', 'population', 'population_sd']
    """

    key: ClassVar[str] = "gdp"
    title: ClassVar[str] = "GDP and population estimates, COW states"
    version: ClassVar[str] = "June 2026"
    citations: ClassVar[tuple[str, ...]] = ("fariss2022gdp", "miller2022peacesciencer")
    licence: ClassVar[str] = TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2019)
    unit: ClassVar[Unit] = "state-year"
    codes: ClassVar[str] = "cow"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "cw_gdppop.rda",
            url=ISARD + "cw_gdppop.rda",
            sha256="205017f75f9d65b1b01c48d594a018e6ef7de285891dfea15b2dfb95a5174b97",
            size=679708,
            others=("cw_gdppop.csv.gz",),
            page="https://svmiller.com/isard/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = fields(GDP)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        return table(files["cw_gdppop.rda"], "ccode", GDP, "cow")
