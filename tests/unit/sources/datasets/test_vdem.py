"""V-Dem: both layouts, columns picked, countries without a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.vdem import Vdem

NAMES = [field.name for field in Vdem().columns]


def table(file: Path, code: str, rows: list[tuple[str, int, str]]) -> dict[str, Path]:
    """A file in the official layout, with columns that nobody asks for."""
    lines = [f"country_name,historical_date,{code},year,v2cltort,{','.join(NAMES)}"]
    lines += [
        f'"A, B",{year}-12-31,{number},{year},-0.5,{",".join([first] + ["0.5"] * 14)}' for number, year, first in rows
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {"vdem_simple.rda": file}


@pytest.mark.parametrize("code", ["COWcode", "vdem_cowcode"])
def test_rows_with_a_cow_number(tmp_path: Path, code: str) -> None:
    rows = [("372", 1992, "0.256"), ("", 1992, "0.3"), ("372.0", 1993, ""), ("9999", 1993, "0.4")]
    found = Vdem().parse(table(tmp_path / "V-Dem-CY-Core-v15.csv", code, rows))
    assert found.columns == ["state", "year", *NAMES]
    assert found.select("state", "year", "v2x_polyarchy", "v2x_egaldem").rows() == [
        (372, 1992, 0.256, 0.5),
        (372, 1993, None, 0.5),
    ]


def test_a_country_year_twice(tmp_path: Path) -> None:
    files = table(tmp_path / "v.csv", "COWcode", [("255", 1992, "0.8"), ("255", 1992, "0.7")])
    with pytest.raises(DataError) as caught:
        Vdem().parse(files)
    assert str(caught.value) == (
        f"{tmp_path / 'v.csv'}: has state, year (255, 1992) more than once. Get the publisher's file again."
    )


def test_a_foreign_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "v.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Vdem().parse({"vdem_simple.rda": file})
    assert str(caught.value).startswith(
        f"{file}:1: lacks the columns COWcode, year, v2x_polyarchy, v2x_polyarchy_codelow"
    )
    assert str(caught.value).endswith(
        "Versions known here: 14, 15. Get one of these, or say what the new columns mean."
    )


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no table of text: No such file or directory"):
        Vdem().parse({"vdem_simple.rda": tmp_path / "none.csv"})
