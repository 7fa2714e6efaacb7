"""The three tables of COW disputes that are no panel: official names, -9 as missing, keys once."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.dataset import Dataset
from corcyra.sources.datasets.mid_disputes import MidDisputes
from corcyra.sources.datasets.mid_incidents import MidIncidents
from corcyra.sources.datasets.mid_participants import MidParticipants
from corcyra.sources.source import check_table

A = """dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,mindur,hiact,hostlev,recip,numa,numb,ongo2014,version
1,-9,12,1900,3,2,1902,5,3,-9,-9,430,400,7,3,1,1,2,0,5
"""
B = """dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,fatalpre,hiact,hostlev,orig,version
1,"USA",2,-9,12,1900,3,2,1902,1,1,1,-9,0,0,7,3,1,5
"""
IP = """dispnum,incidnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,insidea,sidea,fatality,fatalpre,action,hostlev,revtype1,revtype2,version
3551,3551001,"USA",2,16,-9,1992,16,7,1992,1,1,2,0,7,3,2,0,5
"""


@pytest.mark.parametrize(("dataset", "text"), [(MidDisputes(), A), (MidParticipants(), B), (MidIncidents(), IP)])
def test_the_official_table_is_read(tmp_path: Path, dataset: Dataset, text: str) -> None:
    name = dataset.downloads[0].name
    (tmp_path / name).write_text(text, encoding="utf-8")
    frame = dataset.parse({name: tmp_path / name})
    check_table(dataset, frame)
    assert frame.height == 1
    given = dict(zip(text.split()[0].split(","), text.splitlines()[1].replace('"', "").split(","), strict=True))
    for column in frame.columns:
        assert str(frame[column][0]) == ("None" if given[column] == "-9" else given[column])


@pytest.mark.parametrize(
    ("dataset", "text", "key"),
    [
        (MidDisputes(), A, "dispnum 1"),
        (MidParticipants(), B, "dispnum, ccode, styear, stmon 1, 2, 1900, 12"),
        (MidIncidents(), IP, "incidnum, ccode 3551001, 2"),
    ],
)
def test_a_key_twice_is_told(tmp_path: Path, dataset: Dataset, text: str, key: str) -> None:
    file = tmp_path / dataset.downloads[0].name
    file.write_text(text + text.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        dataset.parse({file.name: file})
    assert str(caught.value) == f"{file}: has the {key} more than once. Get the publisher's file again."
