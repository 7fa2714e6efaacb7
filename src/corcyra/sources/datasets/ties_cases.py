"""The cases of the Threat and Imposition of Sanctions data: who threatened or sanctioned whom, when, over what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["TIES", "TiesCases", "cases"]

LAST = 2005
SENDERS = tuple(f"sender{place}" for place in range(1, 6))
DATES = ("startyear", "endyear", "ongoingasofyear", "sancimpositionstartyear")
NEEDED = ("caseid", *DATES, *SENDERS, "primarysender", "targetstate", "institution", "issue1", "issue2", "issue3")
TIES = Download(
    "TIESv4-1.xls",
    url="https://sanctions.web.unc.edu/wp-content/uploads/sites/18834/2021/04/TIESv4-1.xls",
    sha256="03f70356c864c39d6b8f76f583d74acc8d853fb9ec457012a49b0ae895560d76",
    size=490_496,
    others=("TIESv4.xls",),
    page="https://sanctions.web.unc.edu/",
)


@dataclass(frozen=True)
class TiesCases(Dataset):
    """One row per case, 1945-2005: senders, target, years, issues and outcome (Morgan, Bapat and Kobayashi 2014, v4.1).

    Records, no panel. Codes are COW numbers; 1000 is an institution or several states, kept here and dropped in the dyads of
    `corcyra.sources.datasets.sanctions.Sanctions`. ``ties_end`` is the year of the end; else the year as of which the
    case was known to go on; else missing. ``ties_imposed_from`` is the first four-digit year of the publisher's cell, in
    which three cases have a sentence. Issues: 1 contain political influence, 2 contain military behaviour, 3 destabilise the
    regime, 4 release citizens or property, 5 territorial dispute, 6 deny strategic material, 7 alliance or alignment choice,
    8 human rights, 9 weapons proliferation, 10 support of non-state actors, 11 drug trafficking, 12 environment, 13 trade
    practices, 14 economic reform, 15 other.

    Read: the workbook of version 4.1, or a CSV with the same header.

    >>> TiesCases().record_keys
    ('ties_case',)
    """

    key: ClassVar[str] = "ties_cases"
    title: ClassVar[str] = "Threat and Imposition of Sanctions: cases"
    version: ClassVar[str] = "4.1"
    citations: ClassVar[tuple[str, ...]] = ("morgan2014ties",)
    licence: ClassVar[str] = "free to use with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1945, LAST)
    unit: ClassVar[Unit] = "records"
    record_keys: ClassVar[tuple[str, ...]] = ("ties_case",)
    columns: ClassVar[tuple[Field, ...]] = (
        Field("ties_target", "target state; 1000 is an institution or several states", "COW number"),
        Field("ties_primary_sender", "primary sender; 1000 is an institution or several states", "COW number"),
        Field("ties_senders", "all senders with the primary one, in the publisher's order, by commas", "text"),
        Field("ties_start", "year in which the case starts", "year", 1945, LAST),
        Field("ties_end", "year in which it ends, or as of which it is known to go on", "year", 1945),
        Field("ties_ongoing", "1 when it was going on at the end of what is known", "0/1", 0, 1),
        Field("ties_threat", "1 when sanctions were threatened", "0/1", 0, 1),
        Field("ties_imposition", "1 when sanctions were imposed", "0/1", 0, 1),
        Field("ties_imposed_from", "year of the imposition", "year", 1945),
        Field("ties_institution", "1 when an international institution took part as a sender", "0/1", 0, 1),
        *(Field(f"ties_issue{place}", "issue, a code from 1 to 15", "code", 1, 15) for place in (1, 2, 3)),
        Field("ties_outcome", "final outcome, the publisher's code", "code", 1, 10),
    )
    downloads: ClassVar[tuple[Download, ...]] = (TIES,)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The cases, sorted; raises `DataError` for another layout or a case twice."""
        table = cases(files[TIES.name])
        return table.select(*self.record_keys, *(field.name for field in self.columns)).sort("ties_case")


def cases(path: Path) -> pl.DataFrame:
    """The columns of `TiesCases` and a list of senders, one row per case."""
    raw = read_table(path, encoding="latin-1")
    wants(raw, (*NEEDED, "threat", "imposition", "finaloutcome"), path, known="4.1 (TIESv4-1.xls)")
    twice = raw.with_row_index("line", 2).filter(~pl.col("caseid").is_first_distinct())
    if twice.height:
        told = f"has the case {twice['caseid'][0]} more than once. Get the file again."
        raise DataError(told, file=path, line=twice["line"][0])
    senders = pl.concat_list([whole(name) for name in (*SENDERS, "primarysender")]).list.drop_nulls()
    return raw.select(
        whole("caseid").alias("ties_case"),
        whole("targetstate").alias("ties_target"),
        whole("primarysender").alias("ties_primary_sender"),
        senders.list.unique(maintain_order=True).alias("senders"),
        whole("startyear").alias("ties_start"),
        pl.coalesce(whole("endyear"), whole("ongoingasofyear")).alias("ties_end"),
        whole("ongoingasofyear").is_not_null().cast(pl.Int64).alias("ties_ongoing"),
        whole("threat").alias("ties_threat"),
        whole("imposition").alias("ties_imposition"),
        year("sancimpositionstartyear").alias("ties_imposed_from"),
        whole("institution").alias("ties_institution"),
        *(whole(f"issue{place}").alias(f"ties_issue{place}") for place in (1, 2, 3)),
        whole("finaloutcome").alias("ties_outcome"),
    ).with_columns(ties_senders=pl.col("senders").cast(pl.List(pl.String)).list.join(","))


def whole(name: str) -> pl.Expr:
    """A column of whole numbers."""
    return number(name, kind=pl.Int64)


def year(name: str) -> pl.Expr:
    """The first four-digit year of a cell that may hold a sentence."""
    return pl.col(name).cast(pl.String).str.extract(r"(\d{4})").cast(pl.Int64, strict=False)
