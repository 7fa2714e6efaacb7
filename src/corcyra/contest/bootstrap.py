"""How sure the scores are: a paired block bootstrap over states and years.

Steps of one draw, the same for all theories, so that differences are paired:

1. states are drawn with replacement, as many as there are;
2. years are drawn in blocks of consecutive ones, as in Künsch (1989), the calendar bent to a circle so that every year
   is drawn equally often (Politis & Romano 1992), and the same years for all states, since great events hit all at once;
3. a state-year counts as often as its state was drawn times as often as its year was (Owen 2007).

A score is the weighted mean over the rows that count. Intervals are percentile intervals. With three states there are
only ten different draws of states: read the intervals as a warning, not as a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.contest.scores import MEANS, row_scores
from corcyra.contest.trials import Trials
from corcyra.errors import ParameterError, UnknownName
from corcyra.panel.panels import Floats

__all__ = ["BLOCK", "CHUNK", "Intervals", "bootstrap", "draw_weights"]

BLOCK = 5
"""Years in a block. Ours: about a term of office, and above the cube root of some thirty years, the order that Hall,
Horowitz & Jing (1995) find best."""

CHUNK = 250
"""Draws made from one stream of random numbers; fixed, so that the answer does not depend on who computes."""

SCORES = ("silence", *MEANS)


@dataclass(frozen=True, eq=False)
class Intervals:
    """``scores``: theory, score, value, low, high, share of draws that gave a value. ``differences``: theory, baseline,
    score, value, low, high, share, n, of theory minus baseline on the rows where both speak."""

    scores: pl.DataFrame
    differences: pl.DataFrame


def bootstrap(
    held: Trials,
    baselines: Sequence[str],
    rng: np.random.Generator,
    *,
    rows: npt.NDArray[np.bool_] | None = None,
    draws: int = 1000,
    block: int = BLOCK,
    level: float = 0.95,
    executor: Executor | None = None,
) -> Intervals:
    """Intervals of each mean score of each theory, and of its difference from each baseline.

    ``rows`` (N,) keeps some state-years only. The draws depend on ``rng`` alone, not on the ``executor``; a pool of
    processes should start them afresh ("spawn"), since polars keeps threads.
    Raises `ParameterError` for fewer than one draw, a block shorter than one year or a level outside (0, 1), and
    `UnknownName` on a baseline that is not among the theories.
    """
    if draws < 1 or block < 1 or not 0 < level < 1:
        raise ParameterError(
            f"give 1 draw or more, blocks of 1 year or more and a level between 0 and 1, not {draws}, {block}, {level}."
        )
    for name in baselines:
        if name not in held.theories:
            raise UnknownName("baseline", name, held.theories)
    chosen = np.ones(len(held.outcome), dtype=bool) if rows is None else rows
    values = stacked(held, chosen)
    pairs = [(name, base) for name in held.theories if name not in baselines for base in baselines]
    gaps = paired(values, held.theories, pairs)
    both = np.concatenate([values.reshape(-1, values.shape[-1]), gaps.reshape(-1, values.shape[-1])])
    results = drawn(both, held.states, held.years, rng, draws, block, executor)
    whole = weighted_means(both, np.ones((1, both.shape[1])))[0]
    summary = summarise(whole, results, level)
    cut = len(held.theories) * len(SCORES)
    named = pl.DataFrame(
        [(name, score) for name in held.theories for score in SCORES], schema=["theory", "score"], orient="row"
    )
    against = [(name, base, score) for name, base in pairs for score in SCORES]
    schema = {"theory": pl.String, "baseline": pl.String, "score": pl.String}
    n = (~np.isnan(both[cut:])).sum(axis=1)
    return Intervals(
        named.hstack(summary[:cut]),
        pl.DataFrame(against, schema=schema, orient="row")
        .hstack(summary[cut:])
        .with_columns(n=pl.Series(n, dtype=pl.Int64)),
    )


def stacked(held: Trials, chosen: npt.NDArray[np.bool_]) -> Floats:
    """Every score row by row: shape (theories, scores, N), NaN where a row does not count."""
    by_row = row_scores(held)
    silent = np.where(held.known, ~held.spoken, np.nan)
    table = np.stack([silent, *(by_row[name] for name in MEANS)], axis=1)
    return np.where(chosen, table, np.nan)


def paired(values: Floats, theories: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Floats:
    """Theory minus baseline row by row, NaN unless both count; an infinite loss on both sides is no difference."""
    place = {name: row for row, name in enumerate(theories)}
    if not pairs:
        return np.empty((0, *values.shape[1:]))
    one, other = (values[[place[pair[side]] for pair in pairs]] for side in (0, 1))
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(one) & (one == other), 0.0, one - other)


def drawn(
    values: Floats,
    states: npt.NDArray[np.int64],
    years: npt.NDArray[np.int64],
    rng: np.random.Generator,
    draws: int,
    block: int,
    executor: Executor | None,
) -> Floats:
    """The means of each row of ``values`` in each draw: shape (draws, rows). Chunks go to the executor, if any."""
    sizes = [min(CHUNK, draws - start) for start in range(0, draws, CHUNK)]
    work = [
        (values, states, years, stream, size, block) for stream, size in zip(rng.spawn(len(sizes)), sizes, strict=True)
    ]
    parts: Iterable[Floats] = map(one_chunk, work) if executor is None else executor.map(one_chunk, work)
    return np.concatenate(list(parts))


def one_chunk(
    work: tuple[Floats, npt.NDArray[np.int64], npt.NDArray[np.int64], np.random.Generator, int, int],
) -> Floats:
    """The draws of one stream of random numbers."""
    values, states, years, rng, draws, block = work
    return weighted_means(values, draw_weights(states, years, rng, draws, block))


def draw_weights(
    states: npt.NDArray[np.int64], years: npt.NDArray[np.int64], rng: np.random.Generator, draws: int, block: int
) -> Floats:
    """How often each state-year counts in each draw: shape (draws, N). On a full panel the weights of a draw sum to N.

    >>> weights = draw_weights(np.repeat([1, 2], 4), np.tile([1, 2, 3, 4], 2), np.random.default_rng(1), 3, 2)
    >>> weights.sum(axis=1).tolist()
    [8.0, 8.0, 8.0]
    """
    names, state = np.unique(states, return_inverse=True)
    if not len(names):
        return np.zeros((draws, 0))
    chosen = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    first, last = int(years.min()), int(years.max())
    span = last - first + 1
    starts = rng.integers(0, span, size=(draws, -(-span // block)))
    days = ((starts[:, :, None] + np.arange(block)) % span).reshape(draws, -1)[:, :span]
    flat = days + np.arange(draws)[:, None] * span
    often = np.bincount(flat.ravel(), minlength=draws * span).reshape(draws, span)
    return np.asarray(chosen[:, state] * often[:, years - first], dtype=np.float64)


def weighted_means(values: Floats, weights: Floats) -> Floats:
    """The weighted mean of each row of ``values`` (R, N) under each row of ``weights`` (B, N): shape (B, R).

    NaN cells do not count; an infinite one that is drawn makes the mean infinite; NaN when nothing counts.

    >>> weighted_means(np.array([[1.0, 3.0], [np.nan, np.inf]]), np.array([[1.0, 1.0], [2.0, 0.0]])).tolist()
    [[2.0, inf], [1.0, nan]]
    """
    known, endless = ~np.isnan(values), np.isinf(values)
    total = weights @ known.T.astype(float)
    mass = weights @ np.where(known & ~endless, values, 0.0).T
    means = np.where(total > 0, mass / np.where(total > 0, total, 1.0), np.nan)
    for sign in (1, -1):
        hit = weights @ (endless & (values * sign > 0)).T.astype(float) > 0
        means = np.where(hit, sign * np.inf, means)
    return means


def summarise(whole: Floats, results: Floats, level: float) -> pl.DataFrame:
    """Value, percentile interval and the share of draws that gave a value, a row for each score.

    Percentiles are order statistics (no interpolation), so that an infinite loss stays one.
    """
    tail = (1 - level) / 2
    counted = ~np.isnan(results)
    some = counted.any(axis=0)
    low, high = np.full(len(whole), np.nan), np.full(len(whole), np.nan)
    if some.any():
        low[some], high[some] = np.nanquantile(results[:, some], [tail, 1 - tail], axis=0, method="inverted_cdf")
    return pl.DataFrame({"value": whole, "low": low, "high": high, "share": counted.mean(axis=0)}).fill_nan(None)
