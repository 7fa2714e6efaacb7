"""The codings of a case's units for case selection: each a table of units, and which of its columns plays which part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from corcyra.casebook.problems import Complaints
from corcyra.casebook.reading import Row, Settings, read_rows
from corcyra.errors import DataError, ParameterError
from corcyra.tracing.case_design import Design
from corcyra.tracing.case_selection import roles

__all__ = ["Coding", "read_codings"]

FILE = "coding.csv"
WORDS = ("key", "title", "ground", "after", "file")
"""What is said of a coding; ``after`` is the key of a coding whose roles were known when this one was made."""
ONE = ("unit", "cause", "outcome", "p_theory", "role")
"""Parts that one column has; ``role`` is the column with the role that the text gives a unit."""
SOME = ("rivals", "causes", "eliminatory", "p_rivals")
"""Parts that any number of columns have."""
NUMBERS = ("direction", "threshold", "present")
BOOLEAN = {"yes": 1.0, "no": 0.0}


@dataclass(frozen=True)
class Coding:
    """The units, one a row as written (None where missing), and the design: which column plays which part.

    ``role`` names the column with the text's own roles, or is empty. ``title`` and ``ground`` say what the coding is and why so; ``after`` is the key of
    a coding whose roles had been seen when this one was made, or is empty.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    design: Design
    role: str
    key: str = "coding"
    title: str = ""
    ground: str = ""
    after: str = ""
    file: str = FILE

    @property
    def numbers(self) -> tuple[str, ...]:
        """The columns that are numbers."""
        design = self.design
        every = (design.cause, design.outcome, *design.rivals, *design.causes, *design.eliminatory, design.p_theory, *design.p_rivals)
        return tuple(dict.fromkeys(filter(None, every)))

    def frame(self) -> pl.DataFrame:
        """The table; the columns with a part as floats."""
        schema = {name: pl.Float64() if name in self.numbers else pl.String() for name in self.columns}
        rows = [
            [number(cell) if name in self.numbers else cell for name, cell in zip(self.columns, row, strict=True)] for row in self.rows
        ]
        return pl.DataFrame(rows, schema=schema, orient="row")


def number(text: str | None) -> float | None:
    """A number as people write it: yes is 1, no is 0; None where the cell is empty. Raises `ValueError` for what is none.

    >>> number("0,2"), number("Yes"), number(None)
    (0.2, 1.0, None)
    """
    if not text:
        return None
    return BOOLEAN[text.casefold()] if text.casefold() in BOOLEAN else float(text.replace(",", "."))


def read_codings(settings: Settings, complaints: Complaints) -> tuple[Coding, ...]:
    """The codings that ``[coding]``, or each ``[[coding]]``, in case.toml describes; those that cannot be used are told and left out."""
    told = settings.values.get("coding", [])
    every = [told] if isinstance(told, dict) else told
    if not isinstance(every, list) or not all(isinstance(each, dict) for each in every):
        complaints.error(settings.file, settings.line("coding"), "coding is no table.", "Begin it with [coding], or each of several with [[coding]].")
        return ()
    found: list[Coding] = []
    for nth, each in enumerate(every):
        described = Described(each, nth, len(every), settings, complaints)
        described.keyed({str(other.get("key", "")) for other in every[:nth]})
        coding = read_coding(described)
        found += [coding] if coding else []
    return tuple(found)


@dataclass(frozen=True)
class Described:
    """One coding as case.toml has it: the ``nth`` of ``many``, and where problems go."""

    told: Mapping[str, Any]
    nth: int
    many: int
    settings: Settings
    complaints: Complaints

    def line(self, name: str) -> int | None:
        """The line of a key."""
        return self.settings.line(name, self.nth, "coding")

    def error(self, name: str, message: str, remedy: str) -> None:
        """A problem of a key."""
        self.complaints.error(self.settings.file, self.line(name), message, remedy)

    def keyed(self, before: set[str]) -> None:
        """Tell of a key that lacks or stands twice where there are several, and of an ``after`` that is no earlier coding."""
        key, after = self.told.get("key", ""), self.told.get("after", "")
        if self.many > 1 and (not key or key in before):
            self.error("key", f"coding {self.nth + 1} has {f'the key {key} of another' if key else 'no key'}.", "Give each coding a key of its own.")
        if after and after not in before:
            known = f"Earlier are {', '.join(sorted(before))}." if before else "There is no earlier one."
            self.error("after", f"after names {after!r}, which is no earlier coding.", known)


