"""The crisis game estimated by nested pseudo-likelihood, which does not stumble over several equilibria.

A likelihood needs to know which equilibrium was played, and jumps where equilibria appear. The pseudo-likelihood does not: it asks
how likely the outcomes are if each side answers best to beliefs that are held fixed (Aguirregabiria and Mira 2007; for this game
Crisman-Cox and Gibilisco 2021):

1. First beliefs: how often B resists and A stands firm, (a) in the whole table, (b) by probits on all regressors.
2. Coefficients: maximise ``Σ ln p(outcome; beliefs)``; from the second round on one step towards that maximum.
3. Beliefs: halfway from the old ones to each side's best answers (halfway, because full steps can swing for ever: Kasahara and
   Shimotsu 2012). Back to 2, until neither changes.
4. Of the ends from (a) and (b) take the likelier. There beliefs and answers agree: it is an equilibrium in every row.
5. Errors: the scores at the equilibrium solve ``S(θ, P(θ)) = 0``, so ``V = A⁻¹BA⁻ᵀ`` with ``A = dS/dθ`` (the equilibrium moves
   along) and B the sum of outer products of scores, within clusters where they are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import log_ndtr

from corcyra.errors import DataError
from corcyra.games.strategic.coefficients import coefficients
from corcyra.games.strategic.covariance import sandwich
from corcyra.games.strategic.crisis import (
    OUTCOMES,
    PAYOFFS,
    WHOLE,
    crossings,
    fighting,
    log_outcomes,
    plain,
    resistance,
    roots,
)
from corcyra.games.strategic.game import Tree
from corcyra.games.strategic.graded import HALF_LOG_2PI, start
from corcyra.games.strategic.likelihood import Likelihood
from corcyra.games.strategic.maximise import ascend, maximise
from corcyra.games.strategic.rows import CONSTANT, Formulas, Rows, check_formulas, designs, eager, read_rows
from corcyra.games.strategic.shown import html, latex, text

__all__ = ["CRISIS", "CrisisFit", "fit_crisis"]

Numbers = npt.NDArray[np.float64]

CRISIS = Tree("crisis", tuple(each.key for each in PAYOFFS), OUTCOMES, WHOLE, {"S_A": "A", "C_B": "B"})
"""The crisis game's utilities and outcomes, as formulas and tables name them."""


