"""The religions of each state's people, every five years."""

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

__all__ = ["BRANCHES", "FAMILIES", "WRP", "Religions", "adherents"]

KNOWN = "1.1 (WRP_national.csv), with the official short names or the long names of an edited copy"
FAMILIES = {
    "christian": ("chrstgen", "total christians"),
    "jewish": ("judgen", "total jews"),
    "muslim": ("islmgen", "total muslims"),
    "buddhist": ("budgen", "total buddhists"),
    "zoroastrian": ("zorogen", "total zoroastrains/parsis"),
    "hindu": ("hindgen", "total hindus"),
    "sikh": ("sikhgen", "total sikhs"),
    "shinto": ("shntgen", "total shinto"),
    "bahai": ("bahgen", "total baha'i"),
    "taoist": ("taogen", "total taoists"),
    "jain": ("jaingen", "total jains"),
    "confucian": ("confgen", "total confucists"),
    "syncretic": ("syncgen", "total syncretics"),
    "animist": ("anmgen", "total animists"),
    "none": ("nonrelig", "non religious"),
    "other": ("othrgen", "other religions"),
}
"""Main religions: our short name, the publisher's column, the edited copy's column."""
BRANCHES = {
    "christian": ("chrstprot", "chrstcat", "chrstorth", "chrstang", "chrstothr"),
    "jewish": ("judorth", "jdcons", "judref", "judothr"),
    "muslim": ("islmsun", "islmshi", "islmibd", "islmnat", "islmalw", "islmahm", "islmothr"),
    "buddhist": ("budmah", "budthr", "budothr"),
}
SHOWN = {
    "protestant": "chrstprot",
    "catholic": "chrstcat",
    "orthodox": "chrstorth",
    "anglican": "chrstang",
    "sunni": "islmsun",
    "shia": "islmshi",
}
POPULATION = ("pop", "population in independent states")
WRP = Download(
    "WRP_national.csv",
    url="https://correlatesofwar.org/wp-content/uploads/WRP_national.csv",
    page="https://correlatesofwar.org/data-sets/world-religion-data/",
)


@dataclass(frozen=True)
class Religions(Dataset):
    """Shares of the population by religion, 1945, 1950 … 2010 (Maoz and Henderson 2013, World Religion Project v1.1).

    Rows are states in the five-year marks only; between them a value is missing, not carried on. Shares are adherents
    divided by population. Where many profess two religions (Cuba, for one; the publisher's ``dualrelig`` marks 58 rows) the
    shares of the main religions add up to more than 1. 0 means that the publisher counts none; it does not always tell
    branches apart: then believers stand under "other" of their religion. Five cells of branches are empty (Colombia,
    Myanmar) and missing here.

    ``wrp_majority`` is the main religion of more than half of the people, with ``none`` for those without religion; missing
    when there is no such majority, or two because of double counting: then the larger.

    Read: the publisher's ``WRP_national.csv`` (short names such as ``chrstgen``, known from its codebook, ``jdcons`` or
    ``judcons``), and a copy with long names such as ``total christians``.

    >>> Religions().columns[0].name, len(FAMILIES)
    ('wrp_christian', 16)
    """

    key: ClassVar[str] = "religions"
    title: ClassVar[str] = "World Religion Project: national religions"
    version: ClassVar[str] = "1.1"
    citations: ClassVar[tuple[str, ...]] = ("maoz2013religion",)
    licence: ClassVar[str] = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1945, 2010)
    unit: ClassVar[Unit] = "state-year"
    columns: ClassVar[tuple[Field, ...]] = (
        *(Field(f"wrp_{name}", f"share of the population: {name}", "share", 0.0, 1.0, "identity") for name in FAMILIES),
        *(Field(f"wrp_{name}", f"share of the population: {name}", "share", 0.0, 1.0, "identity") for name in SHOWN),
        Field("wrp_majority", "main religion of more than half of the people", "text", family="identity"),
    )
    downloads: ClassVar[tuple[Download, ...]] = (WRP,)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and five-year mark, sorted; raises `DataError` for another layout or a state-year twice."""
        table = adherents(files[WRP.name])
        share = [(pl.col(name) / pl.col("pop")).clip(0.0, 1.0).alias(f"wrp_{name}") for name in FAMILIES]
        share += [
            (pl.col(column) / pl.col("pop")).clip(0.0, 1.0).alias(f"wrp_{name}") for name, column in SHOWN.items()
        ]
        shares = table.select("state", "year", *share)
        largest = pl.concat_list([f"wrp_{name}" for name in FAMILIES]).list
        named = largest.arg_max().cast(pl.Int64).replace_strict(dict(enumerate(FAMILIES)), return_dtype=pl.String)
        majority = pl.when(largest.max() > 0.5).then(named).alias("wrp_majority")
        return shares.with_columns(majority).sort("state", "year")


def adherents(path: Path) -> pl.DataFrame:
    """Numbers of people by main religion (our names) and branch (the publisher's), and ``pop``."""
    raw = read_table(path)
    raw = raw.rename({name: name.strip().lower() for name in raw.columns})
    raw = raw.rename({"judcons": "jdcons"}) if "judcons" in raw.columns else raw
    long = POPULATION[1] in raw.columns
    columns = {name: pair[1 if long else 0] for name, pair in FAMILIES.items()} | {"pop": POPULATION[1 if long else 0]}
    branches = [name for names in BRANCHES.values() for name in names]
    wants(raw, ("state", "year", *columns.values(), *branches), path, known=KNOWN)
    table = raw.select(
        pl.col("state").cast(pl.Int64),
        pl.col("year").cast(pl.Int64),
        *(number(column, missing=(-9,)).alias(name) for name, column in columns.items()),
        *(number(name, missing=(-9,)) for name in branches),
    )
    twice = table.with_row_index("line", 2).filter(~pl.struct("state", "year").is_first_distinct())
    if twice.height:
        told = f"has the state {twice['state'][0]} in {twice['year'][0]} more than once. Get the file again."
        raise DataError(told, file=path, line=twice["line"][0])
    return table
