"""Colonial history, crises, genocide, arms races and territorial threat on small tables in the publishers' layouts."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.arms_races import ArmsRaces
from corcyra.sources.datasets.claims import Claims
from corcyra.sources.datasets.colonial_history import ColonialHistory
from corcyra.sources.datasets.genocide import Genocide
from corcyra.sources.datasets.gml import Gml
from corcyra.sources.datasets.icb import Icb
from corcyra.sources.datasets.mid import Mid
from corcyra.sources.datasets.rivalries_td import RivalriesTd
from corcyra.sources.datasets.rivalries_tss import RivalriesTss
from corcyra.sources.datasets.territorial_threat import TerritorialThreat
from corcyra.sources.datasets.ucdp import Ucdp
from corcyra.sources.datasets.ucdp_dyads import UcdpDyads
from corcyra.sources.datasets.wars import Wars
from corcyra.sources.source import check_table

COLONIES = """\ufeffState,Name,ColRuler,IndFrom,IndDate,IndViol,IndType,SecFrom,SecDate,SecViol,Into,IntoDate,COWsys,GWsys,Notes
365,Russia,-9,-9,147001,0,1,-9,-9,-9,-9,-9,181601,181601,"A note, with a comma"
371,Armenia,365,365,199112,0,3,365,199112,0,-9,-9,199112,199100,x
"""
RACES = "race_id,ccode1,ccode2,styear,endyear\n1,200,365,1854,1856\n2,365,200,1856,1857\n"
THREAT = "ccode,year,lterrthreat,sd,lwr,upr,m_lterrthreat\n2,1816,0.25,0.1,-0.1,0.5,NA\n"
KILLINGS = "ccode,year,genocide\n517,1994,1\n2,1994,0\n9999,1994,0\n"


def parsed(dataset: Dataset, folder: Path, text: str) -> list[tuple[object, ...]]:
    name = dataset.downloads[0].name
    file = folder / (name.removesuffix(".rda") + ".csv" if name.endswith(".rda") else name)
    file.write_text(text, encoding="utf-8")
    frame = dataset.parse({name: file})
    check_table(dataset, frame)
    return frame.rows()


def test_colonial_history(tmp_path: Path) -> None:
    assert parsed(ColonialHistory(), tmp_path, COLONIES) == [
        (365, None, None, 0, 1, None, None, None, 1470, 1, None, None, None, None, 1816, 1, 1816, 1),
        (371, 365, 365, 0, 3, 365, 0, None, 1991, 12, 1991, 12, None, None, 1991, 12, 1991, None),
    ]


def test_arms_races(tmp_path: Path) -> None:
    assert parsed(ArmsRaces(), tmp_path, RACES) == [(200, 365, year, 1) for year in (1854, 1855, 1856, 1857)]


def test_territorial_threat(tmp_path: Path) -> None:
    assert parsed(TerritorialThreat(), tmp_path, THREAT) == [(2, 1816, 0.25, 0.1, -0.1, 0.5)]


def test_genocide(tmp_path: Path) -> None:
    assert parsed(Genocide(), tmp_path, KILLINGS) == [(2, 1994, 0), (517, 1994, 1)]


def test_crises(tmp_path: Path) -> None:
    names = ["crisno", *(field.name for field in Icb().columns)]
    known = {
        "crisno": "9",
        "crisname": "OGADEN",
        "yrtrig": "1977",
        "datrig": "88",
        "daterm": "13",
        "geog": "-99",
        "viol": "3",
    }
    text = ",".join(("icb1", *names)) + "\n" + ",".join(("ICB1", *(known.get(name, "") for name in names))) + "\n"
    row = dict(zip(names, parsed(Icb(), tmp_path, text)[0], strict=True))
    filled = {name: value for name, value in row.items() if value is not None}
    assert filled == {"crisno": 9, "crisname": "OGADEN", "yrtrig": 1977, "daterm": 13, "viol": 3}


@pytest.mark.parametrize("dataset", [ColonialHistory(), ArmsRaces(), TerritorialThreat(), Genocide(), Icb()])
def test_a_foreign_table_is_told(tmp_path: Path, dataset: Dataset) -> None:
    with pytest.raises(DataError, match=r":1: lacks the columns? .* Versions known here: "):
        parsed(dataset, tmp_path, "a,b\n1,2\n")


def test_where_each_ends() -> None:
    """Disputes end before rivalries, and rivalries before armed conflicts: 2020-24 needs the last alone."""
    ends = {
        Gml(): 2010,
        RivalriesTd(): 2010,
        Claims(): 2001,
        Wars(): 2007,
        Mid(): 2014,
        RivalriesTss(): 2020,
        Ucdp(): 2024,
        UcdpDyads(): 2024,
    }
    assert {dataset.key: dataset.covers.last for dataset in ends} == {
        dataset.key: last for dataset, last in ends.items()
    }
    for dataset in ends:
        assert str(dataset.covers.last) in (type(dataset).__doc__ or ""), dataset.key
        assert set(dataset.fills) <= {field.name for field in dataset.columns}
