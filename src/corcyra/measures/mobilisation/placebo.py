"""Effects that should not be there: if they are, the estimate of an alliance's effect is not only that (SCIENCE E3).

Leads ask whether agreement rose before the alliance; reassigned histories how often chance alone gives so much; placebo patrons
whether new allies also drew nearer to states that promised them nothing; irrelevant issues whether they did so where no security is at stake.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from math import erfc, sqrt

import numpy as np
import polars as pl

from corcyra.errors import DataError, ParameterError
from corcyra.measures.mobilisation.data import Cells, agreement, cells, joined
from corcyra.measures.mobilisation.fixed_effects import Fit, two_way
from corcyra.panel.panels import Floats

__all__ = [
    "IRRELEVANT",
    "PERMANENT",
    "issue_effects",
    "joint",
    "leads",
    "normal_p",
    "patron_effects",
    "placebo_patrons",
    "reassigned",
    "share_beyond",
]

PERMANENT = (2, 200, 220, 365, 710)
"""The permanent members of the Security Council, COW numbers."""
IRRELEVANT = ("co", "ec")
"""Issues without a military side: colonialism and economic development. Ours: a promise of defence concerns neither."""
CLOSEST = 5
"""Ours: how many of the never-allied states nearest to the patron serve as placebo patrons."""
CHUNK = 50
"""Reassigned histories projected at once; only memory depends on it."""


def normal_p(estimate: float, se: float) -> float:
    """Two-sided p-value from the standard normal; NaN without a standard error.

    >>> round(normal_p(1.959964, 1.0), 6)
    0.05
    """
    return erfc(abs(estimate / se) / sqrt(2)) if se > 0 else float("nan")


def joint(fit: Fit, wanted: Sequence[int]) -> tuple[float, int, float]:
    """Wald test that the wanted coefficients are all 0: chi-square, degrees of freedom, p. Coefficients that are NaN are passed over."""
    from scipy.special import chdtrc

    chosen = [k for k in wanted if np.isfinite(fit.estimate[k])]
    if not chosen:
        return float("nan"), 0, float("nan")
    part, matrix = fit.estimate[chosen], fit.covariance[np.ix_(chosen, chosen)]
    statistic, rank = float(part @ np.linalg.pinv(matrix) @ part), int(np.linalg.matrix_rank(matrix))
    return statistic, rank, float(chdtrc(rank, statistic))


def leads(grid: Cells, switch: np.ndarray, ahead: int) -> Fit:
    """The effect of a switch dated ``ahead`` years too early, from cells before the true one; never-switchers are the controls.

    Raises `ParameterError` for ``ahead`` below 1, `DataError` when no state is seen before its switch.
    """
    if type(ahead) is not int or ahead < 1:
        raise ParameterError(f"a lead is a whole number of years from 1 up, not {ahead!r}.")
    years = np.array(grid.years)
    after = (switch > 0)[:, None] & (years >= switch[:, None])
    fake = (switch > 0)[:, None] & (years >= switch[:, None] - ahead) & ~after
    row, column = np.nonzero(~np.isnan(grid.outcome) & ~after & (switch >= 0)[:, None])
    if not fake[row, column].any():
        raise DataError("no state is seen before its switch, so leads cannot be looked at. Take earlier years.")
    return two_way(row, column, grid.outcome[row, column], fake[row, column].astype(np.float64))


def reassigned(grid: Cells, rng: np.random.Generator, draws: int, *, among: str = "states") -> tuple[float, Floats]:
    """The two-way estimate, and its values when the switchers' histories of alliance go to the wrong states: (draws,).

    ``among="switchers"`` shuffles the histories among those that switched: right states, wrong dates. ``among="states"`` gives
    each to a state that was never an ally, and leaves the true switchers out: no effect is in these data at all. A
    shuffle that leaves every history in place counts too; so the share beyond is a valid p-value. Raises `DataError` when nobody switched.
    """
    moving = np.flatnonzero([np.nan_to_num(np.diff(each)).any() for each in grid.ally])
    never = np.flatnonzero(np.nan_to_num(grid.ally).sum(axis=1) == 0)
    if not len(moving) or (among == "states" and len(never) < len(moving)):
        raise DataError(
            "no state changed its standing, or too few were never allied: no dates can be reassigned. Take other years."
        )
    history, known = filled(grid.ally), ~np.isnan(grid.outcome)
    true = slope(grid, np.where(known, history, 0.0)[None], known)[0]
    if among == "states":
        known[moving] = False
    found: list[Floats] = []
    for start in range(0, draws, CHUNK):
        size = min(CHUNK, draws - start)
        fakes = np.repeat(history[None], size, axis=0)
        for fake in fakes:
            order = rng.permutation(moving)
            hosts = moving if among == "switchers" else rng.choice(never, len(moving), replace=False)
            fake[hosts] = history[order]
        found.append(slope(grid, fakes, known))
    return float(true), np.concatenate(found) if found else np.empty(0)


def filled(ally: Floats) -> Floats:
    """Histories with the years before a state's first vote as in its first, and after its last as in its last."""
    out = ally.copy()
    for row in out:
        known = np.flatnonzero(~np.isnan(row))
        if len(known):
            row[: known[0]], row[known[-1] + 1 :] = row[known[0]], row[known[-1]]
    return np.nan_to_num(out)


