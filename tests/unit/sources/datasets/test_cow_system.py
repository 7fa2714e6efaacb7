"""COW's yearly list and the rule for years after the release."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError, ParameterError
from corcyra.sources.datasets.cow_system import CowSystem


def given(folder: Path, text: str) -> dict[str, Path]:
    file = folder / "system2024.csv"
    file.write_text(text, encoding="utf-8")
    return {"System2024.zip": file}


LIST = "stateabb,ccode,year,version\nUSA,2,2015,2016\nUSA,2,2016,2016\nCZE,315,2015,2016\n"


def test_members_of_the_last_year_continue_to_the_end_of_the_span(tmp_path: Path) -> None:
    rows = CowSystem().parse(given(tmp_path, LIST)).rows()
    assert rows == [*((2, year, 1) for year in range(2015, 2025)), (315, 2015, 1)]


def test_without_extension_the_list_ends_with_the_release(tmp_path: Path) -> None:
    assert CowSystem(extend="none").parse(given(tmp_path, LIST)).rows() == [(2, 2015, 1), (2, 2016, 1), (315, 2015, 1)]


def test_a_release_of_the_last_year_covered_is_not_extended(tmp_path: Path) -> None:
    files = given(tmp_path, "stateabb,ccode,year,version\nUSA,2,2024,2024\n")
    assert CowSystem().parse(files).rows() == [(2, 2024, 1)]


def test_an_unknown_extension_is_refused() -> None:
    with pytest.raises(ParameterError) as caught:
        CowSystem(extend="forever")
    assert str(caught.value) == "unknown extend 'forever'. Use one of: members, none."


def test_a_year_twice_is_refused(tmp_path: Path) -> None:
    files = given(tmp_path, LIST + "USA,2,2015,2016\n")
    with pytest.raises(DataError) as caught:
        CowSystem().parse(files)
    assert str(caught.value) == (
        f"{files['System2024.zip']}: has state, year (2, 2015) more than once. Get the publisher's file again."
    )
