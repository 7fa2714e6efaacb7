"""The bundled figure tables: numbers that the measures need, cited and compiled by ``scripts/compile_figures.py``.

Each table is a CSV in ``tables/figures`` with one header line; ``figures.toml`` beside them says for each where it comes
from, under which terms, and what was done. Here is the one reader that all sources of figures share.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from corcyra.errors import DataError

__all__ = ["FOLDER", "Kinds", "read_figures"]

Kinds = Mapping[str, type[pl.Int64] | type[pl.Float64]]
"""Column names with what they hold: whole numbers or decimals."""

FOLDER = Path(__file__).parent / "tables" / "figures"


def read_figures(path: Path, columns: Kinds) -> pl.DataFrame:
    """Read a figure table: the columns named, in that order, whole numbers or decimals, an empty cell for unknown.

    Raises `DataError` with file and line on another header, a row with too few or too many cells, or a cell that is no
    number of its kind.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     table = Path(folder) / "rain.csv"
    ...     _ = table.write_text("state,year,rain\\n371,1992,277.5\\n371,1993,\\n", encoding="utf-8")
    ...     read_figures(table, {"state": pl.Int64, "year": pl.Int64, "rain": pl.Float64}).rows()
    [(371, 1992, 277.5), (371, 1993, None)]
    """
    raw = _bytes(path)
    lines = raw.decode("utf-8", errors="replace").splitlines()
    header = lines[0].split(",") if lines else []
    if header != list(columns):
        raise DataError(
            f"the columns are {', '.join(header) or 'missing'}; wanted {', '.join(columns)}. Compile the table again.",
            file=path,
            line=1,
        )
    for number, line in enumerate(lines[1:], start=2):
        if line.count(",") != len(header) - 1:
            raise DataError(
                f"{line.count(',') + 1} cells in a row; wanted {len(header)}, as in the header. Mend the row.",
                file=path,
                line=number,
            )
    try:
        return pl.read_csv(raw, schema=dict(columns))
    except pl.exceptions.PolarsError:
        raise _first_fault(path, lines, columns) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise DataError(f"cannot be read: {reason}. Put the table back or compile it again.", file=path) from problem


def _first_fault(path: Path, lines: list[str], columns: Kinds) -> DataError:
    """The error that names the first cell that is no number of its column's kind."""
    for number, line in enumerate(lines[1:], start=2):
        for (name, kind), cell in zip(columns.items(), line.split(","), strict=True):
            whole = kind is pl.Int64
            try:
                _ = cell and (int(cell) if whole else float(cell))
            except ValueError:
                return DataError(
                    f"column {name!r} holds {cell!r}; wanted a {'whole number' if whole else 'number'}. "
                    "Write one, or leave the cell empty when it is unknown.",
                    file=path,
                    line=number,
                )
    return DataError("the table cannot be read as numbers. Compile it again.", file=path)
