"""From pairs to states: what a state's dyad-years say, summed or otherwise summarised over the others.

Datasets of pairs (alliances, borders, disputes, rivalries, trade) do not join a panel of states by year, since it is a choice how
many rows become one. They join a panel of directed dyads; `collapse` then makes states of it, and each column says how.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, get_args

import polars as pl

from corcyra.errors import DataError, JoinError, ParameterError
from corcyra.panel.table import Column, Panel, check_panel
from corcyra.world.spells import check_word

__all__ = ["How", "collapse"]

How = Literal["sum", "max", "min", "mean", "count"]
WAYS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "sum": pl.Expr.sum,
    "max": pl.Expr.max,
    "min": pl.Expr.min,
    "mean": pl.Expr.mean,
    "count": lambda value: (value > 0).sum().cast(pl.Int64),
}
MEANT = {"sum": "sum of", "max": "highest", "min": "lowest", "mean": "mean of", "count": "number of others above 0 in"}


def collapse(panel: Panel, how: Mapping[str, How]) -> Panel:
    """A panel of states by year from one of directed dyads: columns summarised over ``other``, named ``COLUMN_sum`` and so on.

    1. There is a row for every state and year that is ``state`` and ``year`` of a row; a panel cut with ``where`` has fewer.
    2. ``how`` says for each column ``sum``, ``max``, ``min``, ``mean``, or ``count``: how many others have a value above 0.
    3. Missing values (NaN too) are left out. A cell is missing only when the value of every other is missing; so a sum or
       a count over partners that are known in part is a lower bound.

    The reports stay those of the dyads. Raises `JoinError` for a panel of another unit, `MissingColumn` for an unknown column,
    `DataError` for text, `ParameterError` for another ``how``.

    >>> rows = {"state": [371, 371, 373], "other": [372, 373, 371], "year": [1993, 1993, 1993], "hostility": [0, 4, None]}
    >>> dyads = Panel(pl.DataFrame(rows), "directed-dyad-year", {"hostility": Column("hostility", "hostility", "0 to 5")})
    >>> collapse(dyads, {"hostility": "count"}).frame.rows()
    [(371, 1993, 1), (373, 1993, None)]
    >>> collapse(dyads, {"hostility": "max"}).column("hostility_max").meaning
    'highest hostility, over all others'
    """
    check_panel(panel, "collapse")
    if panel.unit != "directed-dyad-year":
        raise JoinError(
            f"collapse wants a directed-dyad-year panel, given a {panel.unit} panel. "
            "Make one with corcyra.dyad_years(years, directed=True)."
        )
    if not isinstance(how, Mapping):
        raise ParameterError(f'how wants a word for each column, given {how!r}. Write {{"COLUMN": "sum"}}.')
    made = {f"{name}_{word}": summarised(panel, name, word) for name, word in how.items()}
    columns = {name: about for name, (_, about) in made.items()}
    grouped = panel.frame.group_by("state", "year").agg(each.alias(name) for name, (each, _) in made.items())
    return Panel(grouped.sort("state", "year"), "state-year", columns, panel.reports, panel.system)


def summarised(panel: Panel, name: str, word: How) -> tuple[pl.Expr, Column]:
    """The summary of one column, and its provenance."""
    check_word("how", word, get_args(How))
    about, kind = panel.column(name), panel[name].dtype
    if not (kind.is_numeric() or kind in (pl.Boolean, pl.Null)):
        raise DataError(f"the column {name!r} holds {kind}, not numbers or truth values. Leave it out, or make it numbers first.")
    value = pl.col(name).cast(pl.Int64 if kind.is_integer() or kind == pl.Boolean else pl.Float64)
    known = value if kind.is_integer() or kind == pl.Boolean else value.fill_nan(None)
    return pl.when(known.count() > 0).then(WAYS[word](known)), described(about, name, word)


def described(about: Column, name: str, word: How) -> Column:
    """The provenance of a summary: the column's, how it was made, and the range that follows from the column's."""
    low, high = about.low, about.high
    if word == "sum":
        low, high = (0.0 if low is not None and low >= 0 else None), (0.0 if high is not None and high <= 0 else None)
    if word == "count":
        low, high = 0.0, None
    return replace(
        about,
        name=f"{name}_{word}",
        meaning=f"{MEANT[word]} {about.meaning}, over all others",
        unit="states" if word == "count" else about.unit,
        low=low,
        high=high,
        digest="",
        method=f"{about.method}; {word} of {name} over the others with a known value",
    )
