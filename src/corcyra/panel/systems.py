"""Codes of one system on a panel of another: tables are converted year by year, and what has no number is told.

COW and Gleditsch and Ward number most states alike and disagree on when some existed. A table by year is turned into the
panel's numbers (`corcyra.world.codes.crosswalk`: the spell of a state on 31 December decides, else the last of the year). Where two of its
rows become one key, the row stays whose states stood to the later day of the year, and the other is told. A table without
years (of states, of dyads) is read the other way, with the source's number of each of the panel's codes in each year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import JoinError
from corcyra.panel.keys import Whole, key_column, rising
from corcyra.sources.source import KEYS, Unit
from corcyra.world.codes import crosswalk
from corcyra.world.time import Years

__all__ = ["Runs", "alike", "converted", "listed", "turned", "unreached", "within"]

Runs = tuple[tuple[int, int, int], ...]
"""Codes that were not converted, each with the first and the last year of an unbroken run."""


def alike(one: str, other: str) -> bool:
    """Do two systems give states the same numbers? Gleditsch and Ward's list is one with its microstates.

    >>> alike("gw", "gw+micro"), alike("cow", "gw")
    (True, False)
    """
    return numbers(one) == numbers(other)


def numbers(system: str) -> str:
    """The widest list with the numbers of a system."""
    return "gw+micro" if system == "gw" else system


def converted(name: str, table: pl.DataFrame, unit: Unit, source: str, target: str) -> tuple[pl.DataFrame, Runs]:
    """A table by year in the numbers of another system, and the codes that could not be converted.

    Undirected pairs get their lower code first again. Raises `JoinError` for a table by day, where a year is too coarse.

    >>> own = pl.DataFrame({"state": [260, 396], "year": [1990, 2009], "x": [1, 2]})
    >>> table, lost = converted("own", own, "state-year", "gw", "cow")
    >>> table.rows(), lost
    ([(255, 1990, 1)], ((396, 2009, 2009),))
    """
    if unit == "state-day":
        told = f"{name}: a table by day with {source} codes cannot be added to a panel with {target} codes."
        raise JoinError(f"{told} Make the panel with system={source!r}, or convert the table first with corcyra.convert.")
    if not table.height:
        return table, ()
    years = key_column(table, "year")
    walk = crosswalk(numbers(source), numbers(target), Years(int(years.min()), int(years.max())))
    keys = KEYS[unit][:-1]
    old = [key_column(table, key) for key in keys]
    new = [walk.find(codes, years) for codes in old]
    until = np.min([walk.last_day(codes, years) for codes in old], axis=0)
    lost = np.concatenate([np.stack([code, years])[:, found < 0] for code, found in zip(old, new, strict=True)], axis=1)
    keep = np.all([found >= 0 for found in new], axis=0)
    if len(new) == 2 and unit == "dyad-year":
        new = [np.minimum(*new), np.maximum(*new)]
    moved = table.with_columns(*(pl.Series(key, codes) for key, codes in zip(keys, new, strict=True)))
    stays = keep & first_of_each(moved, unit, keep, until) & (True if len(new) < 2 else new[0] != new[1])
    late = losers(old, years, keep & ~stays, walk.last_day)
    return moved.filter(pl.Series(stays)), runs(np.concatenate([lost, late], axis=1))


def first_of_each(moved: pl.DataFrame, unit: Unit, keep: NDArray[np.bool_], until: Whole) -> NDArray[np.bool_]:
    """Of the rows with one key, the one whose states stood to the latest day; of equals, the first."""
    keys = list(KEYS[unit])
    if rising(moved.filter(pl.Series(keep)), keys):
        return keep
    ranked = moved.select(keys).with_row_index("row").with_columns(until=pl.Series(until)).filter(pl.Series(keep))
    best = ranked.sort([*keys, "until", "row"], descending=[*[False] * len(keys), True, False]).unique(keys, keep="first", maintain_order=True)
    stays = np.zeros(keep.size, dtype=np.bool_)
    stays[best["row"].to_numpy()] = True
    return stays


def losers(
    old: Sequence[Whole], years: Whole, gone: NDArray[np.bool_], last_day: Callable[[Whole, Whole], Whole]
) -> Whole:
    """Of each row that gave way, the code that ended first in its year; shape (2, rows): codes, years."""
    codes, when = np.stack([codes[gone] for codes in old]), years[gone]
    ends = np.stack([last_day(each, when) for each in codes])
    return np.stack([codes[ends.argmin(axis=0), np.arange(when.size)], when])


def runs(lost: Whole) -> Runs:
    """Codes and years of shape (2, rows) as unbroken runs, sorted.

    >>> runs(np.array([[20, 20, 20, 2], [1901, 1900, 1910, 1816]]))
    ((2, 1816, 1816), (20, 1900, 1901), (20, 1910, 1910))
    """
    code, year = np.unique(lost, axis=1)
    start = np.flatnonzero((np.diff(code, prepend=-1) != 0) | (np.diff(year, prepend=-1) != 1))
    stop = np.append(start[1:], code.size) - 1 if start.size else start
    return tuple(zip(code[start].tolist(), year[start].tolist(), year[stop].tolist(), strict=True))


def within(lost: Runs, first: int, last: int) -> Runs:
    """The runs clipped to some years; those outside are gone.

    >>> within(((2, 1789, 1817), (20, 1841, 1849)), 1816, 1820)
    ((2, 1816, 1817),)
    """
    return tuple((code, max(start, first), min(end, last)) for code, start, end in lost if start <= last and end >= first)


def turned(panel_system: str, source: str, years: Years) -> Callable[[Whole, Whole], Whole]:
    """From the panel's codes and years to the source's codes, -1 where a state has none that year."""
    return crosswalk(numbers(panel_system), numbers(source), years).find


def unreached(codes: Whole, source: str, target: str, years: Years) -> Runs:
    """Of the codes of a table without years, those with no number in the panel's system in any of its years."""
    walk = crosswalk(numbers(source), numbers(target), years)
    there = np.unique(codes)
    gone = there[(walk.codes[there] < 0).all(axis=1)]
    return tuple((int(code), years.first, years.last) for code in gone)


def listed(codes: Whole, years: Whole, panel_system: str, source: str) -> Whole:
    """The source's code of each of the panel's states in its year, -1 where zero can be said of none.

    1. The state was on the source's list too.
    2. Rows with that code would come to this state: the code turned back is the panel's. Else the row of the state would be
       another's, and its own zero no more than the hole that the row left.

    >>> listed(np.array([255, 260, 260]), np.array([1990, 1990, 1989]), "cow", "gw").tolist()
    [260, -1, 260]
    """
    if not years.size:
        return np.zeros(0, dtype=np.int64)
    span = Years(int(years.min()), int(years.max()))
    found = crosswalk(panel_system, source, span).find(codes, years)
    back = crosswalk(numbers(source), numbers(panel_system), span).find(found, years)
    return np.where(back == codes, found, -1)
