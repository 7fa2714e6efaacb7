"""Major powers as the Correlates of War Project lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import COW, COW_TERMS, once, opened
from corcyra.sources.datasets.cow_states import DAYS, read_spells
from corcyra.sources.raw import wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import yearly
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["Majors"]


@dataclass(frozen=True)
class Majors(Dataset):
    """Major powers, state by year. A state of the system that is not on the list in a covered year is 0.

    ``rule`` is the day that decides in years of change (France leaves on 22 June 1940): ``any-day`` or ``jan-1``, ``jul-1``,
    ``dec-31``. A spell that runs on the release's last day is taken to continue to the end of ``covers`` (ours); the list of
    2016 and that of 2024 name the same powers, so either gives the same rows.

    Layouts: ``majors2024.csv``, ``majors2016.csv`` and the R package's ``cow_majors``, which lacks the letters.
    Raises `ParameterError` for another ``rule``.

    >>> Majors().fills, Majors(rule="jul-1").rule
    ({'cow_major': 0}, 'jul-1')
    """

    rule: str = "any-day"

    key: ClassVar[str] = "majors"
    title: ClassVar[str] = "COW Major Powers"
    version: ClassVar[str] = "2024"
    citations: ClassVar[tuple[str, ...]] = ("cow2024majors",)
    licence: ClassVar[str] = COW_TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2024)
    unit: ClassVar[Unit] = "state-year"
    fills: ClassVar[Mapping[str, float]] = {"cow_major": 0}
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "MajorPowers2024.zip",
            url=COW + "MajorPowers2024.zip",
            others=("majors2024.csv", "majors2016.csv", "cow_majors.csv.gz", "cow_majors.rda"),
            page="https://correlatesofwar.org/data-sets/state-system-membership/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("cow_major", "on the list of major powers, by the rule for the year", "0 or 1", 0.0, 1.0, "capability"),
    )

    def __post_init__(self) -> None:
        check_word("rule", self.rule, tuple(RULES))

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per major power and year."""
        path = files["MajorPowers2024.zip"]
        raw = opened(path, "majors2024.csv")
        wants(raw, ("ccode", *DAYS), path, known="2016, 2024")
        years = yearly(read_spells(raw, path), self.rule, self.covers).select("state", "year").unique()
        return once(years.with_columns(cow_major=pl.lit(1, pl.Int64)), ("state", "year"), path)
