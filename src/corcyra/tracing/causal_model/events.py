"""Data as a causal model sees them: events, each a combination of values with its count, grouped by what was looked at.

``Z1X0Y1`` says that Z = 1, X = 0 and Y = 1 were seen; ``Z1Y1`` that X was not looked at. The nodes seen are the event's *strategy*.
A missing cell is taken to be missing whatever its value (ignorable): what is looked at may depend on what has been seen, not on the unseen.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import narwhals as nw
import polars as pl

from corcyra.errors import DataError

__all__ = ["Events", "Seen", "event", "expand_events", "read_events"]

Seen = tuple[int | None, ...]
ZEROS = {"0", "0.0", "false"}
ONES = {"1", "1.0", "true"}
MISSING = {"", "na", "nan", "none", "null", "."}


@dataclass(frozen=True)
class Events:
    """Counts of events. ``seen`` has a value, or None where nobody looked, for each of ``nodes``.

    ``rows`` are the first rows (from 1) of the table in which each event stands; ``empty`` counts rows in which no node was seen;
    ``ignored`` are columns that are no nodes; ``censored`` are events whose cases never come into the data.

    >>> events = read_events([{"X": 1, "Y": None}, {"X": 1, "Y": 0}, {"X": 1, "Y": None}], ["X", "Y"])
    >>> events.table().rows()
    [('X1', 'X', 2), ('X1Y0', 'X, Y', 1)]
    """

    nodes: tuple[str, ...]
    seen: tuple[Seen, ...]
    counts: tuple[int, ...]
    rows: tuple[int, ...] = ()
    empty: int = 0
    ignored: tuple[str, ...] = ()
    censored: tuple[Seen, ...] = ()

    @property
    def size(self) -> int:
        """How many cases there are."""
        return sum(self.counts)

    @property
    def observed(self) -> tuple[str, ...]:
        """The nodes that were seen at least once, or that decide which cases come into the data."""
        return tuple(node for place, node in enumerate(self.nodes) if any(each[place] is not None for each in (*self.seen, *self.censored)))

    def name(self, number: int) -> str:
        """The name of an event, such as X1Y0."""
        return self.named(self.seen[number])

    def named(self, seen: Seen) -> str:
        """The name of what was seen."""
        return "".join(f"{node}{value}" for node, value in zip(self.nodes, seen, strict=True) if value is not None)

    def strategy(self, number: int) -> str:
        """The nodes that were looked at in an event."""
        return ", ".join(node for node, value in zip(self.nodes, self.seen[number], strict=True) if value is not None)

    def table(self, zeros: bool = False) -> pl.DataFrame:
        """A row for each event: event, strategy, count. With ``zeros`` also the events of the same strategies that never happened."""
        rows = {self.name(k): (self.strategy(k), count) for k, count in enumerate(self.counts)}
        if zeros:
            for strategy in {each for each, _ in rows.values()}:
                nodes = strategy.split(", ")
                for values in product((0, 1), repeat=len(nodes)):
                    rows.setdefault("".join(f"{node}{value}" for node, value in zip(nodes, values, strict=True)), (strategy, 0))
        ordered = sorted(rows.items(), key=lambda each: (each[1][0].count(","), each[1][0], each[0]))
        schema = {"event": pl.String, "strategy": pl.String, "count": pl.Int64}
        return pl.DataFrame([(name, *rest) for name, rest in ordered], schema=schema, orient="row")


def read_events(data: Any, nodes: Sequence[str]) -> Events:
    """Events from a table of cases, a table of counts, or a mapping of counts.

    A table (polars, pandas, or a list of mappings) of cases has a column for each node seen, with 0, 1, true, false or missing;
    with a column ``count`` each row stands for so many cases. A table of counts has the columns ``event`` and ``count``; a mapping goes
    from events to counts. Raises DataError with the row: values other than 0 and 1, counts that are not whole numbers, unknown nodes,
    no column that is a node.

    >>> read_events({"X1Y1": 3, "X0": 2}, ["X", "Y"]).counts
    (3, 2)
    """
    if isinstance(data, Events):
        return data
    columns = table(data, nodes)
    if {"event", "count"} <= columns.keys() and not {"event", "count"} & set(nodes):
        pairs = [(event(str(name), nodes, f"row {row}"), count(value, row)) for row, (name, value) in enumerate(zip(columns["event"], columns["count"], strict=True), 1)]
        ignored = [name for name in columns if name not in {"event", "count", "strategy"}]
    else:
        pairs = cases(columns, nodes)
        ignored = [name for name in columns if name not in nodes and name != "count"]
    return counted(pairs, nodes, ignored)


def table(data: Any, nodes: Sequence[str]) -> dict[str, list[Any]]:
    """The columns of whatever table was given."""
    if isinstance(data, Mapping) and not any(name in data for name in (*nodes, "event")):
        return {"event": list(data), "count": list(data.values())}
    if isinstance(data, Mapping):
        return {str(name): list(values) for name, values in data.items()}
    if isinstance(data, Sequence) and all(isinstance(row, Mapping) for row in data):
        return {str(name): [row.get(name) for row in data] for name in dict.fromkeys(key for row in data for key in row)}
    try:
        frame = nw.from_native(data, eager_only=True)
    except TypeError:
        raise DataError(f"the data are a {type(data).__name__}; wanted a table (polars, pandas, a list of mappings) or a mapping of events to counts.") from None
    return {name: frame[name].to_list() for name in frame.columns}


def cases(columns: Mapping[str, list[Any]], nodes: Sequence[str]) -> list[tuple[Seen, int]]:
    """What was seen in each row, and how many cases it stands for."""
    there = [node for node in nodes if node in columns]
    if not there and (columns or not nodes):
        raise DataError(f"the data have the columns {', '.join(columns)}; wanted at least one of the nodes {', '.join(nodes)}. Rename the columns.")
    length = len(columns[there[0]]) if there else 0
    weighted = "count" in columns and "count" not in nodes
    counts = [count(value, row) for row, value in enumerate(columns["count"], 1)] if weighted else [1] * length
    values = {node: [cell(value, node, row) for row, value in enumerate(columns[node], 1)] for node in there}
    return [(tuple(values[node][k] if node in values else None for node in nodes), counts[k]) for k in range(length)]


def cell(value: Any, node: str, row: int) -> int | None:
    """A cell as 0, 1 or None."""
    word = "" if value is None else str(value).strip().lower()
    if word in MISSING:
        return None
    if word in ZEROS | ONES:
        return int(word in ONES)
    raise DataError(f"row {row}: {node} is {value!r}; wanted 0, 1, true, false or a missing cell. Nodes are binary: say where the line is drawn.")


def count(value: Any, row: int) -> int:
    """A count: a whole number of at least 0."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if not (number >= 0 and number == int(number)):
        raise DataError(f"row {row}: the count is {value!r}; wanted a whole number of at least 0.")
    return int(number)


