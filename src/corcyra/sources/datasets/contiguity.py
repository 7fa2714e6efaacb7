"""Direct contiguity: which states share a land border, or are separated by so many miles of water at most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import COW, COW_TERMS, coded, dated, of_system, once, opened
from corcyra.sources.raw import wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import yearly
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["Contiguity"]

PAIR = ("state1", "state2", "year")


@dataclass(frozen=True)
class Contiguity(Dataset):
    """Contiguity of pairs of states by year: 1 land or river border, then water of up to 2: 12, 3: 24, 4: 150, 5: 400 miles.

    A pair of states of the system without a row is not contiguous within 400 miles and gets 0 in covered years. The
    publisher's codebook has no 0 (nor the 6 that some software uses); it is the package's code for the absence.

    Spells are known to the month; ``rule`` decides in years of change: ``any-day`` (the default; the months a spell touches),
    ``jan-1``, ``jul-1`` or ``dec-31``. When two spells of a pair count in a year, the closest type is kept, as the R package
    peacesciencer does and as the publisher's own yearly table has it when its double rows are reduced to the lowest.

    Layouts: version 3.2, ``contdir.csv`` (``statelno, statehno, conttype, begin, end``, months as YYYYMM) alone or in the
    publisher's ZIP. Raises `ParameterError` for another ``rule``.

    >>> Contiguity().fills
    {'conttype': 0, 'land_border': 0}
    """

    rule: str = "any-day"

    key: ClassVar[str] = "contiguity"
    title: ClassVar[str] = "COW Direct Contiguity"
    version: ClassVar[str] = "3.2"
    citations: ClassVar[tuple[str, ...]] = ("stinnett2002contiguity",)
    licence: ClassVar[str] = COW_TERMS
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1816, 2016)
    unit: ClassVar[Unit] = "dyad-year"
    fills: ClassVar[Mapping[str, float]] = {"conttype": 0, "land_border": 0}
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "DirectContiguity320.zip",
            url=COW + "DirectContiguity320.zip",
            sha256="f1be081934f353f395bb873093b695ea01d7dfcb48e89146bd984c45342ba17a",
            size=636368,
            others=("contdir.csv",),
            page="https://correlatesofwar.org/data-sets/direct-contiguity/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = (
        Field(
            "conttype",
            "closest type of contiguity in the year: 1 land, 2 to 5 by width of water, 0 none within 400 miles",
            "code 0 to 5",
            0.0,
            5.0,
            "geography",
        ),
        Field("land_border", "a common land or river border (type 1)", "0 or 1", 0.0, 1.0, "geography"),
    )

    def __post_init__(self) -> None:
        check_word("rule", self.rule, tuple(RULES))

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair and year of contiguity."""
        path = files["DirectContiguity320.zip"]
        raw = opened(path, "contdir.csv")
        given = {"statelno": "state1", "statehno": "state2", "conttype": "conttype", "begin": "begin", "end": "end"}
        wants(raw, given, path, known="3.2")
        frame = coded(raw, path, given)
        spells = frame.with_columns(start=month(frame, path, "begin"), end=month(frame, path, "end").dt.month_end())
        closest = (
            yearly(of_system(spells, ("state1", "state2")), self.rule, self.covers)
            .group_by(PAIR)
            .agg(pl.col("conttype").min())
        )
        return once(closest.with_columns(land_border=(pl.col("conttype") == 1).cast(pl.Int64)), PAIR, path)


def month(frame: pl.DataFrame, path: Path, name: str) -> pl.Series:
    """The first day of a month that is written as YYYYMM; raises as `dated`.

    >>> month(pl.DataFrame({"begin": [199112]}), Path("contdir.csv"), "begin").to_list()
    [datetime.date(1991, 12, 1)]
    """
    return dated(frame, path, pl.col(name) // 100, pl.col(name) % 100, pl.lit(1)).alias(name)
