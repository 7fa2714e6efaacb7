"""Minimum distance in both systems."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.gw_mindist import GwMindist
from corcyra.sources.datasets.mindist import Mindist


def test_rows_are_kept_sorted_and_strangers_left_out(tmp_path: Path) -> None:
    file = tmp_path / "cow_mindist.csv"
    file.write_text("ccode1,ccode2,year,mindist\n2,70,1886,0\n2,41,1886,932.5\n2,1001,1886,5\n", encoding="utf-8")
    assert Mindist().parse({"cow_mindist.rda": file}).rows() == [(2, 41, 1886, 932.5), (2, 70, 1886, 0.0)]


def test_the_other_system_has_its_own_numbers(tmp_path: Path) -> None:
    file = tmp_path / "gw_mindist.parquet"
    pl.DataFrame({"gwcode1": [340], "gwcode2": [341], "year": [2007], "mindist": [0.0]}).write_parquet(file)
    frame = GwMindist().parse({"gw_mindist.rda": file})
    assert (frame.columns, frame.rows()) == (["state1", "state2", "year", "gw_mindist"], [(340, 341, 2007, 0.0)])


def test_the_table_of_the_other_system_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "gw_mindist.csv"
    file.write_text("gwcode1,gwcode2,year,mindist\n2,20,1886,0\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Mindist().parse({"cow_mindist.rda": file})
    assert str(caught.value) == (
        f"{file}:1: lacks the columns ccode1 (gwcode1 is like it), ccode2 (gwcode2 is like it). "
        "Versions known here: CShapes 2.0. Get one of these, or say what the new columns mean."
    )


def test_a_pair_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cow_mindist.csv"
    file.write_text("ccode1,ccode2,year,mindist\n2,20,1921,0\n2,20,1921,1\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Mindist().parse({"cow_mindist.rda": file})
    assert str(caught.value) == (
        f"{file}: has state1, state2, year (2, 20, 1921) more than once. Get the publisher's file again."
    )