def slope(grid: Cells, histories: Floats, known: np.ndarray) -> Floats:
    """The two-way estimate for each of several histories (draws, states, years) at once, by residual regression."""
    outcome = np.where(known, grid.outcome, 0.0)
    left, moved = residual(outcome[None], known)[0], residual(histories, known)
    own = np.einsum("dst,dst->d", moved, moved)
    cross = np.einsum("st,dst->d", left, moved)
    return np.asarray(np.where(own > 1e-10, cross / np.where(own > 0, own, 1.0), 0.0))


def residual(stack: Floats, known: np.ndarray) -> Floats:
    """Grids (draws, states, years) with state and year effects taken out over the known cells; 0 elsewhere.

    The year effects solve the normal equations with the state effects taken out, whose matrix is the same for every grid.
    """
    seen = known.astype(np.float64)
    count = np.maximum(seen.sum(axis=1), 1.0)
    matrix = np.diag(seen.sum(axis=0)) - np.einsum("st,su,s->tu", seen, seen, 1 / count)
    centred = stack * seen
    centred = seen * (centred - (centred.sum(axis=2) / count)[:, :, None])
    year = np.einsum("dt,tu->du", centred.sum(axis=1), np.linalg.pinv(matrix, rcond=1e-12, hermitian=True))
    shift = seen * year[:, None, :]
    return np.asarray(centred - shift + seen * (shift.sum(axis=2) / count)[:, :, None])


def share_beyond(value: float, drawn: Floats) -> float:
    """p of a randomisation test, two-sided: (1 + draws as far from 0 as the value) / (1 + draws).

    >>> share_beyond(2.0, np.array([0.0, -2.0, 1.0]))
    0.5
    """
    return float((1 + (np.abs(drawn) >= abs(value) - 1e-12).sum()) / (1 + drawn.size))


def placebo_patrons(
    rows: pl.DataFrame, allies: pl.DataFrame, patron: int, *, closest: int = CLOSEST
) -> tuple[int, ...]:
    """States that stand in for the patron, COW numbers, sorted.

    1. The permanent members of the Security Council that are neither the patron nor ever its ally in these years.
    2. The ``closest`` never-allied states that agree most with the patron, among those that voted in every year.

    They are the hard test: who votes like the patron without a promise from it. Ties go to the lower number.
    """
    span = rows["year"].n_unique()
    free = rows.join(allies, on="state", how="anti")
    table = free.group_by("state").agg(pl.col("agreement").mean().round(12), years=pl.col("year").n_unique())
    near = table.filter(pl.col("years") == span).sort(["agreement", "state"], descending=[True, False]).head(closest)
    own = [each for each in PERMANENT if each != patron and each in set(table["state"])]
    return tuple(sorted({*own, *near["state"].to_list()}))


def patron_effects(
    cast: pl.DataFrame, allies: pl.DataFrame, patron: int, stand_ins: Sequence[int], executor: Executor | None = None
) -> list[Fit]:
    """The two-way effect of an alliance with the patron on agreement with each stand-in, in their order; the patron is left out."""
    others = cast.filter(pl.col("state") != patron)
    work = [(others, allies, each) for each in stand_ins]
    done = map(one_patron, work) if executor is None else executor.map(one_patron, work)
    return list(done)


def one_patron(work: tuple[pl.DataFrame, pl.DataFrame, int]) -> Fit:
    """One stand-in."""
    others, allies, stand_in = work
    return fitted(joined(cells(agreement(others, stand_in)), allies))


def issue_effects(rows: pl.DataFrame, allies: pl.DataFrame, issues: Sequence[str]) -> dict[str, Fit]:
    """The two-way effect on the roll calls of each issue (``me``, ``nu``, ``di``, ``hr``, ``co``, ``ec``) that has any in two years or more."""
    found = {}
    for key in issues:
        part = rows.filter(pl.col(f"un_{key}") == 1)
        if part["year"].n_unique() > 1:
            found[key] = fitted(joined(cells(part), allies))
    return found


def fitted(table: pl.DataFrame) -> Fit:
    """`two_way` on a table of cells with ``ally``."""
    return two_way(*(table[name].to_numpy() for name in ("state", "year", "agreement", "ally")))
