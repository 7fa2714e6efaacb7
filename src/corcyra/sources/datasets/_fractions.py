"""The two tables of ethnic fractionalisation that the R package peacesciencer brings, in both state systems."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from corcyra.sources.dataset import Download
from corcyra.sources.datasets._opening import PEACESCIENCER, coded, of_system, once
from corcyra.sources.datasets._renumber import Renumber, newest, renumber
from corcyra.sources.raw import number, read_table, wants
from corcyra.sources.source import Field

__all__ = ["CREG", "HIEF", "creg", "creg_fields", "hief", "hief_field"]

HIEF = Download(
    "hief.rda",
    url=PEACESCIENCER + "hief.rda",
    sha256="cf461d5e6f480cde63d3fafe780c3a17397b585eb63edad91fdb0651386cfd8c",
    size=8891,
    others=("hief.csv.gz",),
    page="https://doi.org/10.7910/DVN/4JQRCL",
)
CREG = Download(
    "creg.rda",
    url=PEACESCIENCER + "creg.rda",
    sha256="79d28e6af621524361e2f72c259ce518b490336b7595cdae64a01334ea262ed3",
    size=233012,
    others=("creg.csv.gz",),
    page="https://clinecenter.illinois.edu/project/Religious-Ethnic-Identity/composition-religious-and-ethnic-groups-creg-project",
)
GIVEN = {"cow": "ccode", "gw": "gwcode"}
NUMBERS = {
    "cow": (Renumber(255, 260, last=1989), Renumber(678, 679, first=1990)),
    "gw": (Renumber(340, 345, last=2005),),
}
"""What HIEF's numbers are at the end of each year in the two systems; found by comparing with the lists."""
CREG_NUMBERS = {"cow": (), "gw": (Renumber(340, 345, last=2005), Renumber(345, 340, first=2006))}
CREG_COLUMNS = {
    "ethfrac": "ethnic fractionalisation",
    "ethpol": "ethnic polarisation",
    "relfrac": "religious fractionalisation",
    "relpol": "religious polarisation",
}
SOUTH_VIETNAM, VIETNAM = 817, 816


def hief_field(suffix: str) -> Field:
    """The one column of HIEF."""
    return Field(f"hief_efindex{suffix}", "ethnic fractionalisation", "probability", 0, 1, "peoples")


def creg_fields(suffix: str) -> tuple[Field, ...]:
    """The four columns of CREG."""
    return tuple(Field(f"creg_{name}{suffix}", what, "index", 0, 1, "peoples") for name, what in CREG_COLUMNS.items())


def hief(path: Path, system: str, keep: str, name: str) -> pl.DataFrame:
    """HIEF in one of the systems; of rows for one state and year the last in the file is the new one."""
    raw = read_table(path)
    wants(raw, ("ccode", "gwcode", "year", "efindex"), path, known="2020, as packaged in peacesciencer")
    frame = coded(raw, path, {GIVEN[system]: "state", "year": "year"})
    if system == "gw":
        vietnam = (pl.col("state") == SOUTH_VIETNAM) & (pl.col("ccode") == VIETNAM)
        frame = frame.with_columns(state=pl.when(vietnam).then(VIETNAM).otherwise("state").cast(pl.Int64))
    ours = frame.with_columns(renumber("state", "year", NUMBERS[system]))
    kept = ours.unique(["state", "year"], keep="last" if keep == "new" else "first", maintain_order=True)
    table = kept.select("state", "year", number("efindex").alias(name))
    return once(of_system(table, ("state",), system), ("state", "year"), path)


def creg(path: Path, system: str, keep: str, names: Sequence[str]) -> pl.DataFrame:
    """CREG in one of the systems; CREG's own number tells the state that ends from the one that begins."""
    raw = read_table(path)
    wants(
        raw, ("ccode", "gwcode", "creg_ccode", "year", *CREG_COLUMNS), path, known="1.02, as packaged in peacesciencer"
    )
    frame = coded(raw, path, {GIVEN[system]: "state", "year": "year", "creg_ccode": "given"})
    values = (number(given).alias(name) for given, name in zip(CREG_COLUMNS, names, strict=True))
    ours = frame.select("state", "year", "given", *values).with_columns(renumber("state", "year", CREG_NUMBERS[system]))
    some = ours.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in names))
    kept = newest(some, "given", keep, names).select("state", "year", *names)
    return once(of_system(kept, ("state",), system), ("state", "year"), path)
