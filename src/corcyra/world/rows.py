"""Reading the tables of this room: rows of text with their file and line, so that an error can point at its place."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from corcyra.errors import DataError, SpanError
from corcyra.world.time import Span

__all__ = ["TABLES", "Row", "read_rows"]

TABLES = Path(__file__).with_name("tables")
"""The folder of the tables that come with the package."""


@dataclass(frozen=True)
class Row:
    """One line of a table: its cells by column name, and where it stands."""

    cells: dict[str, str]
    file: Path
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def whole(self, column: str) -> int | None:
        """The cell as a whole number; `None` when empty. Raises `DataError` with file and line when it is neither."""
        text = self.cells[column]
        if not text:
            return None
        if not text.isascii() or not text.isdigit():
            raise DataError(
                f"{text!r} in column {column!r} is not a whole number. Correct the cell.",
                file=self.file,
                line=self.line,
            )
        return int(text)

    def number(self, column: str) -> float:
        """The cell as a number. Raises `DataError` with file and line."""
        try:
            return float(self.cells[column])
        except ValueError:
            raise DataError(
                f"{self.cells[column]!r} in column {column!r} is not a number. Correct the cell.",
                file=self.file,
                line=self.line,
            ) from None

    def day(self, column: str) -> date | None:
        """The cell as a day; `None` when empty. Raises `SpanError` with file and line."""
        text = self.cells[column]
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise SpanError(
                f"{text!r} in column {column!r} is not a day. Write YYYY-MM-DD.", file=self.file, line=self.line
            ) from None

    def span(self) -> Span:
        """The columns ``start`` and ``end``; an empty start is the first day there is, an empty end is open."""
        try:
            return Span(self.day("start") or date.min, self.day("end"))
        except SpanError as problem:
            if problem.file is not None:
                raise
            raise SpanError(str(problem), file=self.file, line=self.line) from None


def read_rows(file: Path, columns: tuple[str, ...]) -> tuple[Row, ...]:
    """All rows of a comma-separated table with exactly these columns.

    Raises `DataError` with file and line when the header or the number of cells in a line is wrong.

    >>> read_rows(TABLES / "poles.csv", ("key", "title", "leader", "organisations", "note"))[0]["key"]
    'china'
    """
    rows = []
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = tuple(next(reader, []))
        if header != columns:
            raise DataError(
                f"the columns are {','.join(header)}, wanted {','.join(columns)}. Correct the first line.",
                file=file,
                line=1,
            )
        for cells in reader:
            if len(cells) != len(columns):
                raise DataError(
                    f"{len(cells)} cells, wanted {len(columns)}. Check the commas and quotes.",
                    file=file,
                    line=reader.line_num,
                )
            rows.append(Row(dict(zip(columns, cells, strict=True)), file, reader.line_num))
    return tuple(rows)
