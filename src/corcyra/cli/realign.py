"""``corcyra realign STATE --at DATE``: did a state turn in the votes of the General Assembly, when, and toward whom?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

import corcyra
from corcyra.cli.console import errors, out

PRINTED = ("did", "predates", "timing", "direction")
"""Tables for the terminal; the others are written with --out."""
STATES = ("without", "power")
"""Columns of the printed tables that hold states."""
POWERS = (365, 2, 710)
"""Russia, the United States, China: asked about when none are named."""


@dataclass(frozen=True)
class Wanted:
    """What was asked: sessions, states, and the words of the page."""

    state: int
    event: date
    before: tuple[int, ...]
    after: tuple[int, ...]
    compare: tuple[int, ...]
    toward: tuple[int, ...]
    words: dict[str, str | tuple[str, ...]]


def realign(
    what: Annotated[str, typer.Argument(help="A state (name or code), or a ready study: uzbekistan-2005.")],
    at: Annotated[str | None, typer.Option(help="The day of the event: YYYY-MM-DD.")] = None,
    compare: Annotated[str | None, typer.Option(help="States to compare with, by commas: BLR,KAZ.")] = None,
    toward: Annotated[str | None, typer.Option(help="Powers, by commas; by default RUS,USA,CHN.")] = None,
    before: Annotated[str | None, typer.Option(help="Years in which the sessions before open: 2000-2003.")] = None,
    after: Annotated[str | None, typer.Option(help="Years in which the sessions after open: 2005-2007.")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="Write tables, figure and page to this folder.")] = None,
) -> None:
    """Measure a realignment in votes: how far, compared with whom, since when, away from and toward whom.

    Without --before and --after: four sessions before the one under way at the event, three after it.

    Examples:

      corcyra realign uzbekistan-2005 --out andijan

      corcyra realign UZB --at 2005-05-13 --compare BLR,KAZ

      corcyra realign Georgia --at 2003-11-23 --before 1999-2002 --after 2004-2006
    """
    wanted = asked(what, at, compare, toward, before, after)
    if to is not None:
        corcyra.check_folder(to)
    points = corcyra.official_points(corcyra.Library.default())
    found = corcyra.realignment(
        points, wanted.state, before=wanted.before, after=wanted.after, compare=wanted.compare, event=wanted.event,
        toward=wanted.toward,
    )  # fmt: skip
    show(found)
    if to is not None:
        written = corcyra.write_realignment(found, to, **wanted.words)  # type: ignore[arg-type]
        errors().print(f"{to}: {len(written)} files, first report.html", markup=False)


def asked(
    what: str, at: str | None, compare: str | None, toward: str | None, before: str | None, after: str | None
) -> Wanted:
    """The settings of a ready study, or those given; what is given beats what is ready."""
    ready = corcyra.ready_realignments().get(what)
    if ready is None and at is None:
        if re.fullmatch(r".+-\d{4}", what):
            corcyra.find_realignment(what)  # says which ready studies there are
        raise typer.BadParameter("give the day of the event, as in --at 2005-05-13.", param_hint="--at")
    event = ready.event if at is None and ready else day(str(at))
    state = ready.state if ready else number(what, event)
    same = ready is not None and event == ready.event
    early, late = (ready.before, ready.after) if ready and same else ((), ())
    if before is None and after is None and not early:
        early, late = corcyra.realignment_windows(event)
    elif not early and (before is None or after is None):
        raise typer.BadParameter("give both --before and --after, or neither.", param_hint="--before")
    words: dict[str, str | tuple[str, ...]] = {}
    if ready and same:
        words = {
            "title": ready.title,
            "question": ready.question,
            "event_name": ready.event_name,
            "citations": ready.citations,
        }
    return Wanted(
        state,
        event,
        early if before is None else sessions(before, "--before"),
        late if after is None else sessions(after, "--after"),
        numbers(compare, event) if compare is not None else ready.compare if ready else (),
        numbers(toward, event) if toward is not None else ready.toward if ready else POWERS,
        words,
    )


def day(text: str) -> date:
    """A day; a month or a year is too little to say which session it falls in."""
    when = corcyra.moment(text)
    if when.precision != "day":
        raise typer.BadParameter(f"wants a day, as in 2005-05-13, given {text!r}.", param_hint="--at")
    return when.first


def number(name: str, event: date) -> int:
    """The COW number of a state."""
    state = corcyra.find_state(name, on=event)
    if state.cow is None:
        raise corcyra.UnknownName(
            "state of the Correlates of War", name, remedy="The ideal points have COW's states only."
        )
    return state.cow


def numbers(text: str, event: date) -> tuple[int, ...]:
    """The COW numbers of states separated by commas."""
    return tuple(number(part.strip(), event) for part in text.split(",") if part.strip())


def sessions(text: str, option: str) -> tuple[int, ...]:
    """The sessions that open in some years: ``2000-2003`` or ``2003``."""
    found = re.fullmatch(r"\s*(\d{4})\s*(?:[-\N{EN DASH}]\s*(\d{4})\s*)?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1946 <= first <= last:
        raise typer.BadParameter(f"wants years from 1946 on, as in 2000-2003, given {text!r}.", param_hint=option)
    return tuple(range(first - 1945, last - 1945 + 1))


def show(found: corcyra.Realignment) -> None:
    """The sentences, then the tables."""
    console = out()
    for text in found.meaning:
        console.print(text, markup=False)
    if found.left_out:
        console.print(f"Left out, no point of this state: session {', '.join(map(str, found.left_out))}.", markup=False)
    for name in PRINTED:
        frame = found.tables[name]
        if not frame.height:
            continue
        console.print(f"\n{name}", markup=False)
        table = Table(box=None, pad_edge=False)
        for column, kind in frame.schema.items():
            right = kind.is_numeric() and column not in STATES
            table.add_column(column.replace("_", " "), justify="right" if right else "left")
        for row in frame.rows(named=True):
            table.add_row(*(escape(shown(value, column)) for column, value in row.items()))
        console.print(table)


def shown(value: object, column: str) -> str:
    """A value of a table: three decimals, a state's name; nothing for missing."""
    if column in STATES:
        return "none" if value is None else corcyra.find_state(str(value)).name
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
