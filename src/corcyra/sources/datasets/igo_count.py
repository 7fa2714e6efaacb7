"""How many intergovernmental organisations a state stands in, by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.igo_members import IGO, memberships, organisations
from corcyra.sources.source import Field
from corcyra.world.time import Years

__all__ = ["IgoCount"]


@dataclass(frozen=True)
class IgoCount(Dataset):
    """Memberships in intergovernmental organisations, counted by standing (COW IGO 3.0).

    Universe: every state of the COW system in 1816-2014 has a row, and 0 is none; the Germanies and Yemens of 1990 that
    became one are there as 255 and 679 alone, so 260, 265, 678 and 680 are missing in that year. Standings that the file does
    not know (-9) are not counted; ``igo_unknown`` says how many, so a count is a lower bound where it is above 0.

    Layouts: as `corcyra.sources.datasets.igo_members`. Source: Pevehouse et al. (2020).

    >>> [field.name for field in IgoCount().columns][:2]
    ['sum_igo_full', 'sum_igo_associate']
    """

    key = "igo_count"
    title = "Number of memberships in intergovernmental organisations"
    version = "3.0"
    citations = ("pevehouse2020igo",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access = "fetch"
    covers = Years(1816, 2014)
    unit = "state-year"
    downloads = (IGO,)
    columns = (
        Field("sum_igo_full", "organisations with full membership", "count", 0, None, "organisations"),
        Field("sum_igo_associate", "organisations with associate membership", "count", 0, None, "organisations"),
        Field("sum_igo_observer", "organisations with an observer's seat", "count", 0, None, "organisations"),
        Field("sum_igo_anytype", "organisations with any of the three", "count", 0, None, "organisations"),
        Field("igo_unknown", "organisations in which the standing is not known", "count", 0, None, "organisations"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state and year. Raises `DataError` for another layout."""
        wide = memberships(files[IGO.name])
        names = organisations(wide)

        def count(code: int) -> pl.Expr:
            return pl.sum_horizontal((pl.col(names) == code).cast(pl.Int64))

        counted = wide.select(
            "state",
            "year",
            sum_igo_full=count(1),
            sum_igo_associate=count(2),
            sum_igo_observer=count(3),
            igo_unknown=count(-9),
        )
        either = pl.sum_horizontal("sum_igo_full", "sum_igo_associate", "sum_igo_observer")
        return counted.with_columns(sum_igo_anytype=either).select(
            "state", "year", *(field.name for field in self.columns)
        )