def event(name: str, nodes: Sequence[str], where: str) -> Seen:
    """What an event such as Z1X0 says was seen; errors begin with ``where`` it stands."""
    ordered = "|".join(re.escape(node) for node in sorted(nodes, key=len, reverse=True))
    if not re.fullmatch(rf"(?:(?:{ordered})[01]\s*)*", name.strip()):
        raise DataError(f"{where}: the event {name!r} cannot be read; wanted nodes ({', '.join(nodes)}) each followed by 0 or 1, such as {nodes[0]}1.")
    found = re.findall(rf"({ordered})([01])", name)
    if len({node for node, _ in found}) < len(found):
        raise DataError(f"{where}: the event {name!r} names a node twice; wanted each once.")
    values = {node: int(value) for node, value in found}
    return tuple(values.get(node) for node in nodes)


def counted(pairs: Iterable[tuple[Seen, int]], nodes: Sequence[str], ignored: Sequence[str]) -> Events:
    """Events from what was seen, like ones together, in order of first appearance."""
    totals: Counter[Seen] = Counter()
    first: dict[Seen, int] = {}
    empty = 0
    for row, (seen, number) in enumerate(pairs, 1):
        if all(value is None for value in seen):
            empty += number
        elif number:
            totals[seen] += number
            first.setdefault(seen, row)
    return Events(tuple(nodes), tuple(totals), tuple(totals.values()), tuple(first.values()), empty, tuple(ignored))


def expand_events(data: Any, nodes: Sequence[str]) -> pl.DataFrame:
    """A row for each case, from events.

    >>> expand_events({"X1Y1": 2, "X0": 1}, ["X", "Y"]).rows()
    [(1, 1), (1, 1), (0, None)]
    """
    events = read_events(data, nodes)
    rows = [seen for seen, number in zip(events.seen, events.counts, strict=True) for _ in range(number)]
    return pl.DataFrame(rows, schema=dict.fromkeys(nodes, pl.Int64), orient="row")
