"""Ideal points from votes: one call for both engines, and what they give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from corcyra.errors import ParameterError, UnknownName
from corcyra.measures.ideal_points.model import ANCHORS, Model
from corcyra.measures.ideal_points.rolls import RollCalls, roll_calls

__all__ = ["NORMAL_90", "IdealPoints", "ideal_points"]

Floats = NDArray[np.float64]
Tell = Callable[[str, float], None]
NORMAL_90 = 1.6448536269514722
"""Half the width of the central 90 % of a standard normal."""
ENGINES = {"fast": "corcyra.measures.ideal_points.fast", "sampler": "corcyra.measures.ideal_points.sampler"}


@dataclass(frozen=True, eq=False)
class IdealPoints:
    """Where each state stood in each session, how sure that is, and how it was found.

    ``frame`` has a row for each state-session with votes, sorted by state and session: ``state``, ``session``, ``point`` (posterior
    mean), ``sd``, ``low`` and ``high`` (the central 90 %), ``votes``. Over all rows the points have mean 0 and standard
    deviation about 1; a state without votes in a session has no row, and so no value. ``items``: ``item``, ``discrimination``
    (above 0: the higher the point, the nearer to no), ``cut1`` (yes below it), ``cut2`` (no above it; missing where the item
    has no such border because nobody voted so), ``votes``. ``settings`` and ``diagnostics`` are the engine's; ``dropped`` what
    `corcyra.measures.ideal_points.rolls.roll_calls` left out. ``draws`` (draws, rows of ``frame``) comes from the sampler alone.
    ``covariances`` maps a session to the covariance of its points in order of state; from the fast engine.
    """

    frame: pl.DataFrame
    items: pl.DataFrame
    settings: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    draws: NDArray[np.floating[Any]] | None = None
    covariances: Mapping[int, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("settings", "diagnostics", "dropped", "covariances"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __len__(self) -> int:
        return self.frame.height

    def wide(self, value: str = "point") -> pl.DataFrame:
        """One row per session, one column per state (its number), missing where it did not vote."""
        self._check(value)
        return self.frame.sort("session", "state").pivot(on="state", index="session", values=value)

    def _check(self, value: str) -> None:
        """Raise `UnknownName` for a column that is none of the estimates."""
        known = ("point", "sd", "low", "high", "votes")
        if value not in known:
            raise UnknownName("column of ideal points", value, known)

    @cached_property
    def _place(self) -> dict[tuple[int, int], int]:
        """The row of each state and session."""
        return {pair: row for row, pair in enumerate(self.frame.select("state", "session").iter_rows())}

    def difference(self, one: int, two: int) -> pl.DataFrame:
        """How far two states stood apart: ``session``, ``difference`` (one less two), ``distance``, ``sd``, ``low``, ``high``.

        The sessions are those in which both voted. ``sd`` and the central 90 % (``low``, ``high``) are of the difference and
        respect that both points hang on the same items: from the joint draws, or from the joint covariance.
        Raises `UnknownName` for a state that never voted.
        """
        voted = self.frame["state"].unique()
        for state in (one, two):
            if state not in voted:
                raise UnknownName("state with votes", state, remedy=f"{voted.len()} states have some; see frame.")
        rows = [
            self._apart(one, two, session)
            for session in self.frame["session"].unique().sort()
            if (one, session) in self._place
        ]
        names = ["session", "difference", "sd", "low", "high"]
        kinds = dict(zip(names, [pl.Int64, *[pl.Float64] * 4], strict=True))
        table = pl.DataFrame([row for row in rows if row], schema=kinds, orient="row")
        return table.select("session", "difference", pl.col("difference").abs().alias("distance"), "sd", "low", "high")

    def _apart(self, one: int, two: int, session: int) -> tuple[float, ...] | None:
        """One row of `difference`."""
        if (two, session) not in self._place:
            return None
        first, second = self._place[one, session], self._place[two, session]
        gap = float(self.frame["point"][first] - self.frame["point"][second])
        if self.draws is not None:
            drawn = self.draws[:, first].astype(float) - self.draws[:, second]
            return (session, gap, float(drawn.std()), *(float(each) for each in np.quantile(drawn, [0.05, 0.95])))
        here = self.frame.filter(pl.col("session") == session)["state"]
        a, b = here.index_of(one), here.index_of(two)
        joint = self.covariances[session]
        sd = max(float(joint[a, a] + joint[b, b] - 2 * joint[a, b]), 0.0) ** 0.5
        return (session, gap, sd, gap - NORMAL_90 * sd, gap + NORMAL_90 * sd)

    def __repr__(self) -> str:
        states, sessions = self.frame["state"].n_unique(), self.frame["session"].n_unique()
        return f"<IdealPoints: {len(self)} state-sessions, {states} states, {sessions} sessions; {self.settings.get('engine', 'given')}>"

    def _repr_html_(self) -> str:
        told = repr(self)[1:-1].replace("&", "&amp;").replace("<", "&lt;")
        return f"<p>{told}</p>{self.frame._repr_html_()}"


def ideal_points(
    votes: Any,
    *,
    engine: str = "fast",
    seed: int = 0,
    anchors: Mapping[int, int] = ANCHORS,
    smooth: float = 0.5,
    first_sd: float = 5.0,
    tell: Tell | None = None,
    state: str | Path | None = None,
    resume: bool = False,
    **options: Any,
) -> IdealPoints:
    """Ideal points of any states in any roll calls; the model is that of `corcyra.measures.ideal_points.model`.

    ``votes`` are `RollCalls`, or a dataframe with ``state``, ``session``, ``item``, ``vote``. ``engine`` is ``"fast"`` (deterministic,
    seconds; ``seed`` is not used) or ``"sampler"`` (the full posterior). ``anchors`` fix the sign, ``smooth`` and ``first_sd`` the
    prior. ``tell(stage, share)`` hears of progress, the share of the work from 0 to 1. ``state`` names a file to which long work
    saves where it stands, whole at each step, and from which ``resume=True`` goes on; a file that is not there yet starts anew.
    ``options`` go to the engine. Raises `UnknownName` for another engine, `ParameterError` when no anchor votes, and what
    `roll_calls` raises for votes that cannot be used.

    >>> import polars as pl
    >>> votes = pl.DataFrame({"state": [1, 2, 3] * 4, "session": [1] * 6 + [2] * 6, "item": [1] * 3 + [2] * 3 + [3] * 3 + [4] * 3,
    ...                       "vote": [1, 2, 3, 3, 1, 1, 1, 1, 3, 3, 3, 1]})
    >>> found = ideal_points(votes, anchors={3: +1})
    >>> found.frame.filter(session=1).sort("point")["state"].to_list()
    [1, 2, 3]
    """
    if engine not in ENGINES:
        raise UnknownName("engine", engine, tuple(ENGINES))
    if resume and state is None:
        raise ParameterError("resume=True wants the file of the earlier run: state=PATH.")
    calls = votes if isinstance(votes, RollCalls) else roll_calls(votes)
    model = Model(smooth, first_sd, anchors)
    # Imported here: scipy and numba are slow to load, and only needed where points are estimated.
    fit: Callable[..., IdealPoints] = import_module(ENGINES[engine]).fit
    place = None if state is None else Path(state)
    # The engines share work out themselves; linear algebra that starts threads of its own on top takes three times as long.
    with threadpool_limits(1, user_api="blas"):
        return fit(calls, model, seed=seed, tell=tell or silent, state=place, resume=resume, **options)


def silent(stage: str, share: float) -> None:
    """Tell nobody."""
