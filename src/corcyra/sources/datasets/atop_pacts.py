"""ATOP pacts: the deepest promise between two states, umbrella treaties kept apart, from the member-level file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.commitments import UMBRELLA
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.atop_alliances import check_threshold
from corcyra.sources.datasets.atop_members import MEMBERS, member_spells
from corcyra.sources.source import Field
from corcyra.sources.spans import yearly
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word, states
from corcyra.world.time import Years

__all__ = ["AtopPacts"]

DEEP, SHALLOW = 3, 1


@dataclass(frozen=True)
class AtopPacts(Dataset):
    """The deepest promise in force from one state to another, non-umbrella and umbrella treaties apart; from ATOP 4.01.

    Universe: ordered pairs of states of the COW system, 1815-2016; a pair without a row had no alliance, so its columns are 0.
    Tiers as in `corcyra.sources.commitments`: 3 defence or offence, 1 neutrality, non-aggression or consultation, 0 none (2,
    bases and defence co-operation, is not in ATOP). A treaty counts when both states are members of one phase of it on one
    day of the year, by ``rule``: on ``any-day``, or on ``jan-1``, ``jul-1`` or ``dec-31``.

    A treaty is an umbrella while it has ``threshold`` members or more in that year, by the same rule (ours: 8). So the Collective
    Security Treaty is one in 1993-1999 (eight, then nine members) and none from 2000 (six), which leaves Armenia and Russia at
    tier 1 in 1993-1996, before their treaty of 1997; and NATO is one always: read ``atop_pact_tier_umbrella`` beside the
    other. ``atop_pact_weight`` uses all treaties: the greatest of tier / 3 divided by the number of allies (members less
    one), so 1 for a bilateral defence pact and 1/8 for one of nine.

    The member-level file says what a member promises, not to whom. Where guarantors promise to some members only (Locarno,
    1925-1936), every member seems promised; the publisher's dyads in `Atop` know better, and differ in 243 ordered pairs and
    years of 1816-1937 (two versions, 4.01 and 5.1), and in none after.

    Pairs of states of which one was not yet, or no longer, in the COW system have rows too; a panel does not meet them.
    Layouts: as `corcyra.sources.datasets.atop_members`. Source: Leeds et al. (2002).

    >>> AtopPacts(rule="dec-31").threshold, AtopPacts().rule
    (8, 'any-day')
    """

    rule: str = "any-day"
    threshold: int = UMBRELLA

    key = "atop_pacts"
    title = "ATOP pacts without umbrella treaties, directed dyad-years"
    version = "4.01"
    citations = ("leeds2002atop",)
    licence = "ATOP: free to use with citation; the archive that holds this copy states no licence"
    access = "fetch"
    covers = Years(1815, 2016)
    unit = "directed-dyad-year"
    downloads = (MEMBERS,)
    columns = (
        Field("atop_pact_tier", "deepest promise, umbrella treaties left out: 3 defence or offence, 1 neutrality, non-aggression or "
              "consultation, 0 none", "tier", 0, 3, "commitments"),
        Field("atop_pact_tier_umbrella", "the same, umbrella treaties only", "tier", 0, 3, "commitments"),
        Field("atop_pact_weight", "greatest tier / 3 over the number of allies in the treaty, all treaties", "share", 0, 1,
              "commitments"),
        Field("atop_pact_defense", "promise of defence, umbrella treaties left out", "0 or 1", 0, 1, "commitments"),
        Field("atop_pact_defense_umbrella", "promise of defence in an umbrella treaty", "0 or 1", 0, 1, "commitments"),
    )  # fmt: skip
    fills: ClassVar[Mapping[str, float]] = {
        "atop_pact_tier": 0,
        "atop_pact_tier_umbrella": 0,
        "atop_pact_weight": 0,
        "atop_pact_defense": 0,
        "atop_pact_defense_umbrella": 0,
    }

    def __post_init__(self) -> None:
        check_word("rule", self.rule, tuple(RULES))
        check_threshold(self.threshold)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row an ordered pair and year with an alliance. Raises `DataError` for another layout."""
        spells = member_spells(files[MEMBERS.name])
        sizes = (
            yearly(spells, self.rule, self.covers).group_by("atopid", "year").agg(members=pl.col("member").n_unique())
        )
        bound = yearly(pairs(spells), self.rule, self.covers).join(sizes, on=["atopid", "year"])
        return deepest(bound.with_columns(umbrella=pl.col("members") >= self.threshold)).sort("state", "other", "year")


def pairs(spells: pl.DataFrame) -> pl.DataFrame:
    """Ordered pairs of members of one phase, with the days that they share and the promises of the first."""
    listed = pl.col("member").is_in(sorted({state.cow for state in states() if state.cow is not None}))
    ours = spells.filter(listed)
    met = ours.join(ours.select("atopid", "phase", "member", "start", "end"), on=["atopid", "phase"], suffix="_other")
    shared = met.filter(pl.col("member") != pl.col("member_other")).with_columns(
        start=pl.max_horizontal("start", "start_other"), end=pl.min_horizontal("end", "end_other")
    )
    together = shared.filter(pl.col("end").is_null() | (pl.col("start") <= pl.col("end")))
    return together.rename({"member": "state", "member_other": "other"})


def deepest(bound: pl.DataFrame) -> pl.DataFrame:
    """The columns of the dataset from a row for each pair, treaty and year."""
    deep = (pl.col("defense") == 1) | (pl.col("offense") == 1)
    shallow = (pl.col("neutral") == 1) | (pl.col("nonagg") == 1) | (pl.col("consul") == 1)
    tier = pl.when(deep).then(DEEP).when(shallow).then(SHALLOW).otherwise(0).cast(pl.Int64)
    under = pl.col("umbrella")
    return (
        bound.with_columns(tier=tier)
        .group_by("state", "other", "year")
        .agg(
            atop_pact_tier=pl.col("tier").filter(~under).max().fill_null(0),
            atop_pact_tier_umbrella=pl.col("tier").filter(under).max().fill_null(0),
            atop_pact_weight=(pl.col("tier") / DEEP / (pl.col("members").cast(pl.Float64) - 1)).max(),
            atop_pact_defense=pl.col("defense").filter(~under).max().fill_null(0),
            atop_pact_defense_umbrella=pl.col("defense").filter(under).max().fill_null(0),
        )
    )
