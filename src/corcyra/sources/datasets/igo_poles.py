"""How deep a state stands in the organisations that a power's pole leads, for all states of the world, 1945-2014."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.igo_members import IGO, KNOWN, memberships
from corcyra.sources.raw import wants
from corcyra.sources.source import Field
from corcyra.world.organisations import depth
from corcyra.world.poles import poles
from corcyra.world.time import Years

__all__ = ["STANDINGS", "IgoPoles"]

ALWAYS = (1945, 2014)

STANDINGS = (
    ("nato", 1, "NATO", "member", ALWAYS),
    ("eapc", 1, "EAPC", "partner", ALWAYS),
    ("eec", 1, "EU", "member", ALWAYS),
    ("eu", 1, "EU", "member", ALWAYS),
    ("wpact", 1, "CST (1992)", "party", ALWAYS),
    ("cis", 1, "CIS", "member", ALWAYS),
    ("cis", 2, "CIS", "associate", ALWAYS),
    ("csto", 1, "CSTO", "member", ALWAYS),
    ("eaec", 1, "EurAsEC", "member", ALWAYS),
    ("eaec", 3, "EurAsEC", "observer", ALWAYS),
    ("sco", 1, "Shanghai Five", "member", (1945, 2000)),
    ("sco", 1, "SCO", "member", (2001, 2014)),
    ("eco", 1, "ECO", "member", ALWAYS),
)
"""Column and code of the file, the organisation and status of ``world/tables/organisations.csv`` that it is, and in which years.

Ours: the European Economic Community counts as the Union that it became, and the Warsaw Pact, which that table lacks, as a
treaty of mutual defence under the same leader. The Council for Mutual Economic Assistance is left out: the file has states that
only co-operated with it (Finland, Mexico, Iraq) as full members. The file dates the SCO from 1996, when it was the
Shanghai Five. Observers of the CSTO (Afghanistan, Serbia) have no depth in the table."""

SLIPS = (("wpact", 452),)
"""Ghana stands in the Warsaw Pact of the file, 1960-1964; the treaty of 1955 had eight parties, all in Europe (UNTS 2962)."""


@dataclass(frozen=True)
class IgoPoles(Dataset):
    """Deepest standing of a state in the organisations of a pole, toward the pole's leading state (COW IGO 3.0).

    Universe: every state of the file in 1945-2014 toward each leading state of `corcyra.world.poles` (USA, Russia, China, Iran,
    Turkey) but itself; 0 means that it stands in none. Pairs with another ``other`` have no row and are missing in a panel.
    ``igo_membership`` is on the scale 0 to 1 of ``world/tables/organisations.csv`` (ours, with reasons); `STANDINGS` says what
    counts as what. A standing that the file does not know (-9) makes the value missing where it could be the deepest.

    The file has no Collective Security Treaty before the CSTO of 2002, no Union State, no Partnership for Peace and no Turkic
    Council, and ends in 2014, before the Eurasian Economic Union: for the states of the facts, `corcyra.sources.organisations`
    knows more. Layouts: as `corcyra.sources.datasets.igo_members`. Source: Pevehouse et al. (2020).

    >>> [row for row in STANDINGS if row[0] == "csto"]
    [('csto', 1, 'CSTO', 'member', (1945, 2014))]
    """

    key = "igo_poles"
    title = "Standing in the organisations of a pole, all states"
    version = "3.0"
    citations = ("pevehouse2020igo", "corcyra")
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access = "fetch"
    covers = Years(*ALWAYS)
    unit = "directed-dyad-year"
    downloads = (IGO,)
    columns = (
        Field(
            "igo_membership",
            "deepest standing in the organisations of the other's pole",
            "share",
            0,
            1,
            "organisations",
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a state, leading state and year. Raises `DataError` for another layout."""
        path = files[IGO.name]
        wide = memberships(path).filter(pl.col("year").is_between(*ALWAYS))
        wants(wide, {row[0] for row in STANDINGS}, path, known=KNOWN)
        for name, state in SLIPS:
            wide = wide.with_columns(pl.when(pl.col("state") != state).then(name).otherwise(0).alias(name))
        tables = [toward(wide, pole.key, pole.leader) for pole in poles()]
        return pl.concat(tables).sort("state", "other", "year")


def toward(wide: pl.DataFrame, pole: str, leader: int) -> pl.DataFrame:
    """Every state but the leader toward the leader of one pole."""
    known, open_ = [pl.lit(0.0)], [pl.lit(0.0)]
    for name, code, org, status, (first, last) in STANDINGS:
        deep = depth(org, status, pole)
        if deep is not None:
            now = pl.col("year").is_between(first, last)
            known.append(pl.when(now & (pl.col(name) == code)).then(pl.lit(deep)).otherwise(0.0))
            open_.append(pl.when(now & (pl.col(name) == -9)).then(pl.lit(deep)).otherwise(0.0))
    deepest, possible = pl.max_horizontal(known), pl.max_horizontal(open_)
    return wide.filter(pl.col("state") != leader).select(
        "state",
        pl.lit(leader, pl.Int64).alias("other"),
        "year",
        pl.when(possible <= deepest).then(deepest).alias("igo_membership"),
    )
