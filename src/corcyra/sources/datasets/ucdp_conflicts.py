"""Armed conflicts of UCDP and PRIO, one row a conflict and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.datasets._records import once
from corcyra.sources.datasets._ucdp import SIDES, ArmedConflict, conflict_table
from corcyra.sources.raw import calendar, wants
from corcyra.sources.source import Field, Unit

__all__ = ["UcdpConflicts"]

WORDS = ("location", "side_a", "side_b", "territory_name")
DATES = ("start_date", "start_date2", "ep_end_date")
WHOLE = ("start_prec", "start_prec2", "ep_end")


@dataclass(frozen=True)
class UcdpConflicts(ArmedConflict):
    """Every UCDP/PRIO armed conflict in every year, release 25.1 (Davies et al. 2025), 1946-2024.

    Names are the publisher's; several codes in a cell stand in ascending order, with commas. ``location``, ``side_a``, ``side_b`` and
    ``territory_name`` are missing when the file is the shortened table of the R package peacesciencer, which gives each code a
    row of its own. ``release`` as in `Ucdp`.

    >>> UcdpConflicts().record_keys
    ('conflict_id', 'year')
    """

    key = "ucdp_conflicts"
    title = "Armed conflicts (UCDP/PRIO), by conflict and year"
    unit: ClassVar[Unit] = "records"
    record_keys = ("conflict_id", "year")
    downloads = (ArmedConflict.file("25.1"),)
    columns = (
        Field("incompatibility", "what it is over: 1 territory, 2 government, 3 both", "code", 1, 3, "conflicts"),
        Field(
            "type_of_conflict",
            "1 extrasystemic, 2 interstate, 3 within a state, 4 the same with other states' troops",
            "code",
            1,
            4,
            "conflicts",
        ),
        Field("intensity_level", "1 from 25 deaths, 2 war from 1000 deaths in the year", "level", 1, 2, "conflicts"),
        Field("gwno_a", "Gleditsch-Ward codes of primary parties on side A", "text", family="conflicts"),
        Field("gwno_a_2nd", "codes of states with troops on side A", "text", family="conflicts"),
        Field("gwno_b", "codes of states that are primary parties on side B", "text", family="conflicts"),
        Field("gwno_b_2nd", "codes of states with troops on side B", "text", family="conflicts"),
        Field("start_date", "first death in battle of the conflict", "date", family="conflicts"),
        Field("start_prec", "precision of that date: 1 day to 7 unknown", "code", 1, 7, "conflicts"),
        Field("start_date2", "date on which the episode reached 25 deaths", "date", family="conflicts"),
        Field("start_prec2", "precision of that date: 1 day to 7 unknown", "code", 1, 7, "conflicts"),
        Field("ep_end", "the episode ends in this year", "0/1", 0, 1, "conflicts"),
        Field("ep_end_date", "last day of the episode", "date", family="conflicts"),
        *(
            Field(name, f"{name.replace('_', ' ')}, in the publisher's words", "text", family="conflicts")
            for name in WORDS
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a conflict and year."""
        raw, path = self.table(files)
        wants(raw, (*DATES, *WHOLE), path, known="19.1, 25.1, and 25.1 in peacesciencer")
        lacking = [pl.lit(None, pl.String).alias(name) for name in WORDS if name not in raw.columns]
        rest = raw.select(
            *(calendar(name) for name in DATES),
            *(pl.col(name).cast(pl.Int64) for name in WHOLE),
            *(pl.col(name).cast(pl.String) for name in WORDS if name in raw.columns),
            *lacking,
        )
        table = pl.concat([conflict_table(raw, path), rest], how="horizontal").rename(
            {"over": "incompatibility", "kind": "type_of_conflict", "intensity": "intensity_level"}
        )
        others = [name for name in table.columns if name not in (*self.record_keys, *SIDES)]
        whole = table.unique([*self.record_keys, *others]).select(*self.record_keys, *others)
        once(whole, self.record_keys, path)
        sides = several(table, self.record_keys)
        joined = whole.join(sides, on=list(self.record_keys), how="left")
        return joined.select(*self.record_keys, *(field.name for field in self.columns)).sort(self.record_keys)


def several(table: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The codes of each side, each once, in ascending order with commas, by conflict and year."""
    long = table.unpivot(SIDES, index=list(keys), variable_name="side", value_name="code").drop_nulls("code")
    split = long.with_columns(pl.col("code").str.split(",")).explode("code")
    codes = split.with_columns(pl.col("code").str.strip_chars().cast(pl.Float64).cast(pl.Int64)).unique().sort("code")
    each = [
        pl.col("code").filter(pl.col("side") == side).cast(pl.String).str.join(", ").replace("", None).alias(side)
        for side in SIDES
    ]
    return codes.group_by(keys, maintain_order=True).agg(each)
