"""The shape of a printed table and of a part of a page, and the words for what stands in a table's cells."""

from __future__ import annotations

from typing import NamedTuple

from corcyra.report.figures.network import parts_of
from corcyra.report.prose import pole_word
from corcyra.report.wording import EN_DASH, join, label, name
from corcyra.study.findings import Findings

__all__ = ["MANY", "Cell", "Section", "Shown", "state_word", "theory_cell", "theory_word", "words"]

MANY = 14
"""Rows printed of a long table; the rest is in its file."""


class Cell(NamedTuple):
    """A cell: its text, a smaller second line, and its kind (``number``, ``head``, or a verdict)."""

    text: str
    note: str = ""
    kind: str = ""


class Shown(NamedTuple):
    """A table as it is printed: the key of the table it is chosen from, a caption, heads and rows."""

    key: str
    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def numeric(self) -> tuple[bool, ...]:
        """Which columns hold numbers only, to be set flush right."""
        return tuple(
            bool(self.rows) and all(row[place].kind == "number" or row[place].text == EN_DASH for row in self.rows)
            for place in range(len(self.head))
        )


class Section(NamedTuple):
    """A part of a page: the name of its anchor, its title, paragraphs, warnings, figures (name and picture), tables, a list of points."""

    key: str
    title: str
    prose: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    tables: tuple[Shown, ...] = ()
    points: tuple[str, ...] = ()


def state_word(findings: Findings, key: object) -> str:
    """A state's name."""
    return name(findings.names.states, key)


def theory_word(findings: Findings, key: object) -> str:
    """A theory's name without its authors."""
    return label(findings.names.theories, key)


def theory_cell(findings: Findings, key: object) -> Cell:
    """A theory's name, its authors below."""
    _, _, authors = name(findings.names.theories, key).partition(" (")
    return Cell(theory_word(findings, key), authors.rstrip(")"), "head")


def words(findings: Findings, keys: object) -> str:
    """Poles listed in one cell, in words; a dash for none."""
    return join(pole_word(findings, key) for key in parts_of(keys)) or EN_DASH
