"""Which resolutions of the United Nations General Assembly were voted on again in later sessions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.un_votes import PAGE
from corcyra.sources.raw import read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["UnMatches"]


@dataclass(frozen=True)
class UnMatches(Dataset):
    """Pairs of roll calls on resolutions with the same text, the earlier first (Bailey, Strezhnev and Voeten 2017).

    Records, no panel. ``rcid1`` and ``rcid2`` are the publisher's numbers of roll calls, as in
    `corcyra.sources.datasets.un_roll_calls.UnRollCalls`. The authors matched them by hand so that sessions can be compared: what
    was voted on again means the same. Chains are given link by link, and a later roll call can stand in two pairs.

    >>> UnMatches().record_keys, [field.name for field in UnMatches().columns]
    (('rcid1', 'rcid2'), ['un_match'])
    """

    key: ClassVar[str] = "un_matches"
    title: ClassVar[str] = "United Nations General Assembly resolutions that were voted on again"
    version: ClassVar[str] = "April 2020 (sessions 1-74)"
    citations: ClassVar[tuple[str, ...]] = ("bailey2017estimating",)
    licence: ClassVar[str] = "MIT"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1946, 2020)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("rcid1", "rcid2")
    columns: ClassVar[tuple[Field, ...]] = (
        Field("un_match", "the publisher's number of the pair", "code", 1),
    )  # fmt: skip
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "Matches.csv",
            url="https://raw.githubusercontent.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points/"
            "ce6ce6553dc44a58f09ef5740794d3662977e93e/Data/Matches.csv",
            sha256="3aacf8efdbc334ab5242f9fb89a7ccaa6539d4b1600b3a31df441a56f8ad61e3",
            size=14_196,
            page=PAGE,
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The pairs, sorted; raises `DataError` for another layout, a pair twice, or one whose later roll call comes first."""
        path = files[self.downloads[0].name]
        raw = read_csv(path)
        wants(raw, ("v1", *self.record_keys), path, known="the file of April 2020")
        table = raw.select(
            *(pl.col(key).cast(pl.Int64) for key in self.record_keys), un_match=pl.col("v1").cast(pl.Int64)
        )
        check_pairs(table, path)
        return table.sort(self.record_keys)


def check_pairs(table: pl.DataFrame, path: Path) -> None:
    """Raise `DataError` for a pair that is incomplete, turned round, or given before, with its line."""
    one, two = pl.col("rcid1"), pl.col("rcid2")
    known = one.is_not_null() & two.is_not_null()
    wrong = table.with_row_index("line", 2).filter(~(known & (one < two) & pl.struct(one, two).is_first_distinct()))
    if wrong.height:
        told = (
            f"pairs {wrong['rcid1'][0]} with {wrong['rcid2'][0]}. Each pair wants two roll calls, the earlier first, and "
            "stands once. Get the file again."
        )
        raise DataError(told, file=path, line=wrong["line"][0])
