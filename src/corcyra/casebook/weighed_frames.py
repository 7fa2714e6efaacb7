"""The tables of a weighed case, with the same columns whatever was weighed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from corcyra.casebook.ledger import Ledger
from corcyra.casebook.roles import case_roles

if TYPE_CHECKING:
    from corcyra.casebook.weighing import UnitWeighed

__all__ = ["SCHEMAS", "frames", "plain"]

Row = tuple[Any, ...]
TEXT, NUMBER, YES = pl.String(), pl.Float64(), pl.Boolean()

SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    "posterior": {
        "unit": TEXT, "coder": TEXT, "hypothesis": TEXT, "name": TEXT, "prior": NUMBER, "posterior": NUMBER, "rank": pl.Int64(),
    },
    "evidence": {
        "unit": TEXT, "coder": TEXT, "evidence": TEXT, "date": TEXT, "first": pl.Date(), "last": pl.Date(), "what": TEXT, "found": YES,
        "source": TEXT, "hypothesis": TEXT, "expected": NUMBER, "seen": NUMBER,
    },
    "weights": {"unit": TEXT, "coder": TEXT, "evidence": TEXT, "for": TEXT, "against": TEXT, "db": NUMBER},
    "tests": {
        "unit": TEXT, "coder": TEXT, "evidence": TEXT, "hypothesis": TEXT, "test": TEXT, "lr_plus": NUMBER, "lr_minus": NUMBER, "found": YES,
        "told": TEXT,
    },
    "sensitivity": {
        "unit": TEXT, "coder": TEXT, "kind": TEXT, "what": TEXT, "hypothesis": TEXT, "evidence": TEXT, "leader": TEXT, "changes": YES,
        "margin_db": NUMBER, "posterior": NUMBER,
    },
    "next": {
        "unit": TEXT, "coder": TEXT, "rank": pl.Int64(), "evidence": TEXT, "bits": NUMBER, "chance_found": NUMBER, "verdict_changes": NUMBER,
        "if_found": TEXT, "if_not": TEXT, "db": NUMBER,
    },
    "agreement": {"unit": TEXT, "metric": TEXT, "alpha": NUMBER, "coders": pl.Int64(), "judgements": pl.Int64(), "note": TEXT},
    "coders": {"unit": TEXT, "coder": TEXT, "mean_db_from_others": NUMBER, "alpha_without": NUMBER},
    "verdicts": {
        "unit": TEXT, "coder": TEXT, "leader": TEXT, "runner_up": TEXT, "posterior": NUMBER, "margin_db": NUMBER, "floor_db": NUMBER,
        "confidence": TEXT, "text": TEXT,
    },
    "codings": {"coding": TEXT, "title": TEXT, "ground": TEXT, "after": TEXT, "agreed": YES, "told": TEXT},
    "roles": {"coding": TEXT, "role": TEXT, "rank": pl.Int64(), "unit": TEXT, "why": TEXT, "claimed": TEXT},
    "ledger": {"patron": TEXT, "unit": TEXT, "item": TEXT, "judgement": TEXT, "reason": TEXT, "source": TEXT},
}  # fmt: skip
"""Columns of each table. Empty ``unit``: the whole case; empty ``coder``: all pooled. ``expected``: P(would be found), after dependence; ``seen``:
P(as it turned out). ``posterior`` in sensitivity: what the present leader then has; ``margin_db``: its lead, negative where it is behind. ``codings``,
``roles`` and ``ledger`` are of the case as it stands: the roles that the rules give under each coding beside the one that the text claims, and the
patron's ledger. They are empty where the case has none."""


def frames(ledger: Ledger, units: Sequence[UnitWeighed]) -> dict[str, pl.DataFrame]:
    """Every table of `SCHEMAS`, from the results of units and coders."""
    made = {
        "posterior": posteriors, "evidence": evidence, "weights": weights, "tests": tests, "sensitivity": changes, "next": ahead,
        "agreement": agreement, "coders": coders, "verdicts": verdicts,
    }  # fmt: skip
    found = {
        name: pl.DataFrame([row for each in units for row in rows(ledger, each)], schema=dict(SCHEMAS[name]), orient="row")
        for name, rows in made.items()
    }
    return {**found, **of_the_case(ledger)}


