"""Draws for other programs: ArviZ, whose plots and diagnostics many know."""

from __future__ import annotations

from typing import Any

import numpy as np

from corcyra.errors import MissingExtra, ParameterError
from corcyra.measures.ideal_points.points import IdealPoints

__all__ = ["to_arviz"]


def to_arviz(found: IdealPoints) -> Any:
    """The sampler's draws as ArviZ wants them: the variable ``point`` with the dimensions chain, draw, cell.

    A cell is a state in a session; the coordinates ``state`` and ``session`` lie along it. Numbers are widened to 64 bits, or ArviZ
    would reckon in 32 and its R-hat differ from ours in the fourth digit. Gives an ``InferenceData`` with
    ArviZ below 1 and a ``DataTree`` from 1 on, whichever is installed. Raises `ParameterError` for points without draws (the
    fast engine's) and `MissingExtra` where ArviZ is not installed.

    >>> import polars as pl
    >>> to_arviz(IdealPoints(pl.DataFrame(), pl.DataFrame()))
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: these ideal points have no draws. Estimate them with engine="sampler".
    """
    if found.draws is None:
        raise ParameterError('these ideal points have no draws. Estimate them with engine="sampler".')
    try:
        import arviz
    except ImportError as problem:
        raise MissingExtra("to_arviz", "arviz", "bayes") from problem
    chains = int(found.settings.get("chains", 1))
    draws = np.asarray(found.draws, dtype=np.float64)
    point = draws.reshape(chains, draws.shape[0] // chains, draws.shape[1])
    names: dict[str, Any] = {"coords": {"cell": np.arange(draws.shape[1])}, "dims": {"point": ["cell"]}}
    along = {name: ("cell", found.frame[name].to_numpy()) for name in ("state", "session")}
    if modern(arviz):
        tree = arviz.from_dict({"posterior": {"point": point}}, **names)
        tree["posterior"].dataset = tree["posterior"].to_dataset().assign_coords(along)
        return tree
    data = arviz.from_dict(posterior={"point": point}, **names)
    data.posterior = data.posterior.assign_coords(along)
    return data


def modern(arviz: Any) -> bool:
    """Whether ArviZ is at 1 or later, where groups come in one dictionary."""
    return int(str(arviz.__version__).split(".")[0]) >= 1
