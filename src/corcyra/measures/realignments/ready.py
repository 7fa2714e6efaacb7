"""Ready studies of realignments, and the official ideal points they read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from importlib.resources import files

import polars as pl

from corcyra.errors import UnknownName
from corcyra.measures.realignments.grid import NORMAL_90
from corcyra.sources.datasets.ideal_points import FIRST, IdealPoints
from corcyra.sources.library import Library

__all__ = ["ReadyRealignment", "find_realignment", "official_points", "ready_realignments"]

PARTNERS = {
    "us_agree": 2, "russia_agree": 365, "brazil_agree": 140, "china_agree": 710, "india_agree": 750, "israel_agree": 666,
}  # fmt: skip
"""Whom the publisher's shares of identical votes are with."""


@dataclass(frozen=True)
class ReadyRealignment:
    """The settings of a ready study: what `corcyra.realignment` takes, with a title, a question and what to cite."""

    key: str
    title: str
    question: str
    state: int
    event: date
    event_name: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    compare: tuple[int, ...]
    toward: tuple[int, ...]
    citations: tuple[str, ...]


def ready_realignments() -> dict[str, ReadyRealignment]:
    """Every ready study by key, sorted.

    >>> ready_realignments()["uzbekistan-2005"].after
    (60, 61, 62)
    """
    tables = tomllib.loads((files("corcyra.measures.realignments") / "ready.toml").read_text(encoding="utf-8"))
    found = {}
    for key, table in sorted(tables.items()):
        spans = {name: tuple(range(table[name][0] - FIRST, table[name][1] - FIRST + 1)) for name in ("before", "after")}
        lists = {name: tuple(table[name]) for name in ("compare", "toward", "citations")}
        found[key] = ReadyRealignment(**{**table, **spans, **lists, "key": key})
    return found


def find_realignment(key: str) -> ReadyRealignment:
    """A ready study; raises `UnknownName` with the nearest keys.

    >>> find_realignment("uzbekistan-2005").event_name
    'Andijan'
    """
    known = ready_realignments()
    if key not in known:
        raise UnknownName("ready realignment", key, get_close_matches(key, known, n=3, cutoff=0.4) or list(known))
    return known[key]


def official_points(library: Library) -> pl.DataFrame:
    """The official ideal points of a library as ``state``, ``session``, ``point``, ``sd``, and ``agree_NUMBER`` for six states.

    The publisher gives quantiles and no deviations: sd is the distance of the 5 % and 95 % quantiles over that of a standard normal.
    ``agree_365`` and its like are the share of votes identical with that state's; missing in releases before 2024. Raises
    `MissingSource` where the library lacks the dataset ``ideal_points``.
    """
    table = library.table(IdealPoints())
    return table.select(
        "state",
        (pl.col("year") - FIRST).alias("session"),
        pl.col("idealpoint").alias("point"),
        ((pl.col("idealpoint_q95") - pl.col("idealpoint_q5")) / (2 * NORMAL_90)).alias("sd"),
        *(pl.col(name).alias(f"agree_{power}") for name, power in PARTNERS.items()),
    )
