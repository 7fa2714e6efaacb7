"""What the two lists of strategic rivalries share: dyad-years from pairs and first and last years, one column a type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.source import Field
from corcyra.world.states import states
from corcyra.world.time import Years

__all__ = ["TYPES", "listed", "rivalry_fields", "rivalry_years"]

TYPES = ("positional", "spatial", "ideological", "interventionary")
MEANINGS = (
    "the two are rivals over relative influence",
    "the two are rivals over territory",
    "the two are rivals over systems of belief or rule",
    "the two are rivals through intervention in each other's or third states' affairs",
)


def rivalry_fields(prefix: str) -> tuple[Field, ...]:
    """``PREFIX_rivalry``, then a column for each type.

    >>> [field.name for field in rivalry_fields("td")][:2]
    ['td_rivalry', 'td_positional']
    """
    first = Field(
        f"{prefix}_rivalry", "the two see each other as enemies, competitors and threats", "0/1", 0, 1, "conflicts"
    )
    rest = zip(TYPES, MEANINGS, strict=True)
    return (first, *(Field(f"{prefix}_{name}", meaning, "0/1", 0, 1, "conflicts") for name, meaning in rest))


def listed(*columns: str) -> pl.Expr:
    """Only rows in which every code is, or once was, a COW number."""
    known = sorted({state.cow for state in states() if state.cow is not None})
    return pl.all_horizontal(pl.col(name).is_in(known) for name in columns)


def rivalry_years(
    rivalries: pl.DataFrame, prefix: str, covers: Years, path: Path, extra: Sequence[str] = ()
) -> pl.DataFrame:
    """One row a pair and year from rows of ``state1``, ``state2``, ``start``, ``end`` (years), types and ``extra`` (0/1).

    Years before ``covers`` and codes that COW never listed are left out. A rivalry counts in its first and last year. Raises
    `DataError` for one that ends before it starts.
    """
    wrong = rivalries.filter(pl.col("end") < pl.col("start"))
    if wrong.height:
        start, end = wrong.select("start", "end").row(0)
        raise DataError(f"has a rivalry from {start} to {end}. Get the publisher's file again.", file=path)
    low, high = pl.min_horizontal("state1", "state2"), pl.max_horizontal("state1", "state2")
    spells = rivalries.with_columns(
        low.alias("state1"), high.alias("state2"),
        pl.max_horizontal(pl.col("start"), pl.lit(covers.first)), pl.min_horizontal(pl.col("end"), pl.lit(covers.last)),
    )  # fmt: skip
    years = (
        spells.filter(pl.col("start") <= pl.col("end"), listed("state1", "state2"))
        .with_columns(year=pl.int_ranges("start", pl.col("end") + 1, dtype=pl.Int64))
        .explode("year")
    )
    return years.group_by("state1", "state2", "year").agg(
        pl.lit(1, pl.Int64).alias(f"{prefix}_rivalry"),
        *(pl.col(name).max().cast(pl.Int64).alias(f"{prefix}_{name}") for name in (*TYPES, *extra)),
    ).sort("state1", "state2", "year")  # fmt: skip
