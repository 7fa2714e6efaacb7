"""Democracy and GDP panels: both systems, missing scores, names of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.democracy import Democracy
from corcyra.sources.datasets.democracy_gw import DemocracyGw
from corcyra.sources.datasets.gdp import Gdp
from corcyra.sources.datasets.gdp_gw import GdpGw

DEMOCRACY = "{code},year,euds,aeuds,polity2,v2x_polyarchy\n{serbia},2010,1.1,0.8,8,0.6\n2,1816,0.3,0,NA,0.355\n"
GDP = "{code},year,mrgdppc,sd_mrgdppc,pwtrgdp,sd_pwtrgdp,pwtpop,sd_pwtpop\n{serbia},2010,9,1,90,10,7.5,0.5\n651,1856,NA,NA,NA,NA,NA,NA\n"


def given(folder: Path, name: str, text: str, code: str, serbia: int) -> dict[str, Path]:
    file = folder / f"{name}.csv"
    file.write_text(text.format(code=code, serbia=serbia), encoding="utf-8")
    return {f"{name}.rda": file}


def test_democracy_in_both_systems(tmp_path: Path) -> None:
    cow = Democracy().parse(given(tmp_path, "cw_democracy", DEMOCRACY, "ccode", 345))
    assert cow.rows() == [(2, 1816, 0.3, 0.0, None, 0.355), (345, 2010, 1.1, 0.8, 8.0, 0.6)]
    gw = DemocracyGw().parse(given(tmp_path, "gw_democracy", DEMOCRACY, "gwcode", 340))
    assert gw["state"].to_list() == [2, 340]
    assert gw.columns[2:] == [f"{name}_gw" for name in cow.columns[2:]]


def test_gdp_in_both_systems(tmp_path: Path) -> None:
    cow = Gdp().parse(given(tmp_path, "cw_gdppop", GDP, "ccode", 345))
    assert cow.rows() == [(345, 2010, 9.0, 1.0, 90.0, 10.0, 7.5, 0.5), (651, 1856, *[None] * 6)]
    gw = GdpGw().parse(given(tmp_path, "gw_gdppop", GDP, "gwcode", 340))
    assert (gw["state"].to_list(), gw.columns[-1]) == ([340, 651], "population_sd_gw")
    assert (Gdp().codes, GdpGw().codes) == ("cow", "gw")


def test_the_table_of_the_other_system_is_refused(tmp_path: Path) -> None:
    files = given(tmp_path, "cw_democracy", DEMOCRACY, "gwcode", 340)
    with pytest.raises(DataError) as caught:
        Democracy().parse(files)
    assert str(caught.value) == (
        f"{tmp_path / 'cw_democracy.csv'}:1: lacks the column ccode (gwcode is like it). Versions known here: June 2026. "
        "Get one of these, or say what the new columns mean."
    )
