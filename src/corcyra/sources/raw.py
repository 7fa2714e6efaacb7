"""Publishers' files as frames: CSV in any encoding, tab-separated text, Excel, Stata, R, Parquet, plain or compressed.

Readers call `read_csv` when they know the format and `read_table` when a file may come in several; then `wants`, which says
in plain words that a publisher has changed its columns, and `number` for columns with codes for missing.
"""

from __future__ import annotations

import gzip
import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from corcyra.errors import DataError

__all__ = ["number", "read_csv", "read_excel", "read_r", "read_stata", "read_table", "wants"]


def content(path: Path) -> bytes:
    """The bytes of a file, unpacked when its name ends in ``.gz``.

    Raises `DataError` for a file that cannot be read or is cut off.
    """
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (OSError, EOFError, gzip.BadGzipFile) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise DataError(f"cannot be read: {reason}. Get the file again.", file=path) from problem


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
    raw = content(path)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        told = f"the bytes are not {encoding}, which this version of the file is written in. Get the publisher's file again."
        raise DataError(told, file=path, line=line) from None
    return parsed(text.encode(), path, separator, missing)


def parsed(raw: bytes, path: Path, separator: str, missing: Sequence[str]) -> pl.DataFrame:
    """UTF-8 bytes as a frame; an empty header cell becomes ``column_N``."""
    if not raw.strip():
        raise DataError("the file is empty. Get it again.", file=path)
    try:
        frame = pl.read_csv(raw, separator=separator, null_values=list(missing), infer_schema_length=None)
    except pl.exceptions.PolarsError as problem:
        raise DataError(f"is no table of text: {str(problem).splitlines()[0]}. Get the file again.", file=path) from None
    if not frame.height:
        raise DataError("has a header and no rows. Get the file again.", file=path)
    return frame


def read_excel(path: Path, *, sheet: str | None = None) -> pl.DataFrame:
    """The first sheet, or a named one, of an Excel file (.xls or .xlsx), every cell as Excel holds it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pl.read_excel(path, sheet_name=sheet, infer_schema_length=None)
    except Exception as problem:  # the engine raises errors of its own, all for the same reason
        raise DataError(f"is no readable Excel file: {str(problem).splitlines()[0]}. Get it again.", file=path) from None


def read_stata(path: Path) -> pl.DataFrame:
    """A Stata file; labels of values stay numbers."""
    import pandas as pd

    try:
        frame = pd.read_stata(io.BytesIO(content(path)), convert_categoricals=False)
    except ValueError as problem:
        raise DataError(f"is no readable Stata file: {problem}. Get it again.", file=path) from None
    return pl.DataFrame({str(name): plain(frame[name].tolist()) for name in frame.columns})


def read_r(path: Path) -> pl.DataFrame:
    """The first data frame of an R file (.rda, .RData, .rds); factors and dates of R become text and days since 1970."""
    import rdata

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = rdata.read_rds(path) if path.suffix.lower() == ".rds" else rdata.read_rda(path)
    except Exception as problem:  # a cut or foreign file fails in many ways, all with the same remedy
        raise DataError(f"is no readable R file: {str(problem).splitlines()[0]}. Get it again.", file=path) from None
    frame = next(iter(found.values())) if isinstance(found, dict) else found
    columns = {str(name): frame[name] for name in frame.columns}
    return pl.DataFrame({name: exact(column) for name, column in columns.items()})


def exact(column: object) -> pl.Series:
    """A column of R as polars has it; decimals that are all whole become whole numbers, NaN becomes missing."""
    kind = getattr(getattr(column, "dtype", None), "kind", "O")
    series = pl.Series(column.to_numpy()) if kind == "f" else plain(column.tolist())  # type: ignore[attr-defined]
    series = series.fill_nan(None) if series.dtype.is_float() else series
    if series.dtype.is_float() and bool((series.drop_nulls() == series.drop_nulls().round()).all()):
        return series.cast(pl.Int64)
    return series


def plain(values: list[object]) -> pl.Series:
    """A list of Python values with None, NaN and NA as missing."""
    return pl.Series([None if value is None or value != value or str(value) == "<NA>" else value for value in values], strict=False)


def read_table(path: Path, *, encoding: str = "utf-8", separator: str = ",", missing: Sequence[str] = ("", "NA")) -> pl.DataFrame:
    """A table in any of the formats that publishers use, by the file's ending.

    Raises `DataError` for another ending, or as the reader of that format does.
    """
    ending = path.name.removesuffix(".gz").rpartition(".")[2].lower()
    if ending in ("csv", "txt", "tsv", "tab"):
        return read_csv(path, encoding=encoding, separator="\t" if ending in ("tsv", "tab") else separator, missing=missing)
    if ending == "parquet":
        try:
            return pl.read_parquet(path)
        except pl.exceptions.PolarsError as problem:
            raise DataError(f"is no readable Parquet file: {problem}. Get it again.", file=path) from None
    if ending in ("xls", "xlsx"):
        return read_excel(path)
    if ending == "dta":
        return read_stata(path)
    if ending in ("rda", "rdata", "rds"):
        return read_r(path)
    raise DataError("is in no format that Corcyra reads: csv, txt, tsv, parquet, xls, xlsx, dta, rda or rds.", file=path)


def unpacked(path: Path, inside: str) -> bytes:
    """A member of a ZIP archive, wherever it lies in it; `DataError` when it is not there or the archive is cut off."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.rpartition("/")[2] == inside]
            if not names:
                raise DataError(f"the archive lacks {inside}. It has: {', '.join(archive.namelist()[:8])}.", file=path)
            return archive.read(names[0])
    except (OSError, zipfile.BadZipFile) as problem:
        raise DataError(f"is no whole ZIP archive: {problem}. Get it again.", file=path) from problem


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


def number(name: str, *, missing: Sequence[float] = (), kind: type[pl.DataType] = pl.Float64) -> pl.Expr:
    """A column as numbers, with the publisher's codes for missing as null.

    >>> pl.DataFrame({"x": ["1", "-9", ""]}).select(number("x", missing=(-9,)))["x"].to_list()
    [1.0, None, None]
    """
    value = pl.col(name).cast(pl.Float64, strict=False)
    return pl.when(value.is_in([float(each) for each in missing])).then(None).otherwise(value).cast(kind).alias(name)
