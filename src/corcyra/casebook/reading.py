"""Tables and settings as people save them: commas, semicolons or tabs, any line ends, quoted newlines, columns in any order."""

from __future__ import annotations

import csv
import io
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from corcyra.casebook.decoding import decoded
from corcyra.casebook.problems import Complaints
from corcyra.errors import DataError

__all__ = ["Row", "Settings", "read_rows", "read_settings", "text_of"]

SEPARATORS = (",", ";", "\t")
NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}
BROKEN = re.compile(r"#(NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|N/A\b|ИМЯ\?|ССЫЛКА!|ЗНАЧ!|ЧИСЛО!|Н/Д\b)|^#{4,}$|\?{2,}[ ,.;:-]+\?{2,}")
"""What stands where a spreadsheet took text for a formula, or a program lost the letters of two words."""
LOST = 0.6
"""Ours: a cell of four question marks or more that is question marks to this share was a text in letters that are lost."""
HALVES = "ЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґёєјЅѕї\u00a0-\u00bf‚-™№"
DOUBLED = re.compile(f"[ÐÑ][\u0080-\u00bf‚-™]|Ã[\u0080-\u00bf]|É™|Ô±|(?:[РС][{HALVES}]){{3,}}")
"""UTF-8 that was read as Windows-1252 or Windows-1251 and saved: Cyrillic, accents, ə, Armenian."""
Record = tuple[int, list[str]]


@dataclass(frozen=True)
class Row:
    """One row: the line on which it begins, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def name(self, column: str) -> str:
        """A cell that names something: in one form of Unicode, so that é typed in two ways is one name."""
        return unicodedata.normalize("NFC", self[column])


def text_of(file: Path, complaints: Complaints, needed: bool = True) -> str | None:
    """The text of a file; None, with the problem told, where there is none."""
    try:
        return decoded(file.read_bytes(), file)
    except FileNotFoundError:
        if needed:
            complaints.error(file, None, "there is no such file.", f"A case that is weighed needs {file.name}.")
    except OSError as problem:
        complaints.error(file, None, f"the file cannot be read: {problem.strerror}.", "Close it elsewhere, or see its permissions.")
    except DataError as problem:
        message = str(problem).removeprefix(f"{file}: ").removeprefix(f"{file}:{problem.line}: ")
        complaints.error(file, problem.line, message, "")
    return None


def read_rows(
    file: Path, columns: Sequence[str], needed: Sequence[str], complaints: Complaints, *, required: bool = True, more: bool = False
) -> tuple[Row, ...]:
    """The rows of a table; every problem is told and the rows that can be read are given.

    ``columns`` are known, ``needed`` must be there; others are named in a warning, or kept where ``more`` is set. Blank rows and blank columns at the
    end are dropped, cells are stripped, line ends inside a cell become ``\\n``.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = (Path(folder) / "a.csv").write_text("id;what;;\\r\\nk1;base closed;;\\r\\n;;;\\r\\n", encoding="utf-8-sig")
    ...     rows = read_rows(Path(folder) / "a.csv", ("id", "what"), ("id",), Complaints())
    >>> [(row.line, row["id"], row["what"]) for row in rows]
    [(2, 'k1', 'base closed')]
    """
    text = text_of(file, complaints, required)
    if text is None:
        return ()
    separator, start = separated(text, columns)
    found = list(records(text, separator, start, file, complaints))
    if found and len(found[0][1]) == 1 and separator == "," and "," in found[0][1][0]:
        found = unwrapped(found, file, complaints)
    if not found:
        complaints.error(file, 1, "the file is empty.", f"Its first line must be: {','.join(columns)}")
        return ()
    header = headed(found[0], columns, needed, file, complaints, more)
    return tuple(rows(found[1:], header, separator, file, complaints)) if header else ()


def separated(text: str, columns: Sequence[str]) -> tuple[str, int]:
    """The separator of which the first line makes the most known columns, and how many lines come before the header."""
    lines = text.splitlines()
    start = 1 if lines and re.fullmatch(r"sep=[,;\t]", lines[0].strip(' "')) else 0
    first = lines[start] if len(lines) > start else ""

    def known(separator: str) -> int:
        cells = [cell.strip(' "').casefold() for cell in first.split(separator)]
        return sum(cell in columns for cell in cells)

    return max(SEPARATORS, key=known), start


def records(text: str, separator: str, start: int, file: Path, complaints: Complaints) -> Iterator[Record]:
    """Every record that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            at = f"lines {line} to {reader.line_num}" if reader.line_num > line else "this line"
            complaints.error(
                file, line, f"the quotes of {at} do not pair: {problem}.", 'Close every " and write a quote inside a cell as "".'
            )
            return
        if cells is None:
            return
        cells = [re.sub(r"\r\n?", "\n", cell).strip() for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if cells and line > start:
            yield line, cells
        line = reader.line_num + 1


def unwrapped(found: list[Record], file: Path, complaints: Complaints) -> list[Record]:
    """Rows that a spreadsheet with another list separator kept whole in its first column and saved in quotes."""
    again: list[Record] = []
    for line, cells in found:
        if len(cells) > 1:
            complaints.error(
                file, line, "the row is cut in two ways: the spreadsheet has another list separator than the file.",
                "Open the file with Data, From text, and save it again.",
            )  # fmt: skip
            continue
        again += [(line, inner) for _, inner in records(cells[0], ",", 0, file, complaints)]
    return again


def headed(
    record: Record, columns: Sequence[str], needed: Sequence[str], file: Path, complaints: Complaints, more: bool
) -> list[str]:
    """The columns in the order of the file; a column to leave out is an empty name. Nothing where one is lacking or twice."""
    line, cells = record
    names = [re.sub(r"\s+", " ", cell.casefold()) if not more or cell.casefold() in columns else cell for cell in cells]
    lacking = [name for name in needed if name not in names]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    for name in lacking:
        near = get_close_matches(name, names, n=1)
        told = f" Is {near[0]!r} it?" if near else ""
        complaints.error(file, line, f"the column {name} is lacking.{told}", f"The first line must be: {','.join(columns)}")
    for name in twice:
        complaints.error(file, line, f"the column {name} stands twice.", "Keep one.")
    for name in names if not more else ():
        if name and name not in columns:
            complaints.warn(file, line, f"the column {name!r} is not known and is not read.", f"Known are {', '.join(columns)}.")
    return [] if lacking or twice else [name if more or name in columns else "" for name in names]


def rows(found: Sequence[Record], header: Sequence[str], separator: str, file: Path, complaints: Complaints) -> Iterator[Row]:
    """Rows with as many cells as columns; a row that is short ends in empty cells."""
    for line, cells in found:
        other = next((each for each in SEPARATORS if each != separator and cells[0].count(each) > 1), "")
        if len(cells) == 1 and len(header) > 2 and other:
            complaints.error(
                file, line, f"this row is cut by {NAMES[other]}, but the first line by {NAMES[separator]}.", "Use one of them in the whole file."
            )
            continue
        if len(cells) > len(header):
            complaints.error(
                file, line, f"{len(cells)} cells, but {len(header)} columns.",
                'Put a cell that holds a comma or another separator in quotes: "a, b"; a number with a decimal comma too.',
            )  # fmt: skip
            continue
        filled = dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True))
        look(filled, line, file, complaints)
        yield Row(line, filled)


