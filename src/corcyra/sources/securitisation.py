"""Official framings: whom a state names as a threat, and whom it ceases to name."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import LEADS, FactSource, complete, dyads

__all__ = ["Securitisation"]


class Securitisation(FactSource):
    """Securitising and desecuritising moves of ``state`` about ``other`` in the year.

    Universe: all directed dyads among the states of the facts, 1992-2024; 0 means that no move is on file, and the search was
    thin for Central Asia and for the powers, so zeros are lower bounds. NATO and the West as a whole count for the United
    States (`corcyra.sources.yearly.LEADS`); "all blocs" and targets that are no states count for nobody. A move is one
    document or speech: long doctrines count no more than short statements.

    >>> frame = Securitisation().read()
    >>> frame.filter((pl.col("state") == 704) & (pl.col("other") == 2) & (pl.col("year") == 2005))["securitised"][0]
    2
    """

    key = "securitisation"
    title = "Securitising moves"
    citations: tuple[str, ...] = ("corcyrafacts", "baturo2017debate")
    unit: Unit = "directed-dyad-year"
    tables = ("securitisation",)
    columns: tuple[Field, ...] = (
        Field("securitised", "moves that name the other a threat", "count", 0, None, "securitisation"),
        Field("desecuritised", "moves that talk the threat down", "count", 0, None, "securitisation"),
    )

    def read(self) -> pl.DataFrame:
        """One row a directed dyad and year; the speaker first."""
        codes = load("actors").select(power="code", other="cow").filter(pl.col("other") != "-")
        rows = load("securitisation").with_columns(power=pl.col("target_iso3").replace(LEADS))
        named = rows.join(codes, on="power").with_columns(pl.col("other").cast(pl.Int64))
        counted = named.group_by(state="cow", other="other", year=pl.col("date_first").dt.year().cast(pl.Int64)).agg(
            securitised=(pl.col("move") == "securitise").sum().cast(pl.Int64),
            desecuritised=(pl.col("move") == "desecuritise").sum().cast(pl.Int64),
        )
        return complete(dyads(), counted, {"securitised": 0, "desecuritised": 0})
