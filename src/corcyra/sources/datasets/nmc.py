"""National Material Capabilities: six components of power and their composite index, of all states since 1816."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import COW, COW_TERMS, coded, of_system, once, opened
from corcyra.sources.raw import number, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["COMPONENTS", "Nmc"]

COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop")
"""The six components, in the publisher's order."""
TABLES = ("NMC-70-abridged.csv", "NMC-60-abridged.csv", "NMC_5_0.csv")
"""The publisher's names of the table inside its archives, newest first."""


@dataclass(frozen=True)
class Nmc(Dataset):
    """Capabilities, state by year. The universe is the state system; a component that is not known is missing, never 0.

    ``cinc`` is the mean of a state's shares in the six world totals of the year, over the components that are known (Singer,
    Bremer and Stuckey 1972). Quirks: -9 means not known; ``milex`` is in thousands of current British pounds until 1913 and of
    current US dollars from 1914, so that it compares states within a year, not years; ``cinc`` changes from version to version
    for the same year (by up to 0.0023 between 5.0 and 7.0).

    Layouts: the abridged table of versions 5.0, 6.0 and 7.0 (``stateabb, ccode, year, milex … cinc, version``; version 7.0
    comes as a ZIP inside a ZIP), also with the supplementary columns; the R package's ``cow_nmc``, which lacks the letters and
    has NA for -9. Which version was read is told by the hash of the file, and by its years: 5.0 ends in 2012, 6.0 in 2016,
    7.0 in 2022.

    >>> [field.name for field in Nmc().columns]
    ['milex', 'milper', 'irst', 'pec', 'tpop', 'upop', 'cinc']
    """

    key: ClassVar[str] = "nmc"
    title: ClassVar[str] = "COW National Material Capabilities"
    version: ClassVar[str] = "7.0"
    citations: ClassVar[tuple[str, ...]] = ("singer1972capability", "singer1987reconstructing")
    licence: ClassVar[str] = COW_TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2022)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "NMCv7.zip",
            url=COW + "NMCv7.zip",
            others=(
                "NMC-70-abridged.csv",
                "NMC-70-wsupplementary.csv",
                "cow_nmc.csv.gz",
                "cow_nmc.rda",
                "NMC_Documentation-6.0.zip",
                "NMC-60-abridged.csv",
                "NMC-60-wsupplementary.csv",
                "NMC_5_0.csv",
            ),
            page="https://correlatesofwar.org/data-sets/national-material-capabilities/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field(
            "milex",
            "military expenditure",
            "thousand current British pounds to 1913, US dollars from 1914",
            0.0,
            None,
            "capability",
        ),
        Field("milper", "military personnel", "thousand persons", 0.0, None, "capability"),
        Field("irst", "iron and steel production", "thousand tons", 0.0, None, "capability"),
        Field("pec", "primary energy consumption", "thousand tons of coal equivalent", 0.0, None, "capability"),
        Field("tpop", "total population", "thousand persons", 0.0, None, "capability"),
        Field("upop", "population of cities of 100,000 and more", "thousand persons", 0.0, None, "capability"),
        Field("cinc", "composite index of national capability", "share of the world", 0.0, 1.0, "capability"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        path = files["NMCv7.zip"]
        raw = opened(path, *TABLES)
        wants(raw, ("ccode", "year", *COMPONENTS, "cinc"), path, known="5.0, 6.0, 7.0")
        frame = coded(raw, path, {"ccode": "state", "year": "year"})
        values = (number(name, missing=(-9,)) for name in (*COMPONENTS, "cinc"))
        return once(of_system(frame.select("state", "year", *values), ("state",)), ("state", "year"), path)
