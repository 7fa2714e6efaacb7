"""Economic sanctions between states by year: threatened, imposed, and over what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.ties_cases import LAST, TIES, cases
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.spells import states
from corcyra.world.time import Years

__all__ = ["Sanctions"]

ISSUES = {"ties_regime": 3, "ties_alignment": 7, "ties_human_rights": 8}


@dataclass(frozen=True)
class Sanctions(Dataset):
    """Sanctions that each state faces from each other, counted in cases per year (Morgan, Bapat and Kobayashi 2014, TIES 4.1).

    ``state`` is the target, ``other`` a sender: any of the five listed senders or the primary one. A pair without a row in
    1945-2005 is 0: the data claim to have all cases. How a case becomes years:

    1. Imposed: from the year of the imposition (or the start of the case, where that is empty) to the end.
    2. Threatened: a case with a threat, from its start to its imposition, or to its end when nothing was imposed; a threat
       carried out in its own year counts in that year.
    3. The end is the last year known (`corcyra.sources.datasets.ties_cases.TiesCases`); where neither an end nor a last
       known year is given (286 of 1,412 cases) the spell is the year in which it starts. No case reaches past 2005.
    4. Issue columns count the imposed cases whose issue 1, 2 or 3 is that issue.
    5. Code 1000 (an institution or several states) is no state: such senders and targets have no dyad. Sanctions of an
       institution appear here only for the senders that the publisher names.

    >>> Sanctions().fills["ties_imposed"], Sanctions().unit
    (0, 'directed-dyad-year')
    """

    key: ClassVar[str] = "sanctions"
    title: ClassVar[str] = "Threat and Imposition of Sanctions (TIES): dyads by year"
    version: ClassVar[str] = "4.1"
    citations: ClassVar[tuple[str, ...]] = ("morgan2014ties",)
    licence: ClassVar[str] = "free to use with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1945, LAST)
    unit: ClassVar[Unit] = "directed-dyad-year"
    columns: ClassVar[tuple[Field, ...]] = (
        Field("ties_imposed", "cases in which the other sanctions the state", "cases", 0, family="stigma"),
        Field(
            "ties_threatened",
            "cases in which the other threatens the state with sanctions",
            "cases",
            0,
            family="stigma",
        ),
        Field("ties_regime", "imposed cases meant to destabilise the regime", "cases", 0, family="stigma"),
        Field("ties_alignment", "imposed cases over an alliance or alignment", "cases", 0, family="stigma"),
        Field("ties_human_rights", "imposed cases over human rights", "cases", 0, family="stigma"),
    )
    downloads: ClassVar[tuple[Download, ...]] = (TIES,)
    fills: ClassVar[Mapping[str, float]] = {
        "ties_imposed": 0,
        "ties_threatened": 0,
        "ties_regime": 0,
        "ties_alignment": 0,
        "ties_human_rights": 0,
    }

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per target, sender and year with a case, sorted; raises `DataError` as `TiesCases` does."""
        table = pairs(cases(files[TIES.name]))
        imposed = spread(table.filter(pl.col("ties_imposition") == 1), "from_imposed", "to")
        threats = table.filter(pl.col("ties_threat") == 1)
        threatened = spread(threats, "ties_start", "to_threat")
        both = pl.concat([imposed.with_columns(act=pl.lit("imposed")), threatened.with_columns(act=pl.lit("threat"))])
        done = pl.col("act") == "imposed"
        counted = both.group_by("state", "other", "year").agg(
            done.sum().cast(pl.Int64).alias("ties_imposed"),
            (~done).sum().cast(pl.Int64).alias("ties_threatened"),
            *((done & about(code)).sum().cast(pl.Int64).alias(name) for name, code in ISSUES.items()),
        )
        return counted.sort("state", "other", "year")


def pairs(table: pl.DataFrame) -> pl.DataFrame:
    """One row per case and sender, both states, with the years of threat and imposition."""
    numbers = sorted({state.cow for state in states() if state.cow is not None})
    start = pl.coalesce("ties_imposed_from", "ties_start")
    known = pl.col("ties_end")
    dated = table.with_columns(
        from_imposed=start,
        to=pl.coalesce(known, pl.when(pl.col("ties_imposition") == 1).then(start).otherwise(pl.col("ties_start"))),
        to_threat=pl.when(pl.col("ties_imposition") == 1).then(start).otherwise(pl.coalesce(known, "ties_start")),
    )
    split = dated.explode("senders").rename({"senders": "other", "ties_target": "state"})
    return split.filter(
        pl.col("state").is_in(numbers) & pl.col("other").is_in(numbers) & (pl.col("state") != pl.col("other"))
    )


def spread(table: pl.DataFrame, start: str, end: str) -> pl.DataFrame:
    """Every case and sender once for each of its years up to the last of the data."""
    last = pl.min_horizontal(pl.col(end), pl.lit(LAST, pl.Int64))
    inside = table.filter(pl.col(start) <= last)
    return inside.with_columns(year=pl.int_ranges(pl.col(start), last + 1)).explode("year")


def about(issue: int) -> pl.Expr:
    """Is one of the three issues this one?"""
    return pl.any_horizontal(pl.col(f"ties_issue{place}").eq(issue).fill_null(False) for place in (1, 2, 3))
