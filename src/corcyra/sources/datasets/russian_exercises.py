"""Joint exercises that involved Russia, 2009-2018, from an unsigned compilation that the user brings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from corcyra.errors import DataError, UnknownName
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import read_table, wants
from corcyra.sources.source import Field
from corcyra.world.states import find
from corcyra.world.time import Years

__all__ = ["RussianExercises"]

KNOWN = "the compilation of 2018 (id, name, yr, part1 to part28, comments, source)"


@dataclass(frozen=True)
class RussianExercises(Dataset):
    """Joint exercises with Russia by year and partner, 2009-2018: one row an exercise and partner.

    **Provenance unverified**: the compiler is not named; each row gives the page of the Russian ministry of defence that it was taken
    from, and those pages no longer stand. The number of exercises a year falls from 24 to 3, which tells of the list, not of
    the world, so this is a table of records and no panel: an exercise that is missing here is not one that was not held.
    ``name`` is Russian. One row (Bold Monarch 2011) lists all NATO states, present or not, as its ``comments`` say. Rows of the file
    without content (893 of 992) are left out. Partners have their COW number of that year.

    Layout: that of the one file known, read here.

    >>> RussianExercises().access, RussianExercises().record_keys
    ('bring', ('exercise', 'state'))
    """

    key = "russian_exercises"
    title = "Joint exercises involving Russia"
    version = "2018"
    citations = ("russianexercises2018",)
    licence = "none stated by the repository that holds it; the user's own copy"
    access = "bring"
    covers = Years(2009, 2018)
    unit = "records"
    record_keys = ("exercise", "state")
    downloads = (
        Download(
            "Joint Military Exercises Involving Russia.csv",
            sha256="ec40148323555a050fe06bdb3d8bc8e4ebaf23ed33b041db5f86a1f0cf88975f",
            size=48_002,
            page="https://github.com/zleffel-afk/Visualization-of-NAM-country-data",
        ),
    )
    columns = (
        Field("other", "Russia's COW number", "code", 365, 365, "exercises"),
        Field("year", "year", "year", 2009, 2018, "exercises"),
        Field("name", "name of the exercise, in Russian", "text", family="exercises"),
        Field("partners", "states that took part beside Russia", "count", 1, None, "exercises"),
        Field("comments", "the compiler's remark", "text", family="exercises"),
        Field("address", "page that the row was taken from", "text", family="exercises"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row an exercise and partner. Raises `DataError` for another layout or a partner that is no state then."""
        path = files["Joint Military Exercises Involving Russia.csv"]
        raw = read_table(path).with_row_index("row", offset=2)
        wants(raw, ("id", "name", "yr", "part1", "comments", "source"), path, known=KNOWN)
        parts = [name for name in raw.columns if name.startswith("part")]
        wants(raw, [f"part{place}" for place in range(1, len(parts) + 1)], path, known=KNOWN)
        listed = (
            pl.concat_list(pl.col(parts).cast(pl.String)).list.drop_nulls().list.eval(pl.element().str.strip_chars())
        )
        held = raw.filter(pl.col("yr").is_not_null()).select(
            "row",
            exercise=pl.col("id").cast(pl.Int64),
            other=pl.lit(365, pl.Int64),
            year=pl.col("yr").cast(pl.Int64),
            name=pl.col("name").cast(pl.String),
            partners=listed.list.n_unique().cast(pl.Int64),
            comments=pl.col("comments").cast(pl.String),
            address=pl.col("source").cast(pl.String),
            partner=listed,
        )
        there = held.explode("partner").drop_nulls("partner")
        states = [
            partner(path, row, name, year) for row, name, year in there.select("row", "partner", "year").iter_rows()
        ]
        named = there.with_columns(state=pl.Series(states, dtype=pl.Int64)).unique(["exercise", "state"], keep="first")
        return named.select("exercise", "state", *(field.name for field in self.columns)).sort("exercise", "state")


def partner(path: Path, row: int, name: str, year: int) -> int:
    """The COW number of a partner at the end of a year. Raises `DataError` for a name that is no state's then."""
    try:
        code = find(name, date(year, 12, 31), by="name").cow
    except UnknownName as problem:
        raise DataError(f"a partner that no table knows: {problem}", file=path, line=row) from None
    if code is None:
        raise DataError(
            f"the partner {name!r} was not in the COW system in {year}. Correct the year or the name.",
            file=path,
            line=row,
        )
    return code
