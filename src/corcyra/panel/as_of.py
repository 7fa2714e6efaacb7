"""What could be known at the start of a year: a read-only view of everything dated before it.

Theories and predictors see an `AsOf`, never the live panels. The view enforces two rules: nothing dated in or after the
year is visible, and no column made from the evidence of the observed outcome can be read (rule C6 against circularity).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from corcyra.errors import CircularityError, DataError, SpanError
from corcyra.panel.panels import Floats, Panels
from corcyra.panel.table import Panel, check_panel

__all__ = ["CARRY", "AsOf", "as_of"]

CARRY = 3
"""How many years old the last known value may be. Ours: capabilities and regimes move slowly, and most datasets are
released one to three years late; an older value counts as missing."""


def as_of(panel: Panel, year: int) -> Panel:
    """The rows of a panel dated before the year; of a panel by day, before its 1 January.

    >>> from corcyra.panel.create import state_years
    >>> from corcyra.world.time import Years
    >>> as_of(state_years(Years(1992, 1999), [371]), 1994).frame["year"].to_list()
    [1992, 1993]
    """
    check_panel(panel, "as_of")
    when = pl.col("day").dt.year() if panel.unit == "state-day" else pl.col("year")
    return panel.where(when < year)


class AsOf:
    """The panels as they could be known before ``year``.

    ``latest(name)`` gives the last known value, at most ``carry`` years old, as an array over states, or states by
    others; ``history(name)`` all earlier years. ``hidden`` are the families of evidence that the outcome is made of.
    ``read`` collects the names read, for the shared examination of theories.
    """

    __slots__ = ("_panels", "_seen", "carry", "hidden", "read", "year")

    def __init__(self, panels: Panels, year: int, *, hidden: Iterable[str] = (), carry: int = CARRY) -> None:
        if not isinstance(panels, Panels):
            raise DataError(f"AsOf wants panels of states and dyads, given {type(panels).__name__}. Make them: corcyra.Panels.")
        if not isinstance(year, int | np.integer):
            raise SpanError(f"AsOf wants a year such as 2020, given {year!r}.")
        if not panels.years[0] < year <= panels.years[-1] + 1:
            raise SpanError(
                f"nothing is known before {year}: the panels run from {panels.years[0]} to {panels.years[-1]}. "
                f"Ask for {panels.years[0] + 1} to {panels.years[-1] + 1}."
            )
        self._panels = panels
        self._seen: dict[str, Floats] = {}
        self.year = year
        self.hidden = frozenset(hidden)
        self.carry = carry
        self.read: set[str] = set()

    def __repr__(self) -> str:
        hidden = f"; hidden: {', '.join(sorted(self.hidden))}" if self.hidden else ""
        return f"<AsOf {self.year}: {len(self.codes)} states, before that year{hidden}>"

    @property
    def codes(self) -> tuple[int, ...]:
        """The state codes in the order of the arrays' axes."""
        return self._panels.codes

    def place(self, code: int) -> int:
        """Where a state stands on the axes."""
        return self._panels.place(code)

    def history(self, name: str) -> Floats:
        """All years before this one: shape (years, states) or (years, states, others).

        Raises `CircularityError` when the column was made from hidden evidence, `MissingColumn` when there is none.
        """
        shared = self._panels.column(name).families & self.hidden
        if shared:
            raise CircularityError(
                f"{name!r} is made from {', '.join(sorted(shared))}, which the observed alignment is made from too. "
                "Predict from other evidence, or leave that family out of the outcome."
            )
        self.read.add(name)
        return self._panels.array(name)[: self.year - self._panels.years[0]]

    def latest(self, name: str) -> Floats:
        """The last known value, at most ``carry`` years old, else NaN: shape (states,) or (states, others)."""
        if name not in self._seen:
            recent = self.history(name)[-self.carry :]
            value = recent[-1].copy()
            for earlier in recent[-2::-1]:
                value = np.where(np.isnan(value), earlier, value)
            value.flags.writeable = False
            self._seen[name] = value
        self.read.add(name)
        return self._seen[name]
