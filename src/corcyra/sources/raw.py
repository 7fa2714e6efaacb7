"""Publishers' files as frames: CSV in any encoding, tab-separated text, Excel, Stata, R, Parquet, plain or compressed.

Readers call `read_csv` when they know the format and `read_table` when a file may come in several; then `wants`, which says
in plain words that a publisher has changed its columns, and `number` for columns with codes for missing.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import gzip
import io
import logging
import lzma
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import partial
from pathlib import Path

import polars as pl

from corcyra.errors import DataError
from corcyra.files import UNREADABLE_ZIP
from corcyra.sources.r_frames import Unplain, frame_of

__all__ = ["BLANKS", "calendar", "number", "numbers", "read_csv", "read_excel", "read_r", "read_stata", "read_table", "unpacked", "wants"]


SIGNS = (
    (b"PK\x03\x04", "a ZIP archive or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an older Excel file (.xls)"),
    (b"\x1f\x8b", "a gzip file (.gz)"),
    (b"PAR1", "a Parquet file"),
    (b"BZh", "a bzip2 file"),
    (b"RDX", "an R file (.rda)"),
    (b"<stata_dta>", "a Stata file (.dta)"),
    (b"%PDF", "a PDF"),
)
"""First bytes of formats that are saved under the name of a table of text, and what each is."""
BLANKS = ("", "NA", ".", "N/A", "NaN", "nan")
"""Cells that say that there is nothing in them, in any publisher's column of numbers."""
BLANK = re.compile(r"\n(?:[ \t]*\r?\n)+")
BROKEN = (
    Unplain, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError, EOFError,
    struct.error, lzma.LZMAError, zlib.error, pl.exceptions.PolarsError,
)  # fmt: skip
"""What a cut or foreign R file may raise in the quick reader."""
HEAD = 500
"""Rows from which the kinds of the columns are told (ours: a few milliseconds)."""
PAGES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script")


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked when its name ends in ``.gz``.

    Raises `DataError` for a file that cannot be read, is empty or cut off, or is a web page.
    """
    try:
        raw = path.read_bytes()
        raw = gzip.decompress(raw) if raw and path.suffix.lower() == ".gz" else raw
    except (OSError, EOFError, zlib.error) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise DataError(f"cannot be read: {reason}. Get the file again.", file=path) from problem
    if not raw.strip(b" \t\r\n\0"):
        raise DataError("the file is empty. Get it again.", file=path)
    if raw[:1024].removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(PAGES):
        told = "is a web page, not the table: the address asked for a log-in, has moved, or was saved from a browser's preview"
        raise DataError(f"{told}. Open the publisher's page and download the file itself.", file=path, line=1)
    return raw


def read_csv(path: Path, *, encoding: str = "utf-8", separator: str = ",", missing: Sequence[str] = ("", "NA")) -> pl.DataFrame:
    """A CSV with a header as text and numbers; ``missing`` are the cells that mean unknown.

    Columns hold whole numbers, decimals or text, whichever all their cells are. Raises `DataError` with file and line for
    a file in another encoding, without rows, or with rows of different lengths.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.csv"
    ...     _ = file.write_text("ccode,name\\n2,Perú\\nNA,\\n", encoding="utf-8")
    ...     read_csv(file).rows()
    [(2, 'Perú'), (None, None)]
    """
    return parsed(decoded(content(path), path, encoding), path, separator, missing)


def decoded(raw: bytes, path: Path, encoding: str) -> str:
    """The text of a file without its byte-order mark; `DataError` names the line of a wrong byte."""
    sign = next((what for first, what in SIGNS if raw.startswith(first)), "")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif sign or b"\0" in raw[:1024]:
        told = f"is {sign or 'no text'}, although its name says that it is a table of text"
        raise DataError(f"{told}. Give it the ending of its own format, or get the file again.", file=path)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        told = f"the bytes are not {encoding}, which this version of the file is written in. Get the publisher's file again."
        raise DataError(told, file=path, line=line) from None
    text = text.removeprefix("\ufeff").rstrip("\r\n")
    return (text if "\n" in text else text.replace("\r", "\n")) + "\n"


def parsed(text: str, path: Path, separator: str, missing: Sequence[str]) -> pl.DataFrame:
    """A table of text as a frame; an empty header cell becomes ``column_N``. `DataError` names the first ragged row."""
    check_rows(text, path, separator)
    text = text if '"' in text else BLANK.sub("\n", text)  # a blank line is no row; in a quoted cell it may be text
    try:
        frame = framed(text.encode(), separator, list(missing))
    except pl.exceptions.PolarsError as problem:
        raise DataError(f"is no table of text: {str(problem).splitlines()[0]}. Get the file again.", file=path) from None
    return filled(frame, path)


def framed(raw: bytes, separator: str, missing: list[str]) -> pl.DataFrame:
    """A table of text with the kinds that all its cells have, told from the first rows where those suffice.

    Looking at every cell of 500 columns first takes polars ten times as long as reading them. So:

    1. Read with the kinds of the first `HEAD` rows; when a later cell is of another kind, look at every cell after all.
    2. A column that is empty in those rows says nothing of its kind: look at every cell of such columns.
    """
    read = partial(pl.read_csv, raw, separator=separator, null_values=missing)
    try:
        frame = read(infer_schema_length=HEAD)
    except pl.exceptions.PolarsError:
        return read(infer_schema_length=None)
    head = frame.head(HEAD)
    unsure = [place for place, each in enumerate(head) if each.dtype == pl.String and each.null_count() == head.height]
    if not unsure or frame.height <= HEAD:
        return frame
    for place, column in zip(unsure, read(columns=unsure, infer_schema_length=None), strict=True):
        frame = frame.replace_column(place, column.alias(frame.columns[place]))
    return frame


def filled(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The frame as it is; `DataError` when it has no rows."""
    if not frame.height:
        raise DataError("has a header and no rows. Get the file again.", file=path)
    return frame


