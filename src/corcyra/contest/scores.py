"""How well expectations fit what was observed: proper scores, hits, calibration, silence (SCIENCE C3).

All are means over state-years whose outcome is known and on which the theory speaks; a theory gains nothing by silence,
since the share of silence stands beside every score and all scores are also given on the rows where no one is silent.

- ``top1``: the most probable option came to pass (ties go to the earlier pole, as in `Expectation.partner`).
- ``top1_lenient``: also a hit when the state hedged between two poles and the prediction is either.
- ``mrr``: mean reciprocal rank of what came to pass, with the same rule for ties.
- ``log_loss``: -mean ln P(y), in nats (Good 1952). Nothing is clipped: an outcome held impossible costs infinity.
- ``brier``: mean over rows of Σ_k (P_k - 1[y = k])², from 0 to 2 (Brier 1950).
- ``posture_match``: the predicted posture is the observed one, over rows where both are known.
- ``calibration_slope``, ``calibration_intercept``: logistic regression of what happened on the log odds given (Cox
  1958), over all options of all rows; 1 and 0 when calibrated, a slope below 1 is overconfidence.
- ``ece``: expected calibration error, the mean gap of mean probability and frequency over bins of equal mass (Naeini,
  Cooper & Hauskrecht 2015); equal probabilities are never parted, so there may be fewer bins than asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.contest.trials import Ints, Trials
from corcyra.errors import UnknownName
from corcyra.panel.panels import Floats

__all__ = [
    "BINS",
    "MEANS",
    "brier",
    "calibration",
    "expected_calibration_error",
    "log_loss",
    "ranks",
    "row_scores",
    "scores",
]

BINS = 10
"""Bins of equal mass for the calibration error: SCIENCE C3."""

MEANS = ("top1", "top1_lenient", "mrr", "log_loss", "brier", "posture_match")
"""The scores that are plain means over rows."""

STEPS = 50
"""Newton steps for the calibration line. Ours: it settles in under ten when there is an answer."""


def ranks(probability: Floats, outcome: Ints) -> Floats:
    """The rank of what came to pass among the options, 1 for the most probable: shape (..., N) from (..., N, K).

    Of two equally probable options the earlier ranks first. NaN where the theory is silent or the outcome unknown.

    >>> ranks(np.array([[0.5, 0.3, 0.2], [0.4, 0.4, 0.2]]), np.array([2, 1])).tolist()
    [3.0, 2.0]
    """
    own = of_outcome(probability, outcome)
    above = (probability > own[..., None]).sum(axis=-1)
    earlier = np.arange(probability.shape[-1]) < outcome[:, None]
    ties = ((probability == own[..., None]) & earlier).sum(axis=-1)
    return np.where(np.isnan(own), np.nan, 1.0 + above + ties)


def log_loss(probability: Floats, outcome: Ints) -> Floats:
    """-ln P(y) of each row; infinite when what came to pass was held impossible.

    >>> log_loss(np.array([[0.5, 0.5], [1.0, 0.0]]), np.array([0, 1])).round(4).tolist()
    [0.6931, inf]
    """
    own = of_outcome(probability, outcome)
    with np.errstate(divide="ignore"):
        return np.asarray(-np.log(own), dtype=np.float64)


def brier(probability: Floats, outcome: Ints) -> Floats:
    """Σ_k (P_k - 1[y = k])² of each row, from 0 to 2.

    >>> brier(np.array([[0.5, 0.3, 0.2]]), np.array([0])).round(2).tolist()
    [0.38]
    """
    own = of_outcome(probability, outcome)
    return np.asarray((probability**2).sum(axis=-1) - 2 * own + 1.0, dtype=np.float64)


def of_outcome(probability: Floats, outcome: Ints) -> Floats:
    """The probability given to what came to pass; NaN where that is unknown."""
    index = np.broadcast_to(np.maximum(outcome, 0)[:, None], (*probability.shape[:-1], 1))
    own = np.take_along_axis(probability, index, axis=-1)[..., 0]
    return np.where(outcome < 0, np.nan, own)


def row_scores(held: Trials) -> dict[str, Floats]:
    """Each score in `MEANS` row by row: arrays of shape (M, N), NaN where it does not count."""
    rank = ranks(held.probability, held.outcome)
    silent = np.isnan(rank)
    guess = np.argmax(np.nan_to_num(held.probability, nan=-1.0), axis=2)
    either = (rank == 1) | ((guess == held.second) & (held.second >= 0))
    unknown = silent | (held.posture == "") | (held.observed_posture == "")
    return {
        "top1": np.where(silent, np.nan, rank == 1),
        "top1_lenient": np.where(silent, np.nan, either),
        "mrr": 1.0 / rank,
        "log_loss": log_loss(held.probability, held.outcome),
        "brier": brier(held.probability, held.outcome),
        "posture_match": np.where(unknown, np.nan, held.posture == held.observed_posture),
    }


def calibration(probability: Floats, happened: Floats) -> tuple[float, float]:
    """Slope and intercept of the log odds of what happened on the log odds given (Cox 1958), by Newton's method.

    Probabilities of exactly 0 or 1 have no log odds and are left out. NaN when there is no finite answer: all happened,
    none did, the probabilities do not vary, or they separate what happened from what did not.

    >>> p = np.array([0.2] * 5 + [0.8] * 5)
    >>> [round(each, 6) + 0.0 for each in calibration(p, np.array([1.0, 0, 0, 0, 0, 1, 1, 1, 1, 0]))]
    [1.0, 0.0]
    """
    inside = (probability > 0) & (probability < 1)
    odds, truth = np.log(probability[inside] / (1 - probability[inside])), happened[inside]
    design = np.stack([odds, np.ones_like(odds)], axis=1)
    line = np.zeros(2)
    for _ in range(STEPS):
        fitted = 1 / (1 + np.exp(-np.clip(design @ line, -700, 700)))
        weight = fitted * (1 - fitted)
        curvature = design.T @ (design * weight[:, None])
        if np.linalg.det(curvature) <= 1e-10 * max(float(np.trace(curvature)) ** 2, 1e-8):
            return float("nan"), float("nan")
        step = np.linalg.solve(curvature, design.T @ (truth - fitted))
        line = line + step
        if np.abs(step).max() < 1e-10:
            return float(line[0]), float(line[1])
    return float("nan"), float("nan")


def expected_calibration_error(probability: Floats, happened: Floats, bins: int = BINS) -> float:
    """Σ_b (n_b / n) |mean probability - frequency| over bins of equal mass; NaN without data.

    >>> expected_calibration_error(np.array([0.25, 0.25, 0.75, 0.75]), np.array([0.0, 1.0, 1.0, 1.0]), bins=2)
    0.25
    """
    if not len(probability):
        return float("nan")
    edges = np.quantile(probability, np.arange(1, bins) / bins, method="inverted_cdf")
    label = np.searchsorted(np.unique(edges), probability, side="left")
    gap = np.bincount(label, weights=probability - happened)
    return float(np.abs(gap).sum() / len(probability))


def scores(
    held: Trials, *, rows: npt.NDArray[np.bool_] | None = None, common: Sequence[str] | None = None, bins: int = BINS
) -> pl.DataFrame:
    """Every score of every theory: first on the theory's own rows, then on the rows where none in ``common`` is silent.

    ``rows`` (N,) keeps some state-years only, such as the transitions. ``common`` names the theories whose silences make
    the common set (default: all). Columns: theory, basis ("own" or "common"), n, silence, the scores. A score without
    rows is missing; silence is always the share of all rows with a known outcome.

    Raises `UnknownName` on a theory in ``common`` that is not there.
    """
    chosen = np.ones(len(held.outcome), dtype=bool) if rows is None else rows
    for name in common or ():
        if name not in held.theories:
            raise UnknownName("theory", name, held.theories)
    judges = [place for place, name in enumerate(held.theories) if common is None or name in common]
    spoken = held.spoken & chosen
    shared = spoken[judges].all(axis=0)
    by_row = row_scores(held)
    with np.errstate(invalid="ignore"):
        silence = 1 - spoken.sum(axis=1) / np.float64((held.known & chosen).sum())
    table = [
        {"theory": name, "basis": basis, "n": int(kept[place].sum()), "silence": float(silence[place])}
        | score_one(held, by_row, place, kept[place], bins)
        for basis, kept in (("own", spoken), ("common", spoken & shared))
        for place, name in enumerate(held.theories)
    ]
    return pl.DataFrame(table, schema_overrides=dict.fromkeys(("silence", *MEANS), pl.Float64)).fill_nan(None)


def score_one(
    held: Trials, by_row: Mapping[str, Floats], place: int, kept: npt.NDArray[np.bool_], bins: int
) -> dict[str, float]:
    """The scores of one theory on the rows kept; an option that was none does not enter the calibration."""
    chance = held.probability[place, kept]
    truth = np.eye(len(held.options))[held.outcome[kept]]
    possible = (chance > 0) | (truth == 1)
    slope, intercept = calibration(chance[possible], truth[possible])
    return {
        **{name: mean_of(by_row[name][place, kept]) for name in MEANS},
        "calibration_slope": slope,
        "calibration_intercept": intercept,
        "ece": expected_calibration_error(chance[possible], truth[possible], bins),
    }


def mean_of(values: Floats) -> float:
    """The mean of what is there; NaN when nothing is."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
