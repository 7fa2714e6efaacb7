"""The tables of effects: every estimator on every class of roll calls, and the path of agreement around a switch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from corcyra.errors import DataError
from corcyra.measures.mobilisation.data import Cells, cells, censored, first_switch, joined
from corcyra.measures.mobilisation.fixed_effects import Z95, Fit, event_study, triple_difference, two_way
from corcyra.measures.mobilisation.gaps import CLASSES, of_class
from corcyra.measures.mobilisation.group_time import Average, Normal, average, group_time, imputation, simultaneous
from corcyra.measures.mobilisation.placebo import normal_p
from corcyra.panel.panels import Floats

__all__ = ["BINS", "EFFECTS", "STUDY", "effect_row", "effects", "studies", "with_controls", "yearly"]

BINS = ((-99, -7), (-6, -4), (-3, -2), (0, 2), (3, 8), (9, 99))
"""Years since the switch, first and last, of SCIENCE E4; the year before the switch is the reference."""
EVENTS = ("entry", "exit")
EFFECTS = {
    "class": pl.String,
    "estimator": pl.String,
    "estimate": pl.Float64,
    "se": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p": pl.Float64,
    "n": pl.Int64,
    "clusters": pl.Int64,
    "switchers": pl.Int64,
}
"""Columns of the table of effects: n is the number of cells or, for group-time averages, of comparisons."""
STUDY = {
    "estimator": pl.String,
    "event": pl.String,
    "first": pl.Int64,
    "last": pl.Int64,
    "estimate": pl.Float64,
    "se": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "band_low": pl.Float64,
    "band_high": pl.Float64,
    "states": pl.Int64,
}
"""Columns of the event study; ``band`` is the simultaneous 95 % band of the group-time estimator, missing for the other."""
WINDOW = (-6, 9)
"""Ours: the single years around a switch that the group-time event study shows."""

Row = tuple[object, ...]


def effect_row(kind: str, estimator: str, estimate: float, se: float, n: int, clusters: int, moved: int) -> Row:
    """One row of the table; an estimate that the data cannot give is missing, never 0."""
    if not np.isfinite(estimate):
        return kind, estimator, None, None, None, None, None, n, clusters, moved
    if not np.isfinite(se):
        return kind, estimator, estimate, None, None, None, None, n, clusters, moved
    return (
        kind,
        estimator,
        estimate,
        se,
        estimate - Z95 * se,
        estimate + Z95 * se,
        normal_p(estimate, se),
        n,
        clusters,
        moved,
    )


def fit_row(kind: str, estimator: str, fit: Fit, moved: int) -> Row:
    """The row of a regression's first coefficient."""
    return effect_row(kind, estimator, float(fit.estimate[0]), float(fit.se[0]), fit.rows, fit.clusters, moved)


def effects(
    rows: pl.DataFrame, allies: pl.DataFrame, rng: np.random.Generator, draws: int, *, anticipation: int = 0
) -> pl.DataFrame:
    """Every estimator for every class: ``fixed effects`` in all classes, ``triple difference`` across two of them, and for all
    roll calls ``group-time not-yet``, ``group-time never`` and ``imputation``, each on entry and on exit."""
    found: list[Row] = []
    for kind in CLASSES:
        table = joined(cells(of_class(rows, kind)), allies)
        if table["year"].n_unique() > 1 and table["state"].n_unique() > 1:
            found.append(fit_row(kind, "fixed effects", two_way(*arrays(table)), moved_states(table, allies)))
    table = joined(cells(rows.filter(pl.col("important").is_not_null()), "important"), allies)
    if table["important"].n_unique() == 2:
        state, year, outcome, ally = arrays(table)
        fit = triple_difference(state, year, table["important"].to_numpy(), outcome, ally)
        found.append(fit_row("important x other", "triple difference", fit, moved_states(table, allies)))
    grid = Cells.of(cells(rows), allies)
    for event in EVENTS:
        found += staggered(grid, event, rng, draws, anticipation)
    return pl.DataFrame(found, schema=EFFECTS, orient="row")


def arrays(table: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, Floats, Floats]:
    """State, year, agreement and ally of a table of cells."""
    state, year, outcome, ally = (table[name].to_numpy() for name in ("state", "year", "agreement", "ally"))
    return state, year, outcome, ally


def moved_states(table: pl.DataFrame, allies: pl.DataFrame) -> int:
    """How many states were seen both as ally and not."""
    pairs = joined(table.select("state", "year").unique(), allies)
    return pairs.group_by("state").agg(pl.col("ally").n_unique()).filter(pl.col("ally") == 2).height


