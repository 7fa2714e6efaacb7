"""What ``corcyra sources`` prints: the table, what a fetch will get, the codebook of one source."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

import corcyra

__all__ = ["codebook", "listed", "planned", "present", "size"]

Shown = Any
"""A dataset or a bundled source: both have key, title, version, covers, unit, licence, access, columns and citations."""

NARROW = 140
"""Columns of a terminal below which the table has fewer of its own (ours: all eight are readable from here on)."""


def present(source: Shown, library: corcyra.Library) -> str:
    """Where a source is: ``bundled``, ``library``, ``mirror``, ``in part`` or ``not here``."""
    downloads = getattr(source, "downloads", ())
    if source.access == "bundled" or not downloads:
        return "bundled"
    found = [library.find(each, source.key) for each in downloads]
    there = [path for path in found if path is not None]
    if len(there) < len(found):
        return "in part" if there else "not here"
    return "library" if all(path.is_relative_to(library.home) for path in there) else "mirror"


def listed(console: Console, rows: Iterable[tuple[Shown, str]]) -> None:
    """The table of sources with where each is; a narrow terminal gets the columns that matter most."""
    every = ("key", "title", "version", "years", "unit", "licence", "access", "here")
    shown = every if console.width >= NARROW else ("key", "title", "years", "here")
    table = Table(box=None, pad_edge=False)
    for name in shown:
        table.add_column(name, overflow="fold", no_wrap=name in {"key", "years", "here"})
    for source, where in rows:
        cells = {
            "key": source.key,
            "title": source.title,
            "version": source.version,
            "years": str(source.covers),
            "unit": source.unit,
            "licence": source.licence,
            "access": source.access,
            "here": where,
        }
        table.add_row(*(escape(cells[name]) for name in shown))
    console.print(table)


def size(amount: int | None) -> str:
    """A number of bytes in words.

    >>> size(None), size(900), size(41_140_000)
    ('unknown size', '0.1 MB', '41.1 MB')
    """
    return "unknown size" if amount is None else f"{max(amount / 1e6, 0.1):.1f} MB"


def planned(console: Console, wanted: Mapping[str, Shown], sizes: Mapping[tuple[str, str], int | None]) -> None:
    """What will be got over the network: a line for each source with its size and terms, and the total."""
    if not wanted:
        return
    table = Table(box=None, pad_edge=False, show_header=False)
    for key, dataset in wanted.items():
        amounts = [amount for (owner, _), amount in sizes.items() if owner == key]
        files = "1 file" if len(amounts) == 1 else f"{len(amounts)} files"
        known = None if None in amounts else sum(amount or 0 for amount in amounts)
        got = (files, size(known)) if amounts else ("shared with another", "")
        table.add_row(escape(key), *got, escape(f"terms: {dataset.licence}"))
    console.print("to get from the publishers:")
    console.print(table)
    unknown = sum(amount is None for amount in sizes.values())
    more = f" and {unknown} of unknown size" if unknown else ""
    console.print(
        f"total: {size(sum(amount or 0 for amount in sizes.values()))}{more}"
        if unknown < len(sizes)
        else "total: unknown"
    )


def codebook(source: Shown) -> str:
    """One source in Markdown: what it is, its terms, and every column."""
    keys = ", ".join(getattr(source, "record_keys", ()))
    about = [
        f"# {source.key}: {source.title}",
        "",
        inspect.cleandoc(source.__doc__ or "").partition("\n>>> ")[0].rstrip(),  # examples are for programmers
        "",
        f"- version: {source.version}; years: {source.covers}",
        f"- one row per: {source.unit}{f' ({keys})' if keys else ''}; codes: {source.codes}",
        f"- access: {source.access}; terms: {source.licence or 'facts with citation'}",
        f"- cite: {', '.join(source.citations)} (BibTeX: corcyra sources cite {source.key})",
        "",
        "## Columns",
        "",
    ]
    return "\n".join([*about, *(line(each) for each in source.columns), ""])


def line(field: Any) -> str:
    """One column: meaning, unit, range, family of evidence."""
    low, high = ("open" if value is None else f"{value:g}" for value in (field.low, field.high))
    bounds = "" if field.low is None and field.high is None else f"; range: {low} to {high}"
    family = f"; evidence: {field.family}" if field.family else ""
    return f"- `{field.name}`: {field.meaning}. Unit: {field.unit}{bounds}{family}"
