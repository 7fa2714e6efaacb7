"""Informal intergovernmental organisations (the Concert of Europe, the G7, GUAM …) and their members."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Field
from corcyra.world.time import Years

__all__ = ["InformalIgos"]

KNOWN = "the table IIGO of manyios (stateID, StateName, igoID, Title, Begin, End)"
NAME = "memberships.rda"


@dataclass(frozen=True)
class InformalIgos(Dataset):
    """Members of informal intergovernmental organisations, as the package manyios has them (table IIGO).

    One row a member of an organisation; ``row`` is its number in the table, since some have no short name and four are there
    twice. ``begin`` and ``end`` are the years of the membership, a missing ``end`` one that had not ended in 2017, a missing
    ``begin`` one that is not known. ``member`` is the package's code in letters (its own, near ISO-3, not COW), and missing for eleven.

    Layouts: the package's R file, of two tables, and the CSV of one. Source: Vabulas and Snidal (2021); Roger and Rowan (2022).

    >>> InformalIgos().record_keys
    ('row',)
    """

    key = "informal_igos"
    title = "Informal intergovernmental organisations, members"
    version = "2017"
    citations = ("vabulas2021iigo", "roger2022informal")
    licence = "CC-BY-4.0 (package manyios)"
    access = "fetch"
    covers = Years(1815, 2017)
    unit = "records"
    record_keys = ("row",)
    downloads = (
        Download(
            NAME,
            url="https://raw.githubusercontent.com/globalgov/manyios/ed96b2f3ea977dfe24f88872abe116692ecad540/data/memberships.rda",
            sha256="a8e47bec448205d892004c06b46e09f53cedc768b6e358255780784603cd358f",
            size=165_197,
            others=("manyios_IIGO.csv.gz", "manyios_memberships.rda"),
            page="https://github.com/globalgov/manyios",
        ),
    )
    columns = (
        Field("organisation", "short name", "text", family="organisations"),
        Field("title", "full name", "text", family="organisations"),
        Field("member", "the package's code of the member", "text", family="organisations"),
        Field("member_name", "name of the member", "text", family="organisations"),
        Field("begin", "first year", "year", 1815, 2017, "organisations"),
        Field("end", "last year; missing while a member", "year", 1815, 2017, "organisations"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a member of an organisation. Raises `DataError` for another layout."""
        path = files[NAME]
        raw = nested(path, "IIGO") if path.suffix.lower() in (".rda", ".rdata") else read_table(path)
        wants(raw, ("stateID", "StateName", "igoID", "Title", "Begin", "End"), path, known=KNOWN)
        return raw.with_row_index("row", offset=1).select(
            pl.col("row").cast(pl.Int64),
            pl.col("igoID").cast(pl.String).alias("organisation"),
            pl.col("Title").cast(pl.String).alias("title"),
            pl.col("stateID").cast(pl.String).alias("member"),
            pl.col("StateName").cast(pl.String).alias("member_name"),
            number("Begin", kind=pl.Int64).alias("begin"),
            number("End", kind=pl.Int64).alias("end"),
        )


def nested(path: Path, table: str) -> pl.DataFrame:
    """One data frame of a list of them in an R file, as text. Raises `DataError` when it is not there."""
    import rdata

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = next(iter(rdata.read_rda(path).values()))
        frame = {str(name): value for name, value in found.items()}[table]
        texts = {str(name): [str(value) for value in frame[name].tolist()] for name in frame}
    except Exception as problem:  # a cut or foreign file fails in many ways, all with the same remedy
        raise DataError(f"is no R file with the table {table}: {problem!r}. Get the file again.", file=path) from None
    none = ("None", "nan", "NA", "<NA>")
    return pl.DataFrame({name: [None if value in none else value for value in cells] for name, cells in texts.items()})
