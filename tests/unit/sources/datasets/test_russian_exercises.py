"""The compilation of exercises with Russia: names to codes, and rows without content."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.russian_exercises import RussianExercises
from corcyra.sources.source import check_table

MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))
NAME = "Joint Military Exercises Involving Russia.csv"
REAL = MIRROR / "postsoviet" / NAME
HEADER = "id,name,yr,part1,part2,comments,source,source2\n"


def test_partners_have_codes_and_empty_rows_go(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(HEADER + "7,Щит-2012,2012,Norway ,Armenia,,page,\n,,,,,,,\n", encoding="utf-8")
    table = RussianExercises().parse({NAME: path})
    check_table(RussianExercises(), table)
    assert table.rows() == [
        (7, 371, 365, 2012, "Щит-2012", 2, None, "page"),
        (7, 385, 365, 2012, "Щит-2012", 2, None, "page"),
    ]


def test_a_partner_that_is_no_state_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(HEADER + "7,X,2012,Cuba,Ruritania,,page,\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        RussianExercises().parse({NAME: path})
    assert str(caught.value).startswith(
        f"{path}:2: a partner that no table knows: unknown state 'Ruritania' on 2012-12-31."
    )


def test_another_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text("id,title,yr\n1,X,2012\n", encoding="utf-8")
    with pytest.raises(DataError, match="lacks the columns name, part1, comments, source"):
        RussianExercises().parse({NAME: path})


if REAL.exists():

    def test_partners_of_the_mirror() -> None:
        table = RussianExercises().parse({NAME: REAL})
        check_table(RussianExercises(), table)
        counts = dict(table["state"].value_counts().rows())
        assert table["exercise"].n_unique() == 99
        assert [counts[code] for code in (370, 705, 703, 702, 371)] == [25, 23, 22, 21, 12]
