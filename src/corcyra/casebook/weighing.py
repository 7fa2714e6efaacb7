"""A ledger weighed: posteriors by unit and by coder, the tests, what is sensitive, what to look for next, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from corcyra.casebook.ledger import Evidence, Ledger
from corcyra.casebook.variants import Variant, applied, table_of, variants
from corcyra.casebook.verdict import Verdict, verdict
from corcyra.casebook.weighed_frames import frames, plain
from corcyra.errors import DataError, ParameterError, UnknownName
from corcyra.tracing.agreement import CoderComparison, compare_coders
from corcyra.tracing.next_evidence import NextClue, next_evidence
from corcyra.tracing.sensitivity import Sensitivity, sensitivity
from corcyra.tracing.van_evera import ClueTest, clue_tests
from corcyra.tracing.weigh import Weighed, weigh

__all__ = ["UnitWeighed", "WeighedCase", "completed", "weigh_case"]


@dataclass(frozen=True, eq=False)
class UnitWeighed:
    """One unit, by all coders pooled (``coder`` empty) or by one.

    ``result``: posteriors and weights; ``tests``: Van Evera's, each clue for each hypothesis; ``sensitivity`` and ``variants``: single changes;
    ``next``: clues to look for; ``agreement`` of the coders, None with one.
    """

    unit: str
    coder: str
    result: Weighed
    tests: tuple[ClueTest, ...]
    sensitivity: Sensitivity
    next: tuple[NextClue, ...]
    agreement: CoderComparison | None
    variants: tuple[Variant, ...]
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class WeighedCase:
    """A case weighed: ``units`` with the coders pooled, ``separate`` by coder (empty with one coder); ``notes`` are for the reader.

    ``prior_given`` where the priors are not equal but given, by the case or the caller.
    """

    ledger: Ledger
    units: tuple[UnitWeighed, ...]
    separate: tuple[UnitWeighed, ...]
    prior_given: bool
    notes: tuple[str, ...]

    def unit(self, name: str) -> UnitWeighed:
        """One unit's result; `UnknownName` where there is none."""
        found = {each.unit: each for each in self.units}
        if name not in found:
            raise UnknownName("unit", name, tuple(found))
        return found[name]

    def frames(self) -> dict[str, pl.DataFrame]:
        """The result as tables: posterior, evidence, weights, tests, sensitivity, next, agreement, coders, verdicts; codings, roles, ledger of the case."""
        return frames(self.ledger, (*self.units, *self.separate))

    def as_dict(self) -> dict[str, Any]:
        """Everything, ready for JSON; the same ledger gives the same. Infinite numbers are "inf", undefined ones null."""
        head = {name: getattr(self.ledger, name) for name in ("key", "title", "question", "first", "last", "scale")}
        tables = {name: [plain(row) for row in frame.to_dicts()] for name, frame in self.frames().items()}
        return {"case": head, "notes": list(self.notes), **tables}

    def __str__(self) -> str:
        told = [f"{each.unit}: {each.verdict.text}" if each.unit else each.verdict.text for each in self.units]
        return "\n".join([self.ledger.title, *told, *self.notes])


def weigh_case(
    ledger: Ledger,
    *,
    coder: str | None = None,
    unit: str | None = None,
    prior: Mapping[str, float] | None = None,
    pool: str = "log-odds",
) -> WeighedCase:
    """Weigh the evidence of a case.

    1. By unit: its own clues and those of the whole case. 2. Judgements to arrays, those of one ``coder``, or of all, pooled. 3. Dependence as judged;
    what is only listed is tried as "the same clue" among the changes. 4. Priors: the case's, or equal; ``prior`` may name some, the others share what is
    left as before. 5. Each clue as a test, single changes, coders' agreement, next evidence, verdict.

    Raises `UnknownName` for a coder, unit or hypothesis that is not there, `ParameterError` for priors that cannot be, `DataError` where every
    hypothesis is ruled out. Fairfield and Charman (2017); Van Evera (1997).

    >>> from corcyra.casebook.start import example
    >>> found = weigh_case(example())
    >>> found.units[0].verdict.leader, round(found.units[0].result.margin, 1)
    ('stigma', 18.8)
    """
    if coder is not None:
        ledger.coder(coder)
    base = {each.key: each.prior for each in ledger.hypotheses if each.prior is not None} or None
    start = completed(prior, base, [each.key for each in ledger.hypotheses])
    chosen = ledger.units if unit is None else (unit,)
    whole = tuple(weigh_unit(ledger, each, coder, start, pool) for each in chosen)
    separate, refused = apart(ledger, whole, start, pool) if coder is None else ((), ())
    return WeighedCase(ledger, whole, separate, start is not None, (*reading_notes(ledger, whole), *refused))


