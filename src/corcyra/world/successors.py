"""Which state came out of which: dissolution, unification, secession, continuation, with a date.

The kind is a judgement where the histories are contested; the note then gives the terms of both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from corcyra.errors import DataError
from corcyra.world.rows import TABLES, Row, read_rows

__all__ = ["Kind", "Succession", "predecessors", "successions", "successors"]

Kind = Literal["dissolution", "unification", "secession", "continuation"]
KINDS = ("dissolution", "unification", "secession", "continuation")


@dataclass(frozen=True)
class Succession:
    """``successor`` came out of ``predecessor`` on ``day``; both are state numbers (see `corcyra.world.states.State`).

    *dissolution*: the predecessor ended, or ceased to be that union; *unification*: the predecessor became part of
    the successor; *secession*: the successor left a predecessor that went on; *continuation*: the same state under
    another name or number.
    """

    predecessor: int
    successor: int
    day: date
    kind: Kind
    note: str = ""


@cache
def successions() -> tuple[Succession, ...]:
    """All links, sorted by day."""
    return tuple(map(link, read_rows(TABLES / "successors.csv", ("predecessor", "successor", "date", "kind", "note"))))


def link(row: Row) -> Succession:
    """One row of the table; raises `DataError` with file and line for an unknown kind or a missing day."""
    day = row.day("date")
    if day is None or row["kind"] not in KINDS:
        raise DataError(
            f"{row['kind']!r} on {day} is no succession. Kinds: {', '.join(KINDS)}.", file=row.file, line=row.line
        )
    return Succession(
        row.whole("predecessor") or 0, row.whole("successor") or 0, day, cast(Kind, row["kind"]), row["note"]
    )


def successors(number: int) -> tuple[Succession, ...]:
    """What came out of a state; empty when nothing did.

    >>> [link.successor for link in successors(315)]
    [316, 317]
    """
    return tuple(each for each in successions() if each.predecessor == number)


def predecessors(number: int) -> tuple[Succession, ...]:
    """What a state came out of; empty when nothing is recorded.

    >>> [(link.predecessor, link.kind) for link in predecessors(679)]
    [(678, 'unification'), (680, 'unification')]
    """
    return tuple(each for each in successions() if each.successor == number)
