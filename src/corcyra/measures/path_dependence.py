"""Is a stock its own best explanation? The test of SCIENCE A3 for what regional security complex theory says of enmity.

A decaying stock depends on its own past by construction, so the share that the lag explains of the *stock* is mostly
arithmetic. It is reported because the text asks for it. The honest question is about the *events*: does a large stock bring
new events, beyond what geography, religion and empire explain? Its p-value comes from shuffling each dyad's years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corcyra.errors import ParameterError
from corcyra.measures.stocks import stock
from corcyra.panel.panels import Floats

__all__ = ["PathDependence", "path_dependence", "r_squared"]


@dataclass(frozen=True)
class PathDependence:
    """What the test found. Shares lie in [0, 1]; p in (0, 1].

    ``stock_r2`` and ``stock_lag_share``: fit of the stock on its lag and the background, and the part of it that is lost
    without the lag. ``event_r2`` and ``event_lag_share``: the same for the year's events. ``p``: how often shuffled years
    give events that depend on the lagged stock at least as much. ``rows``: dyad-years used.
    """

    stock_r2: float
    stock_lag_share: float
    event_r2: float
    event_lag_share: float
    p: float
    rows: int


def r_squared(outcome: Floats, predictors: Floats) -> float:
    """The share of variance that a least-squares fit with intercept explains; 0 when the outcome does not vary.

    Args: ``outcome`` (n,); ``predictors`` (n, k), k may be 0. No value may be missing.

    >>> round(r_squared(np.array([1.0, 2.0, 3.0]), np.array([[1.0], [2.0], [3.0]])), 12)
    1.0
    """
    total = float(((outcome - outcome.mean()) ** 2).sum())
    if total <= 1e-12:
        return 0.0
    design = np.column_stack([np.ones(len(outcome)), predictors])
    fit = design @ np.linalg.lstsq(design, outcome, rcond=None)[0]
    return 1.0 - float(((outcome - fit) ** 2).sum()) / total


def path_dependence(
    flow: Floats,
    background: Floats,
    *,
    half_life: float,
    rng: np.random.Generator | int,
    permutations: int = 199,
) -> PathDependence:
    """Regress stock and events on the lagged stock and an exogenous background (SCIENCE A3).

    1. Build the stock of the yearly inflow (years, dyads), without floor or inheritance.
    2. Fit this year's stock, and this year's inflow, on last year's stock and the background (years, dyads, k) or
       (dyads, k), pooled over dyad-years with no missing value; and on the background alone.
    3. The lag's share is ``(R² with − R² without) / R² with``.
    4. Shuffle the years of each dyad by itself, rebuild, refit: p = (1 + number at least as large) / (1 + permutations),
       for the events. Shuffling keeps how violent each dyad is and breaks only the order.

    ``rng`` is a seed or a generator. Raises `ParameterError` with fewer than three years or no complete dyad-year.

    >>> events = np.zeros((12, 6))
    >>> events[:6, :3] = 1.0
    >>> found = path_dependence(events, np.zeros((6, 0)), half_life=1, rng=1)
    >>> found.rows, found.p < 0.1
    (66, True)
    """
    if len(flow) < 3 or permutations < 1:
        raise ParameterError(f"{len(flow)} years and {permutations} permutations; the test needs 3 and 1 at least.")
    rng = np.random.default_rng(rng)
    deep = np.broadcast_to(background, (*flow.shape, background.shape[-1]))[1:]
    lag = stock(flow, half_life=half_life)
    use = ~(np.isnan(lag[:-1]) | np.isnan(flow[1:]) | np.isnan(deep).any(axis=-1))
    if not use.any():
        raise ParameterError("no dyad-year has inflow, lagged stock and background. Give years that all three cover.")
    known = deep[use]
    event_r2, event_share = lag_share(flow[1:][use], lag[:-1][use], known)
    stock_r2, stock_share = lag_share(lag[1:][use], lag[:-1][use], known)
    gain = event_r2 * event_share
    larger = 0
    for _ in range(permutations):
        mixed = rng.permuted(flow, axis=0)
        past = np.nan_to_num(stock(mixed, half_life=half_life))[:-1]
        r2, share = lag_share(np.nan_to_num(mixed)[1:][use], past[use], known)
        larger += r2 * share >= gain - 1e-12
    return PathDependence(
        stock_r2, stock_share, event_r2, event_share, (1 + larger) / (1 + permutations), int(use.sum())
    )


def lag_share(outcome: Floats, lag: Floats, background: Floats) -> tuple[float, float]:
    """R² with lag and background, and the share of it that is lost without the lag."""
    whole = r_squared(outcome, np.column_stack([lag, background]))
    alone = r_squared(outcome, background)
    return whole, min(max((whole - alone) / whole, 0.0), 1.0) if whole > 0 else 0.0