def apart(
    ledger: Ledger, whole: tuple[UnitWeighed, ...], start: Mapping[str, float] | None, pool: str
) -> tuple[tuple[UnitWeighed, ...], tuple[str, ...]]:
    """Each coder alone, where there are several; and a note for one whose judgements rule out every hypothesis."""
    found, notes = [], []
    for each in whole:
        coders = each.result.likelihoods.coders
        for name in coders if len(coders) > 1 else ():
            try:
                found.append(weigh_unit(ledger, each.unit, name, start, pool))
            except DataError as problem:
                notes.append(f"{name} alone: {problem}")
    return tuple(found), tuple(notes)


def weigh_unit(ledger: Ledger, unit: str, coder: str | None, prior: Mapping[str, float] | None, pool: str) -> UnitWeighed:
    """One unit by one coder, or by all."""
    clues = [each.id for each in ledger.of_unit(unit)]
    table = table_of(ledger, clues, coder)
    result = weigh(table, prior, dependences=applied(ledger.links, table), pool=pool)
    tried = sensitivity(result)
    ahead = next_evidence(result)
    changes = variants(ledger, result, tried, coder)
    agreed = compare_coders(table) if len(table.coders) > 1 else None
    return UnitWeighed(
        unit, coder or "", result, clue_tests(result), tried, ahead, agreed, changes, verdict(ledger, result, tried, changes, ahead)
    )


def completed(
    given: Mapping[str, float] | None, base: Mapping[str, float] | None, hypotheses: list[str]
) -> Mapping[str, float] | None:
    """Priors for all hypotheses where some are given: the others share what is left in their old proportions.

    >>> completed({"a": 0.5}, None, ["a", "b", "c"])
    {'a': 0.5, 'b': 0.25, 'c': 0.25}
    """
    if not given:
        return base
    for name in given:
        if name not in hypotheses:
            raise UnknownName("hypothesis", name, hypotheses)
    rest = [name for name in hypotheses if name not in given]
    left = 1.0 - sum(given.values())
    if rest and not 0.0 <= left <= 1.0:
        raise ParameterError(f"the priors given sum to {1.0 - left:g}, which leaves nothing for {', '.join(rest)}. Give less, at most 1 in all.")
    old = {name: (base or {}).get(name, 1.0 if base is None else 0.0) for name in rest}
    total = sum(old.values())
    shares = {name: left * value / total if total else left / len(rest) for name, value in old.items()}
    return {name: given[name] if name in given else shares[name] for name in hypotheses}


def outside(ledger: Ledger, clue: Evidence) -> bool:
    """Whether a clue lies wholly before or after the years of the case."""
    return bool(clue.first and clue.last and (clue.last.year < ledger.first or clue.first.year > ledger.last))


def reading_notes(ledger: Ledger, units: tuple[UnitWeighed, ...]) -> tuple[str, ...]:
    """What a reader of the verdict must know: notes of the weighing, clues of other years, and clues that nobody looked up."""
    told = [f"{each.unit}: {note}" if each.unit else note for each in units for note in each.result.notes]
    weighed = {clue for each in units for clue in each.result.clues}
    early_or_late = [each.id for each in ledger.evidence if each.id in weighed and outside(ledger, each)]
    if early_or_late:
        state = "lies" if len(early_or_late) == 1 else "lie"
        years = f"{ledger.first} to {ledger.last}"
        told.append(f"{len(early_or_late)} of the {len(weighed)} clues {state} outside the case's years {years}: {', '.join(early_or_late)}.")
    recalled = [each.id for each in ledger.evidence if each.id in weighed and "recalled" in each.verification.casefold()]
    if recalled:
        state = "is from memory and was" if len(recalled) == 1 else "are from memory and were"
        told.append(f"{len(recalled)} of the {len(weighed)} clues {state} not looked up: {', '.join(recalled)}.")
    return tuple(dict.fromkeys(told))
