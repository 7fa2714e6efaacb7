"""Read a table of curated facts, and refuse it when a row cannot be right.

Every row is checked on every read: dates, order of dates, codes, vocabularies, numbers, sources; then the rows are held
against each other. All problems of a file are reported at once, each with its line.

>>> load("territories").select("territory", "start_first").row(0)
('Abkhazia', datetime.date(1993, 9, 30))
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import polars as pl

from corcyra.errors import ContradictoryFacts, DataError, SpanError, UnknownName, place
from corcyra.sources.fact_checks import contradictions
from corcyra.sources.fact_layouts import LAYOUTS, Column, Layout
from corcyra.world.time import Moment, moment

__all__ = ["FOLDER", "LISTED", "file_of", "load", "names", "parse_dated"]

FOLDER = Path(__file__).parent / "tables" / "facts"
LISTED = 20
"""So many problems are listed; the rest is counted (ours: more does not fit on a screen)."""

Value = str | int | float | list[str] | list[int | None] | date | None


@dataclass(frozen=True)
class Line:
    """One row of a file as text, and the line on which it starts."""

    number: int
    cells: tuple[str, ...]


def names() -> tuple[str, ...]:
    """The tables that can be loaded.

    >>> "conflicts" in names()
    True
    """
    return tuple(sorted(LAYOUTS))


def file_of(name: str) -> Path:
    """Where the bundled table lies. Raises `UnknownName` with the nearest valid names.

    >>> file_of("ties").name
    'ties.csv'
    """
    if name not in LAYOUTS:
        raise UnknownName("fact table", name, get_close_matches(name, names(), n=3))
    return FOLDER / f"{name}.csv"


def load(name: str, path: str | Path | None = None) -> pl.DataFrame:
    """The facts of a table, every row checked; ``path`` gives a file of your own in the same layout.

    Text stays as written; a date ``d`` also gives ``d_first`` and ``d_last``, the first and last day that fit it; several
    codes become a list; ``line`` is the line in the file. Nothing written is null, never an empty string.

    Raises `UnknownName` for a table that does not exist, `DataError` for rows that cannot be read, and
    `ContradictoryFacts` for rows that cannot both be true. The messages name file and line.

    >>> load("leaders").filter(pl.col("id") == "l054").select("name", "start", "end").row(0)
    ('Alexander Lukashenko', '1994-07-20', None)
    """
    file_of(name)
    return read(LAYOUTS[name], Path(path)) if path is not None else _bundled(name).clone()


@cache
def _bundled(name: str) -> pl.DataFrame:
    return read(LAYOUTS[name], file_of(name))


@cache
def _codes() -> Mapping[str, int | None]:
    """COW number of every known code; None for actors that are no states."""
    rows = _lines(LAYOUTS["actors"], FOLDER / "actors.csv")
    return {line.cells[0]: None if line.cells[1] == "-" else int(line.cells[1]) for line in rows}


def read(layout: Layout, path: Path) -> pl.DataFrame:
    """Read one file in the layout given; see `load`."""
    lines = list(_lines(layout, path))
    rows: list[dict[str, Value]] = []
    problems: list[tuple[int, str]] = []
    for line in lines:
        row, wrong = _row(layout, line)
        rows.append(row)
        problems.extend((line.number, message) for message in wrong)
    _report(path, problems, DataError)
    _report(path, list(contradictions(layout, rows)), ContradictoryFacts)
    return pl.DataFrame(rows, schema=_schema(layout))


def _report(path: Path, problems: list[tuple[int, str]], kind: type[DataError]) -> None:
    if not problems:
        return
    if len(problems) == 1:
        raise kind(problems[0][1], file=path, line=problems[0][0])
    listed = "".join(f"\n  {place(path, line)}{message}" for line, message in problems[:LISTED])
    more = f"\n  and {len(problems) - LISTED} more." if len(problems) > LISTED else ""
    raise kind(f"{len(problems)} problems.{listed}{more}", file=path)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror}). Check the path.", file=path) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise DataError(
            f"byte 0x{raw[error.start]:02x} is not UTF-8 (Windows-1251 or Excel?). Save the file as CSV UTF-8.",
            file=path,
            line=line,
        ) from None


def _lines(layout: Layout, path: Path) -> Iterator[Line]:
    """The rows of a CSV after its header, with the line each starts on. Empty lines are passed over."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    start = 1
    try:
        header = next(reader, [])
        _check_header(layout, path, header)
        start = reader.line_num + 1
        for cells in reader:
            if cells:
                yield Line(start, tuple(cell.strip() for cell in cells))
            start = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"is not CSV from here on ({error}). Look for a stray quote.", file=path, line=start) from None


