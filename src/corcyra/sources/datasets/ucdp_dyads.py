"""States on opposite sides of an armed conflict of UCDP and PRIO, by dyad and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.datasets._ucdp import INTERSTATE, ArmedConflict, actors
from corcyra.sources.source import Field, Unit

__all__ = ["UcdpDyads"]

LEVELS = "0 none, 1 from 25 deaths, 2 war from 1000 deaths in the year"


@dataclass(frozen=True)
class UcdpDyads(ArmedConflict):
    """Pairs of states on opposite sides of a UCDP/PRIO armed conflict, release 25.1 (Davies et al. 2025), 1946-2024.

    ``ucdp_interstate_intensity`` is of conflicts between the two as primary parties; ``ucdp_opposed_intensity`` also of those in
    which one or both only send troops to a side, conflicts within a state included: a state that fights beside rebels is
    opposed to the government and to the government's supporters. The level is that of the whole conflict in the year, not of
    what the two did to each other. So the war of 2020 over Nagorno-Karabakh, which the publisher lists as one within Azerbaijan
    with troops of Armenia, is in the second column alone. ``release`` as in `Ucdp`.

    Universe: all pairs of states of the Gleditsch-Ward list from 1946 to the last year of the release; there, 0 means no such
    conflict with 25 deaths. Clashes below that are not in, and neither are rebels whom a state arms without troops of its own.

    >>> UcdpDyads().unit, UcdpDyads().codes
    ('dyad-year', 'gw')
    """

    key = "ucdp_dyads"
    title = "States on opposite sides of armed conflicts (UCDP/PRIO)"
    unit: ClassVar[Unit] = "dyad-year"
    downloads = (ArmedConflict.file("25.1"),)
    columns = (
        Field(
            "ucdp_interstate_intensity",
            f"level of the conflict between the two as primary parties: {LEVELS}",
            "level",
            0,
            2,
            "conflicts",
        ),
        Field(
            "ucdp_opposed_intensity",
            f"level of the conflict in which the two are on opposite sides: {LEVELS}",
            "level",
            0,
            2,
            "conflicts",
        ),
    )
    fills: ClassVar[Mapping[str, float]] = {"ucdp_interstate_intensity": 0, "ucdp_opposed_intensity": 0}

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a pair on opposite sides and year."""
        found = actors(*self.table(files)).with_columns(primary=pl.col("role").str.ends_with("_2nd").not_())
        one, other = (found.filter(pl.col("role").str.starts_with(side)) for side in ("gwno_a", "gwno_b"))
        pairs = one.join(other, on=["conflict_id", "year"], suffix="_other").filter(
            pl.col("state") != pl.col("state_other")
        )
        between = (pl.col("kind") == INTERSTATE) & pl.col("primary") & pl.col("primary_other")
        return pairs.group_by(
            state1=pl.min_horizontal("state", "state_other"), state2=pl.max_horizontal("state", "state_other"), year="year"
        ).agg(
            pl.col("intensity").filter(between).max().fill_null(0).alias("ucdp_interstate_intensity"),
            pl.col("intensity").max().alias("ucdp_opposed_intensity"),
        ).sort("state1", "state2", "year")  # fmt: skip
