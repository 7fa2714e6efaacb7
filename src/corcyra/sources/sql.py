"""SQL over everything that the library holds, through DuckDB in memory: every dataset and bundled source is a table by its key.

Only reading is possible: one SELECT, no files, no settings. A dataset is read only when its key occurs in the query. The table
``states`` has every spell of every state with its codes (``end`` is a word of SQL: write ``"end"``; null is today).
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Sequence
from contextlib import closing
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from corcyra.errors import CorcyraError, DataError, OutputError, UnknownName
from corcyra.files import write_whole
from corcyra.sources import SOURCES
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.library import Library
from corcyra.sources.source import Declared, Source, keys_of
from corcyra.world.spells import spells

__all__ = ["query", "tables", "write"]

STATES = "states"
QUOTED = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
WORD = re.compile(r"[^\W\d]\w*")
UNKNOWN_TABLE = re.compile(r"Table with name (.+?) does not exist")
ORDINARY = re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*|VARCHAR|BOOLEAN|DATE|TIMESTAMP)$")
"""Types of DuckDB that CSV, Parquet and Stata all hold; others become text."""

EXACT = 2**53
"""Whole numbers below this are exact as floats (IEEE 754 double precision)."""


class Streamed:
    """A frame offered to DuckDB as an Arrow stream, which needs no further package."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


def query(
    sql: str,
    library: Library | None = None,
    datasets: Sequence[Dataset] = DATASETS,
    bundled: Sequence[Source] = SOURCES,
) -> pl.DataFrame:
    """The answer to one SELECT over the datasets, the bundled sources and ``states``, each a table by its key.

    The library is the user's own when none is given.

    Decimals, and whole numbers of 128 bits beyond 2**53, become floats, lists and intervals text. Raises `UnknownName` for an
    unknown table, with the nearest; `MissingSource` for a dataset that is not there, with the command that gets it; `DataError` for what is
    no query.

    >>> query("select distinct name, gw from states where iso3 = 'ARM'", Library(Path("none")), (), ()).rows()
    [('Armenia', 371)]
    """
    import duckdb

    library = library or Library.default()
    try:
        with closing(duckdb.connect(config={"enable_external_access": "false"})) as connection:
            connection.execute("set enable_progress_bar = false")
            check_statement(connection, sql)
            for name, made in named(sql, library, datasets, bundled).items():
                connection.register(name, Streamed(made()))
            connection.execute("set lock_configuration = true")
            return answer(connection, sql)
    except duckdb.Error as problem:
        raise explained(str(problem), library, datasets, bundled) from None


def named(
    sql: str, library: Library, datasets: Sequence[Dataset], bundled: Sequence[Source]
) -> dict[str, Callable[[], pl.DataFrame]]:
    """The tables that are there and whose names occur in a query, each with the act that makes it."""
    words = {word.lower() for word in WORD.findall(QUOTED.sub(" ", sql))}
    there: dict[str, Callable[[], pl.DataFrame]] = {STATES: state_table}
    there |= {source.key: source.read for source in bundled}
    there |= {each.key: library.open(each).read for each in datasets if each.key.lower() in words and library.has(each)}
    return {name: made for name, made in there.items() if name.lower() in words}


def check_statement(connection: Any, sql: str) -> None:
    """Raise `DataError` unless the text is one statement that only reads."""
    found = connection.extract_statements(sql)
    if len(found) != 1:
        told = "is empty" if not found else f"has {len(found)} statements"
        raise DataError(f"the query {told}. Write one SELECT.")
    kind = found[0].type.name
    if kind != "SELECT":
        raise DataError(f"the query is a statement of the kind {kind}, and here one can only read. Write one SELECT.")


def answer(connection: Any, sql: str) -> pl.DataFrame:
    """Run the query; types that no file holds become text."""
    found = connection.sql(sql)
    twice = {name for name in found.columns if found.columns.count(name) > 1}
    if twice:
        raise DataError(f"the answer has the column {sorted(twice)[0]!r} more than once. Name it with AS.")
    quoted = ['"' + name.replace('"', '""') + '"' for name in found.columns]
    kept = [
        name if ORDINARY.match(str(kind)) else f"{name}::varchar AS {name}"
        for name, kind in zip(quoted, found.types, strict=True)
    ]
    # NumPy, not Arrow: DuckDB 2.0's binding prints complaints when an Arrow stream of its own has been read.
    cells = found.project(", ".join(kept)).fetchnumpy()
    kinds = dict(zip(found.columns, map(str, found.types), strict=True))
    return pl.DataFrame({name: column(values, kinds[name]) for name, values in cells.items()})


def column(values: Any, kind: str) -> pl.Series:
    """A column of DuckDB, masked where missing; huge whole numbers come as floats and are made whole where that is exact."""
    data, mask = np.ma.getdata(values), np.ma.getmaskarray(values)
    series = pl.Series(np.ma.asarray(values).tolist(), dtype=pl.String) if data.dtype.kind == "O" else pl.Series(data)
    if mask.any() and data.dtype.kind != "O":
        series = series.set(pl.Series(mask), None)
    if kind == "DATE":
        return series.cast(pl.Date)
    exact = kind in ("HUGEINT", "UHUGEINT") and bool((series.abs() < EXACT).all())
    return series.cast(pl.Int64) if exact else series


