"""What a dossier is made of, without markup: the page and the Word file are two forms of the same blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeAlias

__all__ = ["Block", "Cell", "Dossier", "Grid", "Headline", "Note", "Picture", "Points", "Prose", "Section", "Terms", "addresses", "printable"]

LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold (production 2), as spreadsheets sometimes leave it in a cell."""
ADDRESS = re.compile(r"https?://[^\s<>\"]+")
MINUS = re.compile(r"(?<![^\s(,;/])-(?=\.?\d)")
"""A hyphen that stands for minus: before a number, after a blank or a bracket."""


@dataclass(frozen=True)
class Cell:
    """A cell: its text, smaller lines below, its kind (``head``, ``number``, ``share``), the notes it calls, and its tint, 0-1.

    ``more``: lines for the screen alone, where paper and the Word file have no room. A cell of the kind ``group`` is alone in its row and names the
    rows below it.
    """

    text: str
    under: tuple[str, ...] = ()
    kind: str = ""
    notes: tuple[int, ...] = ()
    tint: float = 0.0
    strong: bool = False
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table: its key, caption, heads with what a short one stands for (empty: itself), rows, and the width of each column in millimetres of 174."""

    key: str
    caption: str
    head: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True)
class Prose:
    """A paragraph, with a bold run-in ``label`` where it has one."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Points:
    """A list of sentences under a ``label``."""

    label: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """Terms, each with what there is to say of it."""

    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """A figure: its key, a caption, and what it shows for those who cannot see it."""

    key: str
    caption: str
    alternative: str


Block: TypeAlias = Prose | Points | Terms | Grid | Picture


@dataclass(frozen=True)
class Section:
    """A section: the name of its anchor, its title, its blocks."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Headline:
    """The verdict on one unit (``unit`` empty: the whole case) in a sentence, and its confidence in one word."""

    unit: str
    text: str
    confidence: str


@dataclass(frozen=True)
class Note:
    """Where a clue comes from: the number by which cells call it, and the text."""

    number: int
    text: str


@dataclass(frozen=True)
class Dossier:
    """The whole: title, question, a line on how it was made, headlines, sections, notes with what holds for all of them (``standing``), references."""

    title: str
    question: str
    made: str
    headlines: tuple[Headline, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    references: tuple[str, ...]
    pictures: tuple[str, ...] = field(default=())
    standing: str = ""


def addresses(text: str) -> list[tuple[str, bool]]:
    """A text in pieces, with True for those that are web addresses; a stop or bracket that ends the sentence is no part of one.

    >>> addresses("Report (https://example.org/a). More.")
    [('Report (', False), ('https://example.org/a', True), ('). More.', False)]
    """
    pieces: list[tuple[str, bool]] = []
    last = 0
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:")
        if address.endswith(")") and "(" not in address:
            address = address.rstrip(").,;:")
        pieces += [(text[last : found.start()], False), (address, True)]
        last = found.start() + len(address)
    return [piece for piece in [*pieces, (text[last:], False)] if piece[0]]


def printable(thing: Any) -> Any:
    """A text, or blocks with all their texts, as print has them: a true minus, no marks of code, no signs that a page or a Word file cannot hold.

    >>> printable(Prose("a\\x0bb")), printable(("x\\x00", "`run` at -10 dB"))
    (Prose(text='ab', label=''), ('x', 'run at −10 dB'))
    """
    if isinstance(thing, str):
        return "".join(piece if link else MINUS.sub("\u2212", piece.replace("`", "")) for piece, link in addresses(LOST.sub("", thing)))
    if isinstance(thing, tuple):
        return tuple(printable(each) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{each.name: printable(getattr(thing, each.name)) for each in fields(thing)})
    return thing
