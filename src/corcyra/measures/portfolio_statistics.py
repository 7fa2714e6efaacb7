"""Statistics of agreement of two portfolios, as kernels on contingency tables: S, κ, π, A, τ_b and voting agreement (SCIENCE E6).

All are read off one table for each pair of states: the share of targets (or of their weight) toward which the one has level k
and the other level l. Where a statistic is 0/0 (both portfolios constant and equal, for π and κ; either constant, for
τ_b; no common target, for all) it is NaN, and never 1.

Notation, for a pair: o_kl the table of shares, r and c its row and column sums, m = (r + c) / 2; v_kl = |k − l|^e the
disagreement of two levels (e = 1 absolute or linear, e = 2 squared or quadratic; e = 0 nominal: 1 unless k = l), v_max that of the
ends of the scale; D = Σ v_kl o_kl observed, E(a, b) = Σ v_kl a_k b_l expected if the two were independent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "STATISTICS",
    "Statistic",
    "Tables",
    "a_index",
    "agreement",
    "disagreement",
    "kappa",
    "pi",
    "ratio",
    "s_score",
    "tau_b",
]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tables:
    """Contingency tables of pairs: ``shares`` (pairs, levels²) sum to 1, NaN for a pair without common targets."""

    shares: Floats
    scale: tuple[float, ...]

    @cached_property
    def rows(self) -> Floats:
        """Shares of the first one's levels (pairs, levels)."""
        return np.asarray(self.shares @ np.repeat(np.eye(len(self.scale)), len(self.scale), axis=0))

    @cached_property
    def columns(self) -> Floats:
        """Shares of the second one's levels (pairs, levels)."""
        return np.asarray(self.shares @ np.tile(np.eye(len(self.scale)), (len(self.scale), 1)))

    def observed(self, power: int) -> Floats:
        """D: the mean disagreement (pairs,)."""
        return np.asarray(self.shares @ disagreement(self.scale, power).ravel())

    def expected(self, first: Floats, second: Floats, power: int) -> Floats:
        """E(first, second): the mean disagreement if levels were drawn independently with these shares (pairs,)."""
        return np.asarray(((first @ disagreement(self.scale, power)) * second).sum(axis=1))


def disagreement(scale: Sequence[float], power: int) -> Floats:
    """v_kl = |k − l|^power of every two levels (levels, levels); power 0 is nominal: 1 for any two that differ.

    >>> disagreement((1, 2, 3), 2).tolist()
    [[0.0, 1.0, 4.0], [1.0, 0.0, 1.0], [4.0, 1.0, 0.0]]
    """
    gap = np.abs(np.subtract.outer(np.array(scale, dtype=np.float64), np.array(scale, dtype=np.float64)))
    return np.asarray((gap > 0).astype(np.float64) if power == 0 else gap**power)


def s_score(table: Tables, power: int) -> Floats:
    """S = 1 − 2 D / v_max: 1 the same levels everywhere, −1 opposite ends everywhere. Signorino and Ritter (1999).

    It is not corrected for chance: where most cells are 0, as in alliances, most pairs look alike.

    >>> s_score(Tables(np.array([[0.5, 0.5, 0.0, 0.0]]), (0.0, 1.0)), 1).tolist()
    [0.0]
    """
    return np.asarray(1.0 - 2.0 * table.observed(power) / disagreement(table.scale, power).max())


def kappa(table: Tables, power: int) -> Floats:
    """κ = 1 − D / E(r, c): agreement beyond chance, given each one's own habits. Cohen (1960, 1968); Häge (2011).

    0 what chance gives, 1 all agreement; NaN where both always have one and the same level.

    >>> kappa(Tables(np.array([[0.5, 0.0, 0.0, 0.5], [1.0, 0.0, 0.0, 0.0]]), (0.0, 1.0)), 0).tolist()
    [1.0, nan]
    """
    return one_less(table.observed(power), table.expected(table.rows, table.columns, power))


def pi(table: Tables, power: int) -> Floats:
    """π = 1 − D / E(m, m): agreement beyond chance, given habits that the two share. Scott (1955); Häge (2011).

    NaN where both always have one and the same level. For power 0 it is Scott's nominal π.

    >>> pi(Tables(np.array([[0.5, 0.5, 0.0, 0.0]]), (0.0, 1.0)), 0).round(4).tolist()
    [-0.3333]
    """
    mean = (table.rows + table.columns) / 2
    return one_less(table.observed(power), table.expected(mean, mean, power))


