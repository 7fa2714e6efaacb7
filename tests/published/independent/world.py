"""Who was in the system, day by day, read from the publishers' lists of spells. Imports nothing of the package."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cells", "World", "cow_world", "gw_world", "records", "unequal"]

Cells = NDArray[Any]
OPEN = date(9999, 12, 31).toordinal()


def records(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV, packed or plain, every cell as text."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as stream:
        yield from csv.DictReader(stream)


@dataclass(frozen=True)
class World:
    """Spells of membership ``(code, first day, last day)`` and the years looked at."""

    spells: tuple[tuple[int, int, int], ...]
    first: int
    last: int

    @cached_property
    def codes(self) -> list[int]:
        return sorted({code for code, _, _ in self.spells})

    @cached_property
    def place(self) -> dict[int, int]:
        return {code: index for index, code in enumerate(self.codes)}

    @cached_property
    def by_code(self) -> dict[int, list[tuple[int, int]]]:
        return {code: [(start, end) for each, start, end in self.spells if each == code] for code in self.codes}

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1)

    def here(self, year: int) -> Cells:
        """By day of the year and state: there on that day?"""
        day = np.arange(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1)
        here = np.zeros((day.size, len(self.codes)), dtype=np.float32)
        for code, start, end in self.spells:
            here[(start <= day) & (day <= end), self.place[code]] = 1
        return here

    @cached_property
    def there(self) -> Cells:
        """By state and year: there on some day?"""
        return np.stack([self.here(year).any(axis=0) for year in self.years], axis=1)

    @cached_property
    def met(self) -> Cells:
        """By state, other and year: both there on some day? Every day is looked at."""
        met = np.zeros((len(self.codes), len(self.codes), len(self.years)), dtype=bool)
        for column, year in enumerate(self.years):
            here = self.here(year)
            met[:, :, column] = here.T @ here > 0
        met[np.arange(len(self.codes)), np.arange(len(self.codes))] = False
        return met

    @cached_property
    def dyads(self) -> tuple[Cells, ...]:
        """Places of state, other and year of every directed dyad-year, sorted."""
        return np.nonzero(self.met)

    @cached_property
    def members(self) -> tuple[Cells, ...]:
        """Places of state and year of every state-year, sorted."""
        return np.nonzero(self.there)

    def last_day(self, code: int, year: int) -> int:
        """The last day of the year on which a state was there; 0 when it was not."""
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        return max(
            (min(end, last) for start, end in self.by_code.get(code, ()) if start <= last and end >= first),
            default=0,
        )

    def has(self, *codes: int, year: int) -> bool:
        return self.first <= year <= self.last and all(code in self.place for code in codes)

    def square(self) -> Cells:
        """By state and year, all missing."""
        return np.full((len(self.codes), len(self.years)), np.nan)

    def cube(self, kind: type = np.float32) -> Cells:
        """By state, other and year, all missing; whole numbers to 16 million are exact in the default kind."""
        return np.full((len(self.codes), len(self.codes), len(self.years)), np.nan, dtype=kind)

    def within(self, first: int, last: int) -> Cells:
        """Which of the years are among those that a source covers."""
        return (np.array(self.years) >= first) & (np.array(self.years) <= last)


def cow_world(mirror: Path, first: int, last: int) -> World:
    """The list of 2016; its members on the last day go on (the package's documented rule)."""
    found = []
    for row in records(mirror / "cow/states2016.csv"):
        start, end = (date(int(row[f"{at}year"]), int(row[f"{at}month"]), int(row[f"{at}day"])) for at in ("st", "end"))
        found.append((int(row["ccode"]), start.toordinal(), OPEN if end == date(2016, 12, 31) else end.toordinal()))
    return World(tuple(found), first, last)


def gw_world(mirror: Path, first: int, last: int, *, microstates: bool = False) -> World:
    """The independent states of Gleditsch and Ward, or these and the microstates; members on the list's last day go on."""
    file, start, end = (
        ("isard/gw_system", "start", "end") if microstates else ("peacesciencer/gw_states", "startdate", "enddate")
    )
    rows = [
        (int(row["gwcode"]), *(date.fromisoformat(row[at]).toordinal() for at in (start, end)))
        for row in records(mirror / f"{file}.csv.gz")
    ]
    released = max(end for _, _, end in rows)
    return World(tuple((code, start, OPEN if end == released else end) for code, start, end in rows), first, last)


def unequal(found: Cells, wanted: Cells, loose: float = 0.0) -> Cells:
    """The rows in which two columns differ; missing is equal to missing only. ``loose`` is a share of the value."""
    same = np.abs(found - wanted) <= loose * np.abs(wanted)
    return np.flatnonzero(~(same | (np.isnan(found) & np.isnan(wanted))))
