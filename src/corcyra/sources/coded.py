"""Columns of names or codes as state numbers, and what could not be converted, by name and count.

Publishers name states in their own ways. Nothing is guessed: a name is looked up in the package's table of states for the
year of its row, then, when that year does not have it (a colony, a state before the list has it), without a year; what fails
stays null, to be dropped and counted by the dataset.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from corcyra.world.codes import convert

__all__ = ["coded", "failed"]


def coded(
    frame: pl.DataFrame,
    name: str,
    to: str,
    *,
    year: str | None = None,
    by: str = "any",
    known: Mapping[str, int] | None = None,
) -> pl.DataFrame:
    """The frame with a column ``to`` of COW numbers made from the column ``name``; null where there is no such state.

    1. Each distinct name (and year, when ``year`` names a column) is looked up once; ``by`` is as in `corcyra.world.codes`.
    2. ``known`` gives numbers for a publisher's own spellings; it goes first.
    3. A name that its year does not have is looked up without a year.

    >>> frame = pl.DataFrame({"who": ["Germany", "Germany", "Atlantis"], "year": [1980, 1995, 1995]})
    >>> coded(frame, "who", "state", year="year")["state"].to_list()
    [260, 255, None]
    """
    keys = [name] if year is None else [name, year]
    distinct = frame.select(keys).unique().drop_nulls(name)
    names = distinct[name].cast(pl.String).to_list()
    years = [None] * len(names) if year is None else distinct[year].to_list()
    spelled = dict(known or {})
    undated = dict(zip(names, convert(names, "cow", by=by).values, strict=True))
    missing = [each for each, code in undated.items() if code is None and each not in spelled]
    asked = [place for place, each in enumerate(names) if each not in spelled and each not in missing]
    dated = convert([names[place] for place in asked], "cow", [years[place] for place in asked], by=by).values
    found = {place: code for place, code in zip(asked, dated, strict=True) if code is not None}
    numbers = [spelled.get(each, found.get(place, undated[each])) for place, each in enumerate(names)]
    table = distinct.with_columns(pl.Series(to, numbers, dtype=pl.Int64))
    return frame.join(table, on=keys, how="left", maintain_order="left", nulls_equal=True)


def failed(frame: pl.DataFrame, name: str, to: str) -> pl.DataFrame:
    """The names without a number and their rows, most rows first.

    >>> frame = coded(pl.DataFrame({"who": ["Atlantis", "Atlantis", "Cuba"]}), "who", "state")
    >>> failed(frame, "who", "state").rows()
    [('Atlantis', 2)]
    """
    lost = frame.filter(pl.col(to).is_null() & pl.col(name).is_not_null())
    counted = lost.group_by(pl.col(name).cast(pl.String).alias("name")).agg(rows=pl.len().cast(pl.Int64))
    return counted.sort(pl.col("rows"), "name", descending=[True, False])
