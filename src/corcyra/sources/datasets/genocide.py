"""Genocide and politicide, by state and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._rivalries import listed
from corcyra.sources.raw import number, read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Genocide"]

FILE = Download(
    "Genocide_Politicide_panel2018.csv",
    url="https://raw.githubusercontent.com/CJFariss/Human-Rights-Latent-Variable/2f1892e748998fea0c5f1d39995e4e3d07085308/LHRS-V5/data_raw/Genocide_Politicide_panel2018.csv",
    sha256="c0cdbf006c8777ebc1e9c19d4717c2129f8267370df14cd5a9062f05b8ece15f",
    size=120533,
    page="https://www.systemicpeace.org/inscrdata.html",
)


@dataclass(frozen=True)
class Genocide(Dataset):
    """Genocide or politicide goes on in a state's year (Harff 2003), 1956-2018, in the panel that Fariss (2014) uses.

    The cases are those of the Political Instability Task Force: acts of a government, or of contenders in a civil war,
    that are meant to destroy, in whole or in part, a communal or political group. The panel lists every state of the COW
    system, so 0 is the publisher's, and nothing is filled: a state without a row is missing. Codes are COW's.

    >>> Genocide().covers, Genocide().fills
    (Years(first=1956, last=2018), {})
    """

    key = "genocide"
    title = "Genocide and politicide"
    version = "2018"
    citations = ("harff2003lessons", "fariss2014respect")
    licence = "no licence stated; cite the authors"
    access: ClassVar[Access] = "fetch"
    covers = Years(1956, 2018)
    unit: ClassVar[Unit] = "state-year"
    downloads = (FILE,)
    columns = (Field("genocide", "genocide or politicide goes on", "0/1", 0, 1, "conflicts"),)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state and year."""
        path = files[FILE.name]
        raw = read_csv(path)
        names = {"state": "ccode", "year": "year", "genocide": "genocide"}
        wants(raw, names.values(), path, known="2018")
        table = raw.select(number(name, missing=(-9,), kind=pl.Int64).alias(ours) for ours, name in names.items())
        return table.filter(listed("state")).sort("state", "year")
