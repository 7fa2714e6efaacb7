"""How often a state and a power voted alike in the UN General Assembly."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corcyra.errors import DataError, MissingColumn
from figure_tables.reading import read_columns
from figure_tables.table import Download, Request, Table
from figure_tables.un_ideal import FIRST_SESSION_YEAR

__all__ = ["FEWEST", "TABLE", "agreement"]

VOTES = Download(
    "votes",
    ("UNVotes.csv", "UNVotes-1.csv", "UNGA_votes_1946-2022_from_fpsim.parquet"),
    "UN General Assembly roll-call votes by member (UNVotes.csv)",
    "https://doi.org/10.7910/DVN/LEJUQZ",
)

YES, NO = 1, 3


FEWEST = 10
"""Ours: a share of fewer than ten roll calls is left empty, its counts stay. Below ten the standard error of a share near
one half exceeds 0.16. The release counts two votes of Turkey in session 78, after its name changed to Türkiye; shares of
these two would read as full agreement or none."""


def agreement(
    ours: NDArray[np.int64], theirs: NDArray[np.int64], contested: NDArray[np.bool_], *, fewest: int = FEWEST
) -> dict[str, float | int | None]:
    """Agreement of two states over the roll calls of one session.

    Votes are 1 yes, 2 abstain, 3 no, 0 not cast, one per roll call; ``contested`` marks roll calls on which the members
    that voted did not all vote alike. As in Bailey, Strezhnev and Voeten (2017), agreement on a roll call is
    1 - |difference| / 2 (1 alike, 0.5 abstention against yes or no, 0 yes against no), averaged over contested roll calls
    in which both voted. The standard error is s / sqrt(n) with the sample standard deviation s (ours: roll calls taken as
    exchangeable draws). A share of fewer than ``fewest`` (at least 2) roll calls is missing.

    >>> votes = np.array([[1, 1, 2, 3, 0], [1, 3, 3, 3, 1]])
    >>> found = agreement(*votes, contested=np.array([False, True, True, True, True]), fewest=2)
    >>> found["agreement"], found["contested_votes"], found["identical"], found["shared_votes"]
    (0.5, 3, 0.5, 4)
    """
    both = (ours > 0) & (theirs > 0)
    scores = 1 - np.abs(ours - theirs)[both & contested] / 2
    shared, many = int(both.sum()), len(scores)
    return {
        "agreement": float(scores.mean()) if many >= fewest else None,
        "agreement_se": float(scores.std(ddof=1) / np.sqrt(many)) if many >= fewest else None,
        "contested_votes": many,
        "identical": float((ours == theirs)[both].mean()) if shared >= fewest else None,
        "shared_votes": shared,
    }


def compile_un_agreement(request: Request, paths: Mapping[str, Path]) -> pl.DataFrame:
    """One row per state, power and session year in which both cast a vote on at least one roll call."""
    votes = read_votes(paths["votes"])
    rows: list[dict[str, Any]] = []
    for year in request.years:
        session = votes.filter(pl.col("session") == year - FIRST_SESSION_YEAR)
        if session.height:
            rows += session_rows(session, request, year)
    if not rows:
        raise DataError(f"no votes of {request.years} by the named states. Check the years.", file=paths["votes"])
    return pl.DataFrame(rows, infer_schema_length=None)


def read_votes(path: Path) -> pl.DataFrame:
    """Votes cast (yes, abstain, no) by session, roll call and member.

    A roll call numbered session * 1000 + n (``resid``) tells its session; else a column ``session`` must. A vote listed
    twice counts once.
    """
    try:
        votes = read_columns(path, [["rcid"], ["session"], ["ccode"], ["vote"]])
    except MissingColumn:
        votes = read_columns(path, [["rcid", "resid"], ["ccode"], ["vote"]])
        votes = votes.with_columns((pl.col("rcid") // 1000).alias("session"))
    whole = votes.select(pl.col("session", "rcid", "ccode", "vote").cast(pl.Int64))
    cast = whole.filter(pl.col("vote").is_between(YES, NO)).unique(maintain_order=True)
    if cast.select("session", "rcid", "ccode").is_duplicated().any():
        raise DataError("a member casts two different votes on one roll call. Fetch the file again.", file=path)
    return cast


def session_rows(session: pl.DataFrame, request: Request, year: int) -> list[dict[str, Any]]:
    """The rows of one session: every named state with every power."""
    grid = session.pivot(on="ccode", index="rcid", values="vote").drop("rcid")
    names = {int(name): at for at, name in enumerate(grid.columns)}
    table = grid.fill_null(0).to_numpy().astype(np.int64)
    highest = table.max(axis=1)
    contested = np.where(table > 0, table, NO + 1).min(axis=1) < highest
    rows = []
    for state in request.states:
        for power in request.powers:
            if state == power or state not in names or power not in names:
                continue
            found = agreement(table[:, names[state]], table[:, names[power]], contested)
            if found["shared_votes"]:
                rows.append({"state": state, "other": power, "year": year, **found})
    return rows


TABLE = Table(
    name="un_agreement",
    keys=("state", "other", "year"),
    decimals={"agreement": 4, "agreement_se": 4, "contested_votes": 0, "identical": 4, "shared_votes": 0},
    downloads=(VOTES,),
    dataset="United Nations General Assembly voting data",
    version="votes to June 2024 (sessions 1-78)",
    citations=("voeten2024unvotes", "bailey2017estimating"),
    licence="CC0-1.0",
    address="https://doi.org/10.7910/DVN/LEJUQZ",
    done="Computed from the votes of members: year = session + 1945; agreement is the mean of 1 - |difference| / 2 over roll "
    "calls that were not unanimous and on which both voted; identical is the share of equal votes over all roll calls on "
    "which both voted; absence is no vote; a share of fewer than ten roll calls is left empty.",
    compile=compile_un_agreement,
)
