"""Has a sampler converged, and how many independent draws are its draws worth: Vehtari and others (2021).

Draws are arrays (chains, draws) or (chains, draws, quantities); every function gives a number per quantity. A quantity that
never moves, or with fewer than four draws a chain, has no answer: NaN.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import rankdata

__all__ = ["ess_bulk", "ess_mean", "ess_quantile", "ess_tail", "mcse_mean", "mcse_quantile", "rhat", "summary"]

Floats = npt.NDArray[np.float64]
Real = npt.NDArray[np.floating]
TAILS = (0.05, 0.95)
"""The quantiles of the tail's effective sample size (Vehtari and others 2021, section 4.3)."""
BLOCK = 400
"""Ours: quantities worked on at once by `summary`, so that memory stays small."""


def rhat(draws: Real) -> Floats:
    """Rank-normalised split R-hat: about 1 when the chains agree; the paper asks for less than 1.01.

    1. Each chain is split in halves; all draws are replaced by the normal scores of their ranks.
    2. R-hat is the root of total over within variance; the same of distances from the median finds unequal spread.
    3. The greater of the two counts.

    >>> draws = np.random.default_rng(1).normal(size=(4, 500))
    >>> bool(rhat(draws) < 1.01), bool(rhat(draws + np.arange(4)[:, None]) > 1.5)
    (True, True)
    """
    halves = split(shaped(draws))
    folded = np.abs(halves - np.median(halves, axis=(0, 1)))
    return answer(np.fmax(plain_rhat(scores(halves)), plain_rhat(scores(folded))), draws, halves)


def ess_bulk(draws: Real) -> Floats:
    """Effective sample size in the bulk: of the rank-normalised split chains.

    >>> int(ess_bulk(np.random.default_rng(1).normal(size=(4, 1000)))) in range(3400, 4600)
    True
    """
    halves = split(shaped(draws))
    return answer(effective(scores(halves)), draws, halves)


def ess_mean(draws: Real) -> Floats:
    """Effective sample size for the mean: of the split chains as they are."""
    halves = split(shaped(draws))
    return answer(effective(halves), draws, halves)


def ess_quantile(draws: Real, share: float) -> Floats:
    """Effective sample size for a quantile: of the indicator of lying below it."""
    halves = split(shaped(draws))
    below = (halves <= np.quantile(halves, share, axis=(0, 1))).astype(float)
    return answer(effective(below), draws, halves)


def ess_tail(draws: Real) -> Floats:
    """Effective sample size in the tails: the smaller of those for the 5 % and the 95 % quantile."""
    return np.minimum(*(ess_quantile(draws, share) for share in TAILS))


def mcse_mean(draws: Real) -> Floats:
    """Monte Carlo standard error of the mean: standard deviation over the root of the effective sample size.

    >>> bool(abs(mcse_mean(np.random.default_rng(1).normal(size=(4, 2500))) - 0.01) < 0.001)
    True
    """
    return np.asarray(np.asarray(draws, float).std(axis=(0, 1), ddof=1) / np.sqrt(ess_mean(draws)))


def mcse_quantile(draws: Real, share: float) -> Floats:
    """Monte Carlo standard error of a quantile: half the width between the quantiles one deviation of their order apart.

    As in Vehtari and others (2021, section 4.4): the order of the quantile has a beta distribution with the effective sample
    size; its 16 % and 84 % points are looked up among the draws.
    """
    from scipy.special import betaincinv

    size = ess_quantile(draws, share)
    flat = np.sort(shaped(draws).reshape(-1, shaped(draws).shape[2]), axis=0)
    low, high = (betaincinv(size * share + 1, size * (1 - share) + 1, each) for each in (0.158655254, 0.841344746))
    places = np.arange(flat.shape[1])
    last = flat.shape[0] - 1
    down, up = (np.nan_to_num(np.floor(np.reshape(each, -1) * flat.shape[0])).astype(int) for each in (low, high))
    width = flat[np.minimum(up, last), places] - flat[np.clip(down, 0, last), places]
    return np.where(np.isnan(size), np.nan, np.reshape(width / 2, np.shape(size)))


