"""Appeals for help, and the highest step the power addressed took."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import LEADS, FactSource, complete, dyads

__all__ = ["STEPS", "Appeals"]

STEPS = {"none": 0.0, "statement": 0.2, "fact-finding": 0.4, "mediation": 0.6, "materiel": 0.8, "troops": 1.0}
"""The steps of a patron in their order, evenly spaced (ours: the order is the coders', the distances are not known)."""


class Appeals(FactSource):
    """Appeals that ``state`` made to ``other`` in the year they began, and the answer.

    Universe: all directed dyads among the states of the facts, 1992-2024. Zeros are lower bounds: no appeal is on file for
    Azerbaijan and Georgia as parties to the treaty of 1992 (1994-99), and Uzbek and Kazakh cases before 1999 were not
    searched. An appeal to the CIS or the CSTO is one to Russia; to NATO or the EU, one to the United States. Response and
    cost are coders' judgements, and the response may be that of several powers together. ``patron_response`` is null where
    nobody appealed.

    >>> frame = Appeals().read()
    >>> frame.filter((pl.col("state") == 371) & (pl.col("other") == 365) & (pl.col("year") == 2022)).row(0)
    (371, 365, 2022, 2, 0.30000000000000004, 0.0)
    """

    key = "appeals"
    title = "Appeals to patrons"
    citations: tuple[str, ...] = ("corcyrafacts",)
    unit: Unit = "directed-dyad-year"
    tables = ("appeals",)
    columns: tuple[Field, ...] = (
        Field("appeals", "appeals begun", "count", 0, None, "appeals"),
        Field("patron_response", "mean answer: 0 none to 1 troops", "share", 0.0, 1.0, "appeals"),
        Field("response_cost", "mean cost to the patron: 0 words only to 3 a war effort", "scale", 0.0, 3.0, "appeals"),
    )

    def read(self) -> pl.DataFrame:
        """One row a directed dyad and year."""
        rows = load("appeals").explode("addressed_iso3").with_columns(power=pl.col("addressed_iso3").replace(LEADS))
        codes = load("actors").select(power="code", other="cow").filter(pl.col("other") != "-")
        named = rows.join(codes, on="power").with_columns(pl.col("other").cast(pl.Int64)).unique(["id", "other"])
        counted = named.group_by(state="cow", other="other", year=pl.col("start_first").dt.year().cast(pl.Int64)).agg(
            appeals=pl.len().cast(pl.Int64),
            patron_response=pl.col("response").replace_strict(STEPS, return_dtype=pl.Float64).mean(),
            response_cost=pl.col("patron_cost").mean(),
        )
        return complete(dyads(), counted, {"appeals": 0})