def a_index(table: Tables, power: int) -> Floats:
    """A = S − E[S] = 2 (E(r, c) − D) / v_max: S less what two independent states would have. Benati and Capurri (2026).

    0 at independence also where κ is not defined: two constant portfolios tell nothing.

    >>> a_index(Tables(np.array([[0.5, 0.0, 0.0, 0.5], [1.0, 0.0, 0.0, 0.0]]), (0.0, 1.0)), 1).tolist()
    [1.0, 0.0]
    """
    gap = table.expected(table.rows, table.columns, power) - table.observed(power)
    return np.asarray(2.0 * gap / disagreement(table.scale, power).max())


def tau_b(table: Tables) -> Floats:
    """τ_b: rank correlation of levels with ties. Kendall (1945); used for alliances by Bueno de Mesquita (1975).

    1. Two targets are concordant where both states rank them alike, discordant where opposed; a pair of targets
       weighs the product of their weights.
    2. τ_b = (C − D) / √(U_r U_c), U the pairs of targets that the one, the other, does not tie.

    NaN where either has one level only. It tells orders alike, not levels alike.

    >>> tau_b(Tables(np.array([[0.5, 0.0, 0.0, 0.5], [0.5, 0.5, 0.0, 0.0]]), (0.0, 1.0))).tolist()
    [1.0, nan]
    """
    size = len(table.scale)
    sign = np.sign(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
    ordered = table.shares @ np.kron(sign, sign)
    pairs = (ordered * table.shares).sum(axis=1)
    untied = (table.expected(each, each, 0) for each in (table.rows, table.columns))
    return ratio(pairs, np.sqrt(np.prod(list(untied), axis=0)))


def agreement(table: Tables) -> Floats:
    """1 − D / v_max: 1 the same vote, ½ an abstention against yes or no, 0 opposite; as Bailey, Strezhnev and Voeten (2017).

    Of votes without unanimous roll calls; see `similarity`.

    >>> agreement(Tables(np.array([[0.5, 0.0, 0.5, 0, 0, 0, 0, 0, 0]]), (1.0, 2.0, 3.0))).tolist()
    [0.5]
    """
    return np.asarray(1.0 - table.observed(1) / disagreement(table.scale, 1).max())


def one_less(part: Floats, whole: Floats) -> Floats:
    """1 − part / whole, NaN where the whole is 0."""
    return np.asarray(1.0 - ratio(part, whole))


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part / whole, NaN where the whole is 0."""
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


@dataclass(frozen=True)
class Statistic:
    """One statistic: its name in columns, its meaning, its range, its sources, and the kernel on tables.

    ``contrast``: targets toward which all states of the year that are known have one level are left out.
    """

    name: str
    meaning: str
    citations: tuple[str, ...]
    kernel: Callable[[Tables], Floats]
    low: float = -1.0
    contrast: bool = False


HAGE = ("hage2011choice",)
STATISTICS: tuple[Statistic, ...] = (
    Statistic(
        "a_absolute",
        "S with absolute distance, less its expectation",
        ("benati2026alignment",),
        lambda t: a_index(t, 1),
    ),
    Statistic(
        "a_squared", "S with squared distance, less its expectation", ("benati2026alignment",), lambda t: a_index(t, 2)
    ),
    Statistic("agreement", "agreement on contested targets", ("bailey2017estimating",), agreement, 0.0, contrast=True),
    Statistic("kappa", "Cohen's kappa, nominal", ("cohen1960coefficient",), lambda t: kappa(t, 0)),
    Statistic("kappa_linear", "Cohen's kappa, linear weights", ("cohen1968weighted", *HAGE), lambda t: kappa(t, 1)),
    Statistic("kappa_quadratic", "Cohen's kappa, squared weights", ("cohen1968weighted", *HAGE), lambda t: kappa(t, 2)),
    Statistic("pi", "Scott's pi, nominal", ("scott1955reliability",), lambda t: pi(t, 0)),
    Statistic("pi_linear", "Scott's pi, linear weights", HAGE, lambda t: pi(t, 1)),
    Statistic("pi_quadratic", "Scott's pi, squared weights", HAGE, lambda t: pi(t, 2)),
    Statistic("s_absolute", "S with absolute distance", ("signorino1999tau",), lambda t: s_score(t, 1)),
    Statistic("s_squared", "S with squared distance", ("signorino1999tau",), lambda t: s_score(t, 2)),
    Statistic("tau_b", "Kendall's tau-b", ("kendall1945ties", "bueno1975measuring"), tau_b),
)
"""Every statistic, by name. All lie in [−1, 1], since D is at most 2 E(m, m) and, for κ, 2 E(r, c); the agreement in [0, 1]."""
