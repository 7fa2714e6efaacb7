"""Informal organisations: the CSV of one table and the R file of two."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
import rdata

from corcyra.errors import DataError
from corcyra.sources.datasets.informal_igos import NAME, InformalIgos
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "igo/manyios_IIGO.csv.gz"


def test_missing_years_stay_missing(tmp_path: Path) -> None:
    path = tmp_path / "iigo.csv"
    path.write_text(
        "stateID,StateName,igoID,Title,Begin,End,Year\nCUB,Cuba,XY,The X,1990,NA,2017\nNA,Peru,XY,The X,NA,2001,2017\n",
        encoding="utf-8",
    )
    table = InformalIgos().parse({NAME: path})
    check_table(InformalIgos(), table)
    assert table.rows() == [(1, "XY", "The X", "CUB", "Cuba", 1990, None), (2, "XY", "The X", None, "Peru", None, 2001)]


def test_a_foreign_r_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "memberships.rda"
    path.write_bytes(b"RDX3\nnot one")
    with pytest.raises(DataError, match=r"memberships\.rda: is no R file with the table IIGO: .* Get the file again\."):
        InformalIgos().parse({NAME: path})


def test_one_table_of_the_r_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The R file holds a list of two tables, with factors and missing texts as the package rdata gives them."""
    path = tmp_path / "memberships.rda"
    path.write_bytes(b"stands for an R file")
    table = pd.DataFrame(
        {"stateID": ["CUB", None], "StateName": ["Cuba", "Peru"], "igoID": ["XY", "XY"], "Title": ["The X", "The X"],
         "Begin": ["1990", "NA"], "End": ["NA", "2001"]}
    )  # fmt: skip
    monkeypatch.setattr(
        rdata, "read_rda", lambda given: {"memberships": {"MIGO": None, "IIGO": table}} if given == path else {}
    )
    assert InformalIgos().parse({NAME: path}).rows() == [
        (1, "XY", "The X", "CUB", "Cuba", 1990, None), (2, "XY", "The X", None, "Peru", None, 2001),
    ]  # fmt: skip


if REAL.exists():

    def test_members_of_the_mirror() -> None:
        table = InformalIgos().parse({NAME: REAL})
        check_table(InformalIgos(), table)
        assert table.height == 3_502
        guam = table.filter((pl.col("organisation") == "GUAM") | pl.col("title").str.contains("GUAM"))
        assert {"Georgia", "Ukraine", "Azerbaijan", "Moldova"} <= set(guam["member_name"])
