"""Civilians killed by governments, by state and year, from UCDP's data on one-sided violence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Download
from corcyra.sources.datasets._records import once
from corcyra.sources.datasets._ucdp import UCDP_PAGE, Release
from corcyra.sources.raw import number, read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["OneSided"]

NAMES = {
    "one_sided_deaths": ("best_fatality_estimate", "best"),
    "one_sided_deaths_low": ("low_fatality_estimate", "low"),
    "one_sided_deaths_high": ("high_fatality_estimate", "high"),
}


def one_sided_file(release: str) -> Download:
    """The file of a release.

    >>> one_sided_file("23.1").inside
    'OneSided_v23_1.csv'
    """
    stem, inside = f"ucdp-onesided-{release.replace('.', '')}", f"OneSided_v{release.replace('.', '_')}.csv"
    return Download(f"{stem}.csv", f"{UCDP_PAGE}nsos/{stem}-csv.zip", inside=inside, others=(inside,), page=UCDP_PAGE)


@dataclass(frozen=True)
class OneSided(Release):
    """Civilians killed on purpose by a government, UCDP One-sided Violence, release 23.1 (Eck and Hultman 2007), 1989-2022.

    ``state`` is the government that killed, at home or abroad. Only actors who killed at least 25 civilians in a year by direct
    and deliberate use of force are listed; killings outside the law in custody are not counted. Groups that are no
    government are not read, and neither are killings that the publisher gives to two governments together (Eritrea and
    Ethiopia 2020-21, Burundi and Rwanda 1996), which cannot be divided: 0 or less than the truth stands there.
    ``release`` asks for another yearly release; each ends with the year before it.

    Universe: all states of the Gleditsch-Ward list from 1989 to the last year of the release; there, 0 means fewer than 25 such
    deaths.

    >>> OneSided().covers.last, OneSided(release="25.1").covers.last, OneSided().codes
    (2022, 2024, 'gw')
    """

    key = "one_sided"
    title = "One-sided violence by governments (UCDP)"
    version = "23.1"
    citations = ("eck2007onesided", "davies2025organized")
    licence = "CC BY 4.0"
    access: ClassVar[Access] = "fetch"
    codes = "gw"
    first = 1989
    covers = Years(1989, 2022)
    unit: ClassVar[Unit] = "state-year"
    downloads = (one_sided_file("23.1"),)
    columns = tuple(
        Field(name, f"civilians killed by the government, {words} estimate", "deaths", 0, None, "conflicts")
        for name, (_, words) in NAMES.items()
    )
    fills: ClassVar[Mapping[str, float]] = dict.fromkeys(NAMES, 0)

    release: str = "23.1"

    def __post_init__(self) -> None:
        self.check_release()

    @classmethod
    def file(cls, release: str) -> Download:
        """The CSV in the publisher's archive."""
        return one_sided_file(release)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a government and year with at least 25 deaths."""
        path = files[self.downloads[0].name]
        raw = read_csv(path)
        wants(raw, ("year", "is_government_actor", "gwnoa", *(name for name, _ in NAMES.values())), path, known="23.1")
        self.check_years(raw, path)
        if "actor_id" in raw.columns:
            once(raw, ("actor_id", "year"), path)
        table = raw.filter(pl.col("is_government_actor").cast(pl.Int64) == 1).select(
            number("gwnoa", kind=pl.Int64).alias("state"),
            number("year", kind=pl.Int64),
            *(number(name, kind=pl.Int64).alias(ours) for ours, (name, _) in NAMES.items()),
        )
        return table.drop_nulls("state").group_by("state", "year").agg(pl.col(*NAMES).sum()).sort("state", "year")
