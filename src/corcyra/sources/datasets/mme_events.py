"""Multinational military exercises: which state took part in which exercise, in which year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import ascii_uppercase

import polars as pl

from corcyra.errors import DataError, UnknownName
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Field
from corcyra.world.spells import membership
from corcyra.world.states import find
from corcyra.world.time import Years

__all__ = ["MME", "MmeEvents", "participants"]

MME = Download(
    "mme_v7.csv",
    url="https://raw.githubusercontent.com/meflynn/troopdata/3946bcf89a6d72de8abace812dc557f1f249f5f7/data-raw/mme_v7.csv",
    sha256="e6356ed4b8569133841723ad4bc6fe436b49b28570dd721940d61edb771d8719",
    size=1_096_316,
    others=("mme-v7-long.csv", "mme-v7-long.csv.gz"),
    page="https://doi.org/10.7910/DVN/KHFODX",
)
"""Version 7, the wide file with names of states; the copy at a pinned commit of the package troopdata."""

KNOWN = "7 wide (MMEID, s.year, e.year, StateA …), 7 long (MMEID, country, s.year, e.year)"

UNKNOWN = ("xx",)
"""A month or day that the publisher does not know."""
LETTERS = tuple(f"State{first}{letter}" for first in ("", "A") for letter in ascii_uppercase)
NAMES = {"Serbia": 345, "Yugoslavia": 345, "St. Vincent & Grenadines": 57, "st. christopher": 60}
"""Names of the file that the table of names lacks, or knows for other years only; by COW number."""

NO_STATES = ("-9", "NATO", "Baltic States", "Bermuda", "Hong Kong SAR China", "Netherlands Antilles", "New Caledonia")
"""Participants that are unknown (-9) or no state of their own."""


@dataclass(frozen=True)
class MmeEvents(Dataset):
    """Multinational Military Exercises 7: one row an exercise, year and state that took part, 1980-2010.

    The file names states; here each has its COW number on the first day of the exercise (the first of the month where the day
    is ``xx``). An exercise that ran over New Year has rows in both years. Participants that are no state (NATO, "Baltic
    States", Hong Kong, dependencies), unknown (-9: 208 cells), or not in the COW system at that time (Tonga before 1999, South
    Sudan in 2010) have no row. Three numbers of exercises (mme3457, mme3458, mme3460) were used twice, in different years: the
    key is the number with the year.

    Layouts: the wide file with names (read here), and the long one of the package troopdata, which lost 77 participants of large
    exercises (those past the twenty-fifth). The G-W numbers in the long file
    are not used, since some are wrong (Vietnam has South Vietnam's 817, Serbia of 2000 has 340) and small states have none; the
    names are the same in both. Source: D'Orazio and Galambos (2021).

    >>> MmeEvents().record_keys
    ('exercise', 'year', 'state')
    """

    key = "mme_events"
    title = "Multinational military exercises, participants"
    version = "7"
    citations = ("dorazio2021mme",)
    licence = "MME: terms of the publisher's Dataverse; the package that holds this copy is GPL-3"
    access = "fetch"
    covers = Years(1980, 2010)
    unit = "records"
    record_keys = ("exercise", "year", "state")
    downloads = (MME,)
    columns = (
        Field("name", "name of the exercise", "text", family="exercises"),
        Field("start_year", "year in which it began", "year", 1980, 2010, "exercises"),
        Field("warfighting", "about combat, as coded", "0 or 1", 0, 1, "exercises"),
        Field("peacekeeping", "about peacekeeping, as coded", "0 or 1", 0, 1, "exercises"),
        Field("humanitarian", "about humanitarian aid, as coded", "0 or 1", 0, 1, "exercises"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row an exercise, year and state. Raises `DataError` for another layout or a name that no table knows."""
        return participants(files[MME.name])


def participants(path: Path) -> pl.DataFrame:
    """The table of `MmeEvents`. Raises `DataError` with file and line for another layout or an unknown name."""
    raw = read_table(path).with_row_index("row", offset=2)
    kinds = ("Warfighting", "Peacekeeping", "Humanitarian")
    wants(raw, ("MMEID", "Ex_Name", "s.year", "s.month", "s.day", "e.year", *kinds), path, known=KNOWN)
    plain = raw.select(
        "row",
        exercise="MMEID",
        name=pl.when(pl.col("Ex_Name") != "-9").then("Ex_Name"),
        start_year=pl.col("s.year").cast(pl.Int64),
        month=number("s.month", words=UNKNOWN, kind=pl.Int64),
        day=number("s.day", words=UNKNOWN, kind=pl.Int64),
        end_year=pl.col("e.year").cast(pl.Int64),
        **{name.lower(): coded(name) for name in kinds},
        names=named(raw, path),
    ).explode("names")
    there = plain.drop_nulls("names").filter(pl.col("names").is_in(NO_STATES).not_())
    held = there.with_columns(
        state=numbers(there, path), year=pl.int_ranges("start_year", pl.col("end_year") + 1)
    ).explode("year")
    columns = ["exercise", "year", "state", *(field.name for field in MmeEvents.columns)]
    once = held.drop_nulls("state").unique(["exercise", "year", "state"], keep="first", maintain_order=True)
    return once.select(columns).sort("exercise", "year", "state")


def coded(name: str) -> pl.Expr:
    """A 0 or 1 of the file; any other code is missing."""
    value = number(name, kind=pl.Int64)
    return pl.when(value.is_between(0, 1)).then(value)


def named(raw: pl.DataFrame, path: Path) -> pl.Expr:
    """The names of a row's participants as a list: columns StateA to StateAM in the wide file, one name in the long."""
    if "country" in raw.columns:
        return pl.concat_list("country")
    wide = [name for name in raw.columns if name.startswith("State")]
    # A column that is renamed leaves a gap in the letters, A to Z and then AA to AM.
    last = max((LETTERS.index(name) for name in wide if name in LETTERS), default=0)
    wants(raw, LETTERS[: max(last + 1, 2)], path, known=KNOWN)
    return pl.concat_list(pl.col(wide).cast(pl.String)).list.drop_nulls().list.eval(pl.element().str.strip_chars())


def numbers(there: pl.DataFrame, path: Path) -> pl.Series:
    """COW numbers of the column ``names`` on the first day of each exercise; missing for a state not yet in the system."""
    found: list[int | None] = []
    for row, name, year, month, day in there.select("row", "names", "start_year", "month", "day").iter_rows():
        try:
            found.append(number_of(name, date(year, month or 1, day or 1)))
        except (UnknownName, ValueError) as problem:
            raise DataError(f"a participant that no table knows: {problem}", file=path, line=row) from None
    return pl.Series("state", found, dtype=pl.Int64)


@cache
def number_of(name: str, on: date) -> int | None:
    """The COW number of a named state on a day, or missing when it was not in the system then.

    Raises `UnknownName` for a name that is no state's at any time.

    >>> number_of("Germany", date(2000, 1, 1)), number_of("Yugoslavia", date(2004, 5, 1)), number_of("Tonga", date(1988, 1, 1))
    (255, 345, None)
    """
    if name in NAMES:
        return NAMES[name] if any(span.covers(on) for span in membership(NAMES[name])) else None
    try:
        return find(name, on, by="name").cow
    except UnknownName:
        find(name, by="name")  # a name of another time: that state was not there on the day
        return None
