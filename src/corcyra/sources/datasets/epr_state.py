"""Ethnic exclusion by state and year, counted from Ethnic Power Relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.epr import DOWNLOAD, Epr
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["EXCLUDED", "EprState"]

EXCLUDED = ("POWERLESS", "DISCRIMINATED", "SELF-EXCLUSION")
"""Groups without a share in the power of the state (Vogt and others 2015)."""


@dataclass(frozen=True)
class EprState(Dataset):
    """How much of the population belongs to groups kept from power, by state and year.

    The universe is that of EPR: a state-year with at least one listed group has a row, and 0 means that no group is
    excluded, also where ethnicity does not count in politics. Microstates and years that EPR does not code (Germany
    before 1955, Austria before 1955, Oman before 1971) have no row. Spells count in every year from their first to
    their last.

    ``epr_excluded`` and ``epr_discriminated`` are shares of the whole population, not of the groups. ``epr_groups``
    counts the groups that are politically relevant, ``epr_largest`` is the size of the largest group, relevant or
    not.

    >>> [field.name for field in EprState().columns]
    ['epr_excluded', 'epr_excluded_groups', 'epr_discriminated', 'epr_groups', 'epr_largest']
    """

    key: ClassVar[str] = "epr_state"
    title: ClassVar[str] = "Ethnic exclusion by state and year (EPR)"
    version: ClassVar[str] = Epr.version
    citations: ClassVar[tuple[str, ...]] = Epr.citations
    licence: ClassVar[str] = Epr.licence
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Epr.covers
    unit: ClassVar[Unit] = "state-year"
    codes: ClassVar[str] = "gw"
    downloads: ClassVar[tuple[Download, ...]] = (DOWNLOAD,)
    columns: ClassVar[tuple[Field, ...]] = (
        Field("epr_excluded", "population in excluded groups", "share", 0, 1, "peoples"),
        Field("epr_excluded_groups", "excluded groups", "groups", 0, None, "peoples"),
        Field("epr_discriminated", "population in discriminated groups", "share", 0, 1, "peoples"),
        Field("epr_groups", "politically relevant groups", "groups", 0, None, "peoples"),
        Field("epr_largest", "population in the largest group", "share", 0, 1, "peoples"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year that EPR codes."""
        spells = Epr().parse(files)
        years = spells.with_columns(year=pl.int_ranges("epr_from", pl.col("epr_to") + 1)).explode("year")
        status, size = pl.col("epr_status"), pl.col("epr_size")
        out = status.is_in(EXCLUDED)
        return (
            years.group_by("state", "year")
            .agg(
                epr_excluded=size.filter(out).sum().round(6),
                epr_excluded_groups=out.sum().cast(pl.Int64),
                epr_discriminated=size.filter(status == "DISCRIMINATED").sum().round(6),
                epr_groups=(status != "IRRELEVANT").sum().cast(pl.Int64),
                epr_largest=size.max(),
            )
            .sort("state", "year")
        )
