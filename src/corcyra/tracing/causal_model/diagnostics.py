"""Have the chains of a sampler met, and how many independent draws are its draws worth? After Vehtari and others (2021)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import rankdata

__all__ = ["effective", "rhat", "worst"]

Floats = npt.NDArray[np.float64]
BLOCK = 64
"""Ours: quantities judged at once, so that ranks and spectra of thousands of parameters never lie in memory together."""


def worst(draws: Floats) -> tuple[float, float]:
    """The largest R-hat and the least effective number over all quantities of draws (chains, draws, quantities).

    >>> draws = np.random.default_rng(1).normal(size=(4, 500, 3))
    >>> worst(draws) == (rhat(draws).max(), effective(draws).min())
    True
    """
    found = []
    for start in range(0, draws.shape[2], BLOCK):
        halves = split(draws[:, :, start : start + BLOCK])
        z = scores(halves)
        found.append((spread(halves, z).max(), independent(z).min()))
    most, least = zip(*found, strict=True)
    return float(np.max(most)), float(np.min(least))  # a NaN stays one, and is no agreement


def rhat(draws: Floats) -> Floats:
    """Rank-normalised split R-hat of draws (chains, draws, quantities): near 1 when the chains agree.

    >>> draws = np.random.default_rng(1).normal(size=(4, 500, 1))
    >>> bool(rhat(draws)[0] < 1.01), bool(rhat(draws + np.arange(4)[:, None, None])[0] > 1.5)
    (True, True)
    """
    halves = split(draws)
    return spread(halves, scores(halves))


def spread(halves: Floats, z: Floats) -> Floats:
    """R-hat of half chains with the normal scores ``z``: of the scores, or of those of the distances from the median."""
    folded = np.abs(halves - np.median(halves, axis=(0, 1)))
    return np.fmax(ratio(z), ratio(scores(folded)))


def effective(draws: Floats) -> Floats:
    """The effective number of draws (bulk) of draws (chains, draws, quantities).

    1. Draws become normal scores of their ranks; chains are halved.
    2. Autocorrelations of all lags, from the spectrum, are averaged over chains.
    3. They are summed in pairs while the pairs stay positive and fall (Geyer's initial monotone sequence).

    >>> draws = np.random.default_rng(1).normal(size=(4, 500, 1))
    >>> bool(1500 < effective(draws)[0] < 2600)
    True
    """
    return independent(scores(split(draws)))


def independent(z: Floats) -> Floats:
    """The effective number of draws from the normal scores of half chains."""
    chains, length, _ = z.shape
    centred = z - z.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(centred, 2 * length, axis=1)) ** 2
    covariance = np.fft.irfft(spectrum, axis=1)[:, :length].real / length
    within = covariance[:, 0].mean(axis=0) * length / (length - 1)
    total = within * (length - 1) / length + z.mean(axis=1).var(axis=0, ddof=1)
    rho = 1 - (within - covariance.mean(axis=0) * length / (length - 1)) / np.where(total > 0, total, 1)
    rho[0] = 1.0
    pairs = rho[: length // 2 * 2].reshape(length // 2, 2, -1).sum(axis=1)
    pairs = np.where(np.logical_and.accumulate(pairs > 0, axis=0), np.minimum.accumulate(pairs, axis=0), 0.0)
    time = np.maximum(2 * pairs.sum(axis=0) - 1, 1 / np.log10(chains * length))
    return np.asarray(chains * length / time)


def split(draws: Floats) -> Floats:
    """Each chain in two halves."""
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, half : 2 * half]])


def scores(draws: Floats) -> Floats:
    """The normal scores of the ranks over all chains."""
    chains, length, quantities = draws.shape
    ranks = rankdata(draws.reshape(-1, quantities), axis=0)
    return np.asarray(ndtri((ranks - 0.375) / (chains * length + 0.25))).reshape(draws.shape)


def ratio(draws: Floats) -> Floats:
    """The root of total over within variance."""
    length = draws.shape[1]
    within = draws.var(axis=1, ddof=1).mean(axis=0)
    between = draws.mean(axis=1).var(axis=0, ddof=1)
    still = within == 0  # constant draws agree; NaN is not 0, and stays NaN
    return np.asarray(np.where(still, 1.0, np.sqrt((length - 1) / length + between / np.where(still, 1.0, within))))
