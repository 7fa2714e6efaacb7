"""Counts of memberships, against the counts that a package published from the same file."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from corcyra.sources.datasets.igo_count import IgoCount
from corcyra.sources.datasets.igo_members import IGO
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "igo/state_year_format3.csv.gz"
COUNTS = MIRROR / "peacesciencer/cow_igo_sy.csv.gz"


def test_each_standing_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "igo.csv"
    path.write_text(
        "ccode,year,state,A,B,C,NATO,UN\n2,1990,usa,-1,1,2,3,1\n20,1990,canada,0,0,-9,-9,0\n", encoding="utf-8"
    )
    table = IgoCount().parse({IGO.name: path})
    check_table(IgoCount(), table)
    assert table.rows() == [(2, 1990, 2, 1, 1, 4, 0), (20, 1990, 0, 0, 0, 0, 2)]


if REAL.exists() and COUNTS.exists():

    def test_every_count_is_that_of_the_package() -> None:
        table = IgoCount().parse({IGO.name: REAL})
        check_table(IgoCount(), table)
        published = pl.read_csv(COUNTS).rename({"ccode": "state"}).sort("state", "year")
        assert table.drop("igo_unknown").equals(published)
