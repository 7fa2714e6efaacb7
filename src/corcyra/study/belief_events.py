"""What the members of an alliance saw of their patron: dated events from the facts, sorted into the kinds that the game tells apart.

An appeal counts when its answer was known, at its end. Its kind follows from the facts alone: foes inside the state or mutineers make
it ``unrest``; separatists with a backer ``separatists``; a foe that was itself a member ``members_dispute``; any other foe an
``attack`` from outside, sorted by the highest step that the patron took. Silence about an event is no event: the lists are incomplete.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from corcyra.errors import UnknownName
from corcyra.sources.yearly import LEADS
from corcyra.study.belief_members import Facts, Spell

__all__ = ["FACTS", "Event", "events", "reread"]

FACTS = ("appeals", "commitments", "conflicts", "exercises", "organisations", "presence")
"""The tables of facts that a study of beliefs reads."""
WITHIN = "X-INT"
"""The code of foes inside the state."""
UNREST = ("domestic unrest", "coup/mutiny")
SEPARATISTS = "proxy-separatist"
FORCES = "troops"
HELPED = ("unrest_forces", "attack_troops")
"""Kinds in which the patron sent forces."""


@dataclass(frozen=True)
class Event:
    """What one member saw: the day it was known, its kind, the table and rows of the facts, what it was, and whose.

    ``shared``: another member's attack, whose ratio counts by the power ``relevance`` only.
    """

    member: str
    day: date
    kind: str
    table: str
    rows: str
    what: str
    shared: bool = False

    @property
    def year(self) -> int:
        """The year in which it was known."""
        return self.day.year


def events(
    facts: Facts,
    spell: Spell,
    everyone: Sequence[Spell],
    patron: str,
    frameworks: Sequence[str],
    *,
    public: bool = False,
) -> tuple[Event, ...]:
    """What a member saw during one spell of membership, in order of time.

    ``everyone``: the spells of all members, to tell a dispute among members from an attack from outside. ``public``: an exercise with
    any of them is a signal to all; else only one's own.
    """
    found = [
        *appeals(facts, spell, everyone, patron),
        *disputes(facts, spell, everyone),
        *exercises(facts, spell, patron, frameworks, {each.member for each in everyone} if public else {spell.member}),
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.table, each.rows)))


def appeals(facts: Facts, spell: Spell, everyone: Sequence[Spell], patron: str) -> Iterator[Event]:
    """Appeals to the patron, one's own and those of other members."""
    for row in facts["appeals"].iter_rows(named=True):
        asked, start, day = row["iso3"], row["start_last"], row["end_last"] or row["start_last"]
        to = {LEADS.get(code, code) for code in row["addressed_iso3"]}
        member = any(each.member == asked and each.covers(start) for each in everyone)
        if asked == patron or patron not in to or not member or not (spell.covers(start) and spell.covers(day)):
            continue
        kind, foe = kind_of(row, everyone), spell.member in row["opponent_iso3"]
        what = f"{asked}: {row['invoked']}; answer: {row['response']}"
        if asked == spell.member or (foe and kind == "members_dispute"):
            yield Event(spell.member, day, kind, "appeals", row["id"], what)
        elif not foe and kind in HELPED:
            yield Event(spell.member, day, "third_forces", "appeals", row["id"], what)
        elif not foe and kind.startswith("attack_"):
            yield Event(spell.member, day, kind, "appeals", row["id"], what, shared=True)


def reread(facts: Facts, rows: Collection[str]) -> Facts:
    """The facts with these appeals read as over land outside the treaty's area, like those against separatists.

    Raises `UnknownName` for a row that the appeals do not have.
    """
    known = facts["appeals"]["id"].to_list()
    for row in rows:
        if row not in known:
            raise UnknownName("appeal", row, remedy=f"Rows run from {known[0]} to {known[-1]}.")
    kind = pl.when(pl.col("id").is_in(sorted(rows))).then(pl.lit(SEPARATISTS)).otherwise(pl.col("kind"))
    return {**facts, "appeals": facts["appeals"].with_columns(kind=kind)}


def kind_of(row: Mapping[str, object], everyone: Sequence[Spell]) -> str:
    """The kind of an appeal, from the facts' own codes."""
    foes, start, response = row["opponent_iso3"], row["start_last"], str(row["response"])
    assert isinstance(foes, list)
    assert isinstance(start, date)
    if row["kind"] in UNREST or set(foes) == {WITHIN}:
        return "unrest_forces" if response == FORCES else "unrest_less"
    if row["kind"] == SEPARATISTS:
        return "separatists"
    if any(each.member in foes and each.covers(start) for each in everyone):
        return "members_dispute"
    return f"attack_{response.replace('-', '_')}"


def disputes(facts: Facts, spell: Spell, everyone: Sequence[Spell]) -> Iterator[Event]:
    """Fighting with another member, in which the patron took no side."""
    for row in facts["conflicts"].iter_rows(named=True):
        sides = (row["side_a_iso3"], row["side_b_iso3"])
        start, day = row["start_last"], row["end_last"] or row["start_last"]
        mine = next((place for place, side in enumerate(sides) if spell.member in side), None)
        if mine is None or not (spell.covers(start) and spell.covers(day)):
            continue
        if any(each.member in sides[1 - mine] and each.covers(start) for each in everyone):
            yield Event(spell.member, day, "members_dispute", "conflicts", row["id"], row["name"])


def exercises(
    facts: Facts, spell: Spell, patron: str, frameworks: Sequence[str], taking: Collection[str]
) -> Iterator[Event]:
    """One signal a year in which the patron exercised with one ``taking`` part within a framework, known when the last one ended."""
    held = facts["exercises"].filter(
        (pl.col("held") == "1")
        & pl.col("part_of").is_null()
        & pl.col("framework").is_in(frameworks)
        & pl.col("participants_iso3").list.contains(patron)
        & pl.col("participants_iso3").list.eval(pl.element().is_in(sorted(taking))).list.any()
    )
    by_year: dict[int, list[Mapping[str, object]]] = {}
    for row in held.sort("start_first", "id").iter_rows(named=True):
        day = row["end_last"] or row["start_last"]
        if spell.covers(row["start_first"]) and spell.covers(day):
            by_year.setdefault(day.year, []).append({"day": day, "id": row["id"], "name": row["name"]})
    for rows in by_year.values():
        day = max(row["day"] for row in rows)  # type: ignore[type-var]
        assert isinstance(day, date)
        names, ids = ("; ".join(str(row[key]) for row in rows) for key in ("name", "id"))
        yield Event(spell.member, day, "exercises", "exercises", ids, names)
