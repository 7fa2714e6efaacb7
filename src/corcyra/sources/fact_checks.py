"""Facts held against each other: what cannot both be true in one table.

`contradictions` yields the line and a sentence that names both rows. Two spells overlap only if they do so for every
reading of their dates: a spell that ends in June 2002 and one that starts in June 2002 may follow each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from corcyra.errors import SpanError
from corcyra.sources.fact_layouts import LADDER, Layout
from corcyra.world.time import moment

__all__ = ["contradictions"]

Row = Mapping[str, Any]
Found = Iterator[tuple[int, str]]


def contradictions(layout: Layout, rows: Sequence[Row]) -> Found:
    """Every contradiction of a table, as line and sentence.

    >>> from corcyra.sources.fact_layouts import LAYOUTS
    >>> list(contradictions(LAYOUTS["actors"], [{"line": 2, "code": "ARM"}, {"line": 3, "code": "ARM"}]))
    [(3, "the code 'ARM' stands in line 2 too. Give each row its own.")]
    """
    yield from same_key(layout, rows)
    if layout.alone:
        yield from overlaps(layout, rows, layout.alone, " ".join(layout.alone))
    for check in CHECKS.get(layout.name, ()):
        yield from check(layout, rows)


def same_key(layout: Layout, rows: Sequence[Row]) -> Found:
    """An id that stands twice."""
    seen: dict[str, int] = {}
    for row in rows:
        key = row[layout.key]
        if key in seen:
            yield (
                row["line"],
                f"the {layout.key} {key!r} stands in line {seen[key]} too. Give each row its own.",
            )
        seen.setdefault(key, row["line"])


def overlaps(layout: Layout, rows: Sequence[Row], by: Sequence[str], what: str) -> Found:
    """Two spells with the same values in ``by`` that share a day for certain."""
    assert layout.span is not None
    start, end = layout.span
    groups: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(str(row[name]) for name in by)].append(row)
    for key, spells in groups.items():
        spells.sort(key=lambda row: row[f"{start}_first"])
        for earlier, later in pairwise(spells):
            ends: date | None = earlier[f"{end}_first"]
            if ends is None or later[f"{start}_last"] < ends:
                yield later["line"], _both(earlier, later, start, end, what, key)


def _both(earlier: Row, later: Row, start: str, end: str, what: str, key: Sequence[str]) -> str:
    until = earlier[end] or "no end"
    return (
        f"row {later['id']!r} starts {later[start]}, yet row {earlier['id']!r} (line {earlier['line']}) with the same "
        f"{what} ({', '.join(key)}) runs from {earlier[start]} to {until}. End one before the other starts, or join them."
    )


def effective_leaders(layout: Layout, rows: Sequence[Row]) -> Found:
    """Two effective leaders of one state at once."""
    yield from overlaps(
        layout, [row for row in rows if row["effective"] == "yes"], ("iso3",), "state's effective leader"
    )


def exclusive_statuses(layout: Layout, rows: Sequence[Row]) -> Found:
    """In force and ended at once, or signatory and member at once, in one organisation."""
    yield from overlaps(layout, [row for row in rows if row["status"] in LADDER], ("org", "iso3"), "membership")


def low_above_high(low: str, high: str) -> Callable[[Layout, Sequence[Row]], Found]:
    """A lower figure above the upper one."""

    def check(layout: Layout, rows: Sequence[Row]) -> Found:
        for row in rows:
            if row[low] is not None and row[high] is not None and row[low] > row[high]:
                yield (
                    row["line"],
                    f"row {row['id']!r}: {low} {row[low]} is above {high} {row[high]}. Swap or correct them.",
                )

    return check


def treaty_dates(layout: Layout, rows: Sequence[Row]) -> Found:
    """In force before signature, ended before in force, in force though it never took effect; strangers among the parties."""
    for row in rows:
        who = f"row {row['id']!r}: "
        if row["in_force"] and row["in_force_last"] < row["signed_first"]:
            yield row["line"], f"{who}in force {row['in_force']} before it was signed {row['signed']}. Correct one."
        if row["in_force"] and row["ended"] and row["ended_last"] < row["in_force_first"]:
            yield row["line"], f"{who}ended {row['ended']} before it was in force {row['in_force']}. Correct one."
        if row["in_force"] and row["took_effect"] == "no":
            yield row["line"], f"{who}in force {row['in_force']}, yet took_effect is 'no'. Correct one."
        yield from _parties(row)


def _parties(row: Row) -> Found:
    dates = {}
    for column in ("joined", "left"):
        for pair in (row[column] or "").split(";"):
            code, _, when = pair.partition(":")
            if code and code not in row["parties_iso3"]:
                yield (
                    row["line"],
                    f"row {row['id']!r}: {code} {column} {when}, but is no party. Add it to parties_iso3.",
                )
            dates[code, column] = when
    for (code, column), when in dates.items():
        joined = dates.get((code, "joined"))
        if code and column == "left" and joined and _last(when) < moment(joined).first:
            yield row["line"], f"row {row['id']!r}: {code} left {when} before it joined {joined}. Correct one."


def _last(when: str) -> date:
    try:
        return moment(when).last
    except SpanError:
        return date.max


def parts(layout: Layout, rows: Sequence[Row]) -> Found:
    """A part of an exercise that is not in the table; a year that is not the year of the dates."""
    known = {row["id"] for row in rows}
    for row in rows:
        if row["part_of"] and row["part_of"] not in known:
            yield (
                row["line"],
                f"row {row['id']!r} is part of {row['part_of']!r}, which no row has as id. Correct part_of.",
            )
        if not row["start_first"].year <= row["year"] <= (row["end_last"] or row["start_last"]).year:
            yield row["line"], f"row {row['id']!r}: year {row['year']} is not the year of {row['start']}. Correct one."


def same_two_sides(layout: Layout, rows: Sequence[Row]) -> Found:
    """A tie of a state with itself."""
    for row in rows:
        if row["a_iso3"] == row["b_iso3"]:
            yield row["line"], f"row {row['id']!r}: {row['a_iso3']} has a tie with itself. Name the other side."


CHECKS: Mapping[str, tuple[Callable[[Layout, Sequence[Row]], Found], ...]] = {
    "arms_energy": (low_above_high("value_low", "value_high"),),
    "commitments": (treaty_dates,),
    "conflicts": (low_above_high("deaths_low", "deaths_high"),),
    "exercises": (parts,),
    "leaders": (effective_leaders,),
    "organisations": (exclusive_statuses,),
    "presence": (low_above_high("troops_low", "troops_high"),),
    "ties": (same_two_sides,),
}
