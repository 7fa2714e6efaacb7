"""Terrain: one row per state."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.terrain import Terrain


def test_rows_by_cow_number_with_missing_kept(tmp_path: Path) -> None:
    file = tmp_path / "rugged.csv"
    file.write_text("ccode,gwcode,rugged,newlmtnest\n679,678,2.3,3.3\n327,NA,0.438,NA\n1001,NA,1,1\n", encoding="utf-8")
    assert Terrain().parse({"rugged.rda": file}).rows() == [(327, 0.438, None), (679, 2.3, 3.3)]


def test_a_state_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rugged.csv"
    file.write_text("ccode,gwcode,rugged,newlmtnest\n2,2,1,1\n2,2,1,1\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Terrain().parse({"rugged.rda": file})
    assert str(caught.value) == f"{file}: has state 2 more than once. Get the publisher's file again."
