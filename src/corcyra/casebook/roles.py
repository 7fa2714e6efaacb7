"""The roles of a case's units, crucial, hard and negative, by the rules of case selection applied to the case's own coding."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from corcyra.casebook.ledger import Ledger
from corcyra.errors import DataError
from corcyra.tracing.case_design import Selection
from corcyra.tracing.case_selection import Roles, roles

__all__ = ["CaseRoles", "case_roles"]

NAMED = ("crucial", "hard", "negative")


@dataclass(frozen=True)
class CaseRoles:
    """What the rules give (``found``), and ``table``: unit, role, rank, why, given (the text's role for the unit, null where it gives none).

    ``agreed`` is whether each unit for which the text gives one of the three roles comes first in it; None where the text gives none.
    """

    key: str
    found: Roles
    table: pl.DataFrame
    agreed: bool | None

    def __str__(self) -> str:
        told = {None: "The coding gives no roles to compare.", True: "As the text has it.", False: "Not as the text has it."}[self.agreed]
        return f"{self.found}\n{told}"


def case_roles(ledger: Ledger) -> CaseRoles:
    """Apply the rules of crucial, hard and negative cases to the coding of a case.

    After Eckstein (1975) and Mahoney and Goertz (2004), see `corcyra.tracing.case_selection`. Raises `DataError` for a case without coding, and what the
    rules raise for a coding that they cannot use.
    """
    coding = ledger.coding
    if coding is None:
        raise DataError(f"the case {ledger.key} has no coding. Add coding.csv, and [coding] in case.toml.", file=ledger.folder)
    frame = coding.frame()
    found = roles(frame, coding.design, frame.height)
    unit = coding.design.unit[0]
    given = dict(frame.select(unit, coding.role).rows()) if coding.role else {}
    picked: tuple[tuple[str, Selection], ...] = (("crucial", found.crucial), ("hard", found.hard), ("negative", found.negative))
    rows = [(each.case, role, each.rank, each.why, given.get(each.case)) for role, choice in picked for each in choice.chosen]
    first = {role: choice.chosen[0].case for role, choice in picked if choice.chosen}
    stated = {str(role): name for name, role in given.items() if role in NAMED}
    agreed = all(first.get(role) == name for role, name in stated.items()) if stated else None
    schema = {"unit": pl.String(), "role": pl.String(), "rank": pl.Int64(), "why": pl.String(), "given": pl.String()}
    return CaseRoles(ledger.key, found, pl.DataFrame(rows, schema=schema, orient="row"), agreed)