def staggered(grid: Cells, event: str, rng: np.random.Generator, draws: int, anticipation: int) -> list[Row]:
    """The rows of the two estimators for staggered switches; none where no state switched so."""
    switch = first_switch(grid, event)
    outcome, found = censored(grid, event, switch), []
    clusters = int((~np.isnan(outcome)).any(axis=1).sum())
    for control in ("not-yet", "never"):
        try:
            mean = average(group_time(outcome, switch, grid.years, control=control, anticipation=anticipation))
        except DataError:
            continue
        name = f"group-time {control}, {event}"
        found.append(
            effect_row("all", name, mean.effect, mean.bootstrap(rng, draws), mean.cells, clusters, mean.states)
        )
    try:
        estimate, each = imputation(outcome, switch, grid.years, anticipation=anticipation)
    except DataError:
        return found
    drawn = Normal.of(outcome, switch, grid.years, anticipation).bootstrap(rng, draws)
    known = ~np.isnan(each)
    found.append(
        effect_row(
            "all",
            f"imputation, {event}",
            estimate,
            float(drawn.std()),
            int(known.sum()),
            clusters,
            int(known.any(axis=1).sum()),
        )
    )
    return found


def studies(grid: Cells, rng: np.random.Generator, draws: int, bins: Sequence[tuple[int, int]] = BINS) -> pl.DataFrame:
    """The event studies of entry and exit, binned with two-way effects and by single year with group-time averages.

    States allied all along (entry) or never (exit) are left out. Without a switch the table is empty.
    """
    found: list[Row] = []
    for event in EVENTS:
        switch = first_switch(grid, event)
        outcome = censored(grid, event, switch)
        if (switch > 0).any():
            found += binned(grid, event, outcome, switch, bins)
            found += single(grid, event, outcome, switch, rng, draws)
    return pl.DataFrame(found, schema=STUDY, orient="row")


def binned(grid: Cells, event: str, outcome: Floats, switch: np.ndarray, bins: Sequence[tuple[int, int]]) -> list[Row]:
    """Rows of `event_study`; bins without a state are missing."""
    row, column = np.nonzero(~np.isnan(outcome))
    when = np.array(grid.years)[column]
    since = np.where(switch[row] > 0, when - switch[row], np.nan)
    fit = event_study(row, when, outcome[row, column], since, bins)
    found: list[Row] = []
    for k, (low, high) in enumerate(bins):
        states = len(set(row[(since >= low) & (since <= high)].tolist()))
        estimate, se, start, end = effect_row("", "", float(fit.estimate[k]), float(fit.se[k]), 0, 0, 0)[2:6]
        found.append(("fixed effects", event, low, high, estimate, se, start, end, None, None, states))
    return found


def yearly(grid: Cells, event: str) -> dict[int, Average]:
    """Group-time averages by years since the switch, the year before it left out; empty without a comparison."""
    switch = first_switch(grid, event)
    comparisons = group_time(censored(grid, event, switch), switch, grid.years)
    ages = sorted({each.year - each.group for each in comparisons})
    return {age: average(comparisons, lambda each, age=age: each.year - each.group == age) for age in ages}  # type: ignore[misc]


def single(
    grid: Cells, event: str, outcome: Floats, switch: np.ndarray, rng: np.random.Generator, draws: int
) -> list[Row]:
    """Rows of single years within `WINDOW`."""
    ages = {age: each for age, each in yearly(grid, event).items() if WINDOW[0] <= age <= WINDOW[1]}
    if not ages:
        return []
    errors, critical = simultaneous(list(ages.values()), rng, draws)
    found: list[Row] = []
    for (age, each), se in zip(ages.items(), errors, strict=True):
        low, high = each.effect - Z95 * se, each.effect + Z95 * se
        band = (each.effect - critical * se, each.effect + critical * se) if np.isfinite(critical) else (None, None)
        found.append(("group-time", event, age, age, each.effect, float(se), low, high, *band, each.states))
    return found


def with_controls(rows: pl.DataFrame, allies: pl.DataFrame, controls: pl.DataFrame) -> Row | None:
    """Two-way effects with controls: a frame with state, year and numbers, dated before the vote and made from other issues.

    State-years with a missing control are left out; `None` when too few remain. Raises `DataError` for a repeated state-year.
    """
    names = [name for name in controls.columns if name not in ("state", "year")]
    if controls.select("state", "year").is_duplicated().any():
        raise DataError("the controls have a state and year more than once. Keep one row.")
    table = joined(cells(rows), allies).join(controls, on=["state", "year"]).drop_nulls(names)
    table = table.filter(pl.all_horizontal(pl.col(name).is_finite() for name in names))
    if table["state"].n_unique() < 2:
        return None
    fit = two_way(*arrays(table), controls=table.select(names).to_numpy().astype(np.float64))
    return fit_row("all", f"fixed effects, controls {', '.join(names)}", fit, moved_states(table, allies))
