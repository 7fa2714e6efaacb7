"""Colonial history of the Issue Correlates of War project: from whom and when each state became independent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._records import records
from corcyra.sources.raw import read_csv
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["ColonialHistory"]

FILE = Download(
    "coldata110.csv",
    url="https://www.paulhensel.org/Data/colhist.zip",
    inside="coldata110.csv",
    size=25820,
    page="https://www.paulhensel.org/icowcol.html",
)
DATES = {
    "independence": "IndDate",
    "secession": "SecDate",
    "merger": "IntoDate",
    "system_cow": "COWsys",
    "system_gw": "GWsys",
}
NAMES = {
    "state": "State", "colony_of": "ColRuler", "independent_from": "IndFrom", "independence_violent": "IndViol",
    "independence_type": "IndType", "seceded_from": "SecFrom", "secession_violent": "SecViol", "merged_into": "Into",
    **{f"{stem}_{part}": name for stem, name in DATES.items() for part in ("year", "month")},
}  # fmt: skip
EVENTS = {
    "independence": "independence",
    "secession": "secession",
    "merger": "merger into another state",
    "system_cow": "entry into the COW system",
    "system_gw": "entry into the Gleditsch-Ward system",
}


@dataclass(frozen=True)
class ColonialHistory(Dataset):
    """ICOW colonial history, version 1.1 (Hensel 2018): 217 states, to about 2011.

    Who ruled a state before it was independent, from whom it became independent and how, from what it seceded, and into what it
    merged. One row a state; the codes are COW's. -9 is missing, and so is a former ruler where there was none: Russia,
    for one, has no colonial ruler. Dates are of a month; where the publisher knows only the year the month is missing.

    >>> ColonialHistory().unit, ColonialHistory().columns[0].name
    ('state', 'colony_of')
    """

    key = "colonial_history"
    title = "Colonial history (ICOW)"
    version = "1.1"
    citations = ("hensel2018colonial",)
    licence = "free to download with citation; the author asks not to pass copies on"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2011)
    unit: ClassVar[Unit] = "state"
    downloads = (FILE,)
    columns = (
        Field("colony_of", "COW code of the main colonial ruler", "identifier", family="identity"),
        Field("independent_from", "COW code of the state it became independent from", "identifier", family="identity"),
        Field("independence_violent", "independence came with organised violence", "0/1", 0, 1, "identity"),
        Field("independence_type", "1 formation, 2 decolonisation, 3 secession, 4 partition", "code", 1, 4, "identity"),
        Field("seceded_from", "COW code of the state it seceded from", "identifier", family="identity"),
        Field("secession_violent", "secession came with organised violence", "0/1", 0, 1, "identity"),
        Field("merged_into", "COW code of the state it merged into", "identifier", family="identity"),
        *(
            Field(f"{stem}_{part}", f"{part} of {words}", part, low, high, "identity")
            for stem, words in EVENTS.items()
            for part, low, high in (("year", 1, 2100), ("month", 1, 12))
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state."""
        path = files[FILE.name]
        raw = read_csv(path)
        table = records(raw, path, ("state",), self.columns, known="1.1", names=NAMES)
        stems = tuple(DATES)
        return table.with_columns(
            *(pl.col(f"{stem}_year") // 100 for stem in stems),
            *(month(pl.col(f"{stem}_month") % 100).alias(f"{stem}_month") for stem in stems),
        )


def month(number: pl.Expr) -> pl.Expr:
    """A month of the calendar; 0 and 99 are not known."""
    return pl.when(number.is_between(1, 12)).then(number)
