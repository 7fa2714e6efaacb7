"""Defence cooperation agreements in force between two states, by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.dcad_agreements import DCAD, agreements
from corcyra.sources.source import Field
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["Dcad"]

STARTS = ("sign", "force")


@dataclass(frozen=True)
class Dcad(Dataset):
    """Defence cooperation agreements (DCAD 1.0) as dyad-years.

    Universe: unordered pairs of states of the COW system, 1980-2010; a pair without a row has no agreement that was signed in
    these years, so its columns are 0; agreements from before 1980 are not in the file, so early zeros are lower bounds. An
    agreement counts from the year of its ``start``, ``sign`` (signature) or ``force`` (entry into force; signature where that is
    not known, as for more than half) to its end as the publisher estimates it, both years included.

    Layout and special codes: `corcyra.sources.datasets.dcad_agreements`. Source: Kinne (2020).

    >>> Dcad().start
    'sign'
    """

    start: str = "sign"

    key = "dcad"
    title = "Defence cooperation agreements, dyad-years"
    version = "1.0"
    citations = ("kinne2020dcad",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access = "fetch"
    covers = Years(1980, 2010)
    unit = "dyad-year"
    downloads = (DCAD,)
    columns = (
        Field("dcad_any", "an agreement is in force", "0 or 1", 0, 1, "commitments"),
        Field("dcad_general", "a general agreement is in force", "0 or 1", 0, 1, "commitments"),
        Field("dcad_sector", "an agreement on one subject is in force", "0 or 1", 0, 1, "commitments"),
        Field("dcad_count", "agreements in force", "count", 0, None, "commitments"),
    )
    fills: ClassVar[Mapping[str, float]] = {"dcad_any": 0, "dcad_general": 0, "dcad_sector": 0, "dcad_count": 0}

    def __post_init__(self) -> None:
        check_word("start", self.start, STARTS)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a pair and year with an agreement. Raises `DataError` for another layout."""
        known = agreements(files[DCAD.name]).filter(pl.col("state2").is_not_null())
        began = pl.col("sign_year") if self.start == "sign" else pl.coalesce("force_year", "sign_year")
        spans = known.with_columns(began=began).filter(pl.col("began") <= pl.col("end_year"))
        spread = spans.with_columns(year=pl.int_ranges("began", pl.col("end_year") + 1)).explode("year")
        kind = pl.col("type")
        return (
            spread.group_by("state1", "state2", "year")
            .agg(
                dcad_any=pl.lit(1, pl.Int64),
                dcad_general=(kind == "general").any().cast(pl.Int64),
                dcad_sector=(kind == "sector").any().cast(pl.Int64),
                dcad_count=pl.col("dca").n_unique().cast(pl.Int64),
            )
            .sort("state1", "state2", "year")
        )
