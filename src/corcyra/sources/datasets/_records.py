"""Publishers' tables that are no panel: their columns under our names, sentinels as missing, every key once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.raw import number, wants
from corcyra.sources.source import Field

__all__ = ["TEXT", "once", "records"]

TEXT = "text"
"""The unit of columns of words; all others are numbers."""

WORDS = ("?",)
"""The word for not known in a day of the table of wars inside states."""
SENTINELS = (-7, -8, -9)
"""COW's codes: still going on, does not apply, not known."""


def records(
    raw: pl.DataFrame,
    path: Path,
    keys: Sequence[str],
    columns: Sequence[Field],
    *,
    known: str,
    names: Mapping[str, str] | None = None,
    missing: Sequence[float] = SENTINELS,
    key: type[pl.DataType] = pl.Int64,
) -> pl.DataFrame:
    """The keys as numbers of the kind ``key``, then the columns, sorted by key; ``names`` maps ours to the publisher's where they differ.

    Text is stripped, a sentinel or nothing in it is missing. Numbers in a column whose ``unit`` ends in `` (decimal)`` keep
    their decimals. Raises `DataError` for another layout and for a key twice.
    """
    names = names or {}
    wants(raw, [names.get(each, each) for each in (*keys, *(field.name for field in columns))], path, known=known)
    chosen = [pl.col(names.get(each, each)).cast(key).alias(each) for each in keys]
    chosen += [cell(field, names.get(field.name, field.name), missing) for field in columns]
    frame = raw.select(chosen).sort(*keys)
    once(frame, keys, path)
    return frame


def cell(field: Field, name: str, missing: Sequence[float]) -> pl.Expr:
    """A column as text, whole numbers or decimals, by the unit of its field."""
    if field.unit == TEXT:
        text = pl.col(name).cast(pl.String).str.strip_chars()
        return pl.when(text.is_in(["", *(f"{each:g}" for each in missing)]).not_()).then(text).alias(field.name)
    kind = pl.Float64 if field.unit.endswith("(decimal)") else pl.Int64
    return number(name, missing=missing, words=WORDS, kind=kind).alias(field.name)


def once(frame: pl.DataFrame, keys: Sequence[str], path: Path) -> None:
    """Raise `DataError` when a key is there twice.

    >>> once(pl.DataFrame({"war": [1, 1]}), ["war"], Path("wars.csv"))
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: wars.csv: has the war 1 more than once. Get the publisher's file again.
    """
    twice = frame.filter(frame.select(keys).is_duplicated())
    if twice.height:
        told = ", ".join(str(each) for each in twice.select(keys).row(0))
        raise DataError(f"has the {', '.join(keys)} {told} more than once. Get the publisher's file again.", file=path)
