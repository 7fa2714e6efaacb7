"""Militarised interstate disputes of the Correlates of War project, by directed dyad and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._disputes import FILLS, check_choices, dispute_fields, shown
from corcyra.sources.datasets._opposed import common_years, opposed
from corcyra.sources.datasets._records import once
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Unit
from corcyra.sources.spans import day
from corcyra.world.time import Years

__all__ = ["MID_A", "MID_B", "Mid", "mid_download"]

MID_PAGE = "https://correlatesofwar.org/data-sets/mids/"
MID_ZIP = "https://correlatesofwar.org/wp-content/uploads/MID-5-Data-and-Supporting-Materials.zip"


def mid_download(name: str, size: int) -> Download:
    """One of the four tables in the project's archive."""
    return Download(name, url=MID_ZIP, inside=name, size=size, page=MID_PAGE)


MID_A, MID_B = mid_download("MIDA 5.0.csv", 134293), mid_download("MIDB 5.0.csv", 336982)

PARTICIPANT = (
    "dispnum", "ccode", "stday", "stmon", "styear", "endday", "endmon", "endyear",
    "sidea", "revstate", "fatality", "hostlev", "orig",
)  # fmt: skip
DISPUTE = ("dispnum", "stmon", "fatality", "maxdur", "mindur", "hostlev", "recip")


@dataclass(frozen=True)
class Mid(Dataset):
    """COW militarised interstate disputes, version 5.0 (Palmer et al. 2022), 1816-2014, made dyadic.

    Two states are in a dispute with each other in a year when both are listed for it in the table of participants (MIDB), on
    opposite sides, on at least one common day of that year. A day that is not known is taken as early as it can be for a
    start and as late for an end. ``mid_onset`` marks the year of their first common day; a state that left a dispute and came
    back begins anew. Hostility, deaths, aims and origin are those of the state itself in its spell, not of the dispute. A
    dyad-year with several disputes shows one of them, chosen by ``keep`` (``onset``, ``fatality``, ``hostility``: the order
    in which disputes are told apart, as `corcyra.sources.datasets._disputes.KEEP` lists it); ``mid_disputes`` counts all.
    ``pairs="originators"`` leaves out pairs in which one side joined later: who joins a dispute often does so because of
    an alliance, so that such a dispute cannot explain the alliance.

    Universe: all pairs of states in the system, 1816-2014. There, 0 means that the project found no dispute, and columns that
    describe one are missing. After 2014 everything is missing: the war of 2020 between Armenia and Azerbaijan, for one, is not
    in. Codes are COW's; -9 is missing. Accepts the official ``MIDA 5.0.csv`` and ``MIDB 5.0.csv``.

    >>> Mid().covers, Mid(pairs="originators").unit
    (Years(first=1816, last=2014), 'directed-dyad-year')
    >>> Mid(keep="longest")
    Traceback (most recent call last):
        ...
    corcyra.errors.ParameterError: unknown keep 'longest'. Use one of: onset, fatality, hostility.
    """

    key = "mid"
    title = "Militarised interstate disputes (COW)"
    version = "5.0"
    citations = ("palmer2022mid",)
    licence = "free to use with citation (terms of the Correlates of War Project)"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2014)
    unit: ClassVar[Unit] = "directed-dyad-year"
    columns = dispute_fields("mid_")
    downloads = (MID_A, MID_B)
    fills: ClassVar[Mapping[str, float]] = {f"mid_{stem}": 0 for stem in FILLS}

    keep: str = "onset"
    pairs: str = "all"

    def __post_init__(self) -> None:
        check_choices(self.keep, self.pairs)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a directed dyad and year with a dispute."""
        a, b = files[MID_A.name], files[MID_B.name]
        disputes, participants = read_table(a), read_table(b)
        wants(disputes, DISPUTE, a, known="5.0")
        wants(participants, PARTICIPANT, b, known="5.0")
        whole = disputes.select(
            *(number(name, kind=pl.Int64) for name in ("dispnum", "stmon", "mindur", "maxdur")),
            number("fatality", missing=(-9,)).alias("fatality_all"),
            number("hostlev", kind=pl.Int64).alias("hostlev_all"),
            number("recip", kind=pl.Int64).alias("reciprocated"),
        )
        once(whole, ["dispnum"], a)
        return shown(dispute_years(participants).join(whole, on="dispnum"), self.columns, self.keep, self.pairs)


def dispute_years(participants: pl.DataFrame) -> pl.DataFrame:
    """One row a dispute, directed dyad and year with a common day on opposite sides; of several spells the highest values."""
    spells = participants.select(
        number("dispnum", kind=pl.Int64),
        number("sidea", kind=pl.Int64).alias("side_a"),
        number("revstate", missing=(-9,), kind=pl.Int64).alias("revisionist"),
        number("fatality", missing=(-9,), kind=pl.Int64),
        number("hostlev", missing=(-9,), kind=pl.Int64),
        number("orig", missing=(-9,), kind=pl.Int64).alias("originator"),
        number("ccode", kind=pl.Int64).alias("state"),
        start=day("styear", "stmon", "stday"),
        end=day("endyear", "endmon", "endday", end=True),
    )
    values = ("hostlev", "fatality", "revisionist", "side_a", "originator")
    years = common_years(opposed(spells, "dispnum", "side_a"))
    return years.group_by("dispnum", "state", "other", "year").agg(
        *(pl.col(name + side).max() for name in values for side in ("", "_other")),
        onset=pl.col("begins").max(),
        ongoing=pl.lit(1),
    )
