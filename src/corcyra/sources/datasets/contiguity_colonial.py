"""Contiguity through colonies and dependencies: pairs of states whose possessions lie near the other or its possessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import COW, COW_TERMS, coded, distinct, of_system, once, opened
from corcyra.sources.raw import wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["ContiguityColonial"]

PAIR = ("state1", "state2", "year")


@dataclass(frozen=True)
class ContiguityColonial(Dataset):
    """Contiguity of pairs of states through their dependencies, by year; the types are those of direct contiguity, 1 to 5.

    Two states may be joined through many pairs of dependencies: the closest type is kept and the pairs are counted. A pair of
    states of the system without a row gets 0 in covered years: no such contiguity within 400 miles. Direct contiguity of the
    homelands is not here. Spells are known to the year, both ends included, so there is no day to choose.

    Layout: version 3.1, ``contcol.csv`` (``statelno, dependl, conttype, statehno, dependh, begin, end``) alone or in the
    publisher's ZIP.

    >>> ContiguityColonial().covers
    Years(first=1816, last=2016)
    """

    key: ClassVar[str] = "contiguity_colonial"
    title: ClassVar[str] = "COW Colonial and Dependency Contiguity"
    version: ClassVar[str] = "3.1"
    citations: ClassVar[tuple[str, ...]] = ("cow2017colonial",)
    licence: ClassVar[str] = COW_TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2016)
    unit: ClassVar[Unit] = "dyad-year"
    fills: ClassVar[Mapping[str, float]] = {"colonial_conttype": 0, "colonial_links": 0}
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "ColonialContiguity310.zip",
            url=COW + "ColonialContiguity310.zip",
            others=("contcol.csv",),
            page="https://correlatesofwar.org/data-sets/colonial-dependency-contiguity/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field(
            "colonial_conttype",
            "closest type of contiguity through dependencies: 1 land, 2 to 5 by width of water, 0 none within 400 miles",
            "code 0 to 5",
            0.0,
            5.0,
            "geography",
        ),
        Field(
            "colonial_links",
            "pairs of territories through which the two are contiguous",
            "pairs",
            0.0,
            None,
            "geography",
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair and year of such contiguity."""
        path = files["ColonialContiguity310.zip"]
        raw = opened(path, "contcol.csv")
        given = {"statelno": "state1", "statehno": "state2", "conttype": "conttype", "begin": "begin", "end": "end"}
        wants(raw, given, path, known="3.1")
        spells = of_system(coded(distinct(raw, path), path, given), ("state1", "state2"))
        years = spells.with_columns(year=pl.int_ranges("begin", pl.col("end") + 1)).explode("year")
        joined = years.group_by(PAIR).agg(
            colonial_conttype=pl.col("conttype").min(), colonial_links=pl.len().cast(pl.Int64)
        )
        return once(joined, PAIR, path)
