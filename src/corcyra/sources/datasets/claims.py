"""Territorial claims of the Issue Correlates of War project, by directed dyad and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import distinct
from corcyra.sources.datasets._rivalries import listed
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.sources.spans import day, yearly
from corcyra.world.dyads import RULES
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["Claims"]

FILE = Download(
    "ICOWprov101.csv",
    others=("icow_ext2017_v2.csv",),
    page="https://www.paulhensel.org/icowterr.html",
)

SHORT = 100_000
"""Below this a year and month lacks a digit."""


@dataclass(frozen=True)
class Claims(Dataset):
    """ICOW territorial claims, version 1.01 (Hensel et al. 2008; Frederick, Hensel and Macaulay 2017), 1816-2001.

    One row a challenger (``state``) that explicitly claims territory of a target (``other``) and a year; two states that claim from
    each other have a row in each direction. Dates are known to the month: a claim lasts from the first day of its first
    month to the last day of its last; a month of 0 or 99 is taken as early as it can be for a start and as late for an end. ``rule``
    says which day decides for a year (``any-day``, ``jan-1``, ``jul-1``, ``dec-31``). One end is written 20012: it is read as
    February 2001.

    Two layouts of the dyadic table are read: the project's own (1.01), and its continuation to 2017 by a third party, which adds
    eleven claims and later ends. The project itself looked at all pairs of states to 2001 only, so that years after 2001
    are left out in both. Claims without an end (the project's codebook explains each) are taken to last to the end of 2001.

    Universe: all directed pairs of states in the system, 1816-2001. There, 0 means no explicit claim. Codes are COW's; -9 is missing.

    >>> Claims(rule="jul-1").covers, Claims().fills
    (Years(first=1816, last=2001), {'icow_claim': 0, 'icow_claims': 0, 'icow_salience': 0})
    """

    key = "claims"
    title = "Territorial claims (ICOW)"
    version = "1.01"
    citations = ("hensel2008bones", "frederick2017territorial")
    licence = "free to download with citation; the authors ask not to pass copies on"
    access: ClassVar[Access] = "bring"
    covers = Years(1816, 2001)
    unit: ClassVar[Unit] = "directed-dyad-year"
    downloads = (FILE,)
    columns = (
        Field("icow_claim", "state claims territory of other", "0/1", 0, 1, "conflicts"),
        Field("icow_claims", "claims of state on other", "claims", 0, None, "conflicts"),
        Field(
            "icow_salience",
            "salience of the most salient of these claims: 0 no claim, 12 highest",
            "scale",
            0,
            12,
            "conflicts",
        ),
        Field(
            "icow_mids",
            "militarised disputes over these claims in their whole duration",
            "disputes",
            0,
            None,
            "conflicts",
        ),
    )
    fills: ClassVar[Mapping[str, float]] = {"icow_claim": 0, "icow_claims": 0, "icow_salience": 0}

    rule: str = "any-day"

    def __post_init__(self) -> None:
        check_word("rule", self.rule, tuple(RULES))

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a challenger, target and year with a claim."""
        path = files[FILE.name]
        raw = read_table(path)
        wants(raw, ("chal", "tgt", "begclaim", "endclaim", "icowsal", "midsiss"), path, known="1.01")
        months = distinct(raw, path).select(
            number("chal", kind=pl.Int64).alias("state"), number("tgt", kind=pl.Int64).alias("other"),
            number("icowsal", missing=(-9,), kind=pl.Int64), number("midsiss", missing=(-9,), kind=pl.Int64),
            *(whole(name) // 100 for name in ("begclaim", "endclaim")),
            beg_month=whole("begclaim") % 100, end_month=whole("endclaim") % 100,
        )  # fmt: skip
        spells = months.filter(listed("state", "other")).with_columns(
            start=day("begclaim", "beg_month"), end=day("endclaim", "end_month", end=True)
        )
        years = yearly(spells, self.rule, self.covers)
        return years.group_by("state", "other", "year").agg(
            icow_claim=pl.lit(1, pl.Int64),
            icow_claims=pl.len().cast(pl.Int64),
            icow_salience=pl.col("icowsal").max(),
            icow_mids=pl.when(pl.col("midsiss").is_null().any().not_()).then(pl.col("midsiss").sum()),
        ).sort("state", "other", "year")  # fmt: skip


def whole(name: str) -> pl.Expr:
    """A year and month as YYYYMM, also where the month is written with one digit."""
    value = number(name, missing=(-9,), kind=pl.Int64)
    return pl.when(value < SHORT).then(value // 10 * 100 + value % 10).otherwise(value).alias(name)
