"""Years since the last event: the clock of duration dependence in panels of states or dyads by year.

Beck, Katz and Tucker (1998) add to a model of a yes-or-no event the time since the last one, and splines of it; Carter and
Signorino (2010) show that the time, its square and its cube do as well.
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import DataError, JoinError
from corcyra.panel.keys import Whole, key_column
from corcyra.panel.table import Column, Panel, check_panel
from corcyra.world.spells import check_word

__all__ = ["Gap", "clock", "spells"]

Gap = Literal["restart", "carry"]
CUBE = 1000.0
"""The cube is in thousands, to keep its coefficient in the range of the others (Carter and Signorino 2010)."""

Truth = NDArray[np.bool_]


def spells(
    panel: Panel,
    event: str,
    *,
    name: str = "peace_years",
    gap: Gap = "restart",
    cubed: bool = False,
    spell_id: str | None = None,
) -> Panel:
    """The panel with the years since the last event, counted at the start of each year, as in Beck, Katz and Tucker (1998).

    1. A unit starts at 0 in its first row; whatever happened before is not known.
    2. The year after an event is 0; each further year adds one. An event is any value but 0 and false.
    3. A missing event may have been one: the years after it are missing, until the year after the next known event.
    4. When a unit is absent for some years, ``gap="restart"`` starts it anew at 0; ``"carry"`` counts the years between, without event.

    ``cubed`` adds ``NAME_squared`` and ``NAME_cubed``, the cube in thousands (Carter and Signorino 2010). ``spell_id`` names a column with
    the number of the spell within its unit, from 1.

    Raises `JoinError` for a panel by day or a name that the panel has, `MissingColumn` for an unknown event, `DataError` for text,
    `ParameterError` for an unknown ``gap``.

    >>> frame = pl.DataFrame({"state": [371] * 5, "year": range(1990, 1995), "war": [0, 0, 1, 0, 0]})
    >>> panel = spells(Panel(frame, "state-year", {"war": Column("war", "a toy", "yes or no")}), "war")
    >>> panel["peace_years"].to_list()
    [0, 1, 2, 0, 1]
    """
    check_panel(panel, "spells")
    check_word("gap", gap, ("restart", "carry"))
    if panel.unit == "state-day":
        raise JoinError("spells counts years, and a state-day panel has days. Make a panel with state_years.")
    made = panel.column(event)
    happened = panel[event]
    if not (happened.dtype.is_numeric() or happened.dtype in (pl.Boolean, pl.Null)):
        raise DataError(f"the column {event!r} holds {happened.dtype}, not numbers or truth values. Make it 0 and 1 first.")
    known = happened.is_not_null() & (happened.is_not_nan() if happened.dtype.is_float() else True)
    units = [key_column(panel.frame, key) for key in panel.keys[:-1]]
    yes = (happened.cast(pl.Float64) != 0).fill_null(False).to_numpy() & known.to_numpy()
    first = new_units(units)
    begins, years, clear = clock(first, key_column(panel.frame, "year"), yes, known.to_numpy(), gap)
    values: dict[str, NDArray[Any]] = {name: years}
    if spell_id:
        values[spell_id] = numbered(first, begins)
    if cubed:
        values |= {f"{name}_squared": years * years, f"{name}_cubed": years**3 / CUBE}
    missing = None if clear.all() else ~pl.Series(clear)
    series = {key: pl.Series(key, each) for key, each in values.items()}
    if missing is not None:
        series = {key: each.set(missing, None) for key, each in series.items()}
    return panel.gain(series, {key: described(made, key, name, event, gap, spell_id) for key in series})


def new_units(units: list[Whole]) -> Truth:
    """The rows that are the first of their unit, for rows sorted by unit."""
    first = np.zeros(units[0].size, dtype=np.bool_)
    first[:1] = True
    for unit in units:
        first[1:] |= unit[1:] != unit[:-1]
    return first


def clock(first: Truth, years: Whole, event: Truth, known: Truth, gap: Gap) -> tuple[Truth, Whole, Truth]:
    """Where a spell begins, years since the last event, and whether they are known, for rows sorted by unit and year.

    1. A row sets the clock anew when it is its unit's first, follows a gap (``restart``), or follows a year with an event, known or not.
    2. Every row counts from the last row that set it: from its own year, or from the year after the event.

    >>> clock(np.array([True, False, False]), np.array([1990, 1991, 1992]), np.array([True, False, False]), np.ones(3, bool), "carry")[1].tolist()
    [0, 0, 1]
    """
    anew = first.copy()
    if gap == "restart":
        anew[1:] |= years[1:] != years[:-1] + 1
    after, unsure = np.zeros_like(first), np.zeros_like(first)
    after[1:] = event[:-1] & ~anew[1:]
    unsure[1:] = ~known[:-1] & ~anew[1:]
    last = held(anew | after | unsure)
    begun = years.copy()
    begun[1:][after[1:]] = years[:-1][after[1:]] + 1
    return anew | after, years - begun[last], ~unsure[last]


def numbered(first: Truth, begins: Truth) -> Whole:
    """The number of each row's spell within its unit, from 1."""
    count: Whole = np.cumsum(begins, dtype=np.int64)
    return count - count[held(first)] + 1


def held(marks: Truth) -> NDArray[np.int32]:
    """For each row, the last marked row at or before it; the first row is marked."""
    return np.maximum.accumulate(np.where(marks, np.arange(marks.size, dtype=np.int32), np.int32(0)))


def described(event: Column, key: str, name: str, column: str, gap: Gap, spell_id: str | None) -> Column:
    """The provenance of a column made here: the event's, and how it was counted."""
    what = f"years since the last year with {event.meaning} ({column}), at the start of the year"
    meaning, unit = {
        name: (what, "years"),
        f"{name}_squared": (f"square of the {what}", "square years"),
        f"{name}_cubed": (f"cube of the {what}", "thousand cubic years"),
        spell_id or "": (f"number of the spell between years with {event.meaning} ({column}), within its unit", "number"),
    }[key]
    return Column(
        key,
        meaning,
        unit,
        low=1.0 if key == spell_id else 0.0,
        sources=event.sources,
        families=event.families,
        citations=tuple(sorted({*event.citations, "beck1998taking", *(["carter2010back"] if key.endswith("ed") else [])})),
        licence=event.licence,
        version=event.version,
        method="counted from the panel's own rows, as in Beck, Katz and Tucker (1998)",
        parameters=(("event", column), ("gap", gap)),
        covers=event.covers,
    )
