"""The ledger of a case: question, rival hypotheses, dated clues with their sources, and what each coder expects of each clue. Data only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date as Day  # noqa: N812 - the field is called date
from pathlib import Path
from typing import TypeVar

from corcyra.casebook.coding import Coding
from corcyra.casebook.postings import Posting
from corcyra.casebook.problems import Problem
from corcyra.errors import UnknownName
from corcyra.world.citation import Entry, entry, keys

__all__ = ["KINDS", "SCALES", "Coder", "Evidence", "Hypothesis", "Judgement", "Ledger", "Link"]

KINDS = ("conditional", "correlation", "same", "listed")
"""How a clue depends on another; ``listed``: the coder says that they hang together, and has not judged how much."""
Thing = TypeVar("Thing")
SCALES = ("default", "middle")
"""Which numbers the five words mean: ``tracing.evidence.WORDS`` or ``MIDDLE``."""


@dataclass(frozen=True)
class Hypothesis:
    """A rival: its key, name, the theory it comes from (a key of the package or words), its claims, and its prior (None: equal).

    ``rest`` marks the hypothesis that something else is true.
    """

    key: str
    name: str
    theory: str
    claims: str
    origin: str
    prior: float | None
    implications: tuple[str, ...]
    rest: bool


@dataclass(frozen=True)
class Evidence:
    """A clue: when, what, in whose words, from where; ``found`` True, False (looked for and not found) or None (nobody has looked).

    ``unit`` is the state (ISO 3166 letters) that it is about, empty for the whole case; ``citations`` are the keys in ``source``.
    """

    id: str
    unit: str
    date: str
    first: Day | None
    last: Day | None
    what: str
    quote: str
    source: str
    citations: tuple[str, ...]
    verification: str
    confidence: str
    found: bool | None
    note: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Judgement:
    """How expected a clue is under a hypothesis, by a coder: as written, as a probability 0-1, and why."""

    evidence: str
    hypothesis: str
    coder: str
    expected: str
    probability: float
    reason: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Link:
    """How a clue depends on others: one of `KINDS`, under a hypothesis or all (``*``), for a coder or all (``*``)."""

    evidence: str
    given: tuple[str, ...]
    hypothesis: str
    coder: str
    kind: str
    value: float | None
    reason: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Coder:
    """Who judged."""

    key: str
    name: str
    role: str


@dataclass(frozen=True)
class Ledger:
    """A case as its folder has it, whole and checked; ``notes`` are the warnings and notes of the check.

    ``codings``: those of the units, for case selection; ``postings``: the patron's ledger, item by item. Most cases have neither.
    """

    key: str
    title: str
    question: str
    population: str
    scope: str
    first: int
    last: int
    outcome: str
    objection: str
    assessment: str
    scale: str
    would_change: tuple[str, ...]
    disputes: tuple[str, ...]
    limits: tuple[str, ...]
    sources: tuple[str, ...]
    hypotheses: tuple[Hypothesis, ...]
    evidence: tuple[Evidence, ...]
    judgements: tuple[Judgement, ...]
    links: tuple[Link, ...]
    coders: tuple[Coder, ...]
    bibliography: tuple[Entry, ...]
    codings: tuple[Coding, ...] = ()
    postings: tuple[Posting, ...] = ()
    folder: Path = field(default=Path(), compare=False)
    notes: tuple[Problem, ...] = field(default=(), compare=False)

    @property
    def units(self) -> tuple[str, ...]:
        """The units that the clues are about, in the order of the file; one empty name where none is told apart."""
        return tuple(dict.fromkeys(each.unit for each in self.evidence if each.unit)) or ("",)

    def hypothesis(self, key: str) -> Hypothesis:
        """A hypothesis by its key; `UnknownName` where there is none."""
        return self.picked("hypothesis", key, {each.key: each for each in self.hypotheses})

    def clue(self, name: str) -> Evidence:
        """A clue by its id; `UnknownName` where there is none."""
        return self.picked("clue", name, {each.id: each for each in self.evidence})

    def coder(self, key: str) -> Coder:
        """A coder by key; `UnknownName` where there is none."""
        return self.picked("coder", key, {each.key: each for each in self.coders})

    def picked(self, kind: str, key: str, known: dict[str, Thing]) -> Thing:
        """One thing by name."""
        if key not in known:
            raise UnknownName(kind, key, tuple(known))
        return known[key]

    def of_unit(self, unit: str) -> tuple[Evidence, ...]:
        """The clues about a unit and those about the whole case; `UnknownName` for a unit that no clue is about."""
        if unit not in self.units:
            raise UnknownName("unit", unit, tuple(filter(None, self.units)))
        return tuple(each for each in self.evidence if each.unit in ("", unit))

    def judged(self, clue: str, hypothesis: str) -> tuple[Judgement, ...]:
        """What the coders expect of a clue under a hypothesis."""
        return tuple(each for each in self.judgements if (each.evidence, each.hypothesis) == (clue, hypothesis))

    def cited(self) -> tuple[str, ...]:
        """Every citation key in the case, sorted."""
        keys = {key for each in self.evidence for key in each.citations} | {key for key in self.sources if self.work(key)}
        return tuple(sorted(keys))

    def work(self, key: str) -> Entry | None:
        """A work by key, from the folder's sources.bib or else from the package's bibliography; None where neither has it."""
        own = {each.key: each for each in self.bibliography}
        return own.get(key) or (entry(key) if key in set(keys()) else None)

    def only(self, clues: Iterable[str]) -> Ledger:
        """The same case with some of its clues, and what is said of them."""
        keep = set(clues)
        return replace(
            self,
            evidence=tuple(each for each in self.evidence if each.id in keep),
            judgements=tuple(each for each in self.judgements if each.evidence in keep),
            links=tuple(each for each in self.links if {each.evidence, *each.given} <= keep),
        )
