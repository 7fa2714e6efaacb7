"""DCAD agreements: special codes, slips and dates."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.dcad_agreements import DCAD, DcadAgreements
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "security/DCAD-v1.0-main.csv"
HEADER = (
    "ccode1,cowName1,ccode2,cowName2,signDay,signMonth,signYear,EIFDay,EIFMonth,EIFYear,type,category1,category2,category3,span,"
    "renewType,renewYears,terminated,durationActual,endYearEstimate,asymmetry,DCAid\n"
)
ROWS = (
    "2,USA,20,CAN,1,4,1984,1,4,1985,sector,PROCUREMENT,,,-77,-77,-77,0,,2010,1,X-1\n"
    "700,AFG,2,USA,,,2005,,,,general,DCA,,,5,-66,-66,-88,,2009,2,X-2\n"
    "145,BOL,145,VEN,26,5,2006,,,,general,DCA,,,,,,-99,,2010,1,DCADv1.0-0297\n"
    "750,IND,750,IND,8,3,2006,,,,sector,DIC,,,,,,1,,2007,0,X-3\n"
)


def parse(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "dcad.csv"
    path.write_text(text, encoding="utf-8")
    return DcadAgreements().parse({DCAD.name: path})


def test_codes_are_missing_and_pairs_ordered(tmp_path: Path) -> None:
    table = parse(tmp_path, HEADER + ROWS)
    check_table(DcadAgreements(), table)
    shown = table.select("dca", "state1", "state2", "signed", "in_force", "span", "terminated")
    assert shown.rows() == [
        ("DCADv1.0-0297", 101, 145, date(2006, 5, 26), None, None, None),
        ("X-1", 2, 20, date(1984, 4, 1), date(1985, 4, 1), None, 0),
        ("X-2", 2, 700, date(2005, 1, 1), None, 5, None),
        ("X-3", 750, None, date(2006, 3, 8), None, None, 1),
    ]


def test_an_agreement_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, HEADER + ROWS + ROWS)
    assert str(caught.value) == (
        f"{tmp_path / 'dcad.csv'}:2: agreement 'X-1' is there twice, lacks a state or year, or ends before it is signed. Get the file again."
    )


def test_another_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"dcad\.csv:1: lacks the column DCAid"):
        parse(tmp_path, HEADER.replace("DCAid", "dcaid") + ROWS)


if REAL.exists():

    def test_every_agreement_is_that_of_the_file() -> None:
        with REAL.open(encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        expected = {row["DCAid"]: (int(row["signYear"]), int(row["endYearEstimate"]), row["type"]) for row in rows}
        table = DcadAgreements().parse({DCAD.name: REAL})
        check_table(DcadAgreements(), table)
        assert {row[0]: row[1:] for row in table.select("dca", "sign_year", "end_year", "type").rows()} == expected
        assert table.height == 1_871
        assert table.filter(pl.col("state2").is_null())["dca"].to_list() == ["DCADv1.0-1625", "DCADv1.0-1847"]
