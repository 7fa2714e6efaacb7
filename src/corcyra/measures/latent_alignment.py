"""Latent alignment: one trait per state, power and year behind all indicators (SCIENCE A8, estimator a).

    y_m = α_m + λ_m θ_t + ε_m,  ε_m ~ N(0, ψ_m)        each indicator in standard deviations
    θ_t = θ_{t−1} + η_t,        η_t ~ N(0, σ²),  θ_first ~ N(0, 1)

An all-Gaussian dynamic factor, fitted by expectation-maximisation with the Kalman filter and the Rauch-Tung-Striebel
smoother, over all series of state and power at once, as in Shumway and Stoffer (1982). Missing cells are missing at
random. After the fit θ is moved and scaled to mean 0 and variance 1 over the reference cells, with λ of the first
indicator positive. What this proxy leaves out: cutpoints for ordinal items, and item parameters that change by era.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.measures.measure import Gives, Parameter
from corcyra.panel.panels import Floats, Panels

__all__ = ["Factor", "Items", "LatentAlignment", "fit", "leave_one_out", "principal", "smooth"]

OWN = 0.25
"""Least part of an indicator's variance that is its own error. Ours: without a bound one indicator that seldom moves, such
as membership, is fitted exactly and becomes the trait (a Heywood case); a single coded item seldom reaches a reliability
above three quarters."""

STILL = 1e-4
"""Least variance of a yearly move. Ours: far below what a year's figures can tell, so that no division by zero occurs."""


@dataclass(frozen=True)
class Items:
    """What the indicators say of the trait: intercepts α, loadings λ, error variances ψ, and the yearly variance σ²."""

    intercept: Floats
    loading: Floats
    error: Floats
    move: float


@dataclass(frozen=True)
class Factor:
    """A fitted factor: posterior ``mean`` and ``sd`` (series, years), ``items``, the rising ``path`` of log-likelihoods.

    Cells before a series' first observation are NaN.
    """

    mean: Floats
    sd: Floats
    items: Items
    path: tuple[float, ...]
    converged: bool


@dataclass(frozen=True)
class Smoothed:
    """Posterior moments of θ (series, years): mean, variance, covariance with the year before; the log-likelihood."""

    mean: Floats
    variance: Floats
    lagged: Floats
    likelihood: float


