"""The roles of a case's units, crucial, hard and negative, by the rules of case selection applied to each of the case's own codings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from corcyra.casebook.coding import Coding
from corcyra.casebook.ledger import Ledger
from corcyra.errors import DataError
from corcyra.tracing.case_design import Chosen, Selection
from corcyra.tracing.case_selection import Roles, roles

__all__ = ["CaseRoles", "CodedRoles", "case_roles"]

NAMED = ("crucial", "hard", "negative")
EXPECTED = 0.5
"""From this chance on the rivals expect what happened (ours, as in `corcyra.tracing.case_selection`: more likely than not)."""


@dataclass(frozen=True)
class CodedRoles:
    """What the rules give under one coding.

    ``first``: the unit that comes first in each role, None where no unit qualifies. ``claimed``: the text's unit for each role that it gives.
    ``agreed``: whether the two are the same; None where the text gives no role.
    """

    coding: Coding
    found: Roles
    claimed: Mapping[str, str]

    @property
    def picked(self) -> Mapping[str, Selection]:
        """The selection for each role."""
        return {"crucial": self.found.crucial, "hard": self.found.hard, "negative": self.found.negative}

    @property
    def first(self) -> Mapping[str, str | None]:
        """The first unit of each role."""
        return {role: choice.chosen[0].case if choice.chosen else None for role, choice in self.picked.items()}

    @property
    def agreed(self) -> bool | None:
        """Whether the rules name whom the text names."""
        return all(self.first[role] == unit for role, unit in self.claimed.items()) if self.claimed else None

    @property
    def told(self) -> str:
        """In words: whether the rules agree with the text, and what that is worth."""
        if self.agreed is None:
            return "The text gives no roles to compare."
        same = sum(self.first[role] == unit for role, unit in self.claimed.items())
        plain = f"In {same} of {len(self.claimed)} roles the unit that the text names comes first."
        if not self.coding.after:
            return plain
        seen = f"This coding was made after the roles under the coding {self.coding.after!r} had been seen"
        return f"{plain} {seen}: agreement under it is an illustration, not a test."

    def __str__(self) -> str:
        firsts = [f"  {role}: {unit or 'none'}; {reason}" for _, role, rank, unit, reason, _ in self.rows() if rank in (1, None)]
        return "\n".join([self.coding.title or f"By the coding {self.coding.key}", *firsts, self.told])

    def rows(self) -> Iterator[tuple[str, str, int | None, str | None, str, str | None]]:
        """coding, role, rank, unit, why, claimed; one row without unit where no unit qualifies for a role."""
        for role, choice in self.picked.items():
            claim = self.claimed.get(role)
            if not choice.chosen:
                yield self.coding.key, role, None, None, "; ".join(("no unit qualifies", *choice.notes)), claim
            for each in choice.chosen:
                yield self.coding.key, role, each.rank, each.case, why(role, each), claim


@dataclass(frozen=True)
class CaseRoles:
    """The roles under each coding, in the order of case.toml."""

    key: str
    under: tuple[CodedRoles, ...]

    @property
    def claimed(self) -> Mapping[str, str]:
        """The unit that the text names for each role, by the first coding that says so."""
        return {role: each.claimed[role] for each in reversed(self.under) for role in NAMED if role in each.claimed}

    @property
    def table(self) -> pl.DataFrame:
        """coding, role, rank, unit, why, claimed: the units of each role, in their order; ``claimed`` is the text's unit for the role."""
        schema = {
            "coding": pl.String(), "role": pl.String(), "rank": pl.Int64(), "unit": pl.String(), "why": pl.String(), "claimed": pl.String(),
        }  # fmt: skip
        return pl.DataFrame([row for each in self.under for row in each.rows()], schema=schema, orient="row")

    @property
    def codings(self) -> pl.DataFrame:
        """coding, title, ground, after, agreed, told: what each coding is, and what its agreement with the text is worth."""
        schema = {
            "coding": pl.String(), "title": pl.String(), "ground": pl.String(), "after": pl.String(), "agreed": pl.Boolean(), "told": pl.String(),
        }  # fmt: skip
        rows = [(each.coding.key, each.coding.title, each.coding.ground, each.coding.after, each.agreed, each.told) for each in self.under]
        return pl.DataFrame(rows, schema=schema, orient="row")

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.under))


def case_roles(ledger: Ledger) -> CaseRoles:
    """Apply the rules of crucial, hard and negative cases to each coding of a case.

    After Eckstein (1975) and Mahoney and Goertz (2004), see `corcyra.tracing.case_selection`. Raises `DataError` for a case without coding.

    >>> from corcyra.casebook.check import read_ledger
    >>> found = case_roles(read_ledger("uzbekistan-2005"))
    >>> dict(found.claimed)
    {'crucial': 'UZB', 'hard': 'BLR', 'negative': 'KAZ'}
    >>> [(each.coding.key, each.agreed) for each in found.under]
    [('window', False), ('episodes', True)]
    """
    if not ledger.codings:
        raise DataError(f"the case {ledger.key} has no coding. Add coding.csv, and [coding] in case.toml.", file=ledger.folder)
    return CaseRoles(ledger.key, tuple(under(each) for each in ledger.codings))


def under(coding: Coding) -> CodedRoles:
    """The roles under one coding."""
    frame = coding.frame()
    given = frame.select(coding.design.unit[0], coding.role).rows() if coding.role else []
    claimed = {str(role): str(unit) for unit, role in given}
    return CodedRoles(coding, roles(frame, coding.design, frame.height), {role: claimed[role] for role in NAMED if role in claimed})


def why(role: str, each: Chosen) -> str:
    """Why a unit has its rank; of a hard case that the rivals expect it says that the rank is all."""
    chance = each.numbers.get("P by the rivals")
    tied = f"; tied with {', '.join(each.tied)}" if each.tied else ""
    if role != "hard" or chance is None or chance < EXPECTED:
        return each.why + tied
    place = "first by rank only" if each.rank == 1 else "in the list by rank only"
    return f"{place}, no hard case in itself: the rivals too expect what happened (P {chance:.2f}){tied}"
