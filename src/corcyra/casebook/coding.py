"""The coding of a case's units for case selection: coding.csv, and which of its columns plays which part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from corcyra.casebook.problems import Complaints
from corcyra.casebook.reading import Row, Settings, read_rows
from corcyra.errors import ParameterError
from corcyra.tracing.case_design import Design

__all__ = ["Coding", "read_coding"]

ONE = ("unit", "cause", "outcome", "p_theory", "role")
"""Parts that one column has; ``role`` is the column with the role that the text gives a unit."""
SOME = ("rivals", "causes", "eliminatory", "p_rivals")
"""Parts that any number of columns have."""
NUMBERS = ("direction", "threshold", "present")
BOOLEAN = {"yes": 1.0, "no": 0.0}


@dataclass(frozen=True)
class Coding:
    """The units, one a row, and the design: which column plays which part.

    ``rows`` have numbers in the columns with a part, None where missing, and text elsewhere; ``role`` names the column with the text's own roles, or is
    empty.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | None, ...], ...]
    design: Design
    role: str

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that are numbers."""
        design = self.design
        every = (design.cause, design.outcome, *design.rivals, *design.causes, *design.eliminatory, design.p_theory, *design.p_rivals)
        return tuple(dict.fromkeys(filter(None, every)))

    def frame(self) -> pl.DataFrame:
        """The table; the columns with a part as floats."""
        schema = {name: pl.Float64() if name in self.numbers else pl.String() for name in self.columns}
        return pl.DataFrame(list(self.rows), schema=schema, orient="row")


def read_coding(file: Path, settings: Settings, complaints: Complaints) -> Coding | None:
    """The coding that ``[coding]`` in case.toml describes; None, with the problems told, where it cannot be used."""
    told = settings.values["coding"]
    if not isinstance(told, dict):
        complaints.error(settings.file, settings.line("coding"), "coding is no table.", "Begin it with [coding].")
        return None
    design = designed(told, settings, complaints)
    if design is None:
        return None
    coding = Coding((), (), design, str(told.get("role", "")))
    every = tuple(filter(None, (*design.unit, *coding.numbers, coding.role)))
    rows = read_rows(file, every, every, complaints, more=True)
    if not rows:
        return None
    columns = tuple(filter(None, rows[0].cells))
    cells = tuple(tuple(cell(row, name, name in coding.numbers, file, complaints) for name in columns) for row in rows)
    seen: set[str] = set()
    for row in rows:
        name = row.name(design.unit[0])
        if not name or name in seen:
            complaints.error(file, row.line, f"the unit {name!r} stands twice or has no name.", "Give each unit one row.")
        seen.add(name)
    return Coding(columns, cells, design, coding.role)


def designed(told: Mapping[str, Any], settings: Settings, complaints: Complaints) -> Design | None:
    """The design; None, with the problems told, where a needed part is lacking or a value is none."""
    good = True
    for name, value in told.items():
        line = settings.line(name, 0, "coding")
        if name not in (*ONE, *SOME, *NUMBERS):
            remedy = f"It has {', '.join((*ONE, *SOME, *NUMBERS))}."
            complaints.warn(settings.file, line, f"the key {name} of [coding] is not known and is not read.", remedy)
        elif not fits(name, value):
            good = False
            complaints.error(settings.file, line, f"{name} of [coding] is {value!r}.", wanted(name))
    for name in ("cause", "outcome"):
        if name not in told:
            good = False
            complaints.error(settings.file, settings.line("unit", 0, "coding"), f"[coding] names no {name}.", wanted(name))
    if not good:
        return None
    parts = {name: names(told[name]) for name in SOME if name in told}
    rest = {name: told[name] for name in (*NUMBERS, "p_theory") if name in told}
    try:
        return Design((told.get("unit", "unit"),), told["outcome"], told["cause"], **{"rivals": (), **parts, **rest})
    except ParameterError as problem:
        complaints.error(settings.file, settings.line("cause", 0, "coding"), str(problem), "")
        return None


def fits(name: str, value: Any) -> bool:
    """Whether a value is of its key's kind."""
    if name in ONE:
        return isinstance(value, str) and bool(value)
    if name in SOME:
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))
    every = list(value.values()) if isinstance(value, dict) and name == "present" else [value]
    return all(isinstance(each, int | float) and not isinstance(each, bool) for each in every)


def wanted(name: str) -> str:
    """What to write."""
    if name in ONE:
        return f'Write {name} = "a column of coding.csv".'
    return f'Write {name} = ["a column", "another"].' if name in SOME else f"Write {name} = a number."


def names(value: Any) -> tuple[str, ...]:
    """One name or a list of names."""
    return (value,) if isinstance(value, str) else tuple(value)


def cell(row: Row, name: str, numeric: bool, file: Path, complaints: Complaints) -> str | float | None:
    """A cell: text, or a number (yes is 1, no is 0), None where it is empty."""
    text = row[name]
    if not numeric or not text:
        return text or None
    try:
        return BOOLEAN[text.casefold()] if text.casefold() in BOOLEAN else float(text.replace(",", "."))
    except ValueError:
        complaints.error(file, row.line, f"{name} is {text!r}, no number.", "Write a number, yes or no; leave it empty where it is not known.")
        return None
