"""What the tables of a realignment say, in plain sentences made from them and from nothing else; both sides of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from corcyra.errors import UnknownName
from corcyra.world.states import find

__all__ = ["called", "meaning"]

MINUS = "\N{MINUS SIGN}"
FAR = 0.1
"""A rank among this share of all states speaks for a turn. Ours: the usual tenth."""
MATTERS = 0.05
"""A change of the share of identical votes that counts. Ours: the agenda alone moves it by a few points from session to session."""
ROUNDING = 1e-9
Tables = Mapping[str, pl.DataFrame]


def called(state: int, on: date) -> str:
    """A state's name as it stands in a sentence; its number where no table knows it.

    >>> called(2, date(2005, 5, 13)), called(704, date(2005, 5, 13)), called(9999, date(2005, 5, 13))
    ('the United States', 'Uzbekistan', 'state 9999')
    """
    try:
        name = find(state, on).name.removesuffix(" of America")
    except UnknownName:
        return f"state {state}"
    return f"the {name}" if name.startswith(("United ", "Soviet ", "Netherlands", "Philippines")) else name


def meaning(
    state: int,
    event: date,
    before: Sequence[int],
    after: Sequence[int],
    compare: Sequence[int],
    powers: Sequence[int],
    tables: Tables,
) -> tuple[str, ...]:
    """The sentences, for the settings and the tables of `corcyra.measures.realignment.Realignment`."""
    names = {each: called(each, event) for each in (state, *compare, *powers)}
    own = tables["change"].row(by_predicate=pl.col("state") == state, named=True)
    parts = (
        moved(names[state], own, before, after),
        others(names, own, compare, tables),
        predates(event, tables["predates"]),
        whom(names, names[state], tables["direction"]),
        crossings(names, tables["direction"]),
        agreed(names, tables["direction"]),
        weighed(names, own, compare, tables),
        "Positions are relative to the session and come from votes alone: treaties, bases and trade are not in them. "
        "A model that smooths over sessions, as that of the official estimates does, moves part of a sudden turn into the "
        "sessions beside it. The dates say when a state moved, not why.",
    )
    return tuple(upper(part) for part in parts if part)


def moved(name: str, own: Mapping[str, Any], before: Sequence[int], after: Sequence[int]) -> str:
    """How far, and how that ranks."""
    word, place = "fall" if own["change"] < 0 else "rise", own["rank"]
    rank = f"the largest {word}" if place == 1 else f"{word} number {place}"
    sure = "" if own["low"] is None or own["rank_low"] == own["rank_high"] else (
        f" (90 % interval of the rank {own['rank_low']} to {own['rank_high']})"
    )  # fmt: skip
    return (
        f"{name} moved by {signed(own['change'])}{interval(own)}, from {number(own['before'])} in {listed(before)} to "
        f"{number(own['after'])} in {listed(after)}: {rank} of {own['n']} states{sure}."
    )


def others(names: Mapping[int, str], own: Mapping[str, Any], compare: Sequence[int], tables: Tables) -> str:
    """The compared states, and what is left when their mean is taken off."""
    if not compare:
        return ""
    moves = {each: change_of(tables, each) for each in compare}
    same = [each for each in compare if moves[each] * own["change"] > 0]
    rest = [each for each in compare if each not in same]
    shown = [
        f"{words}: {', '.join(f'{names[each]} {signed(moves[each])}' for each in group)}"
        for words, group in (("moved the same way", same), ("moved the other way or not at all", rest))
        if group
    ]
    did = tables["did"]
    first = did.row(0, named=True)
    without = sorted(float(each) for each in did["did"][1:])
    spans = f"; without one of them in turn it is {signed(without[0])} to {signed(without[-1])}" if without else ""
    return (
        f"Of the compared states, {'; '.join(shown)}. The change less their mean is {signed(first['did'])}{interval(first)}"
        f"{spans}."
    )


def predates(event: date, table: pl.DataFrame) -> str:
    """The share that was there before the event; a move that is not clear, or a path back and forth, is not split."""
    rows = table.filter(pl.col("share").is_not_null()).unique("last", keep="first", maintain_order=True)
    clear = [row for row in rows.iter_rows(named=True) if splits(row)]
    vague = [f"from session {row['first']} to {row['last']}" for row in rows.iter_rows(named=True) if not splits(row)]
    held = [
        f"{percent(row['share'])}{interval(row, percent)} of the move from session {row['first']} to {row['last']}"
        for row in clear
    ]
    told = [f"Sessions that opened before {event} hold {' and '.join(held)}."] if held else []
    if vague:
        told.append(
            f"Too small, or too much back and forth, to be split by the event: the move {' and that '.join(vague)}."
        )
    return " ".join(told)


def splits(row: Mapping[str, Any]) -> bool:
    """Is the share of a move worth telling: a move whose sign is sure, and a share between 0 and 1?"""
    sure = row["move_low"] is None or row["move_low"] * row["move_high"] > 0
    return sure and row["share"] is not None and -ROUNDING < row["share"] < 1 + ROUNDING


def whom(names: Mapping[int, str], name: str, direction: pl.DataFrame) -> str:
    """Away from whom, toward whom."""
    known = direction.filter(pl.col("change").is_not_null())
    groups = []
    for way, joint in (("away", "away from"), ("toward", "toward"), ("neither", "neither away from nor toward")):
        rows = known.filter(pl.col("moved") == way).sort(pl.col("change").abs(), descending=True)
        if rows.height:
            each = [
                f"{names[row['power']]} (distance {number(row['before'])} to {number(row['after'])}, change "
                f"{signed(row['change'])}{interval(row, joined=True)}{unsure(row)})"
                for row in rows.iter_rows(named=True)
            ]
            groups.append(f"{joint} {join(each, f'and {joint.split()[-1]}')}")
    return f"{name} moved {'; '.join(groups)}." if groups else ""


def unsure(row: Mapping[str, Any]) -> str:
    """A warning where the interval of a change has both signs in it."""
    return ", so that the sign is not sure" if row["low"] is not None and row["low"] < 0 < row["high"] else ""


def crossings(names: Mapping[int, str], direction: pl.DataFrame) -> str:
    """The powers whose position the state passed: a distance alone does not show it."""
    passed = direction.filter(pl.col("crossed")).select("power", "last_before", "first_after").rows()
    parts = [
        f"It passed the position of {names[power]}: it stands on the other side of it after than before (distance "
        f"{number(last)} and {number(first)} in the sessions nearest the event)"
        for power, last, first in passed
    ]
    return f"{'. '.join(parts)}." if parts else ""


def agreed(names: Mapping[int, str], direction: pl.DataFrame) -> str:
    """Identical votes: another answer to the same question, and not always the same one."""
    known = direction.filter(pl.col("agree_before").is_not_null() & pl.col("agree_after").is_not_null())
    if not known.height:
        return ""
    parts, against = [], []
    for row in known.iter_rows(named=True):
        power, change = names[row["power"]], row["agree_after"] - row["agree_before"]
        parts.append(f"{power} from {percent(row['agree_before'])} to {percent(row['agree_after'])}")
        if abs(change) >= MATTERS and (row["moved"], change > 0) in {("away", True), ("toward", False)}:
            against.append(power)
    doubt = (
        f" For {join(against)} this is the opposite of what the distance says: distance is a place among all states, the share "
        "depends on what was voted on."
    )
    return f"The share of identical votes went, with {'; with '.join(parts)}.{doubt if against else ''}"


def weighed(names: Mapping[int, str], own: Mapping[str, Any], compare: Sequence[int], tables: Tables) -> str:
    """What speaks for a turn of this state at the event, what against it, and whether it was one from camp to camp."""
    first, did = tables["predates"].row(0, named=True), tables["did"]["did"].to_list()
    share: float | None = first["share"] if splits(first) else None
    same = [names[each] for each in compare if change_of(tables, each) * own["change"] > 0]
    apart = bool(did) and all(each * own["change"] > 0 for each in did)
    far, rank = own["rank"] <= own["n"] * FAR, f"the move ranks {own['rank']} of {own['n']}"
    stretch = f"the move from session {first['first']} to {first['last']}"
    for_it = [
        rank if far else "",
        "it is beyond that of the compared states, whichever is left out" if apart else "",
        f"{percent(1 - share)} of {stretch} comes after the event" if share is not None and share < 1 else "",
    ]
    against = [
        "" if far else rank,
        f"{join(same)} moved the same way" if same else "",
        "" if apart or not did else "it is not beyond that of the compared states in every comparison",
        f"{percent(share)} of {stretch} comes before the event" if share is not None and share > 0 else "",
    ]
    sides = [(words, [each for each in found if each]) for words, found in (("For", for_it), ("Against", against))]
    told = [f"{words} a turn of its own at the event: {'; '.join(found)}." for words, found in sides if found]
    return " ".join(told)


def change_of(tables: Tables, state: int) -> float:
    """The change of one state."""
    return float(tables["change"].row(by_predicate=pl.col("state") == state, named=True)["change"])


def number(value: float) -> str:
    """Two decimals, with a true minus."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", MINUS)


def signed(value: float) -> str:
    """A difference, with its sign."""
    return f"{value:+.2f}".replace("-", MINUS)


def percent(value: float) -> str:
    """A share in whole per cent.

    >>> percent(0.4223)
    '42 %'
    """
    return f"{100 * value:.0f} %".replace("-", MINUS)


def interval(row: Mapping[str, Any], show: Any = signed, joined: bool = False) -> str:
    """The interval in brackets, or after a comma inside brackets; nothing where there is none."""
    if row["low"] is None:
        return ""
    text = f"90 % interval {show(row['low'])} to {show(row['high'])}"
    return f", {text}" if joined else f" ({text})"


def listed(sessions: Sequence[int]) -> str:
    """Sessions in words.

    >>> listed([55]), listed([55, 57, 58])
    ('session 55', 'sessions 55, 57 and 58')
    """
    return f"session{'s' if len(sessions) > 1 else ''} {join([str(each) for each in sessions])}"


def join(words: Sequence[str], last: str = "and") -> str:
    """A list in a sentence."""
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def upper(text: str) -> str:
    """With a capital first."""
    return text[:1].upper() + text[1:]
