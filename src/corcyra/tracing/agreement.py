"""Do the coders agree? Krippendorff's alpha, judgements pooled, and who differs most."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corcyra.errors import DataError, ParameterError
from corcyra.tracing.evidence import Likelihoods

__all__ = ["METRICS", "POOLS", "Agreement", "CoderComparison", "CoderDifference", "alpha", "compare_coders", "pooled"]

Numbers = npt.NDArray[np.float64]

METRICS = ("nominal", "ordinal", "interval", "ratio")
"""How far apart two values are: only whether they differ, by ranks, by distance, by ratio."""
POOLS = ("log-odds", "linear")
"""How several judgements become one."""
EDGE = 0.001
"""Ours: judgements of 0 and 1 are compared as .001 and .999, or one certainty would make every distance infinite."""


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha: 1 is agreement, 0 what chance gives, below 0 systematic disagreement; NaN where it is not defined (``note``).

    ``units`` counts units that two coders or more judged, ``pairable`` the judgements of them; ``observed`` and ``expected`` are the two
    disagreements, in squared units of the metric.
    """

    alpha: float
    metric: str
    coders: int
    units: int
    pairable: int
    observed: float
    expected: float
    note: str = ""

    def __str__(self) -> str:
        value = "not defined" if np.isnan(self.alpha) else f"{self.alpha:.3f}"
        of = f"{self.coders} coders, {self.units} units, {self.pairable} judgements"
        return f"alpha ({self.metric}) {value}; {of}{self.note and '; ' + self.note}"


def alpha(ratings: npt.ArrayLike, metric: str = "nominal") -> Agreement:
    """Krippendorff's alpha, as in Krippendorff (2011), for any number of coders with gaps.

    ``ratings`` (coders, units): numbers, NaN where a coder is silent. 1. Coincidences o_ck: in a unit with m judgements every ordered pair counts
    1/(m - 1). 2. n_c are their margins, n their sum. 3. With the squared difference d² of the metric, observed disagreement is
    sum o_ck d²_ck / n, expected is sum n_c n_k d²_ck / n(n - 1). 4. alpha = 1 - observed / expected. Without variation it is not defined.

    Raises `ParameterError` for an unknown metric, for a table that is not two-dimensional, and for ratios of negative values.

    >>> print(alpha([[1, 2, 3, 3], [1, 2, 3, 2]]))
    alpha (nominal) 0.667; 2 coders, 4 units, 8 judgements
    """
    table = np.asarray(ratings, dtype=np.float64)
    check_metric(table, metric)
    used = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
    values, counts = counted(used)
    spoke = int((~np.isnan(used)).any(axis=1).sum())
    size = float(counts.sum())
    if len(values) < 2:
        note = (
            "no two coders judged the same unit"
            if not len(values)
            else "every judgement is the same, so chance cannot be told from agreement"
        )
        return Agreement(
            np.nan, metric, spoke, used.shape[1], int(size), 0.0 if size else np.nan, 0.0 if size else np.nan, note
        )
    # Row by row of the units: coincidences weighted by the pairs that a unit offers.
    share = counts / (counts.sum(axis=1, keepdims=True) - 1.0)
    coincidences = share.T @ counts - np.diag(share.sum(axis=0))
    margins = coincidences.sum(axis=1)
    apart = distances(values, margins, metric)
    observed = float((coincidences * apart).sum() / size)
    expected = float(margins @ apart @ margins / (size * (size - 1.0)))
    return Agreement(1.0 - observed / expected, metric, spoke, used.shape[1], int(size), observed, expected)


def check_metric(table: Numbers, metric: str) -> None:
    """A known metric, a table of two dimensions, and no ratio of negative values."""
    if metric not in METRICS:
        raise ParameterError(f"unknown metric {metric!r}. Use one of {', '.join(METRICS)}.")
    if table.ndim != 2:
        raise ParameterError(f"judgements come as a table of coders by units, not in {table.ndim} dimensions.")
    if metric == "ratio" and bool((table < 0).any()):
        raise ParameterError(
            "the metric ratio needs values of 0 or more. Use interval for values that may be negative."
        )


def counted(used: Numbers) -> tuple[Numbers, Numbers]:
    """The distinct values, and how often each stands in each unit (units, values)."""
    values = np.unique(used[~np.isnan(used)])
    return values, np.asarray((used.T[:, :, None] == values).sum(axis=1), dtype=np.float64)


def distances(values: Numbers, margins: Numbers, metric: str) -> Numbers:
    """The squared difference of every two values (V, V) by the metric."""
    if metric == "nominal":
        return 1.0 - np.eye(len(values))
    if metric == "ordinal":
        # The ranks between c and k: n_c / 2 + all in between + n_k / 2.
        rank = np.cumsum(margins) - margins / 2.0
        return np.asarray((rank[:, None] - rank[None, :]) ** 2)
    gap, total = values[:, None] - values[None, :], values[:, None] + values[None, :]
    if metric == "interval":
        return np.asarray(gap**2)
    return np.asarray(np.divide(gap, total, out=np.zeros_like(gap), where=total != 0.0) ** 2)


