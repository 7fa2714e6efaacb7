"""Pairs for comparison: most similar cases that differ in the cause, most different cases that do not differ in cause and outcome."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import ParameterError
from corcyra.tracing.case_design import Cases, Design, Selection, cases, ranked

__all__ = ["most_different", "most_similar", "whitened"]

Numbers = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

HALF = 0.5
"""Ours: two cases differ in the cause when they are at least half its range apart."""
TENTH = 0.1
"""Ours: two cases have the same value when they are at most a tenth of its range apart."""
MOST = 20_000
"""Ours: beyond so many cases all pairs take minutes."""


def whitened(z: Numbers) -> tuple[Numbers, str]:
    """Columns (n, k) turned so that Euclidean distance is Mahalanobis's (1936), over the covariance of these cases; and a note where it is singular.

    >>> turned, note = whitened(np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 4.0], [2.0, 4.0]]))
    >>> float(np.linalg.norm(turned[0] - turned[3])).__round__(3), note
    (2.449, '')
    """
    centred = z - z.mean(axis=0)
    spread = centred.std(axis=0, ddof=1) if len(z) > 1 else np.zeros(z.shape[1])
    kept = spread > 0.0
    scaled = centred[:, kept] / spread[kept]
    if not kept.any():
        return np.zeros((len(z), 1)), "the rivals are the same in every case: all distances are 0"
    values, vectors = np.linalg.eigh(np.atleast_2d(np.cov(scaled, rowvar=False)))
    sound = values > 1e-10 * values.max()
    note = (
        ""
        if sound.all() and kept.all()
        else "some rivals are constant or made up of others: they count once in the distance"
    )
    return np.asarray(scaled @ vectors[:, sound] / np.sqrt(values[sound])), note


def most_similar(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """Pairs alike in the rivals and unlike in the cause: least Mahalanobis distance on Z with X at least half its range apart (Mill's method of difference).

    >>> table = pl.DataFrame({"s": list("ABCD"), "y": [1, 0, 1, 0], "x": [1, 0, 1, 0], "z": [1.0, 1.1, 3.0, 9.0]})
    >>> most_similar(table, Design(("s",), "y", "x", ("z",)), 1).names
    ('A / B',)
    """
    known = cases(frame, design, [design.outcome, design.cause, *design.rivals])
    x = known[design.cause]
    gap = HALF * float(np.ptp(x))
    rule = f"least Mahalanobis distance on {', '.join(design.rivals)} with {design.cause} at least {gap:.3g} apart"

    def differ(at: int) -> Bools:
        return np.asarray(np.abs(x[at + 1 :] - x[at]) >= gap * (1.0 - 1e-12)) & bool(gap > 0.0)

    return pairs(known, design, n, differ, -1.0, "most-similar", rule, "alike in the rivals, unlike in the cause")


def most_different(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """Pairs unlike in the rivals and alike in cause and outcome: largest Mahalanobis distance on Z with X and Y within a tenth of their ranges
    (Mill's method of agreement), the cause present in both.

    >>> table = pl.DataFrame({"s": list("ABCD"), "y": [1, 0, 1, 1], "x": [1, 0, 1, 1], "z": [1.0, 1.1, 3.0, 9.0]})
    >>> most_different(table, Design(("s",), "y", "x", ("z",)), 1).names
    ('A / D',)
    """
    known = cases(frame, design, [design.outcome, design.cause, *design.rivals])
    x, y = known[design.cause], known[design.outcome]
    near = [TENTH * float(np.ptp(each)) * (1.0 + 1e-12) for each in (x, y)]
    rule = (
        f"largest Mahalanobis distance on {', '.join(design.rivals)} with {design.cause} present in both, and {design.cause} and {design.outcome} "
        "the same within a tenth of their ranges"
    )

    def agree(at: int) -> Bools:
        later = slice(at + 1, None)
        alike = (np.abs(x[later] - x[at]) <= near[0]) & (np.abs(y[later] - y[at]) <= near[1])
        return np.asarray(alike & (x[later] >= design.part(design.cause)) & bool(x[at] >= design.part(design.cause)))

    return pairs(
        known, design, n, agree, 1.0, "most-different", rule, "alike in cause and outcome, unlike in the rivals"
    )


def pairs(
    known: Cases, design: Design, n: int, admits: Callable[[int], Bools], sign: float, role: str, rule: str, why: str
) -> Selection:
    """The best pairs among those that are admitted, row by row so that memory stays small."""
    if len(known) > MOST:
        raise ParameterError(
            f"{len(known)} cases make too many pairs; at most {MOST} can be compared. Narrow the table to the years or regions in question."
        )
    if not design.rivals:
        raise ParameterError(
            "pairs are compared on the rivals, and the design has none. Name the columns in which cases should be alike or differ."
        )
    turned, note = whitened(known.matrix(design.rivals))
    group = groups(known, design)
    kept: list[tuple[float, int, int]] = []
    for at in range(len(known) - 1):
        distance = np.linalg.norm(turned[at + 1 :] - turned[at], axis=1)
        allowed = np.flatnonzero(admits(at) & (group[at + 1 :] != group[at]))
        kept += [
            (sign * float(distance[other]), at, at + 1 + int(other)) for other in best(sign * distance, allowed, n)
        ]
        if len(kept) > 50 * n + 1000:
            kept = pruned(kept, n)
    kept = pruned(kept, n)
    names = [f"{known.names[one]} / {known.names[other]}" for _, one, other in kept]
    numbers = {"distance": np.array([abs(score) for score, _, _ in kept])}
    for column in (design.cause, design.outcome):
        numbers[f"{column} of the first"] = np.array([known[column][one] for _, one, _ in kept])
        numbers[f"{column} of the second"] = np.array([known[column][other] for _, _, other in kept])
    score = np.array([each[0] for each in kept])
    chosen = ranked(names, [score], numbers, [why] * len(names), n, np.ones(len(names), dtype=bool)) if names else ()
    return Selection(role, rule, chosen, known.left_out, (note,) if note else ())


def groups(known: Cases, design: Design) -> npt.NDArray[np.intp]:
    """A number for each case, the same where two cases may not stand beside each other."""
    if not design.apart:
        return np.arange(len(known))
    seen: dict[object, int] = {}
    return np.array([seen.setdefault(value, len(seen)) for value in known.keys[design.apart]])


def best(score: Numbers, allowed: npt.NDArray[np.intp], n: int) -> npt.NDArray[np.intp]:
    """The allowed places of the ``n`` largest scores, and all that tie with the last of them."""
    if len(allowed) <= n:
        return allowed
    edge = np.partition(score[allowed], -n)[-n]
    return np.asarray(allowed[score[allowed] >= edge - 1e-9 * max(1.0, abs(float(edge)))])


def pruned(kept: list[tuple[float, int, int]], n: int) -> list[tuple[float, int, int]]:
    """The best ``n`` and their ties."""
    ordered = sorted(kept, key=lambda each: (-each[0], each[1], each[2]))
    if len(ordered) <= n:
        return ordered
    edge = ordered[n - 1][0]
    return [each for each in ordered if each[0] >= edge - 1e-9 * max(1.0, abs(edge))]
