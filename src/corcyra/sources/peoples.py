"""The titular people of each state, its religion and its language."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, states

__all__ = ["Peoples"]


class Peoples(FactSource):
    """Share of the titular people, majority religion and titular language.

    Universe: the states of the facts, 1992-2024. ``titular_share`` is that of the last census that had been held: the Soviet one of
    1989 until the year of the later census or estimate, then that one; for powers there is one figure, from its year on, and nothing before. Censuses
    leave out territory outside control (Georgia 2014, Moldova 2014). The figures for Turkey, Iran and Uzbekistan are
    estimates. The titular idea does not fit the United States.

    >>> frame = Peoples().read().filter(pl.col("state") == 372)
    >>> frame.filter(pl.col("year").is_in([2013, 2014])).select("titular_share", "religion").rows()
    [(0.701, 'Orthodox'), (0.868, 'Orthodox')]
    """

    key = "peoples"
    title = "Peoples, religion and language"
    citations: tuple[str, ...] = ("corcyrafacts", "goskomstat1989census", "pew2017religious", "ethnologue")
    unit: Unit = "state-year"
    tables = ("states",)
    columns: tuple[Field, ...] = (
        Field("titular_share", "share of the titular people in the population", "share", 0.0, 1.0, "peoples"),
        Field("religion", "branch of the majority religion", "text", None, None, "peoples"),
        Field("religion_family", "family of the majority religion", "text", None, None, "peoples"),
        Field("language_family", "family of the titular language", "text", None, None, "peoples"),
        Field("language_branch", "branch of the titular language", "text", None, None, "peoples"),
    )

    def read(self) -> pl.DataFrame:
        """One row a state and year."""
        rows = load("states").rename({"cow": "state", "religion_branch": "religion"})
        frame = states().join(rows, on="state").with_columns(titular_share=_last_census() / 100.0)
        return frame.select("state", "year", *(field.name for field in self.columns)).sort("state", "year")


def _last_census() -> pl.Expr:
    """Per cent in the last census held by ``year``."""
    held = pl.col("year") >= pl.col("titular_share_year")
    return pl.when(held).then(pl.col("titular_share")).otherwise(pl.col("titular_share_1989"))
