"""CHISOLS, LEAD and willingness to use force: columns, missing values, layouts that changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.chisols import Chisols
from corcyra.sources.datasets.lead import COLUMNS, Lead
from corcyra.sources.datasets.willingness import Willingness


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_chisols(tmp_path: Path) -> None:
    header = "statename,ccode,year,leader,totalldrtrans,leadertrans,solschange,solschdum,solsminchdum\n"
    file = written(tmp_path, "c.csv", header + '"Peru",135,1930,"Cerro",3,1,2,1,0\n"Peru",135,1931,NA,0,0,0,0,0\n')
    assert Chisols().parse({"CHISOLSstyr4_0.csv": file}).rows() == [
        (135, 1930, 3, 2, 1, 1, 0),
        (135, 1931, 0, 0, 0, 0, 0),
    ]


def test_what_is_not_known_of_a_leader_is_missing(tmp_path: Path) -> None:
    text = f"obsid,{','.join(COLUMNS)}\nUSA-1869,2,1,1,0,1,0,0,0,0,1,0\nUSA-1877,3,NA,1,0,1,0,0,0,12,0,0\n"
    found = Lead().parse({"LEAD.rda": written(tmp_path, "LEAD.csv", text)})
    assert found.columns == ["obsid", *(f"lead_{name}" for name in COLUMNS)]
    assert found["lead_milservice"].to_list() == [1, None]


def test_willingness(tmp_path: Path) -> None:
    names = [field.name.removeprefix("lwuf_") for field in Willingness().columns]
    cells = ",".join(str(place / 10) for place in range(8))
    file = written(tmp_path, "lwuf.csv", f"obsid,{','.join(names)}\nUSA-1869,{cells}\n")
    assert Willingness().parse({"lwuf.rda": file}).row(0) == ("USA-1869", 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
    file.write_text(file.read_text(encoding="utf-8").replace("theta4_sd", "theta5_sd"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Willingness().parse({"lwuf.rda": file})
    assert str(caught.value) == (
        f"{file}:1: lacks the column theta4_sd (theta5_sd is like it). Versions known here: 2020, as packaged in peacesciencer. "
        "Get one of these, or say what the new columns mean."
    )
