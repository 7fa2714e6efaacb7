"""Which clue tells which rivals apart: for every pair of hypotheses the clues that speak most for the one against the other."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from corcyra.casebook.ledger import Ledger
from corcyra.casebook.weighing import UnitWeighed, WeighedCase
from corcyra.report.dossier_blocks import Cell, Grid
from corcyra.report.dossier_clues import LEVEL, PAGE, TELLING, letters_of, signed

__all__ = ["judgement_table", "pair_grid", "pair_table"]

NAMED = 2
"""Clues named for a pair (ours: the table has all)."""
NAMES = 37.0
"""Millimetres of the column of names."""


def telling(unit: UnitWeighed, one: str, other: str) -> list[tuple[str, float]]:
    """The clues that speak for one hypothesis against another, the strongest first."""
    weights = [(clue, db) for clue, db in unit.result.between(one, other).items() if db >= TELLING]
    return sorted(weights, key=lambda pair: (-pair[1], pair[0]))[:NAMED]


def pair_grid(ledger: Ledger, unit: UnitWeighed) -> Grid | None:
    """Rows against columns; None with fewer than three hypotheses, where the table of evidence says it all."""
    letters = letters_of(ledger)
    keys = unit.result.hypotheses
    if len(keys) < 3 or not unit.result.clues:
        return None
    rows = tuple(pair_row(ledger, unit, key, letters) for key in keys)
    head = (("for", ""), *((f"against {letters[key]}", ledger.hypothesis(key).name) for key in keys))
    caption = (
        "The clues that speak most for the hypothesis of the row against that of the column, from 3 dB on; an empty cell: none. All: tables/pairs.csv."
    )
    wide = (PAGE - NAMES) / len(keys)
    return Grid("pairs", caption, head, rows, (NAMES, *[wide] * len(keys)))


def pair_row(ledger: Ledger, unit: UnitWeighed, key: str, letters: Mapping[str, str]) -> tuple[Cell, ...]:
    """What speaks for one hypothesis against each other one."""
    cells = []
    for other in unit.result.hypotheses:
        found = [] if other == key else telling(unit, key, other)
        words = [f"{clue}\u00a0{signed(db)}" for clue, db in found]
        cells.append(Cell("\u00b7" if other == key else ", ".join(words), kind="pair"))
    return Cell(f"{letters[key]}  {ledger.hypothesis(key).name}", kind="head"), *cells


def pair_table(weighed: WeighedCase) -> pl.DataFrame:
    """Every weight that is not nil: unit, clue, the hypothesis it speaks for, the one against which, dB."""
    rows = [
        (unit.unit, clue, one, other, db)
        for unit in weighed.units for one in unit.result.hypotheses for other in unit.result.hypotheses if one != other
        for clue, db in unit.result.between(one, other).items() if db >= LEVEL and not math.isnan(db)
    ]  # fmt: skip
    text = pl.String()
    schema = {"unit": text, "evidence": text, "for": text, "against": text, "db": pl.Float64()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def judgement_table(ledger: Ledger) -> pl.DataFrame:
    """Every judgement with its reason, as the coders gave it."""
    rows = [(each.evidence, each.hypothesis, each.coder, each.expected, each.probability, each.reason) for each in ledger.judgements]
    text = pl.String()
    schema = {"evidence": text, "hypothesis": text, "coder": text, "expected": text, "probability": pl.Float64(), "reason": text}
    return pl.DataFrame(rows, schema=schema, orient="row")
