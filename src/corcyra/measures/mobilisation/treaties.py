"""Which promises make an ally: the kinds of treaty, and who is bound to a patron in which years."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

import polars as pl

from corcyra.errors import MissingColumn, MissingSource, SpanError, UnknownName
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.atop import Atop
from corcyra.sources.datasets.atop_pacts import AtopPacts
from corcyra.sources.datasets.un_roll_calls import UnRollCalls
from corcyra.sources.datasets.un_votes import UnVotes
from corcyra.sources.datasets.un_votes_package import UnVotesPackage
from corcyra.sources.library import Library, missing
from corcyra.world.time import Years

__all__ = ["TREATIES", "Treaty", "ally_years", "check_library", "soft_years", "treaty"]


@dataclass(frozen=True)
class Treaty:
    """What makes an ally: a column of a dataset of directed dyad-years in which the *patron* is the state that promises."""

    key: str
    meaning: str
    dataset: Atop | AtopPacts
    columns: tuple[str, ...]


TREATIES = (
    Treaty("atop_consul", "the patron promises consultation (ATOP 5.1); no promise to fight", Atop(), ("atop_consul",)),
    Treaty("atop_defense", "the patron promises defence (ATOP 5.1)", Atop(), ("atop_defense",)),
    Treaty("atop_nonagg", "the patron promises non-aggression (ATOP 5.1)", Atop(), ("atop_nonagg",)),
    Treaty(
        "atop_pacts",
        "the patron promises defence, umbrella treaties left out (ATOP 4.01)",
        AtopPacts(),
        ("atop_pact_defense",),
    ),
    Treaty(
        "atop_pacts_all",
        "the patron promises defence, umbrella treaties included (ATOP 4.01)",
        AtopPacts(),
        ("atop_pact_defense", "atop_pact_defense_umbrella"),
    ),
)


def treaty(key: str) -> Treaty:
    """The treaty kind of that name; raises `UnknownName`.

    >>> treaty("atop_defense").meaning
    'the patron promises defence (ATOP 5.1)'
    """
    for each in TREATIES:
        if each.key == key:
            return each
    known = [each.key for each in TREATIES]
    near = difflib.get_close_matches(key, known, 3, 0.5)
    remedy = f"Use one of: {', '.join(known)}." if near else "Use one of these."
    raise UnknownName("kind of treaty", key, near or known, remedy=remedy)


def check_library(library: Library, treaties: str | pl.DataFrame, votes: pl.DataFrame | None) -> None:
    """Raise one `MissingSource` with one command for the treaties, votes and roll calls that the library lacks.

    Roll calls may lack when the votes are there: importance and issues are then missing, not the answer.
    """
    wanted: list[Dataset] = [] if isinstance(treaties, pl.DataFrame) else [treaty(treaties).dataset]
    if votes is None and not (library.has(UnVotesPackage()) or library.has(UnVotes())):
        wanted += [UnRollCalls(), UnVotesPackage()]
    lacking = sorted((each for each in wanted if not library.has(each)), key=lambda each: each.key)
    if lacking:
        told = ", ".join(each.key for each in lacking)
        raise MissingSource(f"these sources are not in the library: {told}. Run: {missing(lacking)}")


def ally_years(
    library: Library, patron: int, years: Years, treaties: str | pl.DataFrame = "atop_defense"
) -> pl.DataFrame:
    """State-years in which the patron is bound to the state, sorted: columns state, year.

    ``treaties`` is a kind of `TREATIES` or a coding of your own: a frame with state and year, one row for each year of alliance.
    The promise is read from the patron to the state: Japan and Pakistan are so allies of the United States, which they do not promise
    to defend. Raises `SpanError` for years that the dataset does not cover: missing is not the same as no alliance.
    """
    if isinstance(treaties, pl.DataFrame):
        lacking = [name for name in ("state", "year") if name not in treaties.columns]
        if lacking:
            raise MissingColumn(f"the treaties lack {', '.join(lacking)}. Give one row a state and year of alliance.")
        own = treaties.select(pl.col("state").cast(pl.Int64), pl.col("year").cast(pl.Int64)).unique()
    else:
        kind = treaty(treaties)
        covers = kind.dataset.covers
        if years.first < covers.first or years.last > covers.last:
            raise SpanError(
                f"{kind.dataset.key} covers {covers}, not {years}. Choose years within, or give treaties of your own."
            )
        bound = pl.any_horizontal(pl.col(name) == 1 for name in kind.columns)
        table = library.table(kind.dataset).filter((pl.col("state") == patron) & bound)
        own = table.select(pl.col("other").cast(pl.Int64).alias("state"), pl.col("year").cast(pl.Int64)).unique()
    return own.filter(pl.col("year").is_between(years.first, years.last) & (pl.col("state") != patron)).sort(
        "state", "year"
    )


SOFT = {"consul": "consultation", "neutral": "neutrality", "nonagg": "non-aggression"}
"""Promises of ATOP without a duty to fight, and their words."""
FIGHTING = ("atop_defense", "atop_offense")


def soft_years(library: Library, patron: int, years: Years) -> dict[str, pl.DataFrame]:
    """State-years with a promise of the patron that does not bind it to fight, by its word; those with defence or offence are left out.

    Such a treaty obliges nobody to a common front, so an effect of it on votes speaks against reading that of a defence pact as
    mobilisation (SCIENCE E3). Raises `MissingSource`, and `SpanError` for years that ATOP does not cover.
    """
    covers = Atop().covers
    if years.first < covers.first or years.last > covers.last:
        raise SpanError(f"atop covers {covers}, not {years}. Choose years within.")
    table = library.table(Atop()).filter(
        (pl.col("state") == patron)
        & pl.col("year").is_between(years.first, years.last)
        & pl.all_horizontal(pl.col(name) == 0 for name in FIGHTING)
    )
    keys = [pl.col("other").cast(pl.Int64).alias("state"), pl.col("year").cast(pl.Int64)]
    return {
        word: table.filter(pl.col(f"atop_{name}") == 1).select(keys).sort("state", "year")
        for name, word in SOFT.items()
    }