def _check_header(layout: Layout, path: Path, header: list[str]) -> None:
    if not header:
        raise DataError(f"is empty. Give the header {','.join(layout.header)} and at least one row.", file=path)
    if len(header) == 1 and header[0].count(";") >= 2:
        raise DataError("is separated by semicolons. Save it with commas.", file=path, line=1)
    if tuple(header) == layout.header:
        return
    lacking = [name for name in layout.header if name not in header]
    unknown = [name for name in header if name not in layout.header]
    said = [f"lacks {', '.join(lacking)}"] if lacking else []
    said += [f"has the unknown {', '.join(unknown)}"] if unknown else []
    what = " and ".join(said) or "has its columns in another order"
    raise DataError(
        f"the header of a {layout.name!r} table {what}. Write it as {','.join(layout.header)}.", file=path, line=1
    )


def _row(layout: Layout, line: Line) -> tuple[dict[str, Value], list[str]]:
    if len(line.cells) != len(layout.columns):
        return {}, [
            f"the row has {len(line.cells)} fields, the header {len(layout.columns)}. Complete the row or quote commas."
        ]
    row: dict[str, Value] = {"line": line.number}
    wrong: list[str] = []
    cells = dict(zip(layout.header, line.cells, strict=True))
    for column in layout.columns:
        try:
            row |= _value(column, cells[column.name], cells)
        except (DataError, SpanError) as error:
            wrong.append(str(error))
    wrong += _order(layout, row)
    return row, wrong


def _order(layout: Layout, row: Mapping[str, Value]) -> list[str]:
    """A span must not end before it starts, whatever the precision of its dates."""
    if layout.span is None:
        return []
    start, end = layout.span
    first, last = row.get(f"{start}_first"), row.get(f"{end}_last")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        return [f"{start} {row[start]} is later than {end} {row[end]}. Swap or correct them."]
    return []


def _value(column: Column, cell: str, cells: Mapping[str, str]) -> dict[str, Value]:
    if not cell:
        if column.required:
            raise DataError(f"{column.name} is empty. Give {column.meaning}.")
        empty: Value = [] if column.kind in ("codes", "cows") else None
        days: dict[str, Value] = {f"{column.name}_first": None, f"{column.name}_last": None}
        return {column.name: empty} | (days if column.kind == "moment" else {})
    return _READERS[column.kind](column, cell, cells)


def _read_text(column: Column, cell: str, cells: Mapping[str, str]) -> dict[str, Value]:
    return {column.name: cell}


def _read_moment(column: Column, cell: str, cells: Mapping[str, str]) -> dict[str, Value]:
    try:
        when = moment(cell)
    except SpanError:
        raise SpanError(f"{column.name}: {cell!r} is not a date. Write YYYY-MM-DD, YYYY-MM or YYYY.") from None
    return {column.name: cell, f"{column.name}_first": when.first, f"{column.name}_last": when.last}


def _read_number(column: Column, cell: str, cells: Mapping[str, str]) -> dict[str, Value]:
    try:
        value: int | float = int(cell) if column.kind == "integer" else float(cell)
    except ValueError:
        raise DataError(f"{column.name}: {cell!r} is no number. Write digits only.") from None
    low, high = column.low, column.high
    if low is not None and high is not None and not low <= value <= high:
        raise DataError(f"{column.name}: {cell} is outside {low:g} to {high:g}. Correct it.")
    return {column.name: value}


