"""The model that both engines estimate: prior, identification of scale and sign, and where they start.

As Bailey, Strezhnev and Voeten (2017), an ordinal probit with an item response and a random walk. State i in session t votes on
item v by the latent ``y* = discrimination_v * point_it + e``, ``e ~ N(0, 1)``: yes when ``y* <= cut1_v``, no when ``y* > cut2_v``,
and abstains between.

1. ``discrimination_v ~ N(0, 1)``; the cuts are ordered and else flat.
2. ``point_it ~ N(point_i,previous, v_it)``, ``v_it = smooth * n_it / (n_it + n_i,previous)`` with the numbers of votes: few votes
   now lean on the session before. A gap is stepped over, whatever its length.
3. Each state's first point is ``N(0, first_sd ** 2)``, wide. The published code draws it towards the second point alone, which is
   what a flat first point does; it holds points within 5, hence our 5. A narrow one pulls whole sessions of new members to 0.
4. Scale: over all state-sessions the points have mean 0 and standard deviation 1. Sign: the anchors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from corcyra.errors import ParameterError
from corcyra.measures.ideal_points.rolls import Cells, RollCalls

__all__ = ["ANCHORS", "Model", "facing", "starts", "walk"]

Floats = NDArray[np.float64]
ANCHORS: Mapping[int, int] = MappingProxyType({2: 1, 20: 1, 200: 1, 666: 1, 365: -1, 265: -1})
"""The states that Bailey, Strezhnev and Voeten start from: the United States, Canada, the United Kingdom and Israel on the positive
side, Russia and East Germany on the negative."""


@dataclass(frozen=True)
class Model:
    """The settings of the model; see the module.

    ``smooth`` scales the variance of the random walk (published: .5; less is smoother), ``first_sd`` the prior of first points,
    ``anchors`` maps states to +1 or -1: the sign of the scale is the one under which they stand, on the whole, where they should.

    >>> Model(anchors={2: 1, 365: -1}).smooth
    0.5
    """

    smooth: float = 0.5
    first_sd: float = 5.0
    anchors: Mapping[int, int] = field(default_factory=lambda: ANCHORS)

    def __post_init__(self) -> None:
        for name in ("smooth", "first_sd"):
            if not (np.isfinite(value := getattr(self, name)) and value > 0):
                raise ParameterError(f"{name} is above 0, given {value}.")
        odd = {state: sign for state, sign in self.anchors.items() if sign not in (1, -1)}
        if odd or not self.anchors:
            raise ParameterError(
                f"anchors map states to +1 or -1, given {odd or {}}. Say, for one, {{2: +1, 365: -1}}."
            )
        object.__setattr__(self, "anchors", MappingProxyType(dict(self.anchors)))


def walk(cells: Cells, model: Model) -> Floats:
    """The prior variance of each cell's point, given the same state's cell before, or of a first point.

    >>> from corcyra.measures.ideal_points.rolls import roll_calls
    >>> import polars as pl
    >>> calls = roll_calls(pl.DataFrame({"state": [2, 3, 2, 3], "session": [1, 1, 3, 3], "item": [7, 7, 8, 8], "vote": [1, 3, 1, 2]}))
    >>> walk(calls.cells(), Model()).tolist()
    [25.0, 0.25, 25.0, 0.25]
    """
    now, before = cells.votes.astype(float), cells.votes[cells.previous].astype(float)
    return np.where(cells.previous < 0, model.first_sd**2, model.smooth * now / (now + before))


def facing(points: Floats, calls: RollCalls, cells: Cells, model: Model) -> int:
    """+1 when the anchors stand, on the whole, where they should, else -1: the sum over their cells of point times sign decides.

    Raises `ParameterError` when no anchor votes.
    """
    signs = np.array([model.anchors.get(state, 0) for state in calls.states])
    if not signs.any():
        named = ", ".join(str(state) for state in model.anchors)
        raise ParameterError(
            f"none of the anchors {named} votes here, so the sign of the scale is open. "
            f"Name a state that does: anchors={{{calls.states[0]}: +1}}."
        )
    return -1 if float(signs[cells.state] @ points) < 0 else 1


def starts(calls: RollCalls, cells: Cells, model: Model) -> Floats:
    """A first guess of each cell's point, mean 0 and standard deviation 1, facing as the anchors say.

    1. Votes less their item's mean, summed by state and item, have a first singular vector: a weight for each item.
    2. A cell's guess is its votes' projection on these weights, drawn to 0 as if it had ten more votes without a stand (ours).
    """
    number = np.bincount(calls.item)
    centred = calls.vote - (np.bincount(calls.item, calls.vote) / number)[calls.item]
    table = csr_matrix((centred, (calls.state, calls.item)), shape=(len(calls.states), len(calls.items)))
    weight = first_direction(table)[calls.item]
    scale = float(np.mean(weight**2)) or 1.0
    size = len(cells)
    against = np.bincount(cells.of_vote, weight**2, size) + 10 * scale
    points = np.bincount(cells.of_vote, weight * centred, size) / against
    points = (points - points.mean()) / (points.std() or 1.0)
    return np.asarray(points * facing(points, calls, cells, model))


def first_direction(table: csr_matrix) -> Floats:
    """The first right singular vector of a states-by-items table."""
    if min(table.shape) < 3:
        return np.asarray(np.linalg.svd(table.toarray(), full_matrices=False)[2][0])
    _, _, right = svds(table.astype(float), k=1, v0=np.ones(min(table.shape)))
    return np.asarray(right[0])