def check_rows(text: str, path: Path, separator: str) -> None:
    """Raise `DataError` at the first row that has not as many cells as the header; blank lines do not count."""
    wide = text.partition("\n")[0].count(separator)
    if '"' not in text and all(line.count(separator) == wide for line in text.split("\n") if line):
        return  # the quick way for files that quote nothing
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        wanted = len(next(rows))
        for row in rows:
            if len(row) != wanted and "".join(row).strip():
                told = f"the row has {len(row)} cells where the header has {wanted}: the file is cut off or was edited"
                raise DataError(f"{told}. Get the publisher's file again.", file=path, line=rows.line_num)
    except csv.Error:  # a cell longer than the module reads: polars judges alone
        return


def read_excel(path: Path, *, sheet: str | None = None) -> pl.DataFrame:
    """The first sheet, or a named one, of an Excel file (.xls or .xlsx), every cell as Excel holds it.

    Raises `DataError` for a cut or foreign file, and for a sheet that is not there, with those that are.
    """
    raw = content(path)
    logging.getLogger("fastexcel").setLevel(logging.ERROR)  # it tells of every empty column that it takes for text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = pl.read_excel(raw, sheet_name=sheet, infer_schema_length=None, raise_if_empty=False)
    except Exception as problem:  # the engine raises errors of its own, all for the same reason
        sheets = sheet_names(raw)
        if sheet is not None and sheets and sheet not in sheets:
            told = f"has no sheet {sheet!r}. It has: {', '.join(sheets)}. Get the publisher's file again."
            raise DataError(told, file=path) from None
        raise DataError(f"is no readable Excel file: {first_line(problem)}. Get it again.", file=path) from None
    return filled(frame, path)


def sheet_names(raw: bytes) -> list[str]:
    """The sheets of an Excel file; none when it cannot be read."""
    import fastexcel

    try:
        return fastexcel.read_excel(raw).sheet_names
    except Exception:  # as above; the caller has the error that matters
        return []


def first_line(problem: BaseException) -> str:
    """The first line of an error without its full stop, or its name when it says nothing."""
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0].rstrip(".")