def _read_choice(column: Column, cell: str, cells: Mapping[str, str]) -> dict[str, Value]:
    if cell not in column.choices:
        raise DataError(f"{column.name}: {cell!r} is not in the vocabulary. Use one of {', '.join(column.choices)}.")
    return {column.name: cell}


def _read_codes(column: Column, cell: str, cells: Mapping[str, str]) -> dict[str, Value]:
    given = cell.split(";")
    for code in given:
        _check_code(column.name, code)
    cow = cells.get(column.name.removesuffix("iso3") + "cow")
    wanted = ["-" if _codes()[code] is None else str(_codes()[code]) for code in given]
    if cow is not None and cow.split(";") != wanted:
        raise DataError(
            f"{column.name} {cell} and its COW number {cow or 'nothing'} disagree. Write {';'.join(wanted)}."
        )
    return {column.name: given if column.kind == "codes" else cell}


def _check_code(name: str, code: str) -> None:
    if code not in _codes():
        near = get_close_matches(code, _codes(), n=3, cutoff=0.5)
        hint = f" Nearest: {', '.join(near)}." if near else ""
        raise DataError(f"{name}: unknown code {code!r}.{hint} Use an ISO-3 code or an X- code of actors.csv.")


def _read_cows(column: Column, cell: str, cells: Mapping[str, str]) -> dict[str, Value]:
    beside = column.name.removesuffix("cow") + "iso3"
    if cells.get(beside) == "":
        raise DataError(f"{column.name} is {cell}, but {beside} is empty. Give both or neither.")
    try:
        numbers = [None if part == "-" else int(part) for part in cell.split(";")]
    except ValueError:
        raise DataError(
            f"{column.name}: {cell!r} is no COW number. Write digits, or - for actors that are no states."
        ) from None
    return {column.name: numbers if column.kind == "cows" else numbers[0]}


def _read_dated(column: Column, cell: str, cells: Mapping[str, str]) -> dict[str, Value]:
    for pair in cell.split(";"):
        code, _, when = pair.partition(":")
        _check_code(column.name, code)
        _read_moment(column, when, cells)
    return {column.name: cell}


Reader = Callable[[Column, str, Mapping[str, str]], dict[str, Value]]
_READERS: Mapping[str, Reader] = {
    "text": _read_text,
    "moment": _read_moment,
    "integer": _read_number,
    "number": _read_number,
    "choice": _read_choice,
    "code": _read_codes,
    "codes": _read_codes,
    "cow": _read_cows,
    "cows": _read_cows,
    "dated": _read_dated,
}


def parse_dated(cell: str | None) -> dict[str, Moment]:
    """The pairs of a ``CODE:date`` cell.

    >>> parse_dated("GEO:2009-08-18")["GEO"].first
    datetime.date(2009, 8, 18)
    """
    pairs = (pair.partition(":") for pair in (cell or "").split(";") if pair)
    return {code: moment(when) for code, _, when in pairs}


def _schema(layout: Layout) -> dict[str, pl.DataType | type[pl.DataType]]:
    types: dict[str, pl.DataType | type[pl.DataType]] = {
        "text": pl.String, "moment": pl.String, "integer": pl.Int64, "number": pl.Float64, "choice": pl.String,
        "code": pl.String, "codes": pl.List(pl.String), "cow": pl.Int64, "cows": pl.List(pl.Int64), "dated": pl.String,
    }  # fmt: skip
    schema: dict[str, pl.DataType | type[pl.DataType]] = {}
    for column in layout.columns:
        schema[column.name] = types[column.kind]
        if column.kind == "moment":
            schema |= {f"{column.name}_first": pl.Date, f"{column.name}_last": pl.Date}
    return schema | {"line": pl.Int64}
