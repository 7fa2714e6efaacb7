"""Which cases to study: the roles of Gerring, Eckstein, and Mahoney and Goertz, over any table, with the numbers that justify each choice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import polars as pl

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.tracing.case_design import Cases, Design, Selection, cases, names_of, ranked
from corcyra.tracing.case_fit import deviant, influential, pathway, typical
from corcyra.tracing.case_pairs import most_different, most_similar, whitened
from corcyra.tracing.case_spread import diverse, extreme
from corcyra.tracing.evidence import listed
from corcyra.tracing.regress import fit

__all__ = ["ROLES", "Roles", "least_likely", "most_likely", "negative", "roles", "select", "survey"]

Numbers = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def chances(known: Cases, design: Design, given: tuple[str, ...], columns: tuple[str, ...]) -> tuple[Numbers, str]:
    """P(outcome) (n,) by columns that give it, of several the largest for what happened, or by a logit; and a note."""
    y = known[design.outcome]
    if not np.isin(y, (0.0, 1.0)).all():
        raise DataError(
            f"{design.outcome} is not coded as 0 and 1, and most-likely, least-likely and negative cases need that. Code it so."
        )
    if given:
        table = known.matrix(given)
        wrong = [name for name in given if ((known[name] < 0.0) | (known[name] > 1.0)).any()]
        if wrong:
            raise DataError(f"{wrong[0]} is to give probabilities, but has values outside 0-1.")
        return np.asarray(np.where(y == 1.0, table.max(axis=1), table.min(axis=1))), ""
    model = fit(y, known.matrix(columns), columns, "logit")
    return model.fitted, f"P from a logit on {', '.join(columns)}{model.note and ': ' + model.note}"


def present(known: Cases, design: Design, column: str) -> Bools:
    """Where a column counts as present."""
    return np.asarray(known[column] >= design.part(column))


def most_likely(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """Cases that the theory must get right: the cause present and P_theory(Y = 1) at or above the threshold (Eckstein 1975). A failure there disconfirms.

    P_theory comes from ``p_theory``, or from a logit of Y on X alone.

    >>> table = pl.DataFrame({"s": list("ABC"), "y": [1, 0, 0], "x": [1, 1, 0], "z": [0.0, 1.0, 2.0], "p": [0.95, 0.92, 0.1]})
    >>> print(most_likely(table, Design(("s",), "y", "x", ("z",), p_theory="p"), 2))
    most-likely: x present and P(y = 1) by the theory at least 0.9, the largest first
      1. A: the theory must hold here, and does (P by the theory 0.95, x 1, y 1)
      2. B: the theory must hold here, and fails (P by the theory 0.92, x 1, y 0)
    """
    given = (design.p_theory,) if design.p_theory else ()
    known = cases(frame, design, [design.outcome, design.cause, *given])
    chance, note = chances(known, design, given, (design.cause,))
    raised = known[design.outcome]
    eligible = present(known, design, design.cause) & (chance >= design.threshold)
    numbers = {"P by the theory": chance, design.cause: known[design.cause], design.outcome: raised}
    why = [f"the theory must hold here, and {'does' if each == 1.0 else 'fails'}" for each in raised]
    rule = f"{design.cause} present and P({design.outcome} = 1) by the theory at least {design.threshold:g}, the largest first"
    notes = [note] if note else []
    if not eligible.any():
        top = float(chance[present(known, design, design.cause)].max(initial=0.0))
        notes.append(f"no case reaches {design.threshold:g}: with {design.cause} present the largest P is {top:.3f}")
    return Selection(
        "most-likely", rule, ranked(known.names, [chance], numbers, why, n, eligible), known.left_out, tuple(notes)
    )


def least_likely(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """Hard cases: the cause present where the rivals would not have expected what happened, hard = -logit P_rivals(Y as it was | Z) (Eckstein 1975).

    P_rivals comes from ``p_rivals`` (of several the one that expected it most), or from a logit of Y on Z. Where the outcome happened none the less,
    the case confirms the theory.

    >>> table = pl.DataFrame({"s": list("ABC"), "y": [1, 1, 0], "x": [1, 1, 0], "z": [0, 1, 2], "q": [0.5, 0.1, 0.3]})
    >>> print(least_likely(table, Design(("s",), "y", "x", ("z",), p_rivals=("q",)), 1))
    least-likely: x present, the least expected by the rivals first (hard = -logit P of what happened)
      1. B: the rivals would not have expected it, and it happened (hard 2.2, P by the rivals 0.1, x 1, y 1)
    """
    known = cases(frame, design, [design.outcome, design.cause, *(design.p_rivals or design.rivals)])
    chance, note = chances(known, design, design.p_rivals, design.rivals)
    y = known[design.outcome]
    happened = np.where(y == 1.0, chance, 1.0 - chance)
    with np.errstate(divide="ignore"):
        hard = np.log1p(-happened) - np.log(happened)
    numbers = {"hard": hard, "P by the rivals": happened, design.cause: known[design.cause], design.outcome: y}
    rule = f"{design.cause} present, the least expected by the rivals first (hard = -logit P of what happened)"
    eligible = present(known, design, design.cause)
    why = [reason(float(p), float(each)) for p, each in zip(happened, y, strict=True)]
    return Selection(
        "least-likely",
        rule,
        ranked(known.names, [hard], numbers, why, n, eligible),
        known.left_out,
        (note,) if note else (),
    )


def reason(chance: float, outcome: float) -> str:
    """Why a case is hard, or that it is not."""
    what = "it happened" if outcome == 1.0 else "it did not happen"
    if chance < 0.5:
        return (
            f"the rivals would not have expected it, and {what}"
            if outcome == 1.0
            else f"the rivals would have expected it, and {what}"
        )
    return f"no hard case: the rivals expect what happened, {what}"


def negative(frame: pl.DataFrame, design: Design, n: int = 5) -> Selection:
    """Cases where the outcome was possible and did not happen: the possibility principle of Mahoney and Goertz (2004).

    1. Y absent. 2. Rule of exclusion, which goes first: out where an eliminatory condition holds. 3. Rule of inclusion: in where at least one cause is
    present. 4. Most causes present first; among equals the one nearest on Z (Mahalanobis) to a case in which Y happened.

    >>> table = pl.DataFrame({"s": list("ABCD"), "y": [1, 0, 0, 0], "x": [1, 0, 1, 0], "w": [0, 1, 1, 0], "e": [0, 0, 1, 0], "z": [0, 1, 2, 3]})
    >>> design = Design(("s",), "y", "x", ("z",), causes=("x", "w"), eliminatory=("e",))
    >>> print(negative(table, design))
    negative: y absent, no eliminatory condition (e), at least one cause present (x, w)
      1. B: possible, by w; nearest to A (causes present 1, distance 0.775, y 0)
      excluded, since impossible: C (e)
      irrelevant, since no cause is present: D
    """
    known = cases(frame, design, [design.outcome, *design.possible, *design.eliminatory, *design.rivals])
    absent = ~present(known, design, design.outcome)
    holds, causes = held(known, design, design.eliminatory), held(known, design, design.possible)
    out, count = np.array([bool(each) for each in holds]), np.array([float(len(each)) for each in causes])
    distance, nearest = to_positive(known, design, ~absent)
    why = [
        f"possible, by {listed(each)}{f'; nearest to {near}' if near else ''}"
        for each, near in zip(causes, nearest, strict=True)
    ]
    numbers: dict[str, Numbers] = {"causes present": count}
    if np.isfinite(distance).all():
        numbers["distance"] = distance
    numbers[design.outcome] = known[design.outcome]
    rule = f"{design.outcome} absent, {eliminated(design)}at least one cause present ({', '.join(design.possible)})"
    score = [count, -distance] if np.isfinite(distance).all() else [count]
    chosen = ranked(known.names, score, numbers, why, n, absent & ~out & (count > 0))
    excluded = [
        f"{name} ({listed(held)})" for name, held, off in zip(known.names, holds, absent, strict=True) if off and held
    ]
    irrelevant = [known.names[at] for at in np.flatnonzero(absent & ~out & (count == 0))]
    notes = [f"excluded, since impossible: {names_of(excluded)}"] if excluded else []
    notes += [f"irrelevant, since no cause is present: {names_of(irrelevant)}"] if irrelevant else []
    return Selection("negative", rule, chosen, known.left_out, tuple(notes))


def held(known: Cases, design: Design, columns: tuple[str, ...]) -> list[list[str]]:
    """For each case the columns that are present."""
    there = np.array([present(known, design, name) for name in columns]).reshape(len(columns), len(known))
    return [[columns[at] for at in np.flatnonzero(each)] for each in there.T]


def eliminated(design: Design) -> str:
    """The rule of exclusion in words."""
    return f"no eliminatory condition ({', '.join(design.eliminatory)}), " if design.eliminatory else ""


def to_positive(known: Cases, design: Design, happened: Bools) -> tuple[Numbers, list[str]]:
    """Each case's distance on Z to the nearest other case in which the outcome happened, and that case's name."""
    if not design.rivals or not happened.any():
        return np.full(len(known), np.inf), [""] * len(known)
    turned, _ = whitened(known.matrix(design.rivals))
    positive = np.flatnonzero(happened)
    nearest = [int(positive[np.linalg.norm(turned[positive] - each, axis=1).argmin()]) for each in turned]
    return np.linalg.norm(turned - turned[nearest], axis=1), [known.names[at] for at in nearest]


SELECT: Mapping[str, Callable[[pl.DataFrame, Design, int], Selection]] = MappingProxyType(
    {
        "typical": typical,
        "deviant": deviant,
        "influential": influential,
        "extreme": extreme,
        "diverse": diverse,
        "most-likely": most_likely,
        "least-likely": least_likely,
        "pathway": pathway,
        "negative": negative,
        "most-similar": most_similar,
        "most-different": most_different,
    }
)
ROLES = tuple(SELECT)
"""The roles that a case can be chosen for, after Seawright and Gerring (2008)."""


def select(frame: pl.DataFrame, design: Design, role: str, n: int = 5) -> Selection:
    """The ``n`` best cases of a table, a panel's frame or any other, for one role.

    Raises `UnknownName` for a role that does not exist, and what the columns' checks and the fits raise.

    >>> table = pl.DataFrame({"s": list("ABCD"), "y": [1, 0, 1, 0], "x": [1, 0, 5, 0], "z": [1.0, 1.1, 3.0, 9.0]})
    >>> select(table, Design(("s",), "y", "x", ("z",)), "extreme", 1).names
    ('C',)
    """
    if role not in SELECT:
        raise UnknownName("role", role, ROLES)
    return SELECT[role](frame, design, n)


def survey(frame: pl.DataFrame, design: Design, n: int = 3) -> dict[str, Selection]:
    """Every role; where a role cannot be filled the selection is empty and its note says why.

    >>> table = pl.DataFrame({"s": list("ABCD"), "y": [1, 0, 1, 0], "x": [1, 0, 5, 0], "z": [1.0, 1.1, 3.0, 9.0]})
    >>> found = survey(table, Design(("s",), "y", "x", ("z",)))
    >>> len(found), found["typical"].notes[-1]
    (11, 'the columns tell the outcomes apart (separation): the logit is penalised after Firth (1993)')
    """
    found = {}
    for role in ROLES:
        try:
            found[role] = select(frame, design, role, n)
        except (DataError, ParameterError) as error:
            found[role] = Selection(role, "cannot be filled", (), (), (str(error),))
    return found


@dataclass(frozen=True)
class Roles:
    """The three roles of a comparison: a crucial, a hard and a negative case, each the first of its selection."""

    crucial: Selection
    hard: Selection
    negative: Selection

    def __str__(self) -> str:
        return "\n".join(
            f"{name} case: {each.chosen[0].case if each.chosen else 'none'}\n{each}"
            for name, each in (("crucial", self.crucial), ("hard", self.hard), ("negative", self.negative))
        )


def roles(frame: pl.DataFrame, design: Design, n: int = 3) -> Roles:
    """The crucial case is the most likely one, the hard case the least likely, the negative case the most possible one that did not happen.

    One case may come out first in two roles, which is then to be seen; the choice stays the researcher's.

    >>> table = pl.DataFrame({"s": list("ABC"), "y": [1, 1, 0], "x": [2.0, 1.0, 0.0], "w": [1, 0, 1], "z": [0, 1, 0],
    ...                       "p": [0.95, 0.9, 0.2], "q": [0.5, 0.1, 0.4]})
    >>> design = Design(("s",), "y", "x", ("z",), causes=("x", "w"), p_theory="p", p_rivals=("q",))
    >>> found = roles(table, design)
    >>> found.crucial.names[0], found.hard.names[0], found.negative.names[0]
    ('A', 'B', 'C')
    """
    return Roles(most_likely(frame, design, n), least_likely(frame, design, n), negative(frame, design, n))