def read_stata(path: Path) -> pl.DataFrame:
    """A Stata file; labels of values stay numbers, Stata's codes for missing become null.

    Raises `DataError` for a cut or foreign file.
    """
    import pandas as pd

    raw = content(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = pd.read_stata(io.BytesIO(raw), convert_categoricals=False)
    except Exception as problem:  # a cut file fails in many ways, all with the same remedy
        raise DataError(f"is no readable Stata file: {first_line(problem)}. Get it again.", file=path) from None
    return filled(pl.DataFrame({str(name): plain(frame[name].tolist()) for name in frame.columns}), path)


def read_r(path: Path) -> pl.DataFrame:
    """The first data frame of an R file (.rda, .RData, .rds).

    Factors become text. The class of R's dates is lost: they become whole days since 1970-01-01, to be cast to `pl.Date` by
    who knows which columns are dates. Decimals that are all whole become whole numbers; NA and NaN become null.
    Raises `DataError` for a cut or foreign file, and for one without a data frame.
    """
    raw = content(path)
    # Whatever the quick reader cannot make of the file, the general one reads, or says what is wrong with it.
    with contextlib.suppress(*BROKEN):
        return filled(rounded(frame_of(raw)), path)
    import rdata

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = rdata.read_rds(path) if path.suffix.lower() == ".rds" else rdata.read_rda(path)
    except Exception as problem:  # a cut or foreign file fails in many ways, all with the same remedy
        raise DataError(f"is no readable R file: {first_line(problem)}. Get it again.", file=path) from None
    things = found.values() if isinstance(found, dict) else [found]
    frame = next((each for each in things if hasattr(each, "columns")), None)
    if frame is None:
        raise DataError("the R file holds no data frame. Get the publisher's file again.", file=path)
    try:
        table = pl.DataFrame({str(name): exact(frame[name]) for name in frame.columns})
    except (TypeError, ValueError, pl.exceptions.PolarsError) as problem:
        raise DataError(f"holds columns that are no plain cells: {first_line(problem)}. Get another file.", file=path) from None
    return filled(table, path)


def rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with decimals that are all whole as whole numbers."""
    return frame.select(whole_numbers(column) for column in frame)


def exact(column: object) -> pl.Series:
    """A column of R as polars has it; decimals that are all whole become whole numbers, NaN becomes missing."""
    kind = getattr(getattr(column, "dtype", None), "kind", "O")
    series = pl.Series(column.to_numpy()) if kind == "f" else plain(column.tolist())  # type: ignore[attr-defined]
    return whole_numbers(series.fill_nan(None) if series.dtype.is_float() else series)


def whole_numbers(series: pl.Series) -> pl.Series:
    """Decimals that are all whole as whole numbers; any other column as it is."""
    if series.dtype.is_float() and bool((series.drop_nulls() == series.drop_nulls().round()).all()):
        return series.cast(pl.Int64)
    return series


def plain(values: list[object]) -> pl.Series:
    """A list of Python values with None, NaN and NA as missing."""
    return pl.Series([None if value is None or str(value) == "<NA>" or value != value else value for value in values], strict=False)


def read_table(path: Path, *, encoding: str = "utf-8", separator: str = ",", missing: Sequence[str] = ("", "NA")) -> pl.DataFrame:
    """A table in any of the formats that publishers use, by the file's ending.

    Raises `DataError` for another ending, or as the reader of that format does.
    """
    ending = path.name.removesuffix(".gz").rpartition(".")[2].lower()
    if ending in ("csv", "txt", "tsv", "tab"):
        return read_csv(path, encoding=encoding, separator="\t" if ending in ("tsv", "tab") else separator, missing=missing)
    if ending == "parquet":
        try:
            return filled(pl.read_parquet(content(path)), path)
        except pl.exceptions.PolarsError as problem:
            raise DataError(f"is no readable Parquet file: {first_line(problem)}. Get it again.", file=path) from None
    if ending in ("xls", "xlsx"):
        return read_excel(path)
    if ending == "dta":
        return read_stata(path)
    if ending in ("rda", "rdata", "rds"):
        return read_r(path)
    raise DataError("is in no format that Corcyra reads: csv, txt, tsv, parquet, xls, xlsx, dta, rda or rds.", file=path)


def unpacked(path: Path, inside: str) -> bytes:
    """A member of a ZIP archive, wherever it lies in it; `DataError` when it is not there or the archive is cut off."""
    raw = content(path)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = [name for name in archive.namelist() if name.rpartition("/")[2] == inside]
            if not names:
                raise DataError(f"the archive lacks {inside}. It has: {', '.join(archive.namelist()[:8])}.", file=path)
            return archive.read(names[0])
    except (OSError, *UNREADABLE_ZIP) as problem:
        raise DataError(f"is no whole ZIP archive: {first_line(problem)}. Get it again.", file=path) from problem


def wants(frame: pl.DataFrame, names: Iterable[str], path: Path, *, known: str) -> None:
    """Raise `DataError` unless the frame has the columns: which lack, what is like them, and which versions are known.

    >>> wants(pl.DataFrame({"ccode": [2], "yr": [1816]}), ("ccode", "year"), Path("nmc.csv"), known="5.0, 6.0")
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: nmc.csv:1: lacks the column year (yr is like it). Versions known here: 5.0, 6.0. Get one of
    these, or say what the new columns mean.
    """
    lacking = [name for name in names if name not in frame.columns]
    if not lacking:
        return
    near = {name: get_close_matches(name, frame.columns, n=1, cutoff=0.5) for name in lacking}
    told = ", ".join(f"{name} ({found[0]} is like it)" if (found := near[name]) else name for name in lacking)
    one = "column" if len(lacking) == 1 else "columns"
    remedy = "Get one of these, or say what the new columns mean."
    raise DataError(f"lacks the {one} {told}. Versions known here: {known}. {remedy}", file=path, line=1)


def number(
    name: str, *, missing: Sequence[float] = (), words: Sequence[str] = (), kind: type[pl.DataType] = pl.Float64
) -> pl.Expr:
    """A column as numbers, with the publisher's codes for missing, in figures or in ``words``, as null.

    Cells that are empty or only say so (`BLANKS`) are null too. Anything else that is no number, or no whole number where the ``kind``
    is one, raises `DataError` with the column and the value; the library adds file and line.

    >>> pl.DataFrame({"x": ["1", "-9", ""]}).select(number("x", missing=(-9,)))["x"].to_list()
    [1.0, None, None]
    """
    value = pl.col(name).map_batches(partial(numbers, words=words, whole=kind.is_integer()), return_dtype=pl.Float64)
    return pl.when(value.is_in([float(each) for each in missing])).then(None).otherwise(value).cast(kind).alias(name)


def calendar(name: str, *forms: str) -> pl.Expr:
    """A column as days: text in one of the ``forms`` (by default year-month-day), days since 1970 as R counts, or days already.

    Cells that only say that they are empty are null; anything else that is no day raises `DataError` as `number` does.

    >>> pl.DataFrame({"on": ["1991-12-26", "NA"]}).select(calendar("on"))["on"].to_list()
    [datetime.date(1991, 12, 26), None]
    """
    return pl.col(name).map_batches(partial(in_days, forms=forms or ("%Y-%m-%d",)), return_dtype=pl.Date)


def in_days(column: pl.Series, *, forms: Sequence[str]) -> pl.Series:
    """A column as days, see `calendar`."""
    if column.dtype.is_temporal():
        return column.cast(pl.Date)
    if column.dtype.is_numeric():
        return column.cast(pl.Int32).cast(pl.Date)
    text = column.cast(pl.String).str.strip_chars()
    given = text.set(text.is_in(BLANKS), None).str.replace(r"[ T]\d\d:.*$", "")  # midnight, where days were kept as moments
    value = pl.select(pl.coalesce(given.str.to_date(form, strict=False) for form in forms)).to_series()
    value = value.zip_with(value.is_not_null(), given.cast(pl.Int32, strict=False).cast(pl.Date))
    wrong = value.is_null() & given.is_not_null()
    if wrong.any():
        raise DataError(f"{column.filter(wrong)[0]!r} in the column {column.name} is no day. Get the publisher's file again.")
    return value.alias(column.name)


def numbers(column: pl.Series, *, words: Sequence[str] = (), whole: bool = False) -> pl.Series:
    """A column as decimals; raises `DataError` with the first value that is none, or no whole one where that is wanted.

    >>> numbers(pl.Series("year", ["1816", " ", "MDCCC"]))
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: 'MDCCC' in the column year is no number. Get the publisher's file again.
    """
    text = column.cast(pl.String).str.strip_chars() if not column.dtype.is_numeric() else column
    given = text.set(text.is_in([*BLANKS, *words]), None) if text.dtype == pl.String else column
    value = given.cast(pl.Float64, strict=False)
    wrong = value.is_null() & given.is_not_null()
    if whole:
        wrong = wrong | (value != value.floor()).fill_null(False)
    if wrong.any():
        odd, what = column.filter(wrong)[0], "whole number" if whole else "number"
        raise DataError(f"{odd!r} in the column {column.name} is no {what}. Get the publisher's file again.")
    return value
