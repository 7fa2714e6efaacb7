"""Fractionalisation: numbers of both systems, and years in which two states stand under one number."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import ParameterError
from corcyra.sources.datasets._fractions import CREG, HIEF
from corcyra.sources.datasets.creg import Creg
from corcyra.sources.datasets.creg_gw import CregGw
from corcyra.sources.datasets.hief import Hief
from corcyra.sources.datasets.hief_gw import HiefGw

HIEF_LINES = """ccode,gwcode,year,efindex
255,260,1989,0.1
255,260,1990,0.11
678,678,1989,0.2
678,678,1990,0.21
816,817,1960,0.264
817,817,1960,0.233
345,340,2005,0.3
345,340,2006,0.31
365,365,1991,0.691
365,365,1991,0.286
41,41,1978,0.107
41,41,1978,0.107
"""
CREG_LINES = """ccode,gwcode,creg_ccode,year,ethfrac,ethpol,relfrac,relpol
345,345,345,1990,0.78,0.60,0.65,0.81
345,345,345,1991,0.78,0.60,0.65,0.81
345,345,340,1991,0.59,0.71,NA,NA
345,345,345,1992,NA,NA,0.64,0.81
345,340,340,1992,0.58,0.71,0.55,0.78
345,340,340,1993,0.57,0.70,0.54,0.77
345,345,340,2006,0.41,0.65,0.33,0.53
365,365,365,1991,0.69,0.65,0.71,0.78
365,365,393,1991,0.28,0.46,0.66,0.78
365,365,365,1992,NA,NA,NA,NA
365,365,393,1992,0.29,0.47,0.66,0.78
315,315,315,2013,NA,NA,NA,NA
"""


def given(folder: Path, name: str, text: str) -> dict[str, Path]:
    file = folder / f"{name.partition('.')[0]}.csv"
    file.write_text(text, encoding="utf-8")
    return {name: file}


def test_hief_for_cow_states(tmp_path: Path) -> None:
    found = {row[:2]: row[2] for row in Hief().parse(given(tmp_path, HIEF.name, HIEF_LINES)).rows()}
    assert (found[260, 1989], found[255, 1990], found[678, 1989], found[679, 1990]) == (0.1, 0.11, 0.2, 0.21)
    assert (found[816, 1960], found[817, 1960]) == (0.264, 0.233)
    assert len(found) == 10


def test_hief_for_gleditsch_ward_states(tmp_path: Path) -> None:
    found = {row[:2]: row[2] for row in HiefGw().parse(given(tmp_path, HIEF.name, HIEF_LINES)).rows()}
    assert (found[816, 1960], found[817, 1960]) == (0.264, 0.233)
    assert (found[345, 2005], found[340, 2006], found[260, 1989], found[678, 1990]) == (0.3, 0.31, 0.1, 0.21)


@pytest.mark.parametrize(("keep", "value"), [("new", 0.286), ("old", 0.691)])
def test_hief_of_two_states(tmp_path: Path, keep: str, value: float) -> None:
    files = given(tmp_path, HIEF.name, HIEF_LINES)
    assert Hief(keep=keep).parse(files).filter(state=365)["hief_efindex"].to_list() == [value]
    assert HiefGw(keep=keep).parse(files).filter(state=365)["hief_efindex_gw"].to_list() == [value]


def test_creg_of_two_states(tmp_path: Path) -> None:
    files = given(tmp_path, CREG.name, CREG_LINES)
    new = {row[:2]: row[2:] for row in Creg().parse(files).rows()}
    old = {row[:2]: row[2:] for row in Creg(keep="old").parse(files).rows()}
    assert (new[365, 1991][0], old[365, 1991][0]) == (0.28, 0.69)
    assert (new[345, 1991], old[345, 1991]) == ((0.59, 0.71, None, None), (0.78, 0.60, 0.65, 0.81))
    assert (new[345, 1992], old[345, 1992]) == ((0.58, 0.71, 0.55, 0.78), (None, None, 0.64, 0.81))
    assert (new[365, 1992], old[365, 1992]) == ((0.29, 0.47, 0.66, 0.78),) * 2
    assert (315, 2013) not in new


def test_creg_for_gleditsch_ward_states(tmp_path: Path) -> None:
    found = CregGw().parse(given(tmp_path, CREG.name, CREG_LINES))
    assert found.select("state", "year").rows() == [
        (340, 2006),
        *((345, year) for year in range(1990, 1994)),
        (365, 1991),
        (365, 1992),
    ]
    assert found.columns[2] == "creg_ethfrac_gw"


@pytest.mark.parametrize("kind", [Hief, HiefGw, Creg, CregGw])
def test_an_unknown_choice(kind: type) -> None:
    with pytest.raises(ParameterError) as caught:
        kind(keep="both")
    assert str(caught.value) == "unknown keep 'both'. Use one of: new, old."
