from __future__ import annotations

from pathlib import Path

import pytest

from corcyra.errors import StudyError, UnknownName
from corcyra.study.gallery import find_study, gallery

STUDY = 'title = "t"\nquestion = "q"\nstates = ["ARM"]\nyears = [2000, 2001]\n'


def test_a_study_is_found_by_key_or_by_file(tmp_path: Path) -> None:
    assert find_study("western-three").key == "western-three"
    for name in ("mine.toml", "without-ending"):
        (tmp_path / name).write_text(STUDY, encoding="utf-8")
        assert find_study(tmp_path / name).states == ("ARM",)
        assert find_study(str(tmp_path / name)).key == name.removesuffix(".toml")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("south-caucassus", "south-caucasus"),
        ("caucasus", "south-caucasus, central-asia"),
        ("", "central-asia, south-caucasus, western-three"),
        ("zzz", "central-asia, south-caucasus, western-three"),
        ("x" * 5000, "central-asia, south-caucasus, western-three"),
        ("a\0b", "central-asia, south-caucasus, western-three"),
    ],
    ids=["typo", "part", "empty", "strange", "long", "null"],
)
def test_a_name_that_is_neither_gets_the_nearest(name: str, near: str) -> None:
    with pytest.raises(UnknownName) as caught:
        find_study(name)
    assert str(caught.value) == (
        f"unknown study {name!r}. Nearest: {near}. Use one of these, or give the path of a TOML file."
    )


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        find_study("no/such.toml")
    assert str(caught.value) == "there is no study file 'no/such.toml'. See the gallery: corcyra study --list"
    with pytest.raises(StudyError) as caught:
        find_study(tmp_path)
    assert str(caught.value) == f"{tmp_path}: this is a folder, not a study file. Give a TOML file."


def test_the_gallery_is_of_files_whose_key_is_their_name() -> None:
    assert {key: path.stem for key, path in gallery().items()} == {key: find_study(key).key for key in gallery()}
