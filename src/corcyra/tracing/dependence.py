"""Clues that hang together: conditional judgements, correlation within its bounds, and clues that are the same clue twice."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.tracing.evidence import Likelihoods, listed

__all__ = [
    "KINDS",
    "Conditioned",
    "Dependence",
    "clusters",
    "conditioned",
    "given_other",
    "joint",
    "order",
    "rho_bounds",
]

Numbers = npt.NDArray[np.float64]

KINDS = ("conditional", "correlation", "same")
"""How one clue hangs on others."""
ALL = "*"
SLACK = 1e-12
"""Ours: a correlation this little outside its bounds is rounding."""


@dataclass(frozen=True)
class Dependence:
    """One clue that depends on others, under one hypothesis or all (``*``), for one coder or all.

    ``conditional``: ``value`` is P(clue would be found | the given clues as they turned out, hypothesis) and takes the place of the
    marginal judgement (Fairfield and Charman 2017). ``correlation``: ``value`` is the correlation rho of two clues under the hypothesis, from
    which the conditional probability follows. ``same``: the clue is the given one over again and adds nothing.

    Raises `ParameterError` for an unknown kind, a value outside its range, more than one given clue where one is needed.

    >>> print(Dependence("treaty", "letter", "correlation", 0.5))
    treaty given letter: correlation 0.5 under *
    """

    clue: str
    given: str | tuple[str, ...]
    kind: str
    value: float | None = None
    hypothesis: str = ALL
    coder: str = ALL

    def __post_init__(self) -> None:
        if isinstance(self.given, str):
            object.__setattr__(self, "given", (self.given,))
        if self.kind not in KINDS:
            raise ParameterError(f"unknown kind of dependence {self.kind!r}. Use one of {', '.join(KINDS)}.")
        self.check_given()
        self.check_value()

    def check_given(self) -> None:
        """One given clue, or for a conditional judgement one or more."""
        if not self.given or (len(self.given) > 1 and self.kind != "conditional"):
            wanted = "at least one clue" if self.kind == "conditional" else "one clue"
            raise ParameterError(
                f"{self.clue} ({self.kind}) needs {wanted} on which it depends, not {len(self.given)}."
            )
        if self.kind == "same" and self.hypothesis != ALL:
            raise ParameterError(
                f"{self.clue} is said to be the same as {self.given[0]} under {self.hypothesis} only. What is the same clue is so under every "
                "hypothesis: write *, or give a conditional judgement."
            )

    def check_value(self) -> None:
        """A probability for a conditional judgement, a correlation between -1 and 1, nothing for the same clue."""
        low = {"conditional": 0.0, "correlation": -1.0}.get(self.kind)
        if low is None:
            if self.value is not None:
                raise ParameterError(
                    f"{self.clue} is the same as {self.given[0]}: that takes no value, but {self.value} was given."
                )
        elif self.value is None or not low <= self.value <= 1.0:
            raise ParameterError(
                f"{self.clue} ({self.kind}) has the value {self.value}: it must lie between {low:g} and 1."
            )

    def __str__(self) -> str:
        value = "" if self.value is None else f" {self.value:g}"
        return f"{self.clue} given {listed(self.given)}: {self.kind}{value} under {self.hypothesis}"


def rho_bounds(p1: float, p2: float) -> tuple[float, float]:
    """The least and the largest correlation that two clues of these probabilities can have, from the bounds of Fréchet (1951).

    P(both) lies between max(0, p1 + p2 - 1) and min(p1, p2), and rho = (P(both) - p1 p2) / sqrt(p1 q1 p2 q2). A clue that is certain or impossible
    has no correlation but 0.

    >>> [round(each, 3) for each in rho_bounds(0.5, 0.8)]
    [-0.5, 0.5]
    """
    spread = math.sqrt(p1 * (1.0 - p1) * p2 * (1.0 - p2))
    if spread == 0.0:
        return 0.0, 0.0
    return (max(0.0, p1 + p2 - 1.0) - p1 * p2) / spread, (min(p1, p2) - p1 * p2) / spread


def joint(p1: float, p2: float, rho: float) -> float:
    """P(both clues) = p1 p2 + rho sqrt(p1 q1 p2 q2); `ParameterError` with the admissible interval where rho is out of it.

    >>> round(joint(0.5, 0.8, 0.5), 3), round(joint(0.5, 0.8, 0.0), 3)
    (0.5, 0.4)
    """
    low, high = rho_bounds(p1, p2)
    if not low - SLACK <= rho <= high + SLACK:
        raise ParameterError(
            f"a correlation of {rho:g} is impossible for clues of probability {p1:g} and {p2:g}: it must lie between "
            f"{low:.3f} and {high:.3f}. Choose a value there, or give a conditional judgement."
        )
    both = p1 * p2 + rho * math.sqrt(p1 * (1.0 - p1) * p2 * (1.0 - p2))
    return min(max(both, max(0.0, p1 + p2 - 1.0)), min(p1, p2))


def given_other(p1: float, p2: float, rho: float, *, found: bool = True) -> float:
    """P(second clue would be found | the first was found, or was not), from the two probabilities and their correlation.

    Where the first clue could not have turned out as it did, the second keeps its own probability.

    >>> given_other(0.5, 0.8, 0.5), round(given_other(0.5, 0.8, 0.5, found=False), 3)
    (1.0, 0.6)
    """
    both = joint(p1, p2, rho)
    chance = p1 if found else 1.0 - p1
    if chance == 0.0:
        return p2
    return min(1.0, max(0.0, (both if found else p2 - both) / chance))


def order(clues: Sequence[str], dependences: Sequence[Dependence]) -> tuple[str, ...]:
    """The clues so that each stands after those it depends on, else in their own order.

    Raises `DataError` naming the clues where the dependence runs in a circle, `UnknownName` for a clue that is not there.

    >>> order(["b", "a"], [Dependence("b", "a", "same")])
    ('a', 'b')
    """
    parents: dict[str, set[str]] = {clue: set() for clue in clues}
    for each in dependences:
        for name in (each.clue, *each.given):
            if name not in parents:
                raise UnknownName("clue", name, tuple(clues))
        parents[each.clue] |= set(each.given)
    done: dict[str, None] = {}
    while len(done) < len(parents):
        ready = next((clue for clue in clues if clue not in done and parents[clue] <= set(done)), None)
        if ready is None:
            raise DataError(
                f"the dependence between clues runs in a circle: {' -> '.join(circle(parents, set(done)))}. "
                "Decide which clue comes first and take one of these rows out."
            )
        done[ready] = None
    return tuple(done)


def circle(parents: dict[str, set[str]], done: set[str]) -> list[str]:
    """One circle among the clues that could not be put in order, its first clue again at the end."""
    path = [next(clue for clue in parents if clue not in done)]
    while True:
        above = min(parents[path[-1]] - done)
        if above in path:
            return [*path[path.index(above) :], above]
        path.append(above)


def clusters(clues: Sequence[str], dependences: Sequence[Dependence]) -> tuple[tuple[str, ...], ...]:
    """The groups of clues that hang together, directly or through others; a clue alone is a group of one.

    >>> clusters(["a", "b", "c"], [Dependence("c", "a", "same")])
    (('a', 'c'), ('b',))
    """
    head = {clue: clue for clue in clues}
    for each in dependences:
        tied = {head[name] for name in (each.clue, *each.given) if name in head}
        for clue, top in head.items():
            if top in tied:
                head[clue] = min(tied, key=list(clues).index)
    return tuple(tuple(clue for clue in clues if head[clue] == top) for top in dict.fromkeys(head.values()))


@dataclass(frozen=True, eq=False)
class Conditioned:
    """Likelihoods in which each clue is judged given those it depends on; ``merged`` (clue, given) are the clues taken out as the same."""

    likelihoods: Likelihoods
    merged: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def conditioned(likelihoods: Likelihoods, dependences: Sequence[Dependence]) -> Conditioned:
    """The table with marginal judgements replaced by conditional ones, so that the product over clues is their joint probability.

    P(E1, E2, ... | H) = P(E1|H) P(E2|E1, H) ... (chain rule). 1. The clues are put in order. 2. A conditional judgement replaces the marginal. 3. A
    correlation gives P(clue | the given clue as it turned out) from the two marginals; through a chain each clue depends on the one before. 4. What is
    the same clue for all coders leaves the table; for one coder it gets equal probabilities. A dependence on a clue that nobody has looked for
    is not used, and noted.

    Raises `UnknownName` for clues, hypotheses or coders that are not there, `DataError` for a circle, for two dependences of one clue under one
    hypothesis, for the same clue found and not found, `ParameterError` for an impossible correlation.

    >>> table = Likelihoods(("a", "b"), ("h", "k"), ("",), np.array([[0.8, 0.2], [0.8, 0.2]]), (True, True))
    >>> conditioned(table, [Dependence("b", "a", "conditional", 0.9)]).likelihoods.expected[1, :, 0].tolist()
    [0.9, 0.9]
    """
    order(likelihoods.clues, dependences)
    known = dict(zip(likelihoods.clues, likelihoods.found, strict=True))
    values = np.array(likelihoods.expected)
    taken: dict[tuple[int, int, int], Dependence] = {}
    merged, notes = [], []
    for each in dependences:
        unlooked = [name for name in each.given if known[name] is None]
        if unlooked:
            notes.append(
                f"{each.clue} depends on {listed(unlooked)}, which nobody has looked for: it is weighed by itself"
            )
            continue
        if each.kind == "same":
            check_same(each, known)
        if each.kind == "same" and each.coder == ALL:
            merged.append((each.clue, each.given[0]))
            continue
        for at in cells(likelihoods, each):
            if at in taken:
                raise twice(likelihoods, at, each)
            taken[at] = each
            values[at] = replaced(likelihoods, each, at, known)
    gone = {clue for clue, _ in merged}
    table = replace(likelihoods, expected=values).only(clue for clue in likelihoods.clues if clue not in gone)
    return Conditioned(table, tuple(dict.fromkeys(merged)), tuple(dict.fromkeys(notes)))


def check_same(each: Dependence, known: dict[str, bool | None]) -> None:
    """The same clue cannot be both found and not found."""
    given = each.given[0]
    if known[each.clue] is not None and known[each.clue] != known[given]:
        state = {True: "found", False: "not found"}
        raise DataError(
            f"{each.clue} is said to be the same as {given}, but {each.clue} was {state[bool(known[each.clue])]} and {given} was "
            f"{state[bool(known[given])]}. Give a conditional judgement instead."
        )


def cells(table: Likelihoods, each: Dependence) -> Iterator[tuple[int, int, int]]:
    """The places (clue, hypothesis, coder) that a dependence speaks of; of all coders, those who judged the clue, or all where none did."""
    clue = table.clues.index(each.clue)
    for kind, name, names in (("hypothesis", each.hypothesis, table.hypotheses), ("coder", each.coder, table.coders)):
        if name != ALL and name not in names:
            raise UnknownName(kind, name, tuple(filter(None, names)))
    spoke = [coder for coder in table.coders if not np.isnan(table.expected[clue, :, table.coders.index(coder)]).all()]
    coders = (spoke or table.coders) if each.coder == ALL else [each.coder]
    hypotheses = table.hypotheses if each.hypothesis == ALL else (each.hypothesis,)
    for hypothesis in hypotheses:
        for coder in coders:
            yield clue, table.hypotheses.index(hypothesis), table.coders.index(coder)


def replaced(table: Likelihoods, each: Dependence, at: tuple[int, int, int], known: dict[str, bool | None]) -> float:
    """The probability that takes the marginal's place."""
    if each.kind == "conditional":
        return float(each.value or 0.0)
    if each.kind == "same":
        return 0.5
    first = float(table.expected[table.clues.index(each.given[0]), at[1], at[2]])
    second = float(table.expected[at])
    if math.isnan(first) or math.isnan(second):
        return math.nan
    try:
        return given_other(first, second, float(each.value or 0.0), found=bool(known[each.given[0]]))
    except ParameterError as error:
        raise ParameterError(f"{each.clue} given {each.given[0]} under {table.hypotheses[at[1]]}: {error}") from None


def twice(table: Likelihoods, at: tuple[int, int, int], each: Dependence) -> DataError:
    """Two rows that would both replace one judgement."""
    return DataError(
        f"{each.clue} has two dependences under {table.hypotheses[at[1]]}. Where it depends on several clues, give one conditional judgement "
        "that names them all."
    )
