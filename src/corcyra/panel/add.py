"""Add sources and users' own tables to a panel: declared cardinality, kept row counts, a report of every join.

A join never changes the number of rows. What a source does not cover becomes missing, never zero; zero is filled only where
the source says that no row means none. A table of states by year on a dyad panel is added twice, once for each side, with the
suffixes 1 and 2. An undirected table on a directed panel is given to both directions; a directed one on an undirected panel is
refused, since it would have to choose a side. Tables of states and of dyads without years hold in every year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from corcyra.errors import JoinError, MissingColumn, ParameterError
from corcyra.files import digest_files
from corcyra.panel.join import Table, merge
from corcyra.panel.opening import choices, opened
from corcyra.panel.own import TABLES, own_table
from corcyra.panel.systems import alike
from corcyra.panel.table import Column, Panel, check_panel, check_unit
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets import DATASETS
from corcyra.sources.library import Library
from corcyra.sources.source import Field, Source, Unit
from corcyra.world.spells import SYSTEMS, check_word
from corcyra.world.time import Years

__all__ = ["add", "add_frame"]


def add(
    panel: Panel,
    *sources: Source | Dataset | str,
    library: Library | None = None,
    columns: Sequence[str] | None = None,
    lag: int = 0,
    rule: str | None = None,
    keep: str | None = None,
) -> Panel:
    """The panel with the columns of the sources, each with its provenance; reports are in ``panel.reports``.

    ``sources`` are keys (``"atop"``), datasets, or objects; datasets are read from ``library``, by default the user's own.
    ``columns`` picks some of the columns. ``lag=k`` gives each unit its value of ``k`` years before, as ``NAME_lagk``. ``rule`` (the
    day that decides in a year) and ``keep`` (which of several rows) are choices that some datasets have. Codes of another
    system than the panel's are converted year by year, and the report names what could not be.

    Raises `JoinError` on unknown codes, duplicate keys, a name twice, or a source whose unit does not fit; `UnknownName` for an
    unknown key; `MissingColumn` for a column that a source lacks; `ParameterError` for a choice that it does not have or a lag that is no
    number of years; `MissingSource` when the library lacks the files.

    >>> from corcyra.panel.create import state_years
    >>> panel = add(state_years(Years(2000, 2001), [371]), "capability", columns=["cinc"], lag=1)
    >>> panel.frame.columns
    ['state', 'year', 'cinc_lag1']
    """
    check_panel(panel, "add")
    check_lag(lag)
    found = [opened(source, library, rule=rule, keep=keep) for source in sources]
    for source in found:
        fields = picked(source, columns, found)
        check_source_unit(source, panel, lag)
        panel = merge(panel, table_of(source, fields, panel, lag))
    return panel


def add_frame(
    panel: Panel,
    frame: Any,
    columns: Mapping[str, Column],
    *,
    unit: Unit | None = None,
    name: str = "own table",
    codes: str | None = None,
) -> Panel:
    """Add a user's own table (pandas, polars, Arrow …) under the same contract as a source.

    ``columns`` gives the provenance of each column to add; ``unit`` defaults to the panel's, ``codes`` (``cow`` or ``gw``) to the
    panel's system. Raises `JoinError` as `add` does, and for what is no table; `DataError` for a value outside the range that
    its column declares.

    >>> import polars as pl
    >>> from corcyra.panel.create import state_years
    >>> own = pl.DataFrame({"state": [371], "year": [1992], "visits": [3]})
    >>> panel = add_frame(state_years(Years(1992, 1993), [371]), own, {"visits": Column("visits", "own count", "visits")})
    >>> panel.frame["visits"].to_list(), str(panel.reports[0])
    ([3, None], 'own table: 1 of 2 rows matched, 1 outside its coverage (missing), 0 of its rows unused')
    """
    check_panel(panel, "add_frame")
    unit, codes = unit or panel.unit, codes or panel.system
    check_unit(unit, TABLES)
    check_word("system", codes, SYSTEMS)
    table = own_table(frame, unit, columns, name)
    columns = {key: replace(each, sources=each.sources or (name,)) for key, each in columns.items()}
    return merge(panel, Table(name, unit, table, columns, codes))


def check_lag(lag: object) -> None:
    """Raise `ParameterError` unless the lag is a whole number of years, 0 or more."""
    if type(lag) is not int or lag < 0:
        raise ParameterError(f"lag wants a whole number of years, 0 or more, given {lag!r}. Write lag=1 for the year before.")


def check_source_unit(source: Source, panel: Panel, lag: int) -> None:
    """Raise `JoinError` for records, `ParameterError` for a lag where there are no years."""
    if source.unit == "records":
        others = [each.key for each in DATASETS if each.unit != "records" and set(each.citations) & set(source.citations)]
        instead = f"Add what is made from it by year ({', '.join(others[:5])}), or" if others else "Instead,"
        raise JoinError(
            f"{source.key} is a table of records (one row per dispute, roll call, spell or the like), not of states or dyads by "
            f"year, so it cannot be added to a {panel.unit} panel. {instead} read it with Library.open, collapse it yourself, "
            "and use add_frame."
        )
    if lag and source.unit in ("state", "dyad", "state-day"):
        raise ParameterError(f"{source.key} is a {source.unit} table: it has no years to lag by. Leave lag out.")


def picked(source: Source, columns: Sequence[str] | None, sources: Sequence[Source]) -> tuple[Field, ...]:
    """The fields to add; `MissingColumn` when a name is in no source, or a source has none of them."""
    if columns is None:
        return source.columns
    names = [columns] if isinstance(columns, str) else list(columns)
    there = {each.name for one in sources for each in one.columns}
    lacking = [name for name in names if name not in there]
    chosen = tuple(each for each in source.columns if each.name in names)
    if lacking or not chosen:
        told = ", ".join(lacking or names)
        listed = ", ".join(each.name for each in source.columns)
        raise MissingColumn(f"{source.key} has no column {told}. It has: {listed}.")
    return chosen


def table_of(source: Source, fields: Sequence[Field], panel: Panel, lag: int) -> Table:
    """A source's table, with what a join needs to know of it."""
    fills = {name: value for name, value in getattr(source, "fills", {}).items() if name in {each.name for each in fields}}
    digest = getattr(source, "digest", None) or digest_files(source.files)
    covers = Years(source.covers.first + lag, source.covers.last + lag)
    columns = {
        each.name: replace(
            provenance(source, each, digest),
            method=method(lag, each.name in fills, source.codes, panel.system),
            covers=covers,
        )
        for each in fields
    }
    return Table(source.key, source.unit, source.read(), columns, source.codes, source.covers, fills, lag)


def method(lag: int, filled: bool, codes: str, system: str) -> str:
    """How a column was made, in words.

    >>> method(1, True, "gw", "cow")
    'as published, of 1 year before, 0 where the source has no row, codes converted from gw to cow'
    """
    parts = ["as published"]
    parts += [f"of {lag} {'year' if lag == 1 else 'years'} before"] if lag else []
    parts += ["0 where the source has no row"] if filled else []
    parts += [] if alike(codes, system) else [f"codes converted from {codes} to {system}"]
    return ", ".join(parts)


def provenance(source: Source, each: Field, digest: str) -> Column:
    """What a source's field becomes in a panel."""
    return Column(
        each.name,
        each.meaning,
        each.unit,
        each.low,
        each.high,
        sources=(source.key,),
        families=frozenset({each.family}) if each.family else frozenset(),
        citations=source.citations,
        licence=source.licence,
        version=source.version,
        digest=digest,
        parameters=tuple(choices(source).items()),
        covers=source.covers,
    )