def read_coding(described: Described) -> Coding | None:
    """One coding; None, with the problems told, where it cannot be used."""
    told, settings, complaints = described.told, described.settings, described.complaints
    design = designed(described)
    if design is None:
        return None
    words = {name: told[name] for name in WORDS if name in told}
    bare = Coding((), (), design, str(told.get("role", "")), **words)
    file = settings.file.parent / bare.file
    every = tuple(filter(None, (*design.unit, *bare.numbers, bare.role)))
    rows = read_rows(file, every, every, complaints, more=True)
    if not rows:
        return None
    columns = tuple(filter(None, rows[0].cells))
    good = [*check_units(rows, design.unit[0], file, complaints), *check_numbers(rows, bare.numbers, file, complaints)]
    cells = tuple(tuple(row[name] or None for name in columns) for row in rows)
    coding = Coding(columns, cells, design, bare.role, **words)
    return coding if all(good) and usable(coding, file, complaints) else None


def check_units(rows: tuple[Row, ...], unit: str, file: Path, complaints: Complaints) -> Iterator[bool]:
    """Whether each row names a unit of its own."""
    seen: set[str] = set()
    for row in rows:
        name = row.name(unit)
        yield bool(name) and name not in seen
        if not name or name in seen:
            complaints.error(file, row.line, f"the unit {name!r} stands twice or has no name.", "Give each unit one row.")
        seen.add(name)


def check_numbers(rows: tuple[Row, ...], columns: tuple[str, ...], file: Path, complaints: Complaints) -> Iterator[bool]:
    """Whether each cell of a column with a part is a number or empty."""
    for row in rows:
        for name in columns:
            try:
                number(row[name])
                yield True
            except ValueError:
                remedy = "Write a number, yes or no; leave it empty where it is not known."
                complaints.error(file, row.line, f"{name} is {row[name]!r}, no number.", remedy)
                yield False


def usable(coding: Coding, file: Path, complaints: Complaints) -> bool:
    """Whether the rules of case selection can be applied to a coding."""
    try:
        roles(coding.frame(), coding.design, len(coding.rows))
    except (DataError, ParameterError) as problem:
        complaints.error(file, None, f"the rules of case selection cannot be applied: {problem}", "")
        return False
    return True


def designed(described: Described) -> Design | None:
    """The design; None, with the problems told, where a needed part is lacking or a value is none."""
    told, good = described.told, True
    for name, value in told.items():
        if name not in (*WORDS, *ONE, *SOME, *NUMBERS):
            remedy = f"It has {', '.join((*WORDS, *ONE, *SOME, *NUMBERS))}."
            described.complaints.warn(
                described.settings.file, described.line(name), f"the key {name} of [coding] is not known and is not read.", remedy
            )
        elif not fits(name, value):
            good = False
            described.error(name, f"{name} of [coding] is {value!r}.", wanted(name))
    for name in ("cause", "outcome"):
        if name not in told:
            good = False
            described.error("unit", f"[coding] names no {name}.", wanted(name))
    if not good:
        return None
    parts = {name: names(told[name]) for name in SOME if name in told}
    rest = {name: told[name] for name in (*NUMBERS, "p_theory") if name in told}
    try:
        return Design((told.get("unit", "unit"),), told["outcome"], told["cause"], **{"rivals": (), **parts, **rest})
    except ParameterError as problem:
        described.error("cause", str(problem), "")
        return None


def fits(name: str, value: Any) -> bool:
    """Whether a value is of its key's kind."""
    if name == "file":
        return isinstance(value, str) and bool(value) and Path(value).name == value
    if name in (*WORDS, *ONE):
        return isinstance(value, str) and bool(value)
    if name in SOME:
        return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))
    every = list(value.values()) if isinstance(value, dict) and name == "present" else [value]
    return all(isinstance(each, int | float) and not isinstance(each, bool) for each in every)


def wanted(name: str) -> str:
    """What to write."""
    if name in WORDS:
        return 'Write file = "coding.csv", a table in the same folder.' if name == "file" else f'Write {name} = "...".'
    if name in ONE:
        return f'Write {name} = "a column of the table".'
    return f'Write {name} = ["a column", "another"].' if name in SOME else f"Write {name} = a number."


def names(value: Any) -> tuple[str, ...]:
    """One name or a list of names."""
    return (value,) if isinstance(value, str) else tuple(value)
