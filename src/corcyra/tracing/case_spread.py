"""Cases by where they lie in the spread of cause and outcome: extreme ones, and diverse ones that cover it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.tracing.case_design import Cases, Chosen, Design, Selection, cases, ranked

__all__ = ["diverse", "extreme", "levels"]

Numbers = npt.NDArray[np.float64]

FEW = 3
"""Ours: a column of at most so many values is taken by its values, another by its thirds."""


def extreme(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """The cases furthest from the mean of the cause, in standard deviations (Seawright and Gerring 2008).

    >>> table = pl.DataFrame({"s": list("ABC"), "y": [0, 0, 1], "x": [1.0, 2.0, 9.0], "z": [0, 0, 0]})
    >>> print(extreme(table, Design(("s",), "y", "x", ("z",)), 1).chosen[0])
    1. C: far above the mean of x (standard deviations 1.15, x 9, y 1)
    """
    known = cases(frame, design, [design.outcome, design.cause])
    x = known[design.cause]
    spread = float(x.std(ddof=1)) if len(known) > 1 else 0.0
    z = (x - x.mean()) / spread if spread > 0.0 else np.zeros(len(known))
    numbers = {"standard deviations": z, design.cause: x, design.outcome: known[design.outcome]}
    why = [f"far {'above' if each > 0 else 'below'} the mean of {design.cause}" for each in z]
    rule = f"furthest from the mean of {design.cause}"
    notes = () if spread > 0.0 else (f"{design.cause} is the same in every case: none is extreme",)
    return Selection(
        "extreme", rule, ranked(known.names, [np.abs(z)], numbers, why, n, np.abs(z) > 0.0), known.left_out, notes
    )


def levels(values: Numbers) -> list[str]:
    """The level of each value: its value where there are three or fewer, else low, middle or high by thirds of the ranks.

    >>> levels(np.array([1.0, 0.0, 1.0])), levels(np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]))
    (['1', '0', '1'], ['low', 'low', 'middle', 'middle', 'high', 'high'])
    """
    if len(np.unique(values)) <= FEW:
        return [f"{each:g}" for each in values]
    low, high = np.quantile(values, [1 / 3, 2 / 3])
    return ["low" if each <= low else "high" if each > high else "middle" for each in values]


def diverse(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """A case for each combination of cause and outcome that occurs: the one nearest to the combination's mean (Seawright and Gerring 2008).

    ``n`` limits the combinations, those of most cases first. Rank 1 is the combination of most cases.

    >>> table = pl.DataFrame({"s": list("ABCD"), "y": [1, 1, 0, 1], "x": [1, 1, 0, 0], "z": [0, 0, 0, 0]})
    >>> diverse(table, Design(("s",), "y", "x", ("z",))).names
    ('A', 'C', 'D')
    """
    known = cases(frame, design, [design.outcome, design.cause])
    x, y = known[design.cause], known[design.outcome]
    cells: dict[tuple[str, str], list[int]] = {}
    for at, cell in enumerate(zip(levels(x), levels(y), strict=True)):
        cells.setdefault(cell, []).append(at)
    ordered = sorted(cells.items(), key=lambda pair: (-len(pair[1]), known.names[pair[1][0]]))
    chosen = tuple(middle(known, design, cell, members, 1 + at) for at, (cell, members) in enumerate(ordered[:n]))
    more = len(ordered) - len(chosen)
    rule = f"one case for each combination of {design.cause} and {design.outcome} that occurs"
    return Selection("diverse", rule, chosen, known.left_out, (f"{more} more combinations occur",) if more else ())


def middle(known: Cases, design: Design, cell: tuple[str, str], members: list[int], rank: int) -> Chosen:
    """The member of a combination that is nearest to its mean, in ranges of the two columns."""
    points = np.column_stack([known[design.cause], known[design.outcome]])
    span = np.where(np.ptp(points, axis=0) > 0.0, np.ptp(points, axis=0), 1.0)
    mine = points[members] / span
    away = np.linalg.norm(mine - mine.mean(axis=0), axis=1)
    numbers = {"cases alike": np.full(len(members), float(len(members)))}
    numbers |= {name: known[name][members] for name in (design.cause, design.outcome)}
    why = [f"{design.cause} {cell[0]}, {design.outcome} {cell[1]}"] * len(members)
    best = ranked([known.names[at] for at in members], [-away], numbers, why, 1, np.ones(len(members), dtype=bool))[0]
    return Chosen(best.case, rank, best.numbers, best.why, best.tied)
