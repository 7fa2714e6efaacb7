"""Publishers' own state numbers made those of a state system, and one row a year where a state changed its number.

Datasets that say they use Correlates of War numbers often mean their own: Polity gives the Soviet Union 364 and
Kosovo the number that COW gives Montenegro. A join on such a number is wrong without a word. Each dataset therefore
lists what it changes as a tuple of `Renumber`, in its own file, where a reader can check it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from corcyra.world.spells import check_word

__all__ = ["KEEPS", "Renumber", "newest", "renumber"]

KEEPS = ("new", "old")
"""Which of two rows of one state and year is kept: of the number or name that goes on, or of the one that ends."""


@dataclass(frozen=True)
class Renumber:
    """In the years ``first`` to ``last`` (both included) the publisher's number ``given`` is the system's number
    ``to``."""

    given: int
    to: int
    first: int = 0
    last: int = 9999


def renumber(code: str, year: str, rules: Sequence[Renumber]) -> pl.Expr:
    """The column ``code`` with every rule applied to what the publisher gave (never to the result of another rule).

    >>> frame = pl.DataFrame({"ccode": [364, 305, 305], "year": [1950, 1900, 1950]})
    >>> frame.select(renumber("ccode", "year", (Renumber(364, 365), Renumber(305, 300, last=1918))))["ccode"].to_list()
    [365, 300, 305]
    """
    given, when = pl.col(code).cast(pl.Int64), pl.col(year)
    found = pl.lit(None, pl.Int64)
    for rule in rules:
        applies = (given == rule.given) & when.is_between(rule.first, rule.last)
        found = pl.when(applies).then(pl.lit(rule.to, pl.Int64)).otherwise(found)
    return pl.coalesce(found, given).alias(code)


def newest(frame: pl.DataFrame, label: str, keep: str, values: Sequence[str]) -> pl.DataFrame:
    """One row for each state and year where a publisher has two under different labels (Yugoslavia and Serbia).

    1. A row without any of the ``values`` gives way to one that has some.
    2. Of the rest, ``new`` keeps the label whose unbroken run of years goes on longest (of two that end together, the one that
       began last), ``old`` the one that ends first.

    Raises `ParameterError` for an unknown ``keep``.

    >>> frame = pl.DataFrame({"state": [365, 365, 365], "year": [1921, 1922, 1922], "code": [365, 365, 364], "x": [1, 1, 2]})
    >>> newest(frame, "code", "new", ["x"])["x"].to_list(), newest(frame, "code", "old", ["x"])["x"].to_list()
    ([1, 2], [1, 1])
    """
    check_word("keep", keep, KEEPS)
    filled = pl.any_horizontal(pl.col(value).is_not_null() for value in values)
    ordered = frame.with_columns(filled=filled).sort("filled", label, "year")
    broken = (pl.col("year").diff() != 1).fill_null(True)
    runs = ordered.with_columns(run=broken.cum_sum().over("filled", label))
    run = ("filled", label, "run")
    spans = runs.with_columns(begun=pl.col("year").min().over(run), ended=pl.col("year").max().over(run))
    new = keep == "new"
    best = spans.sort("filled", "ended", "begun", "year", descending=[True, new, new, False], maintain_order=True)
    kept = best.unique(["state", "year"], keep="first", maintain_order=True)
    return kept.select(frame.columns).sort("state", "year")
