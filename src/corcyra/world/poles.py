"""Poles: what a state may align with, a leading state and the organisations that it leads. Data; users define others.

>>> Pole("india", "India", "IND", ("SAARC",)).leader
750
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corcyra.errors import CorcyraError, DataError, ParameterError, UnknownName
from corcyra.world.regions import number
from corcyra.world.rows import TABLES, Row, read_rows

__all__ = ["Pole", "pole", "poles"]


@dataclass(frozen=True)
class Pole:
    """A pole: its key, title, the COW number of its leading state, and the labels of its organisations.

    ``leader`` may be given as a code or name. An organisation may belong to two poles (see `corcyra.world.organisations`).
    Cannot be built without a key or with an unknown leader.

    >>> Pole("x", "X", "Rusia")
    Traceback (most recent call last):
        ...
    corcyra.errors.UnknownName: unknown state 'Rusia'. Nearest: Russia, Prussia, United States of America. Use one of these.
    """

    key: str
    title: str
    leader: int
    organisations: tuple[str, ...] = ()
    note: str = ""

    def __init__(
        self, key: str, title: str, leader: str | int, organisations: Sequence[str] = (), note: str = ""
    ) -> None:
        if not key:
            raise ParameterError(f"the pole {title!r} has no key. Give a short word, such as 'russia'.")
        for name, value in {"key": key, "title": title, "note": note}.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "leader", number(leader))
        object.__setattr__(self, "organisations", tuple(organisations))


@cache
def poles() -> tuple[Pole, ...]:
    """The poles that come with the package, sorted by key.

    >>> [(each.key, each.leader) for each in poles()]
    [('china', 710), ('iran', 630), ('russia', 365), ('turkey', 640), ('west', 2)]
    """
    return tuple(map(drawn, read_rows(TABLES / "poles.csv", ("key", "title", "leader", "organisations", "note"))))


def drawn(row: Row) -> Pole:
    """One row of the table; raises `DataError` with file and line when it cannot be used."""
    try:
        return Pole(row["key"], row["title"], row["leader"], row["organisations"].split(";"), row["note"])
    except CorcyraError as problem:
        raise DataError(str(problem), file=row.file, line=row.line) from None


def pole(key: str) -> Pole:
    """The pole of a key.

    Raises `UnknownName` with the nearest keys.

    >>> "CSTO" in pole("russia").organisations
    True
    """
    table = {each.key: each for each in poles()}
    if key not in table:
        raise UnknownName("pole", key, difflib.get_close_matches(key, table) or sorted(table))
    return table[key]
