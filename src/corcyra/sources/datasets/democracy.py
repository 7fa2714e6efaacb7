"""Scores of democracy from three projects, for every member of the COW system."""

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

__all__ = ["Democracy"]


@dataclass(frozen=True)
class Democracy(Dataset):
    """Democracy of every member of the COW system, 1816-2025: extended unified scores, Polity, V-Dem.

    The universe is the system itself, so every member has a row; a score that its project does not give is missing.
    The scores come joined by the R package isard: unified democracy scores (Pemstein, Meserve and Melton 2010) as
    extended by Marquez (2016; about a standard normal, higher is more democratic), Polity5 and V-Dem's release to
    2025.

    Use `corcyra.sources.datasets.polity.Polity` for Polity itself: isard joins it on Polity's numbers as if they were
    COW's, so that here Montenegro has Kosovo's score from 2008, and South Sudan that of Sudan; Serbia (all years but
    1921-1991), Austria-Hungary, the Soviet Union from 1923, Ethiopia from 1994, Pakistan to 1971, Sudan from 2012 and
    Vietnam from 1977 have none.

    Layout: the package's ``cw_democracy``: ``ccode, year, euds, aeuds, polity2, v2x_polyarchy``.

    >>> [field.name for field in Democracy().columns]
    ['isard_euds', 'isard_aeuds', 'isard_polity2', 'isard_polyarchy']
    """

    key: ClassVar[str] = "democracy"
    title: ClassVar[str] = "Democracy panel, COW states"
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
    codes: ClassVar[str] = "cow"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "cw_democracy.rda",
            url=ISARD + "cw_democracy.rda",
            sha256="63817db0ed4be6d4faafe6a1c363ffe3862897fb1b28d53298099fef576be45a",
            size=214470,
            others=("cw_democracy.csv.gz",),
            page="https://svmiller.com/isard/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = fields(DEMOCRACY)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        return table(files["cw_democracy.rda"], "ccode", DEMOCRACY, "cow")
