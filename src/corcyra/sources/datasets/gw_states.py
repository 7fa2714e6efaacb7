"""Gleditsch and Ward's list of independent states: when each began and ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, days, once
from corcyra.sources.raw import content, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["GwStates"]

NAMES = ("gwcode", "stateabb", "statename", "startdate", "enddate")
LAYOUTS = {
    "gwcode": NAMES,
    "Cow Nr.": ("Cow Nr.", "Cow ID", "Name of State", "Start", "End"),
}
"""Headers of the tables made from the list: the R package peacesciencer, and the spreadsheet of manystates."""


@dataclass(frozen=True)
class GwStates(Dataset):
    """Spells of independent states with 250,000 inhabitants or more, days exact, in Gleditsch and Ward's own numbers.

    Microstates stand in another file of the authors and are not here; `corcyra.world.states` has both. A spell that runs on
    the release's last day (the latest end in the file) has no end.

    Layouts: the authors' tab-separated text of five columns, number, letters, name, first and last day, in latin-1, with a
    header (``ksgmdw.txt``, to 2020) or without (``iisystem.dat``, to 2017; days as dd:mm:yyyy); the same table as a
    spreadsheet whose number column is labelled "Cow Nr." although the numbers are the authors' (days as dd.mm.yyyy); the R
    package's ``gw_states``. The authors' two texts were seen in public code that reads them, not themselves.

    >>> GwStates().codes
    'gw'
    """

    key: ClassVar[str] = "gw_states"
    title: ClassVar[str] = "Gleditsch and Ward's list of independent states"
    version: ClassVar[str] = "7 (2020)"
    citations: ClassVar[tuple[str, ...]] = ("gleditsch1999",)
    licence: ClassVar[str] = "free with citation; no licence stated"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2020)
    codes: ClassVar[str] = "gw"
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("state", "start")
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "ksgmdw.txt",
            url="https://ksgleditsch.com/data/ksgmdw.txt",
            others=("iisystem.dat", "gwstates.xlsx", "gw_states.csv.gz", "gw_states.rda"),
            page="https://ksgleditsch.com/data-4.html",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("gw_abbreviation", "the authors' letters for the state", "text"),
        Field("gw_name", "the authors' name for the state", "text"),
        Field("gw_state_end", "last day of independence; null while it lasts on the release's last day", "day"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per spell, sorted by state and first day."""
        path = files["ksgmdw.txt"]
        raw = coded(table(path), path, {"gwcode": "state"})
        end = days(raw["enddate"], path)
        frame = raw.with_columns(
            start=days(raw["startdate"], path),
            gw_abbreviation="stateabb",
            gw_name="statename",
            gw_state_end=end.set(end == end.max(), None),
        )
        return once(frame.select(*self.record_keys, *(field.name for field in self.columns)), self.record_keys, path)


def table(path: Path) -> pl.DataFrame:
    """Any of the layouts under the names of `NAMES`."""
    if path.suffix.lower() in (".txt", ".dat"):
        return lines(path)
    raw = read_table(path)
    layout = next((names for first, names in LAYOUTS.items() if first in raw.columns), NAMES)
    wants(raw, layout, path, known="2017, 2020")
    return raw.select(pl.col(given).alias(ours) for given, ours in zip(layout, NAMES, strict=True))


def lines(path: Path) -> pl.DataFrame:
    """The authors' tab-separated text, its header left out when it has one."""
    rows = [line.split("\t") for line in content(path).decode("latin-1").splitlines() if line.strip()]
    for number, row in enumerate(rows, start=1):
        if len(row) != len(NAMES):
            told = f"{len(row)} cells separated by tabs where the list has {len(NAMES)}. Get the authors' file again."
            raise DataError(told, file=path, line=number)
    data = rows if not rows or rows[0][0].strip().isdigit() else rows[1:]
    if not data:
        raise DataError("has no rows. Get it again.", file=path)
    return pl.DataFrame([[cell.strip() for cell in row] for row in data], schema=list(NAMES), orient="row")
