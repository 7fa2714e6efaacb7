"""What two peoples have in common: religion, language, and a past in one empire."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, dyads

__all__ = ["Identity"]

NO_RELIGION = "none or mixed"


class Identity(FactSource):
    """Closeness of two states by majority religion, titular language and imperial past; constant over the years.

    Universe: all directed dyads among the states of the facts, 1992-2024, both directions equal. ``same_religion``: 1 the same
    branch, 0.5 the same family, 0 otherwise; states without a majority religion are close to none (ours). The same steps hold
    for ``language_proximity``. ``same_empire`` is 1 for two states of the former Russian Empire and USSR, Russia included; rule
    by others over parts of a state is left out. Sameness is no amity: theories say what follows from it.

    >>> frame = Identity().read().filter((pl.col("state") == 373) & (pl.col("other") == 640) & (pl.col("year") == 2000))
    >>> frame.row(0)[3:]
    (0.5, 1.0, 0)
    """

    key = "identity"
    title = "Shared religion, language and empire"
    citations: tuple[str, ...] = ("corcyrafacts", "pew2017religious", "ethnologue")
    unit: Unit = "directed-dyad-year"
    tables = ("states",)
    columns: tuple[Field, ...] = (
        Field("same_religion", "1 the same branch of religion, 0.5 the same family", "share", 0.0, 1.0, "identity"),
        Field(
            "language_proximity", "1 the same branch of languages, 0.5 the same family", "share", 0.0, 1.0, "identity"
        ),
        Field("same_empire", "1 if both belonged to one empire, its centre included", "yes or no", 0, 1, "identity"),
    )

    def read(self) -> pl.DataFrame:
        """One row a directed dyad and year."""
        kept = ["religion_family", "religion_branch", "language_family", "language_branch", "empire"]
        people = load("states").select("cow", *kept)
        frame = dyads().join(people, left_on="state", right_on="cow")
        frame = frame.join(people, left_on="other", right_on="cow", suffix="_other")
        believes = pl.col("religion_family") != NO_RELIGION
        return frame.select(
            "state", "other", "year",
            same_religion=pl.when(believes).then(_steps("religion")).otherwise(0.0),
            language_proximity=_steps("language"),
            same_empire=(pl.col("empire") == pl.col("empire_other")).cast(pl.Int64),
        ).sort("state", "other", "year")  # fmt: skip


def _steps(what: str) -> pl.Expr:
    family = pl.col(f"{what}_family") == pl.col(f"{what}_family_other")
    branch = family & (pl.col(f"{what}_branch") == pl.col(f"{what}_branch_other"))
    return pl.when(branch).then(1.0).when(family).then(0.5).otherwise(0.0)
