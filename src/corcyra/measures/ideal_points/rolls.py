"""Votes as arrays: who voted how on what and when, checked, with what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import DataError, MissingColumn, ParameterError

__all__ = ["CODES", "Cells", "RollCalls", "linked", "roll_calls"]

KEYS = ["state", "session", "item"]
CODES: Mapping[object, int | None] = MappingProxyType(
    {1: 1, 2: 2, 3: 3, "yes": 1, "abstain": 2, "no": 3, 8: None, 9: None, "absent": None, "not a member": None}
)
"""What a vote may be: 1 yes, 2 abstain, 3 no; `None` is no vote. 8 and 9 are the General Assembly's absent and not a member."""


@dataclass(frozen=True, eq=False)
class Cells:
    """The state-sessions with votes, sorted by state, then session.

    ``state`` and ``session`` are places in those of the roll calls, ``previous`` the place of the same state's cell before
    (-1: none), ``votes`` how many votes the cell has, ``of_vote`` the cell of each vote.
    """

    state: NDArray[np.int32]
    session: NDArray[np.int32]
    previous: NDArray[np.int32]
    votes: NDArray[np.int32]
    of_vote: NDArray[np.int32]

    def __len__(self) -> int:
        return self.state.size


@dataclass(frozen=True, eq=False)
class RollCalls:
    """Votes of states on items in sessions; made by `roll_calls`, sorted by item, state and session.

    ``vote`` is 1 yes, 2 abstain, 3 no; ``state``, ``item``, ``session`` are places in ``states``, ``items``, ``sessions``, which
    hold the user's own numbers in ascending order. Bridged resolutions share one item, named after the first of them.
    ``dropped`` counts what was left out, by reason.

    >>> calls = roll_calls(pl.DataFrame({"state": [2, 365, 2, 365], "session": 1, "item": [7, 7, 8, 8], "vote": [1, 3, 1, 1]}))
    >>> len(calls), calls.items, dict(calls.dropped)
    (2, (7,), {'roll calls without contrast': 1, 'votes on them': 2})
    """

    vote: NDArray[np.int8]
    state: NDArray[np.int32]
    item: NDArray[np.int32]
    session: NDArray[np.int32]
    states: tuple[int, ...]
    sessions: tuple[int, ...]
    items: tuple[int, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sizes = {self.vote.size, self.state.size, self.item.size, self.session.size}
        if len(sizes) != 1 or 0 in sizes:
            raise DataError("roll calls want as many states, items and sessions as votes, and at least one vote.")
        object.__setattr__(self, "dropped", MappingProxyType(dict(self.dropped)))

    def __len__(self) -> int:
        return self.vote.size

    def cells(self) -> Cells:
        """The state-sessions with votes.

        >>> calls = roll_calls(pl.DataFrame({"state": [2, 3, 2, 3], "session": [1, 1, 3, 3], "item": [7, 7, 8, 8],
        ...                                  "vote": [1, 3, 1, 2]}))
        >>> calls.cells().previous.tolist(), calls.cells().votes.tolist()
        ([-1, 0, -1, 2], [1, 1, 1, 1])
        """
        sessions = len(self.sessions)
        keys, places, counts = np.unique(
            self.state.astype(np.int64) * sessions + self.session, return_inverse=True, return_counts=True
        )
        state = (keys // sessions).astype(np.int32)
        follows = np.r_[False, state[1:] == state[:-1]]
        previous = np.where(follows, np.arange(state.size) - 1, -1).astype(np.int32)
        session = (keys % sessions).astype(np.int32)
        return Cells(state, session, previous, counts.astype(np.int32), places.astype(np.int32).ravel())

    def __repr__(self) -> str:
        return (
            f"<RollCalls: {len(self)} votes of {len(self.states)} states on {len(self.items)} items "
            f"in {len(self.sessions)} sessions>"
        )


def roll_calls(
    frame: Any,
    *,
    state: str = "state",
    session: str = "session",
    item: str = "item",
    vote: str = "vote",
    links: Iterable[tuple[int, int]] = (),
    codes: Mapping[Any, int | None] = CODES,
    min_votes: int = 1,
) -> RollCalls:
    """Votes from any dataframe (pandas, polars, Arrow) with one row per state, session and item.

    ``state``, ``session``, ``item`` and ``vote`` name the columns; the first three hold whole numbers. Rows may be in any
    order: the result does not depend on it. ``links`` are pairs of items that share their parameters, see `linked`; an item
    number that occurs in several sessions shares them without a link. ``codes`` says what each vote code is: 1, 2, 3, or
    `None` for no vote. What happens to odd input:

    1. an absence, a non-member, a missing vote: left out and counted;
    2. the same vote twice: one is kept, the others counted;
    3. items without contrast, after linking: left out and counted, for they say nothing of anybody;
    4. a state with few votes in a session: kept, since its neighbours in time and the prior still place it, with the
       uncertainty that it has; ``min_votes`` above 1 leaves such state-sessions out and counts them.

    Raises `MissingColumn` for a column that is not there; `DataError` for a key that is missing or no whole number, for a vote
    that ``codes`` lacks, for two different votes of a state on an item in a session, and when no vote is left.

    >>> import polars as pl
    >>> votes = pl.DataFrame({"state": [2, 365, 2, 365], "session": 1, "item": [7, 7, 8, 8], "vote": ["yes", "no", "no", "absent"]})
    >>> roll_calls(votes)
    <RollCalls: 2 votes of 2 states on 1 items in 1 sessions>
    """
    if min_votes < 1:
        raise ParameterError(f"min_votes is at least 1, given {min_votes}.")
    table = opened(frame, {"state": state, "session": session, "item": item, "vote": vote})
    dropped: dict[str, int] = {}
    table = coded(table, codes, dropped)
    table = once(table, dropped)
    table = contrasted(bridged(table, links), min_votes, dropped)
    if not table.height:
        raise DataError(f"no vote is left{told(dropped)}. Give roll calls in which states voted differently.")
    return arrays(table.sort("item", "state", "session", "original"), dropped)


def opened(frame: Any, names: Mapping[str, str]) -> pl.DataFrame:
    """The four columns under our names, with the row of each."""
    frame = frame.collect() if isinstance(frame, pl.LazyFrame) else frame
    try:
        table: pl.DataFrame = nw.from_native(frame, eager_only=True).to_polars()
    except TypeError:
        told = f"votes are no table: {type(frame).__name__}. Give a dataframe of pandas, polars or Arrow."
        raise DataError(told) from None
    lacking = [name for name in names.values() if name not in table.columns]
    if lacking:
        raise MissingColumn(f"the votes lack the columns {', '.join(lacking)}. They have: {', '.join(table.columns)}.")
    table = table.select(pl.col(name).alias(ours) for ours, name in names.items()).with_row_index("row")
    return table.with_columns(whole(table[key], names[key]) for key in KEYS)


def whole(column: pl.Series, name: str) -> pl.Series:
    """A key as whole numbers; raises `DataError` with the first row that has none."""
    numbers = column.cast(pl.Float64, strict=False).fill_nan(None) if not column.dtype.is_integer() else column
    odd = numbers.is_null() if column.dtype.is_integer() else numbers.is_null() | (numbers != numbers.floor())
    if odd.any():
        row = int(odd.arg_true()[0])
        given = "missing" if column[row] is None else repr(column[row])
        raise DataError(
            f"the column {name!r} wants a whole number in each row; row {row} is {given}. Correct or drop it."
        )
    return numbers.cast(pl.Int64).alias(column.name)


def coded(table: pl.DataFrame, codes: Mapping[Any, int | None], dropped: dict[str, int]) -> pl.DataFrame:
    """The rows with a vote, as 1, 2, 3."""
    ours = {meaning for meaning in codes.values() if meaning is not None}
    if not ours <= {1, 2, 3}:
        raise ParameterError(f"codes turn votes into 1, 2, 3 or None, given {sorted(ours)}.")
    votes = table["vote"]
    if votes.dtype.is_float():
        votes = votes.fill_nan(None)
    absent = 0
    meanings: dict[Any, int | None] = {}
    for given in votes.unique().drop_nulls().to_list():
        if given not in codes:
            row = int((votes == given).arg_true()[0])
            known = ", ".join(str(each) for each in codes)
            raise DataError(f"the vote {given!r} in row {row} is unknown. Known: {known}. Say what it is in codes.")
        meanings[given] = codes[given]
        absent += int((votes == given).sum()) if codes[given] is None else 0
    count(dropped, "absent or not a member", absent)
    count(dropped, "missing votes", votes.null_count())
    numbers = votes.replace_strict(meanings, default=None, return_dtype=pl.Int8) if meanings else votes.cast(pl.Int8)
    return table.with_columns(vote=numbers).filter(pl.col("vote").is_not_null())


def once(table: pl.DataFrame, dropped: dict[str, int]) -> pl.DataFrame:
    """Each state once on an item in a session."""
    single = table.unique([*KEYS, "vote"], keep="first", maintain_order=True)
    torn = single.filter(single.select(KEYS).is_duplicated()).sort(*KEYS, "row")
    if torn.height:
        (state, session, item), rows = torn.select(KEYS).row(0), torn["row"].to_list()
        raise DataError(
            f"the state {state} has two different votes on the item {item} in session {session} "
            f"(rows {rows[0]} and {rows[1]}). Keep one."
        )
    count(dropped, "votes given twice", table.height - single.height)
    return single


def linked(items: Iterable[int], links: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The item whose parameters each item takes, for those that take another's.

    As Bailey, Strezhnev and Voeten (2017): pairs (earlier, later) are followed from the latest to the earliest, and a later
    item that was matched with several takes the one with the lowest number; so chains end at their first resolution.

    >>> linked([470, 512, 545, 9], [(470, 512), (512, 545)])
    {512: 470, 545: 470}
    """
    first: dict[int, int] = {}
    for one, two in links:
        if one >= two:
            raise DataError(
                f"a link wants the earlier item first, with a lower number, given ({one}, {two}). Turn it round."
            )
        first[two] = min(one, first.get(two, one))
    roots: dict[int, int] = {}
    for item in items:
        root = item
        while root in first:  # numbers fall strictly, so this ends
            root = first[root]
        if root != item:
            roots[item] = root
    return roots


def bridged(table: pl.DataFrame, links: Iterable[tuple[int, int]]) -> pl.DataFrame:
    """The table with the shared item in ``item`` and the item that was voted on in ``original``."""
    roots = linked(table["item"].unique().to_list(), links)
    table = table.with_columns(original="item")
    return table.with_columns(pl.col("item").replace(roots)) if roots else table


def contrasted(table: pl.DataFrame, min_votes: int, dropped: dict[str, int]) -> pl.DataFrame:
    """Items on which states differ, and state-sessions with enough votes on them."""
    while True:
        flat = pl.col("vote").n_unique().over("item") == 1
        few = ~flat & (pl.len().over("state", "session") < min_votes)
        gone = table.filter(flat)
        if gone.height:
            count(dropped, "roll calls without contrast", gone["original"].n_unique())
            count(dropped, "votes on them", gone.height)
            table = table.filter(~flat)
            continue
        thin = table.filter(few)
        if not thin.height:
            return table
        count(dropped, f"state-sessions with fewer than {min_votes} votes", thin.select("state", "session").n_unique())
        table = table.filter(~few)


def count(dropped: dict[str, int], reason: str, number: int) -> None:
    """Add to what was left out; a reason that never came up is not listed."""
    if number:
        dropped[reason] = dropped.get(reason, 0) + number


def told(dropped: Mapping[str, int]) -> str:
    """What was left out, in words."""
    return f": {'; '.join(f'{reason} {number}' for reason, number in dropped.items())}" if dropped else ""


def arrays(table: pl.DataFrame, dropped: Mapping[str, int]) -> RollCalls:
    """The checked table as arrays."""
    names: dict[str, tuple[int, ...]] = {}
    places: dict[str, NDArray[np.int32]] = {}
    for key in KEYS:
        values, place = np.unique(table[key].to_numpy(), return_inverse=True)
        names[key], places[key] = tuple(values.tolist()), place.astype(np.int32).ravel()
    return RollCalls(
        table["vote"].to_numpy().astype(np.int8),
        places["state"],
        places["item"],
        places["session"],
        names["state"],
        names["session"],
        names["item"],
        dropped,
    )
