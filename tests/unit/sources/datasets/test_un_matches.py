"""Resolutions that were voted on again: the pairs as published, and layouts that are refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corcyra.errors import DataError
from corcyra.sources.datasets.un_matches import UnMatches
from corcyra.sources.source import check_table

NAME = "Matches.csv"
MIRROR = Path(os.environ.get("CORCYRA_MIRROR", "none"))


def written(folder: Path, text: str) -> dict[str, Path]:
    file = folder / NAME
    file.write_text(text, encoding="utf-8")
    return {NAME: file}


def test_the_pairs_come_out_sorted(tmp_path: Path) -> None:
    table = UnMatches().parse(written(tmp_path, "v1,rcid1,rcid2\n2,464,507\n1,299,331\n3,464,508\n"))
    assert table.rows() == [(299, 331, 1), (464, 507, 2), (464, 508, 3)]
    check_table(UnMatches(), table)


@pytest.mark.parametrize(
    ("rows", "line", "told"),
    [
        ("1,331,299\n", 2, "331 with 299"),
        ("1,299,331\n2,299,331\n", 3, "299 with 331"),
        ("1,299,331\n2,,507\n", 3, "None with 507"),
    ],
    ids=["turned", "twice", "half"],
)
def test_a_wrong_pair_is_named_with_its_line(tmp_path: Path, rows: str, line: int, told: str) -> None:
    with pytest.raises(DataError) as caught:
        UnMatches().parse(written(tmp_path, f"v1,rcid1,rcid2\n{rows}"))
    rule = "Each pair wants two roll calls, the earlier first, and stands once. Get the file again."
    assert str(caught.value) == f"{tmp_path / NAME}:{line}: pairs {told}. {rule}"


def test_another_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="rcid2"):
        UnMatches().parse(written(tmp_path, "v1,rcid1\n1,299\n"))


if (MIRROR / "un_votes" / NAME).exists():

    def test_the_published_file_has_955_pairs() -> None:
        assert UnMatches().parse({NAME: MIRROR / "un_votes" / NAME}).height == 955
