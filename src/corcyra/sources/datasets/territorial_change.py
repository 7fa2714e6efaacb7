"""Territorial changes: every transfer of territory in which a state gained or lost, since 1816."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import COW, COW_TERMS, coded, once, opened
from corcyra.sources.raw import number, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["TerritorialChange"]

GIVEN = {
    "year": "tc_year",
    "month": "tc_month",
    "gainer": "tc_gainer",
    "gaintype": "tc_gaintype",
    "procedur": "tc_procedure",
    "entity": "tc_entity",
    "contgain": "tc_contgain",
    "area": "tc_area",
    "pop": "tc_pop",
    "portion": "tc_portion",
    "loser": "tc_loser",
    "losetype": "tc_losetype",
    "contlose": "tc_contlose",
    "entry": "tc_entry",
    "exit": "tc_exit",
    "indep": "tc_independence",
    "conflict": "tc_conflict",
}
"""The publisher's names and ours."""


@dataclass(frozen=True)
class TerritorialChange(Dataset):
    """Transfers of territory, one row each: who gained, who lost, what, how, and whether fighting took place.

    ``tc_gainer``, ``tc_loser`` and ``tc_entity`` are numbers of COW's list of entities, which has more than the state system:
    colonies and other territories have numbers too, and 0 stands for none. They are no key of a panel; keep those that
    `corcyra.world.states` knows. Missing (-9 or a dot in the file) is null; a null loser may also mean that nobody lost. Area is in square
    kilometres, population in persons.

    ``tc_procedure``: 1 conquest, 2 annexation, 3 cession, 4 secession, 5 unification, 6 mandated territory.
    ``tc_gaintype``, ``tc_losetype``: 1 homeland, 0 dependency.

    Layout: version 6, ``tc2018.csv``, alone or in the publisher's ZIP. Its column of versions holds 5 and 6: rows that stayed
    as they were keep the 5.

    >>> TerritorialChange().record_keys
    ('tc_number',)
    """

    key: ClassVar[str] = "territorial_change"
    title: ClassVar[str] = "COW Territorial Change"
    version: ClassVar[str] = "6"
    citations: ClassVar[tuple[str, ...]] = ("tir1998territorial",)
    licence: ClassVar[str] = COW_TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2018)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("tc_number",)
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "terr-changes-v6.zip",
            url=COW + "terr-changes-v6.zip",
            others=("tc2018.csv",),
            page="https://correlatesofwar.org/data-sets/territorial-change/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field("tc_year", "year of the change", "year", 1816.0, 2018.0),
        Field("tc_month", "month of the change", "month", 1.0, 12.0),
        Field("tc_gainer", "number of the side that gained, 0 no one", "COW entity"),
        Field("tc_gaintype", "gained as 1 homeland, 0 dependency", "0 or 1", 0.0, 1.0, "conflicts"),
        Field("tc_procedure", "how: 1 conquest to 6 mandated territory", "code 1 to 6", 1.0, 6.0, "conflicts"),
        Field("tc_entity", "number of the territory exchanged", "COW entity"),
        Field("tc_contgain", "the territory is contiguous to the gainer's homeland", "0 or 1", 0.0, 1.0, "geography"),
        Field("tc_area", "area exchanged", "square km", 0.0, None, "geography"),
        Field("tc_pop", "population of the territory", "persons", 0.0, None, "geography"),
        Field("tc_portion", "1 the whole entity, 0 a part of it", "0 or 1", 0.0, 1.0, "geography"),
        Field("tc_loser", "number of the side that lost, 0 no one", "COW entity"),
        Field("tc_losetype", "lost from 1 homeland, 0 dependency", "0 or 1", 0.0, 1.0, "conflicts"),
        Field("tc_contlose", "the territory is contiguous to the loser's homeland", "0 or 1", 0.0, 1.0, "geography"),
        Field("tc_entry", "a state entered the system by it", "0 or 1", 0.0, 1.0, "conflicts"),
        Field("tc_exit", "a state left the system by it", "0 or 1", 0.0, 1.0, "conflicts"),
        Field("tc_independence", "the territory became independent", "0 or 1", 0.0, 1.0, "conflicts"),
        Field("tc_conflict", "armed forces fought over it", "0 or 1", 0.0, 1.0, "conflicts"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per change, sorted by the publisher's number."""
        path = files["terr-changes-v6.zip"]
        raw = opened(path, "tc2018.csv")
        wants(raw, ("number", *GIVEN), path, known="6")
        values = (number(given, missing=(-9,), kind=kind(ours)).alias(ours) for given, ours in GIVEN.items())
        return once(coded(raw, path, {"number": "tc_number"}).select("tc_number", *values), self.record_keys, path)


def kind(name: str) -> type[pl.DataType]:
    """Areas and populations are decimals, all else whole numbers."""
    return pl.Float64 if name in ("tc_area", "tc_pop") else pl.Int64
