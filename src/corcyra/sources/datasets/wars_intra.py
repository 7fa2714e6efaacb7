"""Intra-state wars of the Correlates of War project, one row a war."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._records import records
from corcyra.sources.datasets.wars_inter import WARS_PAGE, blocks, lowered
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["WarsIntra"]

FILE = Download(
    "INTRA-STATE WARS v5.1 CSV.csv",
    url="https://correlatesofwar.org/wp-content/uploads/Intra-State-Wars-v5.1.zip",
    inside="INTRA-STATE WARS v5.1 CSV.csv",
    size=81872,
    page=WARS_PAGE,
)


@dataclass(frozen=True)
class WarsIntra(Dataset):
    """COW intra-state wars, version 5.1 (Dixon and Sarkees 2016), 1816-2014, one row a war, up to four periods of fighting.

    Numbers of wars have decimals (502.1). -7 (goes on), -8 (does not apply), -9 (not known) and a question mark are missing:
    an end that is missing may mean that the war went on in 2014. ``ccodea`` is missing where no government is on side A.

    >>> WarsIntra().columns[3].name
    'ccodea'
    """

    key = "wars_intra"
    title = "Intra-state wars (COW)"
    version = "5.1"
    citations = ("dixon2016intrastate",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2014)
    unit: ClassVar[Unit] = "records"
    record_keys = ("warnum",)
    downloads = (FILE,)
    columns = (
        Field("warname", "name of the war", "text", family="conflicts"),
        Field("v5regionnum", "region of the war", "code", 1, 6, "conflicts"),
        Field("wartype", "4 for central control, 5 over local issues, 6 regional, 7 between communities", "code", 4, 7, "conflicts"),
        Field("ccodea", "COW code of the state on side A", "identifier", family="conflicts"),
        Field("sidea", "name on side A", "text", family="conflicts"),
        Field("sideb", "name on side B", "text", family="conflicts"),
        Field("intnl", "another state took part", "0/1", 0, 1, "conflicts"),
        *blocks(4, "mo", "dy", "yr"),
        Field("wduratdays", "duration", "days", 0, None, "conflicts"),
        Field("wduratmo", "duration", "months (decimal)", 0, None, "conflicts"),
        Field("totnatmonwar", "months of war of all states in it together", "months (decimal)", 0, None, "conflicts"),
        Field("transfrom", "number of the war that it grew out of", "number (decimal)", family="conflicts"),
        Field("initiator", "who began the war", "text", family="conflicts"),
        Field("outcome", "1 side A won, 2 side B, 3 compromise, 4 became another type, 5 ongoing, 6 stalemate, 7 below war", "code", 1, 7, "conflicts"),
        Field("transto", "number of the war that it became", "number (decimal)", family="conflicts"),
        Field("deathssidea", "battle deaths of side A", "deaths", 0, None, "conflicts"),
        Field("deathssideb", "battle deaths of side B", "deaths", 0, None, "conflicts"),
        Field("totalbdeaths", "battle deaths of all", "deaths", 0, None, "conflicts"),
    )  # fmt: skip

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a war."""
        path = files[FILE.name]
        return records(lowered(path), path, self.record_keys, self.columns, known="5.1", key=pl.Float64)