def look(cells: Mapping[str, str], line: int, file: Path, complaints: Complaints) -> None:
    """Tell of cells in which a spreadsheet or a program left ruins in place of text."""
    for name, cell in cells.items():
        ruin = BROKEN.search(cell)
        gone = cell.count("?") >= max(4.0, LOST * len(cell))
        if ruin or gone:
            told = ruin[0] if ruin else cell
            complaints.error(
                file, line, f"the cell {name} holds {told!r}: its letters are lost, or it was taken for a formula.",
                "Put the text there again; write citations as [@key], and a text that begins with = or - in quotes.",
            )  # fmt: skip
        elif twice := DOUBLED.search(cell):
            told = f"the cell {name} looks as if it was saved in a wrong encoding: {twice[0][:6]!r}."
            complaints.warn(file, line, told, "Compare it with its source.")


@dataclass(frozen=True)
class Settings:
    """A TOML file: its values, and its text for the lines."""

    file: Path
    values: Mapping[str, Any]
    text: str

    def line(self, key: str, nth: int = 0, table: str = "") -> int | None:
        """The line of a key, or of ``key`` in the nth ``[[table]]``; None where it is not to be found."""
        lines = self.text.splitlines()
        heads = [at for at, each in enumerate(lines) if re.match(rf"\s*\[\[?\s*{re.escape(table)}\s*\]", each)] if table else [-1]
        if nth >= len(heads):
            return None
        for at in range(heads[nth] + 1, len(lines)):
            if re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", lines[at]):
                return at + 1
            if re.match(r"\s*\[[\w\[]", lines[at]) and "=" not in lines[at]:
                break
        return heads[nth] + 1 if table else None


def read_settings(file: Path, complaints: Complaints) -> Settings | None:
    """A TOML file in any encoding that `decoded` knows; None, with the problem told, where it cannot be read."""
    text = text_of(file, complaints)
    if text is None:
        return None
    text = re.sub(r"\r\n?", "\n", text)
    try:
        return Settings(file, tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as problem:
        found = re.search(r"\(at line (\d+), column \d+\)|\(at end of document\)", str(problem))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        message = re.sub(r" \(at .*\)$", "", str(problem))
        complaints.error(
            file, line, f"this is not TOML: {message}.", 'Write key = "text" with straight quotes, and lists as ["one", "two"].'
        )
        return None
