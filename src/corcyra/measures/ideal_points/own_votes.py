"""Roll calls from a user's own file: one row a vote, states and items by number or by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from corcyra.errors import DataError, UnknownName
from corcyra.measures.ideal_points.rolls import CODES, RollCalls, roll_calls
from corcyra.sources.raw import read_table, wants
from corcyra.world.codes import code

__all__ = ["OwnVotes", "read_votes"]

ABOVE = 10_000
"""Named voters that are no states have numbers above this. Ours: numbers of states have three digits, so that none is taken for one."""
COLUMNS = ("state", "session", "item", "vote")


@dataclass(frozen=True)
class OwnVotes:
    """Votes, and what the file calls those states and items that it does not number; empty where it has numbers."""

    votes: RollCalls
    states: Mapping[int, str] = field(default_factory=dict)
    items: Mapping[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("states", "items"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))


def read_votes(
    path: str | Path, *, sessions: Iterable[int] | None = None, codes: Mapping[Any, int | None] = CODES
) -> OwnVotes:
    """Votes from a file (CSV, TSV, Parquet, Excel, Stata, R) with the columns ``state``, ``session``, ``item``, ``vote``.

    ``session`` is a whole number that grows with time (a year will do). ``vote`` is 1 yes, 2 abstain, 3 no, or these words; 8, 9,
    ``absent`` and ``not a member`` are no vote; ``codes`` says otherwise. Other columns are left alone. ``state`` and ``item`` are
    whole numbers or text:

    1. numbers of states are those of the Correlates of War, as everywhere;
    2. text that names states only, each another one, becomes their numbers;
    3. any other text (legislators, judges, parties) is numbered in order of the alphabet from 10,001; `OwnVotes.states` has the
       names. Anchors must then be given, since the usual ones are states.

    Raises `DataError` with file and line for what `roll_calls` refuses, and for states of which some are numbers and some names.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "court.csv"
    ...     _ = file.write_text("state,session,item,vote\\nBlack,1950,a,yes\\nReed,1950,a,no\\n", encoding="utf-8")
    ...     own = read_votes(file)
    >>> len(own.votes), dict(own.states), dict(own.items)
    (2, {10001: 'Black', 10002: 'Reed'}, {1: 'a'})
    """
    file = Path(path)
    table = read_table(file)
    wants(table, COLUMNS, file, known="state, session, item, vote")
    table = table.select(COLUMNS).with_row_index("line", 2)
    table, states = named(table, "state", file)
    table, items = named(table, "item", file)
    if sessions is not None:
        table = table.filter(pl.col("session").is_in(list(sessions)))
    try:
        votes = roll_calls(table.with_columns(plain(table["vote"])) if codes is CODES else table, codes=codes)
    except DataError as problem:
        raise placed(problem, table["line"], file) from problem
    return OwnVotes(votes, states, items)


def named(table: pl.DataFrame, column: str, file: Path) -> tuple[pl.DataFrame, dict[int, str]]:
    """The table with numbers for names, and the names by number; a column of numbers stays."""
    if table[column].dtype != pl.String:
        return table, {}
    blank = table.filter(pl.col(column).is_null() | (pl.col(column).str.strip_chars() == ""))
    if blank.height:
        raise DataError(f"has no {column} in this row. Fill it in or drop the row.", file=file, line=blank["line"][0])
    table = table.with_columns(pl.col(column).str.strip_chars())
    mixed = table.filter(~pl.col(column).str.contains(r"^\d+$"))
    if column == "state" and mixed.height < table.height:
        told = f"names {mixed[column][0]!r} as a state where other rows have numbers. Give numbers or names to all."
        raise DataError(told, file=file, line=mixed["line"][0])
    words = table[column].unique().sort().to_list()
    known = numbered(words) if column == "state" else None
    first = ABOVE + 1 if column == "state" else 1
    numbers = known or {word: place for place, word in enumerate(words, first)}
    turned = table.with_columns(pl.col(column).replace_strict(numbers, return_dtype=pl.Int64))
    return turned, {} if known else {place: word for word, place in numbers.items()}


def numbered(words: Iterable[str]) -> dict[str, int] | None:
    """The states' numbers when all words name states, each another one; else nothing.

    >>> numbered(["RUS", "Georgia"]), numbered(["RUS", "Russia"]), numbered(["Thomas"])
    ({'RUS': 365, 'Georgia': 372}, None, None)
    """
    found: dict[str, int] = {}
    for word in words:
        try:
            found[word] = int(code(word))
        except UnknownName:
            return None
    return found if len(set(found.values())) == len(found) else None


def plain(votes: pl.Series) -> pl.Series:
    """Votes as numbers or small letters: a column that mixes ``1`` and ``yes`` is text.

    >>> plain(pl.Series("vote", ["Yes", "3", None])).to_list()
    ['yes', 'no', None]
    """
    if votes.dtype != pl.String:
        return votes
    digits = {"1": "yes", "2": "abstain", "3": "no", "8": "absent", "9": "not a member"}
    return votes.str.strip_chars().str.to_lowercase().replace(digits)


def placed(problem: DataError, lines: pl.Series, file: Path) -> DataError:
    """The same complaint with the file's lines for the rows."""
    text = str(problem)
    rows = [int(each) for each in re.findall(r"\brows? (\d+)", text)]
    told = re.sub(r"\brow(s?) (\d+)(?: and (\d+))?", lambda found: spoken(found, lines), text)
    return DataError(told, file=file, line=int(lines[rows[0]]) if rows else None)


def spoken(found: re.Match[str], lines: pl.Series) -> str:
    """Rows as lines."""
    places = [str(lines[int(each)]) for each in found.groups()[1:] if each]
    return f"line{found[1]} {' and '.join(places)}"
