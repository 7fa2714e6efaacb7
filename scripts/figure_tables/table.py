"""What a figure table is: its downloads, its columns, its terms, and the function that compiles it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.world.time import Years

__all__ = ["Download", "Request", "Table", "as_csv", "decimal"]


@dataclass(frozen=True)
class Request:
    """Which states, powers (the ``other`` of directed tables) and years to compile; codes are COW numbers."""

    states: tuple[int, ...]
    powers: tuple[int, ...]
    years: Years


@dataclass(frozen=True)
class Download:
    """One file that the user fetches from its publisher: the names it goes by, what it is, where to get it."""

    key: str
    names: tuple[str, ...]
    dataset: str
    address: str


@dataclass(frozen=True)
class Table:
    """One figure table.

    ``decimals`` gives for each column after the keys the number of decimals written (0 for whole numbers);
    ``compile`` takes the request and the path of each download by key, and gives the rows.
    """

    name: str
    keys: tuple[str, ...]
    decimals: Mapping[str, int]
    downloads: tuple[Download, ...]
    dataset: str
    version: str
    citations: tuple[str, ...]
    licence: str
    address: str
    done: str
    compile: Callable[[Request, Mapping[str, Path]], pl.DataFrame]


def decimal(value: float | None, places: int) -> str:
    """A number as text with at most ``places`` decimals and no trailing zeros; nothing for a missing one.

    >>> decimal(0.5000004, 6), decimal(-0.00001, 3), decimal(None, 2), decimal(1200.0, 0)
    ('0.5', '0', '', '1200')
    """
    if value is None or value != value:
        return ""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def as_csv(table: Table, rows: pl.DataFrame) -> str:
    """The rows as CSV text: keys first, in order of the keys, one header line, line feeds."""
    columns = [*table.keys, *table.decimals]
    ordered = rows.select(columns).sort(table.keys)
    places = [0] * len(table.keys) + list(table.decimals.values())
    cells = ([decimal(value, places[at]) for at, value in enumerate(row)] for row in ordered.iter_rows())
    return "".join(",".join(row) + "\n" for row in (columns, *cells))
