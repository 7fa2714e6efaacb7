"""The cell that a reader stumbled over: a word where the column holds numbers, and the line of the file that it stands in.

Polars names the column and the value, not the line, and a reader may have dropped rows before it looked. So the file is gone
through once more, only when something is wrong.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corcyra.errors import DataError
from corcyra.sources.raw import BLANKS, content, read_table

__all__ = ["Cell", "odd_cell"]

OURS = re.compile(r"^(?P<value>.+?) in the column (?P<column>.+?),? is no ")
"""How our readers tell of a cell; see `corcyra.sources.raw.number`."""
POLARS = re.compile(r"in column '(?P<column>[^']+)' for \d+ out of \d+ values: \[\"?(?P<value>[^\"]*?)\"?[\],]")
"""How polars tells of the first of several."""
TEXTS = (".csv", ".txt", ".tsv", ".tab")
MOSTLY = 0.5
"""Ours: a column of which more than half the cells are numbers is one of numbers."""

Cell = tuple[Path, str, str, int]
"""File, column, value and line of a cell; lines count from 1 and the header is the first, also where a format has no lines."""
Line = tuple[int, str]
Row = tuple[int, list[str]]


def odd_cell(files: Iterable[Path], told: str) -> Cell | None:
    """The first cell of which the message tells, or, when it tells of text and no cell, any word in a column of numbers.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.csv"
    ...     _ = file.write_text("ccode,year\\n2,1816\\n2,MDCCC\\n2,1818\\n", encoding="utf-8")
    ...     odd_cell([file], "cannot compare string with numeric type (i32)")[1:]
    ('year', 'MDCCC', 3)
    """
    found = OURS.search(told) or POLARS.search(told)
    if found is None and "str" not in told:
        return None
    if found is None:
        return next((cell for path in files for cell in cells(path, odd_one)), None)
    column, value = found["column"].lower(), found["value"].strip("'\"").strip()
    same = [cell for path in files for cell in cells(path, lambda column: same_one(column, value))]
    # A reader may have given the column a name of ours before it looked; then the value alone tells.
    return next((cell for cell in same if cell[1].lower() == column), next(iter(same), None))


def cells(path: Path, choice: Callable[[list[Line]], Line | None]) -> Iterator[Cell]:
    """The cell that is chosen from every column, given as lines and cells; nothing for a file that cannot be read."""
    try:
        for header, rows in tables(path):
            for column, name in enumerate(header):
                found = choice([(line, row[column].strip()) for line, row in rows if column < len(row)])
                if found is not None:
                    yield path, name, found[1], found[0]
    except (DataError, OSError, csv.Error, zipfile.BadZipFile):
        return


def same_one(cells: list[Line], value: str) -> Line | None:
    """The first cell with a value."""
    return next(((line, cell) for line, cell in cells if cell == value), None)


def odd_one(cells: list[Line]) -> Line | None:
    """The first cell that is no number among cells that mostly are; `None` when there is none."""
    filled = [(line, cell) for line, cell in cells if cell not in BLANKS]
    odd = [(line, cell) for line, cell in filled if not is_number(cell)]
    return odd[0] if odd and len(odd) < (1 - MOSTLY) * len(filled) else None


def is_number(cell: str) -> bool:
    """Can the cell be read as a number?"""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def tables(path: Path) -> Iterator[tuple[list[str], list[Row]]]:
    """Header and rows, with their lines, of the table in a file or of each table of text in a ZIP archive."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(TEXTS):
        yield split(content(path))
    elif name.endswith(".zip"):
        yield from (split(raw) for raw in members(path.read_bytes()))
    else:
        frame = read_table(path)
        texts = [["" if cell is None else str(cell) for cell in row] for row in frame.iter_rows()]
        yield frame.columns, list(enumerate(texts, start=2))


def split(raw: bytes) -> tuple[list[str], list[Row]]:
    """Header and rows of a table of text, whatever it is separated by."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    rows = [(reader.line_num, row) for row in reader]
    return (rows[0][1], rows[1:]) if rows else ([], [])


def members(raw: bytes) -> Iterator[bytes]:
    """Tables of text in a ZIP archive and in archives inside it."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if name.lower().endswith(".zip"):
                yield from members(archive.read(name))
            elif name.lower().endswith(TEXTS):
                yield archive.read(name)

