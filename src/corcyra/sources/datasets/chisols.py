"""CHISOLS: did the new leader answer to other people than the old one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.raw import number, read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["Chisols"]

COUNTS = {
    "totalldrtrans": ("chisols_leader_changes", "changes of leader"),
    "solschange": ("chisols_coalition_changes", "changes of leader in which the source of support changed"),
}
MARKS = {
    "leadertrans": ("chisols_leader_change", "the leader changed"),
    "solschdum": ("chisols_coalition_change", "the leader's source of support changed"),
    "solsminchdum": ("chisols_minor_change", "the source of support changed in a lesser way"),
}


@dataclass(frozen=True)
class Chisols(Dataset):
    """Changes of leaders and of the groups that carry them, by state and year, 1919-2008.

    The universe is COW's list of states above 500,000 people, so 0 is no change; a state-year outside it has no row.
    Codes are COW numbers, without traps: Germany 255, 260 and 265; Yemen 678, 679, 680; Yugoslavia and Serbia 345;
    Vietnam 816 and 817.

    Layout: ``CHISOLSstyr4_0.csv`` (``statename, ccode, year, leader … totalldrtrans, leadertrans, solschange,
    solschdum …``).

    >>> [field.name for field in Chisols().columns][:2]
    ['chisols_leader_changes', 'chisols_coalition_changes']
    """

    key: ClassVar[str] = "chisols"
    title: ClassVar[str] = "Change in source of leader support"
    version: ClassVar[str] = "4.0"
    citations: ClassVar[tuple[str, ...]] = ("mattes2016chisols",)
    licence: ClassVar[str] = "free with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1919, 2008)
    unit: ClassVar[Unit] = "state-year"
    downloads: ClassVar[tuple[Download, ...]] = (
        Download(
            "CHISOLSstyr4_0.csv",
            url="https://raw.githubusercontent.com/joshuaalley/treaty-depth/4908275a7b23f904142856818e5e1ac46127deeb/data/CHISOLSstyr4_0.csv",
            sha256="414b5b1c7bb6b9231e6c2bff4fe34b54cbb9c30b8aeb0c208f72df343f7f6ced",
            size=3382805,
            others=("CHISOLSstyr4_0.csv.gz",),
            page="https://www.chisols.org",
        ),
    )
    columns: ClassVar[tuple[Field, ...]] = tuple(
        Field(name, meaning, "changes", 0, None, "leaders") for name, meaning in COUNTS.values()
    ) + tuple(Field(name, meaning, "0 or 1", 0, 1, "leaders") for name, meaning in MARKS.values())

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per state and year."""
        path = files["CHISOLSstyr4_0.csv"]
        raw = read_csv(path)
        given = {**COUNTS, **MARKS}
        wants(raw, ("ccode", "year", *given), path, known="4.0")
        values = (number(theirs, kind=pl.Int64).alias(ours) for theirs, (ours, _) in given.items())
        table = coded(raw, path, {"ccode": "state", "year": "year"}).select("state", "year", *values)
        return once(of_system(table, ("state",)), ("state", "year"), path)
