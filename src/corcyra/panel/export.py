"""A panel out of the house: CSV, Parquet, Stata with labels, pandas, Arrow."""

from __future__ import annotations

import io
import warnings
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from corcyra.errors import OutputError
from corcyra.files import write_whole
from corcyra.panel.table import Panel, check_panel

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

__all__ = ["to_arrow", "to_pandas", "write"]

STATA_LABEL = 80
"""The longest variable label that Stata's format 118 keeps."""


def write(panel: Panel, path: str | Path) -> Path:
    """Write a panel by the ending of its name: ``.csv``, ``.parquet`` or ``.dta``; whole or not at all.

    Missing cells are empty in CSV, null in Parquet, and ``.`` in Stata (text: empty). Stata files carry each column's meaning as
    variable label. Parquet and Arrow carry unit and system of codes as metadata, Stata as the file's label. Raises `OutputError` for other endings or unwritable places.
    """
    check_panel(panel, "write")
    target = Path(path)
    ending = target.suffix.lower()
    makers = {".csv": csv_bytes, ".parquet": parquet_bytes, ".dta": stata_bytes}
    if ending not in makers:
        raise OutputError(f"cannot write {target.name!r}: the ending must be one of {', '.join(makers)}. Rename the file.")
    return write_whole(target, makers[ending](panel))


def csv_bytes(panel: Panel) -> bytes:
    """The panel as CSV in UTF-8."""
    return panel.frame.write_csv().encode("utf-8")


def parquet_bytes(panel: Panel) -> bytes:
    """The panel as Parquet (zstd)."""
    buffer = io.BytesIO()
    panel.frame.write_parquet(buffer, compression="zstd", statistics=False, metadata=about(panel))
    return buffer.getvalue()


def about(panel: Panel) -> dict[str, str]:
    """What a file says of the whole panel."""
    return {"corcyra.unit": panel.unit, "corcyra.system": panel.system}


def stata_bytes(panel: Panel) -> bytes:
    """The panel as a Stata file, version 118 (UTF-8), with variable labels."""
    plain = panel.frame.with_columns(pl.col(pl.Boolean).cast(pl.Int8), pl.col(pl.String).fill_null(""))
    frame = to_pandas(replace(panel, frame=plain))
    labels = {name: f"{name}, {panel.system} code" for name in panel.keys[:-1]}
    labels |= {name: column.meaning[:STATA_LABEL] for name, column in panel.columns.items()}
    short = {name: name[:32] for name in frame.columns}
    if len(set(short.values())) < len(short):
        raise OutputError("two column names agree in their first 32 letters, all that Stata keeps. Rename one.")
    buffer = io.BytesIO()
    named = {short[name]: text for name, text in labels.items()}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            frame.rename(columns=short).to_stata(
                buffer,
                write_index=False,
                version=118,
                variable_labels=named,
                convert_dates={"day": "td"} if panel.unit == "state-day" else None,
                data_label=f"{panel.unit} panel, {panel.system} codes",
            )
    except (ValueError, Warning) as problem:
        told = " ".join(str(problem).split()).split(" If this is")[0].rstrip(".")
        raise OutputError(f"Stata cannot hold this panel: {told}. Rename or convert the column, or write .parquet.") from None
    return buffer.getvalue()


def to_pandas(panel: Panel) -> pd.DataFrame:
    """The panel's table as a pandas frame."""
    check_panel(panel, "to_pandas")
    import pandas as pd

    return pd.DataFrame({name: panel.frame[name].to_numpy() for name in panel.frame.columns})


def to_arrow(panel: Panel) -> pa.Table:
    """The panel's table as an Arrow table, with its unit and system of codes as metadata."""
    check_panel(panel, "to_arrow")
    import pyarrow as pa

    return pa.table(panel.frame).replace_schema_metadata(about(panel))
