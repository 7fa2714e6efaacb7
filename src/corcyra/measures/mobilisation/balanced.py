"""Allies against others that were like them before: balanced comparisons of levels and of changes (SCIENCE E2 v).

Entry and exit are compared in a stack of experiments, one for each year in which states switched: the switchers of the year, and the
states that kept their standing throughout, each with the years around it. Those who kept it are weighted so that, before the
switch, they are like the switchers; then the change is compared. Only states of the switchers' regions serve. Often no weights
exist: that nobody outside an alliance was like those who entered is itself a finding. So the balance of positions alone stands beside
that of all covariates, and so do the nearest matches, which always exist and say how far they are from balance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from corcyra.errors import DataError
from corcyra.measures.mobilisation.balance import effective_size, entropy_weights, nearest_weights, standardised
from corcyra.measures.mobilisation.covariates import POSITION, region
from corcyra.measures.mobilisation.data import Cells, cells, censored, first_switch, joined
from corcyra.measures.mobilisation.effects import Row, effect_row, fit_row
from corcyra.measures.mobilisation.fixed_effects import Fit, least_squares
from corcyra.panel.panels import Floats

__all__ = ["AROUND", "BALANCE", "balanced"]

AROUND = (-6, 8)
"""Years of each experiment, first and last, since the switch. Ours: three bins of the event study before, two from then on."""
MATCHES = 3
"""Matches of each switcher. Ours: one would hang on a single state, and few regions have many more."""
LEVEL = "entropy balance, level"
NOTHING = 1e-9
"""Ours: units that weigh less than this share of the heaviest are left out of the regression, which they would only make slow."""
BALANCE = {
    "estimator": pl.String,
    "covariate": pl.String,
    "allied": pl.Float64,
    "others": pl.Float64,
    "weighted": pl.Float64,
    "before": pl.Float64,
    "after": pl.Float64,
    "units": pl.Int64,
    "pool": pl.Int64,
    "effective": pl.Float64,
}
"""Columns of the table of balance. ``before`` and ``after`` are differences of means in standard deviations of the allied (or switchers);
``units`` of them are compared with a ``pool`` that tells as much as ``effective`` equally weighted units. After weighting: missing where
no weights exist."""


@dataclass(frozen=True, eq=False)
class Side:
    """What is weighed: the covariates of the allied (or switchers) and of the others, one row a unit."""

    names: tuple[str, ...]
    allied: Floats
    others: Floats
    exact: frozenset[str]

    @classmethod
    def of(cls, columns: dict[str, Floats], groups: dict[str, Floats], allied: np.ndarray) -> Side:
        """From columns over all units, those of groups (0 or 1), and which units are allied; a column in which nobody differs is left out."""
        both = {name: column for name, column in (columns | groups).items() if column.std() > 0}
        whole = np.column_stack(list(both.values())) if both else np.empty((len(allied), 0))
        return cls(tuple(both), whole[allied], whole[~allied], frozenset(groups))

    def entropy(self) -> Floats:
        """Weights of the others, summing to the number of the allied; raises `DataError` when there are none."""
        return len(self.allied) * entropy_weights(self.others, self.allied.mean(axis=0), self.names)

    def nearest(self) -> Floats:
        """Weights of the nearest matches within the same region and experiment; raises `DataError` when one has no match."""
        exact = [k for k, name in enumerate(self.names) if name in self.exact]
        same = (self.allied[:, None, exact] == self.others[None][:, :, exact]).all(axis=2)
        if not same.any(axis=1).all():
            raise DataError("no weights exist: a switcher has no other of its region and year to be matched with.")
        free = [k for k in range(len(self.names)) if k not in exact]
        return nearest_weights(self.allied[:, free], self.others[:, free], same, MATCHES)

    def rows(self, estimator: str, weights: Floats | None) -> list[Row]:
        """Rows of the table of balance."""
        size = (len(self.allied), len(self.others), None if weights is None else effective_size(weights))
        means, after = None, None
        if weights is not None:
            means, after = (
                np.average(self.others, axis=0, weights=weights),
                standardised(self.allied, self.others, weights),
            )
        before, allied, others = (
            standardised(self.allied, self.others),
            self.allied.mean(axis=0),
            self.others.mean(axis=0),
        )
        return [
            (estimator, name, at(allied, k), at(others, k), at(means, k), at(before, k), at(after, k), *size)
            for k, name in enumerate(self.names)
        ]


@dataclass(frozen=True, eq=False)
class Record:
    """What the comparisons found: rows of the table of effects, rows of the table of balance, and what has no answer."""

    effects: list[Row] = field(default_factory=list)
    balance: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def weigh(self, side: Side, name: str, make: Callable[[], Floats]) -> Floats | None:
        """The weights of the others; without any the estimate is missing, and a note says why."""
        try:
            if not len(side.others):
                raise DataError("no weights exist: there is no other in the same regions.")
            weights = make()
        except DataError as problem:
            self.notes.append(f"{name[0].upper()}{name[1:]}: {problem}")
            moved = 0 if name == LEVEL else len(side.allied)
            self.effects.append(effect_row("all", name, np.nan, np.nan, len(side.allied), 0, moved))
            self.balance.extend(side.rows(name, None) if len(side.others) else [])
            return None
        self.balance.extend(side.rows(name, weights))
        return weights


def at(values: Floats | None, k: int) -> float | None:
    """One of the values; missing where it is not a number."""
    return None if values is None or not np.isfinite(values[k]) else float(values[k])


def balanced(rows: pl.DataFrame, allies: pl.DataFrame, table: pl.DataFrame) -> Record:
    """Comparisons of like with like, all roll calls.

    ``table`` has state, year and covariates that are dated before the year. ``entropy balance, level`` weights the state-years without
    alliance to be like those with it, the position in votes left out, and allows for years. The others weight those that kept their
    standing to be like the switchers, and compare changes, for entry and for exit: ``entropy balance`` on all covariates, ``position
    balance`` on the distance of ideal points, ``nearest matches``. Units with a missing covariate are left out, and regions and
    years of switch are balanced too. Errors are clustered by state and take the weights as given; a single switcher has none. Source: Hainmueller (2012).
    """
    found = Record()
    names = [each for each in table.columns if each not in ("state", "year")]
    if names:
        level(rows, allies, table, [each for each in names if each != POSITION], found)
        grid = Cells.of(cells(rows), allies)
        for event in ("entry", "exit"):
            change(grid, event, table, names, found)
    return found


def level(rows: pl.DataFrame, allies: pl.DataFrame, table: pl.DataFrame, names: Sequence[str], found: Record) -> None:
    """The contrast of allied state-years and others that were like them."""
    known = joined(cells(rows), allies).join(table, on=["state", "year"], maintain_order="left").drop_nulls(names)
    known = nearby(known.with_columns(allied=pl.col("ally") == 1))
    if not names or not known["allied"].any():
        return
    allied = known["allied"].to_numpy()
    side = Side.of({name: known[name].to_numpy() for name in names}, regions(known), allied)
    weights = found.weigh(side, LEVEL, side.entropy)
    if weights is None:
        return
    state, year, outcome = (known[key].to_numpy() for key in ("state", "year", "agreement"))
    weight = np.ones(known.height)
    weight[~allied] = weights
    fit = weighted(outcome, allied, [year], state, weight)
    found.effects.append(fit_row("all", LEVEL, fit, 0))


def weighted(
    outcome: Floats, allied: np.ndarray, groups: Sequence[np.ndarray], state: np.ndarray, weight: Floats
) -> Fit:
    """Weighted least squares on the rows that weigh anything."""
    used = weight > NOTHING * weight.max()
    groups = [group[used] for group in groups]
    return least_squares(
        outcome[used], allied[used, None].astype(float), groups, state[used], names=["ally"], weights=weight[used]
    )


def nearby(known: pl.DataFrame) -> pl.DataFrame:
    """The rows in regions that have an allied unit."""
    marked = known.with_columns(region=pl.col("state").map_elements(region, return_dtype=pl.String))
    return marked.filter(pl.col("region").is_in(marked.filter("allied")["region"].unique().to_list()))


def regions(known: pl.DataFrame) -> dict[str, Floats]:
    """A column for each region but the first."""
    return {
        f"region {name}": (known["region"] == name).to_numpy().astype(float)
        for name in sorted(set(known["region"]))[1:]
    }


def change(grid: Cells, event: str, table: pl.DataFrame, names: Sequence[str], found: Record) -> None:
    """The change of switchers against that of those who kept their standing and were like them, in up to three ways."""
    switch = first_switch(grid, event)
    outcome = censored(grid, event, switch)
    whole = experiments(grid, switch, outcome).join(table, on=["state", "year"], how="left", maintain_order="left")
    if not whole["allied"].any():
        return
    kinds = [("entropy balance", list(names)), ("nearest matches", list(names))]
    if POSITION in names and len(names) > 1:
        kinds.insert(1, ("position balance", [POSITION]))
    for kind, chosen in kinds:
        name, units = f"{kind}, {event}", whole.drop_nulls(chosen)
        left_out(name, whole, chosen, found)
        if not units["allied"].any():
            continue
        units = nearby(units)
        allied = units["allied"].to_numpy()
        side = Side.of({each: units[each].to_numpy() for each in chosen}, regions(units) | starts(units), allied)
        weights = found.weigh(side, name, side.nearest if kind == "nearest matches" else side.entropy)
        if weights is None:
            continue
        weight = np.ones(units.height)
        weight[~allied] = weights
        fit, moved = stacked(grid, outcome, units, weight), int(allied.sum())
        se = float(fit.se[0]) if moved > 1 else np.nan  # the scores of one switcher sum to nothing by construction
        found.effects.append(effect_row("all", name, float(fit.estimate[0]), se, fit.rows, fit.clusters, moved))


def starts(units: pl.DataFrame) -> dict[str, Floats]:
    """A column for each experiment but the first."""
    return {
        f"switch {year}": (units["year"] == year).to_numpy().astype(float) for year in sorted(set(units["year"]))[1:]
    }


def left_out(name: str, whole: pl.DataFrame, chosen: Sequence[str], found: Record) -> None:
    """A note on switchers of which a covariate is not known."""
    moved = whole.filter("allied")
    lacking = [each for each in chosen if moved[each].null_count()]
    if lacking:
        lost = moved.height - moved.drop_nulls(lacking).height
        told = f"{lost} of {moved.height} switchers are left out, since {', '.join(lacking)} in the three years before the switch is not known."
        found.notes.append(f"{name[0].upper()}{name[1:]}: {told}")


def experiments(grid: Cells, switch: np.ndarray, outcome: Floats) -> pl.DataFrame:
    """The units: state, year (of the switch), allied (switched then), place (row of the grid); seen both before and after.

    The others are those that never switched.
    """
    rows, years = [], np.array(grid.years)
    for start in sorted(set(switch[switch > 0].tolist())):
        before = (years >= start + AROUND[0]) & (years < start)
        after = (years >= start) & (years <= start + AROUND[1])
        seen = ~np.isnan(outcome)
        there = seen[:, before].any(axis=1) & seen[:, after].any(axis=1) & ((switch == start) | (switch == 0))
        rows += [(grid.states[k], start, bool(switch[k] == start), int(k)) for k in np.flatnonzero(there)]
    schema = {"state": pl.Int64, "year": pl.Int64, "allied": pl.Boolean, "place": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def stacked(grid: Cells, outcome: Floats, units: pl.DataFrame, weight: Floats) -> Fit:
    """The weighted change: a unit's effect for each unit, a year's effect in each experiment, errors clustered by state."""
    years, place, start, allied, state = (
        np.array(grid.years),
        *(units[key].to_numpy() for key in ("place", "year", "allied", "state")),
    )
    since = years - start[:, None]
    seen = ~np.isnan(outcome[place]) & (since >= AROUND[0]) & (since <= AROUND[1])
    unit, column = np.nonzero(seen)
    bound = allied[unit] & (since[unit, column] >= 0)
    groups = [unit, start[unit] * 10_000 + years[column]]
    return weighted(outcome[place[unit], column], bound, groups, state[unit], weight[unit])
