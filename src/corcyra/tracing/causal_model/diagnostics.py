"""Have the chains of a sampler met, and how many independent draws are its draws worth? After Vehtari and others (2021)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import rankdata

__all__ = ["effective", "rhat"]

Floats = npt.NDArray[np.float64]


def rhat(draws: Floats) -> Floats:
    """Rank-normalised split R-hat of draws (chains, draws, quantities): near 1 when the chains agree.

    >>> draws = np.random.default_rng(1).normal(size=(4, 500, 1))
    >>> bool(rhat(draws)[0] < 1.01), bool(rhat(draws + np.arange(4)[:, None, None])[0] > 1.5)
    (True, True)
    """
    halves = split(draws)
    folded = np.abs(halves - np.median(halves, axis=(0, 1)))
    return np.fmax(ratio(scores(halves)), ratio(scores(folded)))


def effective(draws: Floats) -> Floats:
    """The effective number of draws (bulk) of draws (chains, draws, quantities).

    1. Draws become normal scores of their ranks; chains are halved.
    2. Autocorrelations of all lags, from the spectrum, are averaged over chains.
    3. They are summed in pairs while the pairs stay positive and fall (Geyer's initial monotone sequence).

    >>> draws = np.random.default_rng(1).normal(size=(4, 500, 1))
    >>> bool(1500 < effective(draws)[0] < 2600)
    True
    """
    z = scores(split(draws))
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
    safe = np.where(within > 0, within, 1.0)
    return np.asarray(np.where(within > 0, np.sqrt((length - 1) / length + between / safe), 1.0))
