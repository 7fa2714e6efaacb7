"""DCAD dyad-years: from signature or from force to the estimated end."""

from __future__ import annotations

import csv
import os
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import ParameterError
from corcyra.sources.datasets.dcad import Dcad
from corcyra.sources.datasets.dcad_agreements import DCAD
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "security/DCAD-v1.0-main.csv"
HEADER = (
    "ccode1,ccode2,signDay,signMonth,signYear,EIFDay,EIFMonth,EIFYear,type,category1,category2,category3,span,terminated,"
    "endYearEstimate,asymmetry,DCAid\n"
)
ROWS = (
    "2,20,1,4,2005,1,4,2007,general,DCA,,,,0,2008,1,X-1\n2,20,1,4,2008,,,,sector,TREX,,,,0,2009,1,X-2\n"
    "2,70,1,4,2009,1,4,2012,sector,TREX,,,,0,2010,1,X-3\n750,750,1,4,2009,,,,sector,TREX,,,,0,2010,1,X-4\n"
)


def parse(folder: Path, **settings: str) -> pl.DataFrame:
    path = folder / "dcad.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    table = Dcad(**settings).parse({DCAD.name: path})
    check_table(Dcad(), table)
    return table


def test_from_signature(tmp_path: Path) -> None:
    assert parse(tmp_path).rows() == [
        (2, 20, 2005, 1, 1, 0, 1), (2, 20, 2006, 1, 1, 0, 1), (2, 20, 2007, 1, 1, 0, 1), (2, 20, 2008, 1, 1, 1, 2),
        (2, 20, 2009, 1, 0, 1, 1), (2, 70, 2009, 1, 0, 1, 1), (2, 70, 2010, 1, 0, 1, 1),
    ]  # fmt: skip


def test_from_force_or_signature_where_force_is_not_known(tmp_path: Path) -> None:
    """X-1 from 2007; X-2 from its signature; X-3 came into force after the years that the file covers."""
    assert parse(tmp_path, start="force").select("state2", "year", "dcad_count").rows() == [
        (20, 2007, 1),
        (20, 2008, 2),
        (20, 2009, 1),
    ]


def test_an_unknown_start_is_refused() -> None:
    with pytest.raises(ParameterError, match=r"unknown start 'talks'\. Use one of: sign, force\."):
        Dcad(start="talks")


if REAL.exists():

    def test_counts_agree_with_a_loop_over_the_file() -> None:
        counts: Counter[tuple[int, int, int]] = Counter()
        with REAL.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                one, two = sorted((int(row["ccode1"]), 101 if row["cowName2"] == "VEN" else int(row["ccode2"])))
                if one != two:
                    counts.update(
                        (one, two, year) for year in range(int(row["signYear"]), int(row["endYearEstimate"]) + 1)
                    )
        table = Dcad().parse({DCAD.name: REAL})
        check_table(Dcad(), table)
        assert {row[:3]: row[3] for row in table.select("state1", "state2", "year", "dcad_count").rows()} == counts
        assert table.height == 11_274
