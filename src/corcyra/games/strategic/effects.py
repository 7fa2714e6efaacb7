"""What a regressor does to the outcomes: average effects, and probabilities along its values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import UnknownName
from corcyra.games.strategic.fit import Fit
from corcyra.games.strategic.rows import CONSTANT
from corcyra.games.strategic.uncertainty import Method, intervals

__all__ = ["effects", "profile"]

Numbers = npt.NDArray[np.float64]


def effects(
    found: Fit, *, method: Method = "delta", level: float = 0.95, draws: int = 1000, seed: int = 0
) -> pl.DataFrame:
    """The average effect of every regressor on every outcome's probability, over the rows that were estimated from.

    A regressor in a strategic model works through both players, so its coefficient does not even give the sign of what it does.
    For one that has only the values 0 and 1 the effect is the average change from 0 to 1 (``change`` = "0 to 1"), else the
    average slope per unit ("per unit"). Columns: regressor, outcome, change, effect, se, low, high; the effects of a regressor
    on all outcomes sum to 0. Each column is moved alone, also where it is the square or product of another. Raises `ParameterError` as `intervals`.

    >>> from corcyra.games.strategic.egame12 import EGAME12
    >>> from corcyra.games.strategic.fit import fit
    >>> table = pl.DataFrame({"y": [1] * 4 + [2] * 2 + [3] * 2, "d": [0, 0, 1, 1] * 2})
    >>> model = fit(EGAME12, table, outcome="y", formulas={"u11": ["1", "d"], "u13": [], "u14": [], "u24": ["1"]})
    >>> [round(each, 6) + 0.0 for each in effects(model)["effect"]]
    [0.0, 0.0, 0.0]
    """
    names = list(dict.fromkeys(term for each in found.formulas.values() for term in each if term != CONSTANT))
    parts = []
    for name in names:
        of, change = effect(found, name)
        value, se, low, high = intervals(
            of, found.estimates, found.covariance, level=level, method=method, draws=draws, seed=seed
        )
        named = {"regressor": [name] * len(value), "outcome": found.outcomes, "change": [change] * len(value)}
        parts.append(pl.DataFrame({**named, "effect": value, "se": se, "low": low, "high": high}))
    return pl.concat(parts) if parts else pl.DataFrame()


def effect(found: Fit, name: str) -> tuple[Callable[[Numbers], Numbers], str]:
    """The average effect of one regressor as a function of the coefficients, and what change it is of."""
    values = observed(found, name)
    if np.isin(values, (0.0, 1.0)).all():
        zero, one = (moved(found, name, np.full(found.n, level)) for level in (0.0, 1.0))
        return lambda theta: np.mean(found.chances(theta, one) - found.chances(theta, zero), axis=0), "0 to 1"
    # A small part of the regressor's size, so that truncation and rounding both stay below 1e-9.
    step = 1e-5 * float(np.sqrt((values**2).mean()))
    down, up = (moved(found, name, values + sign * step) for sign in (-1.0, 1.0))
    return lambda theta: np.mean(found.chances(theta, up) - found.chances(theta, down), axis=0) / (2 * step), "per unit"


def profile(
    found: Fit, name: str, values: Sequence[float], *, method: Method = "delta", level: float = 0.95, draws: int = 1000,
    seed: int = 0,
) -> pl.DataFrame:  # fmt: skip
    """The outcomes' average probabilities as one regressor takes each of the values and the others stay as observed.

    The observed-value approach (Hanmer and Kalkan 2013): no "average case", which may not exist, is made up. Columns: the
    regressor's value, outcome, probability, se, low, high. Raises `UnknownName` for a regressor that is not in the model.

    >>> from corcyra.games.strategic.egame12 import EGAME12
    >>> from corcyra.games.strategic.fit import fit
    >>> table = pl.DataFrame({"y": [1] * 4 + [2] * 2 + [3] * 2, "d": [0, 0, 1, 1] * 2})
    >>> model = fit(EGAME12, table, outcome="y", formulas={"u11": ["1", "d"], "u13": [], "u14": [], "u24": ["1"]})
    >>> profile(model, "d", [0, 1]).filter(outcome="left")["probability"].round(4).to_list()
    [0.5, 0.5]
    """
    observed(found, name)
    parts = []
    for value in values:
        matrices = moved(found, name, np.full(found.n, float(value)))

        def of(theta: Numbers, matrices: tuple[Numbers, ...] = matrices) -> Numbers:
            return np.asarray(found.chances(theta, matrices).mean(axis=0), dtype=np.float64)

        chance, se, low, high = intervals(
            of, found.estimates, found.covariance, level=level, method=method, share=True, draws=draws, seed=seed
        )
        named = {name: [float(value)] * len(chance), "outcome": found.outcomes}
        parts.append(pl.DataFrame({**named, "probability": chance, "se": se, "low": low, "high": high}))
    return pl.concat(parts)


def observed(found: Fit, name: str) -> Numbers:
    """A regressor's values in the rows that were estimated from; raises `UnknownName` for another."""
    for terms, matrix in zip(found.formulas.values(), found.rows.designs, strict=True):
        if name in terms and name != CONSTANT:
            return np.asarray(matrix[:, terms.index(name)], dtype=np.float64)
    known = dict.fromkeys(term for each in found.formulas.values() for term in each if term != CONSTANT)
    raise UnknownName("regressor", name, tuple(known))


def moved(found: Fit, name: str, values: Numbers) -> tuple[Numbers, ...]:
    """The regressors with one of them set to the values, wherever it enters."""
    matrices = []
    for terms, matrix in zip(found.formulas.values(), found.rows.designs, strict=True):
        if name in terms:
            matrix = matrix.copy()
            matrix[:, terms.index(name)] = values
        matrices.append(matrix)
    return tuple(matrices)
