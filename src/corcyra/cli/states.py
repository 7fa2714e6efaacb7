"""``corcyra states QUERY``: find states by name, alias or code, through time."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

import corcyra
from corcyra.cli.console import out


def states(
    query: Annotated[str, typer.Argument(help="A name in any script, an ISO-3 code, or a COW or Gleditsch-Ward number.")],
    on: Annotated[str | None, typer.Option(help="Only states that existed then: YYYY-MM-DD, YYYY-MM or YYYY.")] = None,
) -> None:
    """Find states, their codes, and the days on which those held.

    Examples:

      corcyra states Germany

      corcyra states 260 --on 1975-06-01

      corcyra states Հայաստան
    """
    when = None if on is None else corcyra.moment(on)
    day = None if when is None else when.first.year if when.precision == "year" else when.first
    found = corcyra.search_states(query, on=day)
    if not found:
        corcyra.find_state(query, on=day)  # says what is wrong with the name or the date
    table = Table(box=None, pad_edge=False)
    for title in ("COW", "G-W", "ISO-3", "name", "from", "to"):
        table.add_column(title, justify="right" if title in {"COW", "G-W"} else "left")
    for state in found:
        cow, gw = ("" if code is None else str(code) for code in (state.cow, state.gw))
        end = "today" if state.span.end is None else str(state.span.end)
        table.add_row(cow, gw, state.iso3 or "", escape(state.name), str(state.span.start), end)
    out().print(table)
