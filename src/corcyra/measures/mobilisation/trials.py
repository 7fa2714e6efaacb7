"""The placebos of a mobilisation as rows of one table, each with its verdict (SCIENCE E3)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np
import polars as pl

from corcyra.errors import DataError, MissingSource, SpanError
from corcyra.measures.mobilisation.data import Cells, cells, first_switch, joined
from corcyra.measures.mobilisation.effects import Row, moved_states
from corcyra.measures.mobilisation.fixed_effects import Z95, Fit
from corcyra.measures.mobilisation.placebo import (
    PERMANENT,
    fitted,
    leads,
    normal_p,
    patron_effects,
    reassigned,
    share_beyond,
)
from corcyra.measures.mobilisation.treaties import SOFT, soft_years
from corcyra.measures.mobilisation.wording import in_text
from corcyra.sources.datasets.un_roll_calls import ISSUES
from corcyra.sources.library import Library
from corcyra.world.codes import code
from corcyra.world.time import Years

__all__ = ["LEVEL", "PLACEBOS", "chance", "early", "issue", "soft", "stood_in"]

LEAD = 3
"""Years by which the placebo switch comes too early. Ours: accession talks seldom last longer between signature and invitation."""
LEVEL = 0.05
"""p below which a placebo effect counts as found."""
PLACEBOS = {
    "placebo": pl.String,
    "kind": pl.String,
    "estimate": pl.Float64,
    "se": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p": pl.Float64,
    "fails": pl.Boolean,
}
"""Columns of the table of placebos; ``fails`` is missing where nothing can be judged."""


def stood_in(
    cast: pl.DataFrame, bound: pl.DataFrame, patron: int, chosen: Sequence[int], executor: Executor | None
) -> list[Row]:
    """Rows of the placebo patrons. A great power fails only when agreement with it rose: to turn from a rival of the patron is no
    evidence against the alliance."""
    found: list[Row] = []
    for each, fit in zip(chosen, patron_effects(cast, bound, patron, chosen, executor), strict=True):
        name, power = f"agreement with {in_text(str(code(each, 'name')))}", each in PERMANENT
        row = placebo(name, "power" if power else "patron", fit)
        if power and row[-1] is not None:
            row = (*row[:-1], bool(row[-1]) and float(fit.estimate[0]) > 0)
        found.append(row)
    return found


def issue(key: str, fit: Fit) -> Row:
    """The row of an irrelevant issue."""
    return placebo(f"votes on {ISSUES[key]}", "issue", fit)


def placebo(name: str, kind: str, fit: Fit) -> Row:
    """The row of a placebo effect, which should be none: it fails when p is below 5 %."""
    return judged(name, kind, float(fit.estimate[0]), float(fit.se[0]))


def judged(name: str, kind: str, estimate: float, se: float) -> Row:
    """A row; without an estimate nothing is judged."""
    if not (np.isfinite(estimate) and np.isfinite(se)):
        return name, kind, None, None, None, None, None, None
    p = normal_p(estimate, se)
    return name, kind, estimate, se, estimate - Z95 * se, estimate + Z95 * se, p, bool(p < LEVEL)


def early(grid: Cells, notes: list[str]) -> list[Row]:
    """The lead placebo."""
    try:
        return [placebo(f"entry {LEAD} years too early", "lead", leads(grid, first_switch(grid, "entry"), LEAD))]
    except DataError as problem:
        notes.append(f"Leads: {problem}")
        return []


def chance(grid: Cells, rng: np.random.Generator, draws: int, notes: list[str], *, seen: bool) -> list[Row]:
    """Histories given to the wrong states: an effect that was ``seen`` should be unusual among them; the placebo fails when it is not."""
    found: list[Row] = []
    for among, told in (
        ("states", "histories of alliance given to states never allied"),
        ("switchers", "histories of alliance shuffled among switchers"),
    ):
        try:
            true, drawn = reassigned(grid, rng, draws, among=among)
        except DataError as problem:
            notes.append(f"{told.capitalize()}: {problem}")
            continue
        p = share_beyond(true, drawn)
        low, high = (float(np.quantile(drawn, point)) for point in (0.025, 0.975))
        fails = p >= LEVEL if seen else None
        found.append((told, "dates", float(drawn.mean()), float(drawn.std()), low, high, p, fails))
    return found


def soft(
    library: Library, rows: pl.DataFrame, bound: pl.DataFrame, patron: int, years: Years, kind: str, notes: list[str]
) -> list[Row]:
    """Rows of treaties that bind the patron to no fight, among state-years without alliance; those on which ``kind`` rests are no placebo.

    A treaty that nobody entered or left in these years has no row.
    """
    if kind in {f"atop_{name}" for name in SOFT}:
        notes.append("Treaties without a duty to fight: the alliance asked for is one itself, so they are no placebo.")
        return []
    try:
        kinds = soft_years(library, patron, years)
    except (MissingSource, SpanError) as problem:
        notes.append(f"Treaties without a duty to fight: {problem}")
        return []
    table = cells(rows).join(bound, on=["state", "year"], how="anti", maintain_order="left")
    found = []
    for word, pacts in kinds.items():
        if moved := moved_states(table, pacts):
            told = f"{word} without a promise to fight, {moved} switcher{'s' * (moved > 1)}"
            found.append(placebo(told, "treaty", fitted(joined(table, pacts))))
    return found
