"""The roles of a dossier: which unit the text calls crucial, hard or negative, and which the rules of case selection give under each coding."""

from __future__ import annotations

from corcyra.casebook.ledger import Ledger
from corcyra.casebook.roles import NAMED, CodedRoles, case_roles
from corcyra.report.dossier_blocks import Block, Cell, Grid, Prose
from corcyra.report.dossier_clues import PAGE
from corcyra.report.dossier_words import unit_word
from corcyra.report.wording import sentence

__all__ = ["role_blocks"]

NAME, CLAIM = 18.0, 26.0
"""Millimetres of the columns of roles and of the text's claim."""


def role_blocks(ledger: Ledger) -> tuple[Block, ...]:
    """The table of roles and what the agreement is worth; nothing where the case has no coding."""
    if not ledger.codings:
        return ()
    found = case_roles(ledger)
    claimed = {role: unit_word(unit) for role, unit in found.claimed.items()}
    rows = tuple(
        (Cell(role, kind="head"), Cell(claimed.get(role, "\u2013")), *(role_cell(each, role) for each in found.under)) for role in NAMED
    )
    head = (("role", ""), ("the text says", ""), *((each.coding.title or each.coding.key, "") for each in found.under))
    caption = (
        "What the text claims, and the unit that comes first by the rules of case selection under each coding. All units and ranks: tables/roles.csv."
    )
    wide = (PAGE - NAME - CLAIM) / len(found.under)
    grid = Grid("roles", caption, head, rows, (NAME, CLAIM, *[wide] * len(found.under)))
    told = " ".join(f"{each.coding.title.partition(':')[0] or each.coding.key}: {worth(found.under, each)}" for each in found.under)
    return grid, Prose(told, "What the roles are worth.")


def role_cell(under: CodedRoles, role: str) -> Cell:
    """The first unit in a role under one coding, marked where it is the text's, and why."""
    chosen = under.picked[role].chosen
    rows = [each for each in under.rows() if each[1] == role][:1]
    why = sentence(rows[0][4].replace("_", " ")) if rows else ""
    if not chosen:
        return Cell("Nobody", (why.replace("No unit qualifies; ", ""),), "text")
    same = under.claimed.get(role) == chosen[0].case
    return Cell(f"{unit_word(chosen[0].case)}{', as the text' if same else ''}", (why,), "text", strong=same)


def worth(every: tuple[CodedRoles, ...], each: CodedRoles) -> str:
    """What the agreement under a coding is worth, with other codings by their titles."""
    text = each.told
    for other in every:
        title = other.coding.title.partition(":")[0]
        if title:
            text = text.replace(f"the coding {other.coding.key!r}", f"the {title[0].lower()}{title[1:]}")
    return text[0].lower() + text[1:]
