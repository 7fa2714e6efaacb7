"""Contiguity through dependencies: years, the closest type, the number of links."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.contiguity_colonial import ContiguityColonial

TEXT = """dyad,statelno,statelab,dependl,conttype,statehno,statehab,dependh,begin,end,version
200220,200,"UKG",512,3,220,"FRN",0,1900,1902,3.1
200220,200,"UKG",750,1,220,"FRN",751,1902,1903,3.1
20020,200,"UKG",7,1,1020,"XXX",0,1900,1900,3.1
"""


def given(folder: Path, text: str = TEXT) -> dict[str, Path]:
    file = folder / "contcol.csv"
    file.write_text(text, encoding="utf-8")
    return {"ColonialContiguity310.zip": file}


def test_links_are_counted_and_the_closest_is_kept(tmp_path: Path) -> None:
    assert ContiguityColonial().parse(given(tmp_path)).rows() == [
        (200, 220, 1900, 3, 1),
        (200, 220, 1901, 3, 1),
        (200, 220, 1902, 1, 2),
        (200, 220, 1903, 1, 1),
    ]


def test_a_changed_header_names_the_columns(tmp_path: Path) -> None:
    files = given(tmp_path, TEXT.replace("begin", "beginyr"))
    with pytest.raises(DataError) as caught:
        ContiguityColonial().parse(files)
    assert str(caught.value) == (
        f"{files['ColonialContiguity310.zip']}:1: lacks the column begin (beginyr is like it). Versions known here: 3.1. "
        "Get one of these, or say what the new columns mean."
    )
