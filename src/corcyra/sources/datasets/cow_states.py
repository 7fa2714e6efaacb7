"""State System Membership of the Correlates of War Project: when each state entered and left, spell by spell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import COW, COW_TERMS, coded, dated, once, opened
from corcyra.sources.raw import wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["CowStates", "read_spells"]

DAYS = ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")


@dataclass(frozen=True)
class CowStates(Dataset):
    """Spells of membership in the state system, days exact; a spell of a member on the release's last day has no end.

    A state that left and came back (the Netherlands 1940-1945) has several spells. The release ends on 31 December of its
    year; that is no exit, so ``cow_state_end`` is null there. The same list, extended by the rule that members continue, is
    `corcyra.world.states.states`, from which panels are made.

    Layouts: ``statelist2024.csv`` (v2024: 244 spells of 217 states), alone or in the publisher's ZIP (its header was seen in
    public code, not the file); ``states2016.csv`` of the same columns (v2016: 243 spells); the R package's ``cow_states``.

    >>> CowStates().unit, CowStates().record_keys
    ('records', ('state', 'start'))
    """

    key: ClassVar[str] = "cow_states"
    title: ClassVar[str] = "COW State System Membership: spells"
    version: ClassVar[str] = "2024"
    citations: ClassVar[tuple[str, ...]] = ("cow2025states",)
    licence: ClassVar[str] = COW_TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2024)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("state", "start")
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "States2024.zip",
            url=COW + "States2024.zip",
            others=("statelist2024.csv", "states2016.csv", "cow_states.csv.gz", "cow_states.rda"),
            page="https://correlatesofwar.org/data-sets/state-system-membership/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("cow_abbreviation", "the project's three letters for the state", "text"),
        Field("cow_name", "the project's name for the state", "text"),
        Field("cow_state_end", "last day in the system; null while a member on the release's last day", "day"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per spell, sorted by state and day of entry."""
        path = files["States2024.zip"]
        raw = opened(path, "statelist2024.csv", "states2016.csv")
        wants(raw, ("stateabb", "ccode", "statenme", *DAYS), path, known="2016, 2024")
        spells = read_spells(raw, path).with_columns(
            cow_abbreviation="stateabb", cow_name="statenme", cow_state_end="end"
        )
        return once(spells.select(*self.record_keys, *(field.name for field in self.columns)), self.record_keys, path)


def read_spells(raw: pl.DataFrame, path: Path) -> pl.DataFrame:
    """COW's columns of year, month and day as ``state, start, end``; an end on the release's last day is null.

    The release's last day is the latest end in the file: every release closes all members' spells on it.
    """
    frame = coded(raw, path, {"ccode": "state", **{name: name for name in DAYS}})
    start, end = (dated(frame, path, *map(pl.col, parts)) for parts in (DAYS[:3], DAYS[3:]))
    return frame.with_columns(start=start, end=end.set(end == end.max(), None))
