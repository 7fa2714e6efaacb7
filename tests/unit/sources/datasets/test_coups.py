"""Coups: the table by year and the list of events give one table."""

from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.coups import Coups
from corcyra.world.dyads import state_years

EVENTS = "country\tccode\tccode_gw\tyear\tmonth\tday\tcoup\tversion\n"
LINES = [
    "Turkey\t640\t640\t1960\t5\t27\t2\t1",
    "Turkey\t640\t640\t1962\t2\t22\t1\t1",
    "Bolivia\t145\t145\t1951\t5\t16\t2\t1",
]


def listed(folder: Path, lines: list[str]) -> dict[str, Path]:
    file = folder / "powell_thyne_coups_final.txt"
    file.write_text(EVENTS + "\n".join(lines) + "\n", encoding="utf-8")
    return {"ptcoups.csv": file}


def test_events_become_counts_and_zeros_up_to_the_last_event(tmp_path: Path) -> None:
    lines = [*LINES, "Bolivia\t145\t145\t1951\t6\t1\t1\t1"]
    found = Coups().parse(listed(tmp_path, lines))
    rows = {row[:2]: row[2:] for row in found.rows()}
    assert rows[145, 1951] == (2, 1, 1)
    assert (rows[640, 1960], rows[640, 1961], rows[640, 1962]) == ((1, 1, 1), (0, 0, 0), (1, 0, 1))
    assert sorted(rows) == [tuple(row) for row in state_years(range(1950, 1963), system="gw").tolist()]


def test_the_table_by_year(tmp_path: Path) -> None:
    file = tmp_path / "ptcoups.csv"
    file.write_text(
        '"gwcode","year","pt_attempt","pt_attempt_num","pt_coup_num"\n640,1960,1,1,1\n640,1961,0,0,0\n',
        encoding="utf-8",
    )
    assert Coups().parse({"ptcoups.csv": file}).rows() == [(640, 1960, 1, 1, 1), (640, 1961, 0, 0, 0)]


def test_an_event_of_another_kind(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        Coups().parse(listed(tmp_path, [*LINES, "Togo\t461\t461\t1963\t1\t13\t3\t1"]))
    assert str(caught.value) == (
        f"{tmp_path / 'powell_thyne_coups_final.txt'}:5: 3 in the column coup is neither 1 (failed) nor 2 (succeeded). "
        "Get the publisher's file again."
    )
