"""Guards against circularity: no predictor may be made of what the outcome is made of (SCIENCE C6, rules 1, 2 and 6).

`audit` is the rule; it follows the families of evidence through every derived column. `leak_report` is the suspicion:
how much each predictor, as known before the year, tells of the partner of that year and of the year before. A predictor
that tells much more of the past partner than of the next one may be a copy of the outcome under another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from corcyra.contest.baselines import Past, past_of
from corcyra.contest.run import Kept
from corcyra.contest.trials import Ints
from corcyra.errors import CircularityError
from corcyra.measures.measure import Parameter
from corcyra.panel.as_of import CARRY, AsOf
from corcyra.panel.panels import Floats, Panels
from corcyra.theories.theory import toward
from corcyra.world.poles import Pole

__all__ = ["CLASSES", "audit", "information", "leak_report", "masses"]

CLASSES = Parameter(4.0, "ours: quarters; with a hundred state-years more classes would be nearly empty", 2.0)
"""Classes of equal mass that a predictor is cut into."""


def audit(panels: Panels, needs: Iterable[str], hidden: frozenset[str]) -> None:
    """Raise `CircularityError` when a needed column is made from a hidden family of evidence, naming all such columns.

    Raises `MissingColumn` when the panels lack a needed column.

    >>> from corcyra.panel.create import dyad_years, state_years
    >>> from corcyra.panel.table import Column
    >>> from corcyra.world.time import Years
    >>> states = state_years(Years(1992, 1992), [371])
    >>> pacts = {"pacts": Column("pacts", "pacts", "count", families=frozenset({"commitments"}))}
    >>> panels = Panels(states.gain({"pacts": pl.Series([1.0])}, pacts), dyad_years(Years(1992, 1992), [371, 373], directed=True))
    >>> audit(panels, ["pacts"], frozenset({"conflicts"}))
    >>> audit(panels, ["pacts"], frozenset({"commitments"}))
    Traceback (most recent call last):
        ...
    corcyra.errors.CircularityError: the observed alignment and predictors share evidence: pacts (commitments). Predict
    from other columns, or leave these families out of the outcome.
    """
    shared = {name: sorted(panels.column(name).families & hidden) for name in dict.fromkeys(needs)}
    found = "; ".join(f"{name} ({', '.join(families)})" for name, families in shared.items() if families)
    if found:
        raise CircularityError(
            f"the observed alignment and predictors share evidence: {found}. "
            "Predict from other columns, or leave these families out of the outcome."
        )


def leak_report(
    panels: Panels,
    names: Sequence[str],
    history: pl.DataFrame,
    states: Sequence[int],
    poles: Sequence[Pole],
    *,
    classes: Parameter = CLASSES,
    carry: int = CARRY,
) -> pl.DataFrame:
    """Mutual information in bits of each predictor, as known before year t, with the partner at t and at t-1.

    A state column is held against the partner itself, over state-years; a dyad column against whether the pole is the
    partner, over state-years and poles. Predictors are cut into classes of equal mass. Columns: column, families, unit,
    n, now, before, excess (before - now), bias. The estimate is too high by about ``bias`` = (classes - 1)(outcomes - 1) /
    (2 n ln 2) bits (Miller 1955), so values near it mean nothing. Both are taken on the same rows: those where the
    predictor and both partners are known. Raises `MissingColumn` on a column that the panels lack.
    """
    past = past_of(history, poles)
    kept = Kept(panels.states, panels.dyads)
    views = [AsOf(kept, year, carry=carry) for year in range(past.first + 1, past.first + len(past.partner))]
    made = {name: ", ".join(sorted(panels.column(name).families)) for name in names}
    rows = [leak_row(name, made[name], views, states, past, poles, int(classes.value)) for name in names]
    return pl.DataFrame(rows, schema=SCHEMA).fill_nan(None)


SCHEMA = {
    "column": pl.String(),
    "families": pl.String(),
    "unit": pl.String(),
    "n": pl.Int64(),
    "now": pl.Float64(),
    "before": pl.Float64(),
    "excess": pl.Float64(),
    "bias": pl.Float64(),
}


def leak_row(
    name: str,
    families: str,
    views: Sequence[AsOf],
    states: Sequence[int],
    past: Past,
    poles: Sequence[Pole],
    classes: int,
) -> dict[str, object]:
    """One predictor: its information on the partner of the year and of the year before."""
    on_dyads = views[0].history(name).ndim == 3
    places, rows = [views[0].place(code) for code in states], [past.codes.index(code) for code in states]
    table = np.stack([(toward(seen, name, poles) if on_dyads else seen.latest(name))[places] for seen in views])
    now, before = past.partner[1:, rows], past.partner[:-1, rows]
    known = (now >= 0) & (before >= 0)
    if on_dyads:
        which = np.arange(len(poles))
        known = np.repeat(known[..., None], len(poles), axis=2)
        now, before = (each[..., None] == which for each in (now, before))
    kept = known & ~np.isnan(table)
    label = masses(table[kept], classes)
    bits = [information(label, np.asarray(each[kept], dtype=np.int64)) for each in (now, before)]
    kinds = [len(np.unique(each)) for each in (label, now[kept])]
    bias = (kinds[0] - 1) * (kinds[1] - 1) / (2 * kept.sum() * np.log(2)) if kept.any() else np.nan
    return {
        "column": name,
        "families": families,
        "unit": "state, pole, year" if on_dyads else "state, year",
        "n": int(kept.sum()),
        "now": bits[0],
        "before": bits[1],
        "excess": bits[1] - bits[0],
        "bias": float(bias),
    }


def masses(values: Floats, classes: int) -> Ints:
    """The class of equal mass of each value; equal values are never parted, so there may be fewer classes.

    >>> masses(np.array([0.0, 0.0, 0.0, 5.0, 7.0, 9.0]), 2).tolist()
    [0, 0, 0, 1, 1, 1]
    """
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    edges = np.unique(np.quantile(values, np.arange(1, classes) / classes, method="inverted_cdf"))
    return np.asarray(np.searchsorted(edges, values, side="left"), dtype=np.int64)


def information(one: Ints, other: Ints) -> float:
    """Mutual information in bits of two labellings: Σ p(x, y) log2 p(x, y) / p(x) p(y); NaN without data.

    >>> information(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 1]))
    1.0
    >>> information(np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1]))
    0.0
    """
    if not len(one):
        return float("nan")
    table = np.zeros((int(one.max()) + 1, int(other.max()) + 1))
    np.add.at(table, (one, other), 1 / len(one))
    chance = np.outer(table.sum(axis=1), table.sum(axis=0))
    inside = table > 0
    return max(float((table[inside] * np.log2(table[inside] / chance[inside])).sum()), 0.0)
