"""Distance, language and colonial ties between states, which do not change by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.coded import coded, failed
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import number, read_csv, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["OLD_CODES", "PAGE", "Cepii", "opened"]

PAGE = "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=6"
OLD_CODES = {"ROM": 360, "YUG": 345, "ZAR": 490, "TMP": 860, "PAL": -1}
"""ISO 3166 codes withdrawn since: Romania (ROU), Yugoslavia, Zaire (COD), East Timor (TLS); PAL is Palestine, no member of
the state system (ISO withdrew no such code; it is not Palau, which is PLW)."""
FLAGS = {
    "contig": "1 when the two share a border",
    "comlang_off": "1 when they share an official language",
    "comlang_ethno": "1 when at least 9 % of both speak one language",
    "colony": "1 when one was ever a colony of the other",
    "comcol": "1 when they had one coloniser after 1945",
    "curcol": "1 when one is a colony of the other now",
    "col45": "1 when one was a colony of the other after 1945",
    "smctry": "1 when they were or are one country",
}
LENGTHS = {
    "dist": ("cepii_dist", "distance between the most populous cities"),
    "distcap": ("distcap", "distance between the capitals"),
    "distw": ("distw", "distance weighted by the population of cities, arithmetic"),
    "distwces": ("distwces", "distance weighted by the population of cities, harmonic"),
}
ROUNDING = 0.011
"""Weighted distances of the two directions differ by up to 0.01 km, the publisher's rounding; the mean is kept."""


@dataclass(frozen=True)
class Cepii(Dataset):
    """GeoDist of the CEPII: one row per pair of states of about 2005 (Mayer and Zignago 2011).

    Static: the borders, languages and colonies of one list of countries, of which Yugoslavia (345) is still one. Old ISO codes
    are mapped by `OLD_CODES`; territories that are no states (34 of 224) have no dyad, and `dropped` counts them. ``colony`` and
    its kin are undirected. ``.`` is missing in the weighted distances.

    The publisher lists each pair in both orders. The two agree in all columns but the weighted distances (rounding, mean
    kept) and ``smctry``, which says 1 in one order and 0 in the other for 33 pairs: 1 is kept. A larger difference
    is an error.

    Read: ``dist_cepii.xls`` of the publisher, or the same as CSV with semicolons or commas.

    >>> OLD_CODES["ROM"], Cepii().unit
    (360, 'dyad')
    """

    key: ClassVar[str] = "cepii"
    title: ClassVar[str] = "CEPII GeoDist: dyads"
    version: ClassVar[str] = "2011"
    citations: ClassVar[tuple[str, ...]] = ("mayer2011geodist",)
    licence: ClassVar[str] = "Etalab open licence 2.0"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1945, 2011)
    unit: ClassVar[Unit] = "dyad"
    columns: ClassVar[tuple[Field, ...]] = (
        *(
            Field(
                "cepii_contig" if name == "contig" else name,
                what,
                "0/1",
                0,
                1,
                "geography" if name == "contig" else "identity",
            )
            for name, what in FLAGS.items()
        ),
        *(Field(name, what, "km", 0.0, family="geography") for name, what in LENGTHS.values()),
    )
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "dist_cepii.xls",
            url="https://www.cepii.fr/distance/dist_cepii.zip",
            inside="dist_cepii.xls",
            others=("dist_cepii.csv.gz", "dist_cepii.csv"),
            page=PAGE,
        ),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per pair, sorted; raises `DataError` for another layout or two orders that disagree."""
        path = files[self.downloads[0].name]
        table = converted(path)
        table = table.filter((pl.col("one") > 0) & (pl.col("two") > 0) & (pl.col("one") != pl.col("two")))
        pairs = table.with_columns(state1=pl.min_horizontal("one", "two"), state2=pl.max_horizontal("one", "two"))
        check_orders(pairs, path)
        merged = pairs.group_by("state1", "state2").agg(
            *(pl.col(name).max() for name in FLAGS), *(pl.col(name).mean() for name in LENGTHS)
        )
        merged = merged.rename({"contig": "cepii_contig", "dist": "cepii_dist"})
        return merged.select("state1", "state2", *(field.name for field in self.columns)).sort("state1", "state2")

    def dropped(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """The codes that are no states, and their rows as the first of a pair."""
        table = converted(files[self.downloads[0].name])
        return failed(table.with_columns(pl.col("one").replace(-1, None)), "iso_o", "one")


def opened(path: Path, first: str) -> pl.DataFrame:
    """A table of the CEPII: a workbook, or a CSV with semicolons or commas; ``.`` is missing."""
    if path.name.removesuffix(".gz").endswith(".xls"):
        return read_table(path)
    raw = read_csv(path, encoding="latin-1", separator=";", missing=("", "."))
    return raw if first in raw.columns else read_csv(path, encoding="latin-1", missing=("", "."))


def converted(path: Path) -> pl.DataFrame:
    """The publisher's rows with the numbers of both states, null where there is none."""
    raw = opened(path, "iso_o")
    wants(raw, ("iso_o", "iso_d", *FLAGS, *LENGTHS), path, known="GeoDist of 2011 (dist_cepii)")
    table = raw.select(
        "iso_o",
        "iso_d",
        *(number(name, kind=pl.Int64) for name in FLAGS),
        *(number(name) for name in LENGTHS),
    )
    table = coded(table, "iso_o", "one", by="iso3", known=OLD_CODES)
    return coded(table, "iso_d", "two", by="iso3", known=OLD_CODES)


def check_orders(pairs: pl.DataFrame, path: Path) -> None:
    """Raise `DataError` when the two orders of a pair differ by more than the docstring of `Cepii` says, or are not two."""
    apart = [(pl.col(name).max() - pl.col(name).min()).alias(name) for name in (*FLAGS, *LENGTHS) if name != "smctry"]
    spread = pairs.group_by("state1", "state2").agg(pl.len().alias("rows"), *apart)
    allowed = {
        name: ROUNDING if name in ("distw", "distwces") else 0.0 for name in (*FLAGS, *LENGTHS) if name != "smctry"
    }
    bad = spread.filter(
        (pl.col("rows") != 2) | pl.any_horizontal(pl.col(name) > limit for name, limit in allowed.items())
    )
    if bad.height:
        one, two = bad.sort("state1", "state2").row(0)[:2]
        told = f"gives the pair {one}, {two} not twice with equal values, once in each order. Get the file again."
        raise DataError(told, file=path)
