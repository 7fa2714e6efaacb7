"""The raw contrast: how much more a patron's allies vote with it than the other states do (SCIENCE E2 i).

Baykov drew this contrast for the United States on two issues (as Arshakuni and Shapiro 2019 report). It describes; it does not say why.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from corcyra.measures.mobilisation.data import cells, joined
from corcyra.measures.mobilisation.fixed_effects import Z95, Fit, least_squares

__all__ = ["CLASSES", "gap", "gaps", "of_class"]

CLASSES = ("all", "important", "other")
"""Classes of roll calls: all contested ones; those on the State Department's list; those known not to be on it."""


def of_class(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows of a class. Roll calls of unknown importance are in ``all`` alone, so the two others need not add up to it."""
    return rows if name == "all" else rows.filter(pl.col("important") == (1 if name == "important" else 0))


def gap(rows: pl.DataFrame, allies: pl.DataFrame, *, by_vote: bool = True) -> Fit:
    """Mean agreement of allies less that of the others, with errors clustered by state.

    ``by_vote`` counts every vote once; else every state-year does, however often it voted.
    """
    table = joined(cells(rows), allies)
    state, ally, agreement, votes = (table[name].to_numpy() for name in ("state", "ally", "agreement", "votes"))
    weights = votes.astype(np.float64) if by_vote else None
    return least_squares(agreement, ally[:, None], [np.zeros(len(state))], state, names=["ally"], weights=weights)


def gaps(rows: pl.DataFrame, allies: pl.DataFrame) -> pl.DataFrame:
    """One row a class: mean agreement per vote of allies, of the others and of the whole Assembly, the gap, and its error.

    Columns: class, ally, other, assembly, gap, se, low, high (95 %), votes, allies, others (states). A class without votes of
    both kinds has no row.

    >>> rows = pl.DataFrame({"state": [20, 20, 40, 40], "year": [1995, 1996] * 2, "agreement": [1.0, 0.8, 0.5, 0.1], "important": [None] * 4})
    >>> gaps(rows, pl.DataFrame({"state": [20, 20], "year": [1995, 1996]})).select("class", "ally", "other", "gap").row(0)
    ('all', 0.9, 0.3, 0.6...)
    """
    found = []
    for name in CLASSES:
        marked = joined(of_class(rows, name), allies)
        ours, theirs = (marked.filter(pl.col("ally") == kind) for kind in (1, 0))
        if ours.is_empty() or theirs.is_empty():
            continue
        fit = gap(of_class(rows, name), allies)
        estimate, se = float(fit.estimate[0]), float(fit.se[0])
        means = [float(np.mean(part["agreement"].to_numpy())) for part in (ours, theirs, marked)]
        counts = marked.height, ours["state"].n_unique(), theirs["state"].n_unique()
        found.append((name, *means, estimate, se, estimate - Z95 * se, estimate + Z95 * se, *counts))
    names = ["class", "ally", "other", "assembly", "gap", "se", "low", "high"]
    schema = (
        {"class": pl.String}
        | dict.fromkeys(names[1:], pl.Float64)
        | dict.fromkeys(["votes", "allies", "others"], pl.Int64)
    )
    return pl.DataFrame(found, schema=schema, orient="row")
