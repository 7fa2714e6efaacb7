"""Ethnic Power Relations: every politically relevant ethnic group, its size and its access to power, by spells of
years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._opening import coded, of_system, once
from corcyra.sources.raw import number, read_csv, wants
from corcyra.sources.source import Access, Field, Unit
from corcyra.world.time import Years

__all__ = ["DOWNLOAD", "STATUSES", "Epr"]

DOWNLOAD = Download(
    "EPR-2021.csv",
    url="https://icr.ethz.ch/data/epr/core/EPR-2021.csv",
    others=("EPR-2019.csv", "EPR-2018.1.1.csv"),
    page="https://icr.ethz.ch/data/epr/core/",
)
STATUSES = (
    "MONOPOLY",
    "DOMINANT",
    "SENIOR PARTNER",
    "JUNIOR PARTNER",
    "SELF-EXCLUSION",
    "POWERLESS",
    "DISCRIMINATED",
    "STATE COLLAPSE",
    "IRRELEVANT",
)
"""Access to power, from all of it to none; then the two statuses in which it is not asked."""


@dataclass(frozen=True)
class Epr(Dataset):
    """One row per group and spell of years in which its size and status did not change, 1946-2021.

    The universe is every independent state of at least 250,000 people (Gleditsch-Ward numbers); microstates are not
    coded. ``epr_size`` is the share of the whole population. Groups that do not count in politics are there as
    ``IRRELEVANT`` spells.

    Layout: ``EPR-2021.csv`` (to 2021) and ``EPR-2018.1.1.csv`` (to 2017; read here) with the same eleven columns (``gwid,
    statename, from, to, group, groupid, gwgroupid, umbrella, size, status, reg_aut``). With an older release the years
    after its last are missing.

    >>> Epr().record_keys, Epr().codes
    (('gwgroupid', 'epr_from'), 'gw')
    """

    key: ClassVar[str] = "epr"
    title: ClassVar[str] = "Ethnic Power Relations, groups"
    version: ClassVar[str] = "2021"
    citations: ClassVar[tuple[str, ...]] = ("vogt2015epr",)
    licence: ClassVar[str] = "free with citation"
    access: ClassVar[Access] = "fetch"
    covers: ClassVar[Years] = Years(1946, 2021)
    unit: ClassVar[Unit] = "records"
    codes: ClassVar[str] = "gw"
    record_keys: ClassVar[tuple[str, ...]] = ("gwgroupid", "epr_from")
    downloads: ClassVar[tuple[Download, ...]] = (DOWNLOAD,)
    columns: ClassVar[tuple[Field, ...]] = (
        Field("epr_to", "last year of the spell", "year", family="peoples"),
        Field("state", "state (Gleditsch-Ward number)", "code", family="peoples"),
        Field("epr_group", "name of the group", "text", family="peoples"),
        Field("epr_size", "share of the population", "share", 0, 1, "peoples"),
        Field("epr_status", "access to power", "text", family="peoples"),
        Field("epr_autonomy", "regional autonomy, where it is asked", "true or false", family="peoples"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row per group and spell."""
        path = files[DOWNLOAD.name]
        raw = read_csv(path)
        wants(
            raw, ("gwid", "gwgroupid", "from", "to", "group", "size", "status", "reg_aut"), path, known="2018.1.1, 2021"
        )
        frame = coded(raw, path, {"gwid": "state", "gwgroupid": "gwgroupid", "from": "epr_from", "to": "epr_to"})
        odd = frame["status"].is_in(STATUSES).fill_null(False).not_().arg_true()
        if odd.len():
            told = f"{frame['status'][odd[0]]!r} is no status of EPR. Known: {', '.join(STATUSES)}"
            raise DataError(f"{told}. Get the publisher's file again.", file=path, line=odd[0] + 2)
        spells = frame.select(
            "gwgroupid",
            "epr_from",
            "epr_to",
            "state",
            pl.col("group").cast(pl.String).alias("epr_group"),
            number("size").alias("epr_size"),
            pl.col("status").alias("epr_status"),
            (pl.col("reg_aut").cast(pl.String).str.to_lowercase() == "true").alias("epr_autonomy"),
        )
        return once(of_system(spells, ("state",), "gw+micro"), self.record_keys, path)
