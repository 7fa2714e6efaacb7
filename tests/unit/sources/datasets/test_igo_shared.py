"""Shared memberships of dyads: order, duplicates, and a count from the membership matrix."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.igo_members import memberships, organisations
from corcyra.sources.datasets.igo_shared import IgoShared
from corcyra.sources.source import check_table
from corcyra.world.dyads import dyad_years

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "peacesciencer/cow_igo_ndy.parquet"
MEMBERS = MIRROR / "igo/state_year_format3.csv.gz"
NAME = "cow_igo_ndy.rda"


def parse(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "igo.csv"
    path.write_text(text, encoding="utf-8")
    return IgoShared().parse({NAME: path})


def test_zero_is_a_row(tmp_path: Path) -> None:
    table = parse(tmp_path, "ccode1,ccode2,year,dyadigos\n2,40,1990,0\n2,20,1990,50\n")
    check_table(IgoShared(), table)
    assert table.rows() == [(2, 20, 1990, 50), (2, 40, 1990, 0)]


def test_the_higher_code_first_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, "ccode1,ccode2,year,dyadigos\n20,2,1990,50\n")
    assert str(caught.value) == (
        f"{tmp_path / 'igo.csv'}:2: the pair (20, 2, 1990) is there twice or has the higher code first. Get the file again."
    )


if REAL.exists() and MEMBERS.exists():

    def test_which_pairs_are_missing() -> None:
        table = IgoShared().parse({NAME: REAL})
        check_table(IgoShared(), table)
        pairs = pl.DataFrame(dyad_years(range(1816, 2015)), schema=["state1", "state2", "year"], orient="row")
        keys = ["state1", "state2", "year"]
        assert pairs.join(table, on=keys, how="anti")["year"].unique().to_list() == [1990]
        assert table.join(pairs, on=keys, how="anti").height == 22

    def test_counts_agree_with_the_membership_matrix() -> None:
        """Full and associate members, on all rows: organisations in which both have the code 1 or 2."""
        wide = memberships(MEMBERS)
        names = organisations(wide)
        table = IgoShared().parse({NAME: REAL})
        unlike = 0
        years = {key[0]: part for key, part in table.partition_by("year", as_dict=True).items()}
        for (year,), here in wide.partition_by("year", as_dict=True).items():
            full = np.isin(here.select(names).to_numpy(), (1, 2)).astype(np.float32)
            shared = (full @ full.T).astype(np.int64)
            place = np.zeros(1000, dtype=np.int64)
            place[here["state"].to_numpy()] = np.arange(here.height)
            one, two, _, count = years[year].to_numpy().T
            unlike += int((shared[place[one], place[two]] != count).sum())
        assert unlike == 0
