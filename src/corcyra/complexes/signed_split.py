"""The best split of a signed graph into two camps, exactly, and what resists it.

A tie of amity pulls two actors into one camp, a tie of enmity pushes them apart. A tie is *frustrated* by a split when
it does not get its way: amity across the camps, or enmity within one. Cartwright & Harary (1956) call a graph balanced
when some split frustrates no tie; the fewest ties that any split frustrates is the *frustration index* or line index of
balance (Harary 1959). It is found here by looking at every split, so the answer is exact and all best splits are known.

The index does not depend on the names of the actors, nor on *switching*: turning over the signs of all ties across some
cut moves the best split but not its frustration (Zaslavsky 1982).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corcyra.errors import ParameterError
from corcyra.panel.panels import Floats

__all__ = ["LARGEST", "SignedSplit", "bloc_energy", "frustrations", "sign_matrix", "signed_split", "triads"]

LARGEST = 24
"""The most actors that are searched. Ours: 2^23 splits take a second or two and little memory; each further actor doubles it."""

Tie = tuple[str, str]


@dataclass(frozen=True)
class SignedSplit:
    """The best splits of a signed graph.

    ``splits`` holds pairs of camps, the first camp that of the first node; ``count`` is the number of best splits even
    when fewer are listed. ``frustrated`` gives, split by split, the ties that do not get their way. ``triads`` counts
    groups of three with all three ties, ``balanced`` those whose product of signs is positive.
    """

    nodes: tuple[str, ...]
    frustration: float
    count: int
    splits: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    frustrated: tuple[tuple[Tie, ...], ...]
    triads: int
    balanced: int

    @property
    def unique(self) -> bool:
        """Is there one best split only?"""
        return self.count == 1

    @property
    def balanced_share(self) -> float:
        """The share of closed triads that are balanced; NaN when the graph has none."""
        return self.balanced / self.triads if self.triads else float("nan")


def signed_split(
    nodes: Sequence[str], ties: Mapping[Tie, float], *, weighted: bool = False, at_most: int = 1024
) -> SignedSplit:
    """The splits of the nodes into two camps with the least frustration, as in Harary (1959).

    ``ties`` maps each pair to a positive number (amity) or a negative one (enmity); 0 or absent is no tie. With
    ``weighted`` a frustrated tie costs its size, otherwise 1. Actors without ties fit in either camp, and each part that
    hangs loose doubles the best splits: at most ``at_most`` are listed, ``count`` gives all.

    Steps: (1) sign matrix; (2) frustration of all 2^(n-1) splits; (3) keep the least;
    (4) name the frustrated ties; (5) count the triads.
    Raises `ParameterError` for more than 24 nodes, none, a name twice, or a tie with an unknown end.

    >>> found = signed_split(["a", "b", "c"], {("a", "b"): 1, ("b", "c"): 1, ("a", "c"): -1})
    >>> found.frustration, found.count, found.balanced_share
    (1.0, 3, 0.0)
    >>> signed_split(["a", "b"], {("a", "b"): -1}).splits
    ((('a',), ('b',)),)
    """
    matrix = sign_matrix(nodes, ties)
    if not weighted:
        matrix = np.sign(matrix)
    values = frustrations(matrix)
    least = float(values.min())
    best = np.flatnonzero(values <= least + 1e-9 * max(float(np.abs(matrix).sum()), 1.0))
    listed = [tuple(bool(code >> place & 1) for place in range(len(nodes))) for code in best[:at_most].tolist()]
    closed, balanced = triads(matrix)
    return SignedSplit(
        tuple(nodes),
        least,
        len(best),
        tuple(camps(nodes, side) for side in listed),
        tuple(unsatisfied(nodes, matrix, side) for side in listed),
        closed,
        balanced,
    )


def sign_matrix(nodes: Sequence[str], ties: Mapping[Tie, float]) -> Floats:
    """The symmetric matrix of ties, shape (n, n), in the order of ``nodes``.

    >>> sign_matrix(["a", "b"], {("b", "a"): -2}).tolist()
    [[0.0, -2.0], [-2.0, 0.0]]
    """
    if not 1 <= len(nodes) <= LARGEST:
        raise ParameterError(
            f"{len(nodes)} actors were given, but all splits are searched only for 1 to {LARGEST}. "
            "Leave out the actors of least interest, or those without ties."
        )
    order = {node: place for place, node in enumerate(nodes)}
    if len(order) != len(nodes):
        raise ParameterError(f"an actor is named twice in {', '.join(nodes)}. Name each once.")
    matrix = np.zeros((len(nodes), len(nodes)))
    for (first, second), value in ties.items():
        if first == second or first not in order or second not in order:
            raise ParameterError(f"the tie {first}-{second} does not join two of the actors {', '.join(nodes)}.")
        if matrix[order[first], order[second]] not in (0.0, value):
            raise ParameterError(
                f"the tie {first}-{second} is given twice with different signs or sizes. Give it once."
            )
        matrix[order[first], order[second]] = matrix[order[second], order[first]] = value
    return matrix


def frustrations(matrix: Floats) -> Floats:
    """The frustration of every split: shape (2^(n-1),); bit k of the index puts node k in the second camp.

    The last node always stays in the first camp, since exchanging the camps' names changes nothing. With spins σ = ±1
    frustration is (Σ|s| - Σ s σ σ') / 2 over ties; the nodes are cut in two halves so that one matrix product covers
    all pairs of half-splits.

    >>> frustrations(np.array([[0.0, -1.0], [-1.0, 0.0]])).tolist()
    [1.0, 0.0]
    """
    size = len(matrix)
    if size > LARGEST:
        raise ParameterError(f"{size} actors were given, but all splits are searched only for 1 to {LARGEST}.")
    half = (size + 1) // 2
    low, high = spins(half), spins(size - half)
    low, high = (low, high[: len(high) // 2]) if len(high) > 1 else (low[:1], high)
    inside_low = ((low @ matrix[:half, :half]) * low).sum(axis=1) / 2
    inside_high = ((high @ matrix[half:, half:]) * high).sum(axis=1) / 2
    agreement = (high @ matrix[half:, :half]) @ low.T
    agreement += inside_low[None, :]
    agreement += inside_high[:, None]
    return np.asarray((np.abs(matrix).sum() / 2 - agreement.reshape(-1)) / 2, dtype=np.float64)


def spins(count: int) -> Floats:
    """All 2^count rows of ±1: +1 in the first camp, -1 where the bit is set.

    >>> spins(1).tolist()
    [[1.0], [-1.0]]
    """
    codes = np.arange(2**count)[:, None]
    return np.asarray(1 - 2 * (codes >> np.arange(count) & 1), dtype=np.float64)


def camps(nodes: Sequence[str], side: Sequence[bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two camps, that of the first node first."""
    with_first = tuple(node for node, other in zip(nodes, side, strict=True) if other == side[0])
    return with_first, tuple(node for node in nodes if node not in with_first)


def unsatisfied(nodes: Sequence[str], matrix: Floats, side: Sequence[bool]) -> tuple[Tie, ...]:
    """The ties that a split frustrates, in the order of the nodes."""
    return tuple(
        (nodes[first], nodes[second])
        for first in range(len(nodes))
        for second in range(first + 1, len(nodes))
        if matrix[first, second] * (1 if side[first] == side[second] else -1) < 0
    )


def triads(matrix: Floats) -> tuple[int, int]:
    """(closed triads, balanced ones) of a signed graph: traces of the third powers of the signs.

    >>> triads(np.array([[0.0, 1, -1], [1, 0, -1], [-1, -1, 0]]))
    (1, 1)
    """
    signs = np.sign(matrix)
    net, closed = (round(float(np.trace(each @ each @ each))) // 6 for each in (signs, np.abs(signs)))
    return closed, (closed + net) // 2


def bloc_energy(
    matrix: Floats, blocs: Sequence[int] | npt.NDArray[np.int64], *, positive: float = 1.0, negative: float = 1.0
) -> float:
    """The energy H of a division into any number of blocs, as in Traag & Bruggeman (2009); lower is better.

    ``H = -Σ_ij [(A⁺ - A⁻) - (γ⁺ k⁺_i k⁺_j / 2m⁺ - γ⁻ k⁻_i k⁻_j / 2m⁻)] δ(σ_i, σ_j)`` over ordered pairs, i = j included:
    ties within blocs count against what the actors' numbers of friends and foes would give by chance. Without enmity it
    is ``-2m`` times Newman's modularity. ``positive`` and ``negative`` are the resolutions γ⁺ and γ⁻ (1: as published).

    Worked by hand: two friends and no one else, both in one bloc: Σ A = 2, Σ k k / 2m = 4/2 = 2, so H = 0; apart: each
    with itself, 0 - 1/2 twice, so H = 1.

    >>> pair = np.array([[0.0, 1.0], [1.0, 0.0]])
    >>> bloc_energy(pair, [0, 0]), bloc_energy(pair, [0, 1])
    (0.0, 1.0)
    """
    label = np.asarray(blocs)
    if label.shape != (len(matrix),):
        raise ParameterError(f"{len(matrix)} actors need {len(matrix)} bloc labels, not {label.size}.")
    together = label[:, None] == label[None, :]
    total = np.zeros_like(matrix)
    for part, resolution, sign in ((matrix.clip(min=0), positive, 1.0), (-matrix.clip(max=0), negative, -1.0)):
        degree, mass = part.sum(axis=1), part.sum()
        chance = np.outer(degree, degree) / mass if mass else np.zeros_like(part)
        total += sign * (part - resolution * chance)
    return float(-total[together].sum()) + 0.0
