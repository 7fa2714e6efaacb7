"""Portfolios: what every state of a year has promised, voted or joined, toward every target, as one matrix of levels.

Whether two states look alike is asked of their portfolios: the rows of a matrix (states, targets) of graded levels. Targets are
all the states of the year (alliances), the roll calls of a session (votes), organisations (membership), or anything of a
user's own. A cell may be missing: a vote that was not cast, a partner that a state never met. Missing is never a level.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import DataError, ParameterError
from corcyra.panel.add import provenance
from corcyra.panel.opening import opened
from corcyra.panel.own import eager
from corcyra.panel.table import Column
from corcyra.sources.library import Library
from corcyra.sources.source import Field
from corcyra.world.dyads import dyad_columns, state_years
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = [
    "ATOP_LEVELS",
    "KINDS",
    "Portfolio",
    "Portfolios",
    "Weights",
    "alliance_portfolios",
    "capability_weights",
    "membership_portfolios",
    "own_portfolios",
    "own_weights",
    "portfolios",
    "vote_portfolios",
]

Codes = NDArray[np.int8]
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

KINDS = ("atop", "igo_members", "un_votes")
"""The datasets that portfolios are made of, by key."""
ATOP_LEVELS = ("atop_nonagg", "atop_neutral", "atop_consul", "atop_defense", "atop_offense")
"""Promises by rank: non-aggression 1, neutrality or consultation 2, defence or offence 3, as Häge (2011) and his data set
FPSIM grade them; 0 without any. A state is its own ally in the highest degree (Signorino and Ritter 1999)."""
RANKS = (1, 2, 2, 3, 3)
MOST = 127
"""Distinct levels that a scale may have. Ours: what one byte a cell holds."""
OF_1990 = ((260, 1990), (265, 1990), (678, 1990), (680, 1990))
"""State-years that the file of memberships has no row for: of the two Germanys and two Yemens of 1990 it has 255 and 679 alone."""


@dataclass(frozen=True, eq=False)
class Portfolio:
    """One year: ``levels`` (states, targets) holds places on the ``scale`` of the portfolios, -1 where missing.

    ``states`` rise. Raises `DataError` when the shapes do not fit.
    """

    year: int
    states: Whole
    targets: pl.Series
    levels: Codes

    def __post_init__(self) -> None:
        wanted = (self.states.size, self.targets.len())
        if self.levels.shape != wanted:
            raise DataError(
                f"the portfolios of {self.year} have the shape {self.levels.shape}, wanted {wanted}. Transpose or cut."
            )


@dataclass(frozen=True, eq=False)
class Portfolios:
    """The portfolios of some years. ``scale`` are the levels that occur or may occur, rising; its ends are the range.

    ``made`` says where they come from, as a column of a panel does; ``kind`` is how they are called in columns. ``dropped``
    counts rows that were given and not used: of states outside the system in that year, absences, other statuses.
    """

    kind: str
    scale: tuple[float, ...]
    by_year: tuple[Portfolio, ...]
    made: Column = field(default=Column("portfolio", "level toward a target", "level"))
    dropped: int = 0
    system: str = "cow"

    def __post_init__(self) -> None:
        rising = all(one < other for one, other in zip(self.scale, self.scale[1:], strict=False))
        if len(self.scale) < 2 or len(self.scale) > MOST or not rising or not np.isfinite(self.scale).all():
            told = f"a scale has 2 to {MOST} rising finite levels, given {self.scale!r:.80}."
            raise ParameterError(f"{told} Give the range in `scale`, or group the levels.")

    @property
    def years(self) -> tuple[int, ...]:
        """The years, in order."""
        return tuple(each.year for each in self.by_year)

    def __repr__(self) -> str:
        years = f"{self.years[0]}-{self.years[-1]}" if self.by_year else "no years"
        return f"<Portfolios {self.kind}: {years}, levels {', '.join(f'{each:g}' for each in self.scale[:8])}>"


@dataclass(frozen=True, eq=False)
class Weights:
    """How much each target counts: a table of ``target``, ``year`` and ``weight``, and where it comes from."""

    frame: pl.DataFrame
    made: Column

    def of(self, portfolio: Portfolio) -> Floats:
        """A weight for each target of a year; 0, which leaves it out, for a target without one."""
        year = self.frame.filter(pl.col("year") == portfolio.year).select("target", "weight")
        asked = portfolio.targets.alias("target").to_frame()
        return asked.join(year, on="target", how="left", maintain_order="left")["weight"].fill_null(0.0).to_numpy()


def portfolios(
    kind: str, years: Years | None = None, *, library: Library | None = None, by: Literal["session", "date"] = "session"
) -> Portfolios:
    """The portfolios of a dataset: ``atop`` (alliances), ``un_votes`` (votes) or ``igo_members`` (organisations).

    ``library`` is by default the user's own; ``by`` says what the year of a vote is (`vote_portfolios`). Raises `ParameterError`
    for another kind, `MissingSource` when the library lacks the dataset.
    """
    check_word("kind of portfolio", kind, KINDS)
    source = opened(kind, library)
    frame = source.read()
    if kind == "atop":
        found = alliance_portfolios(frame, years)
    else:
        found = vote_portfolios(frame, years, by=by) if kind == "un_votes" else membership_portfolios(frame, years)
    made = provenance(source, source.columns[0], getattr(source, "digest", ""))
    return replace(found, made=replace(made, parameters=(*made.parameters, *found.made.parameters)))


def alliance_portfolios(frame: Any, years: Years | None = None) -> Portfolios:
    """Promises to every state of the year, from directed dyad-years with the five columns of ATOP.

    1. The states of a year are those of the COW system on any of its days; each is a target, too.
    2. A cell is the highest promise of the state to the target: 3 defence or offence, 2 neutrality or consultation, 1
       non-aggression, 0 none. A state toward itself: 3.
    3. Two states that shared no day of the year could not promise anything: missing.

    ``years`` defaults to 1816-2018. Raises `DataError` for missing columns or a pair and year twice. Source: Häge (2011).

    >>> rows = {"state": [220, 365], "other": [365, 220], "year": [1895, 1895]}
    >>> promises = {"atop_defense": [1, 1], "atop_offense": [0, 0], "atop_neutral": [1, 1], "atop_nonagg": [0, 0]}
    >>> found = alliance_portfolios(pl.DataFrame({**rows, **promises, "atop_consul": [1, 1]}), Years(1895, 1895)).by_year[0]
    >>> france, russia = np.searchsorted(found.states, [220, 365])
    >>> found.levels[france, [russia, france, 0]].tolist()
    [3, 3, 0]
    """
    years = years or Years(1816, 2018)
    table = keyed(frame, ("state", "other", "year"), ATOP_LEVELS)
    ranks = (pl.col(name).cast(pl.Int64).clip(0, 1) * rank for name, rank in zip(ATOP_LEVELS, RANKS, strict=True))
    table = table.select("state", "other", "year", level=pl.max_horizontal(*ranks).fill_null(-1))
    members = dict(grouped(state_years(years), 1))
    one, other, when = dyad_columns(years, directed=True)
    met = dict(grouped(np.stack([one, other, when], axis=1), 2))
    promised = dict(grouped(table.select("state", "other", "year", "level").to_numpy(), 2))
    made, used = [], 0
    for year, rows in members.items():
        states = rows[:, 0]
        levels = np.full((states.size, states.size), -1, dtype=np.int8)
        pairs = met.get(year, np.empty((0, 3), dtype=np.int64))
        levels[np.searchsorted(states, pairs[:, 0]), np.searchsorted(states, pairs[:, 1])] = 0
        given = promised.get(year, np.empty((0, 4), dtype=np.int64))
        given = given[np.isin(given[:, 0], states) & np.isin(given[:, 1], states)]
        place = np.searchsorted(states, given[:, 0]), np.searchsorted(states, given[:, 1])
        levels[place] = np.where(levels[place] < 0, -1, given[:, 3])
        np.fill_diagonal(levels, max(RANKS))
        used += len(given)
        made.append(Portfolio(year, states, pl.Series("target", states), levels))
    inside = table.filter(pl.col("year").is_between(years.first, years.last)).height
    return Portfolios("atop", (0.0, 1.0, 2.0, 3.0), tuple(made), dropped=inside - used)


def vote_portfolios(
    frame: Any, years: Years | None = None, *, by: Literal["session", "date"] = "session"
) -> Portfolios:
    """Votes in the General Assembly: targets are roll calls, levels 1 yes, 2 abstention, 3 no; any other code is missing.

    ``by="session"`` gives session s the year 1945 + s, in which it opens, and so keeps its votes of the next spring with it;
    ``by="date"`` takes the year of the day. States are those that cast a vote. Raises `DataError` for missing columns, a
    vote without session or day, or a state twice in a roll call.

    >>> votes = pl.DataFrame({"roll_call": [1, 1, 2], "state": [2, 365, 2], "un_vote": [1, 3, 8], "un_vote_session": [50] * 3})
    >>> found = vote_portfolios(votes).by_year[0]
    >>> found.year, found.levels.tolist()
    (1995, [[0], [2]])
    """
    check_word("year of a vote", by, ("session", "date"))
    when = f"un_vote_{by}"
    table = keyed(frame, ("roll_call", "state"), ("un_vote", when))
    lacking = table.filter(pl.col(when).is_null() & pl.col("un_vote").is_in([1, 2, 3])).height
    if lacking:
        other = "date" if by == "session" else "session"
        raise DataError(f"{lacking} votes have no {when}. Use by={other!r}, or the publisher's file, which has both.")
    year = pl.col(when) + 1945 if by == "session" else pl.col(when).dt.year()
    cast = table.filter(pl.col("un_vote").is_in([1, 2, 3]))
    long = cast.select("state", year=year.cast(pl.Int64), target="roll_call", level=pl.col("un_vote").cast(pl.Float64))
    made = Column("portfolio", "vote", "level", parameters=(("year of a vote", by),))
    return Portfolios(
        "un_votes", (1.0, 2.0, 3.0), folded(long, (1.0, 2.0, 3.0), years), made, table.height - cast.height
    )


def membership_portfolios(frame: Any, years: Years | None = None) -> Portfolios:
    """Organisations: 1 a full member, 0 not; missing where the source does not know. Targets are those with a member.

    An associate or observer is 0: they are other ties, not grades of one. Every state of the COW system is there, since the source
    has all of them (but for 260, 265, 678 and 680 in 1990). ``years`` defaults to 1816-2014. Raises `DataError` for missing columns or a
    state, year and organisation twice.

    >>> rows = {"state": [220, 365, 220], "year": [1995] * 3, "organisation": ["nato", "cis", "oas"], "status": [1, 1, 3]}
    >>> found = membership_portfolios(pl.DataFrame(rows), Years(1995, 1995)).by_year[0]
    >>> found.targets.to_list(), found.levels[np.isin(found.states, [220, 365])].tolist()
    (['cis', 'nato'], [[0, 1], [1, 0]])
    """
    years = years or Years(1816, 2014)
    table = keyed(frame, ("state", "year", "organisation"), ("status",))
    full = pl.col("status") == 1
    known = table.filter(full.any().over("year", "organisation") & (full | pl.col("status").is_null()))
    long = known.select("state", "year", target="organisation", level=pl.when(full).then(1.0))
    universe = {year: rows[:, 0] for year, rows in grouped(state_years(years), 1)}
    universe = {
        year: states[~np.isin(states, [code for code, when in OF_1990 if when == year])]
        for year, states in universe.items()
    }
    return Portfolios(
        "igo_members", (0.0, 1.0), folded(long, (0.0, 1.0), years, 0.0, universe), dropped=table.height - known.height
    )


def own_portfolios(
    frame: Any,
    name: str = "own",
    *,
    scale: Sequence[float] | None = None,
    absent: float | None = None,
    itself: float | None = None,
    made: Column | None = None,
    system: str = "cow",
) -> Portfolios:
    """Portfolios from any table of ``state``, ``target``, ``year`` and ``level``.

    ``scale`` lists the levels that are possible, also those that do not occur: its ends are the range that distances are
    divided by. By default they are those that occur. A cell without a row is ``absent``, by default missing; ``itself`` is the level of a
    state toward itself where targets are states. ``name`` and ``made`` go into the columns of panels.

    Raises `DataError` for missing columns, a cell twice, a level outside the scale; `ParameterError` for a scale that is none.

    >>> own = pl.DataFrame({"state": [2, 2, 20], "target": ["a", "b", "b"], "year": [2000] * 3, "level": [0, 2, 1]})
    >>> own_portfolios(own, scale=(0, 1, 2)).by_year[0].levels.tolist()
    [[0, 2], [-1, 1]]
    """
    table = keyed(frame, ("state", "target", "year"), ("level",)).with_columns(
        pl.col("level").cast(pl.Float64).fill_nan(None)
    )
    found = {*table["level"].drop_nulls().to_list(), *(each for each in (absent, itself) if each is not None)}
    levels = tuple(sorted(map(float, found if scale is None else {*scale})))
    strange = sorted(found - {*levels})
    if strange:
        raise DataError(
            f"{name} has the level {strange[0]:g}, which the scale {levels!r:.80} lacks. Add it or correct the table."
        )
    made = made or Column("portfolio", "level toward a target", "level", sources=(name,))
    empty = Portfolios(name, levels, (), made, system=system)
    rows = table.select("state", "year", "target", "level")
    return replace(empty, by_year=folded(rows, levels, None, absent, itself=itself))


def own_weights(frame: Any, made: Column | None = None) -> Weights:
    """Weights from any table of ``target`` (or ``state``), ``year`` and ``weight``: numbers, finite and not below 0.

    Only their proportions matter. Raises `DataError` for missing columns, a target and year twice, or a bad weight.

    >>> own_weights(pl.DataFrame({"state": [2], "year": [2000], "weight": [0.14]})).frame.rows()
    [(2, 2000, 0.14)]
    """
    table = eager(frame, "weights")
    table = table.rename({"state": "target"}) if "target" not in table.columns and "state" in table.columns else table
    table = keyed(table, ("target", "year"), ("weight",)).with_columns(pl.col("weight").cast(pl.Float64).fill_nan(None))
    bad = table.filter((pl.col("weight") < 0) | pl.col("weight").is_infinite())
    if bad.height:
        raise DataError(
            f"the weight of {bad['target'][0]} in {bad['year'][0]} is {bad['weight'][0]:g}. Give finite weights of 0 or more."
        )
    return Weights(table, made or Column("weight", "weight of a target", "weight", sources=("own weights",)))


def capability_weights(library: Library | None = None) -> Weights:
    """Each state's share of the world's capabilities, CINC of the dataset ``nmc``, as Signorino and Ritter (1999) weigh targets.

    Raises `MissingSource` when the library lacks the dataset.
    """
    source = opened("nmc", library)
    cinc: Field = next(each for each in source.columns if each.name == "cinc")
    frame = source.read().select("state", "year", weight="cinc")
    return own_weights(frame, provenance(source, cinc, getattr(source, "digest", "")))


def keyed(frame: Any, keys: Sequence[str], values: Sequence[str]) -> pl.DataFrame:
    """The keys and values of any dataframe; `DataError` when a column lacks, a key is missing, or one is there twice."""
    table = eager(frame, "the table of portfolios")
    lacking = [name for name in (*keys, *values) if name not in table.columns]
    if lacking:
        raise DataError(f"the table lacks the columns {', '.join(lacking)}. It has: {', '.join(table.columns)}.")
    table = table.select(*keys, *values)
    numbers = [name for name in keys if name in ("state", "other", "year") or table[name].dtype.is_integer()]
    table = table.with_columns(pl.col(numbers).cast(pl.Int64))
    if table.select(pl.any_horizontal(pl.col(keys).is_null()).any()).item():
        raise DataError(f"the table has rows without a whole key ({', '.join(keys)}). Drop them or give their keys.")
    twice = table.select(keys).is_duplicated()
    if twice.any():
        raise DataError(
            f"the table has {', '.join(keys)} {table.filter(twice).select(keys).row(0)} more than once. Keep one row."
        )
    return table


def grouped(rows: Whole, column: int) -> Iterator[tuple[int, Whole]]:
    """Rows by the value of one column, in its order; rows keep their order."""
    ordered = rows[np.argsort(rows[:, column], kind="stable")]
    values, starts = np.unique(ordered[:, column], return_index=True)
    yield from zip(values.tolist(), np.split(ordered, starts[1:]), strict=False)


def folded(
    long: pl.DataFrame,
    scale: Sequence[float],
    years: Years | None,
    absent: float | None = None,
    universe: dict[int, Whole] | None = None,
    itself: float | None = None,
) -> tuple[Portfolio, ...]:
    """A long table (state, year, target, level) as one matrix a year.

    Cells without a row are ``absent``, by default missing; ``universe`` gives the states of each year, by default those in the table.
    """
    if years is not None:
        long = long.filter(pl.col("year").is_between(years.first, years.last))
    made = []
    for part in long.sort("year", maintain_order=True).partition_by("year", maintain_order=True):
        year = int(part["year"][0])
        if universe is not None:
            part = part.filter(pl.col("state").is_in(universe[year].tolist()))
        states = np.unique(part["state"].to_numpy()) if universe is None else universe[year]
        targets = part["target"].unique().sort()
        blank = -1 if absent is None else scale.index(float(absent))
        levels = np.full((states.size, targets.len()), blank, dtype=np.int8)
        levels[np.searchsorted(states, part["state"].to_numpy()), places(part["target"], targets)] = coded(
            part["level"], scale
        )
        if itself is not None:
            same = states[:, None] == targets.cast(pl.Int64).to_numpy()[None, :]
            levels[same] = scale.index(float(itself))
        made.append(Portfolio(year, states, targets, levels))
    return tuple(made)


def places(values: pl.Series, among: pl.Series) -> Whole:
    """The place of each value in a series without repeats."""
    table = among.alias("value").to_frame().with_row_index("place")
    asked = values.alias("value").to_frame()
    return asked.join(table, on="value", how="left", maintain_order="left")["place"].to_numpy().astype(np.int64)


def coded(levels: pl.Series, scale: Sequence[float]) -> Codes:
    """The place of each level on the scale, -1 where missing."""
    return np.where(
        levels.is_null().to_numpy(), -1, np.searchsorted(np.array(scale), levels.fill_null(scale[0]).to_numpy())
    ).astype(np.int8)
