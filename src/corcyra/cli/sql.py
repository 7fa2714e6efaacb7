"""``corcyra sql QUERY``: SQL over every dataset of the library and every bundled source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

import corcyra
from corcyra.cli.console import errors, out

if TYPE_CHECKING:
    import polars as pl

SHOWN = 50
"""Rows on a terminal (ours: about a screen); a pipe or a file gets all."""


def sql(
    query: Annotated[str | None, typer.Argument(help="One SELECT; the tables are the keys of the sources, and states.")] = None,
    to: Annotated[Path | None, typer.Option("--out", help="Write the answer to FILE.csv, .parquet or .dta.")] = None,
    tables: Annotated[bool, typer.Option("--tables", help="List the tables and their columns, and stop.")] = False,
) -> None:
    """Ask the data in SQL (DuckDB). A terminal shows the first rows, a pipe gets all of them as CSV.

    Examples:

      corcyra sql --tables

      corcyra sql "select name, cow, gw from states where iso3 = 'GEO'"

      corcyra sql "select * from nmc where year > 2000" --out nmc.dta
    """
    if tables == (query is not None):
        raise typer.BadParameter("give either a query or --tables.", param_hint="QUERY")
    library = corcyra.Library.default()
    if query is None:
        show(corcyra.sql_tables(library, corcyra.DATASETS, corcyra.SOURCES), whole=True)
        return
    found = corcyra.query_sql(query, library, corcyra.DATASETS, corcyra.SOURCES)
    if to is None:
        show(found)
        return
    corcyra.write_table(found, to)
    errors().print(f"{to}: {found.height} rows, {found.width} columns", markup=False)


def show(frame: pl.DataFrame, whole: bool = False) -> None:
    """A table on a terminal, CSV in a pipe."""
    console = out()
    if not console.is_terminal:
        typer.echo(frame.write_csv(), nl=False)
        return
    table = Table(box=None, pad_edge=False)
    for name, kind in frame.schema.items():
        table.add_column(escape(name), justify="right" if kind.is_numeric() else "left")
    for row in frame.rows() if whole else frame.head(SHOWN).rows():
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    console.print(table)
    if not whole and frame.height > SHOWN:
        errors().print(f"{SHOWN} of {frame.height} rows. Write all with --out FILE.csv, or send them through a pipe.")
