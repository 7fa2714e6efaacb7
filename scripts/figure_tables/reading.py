"""Finding a user's downloads by name, and reading the two layouts they come in: CSV (also gzipped) and Parquet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from corcyra.errors import DataError, MissingColumn
from figure_tables.table import Download

__all__ = ["find", "read_columns"]


def find(folder: Path, download: Download) -> Path | None:
    """The first of the names the download goes by that lies anywhere below the folder; None when there is none.

    Names are tried in order, letter case aside; of two files with one name the path that sorts first is taken.
    """
    present: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            present.setdefault(path.name.lower(), path)
    return next((present[name.lower()] for name in download.names if name.lower() in present), None)


def read_columns(path: Path, wanted: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Read some columns, each given as the names it may have in the file; the first name is the one it gets.

    Raises `MissingColumn` when a file has none of the names, `DataError` when it cannot be read at all.
    """
    try:
        header = list(pl.read_parquet_schema(path)) if path.suffix == ".parquet" else _header(path)
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise DataError(f"cannot be read as a table ({problem}). Fetch the file again.", file=path) from problem
    chosen: dict[str, str] = {}
    for names in wanted:
        present = next((name for name in names if name in header), None)
        if present is None:
            raise MissingColumn(
                f"no column {' or '.join(names)} among {', '.join(header[:12])} … Fetch the edition that is named.",
                file=path,
            )
        chosen[present] = names[0]
    if path.suffix == ".parquet":
        return pl.read_parquet(path, columns=list(chosen)).rename(chosen)
    frame = pl.read_csv(
        path, columns=list(chosen), null_values=["NA", ""], infer_schema_length=None, encoding="utf8-lossy"
    )
    return frame.rename(chosen)


def _header(path: Path) -> list[str]:
    return pl.read_csv(path, n_rows=1, infer_schema=False, encoding="utf8-lossy").columns
