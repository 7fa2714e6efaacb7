"""Nash equilibria of games in normal form: all in pure strategies, and by support enumeration those of two players.

Support enumeration (Porter, Nudelman and Shoham 2008): for each pair of supports of equal size,

1. solve for the mixture of each that makes the other indifferent over the other's support;
2. keep it when every probability is positive and no strategy outside the supports does better.

In a nondegenerate game this finds every equilibrium, an odd number of them. A game is degenerate when some mixture has more best
replies than strategies in its support; then there may be continua, of which some members are missing, and the result says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.games.form.assessment import mixture
from corcyra.games.form.normal import NormalForm
from corcyra.games.model import Deviation

__all__ = ["MOST_SUPPORTS", "Nash", "NashEquilibria", "degenerate", "nash", "pure_nash"]

Numbers = npt.NDArray[np.float64]
SLACK = 1e-9
MOST_SUPPORTS = 200_000
"""How many pairs of supports are looked through at most (ours: two players with ten strategies each, a few seconds)."""


@dataclass(frozen=True)
class Nash:
    """A Nash equilibrium: player → strategy → probability; payoffs; and each player's best deviation with what it loses."""

    game: NormalForm
    strategies: Mapping[str, Mapping[str, float]]

    @property
    def payoffs(self) -> Mapping[str, float]:
        """Each player's expected payoff."""
        return {player: float(self.expected(k)[1]) for k, player in enumerate(self.game.players)}

    @property
    def certificate(self) -> tuple[Deviation, ...]:
        """For each player the best strategy that is not played with certainty, and what it loses (0 within a mixture)."""
        found = []
        for k, player in enumerate(self.game.players):
            by_strategy, kept = self.expected(k)
            shares = list(self.strategies[player].values())
            others = [s for s, share in enumerate(shares) if share < 1 - SLACK]
            best = max(others, key=lambda s: by_strategy[s], default=None)
            act = "nothing else" if best is None else self.game.strategies[k][best]
            found.append(Deviation(player, act, 0.0 if best is None else float(kept - by_strategy[best])))
        return tuple(found)

    @property
    def holds(self) -> bool:
        """Does no deviation gain (up to 1e-7 of the largest payoff)?"""
        return all(each.loss >= -1e-7 * max(1.0, float(np.abs(self.game.payoffs).max())) for each in self.certificate)

    def expected(self, player: int) -> tuple[Numbers, Numbers]:
        """The player's payoff by own strategy against the others' mixtures, and that of the own mixture."""
        table = self.game.payoffs[player]
        for other in reversed(range(len(self.game.players))):
            if other != player:
                shares = np.array(list(self.strategies[self.game.players[other]].values()))
                table = np.tensordot(table, shares, axes=([other], [0]))
        own = np.array(list(self.strategies[self.game.players[player]].values()))
        return table, np.asarray(own @ table)

    def __repr__(self) -> str:
        return "; ".join(f"{player}: {mixture(each)} ({self.payoffs[player]:.4g})" for player, each in self.strategies.items())

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>"


@dataclass(frozen=True)
class NashEquilibria:
    """The equilibria found; ``degenerate`` (None: not asked) warns of continua of which members are missing."""

    game: NormalForm
    found: tuple[Nash, ...]
    degenerate: bool | None = None

    def __iter__(self) -> Iterator[Nash]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def __getitem__(self, place: int) -> Nash:
        return self.found[place]

    def __repr__(self) -> str:
        told = " The game is degenerate: there may be more, in continua." if self.degenerate else ""
        return "\n".join([f"{len(self)} Nash equilibria of {self.game.title!r}.{told}", *(f"  {each!r}" for each in self.found)])

    def _repr_html_(self) -> str:
        return "".join(f"<p>{escape(line)}</p>" for line in repr(self).split("\n"))


def pure_nash(game: NormalForm) -> NashEquilibria:
    """All Nash equilibria in pure strategies, for any number of players.

    >>> from corcyra.games.form.normal import bimatrix
    >>> pure_nash(bimatrix("Dilemma", "cd", "cd", [[(2, 2), (0, 3)], [(3, 0), (1, 1)]]))
    1 Nash equilibria of 'Dilemma'.
      Row: d (1); Column: d (1)
    """
    slack = SLACK * max(1.0, float(np.abs(game.payoffs).max()))
    best = np.ones(game.payoffs.shape[1:], dtype=np.bool_)
    for k, table in enumerate(game.payoffs):
        best &= table >= table.max(axis=k, keepdims=True) - slack
    shares = [[np.eye(len(each))[s] for s in range(len(each))] for each in game.strategies]
    return NashEquilibria(game, tuple(made(game, [shares[k][s] for k, s in enumerate(where)]) for where in np.argwhere(best)))


def made(game: NormalForm, shares: list[Numbers]) -> Nash:
    """The equilibrium with these mixtures."""
    named = zip(game.players, game.strategies, shares, strict=True)
    return Nash(game, {player: dict(zip(labels, each.tolist(), strict=True)) for player, labels, each in named})


