"""Scores of democracy from three projects, for every independent state of Gleditsch and Ward."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._isard import DEMOCRACY, ISARD, TERMS, fields, table
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["DemocracyGw"]


@dataclass(frozen=True)
class DemocracyGw(Dataset):
    """Democracy of every member of the Gleditsch-Ward system, 1816-2025: extended unified scores, Polity, V-Dem.

    The universe is the system itself, so every member has a row; a score that its project does not give is missing.
    The scores come joined by the R package isard: unified democracy scores (Pemstein, Meserve and Melton 2010) as
    extended by Marquez (2016; about a standard normal, higher is more democratic), Polity5 and V-Dem's release to
    2025.

    Microstates of Gleditsch and Ward's separate list are among the rows.

    Layout: the package's ``gw_democracy``: ``gwcode, year, euds, aeuds, polity2, v2x_polyarchy``.

    >>> [field.name for field in DemocracyGw().columns]
    ['isard_euds_gw', 'isard_aeuds_gw', 'isard_polity2_gw', 'isard_polyarchy_gw']
    """

    key: ClassVar[str] = "democracy_gw"
    title: ClassVar[str] = "Democracy panel, Gleditsch-Ward states"
    version: ClassVar[str] = "June 2026"
    citations: ClassVar[tuple[str, ...]] = (
        "miller2022peacesciencer",
        "marquez2016quick",
        "pemstein2010democratic",
        "marshall2020polity5",
        "coppedge2025vdem",
    )
    licence: ClassVar[str] = TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2025)
    unit: ClassVar[Unit] = "state-year"
    codes: ClassVar[str] = "gw"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "gw_democracy.rda",
            url=ISARD + "gw_democracy.rda",
            sha256="19279af159e0c1af0ba3f4d54bee6661bfe2784de7c557e9320dc6708a62a132",
            size=223557,
            others=("gw_democracy.csv.gz",),
            page="https://svmiller.com/isard/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = fields(DEMOCRACY, "_gw")

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        return table(files["gw_democracy.rda"], "gwcode", DEMOCRACY, "gw", "_gw")
