"""Regions: named sets of states. They are data, and ours; another region is another `Region`.

>>> south = Region("alps", "The Alpine states", ("CHE", "AUT", "LIE"))
>>> south.members
(223, 225, 305)
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corcyra.errors import CorcyraError, DataError, ParameterError, UnknownName
from corcyra.world.rows import TABLES, Row, read_rows
from corcyra.world.states import find

__all__ = ["Region", "number", "region", "regions"]


def number(query: str | int) -> int:
    """The COW number that a state in a region or pole is kept by.

    Raises `UnknownName` for an unknown state, or one that COW never listed.
    """
    state = find(query)
    if state.cow is None:
        raise UnknownName("COW state", query, remedy=f"{state} was not listed. Use a state of the COW list.")
    return state.cow


@dataclass(frozen=True)
class Region:
    """A region: its key, title, members and a note on who drew it. Cannot be built with an unknown or no member.

    ``members`` may be given as codes or names; they are kept as COW numbers, sorted.

    >>> Region("nowhere", "Nowhere", ("Armennia",))
    Traceback (most recent call last):
        ...
    corcyra.errors.UnknownName: unknown state 'Armennia'. Nearest: Armenia, Turkmenistan, Argentina. Use one of these.
    """

    key: str
    title: str
    members: tuple[int, ...]
    note: str = ""

    def __init__(self, key: str, title: str, members: Sequence[str | int], note: str = "") -> None:
        if not key or not members:
            raise ParameterError(
                f"region {key!r} has no {'members' if key else 'key'}. Give a key and at least one state."
            )
        for name, value in {"key": key, "title": title, "note": note}.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "members", tuple(sorted({number(member) for member in members})))


@cache
def regions() -> tuple[Region, ...]:
    """The regions that come with the package, sorted by key; see their notes for the drawing of the lines.

    >>> [each.key for each in regions()][:3]
    ['balkans', 'baltic', 'central-america']
    """
    return tuple(map(drawn, read_rows(TABLES / "regions.csv", ("key", "title", "members", "note"))))


def drawn(row: Row) -> Region:
    """One row of the table; raises `DataError` with file and line when it cannot be used."""
    try:
        return Region(row["key"], row["title"], row["members"].split(";"), row["note"])
    except CorcyraError as problem:
        raise DataError(str(problem), file=row.file, line=row.line) from None


def region(key: str) -> Region:
    """The region of a key.

    Raises `UnknownName` with the nearest keys.

    >>> region("south-caucasus").members
    (371, 372, 373)
    >>> region("south-caucasia")
    Traceback (most recent call last):
        ...
    corcyra.errors.UnknownName: unknown region 'south-caucasia'. Nearest: south-caucasus, south-asia, south-east-asia. Use
    one of these.
    """
    table = {each.key: each for each in regions()}
    if key not in table:
        raise UnknownName("region", key, difflib.get_close_matches(key, table) or sorted(table))
    return table[key]