@dataclass(frozen=True)
class CrisisFit:
    """The estimated crisis game.

    ``resist`` and ``fight`` are the equilibrium's beliefs in every row, ``rounds`` how often beliefs were renewed, ``gap`` how far
    they still moved in the last round, ``several`` in how many rows the estimated game has more than one equilibrium.
    """

    formulas: Mapping[str, tuple[str, ...]]
    estimates: Numbers
    covariance: Numbers
    log_likelihood: float
    resist: Numbers = field(repr=False)
    fight: Numbers = field(repr=False)
    rounds: int
    gap: float
    several: int
    rows: Rows = field(repr=False)

    @property
    def converged(self) -> bool:
        """Do beliefs and best answers agree within 1e-6?"""
        return self.gap < 1e-6

    @property
    def n(self) -> int:
        """How many rows were used."""
        return self.rows.n

    def table(self, level: float = 0.95) -> pl.DataFrame:
        """The coefficients: utility, regressor, estimate, se, z, p, low, high. Raises `ParameterError` for a level outside (0, 1)."""
        return coefficients(self.formulas, self.estimates, self.covariance, level)

    def equilibria(self, frame: Any) -> pl.DataFrame:
        """Every equilibrium at the estimates for every row of a frame: ``row``, challenge, resist, fight and the four outcomes.

        The model does not say which of several will be played; a prediction that picks one would hide that. Rows with a missing
        regressor have none. Raises `MissingColumn` for a regressor that the frame lacks.
        """
        matrices = designs(eager(frame), self.formulas)
        payoffs = Likelihood(unused, matrices, self.rows.outcome).utilities(self.estimates)
        found = [
            (i, r)
            for i in range(payoffs.shape[1])
            if np.isfinite(payoffs[:, i]).all()
            for r in roots(payoffs[:, i], 401)
        ]
        table, r = payoffs[:, [i for i, _ in found]], np.array([r for _, r in found])
        f = fighting(table, r)
        shares = np.exp(np.stack([each.value for each in log_outcomes(plain(table), r, f)], axis=1))
        named = {"row": [i for i, _ in found], "challenge": 1 - shares[:, 0], "resist": r, "fight": f}
        return pl.DataFrame(named | dict(zip(OUTCOMES, shares.T, strict=True)))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know before trusting the numbers."""
        found = []
        if not self.converged:
            found.append(
                f"After {self.rounds} rounds beliefs still move by {self.gap:.1e}: the equilibrium played may not be one that "
                "best answers lead to. Do not use these numbers."
            )
        if self.several:
            found.append(
                f"In {self.several} of {self.n} rows the estimated game has several equilibria; the one nearest to the first "
                "beliefs was taken as played."
            )
        if self.rows.dropped:
            found.append(f"{self.rows.dropped} rows were left out because a value is missing.")
        return tuple(found)

    @property
    def summary(self) -> dict[str, str]:
        """The model in a few words and numbers."""
        kind = "robust" if self.rows.cluster is None else f"robust to {int(self.rows.cluster.max()) + 1} clusters"
        return {"Model": "crisis signalling, nested pseudo-likelihood", "Standard errors": kind, "Rows": f"{self.n}",
                "Log likelihood": f"{self.log_likelihood:.3f}", "Rounds": f"{self.rounds}"}  # fmt: skip

    def latex(self, digits: int = 3) -> str:
        """The coefficients as a LaTeX table (tabular, without packages)."""
        return latex(self.table(), self.summary, digits)

    def __str__(self) -> str:
        return text(self.table(), self.summary, self.notes)

    def _repr_html_(self) -> str:
        return html(self.table(), self.summary, self.notes)


def fit_crisis(
    frame: Any, *, outcome: str, formulas: Formulas, cluster: str | None = None, outcomes: Sequence[str] | None = None,
    rounds: int = 200, starts: int = 3, seed: int = 0,
) -> CrisisFit:  # fmt: skip
    """Estimate the crisis game by nested pseudo-likelihood (steps 1 to 5 above).

    ``outcome`` is the column of outcomes: 1 status quo, 2 concession, 3 backing down, 4 standing firm (or words, in the order of
    ``outcomes``). ``formulas`` as for `fit`, with the utilities S_A, V_A, C_B, W_A, W_B, a and V_B; at least one of A's and one of
    B's must lack each regressor. At most ``rounds`` renewals of beliefs. Raises as `fit`; `DataError` where the data cannot tell the coefficients.

    >>> table = pl.DataFrame({"y": [1] * 25 + [2] * 38 + [3] * 19 + [4] * 18})
    >>> found = fit_crisis(table, outcome="y", formulas=dict.fromkeys(CRISIS.keys, ()) | {"W_A": ["1"], "W_B": ["1"]})
    >>> found.converged, found.several
    (True, 0)
    """
    chosen = check_formulas(CRISIS, formulas)
    rows = read_rows(CRISIS, frame, outcome, chosen, cluster, outcomes)
    ends = [nest(rows, *first, rounds, starts, seed) for first in (by_share(rows), by_probit(rows, chosen))]
    theta, r, f, done, gap = max(ends, key=lambda end: (end[4] < 1e-6, given(rows, end[1], end[2]).total(end[0])))
    of = given(rows, r, f)
    covariance = errors(rows, theta, r)
    if not np.isfinite(covariance).all() or np.diag(covariance).min() <= 0:
        raise DataError(
            "the data cannot tell all coefficients of the crisis game. Leave a regressor out, or fix a utility at 0: []."
        )
    payoffs = of.utilities(theta)
    several = int((crossings(payoffs, 201) > 1).sum())
    return CrisisFit(chosen, theta, covariance, of.total(theta), r, f, done, gap, several, rows)


def unused(_: Numbers) -> tuple[Numbers, Numbers]:
    """In place of a game where only utilities are asked for."""
    return np.empty(0), np.empty(0)


def given(rows: Rows, r: Numbers, f: Numbers) -> Likelihood:
    """The pseudo-likelihood: beliefs held fixed."""

    def logged(u: Numbers) -> tuple[Numbers, Numbers]:
        parts = log_outcomes(start(u), r, f)
        return np.stack([each.value for each in parts], axis=1), np.stack([each.slopes for each in parts], axis=1)

    return Likelihood(logged, rows.designs, rows.outcome)


def by_share(rows: Rows) -> tuple[Numbers, Numbers]:
    """First beliefs: the shares of resistance after a challenge and of standing firm after resistance, in the whole table."""
    counts = np.bincount(rows.outcome, minlength=4)
    resist = (counts[2] + counts[3]) / counts[1:].sum()
    return np.full(rows.n, resist), np.full(rows.n, counts[3] / (counts[2] + counts[3]))


def by_probit(rows: Rows, formulas: Mapping[str, tuple[str, ...]]) -> tuple[Numbers, Numbers]:
    """First beliefs: the same two chances by probits on all regressors."""
    terms = {term: matrix[:, place] for each, matrix in zip(formulas.values(), rows.designs, strict=True)
             for place, term in enumerate(each)}  # fmt: skip
    design = np.column_stack([np.ones(rows.n), *(values for term, values in terms.items() if term != CONSTANT)])

    def chance(there: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]) -> Numbers:
        of = Likelihood(probit, (design[there],), right[there].astype(np.int64))
        index = np.clip(
            design @ ascend(of, np.zeros(design.shape[1])), -2.5, 2.5
        )  # beliefs to start from, not to end at
        return np.asarray(np.exp(log_ndtr(index)))

    y = rows.outcome
    return chance(y >= 1, y >= 2), chance(y >= 2, y == 3)


def probit(u: Numbers) -> tuple[Numbers, Numbers]:
    """A plain probit as a game of one player with one utility."""
    logged = np.stack([log_ndtr(-u[0]), log_ndtr(u[0])], axis=1)
    mills = np.exp(-0.5 * u[0, :, None] ** 2 - HALF_LOG_2PI - logged) * np.array([-1.0, 1.0])
    return logged, mills[:, :, None]


def nest(
    rows: Rows, r: Numbers, f: Numbers, rounds: int, starts: int, seed: int
) -> tuple[Numbers, Numbers, Numbers, int, float]:
    """Steps 2 and 3: coefficients, beliefs, rounds used, and how far beliefs moved in the last."""
    theta = maximise(given(rows, r, f), starts, seed).theta
    done, gap, moved = 0, np.inf, np.inf
    while done < rounds and max(gap, moved) > 1e-8:
        payoffs = given(rows, r, f).utilities(theta)
        answer = (r + resistance(payoffs, r)) / 2
        firm = fighting(payoffs, answer)
        gap = float(max(np.abs(answer - r).max(), np.abs(firm - f).max()))
        r, f = answer, firm
        before, theta = theta, improve(given(rows, r, f), theta)
        moved = float(np.abs(theta - before).max())
        done += 1
    return theta, r, f, done, gap


def improve(of: Likelihood, theta: Numbers) -> Numbers:
    """One step of Berndt, Hall, Hall and Hausman (1974); a whole search where the step would lower the likelihood.

    A step a round leads to the same end as a search a round, several times sooner.
    """
    value, scores = of.each(theta)
    step, *_ = np.linalg.lstsq(scores.T @ scores, scores.sum(axis=0), rcond=None)
    if of.total(theta + step) >= float(value.sum()) - 1e-9 * abs(float(value.sum())):
        return np.asarray(theta + step)
    return ascend(of, theta)


def settle(payoffs: Numbers, r: Numbers) -> Numbers:
    """The equilibrium that halfway steps towards best answers lead to from r (in every row)."""
    for _ in range(500):
        answer = (r + resistance(payoffs, r)) / 2
        if np.abs(answer - r).max() < 1e-12:
            break
        r = answer
    return answer


def errors(rows: Rows, theta: Numbers, r: Numbers) -> Numbers:
    """Step 5: the covariance of the coefficients."""

    def scores(at: Numbers) -> Numbers:
        payoffs = given(rows, r, r).utilities(at)
        here = settle(payoffs, r)
        return given(rows, here, fighting(payoffs, here)).each(at)[1]

    columns = []
    for place in range(len(theta)):
        step = np.zeros(len(theta))
        step[place] = 1e-5 * max(1.0, abs(theta[place]))
        columns.append((scores(theta + step) - scores(theta - step)).sum(axis=0) / (2 * step[place]))
    try:
        return sandwich(np.stack(columns, axis=1), scores(theta), rows.cluster)
    except np.linalg.LinAlgError:
        return np.full((len(theta), len(theta)), np.nan)
