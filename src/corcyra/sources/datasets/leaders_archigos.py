"""Leaders by year, from Archigos: did the leader change, did one go irregularly, how long has the present one
ruled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.archigos import DOWNLOAD, Archigos
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import yearly
from corcyra.world.time import Years

__all__ = ["LeadersArchigos"]

DAYS_A_YEAR = 365.25
"""The mean length of a Julian calendar year."""


@dataclass(frozen=True)
class LeadersArchigos(Dataset):
    """Archigos by state and year, 1875-2015: a row for every year in which a state had a leader on some day, and 0
    there is none.

    An exit is counted in the year of a leader's last day; a leader still in office when the release ends has no exit.
    ``archigos_irregular_exit`` is 1 when a leader went irregularly (coup, revolt, assassination: Archigos
    ``Irregular``), ``archigos_foreign_exit`` when a foreign power removed one. ``archigos_leader_change`` is 1 when
    someone came into office in the year. ``archigos_tenure`` is that of the last leader of the year, on 31 December
    or on the last day in office, in years since the first day of the spell. A year without any leader (occupation, no
    state) has no row.

    Codes are Gleditsch-Ward numbers, as in `corcyra.sources.datasets.archigos.Archigos`, and so are the layouts.

    >>> [field.name for field in LeadersArchigos().columns]
    ['archigos_irregular_exit', 'archigos_foreign_exit', 'archigos_exits', 'archigos_leader_change', 'archigos_leaders',
    'archigos_tenure']
    """

    key: ClassVar[str] = "leaders_archigos"
    title: ClassVar[str] = "Archigos leaders by year"
    version: ClassVar[str] = Archigos.version
    citations: ClassVar[tuple[str, ...]] = Archigos.citations
    licence: ClassVar[str] = Archigos.licence
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1875, 2015)
    unit: ClassVar[Unit] = "state-year"
    codes: ClassVar[str] = "gw"
    downloads: ClassVar[tuple[Download, ...]] = (DOWNLOAD,)
    columns: ClassVar[tuple[Field, ...]] = (
        Field("archigos_irregular_exit", "a leader was removed irregularly", "0 or 1", 0, 1, "regime_threats"),
        Field("archigos_foreign_exit", "a leader was removed by a foreign power", "0 or 1", 0, 1, "regime_threats"),
        Field("archigos_exits", "leaders who left office, in any way", "leaders", 0, None, "leaders"),
        Field("archigos_leader_change", "a leader came into office", "0 or 1", 0, 1, "leaders"),
        Field("archigos_leaders", "leaders in office on some day", "leaders", 1, None, "leaders"),
        Field("archigos_tenure", "time in office of the year's last leader", "years", 0, None, "leaders"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year with a leader."""
        spells = Archigos().parse(files)
        years = yearly(spells, "any-day", self.covers, start="archigos_start", end="archigos_end")
        goes = (pl.col("archigos_end").dt.year() == pl.col("year")) & (pl.col("archigos_exit") != "Still in Office")
        comes = pl.col("archigos_start").dt.year() == pl.col("year")
        closing = pl.min_horizontal(pl.col("archigos_end"), pl.date(pl.col("year"), 12, 31))
        held = (closing - pl.col("archigos_start")).dt.total_days() / DAYS_A_YEAR
        table = (
            years.sort("archigos_start")
            .group_by("state", "year", maintain_order=True)
            .agg(
                archigos_irregular_exit=(goes & (pl.col("archigos_exit") == "Irregular")).any().cast(pl.Int64),
                archigos_foreign_exit=(goes & (pl.col("archigos_exit") == "Foreign")).any().cast(pl.Int64),
                archigos_exits=goes.sum().cast(pl.Int64),
                archigos_leader_change=comes.any().cast(pl.Int64),
                archigos_leaders=pl.len().cast(pl.Int64),
                archigos_tenure=held.last(),
            )
        )
        return table.sort("state", "year")
