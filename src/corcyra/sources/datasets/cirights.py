"""CIRIGHTS: how far governments respect each of a list of human rights, by state and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.datasets._renumber import KEEPS, Renumber, newest, renumber
from corcyra.sources.datasets.pts import LHRV
from corcyra.sources.raw import number, read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.spells import check_word
from corcyra.world.time import Years

__all__ = ["Cirights"]

NUMBERS = (Renumber(342, 345),)
"""Serbia from 2006."""
SCORES = {
    "physint_sum": ("physical integrity: sum of the four next", 8),
    "disap": ("freedom from disappearance", 2),
    "kill": ("freedom from killing by the state", 2),
    "polpris": ("freedom from political imprisonment", 2),
    "tort": ("freedom from torture", 2),
    "speech": ("freedom of speech and press", 2),
    "assn": ("freedom of assembly and association", 2),
    "rel_free": ("freedom of religion", 2),
    "elecsd": ("electoral self-determination", 2),
    "injud": ("independence of the courts", 2),
    "wopol": ("women's political rights", 3),
    "wecon": ("women's economic rights", 3),
}
SENTINELS = (-66, -77, -99, -999)


@dataclass(frozen=True)
class Cirights(Dataset):
    """Respect for twelve rights by state and year, 1981-2020: 0 none, the highest number full.

    The universe is the publisher's, about all states; rows before membership stay, a score that was not coded is
    missing. Codes are COW numbers but for Serbia (342 in the file, 345 here). The file fills up Serbia and Montenegro
    with empty rows after 2005, which give way to Serbia's; were there scores in both, ``keep`` would decide. West
    Germany is 260 to 1989 and Germany 255 from 1990, Yemen 678 to 1990 and 679 from 1991; East Germany and South
    Yemen are not coded.

    The first cell of the file is preceded by a byte-order mark. The publisher's total, ``human_rights_score``, is
    filled for 186 rows in this release and is left out.

    Layout: ``cirights_v1.22.11.25.csv`` (``cow, year, physint_sum, disap`` …) and releases with the same columns.

    >>> [field.name for field in Cirights().columns][:2]
    ['ciri_physint_sum', 'ciri_disap']
    """

    keep: str = "new"

    key: ClassVar[str] = "cirights"
    title: ClassVar[str] = "CIRIGHTS human rights"
    version: ClassVar[str] = "1.22.11.25"
    citations: ClassVar[tuple[str, ...]] = ("mark2022cirights",)
    licence: ClassVar[str] = "free with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1981, 2021)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "cirights_v1.22.11.25.csv",
            url=LHRV + "LHRS-V5/data_raw/cirights_v1.22.11.25.csv",
            sha256="218ad962e9610a63db823e844752bf65bcebd767a7f4c0e041f234eabfe2b546",
            size=1080731,
            page="https://cirights.com",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = tuple(
        Field(f"ciri_{name}", meaning, "level", 0, high, "stigma") for name, (meaning, high) in SCORES.items()
    )

    def __post_init__(self) -> None:
        check_word("keep", self.keep, KEEPS)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        path = files["cirights_v1.22.11.25.csv"]
        raw = read_csv(path, encoding="utf-8-sig")
        wants(raw, ("cow", "year", *SCORES), path, known="1.22.11.25")
        names = [field.name for field in self.columns]
        values = (number(given, missing=SENTINELS, kind=pl.Int64).alias(f"ciri_{given}") for given in SCORES)
        frame = coded(raw, path, {"cow": "state", "year": "year"}).select(
            "state", pl.col("state").alias("given"), "year", *values
        )
        ours = frame.with_columns(renumber("state", "year", NUMBERS))
        kept = newest(ours, "given", self.keep, names).select("state", "year", *names)
        return once(of_system(kept, ("state",)), ("state", "year"), path)