def of_the_case(ledger: Ledger) -> dict[str, pl.DataFrame]:
    """The tables that do not hang on the weighing."""
    entries = [[getattr(each, name) for name in SCHEMAS["ledger"]] for each in ledger.postings]
    bare = {name: pl.DataFrame(schema=dict(SCHEMAS[name])) for name in ("codings", "roles")}
    if ledger.codings:
        found = case_roles(ledger)
        bare = {"codings": found.codings, "roles": found.table}
    return {**bare, "ledger": pl.DataFrame(entries, schema=dict(SCHEMAS["ledger"]), orient="row")}


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for JSON.

    >>> plain({"db": float("inf"), "alpha": float("nan"), "n": 2})
    {'db': 'inf', 'alpha': None, 'n': 2}
    """
    return {name: simple(value) for name, value in row.items()}


def simple(value: Any) -> Any:
    """A value for JSON: dates as text, no infinite or undefined number."""
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def posteriors(ledger: Ledger, each: UnitWeighed) -> Iterator[Row]:
    """One row a hypothesis, in the order of the case."""
    result = each.result
    for at, key in enumerate(result.hypotheses):
        rank = result.ranking.index(key) + 1
        yield each.unit, each.coder, key, ledger.hypothesis(key).name, float(result.prior[at]), float(result.posterior[at]), rank


def evidence(ledger: Ledger, each: UnitWeighed) -> Iterator[Row]:
    """One row a clue and hypothesis: those weighed, then those to look for."""
    result = each.result
    for at, name in enumerate(result.clues):
        for place, key in enumerate(result.hypotheses):
            yield described(ledger, each, name, key, float(result.expected[at, place]), float(result.seen[at, place]))
    for at, name in enumerate(result.open):
        for place, key in enumerate(result.hypotheses):
            yield described(ledger, each, name, key, float(result.open_expected[at, place]), None)


def described(ledger: Ledger, each: UnitWeighed, name: str, key: str, expected: float, seen: float | None) -> Row:
    """A clue under a hypothesis."""
    clue = ledger.clue(name)
    return (
        each.unit, each.coder, name, clue.date, clue.first, clue.last, clue.what, clue.found, clue.source, key, expected, seen,
    )  # fmt: skip


def weights(ledger: Ledger, each: UnitWeighed) -> Iterator[Row]:
    """The weight of each clue for the leader against each rival."""
    result = each.result
    for rival in result.ranking[1:]:
        for clue, db in result.between(result.leader, rival).items():
            yield each.unit, each.coder, clue, result.leader, rival, db


def tests(ledger: Ledger, each: UnitWeighed) -> Iterator[Row]:
    """Van Evera's tests."""
    for one in each.tests:
        test = one.test
        yield each.unit, each.coder, one.clue, one.hypothesis, test.name, test.lr_plus, test.lr_minus, one.found, one.told


def changes(ledger: Ledger, each: UnitWeighed) -> Iterator[Row]:
    """The single changes, and the clues that carry the verdict."""
    at = each.result.at(each.result.leader)
    for one in each.variants:
        share = float(one.posterior[at])
        yield each.unit, each.coder, one.kind, one.what, one.hypothesis, one.clue, one.leader, one.changes, one.margin, share
    for carrier in each.sensitivity.carriers:
        what = f"{carrier.clue} carries {carrier.db:+.1f} dB"
        share = carrier.posterior_without
        yield each.unit, each.coder, "carrier", what, "", carrier.clue, each.result.leader, carrier.changes, carrier.db, share


def ahead(ledger: Ledger, each: UnitWeighed) -> Iterator[Row]:
    """The clues to look for."""
    for one in each.next:
        yield (
            each.unit, each.coder, one.rank, one.clue, one.bits, one.chance_found, one.chance_verdict_changes, one.leader_if_found,
            one.leader_if_not, one.expected_db,
        )  # fmt: skip


def agreement(ledger: Ledger, each: UnitWeighed) -> Iterator[Row]:
    """How the coders agree."""
    if each.agreement is not None:
        found = each.agreement.agreement
        yield each.unit, found.metric, found.alpha, found.coders, found.pairable, found.note


def coders(ledger: Ledger, each: UnitWeighed) -> Iterable[Row]:
    """How far each coder stands from the others."""
    listed = each.agreement.differing if each.agreement is not None else ()
    return ((each.unit, one.coder, one.mean_db, one.without) for one in listed)


def verdicts(ledger: Ledger, each: UnitWeighed) -> Iterator[Row]:
    """The verdict."""
    one = each.verdict
    yield each.unit, each.coder, one.leader, one.runner_up, one.posterior, one.margin, one.floor, one.confidence, one.text