def summary(draws: Real) -> dict[str, Floats]:
    """``rhat``, ``ess_bulk`` and ``ess_tail`` of many quantities (chains, draws, quantities), block by block."""
    acts: dict[str, Callable[[Real], Floats]] = {"rhat": rhat, "ess_bulk": ess_bulk, "ess_tail": ess_tail}
    stretches = [draws[:, :, first : first + BLOCK] for first in range(0, draws.shape[2], BLOCK)]
    return {name: np.concatenate([act(each) for each in stretches]) for name, act in acts.items()}


def shaped(draws: Real) -> Floats:
    """Draws as (chains, draws, quantities)."""
    table = np.asarray(draws, dtype=float)
    return table[:, :, None] if table.ndim == 2 else table


def answer(values: Floats, draws: Real, halves: Floats) -> Floats:
    """The values in the shape of the question; NaN where nothing moves, is not finite, or has too few draws."""
    still = (np.ptp(halves, axis=(0, 1)) == 0) | ~np.isfinite(halves).all(axis=(0, 1))
    told = np.where(still | (halves.shape[1] < 2), np.nan, values)
    return told[0] if np.ndim(draws) == 2 else told


def split(draws: Floats) -> Floats:
    """Each chain as two, its first and its last half; a middle draw is left out."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, draws.shape[1] - half :]])


def scores(draws: Floats) -> Floats:
    """Normal scores of the ranks over all chains (Blom 1958)."""
    flat = draws.reshape(-1, draws.shape[2])
    ranks = rankdata(flat, axis=0)
    return np.asarray(ndtri((ranks - 0.375) / (flat.shape[0] + 0.25))).reshape(draws.shape)


def plain_rhat(draws: Floats) -> Floats:
    """Root of total over within variance (Gelman and Rubin 1992); NaN with fewer than two draws a chain."""
    if draws.shape[1] < 2:
        return np.full(draws.shape[2], np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = draws.var(axis=1, ddof=1).mean(axis=0)
        return np.asarray(np.sqrt((draws.shape[1] - 1) / draws.shape[1] + draws.mean(axis=1).var(axis=0, ddof=1) / within))


def effective(draws: Floats) -> Floats:
    """Effective sample size (chains, draws, quantities): all draws over the integrated autocorrelation time.

    1. Autocovariances of each chain by the fast Fourier transform, averaged over chains; what the chains' means differ by
       counts as correlation at every lag.
    2. Sums of neighbouring pairs are cut at the first that is not positive and made to fall (Geyer 1992); of the pair cut off, the
       first correlation counts once where it is positive, as in the programs of Vehtari and others.
    """
    chains, length, quantities = draws.shape
    if length < 2:
        return np.full(quantities, np.nan)
    centred = draws - draws.mean(axis=1, keepdims=True)
    room = 2 ** int(np.ceil(np.log2(2 * length)))
    wave = np.fft.rfft(centred, room, axis=1)
    covariance = np.fft.irfft(wave * wave.conj(), room, axis=1)[:, :length].mean(axis=0) / length
    with np.errstate(divide="ignore", invalid="ignore"):
        within = covariance[0] * length / (length - 1)
        total = covariance[0] + draws.mean(axis=1).var(axis=0, ddof=1)
        correlation = 1 - (within - covariance) / total
    correlation[0] = 1.0
    pairs = correlation[: length // 2 * 2].reshape(length // 2, 2, -1).sum(axis=1)
    positive = np.logical_and.accumulate(pairs > 0, axis=0)
    ends = np.minimum(positive.sum(axis=0), len(pairs) - 1)
    rest = np.where(positive[-1], 0.0, np.maximum(correlation[2 * ends, np.arange(quantities)], 0.0))
    pairs = np.where(positive, pairs, 0.0)
    time = 2 * np.minimum.accumulate(pairs, axis=0).sum(axis=0) - 1 + rest
    most = chains * length * np.log10(chains * length)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.minimum(chains * length / np.maximum(time, 1e-12), most))
