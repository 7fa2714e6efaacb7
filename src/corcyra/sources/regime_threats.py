"""Threats to those who rule: protest, plots, mutinies, coups."""

from __future__ import annotations

import polars as pl

from corcyra.sources.facts import load
from corcyra.sources.source import Field, Unit
from corcyra.sources.yearly import FactSource, complete, on_span, states, touches

__all__ = ["COUPS", "RegimeThreats"]

COUPS = ("coup", "coup attempt")


class RegimeThreats(FactSource):
    """Threats to the rulers that touch the year.

    Universe: the states of the facts, 1992-2024; 0 means that none is on file. Powers are covered only where it matters for
    the region. Severity is the coders': 1 minor, 2 serious, 3 office at stake. Alleged plots rest on the official account.
    Whether a fall was a coup or a revolution is often contested; the row's note says by whom.

    >>> frame = RegimeThreats().read().filter(pl.col("state") == 373)
    >>> frame.filter(pl.col("year").is_in([1993, 1995, 2007])).select("regime_threat", "coup").rows()
    [(3, 1), (3, 1), (0, 0)]
    """

    key = "regime_threats"
    title = "Threats to rulers"
    citations: tuple[str, ...] = ("corcyrafacts", "powell2011coups", "gleditsch2002armed")
    unit: Unit = "state-year"
    tables = ("regime_threats",)
    columns: tuple[Field, ...] = (
        Field("regime_threat", "gravest threat of the year", "scale", 0, 3, "regime_threats"),
        Field("regime_threats", "severity of all threats, summed", "severity", 0, None, "regime_threats"),
        Field("coup", "1 if there was a coup or an attempt", "yes or no", 0, 1, "regime_threats"),
    )

    def read(self) -> pl.DataFrame:
        """One row a state and year."""
        rows = on_span(load("regime_threats").rename({"cow": "state"})).filter(touches())
        counted = rows.group_by("state", "year").agg(
            regime_threat=pl.col("severity").max(),
            regime_threats=pl.col("severity").sum(),
            coup=pl.col("kind").is_in(COUPS).any().cast(pl.Int64),
        )
        return complete(states(), counted, {field.name: 0 for field in self.columns})
