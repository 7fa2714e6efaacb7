"""Troops that a state sends into another's war within its borders: UCDP and PRIO, by directed dyad and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.datasets._ucdp import INTERNAL, ArmedConflict, actors
from corcyra.sources.source import Field, Unit

__all__ = ["UcdpSupport"]


@dataclass(frozen=True)
class UcdpSupport(ArmedConflict):
    """Who sent troops into ``state``'s internal armed conflict: UCDP/PRIO, release 25.1 (Davies et al. 2025), 1946-2024.

    ``other`` is a secondary warring party: it took part with troops on the side of the government of ``state``
    (``ucdp_support``) or of its opponents (``ucdp_rebel_support``). Arms, money and shelter do not count. A state's troops
    are named as the publisher names them, whether acknowledged or not. ``release`` as in `Ucdp`.

    Universe: all directed pairs of states of the Gleditsch-Ward list from 1946 to the last year of the release; there, 0
    means no troops in a conflict with 25 deaths.

    >>> UcdpSupport().unit, sorted(UcdpSupport().fills)
    ('directed-dyad-year', ['ucdp_rebel_support', 'ucdp_support'])
    """

    key = "ucdp_support"
    title = "Troops sent into internal armed conflicts (UCDP/PRIO)"
    unit: ClassVar[Unit] = "directed-dyad-year"
    downloads = (ArmedConflict.file("25.1"),)
    columns = (
        Field("ucdp_support", "other sent troops in aid of state's government", "0/1", 0, 1, "conflicts"),
        Field(
            "ucdp_rebel_support",
            "other sent troops in aid of those who fight state's government",
            "0/1",
            0,
            1,
            "conflicts",
        ),
    )
    fills: ClassVar[Mapping[str, float]] = {"ucdp_support": 0, "ucdp_rebel_support": 0}

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state with an internal conflict, another that sent troops, and year."""
        found = actors(*self.table(files)).filter(pl.col("kind").is_in(INTERNAL))
        key = ["conflict_id", "year"]
        home = found.filter(pl.col("role") == "gwno_a").select(*key, "state")
        sent = found.filter(pl.col("role").str.ends_with("_2nd")).select(*key, "role", other="state")
        pairs = home.join(sent, on=key).filter(pl.col("state") != pl.col("other"))
        return pairs.group_by("state", "other", "year").agg(
            (pl.col("role") == "gwno_a_2nd").any().cast(pl.Int64).alias("ucdp_support"),
            (pl.col("role") == "gwno_b_2nd").any().cast(pl.Int64).alias("ucdp_rebel_support"),
        ).sort("state", "other", "year")  # fmt: skip
