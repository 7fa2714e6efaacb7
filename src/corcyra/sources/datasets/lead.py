"""LEAD: what leaders had lived through before they came to office, spell by spell of Archigos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import PEACESCIENCER, once
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Lead"]

COLUMNS = {
    "leveledu": ("education: 0 primary, 1 secondary, 2 university, 3 graduate", 3),
    "milservice": ("served in the armed forces", 1),
    "combat": ("saw combat", 1),
    "rebel": ("took part in a rebellion", 1),
    "warwin": ("was on the winning side of a war", 1),
    "warloss": ("was on the losing side of a war", 1),
    "rebelwin": ("was on the winning side of a rebellion", 1),
    "rebelloss": ("was on the losing side of a rebellion", 1),
    "yrsexper": ("years of experience in politics", None),
    "physhealth": ("was in ill physical health", 1),
    "mentalhealth": ("was in ill mental health", 1),
}


@dataclass(frozen=True)
class Lead(Dataset):
    """One row per spell in office of Archigos 4.1 (``obsid``); what is not known of a leader is missing, never 0.

    The spells, their states and days are in `corcyra.sources.datasets.archigos.Archigos`, under the same ``obsid``.

    Layout: ``LEAD`` of the R package peacesciencer (``obsid, leveledu, milservice, combat, rebel …``).

    >>> Lead().unit, Lead().record_keys
    ('records', ('obsid',))
    """

    key: ClassVar[str] = "lead"
    title: ClassVar[str] = "Leaders' experiences and attributes (LEAD)"
    version: ClassVar[str] = "2015"
    citations: ClassVar[tuple[str, ...]] = ("ellis2015lead", "miller2022peacesciencer")
    licence: ClassVar[str] = "free with citation; the package GPL-2"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1875, 2015)
    unit: ClassVar[Unit] = "records"
    codes: ClassVar[str] = "gw"
    record_keys: ClassVar[tuple[str, ...]] = ("obsid",)
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "LEAD.rda",
            url=PEACESCIENCER + "LEAD.rda",
            sha256="91c91901b7facce4d681fb79bfd9f850baed6d1aa3981fc5291af0b2889e5cfb",
            size=14388,
            others=("LEAD.csv.gz",),
            page="https://svmiller.com/peacesciencer/",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = tuple(
        Field(f"lead_{name}", meaning, "years" if high is None else "level", 0, high, "leaders")
        for name, (meaning, high) in COLUMNS.items()
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per spell in office."""
        path = files["LEAD.rda"]
        raw = read_table(path)
        wants(raw, ("obsid", *COLUMNS), path, known="2015, as packaged in peacesciencer")
        values = (number(name, kind=pl.Int64).alias(f"lead_{name}") for name in COLUMNS)
        return once(raw.select("obsid", *values), self.record_keys, path)
