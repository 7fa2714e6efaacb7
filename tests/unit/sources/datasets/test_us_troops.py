"""United States troops: codes that are none of COW's, states before their time, and all rows."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.us_troops import SLIPS, UsTroops
from corcyra.sources.source import check_table
from corcyra.world.dyads import state_years

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "security/troopdata.csv"
HEADER = "countryname,ccode,iso3c,year,troops,army\n"


def parse(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "troops.csv"
    path.write_text(text, encoding="utf-8")
    table = UsTroops().parse({"troopdata.csv": path})
    check_table(UsTroops(), table)
    return table


def test_territories_the_country_itself_and_states_before_their_time_go(tmp_path: Path) -> None:
    text = (
        HEADER
        + "United States,2,USA,1985,1300000,NA\nGuam,1008,GUM,2010,100,1\nArmenia,371,ARM,1985,0,NA\nArmenia,371,ARM,1995,3,NA\n"
    )
    assert parse(tmp_path, text).rows() == [(371, 2, 1995, 3)]


def test_a_wrong_code_is_put_right_by_name(tmp_path: Path) -> None:
    text = HEADER + "Montenegro,341,MNE,2014,0,0\nMontenegro,1010,MNE,2014,9,9\nEthiopia,529,ETH,2022,21,1\n"
    assert parse(tmp_path, text).rows() == [(341, 2, 2014, 9), (530, 2, 2022, 21)]


def test_a_state_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        parse(tmp_path, HEADER + "Cuba,40,CUB,1985,3,NA\nCuba,40,CUB,1985,4,NA\n")
    assert str(caught.value) == (
        f"{tmp_path / 'troops.csv'}:2: state 40 in 1985 is there more than once. Get the publisher's file again."
    )


def test_the_other_table_of_the_package_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"lacks the column troops \(troops_ad is like it\)"):
        parse(tmp_path, "countryname,year,ccode,troops_ad\nCuba,1985,40,3\n")


if REAL.exists():

    def test_every_row_is_that_of_the_file() -> None:
        members = set(map(tuple, state_years(range(1950, 2024)).tolist()))
        expected: dict[tuple[int, int], int] = {}
        with REAL.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                code = SLIPS.get((row["countryname"], int(row["ccode"])), int(row["ccode"]))
                key = (code, int(row["year"]))
                if key in members and code != 2:
                    expected[key] = max(expected.get(key, 0), int(row["troops"]))
        table = UsTroops().parse({"troopdata.csv": REAL})
        check_table(UsTroops(), table)
        assert {(state, year): troops for state, _, year, troops in table.rows()} == expected
        assert expected[260, 1985] == 246_927
