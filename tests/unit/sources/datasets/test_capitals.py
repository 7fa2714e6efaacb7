"""Capitals by spell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.capitals import Capitals

TEXT = """ccode,statenme,capital,stdate,enddate,lat,lng
140,Brazil,Rio de Janeiro,1822-01-01,1960-04-20,-22.9,-43.2
140,Brazil,Brasilia,1960-04-21,2024-12-31,-10.3,-53.2
"""


def given(folder: Path, text: str = TEXT) -> dict[str, Path]:
    file = folder / "cow_capitals.csv"
    file.write_text(text, encoding="utf-8")
    return {"cow_capitals.rda": file}


def test_a_capital_that_stands_has_no_end(tmp_path: Path) -> None:
    assert Capitals().parse(given(tmp_path)).rows() == [
        (140, date(1822, 1, 1), "Rio de Janeiro", date(1960, 4, 20), -22.9, -43.2),
        (140, date(1960, 4, 21), "Brasilia", None, -10.3, -53.2),
    ]


def test_a_changed_header_names_the_columns(tmp_path: Path) -> None:
    files = given(tmp_path, TEXT.replace("lng", "longitude"))
    with pytest.raises(DataError) as caught:
        Capitals().parse(files)
    assert str(caught.value) == (
        f"{files['cow_capitals.rda']}:1: lacks the column lng (longitude is like it). Versions known here: 2024. "
        "Get one of these, or say what the new columns mean."
    )


def test_a_word_for_a_day_is_told(tmp_path: Path) -> None:
    files = given(tmp_path, TEXT.replace("1960-04-20", "1960"))
    with pytest.raises(DataError) as caught:
        Capitals().parse(files)
    assert str(caught.value) == (
        f"{files['cow_capitals.rda']}: '1960' in the column enddate, row 1, is no day. Get the publisher's file again."
    )
