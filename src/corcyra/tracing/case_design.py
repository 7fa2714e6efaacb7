"""What case selection is told of a table, and its cases: complete ones as arrays, the others named with what they lack."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import DataError, MissingColumn, ParameterError
from corcyra.tracing.evidence import listed
from corcyra.tracing.regress import MODELS

__all__ = ["Cases", "Chosen", "Design", "Selection", "cases", "ranked"]

Numbers = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

TIE = 1e-9
"""Ours: two numbers this close, relative to their size, are a tie."""
SHOWN = 5
"""How many names a note lists. Ours: what fits on a line."""


@dataclass(frozen=True)
class Design:
    """Which columns of a table play which part.

    ``unit``: the columns that name a case. ``outcome`` Y, the key ``cause`` X, the ``rivals`` Z. ``causes``: those of the possibility
    principle, by default X; ``eliminatory``: conditions under which the outcome cannot happen. ``present``: from which value on a cause, an eliminatory
    condition or the outcome counts as present, one number or one for each column. ``direction``: 1 where X is to raise Y, -1 where to lower it; a cause
    of direction -1 is still present from its value on. ``threshold``: from which probability a case is most likely. ``p_theory`` and
    ``p_rivals``: columns with probabilities of the outcome that the theory and its rivals give themselves; without them logits on X and on Z do.
    ``model``: auto, ols or logit. ``apart``: a column in which the two cases of a pair must differ.

    Raises `ParameterError` for an unknown model, for a threshold outside 0-1, for a column in two parts, for no unit.

    >>> Design(("state",), "turned", "stigma", ("threat",)).part("turned")
    0.5
    """

    unit: tuple[str, ...]
    outcome: str
    cause: str
    rivals: tuple[str, ...]
    causes: tuple[str, ...] = ()
    eliminatory: tuple[str, ...] = ()
    present: float | Mapping[str, float] = 0.5
    direction: int = 1
    threshold: float = 0.9
    p_theory: str = ""
    p_rivals: tuple[str, ...] = ()
    model: str = "auto"
    apart: str = ""

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise ParameterError(f"unknown model {self.model!r}. Use one of {', '.join(MODELS)}.")
        if not self.unit:
            raise ParameterError("a design needs the columns that name a case, such as ('state', 'year').")
        if self.direction not in (-1, 1):
            raise ParameterError(
                f"direction is {self.direction}: it must be 1 where the cause is to raise the outcome, or -1."
            )
        if not 0.0 < self.threshold < 1.0:
            raise ParameterError(
                f"threshold is {self.threshold}: a probability between 0 and 1 is wanted, such as 0.9."
            )
        parts = [self.outcome, self.cause, *self.rivals]
        twice = sorted({name for name in parts if parts.count(name) > 1})
        if twice:
            raise ParameterError(
                f"{listed(twice)} has two parts in the design. A column is the outcome, the cause or a rival."
            )

    def part(self, column: str) -> float:
        """From which value on a column counts as present."""
        if isinstance(self.present, Mapping):
            return float(self.present.get(column, 0.5))
        return float(self.present)

    @property
    def possible(self) -> tuple[str, ...]:
        """The causes of the possibility principle."""
        return self.causes or (self.cause,)


@dataclass(frozen=True, eq=False)
class Cases:
    """The complete cases: their names and columns as arrays; ``left_out`` (case, columns that it lacks)."""

    names: tuple[str, ...]
    columns: Mapping[str, Numbers]
    keys: Mapping[str, tuple[object, ...]]
    left_out: tuple[tuple[str, tuple[str, ...]], ...]

    def __len__(self) -> int:
        return len(self.names)

    def __getitem__(self, column: str) -> Numbers:
        return self.columns[column]

    def matrix(self, columns: Sequence[str]) -> Numbers:
        """Some columns side by side, (n, k)."""
        return np.column_stack([self.columns[name] for name in columns]) if columns else np.empty((len(self), 0))


def cases(frame: pl.DataFrame, design: Design, columns: Sequence[str]) -> Cases:
    """The cases of a table that have all these columns; NaN and infinite values count as missing.

    Raises `MissingColumn`, and `DataError` for a column that is no number, for a case without a name or that stands twice, for no complete case.

    >>> table = pl.DataFrame({"state": ["A", "B"], "y": [1, 0], "x": [0.5, None], "z": [1, 2]})
    >>> found = cases(table, Design(("state",), "y", "x", ("z",)), ["y", "x"])
    >>> found.names, found.left_out
    (('A',), (('B', ('x',)),))
    """
    extra = [design.apart] if design.apart else []
    check_there(frame, [*design.unit, *columns, *extra])
    keys = frame.select(design.unit)
    if keys.null_count().sum_horizontal().item() > 0:
        raise DataError(f"a case has no name: {listed(design.unit)} must be filled in every row.")
    if bool(keys.is_duplicated().any()):
        twice = " ".join(map(str, keys.filter(keys.is_duplicated()).row(0)))
        raise DataError(f"the case {twice} stands twice. Name the columns that tell cases apart in unit.")
    names = [" ".join(map(str, row)) for row in keys.iter_rows()]
    values = {name: floats(frame, name) for name in dict.fromkeys(columns)}
    gaps = {name: ~np.isfinite(each) for name, each in values.items()}
    whole = ~np.logical_or.reduce(list(gaps.values())) if gaps else np.ones(len(names), dtype=bool)
    left = tuple((names[at], tuple(name for name in gaps if gaps[name][at])) for at in np.flatnonzero(~whole))
    if not whole.any():
        raise DataError(
            f"no case has all of {listed(dict.fromkeys(columns))}. Find the missing data, or choose other columns."
        )
    kept = np.flatnonzero(whole)
    return Cases(
        tuple(names[at] for at in kept),
        MappingProxyType({name: each[kept] for name, each in values.items()}),
        MappingProxyType({name: tuple(frame[name].gather(kept).to_list()) for name in (*design.unit, *extra)}),
        left,
    )


def check_there(frame: pl.DataFrame, columns: Sequence[str]) -> None:
    """Every column is in the table."""
    for name in columns:
        if name not in frame.columns:
            near = difflib.get_close_matches(name, frame.columns, 3)
            told = f" Nearest: {', '.join(near)}." if near else ""
            raise MissingColumn(f"the table has no column {name!r}.{told} It has {', '.join(frame.columns)}.")


def floats(frame: pl.DataFrame, name: str) -> Numbers:
    """A column as floats, NaN where missing."""
    kind = frame.schema[name]
    if not (kind.is_numeric() or kind == pl.Boolean or kind == pl.Null):
        raise DataError(f"{name} is a column of {kind}, not of numbers. Code it as numbers first.")
    return frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


@dataclass(frozen=True)
class Chosen:
    """One case, or one pair, with its rank from 1, the ``numbers`` that justify it, the reason, and the cases ``tied`` with it."""

    case: str
    rank: int
    numbers: Mapping[str, float]
    why: str
    tied: tuple[str, ...] = ()

    def __str__(self) -> str:
        numbers = ", ".join(f"{name} {value:.3g}" for name, value in self.numbers.items())
        tied = f"; tied with {names_of(self.tied)}" if self.tied else ""
        return f"{self.rank}. {self.case}: {self.why} ({numbers}){tied}"


@dataclass(frozen=True)
class Selection:
    """The cases chosen for a role, the ``rule`` in words, the cases ``left_out`` for missing data, and notes."""

    role: str
    rule: str
    chosen: tuple[Chosen, ...]
    left_out: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def names(self) -> tuple[str, ...]:
        """The chosen cases, best first."""
        return tuple(each.case for each in self.chosen)

    def __str__(self) -> str:
        lines = [f"{self.role}: {self.rule}", *(f"  {each}" for each in self.chosen)]
        if not self.chosen:
            lines.append("  no case")
        if self.left_out:
            told = [f"{case} (no {listed(lacks)})" for case, lacks in self.left_out]
            lines.append(f"  left out: {names_of(told)}")
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])


def names_of(names: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def ranked(
    names: Sequence[str],
    scores: Sequence[Numbers],
    numbers: Mapping[str, Numbers],
    why: Sequence[str],
    n: int,
    eligible: Bools,
) -> tuple[Chosen, ...]:
    """The ``n`` eligible cases of the largest score, ties broken by the next score and then by name, and told; NaN is never chosen.

    >>> for each in ranked(["a", "b", "c"], [np.array([1.0, 2.0, 2.0])], {}, ["", "", ""], 2, np.array([True] * 3)):
    ...     print(each.case, each.rank, each.tied)
    b 1 ('c',)
    c 1 ('b',)
    """
    if n < 1:
        raise ParameterError(f"n is {n}: at least one case must be wanted.")
    fit = [int(at) for at in np.flatnonzero(eligible) if not np.isnan([each[at] for each in scores]).any()]
    keys = {at: tuple(-snapped(float(each[at])) for each in scores) for at in fit}
    fit.sort(key=lambda at: (*keys[at], names[at]))
    alike: dict[tuple[float, ...], list[int]] = {}
    for at in fit:
        alike.setdefault(keys[at], []).append(at)
    chosen = []
    for at in fit[:n]:
        same = alike[keys[at]]
        shown = {name: float(values[at]) for name, values in numbers.items()}
        tied = tuple(names[other] for other in same if other != at)
        chosen.append(Chosen(names[at], 1 + fit.index(same[0]), MappingProxyType(shown), why[at], tied))
    return tuple(chosen)


def snapped(value: float) -> float:
    """A number rounded to so many digits that rounding errors do not tell ties apart."""
    return float(f"{value:.9g}") if abs(value) > TIE else 0.0
