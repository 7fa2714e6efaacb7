"""The ledger of a dossier: what each ally brings its patron and what it costs, the patron's own allies first, then those to compare."""

from __future__ import annotations

from collections.abc import Sequence

from corcyra.casebook.ledger import Ledger
from corcyra.casebook.postings import WORDS, Posting
from corcyra.report.dossier_blocks import Block, Cell, Grid, Prose
from corcyra.report.dossier_clues import PAGE
from corcyra.report.dossier_words import unit_word
from corcyra.report.wording import join, sentence, the, upper

__all__ = ["posting_blocks"]

GAINS = {
    "projection": "power projection", "legitimation": "legiti\u00admation", "denial": "limiting rivals", "stabilisation": "stabi\u00adlising",
}  # fmt: skip
COSTS = {"direct": "direct costs", "opportunity": "oppor\u00adtunity costs", "risk": "risk of being drawn in"}
"""The items of Istomin (2021) as heads; an item of another name stands as it is written."""
TINTS = {"none": 0.0, "low": 0.2, "middle": 0.5, "high": 1.0}
NAMES = 34.0
"""Millimetres of the column of names."""
MANY = "all allies together"


def posting_blocks(ledger: Ledger) -> tuple[Block, ...]:
    """The matrix with allies as rows and items as columns, and how often each item is high; nothing where the case has no ledger."""
    if not ledger.postings:
        return ()
    items = list(dict.fromkeys(each.item for each in ledger.postings))
    items = [*[each for each in GAINS if each in items], *[each for each in items if each not in {**GAINS, **COSTS}], *[each for each in COSTS if each in items]]
    patrons = list(dict.fromkeys(each.patron for each in ledger.postings))
    rows = [row for place, patron in enumerate(patrons) for row in group(ledger, patron, items, compared=place > 0)]
    head = (("ally", ""), *((heading(each), each) for each in items))
    wide = (PAGE - NAMES) / len(items)
    grid = Grid("ledger", caption(ledger, items), head, tuple(rows), (NAMES, *[wide] * len(items)))
    return grid, Prose(" ".join(often(ledger, patron, items) for patron in patrons), "What it shows.")


def heading(item: str) -> str:
    """An item as the head of a column."""
    return {**GAINS, **COSTS}.get(item, item.replace("_", " "))


def caption(ledger: Ledger, items: Sequence[str]) -> str:
    """What the words mean, and which columns are gains."""
    gains, costs = [sum(each in known for each in items) for known in (GAINS, COSTS)]
    sides = f" The first {gains} columns are gains of the patron, the last {costs} costs." if gains and costs else ""
    return (
        f"What each ally brings its patron, and what it costs, as the coder judged it: {join(WORDS[:4])}; the deeper the ground, the more. "
        f"A question mark: nobody can tell from the facts at hand; a dash: no entry.{sides} Reasons and sources: tables/ledger.csv."
    )


def group(ledger: Ledger, patron: str, items: Sequence[str], *, compared: bool) -> list[tuple[Cell, ...]]:
    """The allies of one patron under its name."""
    units = list(dict.fromkeys(each.unit for each in ledger.postings if each.patron == patron))
    name = upper(the(unit_word(patron)))
    label = f"Allies of {the(unit_word(patron))}, to compare" if compared else f"Allies of {the(unit_word(patron))}"
    found = {(each.unit, each.item): each for each in ledger.postings if each.patron == patron}
    rows = [(Cell(unit_word(unit) or MANY, kind="head"), *(judged(found.get((unit, item))) for item in items)) for unit in units]
    return [(Cell(label, kind="group"),), *rows] if name else rows


def judged(entry: Posting | None) -> Cell:
    """A judgement as a cell, its reason for the screen."""
    if entry is None:
        return Cell("\u2013", kind="share")
    if entry.judgement == "unknown":
        return Cell("?", kind="share")
    return Cell(entry.judgement, kind="share", tint=TINTS[entry.judgement], strong=entry.judgement == "high")


def often(ledger: Ledger, patron: str, items: Sequence[str]) -> str:
    """For one patron, how often each item is high among the allies for which it could be told."""
    told = []
    for item in items:
        known = [each.judgement for each in ledger.postings if each.patron == patron and each.unit and each.item == item and each.judgement != "unknown"]
        if known:
            told.append(f"{heading(item).replace(chr(0xAD), '')} with {known.count('high')} of {len(known)}")
    return sentence(f"Among the allies of {the(unit_word(patron))} high are {join(told)}") if told else ""