def explained(told: str, library: Library, datasets: Sequence[Dataset], bundled: Sequence[Source]) -> CorcyraError:
    """An error of DuckDB in our words; raises `MissingSource` when the table is a dataset that is not there."""
    unknown = UNKNOWN_TABLE.search(told)
    if unknown is None:
        words = re.split(r"\n\s*\nLINE ", told)[0].partition("Error: ")[2] or told
        return DataError(f"the query cannot be run: {' '.join(words.split())}")
    name = unknown[1].strip('"')
    for dataset in datasets:
        if dataset.key.lower() == name.lower():
            library.files(dataset)
    known = [STATES, *(source.key for source in bundled), *(dataset.key for dataset in datasets)]
    near = get_close_matches(name.lower(), known, n=3, cutoff=0.6)
    remedy = "" if near else "Run: corcyra sql --tables"
    return UnknownName("table", name, near, remedy=remedy)


def state_table() -> pl.DataFrame:
    """Every spell of every state: its codes, name, first and last day (null: today)."""
    rows = [(each.cow, each.gw, each.iso3, each.name, each.span.start, each.span.end) for each in spells()]
    kinds = {"cow": pl.Int64, "gw": pl.Int64, "iso3": pl.String, "name": pl.String, "start": pl.Date, "end": pl.Date}
    return pl.DataFrame(rows, schema=kinds, orient="row")


def tables(library: Library, datasets: Sequence[Dataset], bundled: Sequence[Source]) -> pl.DataFrame:
    """Every table that a query may name: ``table``, ``present``, ``unit``, ``years``, ``columns``; nothing is read.

    >>> tables(Library(Path("none")), (), ()).row(0)
    ('states', True, 'records', '', 'cow, gw, iso3, name, start, end')
    """
    rows = [(STATES, True, "records", "", ", ".join(state_table().columns))]
    rows += [(each.key, True, *described(each)) for each in bundled]
    rows += [(each.key, library.has(each), *described(each)) for each in datasets]
    kinds = {"table": pl.String, "present": pl.Boolean, "unit": pl.String, "years": pl.String, "columns": pl.String}
    return pl.DataFrame(rows, schema=kinds, orient="row").sort("table")


def described(each: Declared) -> tuple[str, str, str]:
    """Unit, years and columns of a source."""
    names = dict.fromkeys([*keys_of(each), *(field.name for field in each.columns)])
    return each.unit, str(each.covers), ", ".join(names)


def write(frame: pl.DataFrame, path: str | Path) -> Path:
    """Write a table by the ending of its name: ``.csv``, ``.parquet`` or ``.dta``; whole or not at all.

    Missing cells are empty in CSV, null in Parquet, and ``.`` in Stata (text: empty). Raises `OutputError` for other endings
    or unwritable places.
    """
    target = Path(path)
    makers = {".csv": csv_bytes, ".parquet": parquet_bytes, ".dta": stata_bytes}
    if target.suffix.lower() not in makers:
        raise OutputError(f"cannot write {target.name!r}: the ending must be one of {', '.join(makers)}. Rename the file.")
    return write_whole(target, makers[target.suffix.lower()](frame))


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """The table as CSV in UTF-8."""
    return frame.write_csv().encode("utf-8")


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """The table as Parquet (zstd)."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    return buffer.getvalue()


def stata_bytes(frame: pl.DataFrame) -> bytes:
    """The table as a Stata file, version 118 (UTF-8); dates are Stata's days."""
    import pandas as pd

    buffer = io.BytesIO()
    days = {name: "td" for name, kind in frame.schema.items() if kind == pl.Date}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            plain = pd.DataFrame({column.name: stata_column(column) for column in frame})
            plain.to_stata(buffer, write_index=False, version=118, convert_dates=days)  # type: ignore[arg-type]
    except (ValueError, Warning) as problem:
        told = " ".join(str(problem).split()).split(" If this is")[0].rstrip(".")
        raise OutputError(f"Stata cannot hold this table: {told}. Rename or convert the column, or write .parquet.") from None
    return buffer.getvalue()


def stata_column(column: pl.Series) -> Any:
    """A column as Stata has it: text without null, whole numbers as floats where some are missing or too large."""
    if column.dtype.is_temporal():
        return column.cast(pl.Datetime("ms")).to_numpy()
    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        small = column.cast(pl.Int8) if column.dtype == pl.Boolean else column
        wide = small.null_count() > 0 or (small.dtype.is_integer() and small.dtype not in (pl.Int8, pl.Int16, pl.Int32))
        return small.cast(pl.Float64).to_numpy() if wide else small.to_numpy()
    return column.cast(pl.String).fill_null("").to_list()
