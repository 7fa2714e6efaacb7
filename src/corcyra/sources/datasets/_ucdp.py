"""UCDP's yearly releases: the file and the last year of each, and the actors of the armed conflict data one by one."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError, ParameterError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access
from corcyra.world.spells import states
from corcyra.world.time import Years

__all__ = [
    "EXTRASYSTEMIC",
    "INTERNAL",
    "INTERNATIONALISED",
    "INTERSTATE",
    "ArmedConflict",
    "Release",
    "actors",
    "conflict_table",
]

UCDP_PAGE = "https://ucdp.uu.se/downloads/"
EXTRASYSTEMIC, INTERSTATE, INTRASTATE, INTERNATIONALISED = 1, 2, 3, 4
INTERNAL = (INTRASTATE, INTERNATIONALISED)
TYPES = {"extrasystemic": 1, "interstate": 2, "intrastate": 3, "II": 4}
"""The words of peacesciencer for the official numbers of types of conflict."""
OVER = {"territory": 1, "government": 2, "both": 3}
"""The words of peacesciencer for the official numbers of what a conflict is over."""
SIDES = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")


class Release(Dataset):
    """A dataset of UCDP: release NN.1, made in the year 20NN, covers the years to the one before.

    The default is the release that these readers were held against; another is asked for by name, and its file is fetched:
    the newest known is 26.1, of June 2026, with the same columns. Files need no token; the publisher's API, not used, does.
    """

    release: str
    first: ClassVar[int]

    def check_release(self) -> None:
        """Set version, covered years and files by the release; `ParameterError` for what is none."""
        if not re.fullmatch(r"\d\d\.1", self.release):
            raise ParameterError(
                f"release {self.release!r} is none of UCDP's. Write the year's two digits and .1: 25.1."
            )
        last = 2000 + int(self.release[:2]) - 1
        object.__setattr__(self, "version", self.release)
        object.__setattr__(self, "covers", Years(self.first, last))
        object.__setattr__(self, "downloads", (self.file(self.release),))

    @classmethod
    @abstractmethod
    def file(cls, release: str) -> Download:
        """The file of a release."""

    def check_years(self, raw: pl.DataFrame, path: Path) -> None:
        """Raise `DataError` for the file of another release, by its column ``version`` or by years after the last."""
        found = {str(each) for each in raw["version"].unique()} if "version" in raw.columns else {self.release}
        last = max(raw["year"].cast(pl.Int64).to_list())
        if found != {self.release} or last != self.covers.last:
            told = f"is release {', '.join(sorted(found))} with years to {last}, not {self.release} with years to {self.covers.last}"
            name = type(self).__name__
            raise DataError(f"{told}. Get that release, or ask for the one you have: {name}(release=…).", file=path)


@dataclass(frozen=True)
class ArmedConflict(Release):
    """A dataset made from the UCDP/PRIO Armed Conflict Dataset: attributes that several share."""

    version = "25.1"
    citations = ("gleditsch2002armed", "davies2025organized")
    licence = "CC BY 4.0"
    access: ClassVar[Access] = "fetch"
    codes = "gw"
    first = 1946
    covers = Years(1946, 2024)

    release: str = "25.1"

    def __post_init__(self) -> None:
        self.check_release()

    @classmethod
    def file(cls, release: str) -> Download:
        """The CSV in the publisher's archive; the release 25.1 also in the form of the R package peacesciencer."""
        number, inside = release.replace(".", ""), f"UcdpPrioConflict_v{release.replace('.', '_')}.csv"
        stem = f"ucdp-prio-acd-{number}"
        other = ("ucdp_acd.csv.gz", "ucdp_acd.rda") if release == cls.version else ()
        names = (inside, f"{stem}.xlsx", *other)
        return Download(
            f"{stem}.csv", f"{UCDP_PAGE}ucdpprio/{stem}-csv.zip", inside=inside, others=names, page=UCDP_PAGE
        )

    def table(self, files: Mapping[str, Path]) -> tuple[pl.DataFrame, Path]:
        """The raw table and its path, of the right release."""
        path = files[self.downloads[0].name]
        raw = read_table(path)
        wanted = ("conflict_id", "year", *SIDES, "incompatibility", "intensity_level", "type_of_conflict")
        wants(raw, wanted, path, known="19.1 to 26.1, and 25.1 in peacesciencer")
        self.check_years(raw, path)
        return raw, path


def coded(name: str, words: Mapping[str, int], path: Path, raw: pl.DataFrame) -> pl.Expr:
    """A column as the official numbers, which it holds or has words for; `DataError` for another word."""
    texts = [str(each) for each in raw[name].unique()]
    known = {**{str(number): number for number in words.values()}, **words}
    strange = sorted(set(texts) - set(known))
    if strange:
        raise DataError(
            f"{name} has {strange[0]!r}, which is none of: {', '.join(known)}. Get the release again.", file=path
        )
    return pl.col(name).cast(pl.String).replace_strict(known, return_dtype=pl.Int64).alias(name)


def conflict_table(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    """Conflict, year, ``over``, ``kind``, ``intensity`` and the four columns of codes as text, cells as published."""
    return raw.select(
        pl.col("conflict_id", "year").cast(pl.Int64),
        coded("incompatibility", OVER, path, raw).alias("over"),
        coded("type_of_conflict", TYPES, path, raw).alias("kind"),
        pl.col("intensity_level").cast(pl.Int64).alias("intensity"),
        *(pl.col(name).cast(pl.String) for name in SIDES),
    )


def actors(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    """One row a state in a role in a conflict's year: ``role`` (``gwno_a`` …) and ``state``.

    1. Split cells with several codes at the commas; in the form of peacesciencer they stand in rows of their own.
    2. Keep codes that Gleditsch and Ward list, microstates included; Hyderabad (751) is none.
    """
    long = conflict_table(raw, path).unpivot(
        SIDES, index=["conflict_id", "year", "over", "kind", "intensity"], variable_name="role", value_name="state"
    )
    split = long.drop_nulls("state").with_columns(pl.col("state").str.split(",")).explode("state")
    known = sorted({each.gw for each in states(system="gw+micro") if each.gw is not None})
    numbers = split.with_columns(number("state", kind=pl.Int64))
    return numbers.filter(pl.col("state").is_in(known)).unique()
