"""United States bases: latin-1, sites without a name, and the counts of the file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.us_bases import UsBases
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "security/basedata.csv"
HEADER = "countryname,ccode,iso3c,basename,lat,lon,base,lilypad,fundedsite\n"


def test_the_file_is_latin_1(tmp_path: Path) -> None:
    path = tmp_path / "basedata.csv"
    path.write_text(
        HEADER + "Peru,135,PER,Camp Ñandú,-12.5,-77,0,1,0\nCuba,40,CUB,NA,NA,NA,1,0,0\n", encoding="latin-1"
    )
    table = UsBases().parse({"basedata.csv": path})
    check_table(UsBases(), table)
    assert table.rows() == [
        (1, 135, "Peru", "Camp Ñandú", -12.5, -77.0, 0, 1, 0),
        (2, 40, "Cuba", None, None, None, 1, 0, 0),
    ]


def test_another_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "basedata.csv"
    path.write_text(HEADER.replace("lilypad", "pad") + "Peru,135,PER,X,-12.5,-77,0,1,0\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"basedata\.csv:1: lacks the column lilypad \(pad is like it\)"):
        UsBases().parse({"basedata.csv": path})


if REAL.exists():

    def test_counts_of_the_mirror() -> None:
        table = UsBases().parse({"basedata.csv": REAL})
        check_table(UsBases(), table)
        assert (table.height, table["base"].sum(), table["lilypad"].sum(), table["funded_site"].sum()) == (
            414,
            255,
            114,
            46,
        )