def pooled(expected: Numbers, how: str = "log-odds") -> Numbers:
    """The judgements of several coders as one, (clues, hypotheses, coders) to (clues, hypotheses); NaN where all are silent.

    ``log-odds``: the mean of the log-odds, so the geometric pool of the odds (Genest and Zidek 1986); it does not matter whether one pools first and
    takes the chance that the clue is absent afterwards. One coder's certainty (0 or 1) decides. ``linear``: the mean of the probabilities.

    Raises `ParameterError` for another way, `DataError` where one coder says 0 and another 1 of the same thing.

    >>> pooled(np.array([[[0.8, 0.2], [0.9, 0.9]]])).round(3).tolist()
    [[0.5, 0.9]]
    """
    if how not in POOLS:
        raise ParameterError(f"unknown way of pooling {how!r}. Use one of {', '.join(POOLS)}.")
    if bool(((expected == 0.0).any(axis=2) & (expected == 1.0).any(axis=2)).any()) and how == "log-odds":
        raise DataError(
            "one coder calls a clue impossible under a hypothesis and another calls it certain: no pool of the two exists. "
            "Give numbers between 0 and 1, pool linearly, or weigh each coder apart."
        )
    spoke = ~np.isnan(expected)
    with np.errstate(divide="ignore"):
        values = np.log(expected) - np.log1p(-expected) if how == "log-odds" else expected
    total, count = np.where(spoke, values, 0.0).sum(axis=2), spoke.sum(axis=2)
    mean = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    if how == "linear":
        return np.asarray(mean)
    high, low = np.where(spoke, expected, -1.0).max(axis=2), np.where(spoke, expected, 2.0).min(axis=2)
    # Where all coders say the same, the same number comes out to the last digit.
    return np.asarray(np.where(high == low, high, logistic(mean)))


def logistic(x: Numbers) -> Numbers:
    """1 / (1 + e^-x) without overflow."""
    with np.errstate(over="ignore"):
        return np.asarray(1.0 / (1.0 + np.exp(-x)))


@dataclass(frozen=True)
class CoderDifference:
    """How far a coder stands from the others: the mean absolute difference of log-odds in dB, and alpha ``without`` this coder."""

    coder: str
    mean_db: float
    without: float

    def __str__(self) -> str:
        rest = "" if np.isnan(self.without) else f"; without this coder alpha would be {self.without:.3f}"
        return f"{self.coder}: {self.mean_db:.1f} dB from the mean of the others{rest}"


@dataclass(frozen=True)
class CoderComparison:
    """The agreement of all coders, each one's distance from the others (largest first), and the clues by dispute in dB (largest first)."""

    agreement: Agreement
    differing: tuple[CoderDifference, ...]
    clues: tuple[tuple[str, float], ...]

    def __str__(self) -> str:
        disputed = [f"{clue}: {db:.1f} dB between the coders furthest apart" for clue, db in self.clues[:3] if db > 0]
        return "\n".join([str(self.agreement), *map(str, self.differing), *disputed])


def compare_coders(likelihoods: Likelihoods, metric: str = "ordinal") -> CoderComparison:
    """Agreement over all judgements of clues under hypotheses, and who differs most and on what.

    A unit is a clue under a hypothesis. Differences are of log-odds, 10 log10(p / (1 - p)) dB, from the mean of the others who judged the same unit.
    A clue's dispute is the largest difference of two coders under one hypothesis.

    >>> table = Likelihoods(("a",), ("h", "k"), ("AB", "CD"), np.array([[[0.8, 0.8], [0.2, 0.5]]]), (True,))
    >>> print(compare_coders(table))
    alpha (ordinal) 0.833; 2 coders, 2 units, 4 judgements
    AB: 3.0 dB from the mean of the others
    CD: 3.0 dB from the mean of the others
    a: 6.0 dB between the coders furthest apart
    """
    units = likelihoods.expected.reshape(-1, len(likelihoods.coders)).T
    clipped = np.clip(units, EDGE, 1.0 - EDGE)
    db = 10.0 * np.log10(clipped / (1.0 - clipped))
    differing = []
    for at, coder in enumerate(likelihoods.coders):
        others = np.delete(db, at, axis=0)
        count = (~np.isnan(others)).sum(axis=0)
        mean = np.divide(np.nansum(others, axis=0), count, out=np.full(count.shape, np.nan), where=count > 0)
        gaps = np.abs(db[at] - mean)
        apart = float(np.nanmean(gaps)) if np.isfinite(gaps).any() else np.nan
        differing.append(CoderDifference(coder, apart, alpha(np.delete(units, at, axis=0), metric).alpha))
    spread = np.where(np.isnan(db), -np.inf, db).max(axis=0) - np.where(np.isnan(db), np.inf, db).min(axis=0)
    by_clue = np.where(np.isfinite(spread), spread, 0.0).reshape(len(likelihoods.clues), -1).max(axis=1, initial=0.0)
    clues = sorted(zip(likelihoods.clues, by_clue.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    known = sorted(differing, key=lambda each: (np.isnan(each.mean_db), -each.mean_db, each.coder))
    return CoderComparison(alpha(units, metric), tuple(known), tuple(clues))


def complete(likelihoods: Likelihoods) -> tuple[Likelihoods, tuple[str, ...]]:
    """The table without half judgements: a coder who judges a clue under some hypotheses only is left out for that clue, and named.

    Pooled with the others, such a coder would move one hypothesis and not its rivals, by being stricter or milder than they are.
    """
    values = np.array(likelihoods.expected)
    told = []
    for clue, coder in np.argwhere(np.isnan(values).any(axis=1) & ~np.isnan(values).all(axis=1)):
        values[clue, :, coder] = np.nan
        who = likelihoods.coders[coder] or "the coder"
        told.append(f"{likelihoods.clues[clue]}: {who} judged it under some hypotheses only, and is left out for it")
    return replace(likelihoods, expected=values), tuple(told)
