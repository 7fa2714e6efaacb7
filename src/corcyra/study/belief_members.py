"""Who was in an alliance, when, how it ended, and what each member had beside it: treaties and bases of the patron."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from corcyra.errors import StudyError

__all__ = ["Facts", "Spell", "has_base", "has_treaty", "spells"]

Facts = Mapping[str, pl.DataFrame]
"""The tables of facts by name, as `corcyra.sources.facts.load` gives them."""

BASES = ("base", "air base")
DAY = 1


@dataclass(frozen=True)
class Spell:
    """One unbroken membership: ``member`` (ISO-3), first day, last day (None when it goes on), how it ended, and the rows that say so.

    >>> Spell("UZB", date(2006, 6, 23), date(2012, 6, 28), "suspended", ("O072", "O073")).label(2024)
    '2006–2012'
    """

    member: str
    entry: date
    exit: date | None
    how: str
    rows: tuple[str, ...]

    def covers(self, day: date) -> bool:
        """Was it a member on that day?"""
        return self.entry <= day and (self.exit is None or day <= self.exit)

    def label(self, last: int) -> str:
        """The years of the spell, up to the last year of the study."""
        end = last if self.exit is None else min(self.exit.year, last)
        return f"{self.entry.year}\u2013{end}"


def spells(
    facts: Facts, member: str, organisations: Sequence[str], inside: Sequence[str], last: int
) -> tuple[Spell, ...]:
    """The spells of a member, in order.

    1. Rows of the organisations with a status ``inside`` are joined where they overlap or follow on the next day. 2. A row with
    any other status that begins within such a spell ends it on its first day, as a freeze or a suspension does. 3. A spell that
    ends after the year ``last`` goes on. Raises `StudyError` when the facts have no row.
    """
    rows = facts["organisations"].filter(pl.col("org").is_in(organisations) & (pl.col("iso3") == member))
    within = rows.filter(pl.col("status").is_in(inside)).sort("start_first", "id")
    over = (
        rows.filter(~pl.col("status").is_in(inside))
        .sort("start_first", "id")
        .select("start_first", "status", "id")
        .rows()
    )
    joined: list[list[dict[str, object]]] = []
    for row in within.iter_rows(named=True):
        if joined and follows(joined[-1], row["start_first"]):
            joined[-1].append(row)
        else:
            joined.append([row])
    if not joined:
        raise StudyError(
            f"the facts have no membership of {member} in {', '.join(organisations)}. Leave it out of members."
        )
    return tuple(closed(member, part, over, last) for part in joined)


def follows(part: Sequence[Mapping[str, object]], start: date) -> bool:
    """Does a row that begins then continue the spell?"""
    ends = [row["end_last"] for row in part]
    return any(not isinstance(end, date) or (start - end).days <= DAY for end in ends)


def closed(
    member: str, part: Sequence[Mapping[str, object]], over: Sequence[tuple[date, str, str]], last: int
) -> Spell:
    """The spell of joined rows, with its end."""
    entry = min(row["start_first"] for row in part)  # type: ignore[type-var]
    assert isinstance(entry, date)
    ends = [row["end_last"] for row in part]
    known = [end for end in ends if isinstance(end, date)]
    end = max(known) if len(known) == len(ends) else None
    ids = [str(row["id"]) for row in part]
    how = "ended" if end is not None else ""
    for start, status, row in over:
        if entry <= start and (end is None or start <= end):
            end, how, ids = start, status, [*ids, row]
            break
    if end is not None and end.year > last:
        end, how = None, ""
    return Spell(member, entry, end, how, tuple(ids))


def has_treaty(facts: Facts, member: str, patron: str, year: int) -> bool:
    """Is a treaty of mutual defence between the two alone in force on the last day of the year?"""
    day = date(year, 12, 31)
    pair = {member, patron}
    for row in (
        facts["commitments"]
        .filter((pl.col("mutual_defence") == "1") & (pl.col("took_effect") != "no"))
        .iter_rows(named=True)
    ):
        start = row["in_force_first"] or row["signed_first"]
        ended = row["ended_last"] is not None and row["ended_last"] <= day
        if set(row["parties_iso3"]) == pair and start <= day and not ended:
            return True
    return False


def has_base(facts: Facts, member: str, patron: str, year: int) -> bool:
    """Does the patron have a base on the member's soil, with its consent, on the last day of the year?"""
    day = date(year, 12, 31)
    there = facts["presence"].filter(
        (pl.col("host_iso3") == member)
        & pl.col("sender_iso3").list.contains(patron)
        & pl.col("kind").is_in(BASES)
        & (pl.col("consent") == "invited")
        & (pl.col("start_first") <= day)
        & (pl.col("end_last").is_null() | (pl.col("end_last") > day))
    )
    return bool(there.height)
