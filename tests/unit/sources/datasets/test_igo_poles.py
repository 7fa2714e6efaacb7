"""Standing in the organisations of a pole: which organisation is which, slips, and unknown standings."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.igo_members import IGO
from corcyra.sources.datasets.igo_poles import STANDINGS, IgoPoles
from corcyra.sources.source import check_table
from corcyra.world.organisations import depth, standings
from corcyra.world.poles import poles

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
REAL = MIRROR / "igo/state_year_format3.csv.gz"
HEADER = "ccode,year,state,NATO,EAPC,EEC,EU,WPact,CIS,CSTO,EAEC,SCO,ECO,UN\n"


def parse(folder: Path, text: str) -> pl.DataFrame:
    path = folder / "igo.csv"
    path.write_text(text, encoding="utf-8")
    table = IgoPoles().parse({IGO.name: path})
    check_table(IgoPoles(), table)
    return table


def test_the_deepest_standing_counts_toward_each_leader(tmp_path: Path) -> None:
    text = HEADER + (
        "371,2005,armenia,0,1,-1,0,-1,1,1,3,0,0,1\n452,1962,ghana,0,-1,0,-1,1,-1,-1,-1,-1,-1,1\n"
        "704,2000,uzbekistan,0,0,-1,0,-1,1,-1,0,1,1,1\n365,2005,russia,0,1,-1,0,-1,1,1,1,1,0,1\n"
    )
    found = {row[:3]: row[3] for row in parse(tmp_path, text).rows()}
    assert [found[371, other, 2005] for other in (365, 2, 710)] == [1.0, 0.1, 0.0]
    assert found[452, 365, 1962] == 0.0
    assert [found[704, other, 2000] for other in (365, 710, 640, 630)] == [0.4, 0.2, 0.2, 0.2]
    assert (365, 365, 2005) not in found
    assert found[365, 710, 2005] == 0.3


def test_an_unknown_standing_is_missing_where_it_could_be_the_deepest(tmp_path: Path) -> None:
    text = HEADER + "371,2005,armenia,0,-9,-1,0,-1,-9,1,0,0,0,1\n372,2005,georgia,0,1,-1,0,-1,-9,0,0,0,0,1\n"
    found = {row[:3]: row[3] for row in parse(tmp_path, text).rows()}
    assert (found[371, 365, 2005], found[372, 365, 2005], found[371, 2, 2005]) == (1.0, None, None)


def test_every_standing_is_one_of_the_table() -> None:
    assert {row[2:4] for row in STANDINGS} <= {(each.org, each.status) for each in standings()}


def test_a_file_without_an_organisation_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"igo\.csv:1: lacks the column csto"):
        parse(tmp_path, HEADER.replace("CSTO", "XYZ") + "2,1990,usa" + ",0" * 11 + "\n")


if REAL.exists():

    @cache
    def real() -> pl.DataFrame:
        return IgoPoles().parse({IGO.name: REAL})

    def test_every_cell_agrees_with_a_loop_over_the_file() -> None:
        raw = pl.read_csv(REAL).filter(pl.col("year") >= 1945)
        table = real()
        check_table(IgoPoles(), table)
        columns = {row[0]: raw[row[0]].to_list() for row in STANDINGS}
        deep = {(pole.key, *row[2:4]): depth(*row[2:4], pole.key) or 0.0 for pole in poles() for row in STANDINGS}
        expected: dict[tuple[int, int, int], float] = {}
        for place, (state, year) in enumerate(raw.select("ccode", "year").iter_rows()):
            for pole in poles():
                held = [
                    deep[pole.key, org, status]
                    for name, code, org, status, (first, last) in STANDINGS
                    if columns[name][place] == code and first <= year <= last and (name, state) != ("wpact", 452)
                ]
                if state != pole.leader:
                    expected[state, pole.leader, year] = max(held, default=0.0)
        assert {row[:3]: row[3] for row in table.rows()} == expected

    def test_face_checks() -> None:
        table = real()

        def years(state: int, other: int, deep: float) -> tuple[int, int]:
            found = table.filter(
                (pl.col("state") == state) & (pl.col("other") == other) & (pl.col("igo_membership") == deep)
            )["year"]
            return int(np.min(found.to_numpy())), int(np.max(found.to_numpy()))

        assert years(371, 365, 1.0) == (2002, 2014)
        assert years(372, 365, 0.4) == (1995, 2007)
        assert years(640, 2, 1.0) == (1952, 2014)
        assert (years(290, 365, 1.0), years(290, 2, 1.0)) == ((1955, 1991), (1999, 2014))