def begun(known: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which cells (series, years) lie at or after the first observation of their series."""
    return np.asarray(np.logical_or.accumulate(known.any(axis=2), axis=1), dtype=bool)


@dataclass(frozen=True)
class Seen:
    """What stays the same in every round of a fit, worked out once, with years first, so that the series of one year lie
    side by side in memory: ``value`` (indicators, years, series), 0 for missing; ``known``, of the same shape, 1 where
    observed, else 0; masks ``after`` and ``first`` (years, series): at or after the first observation, and that year itself.
    """

    value: Floats
    known: Floats
    after: npt.NDArray[np.bool_]
    first: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, y: Floats) -> Seen:
        """From indicators (series, years, indicators) with NaN for missing."""
        known = ~np.isnan(y)
        after = begun(known).T.copy()
        first = after & ~np.pad(after, ((1, 0), (0, 0)))[:-1]
        return cls(np.where(known, y, 0.0).T.copy(), known.T.astype(np.float64, order="C"), after, first)


def smooth(y: Floats, items: Items) -> Smoothed:
    """Kalman filter and Rauch-Tung-Striebel smoother, over all series at once.

    ``y`` is (series, years, indicators) with NaN for missing. Steps: 1. gather each cell's information on θ; 2. filter
    forward from N(0, 1) at the first observation; 3. smooth backward; 4. sum the predictive log densities.
    """
    return turned(smoothed(Seen.of(y), items))


def smoothed(seen: Seen, items: Items) -> Smoothed:
    """`smooth` with years first, in and out: the kernel of every round of a fit."""
    gap = seen.known * (seen.value - items.intercept[:, None, None])
    weight = items.loading / items.error
    told = np.tensordot(items.loading * weight, seen.known, 1)
    push = np.tensordot(weight, gap, 1)
    mean, variance, guess, spread = forward(told, push, seen.first, items.move)
    likelihood = log_density(gap, seen.known, items, told, push - told * guess, guess, spread)
    return Smoothed(*backward(mean, variance, guess, spread, seen), likelihood)


def turned(state: Smoothed) -> Smoothed:
    """Moments with the other axis first."""
    return Smoothed(state.mean.T, state.variance.T, state.lagged.T, state.likelihood)


def forward(told: Floats, push: Floats, first: npt.NDArray[np.bool_], move: float) -> tuple[Floats, ...]:
    """Filtered mean and variance, and the predictions before each year's evidence: four arrays (years, series)."""
    mean, variance, guess, spread = (np.zeros_like(told) for _ in range(4))
    m, v = np.zeros(told.shape[1]), np.ones(told.shape[1])
    for t in range(len(told)):
        guess[t] = m = np.where(first[t], 0.0, m)
        spread[t] = v = np.where(first[t], 1.0, v + move)
        gain = v / (1.0 + v * told[t])
        mean[t] = m = m + gain * (push[t] - told[t] * m)
        variance[t] = v = gain
    return mean, variance, guess, spread


def backward(
    mean: Floats, variance: Floats, guess: Floats, spread: Floats, seen: Seen
) -> tuple[Floats, Floats, Floats]:
    """Smoothed mean, variance and lag-one covariance; nothing flows back past a series' first year."""
    m, v, lagged = mean.copy(), variance.copy(), np.zeros_like(mean)
    share = np.where(seen.after[:-1] & ~seen.first[1:], variance[:-1] / spread[1:], 0.0)
    for t in range(len(mean) - 2, -1, -1):
        m[t] += share[t] * (m[t + 1] - guess[t + 1])
        v[t] += share[t] ** 2 * (v[t + 1] - spread[t + 1])
        lagged[t + 1] = share[t] * v[t + 1]
    return m, v, lagged


def log_density(
    gap: Floats, known: Floats, items: Items, told: Floats, pull: Floats, guess: Floats, spread: Floats
) -> float:
    """Sum over cells of log N(y; α + λ·guess, λλ'·spread + diag ψ), by the matrix determinant and inversion lemmas."""
    away = known * (gap - items.loading[:, None, None] * guess)
    square = np.tensordot(1.0 / items.error, away**2, 1) - spread / (1.0 + spread * told) * pull**2
    volume = np.tensordot(np.log(2.0 * np.pi * items.error), known, 1) + np.log1p(spread * told)
    return float(-0.5 * (square + volume).sum())


def improve(seen: Seen, state: Smoothed, own: float = OWN) -> Items:
    """The M-step: each indicator regressed on the uncertain θ, and the mean squared yearly move.

    A bound on the errors leaves the M-step exact: the expected log-likelihood has one peak in each, so that the best value
    within the bound is the nearer end, and the likelihood still rises.
    """
    known, value, mean = seen.known, seen.value, state.mean
    cells = (1, 2)
    n, s, ss = known.sum(cells), np.tensordot(known, mean), np.tensordot(known, mean**2 + state.variance)
    t, ts = value.sum(cells), np.tensordot(value, mean)
    loading = (ts - s * t / n) / (ss - s**2 / n)
    intercept = (t - loading * s) / n
    away = known * (value - intercept[:, None, None] - loading[:, None, None] * mean)
    error = ((away**2).sum(cells) + loading**2 * np.tensordot(known, state.variance)) / n
    pair = seen.after[1:] & seen.after[:-1]
    total = state.variance[1:] + state.variance[:-1] - 2.0 * state.lagged[1:] + np.diff(mean, axis=0) ** 2
    move = float(total[pair].mean()) if pair.any() else 0.0
    return Items(intercept, loading, np.maximum(error, own), max(move, STILL))


def fit(
    y: Floats,
    *,
    reference: npt.NDArray[np.bool_] | None = None,
    own: float = OWN,
    tolerance: float = 1e-6,
    limit: int = 1000,
) -> Factor:
    """Fit the factor to (series, years, indicators); NaN is missing.

    Steps: 1. put each indicator in standard deviations; 2. start from equal loadings; 3. smooth and improve until the
    log-likelihood gains less than ``tolerance`` of itself or ``limit`` rounds; 4. fix sign, mean and scale over
    ``reference``, a mask (series, years), by default every cell from each series' first observation on. An indicator
    that never varies tells nothing: its loading is 0. ``own`` is the least error variance of an indicator. No random numbers.

    >>> step = np.repeat([0.0, 1.0], 8)
    >>> y = np.stack([step, 1 - step, np.full(16, 0.5)])[:, :, None] + np.array([0.0, 0.1, 0.3])
    >>> found = fit(y)
    >>> bool(found.mean[0, -1] > found.mean[2, -1] > found.mean[1, -1]), found.converged
    (True, True)
    """
    z, useful = scaled(y)
    if not useful.any():
        empty = np.full(y.shape[:2], np.nan)
        nothing = np.zeros(y.shape[2])
        return Factor(empty, empty.copy(), Items(nothing, nothing, nothing + 1.0, 0.0), (), True)
    used = z[:, :, useful]
    count = used.shape[2]
    items = Items(np.zeros(count), np.full(count, 0.7), np.full(count, 0.5), 0.1)
    path: list[float] = []
    seen = Seen.of(used)
    for _ in range(limit):
        state = smoothed(seen, items)
        path.append(state.likelihood)
        if len(path) > 1 and path[-1] - path[-2] < tolerance * abs(path[-1]):
            return normalised(used, items, turned(state), useful, reference, tuple(path), True)
        items = improve(seen, state, own)
    return normalised(used, items, turned(smoothed(seen, items)), useful, reference, tuple(path), False)


def scaled(y: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Indicators as z-scores over all observed cells, and which of them vary."""
    known = ~np.isnan(y)
    count = np.maximum(known.sum(axis=(0, 1)), 1)
    mean = np.where(known, y, 0.0).sum(axis=(0, 1)) / count
    sd = np.sqrt((np.where(known, y - mean, 0.0) ** 2).sum(axis=(0, 1)) / count)
    varied = sd > 1e-12 * np.maximum(np.abs(mean), 1.0)
    return (y - mean) / np.where(varied, sd, 1.0), varied


def normalised(
    y: Floats,
    items: Items,
    state: Smoothed,
    useful: npt.NDArray[np.bool_],
    reference: npt.NDArray[np.bool_] | None,
    path: tuple[float, ...],
    converged: bool,
) -> Factor:
    """Move and scale θ to mean 0 and variance 1 over the reference cells, the first loading positive."""
    after = begun(~np.isnan(y))
    cells = after if reference is None else after & reference
    if not cells.any():
        raise ParameterError("the reference holds no observed cell. Choose years in which some state is observed.")
    centre, scale = float(state.mean[cells].mean()), float(state.mean[cells].std())
    scale = (scale if scale > 1e-12 else 1.0) * (-1.0 if items.loading[0] < 0 else 1.0)
    full = Items(np.zeros(useful.size), np.zeros(useful.size), np.ones(useful.size), items.move / scale**2)
    full.intercept[useful] = items.intercept + items.loading * centre
    full.loading[useful] = items.loading * scale
    full.error[useful] = items.error
    mean = np.where(after, (state.mean - centre) / scale, np.nan)
    return Factor(mean, np.where(after, np.sqrt(state.variance) / abs(scale), np.nan), full, path, converged)


def leave_one_out(y: Floats, names: Sequence[str]) -> dict[str, Factor]:
    """The factor without each indicator in turn, θ^(−m), keyed by the one left out (SCIENCE A8, C6)."""
    if len(names) != y.shape[2] or len(names) < 2:
        raise ParameterError(f"{len(names)} names for {y.shape[2]} indicators. Give one name each, and two or more.")
    return {name: fit(np.delete(y, place, axis=2)) for place, name in enumerate(names)}


def principal(y: Floats) -> Floats:
    """The quick proxy: first principal component of the z-indicators with pairwise covariance (SCIENCE A8).

    (series, years, indicators) in, (series, years) out, mean 0 and variance 1 over observed cells, first weight
    positive. A missing indicator is left out of its cell's least-squares score.

    >>> principal(np.array([[[0.0, 0.0], [1.0, 3.0]], [[1.0, 3.0], [0.0, 0.0]]])).round(2).tolist()
    [[-1.0, 1.0], [1.0, -1.0]]
    """
    z, useful = scaled(y)
    known = ~np.isnan(z) & useful
    value = np.where(known, z, 0.0).reshape(-1, z.shape[2])
    both = known.reshape(value.shape).astype(np.float64)
    covariance = value.T @ value / np.maximum(both.T @ both, 1.0)
    weight = np.linalg.eigh(covariance)[1][:, -1]
    weight = weight * (-1.0 if weight[np.argmax(np.abs(weight) > 1e-12)] < 0 else 1.0)
    seen = known @ weight**2
    score = np.where(known, z, 0.0) @ weight / np.where(seen > 0, seen, 1.0)
    found = seen > 1e-12
    if not found.any():
        return np.full(y.shape[:2], np.nan)
    spread = float(score[found].std())
    return np.where(found, (score - score[found].mean()) / (spread if spread > 1e-12 else 1.0), np.nan)


@dataclass(frozen=True)
class LatentAlignment:
    """Latent alignment of each state toward each power: posterior mean and standard deviation; NaN toward others.

    ``powers`` are COW codes, by default Russia, the USA, Turkey, Iran and China; ``indicators`` the columns that
    `Alignment` gave. A power that the panels lack raises `MissingColumn`.
    """

    powers: tuple[int, ...] = (365, 2, 640, 630, 710)
    indicators: tuple[str, ...] = ("align_pact", "align_org", "align_exercise", "align_un")
    own: Parameter = Parameter(
        OWN, "ours: least part of an indicator's variance that is error, against Heywood cases", 1e-6, 1.0
    )
    tolerance: Parameter = Parameter(
        1e-6, "ours: relative gain in log-likelihood below which the fit stops", 1e-12, 1e-2
    )

    key = "alignment_latent"
    title = "Latent alignment (dynamic factor)"
    citations = ("corcyra", "shumway1982smoothing")
    gives = (
        Gives("alignment_latent", "latent alignment toward a power, posterior mean", "sd of all state-powers"),
        Gives("alignment_latent_sd", "latent alignment toward a power, posterior sd", "sd of all state-powers", 0),
    )

    @property
    def needs(self) -> tuple[str, ...]:
        """The indicators."""
        return self.indicators

    def series(self, panels: Panels) -> Floats:
        """The indicators as (states × powers, years, indicators): state by state, powers within."""
        places = [panels.place(code) for code in self.powers]
        cubes = np.stack([panels.array(name)[:, :, places] for name in self.indicators], axis=-1)
        own = np.array(panels.codes)[:, None] == np.array(self.powers)
        cubes = np.where(own[None, :, :, None], np.nan, cubes)
        return cubes.transpose(1, 2, 0, 3).reshape(-1, cubes.shape[0], cubes.shape[3])

    def fitted(self, panels: Panels) -> Factor:
        """The factor itself, with loadings and log-likelihoods."""
        return fit(self.series(panels), own=self.own.value, tolerance=self.tolerance.value)

    def compute(self, panels: Panels) -> dict[str, Floats]:
        """The cubes ``alignment_latent`` and ``alignment_latent_sd``."""
        found = self.fitted(panels)
        return {
            "alignment_latent": self.cube(panels, found.mean),
            "alignment_latent_sd": self.cube(panels, found.sd),
        }

    def cube(self, panels: Panels, table: Floats) -> Floats:
        """(states × powers, years) as a cube, NaN toward states that are no power."""
        years, states = panels.shape
        full = np.full((years, states, states), np.nan)
        full[:, :, [panels.place(code) for code in self.powers]] = table.reshape(states, -1, years).transpose(2, 0, 1)
        return full

    def without(self, name: str) -> LatentAlignment:
        """The same measure with one indicator left out."""
        return replace(self, indicators=tuple(each for each in self.indicators if each != name))
