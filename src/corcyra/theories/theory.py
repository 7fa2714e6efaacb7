"""What a theory is: parameters and needs, then one act, `expect`: whom a state will align with, or a reasoned silence.

A theory sees an `AsOf` view, that is, only what was known before the year, and never the evidence that the observed
alignment is made of. It values each pole by a few named *terms*; the value of staying non-aligned is 0. Terms are put on
a common scale (z-scores over all pairs of state and pole in that year) so that a weight of 1 means the same everywhere.

The choice follows the conditional logit of SCIENCE C1: ``P(j) = exp(V_j) / Σ_k exp(V_k)`` with ``V_none = 0``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np

from corcyra.errors import ParameterError
from corcyra.measures.measure import Parameter, standardise
from corcyra.panel.as_of import AsOf
from corcyra.panel.panels import Floats
from corcyra.world.poles import Pole

__all__ = [
    "NONE",
    "UNIT",
    "Expectation",
    "Implication",
    "Silence",
    "Term",
    "Theory",
    "against",
    "choose",
    "decide",
    "missing",
    "toward",
]

NONE = "none"
"""The option of staying non-aligned, beside the poles."""

UNIT = Parameter(1.0, "ours: SCIENCE C1 fixes the sign only; terms are z-scores, so equal weights", low=0.0)
"""The weight of a term whose sign, but not size, the theory fixes. It can be set, but not below 0."""


@dataclass(frozen=True)
class Term:
    """One part of a theory's reasoning: what it adds to the value of each pole (weight included)."""

    key: str
    meaning: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Expectation:
    """What a theory expects of a state in a year: value and probability of each pole, and why.

    ``value`` has one entry per pole; ``probability`` one per pole and a last one for `NONE`; it sums to 1.
    """

    theory: str
    state: int
    year: int
    poles: tuple[str, ...]
    value: tuple[float, ...]
    probability: tuple[float, ...]
    terms: tuple[Term, ...]

    def __post_init__(self) -> None:
        if len(self.probability) != len(self.poles) + 1 or abs(sum(self.probability) - 1) > 1e-9:
            raise ParameterError("an expectation needs a probability for each pole and for none, summing to 1.")

    @property
    def partner(self) -> str:
        """The most probable option: a pole's key, or `NONE`. Ties go to the earlier pole."""
        return (*self.poles, NONE)[int(np.argmax(self.probability))]


@dataclass(frozen=True)
class Silence:
    """A theory's refusal to predict, with its reason: out of its scope, or an input is missing."""

    theory: str
    state: int
    year: int
    kind: Literal["out of scope", "missing data"]
    reason: str


@dataclass(frozen=True)
class Implication:
    """Something that one should see in a case if the theory is true, and hardly otherwise."""

    text: str
    where: str


@runtime_checkable
class Theory(Protocol):
    """The shape of every theory: a frozen dataclass of cited `Parameter` fields plus these."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def citations(self) -> tuple[str, ...]: ...
    @property
    def needs(self) -> tuple[str, ...]: ...

    def expect(self, seen: AsOf, state: int, poles: Sequence[Pole]) -> Expectation | Silence:
        """Whom the state will align with in ``seen.year``, given what was known before it."""
        ...

    def implications(self) -> tuple[Implication, ...]:
        """What one should see in a case if the theory is true."""
        ...


def toward(seen: AsOf, name: str, poles: Sequence[Pole]) -> Floats:
    """A dyad column toward each pole's leading state: shape (states, poles); a leader toward itself is NaN."""
    leaders = [seen.place(pole.leader) for pole in poles]
    table = np.array(seen.latest(name)[:, leaders])
    for column, leader in enumerate(leaders):
        table[leader, column] = np.nan
    return table


def against(seen: AsOf, name: str, poles: Sequence[Pole]) -> Floats:
    """A state column of each pole's leading state, repeated for every state: shape (states, poles); own cell NaN."""
    leaders = [seen.place(pole.leader) for pole in poles]
    table = np.repeat(seen.latest(name)[leaders][None, :], len(seen.codes), axis=0)
    table[leaders, range(len(leaders))] = np.nan
    return table


def decide(
    theory: Theory,
    seen: AsOf,
    state: int,
    poles: Sequence[Pole],
    terms: Mapping[str, tuple[str, float, Floats]],
    *,
    scaled: bool = False,
) -> Expectation | Silence:
    """Weigh the terms for one state and choose.

    ``terms`` maps a key to (meaning, signed weight, table of shape (states, poles)). Each table is standardised over the
    year's pairs of state and pole, unless ``scaled`` says that they already share a scale; the value of a pole is the
    weighted sum. A pole whose leader is the state itself is no option; when it leads the only pole, the theory is out of
    scope. Any missing input makes the theory silent, naming the terms and poles that lack data, and the columns of which
    nothing at all is known.
    """
    row = seen.place(state)
    options = [place for place, pole in enumerate(poles) if pole.leader != state]
    if not options:
        return Silence(
            theory.key, state, seen.year, "out of scope", "the state leads the only pole, so it has none to join."
        )
    parts: list[Term] = []
    lacking: list[str] = []
    for key, (meaning, weight, table) in terms.items():
        values = weight * (table if scaled else standardise(table, axes=(0, 1)))[row, options]
        if np.isnan(values).any():
            lacking.append(f"{meaning} ({', '.join(poles[options[k]].key for k in np.flatnonzero(np.isnan(values)))})")
        parts.append(Term(key, meaning, tuple(float(each) for each in values)))
    if lacking:
        return missing(theory, seen, state, *lacking)
    return choose(theory, seen, state, tuple(poles[each].key for each in options), tuple(parts))


def missing(theory: Theory, seen: AsOf, state: int, *lacking: str) -> Silence:
    """Silence for want of data: what is lacking, in words, and the needed columns of which nothing at all is known."""
    reason = f"no value before {seen.year} within {seen.carry} years for: {'; '.join(lacking)}."
    empty = [name for name in theory.needs if np.isnan(seen.latest(name)).all()]
    if empty:
        reason += f" Nothing at all is known of: {', '.join(empty)}."
    return Silence(theory.key, state, seen.year, "missing data", reason)


def choose(theory: Theory, seen: AsOf, state: int, poles: tuple[str, ...], parts: tuple[Term, ...]) -> Expectation:
    """Sum the terms and turn values into probabilities (conditional logit, the value of none is 0)."""
    value = np.sum([part.values for part in parts], axis=0)
    odds = np.exp(np.append(value, 0.0) - max(0.0, float(value.max())))
    share = odds / odds.sum()
    return Expectation(
        theory.key,
        state,
        seen.year,
        poles,
        tuple(float(each) for each in value),
        tuple(float(each) for each in share),
        parts,
    )