def nash(game: NormalForm) -> NashEquilibria:
    """All Nash equilibria of a nondegenerate game of two players; of a degenerate one those that support enumeration finds.

    Raises `ParameterError` for another number of players (`pure_nash` works for all) or above `MOST_SUPPORTS` pairs of supports.

    >>> from corcyra.games.form.normal import bimatrix
    >>> nash(bimatrix("Battle", ["opera", "fight"], ["opera", "fight"], [[(2, 1), (0, 0)], [(0, 0), (1, 2)]]))
    3 Nash equilibria of 'Battle'.
      Row: opera (2); Column: opera (1)
      Row: fight (1); Column: fight (2)
      Row: opera 0.6667, fight 0.3333 (0.6667); Column: opera 0.3333, fight 0.6667 (0.6667)
    """
    if len(game.players) != 2:
        raise ParameterError(
            f"{game.title!r} has {len(game.players)} players; mixed equilibria are found for two. Use pure_nash, or a tree."
        )
    rows, columns = game.payoffs.shape[1:]
    count = sum(comb(rows, k) * comb(columns, k) for k in range(1, min(rows, columns) + 1))
    if count > MOST_SUPPORTS:
        raise ParameterError(f"{game.title!r} has {count:,} pairs of supports, above {MOST_SUPPORTS:,}. Drop dominated strategies.")
    found = []
    for size in range(1, min(rows, columns) + 1):
        for one in combinations(range(rows), size):
            found += with_support(game, one, np.array(list(combinations(range(columns), size))))
    return NashEquilibria(game, tuple(found), degenerate(game))


def with_support(game: NormalForm, one: tuple[int, ...], others: npt.NDArray[np.intp]) -> list[Nash]:
    """The equilibria in which the first plays exactly ``one``, for all supports of the second at once."""
    first, second = game.payoffs
    own = np.broadcast_to(np.array(one), others.shape)
    y, fine_y = indifference(first, own, others)
    x, fine_x = indifference(second.T, others, own)
    slack = SLACK * max(1.0, float(np.abs(game.payoffs).max()))
    found = []
    for k in np.flatnonzero(fine_x & fine_y):
        row, column = first @ y[k], x[k] @ second
        if row.max() <= row[list(one)].max() + slack and column.max() <= column[others[k]].max() + slack:
            found.append(made(game, [x[k], y[k]]))
    return found


def indifference(
    table: Numbers, indifferent: npt.NDArray[np.intp], support: npt.NDArray[np.intp]
) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Mixtures over ``support`` (columns) that make the rows ``indifferent`` equal: shape (cases, columns), and where one exists."""
    cases, size = support.shape
    system = np.zeros((cases, size + 1, size + 1))
    system[:, :size, :size] = table[indifferent[:, :, None], support[:, None, :]] / max(1.0, float(np.abs(table).max()))
    system[:, :size, size] = -1.0
    system[:, size, :size] = 1.0
    solvable = np.abs(np.linalg.det(system)) > 1e-12
    right = np.zeros((int(solvable.sum()), size + 1, 1))
    right[:, size] = 1.0
    shares = np.zeros((cases, size))
    shares[solvable] = np.linalg.solve(system[solvable], right)[:, :size, 0]
    mixtures = np.zeros((cases, table.shape[1]))
    np.put_along_axis(mixtures, support, shares, axis=1)
    return mixtures, solvable & (shares > SLACK).all(axis=1)


def degenerate(game: NormalForm) -> bool:
    """Has some mixture of one player more best replies than strategies in its support?

    For each support of k and each k + 1 replies: is there a mixture for which all of these are best?

    >>> from corcyra.games.form.normal import bimatrix
    >>> degenerate(bimatrix("Ties", "ab", "ab", [[(1, 1), (1, 1)], [(1, 0), (0, 0)]]))
    True
    """
    first, second = game.payoffs
    return too_many_replies(second.T) or too_many_replies(first)


def too_many_replies(table: Numbers) -> bool:
    """Is there a mixture over columns of size k to which k + 1 rows are best replies?"""
    replies, columns = table.shape
    table = table / max(1.0, float(np.abs(table).max()))
    for size in range(1, min(columns, replies - 1) + 1):
        chosen = np.array(list(combinations(range(replies), size + 1)))
        for support in combinations(range(columns), size):
            system = np.zeros((len(chosen), size + 2, size + 1))
            system[:, : size + 1, :size] = table[chosen[:, :, None], np.array(support)[None, None, :]]
            system[:, : size + 1, size] = -1.0
            system[:, size + 1, :size] = 1.0
            right = np.zeros(size + 2)
            right[size + 1] = 1.0
            points = np.einsum("kij,j->ki", np.linalg.pinv(system), right)
            residual = np.abs(np.einsum("kij,kj->ki", system, points) - right).max(axis=1)
            best = (table[:, list(support)] @ points[:, :size].T).max(axis=0)
            if ((residual < SLACK) & (points[:, :size] >= -SLACK).all(axis=1) & (best <= points[:, size] + SLACK)).any():
                return True
    return False
