"""Armed conflicts of UCDP and PRIO, by state and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.datasets._ucdp import EXTRASYSTEMIC, INTERNAL, INTERNATIONALISED, INTERSTATE, ArmedConflict, actors
from corcyra.sources.source import Field, Unit

__all__ = ["Ucdp"]

LEVELS = "0 none, 1 from 25 deaths, 2 war from 1000 deaths in the year"
COLUMNS = {
    "ucdp_territory": (
        "over territory within the state, the government a primary party",
        INTERNAL,
        (1, 3),
        ("gwno_a",),
    ),
    "ucdp_government": (
        "over the government of the state, the government a primary party",
        INTERNAL,
        (2, 3),
        ("gwno_a",),
    ),
    "ucdp_internationalised": (
        "within the state in which other states' troops fight",
        (INTERNATIONALISED,),
        (1, 2, 3),
        ("gwno_a",),
    ),
    "ucdp_interstate": ("with another state, both primary parties", (INTERSTATE,), (1, 2, 3), ("gwno_a", "gwno_b")),
    "ucdp_extrasystemic": (
        "of the state with a body outside its territory, over a colony",
        (EXTRASYSTEMIC,),
        (1, 2, 3),
        ("gwno_a",),
    ),
}


@dataclass(frozen=True)
class Ucdp(ArmedConflict):
    """UCDP/PRIO armed conflicts by state and year, release 25.1 (Gleditsch et al. 2002; Davies et al. 2025), 1946-2024.

    An armed conflict is fought over territory or government with at least 25 deaths in battle in the year, one side being a
    government; a column gives the highest level of the state's conflicts of a kind. A conflict over both territory
    and government counts in both columns. Conflicts within a state are those of its own government: where the fighting takes place
    is not in every layout, and states that only send troops are in `UcdpSupport`. ``release`` asks for another yearly release;
    each ends with the year before it.

    Universe: all states of the Gleditsch-Ward list from 1946 to the last year of the release. There, 0 means that no conflict
    reached 25 deaths in the year, not that there was no fighting. Codes are Gleditsch and Ward's; Hyderabad (751) is no member
    and is left out. Reads the official table (opened: 19.1, .xlsx; the CSV has the same columns), in which a cell may hold several
    codes, and the shortened table of the R package peacesciencer (25.1).

    >>> Ucdp().covers.last, Ucdp(release="19.1").covers.last, Ucdp(release="19.1").downloads[0].name
    (2024, 2018, 'ucdp-prio-acd-191.csv')
    >>> Ucdp(release="2025")
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: release '2025' is none of UCDP's. Write the year's two digits and .1: 25.1.
    """

    key = "ucdp"
    title = "Armed conflict (UCDP/PRIO)"
    unit: ClassVar[Unit] = "state-year"
    downloads = (ArmedConflict.file("25.1"),)
    columns = tuple(
        Field(name, f"highest level of a conflict {words}: {LEVELS}", "level", 0, 2, "conflicts")
        for name, (words, *_) in COLUMNS.items()
    )
    fills: ClassVar[Mapping[str, float]] = dict.fromkeys(COLUMNS, 0)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state and year with a conflict of any of these kinds."""
        found = actors(*self.table(files))
        kinds = {
            name: pl.col("kind").is_in(list(kind))
            & pl.col("over").is_in(list(over))
            & pl.col("role").is_in(list(roles))
            for name, (_, kind, over, roles) in COLUMNS.items()
        }
        levels = [pl.col("intensity").filter(chosen).max().fill_null(0).alias(name) for name, chosen in kinds.items()]
        return (
            found.filter(pl.any_horizontal(*kinds.values())).group_by("state", "year").agg(levels).sort("state", "year")
        )
