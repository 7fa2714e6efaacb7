"""A strategic model estimated from data: the act, and its result with coefficients, errors and predictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import DataError, ParameterError
from corcyra.games.strategic.coefficients import coefficients
from corcyra.games.strategic.covariance import classical, sandwich
from corcyra.games.strategic.game import Information, StrategicGame
from corcyra.games.strategic.likelihood import Likelihood
from corcyra.games.strategic.maximise import Convergence, Maximum, maximise
from corcyra.games.strategic.rows import Formulas, Rows, check_formulas, designs, eager, read_rows
from corcyra.games.strategic.separation import separators
from corcyra.games.strategic.shown import html, latex, text
from corcyra.games.strategic.uncertainty import Method, intervals

__all__ = ["Errors", "Fit", "fit"]

Numbers = npt.NDArray[np.float64]
Errors = Literal["classical", "robust", "cluster"]

FEW = 30
"""Fewer groups than this are too few for cluster-robust errors to be trusted (Cameron and Miller 2015 put the border at 20 to 50)."""


def fit(
    game: StrategicGame,
    frame: Any,
    *,
    outcome: str,
    formulas: Formulas,
    information: Information = "private",
    outcomes: Sequence[str] | None = None,
    errors: Errors | None = None,
    cluster: str | None = None,
    starts: int = 5,
    seed: int = 0,
) -> Fit:
    """Estimate a strategic model by maximum likelihood (Signorino 1999, 2003).

    ``frame`` is any dataframe, one row for each play. ``outcome`` is its column of outcomes, 1, 2, ... from left to right along
    the tree, or words whose order ``outcomes`` gives. ``formulas`` lists each utility's columns; ``"1"`` is a constant, ``[]`` a
    utility fixed at 0. ``cluster`` names the column of groups (a dyad) within which rows may depend; errors are then robust to
    that. The scale is fixed: every shock has variance 1. Rows with a missing value are left out and counted.

    Raises `ParameterError`, `UnknownName`, `MissingColumn` or `DataError` for formulas and tables that identify nothing; see
    `check_formulas`, `read_rows` and `maximise`.

    >>> from corcyra.games.strategic.egame12 import EGAME12
    >>> table = pl.DataFrame({"y": [1] * 50 + [2] * 25 + [3] * 25})
    >>> found = fit(EGAME12, table, outcome="y", formulas={"u11": ["1"], "u13": [], "u14": [], "u24": ["1"]})
    >>> found.table().select("utility", "regressor", pl.col("estimate").abs().round(4), pl.col("se").round(4)).rows()
    [('u11', '1', 0.0, 0.1535), ('u24', '1', 0.0, 0.2507)]
    """
    chosen = check_formulas(game.names, formulas)
    if starts < 1:
        raise ParameterError(f"starts is at least 1, given {starts}.")
    kind = errors or ("cluster" if cluster else "classical")
    if kind not in ("classical", "robust", "cluster") or (kind == "cluster") != (cluster is not None):
        raise ParameterError(
            f"errors={kind!r} with cluster={cluster!r}: errors are 'classical', 'robust', or 'cluster' with the column of groups."
        )
    rows = read_rows(game.names, frame, outcome, chosen, cluster, outcomes)
    of = Likelihood(partial(game.log_probabilities, information=information), rows.designs, rows.outcome)
    top = maximise(of, starts, seed)
    refuse_vague(game, chosen, rows, top)
    value, scores = of.each(top.theta)
    covariance = classical(top.hessian) if kind == "classical" else sandwich(top.hessian, scores, rows.cluster)
    labels = tuple(outcomes or game.outcomes)
    return Fit(
        game, information, chosen, labels, top.theta, covariance, float(value.sum()), kind, top.convergence, rows
    )


def refuse_vague(game: StrategicGame, formulas: Mapping[str, tuple[str, ...]], rows: Rows, top: Maximum) -> None:
    """Raise `DataError` for coefficients that the data leave open, with the separation at a last move if there is one."""
    if not top.vague.any():
        return
    named = [f"{key}: {term}" for key, each in formulas.items() for term in each]
    told = ", ".join(name for name, each in zip(named, top.vague, strict=True) if each)
    reason = "A regressor may separate outcomes perfectly (look at it by outcome), or too few rows bear on it."
    for action in game.actions:
        there = np.isin(rows.outcome + 1, action.among)
        if action.alone:
            matrix = rows.designs[game.keys.index(action.alone)][there]
            apart = separators(matrix, np.isin(rows.outcome[there] + 1, action.chosen))
            terms = [term for term, each in zip(formulas[action.alone], apart, strict=True) if each]
            if terms:
                reason = f"In {action.alone} {', '.join(terms)} separate{'s' * (len(terms) == 1)} perfectly who moved which way."
    raise DataError(
        f"the data cannot tell {told}: the likelihood hardly changes as they grow or move together. {reason} "
        "Leave a regressor out or pool groups."
    )


@dataclass(frozen=True)
class Fit:
    """An estimated strategic model.

    ``estimates`` and ``covariance`` are in the order of `table`; ``log_likelihood`` is at the estimates, ``errors`` the kind of
    standard errors, ``convergence`` how the search went, ``rows`` what was estimated from.
    """

    game: StrategicGame
    information: Information
    formulas: Mapping[str, tuple[str, ...]]
    outcomes: tuple[str, ...]
    estimates: Numbers
    covariance: Numbers
    log_likelihood: float
    errors: Errors
    convergence: Convergence
    rows: Rows = field(repr=False)

    @property
    def n(self) -> int:
        """How many rows were used."""
        return self.rows.n

    @property
    def dropped(self) -> int:
        """How many rows were left out because a value was missing."""
        return self.rows.dropped

    @property
    def clusters(self) -> int | None:
        """How many groups the rows fall into, where the errors are robust to groups."""
        return None if self.rows.cluster is None else int(self.rows.cluster.max()) + 1

    @property
    def aic(self) -> float:
        """Akaike's criterion, ``2k − 2 ln L``: smaller is better."""
        return 2 * len(self.estimates) - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion, ``k ln n − 2 ln L``: smaller is better."""
        return len(self.estimates) * float(np.log(self.n)) - 2 * self.log_likelihood

    @property
    def null_log_likelihood(self) -> float:
        """The log likelihood of predicting for every row the outcomes' shares."""
        counts = np.bincount(self.rows.outcome, minlength=len(self.outcomes))
        return float((counts * np.log(counts / self.n)).sum())

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know before trusting the numbers."""
        found = []
        if not self.convergence.good:
            found.append(
                f"The search did not settle (decrement {self.convergence.decrement:.1e}): do not use these numbers."
            )
        if self.convergence.agreed < self.convergence.starts:
            found.append(
                f"{self.convergence.agreed} of {self.convergence.starts} starts reached the best maximum: try more starts."
            )
        if self.convergence.flattest < 1e-4:  # ours: correlations of estimates of about .9999
            found.append(
                "Some coefficients can hardly be told apart (their estimates are nearly one another's mirror)."
            )
        if self.clusters is not None and self.clusters < FEW:
            found.append(f"Only {self.clusters} clusters: the standard errors are likely too small.")
        if self.dropped:
            found.append(f"{self.dropped} rows were left out because a value is missing.")
        return tuple(found)

    def table(self, level: float = 0.95) -> pl.DataFrame:
        """The coefficients: utility, regressor, estimate, se, z, p (two-sided), low and high; one row each.

        Raises `ParameterError` for a level outside (0, 1).
        """
        return coefficients(self.formulas, self.estimates, self.covariance, level)

    def chances(self, theta: Numbers, matrices: tuple[Numbers, ...]) -> Numbers:
        """The outcomes' probabilities (rows, outcomes) for coefficients and regressors."""
        of = Likelihood(partial(self.game.log_probabilities, information=self.information), matrices, self.rows.outcome)
        return self.game.chances(of.utilities(theta), self.information)

    def predict(
        self, frame: Any = None, *, of: Literal["outcomes", "actions"] = "outcomes", interval: Method | None = None,
        level: float = 0.95, draws: int = 1000, seed: int = 0,
    ) -> pl.DataFrame:  # fmt: skip
        """Every row's probabilities, of the outcomes or of the moves at each node (null where a regressor is missing).

        ``frame`` has the regressors' columns; without it, the rows that were estimated from. With ``interval`` each probability
        is followed by its standard error and its bounds (columns ``… se``, ``… low``, ``… high``); see `intervals`.

        Raises `MissingColumn` for a regressor that the frame lacks, `ParameterError` as `intervals`.
        """
        matrices = self.rows.designs if frame is None else designs(eager(frame), self.formulas)
        complete = np.all([np.isfinite(each).all(axis=1) for each in matrices], axis=0)
        kept = tuple(each[complete] for each in matrices)

        def wanted(theta: Numbers) -> Numbers:
            shares = self.chances(theta, kept)
            return shares if of == "outcomes" else self.moves(shares)

        names = self.outcomes if of == "outcomes" else tuple(each.title for each in self.game.actions)
        if interval is None:
            return columns(names, {"": wanted(self.estimates)}, complete)
        value, se, low, high = intervals(
            wanted, self.estimates, self.covariance, level=level, method=interval, share=True, draws=draws, seed=seed
        )
        return columns(names, {"": value, " se": se, " low": low, " high": high}, complete)

    def moves(self, shares: Numbers) -> Numbers:
        """The probabilities of the moves at their nodes, from those of the outcomes."""
        found = []
        for each in self.game.actions:
            chosen, among = (
                shares[:, [place - 1 for place in places]].sum(axis=1) for places in (each.chosen, each.among)
            )
            found.append(chosen / among)
        return np.stack(found, axis=1)

    def latex(self, digits: int = 3) -> str:
        """The coefficients as a LaTeX table (tabular, without packages)."""
        return latex(self.table(), self.summary, digits)

    @property
    def summary(self) -> dict[str, str]:
        """The model in a few words and numbers, for the foot of a table."""
        kind = {"classical": "from the Hessian", "robust": "robust", "cluster": f"robust to {self.clusters} clusters"}
        information = {"private": "private information", "agent": "agent error"}[self.information]
        return {
            "Model": f"{self.game.key}, {information}",
            "Standard errors": kind[self.errors],
            "Rows": f"{self.n}",
            "Log likelihood": f"{self.log_likelihood:.3f}",
            "AIC": f"{self.aic:.3f}",
        }

    def __str__(self) -> str:
        return text(self.table(), self.summary, self.notes)

    def _repr_html_(self) -> str:
        return html(self.table(), self.summary, self.notes)


def columns(names: Sequence[str], parts: Mapping[str, Numbers], complete: npt.NDArray[np.bool_]) -> pl.DataFrame:
    """A frame with, for each name, its parts; null in rows that are not complete."""
    found = {}
    for place, name in enumerate(names):
        for ending, values in parts.items():
            whole = np.full(len(complete), np.nan)
            whole[complete] = values[:, place]
            found[name + ending] = pl.Series(whole).fill_nan(None)
    return pl.DataFrame(found)
