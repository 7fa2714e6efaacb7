"""ATOP, members: from which day to which day each state was bound by each phase of each alliance, and to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets.atop import OBLIGATIONS
from corcyra.sources.raw import read_table, wants
from corcyra.sources.source import Field
from corcyra.sources.spans import day
from corcyra.world.time import Years

__all__ = ["MEMBERS", "AtopMembers", "member_spells"]

MEMBERS = Download(
    "atop-member-level.csv",
    url="https://raw.githubusercontent.com/joshuaalley/treaty-depth/4908275a7b23f904142856818e5e1ac46127deeb/data/atop-member-level.csv",
    sha256="37533634acbba64af9b900425fad50fcecb69f4a80f9f1d22d9847911bf21e40",
    size=543_083,
    others=("atop5_1m.csv", "atop5_0m.csv", "atop4_01m.csv", "atop4_01_member-level.csv"),
    page="http://www.atopdata.org/data.html",
)
"""The member-level file; the copy at a pinned commit of a replication archive, under the publisher's columns."""

KNOWN = "4.01 (member level: atopid, member, yrent …), 5.0 and 5.1 (the same columns)"


@dataclass(frozen=True)
class AtopMembers(Dataset):
    """Alliance Treaty Obligations and Provisions 4.01, member level: one row a state's time in a phase of an alliance.

    ``start`` and ``end`` are days, both included; a null end means in force when the version was made (``yrexit`` 0 in the file).
    A day that the file does not know is taken as early as it can be at entry and as late at exit. A state that left and came
    back (Egypt and the Arab League 1979-1989, Uzbekistan) has a row for each time, so the key needs the day of entry.
    Members that COW never listed are kept (code 8152 in alliance 1320), and states before COW lists them: this is no panel.

    Layouts: ``atop4_01`` member level (read here); 5.0 and 5.1 are read by the same columns (so public code
    reads ``atop5_1m.csv``; not opened here).
    Source: Leeds et al. (2002).

    >>> AtopMembers().record_keys
    ('atopid', 'member', 'phase', 'start')
    """

    key = "atop_members"
    title = "ATOP alliances, members and phases"
    version = "4.01"
    citations = ("leeds2002atop",)
    licence = "ATOP: free to use with citation; the archive that holds this copy states no licence"
    access = "fetch"
    covers = Years(1815, 2016)
    unit = "records"
    record_keys = ("atopid", "member", "phase", "start")
    downloads = (MEMBERS,)
    columns = (
        Field("end", "last day in this phase; missing while in force", "day", family="commitments"),
        Field("defense", "promises to defend its allies", "0 or 1", 0, 1, "commitments"),
        Field("offense", "promises to join its allies in attack", "0 or 1", 0, 1, "commitments"),
        Field("neutral", "promises to stay neutral in a war of its allies", "0 or 1", 0, 1, "commitments"),
        Field("nonagg", "promises not to attack its allies", "0 or 1", 0, 1, "commitments"),
        Field("consul", "promises to consult its allies in a crisis", "0 or 1", 0, 1, "commitments"),
    )

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a spell of membership. Raises `DataError` for another layout or a key twice."""
        return member_spells(files[MEMBERS.name])


def member_spells(path: Path) -> pl.DataFrame:
    """The member-level file as spells: atopid, member, phase, start, end and the five obligations, sorted.

    Raises `DataError` with file and line for another layout, a member that leaves before it enters, or a key twice.
    """
    raw = read_table(path, missing=("", "NA", "."))
    raw = raw.rename({name: name.lower() for name in raw.columns if name != name.lower()})
    dates = ("yrent", "moent", "dayent", "yrexit", "moexit", "dayexit")
    wants(raw, ("atopid", "member", "phase", *dates, *OBLIGATIONS), path, known=KNOWN)
    whole = raw.select(pl.col("atopid", "member", "phase", *dates, *OBLIGATIONS).cast(pl.Int64))
    known = whole.with_columns(yrexit=pl.when(pl.col("yrexit") > 0).then("yrexit"))
    table = known.select(
        "atopid",
        "member",
        "phase",
        day("yrent", "moent", "dayent").alias("start"),
        day("yrexit", "moexit", "dayexit", end=True).alias("end"),
        *OBLIGATIONS,
    )
    check_spells(table, path)
    return table.sort("atopid", "member", "phase", "start")


def check_spells(table: pl.DataFrame, path: Path) -> None:
    """Raise `DataError` for a spell without a start, one that ends before it starts, or a key twice."""
    keys = ["atopid", "member", "phase", "start"]
    wrong = pl.col("start").is_null() | (pl.col("end") < pl.col("start")) | pl.struct(keys).is_duplicated()
    bad = table.with_row_index("row", offset=2).filter(wrong)
    if bad.height:
        atopid, member, start, end = bad.select("atopid", "member", "start", "end").row(0)
        told = (
            f"alliance {atopid}, member {member}, {start} to {end}: no start, an end before the start, or the same spell "
            "twice. Get the publisher's file."
        )
        raise DataError(told, file=path, line=bad["row"][0])
