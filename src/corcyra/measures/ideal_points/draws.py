"""Ideal points with their uncertainty as draws: the form in which `corcyra.measures.realignment` takes them."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import ParameterError
from corcyra.measures.ideal_points.points import IdealPoints

__all__ = ["point_draws"]

Floats = NDArray[np.float64]
NUMBER = 1000
"""Draws. Ours: the bounds of a 90 % interval then move by about .07 deviations from seed to seed."""


def point_draws(found: IdealPoints, number: int = NUMBER, seed: int = 0) -> pl.DataFrame:
    """``state``, ``session``, ``point``, ``draws``: as many draws in each row, the n-th of all rows from one draw.

    1. From the sampler: its own draws, ``number`` of them evenly spread over all (fewer when it has fewer). They are joint over
       states and sessions.
    2. From the fast engine: ``number`` normal draws from the joint covariance of each session's points. States of a session
       move together as they should; sessions are drawn apart. The walk ties neighbours, so that the interval of a change between
       sessions is too wide rather than too narrow.

    Raises `ParameterError` for fewer than two draws, or points that have neither draws nor covariances.

    >>> frame = pl.DataFrame({"state": [2, 365], "session": [1, 1], "point": [1.0, -1.0], "sd": [0.1, 0.1]})
    >>> found = IdealPoints(frame, pl.DataFrame(), covariances={1: np.full((2, 2), 0.01)})
    >>> first, second = point_draws(found, number=5)["draws"].to_list()
    >>> [round(one - two, 6) for one, two in zip(first, second)]
    [2.0, 2.0, 2.0, 2.0, 2.0]
    """
    if number < 2:
        raise ParameterError(f"number of draws is at least 2, given {number}.")
    values = apart(found, number, seed) if found.draws is None else thinned(found.draws, number)
    table = found.frame.select("state", "session", "point")
    return table.with_columns(
        pl.Series("draws", np.ascontiguousarray(values.T), dtype=pl.Array(pl.Float64, len(values)))
    )


def thinned(draws: NDArray[np.floating], number: int) -> Floats:
    """At most so many of the draws, evenly spread."""
    places = np.unique(np.linspace(0, len(draws) - 1, min(number, len(draws))).round().astype(int))
    return np.asarray(draws[places], dtype=np.float64)


def apart(found: IdealPoints, number: int, seed: int) -> Floats:
    """Normal draws (number, rows), joint within each session."""
    random = np.random.default_rng(seed)
    out = np.empty((number, len(found)))
    rows = found.frame.with_row_index("row").sort("session", "state")
    for (session,), part in rows.partition_by("session", as_dict=True).items():
        covariance = found.covariances.get(int(session))
        if covariance is None:
            raise ParameterError(
                f"session {session} has neither draws nor a covariance. Estimate the points with an engine of this package."
            )
        own, axes = np.linalg.eigh(covariance)
        root = axes * np.sqrt(np.clip(own, 0.0, None))
        out[:, part["row"].to_numpy()] = part["point"].to_numpy() + random.standard_normal((number, len(own))) @ root.T
    return out
